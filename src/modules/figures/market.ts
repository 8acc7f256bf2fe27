import { type RawBuilder, sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import { type Balance, balanceOf, type Counted, digitsBelow, type MarketAsked, marketQuery, type MarketView, monthsOf, pullOf } from './rules.ts'
import { sparingUnanswered } from '../sourcing/rules.ts'

/** A line of any of the tables; a view fills what it is about. */
export interface MarketRow extends Counted {
  /** On the market when the month ended. */
  offers_open?: number
  needs_open?: number
  /** Needs no published offer of another organisation fits: none in the branch reaches the readiness asked. */
  unmatched?: number
  /** Of those, needs nobody has shown interest in either; null where that would tell it of one. */
  unanswered?: number | null
  /** The field's share of needs over its share of offers. */
  pull?: number
  balance?: Balance
}

const keptFor = 20_000
const kept = new WeakMap<Db, Map<string, { at: number; rows: Promise<MarketRow[]> }>>()

/**
 * The rows of a view: what is public, counted from all of it whoever asks, kept for twenty seconds.
 * Codes of one view come in the order people read them; fields without any listing are the caller's to add.
 */
export function marketRows(reader: Db, view: MarketView, asked: MarketAsked, now: Date): Promise<MarketRow[]> {
  const db = asSystem(reader) // every count is of published listings; of interests no more is told than sparingUnanswered lets through
  const known = kept.get(db) ?? new Map<string, { at: number; rows: Promise<MarketRow[]> }>()
  kept.set(db, known)
  const key = `${view} ${marketQuery(asked)}`
  const before = known.get(key)
  if (before && Math.abs(now.getTime() - before.at) < keptFor) return before.rows
  if (known.size >= 500) known.clear()
  const rows = counting[view](db, asked, now)
  known.set(key, { at: now.getTime(), rows })
  rows.catch(() => known.delete(key))
  return rows
}

const dayStart = (day: string): RawBuilder<Date> => sql`(${day}::date)::timestamp at time zone 'Asia/Ho_Chi_Minh'`
const periodOf = ({ from, to }: MarketAsked): RawBuilder<unknown> =>
  sql`${from ? sql`l.published_at >= ${dayStart(from)}` : sql`true`} and ${to ? sql`l.published_at < ${dayStart(to)} + interval '1 day'` : sql`true`}`
const kindOf = ({ kind }: MarketAsked): RawBuilder<unknown> => (kind ? sql`l.kind = ${kind}` : sql`true`)
const inField = ({ field }: MarketAsked): RawBuilder<unknown> => (field ? sql`exists (select from unnest(l.research_fields) f where f like ${`${field}%`})` : sql`true`)
const offered = sql`count(*) filter (where kind = 'offer')::int as offers, count(*) filter (where kind = 'need')::int as needs`

/** By one code a listing has; `code` reads the listing as l. */
const by = (code: RawBuilder<unknown>, order: RawBuilder<unknown>) => async (db: Db, asked: MarketAsked): Promise<MarketRow[]> =>
  (await sql<MarketRow>`
    select code, ${offered} from (select l.kind, ${code} as code from listing l where l.state = 'published' and ${kindOf(asked)} and ${inField(asked)} and ${periodOf(asked)}) listed
    group by code order by ${order} limit 1000`.execute(db)).rows

const counting: Record<MarketView, (db: Db, asked: MarketAsked, now: Date) => Promise<MarketRow[]>> = {
  // A listing that names a field no closer than the one chosen stands under that field itself; one that names none under the empty code.
  fields: async (db, asked) => (await sql<MarketRow>`
    select code, ${offered} from (
      select distinct l.id, l.kind, left(f, ${digitsBelow(asked.field)}::int) as code from listing l left join lateral unnest(l.research_fields) f on true
      where l.state = 'published' and ${kindOf(asked)} and ${periodOf(asked)} and coalesce(f, '') like ${`${asked.field}%`}) listed
    group by code order by code nulls last limit 1000`.execute(db)).rows.map((row) => ({ ...row, code: row.code ?? '' })),
  trl: by(sql`coalesce(l.trl::text, '')`, sql`nullif(code, '')::int nulls last`),
  places: by(sql`case when l.ward_code is not null then 'ward ' || l.ward_code else 'country ' || l.country_code end`, sql`count(*) desc, code`),
  evidence: by(sql`l.evidence_grade::text`, sql`code`),
  months: countMonths,
  gaps: countGaps,
}

/**
 * By month in Hanoi: published in it, and on the market when it ended. Only what was published here:
 * an import is no work of the month it came in. A listing stands from its latest publication until it
 * was closed or lapsed; what is being revised now stands in no month.
 */
async function countMonths(db: Db, asked: MarketAsked, now: Date): Promise<MarketRow[]> {
  const months = monthsOf(asked, now)
  const inHanoi = (column: 'published_at' | 'ended_at') => sql`to_char(${sql.ref(column)} at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM')`
  const { rows } = await sql<{ month: string; kind: 'offer' | 'need'; came: number; went: number }>`
    with stood as (
      select l.kind, l.published_at, case when l.state = 'published' then null else least(l.closed_at, case when l.expired_at > l.published_at then l.expired_at end) end as ended_at from listing l
      where l.published_at is not null and l.source_name is null and l.state in ('published', 'closed', 'expired') and ${kindOf(asked)} and ${inField(asked)})
    select month, kind, sum(came)::int as came, sum(went)::int as went from (
      select ${inHanoi('published_at')} as month, kind, 1 as came, 0 as went from stood
      union all select ${inHanoi('ended_at')}, kind, 0, 1 from stood where ended_at is not null) moved
    group by month, kind order by month`.execute(db)
  const sum = (kind: 'offer' | 'need', until: string): number => rows.filter((row) => row.kind === kind && row.month <= until).reduce((total, { came, went }) => total + came - went, 0)
  const came = (kind: 'offer' | 'need', month: string): number => rows.find((row) => row.kind === kind && row.month === month)?.came ?? 0
  return months.map((month) => ({ code: month, offers: came('offer', month), needs: came('need', month), offers_open: sum('offer', month), needs_open: sum('need', month) }))
}

/**
 * By field: needs beside offers, and needs without an answer. An offer fits a need of another
 * organisation when it lies in one of its branches (three digits) and reaches the readiness asked; a
 * level not stated counts as reached, so that a need counted without any is without any. A need that
 * does not name its organisation is fitted by anybody's offer: a lone offer that did not fit it would
 * tell whose need it is.
 */
async function countGaps(db: Db, asked: MarketAsked): Promise<MarketRow[]> {
  const { rows } = await sql<MarketRow & { unmatched: number; unanswered: number }>`
    with best as (
      select left(f, 3) as branch, l.organisation_id, max(coalesce(l.trl, 9)) as trl from listing l, unnest(l.research_fields) f
      where l.state = 'published' and l.kind = 'offer' group by 1, 2),
    listed as (
      select distinct l.id, l.kind, l.trl, l.anonymous, l.organisation_id, l.research_fields, left(f, ${digitsBelow(asked.field)}::int) as code from listing l, unnest(l.research_fields) f
      where l.state = 'published' and f like ${`${asked.field}%`} and ${periodOf(asked)}),
    judged as (
      select code, kind,
        kind = 'need' and not exists (select from best b where (l.anonymous or b.organisation_id <> l.organisation_id) and b.trl >= coalesce(l.trl, 1) and b.branch in (select left(f, 3) from unnest(l.research_fields) f)) as unmatched,
        kind = 'need' and not exists (select from interest i where l.id in (i.listing_id, i.counter_listing_id) and i.state <> 'withdrawn') as unasked
      from listed l)
    select code, ${offered}, count(*) filter (where unmatched)::int as unmatched, count(*) filter (where unmatched and unasked)::int as unanswered
    from judged group by code order by code limit 1000`.execute(db)
  const all = { needs: 0, offers: 0, fields: rows.length }
  for (const row of rows) { all.needs += row.needs; all.offers += row.offers }
  // A period chosen day by day could be moved until it holds one need more: then nothing is told of answers.
  const told = asked.from || asked.to ? rows.map((row) => ({ ...row, unanswered: null })) : sparingUnanswered<(typeof rows)[number] & { unanswered: number | null }>(rows)
  return told.map((row) => ({ ...row, pull: pullOf(row, all), balance: balanceOf(row, pullOf(row, all)) })).toSorted((a, b) => b.pull - a.pull || a.code.localeCompare(b.code))
}
