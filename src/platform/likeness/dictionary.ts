import type { Locale } from '../locale.ts'
import { type Unit, unitsOf } from './reading.ts'

/** Another way to say something, in the other language. */
export interface Alternative {
  /** As a person reads it. */
  shown: string
  units: readonly Unit[]
  /** 1 for what is meant first, less for what may be meant as well. */
  weight: number
}
/** A stretch of a text that the dictionary knows: where it begins, how many words it has, and what it may be in the other language. */
export interface Rendering { at: number; length: number; alternatives: readonly Alternative[] }

interface Node { next: Map<string, Node>; entries: { accents: string; alternatives: Alternative[] }[] | null }
const node = (): Node => ({ next: new Map(), entries: null })

/** No entry is longer. */
const longest = 12
/** What a text without diacritics may mean besides is believed less. */
const unmarked = 0.6
/** Each further meaning is believed less than the one before. */
const believed = (rank: number): number => 1 / (1 + 0.35 * rank)

/**
 * Vietnamese and English words and compounds with what they are in the other language. Vietnamese is
 * known by its diacritics where a text has them, and by its bare syllables where it has none; English
 * by its stems.
 */
export class Dictionary {
  readonly #roots: Record<Locale, Node> = { vi: node(), en: node() }
  /** Abbreviations, which both languages share, and what they stand for. */
  readonly #shorts = node()
  size = 0

  /** Pairs in the order in which their meanings are to be believed; one named twice counts once. */
  constructor(pairs: Iterable<readonly [vi: string, en: string]>) {
    for (const [vi, en] of pairs) {
      const both = { vi: unitsOf(vi, 'vi'), en: unitsOf(en, 'en') }
      if (!both.vi.length || !both.en.some(({ term }) => term) || both.vi.length > longest || both.en.length > longest) continue
      if (this.#add(this.#roots.vi, 'vi', both.vi, en, both.en)) this.size++
      this.#add(this.#roots.en, 'en', both.en, vi, both.vi)
      const [short] = both.vi
      if (both.vi.length === 1 && short && !short.syllable && short.term && both.en.length > 1 && isInitials(short.word, both.en)) {
        this.#add(this.#shorts, 'en', [short], en, both.en)
        this.#add(this.#shorts, 'en', both.en, vi, [short])
      }
    }
  }

  #add(root: Node, from: Locale, units: readonly Unit[], shown: string, other: readonly Unit[]): boolean {
    let at = root
    for (const key of keysOf(units, from)) {
      let next = at.next.get(key)
      if (!next) at.next.set(key, next = node())
      at = next
    }
    const accents = from === 'vi' ? accentsOf(units, 0, units.length) : ''
    let entry = (at.entries ??= []).find((one) => one.accents === accents)
    if (!entry) at.entries.push(entry = { accents, alternatives: [] })
    if (entry.alternatives.some((one) => spelling(one.units) === spelling(other))) return false
    entry.alternatives.push({ shown, units: other, weight: believed(entry.alternatives.length) })
    return true
  }

  /** Whether any entry has this word, alone or in a compound that begins with it. */
  knows(unit: Unit, language: Locale): boolean { return this.#roots[language].next.has(keyOf(unit, language)) }
  /** Every stretch the dictionary knows, longer ones first where they begin together. */
  renderings(units: readonly Unit[], from: Locale): Rendering[] { return this.#found(this.#roots[from], units, from) }
  /** Every abbreviation in an English text, with what it stands for, and every stretch that is known by one, with it. */
  abbreviations(units: readonly Unit[]): Rendering[] { return this.#found(this.#shorts, units, 'en') }

  #found(root: Node, units: readonly Unit[], from: Locale): Rendering[] {
    // One name with its diacritics does not make a bare text one that has them.
    const marked = 3 * units.filter(({ accent }) => accent !== null).length >= units.filter(({ syllable }) => syllable).length
    const found: Rendering[] = []
    for (let at = 0; at < units.length; at++) {
      const here: Rendering[] = []
      let place: Node | undefined = root
      for (let length = 1; length <= longest && at + length <= units.length; length++) {
        const unit: Unit = units[at + length - 1]!
        place = place.next.get(keyOf(unit, from))
        if (!place) break
        if (!place.entries) continue
        const accents = from === 'vi' ? accentsOf(units, at, length) : ''
        const fitting = from === 'en' || marked || /[^ ]/.test(accents) ? place.entries.find((entry) => entry.accents === accents)?.alternatives : allOf(place.entries)
        if (fitting?.length) here.push({ at, length, alternatives: fitting })
      }
      found.push(...here.toReversed())
    }
    return found
  }
}

/** UAV: the first letters of unmanned aerial vehicle, or of its parts. */
const isInitials = (short: string, units: readonly Unit[]): boolean => units.map(({ word }) => word[0]).join('') === short || (short.length <= units.length + 2 && short[0] === units[0]!.word[0] && short.length > 1 && short.length < 7)

const spelling = (units: readonly Unit[]): string => units.map(({ accent, word }) => accent ?? word).join(' ')
const keyOf = (unit: Unit, language: Locale): string => (language === 'vi' ? unit.word : unit.term ?? unit.word)
const keysOf = (units: readonly Unit[], language: Locale): string[] => units.map((unit) => keyOf(unit, language))
function accentsOf(units: readonly Unit[], at: number, length: number): string {
  let all = ''
  for (let i = at; i < at + length; i++) all += `${units[i]!.accent ?? ''} `
  return all
}
function allOf(entries: NonNullable<Node['entries']>): Alternative[] {
  const all = new Map<string, Alternative>()
  for (const { alternatives } of entries) for (const one of alternatives) {
    const before = all.get(one.shown)
    if (!before || before.weight < one.weight * unmarked) all.set(one.shown, { ...one, weight: one.weight * unmarked })
  }
  return [...all.values()]
}
