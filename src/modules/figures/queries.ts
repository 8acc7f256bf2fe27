import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import { wonAndStands } from '../deals/origin-queries.ts'

export interface Figures {
  offers: number
  needs: number
  /** Of the two, those imported from elsewhere. */
  imported: number
  organisations: number
  verified: number
  interests: number
  deals_open: number
  deals_won: number
  deals_lost: number
  value: number
}

/** What the public may count on: every number is counted from the records at this moment, from all of them whoever asks. */
export async function figures(reader: Db): Promise<Figures> {
  const db = asSystem(reader)
  const { rows: [row] } = await sql<Figures>`select
    (select count(*) from listing where state = 'published' and kind = 'offer')::int as offers,
    (select count(*) from listing where state = 'published' and kind = 'need')::int as needs,
    (select count(*) from listing where state = 'published' and source_name is not null)::int as imported,
    -- A need that does not name its organisation would tell by this number whether that one was here already.
    (select count(distinct organisation_id) from listing where state = 'published' and not anonymous)::int as organisations,
    (select count(*) from organisation where verification = 'verified')::int as verified,
    (select count(*) from interest)::int as interests,
    (select count(*) from deal where closed_at is null)::int as deals_open,
    (select count(*) from deal d where ${wonAndStands})::int as deals_won,
    (select count(*) from deal where stage = 'lost')::int as deals_lost,
    (select coalesce(sum(value), 0) from deal d where ${wonAndStands})::bigint as value`.execute(db)
  return row as Figures
}

/** A sum over fewer deals than this would tell what one of them was worth; it is null instead. */
export const fewestDeals = 3

export interface FieldFigures { field: string; offers: number; needs: number; deals_won: number; value: number | null }
/** By broad research field of the listing; a listing in two fields counts in both. */
export async function figuresByField(reader: Db): Promise<FieldFigures[]> {
  const db = asSystem(reader)
  const { rows } = await sql<FieldFigures>`
    with of_field as (select distinct l.id, l.kind, l.state, left(f, 1) as field from listing l, unnest(l.research_fields) f)
    select c.code as field,
      (select count(*) from of_field l where l.field = c.code and l.state = 'published' and l.kind = 'offer')::int as offers,
      (select count(*) from of_field l where l.field = c.code and l.state = 'published' and l.kind = 'need')::int as needs,
      (select count(*) from deal d where ${wonAndStands} and exists (select from of_field l where l.field = c.code and l.id in (d.offer_id, d.need_id)))::int as deals_won,
      (select coalesce(sum(d.value), 0) from deal d where ${wonAndStands} and exists (select from of_field l where l.field = c.code and l.id in (d.offer_id, d.need_id)))::bigint as value
    from code c where c.list = 'research_field' and c.level = '1' order by c.position`.execute(db)
  return rows.map(sparing)
}
/** The row without a sum that would tell what one deal was worth. */
export const sparing = <T extends { deals_won: number; value: number | null }>(row: T): T => (row.deals_won > 0 && row.deals_won < fewestDeals ? { ...row, value: null } : row)

export interface MonthFigures { month: string; published: number; interests: number; deals_won: number; value: number | null }
/** The last twelve months in Hanoi, those without anything included. Imported listings are no work of the month they came in. */
export async function figuresByMonth(reader: Db, now: Date): Promise<MonthFigures[]> {
  const db = asSystem(reader)
  const { rows } = await sql<MonthFigures>`
    with months as (select generate_series(date_trunc('month', ${now}::timestamptz at time zone 'Asia/Ho_Chi_Minh') - interval '11 months', date_trunc('month', ${now}::timestamptz at time zone 'Asia/Ho_Chi_Minh'), interval '1 month') as start),
    bounds as (select start, start at time zone 'Asia/Ho_Chi_Minh' as low, (start + interval '1 month') at time zone 'Asia/Ho_Chi_Minh' as high from months)
    select to_char(start, 'YYYY-MM') as month,
      (select count(*) from listing where published_at >= low and published_at < high and state = 'published' and source_name is null)::int as published,
      (select count(*) from interest where expressed_at >= low and expressed_at < high)::int as interests,
      (select count(*) from deal d where ${wonAndStands} and closed_at >= low and closed_at < high)::int as deals_won,
      (select coalesce(sum(value), 0) from deal d where ${wonAndStands} and closed_at >= low and closed_at < high)::bigint as value
    from bounds order by start`.execute(db)
  const told = rows.map(sparing)
  // One row withheld could be had by subtracting the others from the total: then the smallest of them is withheld too.
  if (told.filter(({ value }) => value === null).length !== 1) return told
  const smallest = told.filter(({ value }) => value).toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))[0]
  return told.map((row) => (row === smallest ? { ...row, value: null } : row))
}

/** Why deals were lost; shown from three lost deals up, so that no one deal can be read from it. */
export async function lossReasons(reader: Db): Promise<{ code: string; count: number }[]> {
  const db = asSystem(reader)
  const rows = await db.selectFrom('deal').select(['loss_code', ({ fn }) => fn.countAll<number>().as('count')]).where('stage', '=', 'lost').groupBy('loss_code').orderBy('count', 'desc').execute()
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  return total < fewestDeals ? [] : rows.map(({ loss_code, count }) => ({ code: loss_code ?? 'other', count }))
}
