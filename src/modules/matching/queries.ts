import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import { isCopy } from '../../platform/likeness/sketch.ts'
import type { ListingKind } from '../listings/schema.ts'
import { embeddingOf, nearByModel } from './embeddings.ts'
import { marketIndex, type MarketIndex, type MarketRow, readMarket, systemOf, textsOf } from './market-index.ts'
import { closeness, isMatch, scoreOf, weighFacts } from './rules.ts'
import type { Match, MatchReason } from './schema.ts'
import { type Rarity, type Told, wordsBetween } from './word-rules.ts'

/** So many of the nearest in words and meaning are weighed with their facts. */
const weighed = 120
const keptFor = 30_000
/** From here on the texts as a whole are said to be close. */
const closeMeaning = 0.55

/**
 * The best published listings of the other kind for this one, best first; of those that say nearly the same
 * the best stands for all. Their reasons are those of facts; `explained` adds those of words.
 */
export async function rankedFor(db: Db, listing: Asking, limit: number): Promise<Match[]> {
  const system = systemOf(db) // only what is published is weighed, beside the one listing the reader has open
  const [[own], index] = await Promise.all([rowsOf(system, [listing.id]), marketIndex(system).upToDate()])
  if (!own) return []
  const other = listing.kind === 'offer' ? 'need' : 'offer'
  // What an organisation offers is no match for its own need, unless the need is anonymous: leaving its offers out would say whose it is.
  const wanted = (id: number): boolean => { const standing = index.standing(id); return standing !== undefined && (standing.organisation_id !== listing.organisation_id || own.anonymous || standing.anonymous) }
  const ownEmbedding = embeddingOf(own.model, own.vector)
  const judged = index.engine(other).near(textsOf(own), weighed, wanted).flatMap((near) => {
    const standing = index.standing(near.id)!
    // Where a language model has read both, its word counts as much as the market's own texts.
    const byModel = nearByModel(ownEmbedding, standing.embedding)
    const found = byModel === null ? near : { ...near, meaning: (near.meaning + byModel) / 2 }
    const { facts, reasons } = listing.kind === 'need' ? weighFacts(own, standing) : weighFacts(standing, own)
    const close = closeness(found, index.engine(other).knowsMeaning), score = scoreOf(found, facts, index.weights)
    return isMatch(score, close, facts) ? [{ found, standing, score, reasons }] : []
  }).toSorted((a, b) => b.score - a.score || a.found.id - b.found.id)
  const best: (typeof judged[number] & { copies: number[] })[] = []
  for (const one of judged) {
    const same = best.find(({ standing }) => isCopy(standing.sketch, one.standing.sketch))
    if (same) same.copies.push(one.found.id)
    else if (best.length < limit) best.push({ ...one, copies: [] })
  }
  return best.map(({ found, score, reasons, copies }) => ({ listing_id: found.id, score: Math.round(score * 100), reasons: [...(found.meaning >= closeMeaning ? [{ code: 'close_meaning' as const }] : []), ...reasons], copies }))
}
export interface Asking { id: number; kind: ListingKind; organisation_id: number }

/** These matches of a listing with the words that met and those that did not before their other reasons. */
export async function explained(db: Db, listing: Pick<Asking, 'id' | 'kind'>, matches: readonly Match[]): Promise<Match[]> {
  const system = systemOf(db) // as above: pages everybody reads, beside the one the reader has open
  const [rows, index] = await Promise.all([rowsOf(system, [listing.id, ...matches.map(({ listing_id }) => listing_id)]), marketIndex(system).upToDate()])
  const told = new Map(rows.map((row) => [row.id, toldBy(row)])), own = told.get(listing.id)
  return matches.map((match) => {
    const other = told.get(match.listing_id)
    if (!own || !other) return match
    return { ...match, reasons: [...wordReasons(index, ...(listing.kind === 'need' ? [own, other] as const : [other, own] as const)), ...match.reasons] }
  })
}

/** The best matches with all their reasons. */
export const matchesOf = async (db: Db, listing: Asking, limit: number): Promise<Match[]> => explained(db, listing, await rankedFor(db, listing, limit))

const shown = new WeakMap<Db, Map<string, { at: number; matches: Promise<Match[]> }>>()
/** What was worked out for a page is kept for half a minute: many read a listing while few change one, and what matches it is the same for every reader. */
function keptAWhile(db: Db, key: string, make: () => Promise<Match[]>): Promise<Match[]> {
  const known = shown.get(db) ?? new Map<string, { at: number; matches: Promise<Match[]> }>()
  shown.set(db, known)
  const before = known.get(key)
  if (before && Date.now() - before.at < keptFor) return before.matches
  if (known.size >= 2_000) known.clear()
  const matches = make()
  known.set(key, { at: Date.now(), matches })
  matches.catch(() => known.delete(key))
  return matches
}
/** The same for a page, with the reasons of facts only. */
export function shownMatches(reader: Db, listing: Asking & { version: number }, limit: number): Promise<Match[]> {
  const db = asSystem(reader) // as above
  return keptAWhile(db, `${listing.id} ${listing.version} ${limit}`, () => rankedFor(db, listing, limit))
}
/** Those of them a page shows, with all their reasons. */
export function shownReasons(reader: Db, listing: Asking & { version: number }, matches: readonly Match[]): Promise<Match[]> {
  const db = asSystem(reader) // as above
  return keptAWhile(db, `${listing.id} ${listing.version} of ${matches.map(({ listing_id, score }) => `${listing_id}:${score}`).join(' ')}`, () => explained(db, listing, matches))
}

/** The reasons two listings match, as they stand now. */
export async function reasonsBetween(db: Db, aId: number, bId: number, aKind: ListingKind): Promise<MatchReason[]> {
  const system = systemOf(db) // how rare a word is, is nobody's secret
  const [rows, index] = await Promise.all([rowsOf(db, [aId, bId]), marketIndex(system).upToDate()])
  const a = rows.find(({ id }) => id === aId), b = rows.find(({ id }) => id === bId)
  if (!a || !b) return []
  const [need, offer] = aKind === 'need' ? [a, b] : [b, a]
  const near = index.engine('offer').likeness(textsOf(need), textsOf(offer))
  return [...wordReasons(index, toldBy(need), toldBy(offer)), ...(near >= closeMeaning ? [{ code: 'close_meaning' as const }] : []), ...weighFacts(need, offer).reasons]
}

function wordReasons(index: MarketIndex, need: readonly Told[], offer: readonly Told[]): MatchReason[] {
  // A word is as rare as among all that is published, whichever side holds it.
  const engines = [index.engine('offer'), index.engine('need')]
  const rarity: Rarity = (term) => Math.min(...engines.map((engine) => engine.rarity(term)))
  const { shared, translated, missing } = wordsBetween(need, offer, index.dictionary, rarity)
  return [
    ...(shared.vi.length + shared.en.length ? [{ code: 'shared_words' as const, words: shared }] : []),
    ...(translated.length ? [{ code: 'translated_words' as const, words: translated }] : []),
    ...(missing.vi.length + missing.en.length ? [{ code: 'missing_words' as const, words: missing }] : []),
  ]
}
const toldBy = ({ texts }: MarketRow): Told[] => texts.map(({ language, title, summary, keywords, requirements, problem, description, advantages, details }) => ({
  language, title, summary: `${summary}\n${keywords}\n${requirements}`, body: `${problem}\n${description}\n${advantages}\n${details}`,
}))

const rowsOf = (db: Db, ids: readonly number[]): Promise<MarketRow[]> => (ids.length ? readMarket(db, sql`l.id = any(${[...ids]}::int[])`, sql`listing`) : Promise.resolve([]))
