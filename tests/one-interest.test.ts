import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** docs/one-interest.md follows one request through the code by quoting it, so it may quote nothing that is not there. */
const lines = readFileSync('docs/one-interest.md', 'utf8').split('\n')

test('every file the page leads to is there', () => {
  const files = [...lines.join('\n').matchAll(/\]\((?:\.\.\/([^)#]+)|(decisions\/[^)#]+))\)/g)].map(([, file, decision]) => file ?? `docs/${decision}`)
  expect(files.length).toBeGreaterThan(30)
  expect(files.filter((file) => !existsSync(file))).toEqual([])
})

test('every line it quotes stands in the file named above it', () => {
  let file = '', quoting = false, quoted = 0
  const gone: string[] = []
  for (const line of lines) {
    file = /^\[[^\]]+\]\(\.\.\/([^)]+)\)$/.exec(line)?.[1] ?? file
    if (line.startsWith('```')) { quoting = !quoting; continue }
    if (!quoting || !line.trim() || line.trim() === '…') continue
    quoted += 1
    if (!readFileSync(file, 'utf8').includes(line.trim())) gone.push(`${file}: ${line.trim()}`)
  }
  expect(quoted).toBeGreaterThan(25)
  expect(gone).toEqual([])
})
