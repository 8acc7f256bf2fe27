import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { runImport } from './import.ts'

const { db, url } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-command-'))
const path = (name: string): string => join(folder, name)
let out = ''
let err = ''
const catchTo = (add: (text: string) => void) => ((text: string) => { add(String(text)); return true }) as never
beforeEach(() => {
  out = err = ''
  vi.stubEnv('DATABASE_URL', url)
  vi.spyOn(process.stdout, 'write').mockImplementation(catchTo((text) => { out += text }))
  vi.spyOn(process.stderr, 'write').mockImplementation(catchTo((text) => { err += text }))
})
afterEach(() => { vi.restoreAllMocks(); vi.unstubAllEnvs() })
afterAll(() => rmSync(folder, { recursive: true }))

const rows = 'Mã,Tiêu đề,Giá (triệu đồng),Đơn vị\n1,Sấy lạnh rau gia vị,900,Viện Máy\n2,Men ủ rơm,rẻ,Viện Máy\n'

test('all rows fine ends with 0, some bad with 1, none readable with 2', async () => {
  writeFileSync(path('fine.csv'), rows.replace('rẻ', ''))
  expect(await runImport(path('fine.csv'), {})).toBe(0)
  writeFileSync(path('some.csv'), rows)
  expect(await runImport(path('some.csv'), {})).toBe(1)
  writeFileSync(path('none.csv'), 'title,org\n,Viện Máy\n')
  expect(await runImport(path('none.csv'), {})).toBe(2)
  await expect(runImport(path('missing.csv'), {})).rejects.toThrow('There is no file')
  writeFileSync(path('header.csv'), 'title,org\n')
  await expect(runImport(path('header.csv'), {})).rejects.toThrow('has no rows')
})

test('the bad rows lie in a file that is corrected and imported under the same source, and goes once all is well', async () => {
  writeFileSync(path('fix.csv'), rows)
  expect(await runImport(path('fix.csv'), {})).toBe(1)
  expect(err).toContain('line 3: price "rẻ" is not an amount')
  const errors = `${path('fix.csv')}.errors.csv`
  expect(readFileSync(errors, 'utf8')).toMatch(/^\ufeffline,reason,Mã,Tiêu đề,Giá \(triệu đồng\),Đơn vị\n3,.*,2,Men ủ rơm,rẻ,Viện Máy\n$/)
  writeFileSync(errors, readFileSync(errors, 'utf8').replace(',rẻ,', ',0.5,'))
  expect(await runImport(errors, {})).toBe(0)
  expect(await db.selectFrom('listing').select(['source_key', 'price_min']).where('source_name', '=', 'fix').orderBy('source_key').execute()).toEqual([{ source_key: '1', price_min: 900_000_000 }, { source_key: '2', price_min: 500_000 }])
  writeFileSync(path('fix.csv'), rows.replace('rẻ', '0.5'))
  expect(await runImport(path('fix.csv'), {})).toBe(0)
  expect(existsSync(errors)).toBe(false)
})

test('a file of that name that is not ours is left alone', async () => {
  writeFileSync(path('own.csv'), rows.replace('rẻ', ''))
  writeFileSync(`${path('own.csv')}.errors.csv`, 'my notes')
  await runImport(path('own.csv'), {})
  expect(readFileSync(`${path('own.csv')}.errors.csv`, 'utf8')).toBe('my notes')
})

test('the mapping is shown, kept, and read again', async () => {
  writeFileSync(path('kept.csv'), rows.replace('rẻ', ''))
  await runImport(path('kept.csv'), { saveMapping: path('m.json'), source: 'Viện Máy 2026', kind: 'need', dryRun: true })
  expect(out).toContain('title ← Tiêu đề')
  expect(out).toContain('price ← Giá (triệu đồng) (in triệu đồng)')
  expect(out).toContain('Nothing was written.')
  expect(await runImport(path('kept.csv'), { mapping: path('m.json') })).toBe(0)
  expect(await db.selectFrom('listing').select(['kind', 'price_min']).where('source_name', '=', 'Viện Máy 2026').where('source_key', '=', '1').execute()).toEqual([{ kind: 'need', price_min: 900_000_000 }])
})

test('a file of needs says so by its name, and a thousand rows are told of on a line', async () => {
  writeFileSync(path('nhu cầu 2026.csv'), `title,org\n${Array.from({ length: 1_100 }, (_, i) => `Need ${i},Maker`).join('\n')}\n`)
  expect(await runImport(path('nhu cầu 2026.csv'), {})).toBe(0)
  expect(out).toContain('read as needs from the source "nhu cầu 2026"')
  expect(out).toContain('1,000 rows read: 1,000 added')
})
