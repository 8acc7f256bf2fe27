import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { doors } from '../src/modules/people/rules.ts'
import { testDatabase } from './database.ts'

/** docs/security.md says what holds and which test shows it; here is read whether it says so truly. */
const text = readFileSync('docs/security.md', 'utf8')
const rowsBelow = (heading: string): string[][] => (text.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())).slice(1)

test('Every test named in docs/security.md exists, in the file it is said to be in.', () => {
  const rows = rowsBelow('Requirement by requirement')
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter(([, , file = '', name = '']) => !existsSync(file) || name.length < 7 || !readFileSync(file, 'utf8').split('\n').some((line) => /\b(test|describe|it)\b/.test(line) && line.includes(name)))).toEqual([])
  expect(rows.filter(([requirement = '']) => !/^\d+\.(\d+(\.\d+)?|x)/.test(requirement))).toEqual([])
})

test('2.1.3 Every limit in the sources is documented, with its value.', async () => {
  const documented = new Map(rowsBelow('Limits').map(([name = '', value = '']) => [name.replaceAll('`', ''), value]))
  const wrong: string[] = []
  let found = 0
  for (const file of readdirSync('src/modules', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !/\.test\.|schema|messages/.test(path))) {
    for (const [, name = ''] of readFileSync(join('src/modules', file), 'utf8').matchAll(/^export const ((?:most|largest|longest)[A-Z]\w*|\w+(?:ADay|Each|PerMinute|Limits))\b/gm)) {
      const value = ((await import(/* @vite-ignore */ `../src/modules/${file}`)) as Record<string, unknown>)[name]
      if (typeof value === 'function') continue
      found++
      const plain = typeof value === 'number' ? value.toLocaleString('en') : Object.entries(value as object).map(([key, part]) => `${key} ${Number(part).toLocaleString('en')}`).join(', ')
      if (documented.get(name) !== plain) wrong.push(`${file}: ${name} is ${plain}, documented as ${documented.get(name)}`)
    }
  }
  const spelled = (door: object): string => Object.entries(door).flatMap(([by, limit]) => (typeof limit === 'object' ? [`${(limit as { points: number }).points} in ${(limit as { minutes: number }).minutes} minutes by ${by}`] : [])).join('; ')
  for (const [name, door] of Object.entries(doors)) if (documented.get(`door ${name}`) !== spelled(door)) wrong.push(`door ${name} is ${spelled(door)}, documented as ${documented.get(`door ${name}`)}`)
  expect(wrong).toEqual([])
  expect(found).toBeGreaterThan(12)
})

test('14.1.1–14.1.2 Every table of the database is classified, and nothing else.', async () => {
  const { db } = await testDatabase()
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public' and relkind in ('r', 'p') order by 1`.execute(db)
  const classified = new Map(rowsBelow('What is kept, and how it is classified').map(([name = '', kind = '']) => [name.replaceAll('`', ''), kind]))
  expect(rows.map(({ name }) => name).filter((name) => !/^(public|internal|personal|confidential|secret)$/.test(classified.get(name) ?? ''))).toEqual([])
  expect([...classified.keys()].filter((name) => !rows.some((row) => row.name === name))).toEqual([])
  // What points at a person is not called public or internal, except where a page says who did it.
  const { rows: pointing } = await sql<{ name: string }>`select distinct conrelid::regclass::text as name from pg_constraint where contype = 'f' and confrelid = 'auth_user'::regclass`.execute(db)
  expect(pointing.filter(({ name }) => !/personal|secret/.test(classified.get(name) ?? ''))).toEqual([])
})

const patterns: [string, RegExp][] = [
  ['a private key', /-----BEGIN (RSA |EC |OPENSSH |PGP )?PRIVATE KEY/], ['a key of a cloud', /\bAKIA[0-9A-Z]{16}\b/], ['a token of a code host', /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bglpat-[\w-]{20}\b/], ['a key of a payment or mail service', /\b(sk_live|rk_live|SG\.|xox[baprs]-)[\w.-]{16,}/],
  ['an API key of the Exchange', /\btechex_[A-Za-z0-9_-]{43}\b/], ['a signed token', /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/], ['an address with a password', /\b(postgres(ql)?|smtps?|redis|amqp):\/\/[\w.-]+:(?!password\b|pass\b|secret\b|[^@\s]*…|\$)[^\s@/'"`]{8,}@/],
]
test('13.3.1 No secret lies in the tree.', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\0').filter((file) => file && existsSync(file) && statSync(file).size < 2_000_000)
  expect(files.length).toBeGreaterThan(200)
  expect(files.filter((file) => /(^|\/)(\.env(\..*)?|id_rsa|id_ed25519|.*\.(pem|p12|pfx|key|kdbx))$/.test(file))).toEqual([])
  const found = files.filter((file) => !/package-lock\.json|asvs\.test\.ts$/.test(file)).flatMap((file) => { const content = readFileSync(file, 'utf8'); return patterns.filter(([, pattern]) => pattern.test(content)).map(([what]) => `${file}: ${what}`) })
  expect(found).toEqual([])
  // The patterns find what they are for.
  for (const planted of ['-----BEGIN PRIVATE KEY-----', `AKIA${'A'.repeat(16)}`, `ghp_${'a'.repeat(36)}`, `techex_${'a'.repeat(43)}`, 'postgres://lan:hunter2hunter2@db/x']) expect(patterns.some(([, pattern]) => pattern.test(planted)), planted).toBe(true)
})
