import fc from 'fast-check'
import { expect, test } from 'vitest'
import { abnormallyLow, compared, fraction, hundredths, plus, type Rankable, ranking, readFraction, technicalOf, times, written } from './ranking-rules.ts'
import { planRefusal, publishingRefusal, weightsSum } from './rules.ts'
import type { SolutionRules } from './schema.ts'

const rules = (over: Partial<SolutionRules> = {}, weights = [4000, 3000]): SolutionRules => ({
  regime: 'demand', criteria: weights.map((weight_basis_points, i) => ({ key: `c${i + 1}`, name: { vi: `Tiêu chí ${i + 1}`, en: `Criterion ${i + 1}` }, weight_basis_points })), price_weight_basis_points: 10_000 - weights.reduce((a, b) => a + b, 0), threshold: 60, price_formula: 'lowest_by_price', rounding: 'shown_half_up_2', tie: ['technical', 'earlier', 'number'],
  asks_until: '', closes_at: '', low_share_basis_points: 6000, explain_days: 3, standstill_days: 7, most_awards: 1, shown: 'names', ...over,
})
const answer = (number: number, one: number[], two: number[], price: number | null, more: Partial<Rankable> = {}): Rankable => ({ number, points: { c1: one, c2: two }, price, submitted_at: number, excluded: false, ...more })
const places = (all: Rankable[], r = rules()) => ranking(r, all).map(({ number, rank, why }) => [number, rank, why])

test.each<[string, Rankable[], unknown]>([
  ['the better technical answer at the same price', [answer(1, [70], [70], 100), answer(2, [80], [70], 100)], [[2, 1, 'ranked'], [1, 2, 'ranked']]],
  ['a cheaper price where the technical side is the same', [answer(1, [70], [70], 200), answer(2, [70], [70], 100)], [[2, 1, 'ranked'], [1, 2, 'ranked']]],
  ['below the threshold there is no place', [answer(1, [59], [59], 1), answer(2, [60], [60], 900)], [[2, 1, 'ranked'], [1, null, 'below_threshold']]],
  ['whoever was excluded sets no lowest price', [answer(1, [70], [70], 10, { excluded: true }), answer(2, [70], [70], 100)], [[2, 1, 'ranked'], [1, null, 'excluded']]],
  ['then to who was earlier', [answer(1, [70], [70], 100, { submitted_at: 9 }), answer(2, [70], [70], 100, { submitted_at: 3 })], [[2, 1, 'ranked'], [1, 2, 'ranked']]],
  ['then to the lower number', [answer(2, [70], [70], 100, { submitted_at: 3 }), answer(1, [70], [70], 100, { submitted_at: 3 })], [[1, 1, 'ranked'], [2, 2, 'ranked']]],
])('Places: %s.', (_, all, wanted) => {
  expect(places(all)).toEqual(wanted)
})
test('Two that are equal to the last digit: the better technical score comes first, though it is dearer and later.', () => {
  const tied = ranking(rules({}, [2500, 2500]), [answer(1, [70], [70], 75), answer(2, [95], [95], 100, { submitted_at: 9 })])
  expect(tied.map(({ number, value }) => [number, written(value!)])).toEqual([[2, '85'], [1, '85']])
})
test('Values are exact: 0,7 × 255/3 + 0,3 × 100 × 3/7 is what a person works out by hand.', () => {
  const [first, second] = ranking(rules(), [answer(1, [80, 85, 90], [85, 85, 85], 700), answer(2, [60, 60, 60], [60, 60, 61], 300)])
  expect(technicalOf(rules(), { c1: [80, 85, 90], c2: [85, 85, 85] })).toEqual({ n: 85n, d: 1n })
  expect(written(first!.value!)).toBe('1013/14') // 59,5 + 90/7
  expect(written(second!.value!)).toBe('721/10') // 42,1 + 30
  expect([hundredths(first!.value!), hundredths(second!.value!)]).toEqual([7236, 7210])
})
const many = fc.uniqueArray(fc.record({ number: fc.integer({ min: 1, max: 200 }), one: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }), two: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }), price: fc.integer({ min: 1, max: 9_000_000_000_000_000 }), submitted_at: fc.integer({ min: 0, max: 5 }), excluded: fc.boolean() }), { selector: ({ number }) => number, minLength: 1, maxLength: 12 })
const rankables = (all: { number: number; one: number[]; two: number[]; price: number; submitted_at: number; excluded: boolean }[]): Rankable[] => all.map(({ one, two, ...rest }) => ({ ...rest, points: { c1: one, c2: two } }))

test('The order answers or scores are given in changes nothing.', () => {
  fc.assert(fc.property(many, fc.integer(), (all, seed) => {
    const shuffled = [...all].toSorted((a, b) => ((a.number * 7919 + seed) % 101) - ((b.number * 7919 + seed) % 101)).map((one) => ({ ...one, one: one.one.toReversed(), two: one.two.toReversed() }))
    expect(ranking(rules(), rankables(shuffled))).toEqual(ranking(rules(), rankables(all)))
  }))
})
test('Nobody loses a place by asking for less, or by scoring more.', () => {
  fc.assert(fc.property(many, fc.integer({ min: 0, max: 11 }), fc.integer({ min: 1, max: 1_000_000 }), (all, at, less) => {
    const chosen = all[at % all.length]!, before = ranking(rules(), rankables(all)).find(({ number }) => number === chosen.number)!.rank
    if (before === null) return
    const placed = (change: Partial<typeof chosen>) => ranking(rules(), rankables(all.map((one) => (one === chosen ? { ...one, ...change } : one)))).find(({ number }) => number === chosen.number)!.rank
    expect(placed({ price: Math.max(1, chosen.price - less) })).toBeLessThanOrEqual(before)
    expect(placed({ one: chosen.one.map((points) => Math.min(100, points + 1)) })).toBeLessThanOrEqual(before)
  }))
})
test('Places are 1 to n without a gap, everybody appears once, and values never rise down the list.', () => {
  fc.assert(fc.property(many, (all) => {
    const result = ranking(rules(), rankables(all)), ranked = result.filter(({ rank }) => rank !== null)
    expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, i) => i + 1))
    expect(result.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(all.map(({ number }) => number).toSorted((a, b) => a - b))
    for (const [i, one] of ranked.entries()) if (i > 0) expect(compared(ranked[i - 1]!.value!, one.value!)).toBeGreaterThanOrEqual(0)
    expect(ranked.every(({ value }) => compared(value!, fraction(100n)) <= 0)).toBe(true)
  }))
})
test('Fractions are exact, reduced, and read back as written.', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (n, d, k) => {
    expect(fraction(n * k, d * k)).toEqual(fraction(n, d))
    expect(readFraction(written(fraction(n, d)))).toEqual(fraction(n, d))
    expect(plus(fraction(n, d), times(fraction(-1n), fraction(n, d)))).toEqual(fraction(0n))
  }))
  expect([hundredths(fraction(1n, 3n)), hundredths(fraction(2n, 3n)), hundredths(fraction(1n, 200n)), hundredths(fraction(-1n, 200n))]).toEqual([33, 67, 1, -1])
})
test.each([[59, [100, 100], true], [60, [100, 100], false], [1, [], false], [5, [9_000_000_000_000_000], true]] as const)('A price of %d beside %j is abnormally low: %s.', (price, others, low) => expect(abnormallyLow(rules(), price, others)).toBe(low))

const plan = (over: Partial<Parameters<typeof planRefusal>[0]> = {}) => ({ title: { vi: 'Kêu gọi giải pháp sấy', en: 'Call for drying solutions' }, rules: rules(), asks_until: new Date('2026-03-10T00:00:00Z'), closes_at: new Date('2026-03-20T00:00:00Z'), ...over })
test.each([
  ['weights that are not the whole', plan({ rules: rules({ price_weight_basis_points: 2999 }) }), 'weights_not_whole'],
  ['no criterion', plan({ rules: rules({ criteria: [], price_weight_basis_points: 10_000 }) }), 'criteria_needed'],
  ['a criterion without weight', plan({ rules: rules({}, [7000, 0]) }), 'weight_needed'],
  ['questions after the last day', plan({ asks_until: new Date('2026-03-21T00:00:00Z') }), 'solution_times_order'],
  ['a title that says tender', plan({ title: { vi: 'Đấu  thầu giải pháp sấy', en: 'Call' } }), 'not_called_tender'],
  ['nothing wrong', plan(), undefined],
])('A call with %s.', (_, of, code) => expect(planRefusal(of)?.code).toBe(code))
test('Whatever is taken has weights of exactly 10,000 basis points; too short a call does not go out.', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 10_000 }), (weights, price) => {
    const of = rules({ price_weight_basis_points: price }, weights)
    expect(planRefusal(plan({ rules: of })) === null).toBe(weightsSum(of) === 10_000)
  }))
  expect([publishingRefusal(plan(), new Date('2026-03-16T00:00:00Z'))?.code, publishingRefusal(plan(), new Date('2026-03-15T00:00:00Z'))]).toEqual(['call_too_short', null])
})
