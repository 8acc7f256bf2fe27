import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { ListingKind } from '../listings/schema.ts'
import { anyOf } from '../listings/search-text.ts'
import { isMatch, type Rarity, rarityOf, readSubject, scoreMatch, type Subject, tellingWords } from './rules.ts'
import type { Match } from './schema.ts'

const candidates = 80
const keptFor = 30_000

/**
 * The best published listings of the other kind for this one, best first, with the reasons.
 * Candidates are those that share its most telling words or its field; each is then weighed whole.
 */
export async function matchesOf(db: Db, listing: { id: number; kind: ListingKind; organisation_id: number }, limit: number): Promise<Match[]> {
  const [own] = await subjects(db, [listing.id])
  if (!own) return []
  const rarity = await rarityIn(db)
  const read = readSubject(own, rarity)
  const words = tellingWords(read.grams, rarity, 14)
  const other = listing.kind === 'offer' ? 'need' : 'offer'
  const query = words.length ? anyOf(words) : null
  const fields = [...new Set(own.research_fields.map((field) => field.slice(0, 3)))]
  // What an organisation offers is no match for its own need, unless the need is anonymous: leaving its offers out would say whose it is.
  const market = sql`from published_listing l where l.kind = ${other} and (l.organisation_id <> ${listing.organisation_id} or l.anonymous or (select n.anonymous from listing n where n.id = ${listing.id}))`
  const [byWords, byField] = await Promise.all([
    query ? sql<{ id: number }>`select l.id ${market} and l.search @@ ${query} order by ts_rank('{0.1, 0.3, 0.6, 1}', l.search, ${query}, 1) desc, l.id limit ${candidates}`.execute(db) : { rows: [] },
    fields.length ? sql<{ id: number }>`select l.id ${market} and exists (select from unnest(l.research_fields) f where left(f, 3) = any(${fields}::text[])) order by l.published_at desc, l.id limit ${candidates / 2}`.execute(db) : { rows: [] },
  ])
  const ids = [...new Set([...byWords.rows, ...byField.rows].map(({ id }) => id))]
  const matches = (await subjects(db, ids)).map((candidate) => {
    const [need, offer] = listing.kind === 'need' ? [own, candidate] : [candidate, own]
    return { listing_id: candidate.id, ...scoreMatch(need, offer, rarity, read, readSubject(candidate, rarity)) }
  })
  return matches.filter(isMatch).toSorted((a, b) => b.exact - a.exact || a.listing_id - b.listing_id).slice(0, limit).map(({ listing_id, score, reasons }) => ({ listing_id, score, reasons }))
}

const shown = new WeakMap<Db, Map<string, { at: number; matches: Promise<Match[]> }>>()

/**
 * The same for a page, kept for half a minute: many read a listing while few change one, and what
 * matches it is the same for every reader.
 */
export function shownMatches(reader: Db, listing: Parameters<typeof matchesOf>[1] & { version: number }, limit: number): Promise<Match[]> {
  const db = asSystem(reader) // only what is published is weighed, beside the one listing the reader has open
  const known = shown.get(db) ?? new Map<string, { at: number; matches: Promise<Match[]> }>()
  shown.set(db, known)
  const key = `${listing.id} ${listing.version} ${limit}`
  const before = known.get(key)
  if (before && Date.now() - before.at < keptFor) return before.matches
  if (known.size >= 1_000) known.clear()
  const matches = matchesOf(db, listing, limit)
  known.set(key, { at: Date.now(), matches })
  matches.catch(() => known.delete(key))
  return matches
}

/** The reasons two listings match, as they stand now; empty where they do not. */
export async function reasonsBetween(db: Db, aId: number, bId: number, aKind: ListingKind): Promise<Match['reasons']> {
  const both = await subjects(db, [aId, bId])
  const a = both.find(({ id }) => id === aId)
  const b = both.find(({ id }) => id === bId)
  if (!a || !b) return []
  const rarity = await rarityIn(asSystem(db)) // how many listings hold a word is nobody's secret
  return scoreMatch(aKind === 'need' ? a : b, aKind === 'need' ? b : a, rarity, readSubject(a, rarity), readSubject(b, rarity)).reasons
}

async function subjects(db: Db, ids: readonly number[]): Promise<Subject[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('listing as l')
    .select(['l.id', 'l.research_fields', 'l.patent_classes', 'l.transfer_forms', 'l.trl', 'l.price_mode', 'l.price_min', 'l.price_max', 'l.ward_code'])
    .select(sql<Subject['texts']>`(select json_agg(json_build_object('language', t.language, 'title', t.title, 'summary', t.summary || ' ' || t.keywords, 'body', left(t.problem, 1000) || E'\n' || left(t.description, 2500) || E'\n' || left(t.requirements || t.advantages, 1000))) from listing_text t where t.listing_id = l.id)`.as('texts'))
    .where('l.id', 'in', ids).execute()
  return rows.map((row) => ({ ...row, texts: row.texts ?? [] }))
}

const kept = new WeakMap<Db, { at: number; rarity: Promise<Rarity> }>()

/** How rare each word is on the market now; read again after half a minute. */
function rarityIn(db: Db): Promise<Rarity> {
  const before = kept.get(db)
  if (before && Date.now() - before.at < keptFor) return before.rarity
  const rarity = Promise.all([
    // A word is rare or common within its language: among a thousand English listings every Vietnamese word would seem rare.
    db.selectFrom('listing_text as t').innerJoin('listing as l', 'l.id', 't.listing_id').select(['t.language', ({ fn }) => fn.countAll<number>().as('n')]).where('l.state', '=', 'published').groupBy('t.language').execute(),
    db.selectFrom('word_frequency').selectAll().where('listings', '>', 1).execute(),
  ]).then(([sizes, rows]): Rarity => {
    const counts = new Map(rows.map(({ word, listings }) => [word, listings]))
    const size = { vi: 0, en: 0, ...Object.fromEntries(sizes.map(({ language, n }) => [language, n])) }
    return (word, language) => rarityOf(Math.min(counts.get(word) ?? 1, size[language]), size[language])
  })
  kept.set(db, { at: Date.now(), rarity })
  rarity.catch(() => kept.delete(db))
  return rarity
}
