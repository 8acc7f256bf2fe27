import type { ComponentChildren } from 'preact'
import { accented, plainWord, written } from '../../../platform/fulltext/lexicon.ts'
import { fold } from '../../../platform/text.ts'

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
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    if (!found(word)) continue
    const last = pieces.at(-1)
    // Between two found words stands nothing but a space: one mark holds both.
    if (last?.found && /^\s$/.test(text.slice(from, index))) last.text += text.slice(from, index + word.length)
    else pieces.push({ text: text.slice(from, index), found: false }, { text: word, found: true })
    from = index + word.length
  }
  return [...pieces, { text: text.slice(from), found: false }].map(({ text: piece, found: marks }) => (marks ? <mark>{piece}</mark> : piece))
}

/** How long an excerpt may be, in characters. */
const longest = 180
/** The stretch of these texts in which most of the words that led to it stand, cut at words; null where none of them does. */
export function excerptOf<T extends { text: string }>(texts: readonly T[], found: (word: string) => boolean): (T & { text: string }) | null {
  let best: (T & { text: string }) | null = null, most = 0
  for (const one of texts) {
    const hits = [...one.text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].filter(({ 0: word }) => found(word)).slice(0, 100)
    for (const [i, { index }] of hits.entries()) {
      const within = hits.slice(i).filter((other) => other.index + other[0].length <= index + longest - 40)
      const different = new Set(within.map(({ 0: word }) => fold(word))).size
      if (different > most) { most = different; best = { ...one, text: cutAround(one.text, index) } }
    }
  }
  return best
}
function cutAround(text: string, at: number): string {
  const space = (from: number) => { const next = text.slice(from).search(/\s/); return next < 0 || next > 30 ? from : from + next + 1 }
  const begin = at < 40 ? 0 : Math.min(at, space(at - 40)), end = begin + longest
  const cut = text.slice(begin, end), whole = end >= text.length ? cut : cut.replace(/\s+\S*$/u, '')
  return `${begin > 0 ? '… ' : ''}${whole.replace(/\s+/gu, ' ').trim()}${end < text.length ? ' …' : ''}`
}
