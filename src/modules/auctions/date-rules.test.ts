import { describe, expect, test } from 'vitest'
import type { LotRules } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import type { Rule } from '../rulebook/schema.ts'
import { type LotMoves, mayBePostponed, mostDaysPostponed, postponed, postponingRefusal } from './date-rules.ts'
import { guards, instantOf, type LotPlan, minute, rulesHash } from './lot-rules.ts'
import { lotStates } from './schema.ts'

const at = (moment: string): Date => new Date(`${moment}:00+07:00`)
const now = at('2026-03-16T12:00'), closing = at('2026-03-18T17:00'), opens = at('2026-03-23T09:00'), closes = at('2026-03-23T10:00')
const rules: LotRules = { form: 'ascending', regime: 'statutory', start: vnd(100_000_000), step: vnd(5_000_000), floor: null, opens_at: instantOf(opens), closes_at: instantOf(closes), tick: null, extension: null, reopen: 5 * minute, most_steps: 20, single_bidder: 'fail', tie: 'draw', deposit: vnd(10_000_000) }
const plan: LotPlan = { title: { vi: 'Bản quyền máy sấy', en: 'Licence of a dryer' }, organiser: 'Công ty Đấu giá A', organiser_licence: '12/TP-ĐKHĐ', auctioneer_name: 'Lê Gõ Búa', auctioneer_id: 7, owner_decision: '15/QĐ-VCĐ', regulation: true, extension_stated: true, negotiation: false, registration_opens_at: at('2026-03-03T08:00'), registration_closes_at: closing, rules }
const rule = (code: string, value: number, unit: Rule['unit']): Rule => ({ id: 1, code, value, unit, label_vi: '', label_en: '', document: 'Luật 01/2016/QH14', article: 'Điều 35', source: 'x', mark: 'S', valid_from: '2025-01-01', valid_to: null, note: '' })
// From the day of this proposal to the opening there would be no time for the posting any more: that was asked when the lot was published.
const dated = { now, holidays: new Set<string>(), rules: [rule('auction.posting.movable', 7, 'working_days'), rule('auction.dossier.closing', 2, 'working_days'), rule('auction.online.window', 15, 'minutes'), rule('auction.deposit.minimum', 50, 'percent'), rule('auction.deposit.maximum', 60, 'percent')] }
const falling: Partial<LotRules> = { form: 'descending', floor: vnd(50_000_000), tick: 5 * minute }

test.each<[string, LotMoves, string | null, (string | undefined)?, Partial<LotRules>?]>([
  ['the bidding by a day', { opens_at: daysFrom(opens, 1), closes_at: daysFrom(closes, 1) }, null],
  ['all by a week', { registration_closes_at: daysFrom(closing, 7), opens_at: daysFrom(opens, 7), closes_at: daysFrom(closes, 7) }, null],
  ['the end alone', { closes_at: minutesFrom(closes, 1) }, null],
  ['the opening alone, with time left', { opens_at: minutesFrom(opens, 45) }, null],
  ['the opening alone, with too little left', { opens_at: minutesFrom(opens, 46) }, 'window_too_short', 'closes_at'],
  ['which a voluntary lot may', { opens_at: minutesFrom(opens, 59) }, null, undefined, { regime: 'voluntary' }],
  ['the opening up to the end', { opens_at: closes }, 'lot_times_order', 'closes_at'],
  ['registration alone, by a day', { registration_closes_at: daysFrom(closing, 1) }, null],
  ['registration too near the opening', { registration_closes_at: daysFrom(closing, 2) }, 'dossiers_too_late', 'registration_closes_at'],
  ['registration up to the opening', { registration_closes_at: opens }, 'lot_times_order', 'opens_at', { regime: 'voluntary' }],
  ['earlier', { opens_at: minutesFrom(opens, -1) }, 'lot_time_not_later', 'opens_at'],
  ['the same moment', { closes_at: closes }, 'lot_time_not_later', 'closes_at'],
  ['one later, one earlier', { registration_closes_at: minutesFrom(closing, -1), closes_at: minutesFrom(closes, 1) }, 'lot_time_not_later', 'registration_closes_at'],
  ['nothing', {}, 'no_lot_time_moved', 'opens_at'],
  ['as far as one postponement goes', { closes_at: daysFrom(closes, mostDaysPostponed) }, null],
  ['a minute farther', { closes_at: minutesFrom(daysFrom(closes, mostDaysPostponed), 1) }, 'lot_time_too_far', 'closes_at'],
  ['a falling price that no longer reaches its floor', { opens_at: minutesFrom(opens, 10) }, 'ticks_too_slow', 'closes_at', falling],
  ['a falling price as a whole', { opens_at: minutesFrom(opens, 10), closes_at: minutesFrom(closes, 10) }, null, undefined, falling],
])('%s', (_, moves, code, field, over = {}) => {
  const refusal = postponingRefusal('registration', { ...plan, rules: { ...rules, ...over } }, moves, dated)
  expect([refusal?.code ?? null, refusal && 'field' in refusal ? refusal.field : undefined]).toEqual([code, field])
})

describe('When', () => {
  test.each(lotStates)('A lot in the state %s comes later only while it takes registrations, and not from the moment they are over.', (state) => {
    const [before, after] = [minutesFrom(closing, -1), closing].map((moment) => postponingRefusal(state, plan, { registration_closes_at: daysFrom(closing, 1) }, { ...dated, now: moment })?.code ?? null)
    expect([before, after]).toEqual([state === 'registration' ? null : 'lot_times_stand', 'lot_times_stand'])
    expect(mayBePostponed({ state, registration_closes_at: closing }, minutesFrom(closing, -1))).toBe(state === 'registration')
  })
})

describe('Whoever registered', () => {
  const hours = (before: number): Date => minutesFrom(closing, -before * 60)
  const code = (moves: LotMoves, moment: Date) => { const refusal = postponingRefusal('registration', plan, moves, { ...dated, now: moment }); return refusal && [refusal.code, 'field' in refusal && refusal.field] }
  test.each<[string, LotMoves, number, ReturnType<typeof code>]>([
    ['has a day to leave from the approval of another day on', { opens_at: daysFrom(opens, 1), closes_at: daysFrom(closes, 1) }, 24, null],
    ['and not a minute less', { opens_at: daysFrom(opens, 1), closes_at: daysFrom(closes, 1) }, 23.9, ['no_time_to_leave', 'registration_closes_at']],
    ['also where the end alone moves', { closes_at: daysFrom(closes, 1) }, 1, ['no_time_to_leave', 'registration_closes_at']],
    ['which a later close of registration gives', { registration_closes_at: daysFrom(closing, 1), opens_at: daysFrom(opens, 1), closes_at: daysFrom(closes, 1) }, 0.1, null],
    ['who loses nothing by a longer registration', { registration_closes_at: minutesFrom(closing, 30) }, 0.1, null],
  ])('%s', (_, moves, before, expected) => expect(code(moves, hours(before))).toEqual(expected))
  test('is not kept waiting by a holiday that was entered since the lot was published', () => {
    const holidays = new Set(['2026-03-19', '2026-03-20'])
    const asked = (moves: LotMoves) => { const refusal = postponingRefusal('registration', plan, moves, { ...dated, holidays }); return refusal && [refusal.code, 'field' in refusal && refusal.field] }
    expect([asked({ closes_at: minutesFrom(closes, 30) }), asked({ opens_at: minutesFrom(opens, 5) }), asked({ opens_at: daysFrom(opens, 1), closes_at: daysFrom(closes, 1) })]).toEqual([null, ['dossiers_too_late', 'opens_at'], null])
  })
})

test('Of the rules the times change and nothing else; the limit of an extension moves with the end, and the hash is another only where bidding moves.', () => {
  const extended = { ...plan, rules: { ...rules, salt: 'a1b2', extension: { window: minute, by: 2 * minute, latest: instantOf(minutesFrom(closes, 30)) } } }
  expect(postponed(extended, { opens_at: minutesFrom(opens, 5), closes_at: minutesFrom(closes, 60) })).toEqual({ ...extended, rules: { ...extended.rules, opens_at: instantOf(minutesFrom(opens, 5)), closes_at: instantOf(minutesFrom(closes, 60)), extension: { window: minute, by: 2 * minute, latest: instantOf(minutesFrom(closes, 90)) } } })
  expect(postponed(extended, { registration_closes_at: daysFrom(closing, 1) })).toEqual({ ...extended, registration_closes_at: daysFrom(closing, 1) })
  const called = { ...plan, rules: { ...rules, course: 2 as const, calls: { from: instantOf(minutesFrom(opens, 30)), apart: 10_000_000 } } }
  expect(postponed(called, { opens_at: minutesFrom(opens, 5) }).rules.calls).toEqual({ from: instantOf(minutesFrom(opens, 35)), apart: 10_000_000 })
  expect(postponed(called, { closes_at: minutesFrom(closes, 5) }).rules.calls).toEqual(called.rules.calls)
  expect(rulesHash(postponed(extended, { opens_at: minutesFrom(opens, 1) }).rules)).not.toBe(rulesHash(extended.rules))
})
test('Asked again are the guards that compare times of the lot with one another, by their own word.', () => {
  expect(guards.filter(({ moving }) => moving).map(({ name }) => name)).toEqual(['dossiers close', 'bidding window'])
})
