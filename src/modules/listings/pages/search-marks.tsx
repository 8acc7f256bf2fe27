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
