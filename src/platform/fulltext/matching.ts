import { type Lexicon, pairOf, stemName } from './lexicon.ts'
import type { Postings } from './postings.ts'
import type { Query, QueryWord } from './query.ts'
import { type Plan, type Segment, segmentSize } from './segment.ts'

/** A word's stem counts a little less than the word. Of one typed with diacritics this much is said by its letters, the rest by standing there as typed. */
const byStem = 0.85, byAccent = 0.7, byFold = 0.4

interface Term { term: number; weight: number }
interface WordPart { terms: readonly Term[]; accent: Term | null }
interface Part { words: readonly WordPart[]; steps: readonly (readonly number[])[] }
/** A query in the index's own numbers. */
export interface Plot { parts: readonly Part[]; without: readonly Part[]; neighbours: readonly { pair: number; worth: number }[] }

/** How many of the parts each entry holds and how well it answers, while one query is worked on. Kept from query to query. */
export class Board {
  count = new Uint8Array(0)
  /** The last part that was counted for an entry, so that none counts twice; `unwanted`: a minus word stands there. */
  last = new Uint8Array(0)
  score = new Float32Array(0)
  found = new Int32Array(0)
  readonly steps = new Uint8Array(segmentSize)
  clear(size: number): void {
    if (size > this.count.length) {
      const wide = Math.ceil(size * 1.25)
      this.count = new Uint8Array(wide)
      this.last = new Uint8Array(wide)
      this.score = new Float32Array(wide)
      this.found = new Int32Array(wide)
      return
    }
    this.count.fill(0, 0, size)
    this.last.fill(0, 0, size)
    this.score.fill(0, 0, size)
  }
}
export const unwanted = 255

const howOften = (segments: readonly Segment[], of: 'words' | 'pairs', key: number): number => segments.reduce((sum, segment) => sum + segment[of].count(key), 0)
export const wordCount = (segments: readonly Segment[], term: number): number => (term < 0 ? 0 : howOften(segments, 'words', term))
export const pairCount = (segments: readonly Segment[], pair: number): number => howOften(segments, 'pairs', pair)
/** Rare words say more. */
const telling = (size: number, holding: number): number => Math.log(1 + (Math.max(size, holding) - holding + 0.5) / (holding + 0.5))

/** The term of a word's English stem, where it was typed as English would be. */
const stemTerm = (lexicon: Lexicon, { word, accent }: QueryWord): number => {
  const name = accent === null ? stemName(word) : null
  return name === null ? -1 : lexicon.find(name)
}
/** Two words side by side, as Vietnamese writes them and as English bends them. */
export function pairsOf(lexicon: Lexicon, first: QueryWord, second: QueryWord): number[] {
  const units = (word: QueryWord): number[] => [...new Set([lexicon.find(word.word), stemTerm(lexicon, word)])].filter((term) => term >= 0)
  return units(first).flatMap((a) => units(second).map((b) => pairOf(a, b)))
}

export function plot(query: Query, lexicon: Lexicon, segments: readonly Segment[]): Plot {
  const size = segments.reduce((sum, { size: own }) => sum + own, 0)
  const wordPart = (said: QueryWord): WordPart => {
    const word = lexicon.find(said.word), stem = stemTerm(lexicon, said)
    const weight = telling(size, Math.max(wordCount(segments, word), wordCount(segments, stem))) / 255
    const accent = said.accent === null ? -1 : lexicon.find(`=${said.accent}`)
    return {
      terms: [{ term: word, weight: said.accent === null ? weight : weight * byFold }, { term: stem, weight: weight * byStem }].filter(({ term }) => term >= 0),
      accent: accent < 0 ? null : { term: accent, weight: telling(size, wordCount(segments, accent)) * byAccent / 255 },
    }
  }
  const part = (said: readonly QueryWord[]): Part => ({
    words: said.map(wordPart), steps: said.slice(1).map((word, i) => pairsOf(lexicon, said[i]!, word)),
  })
  return {
    parts: query.parts.map(part), without: query.without.map(part),
    neighbours: [...query.neighbours, ...query.parts.flatMap((said) => said.slice(1).map((word, i) => [said[i]!, word] as const))]
      .flatMap(([first, second]) => pairsOf(lexicon, first, second)).map((pair) => ({ pair, worth: telling(size, pairCount(segments, pair)) })),
  }
}

/** What the fields a pair stands in are worth together, for every set of fields. */
const worthOfFields = (plan: Plan): Float32Array => Float32Array.from({ length: 1 << plan.fields.length }, (_, mask) => plan.fields.reduce((sum, { pair }, field) => sum + (mask & (1 << field) ? pair : 0), 0))

/** Fills the board: for each entry of each segment how many parts it holds, and how well it answers. */
export function match({ parts, without, neighbours }: Plot, plan: Plan, segments: readonly Segment[], board: Board): void {
  const worth = worthOfFields(plan)
  let base = 0
  for (const segment of segments) {
    parts.forEach((part, i) => {
      if (part.steps.length) countPhrase(segment, base, part, i + 1, board)
      for (const { terms, accent } of part.words) {
        if (part.steps.length) for (const { term, weight } of terms) addScore(segment.words, base, term, weight, board.score)
        else addWords(segment.words, base, terms, i + 1, board)
        if (accent) addScore(segment.words, base, accent.term, accent.weight, board.score)
      }
    })
    for (const { pair, worth: times } of neighbours) addPairs(segment.pairs, base, pair, times, worth, board.score)
    for (const part of without) {
      if (part.steps.length) countPhrase(segment, base, part, unwanted, board)
      else for (const { term } of part.words[0]?.terms ?? []) strike(segment.words, base, term, board.last)
    }
    base += segment.size
  }
}

/** Counts a word's entries for part `mark`, each once whichever of its forms stand there, and adds what the first of them says. */
function addWords(words: Postings, base: number, terms: readonly Term[], mark: number, { count, last, score }: Board): void {
  const { starts, docs, weights } = words
  terms.forEach(({ term, weight }, form) => {
    const run = words.at(term)
    if (run < 0) return
    const begin = starts[run]!, end = starts[run + 1]!
    if (form === 0) {
      for (let i = begin; i < end; i++) { const at = base + docs[i]!; last[at] = mark; count[at]!++; score[at]! += weight * weights[i]! }
      return
    }
    for (let i = begin; i < end; i++) {
      const at = base + docs[i]!
      if (last[at] === mark) continue // another form of the word stands here too
      last[at] = mark
      count[at]!++
      score[at]! += weight * weights[i]!
    }
  })
}
function addScore(words: Postings, base: number, term: number, weight: number, score: Float32Array): void {
  const run = words.at(term)
  if (run < 0) return
  for (let i = words.starts[run]!, end = words.starts[run + 1]!; i < end; i++) score[base + words.docs[i]!]! += weight * words.weights[i]!
}
function addPairs(pairs: Postings, base: number, pair: number, times: number, worth: Float32Array, score: Float32Array): void {
  const run = pairs.at(pair)
  if (run < 0) return
  for (let i = pairs.starts[run]!, end = pairs.starts[run + 1]!; i < end; i++) score[base + pairs.docs[i]!]! += times * worth[pairs.weights[i]!]!
}
function strike(words: Postings, base: number, term: number, last: Uint8Array): void {
  const run = words.at(term)
  if (run < 0) return
  for (let i = words.starts[run]!, end = words.starts[run + 1]!; i < end; i++) last[base + words.docs[i]!] = unwanted
}

/**
 * A phrase stands where each of its pairs does. Positions are not kept: in an entry that holds "a b"
 * in one place and "b c" in another, "a b c" is found as well.
 */
function countPhrase({ pairs }: Segment, base: number, { steps }: Part, mark: number, { count, last, steps: reached }: Board): void {
  reached.fill(0)
  steps.forEach((alternatives, step) => {
    for (const pair of alternatives) {
      const run = pairs.at(pair)
      if (run < 0) continue
      for (let i = pairs.starts[run]!, end = pairs.starts[run + 1]!; i < end; i++) {
        const doc = pairs.docs[i]!
        if (reached[doc] !== step) continue
        reached[doc] = step + 1
        if (step < steps.length - 1 || last[base + doc] === mark) continue
        last[base + doc] = mark
        if (mark !== unwanted) count[base + doc]!++
      }
    }
  })
}
