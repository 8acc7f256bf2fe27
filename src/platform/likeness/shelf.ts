import type { Locale } from '../locale.ts'
import { type Lexicon, pairOf } from '../fulltext/lexicon.ts'
import type { Merging } from '../fulltext/parts.ts'
import { gone, merged, Postings, PostingsMaker } from '../fulltext/postings.ts'
import { isSyllable, legible, mostWords, type Text, termOf } from './reading.ts'

/** One kind of text: how much a word in it says, how long such a text usually is, and how much its length matters (0 to 1). */
export interface Place { weight: number; usual: number; length: number }
export interface Item { id: number; texts: readonly Text[]; /** Where it lies, of the model's dimensions; none: null. */ meaning: Int8Array | null }

/** Up to so many entries: their places fit 16 bits, and working memory for one stays in the processor's cache. */
export const shelfSize = 32_768
/** How soon more of the same word stops saying more (k1 of BM25). */
export const saturation = 2
/** A stored weight of 255 stands for this many. */
export const pairScale = 2

/** What one text says again is heard ever less, and no more after twelve times, while its length goes on counting against it: who repeats a word hundreds of times loses by it. */
const heard = (times: number): number => 1 + Math.log(Math.min(times, 12))

/** Items that stay as they are, but for those that leave. */
export class Shelf {
  readonly ids: Int32Array
  readonly live: Uint8Array
  /** Bit 1: has Vietnamese; bit 2: has English. */
  readonly languages: Uint8Array
  readonly words: Postings
  readonly pairs: Postings
  /** Every item's place in the meaning, one after the other. */
  readonly places: Int8Array
  living: number
  constructor(ids: Int32Array, languages: Uint8Array, words: Postings, pairs: Postings, places: Int8Array) {
    this.ids = ids
    this.live = new Uint8Array(ids.length).fill(1)
    this.living = ids.length
    this.languages = languages
    this.words = words
    this.pairs = pairs
    this.places = places
  }
  get size(): number { return this.ids.length }
  get bytes(): number { return this.words.bytes + this.pairs.bytes + this.ids.byteLength + this.live.byteLength + this.languages.byteLength + this.places.byteLength }
}

const kinds = { unread: 0, nothing: 1, syllable: 2, term: 3 }
/** What each known word is in a text of that language, so that it is decided once. */
export class Kinds {
  readonly #of: Record<Locale, { kind: Uint8Array; term: Int32Array }> = { vi: { kind: new Uint8Array(1 << 14), term: new Int32Array(1 << 14) }, en: { kind: new Uint8Array(1 << 14), term: new Int32Array(1 << 14) } }
  readonly #lexicon: Lexicon
  constructor(lexicon: Lexicon) { this.#lexicon = lexicon }
  /** The number a form is filed under, negative where it is a syllable (as -1 - number), or 0x7fffffff where it is too common to be filed. */
  termOf(form: number, language: Locale): number {
    const word = this.#lexicon.wordOf(form), of = this.#of[language]
    if (word >= of.kind.length) {
      const kind = new Uint8Array(word * 2), term = new Int32Array(word * 2)
      kind.set(of.kind)
      term.set(of.term)
      of.kind = kind
      of.term = term
    }
    if (of.kind[word] === kinds.unread) {
      const name = this.#lexicon.name(word)
      const term = termOf(name, language)
      if (language === 'vi' && isSyllable(name)) { of.kind[word] = kinds.syllable; of.term[word] = word }
      else if (term === null) of.kind[word] = kinds.nothing
      else { of.kind[word] = kinds.term; of.term[word] = term.startsWith('~') ? this.#lexicon.stemOf(form) : word }
    }
    return of.kind[word] === kinds.nothing ? unfiled : of.kind[word] === kinds.syllable ? -1 - of.term[word]! : of.term[word]!
  }
}
export const unfiled = 0x7fff_ffff

/** Items on their way onto a shelf. */
export class ShelfMaker {
  readonly #places: readonly Place[]
  readonly #lexicon: Lexicon
  readonly #kinds: Kinds
  readonly #ids: number[] = []
  readonly #languages: number[] = []
  readonly #words = new PostingsMaker()
  readonly #pairs = new PostingsMaker()
  readonly #meanings: (Int8Array | null)[] = []
  readonly #dimensions: number
  constructor(places: readonly Place[], lexicon: Lexicon, kinds: Kinds, dimensions: number) {
    this.#places = places
    this.#lexicon = lexicon
    this.#kinds = kinds
    this.#dimensions = dimensions
  }
  get size(): number { return this.#ids.length }

  add(item: Item): void {
    const doc = this.#ids.push(item.id) - 1
    const words = new Map<number, number>(), pairs = new Map<number, number>()
    let languages = 0
    for (const { field, text, language } of item.texts) {
      if (!text) continue
      languages |= language === 'vi' ? 1 : 2
      const place = this.#places[field]!
      const forms = this.#lexicon.read(legible(text)).subarray(0, mostWords)
      const weight = place.weight / (1 - place.length + place.length * forms.length / place.usual)
      const said = new Map<number, number>(), together = new Map<number, number>()
      let before = -1
      for (let i = 0; i < forms.length; i++) {
        const form = forms[i]!
        if (form < 0) continue
        let term = this.#kinds.termOf(form, language)
        if (term === unfiled) continue
        if (term < 0) {
          term = -1 - term
          const accent = this.#lexicon.accentOf(form)
          if (accent >= 0) said.set(accent, (said.get(accent) ?? 0) + 1)
        }
        said.set(term, (said.get(term) ?? 0) + 1)
        if (before >= 0) { const pair = pairOf(before, term); together.set(pair, (together.get(pair) ?? 0) + 1) }
        before = term
      }
      for (const [term, times] of said) words.set(term, (words.get(term) ?? 0) + weight * heard(times))
      for (const [pair, times] of together) pairs.set(pair, (pairs.get(pair) ?? 0) + weight * heard(times))
    }
    this.#languages.push(languages)
    this.#meanings.push(item.meaning)
    for (const [term, weight] of words) {
      this.#lexicon.meet(term)
      this.#words.add(term, doc, Math.max(1, Math.round(255 * weight / (saturation + weight))))
    }
    for (const [pair, weight] of pairs) this.#pairs.add(pair, doc, Math.max(1, Math.round(255 * weight / (1 + weight))))
  }

  made(): Shelf {
    const places = new Int8Array(this.#ids.length * this.#dimensions)
    this.#meanings.forEach((meaning, doc) => { if (meaning) places.set(meaning, doc * this.#dimensions) })
    return new Shelf(Int32Array.from(this.#ids), Uint8Array.from(this.#languages), this.#words.made(), this.#pairs.made(), places)
  }
}

export function* mergedShelf(parts: readonly Shelf[], dimensions: number): Merging<Shelf> {
  let size = 0
  const places = parts.map(({ live }) => Uint16Array.from(live, (lives) => (lives ? size++ : gone)))
  const words = yield* merged(parts.map((part) => part.words), places)
  const pairs = yield* merged(parts.map((part) => part.pairs), places)
  const ids = new Int32Array(size), languages = new Uint8Array(size), meanings = new Int8Array(size * dimensions)
  parts.forEach((part, p) => places[p]!.forEach((to, from) => {
    if (to === gone) return
    ids[to] = part.ids[from]!
    languages[to] = part.languages[from]!
    meanings.set(part.places.subarray(from * dimensions, (from + 1) * dimensions), to * dimensions)
  }))
  return { part: new Shelf(ids, languages, words, pairs, meanings), places }
}
