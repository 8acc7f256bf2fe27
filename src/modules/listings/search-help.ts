import type { Db } from '../../core/database.ts'
import { fold, words } from '../../platform/text.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import type { Facet } from './search-index.ts'
import { type Search, search, ticked } from './search.ts'

/** A way out of a search that found nothing: what to leave out, and what would then be found. */
export interface WayOut { drop: Facet | 'filters' | 'word'; word?: string; change: Partial<Search>; count: number }

/** Searches tried for one empty page: each costs as much as a page. */
const mostTried = 8

/**
 * What a search that found nothing would find with one condition fewer, the most promising first: without
 * one of its filters, without all of them, without one of its words. Ways that find nothing either are left out.
 */
export async function waysOut(db: Db, asked: Search, now: Date): Promise<WayOut[]> {
  const chosen: (Facet & keyof Search)[] = [...(asked.kind ? ['kind' as const] : []), ...ticked.filter((facet) => asked[facet].length > 0)]
  const without = (facet: Facet): Partial<Search> => (facet === 'kind' ? { kind: '' } : { [facet]: [] })
  const typed = asked.q.split(/\s+/).filter(Boolean)
  const ways: Omit<WayOut, 'count'>[] = [
    ...chosen.map((facet) => ({ drop: facet, change: without(facet) })),
    ...(chosen.length > 1 && asked.q.trim() ? [{ drop: 'filters' as const, change: Object.assign({}, ...chosen.map(without)) as Partial<Search> }] : []),
    // A phrase is one condition, taken apart by hand.
    ...(typed.length > 1 && !asked.q.includes('"') ? typed.map((word, i) => ({ drop: 'word' as const, word, change: { q: typed.filter((_, j) => j !== i).join(' ') } })) : []),
  ]
  const found: WayOut[] = []
  for (const way of ways.slice(0, mostTried)) {
    const { total, exact, relaxed } = await search(db, { ...asked, page: 1, ...way.change }, now)
    const count = relaxed ? exact : total
    if (count) found.push({ ...way, count })
  }
  return found.toSorted((a, b) => b.count - a.count)
}

/** Fields whose name holds a word of the query, those that hold most of them first. At most five. */
export function fieldsNear(query: string, taxonomy: Taxonomy, locale: Locale): { code: string; name: string }[] {
  const asked = new Set(words(query).filter((word) => word.length > 1))
  if (asked.size === 0) return []
  return taxonomy.list('research_field').filter(({ code }) => code.length <= 3)
    .map(({ code, name_vi, name_en }) => ({ code, name: locale === 'vi' ? name_vi : name_en, shared: new Set(fold(`${name_vi} ${name_en}`).split(' ').filter((word) => asked.has(word))).size }))
    // One syllable of several says little: most of a short query, or two words of a long one.
    .filter(({ shared }) => shared >= Math.min(2, asked.size)).toSorted((a, b) => b.shared - a.shared || (a.code < b.code ? -1 : 1)).slice(0, 5)
    .map(({ code, name }) => ({ code, name }))
}
