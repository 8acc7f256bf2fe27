import { type RawBuilder, sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import { type GapView, onGapPage, sparingUnanswered } from './rules.ts'

export interface GapRow {
  code: string
  offers: number
  needs: number
  /** Needs that have been reckoned and match no offer. */
  unmatched: number
  /** Of those, needs nobody has shown interest in either; null where that would tell it of one. */
  unanswered: number | null
}

const keptFor = 20_000
const kept = new WeakMap<Db, Map<string, { at: number; rows: Promise<GapRow[]> }>>()

/** Every field of the first level or below `field`, every ward or every level that has something published, counted from all that is public whoever asks; kept for twenty seconds. */
export function gapRows(reader: Db, by: GapView, field: string, now: Date): Promise<GapRow[]> {
  const db = asSystem(reader) // of interests no more is told than `sparingUnanswered` lets through; everything else here is public
  const known = kept.get(db) ?? new Map<string, { at: number; rows: Promise<GapRow[]> }>()
  kept.set(db, known)
  const key = `${by} ${by === 'fields' ? field : ''}`
  const before = known.get(key)
  if (before && Math.abs(now.getTime() - before.at) < keptFor) return before.rows
  if (known.size >= 500) known.clear()
  const rows = count(db, by, field)
  known.set(key, { at: now.getTime(), rows })
  rows.catch(() => known.delete(key))
  return rows
}

const codes: Record<GapView, (field: string) => RawBuilder<unknown>> = {
  // A listing in two fields counts in both; one that names a field no closer than `field` stands under that.
  fields: (field) => sql`select distinct left(f, ${field.length === 0 ? 1 : field.length === 1 ? 3 : 5}::int) as code from unnest(l.research_fields) f where f like ${`${field}%`}`,
  wards: () => sql`select coalesce(l.ward_code, '') as code`,
  trl: () => sql`select coalesce(l.trl::text, '') as code`,
}
async function count(db: Db, by: GapView, field: string): Promise<GapRow[]> {
  const { rows } = await sql<GapRow>`
    with listed as (
      select l.id, l.kind, c.code, s.matches = 0 as unmatched from published_listing l cross join lateral (${codes[by](field)}) c left join need_standing s on s.listing_id = l.id),
    judged as (select *, unmatched and not exists (select from interest i where listed.id in (i.listing_id, i.counter_listing_id) and i.state <> 'withdrawn') as unanswered from listed)
    select code, count(*) filter (where kind = 'offer')::int as offers, count(*) filter (where kind = 'need')::int as needs,
      count(*) filter (where kind = 'need' and unmatched)::int as unmatched, count(*) filter (where kind = 'need' and unanswered)::int as unanswered
    from judged group by code having count(*) filter (where kind = 'need') > 0 order by code limit 1000`.execute(db)
  return sparingUnanswered(rows)
}

/** Those of these rows a reader looks for first: most needs without a match on top; levels in their order. */
export const inOrder = (by: GapView, rows: readonly GapRow[]): GapRow[] =>
  by === 'trl' ? rows.toSorted((a, b) => Number(a.code || 99) - Number(b.code || 99)) : rows.toSorted((a, b) => b.unmatched - a.unmatched || b.needs - a.needs || a.code.localeCompare(b.code))

/** Needs without any match, oldest first, one page of them: in this field, ward or level, or in any of `branches`. */
export async function unmatchedNeeds(db: Db, { by, code, branches = null, butOf = [], page, limit = onGapPage }: { by: GapView; code: string; branches?: readonly string[] | null; butOf?: readonly number[]; page: number; limit?: number }): Promise<{ ids: number[]; total: number }> {
  const within = branches ? sql`exists (select from unnest(l.research_fields) f where left(f, 3) = any(${branches}::text[]))`
    : code === '' ? sql`true`
      : { fields: sql`exists (select from unnest(l.research_fields) f where f like ${`${code}%`})`, wards: sql`l.ward_code = ${code}`, trl: sql`l.trl::text = ${code}` }[by]
  const { rows } = await sql<{ id: number; total: number }>`
    select l.id, count(*) over ()::int as total from published_listing l join need_standing s on s.listing_id = l.id
    where l.kind = 'need' and s.matches = 0 and not (l.organisation_id = any(${butOf}::int[])) and ${within} order by l.published_at, l.id limit ${limit} offset ${(page - 1) * limit}`.execute(db)
  return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 }
}

/** Needs not reckoned yet: published a moment ago. */
export async function notReckoned(db: Db): Promise<number> {
  const { rows: [row] } = await sql<{ n: number }>`select count(*)::int as n from published_listing l where l.kind = 'need' and not exists (select from need_standing s where s.listing_id = l.id)`.execute(db)
  return row?.n ?? 0
}

/** The branches an organisation works in: those of its published offers and of its experts whose profiles are public. */
export async function branchesOf(db: Db, organisationId: number): Promise<string[]> {
  const { rows } = await sql<{ branch: string }>`
    select distinct left(f, 3) as branch from (
      select unnest(l.research_fields) as f from published_listing l where l.kind = 'offer' and l.organisation_id = ${organisationId}
      union all select unnest(e.research_fields) from expert e where e.organisation_id = ${organisationId} and e.published_at is not null) fields
    where length(f) >= 3 order by 1 limit 100`.execute(db)
  return rows.map(({ branch }) => branch)
}

/** What a row is called. */
export function nameOf(by: GapView, code: string, taxonomy: Taxonomy, locale: 'vi' | 'en', unstated: string): string {
  if (code === '') return unstated
  return by === 'fields' ? taxonomy.name('research_field', code, locale) : by === 'wards' ? taxonomy.name('ward', code, locale) : `TRL ${code}: ${taxonomy.name('trl', code, locale)}`
}
