import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Order } from '../../platform/fulltext/engine.ts'
import { words } from '../../platform/text.ts'
import { organisationList } from '../organisations/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { type ListingKind, listingKinds } from './schema.ts'
import { type Facet, facets, listingIndex, numbers } from './search-index.ts'

export const sorts = ['relevance', 'newest', 'price', 'trl', 'evidence'] as const
const many = z.preprocess((value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]), z.array(z.string().max(60).transform((value) => value.replaceAll('\0', ''))).max(20)).catch([])

/** A search as its address says it. Whatever does not parse is as if it had not been said. */
export const SearchAddress = z.object({
  q: z.string().max(400).catch(''),
  kind: z.enum(['', ...listingKinds]).catch(''),
  field: many, trl: many, form: many, organisation: many, source: many,
  /** At least this grade of evidence; of several, the least. */
  evidence: many,
  sort: z.enum(['', ...sorts]).catch(''),
  page: z.coerce.number().int().min(1).max(500).catch(1),
  /** The moment the first page was seen: later pages show the market as it was then, so nothing shifts between them. */
  as_of: z.coerce.number().int().positive().max(8.64e15).optional().catch(undefined),
})
export type Search = z.output<typeof SearchAddress>

/** Facets of which several may be ticked, in the order of the page. */
export const ticked = ['field', 'trl', 'evidence', 'form', 'organisation', 'source'] as const satisfies readonly Facet[]
/** The query of this search's address with something changed; the page begins again unless it is what changed. */
export function searchParams(asked: Search, change: Partial<Search> = {}): URLSearchParams {
  const next = { ...asked, page: 1, as_of: undefined, ...change }
  const params = new URLSearchParams()
  if (next.q) params.set('q', next.q)
  if (next.kind) params.set('kind', next.kind)
  for (const facet of ticked) for (const value of next[facet]) params.append(facet, value)
  if (next.sort) params.set('sort', next.sort)
  if (next.page > 1) { params.set('page', String(next.page)); if (next.as_of) params.set('as_of', String(next.as_of)) }
  return params
}

export interface SearchResult {
  ids: number[]
  total: number
  asOf: number
  /** How many hold everything asked for. Where that is few, those holding most of it are among the answers, all ordered by how well they answer. */
  exact: number
  relaxed: boolean
  /** Something was typed, but nothing that can be searched for. */
  unreadable: boolean
  /** `count` of evidence '3' is of listings proven at grade 3 or better. */
  counts: Record<Facet, { value: string; count: number }[]>
  /** What was searched instead of what was typed, where words of it were taken for typing errors; null: just as typed. */
  corrected: string | null
  /** The words that led here, folded as `fold` does it, in every form they have in listings: what a page marks in titles and summaries. */
  terms: string[]
}
/** Listings a page of answers; where fewer hold everything, near ones join them. */
export const pageSize = 20
/** How many values of a facet are counted for a page. */
const mostValues = 80

const orders: Record<(typeof sorts)[number], readonly Order[]> = {
  relevance: ['relevance', { number: numbers.published, descending: true }],
  newest: [{ number: numbers.published, descending: true }],
  price: [{ number: numbers.price, descending: false }],
  trl: [{ number: numbers.trl, descending: true }, { number: numbers.published, descending: true }],
  evidence: [{ number: numbers.evidence, descending: true }, { number: numbers.published, descending: true }],
}
const filters: Record<Facet, (search: Search) => string[]> = {
  kind: ({ kind }) => (kind ? [kind] : []),
  // A branch chosen within a field narrows it.
  field: ({ field }) => field.filter((code) => !field.some((other) => other !== code && other.startsWith(code))).map((code) => code.replace(/\D/g, '')),
  trl: ({ trl }) => trl, form: ({ form }) => form, organisation: ({ organisation }) => organisation, source: ({ source }) => source,
  evidence: ({ evidence }) => evidence.toSorted().slice(0, 1),
}

/** Published listings that answer a search, one page of them, with the count of every choice beside it. What was published before it was asked is found, what was withdrawn is not. Fewer than `few` are joined by near ones. */
export async function search(db: Db, asked: Search, now: Date, { few = pageSize, size = pageSize } = {}): Promise<SearchResult> {
  const engine = await listingIndex(db).upToDate()
  const asOf = Math.min(asked.as_of ?? now.getTime(), now.getTime())
  const { counts, ...answer } = engine.search({
    query: asked.q, filters: facets.map((facet) => filters[facet](asked)), until: { number: numbers.published, most: asOf },
    orders: orders[asked.sort || (/[\p{L}\p{N}]/u.test(asked.q) ? 'relevance' : 'newest')], from: (asked.page - 1) * size, limit: size, few,
  })
  const listed = (facet: Facet, n: number) => [...counts[n]!].map(([value, count]) => ({ value, count })).filter(({ value }) => facet !== 'field' || value.length === 1 || value.length === 3)
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, mostValues)
  return { ...answer, asOf, counts: Object.fromEntries(facets.map((facet, n) => [facet, listed(facet, n)])) as SearchResult['counts'] }
}

/** What published listings say beyond their titles and summaries, a piece for each field of the form, those in `locale` first: where an answer's card does not show why it was found. */
export async function bodiesOf(db: Db, ids: readonly number[], locale: Locale): Promise<Map<number, { text: string; language: Locale }[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; text: string; language: Locale }>`
    select l.id, piece.text, piece.language from published_listing l cross join lateral (
      select t.language, body.text, body.place from listing_text t cross join lateral (values (t.description, 1), (t.problem, 2), (t.advantages, 3), (t.requirements, 4), (t.keywords, 5)) body (text, place) where t.listing_id = l.id and body.text <> ''
      union all select d.language, d.text, 6 from listing_detail_text d where d.listing_id = l.id) piece
    where l.id = any(${ids}::int[]) order by l.id, piece.language = ${locale} desc, piece.place`.execute(db)
  return Map.groupBy(rows, ({ id }) => id)
}

export interface Suggestion {
  kind: 'listing' | 'words' | 'organisation' | 'field'
  /** As it is written, with its diacritics; for `words` the whole query it would become. */
  text: string
  listing?: { id: number; kind: ListingKind }
}

/** What someone may be about to type, best first, at most `limit`: words of titles, then listings, fields and organisations by name. Only what everybody may find. */
export async function suggest(db: Db, typed: string, locale: Locale, limit: number): Promise<Suggestion[]> {
  const asked = words(typed)
  if (asked.length === 0) return []
  /** Words before the last are whole, and so is the last with a space behind it. */
  const whole = /\s$/.test(typed) ? asked.length : asked.length - 1
  const named = (name: string): boolean => { const own = words(name); return asked.every((word, i) => own.some((other) => (i < whole ? other === word : other.startsWith(word)))) }
  const engine = await listingIndex(db).upToDate()
  const queries = engine.suggest(typed, Math.ceil(limit / 2))
  const { ids } = engine.search({ query: queries[0] ?? typed, filters: [], until: null, orders: orders.relevance, from: 0, limit: 10, few: 1 })
  const [found, organisations, taxonomy] = await Promise.all([
    ids.length ? sql<{ id: number; kind: ListingKind; title: string }>`select l.id, l.kind, (select t.title from listing_text t where t.listing_id = l.id order by t.language = ${locale} desc limit 1) as title
      from published_listing l where l.id = any(${ids}::int[]) order by array_position(${ids}::int[], l.id)`.execute(db) : { rows: [] },
    organisationList(db, { q: typed, kind: null, page: 1 }), taxonomyOf(db),
  ])
  const fields = taxonomy.list('research_field').map(({ code }) => taxonomy.name('research_field', code, locale))
  const all: Suggestion[] = [
    ...queries.map((text) => ({ kind: 'words' as const, text })),
    ...found.rows.filter(({ title }) => named(title)).slice(0, 3).map(({ id, kind, title }) => ({ kind: 'listing' as const, text: title, listing: { id, kind } })),
    ...fields.filter(named).slice(0, 2).map((text) => ({ kind: 'field' as const, text })),
    ...organisations.rows.slice(0, 2).map(({ name_vi, name_en }) => ({ kind: 'organisation' as const, text: locale === 'en' && name_en ? name_en : name_vi })),
  ]
  return all.slice(0, limit)
}
