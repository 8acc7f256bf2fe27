import { type RawBuilder, sql } from 'kysely'
import { fold } from '../../platform/text.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import type { ListingRow, ListingText } from './schema.ts'

/** What its fields and its place are called, in both languages: a listing is found by these words too. */
export const namesOf = ({ research_fields, ward_code }: Pick<ListingRow, 'research_fields' | 'ward_code'>, taxonomy: Taxonomy): string[] =>
  [...research_fields.map((code) => ['research_field', code] as const), ...(ward_code ? [['ward', ward_code] as const] : [])].flatMap(([list, code]) => [taxonomy.name(list, code, 'vi'), taxonomy.name(list, code, 'en')])

/**
 * What matching finds candidates by, inside the database: every word without diacritics, the title weighing most; English also by stem.
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

/** As written, or by its English stem. Every part is letters and digits by `fold`, so nothing typed reaches the grammar. */
const either = (lexemes: string): RawBuilder<string> => sql<string>`(to_tsquery('simple', ${lexemes}) || to_tsquery('english', ${lexemes}))`
/** Any of these words, for finding candidates. */
export const anyOf = (words: readonly string[]): RawBuilder<string> => sql<string>`(${sql.join(words.map(either), sql` || `)})`
