import { describe, expect, test } from 'vitest'
import { offersAsked, type NeedFacts, type OfferFacts, verdictOf } from './compare-rules.ts'
import { callLifecycle, deadlineRefusal, endOf, outcomeLifecycle, phaseOf, readAnswer, remindsNow, reminderDay, supplierLifecycle } from './call-rules.ts'
import { BoardAddress, boardQuery, offerNumber, sparingUnanswered } from './rules.ts'

const noon = new Date('2026-03-02T12:00:00+07:00') // a Monday

describe('What is told of needs nobody answers', () => {
  const row = (code: string, unmatched: number, unanswered = unmatched) => ({ code, unmatched, unanswered: unanswered as number | null })
  test('A count over one or two needs is withheld, and with a lone one the next smallest, so that nothing can be had by subtraction.', () => {
    expect(sparingUnanswered([row('a', 5), row('b', 2), row('c', 9)]).map(({ unanswered }) => unanswered)).toEqual([null, null, 9])
    expect(sparingUnanswered([row('a', 1), row('b', 2), row('c', 9)]).map(({ unanswered }) => unanswered)).toEqual([null, null, 9])
    expect(sparingUnanswered([row('a', 3), row('b', 4), row('c', 0)]).map(({ unanswered }) => unanswered)).toEqual([3, 4, 0])
  })
  test('The board’s address keeps what it understands and drops the rest.', () => {
    expect(boardQuery(BoardAddress.parse({ field: '203', matched: 'none', older: '31', page: 'x' }))).toBe('field=203&matched=none')
    expect(BoardAddress.parse({ page: '0', ward: ['a', 'b'] })).toMatchObject({ page: 1, ward: '' })
  })
  test('An offer is named by its number or by the address of its page.', () => {
    expect(['12', ' 12 ', '/vi/offers/12', 'https://san.example/vi/offers/12?x=1', 'https://san.example/vi/offers/12/'].map(offerNumber)).toEqual([12, 12, 12, 12, 12])
    expect(['', '0', 'x12', '/vi/offers/', '-3', '1.5', '99999999999999'].map(offerNumber)).toEqual([null, null, null, null, null, null, null])
  })
})

describe('Offers beside a need', () => {
  const need: NeedFacts = { trl: 7, price_mode: 'range', price_min: 100, price_max: 500, transfer_forms: ['licence'], ward_code: '00004', original_language: 'vi', constraints: '' }
  const offer: OfferFacts = { trl: 8, price_mode: 'fixed', price_min: 400, price_max: null, evidence_grade: 3, transfer_forms: ['licence', 'sale'], ward_code: '00004', country_code: 'VN', languages: ['vi'], rights: ['granted'], limits: '', support: 'Bảo hành', adoption: '', matches: true }
  test.each<[keyof typeof verdictOf, Partial<NeedFacts>, Partial<OfferFacts>, string]>([
    ['trl', {}, {}, 'met'], ['trl', {}, { trl: 6 }, 'not_met'], ['trl', {}, { trl: null }, 'unknown'], ['trl', { trl: null }, { trl: 1 }, 'not_asked'],
    ['price', {}, {}, 'met'], ['price', {}, { price_min: 501 }, 'not_met'], ['price', {}, { price_mode: 'negotiable' }, 'unknown'], ['price', { price_mode: 'negotiable' }, {}, 'not_asked'], ['price', { price_mode: 'fixed' }, { price_min: 101 }, 'not_met'],
    ['evidence', {}, { evidence_grade: 2 }, 'met'], ['evidence', {}, { evidence_grade: 1 }, 'not_met'],
    ['forms', {}, { transfer_forms: ['sale'] }, 'not_met'], ['forms', {}, { transfer_forms: [] }, 'unknown'], ['forms', { transfer_forms: [] }, {}, 'not_asked'],
    ['rights', {}, { rights: ['filed'] }, 'unknown'], ['rights', {}, { rights: [] }, 'unknown'], ['rights', {}, { rights: ['expired', 'refused'] }, 'not_met'], ['rights', {}, { rights: ['expired', 'granted'] }, 'met'],
    ['limits', { constraints: 'Không dùng clo' }, { limits: 'Cần clo' }, 'unknown'], ['limits', {}, { limits: 'Cần clo' }, 'not_asked'], ['adoption', { constraints: 'x' }, { adoption: 'y' }, 'unknown'],
    ['place', {}, {}, 'met'], ['place', {}, { ward_code: '00001' }, 'not_met'], ['place', {}, { ward_code: null }, 'unknown'], ['place', {}, { ward_code: null, country_code: 'US' }, 'not_met'], ['place', { ward_code: null }, {}, 'not_asked'],
    ['language', {}, { languages: ['en'] }, 'not_met'], ['support', {}, { support: '' }, 'unknown'], ['match', {}, { matches: false }, 'not_met'],
  ])('%s with %o and %o is %s', (row, ofNeed, ofOffer, verdict) => { expect(verdictOf[row]({ ...need, ...ofNeed }, { ...offer, ...ofOffer })).toBe(verdict) })
  test('Numbers come as a list or as boxes ticked, each once and at most five.', () => {
    expect(offersAsked('3,1,3,x,0')).toEqual({ ids: [3, 1], more: false })
    expect(offersAsked(['1', '2', '3', '4', '5', '6'])).toEqual({ ids: [1, 2, 3, 4, 5], more: true })
    expect(offersAsked(undefined)).toEqual({ ids: [], more: false })
    expect(offersAsked({ a: 1 })).toEqual({ ids: [], more: false })
    expect(offersAsked('1'.repeat(100_000)).ids).toEqual([])
  })
})

describe('An invitation of suppliers', () => {
  test('Its lifecycle is a table; what is not in it cannot be done.', () => {
    expect(callLifecycle).toEqual({ draft: { change: 'draft', send: 'open' }, open: { move_deadline: 'open', withdraw: 'withdrawn' }, withdrawn: {} })
    expect(Object.keys(supplierLifecycle.declined)).toEqual(['save', 'answer'])
    expect(outcomeLifecycle.not_chosen).toEqual({})
  })
  test('Its last day ends at midnight in Hanoi: a second before it is open, at it it is over.', () => {
    const call = { state: 'open' as const, deadline_at: endOf('2026-03-10') }
    expect(call.deadline_at.toISOString()).toBe('2026-03-10T17:00:00.000Z')
    expect(phaseOf(call, new Date('2026-03-10T23:59:59.999+07:00'))).toBe('open')
    expect(phaseOf(call, new Date('2026-03-11T00:00:00+07:00'))).toBe('over')
    expect(phaseOf({ ...call, state: 'withdrawn' }, new Date('2027-01-01'))).toBe('withdrawn')
  })
  test('The last day lies ahead, at most so far, and never moves forward.', () => {
    expect(deadlineRefusal('2026-03-03', noon)).toBeNull()
    expect(deadlineRefusal('2026-03-02', noon)).toMatchObject({ code: 'deadline_passed' })
    expect(deadlineRefusal('2027-03-02', noon)).toMatchObject({ code: 'deadline_far' })
    expect(deadlineRefusal('2026-03-05', noon, '2026-03-06')).toMatchObject({ code: 'deadline_earlier' })
    expect(deadlineRefusal('2026-03-07', noon, '2026-03-06')).toBeNull()
  })
  test('The reminder comes two working days before, over weekends and holidays, once for each last day.', () => {
    const holidays = new Set(['2026-03-05'])
    expect(reminderDay('2026-03-06', new Set())).toBe('2026-03-04')
    expect(reminderDay('2026-03-09', new Set())).toBe('2026-03-05')
    expect(reminderDay('2026-03-06', holidays)).toBe('2026-03-03')
    const call = { deadline: '2026-03-06', deadline_at: endOf('2026-03-06'), reminded_for: null, sent_at: new Date('2026-02-20T09:00:00+07:00') }
    expect(remindsNow(call, new Date('2026-03-03T23:59:59+07:00'), new Set())).toBe(false)
    expect(remindsNow(call, new Date('2026-03-04T00:00:00+07:00'), new Set())).toBe(true)
    expect(remindsNow({ ...call, reminded_for: '2026-03-06' }, new Date('2026-03-05T00:00:00+07:00'), new Set())).toBe(false)
    expect(remindsNow({ ...call, sent_at: new Date('2026-03-04T08:00:00+07:00') }, new Date('2026-03-05T00:00:00+07:00'), new Set())).toBe(false)
    expect(remindsNow(call, call.deadline_at, new Set())).toBe(false)
  })
  test.each<[Parameters<typeof readAnswer>[0], string, object]>([
    ['text', ' Có ', { value: 'Có' }], ['text', 'x'.repeat(2001), { error: 'too_long:2000' }], ['number', '-1,5', { value: '-1.5' }], ['number', '1e9', { error: 'number' }], ['number', '0x1', { error: 'number' }], ['yes_no', 'yes', { value: 'yes' }], ['yes_no', 'on', { error: 'choose' }],
    ['price', '350.000.000', { value: '350000000' }], ['price', '35.00', { error: 'amount' }], ['price', '-1', { error: 'amount' }], ['days', '090', { value: '90' }], ['days', '4000', { error: 'number' }], ['days', '1.5', { error: 'number' }], ['price', '', { value: '' }],
  ])('%s %s is read as %o', (kind, typed, read) => { expect(readAnswer(kind, typed)).toEqual(read) })
})
