import { type RawBuilder, sql } from 'kysely'
import type { Actor, Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { type Locale } from '../../platform/locale.ts'
import { placesOf, type Places } from './taking.ts'
import { type LotListed, publishedLots } from '../auctions/queries.ts'
import { soldStates } from '../auctions/rules.ts'
import { systemOf } from '../matching/market-index.ts'
import type { Registration, SessionItem, TradingSession, Venue } from './schema.ts'

export type SessionListed = TradingSession & { venue: Venue }
const withVenue = (db: Db) => db.selectFrom('trading_session as s').selectAll('s').select(sql<Venue>`(select to_jsonb(v) from venue v where v.id = s.venue_id)`.as('venue'))
/** What this reader may see of sessions, those ahead first. */
export async function sessionsFor(db: Db, now: Date): Promise<{ ahead: SessionListed[]; past: SessionListed[]; drafts: SessionListed[] }> {
  const all = await withVenue(db).orderBy('s.starts_at').limit(300).execute()
  const shown = all.filter(({ state }) => state !== 'draft')
  return { ahead: shown.filter(({ ends_at }) => ends_at > now), past: shown.filter(({ ends_at }) => ends_at <= now).toReversed(), drafts: all.filter(({ state }) => state === 'draft') }
}
export const sessionById = (db: Db, id: number): Promise<SessionListed | undefined> => withVenue(db).where('s.id', '=', id).executeTakeFirst()
export const venuesOf = (db: Db): Promise<Venue[]> => db.selectFrom('venue').selectAll().orderBy('id').execute()

export type ItemShown = SessionItem & { listing: { kind: 'offer' | 'need'; anonymous: boolean } | null; lot: LotListed | null; organisation_vi: string | null; organisation_en: string | null }
/** The agenda in its order, lots as they stand now. A listing is linked while it is published; whose it is is said only while the listing says so itself. */
export async function itemsOf(db: Db, session: number, now: Date): Promise<ItemShown[]> {
  const items = await db.selectFrom('session_item as i').leftJoin('organisation as o', 'o.id', 'i.organisation_id').selectAll('i').select(['o.name_vi as organisation_vi', 'o.name_en as organisation_en'])
    .select(sql<ItemShown['listing']>`(select jsonb_build_object('kind', l.kind, 'anonymous', l.anonymous) from listing l where l.id = i.listing_id and l.state = 'published')`.as('listing'))
    .where('i.session_id', '=', session).orderBy('i.starts_at').orderBy('i.ends_at').orderBy('i.id').execute()
  const lots = await publishedLots(db, items.flatMap(({ lot_id }) => lot_id ?? []), now)
  return items.map((item) => ({ ...item, lot: lots.find(({ id }) => id === item.lot_id) ?? null, ...(item.listing_id === null || item.listing?.anonymous === false ? {} : { organisation_id: null, organisation_vi: null, organisation_en: null }) }))
}
export interface BoothShown { id: number; number: number; organisation_id: number; shows: string; name_vi: string; name_en: string }
export const boothsOf = (db: Db, session: number): Promise<BoothShown[]> =>
  db.selectFrom('session_booth as b').innerJoin('organisation as o', 'o.id', 'b.organisation_id').select(['b.id', 'b.number', 'b.organisation_id', 'b.shows', 'o.name_vi', 'o.name_en']).where('b.session_id', '=', session).orderBy('b.number').execute()

export interface OwnPlace extends Registration { before: number; scanned_at: Date | null }
/** The reader's own place, and how many wait before them. */
export async function ownPlace(db: Db, actor: Actor, session: number): Promise<OwnPlace | null> {
  if (actor.person_id === null) return null
  const own = await db.selectFrom('session_registration as r').leftJoin('session_checkin as c', 'c.registration_id', 'r.id').selectAll('r').select('c.scanned_at').where('r.session_id', '=', session).where('r.person_id', '=', actor.person_id).executeTakeFirst()
  if (!own) return null
  if (own.state !== 'waiting') return { ...own, before: 0 }
  // Who waits before them is nobody's business; how many is theirs.
  const { n } = await systemOf(db).selectFrom('session_registration').select(({ fn }) => fn.countAll<number>().as('n')).where('session_id', '=', session).where('state', '=', 'waiting')
    .where((r) => r.or([r('queued_at', '<', own.queued_at), r.and([r('queued_at', '=', own.queued_at), r('id', '<', own.id)])])).executeTakeFirstOrThrow()
  return { ...own, before: n }
}
export interface SessionShown { session: SessionListed; items: ItemShown[]; booths: BoothShown[]; places: Places; own: OwnPlace | null; now: Date; locale: Locale }
export async function shownTo({ db, actor, now, locale }: Ctx, session: SessionListed): Promise<SessionShown> {
  const [items, booths, places, own] = await Promise.all([itemsOf(db, session.id, now()), boothsOf(db, session.id), placesOf(db, session.id), ownPlace(db, actor, session.id)])
  return { session, items, booths, places, own, now: now(), locale }
}

export interface Guest { id: number; name: string; organisation_vi: string | null; organisation_en: string | null; state: Registration['state']; queued_at: Date; scanned_at: Date | null }
/** Who registered, for those who run or watch the session; in the order in which they came. */
export const guestsOf = (db: Db, session: number): Promise<Guest[]> =>
  db.selectFrom('session_registration as r').innerJoin('person as p', 'p.id', 'r.person_id').leftJoin('organisation as o', 'o.id', 'r.organisation_id').leftJoin('session_checkin as c', 'c.registration_id', 'r.id')
    .select(['r.id', 'p.name', 'o.name_vi as organisation_vi', 'o.name_en as organisation_en', 'r.state', 'r.queued_at', 'c.scanned_at']).where('r.session_id', '=', session).orderBy('r.queued_at').orderBy('r.id').limit(5000).execute()
export const placedIn = async (db: Db, session: number): Promise<number[]> =>
  (await db.selectFrom('session_registration').select('id').where('session_id', '=', session).where('state', '=', 'placed').orderBy('id').execute()).map(({ id }) => id)

/** Sessions that are over and whose minutes nobody has closed. */
export const minutesWaiting = (db: Db, now: Date) => db.selectFrom('trading_session').select(['id', 'title_vi', 'title_en', 'ends_at']).where('state', '=', 'published').where('ends_at', '<', now).orderBy('ends_at').limit(50).execute()
/** Whose certificate has that number; asked by anybody who holds the code of it, which opens this one and no other. */
export const attendanceOf = (db: Db, registration: number) =>
  systemOf(db).selectFrom('session_registration as r').innerJoin('person as p', 'p.id', 'r.person_id').innerJoin('session_checkin as c', 'c.registration_id', 'r.id').innerJoin('trading_session as s', 's.id', 'r.session_id').select(['r.id', 'r.session_id', 'p.name']).where('r.id', '=', registration).where('s.state', '=', 'closed').executeTakeFirst()

/** Whether a published listing is part of the session: on its agenda, of an organisation with a booth, or of one the reader meets there. */
export const shownIn = async (db: Db, session: number, listing: number): Promise<boolean> =>
  (await db.selectFrom('listing as l').select('l.id').where('l.id', '=', listing).where('l.state', '=', 'published').where((l) => l.or([
    l.exists(l.selectFrom('session_item as i').select('i.id').where('i.session_id', '=', session).whereRef('i.listing_id', '=', 'l.id')),
    l.exists(l.selectFrom('session_booth as b').select('b.id').where('b.session_id', '=', session).whereRef('b.organisation_id', '=', 'l.organisation_id').where('l.anonymous', '=', false)),
    l.and([l('l.anonymous', '=', false), sql<boolean>`reader_meets(${session}, l.organisation_id)`]),
  ])).executeTakeFirst()) !== undefined

/** Where a published lot is on the agenda of a session that is held, and when. */
export const agendasOf = (db: Db, lot: number): Promise<(SessionListed & { item_starts_at: Date; item_ends_at: Date })[]> =>
  withVenue(db).innerJoin('session_item as i', 'i.session_id', 's.id').select(['i.starts_at as item_starts_at', 'i.ends_at as item_ends_at']).where('i.lot_id', '=', lot).where('s.state', 'in', ['published', 'closed']).where(sql<boolean>`i.held is distinct from 'not_held'`).orderBy('i.starts_at').limit(20).execute()

/** Lots on a session's agenda, but for items its minutes say were not held; and those of them that were sold, there or afterwards. */
export const lotsGathered = (session: RawBuilder<unknown>): RawBuilder<{ lots: number; lots_sold: number }> =>
  sql`select count(distinct l.id)::int as lots, (count(distinct l.id) filter (where l.state = any (${[...soldStates]}::text[])))::int as lots_sold from session_item gi join auction_lot l on l.id = gi.lot_id where gi.session_id = ${session} and gi.held is distinct from 'not_held'`
export interface Results { cards: number; accepted: number; deals_open: number; deals_won: number; deals_lost: number; lots: number; lots_sold: number }
/** What came of a session in numbers; whose cards and deals they are, those know who may read them. */
export async function resultsOf(db: Db, session: number): Promise<Results> {
  const { rows: [results] } = await sql<Results>`select r.cards, r.accepted, r.deals_open, r.deals_won, r.deals_lost, g.lots, g.lots_sold from session_results(${session}) r cross join (${lotsGathered(sql`${session}`)}) g`.execute(db)
  return results ?? { cards: 0, accepted: 0, deals_open: 0, deals_won: 0, deals_lost: 0, lots: 0, lots_sold: 0 }
}
