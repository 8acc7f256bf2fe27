import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../core/database.ts'
import { listingKinds } from './schema.ts'
import { type TrlBand, trlBands } from './rules.ts'
import { holds, isEmpty, parseQuery, rank } from './search-text.ts'

export const sorts = ['relevance', 'newest', 'price', 'trl'] as const
const many = z.preprocess((value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]), z.array(z.string().max(60).transform((value) => value.replaceAll('\0', ''))).max(20)).catch([])

/** A search as its address says it. Whatever does not parse is as if it had not been said. */
export const SearchAddress = z.object({
  q: z.string().max(400).catch(''),
  kind: z.enum(['', ...listingKinds]).catch(''),
  field: many, trl: many, form: many, organisation: many, source: many,
  sort: z.enum(['', ...sorts]).catch(''),
  page: z.coerce.number().int().min(1).max(500).catch(1),
  /** The moment the first page was seen: later pages show the market as it was then, so nothing shifts between them. */
  as_of: z.coerce.number().int().positive().max(8.64e15).optional().catch(undefined),
})
export type Search = z.output<typeof SearchAddress>
export const facets = ['kind', 'field', 'trl', 'form', 'organisation', 'source'] as const
export type Facet = (typeof facets)[number]

export interface SearchResult {
  ids: number[]
  total: number
  asOf: number
  /** How many hold everything asked for; where that is few, those holding most of it follow. */
  exact: number
  relaxed: boolean
  /** Something was typed, but nothing that can be searched for. */
  unreadable: boolean
  counts: Record<Facet, { value: string; count: number }[]>
}
export const pageSize = 20
/** Fewer exact answers than this are followed by near ones. */
const few = 8
/** The name under which what was published here, and not imported, is counted. */
export const ownSource = 'techex'

type Condition = RawBuilder<unknown>
const among = (values: readonly string[]): Condition => sql`(${sql.join(values.map((value) => sql`${value}`))})`

const filters: Record<Facet, (search: Search) => Condition | null> = {
  kind: ({ kind }) => (kind ? sql`l.kind = ${kind}` : null),
  // A branch chosen within a field narrows it.
  field: ({ field }) => (field.length ? sql`exists (select from unnest(l.research_fields) f where ${sql.join(field.filter((code) => !field.some((other) => other !== code && other.startsWith(code))).map((code) => sql`f like ${`${code.replace(/\D/g, '')}%`}`), sql` or `)})` : null),
  trl: ({ trl }) => {
    const bands = trl.filter((band): band is TrlBand => band in trlBands)
    return bands.length ? sql`(${sql.join(bands.map((band) => sql`l.trl between ${trlBands[band][0]} and ${trlBands[band][1]}`), sql` or `)})` : null
  },
  form: ({ form }) => (form.length ? sql`l.transfer_forms && ${form}::text[]` : null),
  organisation: ({ organisation }) => (organisation.length ? sql`o.kind in ${among(organisation)}` : null),
  source: ({ source }) => (source.length ? sql`coalesce(l.source_name, ${ownSource}) in ${among(source)}` : null),
}
const values: Record<Facet, Condition> = {
  kind: sql`l.kind`,
  field: sql`unnest(array(select distinct left(f, 1) from unnest(l.research_fields) f union select distinct left(f, 3) from unnest(l.research_fields) f where length(f) >= 3))`,
  trl: sql`case when l.trl <= 3 then 'early' when l.trl <= 6 then 'middle' when l.trl <= 9 then 'ready' end`,
  form: sql`unnest(l.transfer_forms)`,
  organisation: sql`o.kind`,
  source: sql`coalesce(l.source_name, ${ownSource})`,
}

/** Published listings that answer a search, one page of them, with the count of every choice beside it. */
export async function search(db: Db, asked: Search, now: Date): Promise<SearchResult> {
  const query = parseQuery(asked.q)
  const unreadable = isEmpty(query) && asked.q.trim() !== ''
  const parts = query.words.length + query.phrases.length
  const asOf = Math.min(asked.as_of ?? now.getTime(), now.getTime())
  const attempt = async (relaxed: boolean): Promise<SearchResult> => {
    const matching = (except?: Facet): Condition => sql.join([
      sql`l.published_at <= ${new Date(asOf)}`, ...(unreadable ? [sql`false`] : isEmpty(query) ? [] : [holds(query, relaxed)]),
      ...facets.filter((facet) => facet !== except).flatMap((facet) => filters[facet](asked) ?? []),
    ], sql` and `)
    const sort = asked.sort || (parts ? 'relevance' : 'newest')
    const order = {
      relevance: sql`${relaxed ? sql`(${holds(query, false)}) desc, ` : sql``}${rank(query)} desc, l.published_at desc, l.id desc`,
      newest: sql`l.published_at desc, l.id desc`,
      price: sql`l.price_min asc nulls last, l.id desc`,
      trl: sql`l.trl desc nulls last, l.published_at desc, l.id desc`,
    }[sort]
    const from = sql`from published_listing l join organisation o on o.id = l.organisation_id`
    // One connection asks one question after the other: a crowd that searches leaves connections for those who write.
    return db.connection().execute(async (one) => {
      const page = await sql<{ id: number }>`select l.id ${from} where ${matching()} order by ${order} limit ${pageSize} offset ${(asked.page - 1) * pageSize}`.execute(one)
      const total = (await sql<{ n: number }>`select count(*)::int as n ${from} where ${matching()}`.execute(one)).rows[0]?.n ?? 0
      const counts = {} as SearchResult['counts']
      for (const facet of facets) {
        counts[facet] = (await sql<{ value: string; count: number }>`select value, count(*)::int as count from (select l.id, ${values[facet]} as value ${from} where ${matching(facet)}) counted where value is not null group by value order by count desc, value limit 80`.execute(one)).rows
      }
      return { ids: page.rows.map(({ id }) => id), total, exact: total, asOf, relaxed, unreadable, counts }
    })
  }
  const strict = await attempt(false)
  // Rather something near than nothing: with few exact answers, those holding most of the words follow them.
  const wanting = strict.total === 0 ? parts > 1 : strict.total < few && parts > 2
  if (!wanting) return strict
  const near = await attempt(true)
  return { ...near, exact: strict.total }
}
