import type { ComponentChildren } from 'preact'
import { accented, plainWord, written } from '../../../platform/fulltext/lexicon.ts'
import { fold, shorten } from '../../../platform/text.ts'

const aWord = /[\p{L}\p{M}\p{N}]+/gu

/**
 * Whether a word of a text is among those that led to it. Whoever types diacritics means them: then
 * the same letters under another tone are another word. A text without diacritics is given the benefit.
 */
export function wasFound(terms: ReadonlySet<string>, query: string): (word: string) => boolean {
  const meant = new Map<string, Set<string | null>>()
  for (const word of written(query)) {
    const forms = meant.get(plainWord(word))
    if (forms) forms.add(accented(word))
    else meant.set(plainWord(word), new Set([accented(word)]))
  }
  return (word) => {
    if (!terms.has(fold(word))) return false
    const forms = meant.get(plainWord(word)), form = accented(word)
    return !forms || forms.has(null) || form === null || forms.has(form)
  }
}

/** A text with the words that led to it marked, neighbours as one: what is read aloud stays the text. */
export function marked(text: string, found: (word: string) => boolean): ComponentChildren {
  const pieces: { text: string; found: boolean }[] = []
  let from = 0
  for (const { 0: word, index } of text.matchAll(aWord)) {
    if (!found(word)) continue
    const last = pieces.at(-1)
    // Between two found words stands nothing but a space: one mark holds both.
    if (last?.found && /^\s$/.test(text.slice(from, index))) last.text += text.slice(from, index + word.length)
    else pieces.push({ text: text.slice(from, index), found: false }, { text: word, found: true })
    from = index + word.length
  }
  return [...pieces, { text: text.slice(from), found: false }].map(({ text: piece, found: marks }) => (marks ? <mark>{piece}</mark> : piece))
}

/** How long an excerpt may be, and how much of it stands before the word it begins with, in characters. */
const longest = 180, before = 40
/** Whether any word of a text led to it. */
export const shows = (text: string, found: (word: string) => boolean): boolean => text.match(aWord)?.some(found) ?? false
/** The stretch of these texts in which most of the words that led to it stand, cut at words; null where none of them does. */
export function excerptOf<T extends { text: string }>(texts: readonly T[], found: (word: string) => boolean): T | null {
  let best: { one: T; at: number } | null = null, most = 0
  for (const one of texts) {
    const hits = [...one.text.matchAll(aWord)].filter(({ 0: word }) => found(word)).slice(0, 100)
    for (const [i, { index }] of hits.entries()) {
      const within = hits.slice(i).filter((other) => other.index + other[0].length <= index + longest - before)
      const different = new Set(within.map(({ 0: word }) => fold(word))).size
      if (different > most) { most = different; best = { one, at: index } }
    }
  }
  return best && { ...best.one, text: cutAround(best.one.text, best.at) }
}
function cutAround(text: string, at: number): string {
  if (at < before) return ended(text)
  // From the next word on, unless what stands before is one long word.
  const space = text.slice(at - before).search(/\s/)
  return `… ${ended(text.slice(space < 0 || space > 30 ? at - before : Math.min(at, at - before + space + 1)))}`
}
const ended = (text: string): string => shorten(text, longest).replace(/…$/u, ' …').toWellFormed()
