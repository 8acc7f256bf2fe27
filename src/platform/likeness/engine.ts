import { type Locale, locales } from '../locale.ts'
import { Lexicon } from '../fulltext/lexicon.ts'
import { Parts } from '../fulltext/parts.ts'
import { conceptsOf, localesIn } from './concepts.ts'
import { Dictionary } from './dictionary.ts'
import { likenessOf, type Meaning, placeOf } from './meaning.ts'
import { type Wish, wishesOf } from './question.ts'
import type { Text } from './reading.ts'
import { Kinds, mergedShelf, type Place, saturation, type Shelf, ShelfMaker, shelfSize } from './shelf.ts'
import { defaultWeights, type Weights } from './weights.ts'

export interface Entry { id: number; texts: readonly Text[] }
export interface Found {
  id: number
  /** 1 for the best; comparable only within one answer. */
  score: number
  /** How much of what is asked for its words have, 0 to 1; how near it lies in meaning, -1 to 1; and what its nearest among the best are worth, 0 to 1. */
  words: number
  meaning: number
  company: number
}
export interface Plan {
  places: readonly Place[]
  /** How much a question means what it says in each place. */
  said: readonly number[]
  /** So many postings are gone over for an answer, however large the market; 800,000 unless said otherwise. */
  postings?: number
}
/** What several engines over the same market share. */
export interface Shared { dictionary: Dictionary; meaning: Meaning | null; weights: Weights }

/** So many of each language are looked at more closely. */
const candidates = 300
/** So many of them may score exactly the same. */
const mostAlike = 40
/** The best of a language counts in full from this part of the best of all. */
const leastPart = 0.3
/** What an item says in the other language beside one it has in common with the question. */
const besides = 0.8
/** An item’s company: so many of the best that lie nearest to it, among so many. */
const companions = 8, among = 200

/** Finds items by what another text asks for. What it returns is ranked by words (BM25F, Robertson et al. 2004), pairs of words, the dictionary’s other ways to say them, meaning, and the company an item keeps among the best (Diaz 2005). */
export class Likeness {
  readonly plan: Plan
  readonly lexicon = new Lexicon()
  readonly #kinds = new Kinds(this.lexicon)
  readonly #shared: Shared
  readonly #parts: Parts<Shelf>
  constructor(plan: Plan, shared: Partial<Shared> = {}) {
    this.plan = plan
    this.#shared = { dictionary: shared.dictionary ?? new Dictionary([]), meaning: shared.meaning ?? null, weights: shared.weights ?? defaultWeights }
    this.#parts = new Parts(shelfSize, (parts) => mergedShelf(parts, this.#shared.meaning?.dimensions ?? 0))
  }

  get size(): number { return this.#parts.size }
  get shelves(): number { return this.#parts.all.length }
  get bytes(): number { return this.#parts.all.reduce((sum, { bytes }) => sum + bytes, 0) }
  has(id: number): boolean { return this.#parts.has(id) }

  /** These entries are as given, whatever was known of them before. */
  put(entries: readonly Entry[]): void {
    const latest = new Map(entries.map((entry) => [entry.id, entry]))
    const filling = this.filling()
    for (const entry of latest.values()) { this.#parts.leave(entry.id); filling.add(entry) }
    filling.done()
    this.#parts.tidy()
  }
  /** Fills a shelf after the other; what `add` was given is found once a shelf is full, or all is `done`. */
  filling(): { add(entry: Entry): void; done(): void } {
    const { meaning, dictionary } = this.#shared
    const fresh = (): ShelfMaker => new ShelfMaker(this.plan.places, this.lexicon, this.#kinds, meaning?.dimensions ?? 0)
    let maker = fresh()
    const join = (): void => { if (maker.size) this.#parts.join(maker.made()); maker = fresh() }
    return {
      add: ({ id, texts }) => {
        maker.add({ id, texts, meaning: meaning && placeOf(meaning, conceptsOf(texts, this.plan.said, dictionary)) })
        if (maker.size === shelfSize) join()
      },
      done: join,
    }
  }
  remove(ids: Iterable<number>): void {
    for (const id of ids) this.#parts.leave(id)
    this.#parts.tidy()
  }

  /** The best `limit` items for what these texts ask for, best first, of those that are `wanted`. */
  near(texts: readonly Text[], limit: number, wanted: (id: number) => boolean = () => true): Found[] {
    const { weights, meaning, dictionary } = this.#shared
    const shelves = this.#parts.all
    const wishes = wishesOf(texts, this.plan.said, this.lexicon, dictionary, weights)
    const asked = this.#weighed(wishes, shelves)
    const { telling, common } = apart(asked, this.plan.postings ?? 800_000)
    const best = new Best(common.length ? candidates * 2 : candidates)
    const place = meaning && placeOf(meaning, conceptsOf(texts, this.plan.said, dictionary))
    for (const shelf of shelves) collect(shelf, telling, best, wanted)
    const found = common.length ? withCommon(best.all(), common) : best.all()
    if (found.length === 0) return []
    const ranked = this.#ranked(found, place, asked, localesIn(texts))
    return ranked.slice(0, limit)
  }

  get knowsMeaning(): boolean { return this.#shared.meaning !== null }
  /** How near two texts lie in meaning, from -1 to 1; 0 while nothing is known of it. */
  likeness(one: readonly Text[], other: readonly Text[]): number {
    const { meaning, dictionary } = this.#shared
    if (!meaning) return 0
    const [a, b] = [one, other].map((texts) => placeOf(meaning, conceptsOf(texts, this.plan.said, dictionary)))
    return likenessOf(a!, 0, b!, 0, meaning.dimensions)
  }

  /** How telling a term is here: the rarer the more; of one nobody has, the most. */
  rarity(name: string): number {
    const term = this.lexicon.find(name)
    let size = 0, count = 0
    for (const shelf of this.#parts.all) { size += shelf.size; if (term >= 0) count += shelf.words.count(term) }
    return Math.log(1 + (size - count + 0.5) / (count + 0.5))
  }

  /** Wishes with what each way is worth at most, in this market. */
  #weighed(wishes: readonly Wish[], shelves: readonly Shelf[]): Asked[] {
    const size = shelves.reduce((sum, shelf) => sum + shelf.size, 0)
    const counted = (key: number, kind: 'words' | 'pairs'): number => shelves.reduce((sum, shelf) => sum + shelf[kind].count(key), 0)
    const rarity = (count: number): number => (count === 0 ? 0 : Math.log(1 + (size - count + 0.5) / (count + 0.5)))
    return wishes.map(({ language, weight, ways }) => {
      let postings = 0
      const worthOf = (key: number, kind: 'words' | 'pairs', worth: number): number => { const count = counted(key, kind); postings += count; return worth * rarity(count) / 255 }
      const weighed = ways.map((way) => ({
        terms: way.terms.map(([term, part]) => [term, worthOf(term, 'words', weight * way.weight * part * (saturation + 1))] as const),
        pairs: way.pairs.map(([pair, part]) => [pair, worthOf(pair, 'pairs', weight * way.weight * part * 2)] as const),
      }))
      return { language, ways: weighed, postings }
    })
  }

  #ranked(found: readonly Candidate[], place: Int8Array | null, asked: readonly Asked[], own: readonly Locale[]): Found[] {
    const { weights, meaning } = this.#shared
    const most = { vi: 0, en: 0 }
    for (const { vi, en } of found) { most.vi = Math.max(most.vi, vi); most.en = Math.max(most.en, en) }
    // Where nothing comes near in one language, its best is not made equal to the other one's.
    const floor = leastPart * Math.max(most.vi, most.en)
    most.vi = Math.max(most.vi, floor)
    most.en = Math.max(most.en, floor)
    const whole = { vi: wholeOf(asked, 'vi'), en: wholeOf(asked, 'en') }
    const dimensions = meaning?.dimensions ?? 0
    const judged = found.map((one) => {
      // In the languages both have they are compared as they stand, and in the other one through the dictionary, which is believed less where they have one in common: a title put into English hides nothing of the Vietnamese below it.
      const has = one.shelf.languages[one.at]!
      const common = own.filter((language) => has & (language === 'vi' ? 1 : 2))
      const of = (value: Record<Locale, number>): number => {
        const part = (language: Locale): number => (value[language] > 0 ? one[language] / value[language] : 0)
        return Math.max(common.reduce((sum, language) => sum + part(language), 0) / (common.length || 1), ...locales.filter((language) => !common.includes(language)).map((language) => (common.length ? besides : 1) * part(language)))
      }
      const words = of(most)
      const near = place ? likenessOf(place, 0, one.shelf.places, one.at * dimensions, dimensions) : 0
      return { one, near, base: words + weights.meaning * near, share: of(whole) }
    }).toSorted((a, b) => b.base - a.base || a.one.id - b.one.id)
    const company = place && weights.company > 0 ? companyOf(judged.slice(0, among), dimensions) : []
    const strongest = Math.max(1e-9, ...company), top = Math.max(1e-9, judged[0]!.base)
    const scored = judged.map(({ one, near, base, share }, i): Found => {
      const beside = i < company.length ? company[i]! / strongest : 0
      return { id: one.id, score: base / top + weights.company * beside, words: share, meaning: near, company: beside }
    })
    scored.sort((a, b) => b.score - a.score || a.id - b.id)
    const first = scored[0]!.score || 1
    return scored.map((one) => ({ ...one, score: one.score / first }))
  }
}

interface WeighedWay { terms: readonly (readonly [key: number, worth: number])[]; pairs: readonly (readonly [key: number, worth: number])[] }
/** A wish in this market: what each of its ways is worth, and in how many items any of it stands. */
interface Asked { language: Locale; ways: readonly WeighedWay[]; postings: number }

/** What is looked for everywhere, the rarest first as far as the bound reaches, and the common rest, which chooses nobody and only orders the chosen. */
function apart(asked: readonly Asked[], mostPostings: number): { telling: readonly Asked[]; common: readonly Asked[] } {
  if (asked.reduce((sum, { postings }) => sum + postings, 0) <= mostPostings) return { telling: asked, common: [] }
  const rarest = asked.filter(({ postings }) => postings > 0).toSorted((a, b) => a.postings - b.postings)
  let sum = 0
  const first = rarest.findIndex(({ postings }, i) => { sum += postings; return i > 0 && sum > mostPostings })
  return { telling: rarest.slice(0, first), common: rarest.slice(first) }
}
/** The chosen with what they have of the common words, and of each language the best of them. */
function withCommon(found: readonly Candidate[], common: readonly Asked[]): Candidate[] {
  for (const one of found) {
    for (const { language, ways } of common) {
      if (!(one.shelf.languages[one.at]! & (language === 'vi' ? 1 : 2))) continue
      let most = 0
      for (const { terms, pairs } of ways) {
        let value = 0
        for (const [term, worth] of terms) value += worth * one.shelf.words.weightAt(term, one.at)
        for (const [pair, worth] of pairs) value += worth * one.shelf.pairs.weightAt(pair, one.at)
        most = Math.max(most, value)
      }
      one[language] += most
    }
  }
  const best = new Best(candidates)
  for (const language of locales) for (const one of found) if (one[language] > best.bar(language)) best.add(language, one)
  return best.all()
}
/** What an item would have that had everything in its best way. */
function wholeOf(asked: readonly Asked[], language: Locale): number {
  let sum = 0
  for (const one of asked) {
    if (one.language !== language) continue
    sum += Math.max(0, ...one.ways.map(({ terms, pairs }) => [...terms, ...pairs].reduce((all, [, worth]) => all + worth * 255, 0)))
  }
  return sum
}

interface Candidate { id: number; vi: number; en: number; shelf: Shelf; at: number }
/** The best of each language so far. Copies of one text score the same to the last digit, and only so many of them are held: whoever publishes it three hundred times keeps nobody else out. */
class Best {
  readonly #most: number
  readonly #heaps: Record<Locale, Candidate[]> = { vi: [], en: [] }
  readonly #alike: Record<Locale, Map<number, number>> = { vi: new Map(), en: new Map() }
  constructor(most: number) { this.#most = most }
  bar(language: Locale): number { const heap = this.#heaps[language]; return heap.length < this.#most ? 0 : heap[0]![language] }
  add(language: Locale, one: Candidate): void {
    const heap = this.#heaps[language], alike = this.#alike[language]
    const same = alike.get(standing(one)) ?? 0
    if (same === mostAlike) return
    alike.set(standing(one), same + 1)
    if (heap.length < this.#most) {
      heap.push(one)
      for (let i = heap.length - 1; i > 0;) { const up = (i - 1) >> 1; if (heap[up]![language] <= heap[i]![language]) break; [heap[up], heap[i]] = [heap[i]!, heap[up]!]; i = up }
      return
    }
    const leaves = standing(heap[0]!), others = alike.get(leaves)! - 1
    if (others) alike.set(leaves, others)
    else alike.delete(leaves)
    heap[0] = one
    for (let i = 0; ;) {
      let least = i
      for (const down of [2 * i + 1, 2 * i + 2]) if (down < heap.length && heap[down]![language] < heap[least]![language]) least = down
      if (least === i) break
      ;[heap[least], heap[i]] = [heap[i]!, heap[least]!]
      i = least
    }
  }
  all(): Candidate[] { return [...new Map([...this.#heaps.vi, ...this.#heaps.en].map((one) => [one.id, one])).values()] }
}

/** What it scores in both languages, as one number. */
const standing = ({ vi, en }: Candidate): number => vi + en * Math.SQRT2

const boards = { vi: new Float32Array(shelfSize), en: new Float32Array(shelfSize) }
const way = new Float32Array(shelfSize), wish = new Float32Array(shelfSize)
const touchedWay = new Uint16Array(shelfSize), touchedWish = new Uint16Array(shelfSize)

/** Goes over one shelf and keeps its best. */
function collect(shelf: Shelf, asked: readonly Asked[], best: Best, wanted: (id: number) => boolean): void {
  const { size, words, pairs, live, ids, languages } = shelf
  boards.vi.fill(0, 0, size)
  boards.en.fill(0, 0, size)
  for (const { language, ways } of asked) {
    const board = boards[language]
    if (ways.length === 1) {
      for (const [term, worth] of ways[0]!.terms) add(words, term, worth, board)
      for (const [pair, worth] of ways[0]!.pairs) add(pairs, pair, worth, board)
      continue
    }
    // An item has a thing in the best of its ways, not in all of them together.
    let held = 0
    for (const { terms, pairs: both } of ways) {
      let touched = 0
      const put = (postings: Shelf['words'], key: number, worth: number): void => {
        const run = postings.at(key)
        if (run < 0) return
        for (let i = postings.starts[run]!, end = postings.starts[run + 1]!; i < end; i++) {
          const doc = postings.docs[i]!
          if (way[doc] === 0) touchedWay[touched++] = doc
          way[doc]! += worth * postings.weights[i]!
        }
      }
      for (const [term, worth] of terms) if (worth > 0) put(words, term, worth)
      for (const [pair, worth] of both) if (worth > 0) put(pairs, pair, worth)
      for (let i = 0; i < touched; i++) {
        const doc = touchedWay[i]!, value = way[doc]!
        way[doc] = 0
        if (wish[doc] === 0) touchedWish[held++] = doc
        if (value > wish[doc]!) wish[doc] = value
      }
    }
    for (let i = 0; i < held; i++) { const doc = touchedWish[i]!; board[doc]! += wish[doc]!; wish[doc] = 0 }
  }
  for (const [language, bit] of [['vi', 1], ['en', 2]] as const) {
    const board = boards[language]
    let bar = best.bar(language)
    for (let doc = 0; doc < size; doc++) {
      // A number or a name of the other language's words says nothing of an item that has no text in it.
      if (!(board[doc]! > bar) || !(languages[doc]! & bit) || !live[doc] || !wanted(ids[doc]!)) continue
      best.add(language, { id: ids[doc]!, vi: languages[doc]! & 1 ? boards.vi[doc]! : 0, en: languages[doc]! & 2 ? boards.en[doc]! : 0, shelf, at: doc })
      bar = best.bar(language)
    }
  }
}
function add(postings: Shelf['words'], key: number, worth: number, board: Float32Array): void {
  const run = postings.at(key)
  if (run < 0 || worth === 0) return
  const { docs, weights } = postings
  for (let i = postings.starts[run]!, end = postings.starts[run + 1]!; i < end; i++) board[docs[i]!]! += worth * weights[i]!
}

/** Of each of the best, what those lying nearest to it among them are worth. */
function companyOf(judged: readonly { one: Candidate; base: number }[], dimensions: number): number[] {
  const n = judged.length
  // Side by side in memory, and four rows at a time: this is most of the work of an answer. Rows of nothing fill the last four.
  const rows = n + 3, places = new Float32Array(rows * dimensions)
  judged.forEach(({ one: { shelf, at } }, i) => places.set(shelf.places.subarray(at * dimensions, (at + 1) * dimensions), i * dimensions))
  const alike = new Float32Array(n * rows), lengths = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const own = i * dimensions
    for (let j = i; j < n; j += 4) {
      const first = j * dimensions, second = first + dimensions, third = second + dimensions, fourth = third + dimensions
      let p = 0, q = 0, r = 0, s = 0
      for (let d = 0; d < dimensions; d++) {
        const value = places[own + d]!
        p += value * places[first + d]!
        q += value * places[second + d]!
        r += value * places[third + d]!
        s += value * places[fourth + d]!
      }
      if (j === i) lengths[i] = Math.sqrt(p)
      alike[i * rows + j] = p
      alike[i * rows + j + 1] = q
      alike[i * rows + j + 2] = r
      alike[i * rows + j + 3] = s
    }
  }
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) alike[i * rows + j] = alike[j * rows + i] = Math.max(0, alike[i * rows + j]! / (lengths[i]! * lengths[j]! || 1))
  const nearest = new Int32Array(companions)
  return judged.map((_, i) => {
    let held = 0
    for (let j = 0; j < n; j++) {
      if (j === i) continue
      const value = alike[i * rows + j]!
      if (held === companions && value <= alike[i * rows + nearest[held - 1]!]!) continue
      let at = held < companions ? held++ : held - 1
      for (; at > 0 && alike[i * rows + nearest[at - 1]!]! < value; at--) nearest[at] = nearest[at - 1]!
      nearest[at] = j
    }
    let sum = 0, all = 0
    for (let k = 0; k < held; k++) { const near = alike[i * rows + nearest[k]!]!; sum += near * judged[nearest[k]!]!.base; all += near }
    return all > 0 ? sum / all : 0
  })
}
