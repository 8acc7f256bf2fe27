import { Lexicon, plainWord, written } from './lexicon.ts'
import { Board, match, pairCount, plot, unwanted, wordCount } from './matching.ts'
import { Parts } from './parts.ts'
import { Phrases } from './phrases.ts'
import { parseQuery, type Query } from './query.ts'
import { type Entry, FacetValues, mergedSegment, type Plan, type Segment, SegmentMaker, segmentSize } from './segment.ts'
import { correct } from './spelling.ts'
import { ranked } from './top.ts'

export type Order = 'relevance' | { number: number; descending: boolean }
export interface Asked {
  query: string
  /** Of each facet by its place in the plan: any of these values, or all where none is given. */
  filters: readonly (readonly string[])[]
  /** Entries whose number (by its place) is above this are not there yet. */
  until: { number: number; most: number } | null
  /** Ties are broken by the next order, and last by id, higher first. */
  orders: readonly Order[]
  from: number
  limit: number
  /** Fewer exact answers than this are joined by near ones. */
  few: number
}
export interface Answer {
  ids: number[]
  total: number
  exact: number
  relaxed: boolean
  /** Nothing in the query can be searched for, though something was typed. */
  unreadable: boolean
  corrected: string | null
  /** Folded words that led here, in every form entries have. */
  terms: string[]
  /** Of each facet: how many have each value, this facet's own filter left aside. */
  counts: Map<string, number>[]
}

/** Entries in memory, found by words, counted by facets. Knows nothing of what they are. Everything is answered at once, without waiting. */
export class FullText {
  readonly plan: Plan
  readonly lexicon = new Lexicon()
  readonly #phrases = new Phrases()
  readonly #values: readonly FacetValues[]
  readonly #parts = new Parts<Segment>(segmentSize, mergedSegment, () => { this.#whole = { numbers: [] } })
  readonly #board = new Board()
  /** Columns of all segments in one piece, as sorting wants them; made when asked for, until the segments are others. */
  #whole: { ids?: Int32Array; numbers: Float64Array[] } = { numbers: [] }
  constructor(plan: Plan) {
    this.plan = plan
    this.#values = plan.facets.map(() => new FacetValues())
  }

  get size(): number { return this.#parts.size }
  get bytes(): number { return this.segments.reduce((sum, { bytes }) => sum + bytes, 0) }
  get segments(): Segment[] { return this.#parts.all }

  /** These entries are as given, whatever was known of them before. */
  put(entries: readonly Entry[]): void {
    const latest = new Map(entries.map((entry) => [entry.id, entry]))
    const filling = this.filling()
    for (const entry of latest.values()) { this.#parts.leave(entry.id); filling.add(entry) }
    filling.done()
    this.#parts.tidy()
  }
  /** Fills a segment after the other from entries that come in any number; what `add` was given is found once a segment is full, or all is `done`. */
  filling(): { add(entry: Entry): void; done(): void } {
    let maker = this.#maker()
    const join = (): void => { if (maker.size) this.#parts.join(maker.made()); maker = this.#maker() }
    return { add: (entry) => { maker.add(entry); if (maker.size === segmentSize) join() }, done: join }
  }
  remove(ids: Iterable<number>): void {
    for (const id of ids) this.#parts.leave(id)
    this.#parts.tidy()
  }

  #maker(): SegmentMaker { return new SegmentMaker(this.plan, this.lexicon, this.#values, this.#phrases) }

  search(asked: Asked): Answer {
    const segments = this.segments
    const typed = parseQuery(asked.query)
    const better = correct(typed, this.lexicon, { words: (term) => wordCount(segments, term), pairs: (pair) => pairCount(segments, pair), size: this.size })
    const query = better?.query ?? typed
    const parts = query.parts.length
    const size = segments.reduce((sum, segment) => sum + segment.size, 0)
    this.#board.clear(size)
    match(plot(query, this.lexicon, segments), this.plan, segments, this.#board)
    const unreadable = parts + query.without.length === 0 && asked.query.trim() !== ''
    const strict = this.#gather(segments, asked, unreadable ? Infinity : parts, query.without.length > 0)
    const exact = strict.found.length
    // Rather something near than nothing: few exact answers are joined by those that hold most of the words, and if need be, some.
    // By relevance all are ordered by how well they answer: syllables scattered over a long text may all be there and mean nothing.
    // By a number, such as the price, what merely comes near follows what holds everything.
    let all = strict
    for (const need of new Set([0.6, 0.4, 0].map((share) => Math.max(1, Math.ceil(parts * share))))) {
      if (all.found.length < asked.few && need < parts) all = this.#gather(segments, asked, need, query.without.length > 0)
    }
    const relaxed = all.found.length > exact
    return {
      ids: this.#page(segments, asked, all.found, relaxed && asked.orders[0] !== 'relevance' ? parts : 0), total: all.found.length, exact, relaxed, unreadable,
      corrected: better?.text ?? null, terms: this.#terms(query),
      counts: all.counts.map((counts, f) => new Map([...counts].flatMap((count, code) => (count ? [[this.#values[f]!.values[code]!, count] as const] : [])))),
    }
  }

  /** Queries that go on from what is typed, as most entries' suggesting texts would, each with an answer: words of what has left suggest nothing. */
  suggest(typed: string, limit: number): string[] {
    const words = typed.slice(0, 200).trimStart().split(/\s+(?=\S)/)
    /** By their words without diacritics, each with its parts as phrases: syllables scattered over a long text are not what anybody means. */
    const queries = new Map<string, { query: string; asked: string }>()
    const offer = (query: string, asked: string): void => { const own = written(query).map(plainWord).join(' '); if (!queries.has(own)) queries.set(own, { query, asked }) }
    // All of it as one phrase, then only the last words, the ones before them kept as they are. What is joined so may stand
    // apart in a text, so that a single word would go with nearly anything.
    for (let kept = 0; kept < words.length && queries.size < limit * 2; kept++) {
      if (words.length - kept > 3) continue
      const before = words.slice(0, kept).join(' '), said = new Set(written(before).map(plainWord))
      for (const phrase of this.#phrases.begin(words.slice(kept).join(' '), limit * (before ? 4 : 2))) {
        if (!before) offer(phrase, `"${phrase}"`)
        else if (phrase.includes(' ') && !phrase.split(' ').some((word) => said.has(plainWord(word)))) offer(`${before} ${phrase}`, /["-]/.test(before) ? `${before} "${phrase}"` : `"${before}" "${phrase}"`)
      }
    }
    const segments = this.segments, size = segments.reduce((sum, segment) => sum + segment.size, 0)
    const answered: string[] = []
    for (const { query, asked } of queries.values()) {
      if (answered.length >= limit) break
      const read = parseQuery(asked)
      this.#board.clear(size)
      match({ ...plot(read, this.lexicon, segments), neighbours: [] }, this.plan, segments, this.#board)
      let base = 0
      if (segments.some(({ live }) => { const begins = base; base += live.length; return live.some((lives, doc) => lives && this.#board.count[begins + doc]! >= read.parts.length) })) answered.push(query)
    }
    return answered
  }

  /** Entries that hold at least so many parts, none of what is not wanted, and pass every filter, until the next time this is asked, and the counts of each facet. */
  #gather(segments: readonly Segment[], { filters, until }: Asked, need: number, without: boolean): { found: Int32Array; counts: Uint32Array[] } {
    const { count: held, last, found } = this.#board
    const counts = this.#values.map(({ values }) => new Uint32Array(values.length))
    const wanted = filters.map((chosen, f) => {
      if (chosen.length === 0) return null
      const allowed = new Uint8Array(this.#values[f]!.values.length)
      for (const value of chosen) { const code = this.#values[f]!.find(value); if (code >= 0) allowed[code] = 1 }
      return allowed
    })
    const filtered = wanted.some((allowed) => allowed !== null)
    const candidates = new Uint16Array(segmentSize), failed = new Uint8Array(segmentSize)
    let total = 0, base = 0
    for (const { live, living, numbers, most, facets, groups, size: own } of segments) {
      let holding = 0
      for (let doc = 0; doc < own; doc++) if (held[base + doc]! >= need) candidates[holding++] = doc
      // Most segments have nothing to leave out of these; those that have are gone over once more for each reason.
      const keep = (holds: (doc: number) => boolean): void => { const before = holding; holding = 0; for (let i = 0; i < before; i++) if (holds(candidates[i]!)) candidates[holding++] = candidates[i]! }
      if (living < own) keep((doc) => live[doc] === 1)
      if (without) keep((doc) => last[base + doc] !== unwanted)
      if (until && most[until.number]! > until.most) { const dates = numbers[until.number]!; keep((doc) => !(dates[doc]! > until.most)) }
      if (filtered) failed.fill(0, 0, holding)
      // 0: passes all; n: fails facet n-1 alone; 255: fails more than one.
      wanted.forEach((allowed, f) => {
        if (!allowed) return
        const { sets, starts, codes } = facets[f]!
        const passes = new Uint8Array(starts.length - 1)
        for (let set = 0; set < passes.length; set++) for (let at = starts[set]!; at < starts[set + 1]!; at++) if (allowed[codes[at]!]) passes[set] = 1
        for (let i = 0; i < holding; i++) if (!passes[sets[candidates[i]!]!]) failed[i] = failed[i] ? 255 : f + 1
      })
      const begins = total
      for (let i = 0; i < holding; i++) if (!filtered || failed[i] === 0) found[total++] = base + candidates[i]!
      const count = (f: number, set: number, times: number): void => {
        const { starts, codes } = facets[f]!
        for (let at = starts[set]!; at < starts[set + 1]!; at++) counts[f]![codes[at]!]! += times
      }
      for (const { combinations, size, facets: together } of groups) {
        // Few are counted one by one, many by what they have in common.
        if (total - begins < size / 4) {
          for (let i = begins; i < total; i++) for (const { facet, sets } of together) count(facet, sets[combinations[found[i]! - base]!]!, 1)
          continue
        }
        const times = new Uint32Array(size)
        for (let i = begins; i < total; i++) times[combinations[found[i]! - base]!]!++
        for (const { facet, sets } of together) {
          const ofSet = new Uint32Array(facets[facet]!.starts.length - 1)
          for (let one = 0; one < size; one++) ofSet[sets[one]!]! += times[one]!
          for (let set = 0; set < ofSet.length; set++) if (ofSet[set]) count(facet, set, ofSet[set]!)
        }
      }
      // What a facet's own filter leaves out is counted by it all the same.
      wanted.forEach((allowed, f) => { if (allowed) for (let i = 0; i < holding; i++) if (failed[i] === f + 1) count(f, facets[f]!.sets[candidates[i]!]!, 1) })
      base += own
    }
    return { found: found.subarray(0, total), counts }
  }

  /** The ids of one page of what was found; what holds at least `whole` parts comes first. */
  #page(segments: readonly Segment[], { orders, from, limit }: Asked, found: Int32Array, whole: number): number[] {
    if (from >= found.length) return []
    const { score, count } = this.#board
    const ids = this.#whole.ids ??= joined(segments.map((segment) => segment.ids), Int32Array)
    const columnOf = (number: number): Float64Array => this.#whole.numbers[number] ??= joined(segments.map(({ numbers }) => numbers[number]!), Float64Array)
    const by = orders.map((order): ((at: number) => number) => {
      if (order === 'relevance') return (at) => score[at]!
      const column = columnOf(order.number)
      const sign = order.descending ? 1 : -1
      return (at) => { const value = column[at]!; return Number.isNaN(value) ? -Infinity : sign * value }
    })
    return Array.from(ranked(found, from, limit, [...(whole ? [(at: number) => Number(count[at]! >= whole)] : []), ...by, (at) => ids[at]!]), (at) => ids[at]!)
  }

  #terms({ parts }: Query): string[] {
    const terms = new Set<string>()
    for (const { word, accent } of parts.flat()) {
      terms.add(word)
      if (/^(h|k|l|m|s|t|qu)i$/.test(word)) terms.add(`${word.slice(0, -1)}y`)
      if (accent === null) for (const other of this.lexicon.kin(word)) if (terms.size < 200) terms.add(this.lexicon.name(other))
    }
    return [...terms]
  }
}
function joined<T extends Int32Array | Float64Array>(parts: readonly T[], Kind: new (length: number) => T): T {
  const whole = new Kind(parts.reduce((sum, { length }) => sum + length, 0))
  let base = 0
  for (const part of parts) { whole.set(part, base); base += part.length }
  return whole
}
