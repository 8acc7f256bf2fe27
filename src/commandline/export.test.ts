import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { anOrganisation, ctxOf, noon, testDatabase } from '../../tests/database.ts'
import type { Db } from '../core/database.ts'
import { importListings } from '../modules/listings/import/import.ts'
import { fitMapping, guessMapping } from '../modules/listings/import/mapping.ts'
import { openSource } from '../modules/listings/import/read.ts'
import { vnd } from '../platform/money.ts'
import { operator } from './exchange.ts'
import { writeExport } from './export.ts'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function aListing(organisation_id: number, title: { vi?: string; en?: string }, more: Record<string, unknown> = {}): Promise<number> {
  const { id } = await db.insertInto('listing').values({
    kind: 'offer', state: 'published', organisation_id, created_by: null, original_language: title.vi ? 'vi' : 'en', trl: 7, ip_status: 'granted', price_mode: 'range', price_min: vnd(100_000_000), price_max: vnd(900_000_000),
    research_fields: ['101', '40101'], patent_classes: ['A01B'], industries: ['A'], transfer_forms: ['licence', 'assignment'], ward_code: '00004', source_name: null, source_key: null, source_url: 'https://example.test/a?b=1', source_sha256: null,
    submitted_at: noon, published_at: noon, closed_at: null, created_at: noon, updated_at: noon, ...more,
  }).returning('id').executeTakeFirstOrThrow()
  for (const language of ['vi', 'en'] as const) {
    if (title[language]) await db.insertInto('listing_text').values({ listing_id: id, language, title: title[language], summary: `=SUM(${language})`, description: 'dòng một\n\n"dòng" hai; ba, bốn', problem: '-5 °C', advantages: "'=x", requirements: '@all', keywords: 'a; b' }).execute()
  }
  return id
}
const institute = await anOrganisation(db, 'institute', 'Viện Máy Nông nghiệp')
const maker = await anOrganisation(db, 'startup', 'Công ty Hương Lúa')
await db.updateTable('organisation').set({ name_en: 'Institute of Farm Machinery' }).where('id', '=', institute).execute()
await aListing(institute, { vi: 'Sấy lạnh rau gia vị', en: 'Cold drying of herbs' })
await aListing(institute, { en: 'Straw pelleting, 200 kg an hour' }, { price_mode: 'fixed', price_max: null, demonstration: true })
await aListing(maker, { vi: '+ Men ủ rơm', }, { price_mode: 'negotiable', price_min: null, price_max: null, trl: null, ip_status: null, research_fields: [], patent_classes: [], industries: [], transfer_forms: [], ward_code: null, source_url: '', country_code: 'JP' })
await aListing(maker, { vi: 'Sấy lạnh rau gia vị', en: 'Cold drying of herbs' }, { source_name: 'Sở', source_key: '007' })
await aListing(maker, { vi: 'Bản nháp chưa ai được xem' }, { state: 'draft', published_at: null })

/** Everything of the published listings that an export is to carry. */
const contents = async (of: Db) => (await of.selectFrom('listing as l').innerJoin('organisation as o', 'o.id', 'l.organisation_id').innerJoin('listing_text as t', 't.listing_id', 'l.id')
  .select(['l.kind', 'l.original_language', 'l.trl', 'l.ip_status', 'l.price_mode', 'l.price_min', 'l.price_max', 'l.research_fields', 'l.patent_classes', 'l.industries', 'l.transfer_forms', 'l.ward_code', 'l.country_code', 'l.source_url', 'l.published_at', 'l.demonstration',
    'o.name_vi', 'o.name_en', 'o.kind as organisation_kind', 't.language', 't.title', 't.summary', 't.description', 't.problem', 't.advantages', 't.requirements', 't.keywords'])
  .where('l.state', '=', 'published').execute()).map((row) => JSON.stringify(row)).toSorted()

async function importInto(into: Db, file: string): Promise<void> {
  const source = await openSource(file)
  const counts = await importListings(ctxOf(into, operator), source.rows(), { mapping: fitMapping(guessMapping(source.columns), source.columns), kind: 'need', source: 'export', language: null, organisation: '', state: 'published', dryRun: false }, { onBad: (row) => { throw new Error(`${row.line}: ${row.reason}`) } })
  expect(counts).toMatchObject({ added: 4, bad: 0 })
}

test.each(['csv', 'xlsx', 'jsonl'] as const)('what is published and exported as %s becomes the same listings in an empty database', async (format) => {
  const out = join(folder, `offers.${format}`)
  expect(await writeExport(db, 'offers', { format, out })).toBe(4)
  const { db: empty } = await testDatabase()
  await importInto(empty, out)
  expect(await contents(empty)).toEqual(await contents(db))
})

test('no cell of a CSV begins as a formula does, and Excel reads its letters', async () => {
  const out = join(folder, 'safe.csv')
  await writeExport(db, 'offers', { format: 'csv', out })
  const text = readFileSync(out, 'utf8')
  expect(text.startsWith('\ufeffkind,')).toBe(true)
  expect(text).toContain("'=SUM(vi)")
  expect(text).toContain("''=x")
  expect(text).not.toMatch(/(^|,|\n)"?[=+@-]/)
  expect(text).not.toContain('Bản nháp')
})

test('in one language each listing is in that language, or in its own where it has no other', async () => {
  const out = join(folder, 'english.jsonl')
  await writeExport(db, 'offers', { format: 'jsonl', out, language: 'en' })
  expect(readFileSync(out, 'utf8').trim().split('\n').map((line) => JSON.parse(line)).map(({ language, title }) => [language, title])).toEqual([
    ['en', 'Cold drying of herbs'], ['en', 'Straw pelleting, 200 kg an hour'], ['vi', '+ Men ủ rơm'], ['en', 'Cold drying of herbs'],
  ])
})

test('organisations are those the public can meet, with how much each has published', async () => {
  await anOrganisation(db, 'enterprise', 'Chưa ai biết')
  const out = join(folder, 'organisations.jsonl')
  await writeExport(db, 'organisations', { format: 'jsonl', out })
  expect(readFileSync(out, 'utf8').trim().split('\n').map((line) => JSON.parse(line))).toMatchObject([{ name_en: 'Institute of Farm Machinery', offers: '2', needs: '0' }, { name_vi: 'Công ty Hương Lúa', offers: '2' }])
})

test('an export that cannot be finished leaves the earlier file as it was, and nothing half made', async () => {
  const out = join(folder, 'kept.csv')
  writeFileSync(out, 'earlier')
  const broken = { selectFrom: () => { throw new Error('the database is gone') } } as unknown as Db
  await expect(writeExport(broken, 'offers', { format: 'csv', out })).rejects.toThrow('the database is gone')
  expect(readFileSync(out, 'utf8')).toBe('earlier')
  expect(readdirSync(folder).filter((name) => name.includes('making'))).toEqual([])
  await expect(writeExport(db, 'offers', { format: 'csv', out: join(folder, 'no/such/folder.csv') })).rejects.toThrow('cannot be written')
  expect(existsSync(join(folder, 'no'))).toBe(false)
})

test('several pages of listings are read to the last, none twice', { timeout: 180_000 }, async () => {
  const organisation = await anOrganisation(db, 'university', 'Trường Nhiều Nhu cầu')
  for (let i = 0; i < 1_203; i++) await aListing(organisation, { vi: `Nhu cầu ${i}` }, { kind: 'need' })
  const out = join(folder, 'needs.jsonl')
  expect(await writeExport(db, 'needs', { format: 'jsonl', out })).toBe(1_203)
  expect(new Set(readFileSync(out, 'utf8').trim().split('\n').map((line) => JSON.parse(line).key)).size).toBe(1_203)
})
