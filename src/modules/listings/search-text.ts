import { type RawBuilder, sql } from 'kysely'
import { fold } from '../../platform/text.ts'
import type { ListingText } from './schema.ts'

/**
 * What is searched: every word without diacritics, the title weighing most; English also by stem.
 * Folding happens here and not in the database, so that any PostgreSQL gives the same answer.
 */
export function searchVector(texts: readonly Omit<ListingText, 'listing_id'>[], names: { organisation: string; codes: string }): RawBuilder<string> {
  const part = (weight: 'A' | 'B' | 'C' | 'D', text: string, english: boolean) => sql`setweight(to_tsvector(${english ? 'english' : 'simple'}::regconfig, ${fold(text)}), ${weight}::"char")`
  const parts = texts.flatMap((text) => {
    const english = text.language === 'en'
    const weighed = [
      ['A', text.title], ['B', `${text.summary} ${text.keywords}`], ['C', `${text.description} ${text.problem} ${text.advantages} ${text.requirements}`],
    ] as const
    // English words stand as written too, so that a name or an abbreviation is found by its letters.
    return weighed.flatMap(([weight, content]) => english ? [part(weight, content, true), part(weight, content, false)] : [part(weight, content, false)])
  })
  parts.push(part('D', `${names.organisation} ${names.codes}`, false))
  return sql<string>`${sql.join(parts, sql` || `)}`
}

export interface SearchQuery {
  /** As typed, where it was typed with diacritics: what stands so written comes first. */
  typed: string
  /** Words that must all be there (or, relaxed, any of them). */
  words: string[]
  phrases: string[][]
  without: string[]
}

/** Reads what someone typed: "exact phrases", -unwanted words, and the rest as words. At most 24 of them count. */
export function parseQuery(typed: string): SearchQuery {
  const query: SearchQuery = { typed: /[^\p{ASCII}]/u.test(typed) ? typed.normalize('NFC').replace(/["\s]+/g, ' ').trim().slice(0, 100) : '', words: [], phrases: [], without: [] }
  for (const [, minus, phrase, word] of typed.slice(0, 400).matchAll(/(-)?(?:"([^"]+)"|([^\s"]+))/g)) {
    const folded = fold(phrase ?? word ?? '').split(' ').filter(Boolean)
    if (minus) query.without.push(...folded)
    else if (phrase !== undefined && folded.length > 1) query.phrases.push(folded)
    else query.words.push(...folded)
  }
  return { typed: query.typed, words: [...new Set(query.words)].slice(0, 24), phrases: query.phrases.slice(0, 6), without: query.without.slice(0, 12) }
}

export const isEmpty = ({ words, phrases, without }: SearchQuery): boolean => words.length + phrases.length + without.length === 0

const joinedBy = (parts: RawBuilder<unknown>[], operator: '&&' | '||'): RawBuilder<string> => sql<string>`(${sql.join(parts, operator === '&&' ? sql` && ` : sql` || `)})`
/** As written, or by its English stem. Every part is letters and digits by `fold`, so nothing typed reaches the grammar. */
const either = (lexemes: string): RawBuilder<string> => sql<string>`(to_tsquery('simple', ${lexemes}) || to_tsquery('english', ${lexemes}))`
const partsOf = ({ words, phrases }: SearchQuery): RawBuilder<string>[] => [...words.map(either), ...phrases.map((phrase) => either(phrase.join(' <-> ')))]

/** True of a listing that holds what was asked for; relaxed, most of it (of two parts, one). */
export function holds(query: SearchQuery, relaxed: boolean): RawBuilder<boolean> {
  const parts = partsOf(query)
  const wanted: RawBuilder<unknown>[] = query.without.map((word) => sql`l.search @@ !!${either(word)}`)
  if (parts.length) wanted.push(sql`l.search @@ ${joinedBy(parts, relaxed ? '||' : '&&')}`)
  if (relaxed && parts.length > 2) wanted.push(sql`${sql.join(parts.map((part) => sql`(l.search @@ ${part})::int`), sql` + `)} >= ${Math.ceil(parts.length * 0.6)}`)
  return sql<boolean>`${sql.join(wanted, sql` and `)}`
}

/**
 * How well a listing answers. Vietnamese writes one word in several syllables, so two that stand
 * side by side as typed, in the title above all, say more than both somewhere; after that how close
 * and how often the words stand (cover density), in short texts more than in long ones.
 */
export function rank(query: SearchQuery): RawBuilder<number> {
  const parts = partsOf(query)
  if (parts.length === 0) return sql<number>`0`
  const points: RawBuilder<unknown>[] = [sql`ts_rank_cd('{0.05, 0.2, 0.5, 1}', l.search, ${joinedBy(parts, '||')}, 33)`]
  const worth = (lexemes: string, each: number) => points.push(sql`(l.search @@ ${either(lexemes)})::int * ${each}::real`)
  for (const word of query.words) worth(`${word}:A`, 0.4)
  for (const [first, second] of query.words.map((word, i) => [word, query.words[i + 1]] as const)) {
    if (!second) continue
    worth(`${first}:A <-> ${second}:A`, 1.6)
    worth(`${first}:B <-> ${second}:B`, 0.6)
    worth(`${first} <-> ${second}`, 0.5)
    worth(`${first}:D <-> ${second}:D`, 0.5)
  }
  if (query.typed) {
    const written = `%${query.typed.replace(/[\\%_]/g, '\\$&')}%`
    points.push(sql`coalesce((select max(case when t.title ilike ${written} then 2 when t.summary ilike ${written} or t.keywords ilike ${written} then 1 else 0 end) from listing_text t where t.listing_id = l.id), 0)`)
    points.push(sql`case when o.name_vi ilike ${written} then 1 else 0 end`)
  }
  return sql<number>`(${sql.join(points, sql` + `)})`
}

/** Any of these words, for finding candidates. */
export const anyOf = (words: readonly string[]): RawBuilder<string> => joinedBy(words.map(either), '||')
