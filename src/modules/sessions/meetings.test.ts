import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../core/context.ts'
import { openReactions } from '../../core/reactions.ts'
import { Refused } from '../../platform/refusal.ts'
import { reactionsOf } from '../../reactions.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { aMeetingSession, aWish, placeAt, typedHour, anItem } from '../../../tests/session-things.ts'
import { settled } from '../../../tests/settled.ts'
import { LeaveCard, leaveCard } from './card-commands.ts'
import { PutItem, putItem } from './commands.ts'
import { meetingCalendar } from './calendar.ts'
import { answerWish, askMeeting, CancelMeeting, cancelMeeting, moveMeeting, noteOutcome, noteResult, planMeetings, publishMeetings, stopMeetings, takeMeetings, withdrawWish } from './meeting-commands.ts'
import { meetingDesk, ownMeetings, slotsFor, slotsIn, wishesWaiting } from './meeting-queries.ts'
import { mostWishes } from './meeting-rules.ts'
import { sessionById } from './queries.ts'
import { cancelRegistration, register } from './registration-commands.ts'

const { db } = await testDatabase()
const officer = await aPerson(db, { staff: ['programme_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), stranger = await aPerson(db)
const staff = ctxOf(db, officer)
const codeFrom = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof Refused ? error.refusal.code : String(error)))
const whole = async (id: number) => { const found = await sessionById(db, id); if (!found) throw new Error('no session'); return found }
/** Starts at noon of the next day; minutes count from there. */
const during = (minutes: number): Date => minutesAfterNoon(24 * 60 + minutes)
let people: Actor[] = []
beforeAll(async () => { for (let n = 0; n < 8; n++) people.push(await aPerson(db, { organisation: await anOrganisation(db) })) })
const publish = async (session_id: number): Promise<void> => { await planMeetings(staff, { session_id }); await publishMeetings(staff, { session_id }) }
const meetingsOf = (session: number) => db.selectFrom('session_meeting').select(['id', 'wish_id', 'table_number', 'starts_at', 'state']).where('session_id', '=', session).orderBy('id').execute()
/** So many tables in the hall, for one test. */
async function withTables<T>(n: number, work: () => Promise<T>): Promise<T> {
  await db.updateTable('venue').set({ meeting_tables: n }).execute()
  try { return await work() } finally { await db.updateTable('venue').set({ meeting_tables: 12 }).execute() }
}

describe('Wishes', () => {
  test('Only whoever has a place and an organisation takes meetings and asks; each is refused in the words that help.', async () => {
    const [a, b] = people as [Actor, Actor]
    const session_id = await aMeetingSession(db, officer, [a, b], noon)
    const nobodys = await aPerson(db), late = await aPerson(db, { organisation: a.organisation_id! })
    const take = (actor: Actor | undefined, now = noon) => takeMeetings(ctxOf(db, actor, now), { session_id, about: 'Muốn gặp về máy sấy.', not_at: [] })
    await db.updateTable('trading_session').set({ capacity: 4 }).where('id', '=', session_id).execute()
    await register(ctxOf(db, nobodys), { session_id })
    await register(ctxOf(db, late), { session_id })
    expect([await codeFrom(take(undefined)), await codeFrom(take(stranger)), await codeFrom(take(nobodys)), await codeFrom(take(a, during(60 * 7)))]).toEqual(['sign_in_first', 'meetings_need_place', 'meetings_need_organisation', 'meetings_closed'])
    const ask = (actor: Actor, whom: number) => askMeeting(ctxOf(db, actor), { session_id, whom, topic: 'Xem máy chạy tại xưởng.' })
    expect(await codeFrom(ask(late, await placeAt(db, session_id, b)))).toBe('meetings_not_taken')
    await take(late)
    expect([await codeFrom(ask(a, await placeAt(db, session_id, late))), await codeFrom(ask(a, await placeAt(db, session_id, nobodys))), await codeFrom(ask(a, await placeAt(db, session_id, a))), await codeFrom(ask(stranger, 1))]).toEqual(['meeter_own', 'meeter_unknown', 'meeter_unknown', 'meetings_need_place'])
  })
  test('Asked twice it is one wish; both asking at once is one mutual wish; only the one asked answers, and a name is told once both said yes.', async () => {
    const [a, b, c] = people as [Actor, Actor, Actor]
    const session_id = await aMeetingSession(db, officer, [a, b, c], noon)
    const ask = async (from: Actor, to: Actor) => askMeeting(ctxOf(db, from), { session_id, whom: await placeAt(db, session_id, to), topic: 'Xem máy chạy tại xưởng.' })
    const ids = await Promise.all([ask(a, b), ask(b, a), ask(a, b)])
    expect(new Set(ids).size).toBe(1)
    expect(await db.selectFrom('session_wish').select(['state', 'mutual']).where('session_id', '=', session_id).execute()).toEqual([{ state: 'accepted', mutual: true }])
    const wish_id = await ask(c, a)
    expect((await ownMeetings(ctxOf(db, a), await whole(session_id))).wishes.find(({ id }) => id === wish_id)?.other).toMatchObject({ name: null, organisation_id: c.organisation_id })
    expect([await codeFrom(answerWish(ctxOf(db, c), { session_id, wish_id }, 'accepted')), await codeFrom(answerWish(ctxOf(db, b), { session_id, wish_id }, 'accepted')), await codeFrom(withdrawWish(ctxOf(db, a), { session_id, wish_id }))]).toEqual(['not_found', 'not_found', 'not_found'])
    expect((await wishesWaiting(ctxOf(db, a).db, a, noon)).find(({ id }) => id === session_id)).toMatchObject({ n: 1 })
    await answerWish(ctxOf(db, a), { session_id, wish_id, why: 'Hôm đó kín lịch.' }, 'declined')
    expect([await codeFrom(ask(c, a)), await codeFrom(answerWish(ctxOf(db, a), { session_id, wish_id }, 'accepted'))]).toEqual(['wish_declined', 'wrong_state'])
    expect(await ask(a, c), 'who declined may still ask').toBe(wish_id)
    await answerWish(ctxOf(db, c), { session_id, wish_id }, 'accepted')
    expect((await ownMeetings(ctxOf(db, c), await whole(session_id))).wishes[0]?.other.name).toBe(a.name)
    expect((await ownMeetings(ctxOf(db, b), await whole(session_id))).wishes.length, 'of others’ wishes nobody reads').toBe(1)
    expect(await ctxOf(db, b).db.selectFrom('session_wish').select('id').where('id', '=', wish_id).execute()).toEqual([])
    expect(await ctxOf(db, stranger).db.selectFrom('session_meeter').selectAll().execute(), 'without a place nobody reads who takes meetings').toEqual([])
  })
  test(`Nobody has more than ${mostWishes} wishes.`, async () => {
    const many: Actor[] = []
    for (let n = 0; n <= mostWishes; n++) many.push(await aPerson(db, { organisation: await anOrganisation(db) }))
    const [a] = people as [Actor]
    const session_id = await aMeetingSession(db, officer, [a, ...many], noon)
    for (const one of many.slice(0, mostWishes)) await aWish(db, session_id, a, one, noon, false)
    expect(await codeFrom(aWish(db, session_id, a, many.at(-1)!, noon, false))).toBe('wishes_full')
    expect(await codeFrom(aWish(db, session_id, many.at(-1)!, a, noon)), 'others may still ask').toBe('done')
  })
})

describe('The plan', () => {
  test('Officers alone make and publish it; before that nobody reads it; made again it is the same, and what is published is not moved.', async () => {
    const [a, b, c, d] = people as [Actor, Actor, Actor, Actor]
    const session_id = await aMeetingSession(db, officer, [a, b, c, d], noon)
    await aWish(db, session_id, a, b, noon)
    await aWish(db, session_id, a, c, noon)
    for (const act of [planMeetings, publishMeetings]) for (const [actor, code] of [[a, 'not_permitted'], [inspector, 'not_permitted'], [undefined, 'sign_in_first']] as const) expect(await codeFrom(act(ctxOf(db, actor), { session_id }))).toBe(code)
    expect(await codeFrom(publishMeetings(staff, { session_id }))).toBe('meetings_none')
    const places = async () => (await meetingsOf(session_id)).map(({ wish_id, table_number, starts_at }) => ({ wish_id, table_number, starts_at }))
    await planMeetings(staff, { session_id })
    const planned = await places()
    await planMeetings(staff, { session_id })
    expect(await places()).toEqual(planned)
    expect((await ownMeetings(ctxOf(db, a), await whole(session_id))).meetings).toEqual([])
    await publishMeetings(staff, { session_id })
    await aWish(db, session_id, d, a, noon) // the third and last of a's slots
    await aWish(db, session_id, b, c, noon)
    await publish(session_id)
    expect((await places()).slice(0, 2)).toEqual(planned)
    expect((await meetingsOf(session_id)).length).toBe(4)
    const mine = await ownMeetings(ctxOf(db, a), await whole(session_id))
    expect(mine.meetings.map(({ starts_at }) => starts_at)).toEqual((await slotsIn(db, session_id)).map(({ starts_at }) => starts_at))
    expect((await ownMeetings(ctxOf(db, stranger), await whole(session_id))).meetings).toEqual([])
    const text = meetingCalendar(await whole(session_id), mine.meetings, 'vi', 'https://san.example')
    expect([text.match(/BEGIN:VEVENT/g)?.length, text.includes('DTSTART;TZID=Asia/Ho_Chi_Minh:20260303T120000'), text.includes('Bàn 1')]).toEqual([3, true, true])
    expect((await meetingDesk(db, await whole(session_id))).rows.length).toBe(4)
  })
  test('A wish without a place says why; those whose listings match go first.', async () => {
    const [a, b, c, d] = people as [Actor, Actor, Actor, Actor]
    const session_id = await aMeetingSession(db, officer, [a, b, c, d], noon, { minutes: 20 })
    const first = await aWish(db, session_id, a, b, noon), second = await aWish(db, session_id, a, c, noon)
    await aListing(db, 'offer', c.organisation_id!, 'published', 'Máy sấy lạnh rau quả năm trăm cân')
    await aListing(db, 'need', a.organisation_id!, 'published', 'Cần máy sấy lạnh rau quả')
    await publish(session_id)
    const wishes = await db.selectFrom('session_wish').select(['id', 'unmet', 'score']).where('session_id', '=', session_id).orderBy('id').execute()
    expect(wishes[1]?.score, 'their listings match').toBeGreaterThan(0)
    expect([wishes[0]?.unmet, wishes[1]?.unmet, (await meetingsOf(session_id)).map(({ wish_id }) => wish_id)]).toEqual(['no_common_time', null, [second]])
    expect(first).toBe(wishes[0]?.id)
  })
  test('Where the agenda moves, what no longer has its time is planned anew.', async () => {
    const [a, b] = people as [Actor, Actor]
    const session_id = await aMeetingSession(db, officer, [a, b], noon)
    await aWish(db, session_id, a, b, noon)
    await publish(session_id)
    const { id: item_id } = await db.selectFrom('session_item').select('id').where('session_id', '=', session_id).executeTakeFirstOrThrow()
    await putItem(staff, PutItem.parse({ ...anItem(session_id, noon), session_id: String(session_id), item_id: String(item_id), kind: 'meetings', starts_at: typedHour(noon, 26 * 60), ends_at: typedHour(noon, 27 * 60), listing: '' }))
    await publish(session_id)
    expect((await meetingsOf(session_id)).map(({ state, starts_at }) => [state, starts_at])).toEqual([['cancelled', during(0)], ['confirmed', during(120)]])
  })
})

describe('What changes', () => {
  test('Cancelled with a word, the slot goes to the next who can come; both are told, and the other reads why.', async () => withTables(1, async () => {
    const [a, b, c, d] = people as [Actor, Actor, Actor, Actor]
    const session_id = await aMeetingSession(db, officer, [a, b, c, d], noon, { minutes: 20 })
    await aWish(db, session_id, a, b, noon)
    const next = await aWish(db, session_id, c, d, noon)
    await publish(session_id)
    const line = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) }) })
    const told = async (): Promise<(number | string)[]> => { await settled(db, line); return (await db.deleteFrom('notice').where('kind', '=', 'session_meetings').where('path', '=', `/sessions/${session_id}/meetings`).returning('person_id').execute()).map(({ person_id }) => person_id).toSorted() }
    expect(await told()).toEqual([a.person_id, b.person_id].toSorted())
    const [meeting] = await meetingsOf(session_id)
    const cancel = (actor: Actor | undefined, now = noon) => codeFrom(cancelMeeting(ctxOf(db, actor, now), { session_id, table_meeting_id: meeting!.id, why: 'Kỹ sư của chúng tôi ốm.' }))
    expect(CancelMeeting.safeParse({ session_id: '1', table_meeting_id: '1', why: '' }).success).toBe(false)
    expect([await cancel(undefined), await cancel(stranger), await cancel(c), await cancel(officer), await cancel(a, during(1))]).toEqual(['sign_in_first', 'meetings_need_place', 'not_found', 'meetings_need_place', 'meeting_begun'])
    expect([await cancel(a), await cancel(b)]).toEqual(['done', 'wrong_state'])
    expect((await ownMeetings(ctxOf(db, b), await whole(session_id))).meetings[0]).toMatchObject({ state: 'cancelled', reason: 'Kỹ sư của chúng tôi ốm.' })
    expect((await meetingsOf(session_id)).map(({ wish_id, state }) => [wish_id, state]).at(-1)).toEqual([next, 'confirmed'])
    expect(await told()).toEqual([b.person_id, c.person_id, d.person_id].toSorted())
    await planMeetings(staff, { session_id })
    expect((await meetingsOf(session_id)).length, 'what was cancelled is not placed again').toBe(2)
  }))
  test('Two who press for the last free table at once: one gets it, the other is told; what stood there is given on.', async () => withTables(2, async () => {
    const [a, b, c, d, e, f] = people as [Actor, Actor, Actor, Actor, Actor, Actor]
    const session_id = await aMeetingSession(db, officer, [a, b, c, d, e, f], noon, { minutes: 40 })
    for (const [one, other] of [[a, b], [c, d], [e, f]] as const) await aWish(db, session_id, one, other, noon)
    await publish(session_id)
    const slots = await slotsIn(db, session_id)
    const meetings = await meetingsOf(session_id)
    expect(meetings.map(({ starts_at }) => starts_at)).toEqual([slots[0]!.starts_at, slots[0]!.starts_at, slots[1]!.starts_at])
    expect((await slotsFor(db, await whole(session_id), (await db.selectFrom('session_meeting').selectAll().where('id', '=', meetings[0]!.id).executeTakeFirstOrThrow()), noon)).length).toBe(1)
    const move = (actor: Actor, of: number, slot = slots[1]!.starts_at, now = noon) => codeFrom(moveMeeting(ctxOf(db, actor, now), { session_id, table_meeting_id: meetings[of]!.id, slot: slot.toISOString(), why: 'Tàu đến muộn.' }))
    expect([await move(a, 0, during(500)), await move(e, 0), await move(a, 0, slots[1]!.starts_at, during(21))]).toEqual(['slot_unknown', 'not_found', 'meeting_begun'])
    expect((await Promise.all([move(a, 0), move(c, 1)])).toSorted()).toEqual(['done', 'slot_taken'])
    const after = await meetingsOf(session_id)
    expect(after.filter(({ starts_at }) => starts_at.getTime() === slots[1]!.starts_at.getTime()).map(({ table_number }) => table_number).toSorted()).toEqual([1, 2])
  }))
  test('Whoever gives up the place, or takes no more meetings, leaves their times to others.', async () => {
    const [a, b, c] = people as [Actor, Actor, Actor]
    const session_id = await aMeetingSession(db, officer, [a, b, c], noon, { minutes: 20 })
    await aWish(db, session_id, a, b, noon)
    await aWish(db, session_id, b, c, noon)
    await publish(session_id)
    await cancelRegistration(ctxOf(db, a), { session_id })
    expect((await meetingsOf(session_id)).map(({ state }) => state)).toEqual(['cancelled', 'confirmed'])
    await stopMeetings(ctxOf(db, c), { session_id })
    expect((await meetingsOf(session_id)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
    expect((await ownMeetings(ctxOf(db, b), await whole(session_id))).meeters).toEqual([])
    expect(await db.selectFrom('session_seat as s').innerJoin('session_meeting as m', 'm.id', 's.meeting_id').select('m.id').where('m.session_id', '=', session_id).execute()).toEqual([])
  })
})

describe('At the table', () => {
  test('The desk notes who came, each side what came of it for itself; from then on a card may be left, and it is theirs alone.', async () => {
    const [a, b, c] = people as [Actor, Actor, Actor]
    const session_id = await aMeetingSession(db, officer, [a, b, c], noon)
    await aWish(db, session_id, a, b, noon)
    await publish(session_id)
    const [meeting] = await meetingsOf(session_id), table_meeting_id = meeting!.id
    const outcome = (actor: Actor | undefined, now = during(30)) => codeFrom(noteOutcome(ctxOf(db, actor, now), { session_id, table_meeting_id, outcome: 'asked_absent' }))
    expect([await outcome(undefined), await outcome(a), await outcome(inspector), await outcome(officer, noon), await outcome(officer)]).toEqual(['sign_in_first', 'not_permitted', 'not_permitted', 'meeting_ahead', 'done'])
    const note = (actor: Actor, now = during(30)) => codeFrom(noteResult(ctxOf(db, actor, now), { session_id, table_meeting_id, result: 'next_step', note: 'Hẹn xem xưởng tuần sau.' }))
    expect([await note(c), await note(a, noon), await note(a), await note(a)]).toEqual(['not_found', 'meeting_ahead', 'done', 'done'])
    expect((await ownMeetings(ctxOf(db, b), await whole(session_id))).meetings[0]?.note).toBeNull()
    expect(await ctxOf(db, b).db.selectFrom('session_meeting_note').selectAll().execute()).toEqual([])
    const offer = await aListing(db, 'offer', b.organisation_id!, 'published', 'Kho lạnh điện mặt trời')
    const card = () => LeaveCard.parse({ session_id: String(session_id), listing_id: String(offer), message: 'Chúng tôi muốn lắp hai kho tại Đông Anh.', request_key: crypto.randomUUID() })
    expect([await codeFrom(leaveCard(ctxOf(db, c, during(30)), card())), await codeFrom(leaveCard(ctxOf(db, a, during(30)), card()))]).toEqual(['card_unfit', 'done'])
  })
})
