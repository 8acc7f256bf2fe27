import { z } from 'zod'
import { isStaff } from '../../core/context.ts'
import { optionalLineField } from '../../platform/fields.ts'
import { unitsOf } from '../../platform/likeness/reading.ts'

/** Who says which word means which, and who reads it: those matches are explained to as well. */
export const writesLexicon = isStaff('moderator', 'administrator')
export const readsLexicon = isStaff('moderator', 'administrator', 'deal_officer', 'observer', 'inspector')

export type LexiconRefusal = { code: 'pair_known'; field: 'en' } | { code: 'pair_unreadable'; field: 'vi' | 'en' } | { code: 'pair_too_long'; field: 'vi' | 'en'; most: number }

export const longestWord = 120
/** No compound of more words is looked for in a text. */
export const mostWords = 12
/** Null where both sides are words that texts can be compared by. */
export function lexiconRefusal(vi: string, en: string): LexiconRefusal | null {
  for (const [field, text] of [['vi', vi], ['en', en]] as const) {
    const units = unitsOf(text, field)
    if (!units.some(({ term }) => term)) return { code: 'pair_unreadable', field }
    if (units.length > mostWords) return { code: 'pair_too_long', field, most: mostWords }
  }
  return null
}

/** Of all pairs, which are listed: every one, those the staff entered, or those that no longer count. */
export const lexiconViews = ['all', 'own', 'withdrawn'] as const
export interface LexiconAsked { q: string; view: (typeof lexiconViews)[number]; page: number }
/** What an address of the page asks for; whatever it does not know is as if it had not been said. */
export const LexiconAddress = z.object({ q: optionalLineField(longestWord).catch(''), view: z.enum(lexiconViews).catch('all'), page: z.coerce.number().int().min(1).max(10_000).catch(1) })
/** The same again as an address has it, `page` only where one is named. */
export function lexiconQuery({ q, view }: Pick<LexiconAsked, 'q' | 'view'>, page = 1): string {
  const query = new URLSearchParams([['q', q], ['view', view === 'all' ? '' : view], ['page', page > 1 ? String(page) : '']].filter(([, value]) => value))
  return query.size ? `?${query}` : ''
}
