import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vnd } from '../../platform/money.ts'
import { balancesOf, boundedFee, feeAfterRefund, feePostings, isBalanced, noBalances, postings, splitByLargestRemainder, standingOf, withinWhole } from './ledger-rules.ts'
import { bankWords, namesPayer, proposals } from './match-rules.ts'
import { daysLate, payableOn, payRefusal, payState, referenceIn, referenceOf, refundRefusal } from './rules.ts'
import { transactionKinds } from './schema.ts'

const standing = (over = {}) => ({ ...standingOf(noBalances()), ...over })

test('Shares add up to the whole, to the đồng, however many there are.', () => {
  fc.assert(fc.property(fc.maxSafeNat().map((n) => vnd(n % 9_000_000_000_000_000)), fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 5 }), (amount, points) => {
    const shares = points.map((basis_points, i) => ({ key: String(i), basis_points }))
    const { parts, rest } = splitByLargestRemainder(amount, shares)
    const sums = [...Object.values(parts), rest]
    expect(sums.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(amount))
    for (const { key, basis_points } of shares) expect(Math.abs(Number(BigInt(parts[key] ?? 0) * 10_000n - BigInt(amount) * BigInt(basis_points)))).toBeLessThanOrEqual(10_000)
    expect(sums.every((part) => part >= 0)).toBe(true)
  }))
})
test.each([
  [1_000_000_001, [250, 150], [25_000_000, 15_000_000], 960_000_001], [10, [3_333, 3_333], [3, 3], 4], [100, [], [], 100], [100, [0], [0], 100], [1, [5_000, 5_000], [1, 0], 0], [99, [10_000], [99], 0], [199, [50], [1], 198],
])('%i in shares of %j is %j and leaves %i', (amount, points, parts, rest) => {
  expect(splitByLargestRemainder(vnd(amount), points.map((basis_points, i) => ({ key: String(i), basis_points })))).toEqual({ parts: Object.fromEntries(parts.map((part, i) => [String(i), part])), rest })
})
test('Shares beyond the whole, or of half a basis point, are an error and no rounding.', () => {
  for (const points of [[10_001], [6_000, 4_001], [-1], [0.5]]) expect(() => splitByLargestRemainder(vnd(100), points.map((basis_points, i) => ({ key: String(i), basis_points })))).toThrow(RangeError)
})
test('Every kind of transaction is balanced, adjusted downwards too; fees that are nothing are no transaction.', () => {
  for (const kind of transactionKinds) if (kind !== 'fee' && kind !== 'payer_fee') expect(isBalanced(postings(kind, kind === 'adjusted' ? -7 : 7)), kind).toBe(true)
  expect(isBalanced(feePostings({ exchange: 3, broker: 4 }))).toBe(true)
  expect(feePostings({ exchange: 0, broker: 0 })).toEqual([])
  expect(isBalanced([{ account: 'payer', amount: 1 }])).toBe(false)
  const b = balancesOf([...postings('due', 100), ...postings('invoice', 60), ...postings('received', 40), ...postings('withheld', 10), ...feePostings({ exchange: 2, broker: 1 })])
  expect(standingOf(b)).toEqual({ owed: 50, disputed: 0, received: 40, held: 40, withheld: 10, toInvoice: 40, writtenOff: 0, fees: { exchange: 2, broker: 1 } })
})
test('A fee on money paid back is given back in proportion, and wholly where all of it is.', () => {
  expect(feeAfterRefund(101, 1000, 0)).toBe(0)
  expect(feeAfterRefund(101, 1000, 1000)).toBe(101)
  expect(feeAfterRefund(101, 1000, 500)).toBe(50)
  expect(feeAfterRefund(0, 0, 0)).toBe(0)
})

test.each([
  ['an agreed day that is still to come', { due_on: '2026-05-10', days_to_pay: 0 }, '2026-05-01', '2026-05-10'], ['a day that has passed by the acceptance', { due_on: '2026-05-10', days_to_pay: 0 }, '2026-05-20', '2026-05-20'],
  ['days after the acceptance', { due_on: null, days_to_pay: 15 }, '2026-02-20', '2026-03-07'], ['at once', { due_on: null, days_to_pay: 0 }, '2026-02-28', '2026-02-28'],
  ['the day of an upfront payment, accepted late', { due_on: '2026-05-10', terms_clause: 'upfront' as const, days_from_signing: 15 }, '2026-06-20', '2026-05-10'], ['the acceptance of a part accepted after its day', { due_on: '2026-05-10', terms_clause: 'milestones' as const, days_from_signing: 15 }, '2026-06-20', '2026-06-20'],
  ['days from the acceptance, where no signing is recorded', { due_on: null, terms_clause: 'upfront' as const, days_from_signing: 15 }, '2026-02-20', '2026-03-07'],
])('Payable by %s.', (_, m, accepted, day) => expect(payableOn({ days_to_pay: 0, terms_clause: null, days_from_signing: null, ...m }, accepted)).toBe(day))

const accepted = { state: 'accepted', payable_on: '2026-05-10', settled_on: null, due_on: null } as const
test.each([
  ['waiting', { ...accepted, state: 'agreed' as const, due_on: '2026-05-10' }, {}, '2026-05-12', 'waiting', 2], ['open on its last day', accepted, { owed: 9 }, '2026-05-10', 'open', 0], ['late from the day after', accepted, { owed: 9 }, '2026-05-11', 'late', 1],
  ['partly paid in time', accepted, { owed: 4, received: 5 }, '2026-05-09', 'part', 0], ['partly paid and late', accepted, { owed: 4, received: 5 }, '2026-05-19', 'late', 9],
  ['paid in time', { ...accepted, settled_on: '2026-05-10' }, { received: 9 }, '2026-09-01', 'paid', 0], ['paid late stays so', { ...accepted, settled_on: '2026-05-19' }, { received: 9 }, '2027-01-01', 'paid_late', 9],
  ['paid back', { ...accepted, settled_on: '2026-05-10' }, {}, '2026-09-01', 'refunded', 0], ['proposed', { ...accepted, state: 'proposed' as const }, {}, '2026-09-01', 'none', 0],
])('%s', (_, m, s, today, state, days) => expect(payState(m, standing(s), false, today)).toEqual({ state, days }))
test('What is disputed is neither late nor open.', () => expect(payState(accepted, standing({ disputed: 9 }), true, '2027-01-01')).toEqual({ state: 'disputed', days: 0 }))
test('Days late are counted over a change of the year and never below none.', () => {
  expect(daysLate('2025-12-30', '2026-01-08')).toBe(9)
  expect(daysLate('2026-05-10', '2026-05-01')).toBe(0)
})

test.each([['nothing', 0, 'nothing_of_amount'], ['a đồng', 1, null], ['all', 100, null], ['a đồng too many', 101, 'more_than_owed']])('Paying %s of 100 owed', (_, amount, code) => expect(payRefusal({ state: 'accepted' }, standing({ owed: 100 }), false, amount)?.code ?? null).toBe(code))
test('Nothing is paid before acceptance or while it is disputed, and no more is paid back than came in.', () => {
  expect(payRefusal({ state: 'agreed' }, standing({ owed: 100 }), false, 1)?.code).toBe('milestone_state')
  expect(payRefusal({ state: 'accepted' }, standing({ owed: 100 }), true, 1)?.code).toBe('milestone_disputed')
  expect([refundRefusal(standing({ held: 5 }), 5), refundRefusal(standing({ received: 9, held: 5 }), 6), refundRefusal(standing({ held: 5 }), 0)].map((r) => r?.code ?? null)).toEqual([null, 'more_than_received', 'nothing_of_amount'])
})

test('A reference is found however a bank breaks it, and a mistyped one is none.', () => {
  const reference = referenceOf(1234)
  expect(reference).toMatch(/^SCN00001234[0-9A-Z]$/)
  for (const text of [reference, `CK ${reference} thanh toan dot 1`, reference.toLowerCase(), `${reference.slice(0, 6)} ${reference.slice(6)}-FT26`, `MBVCB.1.${reference}.CT tu 0123`]) expect(referenceIn(text), text).toBe(reference)
  const wrong = reference.slice(0, 10) + ((Number(reference[10]) + 1) % 10) + reference[11]
  for (const text of ['', 'thanh toan', reference.slice(0, 11), wrong]) expect(referenceIn(text), text).toBeNull()
  expect(new Set(Array.from({ length: 5000 }, (_, i) => referenceOf(i + 1))).size).toBe(5000)
})

test.each<[string, string, string, boolean]>([
  ['the whole name without marks', 'CONG TY TNHH RAU SACH', 'Công ty TNHH Rau sạch', true], ['words in between', 'RAU VA CU QUA SACH HA NOI', 'Công ty Rau sạch', true], ['another company', 'CONG TY TNHH RAU CU', 'Công ty TNHH Rau sạch', false], ['only what every company is called', 'CONG TY TNHH', 'Công ty TNHH', false],
])('The payer’s name: %s', (_, said, name, found) => expect(namesPayer({ name: said, text: '' }, [name])).toBe(found))
test('đ is a d to a bank.', () => expect(bankWords('Đồi Sim')).toEqual(['DOI', 'SIM']))

const line = (id: number, left: number, text: string, name = '') => ({ id, left, text, name, reference: '' })
const request = (id: number, owed: number, names = ['Công ty Rau sạch']) => ({ id, reference: referenceOf(id), amount: owed, owed, names })
test('A line is proposed for the request whose reference it bears, before any other; without one for the only request of that amount and payer.', () => {
  const requests = [request(1, 100), request(2, 100), request(3, 70)]
  expect(proposals([line(9, 100, `ck ${referenceOf(2)}`), line(8, 70, 'thanh toan', 'RAU SACH'), line(7, 100, 'RAU SACH')], requests)).toEqual([
    { line_id: 9, payment_request_id: 2, by: 'reference', amount: 100 }, { line_id: 8, payment_request_id: 3, by: 'amount_and_name', amount: 70 }, { line_id: 7, payment_request_id: 1, by: 'amount_and_name', amount: 100 },
  ])
  expect(proposals([line(7, 100, 'RAU SACH')], requests)).toEqual([]) // two requests fit: a person chooses
  expect(proposals([line(7, 100, 'RAU SACH')], [request(1, 100, ['Nông trại khác'])])).toEqual([])
  expect(proposals([line(7, 100, `RAU SACH ${referenceOf(55)}`)], [request(1, 100)])).toEqual([]) // meant for a request that is not open
  expect(proposals([line(9, 150, referenceOf(1)), line(8, 40, referenceOf(1))], [request(1, 100)])).toEqual([{ line_id: 9, payment_request_id: 1, by: 'reference', amount: 100 }])
  expect(proposals([line(9, 60, referenceOf(1)), line(8, 60, referenceOf(1))], [request(1, 100)]).map(({ amount }) => amount)).toEqual([60, 40])
})

const free = { basis_points: 150, fixed: null, minimum: null, cap: null }
test.each([
  ['a share alone', 15, free, 0, 1000, 15], ['below its minimum', 15, { ...free, minimum: 50 }, 0, 1000, 50], ['its minimum still not reached', 15, { ...free, minimum: 50 }, 50, 2000, 0], ['beyond its minimum', 60, { ...free, minimum: 50 }, 50, 6000, 40], ['no more than came in', 0, { ...free, minimum: 50 }, 0, 20, 20],
  ['up to its cap', 15, { ...free, cap: 40 }, 30, 3000, 10], ['beyond its cap', 15, { ...free, cap: 40 }, 40, 4000, 0], ['an amount', 0, { ...free, fixed: 70 }, 0, 1000, 70], ['the rest of an amount', 0, { ...free, fixed: 70 }, 50, 1000, 20],
])('A broker’s fee: %s', (_, share, bounds, charged, received, fee) => expect(boundedFee(share, bounds, charged, received)).toBe(fee))
test('Shares beyond the whole are cut at the last of them.', () => expect(withinWhole([{ key: 'a', basis_points: 6000 }, { key: 'b', basis_points: 6000 }, { key: 'c', basis_points: 1 }]).map(({ basis_points }) => basis_points)).toEqual([6000, 4000, 0]))
