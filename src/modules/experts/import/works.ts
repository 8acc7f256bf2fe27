import { plain, shorten } from '../../../platform/text.ts'
import { doiOf } from '../rules.ts'
import type { ImportProblem, Work } from '../schema.ts'

export interface ReadWorks { works: Work[]; problems: ImportProblem[] }

/** One line that a database takes: half a letter, as a cut may leave it, becomes a whole sign. */
export const line = (text: string, longest: number): string => shorten(plain(text).replace(/\s+/g, ' '), longest).toWellFormed()

/** A work as it is kept, from whatever a file says of it; null where it has no title. Nothing in it is trusted: an address is one or left out. */
export function workOf(said: { title: string; authors?: string[]; venue?: string; year?: string; doi?: string; url?: string }): Work | null {
  const title = line(said.title, 500)
  if (!title) return null
  const year = Number(/(?:^|\D)(1[5-9]\d\d|2[01]\d\d)(?:\D|$)/.exec(said.year ?? '')?.[1] ?? 0)
  const url = plain(said.url ?? '').toWellFormed()
  return {
    title, authors: line((said.authors ?? []).filter(Boolean).slice(0, 100).join(', '), 1_000), venue: line(said.venue ?? '', 300), year: year || null,
    doi: doiOf(said.doi ?? ''), url: url.length <= 500 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : '',
  }
}
