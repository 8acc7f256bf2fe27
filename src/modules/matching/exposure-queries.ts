import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { inLocale, type Locale } from '../../platform/locale.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { cardsOf } from '../listings/queries.ts'
import { type Bound, type ExposureAsked, leastShowings, newcomer, noBound, type Share, tenths } from './exposure-rules.ts'

export interface BoundSet extends Bound { reason: string; set_at: Date; set_by: string }
/** The bound in force. */
export const boundNow = async (db: Db): Promise<Bound> =>
  await db.selectFrom('match_bound').select(['listing_percent', 'organisation_percent']).orderBy('id', 'desc').limit(1).executeTakeFirst() ?? noBound
/** What the bound was set to, by whom and why, the latest first. */
export const boundHistory = (db: Db): Promise<BoundSet[]> =>
  db.selectFrom('match_bound as b').innerJoin('person as p', 'p.id', 'b.set_by').select(['b.listing_percent', 'b.organisation_percent', 'b.reason', 'b.set_at', 'p.name as set_by']).orderBy('b.id', 'desc').limit(50).execute()

const keptFor = 60_000
const weeks = new WeakMap<Db, { at: number; day: string; shares: Promise<Map<number, Omit<Share, 'newcomer'>>> }>()

/** What each listing shown in the last seven days had of all showings within its kind and field, and its organisation with it; counted again after a minute. */
function weekOf(db: Db, now: Date): Promise<Map<number, Omit<Share, 'newcomer'>>> {
  const day = hanoiDay(daysFrom(now, -6))
  const before = weeks.get(db)
  if (before && before.day === day && Date.now() - before.at < keptFor) return before.shares
  const shares = sql<{ id: number; listing: number; organisation: number }>`
    with week as (
      select l.id, l.kind, coalesce(left(l.research_fields[1], 3), '') as field, l.organisation_id, sum(e.shown)::float8 as shown
      from match_exposure e join listing l on l.id = e.listing_id where e.day >= ${day}::date group by l.id),
    shared as (select id, shown, sum(shown) over (partition by kind, field) as total, sum(shown) over (partition by kind, field, organisation_id) as own from week)
    select id, 100 * shown / total as listing, 100 * own / total as organisation from shared where total >= ${leastShowings}`.execute(db)
    .then(({ rows }) => new Map(rows.map(({ id, listing, organisation }) => [id, { listing, organisation }])))
  weeks.set(db, { at: Date.now(), day, shares })
  shares.catch(() => weeks.delete(db))
  return shares
}
/** The next page counts anew. */
export const forgetWeek = (db: Db): void => { weeks.delete(db) }

/** How these listings stand in the showings. Shares are counted only where there is a bound. */
export async function sharesOf(db: Db, ids: readonly number[], now: Date, bound: Bound): Promise<Map<number, Share>> {
  if (ids.length === 0) return new Map()
  const bounds = bound.listing_percent !== null || bound.organisation_percent !== null
  const [{ rows }, week] = await Promise.all([
    sql<{ id: number }>`select l.id from listing l where l.id = any(${[...ids]}::int[]) and l.published_at > ${daysFrom(now, -newcomer.days)}
      and (select coalesce(sum(e.shown), 0) from match_exposure e where e.listing_id = l.id) < ${newcomer.showings}`.execute(db),
    bounds ? weekOf(db, now) : new Map<number, Omit<Share, 'newcomer'>>(),
  ])
  const fresh = new Set(rows.map(({ id }) => id))
  return new Map(ids.map((id) => [id, { listing: 0, organisation: 0, ...week.get(id), newcomer: fresh.has(id) }]))
}

export interface ExposureRow { id: number; name: string; owner: string; href: string; shown: number; opened: number; answered: number; share: number }
export interface Exposure {
  rows: ExposureRow[]
  /** How many there are on the market, shown or not, and how many of them were shown. */
  published: number
  seen: number
  total: number
  /** Of a hundred showings, what each tenth had, the most shown first. */
  tenths: number[]
}

/** Rows a file holds at most. */
export const mostExposed = 5_000
/** Who had how much of the showings of the last days, the most shown first. */
export async function exposureOf(db: Db, { view, kind, days }: ExposureAsked, now: Date, locale: Locale, limit: number): Promise<Exposure> {
  const since = hanoiDay(daysFrom(now, 1 - days)), from = new Date(`${since}T00:00:00+07:00`)
  const unit = sql.ref(view === 'listings' ? 'l.id' : 'l.organisation_id')
  const [{ rows }, { rows: [market] }] = await Promise.all([
    sql<{ id: number; shown: number; opened: number }>`
      select ${unit} as id, sum(e.shown)::int as shown, sum(e.opened)::int as opened from match_exposure e join listing l on l.id = e.listing_id
      where l.kind = ${kind} and e.day >= ${since}::date group by ${unit} order by shown desc, ${unit}`.execute(db),
    sql<{ published: number }>`select count(distinct ${unit})::int as published from listing l where l.kind = ${kind} and l.state = 'published'`.execute(db),
  ])
  const total = rows.reduce((sum, { shown }) => sum + shown, 0), published = market?.published ?? 0
  const top = rows.slice(0, limit), ids = top.map(({ id }) => id)
  const [answered, names] = await Promise.all([answersTo(db, view, kind, ids, from), view === 'listings' ? listingNames(db, ids, locale) : organisationNames(db, ids, locale)])
  return {
    published, seen: rows.length, total, tenths: tenths(rows.map(({ shown }) => shown), published),
    rows: top.map(({ id, shown, opened }) => ({ id, ...(names.get(id) ?? { name: `${id}`, owner: '', href: '' }), shown, opened, answered: answered.get(id) ?? 0, share: total === 0 ? 0 : (100 * shown) / total })),
  }
}

/** Answers others gave to these as matches. */
async function answersTo(db: Db, view: ExposureAsked['view'], kind: ExposureAsked['kind'], ids: readonly number[], from: Date): Promise<Map<number, number>> {
  const unit = sql.ref(view === 'listings' ? 'l.id' : 'l.organisation_id')
  const { rows } = await sql<{ id: number; n: number }>`
    select ${unit} as id, count(*)::int as n from match_answer a join listing l on l.id = ${sql.ref(kind === 'need' ? 'a.need_id' : 'a.offer_id')}
    where a.answered_at >= ${from} and a.organisation_id <> l.organisation_id and ${unit} = any(${[...ids]}::int[]) group by ${unit}`.execute(db)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

type Named = Map<number, { name: string; owner: string; href: string }>
async function listingNames(db: Db, ids: readonly number[], locale: Locale): Promise<Named> {
  const cards = await cardsOf(db, ids, locale)
  return new Map(cards.map((card) => [card.id, { name: card.title, owner: inLocale(locale, card.organisation_name_vi, card.organisation_name_en), href: `/${card.kind}s/${card.id}` }]))
}
async function organisationNames(db: Db, ids: readonly number[], locale: Locale): Promise<Named> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('organisation').select(['id', 'name_vi', 'name_en']).where('id', 'in', [...ids]).execute()
  return new Map(rows.map(({ id, name_vi, name_en }) => [id, { name: inLocale(locale, name_vi, name_en), owner: '', href: `/organisations/${id}` }]))
}
