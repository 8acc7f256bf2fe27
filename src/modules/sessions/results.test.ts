import readWorkbook from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { randomDeals } from '../../../tests/random-deals.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { aHeldSession, aSession } from '../../../tests/session-things.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { monthsAfter } from '../outcomes/rules.ts'
import { bandOf } from '../figures/ledger-rules.ts'
import { checkIn, register } from './registration-commands.ts'
import { cardsBehind, figuresOf } from './result-queries.ts'
import { resultMonths } from './result-rules.ts'
import { resultRoutes } from './result-routes.tsx'
import { codeOf } from './ticket-rules.ts'

const { db } = await testDatabase()
const pages = await openPages(db, (app) => { resultRoutes(app, 'http://san.example') })
const officer = await aPerson(db, { staff: ['programme_officer'] }), dealOfficer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), anybody = await aPerson(db)
const ends = async (id: number) => (await db.selectFrom('trading_session').select('ends_at').where('id', '=', id).executeTakeFirstOrThrow()).ends_at
const whole = (id: number) => db.selectFrom('trading_session').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const secret = 'x'.repeat(32)

const deals = await randomDeals(db, 120, 11, noon), held: number[] = []
for (const ago of [500, 200, 20]) held.push(await aHeldSession(db, officer, daysFrom(noon, -ago)))
await db.insertInto('session_interest').values(deals.filter((_, i) => i % 4 < 3).map(({ interest }, i) => ({ interest_id: interest, session_id: held[i % 3]!, left_at: noon }))).execute()
const left = new Map(deals.filter((_, i) => i % 4 < 3).map((deal, i) => [deal, held[i % 3]!]))
const guest = await aPerson(db, { name: 'Nguyễn Thị Khách' }), absent = await aPerson(db, { name: 'Trần Văn Vắng' })

test('Every figure of a session, and of those before it, is what a slow and plain count says; invented sessions and those to come are not beside it.', async () => {
  await aSession(db, officer, noon)
  const invented = await aHeldSession(db, officer, daysFrom(noon, -100))
  await db.updateTable('trading_session').set({ demonstration: true }).where('id', '=', invented).execute()
  const { figures, bounds } = await figuresOf(db, await whole(held[2]!), noon, true)
  expect(figures.map(({ id }) => id)).toEqual(held.toReversed())
  for (const row of figures) {
    const own = deals.filter((deal) => left.get(deal) === row.id), won = own.filter(({ stage }) => stage === 'won'), ended = hanoiDay(await ends(row.id))
    expect(won.length, 'something to count').toBeGreaterThan(3)
    expect(row).toMatchObject({ cards: own.length, opened: own.filter(({ deal }) => deal !== null).length, signed: won.length })
    for (const months of resultMonths) expect(row.within[months], `${months} months`).toBe(monthsAfter(ended, months) < hanoiDay(noon) ? won.filter(({ closed }) => hanoiDay(closed!) <= monthsAfter(ended, months)).length : null)
    expect(row.bands).toEqual([...bounds, 0].map((_, band) => won.filter(({ value }) => bandOf(value!, bounds) === band).length))
  }
  expect(figures[0]!.within, 'none of its months has passed').toEqual({ 3: null, 6: null, 12: null })
  expect(figures[2]!.within[12]).not.toBeNull()
})

test('Fewer than three deals tell their bands to nobody but those who read every deal; a session nothing came of says so.', async () => {
  const few = await aHeldSession(db, officer, daysFrom(noon, -10)), none = await aHeldSession(db, officer, daysFrom(noon, -9))
  const free = deals.filter((deal) => !left.has(deal) && deal.stage === 'won').slice(0, 2)
  await db.insertInto('session_interest').values(free.map(({ interest }) => ({ interest_id: interest, session_id: few, left_at: noon }))).execute()
  const bands = async (id: number, tells: boolean) => (await figuresOf(db, await whole(id), noon, tells)).figures.find((row) => row.id === id)?.bands
  expect([await bands(few, false), (await bands(few, true))?.reduce((a, b) => a + b)]).toEqual([null, 2])
  expect((await bands(none, false))?.every((count) => count === 0)).toBe(true)
  const url = `/vi/sessions/${few}/results`
  expect((await pages.get(url)).body).toContain('chưa đủ 3 giao dịch')
  expect((await pages.get(url, dealOfficer)).body).toContain('Khoảng giá trị')
  expect((await pages.get(`/vi/sessions/${none}/results`)).body).toContain('Chưa có giao dịch nào từ phiên này chốt giá trị')
})

test('People are counted by their places and tickets; each figure opens its list to those entitled and to nobody else.', async () => {
  const id = await aHeldSession(db, officer, noon, { capacity: '1' }), then = daysFrom(noon, -2)
  const places = []
  for (const person of [guest, absent]) places.push((await register(ctxOf(db, person, then), { session_id: id })).id)
  await checkIn(ctxOf(db, officer, daysFrom(noon, -1)), id, [{ code: codeOf(secret, 'ticket', id, places[0]!), at: daysFrom(noon, -1), offline: false }], secret)
  expect((await figuresOf(db, await whole(id), noon, false)).figures[0]).toMatchObject({ id, registered: 2, came: 1 })
  const list = (figure: string, actor?: typeof officer) => pages.get(`/vi/sessions/${id}/results/list?figure=${figure}`, actor)
  for (const [figure, words] of [['registered', ['Nguyễn Thị Khách', 'Trần Văn Vắng']], ['came', ['Nguyễn Thị Khách']]] as const) {
    const { body } = await list(figure, officer)
    expect(['Nguyễn Thị Khách', 'Trần Văn Vắng'].filter((name) => body.includes(name))).toEqual(words)
  }
  for (const [figure, entitled] of [['registered', [officer, inspector]], ['came', [officer, inspector]], ['cards', [dealOfficer, inspector]], ['opened', [dealOfficer, inspector]], ['signed', [dealOfficer, inspector]]] as const)
    for (const reader of [officer, dealOfficer, inspector, anybody]) expect((await list(figure, reader)).statusCode, `${figure}, ${reader.staff_roles.join()}`).toBe((entitled as readonly unknown[]).includes(reader) ? 200 : 403)
  const page = (await pages.get(`/vi/sessions/${held[0]}/results`, dealOfficer)).body
  expect([page.includes('results/list?figure=signed'), page.includes('results/list?figure=came'), (await pages.get(`/vi/sessions/${held[0]}/results`)).body.includes('results/list')]).toEqual([true, false, false])
})

test('The list counts what its figure says, and opens the files; page and workbook say the same; before a session has begun there is neither.', async () => {
  const { figures: [row] } = await figuresOf(db, await whole(held[0]!), noon, true)
  for (const figure of ['cards', 'opened', 'signed'] as const) expect((await cardsBehind(db, held[0]!, figure)).length, figure).toBe(row![figure])
  const signed = (await pages.get(`/en/sessions/${held[0]}/results/list?figure=signed`, dealOfficer)).body
  for (const [deal] of [...left].filter(([{ stage }, session]) => stage === 'won' && session === held[0])) expect(signed).toContain(`href="/en/deals/${deal.deal}"`)
  expect((await pages.get(`/vi/sessions/${held[0]}/results`)).body).toContain('aria-labelledby="funnel-title funnel-desc"')
  const [sheet] = await readWorkbook((await pages.get(`/vi/sessions/${held[2]}/results/data.xlsx`)).rawPayload) as unknown as [{ data: unknown[][] }]
  expect(sheet.data[1]?.slice(2, 7)).toEqual(await (async () => { const { figures: [latest] } = await figuresOf(db, await whole(held[2]!), noon, false); return [latest!.registered, latest!.came, latest!.cards, latest!.opened, latest!.signed] })())
  const ahead = await aSession(db, officer, noon)
  for (const page of ['', '/data.xlsx', '/list?figure=cards']) expect((await pages.get(`/vi/sessions/${ahead}/results${page}`, dealOfficer)).statusCode, page).toBe(404)
})
