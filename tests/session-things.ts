import { randomUUID } from 'node:crypto'
import type { Actor } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { DraftSession, draftSession, GiveBooth, giveBooth, publishSession, PutItem, putItem } from '../src/modules/sessions/commands.ts'
import { askSpeakers, decideQuestion, openPoll } from '../src/modules/sessions/hall-commands.ts'
import { askMeeting, answerWish, planMeetings, publishMeetings, takeMeetings } from '../src/modules/sessions/meeting-commands.ts'
import { checkIn, register } from '../src/modules/sessions/registration-commands.ts'
import { codeOf } from '../src/modules/sessions/ticket-rules.ts'
import { anOrganisation, aPerson, ctxOf } from './database.ts'

/** An hour as a form sends it, so many minutes from then, in Hanoi. */
export const typedHour = (from: Date, minutes: number): string => new Date(from.getTime() + minutes * 60_000 + 7 * 3_600_000).toISOString().slice(0, 16)

export const aDraft = (now: Date, more: Record<string, string> = {}) => DraftSession.parse({
  request_key: randomUUID(), title_vi: 'Phiên giao dịch công nghệ sau thu hoạch', title_en: 'Post-harvest technology session', intro_vi: 'Công nghệ sấy, bảo quản và chế biến cho hợp tác xã.', intro_en: 'Drying, storage and processing for cooperatives.',
  venue_id: '1', starts_at: typedHour(now, 24 * 60), ends_at: typedHour(now, 30 * 60), register_until: typedHour(now, 24 * 60), capacity: '2', ...more,
})
export const anItem = (session_id: number, now: Date, more: Record<string, string> = {}) => PutItem.parse({ session_id: String(session_id), kind: 'talk', starts_at: typedHour(now, 24 * 60), ends_at: typedHour(now, 25 * 60), item_title_vi: 'Sấy lạnh cho rau gia vị', item_title_en: '', speaker: 'TS Lê Minh', place: 'Phòng A', listing: '', ...more })

/** A session that people may register for, with a talk. */
export async function aSession(db: Db, staff: Actor, now: Date, more: Record<string, string> = {}): Promise<number> {
  const ctx = ctxOf(db, staff, now)
  const id = await draftSession(ctx, aDraft(now, more))
  await putItem(ctx, anItem(id, now))
  await publishSession(ctx, { session_id: id })
  return id
}

/** A session that ended eighteen hours before `over`: prepared, and open to those who register, two days before. */
export const aHeldSession = (db: Db, staff: Actor, over: Date, more: Record<string, string> = {}): Promise<number> => aSession(db, staff, new Date(over.getTime() - 48 * 3_600_000), more)

/** A draft, and a session of a few hours from now with a booth, a guest who came and one who waits. */
export async function someSessions(db: Db, owner: Actor, other: Actor, { institute, offer, secret, now = new Date() }: { institute: number; offer: number; secret: string; now?: Date }) {
  const staff: Actor = { person_id: owner.person_id, name: 'Cán bộ phiên', organisation_id: null, memberships: [], staff_roles: ['programme_officer'], acted_by: null }
  const ctx = ctxOf(db, staff, now)
  const draft = await draftSession(ctx, aDraft(now))
  const hours = { starts_at: typedHour(now, 120), ends_at: typedHour(now, 480), register_until: typedHour(now, 120), capacity: '1' }
  const session = await draftSession(ctx, aDraft(now, hours))
  const item = await putItem(ctx, anItem(session, now, { kind: 'listing', listing: String(offer), starts_at: typedHour(now, 150), ends_at: typedHour(now, 180), speaker: '' }))
  await giveBooth(ctx, GiveBooth.parse({ session_id: String(session), number: '3', booth_organisation: String(institute), shows: 'Máy sấy lạnh' }))
  await publishSession(ctx, { session_id: session })
  const { id: registration } = await register(ctxOf(db, owner, now), { session_id: session })
  await register(ctxOf(db, other, now), { session_id: session })
  await checkIn(ctx, session, [{ code: codeOf(secret, 'ticket', session, registration), at: now, offline: false }], secret)
  return { draft, session, item, registration }
}

export const sessionStaff = (of: Actor): Actor => ({ person_id: of.person_id, name: 'Cán bộ phiên', organisation_id: null, memberships: [], staff_roles: ['programme_officer'], acted_by: null })
/** A session with an hour of meetings, and people with a place who take them. */
export async function aMeetingSession(db: Db, staff: Actor, people: readonly Actor[], now: Date, { minutes = 60 } = {}): Promise<number> {
  const ctx = ctxOf(db, staff, now)
  const id = await draftSession(ctx, aDraft(now, { capacity: String(Math.max(2, people.length)) }))
  await putItem(ctx, anItem(id, now, { kind: 'meetings', speaker: '', item_title_vi: 'Gặp riêng một – một', ends_at: typedHour(now, 24 * 60 + minutes) }))
  await publishSession(ctx, { session_id: id })
  for (const person of people) {
    await register(ctxOf(db, person, now), { session_id: id })
    await takeMeetings(ctxOf(db, person, now), { session_id: id, about: `Muốn gặp về công nghệ sấy, ${person.name}`, not_at: [] })
  }
  return id
}
export const placeAt = async (db: Db, session: number, { person_id }: Actor): Promise<number> => (await db.selectFrom('session_registration').select('id').where('session_id', '=', session).where('person_id', '=', person_id).executeTakeFirstOrThrow()).id
/** A wish of the one, accepted by the other unless told otherwise. */
export async function aWish(db: Db, session_id: number, from: Actor, to: Actor, now: Date, accepted = true): Promise<number> {
  const id = await askMeeting(ctxOf(db, from, now), { session_id, whom: await placeAt(db, session_id, to), topic: 'Xem máy sấy chạy tại xưởng.' })
  if (accepted) await answerWish(ctxOf(db, to, now), { session_id, wish_id: id }, 'accepted')
  return id
}
/** A session with a published meeting of this person, a wish that waits for their answer, an open poll and a question that is shown. */
export async function someMeetings(db: Db, owner: Actor, now = new Date()): Promise<{ session: number; meeting: number; wish: number; poll: number; question: number }> {
  const staff = sessionStaff(owner)
  const [partner, third] = [await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', 'Hợp tác xã Ba Vì') }), await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', 'Công ty Đông Anh') })]
  const session = await aMeetingSession(db, staff, [owner, partner, third], now)
  await aWish(db, session, owner, partner, now)
  const wish = await aWish(db, session, third, owner, now, false)
  await planMeetings(ctxOf(db, staff, now), { session_id: session })
  await publishMeetings(ctxOf(db, staff, now), { session_id: session })
  const { id: meeting } = await db.selectFrom('session_meeting').select('id').where('session_id', '=', session).executeTakeFirstOrThrow()
  const poll = await openPoll(ctxOf(db, staff, now), { session_id: session, poll_question: 'Bạn cần gì nhất để mua?', kind: 'single', options: ['Xem máy chạy', 'Vay vốn'] })
  const question = await askSpeakers(ctxOf(db, partner, now), { session_id: session, question: 'Máy chạy điện mấy pha?', anonymous: false })
  await decideQuestion(ctxOf(db, staff, now), { session_id: session, session_question_id: question, decision: 'shown', reason: '' })
  return { session, meeting, wish, poll, question }
}
