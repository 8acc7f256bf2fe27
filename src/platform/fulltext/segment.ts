import { type Lexicon, pairOf } from './lexicon.ts'
import type { Phrases } from './phrases.ts'
import type { Merging } from './parts.ts'
import { gone, merged, Postings, PostingsMaker } from './postings.ts'

/** One kind of text an entry has: how much a word in it says, how long such a text usually is, whether words are also known by their diacritics there, how much two words say that stand side by side as asked, and whether it suggests words to who begins to type. At most eight fields. */
export interface FieldPlan { weight: number; usual: number; accents: boolean; pair: number; suggests: boolean }
/** What an index holds: fields of text, numbers to sort by, facets to count. Facets are named; their values are any words. */
export interface Plan { fields: readonly FieldPlan[]; numbers: number; facets: readonly string[] }
export interface Entry {
  id: number
  texts: readonly { field: number; text: string; english: boolean }[]
  /** NaN: not known. */
  numbers: readonly number[]
  facets: readonly (readonly string[])[]
}

/** Of each entry which set of values of one facet it has, and of each set its values, as numbers in the facet's own list: many entries have the same, so they are counted by sets. */
export interface FacetColumn { sets: Uint16Array; starts: Uint32Array; codes: Uint16Array }
/** Facets counted in one go: of each entry a number for what it has in all of them, and of each such number its set in each facet. */
export interface FacetGroup { combinations: Uint16Array; size: number; facets: readonly { facet: number; sets: Uint16Array }[] }
/** More combinations than this would not be counted in the processor's nearest memory. */
const mostCombinations = 4_096

/** Facets with few sets go together, as long as few combinations of them stand in the segment. */
function groupsOf(columns: readonly FacetColumn[]): FacetGroup[] {
  const groups: FacetGroup[] = []
  const order = columns.map((_, facet) => facet).toSorted((a, b) => columns[a]!.starts.length - columns[b]!.starts.length)
  for (const facet of order) {
    const { sets, starts } = columns[facet]!
    const last = groups.at(-1), own = starts.length - 1
    const known = new Map<number, number>()
    const combinations = last && new Uint16Array(sets.length)
    if (combinations) for (let i = 0; i < sets.length && known.size <= mostCombinations; i++) {
      const both = last.combinations[i]! * own + sets[i]!
      const there = known.get(both)
      combinations[i] = there ?? known.size
      if (there === undefined) known.set(both, known.size)
    }
    if (!combinations || known.size > mostCombinations) { groups.push({ combinations: sets, size: own, facets: [{ facet, sets: Uint16Array.from({ length: own }, (_, set) => set) }] }); continue }
    const all = [...known.keys()]
    groups[groups.length - 1] = { combinations, size: all.length, facets: [
      ...last.facets.map((one) => ({ facet: one.facet, sets: Uint16Array.from(all, (both) => one.sets[Math.floor(both / own)]!) })), { facet, sets: Uint16Array.from(all, (both) => both % own) },
    ] }
  }
  return groups
}

/** Up to so many entries: their places fit 16 bits, and working memory for one stays in the processor's cache. */
export const segmentSize = 32_768

/** How soon more of the same word stops saying more, and how much longer texts weigh less. */
const saturation = 1.2, lengthMatters = 0.6

/** A part of the index that never changes, but for entries that leave it. */
export class Segment {
  readonly ids: Int32Array
  readonly live: Uint8Array
  readonly words: Postings
  readonly pairs: Postings
  readonly numbers: readonly Float64Array[]
  /** The largest known of each number. */
  readonly most: readonly number[]
  readonly facets: readonly FacetColumn[]
  readonly groups: readonly FacetGroup[]
  living: number
  constructor(ids: Int32Array, words: Postings, pairs: Postings, numbers: readonly Float64Array[], facets: readonly FacetColumn[]) {
    this.ids = ids
    this.live = new Uint8Array(ids.length).fill(1)
    this.living = ids.length
    this.words = words
    this.pairs = pairs
    this.numbers = numbers
    this.most = numbers.map((column) => column.reduce((most, value) => (value > most ? value : most), -Infinity))
    this.facets = facets
    this.groups = groupsOf(facets)
  }
  get size(): number { return this.ids.length }
  get bytes(): number {
    return this.words.bytes + this.pairs.bytes + this.ids.byteLength + this.live.byteLength + this.numbers.reduce((sum, column) => sum + column.byteLength, 0)
      + this.groups.reduce((sum, { combinations }) => sum + combinations.byteLength, 0) + this.facets.reduce((sum, { sets, starts, codes }) => sum + sets.byteLength + starts.byteLength + codes.byteLength, 0)
  }
}

/** Words of a facet, numbered. */
export class FacetValues {
  readonly values: string[] = []
  readonly #codes = new Map<string, number>()
  code(value: string): number {
    const known = this.#codes.get(value)
    if (known !== undefined) return known
    if (this.values.length > 0xfffe) return 0xffff // such facets are not counted any more, but nothing breaks
    const code = this.values.push(value) - 1
    this.#codes.set(value, code)
    return code
  }
  find(value: string): number { return this.#codes.get(value) ?? -1 }
}

/** Sets of values on their way into a column. */
class FacetMaker {
  readonly #sets: number[] = []
  readonly #starts = [0]
  readonly #codes: number[] = []
  readonly #known = new Map<string, number>()
  /** The number of this set of values. */
  set(codes: ArrayLike<number>): number {
    const name = Array.prototype.join.call(codes)
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const set = this.#known.size
    this.#known.set(name, set)
    for (let i = 0; i < codes.length; i++) this.#codes.push(codes[i]!)
    this.#starts.push(this.#codes.length)
    return set
  }
  /** The next entry has this set. */
  add(set: number): void { this.#sets.push(set) }
  made(): FacetColumn { return { sets: Uint16Array.from(this.#sets), starts: Uint32Array.from(this.#starts), codes: Uint16Array.from(this.#codes) } }
}

/** Entries on their way into a segment. */
export class SegmentMaker {
  readonly #plan: Plan
  readonly #lexicon: Lexicon
  readonly #values: readonly FacetValues[]
  readonly #phrases: Phrases
  readonly #ids: number[] = []
  readonly #words = new PostingsMaker()
  readonly #pairs = new PostingsMaker()
  readonly #numbers: number[][]
  readonly #facets: readonly FacetMaker[]
  constructor(plan: Plan, lexicon: Lexicon, values: readonly FacetValues[], phrases: Phrases) {
    this.#plan = plan
    this.#lexicon = lexicon
    this.#values = values
    this.#phrases = phrases
    this.#numbers = Array.from({ length: plan.numbers }, () => [])
    this.#facets = plan.facets.map(() => new FacetMaker())
  }
  get size(): number { return this.#ids.length }

  add(entry: Entry): void {
    const lexicon = this.#lexicon
    const doc = this.#ids.push(entry.id) - 1
    const weights = new Map<number, number>(), pairs = new Map<number, number>()
    const say = (term: number, weight: number) => weights.set(term, (weights.get(term) ?? 0) + weight)
    for (const { field, text, english } of entry.texts) {
      if (!text) continue
      const plan = this.#plan.fields[field]!
      if (plan.suggests) this.#phrases.add(text)
      const forms = lexicon.read(text)
      const weight = plan.weight / (1 - lengthMatters + lengthMatters * forms.length / plan.usual)
      let before = -1
      for (let i = 0; i < forms.length; i++) {
        const form = forms[i]!
        if (form < 0) continue
        lexicon.see(form)
        const word = lexicon.wordOf(form)
        say(word, weight)
        const stem = english ? lexicon.stemOf(form) : -1
        if (stem >= 0) say(stem, weight)
        const accent = plan.accents ? lexicon.accentOf(form) : -1
        if (accent >= 0) say(accent, weight)
        // English goes in pairs by its stems, Vietnamese as it stands.
        const unit = stem >= 0 ? stem : word
        if (before >= 0) { const pair = pairOf(before, unit); pairs.set(pair, (pairs.get(pair) ?? 0) | (1 << field)) }
        before = unit
      }
    }
    for (const [term, weight] of weights) {
      lexicon.meet(term)
      this.#words.add(term, doc, Math.max(1, Math.round(255 * weight / (saturation + weight))))
    }
    for (const [pair, fields] of pairs) this.#pairs.add(pair, doc, fields)
    for (let i = 0; i < this.#numbers.length; i++) this.#numbers[i]!.push(entry.numbers[i] ?? Number.NaN)
    this.#facets.forEach((facet, f) => facet.add(facet.set([...new Set(entry.facets[f])].map((value) => this.#values[f]!.code(value)))))
  }

  made(): Segment {
    return new Segment(Int32Array.from(this.#ids), this.#words.made(), this.#pairs.made(), this.#numbers.map((column) => Float64Array.from(column)),
      this.#facets.map((facet) => facet.made()))
  }
}

export function* mergedSegment(parts: readonly Segment[]): Merging<Segment> {
  let size = 0
  const places = parts.map(({ live }) => Uint16Array.from(live, (lives) => (lives ? size++ : gone)))
  const words = yield* merged(parts.map((part) => part.words), places)
  const pairs = yield* merged(parts.map((part) => part.pairs), places)
  const ids = new Int32Array(size)
  const numbers = (parts[0]?.numbers ?? []).map(() => new Float64Array(size))
  parts.forEach((part, p) => places[p]!.forEach((to, from) => {
    if (to === gone) return
    ids[to] = part.ids[from]!
    numbers.forEach((column, i) => { column[to] = part.numbers[i]![from]! })
  }))
  const facets = (parts[0]?.facets ?? []).map((_, f): FacetColumn => {
    const making = new FacetMaker()
    parts.forEach((part, p) => {
      const { sets, starts, codes } = part.facets[f]!
      const anew = new Map<number, number>()
      places[p]!.forEach((to, from) => {
        if (to === gone) return
        const set = sets[from]!
        let now = anew.get(set)
        if (now === undefined) { now = making.set(codes.subarray(starts[set]!, starts[set + 1]!)); anew.set(set, now) }
        making.add(now)
      })
    })
    return making.made()
  })
  return { part: new Segment(ids, words, pairs, numbers, facets), places }
}
