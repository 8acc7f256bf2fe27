import { expect, test } from 'vitest'
import { vnd } from '../../platform/money.ts'
import { type Answers, answeredLevel, completeness, contradictions, gaps, isDone, points, savingOf, sharesError, statusOn } from './detail-rules.ts'
import { fieldNames, fieldsIn, noDetails, stepsOf } from './detail-fields.ts'
import { levelQuestions } from './detail-messages.ts'
import type { ListingText } from './schema.ts'

const yes = (...levels: number[]): Answers => Object.fromEntries(levels.map((level) => [level, true]))
test.each<[string, Answers, number, number[], number[]]>([
  ['nothing answered', {}, 0, [], []],
  ['the first four', yes(1, 2, 3, 4), 4, [], []],
  ['all of them', yes(1, 2, 3, 4, 5, 6, 7, 8, 9), 9, [], []],
  ['a no, and nothing above it', { ...yes(1, 2), 3: false }, 2, [], []],
  ['a yes above a no', { ...yes(1, 2, 7), 3: false, 4: false }, 2, [7], [5, 6]],
  ['two yeses above a no', { ...yes(1, 5, 6), 2: false, 3: true, 4: true }, 1, [3, 4, 5, 6], []],
  ['a gap below a yes', yes(1, 2, 4), 2, [], [3]],
  ['only the highest', yes(9), 0, [], [1, 2, 3, 4, 5, 6, 7, 8]],
  ['only noes', { 1: false, 2: false }, 0, [], []],
])('readiness by %s: the highest level with everything below it, and what does not fit', (_, answers, level, contradicting, missing) => {
  expect(answeredLevel(answers)).toBe(level)
  expect(contradictions(answers).map(({ yes }) => yes)).toEqual(contradicting)
  expect(gaps(answers)).toEqual(missing)
})
test('each level has its question in both languages', () => { for (const questions of Object.values(levelQuestions)) expect(questions).toHaveLength(9) })

test.each<[number[], number | null]>([[[], null], [[10_000], null], [[6667, 3333], null], [[3333, 3333, 3333], 9999], [[6000], 6000], [[5000, 5001], 10_001]])('owners with %j make the whole: %j', (shares, sum) =>
  expect(sharesError(shares)).toEqual(sum === null ? null : { code: 'shares_not_whole', sum }))

test.each([['granted', '2026-03-01', 'expired'], ['granted', '2026-03-02', 'granted'], ['granted', null, 'granted'], ['filed', '2020-01-01', 'expired'], ['refused', '2020-01-01', 'refused'], ['unregistered', '2020-01-01', 'unregistered']] as const)(
  'a right entered as %s until %s is %s on 2 March 2026', (status, expires_on, is) => expect(statusOn({ status, expires_on }, '2026-03-02')).toBe(is))

test.each([[9_500, 16_000, { amount: 6_500, basis_points: 4063 }], [20, 10, { amount: -10, basis_points: -10_000 }], [5, 0, { amount: -5, basis_points: null }], [null, 5, null], [5, null, null]])('%s beside %s saves %j', (own, incumbent, saving) => expect(savingOf(own, incumbent)).toEqual(saving))

test('what counts adds to a hundred, sixty of it for what is required', () => {
  const sum = (of: object) => Object.values(of).reduce((total: number, one: number) => total + one, 0)
  for (const kind of ['offer', 'need'] as const) expect([sum(points[kind].required), sum(points[kind].better)]).toEqual([60, 40])
})

const long = 'x'.repeat(200)
const text = { listing_id: 1, language: 'vi', title: long, summary: long, description: long, problem: long, advantages: long, requirements: long, keywords: '' } satisfies ListingText
const offer: Parameters<typeof completeness>[0] = { kind: 'offer', research_fields: ['20307'], trl: 8, ip_status: 'filed', transfer_forms: ['licence'], price_mode: 'negotiable', price_min: null, original_language: 'vi' }
test('an offer with everything required and nothing more stands at sixty; each thing said adds what it counts', () => {
  const plain = completeness(offer, [text], noDetails, 0)
  expect(plain.percent).toBe(60)
  expect(plain.wanting.map(({ name }) => name).slice(0, 3)).toEqual(['cost', 'readiness', 'sites'])
  const costs = { ...noDetails, row: { cost_own: 5, cost_incumbent: 0 } }
  expect(completeness(offer, [text], costs, 0).percent).toBe(67)
  expect(completeness(offer, [text], { ...costs, row: { cost_own: 5, cost_incumbent: null } }, 0).percent).toBe(60)
  expect(completeness(offer, [text], { ...noDetails, readiness: { 1: true, 3: true } }, 0).percent, 'answers with a gap do not count yet').toBe(60)
  expect(completeness({ ...offer, ip_status: 'know_how' }, [text, { ...text, language: 'en' }], noDetails, 1).percent, 'know-how has no number; a picture; a translation').toBe(68)
  expect(completeness(offer, [text], { ...noDetails, row: { state_share_basis_points: 0 } }, 0).percent, 'none is an answer').toBe(62)
})
test('what is required comes first and leads to its field in the original language', () => {
  const { percent, wanting } = completeness({ ...offer, trl: null, original_language: 'en' }, [{ ...text, language: 'en', summary: '' }], noDetails, 0)
  expect(percent).toBe(60 - 8 - 6)
  expect(wanting.slice(0, 2)).toEqual([{ name: 'summary', points: 8, required: true, place: { page: 'edit', field: 'summary_en' } }, { name: 'trl', points: 6, required: true, place: { page: 'edit', field: 'trl' } }])
  expect(wanting.find(({ name }) => name === 'limits')?.place).toEqual({ page: 'use', field: 'limits_en' })
})
test('a need with everything is complete, and a step is done once it was saved with all that counts', () => {
  const need: typeof offer = { ...offer, kind: 'need', price_mode: 'fixed', price_min: vnd(5) }
  const details = { ...noDetails, row: { baseline: 0, target: 8, value_per_year: 1, budget_certainty: 'none', decides_on: '2026-05-01', procurement_route: 'direct', pilot: 'no' }, texts: { tried: { vi: 'x' }, decider: { vi: 'x' }, constraints: { en: 'x' } } }
  const whole = completeness(need, [text, { ...text, language: 'en' }], details, 1)
  expect(whole).toEqual({ percent: 100, wanting: [] })
  expect(isDone('money', details, whole)).toBe(false)
  expect(isDone('money', { ...details, versions: { money: 1 } }, whole)).toBe(true)
  expect(isDone('money', { ...details, versions: { money: 1 } }, completeness(need, [text], { ...details, row: {} }, 0))).toBe(false)
})
test('every field belongs to a step of its kind', () => {
  expect(new Set([...stepsOf('offer'), ...stepsOf('need')].flatMap(fieldsIn))).toEqual(new Set(fieldNames))
})
