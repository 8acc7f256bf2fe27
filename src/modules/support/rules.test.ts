import { expect, test } from 'vitest'
import { facts, factOf, ProgrammeList, programmes } from './programmes.ts'
import { factsIn, fitting, fittings, isVerified, judge, judged, type Known } from './rules.ts'
import type { Condition, Programme, Test } from './schema.ts'

const known = (said: Record<string, string>): Known => new Map(Object.entries(said).map(([fact, value]) => [fact, { value, from: 'said' as const }]))
const yes = (fact: string): Test => ({ fact, is: 'yes' }), least = (fact: string, amount: number): Test => ({ fact, least: amount })

test.each<[string, Test, Record<string, string>, string]>([
  ['said so', yes('a'), { a: 'yes' }, 'met'], ['said otherwise', yes('a'), { a: 'no' }, 'not_met'], ['nobody said', yes('a'), {}, 'needs_fact'],
  ['exactly as much as asked', least('m', 10), { m: '10' }, 'met'], ['one đồng less', least('m', 10), { m: '9' }, 'not_met'], ['no amount said', least('m', 10), {}, 'needs_fact'],
  ['any: one suffices though another is unknown', { any: [yes('a'), yes('b')] }, { a: 'yes' }, 'met'], ['any: one fails, one unknown', { any: [yes('a'), yes('b')] }, { a: 'no' }, 'needs_fact'], ['any: both fail', { any: [yes('a'), yes('b')] }, { a: 'no', b: 'no' }, 'not_met'],
  ['all: one failure settles it though another is unknown', { all: [yes('a'), yes('b')] }, { a: 'no' }, 'not_met'], ['all: one met, one unknown', { all: [yes('a'), yes('b')] }, { a: 'yes' }, 'needs_fact'], ['all: both', { all: [yes('a'), yes('b')] }, { a: 'yes', b: 'yes' }, 'met'],
  ['nested', { any: [yes('s'), { all: [yes('h'), least('m', 10)] }] }, { s: 'no', h: 'yes', m: '11' }, 'met'],
])('a test: %s', (_, one, said, is) => expect(judge(one, known(said)).is).toBe(is))

const condition = (over: Partial<Condition>): Condition => ({ test: yes('a'), vi: 'Điều kiện', en: 'Condition', mark: 'S', ...over })
test.each(['K', 'NF', 'own'] as const)('a condition marked %s is never judged, whatever was said, and asks for nothing', (mark) => {
  for (const said of [{}, { a: 'yes' }, { a: 'no' }]) expect(judged(condition({ mark }), known(said))).toMatchObject({ verdict: 'not_verified', missing: [], used: [] })
})

const programme = (conditions: Condition[], from: string | null = null): Programme => ({ code: 'x', for: 'either', vi: '', en: '', gives_vi: '', gives_en: '', document: '', source: 'https://example.test/', mark: 'S', from, conditions, papers: [] })
const unknown = condition({ test: null, mark: 'NF' })
test.each<[string, Programme, Record<string, string>, string]>([
  ['all that can be judged is met', programme([condition({}), unknown]), { a: 'yes' }, 'likely'], ['one is not met', programme([condition({}), condition({ test: yes('b') })]), { a: 'no' }, 'unfit'], ['a fact is missing', programme([condition({}), condition({ test: yes('b') })]), { a: 'yes' }, 'needs_facts'],
  ['nothing of it is verified', programme([unknown]), { a: 'yes' }, 'unknown'], ['the day before it begins', programme([condition({})], '2026-03-11'), { a: 'yes' }, 'not_yet'], ['the day it begins', programme([condition({})], '2026-03-10'), { a: 'yes' }, 'likely'],
])('a programme: %s', (_, one, said, fit) => expect(fitting(one, known(said), '2026-03-10').fit).toBe(fit))

test('what looks best comes first, and a programme for the other side is not shown', () => {
  const list = [{ ...programme([condition({})]), code: 'unfit' }, { ...programme([condition({ test: yes('b') })]), code: 'likely' }, { ...programme([condition({ test: yes('b') })]), code: 'theirs', for: 'supplier' as const }]
  expect(fittings(list, 'demander', known({ a: 'no', b: 'yes' }), '2026-03-10').map((one) => one.programme.code)).toEqual(['likely', 'unfit'])
})

const revenue = (said: Record<string, string>): string => fitting(programmes.find(({ code }) => code === 'key-product')!, known(said), '2026-03-10').fit
test.each<[string, Record<string, string>, string]>([
  ['100 tỷ', { startup: 'no', product_revenue: '100000000000', high_tech_product: 'no' }, 'likely'], ['one đồng below', { startup: 'no', product_revenue: '99999999999', high_tech_product: 'no' }, 'unfit'],
  ['10 tỷ and on the high-technology list', { startup: 'no', product_revenue: '10000000000', high_tech_product: 'yes' }, 'likely'], ['below 10 tỷ though on the list', { startup: 'no', product_revenue: '9999999999', high_tech_product: 'yes' }, 'unfit'],
  ['a start-up, whatever its revenue', { startup: 'yes' }, 'likely'], ['50 tỷ, list unknown', { startup: 'no', product_revenue: '50000000000' }, 'needs_facts'],
])('a key product of Hanoi with %s', (_, said, fit) => expect(revenue(said)).toBe(fit))

test('every programme has a source, is marked as seen, and judges only by verified conditions and facts that are asked', () => {
  expect(programmes.length).toBeGreaterThan(5)
  expect(new Set(programmes.map(({ code }) => code)).size).toBe(programmes.length)
  for (const { code, conditions, mark, source, papers } of programmes) {
    expect(isVerified(mark), code).toBe(true)
    expect(source, code).toMatch(/^https?:\/\//)
    for (const one of conditions) {
      expect(one.test !== null, `${code}: ${one.vi}`).toBe(isVerified(one.mark))
      for (const fact of one.test ? factsIn(one.test) : []) expect(factOf(fact), `${code}: ${fact}`).toBeDefined()
    }
    expect(papers.every((one) => isVerified(one.mark)), code).toBe(true)
  }
  const used = new Set(programmes.flatMap(({ conditions }) => conditions.flatMap((one) => (one.test ? factsIn(one.test) : []))))
  expect(facts.filter(({ code }) => !used.has(code))).toEqual([])
})
test.each<[string, object]>([
  ['a number with the mark of a guess', { fact: 'startup', is: 'yes', vi: 'a', en: 'a', mark: 'K' }], ['a condition nobody tests that calls itself seen', { vi: 'a', en: 'a', mark: 'S' }], ['a test of nothing', { any: [], vi: 'a', en: 'a', mark: 'S' }],
])('the list is not taken with %s', (_, wrong) => {
  const list = { read_on: '2026-03-01', facts: [], programmes: [{ code: 'x', for: 'either', vi: 'a', en: 'a', gives_vi: 'a', gives_en: 'a', document: 'a', source: 'https://example.test', mark: 'S', conditions: [wrong], papers: [] }] }
  expect(ProgrammeList.safeParse(list).success).toBe(false)
})
