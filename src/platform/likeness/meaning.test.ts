import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bag, learnMeaning, learnMeaningAside, likenessOf, type Meaning, placeOf } from './meaning.ts'

const rarityOf = (times: number, size: number): number => Math.log(1 + (size - times + 0.5) / (times + 0.5))
/** Numbers that look like chance and are always the same. */
function chance(seed: number): () => number {
  let state = seed
  return () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 4_294_967_296 }
}
/** Texts of some topics: most words of one of them, some of all. */
function market(texts: number, topics: number, seed = 1): Bag[] {
  const random = chance(seed)
  return Array.from({ length: texts }, (_, i) => {
    const bag = new Map<string, number>()
    for (let n = 0; n < 14; n++) {
      const word = random() < 0.75 ? `topic${i % topics}-${Math.floor(random() * 9)}` : `all-${Math.floor(random() * 20)}`
      bag.set(word, (bag.get(word) ?? 0) + 1)
    }
    return bag
  })
}
const between = (meaning: Meaning, a: Bag, b: Bag): number => likenessOf(placeOf(meaning, a), 0, placeOf(meaning, b), 0, meaning.dimensions)

/** The matrix the model is learnt from, written out: texts by terms, each text of length 1. */
function dense(bags: readonly Bag[]): { terms: string[]; rarity: number[]; rows: number[][] } {
  const met = new Map<string, number>()
  for (const bag of bags) for (const term of bag.keys()) met.set(term, (met.get(term) ?? 0) + 1)
  const terms = [...met.keys()].filter((term) => met.get(term)! > 1), rarity = terms.map((term) => rarityOf(met.get(term)!, bags.length))
  const rows = bags.map((bag) => {
    const row = terms.map((term, i) => (bag.has(term) ? (1 + Math.log(bag.get(term)!)) * rarity[i]! : 0)), length = Math.hypot(...row) || 1
    return row.map((value) => value / length)
  })
  return { terms, rarity, rows }
}
/** Squares of the singular values, largest first: one-sided Jacobi over the columns, as in any textbook. */
function squaresOf(rows: readonly number[][]): number[] {
  const columns = rows[0]!.map((_, c) => rows.map((row) => row[c]!))
  const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  for (let sweep = 0, turned = true; turned && sweep < 40; sweep++) {
    turned = false
    for (let p = 0; p < columns.length; p++) for (let q = p + 1; q < columns.length; q++) {
      const a = columns[p]!, b = columns[q]!, aa = dot(a, a), bb = dot(b, b), ab = dot(a, b)
      if (Math.abs(ab) <= 1e-12 * Math.sqrt(aa * bb)) continue
      turned = true
      const zeta = (bb - aa) / (2 * ab), t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta)), c = 1 / Math.sqrt(1 + t * t), s = c * t
      for (let i = 0; i < a.length; i++) { const x = a[i]!, y = b[i]!; a[i] = c * x - s * y; b[i] = s * x + c * y }
    }
  }
  return columns.map((column) => dot(column, column)).toSorted((x, y) => y - x)
}

test('the same texts always give the same model, at once or aside, and in another order nearly the same', async () => {
  const bags = market(120, 6)
  const meaning = learnMeaning(bags)!
  expect(learnMeaning(bags)).toEqual(meaning)
  expect(await learnMeaningAside(bags)).toEqual(meaning)
  const turned = learnMeaning(bags.toReversed())!
  for (let i = 0; i < 40; i++) expect(between(turned, bags[i]!, bags[i + 1]!)).toBeCloseTo(between(meaning, bags[i]!, bags[i + 1]!), 1)
})
test('texts of one topic lie nearer to each other than to those of another, also where they share no word', () => {
  const bags = market(200, 5), meaning = learnMeaning(bags)!
  const mean = (pairs: number[]): number => pairs.reduce((sum, value) => sum + value, 0) / pairs.length
  const pairs = bags.flatMap((a, i) => bags.slice(i + 1, i + 40).map((b, j) => ({ same: i % 5 === (i + 1 + j) % 5, near: between(meaning, a, b) })))
  expect(mean(pairs.filter(({ same }) => same).map(({ near }) => near))).toBeGreaterThan(mean(pairs.filter(({ same }) => !same).map(({ near }) => near)) + 0.4)
  const one = new Map([['topic0-0', 1], ['topic0-1', 1]]), other = new Map([['topic0-7', 1], ['topic0-8', 1]]), foreign = new Map([['topic3-7', 1], ['topic3-8', 1]])
  expect(between(meaning, one, other)).toBeGreaterThan(between(meaning, one, foreign) + 0.4)
})
test('too few texts, or too few words that any two of them share, tell nothing', () => {
  expect(learnMeaning([])).toBeNull()
  expect(learnMeaning(market(31, 2))).toBeNull()
  expect(learnMeaning(Array.from({ length: 500 }, (_, i) => new Map([[`word${i}`, 1]])))).toBeNull()
  expect(learnMeaning(Array.from({ length: 500 }, () => new Map([['word', 3]])))).toBeNull()
  expect(learnMeaning(Array.from({ length: 500 }, () => new Map()))).toBeNull()
  expect(learnMeaning(market(32, 4))?.dimensions).toBe(8)
})
test('what no text of the market says lies nowhere, and is like nothing', () => {
  const meaning = learnMeaning(market(80, 4))!
  const nowhere = placeOf(meaning, new Map([['unheard', 5]]))
  expect([...nowhere].every((value) => value === 0)).toBe(true)
  expect(nowhere).toHaveLength(meaning.dimensions)
  expect(placeOf(meaning, new Map())).toEqual(nowhere)
  expect(likenessOf(nowhere, 0, placeOf(meaning, market(1, 1)[0]!), 0, meaning.dimensions)).toBe(0)
})
test('to be said a thousand times moves a text no further than its direction', () => {
  const bags = market(80, 4), meaning = learnMeaning(bags)!
  for (const bag of bags.slice(0, 20)) {
    const often = new Map([...bag].map(([term]) => [term, 1_000])), once = new Map([...bag].map(([term]) => [term, 1]))
    expect(between(meaning, often, once)).toBeGreaterThan(0.999)
  }
})

test('its directions are at right angles, and together they tell as much of the texts as the best ones would', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 40, max: 70 }), fc.integer({ min: 2, max: 7 }), (seed, texts, topics) => {
    const bags = market(texts, topics, seed), meaning = learnMeaning(bags)!, { terms, rarity, rows } = dense(bags)
    const k = meaning.dimensions
    expect([...meaning.rows.keys()].toSorted()).toEqual(terms.toSorted())
    const directions = terms.map((term, i) => Array.from({ length: k }, (_, c) => meaning.vectors[meaning.rows.get(term)! * k + c]! / rarity[i]!))
    for (let a = 0; a < k; a++) for (let b = a; b < k; b++) expect(directions.reduce((sum, row) => sum + row[a]! * row[b]!, 0)).toBeCloseTo(a === b ? 1 : 0, 4)
    const seen = Array.from({ length: k }, (_, c) => rows.reduce((sum, row) => sum + row.reduce((all, value, i) => all + value * directions[i]![c]!, 0) ** 2, 0))
    const best = squaresOf(rows).slice(0, k)
    // The first directions one by one, and all of them together.
    expect(seen[0]).toBeCloseTo(best[0]!, 3)
    const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0)
    expect(sum(seen)).toBeGreaterThan(0.98 * sum(best))
    expect(sum(seen)).toBeLessThan(1.0001 * sum(best))
  }), { numRuns: 12 })
})
test.each<[string, Bag[]]>([
  ['all the same', Array.from({ length: 100 }, () => new Map(Array.from({ length: 50 }, (_, i) => [`w${i}`, 1 + (i % 3)])))],
  ['of two kinds', Array.from({ length: 100 }, (_, n) => new Map(Array.from({ length: 40 }, (_, i) => [`${n % 2}w${i}`, 1])))],
  ['each one word', Array.from({ length: 100 }, (_, n) => new Map([[`w${n % 40}`, 1]]))],
  ['mostly empty', [...market(40, 4), ...Array.from({ length: 400 }, () => new Map<string, number>())]],
  ['one that says everything, millions of times', [...market(60, 4), new Map(Array.from({ length: 30_000 }, (_, i) => [`all-${i}`, 1_000_000]))]],
])('texts that are %s give a model of plain numbers', (_, bags) => {
  const meaning = learnMeaning(bags)!
  expect(meaning.vectors.every(Number.isFinite)).toBe(true)
  expect(meaning.vectors).toHaveLength(meaning.rows.size * meaning.dimensions)
  for (const bag of bags.slice(0, 50)) {
    const place = placeOf(meaning, bag), own = likenessOf(place, 0, place, 0, meaning.dimensions)
    expect(own === 0 || Math.abs(own - 1) < 1e-9).toBe(true)
  }
  expect(between(meaning, bags[0]!, bags[0]!)).toBeCloseTo(1, 6)
})
test('however many words there are, no more than forty thousand are kept, the commonest', () => {
  const bags: Bag[] = Array.from({ length: 40 }, (_, n) => new Map([...Array.from({ length: 2_050 }, (_unused, i) => [`w${Math.floor(n / 2)}-${i}`, 1] as const), ['everywhere', 1] as const]))
  const meaning = learnMeaning(bags)!
  expect(meaning.rows.size).toBe(40_000)
  expect(meaning.rows.get('everywhere')).toBe(0)
})
test('likeness is the same from either side, between -1 and 1, and wherever in memory the two lie', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -127, max: 127 }), fc.integer({ min: -127, max: 127 })), { minLength: 1, maxLength: 40 }), fc.nat({ max: 5 }), (pairs, shift) => {
    const a = Int8Array.from(pairs, ([one]) => one), b = Int8Array.from(pairs, ([, other]) => other), n = pairs.length
    const there = likenessOf(a, 0, b, 0, n)
    expect(likenessOf(b, 0, a, 0, n)).toBe(there)
    expect(Math.abs(there)).toBeLessThanOrEqual(1 + 1e-12)
    const far = new Int8Array(n + shift); far.set(b, shift)
    expect(likenessOf(a, 0, far, shift, n)).toBe(there)
  }))
})
