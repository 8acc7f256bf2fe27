import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous, byTime, type Ctx } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { daysFrom } from '../../platform/time.ts'
import { claimClosing, confirmClosing, loseDeal } from '../deals/commands.ts'
import { partDuties } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { askAboutUse, stateOutcome } from './commands.ts'
import { statementsOf } from './queries.ts'
import { outcomeRoutes } from './routes.tsx'
import { agreementOn, askedAfter, countedUse, mayBeNamed, monthsAfter, nextAsked, statementRefusal } from './rules.ts'
import { type OutcomeStated, StateOutcome } from './statement-fields.ts'

const { db, asOwner } = await testDatabase()
let today = noon
const pages = await openPages(db, outcomeRoutes, { now: () => today })
const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện'), demander = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), imported = await anOrganisation(db, 'university', 'Trường Chưa Có Ai')
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), editor = await aPerson(db, { organisation: supplier, role: 'editor' }), signer = await aPerson(db, { organisation: supplier, role: 'signer' }), viewer = await aPerson(db, { organisation: supplier, role: 'viewer' })
const hoa = await aPerson(db, { organisation: demander, name: 'Hoa' }), other = await aPerson(db, { organisation: await anOrganisation(db) })
const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), inspector = await aPerson(db, { staff: ['inspector'] }), observer = await aPerson(db, { staff: ['observer'] })
const both: Actor = { ...hoa, memberships: [{ organisation_id: supplier, role: 'owner' }, { organisation_id: demander, role: 'owner' }] }
const as = (actor: Actor, now = noon): Ctx => ctxOf(db, actor, now)
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const halfAYear = daysFrom(noon, 184), year = daysFrom(noon, 366)

async function aDeal(end: 'won' | 'lost' | 'open' = 'won', { from = supplier, by = lan as Actor } = {}): Promise<number> {
  const offer = await listed(db, from, 'Máy sấy lạnh')
  const id = await acceptInterest(as(by), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
  if (end === 'lost') await loseDeal(as(hoa), { deal_id: id, loss_code: 'price', reason: '' })
  if (end !== 'won') return id
  await claimClosing(as(hoa), { deal_id: id, value: vnd(900_000_000), reason: 'Hợp đồng đã ký ngoài Sàn.' })
  await confirmClosing(as(by), { deal_id: id, value: vnd(900_000_000) })
  return id
}
const typed = (deal_id: number, over: object = {}) => ({ deal_id, months: '6', usage: 'in_use', satisfaction: '4', again: 'yes', request_key: randomUUID(), ...over })
const said = (deal_id: number, over: object = {}): OutcomeStated => StateOutcome.parse(typed(deal_id, over))
const dutiesOf = async (actor: Actor, deal: number) => (await partDuties(db, actor, { deal })).filter(({ part }) => part === 'outcome').map(({ kind, due_on, path }) => `${kind} ${due_on} ${path}`)

test.each([['2026-03-02', 6, '2026-09-02'], ['2026-08-31', 6, '2027-02-28'], ['2027-08-31', 6, '2028-02-29'], ['2026-12-15', 12, '2027-12-15'], ['2024-02-29', 12, '2025-02-28'], ['2026-03-31', 24, '2028-03-31']])('%s and %i months is %s', (day, months, later) => expect(monthsAfter(day, months)).toBe(later))
test('the days are those of Hanoi: a deal confirmed half an hour after midnight there closed on the new day', async () => {
  const id = await aDeal()
  await asOwner(`update deal set closed_at = '2026-03-01T17:30:00Z' where id = ${id}`)
  await askAboutUse(db as never, byTime(db, noon, 'test'), id)
  expect(await dutiesOf(lan, id)).toEqual([`outcome_to_state 2026-09-02 /deals/${id}/outcome`])
})
test.each([
  ['contract', '2026-09-02', 'outcome_not_won'], ['lost', '2026-09-02', 'outcome_not_won'], ['won', '2026-08-02', 'outcome_too_early'], ['won', '2026-08-03', undefined], ['won', '2030-01-01', undefined],
] as const)('a deal that is %s, on %s: %s', (stage, day, code) => {
  expect(statementRefusal({ stage, closed: '2026-03-02', today: day, months: 6, speaksForOther: false })?.code).toBe(code)
  expect(statementRefusal({ stage, closed: '2026-03-02', today: day, months: 6, speaksForOther: true })?.code).toBe(code ?? 'outcome_of_both_sides')
})
test('what is asked next is the first time after the last spoken of, whatever was passed over', () => {
  expect([[], [6], [12], [6, 12], [24], [24, 6]].map((said) => nextAsked(said as never))).toEqual([6, 12, 24, 24, null, null])
})
const word = (over: object = {}) => ({ usage: 'in_use', jobs: 3, revenue_band: null, named: true, ...over }) as never
test.each([
  [word(), word(), 'agreed', 'in_use'], [word(), word({ usage: 'partly' }), 'differs', null], [word(), undefined, 'one_side', null], [undefined, word(), 'one_side', null], [undefined, undefined, 'none', null], [word({ usage: 'not_in_use' }), word({ usage: 'not_in_use' }), 'agreed', 'not_in_use'],
])('two words %#: %s', (one, two, agreement, counted) => {
  expect(agreementOn('usage', one, two)).toBe(agreement)
  expect(countedUse(one, two)).toBe(counted)
})
test('a fact one side leaves open is said by the other alone; naming takes both', () => {
  expect([agreementOn('jobs', word(), word({ jobs: null })), agreementOn('revenue_band', word(), word()), agreementOn('jobs', word({ jobs: 0 }), word({ jobs: 0 }))]).toEqual(['one_side', 'none', 'agreed'])
  expect([mayBeNamed(word(), word()), mayBeNamed(word(), word({ named: false })), mayBeNamed(word(), undefined), mayBeNamed(undefined, undefined)]).toEqual([true, false, false, false])
})

test('the form reads measures as people type them and says at each field what is missing', () => {
  expect(said(1, { measure_1: 'Điện', unit_1: 'kWh/kg', before_1: '12,5', after_1: '8', jobs: '3', revenue_band: 'to_1b', named: 'yes' })).toMatchObject({ effects: [{ measure: 'Điện', unit: 'kWh/kg', before: 12.5, after: 8 }], jobs: 3, revenue_band: 'to_1b', named: true, reason_code: null })
  expect(said(1, { usage: 'in_use', reason_code: 'staff', reason: 'cũ' })).toMatchObject({ reason_code: null, reason: '' })
  const wrong = (over: object) => StateOutcome.safeParse(typed(1, over)).error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`)
  expect(wrong({ usage: 'not_in_use' })).toEqual(['reason_code choose'])
  expect(wrong({ usage: 'partly', reason_code: 'other' })).toEqual(['reason required'])
  expect(wrong({ measure_2: 'Điện', before_2: '1' })).toEqual(['after_2 required'])
  expect(wrong({ before_1: 'nhiều' })).toEqual(['before_1 number'])
  for (const over of [{ months: '7' }, { satisfaction: '6' }, { satisfaction: '' }, { again: '' }, { usage: '' }, { jobs: '-1' }, { jobs: '999999' }, { revenue_band: 'rich' }]) expect(wrong(over), JSON.stringify(over)).toHaveLength(1)
})

test.each<[string, Actor, string]>([
  ['a stranger', anonymous, 'sign_in_first'], ['another organisation', other, 'not_found'], ['an observer', observer, 'not_found'], ['a viewer', viewer, 'not_permitted'], ['an editor', editor, 'not_permitted'], ['an officer where the side has people', officer, 'not_permitted'], ['an inspector', inspector, 'not_permitted'],
  ['somebody who speaks for both', both, 'outcome_of_both_sides'], ['a signer', signer, 'done'], ['the owner', lan, 'done'], ['the other side', hoa, 'done'],
])('saying how it is used: %s', async (_, who, code) => expect(await refused(stateOutcome(as(who, halfAYear), said(await aDeal())))).toBe(code))

test('an officer says it for a side that has nobody here', async () => {
  const id = await aDeal('won', { from: imported, by: officer })
  await stateOutcome(as(officer, halfAYear), said(id))
  expect((await statementsOf(db, id)).map(({ organisation_id, person_name }) => [organisation_id, person_name])).toEqual([[imported, 'Hà']])
})

test('nothing is said before its time, of a deal that is open or of one that was lost', async () => {
  const id = await aDeal()
  expect(await refused(stateOutcome(as(lan, daysFrom(noon, 100)), said(id)))).toBe('outcome_too_early')
  expect(await refused(stateOutcome(as(lan, halfAYear), said(id, { months: '12' })))).toBe('outcome_too_early')
  for (const end of ['open', 'lost'] as const) expect(await refused(stateOutcome(as(lan, halfAYear), said(await aDeal(end))))).toBe('outcome_not_won')
})

test('each side is asked one time after the other; what is said of a later time settles an earlier one', async () => {
  const id = await aDeal()
  for (let i = 0; i < 2; i++) await askAboutUse(db as never, byTime(db, noon, 'test'), id)
  expect([await dutiesOf(lan, id), await dutiesOf(hoa, id), await dutiesOf(editor, id)]).toEqual([[`outcome_to_state 2026-09-02 /deals/${id}/outcome`], [`outcome_to_state 2026-09-02 /deals/${id}/outcome`], []])
  await stateOutcome(as(lan, halfAYear), said(id))
  expect([await dutiesOf(lan, id), await dutiesOf(hoa, id)]).toEqual([[`outcome_to_state 2027-03-02 /deals/${id}/outcome`], [`outcome_to_state 2026-09-02 /deals/${id}/outcome`]])
  await stateOutcome(as(hoa, year), said(id, { months: '12' }))
  expect(await dutiesOf(hoa, id)).toEqual([`outcome_to_state 2028-03-02 /deals/${id}/outcome`])
  await stateOutcome(as(hoa, year), said(id)) // of six months, said late: nothing is asked anew
  expect(await dutiesOf(hoa, id)).toEqual([`outcome_to_state 2028-03-02 /deals/${id}/outcome`])
  await stateOutcome(as(hoa, daysFrom(noon, 740)), said(id, { months: '24' }))
  expect(await dutiesOf(hoa, id)).toEqual([])
  expect((await statementsOf(db, id)).filter(({ organisation_id }) => organisation_id === demander).map(({ months }) => months)).toEqual([24, 6, 12])
  expect(await dutiesOf(lan, await aDeal('open'))).toEqual([])
})

test('a press sent twice is one statement, also when both arrive at once; the same words again are refused; a correction is another statement', async () => {
  const id = await aDeal(), first = said(id, { measure_1: 'Điện', before_1: '2', after_1: '1,5' })
  const [a, b] = await Promise.all([stateOutcome(as(lan, halfAYear), first), stateOutcome(as(lan, halfAYear), first)])
  expect(a).toBe(b)
  expect(await refused(stateOutcome(as(signer, halfAYear), { ...first, request_key: randomUUID() }))).toBe('outcome_unchanged')
  await stateOutcome(as(signer, halfAYear), said(id, { usage: 'partly', reason_code: 'staff' }))
  expect((await statementsOf(db, id)).map(({ usage }) => usage)).toEqual(['partly', 'in_use'])
  const events = await db.selectFrom('event').select('data').where('subject', '=', `deal:${id}`).where('type', '=', 'outcome.stated').orderBy('id').execute()
  expect(events.map(({ data }) => (data as unknown as { correction: boolean }).correction)).toEqual([false, true])
})

test('what is said is neither changed nor taken away, whoever asks the database', async () => {
  const id = await aDeal()
  const statement = await stateOutcome(as(lan, halfAYear), said(id))
  for (const work of [sql`update outcome_statement set usage = 'partly', reason_code = 'staff' where id = ${statement}`, sql`delete from outcome_opinion where statement_id = ${statement}`, sql`update outcome_opinion set satisfaction = 5 where statement_id = ${statement}`]) {
    await expect(work.execute(as(lan).db)).rejects.toThrow(/permission denied/)
    await expect(work.execute(db)).rejects.toThrow(/permission denied/)
  }
})

test('what a side thinks of the other is read by itself and the Exchange, the facts by both and by nobody else', async () => {
  const id = await aDeal()
  await stateOutcome(as(lan, halfAYear), said(id, { satisfaction: '2', again: 'no' }))
  const seen = async (actor: Actor) => (await statementsOf(as(actor).db, id)).map(({ usage, satisfaction, again }) => [usage, satisfaction, again])
  for (const actor of [lan, viewer, officer, inspector]) expect(await seen(actor)).toEqual([['in_use', 2, 'no']])
  expect(await seen(hoa)).toEqual([['in_use', null, null]])
  for (const actor of [other, observer]) expect(await seen(actor)).toEqual([])
})

test('the page sets both sides’ words beside each other, says where they differ, and takes a statement', async () => {
  today = noon
  const id = await aDeal(), path = `/vi/deals/${id}/outcome`
  expect((await pages.get(path, lan)).body).toContain('Xác nhận được từ ngày 03/08/2026')
  expect((await pages.get(path, lan)).body).not.toContain('<form method="post" action="/vi/deals')
  today = halfAYear
  const page = (await pages.get(path, lan)).body
  expect(page).toContain(`action="${path}"`)
  for (const actor of [viewer, officer]) expect((await pages.get(path, actor)).body).not.toContain(`action="${path}"`)
  for (const [actor, status] of [[other, 404], [observer, 404], [anonymous, 303]] as const) expect((await pages.get(path, actor)).statusCode).toBe(status)
  const wrong = await pages.post(path, { ...typed(id, { usage: 'partly' }) }, lan)
  expect([wrong.statusCode, wrong.body.includes('href="#f-reason_code"')]).toEqual([422, true])
  expect((await pages.post(path, { ...typed(id, { months: '12' }) }, lan)).statusCode).toBe(409)
  expect((await pages.post(path, { ...typed(id, { satisfaction: '2', named: 'yes' }) }, lan)).headers.location).toBe(`${path}?done=outcome_stated`)
  expect((await pages.get(path, hoa)).body).toContain('Mới một bên nói')
  await pages.post(path, { ...typed(id, { usage: 'not_in_use', reason_code: 'running_cost', named: 'yes' }) }, hoa)
  const seen = (await pages.get(path, hoa)).body
  expect(seen).toContain('Hai bên nói khác nhau')
  expect(seen).toContain('Chi phí vận hành quá cao')
  expect(seen).toContain('Cả hai bên đồng ý nêu tên')
  expect(seen).not.toContain('2/5')
  await pages.post(path, { ...typed(id, { jobs: '2' }) }, hoa)
  const settled = (await pages.get(path.replace('/vi/', '/en/'), lan)).body
  expect(settled).toContain('Both sides say so')
  expect(settled).toContain('replaced by a later word')
  expect(settled).not.toContain('Both sides let it be named')
  expect(askedAfter('2026-03-02').map(({ due }) => due)).toEqual(['2026-09-02', '2027-03-02', '2028-03-02'])
})
