import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bound, bounded, BoundChange, comparable, firstPlaces, isBeyond, newcomerShare, noBound, type Share, tenths } from './exposure-rules.ts'

const share = (over: Partial<Share> = {}): Share => ({ listing: 0, organisation: 0, newcomer: false, ...over })
const list = (...scores: number[]) => scores.map((score, i) => ({ listing_id: i + 1, score }))
const ids = (matches: readonly { listing_id: number }[]) => matches.map(({ listing_id }) => listing_id)
const bound: Bound = { listing_percent: 20, organisation_percent: 40 }

describe('what had more than its bound', () => {
  test.each<[what: string, scores: number[], beyond: number[], order: number[]]>([
    ['stands behind those of comparable score, and before those that are not', [80, 75, 69, 67, 60], [1], [2, 3, 1, 4, 5]],
    ['keeps its place where nothing comparable follows', [80, 60, 50], [1], [1, 2, 3]],
    ['keeps the order among its like', [80, 79, 78], [1, 2], [3, 1, 2]],
    ['where all had more, nobody moves', [80, 79, 78], [1, 2, 3], [1, 2, 3]],
    ['the last in the list stays last', [80, 79, 78], [3], [1, 2, 3]],
  ])('%s', (_, scores, beyond, order) => {
    expect(ids(bounded(list(...scores), new Map(beyond.map((id) => [id, share({ listing: 21 })])), bound))).toEqual(order)
  })
  test('that goes for an organisation’s share as for a listing’s, and without a bound for neither', () => {
    const shares = new Map([[1, share({ organisation: 41 })]])
    expect(ids(bounded(list(80, 79), shares, bound))).toEqual([2, 1])
    expect(ids(bounded(list(80, 79), shares, { ...bound, organisation_percent: null }))).toEqual([1, 2])
    expect(ids(bounded(list(80, 79), new Map([[1, share({ listing: 99, organisation: 99 })]]), noBound))).toEqual([1, 2])
    expect(isBeyond(share({ listing: 20, organisation: 40 }), bound)).toBe(false) // up to the bound is within it
  })
})

describe('a newcomer', () => {
  const fresh = (...which: number[]) => new Map(which.map((id) => [id, share({ newcomer: true })]))
  test.each<[what: string, scores: number[], fresh: number[], order: number[]]>([
    ['has the fifth place where its score reaches 60 % of the first', [100, 90, 80, 70, 65, 62, 60], [7], [1, 2, 3, 4, 7, 5, 6]],
    ['has it not below that', [100, 90, 80, 70, 65, 62, 59], [7], [1, 2, 3, 4, 5, 6, 7]],
    ['of two has it the better', [100, 90, 80, 70, 65, 62, 61], [6, 7], [1, 2, 3, 4, 6, 5, 7]],
    ['needs no help where it is among the first by itself', [100, 90, 80, 70, 65, 62, 61], [3, 7], [1, 2, 3, 4, 5, 6, 7]],
    ['of a short list is among the first anyway', [100, 90], [2], [1, 2]],
  ])('%s', (_, scores, which, order) => { expect(ids(bounded(list(...scores), fresh(...which), noBound))).toEqual(order) })
  test('beyond the bound has no place kept', () => {
    expect(ids(bounded(list(100, 90, 80, 70, 65, 62), new Map([[6, share({ newcomer: true, listing: 50 })]]), bound))).toEqual([1, 2, 3, 4, 5, 6])
  })
})

/** Lists as the engine gives them, the best first, with any shares and any bound. */
const anyList = fc.array(fc.record({ score: fc.integer({ min: 0, max: 100 }), share: fc.record({ listing: fc.integer({ min: 0, max: 100 }), organisation: fc.integer({ min: 0, max: 100 }), newcomer: fc.boolean() }) }), { maxLength: 30 })
  .map((rows) => { const sorted = rows.toSorted((a, b) => b.score - a.score); return { matches: sorted.map(({ score }, i) => ({ listing_id: i + 1, score })), shares: new Map(sorted.map((row, i) => [i + 1, row.share])) } })
const percent = fc.option(fc.integer({ min: 1, max: 99 }), { nil: null })
const anyBound = fc.record({ listing_percent: percent, organisation_percent: percent })

describe('for any list, shares and bound', () => {
  test('nothing is dropped or doubled, the list given is left as it was, the answer is the same each time and stays so when given back', () => {
    fc.assert(fc.property(anyList, anyBound, ({ matches, shares }, limits) => {
      const before = structuredClone(matches), once = bounded(matches, shares, limits)
      expect(once.toSorted((a, b) => a.listing_id - b.listing_id)).toEqual(matches)
      expect(matches).toEqual(before)
      expect(bounded(matches, shares, limits)).toEqual(once)
    }))
  })
  test('one comes before a better one only where that had too much and is comparable, or as the one newcomer that reaches well enough', () => {
    fc.assert(fc.property(anyList, anyBound, ({ matches, shares }, limits) => {
      const order = bounded(matches, shares, limits), best = matches[0]?.score ?? 0
      const place = new Map(order.map(({ listing_id }, i) => [listing_id, i]))
      const lifted = new Set<number>()
      for (const [i, better] of matches.entries()) for (const worse of matches.slice(i + 1)) {
        if (place.get(worse.listing_id)! > place.get(better.listing_id)!) continue
        if (isBeyond(shares.get(better.listing_id), limits) && !isBeyond(shares.get(worse.listing_id), limits) && worse.score >= comparable * better.score) continue
        expect(shares.get(worse.listing_id)?.newcomer).toBe(true)
        expect(worse.score).toBeGreaterThanOrEqual(newcomerShare * best)
        expect(place.get(worse.listing_id)).toBe(firstPlaces - 1)
        lifted.add(worse.listing_id)
      }
      expect(lifted.size).toBeLessThanOrEqual(1)
    }))
  })
  test('without a bound and without newcomers the engine’s order stands, whatever its scores', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 100 })), (scores) => { expect(ids(bounded(list(...scores), new Map(), noBound))).toEqual(ids(list(...scores))) }))
  })
  test('whoever had too much never comes forward by it', () => {
    fc.assert(fc.property(anyList, anyBound, ({ matches, shares }, limits) => {
      const newcomers = new Map([...shares].map(([id, one]) => [id, { ...one, newcomer: false }]))
      const order = ids(bounded(matches, newcomers, limits))
      for (const [i, { listing_id }] of matches.entries()) if (isBeyond(shares.get(listing_id), limits)) expect(order.indexOf(listing_id)).toBeGreaterThanOrEqual(i)
    }))
  })
})

test('a bound is a whole percentage from 1 to 99 or nothing, with a reason', () => {
  const read = (listing_percent: string, reason = 'Một bên bán chiếm quá nhiều.') => BoundChange.safeParse({ listing_percent, organisation_percent: '', reason })
  expect(read('').data).toMatchObject({ listing_percent: null, organisation_percent: null })
  expect(read(' 25 % ').data).toMatchObject({ listing_percent: 25 })
  for (const typed of ['0', '100', '1.5', '-1', '1e1', 'x', '9'.repeat(50)]) expect(read(typed).success, typed).toBe(false)
  expect(read('5', 'ngắn').success).toBe(false)
})

test('tenths: a hundred showings shared out over all there are, shown or not', () => {
  expect(tenths([], 0)).toEqual(Array(10).fill(0))
  expect(tenths(Array(10).fill(7), 10)).toEqual(Array(10).fill(10))
  expect(tenths([90, 10], 20)).toEqual([100, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(tenths([6, 4], 5)).toEqual([30, 30, 20, 20, 0, 0, 0, 0, 0, 0])
})
