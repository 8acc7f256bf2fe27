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
  /** Words that must all be there (or, relaxed, any of them). */
  words: string[]
  phrases: string[][]
  without: string[]
}

/** Reads what someone typed: "exact phrases", -unwanted words, and the rest as words. At most 24 of them count. */
export function parseQuery(typed: string): SearchQuery {
  const query: SearchQuery = { words: [], phrases: [], without: [] }
  for (const [, minus, phrase, word] of typed.slice(0, 400).matchAll(/(-)?(?:"([^"]+)"|([^\s"]+))/g)) {
    const folded = fold(phrase ?? word ?? '').split(' ').filter(Boolean)
    if (minus) query.without.push(...folded)
    else if (phrase !== undefined && folded.length > 1) query.phrases.push(folded)
    else query.words.push(...folded)
  }
  return { words: [...new Set(query.words)].slice(0, 24), phrases: query.phrases.slice(0, 6), without: query.without.slice(0, 12) }
}

export const isEmpty = ({ words, phrases }: SearchQuery): boolean => words.length === 0 && phrases.length === 0

/** The query for the database. Every part is letters and digits by `fold`, so nothing typed reaches its grammar. */
export function tsQuery({ words, phrases, without }: SearchQuery, relaxed = false): RawBuilder<string> {
  const either = (word: string) => sql`(to_tsquery('simple', ${word}) || to_tsquery('english', ${word}))`
  const wanted = [
    ...words.map(either),
    ...phrases.map((phrase) => sql`(to_tsquery('simple', ${phrase.join(' <-> ')}) || to_tsquery('english', ${phrase.join(' <-> ')}))`),
  ]
  const all = sql`(${sql.join(wanted, relaxed ? sql` || ` : sql` && `)})`
  const parts = [all, ...without.map((word) => sql`!!${either(word)}`)]
  return sql<string>`(${sql.join(parts, sql` && `)})`
}
