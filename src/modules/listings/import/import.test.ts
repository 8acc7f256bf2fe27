import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../../tests/database.ts'
import { realListings } from '../../../../tests/real-listings.ts'
import type { Actor } from '../../../core/context.ts'
import type { Db } from '../../../core/database.ts'
import { type ImportCounts, importListings, type ImportSettings } from './import.ts'
import { fitMapping, guessMapping, parseMapping } from './mapping.ts'
import { openSource } from './read.ts'
import type { SourceRow } from './source.ts'

const { db } = await testDatabase()
const staff: Actor = { person_id: null, name: 'techex', organisation_id: null, memberships: [], staff_roles: ['moderator'], acted_by: null }
const folder = mkdtempSync(join(tmpdir(), 'techex-import-'))
afterAll(() => rmSync(folder, { recursive: true }))

const made = `Mã;Tiêu đề;Mô tả;Đơn vị;Từ khóa;TRL;Giá;Năm;Phường;Lĩnh vực nghiên cứu
M-01;Sấy lạnh rau gia vị bằng bơm nhiệt;Buồng sấy 12 m³ giữ nhiệt độ 38 độ. Màu và tinh dầu còn trên 90 %.;Viện Cơ khí Nông nghiệp Thăng Long;sấy lạnh, rau gia vị;TRL 7;1,2 tỷ;2023;Ba Đình;khoa hoc nong nghiep
M-02;Cảm biến độ mặn cho ruộng lúa ven sông;;Viện Cơ khí Nông nghiệp Thăng Long;;6;thỏa thuận;2024;;
M-03;;Hàng này quên tiêu đề.;Công ty Hương Lúa;;;;;;
M-04;Máy ép viên trấu 200 kg mỗi giờ;Một trục vít, khuôn thay trong mười phút.;Công ty Hương Lúa;trấu;12;;;;
M-05;Men vi sinh ủ rơm tại ruộng;Gói 1 kg cho một sào.;Công ty Hương Lúa;;8;250.000;;;
M-05;Men vi sinh ủ rơm, gói lớn;Gói 20 kg.;Công ty Hương Lúa;;8;;;;
M-06;Bộ điều khiển tưới theo độ ẩm;Chạy pin.;;;;;;;
`
function file(content: string, name: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
interface Told { counts: ImportCounts; bad: { line: number; reason: string }[] }
async function run(path: string, settings: Partial<ImportSettings> = {}, { into = db, actor = staff, now = noon }: { into?: Db; actor?: Actor; now?: Date } = {}): Promise<Told> {
  const source = await openSource(path)
  const bad: Told['bad'] = []
  const counts = await importListings(ctxOf(into, actor, now), source.rows(), {
    mapping: fitMapping(guessMapping(source.columns), source.columns), kind: 'offer', source: path, language: null, organisation: '', state: 'submitted', dryRun: false, ...settings,
  }, { onBad: ({ line, reason }) => bad.push({ line, reason }) })
  return { counts, bad }
}
const listings = (source: string) => db.selectFrom('listing as l').innerJoin('listing_text as t', 't.listing_id', 'l.id').innerJoin('organisation as o', 'o.id', 'l.organisation_id')
  .selectAll('l').select(['t.title', 't.summary', 't.description', 't.language', 'o.name_vi', 'o.name_en', 'o.kind as organisation_kind', 'o.source_name as organisation_source']).where('l.source_name', '=', source).orderBy('l.source_key').execute()
const events = async (subject: string) => (await db.selectFrom('event').select(['type', 'data']).where('subject', '=', subject).orderBy('id').execute()).map(({ type, data }) => ({ type, ...(data as object) }))

test('good rows become listings that wait for a moderator; every bad row is told with its line and reason', async () => {
  const told = await run(file(made, 'made.csv'), { source: 'made' })
  expect(told.bad).toEqual([
    { line: 4, reason: 'it has no title' }, { line: 5, reason: 'TRL "12" is not a level from 1 to 9' },
    { line: 7, reason: 'it has the same key as line 6; only the first is read' }, { line: 8, reason: 'it names no organisation; map a column to "organisation" or give one with --organisation' },
  ])
  expect(told.counts).toEqual({ rows: 7, added: 3, changed: 0, unchanged: 0, bad: 4, shortened: 0, held: 0 })
  const [first, second, third] = await listings('made')
  expect(first).toMatchObject({
    kind: 'offer', state: 'submitted', source_key: 'M-01', title: 'Sấy lạnh rau gia vị bằng bơm nhiệt', language: 'vi', original_language: 'vi', trl: 7, price_mode: 'fixed', price_min: 1_200_000_000, price_max: null,
    ward_code: '00004', research_fields: ['4'], published_at: null, submitted_at: noon, version: 1, created_by: null,
    name_vi: 'Viện Cơ khí Nông nghiệp Thăng Long', name_en: '', organisation_kind: 'institute', organisation_source: 'made', summary: 'Buồng sấy 12 m³ giữ nhiệt độ 38 độ. Màu và tinh dầu còn trên 90 %.',
  })
  expect(second).toMatchObject({ source_key: 'M-02', description: '', summary: '', price_mode: 'negotiable' })
  expect(third).toMatchObject({ source_key: 'M-05', title: 'Men vi sinh ủ rơm tại ruộng', price_min: 250_000, organisation_kind: 'enterprise' })
  expect(second!.organisation_id).toBe(first!.organisation_id)
  expect(first!.search).toContain("'bom'")
  expect(await events(`listing:${first!.id}`)).toEqual([{ type: 'listing.imported', listing_id: first!.id, kind: 'offer', source_name: 'made' }])
  expect(await events(`organisation:${first!.organisation_id}`)).toEqual([{ type: 'organisation.created', organisation_id: first!.organisation_id }])
  expect(await db.selectFrom('outgoing_mail').select('id').execute()).toEqual([])
})

test('the same file again changes nothing', async () => {
  const before = await db.selectFrom('event').select('id').execute()
  expect((await run(file(made, 'again.csv'), { source: 'made' }, { now: minutesAfterNoon(5) })).counts).toMatchObject({ added: 0, changed: 0, unchanged: 3, bad: 4 })
  expect((await listings('made')).map(({ version, updated_at }) => [version, updated_at])).toEqual([[1, noon], [1, noon], [1, noon]])
  expect(await db.selectFrom('event').select('id').execute()).toHaveLength(before.length)
})

test('a changed row changes its listing only, raises its version and says which fields', async () => {
  const changed = made.replace('TRL 7;1,2 tỷ', 'TRL 8;900 triệu').replace('giữ nhiệt độ 38 độ', 'giữ nhiệt độ 36 độ')
  expect((await run(file(changed, 'changed.csv'), { source: 'made', state: 'published' })).counts).toMatchObject({ added: 0, changed: 1, unchanged: 2 })
  const [first] = await listings('made')
  expect(first).toMatchObject({ version: 2, trl: 8, price_min: 900_000_000, state: 'submitted' })
  expect(first!.search).toContain("'36'")
  expect((await events(`listing:${first!.id}`)).at(-1)).toEqual({ type: 'listing.changed', listing_id: first!.id, version: 2, fields: ['trl', 'price_min', 'summary_vi', 'description_vi'] })
  expect((await run(file(changed, 'changed.csv'), { source: 'made' })).counts).toMatchObject({ changed: 0, unchanged: 3 })
})

test('what somebody corrected by hand stays while the source says nothing new', async () => {
  const [, second] = await listings('made')
  await db.updateTable('listing').set({ trl: 9 }).where('id', '=', second!.id).execute()
  await run(file(made, 'hand.csv'), { source: 'made' })
  expect((await listings('made'))[1]!.trl).toBe(9)
})

test('a listing sent back waits for review again once its source has changed', async () => {
  const [, second] = await listings('made')
  await db.updateTable('listing').set({ state: 'returned' }).where('id', '=', second!.id).execute()
  await run(file(made.replace('ruộng lúa ven sông', 'ruộng lúa ven sông Đáy'), 'returned.csv'), { source: 'made' })
  expect((await listings('made'))[1]).toMatchObject({ state: 'submitted', title: 'Cảm biến độ mặn cho ruộng lúa ven sông Đáy' })
  expect((await events(`listing:${second!.id}`)).slice(-2)).toMatchObject([{ type: 'listing.changed' }, { type: 'listing.submitted', listing_id: second!.id, version: second!.version + 1 }])
})

test('a draft somebody is writing is not sent for review by its source', async () => {
  const [, second] = await listings('made')
  await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', second!.id).execute()
  await run(file(made.replace('ruộng lúa ven sông', 'ruộng lúa ven sông Tích'), 'drafted.csv'), { source: 'made' })
  expect((await listings('made'))[1]).toMatchObject({ state: 'draft', title: 'Cảm biến độ mặn cho ruộng lúa ven sông Tích' })
  expect((await events(`listing:${second!.id}`)).at(-1)).toMatchObject({ type: 'listing.changed' })
})

test('rows published at once carry their own date, and say so in the log', async () => {
  await run(file(made, 'public.csv'), { source: 'public', state: 'published' })
  const rows = await listings('public')
  expect(rows.map(({ state, published_at }) => [state, published_at?.toISOString()])).toEqual([['published', '2022-12-31T17:00:00.000Z'], ['published', '2023-12-31T17:00:00.000Z'], ['published', noon.toISOString()]])
  expect((await events(`listing:${rows[0]!.id}`)).map(({ type }) => type)).toEqual(['listing.imported', 'listing.published'])
})

test('a dry run counts the same and writes nothing', async () => {
  const count = async () => Promise.all((['listing', 'listing_text', 'organisation', 'event'] as const).map(async (table) => (await db.selectFrom(table).select(({ fn }) => fn.countAll().as('n')).executeTakeFirstOrThrow()).n))
  const before = await count()
  expect((await run(file(made, 'dry.csv'), { source: 'dry', dryRun: true })).counts).toMatchObject({ added: 3, bad: 4 })
  expect((await run(file(made, 'dry.csv'), { source: 'public', dryRun: true })).counts).toMatchObject({ unchanged: 3, bad: 4 })
  expect(await count()).toEqual(before)
})

const many = (count: number): string => `title,organisation,description\n${Array.from({ length: count }, (_, i) => `Dryer number ${i},Maker ${i % 7},"Dries ${i} kilograms, gently"`).join('\n')}\n`

test('two imports of one file at once make each listing and organisation once', async () => {
  const path = file(many(450), 'twice.csv')
  const told = await Promise.all([run(path, { source: 'twice' }), run(path, { source: 'twice' }), run(path, { source: 'twice' })])
  expect(told.reduce((sum, { counts }) => sum + counts.added, 0)).toBe(450)
  expect(told.reduce((sum, { counts }) => sum + counts.unchanged, 0)).toBe(900)
  expect(await listings('twice')).toHaveLength(450)
  expect(await db.selectFrom('organisation').select('id').where('source_name', '=', 'twice').execute()).toHaveLength(7)
})

test('an import that ends in the middle keeps whole batches, and the next run completes it', async () => {
  const path = file(many(450), 'killed.csv')
  const source = await openSource(path)
  async function* dying(): AsyncGenerator<SourceRow> {
    for await (const row of source.rows()) {
      if (row.line > 430) throw new Error('the power is gone')
      yield row
    }
  }
  const settings: ImportSettings = { mapping: fitMapping(guessMapping(source.columns), source.columns), kind: 'offer', source: 'killed', language: null, organisation: '', state: 'submitted', dryRun: false }
  await expect(importListings(ctxOf(db, staff), dying(), settings)).rejects.toThrow('the power is gone')
  expect(await listings('killed')).toHaveLength(400)
  expect((await run(path, { source: 'killed' })).counts).toMatchObject({ added: 50, unchanged: 400 })
})

test('two sources, or an offer and a need, may use the same key', async () => {
  const path = file('id,title,org\n1,Heat pump dryer,Maker\n', 'keys.csv')
  for (const [source, kind] of [['a', 'offer'], ['b', 'offer'], ['a', 'need']] as const) expect((await run(path, { source, kind })).counts.added).toBe(1)
})

test('texts too long for their place are cut there and whole in the description; longer ones are bad rows', async () => {
  const title = `${'Nanoporous '.repeat(25)}filters`
  const told = await run(file(`id,title,org,description\n1,${title},Maker,Short.\n2,Fine,Maker,${'x'.repeat(20_001)}\n3,${'y'.repeat(1_001)},Maker,\n`, 'long.csv'), { source: 'long' })
  expect(told.bad).toEqual([{ line: 3, reason: 'its description has 20,001 characters; at most 20,000 fit' }, { line: 4, reason: 'its title has 1001 characters; a title has at most 1,000' }])
  expect(told.counts).toMatchObject({ added: 1, shortened: 1, held: 0 })
  const [listing] = await listings('long')
  expect(listing!.title.length).toBeLessThanOrEqual(200)
  expect(listing!.description).toBe(`${title}\n\nShort.`)
})

test.each([
  ['title,org,language\nA dryer,Maker,fr', 'language "fr" is neither vi nor en'], ['title,org,year\nA dryer,Maker,2090', 'lies in the future'], ['title,org,url\nA dryer,Maker,javascript:alert(1)', 'is not one that begins with http'],
  ['title,org,ip_status\nA dryer,Maker,stolen', 'ip status "stolen" is not in the list'], ['title,org,price\nA dryer,Maker,5000 USD', 'another currency'], ['title,org,kind\nA dryer,Maker,gift', 'is neither offer nor need'],
])('a row is bad with its reason: %s', async (text, reason) => {
  expect((await run(file(`${text}\n`, 'one.csv'), { source: 'one' })).bad).toEqual([{ line: 2, reason: expect.stringContaining(reason) }])
})

test.each([[[]], [['deal_officer']]] as const)('someone with the staff roles %o may not import, and nothing is written', async (roles) => {
  const actor = await aPerson(db, { staff: [...roles] })
  await expect(run(file(made, 'not.csv'), { source: 'not' }, { actor })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
  expect(await listings('not')).toEqual([])
})

const real = realListings
test.skipIf(!existsSync(real))('3,412 real listings are read, once', { timeout: 180_000 }, async () => {
  const mapping = parseMapping('{"kind": "offer", "fields": {"key": "id", "title": "title", "description": "abstract", "organisation": "agency", "year": "year"}, "constants": {"country_code": "US"}}', 'awards.json')
  const files: [string, Partial<ImportSettings>, number][] = [
    ['sbir_awards_with_titles.jsonl', { source: 'SBIR awards', mapping }, 1_765], ['sbir_topics_needs.jsonl', { source: 'SBIR topics', kind: 'need' }, 1_500], ['hust_st_tasks_vi.jsonl', { source: 'HUST' }, 147],
  ]
  for (const [name, settings, count] of files) expect(await run(join(real, name), { ...settings, state: 'published' })).toMatchObject({ counts: { added: count, bad: 0 }, bad: [] })
  for (const [name, settings, count] of files) expect((await run(join(real, name), { ...settings, state: 'published' })).counts).toMatchObject({ added: 0, changed: 0, unchanged: count, bad: 0 })

  const [award] = await listings('SBIR awards')
  expect(award).toMatchObject({ kind: 'offer', state: 'published', language: 'en', country_code: 'US', organisation_kind: 'agency' })
  const [task] = await listings('HUST')
  expect(task).toMatchObject({ language: 'vi', description: '', organisation_kind: 'university', name_vi: 'Đại học Bách khoa Hà Nội' })
  expect(await db.selectFrom('organisation').select('id').where('source_name', '=', 'SBIR topics').execute()).toHaveLength(10)
})
