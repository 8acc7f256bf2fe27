import { sql } from 'kysely'
import type { Actor, Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { systemOf } from '../matching/market-index.ts'
import { rankedFor } from '../matching/queries.ts'
import { type Away, bothFree, freeTable, type Slot, slotsOf, type Standing, type Unmet, type Wished } from './schedule-rules.ts'
import type { Meeting, MeetingOutcome, MeetingResult, TradingSession, Wish } from './schema.ts'

/** The slots of a session: its agenda's times of meetings. */
export const slotsIn = async (db: Db, session: number): Promise<Slot[]> =>
  slotsOf(await db.selectFrom('session_item').select(['starts_at', 'ends_at']).where('session_id', '=', session).where('kind', '=', 'meetings').orderBy('starts_at').execute())

export interface Meeter { registration_id: number; organisation_id: number; organisation_vi: string; organisation_en: string; name: string; about: string; not_at: Date[] }
const meetersOf = (db: Db, session: number) => db.selectFrom('session_meeter as m').innerJoin('session_registration as r', 'r.id', 'm.registration_id').innerJoin('organisation as o', 'o.id', 'r.organisation_id').innerJoin('person as p', 'p.id', 'r.person_id')
  .select(['m.registration_id', 'o.id as organisation_id', 'o.name_vi as organisation_vi', 'o.name_en as organisation_en', 'p.name', 'm.about', 'm.not_at']).where('m.session_id', '=', session).where('r.state', '=', 'placed').orderBy('o.name_vi').orderBy('m.registration_id').limit(1000)

/** Everything a plan is made of; for whoever sees all of the session. */
export interface Planning { meeters: Meeter[]; wishes: Wish[]; meetings: Meeting[]; tables: number }
export async function planningOf(db: Db, session: TradingSession): Promise<Planning> {
  const [meeters, wishes, meetings, venue] = await Promise.all([
    meetersOf(db, session.id).execute(), db.selectFrom('session_wish').selectAll().where('session_id', '=', session.id).orderBy('id').execute(),
    db.selectFrom('session_meeting').selectAll().where('session_id', '=', session.id).orderBy('starts_at').orderBy('table_number').orderBy('id').execute(), db.selectFrom('venue').select('meeting_tables').where('id', '=', session.venue_id).executeTakeFirstOrThrow(),
  ])
  return { meeters, wishes, meetings, tables: venue.meeting_tables }
}
export const awayIn = ({ meeters }: Pick<Planning, 'meeters'>): Away => new Map(meeters.map(({ registration_id, not_at }) => [registration_id, not_at]))
export const standingIn = ({ meetings, wishes }: Pick<Planning, 'meetings' | 'wishes'>, which: (meeting: Meeting) => boolean = ({ state }) => state !== 'cancelled'): Standing[] => {
  const known = new Map(wishes.map((wish) => [wish.id, wish]))
  return meetings.filter(which).flatMap(({ wish_id, table_number, starts_at, ends_at }) => { const wish = known.get(wish_id); return wish ? [{ one: wish.asker_id, other: wish.asked_id, table: table_number, starts_at, ends_at }] : [] })
}
/** Accepted by both, who still take meetings, and without a meeting that stands. */
export const wantingIn = ({ meeters, wishes, meetings }: Planning, stands: (meeting: Meeting) => boolean = ({ state }) => state !== 'cancelled'): Wished[] => {
  const here = new Set(meeters.map(({ registration_id }) => registration_id)), met = new Set(meetings.filter(stands).map(({ wish_id }) => wish_id))
  return wishes.filter(({ id, state, asker_id, asked_id }) => state === 'accepted' && !met.has(id) && here.has(asker_id) && here.has(asked_id)).map(({ id, asker_id, asked_id, mutual, score, asked_at }) => ({ id, one: asker_id, other: asked_id, mutual, score, asked_at }))
}

/** How well the published listings of each pair of organisations match at best, for as many listings as a plan can wait for. */
export async function scoresBetween(ctx: Ctx, pairs: readonly (readonly [number, number])[]): Promise<(a: number, b: number) => number | null> {
  const db = systemOf(ctx.db), all = [...new Set(pairs.flat())]
  const scores = new Map<string, number>()
  const between = (a: number, b: number): string => `${Math.min(a, b)} ${Math.max(a, b)}`
  const wanted = new Set(pairs.map(([a, b]) => between(a, b)))
  const listings = all.length === 0 ? [] : await db.selectFrom('listing').select(['id', 'kind', 'organisation_id']).where('organisation_id', 'in', all).where('state', '=', 'published').where('anonymous', '=', false).orderBy('id').limit(200).execute()
  const owner = new Map(listings.map(({ id, organisation_id }) => [id, organisation_id]))
  for (const listing of listings.filter(({ kind }) => kind === 'need')) for (const { listing_id, score } of await rankedFor(db, listing, 40)) {
    const other = owner.get(listing_id)
    if (other === undefined || !wanted.has(between(listing.organisation_id, other))) continue
    scores.set(between(listing.organisation_id, other), Math.max(score, scores.get(between(listing.organisation_id, other)) ?? 0))
  }
  return (a, b) => scores.get(between(a, b)) ?? null
}

export interface OwnWish extends Wish { mine: boolean; other: { organisation_id: number; organisation_vi: string; organisation_en: string; name: string | null; about: string } }
export interface OwnMeeting extends Meeting { mine: boolean; topic: string; other: OwnWish['other'] & { registration_id: number }; note: { result: MeetingResult; note: string } | null }
export interface OwnMeetings { place: number | null; own: { about: string; not_at: Date[] } | null; slots: Slot[]; meeters: Omit<Meeter, 'name' | 'not_at'>[]; wishes: OwnWish[]; meetings: OwnMeeting[] }

/** The reader's own place at a session, where they have one. */
export const placeOf = async (db: Db, actor: Actor, session: number): Promise<{ id: number; organisation_id: number | null } | undefined> =>
  actor.person_id === null ? undefined : db.selectFrom('session_registration').select(['id', 'organisation_id']).where('session_id', '=', session).where('person_id', '=', actor.person_id).where('state', '=', 'placed').executeTakeFirst()

/**
 * What a participant knows of meetings: who takes them, by organisation; their own wishes and plan. A name
 * is told to somebody only once both have said yes. Who that is is asked here, past what a participant may read of places.
 */
export async function ownMeetings({ db, actor }: Ctx, session: TradingSession): Promise<OwnMeetings> {
  const slots = await slotsIn(db, session.id)
  const place = await placeOf(db, actor, session.id)
  if (!place) return { place: null, own: null, slots, meeters: [], wishes: [], meetings: [] }
  const [wishes, meetings, notes, all] = await Promise.all([
    db.selectFrom('session_wish').selectAll().where('session_id', '=', session.id).where((w) => w.or([w('asker_id', '=', place.id), w('asked_id', '=', place.id)])).orderBy('asked_at', 'desc').orderBy('id').limit(500).execute(),
    db.selectFrom('session_meeting as m').innerJoin('session_wish as w', 'w.id', 'm.wish_id').selectAll('m').where('m.session_id', '=', session.id).where('m.confirmed_at', 'is not', null).where((w) => w.or([w('w.asker_id', '=', place.id), w('w.asked_id', '=', place.id)])).orderBy('m.starts_at').orderBy('m.id').limit(500).execute(),
    db.selectFrom('session_meeting_note').selectAll().where('registration_id', '=', place.id).execute(),
    systemOf(db).selectFrom('session_registration as r').innerJoin('person as p', 'p.id', 'r.person_id').innerJoin('organisation as o', 'o.id', 'r.organisation_id').leftJoin('session_meeter as m', 'm.registration_id', 'r.id')
      .select(['r.id as registration_id', 'r.state', 'o.id as organisation_id', 'o.name_vi as organisation_vi', 'o.name_en as organisation_en', 'p.name', 'm.about', 'm.not_at']).where('r.session_id', '=', session.id).orderBy('o.name_vi').orderBy('r.id').limit(5000).execute(),
  ])
  const known = new Map(all.map((one) => [one.registration_id, one]))
  const told = (wish: Wish): OwnWish['other'] & { registration_id: number } => {
    const one = known.get(wish.asker_id === place.id ? wish.asked_id : wish.asker_id)
    return { registration_id: one?.registration_id ?? 0, organisation_id: one?.organisation_id ?? 0, organisation_vi: one?.organisation_vi ?? '', organisation_en: one?.organisation_en ?? '', name: wish.state === 'accepted' ? one?.name ?? null : null, about: one?.about ?? '' }
  }
  const byId = new Map(wishes.map((wish) => [wish.id, wish])), noted = new Map(notes.map((note) => [note.meeting_id, note]))
  const own = known.get(place.id)
  return {
    place: place.id, own: own?.about != null ? { about: own.about, not_at: own.not_at ?? [] } : null, slots,
    meeters: all.flatMap(({ registration_id, state, organisation_id, organisation_vi, organisation_en, about }) => (about != null && state === 'placed' && organisation_id !== place.organisation_id ? [{ registration_id, organisation_id, organisation_vi, organisation_en, about }] : [])).slice(0, 400),
    wishes: wishes.map((wish) => ({ ...wish, mine: wish.asker_id === place.id, other: told(wish) })),
    meetings: meetings.map((meeting) => { const wish = byId.get(meeting.wish_id)!; const note = noted.get(meeting.id); return { ...meeting, mine: wish.asker_id === place.id, topic: wish.topic, other: told(wish), note: note ? { result: note.result, note: note.note } : null } }),
  }
}
/** The slots to which a meeting may be moved now: both are free, and a table is. */
export async function slotsFor(db: Db, session: TradingSession, meeting: Meeting, now: Date): Promise<Slot[]> {
  const system = systemOf(db), planning = await planningOf(system, session)
  const wish = planning.wishes.find(({ id }) => id === meeting.wish_id)
  if (!wish) return []
  const others = standingIn(planning, ({ id, state }) => state !== 'cancelled' && id !== meeting.id)
  return (await slotsIn(system, session.id)).filter((slot) => slot.starts_at > now && slot.starts_at.getTime() !== meeting.starts_at.getTime() && bothFree(slot, { one: wish.asker_id, other: wish.asked_id }, others, awayIn(planning)) && freeTable(slot, planning.tables, others) !== null)
}

export interface MeetingRow { id: number; table_number: number; starts_at: Date; ends_at: Date; state: Meeting['state']; outcome: MeetingOutcome | null; mutual: boolean; score: number | null; one_vi: string; one_en: string; one_name: string; other_vi: string; other_en: string; other_name: string }
export interface UnmetRow { id: number; unmet: Unmet | null; mutual: boolean; score: number | null; one_vi: string; one_en: string; other_vi: string; other_en: string }
export interface MeetingDesk { rows: MeetingRow[]; unmet: UnmetRow[]; meeters: number; slots: number; tables: number; states: Record<Wish['state'], number> }
/** The whole plan, for those who run or watch the session. */
export async function meetingDesk(db: Db, session: TradingSession): Promise<MeetingDesk> {
  const people = sql`join session_registration ra on ra.id = w.asker_id join person pa on pa.id = ra.person_id left join organisation oa on oa.id = ra.organisation_id join session_registration rb on rb.id = w.asked_id join person pb on pb.id = rb.person_id left join organisation ob on ob.id = rb.organisation_id`
  const names = sql`oa.name_vi as one_vi, oa.name_en as one_en, pa.name as one_name, ob.name_vi as other_vi, ob.name_en as other_en, pb.name as other_name`
  const [{ rows }, { rows: unmet }, planning, slots] = await Promise.all([
    sql<MeetingRow>`select m.id, m.table_number, m.starts_at, m.ends_at, m.state, m.outcome, w.mutual, w.score, ${names} from session_meeting m join session_wish w on w.id = m.wish_id ${people} where m.session_id = ${session.id} order by m.starts_at, m.table_number, m.id limit 2000`.execute(db),
    sql<UnmetRow>`select w.id, w.unmet, w.mutual, w.score, ${names} from session_wish w ${people} where w.session_id = ${session.id} and w.state = 'accepted' and not exists (select from session_meeting m where m.wish_id = w.id and m.state <> 'cancelled') order by w.id limit 1000`.execute(db),
    planningOf(db, session), slotsIn(db, session.id),
  ])
  const states: MeetingDesk['states'] = { asked: 0, accepted: 0, declined: 0, withdrawn: 0 }
  for (const { state } of planning.wishes) states[state]++
  return { rows, unmet, meeters: planning.meeters.length, slots: slots.length, tables: planning.tables, states }
}

/** Wishes that wait for this person's answer, a line a session. */
export const wishesWaiting = (db: Db, actor: Actor, now: Date) =>
  db.selectFrom('session_wish as w').innerJoin('session_registration as r', 'r.id', 'w.asked_id').innerJoin('trading_session as s', 's.id', 'w.session_id').select(({ fn }) => ['s.id', 's.title_vi', 's.title_en', fn.countAll<number>().as('n'), fn.min('w.asked_at').as('since')])
    .where('r.person_id', '=', actor.person_id ?? 0).where('r.state', '=', 'placed').where('w.state', '=', 'asked').where('s.state', '=', 'published').where('s.ends_at', '>', now).groupBy(['s.id', 's.title_vi', 's.title_en']).orderBy('s.id').limit(20).execute()
