import { describe, expect, test } from 'vitest'
import type { LotRules } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import type { Rule } from '../rulebook/schema.ts'
import { type Announced, callsApart, guardRefusal, guards, instantOf, type LotPlan, minute, planRefusal, rulesHash, rulesShown } from './lot-rules.ts'

const at = (moment: string): Date => new Date(`${moment}:00+07:00`)
const rules: LotRules = { form: 'ascending', regime: 'statutory', start: vnd(100_000_000), step: vnd(5_000_000), floor: null, opens_at: instantOf(at('2026-03-23T09:00')), closes_at: instantOf(at('2026-03-23T10:00')), tick: null, extension: null, reopen: 5 * minute, most_steps: 20, single_bidder: 'fail', tie: 'draw', deposit: vnd(10_000_000) }
const plan: LotPlan = { title: { vi: 'Bản quyền máy sấy', en: 'Licence of a dryer' }, organiser: 'Công ty Đấu giá A', organiser_licence: '12/TP-ĐKHĐ', auctioneer_name: 'Lê Gõ Búa', auctioneer_id: 7, owner_decision: '15/QĐ-VCĐ ngày 01/02/2026', regulation: true, extension_stated: false, negotiation: false, registration_opens_at: at('2026-03-03T08:00'), registration_closes_at: at('2026-03-18T17:00'), rules }
const rule = (code: string, value: number, unit: Rule['unit'], mark: Rule['mark'] = 'S'): Rule => ({ id: 1, code, value, unit, label_vi: '', label_en: '', document: mark === 'S' ? 'Luật 01/2016/QH14' : '', article: mark === 'S' ? 'Điều 35' : '', source: 'x', mark, valid_from: '2025-01-01', valid_to: null, note: '' })
const dated = { now: at('2026-03-02T12:00'), holidays: new Set<string>(), rules: [
  rule('auction.deposit.minimum', 5, 'percent'), rule('auction.deposit.maximum', 20, 'percent'), rule('auction.posting.movable', 7, 'working_days'), rule('auction.dossier.closing', 2, 'working_days', 'K'), rule('auction.online.window', 15, 'minutes', 'K'),
  rule('auction.notice.count', 2, 'times'), rule('auction.notice.apart', 2, 'days'), rule('auction.notice.printed', 1, 'times'),
] }
const announced: Announced[] = [{ kind: 'posting', on_day: '2026-03-05' }, { kind: 'portal', on_day: '2026-03-05' }, { kind: 'portal', on_day: '2026-03-07' }, { kind: 'printed', on_day: '2026-03-09' }]

test('A lot that has everything stands, before publication and before arming.', () => {
  expect(planRefusal(plan)).toBeNull()
  expect(guardRefusal('publishing', plan, dated)).toBeNull()
  expect(guardRefusal('arming', plan, dated, announced)).toBeNull()
})

const cases: [guard: string, over: Partial<LotPlan>, ofRules: Partial<LotRules>, code: string, noted?: Announced[]][] = [
  ['not yet past', { registration_closes_at: at('2026-03-02T12:00') }, {}, 'lot_in_past'],
  ['organiser and auctioneer', { organiser_licence: '' }, {}, 'organiser_needed'], ['organiser and auctioneer', { auctioneer_name: '' }, {}, 'organiser_needed'], ['organiser and auctioneer', { auctioneer_id: null }, {}, 'organiser_needed'],
  ['words', { title: { vi: 'Đấu  giá tài sản công nghệ', en: 'A dryer' } }, { regime: 'voluntary' }, 'not_called_auction'], ['words', { title: { vi: 'Máy sấy', en: 'Auctions of dryers' } }, { regime: 'voluntary' }, 'not_called_auction'],
  ['the owner’s decision', { owner_decision: '' }, {}, 'owner_decision_needed'], ['regulation', { regulation: false }, {}, 'regulation_needed'],
  ['deposit', {}, { deposit: vnd(4_999_999) }, 'deposit_outside'], ['deposit', {}, { deposit: vnd(20_000_001) }, 'deposit_outside'], ['deposit', {}, { deposit: vnd(1), regime: 'voluntary' }, 'deposit_outside'],
  ['time for posting', {}, { opens_at: instantOf(at('2026-03-10T09:00')) }, 'posting_too_late'],
  ['dossiers close', { registration_closes_at: at('2026-03-20T17:00') }, {}, 'dossiers_too_late'],
  ['bidding window', {}, { closes_at: instantOf(at('2026-03-23T09:14')) }, 'window_too_short'], ['bidding window', {}, { calls: { from: instantOf(at('2026-03-23T09:14')), apart: callsApart } }, 'window_too_short'],
  ['extension', {}, { extension: { window: minute, by: minute, latest: instantOf(at('2026-03-23T11:00')) } }, 'extension_not_stated'],
  ['negotiation', { negotiation: true }, {}, 'negotiation_voluntary'],
  ['posted in time', {}, {}, 'posting_missing', announced.filter(({ kind }) => kind !== 'posting')], ['posted in time', {}, {}, 'posting_missing', announced.map((one) => (one.kind === 'posting' ? { ...one, on_day: '2026-03-13' } : one))],
  ['notices', {}, {}, 'notices_missing', announced.filter(({ on_day }) => on_day !== '2026-03-07')], ['notices', {}, {}, 'notices_close', announced.map((one) => (one.on_day === '2026-03-07' ? { ...one, on_day: '2026-03-06' } : one))],
  ['in print or on television', {}, {}, 'print_missing', announced.filter(({ kind }) => kind !== 'printed')],
]
test.each(cases)('%s: %j %j is refused with %s', (name, over, ofRules, code, noted = announced) => {
  const guard = guards.find((one) => one.name === name)!
  expect(guardRefusal(guard.at, { ...plan, ...over, rules: { ...rules, ...ofRules } }, dated, noted)?.code).toBe(code)
})
test('Every guard has its example.', () => expect(guards.map(({ name }) => name).filter((name) => !cases.some(([of]) => of === name))).toEqual([]))

test('Seven working days are counted over a holiday: with one between, the eighth day is asked for.', () => {
  const opens = { ...plan, rules: { ...rules, opens_at: instantOf(at('2026-03-11T09:00')), closes_at: instantOf(at('2026-03-11T10:00')) }, registration_closes_at: at('2026-03-06T17:00') }
  expect(guardRefusal('publishing', opens, dated)).toBeNull()
  expect(guardRefusal('publishing', opens, { ...dated, holidays: new Set(['2026-03-04']) })?.code).toBe('posting_too_late')
})
test('A number only believed is asked for and never said to be the law; one never found is not asked for.', () => {
  expect(guardRefusal('publishing', { ...plan, registration_closes_at: at('2026-03-20T17:00') }, dated)).toMatchObject({ law: null })
  expect(guardRefusal('publishing', { ...plan, rules: { ...rules, opens_at: instantOf(at('2026-03-10T09:00')) } }, dated)).toMatchObject({ law: 'Điều 35, Luật 01/2016/QH14' })
  expect(guardRefusal('publishing', { ...plan, registration_closes_at: at('2026-03-20T17:00') }, { ...dated, rules: dated.rules.map((one) => (one.code === 'auction.dossier.closing' ? { ...one, value: null } : one)) })).toBeNull()
})
test('What the statute asks is not asked of a voluntary lot, and a voluntary lot’s deposit is bound by a setting, not by the law.', () => {
  const voluntary = { ...plan, organiser: '', owner_decision: '', rules: { ...rules, regime: 'voluntary' as const, opens_at: instantOf(at('2026-03-03T09:00')), closes_at: instantOf(at('2026-03-03T09:05')), extension: { window: minute, by: minute, latest: instantOf(at('2026-03-03T10:00')) } }, registration_closes_at: at('2026-03-02T17:00') }
  expect(guardRefusal('publishing', voluntary, dated)).toBeNull()
  expect(guardRefusal('arming', voluntary, dated)).toBeNull()
  expect(guardRefusal('publishing', { ...voluntary, rules: { ...voluntary.rules, deposit: vnd(1) } }, dated)).toMatchObject({ code: 'deposit_outside', law: null })
})

describe('What holds of every lot', () => {
  const falling: Partial<LotRules> = { form: 'descending', floor: vnd(50_000_000), tick: 5 * minute }
  test.each<[string, Partial<LotPlan>, Partial<LotRules>, string | null]>([
    ['a floor below the start of a rising price', {}, { floor: vnd(95_000_000) }, 'floor_wrong_side'], ['a floor off the steps', {}, { floor: vnd(101_000_000) }, 'floor_off_step'], ['a floor above the start', {}, { floor: vnd(105_000_000) }, null],
    ['a falling price with all it needs', {}, falling, null], ['a falling price without a floor', {}, { ...falling, floor: null }, 'floor_needed'], ['without a pace', {}, { ...falling, tick: null }, 'tick_needed'], ['too slow a pace', {}, { ...falling, tick: 6 * minute }, 'ticks_too_slow'], ['a floor not below it', {}, { ...falling, floor: vnd(100_000_000) }, 'floor_wrong_side'],
    ['registration that ends before it begins', { registration_opens_at: at('2026-03-18T17:00') }, {}, 'lot_times_order'], ['registration up to the opening', { registration_closes_at: at('2026-03-23T09:00') }, {}, 'lot_times_order'], ['an end at the beginning', {}, { closes_at: rules.opens_at }, 'lot_times_order'],
    ['an extension of sealed ballots', {}, { form: 'sealed', extension: { window: minute, by: minute, latest: rules.closes_at + minute } }, 'extension_only_rising'], ['an extension that ends at the end', {}, { extension: { window: minute, by: minute, latest: rules.closes_at } }, 'latest_too_early'],
    ['calls that end sealed ballots', {}, { form: 'sealed', calls: { from: rules.opens_at + minute, apart: callsApart } }, 'calls_only_rising'], ['calls from the end on', {}, { calls: { from: rules.closes_at, apart: callsApart } }, 'calls_after_end'], ['calls a minute before it', {}, { calls: { from: rules.closes_at - minute, apart: callsApart } }, null],
  ])('%s', (_name, over, ofRules, code) => expect(planRefusal({ ...plan, ...over, rules: { ...rules, ...ofRules } })?.code ?? null).toBe(code))
})

test('A floor kept back is in nobody’s rules, nor is what keeps the hash from giving it away; one that is shown is.', () => {
  const kept = { ...rules, floor: vnd(150_000_000), salt: 'a1b2' }
  expect(rulesShown(kept, false)).toEqual({ rules: { ...rules, floor: null }, hidden: true })
  expect(rulesShown(kept, true)).toEqual({ rules: kept, hidden: false })
  // Every floor there could be, tried without the salt, gives another hash.
  const tried = Array.from({ length: 200 }, (_, n) => rulesHash({ ...rules, floor: vnd(100_000_000 + n * 5_000_000) }))
  expect(tried).not.toContain(rulesHash(kept))
})
