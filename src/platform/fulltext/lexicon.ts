import { stem as stemOf } from 'porter2'
import { fold } from '../text.ts'

/** A word longer than this is known by its beginning. */
const longest = 40
const bareY = /^(h|k|l|m|s|t|qu)y$/
/** kỹ and kĩ, lý and lí are one word: a bare syllable that ends in y is filed under i. */
export const canonical = (folded: string): string => (bareY.test(folded) ? `${folded.slice(0, -1)}i` : folded).slice(0, longest)

/** A word as it is searched, without its diacritics; empty where it has no letter or digit. */
export const plainWord = (word: string): string => canonical(fold(word).replaceAll(' ', ''))

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g
/** A word with its diacritics, the tone put last: hoà and hòa are written the same here, hóa is not. Null where it has none. */
export function accented(word: string): string | null {
  const apart = word.toLowerCase().normalize('NFD')
  if (!/[\p{M}đ]/u.test(apart)) return null
  return `${canonical(apart.replace(tones, '').normalize('NFC'))}${(apart.match(tones) ?? []).join('')}`.slice(0, longest)
}

const pieces = /[\p{L}\p{N}\p{M}]+/gu
/** The words of a text as they are written. */
export const written = (text: string): string[] => text.normalize('NFC').match(pieces) ?? []

/** A mark for each letter a word has: two words at a small distance differ in few marks. */
function lettersOf(word: string): number {
  let marks = 0
  for (let i = 0; i < word.length; i++) marks |= 1 << (word.charCodeAt(i) % 31)
  return marks
}

/** Numbers that grow at their end. */
class Column {
  values = new Int32Array(1 << 12)
  length = 0
  push(value: number): number {
    if (this.length === this.values.length) { const wider = new Int32Array(this.length * 2); wider.set(this.values); this.values = wider }
    this.values[this.length] = value
    return this.length++
  }
}

/** What each unit of a text is: part of a word, half of a sign from beyond the first plane, or neither. */
const half = 2
const units = Uint8Array.from({ length: 0x1_0000 }, (_, unit) => (unit >= 0xd800 && unit < 0xe000 ? half : /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(unit)) ? 1 : 0))

const unknown = -2
/**
 * Every word the index has met, numbered: plain ones, English stems (`~dri`), and words with their
 * diacritics (`=lạnh`). A word once met keeps its number.
 */
export class Lexicon {
  readonly #terms = new Map<string, number>()
  readonly #names: string[] = []
  /** Of each term: in how many entries it was met, those that left still counted; and its commonest written form. */
  readonly #met = new Column()
  readonly #best = new Column()
  /** Of each form, that is of each way a word was written: its word, stem, accented word, and how often it was seen. */
  readonly #words = new Column()
  readonly #stems = new Column()
  readonly #accents = new Column()
  readonly #times = new Column()
  /**
   * Every form's letters one after the other, found by their hash: an index reads hundreds of words for
   * each entry, and nearly all are known, so none is cut out of its text to be looked up.
   */
  #letters = new Uint16Array(1 << 14)
  readonly #ends = new Column()
  readonly #hashes = new Column()
  #slots = new Int32Array(1 << 13)
  #read = new Int32Array(1 << 10)
  readonly #byLength: { terms: number[]; letters: number[] }[] = []
  readonly #wordsOfStem = new Map<number, Set<number>>()

  get size(): number { return this.#names.length }
  name(term: number): string { return this.#names[term] ?? '' }
  met(term: number): number { return this.#met.values[term] ?? 0 }
  meet(term: number): void { this.#met.values[term]!++ }
  find(name: string): number { return this.#terms.get(name) ?? -1 }

  #number(name: string): number {
    const known = this.#terms.get(name)
    if (known !== undefined) return known
    const term = this.#names.push(name) - 1
    this.#terms.set(name, term)
    this.#met.push(0)
    this.#best.push(-1)
    if (name[0] !== '~' && name[0] !== '=') {
      const same = (this.#byLength[name.length] ??= { terms: [], letters: [] })
      same.terms.push(term)
      same.letters.push(lettersOf(name))
    }
    return term
  }

  /** The forms of a text's words one after the other, until the next text is read; -1: nothing in it can be searched. The same words as `written` has. */
  read(text: string): Int32Array {
    const whole = text.normalize('NFC')
    let length = 0, begin = -1, hash = 0
    for (let i = 0; i <= whole.length; i++) {
      const unit = i < whole.length ? whole.charCodeAt(i) : 0
      let kind = units[unit]!
      if (kind === half) {
        const point = whole.codePointAt(i)!
        kind = point > 0xffff && /[\p{L}\p{N}\p{M}]/u.test(String.fromCodePoint(point)) ? half : 0
      }
      if (kind !== 0) {
        if (begin < 0) { begin = i; hash = 0 }
        if (i - begin < longest * 2) hash = Math.imul(hash ^ unit, 0x0100_0193) + (hash >>> 15)
        if (kind === half) i++
      } else if (begin >= 0) {
        if (length === this.#read.length) { const wider = new Int32Array(length * 2); wider.set(this.#read); this.#read = wider }
        this.#read[length++] = this.#form(whole, begin, Math.min(i, begin + longest * 2), hash)
        begin = -1
      }
    }
    return this.#read.subarray(0, length)
  }

  /** The number of what is written from here to there; its word and accented form are then known. */
  #form(text: string, begin: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1, ends = this.#ends.values
    let slot = (hash ^ (hash >>> 15)) & mask
    search: for (let known = this.#slots[slot]! - 1; known >= 0; slot = (slot + 1) & mask, known = this.#slots[slot]! - 1) {
      const from = known === 0 ? 0 : ends[known - 1]!
      if (this.#hashes.values[known] !== hash || ends[known]! - from !== end - begin) continue
      for (let i = begin; i < end; i++) if (this.#letters[from + i - begin] !== text.charCodeAt(i)) continue search
      return this.#words.values[known]! < 0 ? -1 : known
    }
    const surface = text.slice(begin, end)
    const folded = plainWord(surface)
    const accent = folded ? accented(surface) : null
    const from = this.#ends.length === 0 ? 0 : ends[this.#ends.length - 1]!, to = from + surface.length
    if (to > this.#letters.length) { const wider = new Uint16Array(this.#letters.length * 2); wider.set(this.#letters); this.#letters = wider }
    for (let i = 0; i < surface.length; i++) this.#letters[from + i] = surface.charCodeAt(i)
    this.#ends.push(to)
    this.#hashes.push(hash)
    this.#stems.push(unknown)
    this.#times.push(0)
    this.#accents.push(accent === null ? -1 : this.#number(`=${accent}`))
    const form = this.#words.push(folded ? this.#number(folded) : -1)
    this.#slots[slot] = form + 1
    if (this.#words.length * 2 > this.#slots.length) this.#widen()
    return folded ? form : -1
  }
  #widen(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let form = 0; form < this.#words.length; form++) {
      const hash = this.#hashes.values[form]!
      let slot = (hash ^ (hash >>> 15)) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = form + 1
    }
  }
  #written(form: number): string { return String.fromCharCode(...this.#letters.subarray(form === 0 ? 0 : this.#ends.values[form - 1]!, this.#ends.values[form]!)).slice(0, longest) }

  wordOf(form: number): number { return this.#words.values[form]! }
  accentOf(form: number): number { return this.#accents.values[form]! }
  /** The English stem of a form, or -1 for what English does not bend. */
  stemOf(form: number): number {
    const known = this.#stems.values[form]!
    if (known !== unknown) return known
    const word = this.wordOf(form), name = stemName(this.name(word))
    const stem = name === null ? -1 : this.#number(name)
    this.#stems.values[form] = stem
    if (stem >= 0) {
      const same = this.#wordsOfStem.get(stem)
      if (same) same.add(word)
      else this.#wordsOfStem.set(stem, new Set([word]))
    }
    return stem
  }
  /** Words with the same English stem as this one, which itself may not be among them. */
  kin(word: string): Iterable<number> {
    const stem = stemName(word)
    return (stem !== null && this.#wordsOfStem.get(this.find(stem))) || []
  }

  /** Counts a form as seen once more, so that words can be shown as most people write them. */
  see(form: number): void {
    const times = ++this.#times.values[form]!, word = this.#words.values[form]!, best = this.#best.values[word]!
    if (best !== form && (best < 0 || times > this.#times.values[best]!)) this.#best.values[word] = form
  }
  /** A word as it is most often written, in lower case. */
  shown(word: number): string {
    const best = this.#best.values[word] ?? -1
    return best < 0 ? this.name(word) : this.#written(best).toLowerCase()
  }

  /** Words of about this length whose letters differ by few: all that can be within `distance` of it. */
  *near(word: string, distance: number): Generator<number> {
    const letters = lettersOf(word)
    for (let length = Math.max(1, word.length - distance); length <= word.length + distance; length++) {
      const same = this.#byLength[length]
      if (!same) continue
      for (let i = 0; i < same.terms.length; i++) {
        let differing = same.letters[i]! ^ letters
        let bits = 0
        while (differing && bits <= 2 * distance) { differing &= differing - 1; bits++ }
        if (bits <= 2 * distance) yield same.terms[i]!
      }
    }
  }
}

/** What English bends: letters only, three or more. */
export const stemName = (folded: string): string | null => (/^[a-z]{3,}$/.test(folded) ? `~${stemOf(folded)}` : null)

/** Two terms side by side, as one number of 32 bits: two pairs share one about once in four thousand million. */
export function pairOf(first: number, second: number): number {
  let mixed = Math.imul(first + 1, 0x9e3779b1) ^ Math.imul(second + 1, 0x85ebca77)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
