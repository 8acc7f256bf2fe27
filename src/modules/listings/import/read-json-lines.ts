import { createReadStream } from 'node:fs'
import { longestRow, type Source, type SourceRow, Unreadable } from './source.ts'

/** Rows looked at to learn the names of the columns. */
const looked = 200

/** One JSON object a line, in UTF-8. */
export async function readJsonLines(path: string, size: number): Promise<Source> {
  let done = 0
  const columns = new Set<string>()
  let seen = 0
  for await (const { cells } of rowsOf(path, () => {}) as AsyncIterable<{ cells?: Record<string, unknown> }>) {
    for (const column of Object.keys(cells ?? {})) columns.add(column)
    if (++seen >= looked) break
  }
  if (columns.size === 0) throw new Unreadable(`${path} looks like JSON Lines, and its first ${seen} lines hold no object. Each line must be one object, such as {"title": "…"}.`)
  return { format: 'JSON Lines', columns: [...columns], size, done: () => done, rows: () => rowsOf(path, (count) => { done = count }) }
}

async function* rowsOf(path: string, onBytes: (count: number) => void): AsyncGenerator<SourceRow> {
  for await (const { line, text } of linesOf(path, onBytes)) {
    if (text === null) { yield { line, bad: `it is longer than ${longestRow} characters` }; continue }
    if (text.trim() === '') continue
    let value: unknown
    try { value = JSON.parse(text) } catch { yield { line, bad: 'it is not JSON' }; continue }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) { yield { line, bad: 'it is not an object such as {"title": "…"}' }; continue }
    const cells = value as Record<string, unknown>
    yield text.includes('\ufffd') ? { line, bad: 'it holds letters that are not UTF-8', cells } : { line, cells }
  }
}

/** The lines of a file, never holding more than one; a line too long to be a row comes as null. */
async function* linesOf(path: string, onBytes: (count: number) => void): AsyncGenerator<{ line: number; text: string | null }> {
  const decoder = new TextDecoder()
  let count = 0
  let line = 1
  let rest = ''
  let tooLong = false
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    count += chunk.length
    onBytes(count)
    const parts = decoder.decode(chunk, { stream: true }).split('\n')
    for (const [index, part] of parts.entries()) {
      if (index > 0) {
        yield { line: line++, text: tooLong ? null : rest }
        rest = ''
        tooLong = false
      }
      if (tooLong || rest.length + part.length > longestRow) { tooLong = true; rest = '' } else rest += part
    }
  }
  rest += decoder.decode()
  if (tooLong || rest) yield { line, text: tooLong ? null : rest }
}
