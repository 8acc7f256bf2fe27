import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField, lineField, optionalLineField, optionalTextField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { systemOf } from '../matching/market-index.ts'
import { inTurn, subjectOf } from './commands.ts'
import { changesRefusal, type MeetingRefusal, mostMeeters, mostWishes, notesRefusal, wishesRefusal } from './meeting-rules.ts'
import { awayIn, planningOf, scoresBetween, slotsIn, standingIn, wantingIn } from './meeting-queries.ts'
import { runsSessions } from './rules.ts'
import { bothFree, freeTable, nextFor, placeMeetings, sameSlot, type Slot } from './schedule-rules.ts'
import { type Meeting, meetingOutcomes, meetingResults, type TradingSession, type Wish } from './schema.ts'

/** Everybody's hours are looked at and written by the Exchange itself, once it was asked who may. */
const forEverybody = (ctx: Ctx): Ctx => ({ ...ctx, db: systemOf(ctx.db) })
const refuseIf = (refusal: MeetingRefusal | null): void => { if (refusal) refuse(refusal) }

interface Turn { tx: Tx; session: TradingSession; place: { id: number; organisation_id: number | null } }
/** Somebody with a place at the session, one after the other. To whoever has none, nothing here exists. */
async function inPlace<T>(ctx: Ctx, session_id: number, work: (turn: Turn) => Promise<T>): Promise<T> {
  permit(ctx.actor, isSignedIn)
  const person_id = personOf(ctx.actor)
  return transact(forEverybody(ctx), async (tx) => {
    const session = await inTurn(tx, session_id)
    if (session.state === 'draft') return notFound()
    const place = await tx.selectFrom('session_registration').select(['id', 'organisation_id', 'state']).where('session_id', '=', session_id).where('person_id', '=', person_id).executeTakeFirst()
    return work({ tx, session, place: place?.state === 'placed' ? place : refuse<MeetingRefusal>({ code: 'meetings_need_place' }) })
  })
}

/** Boxes ticked for hours, as instants in ISO. */
const hoursField = z.preprocess((value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]), z.array(z.iso.datetime({ error: 'choose' })).max(400, { error: 'too_many:400' }))
export const TakeMeetings = z.object({ session_id: idField, about: lineField(300, 10), not_at: hoursField })
/** The others read that this organisation takes meetings, and about what. Sent again it says so anew; a meeting that stands is not moved by it. */
export async function takeMeetings(ctx: Ctx, { session_id, about, not_at }: z.output<typeof TakeMeetings>): Promise<void> {
  await inPlace(ctx, session_id, async ({ tx, session, place }) => {
    refuseIf(wishesRefusal(session, ctx.now()))
    if (place.organisation_id === null) refuse<MeetingRefusal>({ code: 'meetings_need_organisation' })
    const known = new Set((await slotsIn(tx, session_id)).map(({ starts_at }) => starts_at.getTime()))
    const away = [...new Set(not_at.map((at) => Date.parse(at)))].filter((at) => known.has(at)).toSorted((a, b) => a - b).map((at) => new Date(at))
    const before = await tx.selectFrom('session_meeter').select('registration_id').where('registration_id', '=', place.id).executeTakeFirst()
    if (!before && (await tx.selectFrom('session_meeter').select(({ fn }) => fn.countAll<number>().as('n')).where('session_id', '=', session_id).executeTakeFirstOrThrow()).n >= mostMeeters) refuse<MeetingRefusal>({ code: 'meetings_full', most: mostMeeters })
    await tx.insertInto('session_meeter').values({ registration_id: place.id, session_id, about, not_at: away, since: ctx.now(), changed_at: ctx.now() }).onConflict((on) => on.column('registration_id').doUpdateSet({ about, not_at: away, changed_at: ctx.now() })).execute()
    if (!before) await record(tx, ctx, subjectOf(session_id), { type: 'session.meetings_taken', session_id, registration_id: place.id })
  })
}
export const LeaveMeetings = z.object({ session_id: idField })
/** This person takes no meetings: wishes end, and what they had a place for goes to the next. */
export async function stopMeetings(ctx: Ctx, { session_id }: z.output<typeof LeaveMeetings>): Promise<void> {
  await inPlace(ctx, session_id, async ({ tx, session, place }) => leaveMeetings(tx, ctx, session, place.id))
}
/** The same for whoever gives up their place altogether. For whoever holds the session's row and sees everybody in it. */
export async function leaveMeetings(tx: Tx, ctx: Ctx, session: TradingSession, registration_id: number): Promise<void> {
  const gone = await tx.deleteFrom('session_meeter').where('registration_id', '=', registration_id).returning('session_id').executeTakeFirst()
  if (!gone) return
  const wishes = await tx.selectFrom('session_wish').selectAll().where((w) => w.or([w('asker_id', '=', registration_id), w('asked_id', '=', registration_id)])).where('state', 'in', ['asked', 'accepted']).orderBy('id').execute()
  for (const wish of wishes) {
    const meeting = await tx.selectFrom('session_meeting').selectAll().where('wish_id', '=', wish.id).where('state', '<>', 'cancelled').executeTakeFirst()
    if (meeting && (meeting.starts_at <= ctx.now() || meeting.outcome)) continue // it was held, or is
    await tx.updateTable('session_wish').set({ state: 'withdrawn', answered_at: ctx.now() }).where('id', '=', wish.id).execute()
    if (meeting) await endMeeting(tx, ctx, session, meeting, '')
  }
  await record(tx, ctx, subjectOf(session.id), { type: 'session.meetings_left', session_id: session.id, registration_id })
}

export const AskMeeting = z.object({ session_id: idField, whom: idField, topic: lineField(300, 10) })
/** The other one has this wish before them; where they had asked already, it is both's and accepted. Asked twice it is one wish. */
export async function askMeeting(ctx: Ctx, { session_id, whom, topic }: z.output<typeof AskMeeting>): Promise<number> {
  return inPlace(ctx, session_id, async ({ tx, session, place }) => {
    refuseIf(wishesRefusal(session, ctx.now()))
    const both = await tx.selectFrom('session_meeter as m').innerJoin('session_registration as r', 'r.id', 'm.registration_id').select(['r.id', 'r.organisation_id']).where('m.session_id', '=', session_id).where('r.state', '=', 'placed').where('r.id', 'in', [place.id, whom]).execute()
    if (!both.some(({ id }) => id === place.id)) refuse<MeetingRefusal>({ code: 'meetings_not_taken' })
    const other = both.find(({ id }) => id === whom && id !== place.id) ?? refuse<MeetingRefusal>({ code: 'meeter_unknown', field: 'whom' })
    if (other.organisation_id === place.organisation_id) refuse<MeetingRefusal>({ code: 'meeter_own', field: 'whom' })
    const known = await tx.selectFrom('session_wish').selectAll().where((w) => w.or([w.and([w('asker_id', '=', place.id), w('asked_id', '=', whom)]), w.and([w('asker_id', '=', whom), w('asked_id', '=', place.id)])])).executeTakeFirst()
    if (known?.state === 'accepted' || (known?.state === 'asked' && known.asker_id === place.id)) return known.id
    if (known?.state === 'declined' && known.asker_id === place.id) refuse<MeetingRefusal>({ code: 'wish_declined', field: 'whom' })
    const mutual = known?.state === 'asked'
    const { n } = await tx.selectFrom('session_wish').select(({ fn }) => fn.countAll<number>().as('n')).where('asker_id', '=', place.id).where('state', 'in', ['asked', 'accepted']).executeTakeFirstOrThrow()
    if (!mutual && n >= mostWishes) refuse<MeetingRefusal>({ code: 'wishes_full', most: mostWishes })
    const fresh = { asker_id: place.id, asked_id: whom, topic, state: 'asked' as const, mutual: false, reason: '', asked_at: ctx.now(), answered_at: null, score: null, unmet: null }
    const { id } = mutual ? await tx.updateTable('session_wish').set({ state: 'accepted', mutual, answered_at: ctx.now() }).where('id', '=', known.id).returning('id').executeTakeFirstOrThrow()
      : known ? await tx.updateTable('session_wish').set(fresh).where('id', '=', known.id).returning('id').executeTakeFirstOrThrow()
      : await tx.insertInto('session_wish').values({ session_id, ...fresh }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.wish_made', session_id, wish_id: id, mutual })
    return id
  })
}

const wishOf = async (tx: Tx, session_id: number, wish_id: number, place: number): Promise<Wish> =>
  found(await tx.selectFrom('session_wish').selectAll().where('id', '=', wish_id).where('session_id', '=', session_id).where((w) => w.or([w('asker_id', '=', place), w('asked_id', '=', place)])).executeTakeFirst())
export const AcceptWish = z.object({ session_id: idField, wish_id: idField })
export const DeclineWish = z.object({ ...AcceptWish.shape, why: optionalLineField(300) })
/** Whoever was asked has answered. The same answer again changes nothing. */
export async function answerWish(ctx: Ctx, { session_id, wish_id, why = '' }: z.output<typeof AcceptWish> & { why?: string }, state: 'accepted' | 'declined'): Promise<void> {
  await inPlace(ctx, session_id, async ({ tx, session, place }) => {
    const wish = await wishOf(tx, session_id, wish_id, place.id)
    if (wish.asked_id !== place.id) notFound()
    if (wish.state === state) return
    refuseIf(wishesRefusal(session, ctx.now()))
    if (wish.state !== 'asked') refuse<MeetingRefusal>({ code: 'wrong_state', state: wish.state, verb: 'answer' })
    if (state === 'accepted' && !(await tx.selectFrom('session_meeter').select('registration_id').where('registration_id', '=', place.id).executeTakeFirst())) refuse<MeetingRefusal>({ code: 'meetings_not_taken' })
    await tx.updateTable('session_wish').set({ state, reason: why, answered_at: ctx.now() }).where('id', '=', wish_id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.wish_answered', session_id, wish_id, state })
  })
}
/** Whoever asked asks no longer. A meeting that is confirmed is cancelled with a word instead. */
export async function withdrawWish(ctx: Ctx, { session_id, wish_id }: z.output<typeof AcceptWish>): Promise<void> {
  await inPlace(ctx, session_id, async ({ tx, session, place }) => {
    const wish = await wishOf(tx, session_id, wish_id, place.id)
    if (wish.state === 'withdrawn') return
    refuseIf(wishesRefusal(session, ctx.now()))
    const meeting = await tx.selectFrom('session_meeting').selectAll().where('wish_id', '=', wish_id).where('state', '<>', 'cancelled').executeTakeFirst()
    if (wish.asker_id !== place.id) notFound()
    if (wish.state === 'declined' || meeting?.state === 'confirmed') refuse<MeetingRefusal>({ code: 'wrong_state', state: wish.state, verb: 'withdraw' })
    await tx.updateTable('session_wish').set({ state: 'withdrawn', answered_at: ctx.now() }).where('id', '=', wish_id).execute()
    if (meeting) await tx.deleteFrom('session_meeting').where('id', '=', meeting.id).execute() // planned, and known to nobody yet
    await record(tx, ctx, subjectOf(session_id), { type: 'session.wish_answered', session_id, wish_id, state: 'withdrawn' })
  })
}

async function seat(tx: Tx, meeting_id: number, { asker_id, asked_id }: Pick<Wish, 'asker_id' | 'asked_id'>, { starts_at, ends_at }: Slot): Promise<void> {
  await tx.deleteFrom('session_seat').where('meeting_id', '=', meeting_id).execute()
  for (const registration_id of [asker_id, asked_id]) await sql`insert into session_seat (meeting_id, registration_id, during) values (${meeting_id}, ${registration_id}, tstzrange(${starts_at}, ${ends_at}))`.execute(tx)
}

export const PlanMeetings = z.object({ session_id: idField })
/**
 * Every accepted wish has a planned place or a reason why not. What is confirmed stays where it is, unless the
 * agenda no longer has that time; what was only planned is planned anew. Run again with nothing changed, it is the same plan.
 * `scores` says how well the listings of two organisations match.
 */
export async function planMeetings(ctx: Ctx, { session_id }: z.output<typeof PlanMeetings>, scores = scoresBetween): Promise<void> {
  permit(ctx.actor, runsSessions)
  const before = await planningOf(ctx.db, found(await ctx.db.selectFrom('trading_session').selectAll().where('id', '=', session_id).executeTakeFirst()))
  const of = new Map(before.meeters.map(({ registration_id, organisation_id }) => [registration_id, organisation_id]))
  const score = await scores(ctx, before.wishes.filter(({ state }) => state === 'accepted').flatMap(({ asker_id, asked_id }) => { const [a, b] = [of.get(asker_id), of.get(asked_id)]; return a && b ? [[a, b] as const] : [] }))
  await transact(forEverybody(ctx), async (tx) => {
    const session = await inTurn(tx, session_id), now = ctx.now()
    refuseIf(wishesRefusal(session, now))
    const all = await slotsIn(tx, session_id)
    await tx.deleteFrom('session_meeting').where('session_id', '=', session_id).where('state', '=', 'planned').execute()
    const confirmed = await tx.selectFrom('session_meeting').selectAll().where('session_id', '=', session_id).where('state', '=', 'confirmed').execute()
    for (const meeting of confirmed) if (meeting.starts_at > now && !all.some((slot) => sameSlot(slot, meeting))) await endMeeting(tx, ctx, session, meeting, '', false)
    const planning = await planningOf(tx, session)
    const wanting = wantingIn(planning).map((wish) => { const [a, b] = [of.get(wish.one), of.get(wish.other)]; return { ...wish, score: a && b ? score(a, b) : null } })
    const plan = placeMeetings(wanting, all.filter(({ starts_at }) => starts_at > now), planning.tables, standingIn(planning), awayIn(planning))
    const why = new Map(plan.unmet.map((one) => [one.wish_id, one.why]))
    for (const { id, score: found } of wanting) await tx.updateTable('session_wish').set({ score: found, unmet: why.get(id) ?? null }).where('id', '=', id).execute()
    const wishes = new Map(planning.wishes.map((wish) => [wish.id, wish]))
    for (const { wish_id, table, starts_at, ends_at } of plan.placed) {
      const { id } = await tx.insertInto('session_meeting').values({ session_id, wish_id, table_number: table, starts_at, ends_at, state: 'planned', confirmed_at: null, changed_at: now }).returning('id').executeTakeFirstOrThrow()
      await seat(tx, id, wishes.get(wish_id)!, { starts_at, ends_at })
    }
    await record(tx, ctx, subjectOf(session_id), { type: 'session.meetings_planned', session_id, placed: plan.placed.length, unmet: plan.unmet.length }, null)
  })
}
/** What is planned is confirmed: everybody sees their own plan and is told. */
export async function publishMeetings(ctx: Ctx, { session_id }: z.output<typeof PlanMeetings>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(forEverybody(ctx), async (tx) => {
    const session = await inTurn(tx, session_id), now = ctx.now()
    refuseIf(wishesRefusal(session, now))
    const confirmed = await tx.updateTable('session_meeting').set({ state: 'confirmed', confirmed_at: now, changed_at: now }).where('session_id', '=', session_id).where('state', '=', 'planned').returning('id').execute()
    if (confirmed.length === 0) refuse<MeetingRefusal>({ code: 'meetings_none' })
    await tx.updateTable('trading_session').set({ meetings_published_at: now }).where('id', '=', session_id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.meetings_published', session_id, meetings: confirmed.length }, null)
  })
}

/** It does not take place; where `offered`, the first in claim who can come at that time has the table. */
async function endMeeting(tx: Tx, ctx: Ctx, session: TradingSession, meeting: Meeting, reason: string, offered = true): Promise<void> {
  if (meeting.state === 'planned') { await tx.deleteFrom('session_meeting').where('id', '=', meeting.id).execute(); return }
  await tx.updateTable('session_meeting').set({ state: 'cancelled', reason, sequence: meeting.sequence + 1, changed_at: ctx.now() }).where('id', '=', meeting.id).execute()
  await tx.deleteFrom('session_seat').where('meeting_id', '=', meeting.id).execute()
  await record(tx, ctx, subjectOf(session.id), { type: 'session.meeting_cancelled', session_id: session.id, meeting_id: meeting.id })
  if (offered) await offerSlot(tx, ctx, session, meeting)
}
async function offerSlot(tx: Tx, ctx: Ctx, session: TradingSession, slot: Slot): Promise<void> {
  const now = ctx.now()
  if (!session.meetings_published_at || slot.starts_at <= now || !(await slotsIn(tx, session.id)).some((one) => sameSlot(one, slot))) return
  const planning = await planningOf(tx, session), standing = standingIn(planning)
  const table = freeTable(slot, planning.tables, standing)
  const next = table === null ? undefined : nextFor(slot, wantingIn(planning), standing, awayIn(planning))
  if (table === null || !next) return
  const { starts_at, ends_at } = slot
  const { id } = await tx.insertInto('session_meeting').values({ session_id: session.id, wish_id: next.id, table_number: table, starts_at, ends_at, state: 'confirmed', confirmed_at: now, changed_at: now }).returning('id').executeTakeFirstOrThrow()
  await seat(tx, id, { asker_id: next.one, asked_id: next.other }, slot)
  await tx.updateTable('session_wish').set({ unmet: null }).where('id', '=', next.id).execute()
  await record(tx, ctx, subjectOf(session.id), { type: 'session.meeting_offered', session_id: session.id, meeting_id: id }, null)
}

const meetingOf = async (tx: Tx, session_id: number, id: number): Promise<Meeting> => found(await tx.selectFrom('session_meeting').selectAll().where('id', '=', id).where('session_id', '=', session_id).where('confirmed_at', 'is not', null).executeTakeFirst())
const one = { session_id: idField, table_meeting_id: idField }
export const CancelMeeting = z.object({ ...one, why: lineField(300, 5) })
/** The two do not meet, the other reads why, and the time goes to the next who can come. */
export async function cancelMeeting(ctx: Ctx, { session_id, table_meeting_id, why }: z.output<typeof CancelMeeting>): Promise<void> {
  await inPlace(ctx, session_id, async ({ tx, session, place }) => {
    const meeting = await meetingOf(tx, session_id, table_meeting_id)
    await wishOf(tx, session_id, meeting.wish_id, place.id)
    refuseIf(changesRefusal(meeting, ctx.now()))
    await tx.updateTable('session_wish').set({ state: 'withdrawn', reason: why, answered_at: ctx.now() }).where('id', '=', meeting.wish_id).execute()
    await endMeeting(tx, ctx, session, meeting, why)
  })
}
export const MoveMeeting = z.object({ ...one, slot: z.iso.datetime({ error: 'choose' }), why: lineField(300, 5) })
/** The two meet at another time at which both and a table are free, and the other reads why; of two who press for the last table one gets it. The time it had goes to the next. */
export async function moveMeeting(ctx: Ctx, { session_id, table_meeting_id, slot: wanted, why }: z.output<typeof MoveMeeting>): Promise<void> {
  await inPlace(ctx, session_id, async ({ tx, session, place }) => {
    const meeting = await meetingOf(tx, session_id, table_meeting_id), now = ctx.now()
    const wish = await wishOf(tx, session_id, meeting.wish_id, place.id)
    refuseIf(changesRefusal(meeting, now))
    const slot = (await slotsIn(tx, session_id)).find(({ starts_at }) => starts_at.getTime() === Date.parse(wanted))
    if (!slot || slot.starts_at <= now) refuse<MeetingRefusal>({ code: 'slot_unknown', field: 'slot' })
    if (sameSlot(slot, meeting)) return
    const planning = await planningOf(tx, session), others = standingIn(planning, ({ id, state }) => state !== 'cancelled' && id !== meeting.id)
    const table = bothFree(slot, { one: wish.asker_id, other: wish.asked_id }, others, awayIn(planning)) ? freeTable(slot, planning.tables, others) : null
    if (table === null) refuse<MeetingRefusal>({ code: 'slot_taken', field: 'slot' })
    await tx.deleteFrom('session_seat').where('meeting_id', '=', meeting.id).execute()
    await tx.updateTable('session_meeting').set({ table_number: table, starts_at: slot.starts_at, ends_at: slot.ends_at, sequence: meeting.sequence + 1, reason: why, changed_at: now }).where('id', '=', meeting.id).execute()
    await seat(tx, meeting.id, wish, slot)
    await record(tx, ctx, subjectOf(session_id), { type: 'session.meeting_moved', session_id, meeting_id: meeting.id })
    await offerSlot(tx, ctx, session, meeting)
  })
}
export const NoteResult = z.object({ ...one, result: choiceField(meetingResults), note: optionalTextField(1000) })
/** What this participant made of the meeting, for themselves and for those who run the session. */
export async function noteResult(ctx: Ctx, { session_id, table_meeting_id, result, note }: z.output<typeof NoteResult>): Promise<void> {
  await inPlace(ctx, session_id, async ({ tx, place }) => {
    const meeting = await meetingOf(tx, session_id, table_meeting_id)
    await wishOf(tx, session_id, meeting.wish_id, place.id)
    refuseIf(notesRefusal(meeting, ctx.now()))
    const said = { result, note, noted_at: ctx.now() }
    await tx.insertInto('session_meeting_note').values({ meeting_id: meeting.id, registration_id: place.id, ...said }).onConflict((on) => on.columns(['meeting_id', 'registration_id']).doUpdateSet(said)).execute()
  })
}
export const NoteOutcome = z.object({ ...one, outcome: choiceField(meetingOutcomes) })
/** Who came to the table, as the desk saw it. */
export async function noteOutcome(ctx: Ctx, { session_id, table_meeting_id, outcome }: z.output<typeof NoteOutcome>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(forEverybody(ctx), async (tx) => {
    await inTurn(tx, session_id)
    const meeting = await meetingOf(tx, session_id, table_meeting_id)
    refuseIf(notesRefusal(meeting, ctx.now()))
    if (meeting.outcome === outcome) return
    await tx.updateTable('session_meeting').set({ outcome, outcome_by: personOf(ctx.actor), outcome_at: ctx.now() }).where('id', '=', meeting.id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.meeting_noted', session_id, meeting_id: meeting.id, outcome }, null)
  })
}
