import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { aSolutionCall, draftOf, envelopes, scored } from '../../../tests/solution-things.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { approveDates, proposeDates, proposeRound, returnDates } from './date-commands.ts'
import { dateChangesOf } from './date-queries.ts'
import { draftSolution, withdrawSolution } from './draft-commands.ts'
import { recordFile } from './files.ts'
import { openSolution } from './opening.ts'
import { openPrices, rankSolution } from './price-commands.ts'
import { deskFile, ownPart, solutionDuties, solutionFile } from './queries.ts'
import { askOfSolution } from './question-commands.ts'
import { lowerPrice } from './round-commands.ts'
import { recordedAnswers } from './round-queries.ts'
import { runRounds } from './rounds.ts'
import { rulesHash } from './rules.ts'
import { submitSolution } from './submission-commands.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const owner = await anOrganisation(db, 'enterprise', 'Hợp tác xã'), one = await anOrganisation(db, 'institute', 'Viện Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai')
const officer = await aPerson(db, { staff: ['deal_officer'] }), second = await aPerson(db, { staff: ['deal_officer'] }), ofNeed = await aPerson(db, { staff: ['deal_officer'], organisation: owner })
const inspector = await aPerson(db, { staff: ['inspector'] }), observer = await aPerson(db, { staff: ['observer'] }), administrator = await aPerson(db, { staff: ['administrator'] }), moderator = await aPerson(db, { staff: ['moderator'] })
const lan = await aPerson(db, { organisation: owner }), hoa = await aPerson(db, { organisation: one }), minh = await aPerson(db, { organisation: two }), judge = await aPerson(db, { name: 'Giám khảo' }), stranger = await aPerson(db)
const as = (actor: Actor, days = 0): Ctx => ctxOf(db, actor, daysFrom(noon, days))
const brokenBy = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: Error) => error.message)
const aCall = async (over: Record<string, unknown> = {}) => aSolutionCall(db, { officer, second, need: await listed(db, owner, 'Cần sấy trái cây', { kind: 'need' }), now: noon, over })
const row = (id: number) => db.selectFrom('solution_call').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
/** A call as it is published takes questions for five days and envelopes for ten. */
const later = (solution_id: number, asks: number, closes: number, request_key = randomUUID()) => ({ solution_id, request_key, asks_until: daysFrom(noon, asks), closes_at: daysFrom(noon, closes), reason: 'Mất điện diện rộng, nhiều bên chưa khảo sát được.' })
const changes = async (id: number) => (await dateChangesOf(db, id)).map(({ state }) => state)
const events = async (id: number) => (await db.selectFrom('event').select(['type', 'data']).where('subject', '=', `solution:${id}`).where('type', 'in', ['solution.dates_proposed', 'solution.dates_returned', 'solution.dates_moved']).orderBy('id').execute())

test('One officer proposes later dates, another approves: they stand for questions, envelopes and the opening; what was sealed stays and may be replaced, and the rules keep their hash.', async () => {
  const id = await aCall(), before = await row(id)
  await submitSolution(as(hoa, 1), envelopes(id, 500_000_000))
  const press = later(id, 6, 12), date_change_id = await proposeDates(as(officer, 2), press)
  expect(await proposeDates(as(officer, 2), press)).toBe(date_change_id)
  expect(await row(id)).toEqual(before)
  expect(await refused(approveDates(as(officer, 2), { solution_id: id, date_change_id }))).toBe('own_date_change')
  expect(await refused(approveDates({ ...as(second, 2), session: null }, { solution_id: id, date_change_id }))).toBe('confirm_first')
  await approveDates(as(second, 3), { solution_id: id, date_change_id })
  const after = await row(id)
  expect(after).toEqual({ ...before, asks_until: daysFrom(noon, 6), closes_at: daysFrom(noon, 12) })
  expect(rulesHash(after.rules as never)).toBe(before.rules_hash)
  expect((await events(id)).at(-1)).toMatchObject({ type: 'solution.dates_moved', data: { reason: press.reason, moved: [{ date: 'asks_until', from: before.asks_until.toISOString(), to: press.asks_until.toISOString() }, { date: 'closes_at', from: before.closes_at.toISOString(), to: press.closes_at.toISOString() }] } })
  // After the old dates and before the new ones: questions, replacing what was sealed, answering for the first time; nothing is opened.
  await askOfSolution(as(minh, 5.5), { solution_id: id, question: 'Xưởng có điện ba pha không?', request_key: randomUUID() })
  expect(await refused(askOfSolution(as(minh, 6), { solution_id: id, question: 'Câu hỏi đến muộn?', request_key: randomUUID() }))).toBe('solution_questions_over')
  expect(await openSolution(db, id, daysFrom(noon, 11))).toBe(false)
  expect((await ownPart(as(hoa, 11), await solutionFile(as(hoa, 11), id))).latest).toMatchObject({ number: 1, price: 500_000_000 })
  await submitSolution(as(hoa, 11), envelopes(id, 480_000_000))
  await submitSolution(as(minh, 11.5), envelopes(id, 450_000_000))
  expect(await refused(submitSolution(as(minh, 12), envelopes(id, 1_000_000)))).toBe('submission_over')
  expect(await openSolution(db, id, daysFrom(noon, 12))).toBe(true)
  expect(await refused(proposeDates(as(officer, 12), later(id, 6, 20)))).toBe('no_date_moves_any_more')
  expect((await db.selectFrom('solution_entry as e').innerJoin('solution_submission as s', 's.id', 'e.submission_id').select(['e.organisation_id', 's.number']).where('e.call_id', '=', id).orderBy('e.organisation_id').execute())).toEqual([{ organisation_id: one, number: 2 }, { organisation_id: two, number: 1 }])
})

test('Nobody but officers of deals who do not belong to the need moves dates; what waits is read by the staff and whose need it is, what was approved by everybody.', async () => {
  const id = await aCall(), draft = await draftSolution(as(officer), draftOf(await listed(db, owner, 'Nháp', { kind: 'need' }), noon))
  const others = [[anonymous, 'sign_in_first'], [stranger, 'not_permitted'], [lan, 'not_permitted'], [hoa, 'not_permitted'], [judge, 'not_permitted'], [inspector, 'not_permitted'], [observer, 'not_permitted'], [administrator, 'not_permitted'], [moderator, 'not_permitted'], [ofNeed, 'officer_of_need'], [{ ...officer, acted_by: { person_id: 1, name: 'Cán bộ' } }, 'in_person_only']] as const
  for (const [actor, code] of others) expect([actor.name, await refused(proposeDates(as(actor, 1), later(id, 6, 12)))]).toEqual([actor.name, code])
  expect(await refused(proposeDates(as(officer, 1), later(draft, 6, 12)))).toBe('no_date_moves_any_more')
  expect(await refused(proposeDates(as(officer, 1), later(999_999, 6, 12)))).toBe('not_found')
  const date_change_id = await proposeDates(as(officer, 1), later(id, 6, 12)), one_ = { solution_id: id, date_change_id }
  for (const [actor, code] of others) expect([actor.name, await refused(approveDates(as(actor, 1), one_))]).toEqual([actor.name, code])
  for (const [actor, code] of others.slice(0, -1)) expect([actor.name, await refused(returnDates(as(actor, 1), { ...one_, reason: 'Không cần thiết.' }))]).toEqual([actor.name, code])
  expect(await refused(approveDates(as(second, 1), { solution_id: await aCall(), date_change_id }))).toBe('not_found')
  const seen = async (actor: Actor) => (await solutionFile(as(actor, 1), id)).dates.length
  expect(await Promise.all([anonymous, stranger, hoa, administrator, lan, officer, inspector, observer].map(seen))).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
  // The duty is the other officer's until the old date has passed.
  const waits = async (actor: Actor, days: number) => (await solutionDuties(as(actor, days).db, actor, daysFrom(noon, days))).filter(({ kind, call_id }) => kind === 'dates' && call_id === id).map(({ until }) => until)
  expect([await waits(second, 1), await waits(officer, 1), await waits(lan, 1), await waits(second, 5)]).toEqual([[daysFrom(noon, 5)], [], [], []])
  await approveDates(as(second, 1), one_)
  expect(await Promise.all([anonymous, stranger, hoa, lan, officer].map(seen))).toEqual([1, 1, 1, 1, 1])
  expect(await waits(second, 1)).toEqual([])
})

test('Two at once: of two proposals one waits, of two approvals one moves the dates, and approving and sending back do not both happen.', async () => {
  const id = await aCall()
  expect((await Promise.all([[officer, 12], [second, 13]].map(([who, closes]) => refused(proposeDates(as(who as Actor, 1), later(id, 5, closes as number)))))).toSorted()).toEqual(['date_change_waits', 'done'])
  const [change] = await dateChangesOf(db, id), approver = change!.proposed_by === officer.person_id ? second : officer, third = await aPerson(db, { staff: ['deal_officer'] })
  const settled = { solution_id: id, date_change_id: change!.id }
  expect((await Promise.all([approver, third].map((who) => refused(approveDates(as(who, 1), settled))))).toSorted()).toEqual(['date_change_settled', 'done'])
  expect(await refused(returnDates(as(third, 1), { ...settled, reason: 'Không cần thiết.' }))).toBe('date_change_settled')
  expect((await events(id)).filter(({ type }) => type === 'solution.dates_moved')).toHaveLength(1)
  const next = { solution_id: id, date_change_id: await proposeDates(as(officer, 2), later(id, 7, 14)) }
  const both = await Promise.all([refused(approveDates(as(second, 2), next)), refused(returnDates(as(third, 2), { ...next, reason: 'Không cần thiết.' }))])
  expect(both.toSorted()).toEqual(['date_change_settled', 'done'])
  const moved = both[0] === 'done'
  expect([(await row(id)).asks_until, await changes(id)]).toEqual([daysFrom(noon, moved ? 7 : 5), ['approved', moved ? 'approved' : 'returned']])
})

test('A proposal whose old date passes while it waits is approved by nobody, and makes room for another; who proposed it may take it back.', async () => {
  const id = await aCall(), date_change_id = await proposeDates(as(officer, 1), later(id, 6, 12))
  expect(await refused(approveDates(as(second, 5), { solution_id: id, date_change_id }))).toBe('date_over')
  const again = await proposeDates(as(second, 5), later(id, 5, 12))
  expect(await changes(id)).toEqual(['lapsed', 'proposed'])
  await returnDates(as(second, 5), { solution_id: id, date_change_id: again, reason: 'Tôi gõ nhầm ngày.' })
  expect((await row(id)).closes_at).toEqual(daysFrom(noon, 10))
  const last = await proposeDates(as(second, 6), later(id, 5, 13))
  expect(await refused(approveDates(as(officer, 10), { solution_id: id, date_change_id: last }))).toBe('no_date_moves_any_more')
  const gone = await aCall(), waiting = await proposeDates(as(officer, 1), later(gone, 6, 12))
  await withdrawSolution(as(second, 2), { solution_id: gone, reason: 'Bên có nhu cầu đã tự làm được.' })
  expect(await refused(approveDates(as(second, 2), { solution_id: gone, date_change_id: waiting }))).toBe('no_date_moves_any_more')
})

test('The database moves no date by itself: not without two officers, not back, not twice, not once the envelopes are open.', async () => {
  const id = await aCall()
  const set = (dates: string) => brokenBy(asOwner(`update solution_call set ${dates} where id = ${id}`))
  const at = (days: number) => `'${daysFrom(noon, days).toISOString()}'`
  const proposed = (extra: string, values: string) => brokenBy(asOwner(`insert into solution_date_change (call_id, reason, proposed_by, proposed_at, request_key, ${extra}) values (${id}, 'Lý do', ${officer.person_id}, ${at(1)}, gen_random_uuid(), ${values})`))
  expect(await set(`closes_at = ${at(12)}`)).toContain('fixed when it is published')
  const date_change_id = await proposeDates(as(officer, 1), later(id, 5, 12))
  expect(await set(`closes_at = ${at(12)}`)).toContain('fixed when it is published')
  const approved = (by: number | null, days: number) => brokenBy(asOwner(`update solution_date_change set state = 'approved', decided_by = ${by}, decided_at = ${at(days)} where id = ${date_change_id}`))
  expect([await approved(officer.person_id, 2), await approved(null, 2), await approved(second.person_id, 10)].map((error) => error.includes('violates check constraint'))).toEqual([true, true, true])
  expect(await proposed('closes_from, closes_at', `${at(10)}, ${at(9)}`)).toContain('violates check constraint')
  expect(await proposed('closes_from, closes_at', `${at(10)}, ${at(11)}`)).toContain('one_waiting_change_of_dates')
  expect(await proposed('asks_until', at(9))).toContain('violates check constraint')
  await approveDates(as(second, 2), { solution_id: id, date_change_id })
  for (const back of [`closes_at = ${at(10)}`, `closes_at = ${at(13)}`, `asks_until = ${at(6)}`]) expect(await set(back)).toContain('fixed when it is published')
  expect(await brokenBy(asOwner(`update solution_date_change set state = 'returned' where id = ${date_change_id}`))).toContain('settled once')
  expect(await brokenBy(db.updateTable('solution_date_change').set({ closes_at: daysFrom(noon, 30) }).where('id', '=', date_change_id).execute())).toContain('permission denied')
  expect(await brokenBy(db.deleteFrom('solution_date_change').where('id', '=', date_change_id).execute())).toContain('permission denied')
})

test('A round that has not begun comes later as a whole, in its order; one that has begun does not, and the record says what moved.', async () => {
  const id = await aCall({ rounds: 'yes', round_turn: '5', round_pause: '10', round_step: '1.000.000', round_days: '2', round_hour: '09:00' })
  for (const [actor, price] of [[hoa, 500_000_000], [minh, 520_000_000]] as const) await submitSolution(as(actor, 1), envelopes(id, price))
  await scored(db, id, { officer, members: [judge], points: (organisation) => (organisation === one ? [90, 80] : [85, 80]), now: noon })
  await openPrices(as(officer, 11), { solution_id: id })
  const begins = (await row(id)).rounds_begin_at!, at = (actor: Actor, minutes: number) => ctxOf(db, actor, minutesFrom(begins, minutes))
  const turns = async (round: number) => (await db.selectFrom('solution_turn as t').innerJoin('solution_entry as e', 'e.id', 't.entry_id').select(['e.organisation_id', 't.begins_at', 't.ends_at']).where('t.call_id', '=', id).where('t.round', '=', round).orderBy('t.position').execute()).map(({ organisation_id, begins_at, ends_at }) => [organisation_id, (begins_at.getTime() - begins.getTime()) / 60_000, (ends_at.getTime() - begins.getTime()) / 60_000])
  const move = (minutes: number) => ({ solution_id: id, request_key: randomUUID(), round_begins: minutesFrom(begins, minutes), reason: 'Đường truyền của một bên đang được sửa.' })
  expect(await refused(proposeDates(as(officer, 11), later(id, 40, 45)))).toBe('date_over')
  expect(await refused(proposeRound(at(hoa, -60), move(60)))).toBe('not_permitted')
  expect(await refused(proposeRound(at(officer, -60), move(-30)))).toBe('date_not_later')
  const first = await proposeRound(at(officer, -60), move(120))
  expect(await turns(1)).toEqual([[two, 0, 5], [one, 5, 10]])
  await approveDates(at(second, -1), { solution_id: id, date_change_id: first })
  expect([await turns(1), (await row(id)).rounds_begin_at]).toEqual([[[two, 120, 125], [one, 125, 130]], minutesFrom(begins, 120)])
  expect((await solutionDuties(at(minh, 0).db, minh, begins)).find(({ kind, call_id }) => kind === 'lower' && call_id === id)?.until).toEqual(minutesFrom(begins, 125))
  expect(await refused(lowerPrice(at(minh, 2), { solution_id: id, price: vnd(480_000_000), request_key: randomUUID() }))).toBe('turn_not_yet')
  await lowerPrice(at(minh, 121), { solution_id: id, price: vnd(480_000_000), request_key: randomUUID() })
  expect(await refused(proposeRound(at(officer, 121), move(240)))).toBe('no_date_moves_any_more')
  // The second round begins at 140; it is approved too late once, then in time.
  const late = await proposeRound(at(officer, 131), move(200))
  expect(await refused(approveDates(at(second, 140), { solution_id: id, date_change_id: late }))).toBe('no_date_moves_any_more')
  expect((await deskFile(at(officer, 141), await solutionFile(at(officer, 141), id))).dates.round_begins).toEqual(minutesFrom(begins, 140))
  const third = { solution_id: id, date_change_id: await proposeRound(at(second, 151), move(400)) }
  await approveDates(at(officer, 155), third)
  expect([await turns(2), await turns(3)].map((list) => list.map(([, from]) => from))).toEqual([[140, 145], [400, 405]])
  expect(await brokenBy(asOwner(`update solution_turn set begins_at = begins_at + interval '1 hour', ends_at = ends_at + interval '1 hour' where call_id = ${id} and round = 3`))).toContain('as two officers said')
  expect(await brokenBy(asOwner(`update solution_call set rounds_begin_at = rounds_begin_at + interval '1 hour' where id = ${id}`))).toContain('rounds begin once')
  await runRounds(db, id, minutesFrom(begins, 410))
  await rankSolution(at(officer, 500), { solution_id: id })
  const file = await solutionFile(at(anonymous, 500), id)
  expect(JSON.parse(recordFile(file, await recordedAnswers(at(anonymous, 500), file), 'https://san.example')).date_changes).toMatchObject([{ round: 1, moved: [{ date: 'round_begins', from: begins.toISOString(), to: minutesFrom(begins, 120).toISOString() }] }, { round: 3, approved_at: minutesFrom(begins, 155).toISOString() }])
})
