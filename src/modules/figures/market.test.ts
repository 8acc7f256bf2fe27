import readWorkbook from 'read-excel-file/node'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, noon, testDatabase } from '../../../tests/database.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { forgetTaxonomy } from '../taxonomy/queries.ts'
import { marketRows } from './market.ts'
import { figures } from './queries.ts'
import { figureRoutes } from './routes.tsx'
import { balanceOf, MarketAddress, monthsOf, pullOf } from './rules.ts'
import { sparingUnanswered } from '../sourcing/rules.ts'

const { db } = await testDatabase()
const pages = await openPages(db, (app) => { figureRoutes(app, 'http://san.example') })
const institute = await anOrganisation(db, 'institute'), farm = await anOrganisation(db)
const farmer = await aPerson(db, { organisation: farm })
const day = (iso: string) => new Date(`${iso}T12:00:00+07:00`)

interface Told { anonymous?: boolean; kind?: 'offer' | 'need'; by?: number; fields?: string[]; trl?: number | null; at?: Date; state?: 'published' | 'closed' | 'draft'; closed?: Date; ward?: string; country?: string; source?: string; grade?: 0 | 1 | 2 | 3 | 4 }
async function listing({ kind = 'offer', by = institute, fields = ['20301'], trl = 7, at = noon, state = 'published', closed, ward, country = 'VN', source, grade = 0, anonymous = false }: Told): Promise<number> {
  return (await db.insertInto('listing').values({
    kind, state, organisation_id: by, created_by: null, original_language: 'vi', trl, ip_status: null, price_min: null, price_max: null, research_fields: fields, patent_classes: [], industries: [], transfer_forms: [], ward_code: ward ?? null, country_code: country, evidence_grade: grade, anonymous,
    source_name: source ?? null, source_key: source ? randomUUID() : null, source_sha256: null, submitted_at: at, published_at: state === 'draft' ? null : at, closed_at: closed ?? null, created_at: at, updated_at: at,
  }).returning('id').executeTakeFirstOrThrow()).id
}
let asked = 0
/** Each question a minute later than the last, so that nothing kept answers it. */
const rows = (view: Parameters<typeof marketRows>[1], address: object = {}) => marketRows(db, view, MarketAddress.parse(address), new Date(noon.getTime() + ++asked * 60_000))
const short = async (...of: Parameters<typeof rows>) => (await rows(...of)).map(({ code, offers, needs }) => `${code} ${offers}/${needs}`)

test('an empty market is a page that says so, in every view', async () => {
  for (const view of ['fields', 'trl', 'places', 'months', 'evidence', 'gaps']) {
    const page = await pages.get(`/vi/figures/market/${view}`)
    expect([view, page.statusCode, page.body.includes('Không có tin nào')]).toEqual([view, 200, true])
  }
  expect((await pages.get('/vi/figures/market/nothing')).statusCode).toBe(404)
})

test('listings are counted by field, a branch at a time; drafts and closed ones are not', async () => {
  await listing({ fields: ['20301', '40101'], ward: '00004', grade: 3 })
  await listing({ fields: ['203'], trl: null, country: 'DE', source: 'Kho' })
  await listing({ kind: 'need', by: farm, fields: ['20302'], trl: 6, at: day('2026-01-31') })
  await listing({ fields: [], source: 'Kho' })
  await listing({ state: 'draft' })
  await listing({ state: 'closed', at: day('2025-12-10'), closed: day('2026-01-05') })
  expect(await short('fields')).toEqual(['2 2/1', '4 1/0', ' 1/0'])
  expect(await short('fields', { field: '2' })).toEqual(['203 2/1'])
  expect(await short('fields', { field: '203' })).toEqual(['203 1/0', '20301 1/0', '20302 0/1'])
  expect(await short('fields', { kind: 'need' })).toEqual(['2 0/1'])
  expect(await short('fields', { from: '2026-01-31', to: '2026-01-31' })).toEqual(['2 0/1'])
  expect(await short('fields', { from: '2026-02-01', field: '4' })).toEqual(['401 1/0'])
})

test('by readiness, place and evidence', async () => {
  expect(await short('trl')).toEqual(['6 0/1', '7 2/0', ' 1/0'])
  expect(await short('places')).toEqual(['country VN 1/1', 'country DE 1/0', 'ward 00004 1/0'])
  expect(await short('evidence')).toEqual(['0 2/1', '3 1/0'])
})

test('by month in Hanoi: what was published here, and what stood when the month ended', async () => {
  await listing({ at: new Date('2026-01-31T17:30:00Z') }) // the first of February in Hanoi
  expect((await rows('months', { from: '2025-12-01' })).map(({ code, offers, needs, offers_open, needs_open }) => `${code} ${offers}/${needs} ${offers_open}/${needs_open}`))
    .toEqual(['2025-12 1/0 1/0', '2026-01 0/1 0/1', '2026-02 1/0 1/1', '2026-03 1/0 2/1'])
  expect(monthsOf({ from: '', to: '' }, noon)).toHaveLength(24)
  expect(monthsOf({ from: '1990-01-01', to: '2026-03-02' }, noon)).toHaveLength(120)
  expect(monthsOf({ from: '2030-01-01', to: '' }, noon)).toEqual([])
})

test('a gap is a field sought more than it is offered, by its shares; whether needs were answered is told of three or more', async () => {
  for (let i = 0; i < 4; i++) await listing({ kind: 'need', by: farm, fields: ['60301'], trl: 5 })
  const answered = await listing({ kind: 'need', by: farm, fields: ['60301'], trl: 5 })
  await listing({ kind: 'offer', by: farm, fields: ['60301'] }) // its own offer answers no need of the farm
  await db.insertInto('interest').values({ listing_id: answered, counter_listing_id: null, organisation_id: institute, person_id: farmer.person_id!, message: 'x', state: 'pending', reasons: '[]', request_key: randomUUID(), expressed_at: noon, decline_code: null, answered_by: null, answered_at: null }).execute()
  const [gap] = await rows('gaps')
  expect(gap).toMatchObject({ code: '6', offers: 1, needs: 5, unmatched: 5, unanswered: 4, balance: 'short' })
  expect((await rows('gaps', { field: '6' }))[0]).toMatchObject({ code: '603', unmatched: 5, unanswered: 4 })
  expect((await rows('gaps', { field: '6', from: '2026-01-01' }))[0]).toMatchObject({ unmatched: 5, unanswered: null })
  // An offer that does not reach the readiness asked does not fit; one that says no level does.
  await listing({ by: institute, fields: ['60302'], trl: 4 })
  expect((await rows('gaps', { field: '6' }))[0]).toMatchObject({ unmatched: 5 })
  await listing({ by: institute, fields: ['60302'], trl: null })
  expect((await rows('gaps', { field: '6' }))[0]).toMatchObject({ unmatched: 0, unanswered: 0 })
})

test.each([
  [{ needs: 3, offers: 0 }, 'short'], [{ needs: 2, offers: 0 }, 'few'], [{ needs: 3, offers: 3 }, 'even'], [{ needs: 0, offers: 3 }, 'ample'], [{ needs: 0, offers: 2 }, 'few'], [{ needs: 1, offers: 2 }, 'even'],
])('%o among ten of each reads %s', (row, reading) => expect(balanceOf(row, pullOf(row, { needs: 10, offers: 10, fields: 6 }))).toBe(reading))

test('the pull of a field is its share of needs over its share of offers, whatever the market holds more of', () => {
  expect(pullOf({ needs: 4, offers: 49 }, { needs: 24, offers: 294, fields: 6 })).toBeCloseTo(1)
  expect(pullOf({ needs: 9, offers: 4 }, { needs: 94, offers: 94, fields: 6 })).toBeCloseTo(2)
})

test('what is withheld is not to be had by subtraction: the rows withheld hold three needs together', () => {
  const row = (unmatched: number, unanswered: number) => ({ unmatched, unanswered })
  const told = (...rows: ReturnType<typeof row>[]) => sparingUnanswered(rows).map(({ unanswered }) => unanswered)
  expect(told(row(2, 1), row(5, 2), row(4, 4))).toEqual([null, 2, null])
  expect(told(row(0, 0), row(5, 2))).toEqual([0, 2])
  expect(told(row(1, 1), row(2, 2), row(3, 0))).toEqual([null, null, 0])
  expect(told(row(1, 1), row(1, 0), row(6, 3), row(9, 3))).toEqual([null, null, null, 3])
  expect(told(row(1, 1))).toEqual([null])
})

test('no number tells whose an anonymous need is, though the only offer in its branch is its own organisation’s', async () => {
  const lone = { fields: ['50301'], by: farm, trl: 8 }
  const seen = async () => [(await rows('gaps', { field: '5' })).map(({ code, unmatched }) => `${code} ${unmatched}`), (await figures(db)).organisations]
  const stranger = await anOrganisation(db)
  await listing(lone)
  const before = (await figures(db)).organisations
  const need = await listing({ ...lone, kind: 'need', trl: 5, anonymous: true })
  const own = await seen()
  await db.updateTable('listing').set({ organisation_id: stranger }).where('id', '=', need).execute()
  expect(await seen()).toEqual(own)
  expect(own).toEqual([['503 0'], before])
  // One that names its organisation is not answered by that organisation's own offer.
  await db.updateTable('listing').set({ organisation_id: farm, anonymous: false }).where('id', '=', need).execute()
  expect((await seen())[0]).toEqual(['503 1'])
})

test('the page, the CSV and the workbook carry the same filters and numbers', async () => {
  const page = await pages.get('/en/figures/market/fields?field=2&kind=offer')
  expect(page.body).toContain('href="/en/figures/market/fields/data.xlsx?kind=offer&amp;field=2"')
  expect(page.body).toContain('aria-labelledby="fields-title fields-desc"')
  const csv = await pages.get('/en/figures/market/fields/data.csv?field=2&kind=offer')
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(csv.body.startsWith('\uFEFFcode,name,offers\n')).toBe(true)
  expect(csv.body).toMatch(/^203,.*,\d+$/m)
  const file = await pages.get('/en/figures/market/fields/data.xlsx?field=2&kind=offer')
  const [figures, about] = await readWorkbook(file.rawPayload) as unknown as [{ data: unknown[][] }, { data: unknown[][] }]
  const line = /^203,(?:".*"|[^,]*),(\d+)$/m.exec(csv.body)
  expect(figures.data.find(([code]) => code === '203')?.at(-1)).toBe(Number(line?.[1]))
  expect(about.data.map(([name]) => name)).toEqual(expect.arrayContaining(['Kind of listing', 'Field', 'Counted at', 'Source']))
})

test('a name that a spreadsheet would run is written as text', async () => {
  await sql`update code set name_vi = '=cmd|calc', name_en = '=cmd|calc' where list = 'ward' and code = '00004'`.execute(db)
  await sql`update code set name_vi = '+1', name_en = '+1' where list = 'country' and code = 'DE'`.execute(db)
  forgetTaxonomy()
  const { body } = await pages.get('/en/figures/market/places/data.csv')
  expect(body).toContain("country DE,'+1,")
  expect(body).not.toMatch(/,[=+]/)
  const [places] = await readWorkbook((await pages.get('/vi/figures/market/places/data.xlsx')).rawPayload) as unknown as [{ data: unknown[][] }]
  expect(places.data.map(([, name]) => name)).toEqual(expect.arrayContaining(["'+1"]))
  await sql`update code set name_vi = '=1+1' where list = 'research_field' and code = '2'`.execute(db)
  forgetTaxonomy()
  expect((await pages.get('/vi/figures/fields.csv')).body).toContain(",'=1+1")
})
