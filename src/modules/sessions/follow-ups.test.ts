import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../core/context.ts'
import { openReactions } from '../../core/reactions.ts'
import { readAs } from '../../core/database.ts'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { reactionsOf } from '../../reactions.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { aMeetingSession, aWish, sessionStaff } from '../../../tests/session-things.ts'
import { settled } from '../../../tests/settled.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { declineInterest, expressInterest } from '../deals/interest-commands.ts'
import { dutiesOf } from '../work/queries.ts'
import { leaveCard } from './card-commands.ts'
import { deskRoutes } from './desk-routes.tsx'
import { openFollowUps, remindFollowUps } from './follow-up-commands.ts'
import { followUpBoard } from './follow-up-queries.ts'
import { followUpDue, followUpState } from './follow-up-rules.ts'
import { noteOutcome, noteResult, planMeetings, publishMeetings } from './meeting-commands.ts'

const { db } = await testDatabase()
const officer = await aPerson(db, { staff: ['programme_officer'], name: 'Phương' })
const pages = await openPages(db, (app) => { deskRoutes(app) })
/** The session of these tests begins a day after noon, and is over six hours later; mornings count from the day after. */
const during = daysFrom(noon, 1.02), evening = daysFrom(noon, 1.3), morning = (days: number) => new Date(`2026-03-${String(3 + days).padStart(2, '0')}T06:30:00+07:00`)

test.each([['card', '2026-03-03', '2026-03-04', '2026-03-10'], ['note', '2026-03-03', '2026-03-04', '2026-03-06'], ['step', '2026-03-10', '2026-03-11', '2026-03-24'], ['note', '2026-03-03', '2026-03-20', '2026-03-21']] as const)('a %s promised on %s and opened on %s is due on %s', (kind, promised, today, due) => expect(followUpDue(kind, promised, today)).toBe(due))
test.each([[null, '2026-03-06', 'open'], [null, '2026-03-07', 'late'], ['2026-03-06', '2026-03-09', 'done'], ['2026-03-07', '2026-03-09', 'done_late']] as const)('due on the 6th and done on %s, on %s it is %s', (done_on, today, state) => expect(followUpState({ due_on: '2026-03-06', done_on }, today)).toBe(state))

interface Met { session: number; a: Actor; b: Actor; meeting: number; offer: number; card: number }
/** Two who met at a session that is over; the one left the other's organisation a card. */
async function met(): Promise<Met> {
  const [a, b] = [await aPerson(db, { organisation: await anOrganisation(db, 'institute') }), await aPerson(db, { organisation: await anOrganisation(db) })]
  const session = await aMeetingSession(db, officer, [a, b], noon)
  await aWish(db, session, a, b, noon)
  const staff = ctxOf(db, officer)
  await planMeetings(staff, { session_id: session })
  await publishMeetings(staff, { session_id: session })
  const { id: meeting } = await db.selectFrom('session_meeting').select('id').where('session_id', '=', session).executeTakeFirstOrThrow()
  const offer = await aListing(db, 'offer', b.organisation_id!, 'published', 'Máy sấy lạnh')
  const card = await leaveCard(ctxOf(db, a, minutesFrom(during, 30)), { session_id: session, listing_id: offer, message: 'Chúng tôi muốn xem máy chạy thử.', request_key: crypto.randomUUID() })
  // What came of the meeting is told apart from the card here: it was left before they met.
  await db.updateTable('interest').set({ expressed_at: noon }).where('id', '=', card).execute()
  return { session, a, b, meeting, offer, card }
}
const outcome = ({ session, meeting }: Met, how: 'held' | 'asked_absent') => noteOutcome(ctxOf(db, officer, evening), { session_id: session, table_meeting_id: meeting, outcome: how })
const says = ({ session, meeting }: Met, who: Actor, result: 'next_step' | 'no_fit' | 'done', at = evening) => noteResult(ctxOf(db, who, at), { session_id: session, table_meeting_id: meeting, result, note: '' })
const rows = (session: number) => db.selectFrom('session_follow_up').select(['kind', 'registration_id']).where('session_id', '=', session).orderBy('kind').orderBy('id').execute()
const kinds = async (session: number) => (await rows(session)).map(({ kind }) => kind)
const work = async (who: Actor, now: Date) => (await dutiesOf(readAs(db, who), who, now)).filter(({ href }) => /interests|sessions/.test(href)).map(({ href, waited, text }) => [href, waited?.overdue, text.vi])

describe('What a session leaves to do', () => {
  test('A card and each silence of a meeting become duties once, however often and by however many at once they are looked for; before the session is over there are none.', async () => {
    const one = await met()
    await outcome(one, 'held')
    await openFollowUps(db, daysFrom(noon, 1.2))
    expect(await kinds(one.session)).toEqual([])
    await Promise.all([1, 2, 3].map(() => openFollowUps(db, morning(1))))
    await openFollowUps(db, morning(2))
    expect(await kinds(one.session)).toEqual(['card', 'note', 'note'])
    const told = await db.selectFrom('event').select('data').where('subject', '=', `session:${one.session}`).where('type', '=', 'session.follow_ups_opened').execute()
    expect(told.length, 'each of the two is told once').toBe(2)
  })
  test('They wait in my work of whoever promised, with a day, and in nobody else’s; a card waits there once; each goes when the records say it is done.', async () => {
    const one = await met(), { a, b, session, meeting, card } = one
    await outcome(one, 'held')
    await says(one, a, 'next_step')
    await openFollowUps(db, morning(1))
    expect(await work(b, morning(1))).toEqual([[`/sessions/${session}/meetings/${meeting}`, false, expect.stringContaining('Ghi kết quả cuộc gặp')], [`/interests/${card}`, false, expect.stringContaining('Máy sấy lạnh')]])
    expect(await work(a, morning(1))).toEqual([[`/sessions/${session}/meetings/${meeting}`, false, expect.stringContaining('bước tiếp theo')]])
    const viewer = await aPerson(db, { organisation: b.organisation_id!, role: 'viewer' })
    expect([await work(viewer, morning(1)), await work(await aPerson(db), morning(1))]).toEqual([[], []])
    expect((await work(b, morning(20))).map(([, overdue]) => overdue)).toEqual([true, true])
    await says(one, b, 'no_fit', morning(2))
    await declineInterest(ctxOf(db, b, morning(3)), { interest_id: card, decline_code: 'too_early', answer: '' })
    expect(await work(b, morning(4))).toEqual([])
    // Two presses at once say the same thing once.
    await Promise.all([1, 2].map(() => says(one, a, 'done', morning(5))))
    expect(await work(a, morning(6))).toEqual([])
    const { rows: board } = await followUpBoard(readAs(db, officer), session)
    expect(board.map(({ kind, due_on, done_on }) => [kind, due_on, done_on])).toEqual([['note', '2026-03-06', '2026-03-05'], ['card', '2026-03-10', '2026-03-06'], ['step', '2026-03-17', '2026-03-08']])
  })
  test('An interest between the two since they met is the step; a word said later opens it, who did not come owes nothing, and what was led on before is nothing to do.', async () => {
    const one = await met(), { a, b, session } = one
    await outcome(one, 'held')
    await openFollowUps(db, morning(1))
    await says(one, a, 'next_step', morning(4))
    await openFollowUps(db, morning(5))
    expect(await kinds(session)).toEqual(['card', 'note', 'note', 'step'])
    const need = await aListing(db, 'need', a.organisation_id!, 'published', 'Cần máy sấy')
    await expressInterest(ctxOf(db, b, morning(6)), { listing_id: need, counter_listing_id: null, message: 'Chúng tôi có máy như vậy, mời xem.', request_key: crypto.randomUUID() })
    expect((await followUpBoard(db, session)).rows.filter(({ kind }) => kind !== 'card').map(({ kind, done_on }) => [kind, done_on]).toSorted()).toEqual([['note', '2026-03-07'], ['note', '2026-03-09'], ['step', '2026-03-09']])
    const absent = await met()
    await outcome(absent, 'asked_absent')
    await db.updateTable('interest').set({ state: 'accepted', answered_at: evening, answered_by: absent.b.person_id }).where('id', '=', absent.card).execute()
    await openFollowUps(db, morning(1))
    expect([await kinds(absent.session), (await followUpBoard(db, absent.session)).none]).toEqual([[], 2])
  })
  test('A week before, the day before and the day after its day each is recalled once, by whoever runs the clock; then no more.', async () => {
    const one = await met(), { session, card, b } = one
    const reactions = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) }) })
    await outcome(one, 'held')
    await openFollowUps(db, morning(1))
    for (let day = 1; day <= 16; day++) await Promise.all([1, 2].map(() => remindFollowUps(db, morning(day))))
    const said = (await db.selectFrom('event').select('data').where('subject', '=', `session:${session}`).where('type', '=', 'session.follow_ups_reminded').orderBy('id').execute()).map(({ data }) => data as { interest_id: number | null; days_left: number })
    expect(said.filter(({ interest_id }) => interest_id === card).map(({ days_left }) => days_left)).toEqual([1, -1])
    expect(said.filter(({ interest_id }) => interest_id === null).map(({ days_left }) => days_left)).toEqual([1, 1, -1, -1])
    await settled(db, reactions)
    expect((await db.selectFrom('notice').select(['kind', 'path']).where('person_id', '=', b.person_id).where('kind', 'in', ['session_follow_ups', 'session_follow_up_due']).orderBy('id').execute()).map(({ kind, path }) => [kind, path])).toEqual(expect.arrayContaining([['session_follow_ups', '/work'], ['session_follow_up_due', '/work'], ['session_follow_up_due', `/interests/${card}`]]))
  })
})

describe('The overview', () => {
  let one: Met
  beforeAll(async () => { one = await met(); await outcome(one, 'held'); await openFollowUps(db, morning(1)); await db.updateTable('trading_session').set({ starts_at: daysFrom(noon, -2), ends_at: daysFrom(noon, -1) }).where('id', '=', one.session).execute() }) // for pages opened at noon it is over
  test('Officers and those who look over their shoulder read what is done, late and open; who left a card is not told; nobody else comes in.', async () => {
    const inspector = await aPerson(db, { staff: ['inspector'] }), dealOfficer = await aPerson(db, { staff: ['deal_officer'] }), url = `/vi/sessions/${one.session}/desk/follow-ups`
    for (const [reader, status] of [[officer, 200], [inspector, 200], [dealOfficer, 403], [one.a, 403], [sessionStaff(officer), 200]] as const) expect((await pages.get(url, reader)).statusCode).toBe(status)
    const { body } = await pages.get(url, officer)
    expect([body.includes('Máy sấy lạnh'), body.includes('aria-labelledby="follow-ups-title follow-ups-desc"')]).toEqual([true, true])
    await db.updateTable('listing').set({ kind: 'need', anonymous: true }).where('id', '=', one.offer).execute()
    expect((await followUpBoard(db, one.session)).rows.find(({ kind }) => kind === 'card')).toMatchObject({ organisation_vi: null, other_vi: null })
  })
})
