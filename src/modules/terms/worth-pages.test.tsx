import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { assume, aVersion, typeClause, typedAssumption } from '../../../tests/terms.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { sendVersion } from './commands.ts'
import { assumptionsOf } from './queries.ts'
import { termRoutes } from './routes.tsx'

const { db } = await testDatabase()
const { get, post } = await openPages(db, (app) => termRoutes(app))
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), vy = await aPerson(db, { organisation: institute, role: 'viewer', name: 'Vy' }), sơn = await aPerson(db, { organisation: institute, role: 'signer', name: 'Sơn' }), hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' })
const officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), stranger = await aPerson(db, { organisation: await anOrganisation(db) }), adviser = await aPerson(db, { name: 'Luật sư' })
const as = (actor: Actor) => ctxOf(db, actor)
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh')
const deal = await acceptInterest(as(lan), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Cần sấy rau.', request_key: randomUUID() }) })
await db.insertInto('deal_adviser').values({ deal_id: deal, organisation_id: enterprise, person_id: adviser.person_id!, role: 'financial', parts: ['terms'], appointed_by: hoa.person_id!, appointed_at: new Date(), ended_by: null, ended_at: null }).execute()
const page = `/vi/deals/${deal}/terms/worth`
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)

test('without a sheet and without assumptions the page says what to do', async () => {
  expect((await get(page, lan)).body).toContain('Chưa có phiên bản nào của bản điều khoản để tính.')
  await aVersion(as(lan), deal, ['rights', 'upfront', 'milestones', 'royalty', 'minimum', 'cap', 'term'])
  expect((await get(page, lan)).body).toContain('Chưa có giả định nào để tính.')
  expect((await get(`${page}.csv`, lan)).statusCode).toBe(404)
})

test('what a side supposes in private is read by that side alone: not by the other, its adviser, the Exchange or strangers, in rows, pages, files or the log', async () => {
  await assume(as(lan), deal, 'private', { units: '77.777' })
  for (const [who, rows] of [[lan, 1], [vy, 1], [sơn, 1], [hoa, 0], [officer, 0], [inspector, 0], [stranger, 0], [adviser, 0], [anonymous, 0]] as const) expect((await assumptionsOf(readAs(db, who), deal)).length, who.name).toBe(rows)
  for (const who of [hoa, officer, inspector, adviser]) {
    const { body, statusCode } = await get(page, who)
    expect([statusCode, body.includes('77.777') || body.includes('77777')], who.name).toEqual([200, false])
    for (const by of ['own', 'supplier', 'demander']) expect((await get(`${page}.csv?by=${by}`, who)).statusCode).toBe(404)
    await sql`update term_assumption set values = '{}' where deal_id = ${deal}`.execute(readAs(db, who))
    await sql`delete from term_assumption where deal_id = ${deal}`.execute(readAs(db, who))
  }
  expect(await assumptionsOf(db, deal)).toMatchObject([{ values: { units: 77_777 } }])
  await expect(sql`insert into term_assumption (deal_id, organisation_id, audience, values, saved_by, saved_at) values (${deal}, ${institute}, 'shared', '{}', ${hoa.person_id}, now())`.execute(readAs(db, hoa))).rejects.toThrow('row-level security')
  expect((await readAs(db, hoa).selectFrom('event').select('type').where('type', '=', 'terms.assumptions_kept').execute())).toEqual([])
  expect(JSON.stringify(await db.selectFrom('event').select('data').where('type', 'in', ['terms.assumptions_kept', 'terms.assumptions_shared']).execute())).not.toContain('77777')
  expect((await get(page, stranger)).statusCode).toBe(404)
})

test('what a side shares both reckon by; each side sees what moves its own worth', async () => {
  await assume(as(lan), deal, 'shared')
  const own = (await get(`${page}?by=supplier`, lan)).body, theirs = (await get(page, hoa)).body
  expect(theirs).toContain('<option value="supplier" selected')
  expect(own).toMatch(/Giá trị lúc ký của Bên giao khi một giả định/)
  expect(theirs).toMatch(/Giá trị lúc ký của Bên nhận khi một giả định/)
  const line = /Bên giao: giá trị hiện tại thuần ([^<]+)/
  expect(line.exec(own)?.[1]).toBe(line.exec(theirs)?.[1])
  for (const body of [own, theirs, (await get(`/en/deals/${deal}/terms/worth`, officer)).body]) { expect(body.match(/<svg class="chart small"/g)).toHaveLength(2); expect(body).not.toMatch(/NaN|undefined/) }
})

test('the table says the same as the charts, and so do CSV and workbook: years add up to totals', async () => {
  const csv = (await get(`${page}.csv?by=supplier`, hoa)).body.replace('\uFEFF', '').trim().split('\n').map((row) => row.split(','))
  expect(csv[0]?.slice(0, 4)).toEqual(['Bên', 'Khoản', 'Lúc ký', 'Năm 1'])
  const numbers = (name: string, side: string) => (csv.find((row) => row[0] === side && row[1]?.startsWith(name)) ?? []).slice(2).map(Number)
  for (const side of ['Bên giao', 'Bên nhận']) { const years = numbers('Cộng các khoản', side); expect(years.slice(0, 6).reduce((sum, one) => sum + one, 0)).toBe(years[6]) }
  expect(numbers('Trả trước', 'Bên giao')[0]).toBe(200_000_000)
  const workbook = await get(`${page}.xlsx?by=supplier`, hoa)
  expect([workbook.statusCode, workbook.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK'])
})

test('two versions are compared line by line under the same assumptions', async () => {
  await typeClause(as(hoa), deal, 'upfront', { amount: '120.000.000', days: '15', note: '' })
  await sendVersion(as(hoa), { deal_id: deal, note: '', request_key: randomUUID() })
  const { body } = await get(`${page}?by=supplier&number=2&against=1`, hoa)
  expect(body).toMatch(/Phiên bản 2 so với phiên bản 1.*<th scope="row">Trả trước<\/th><td class="right">120\.000\.000<\/td><td class="right">200\.000\.000<\/td><td class="right">−80\.000\.000<\/td>/s)
  for (const odd of ['?number=0&against=x', '?number=99', '?by=everybody&number=1&number=2', '?against=2']) expect((await get(`${page}${odd}`, hoa)).statusCode, odd).toBe(200)
})

test('assumptions by their forms: wrong ones come back at their field, what is too large is refused, and only editors have them', async () => {
  const sent = (audience: string, over: Record<string, string> = {}) => Object.fromEntries(Object.entries({ ...typedAssumption, ...over }).map(([name, value]) => [`${audience}_${name}`, value]))
  expect((await post(`${page.replace('/worth', '')}/assumptions/private`, sent('private'), hoa)).headers.location).toBe(`${page}?done=terms_assumed`)
  const wrong = await post(`${page.replace('/worth', '')}/assumptions/shared`, sent('shared', { years: '99', units: 'nhiều' }), hoa)
  expect(wrong.statusCode).toBe(422)
  for (const name of ['years', 'units']) expect(wrong.body).toContain(`id="e-shared_${name}"`)
  expect(wrong.body).toContain('value="nhiều"')
  expect((await post(`${page.replace('/worth', '')}/assumptions/shared`, sent('shared', { units: '1.000.000.000', price: '9.000.000.000.000' }), hoa)).statusCode).toBe(409)
  for (const [who, code] of [[vy, 403], [sơn, 403], [officer, 403], [adviser, 404], [stranger, 404]] as const) expect((await post(`${page.replace('/worth', '')}/assumptions/private`, sent('private'), who)).statusCode, who.name).toBe(code)
  for (const who of [vy, sơn, officer]) expect((await get(page, who)).body).not.toContain('/assumptions/')
  for (const who of [vy, officer, stranger, anonymous]) expect(await refused(assume(as(who), deal, 'private'))).toMatch(/not_permitted|not_found|sign_in_first/)
})
