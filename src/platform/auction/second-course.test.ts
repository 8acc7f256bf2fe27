import { expect, test } from 'vitest'
import { auctioneer, bidder, clock, lot, opens, rules, types, why } from '../../../tests/pressed-lot.ts'
import { second } from './lot.ts'

/** By the second course three calls end bidding before its hour only from a published minute on. */
const late = { ...rules, course: 2, calls: { from: opens + 300 * second, apart: 10 * second } } as const

test('calls end bidding from the published minute on, so long apart, and never while it is kept open', () => {
  const one = lot(late)
  const call = (at: number) => one.press(at, auctioneer, { type: 'call' })
  one.open()
  one.bid(1, 1, 100)
  call(2)
  expect(why(call(11))).toEqual({ code: 'call_early', at: opens + 12 * second })
  call(12)
  expect(why(call(299))).toEqual({ code: 'call_early', at: opens + 300 * second })
  // A pause gives its time back and begins the calls anew; what was promised after it is kept.
  one.press(299, auctioneer, { type: 'pause', reason: 'dispute', word: '' })
  one.press(309, auctioneer, { type: 'resume' })
  for (const at of [310, 320]) expect(types(call(at))).toEqual(['called'])
  expect(why(call(330))).toEqual({ code: 'call_early', at: opens + 429 * second })
  expect(types(call(429))).toEqual(['called', 'closed'])
  const clocked = lot({ ...late, calls: null })
  clocked.open()
  clocked.bid(1, 1, 100)
  for (const at of [2, 3]) clocked.press(at, auctioneer, { type: 'call' }) // without calls that end it, none is too soon after another
  expect(why(clocked.press(599, auctioneer, { type: 'call' }))).toEqual({ code: 'call_early', at: late.closes_at })
  expect(types(clocked.press(600, clock, { type: 'close' }))).toEqual(['closed'])
})

test.each([['withdraws', 2], ['is sent away', 7]])('a leader who %s in the last second leaves the others the time of a reopening, and no calls cut it short', (_how, by) => {
  const one = lot(late)
  one.open()
  one.bid(1, 1, 100)
  one.bid(2, 2, 105)
  const going = by === 2 ? one.press(599, bidder(2), { type: 'withdraw', key: 'w' }) : one.press(599, auctioneer, { type: 'disqualify', bidder: 2, reason: 'thông đồng' })
  expect(going).toMatchObject([{ type: 'bidder_out' }, { type: 'price_fell_back', leader: 1, price: 100, closes_at: opens + 719 * second }])
  for (const at of [600, 610]) one.press(at, auctioneer, { type: 'call' })
  expect(why(one.press(620, auctioneer, { type: 'call' }))).toMatchObject({ code: 'call_early' })
  const early = lot(late)
  early.open()
  early.bid(1, 1, 100)
  expect(early.press(2, bidder(1), { type: 'withdraw', key: 'w' })[1]).toMatchObject({ closes_at: late.closes_at })
})

test.each([['resumed before it', -1800, 0], ['resumed a minute after it', 60, 60]] as const)('held back before its hour and %s, the end moves by what was waited beyond it; by the first by the whole pause', (_when, resumed, moved) => {
  for (const [course, by] of [[late, moved], [rules, resumed + 3000]] as const) {
    const one = lot(course)
    one.press(-3000, auctioneer, { type: 'pause', reason: 'cannot_start', word: 'Hội trường chưa sẵn sàng' })
    one.press(resumed, auctioneer, { type: 'resume' })
    one.open()
    expect([one.state().closes_at - opens, one.state().outage]).toEqual([(600 + by) * second, by * second])
  }
})
