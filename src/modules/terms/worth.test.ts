import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vnd } from '../../platform/money.ts'
import { clauseFields, clauseSchema, shareField, typedClause, typedShare } from './clause-fields.ts'
import { differencesIn } from './clause-words.ts'
import { typedClauses } from '../../../tests/terms.ts'
import { canonical, carriedOver, changesBetween, clauseRefusal, contentHash, emptyContent, lackingIn, lapseOf } from './rules.ts'
import { type AssumptionValues, type ClauseKey, clauseKeys, type TermClauses, type TermContent } from './schema.ts'
import { limitingClauses, payingClauses, paymentLines, roundHalf, royaltiesIn, royaltyDue, sensitivityOf, unitsIn, varyBy, without, worthOf, worthSides } from './worth-rules.ts'

const supposed: AssumptionValues = { years: 3, discount_basis_points: 1000, units: 1000, growth_basis_points: 1000, price: vnd(100_000), unit_cost: vnd(60_000), unit_saving: vnd(5_000), investment: vnd(10_000_000), supplier_cost: vnd(3_000_000), supplier_yearly_cost: vnd(1_000_000), third_party_basis_points: 0, company_value: vnd(0), milestones: [] }
const royalty: TermClauses['royalty'] = { base: 'net_sales', rate_basis_points: 300, per_unit: null, tiers: [], report_months: 12, offset_basis_points: null, floor_basis_points: null }
const sheet = (clauses: TermContent['clauses']): TermContent => ({ format: 1, clauses })
const upfront = (amount: number): TermClauses['upfront'] => ({ amount: vnd(amount), days: 30, note: '' })

describe('the worth of a sheet', () => {
  test.each<[string, Partial<TermClauses['royalty']>, Partial<AssumptionValues>, number, number]>([
    ['by net sales', {}, {}, 1000, 3_000_000],
    ['by units, đồng each', { base: 'units', rate_basis_points: null, per_unit: vnd(2_500) }, {}, 1000, 2_500_000],
    ['by savings', { base: 'savings', rate_basis_points: 2_000 }, {}, 1000, 1_000_000],
    ['a tier bears its rate from its first unit on, those below keep theirs', { tiers: [{ from_units: 601, rate_basis_points: 200, per_unit: null }] }, {}, 1000, 600 * 3_000 + 400 * 2_000],
    ['a tier nobody reaches changes nothing', { tiers: [{ from_units: 1001, rate_basis_points: 1, per_unit: null }] }, {}, 1000, 3_000_000],
    ['two tiers', { tiers: [{ from_units: 101, rate_basis_points: 200, per_unit: null }, { from_units: 501, rate_basis_points: 100, per_unit: null }] }, {}, 1000, 100 * 3_000 + 400 * 2_000 + 500 * 1_000],
    ['half of what is owed to others is taken off', { offset_basis_points: 5_000 }, { third_party_basis_points: 200 }, 1000, 2_000_000],
    ['and never below the floor', { offset_basis_points: 10_000, floor_basis_points: 5_000 }, { third_party_basis_points: 900 }, 1000, 1_500_000],
    ['without a floor down to nothing', { offset_basis_points: 10_000 }, { third_party_basis_points: 900 }, 1000, 0],
    ['rounded down to the whole đồng', {}, { price: vnd(33) }, 1, 0],
    ['of no unit', {}, {}, 0, 0],
  ])('the royalty of a year: %s', (_, clause, over, units, due) => expect(royaltyDue({ ...royalty, ...clause }, { ...supposed, ...over }, BigInt(units))).toBe(BigInt(due)))

  test.each<[string, TermContent['clauses'], number[]]>([
    ['grows with the units', { royalty }, [3_000_000, 3_300_000, 3_630_000]],
    ['is at least the minimum from its year on', { royalty, minimum: { amount: vnd(4_000_000), from_year: 2 } }, [3_000_000, 4_000_000, 4_000_000]],
    ['is at most the cap of a year', { royalty, cap: { amount: vnd(3_200_000), over: 'year' } }, [3_000_000, 3_200_000, 3_200_000]],
    ['ends at the cap of the whole, minimums included', { royalty, minimum: { amount: vnd(4_000_000), from_year: 2 }, cap: { amount: vnd(9_000_000), over: 'whole' } }, [3_000_000, 4_000_000, 2_000_000]],
    ['is owed for the months of the term only', { royalty, term: { months: 18, renewal: '' } }, [3_000_000, 1_650_000, 0]],
    ['without a royalty the minimum is still owed', { minimum: { amount: vnd(4_000_000), from_year: 1 } }, [4_000_000, 4_000_000, 4_000_000]],
    ['is nothing where nothing is agreed', {}, [0, 0, 0]],
  ])('royalties over the years: %s', (_, clauses, expected) => expect(royaltiesIn(clauses, supposed)).toEqual(expected.map(BigInt)))

  test('an example reckoned by hand: 100 million at signing and 50 of 110 million expected after a year are worth 150 million at 10 %', () => {
    const content = sheet({ upfront: upfront(100_000_000), milestones: { rows: [{ what: 'Nghiệm thu', amount: vnd(110_000_000), after_days: 365, event: '' }] } })
    const worth = worthOf(content, { ...supposed, units: 0, investment: vnd(0), supplier_cost: vnd(0), supplier_yearly_cost: vnd(0), milestones: [{ year: null, probability_basis_points: 5_000 }] })
    expect(worth?.supplier).toMatchObject({ cash: [100_000_000, 55_000_000, 0, 0], cumulative: [100_000_000, 155_000_000, 155_000_000, 155_000_000], present: [100_000_000, 50_000_000, 0, 0], present_total: 150_000_000 })
    expect(worth?.demander.present_total).toBe(-150_000_000)
  })
  test('a milestone after the years supposed is named and counted nowhere; one by an event falls in the year supposed', () => {
    const milestones = { rows: [{ what: 'a', amount: vnd(10), after_days: 4 * 365, event: '' }, { what: 'b', amount: vnd(7), after_days: null, event: 'nghiệm thu' }] }
    expect(worthOf(sheet({ milestones }), { ...supposed, milestones: [{ year: null, probability_basis_points: 10_000 }, { year: 2, probability_basis_points: 10_000 }] })).toMatchObject({ beyond: 10, paid: 7 })
  })
  test('what is larger than the Exchange reckons has no worth, instead of a wrong one', () => expect(worthOf(sheet({}), { ...supposed, units: 1_000_000_000, price: vnd(9_000_000_000_000_000) })).toBeNull())
  test('units grow by the compound rate, down to the whole unit', () => expect([1, 2, 3].map((year) => unitsIn({ units: 333, growth_basis_points: -1_250 }, year))).toEqual([333n, 291n, 254n]))
  test.each([[5n, 2n, 3n], [-5n, 2n, -3n], [4n, 3n, 1n], [-4n, 3n, -1n], [0n, 7n, 0n]])('%s over %s is %s to the nearest, halves away from zero', (a, b, c) => expect(roundHalf(a, b)).toBe(c))
  test('the strongest assumptions come first, at most three; what moves nothing is left out', () => {
    const found = sensitivityOf(sheet({ royalty }), supposed, 'demander')
    expect(found).toHaveLength(3)
    expect(found[0]).toMatchObject({ varied: 'price' })
    expect(found.map(({ swing }) => swing)).toEqual(found.map(({ swing }) => swing).toSorted((a, b) => b - a))
    expect(sensitivityOf(emptyContent, { ...supposed, supplier_cost: vnd(0), supplier_yearly_cost: vnd(0) }, 'supplier')).toEqual([])
    expect(varyBy({ ...supposed, milestones: [{ year: 1, probability_basis_points: 9_000 }] }, 'probability', 2_000).milestones).toEqual([{ year: 1, probability_basis_points: 10_000 }])
  })
})

const amount = fc.integer({ min: 0, max: 5_000_000_000 }).map(vnd)
const share = fc.integer({ min: 0, max: 10_000 })
const clauses: fc.Arbitrary<TermContent['clauses']> = fc.record({
  upfront: fc.record({ amount, days: fc.integer({ min: 0, max: 400 }), note: fc.constant('') }),
  milestones: fc.record({ rows: fc.array(fc.record({ what: fc.constant('mốc'), amount, after_days: fc.option(fc.integer({ min: 0, max: 4000 }), { nil: null }), event: fc.constant('nghiệm thu') }), { maxLength: 4 }) }),
  royalty: fc.record({
    base: fc.constantFrom('net_sales' as const, 'units' as const, 'savings' as const), rate_basis_points: share, per_unit: fc.integer({ min: 0, max: 50_000 }).map(vnd), report_months: fc.constant(12), offset_basis_points: fc.option(share, { nil: null }), floor_basis_points: fc.option(share, { nil: null }),
    tiers: fc.array(fc.record({ from_units: fc.integer({ min: 1, max: 50_000 }), rate_basis_points: share, per_unit: fc.integer({ min: 0, max: 50_000 }).map(vnd) }), { maxLength: 3 }).map((tiers) => tiers.toSorted((a, b) => a.from_units - b.from_units).filter(({ from_units }, i, all) => i === 0 || from_units > (all[i - 1]?.from_units ?? 0))),
  }),
  minimum: fc.record({ amount, from_year: fc.integer({ min: 1, max: 6 }) }), cap: fc.record({ amount, over: fc.constantFrom('year' as const, 'whole' as const) }), equity: fc.record({ basis_points: share, note: fc.constant('') }),
  term: fc.record({ months: fc.integer({ min: 1, max: 200 }), renewal: fc.constant('') }), training: fc.record({ days: fc.integer({ min: 1, max: 30 }), people: fc.integer({ min: 1, max: 30 }), note: fc.constant('') }),
}, { requiredKeys: [] })
const assumptions: fc.Arbitrary<AssumptionValues> = fc.record({
  years: fc.integer({ min: 1, max: 12 }), discount_basis_points: share, units: fc.integer({ min: 0, max: 60_000 }), growth_basis_points: fc.integer({ min: -5_000, max: 5_000 }), price: fc.integer({ min: 0, max: 1_000_000 }).map(vnd), unit_cost: fc.integer({ min: 0, max: 1_000_000 }).map(vnd), unit_saving: fc.integer({ min: 0, max: 100_000 }).map(vnd),
  investment: amount, supplier_cost: amount, supplier_yearly_cost: amount, third_party_basis_points: share, company_value: amount, milestones: fc.array(fc.record({ year: fc.option(fc.integer({ min: 1, max: 12 }), { nil: null }), probability_basis_points: share }), { maxLength: 4 }),
})
const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0)

describe('for any sheet and any assumptions', () => {
  test('nothing is rounded silently: lines add up to years, years to totals, and what one side receives the other pays', () => {
    fc.assert(fc.property(clauses, assumptions, (agreed, values) => {
      const worth = worthOf(sheet(agreed), values)
      fc.pre(worth !== null)
      for (const side of worthSides) {
        const { flows, cash, present, cumulative, total, present_total } = worth[side]
        for (const numbers of flows.flatMap((flow) => [flow.cash, flow.present])) expect(numbers.every(Number.isSafeInteger)).toBe(true)
        for (const flow of flows) { expect(sum(flow.cash)).toBe(flow.total); expect(sum(flow.present)).toBe(flow.present_total) }
        expect(cash).toEqual(cash.map((_, year) => sum(flows.map((flow) => flow.cash[year] ?? 0))))
        expect(present).toEqual(present.map((_, year) => sum(flows.map((flow) => flow.present[year] ?? 0))))
        expect([sum(cash), sum(present), cumulative.at(-1)]).toEqual([total, present_total, total])
        expect(sum(flows.map((flow) => flow.total))).toBe(total)
      }
      for (const line of paymentLines) {
        const [received, given] = worthSides.map((side) => worth[side].flows.find((flow) => flow.line === line))
        expect(received?.cash.map((one) => one + 0)).toEqual(given?.cash.map((one) => 0 - one))
        expect(received?.present_total).toBe(0 - (given?.present_total ?? 0))
      }
      expect(worth.paid).toBe(sum(worth.supplier.flows.filter(({ line }) => line !== 'supplier_cost').map((flow) => flow.total)))
    }), { numRuns: 300 })
  })
  test('removing a clause never raises what the payer pays, unless it is one that bounds it: those never lower it', () => {
    fc.assert(fc.property(clauses, assumptions, fc.constantFrom(...clauseKeys), (agreed, values, key) => {
      const [before, after] = [worthOf(sheet(agreed), values), worthOf(without(sheet(agreed), key), values)]
      fc.pre(before !== null && after !== null)
      if ((limitingClauses as readonly ClauseKey[]).includes(key)) expect(after.paid).toBeGreaterThanOrEqual(before.paid)
      else expect(after.paid).toBeLessThanOrEqual(before.paid)
    }), { numRuns: 400 })
  })
  test('every paying clause does pay for somebody: the property above holds of something', () => {
    const agreed = { upfront: upfront(9), milestones: { rows: [{ what: 'a', amount: vnd(5), after_days: 1, event: '' }] }, royalty, minimum: { amount: vnd(9_000_000), from_year: 1 }, equity: { basis_points: 1000, note: '' } }
    const values = { ...supposed, company_value: vnd(1_000_000) }
    for (const key of payingClauses) {
      const kept = key === 'royalty' ? { royalty } : agreed
      expect(worthOf(without(sheet(kept), key), values)?.paid, key).toBeLessThan(worthOf(sheet(kept), values)?.paid ?? 0)
    }
  })
  test('a version differs from itself in nothing, and hashes do not depend on the order of writing', () => {
    fc.assert(fc.property(clauses, clauses, (a, b) => {
      expect(changesBetween(sheet(a), sheet(a))).toEqual([])
      expect(differencesIn(sheet(a), sheet(structuredClone(a)), 'vi')).toEqual([])
      const turned = sheet(Object.fromEntries(Object.entries(a).toReversed()) as TermContent['clauses'])
      expect(contentHash(turned)).toBe(contentHash(sheet(a)))
      expect(contentHash(sheet(a)) === contentHash(sheet(b))).toBe(changesBetween(sheet(a), sheet(b)).length === 0)
      expect(changesBetween(sheet(a), sheet(b)).map(({ key }) => key)).toEqual(changesBetween(sheet(b), sheet(a)).map(({ key }) => key))
    }))
  })
  test('a draft carried over keeps one’s own words and takes the rest from the later version', () => {
    fc.assert(fc.property(clauses, clauses, clauses, (base, mine, theirs) => {
      const { content, both } = carriedOver(sheet(base), sheet(mine), sheet(theirs))
      for (const key of clauseKeys) {
        const own = canonical(mine[key]) !== canonical(base[key])
        expect(canonical(content.clauses[key])).toBe(canonical((own ? mine : theirs)[key]))
        expect(both.includes(key)).toBe(own && canonical(theirs[key]) !== canonical(base[key]) && canonical(mine[key]) !== canonical(theirs[key]))
      }
    }))
  })
  test('a share typed as it is shown is the same share', () => fc.assert(fc.property(fc.integer({ min: -9_000, max: 20_000 }), (points) => { expect(shareField(20_000, -9_000).parse(typedShare(points))).toBe(points) })))
})

describe('clauses as they are typed', () => {
  test('what is shown in a form reads back as the same clause', () => {
    for (const [key, typed] of Object.entries(typedClauses) as [ClauseKey, Record<string, string>][]) {
      const clause = clauseSchema(key).parse(typed)
      expect(clauseSchema(key).parse(typedClause(key, clause, 'vi')), key).toEqual(clause)
      expect(clauseRefusal(key, clause as never), key).toBeNull()
    }
    expect(Object.keys(clauseFields)).toEqual([...clauseKeys])
  })
  test.each<[string, number | null]>([['3,5', 350], ['3.5 %', 350], ['0,05', 5], ['100', 10_000], ['100,01', null], ['3,555', null], ['-1', null], ['1e3', null], ['', null]])('%j is %s basis points', (typed, points) => { const read = shareField().safeParse(typed); expect(read.success ? read.data : null).toBe(points) })
  test.each<[string, ClauseKey, Record<string, string | string[]>, string | null]>([
    ['machines alone are no technology', 'rights', { transfer: 'licence', form: 'independent', objects: ['equipment'] }, 'equipment_alone'], ['machines with know-how are', 'rights', { transfer: 'licence', form: 'independent', objects: ['equipment', 'know_how'] }, null],
    ['a royalty on sales needs its rate', 'royalty', { base: 'net_sales', per_unit: '5', report_months: '6' }, 'royalty_rate_missing'], ['on units its amount', 'royalty', { base: 'units', rate_basis_points: '5', report_months: '6' }, 'royalty_rate_missing'],
    ['tiers go up', 'royalty', { base: 'net_sales', rate_basis_points: '5', report_months: '6', tiers_1_from_units: '10', tiers_1_rate_basis_points: '4', tiers_2_from_units: '10', tiers_2_rate_basis_points: '3' }, 'tiers_out_of_order'],
    ['and each has its rate', 'royalty', { base: 'net_sales', rate_basis_points: '5', report_months: '6', tiers_1_from_units: '10', tiers_1_per_unit: '4' }, 'tier_rate_missing'],
    ['a milestone has its time', 'milestones', { rows_1_what: 'Nghiệm thu', rows_1_amount: '5' }, 'milestone_undated'], ['another law has a name', 'law', { law: 'other' }, 'term_name_needed'], ['so has another arbitrator', 'dispute', { body: 'other_arbitration' }, 'term_name_needed'], ['VIAC needs none', 'dispute', { body: 'viac' }, null],
  ])('%s', (_, key, typed, code) => expect(clauseRefusal(key, clauseSchema(key).parse(typed) as never)?.code ?? null).toBe(code))
  test('the removal of a clause is named before any change, and what a contract must say is told where it is missing', () => {
    expect(lapseOf([{ key: 'term', change: 'changed' }, { key: 'warranty', change: 'removed' }])).toEqual({ reason: 'clause_removed', clauses: ['warranty'] })
    expect(lapseOf([{ key: 'term', change: 'changed' }])).toEqual({ reason: 'clause_changed', clauses: ['term'] })
    expect(lackingIn(sheet({ upfront: upfront(1) }))).toEqual(['rights', 'methods', 'term', 'warranty', 'penalty', 'dispute'])
  })
})
