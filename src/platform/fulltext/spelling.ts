import { type Lexicon, stemName } from './lexicon.ts'
import { pairsOf } from './matching.ts'
import type { Query, QueryWord } from './query.ts'

export interface Counts { words(term: number): number; pairs(pair: number): number; size: number }

/** Steps from one word to the other: a letter more, fewer, other, or two neighbours exchanged; more than `most` counts as most + 1. Damerau–Levenshtein, optimal string alignment. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = [], row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      let steps = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps = Math.min(steps, before[j - 2]! + 1)
      next.push(steps)
      least = Math.min(least, steps)
    }
    if (least > most) return most + 1
    before = row
    row = next
  }
  return row[b.length]!
}

/** As Telex and VNI keyboards leave it where nobody turned them on: maays → may, ddo → do, may1 → may. */
const withoutKeys = (word: string): string => word.replace(/^(.*[aeiouy].*?)[sfrxj1-5]$/, '$1').replace(/(aa|ee|oo|dd)/g, (pair) => pair[0]!).replace(/([aou])w/g, '$1').replace(/^w/, 'u').replace(/[6-9]/g, '')

/**
 * The query with words nobody uses taken for the likeliest word that is used; null where every word
 * stands somewhere. Among words one or two letters away the commoner wins, and far more the one that
 * is known to stand beside the word before or after.
 */
export function correct(query: Query, lexicon: Lexicon, counts: Counts): { query: Query; text: string } | null {
  const better = new Map<string, readonly QueryWord[]>()
  const said = query.parts.flat()
  for (const word of said) {
    if (better.has(word.word) || better.size >= 6 || isUsed(word, lexicon, counts)) continue
    const likeliest = likeliestFor(word, query, lexicon, counts)
    if (likeliest) better.set(word.word, likeliest)
  }
  if (better.size === 0) return null
  const renewed = (words: readonly QueryWord[]): QueryWord[] => words.flatMap((word) => better.get(word.word) ?? [word])
  const parts: QueryWord[][] = query.parts.flatMap((part) => (part.length > 1 ? [renewed(part)] : renewed(part).map((word) => [word])))
  const neighbours = query.neighbours.flatMap(([first, second]) => {
    const run = renewed([first, second])
    return run.slice(1).map((word, i) => [run[i]!, word] as const)
  })
  const text = [...parts.map((part) => (part.length > 1 ? `"${part.map(({ typed }) => typed).join(' ')}"` : part[0]!.typed)),
    ...query.without.map((part) => (part.length > 1 ? `-"${part.map(({ typed }) => typed).join(' ')}"` : `-${part[0]!.typed}`))].join(' ')
  return { query: { parts, without: query.without, neighbours }, text }
}

function isUsed({ word }: QueryWord, lexicon: Lexicon, counts: Counts): boolean {
  if (counts.words(lexicon.find(word)) > 0) return true
  const stem = stemName(word)
  return stem !== null && counts.words(lexicon.find(stem)) > 0
}

function likeliestFor(word: QueryWord, query: Query, lexicon: Lexicon, counts: Counts): readonly QueryWord[] | null {
  // Numbers are right as they are, and two letters can become anything.
  if (word.word.length < 3 || /^\d+$/.test(word.word)) return null
  // Whoever types diacritics reads them.
  const marked = query.parts.flat().some(({ accent }) => accent !== null)
  const asTyped = (term: number): QueryWord => ({ typed: marked ? lexicon.shown(term) : lexicon.name(term), word: lexicon.name(term), accent: null })
  const standing = (first: QueryWord, second: QueryWord): number => Math.max(0, ...pairsOf(lexicon, first, second).map((pair) => counts.pairs(pair)))
  const known = (candidate: QueryWord): number => query.neighbours.reduce((sum, [a, b]) => sum + (a.word === word.word ? standing(candidate, b) : b.word === word.word ? standing(a, candidate) : 0), 0)
  let best: readonly QueryWord[] | null = null, most = -Infinity
  const weigh = (candidate: readonly QueryWord[], times: number, steps: number, together: number): void => {
    const points = Math.log2(1 + times) + 4 * Math.log2(1 + together) - 6 * steps
    if (points > most) { most = points; best = candidate }
  }
  const plain = withoutKeys(word.word)
  const far = word.word.length >= 7 ? 2 : 1
  const candidates: { term: number; steps: number; met: number }[] = []
  for (const term of lexicon.near(word.word, far)) {
    const name = lexicon.name(term)
    if (name === word.word || /\d/.test(name) || lexicon.met(term) === 0) continue
    const steps = distance(word.word, name, far)
    // A first letter is seldom wrong.
    if (steps <= far) candidates.push({ term, steps: steps + (name[0] === word.word[0] ? 0 : 0.5), met: lexicon.met(term) })
  }
  const keyed = plain === word.word || plain === '' ? -1 : lexicon.find(plain)
  if (keyed >= 0) candidates.push({ term: keyed, steps: 0.5, met: lexicon.met(keyed) })
  for (const { term, steps } of candidates.toSorted((a, b) => a.steps - b.steps || b.met - a.met).slice(0, 60)) {
    const times = counts.words(term)
    if (times > 0) { const candidate = asTyped(term); weigh([candidate], times, steps, known(candidate)) }
  }
  // Two words typed as one.
  for (let cut = 2; cut <= word.word.length - 2; cut++) {
    const [first, second] = [lexicon.find(word.word.slice(0, cut)), lexicon.find(word.word.slice(cut))]
    if (first < 0 || second < 0) continue
    const pair = [asTyped(first), asTyped(second)] as const
    const together = standing(...pair)
    if (together > 0) weigh(pair, together, 0.75, together)
  }
  return best
}
