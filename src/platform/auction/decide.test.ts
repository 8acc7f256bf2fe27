import { describe, expect, test } from 'vitest'
import { vnd } from '../money.ts'
import { replay } from './apply.ts'
import { decide, drawn, due, leastBid, type Sent, take } from './decide.ts'
import { armed, type Command, type Logged, type LotRefusal, type LotRules, type LotState, second } from './lot.ts'

/** A lot that starts at 100 million, in steps of 5 million, open for ten minutes. Instants are seconds after the opening. */
const opens = 1_800_000_000 * second
const rules: LotRules = { form: 'ascending', regime: 'voluntary', start: vnd(100), step: vnd(5), floor: null, opens_at: opens, closes_at: opens + 600 * second, tick: null, extension: null, reopen: 120 * second, most_steps: 10, single_bidder: 'fail', tie: 'draw', deposit: vnd(20) }
const falling: LotRules = { ...rules, form: 'descending', floor: vnd(80), tick: 30 * second }
const paper: LotRules = { ...rules, form: 'sealed' }
const bidder = (number: number): Sent['by'] => ({ bidder: number })
const auctioneer: Sent['by'] = { auctioneer: 7 }, clock: Sent['by'] = { clock: true }

/** A lot of three bidders on which commands are pressed, each at so many seconds after the opening. */
function lot(of: LotRules = rules, bidders = [1, 2, 3]) {
  let state: LotState = armed(of, bidders, opens - 3600 * second)
  const log: Logged[] = []
  const press = (at: number, by: Sent['by'], command: Command, received?: number): Logged[] => {
    const taken = take(state, { by, command, ...(received === undefined ? {} : { received: opens + received * second }) }, Math.max(state.at + 1, opens + at * second))
    state = taken.state
    log.push(...taken.log)
    return taken.log
  }
  return {
    press, log, state: () => state,
    open: () => { press(0, clock, { type: 'open' }) },
    bid: (at: number, number: number, amount: number, more: { sure?: boolean; received?: number } = {}) => press(at, bidder(number), { type: 'bid', amount: vnd(amount), key: `${number}-${log.length}`, ...(more.sure ? { sure: true } : {}) }, more.received),
  }
}
const why = ([event]: readonly Logged[]): LotRefusal | null => (event?.type === 'refused' ? event.refusal : null)
const types = (log: readonly Logged[]): string[] => log.map(({ type }) => type)

describe('A rising lot', () => {
  test('before it opens, after it ends and to strangers it is closed, and each is told why', () => {
    const one = lot()
    expect(why(one.bid(-10, 1, 100))).toEqual({ code: 'not_yet', at: opens })
    expect(why(one.press(-1, clock, { type: 'open' }))).toEqual({ code: 'not_yet', at: opens })
    one.open()
    expect(why(one.bid(1, 9, 100))).toEqual({ code: 'not_a_bidder' })
    expect(types(one.bid(2, 1, 100))).toEqual(['bid_taken'])
    expect(why(one.bid(600, 2, 105))).toEqual({ code: 'too_late', closed: rules.closes_at })
    one.press(600, clock, { type: 'close' })
    expect(why(one.bid(601, 2, 105))).toEqual({ code: 'too_late', closed: rules.closes_at })
  })
  test.each<[number, number, LotRefusal | null]>([
    [2, 99, { code: 'below_minimum', minimum: vnd(100) }], [2, 100, null], [2, 102, { code: 'off_step', start: vnd(100), step: vnd(5) }],
    [2, 150, null], [2, 155, { code: 'many_steps', steps: 11, most: 10 }],
  ])('its first price: bidder %i says %i', (number, amount, refusal) => {
    const one = lot()
    one.open()
    expect(why(one.bid(1, number, amount))).toEqual(refusal)
  })
  test.each<[number, number, LotRefusal | null]>([
    [1, 120, { code: 'already_leading' }], [2, 100, { code: 'below_minimum', minimum: vnd(105) }], [2, 104, { code: 'below_minimum', minimum: vnd(105) }], [2, 105, null], [2, 107, { code: 'off_step', start: vnd(100), step: vnd(5) }],
  ])('after a first price of 100: bidder %i says %i', (number, amount, refusal) => {
    const one = lot()
    one.open()
    one.bid(1, 1, 100)
    expect(why(one.bid(2, number, amount))).toEqual(refusal)
  })
  test('a zero too many is taken when it is said twice', () => {
    const one = lot()
    one.open()
    expect(why(one.bid(1, 1, 1000))).toMatchObject({ code: 'many_steps' })
    expect(types(one.bid(2, 1, 1000, { sure: true }))).toEqual(['bid_taken'])
  })
  test('of two who say the same the first in the log has it, and a retry of the leader changes nothing', () => {
    const one = lot()
    one.open()
    one.bid(1, 1, 100)
    expect(why(one.bid(1, 2, 100))).toEqual({ code: 'below_minimum', minimum: vnd(105) })
    expect(why(one.bid(1, 1, 100))).toEqual({ code: 'already_leading' })
    expect(one.state()).toMatchObject({ leader: 1, price: 100 })
  })
  test('what reached us in time and waited for its turn counts; what waited longer than a second does not', () => {
    const one = lot()
    one.open()
    expect(types(one.bid(600.5, 1, 100, { received: 599.999 }))).toEqual(['bid_taken'])
    expect(why(one.bid(601.5, 2, 105, { received: 599.999 }))).toMatchObject({ code: 'too_late' })
  })
  test('without extension the end does not move; with it a late price moves it, never beyond the latest, and a refused one never', () => {
    const fixed = lot()
    fixed.open()
    fixed.bid(599, 1, 100)
    expect(fixed.state().closes_at).toBe(rules.closes_at)
    const one = lot({ ...rules, extension: { window: 120 * second, by: 120 * second, latest: opens + 700 * second } })
    one.open()
    one.bid(400, 1, 100)
    expect(one.state().closes_at - opens).toBe(600 * second)
    one.bid(500, 2, 101)
    expect(one.state().closes_at - opens).toBe(600 * second)
    one.bid(500, 2, 105)
    expect(one.state().closes_at - opens).toBeCloseTo(620 * second, -2)
    one.bid(619, 3, 110)
    expect(one.state().closes_at - opens).toBe(700 * second)
  })
  test('a price before the window leaves the end alone, however far a late one would move it', () => {
    const one = lot({ ...rules, extension: { window: 60 * second, by: 300 * second, latest: opens + 3600 * second } })
    one.open()
    one.bid(539, 1, 100)
    expect(one.state().closes_at - opens).toBe(600 * second)
    one.bid(541, 2, 105)
    expect(one.state().closes_at - opens).toBe(841 * second)
  })
  test('three calls below the reserve close it unsold, as its hour does', () => {
    const one = lot({ ...rules, floor: vnd(120) })
    one.open()
    one.bid(1, 1, 100)
    for (const at of [2, 3]) one.press(at, auctioneer, { type: 'call' })
    expect(one.press(4, auctioneer, { type: 'call' })).toMatchObject([{ type: 'called', calls: 3 }, { type: 'closed' }, { type: 'failed', reason: 'below_reserve' }])
  })
  test('three calls close it, a new price begins them anew, and a word alone does not close', () => {
    const one = lot({ ...rules, regime: 'statutory' })
    one.open()
    expect(why(one.press(1, auctioneer, { type: 'call' }))).toMatchObject({ code: 'lot_not_open' })
    one.bid(1, 1, 100)
    one.press(2, auctioneer, { type: 'call' })
    one.press(3, auctioneer, { type: 'call' })
    one.bid(4, 2, 105)
    expect(one.state().calls).toBe(0)
    expect(why(one.press(5, auctioneer, { type: 'close' }))).toEqual({ code: 'calls_missing', calls: 0 })
    expect(why(one.press(5, bidder(2), { type: 'call' }))).toEqual({ code: 'not_yours' })
    for (const at of [6, 7]) one.press(at, auctioneer, { type: 'call' })
    expect(types(one.press(8, auctioneer, { type: 'call' }))).toEqual(['called', 'closed'])
    expect(why(one.press(9, clock, { type: 'announce' }))).toEqual({ code: 'not_yours' })
    expect(types(one.press(9, auctioneer, { type: 'announce' }))).toEqual(['announced'])
    expect(why(one.press(10, bidder(1), { type: 'sign_minutes' }))).not.toBeNull()
    one.press(10, bidder(2), { type: 'sign_minutes' })
    expect(one.state()).toMatchObject({ phase: 'signed', winner: 2, price: 105 })
  })
  test.each<[string, number[], LotRules['single_bidder'], string[]]>([
    ['nobody', [], 'sell', ['opened', 'failed']], ['one, where one is too few', [1], 'fail', ['opened', 'failed']], ['one, where one is enough', [1], 'sell', ['opened']],
  ])('with %s registered', (_, bidders, single_bidder, events) => {
    const one = lot({ ...rules, single_bidder }, bidders)
    one.open()
    expect(types(one.log)).toEqual(events)
  })
  test('without a price, or below a reserve that was not told, it is not sold', () => {
    const silent = lot()
    silent.open()
    expect(silent.press(600, clock, { type: 'close' })).toMatchObject([{ type: 'closed' }, { type: 'failed', reason: 'no_bids' }])
    const reserve = lot({ ...rules, floor: vnd(110) })
    reserve.open()
    reserve.bid(1, 1, 105)
    expect(reserve.press(600, clock, { type: 'close' })).toMatchObject([{ type: 'closed' }, { type: 'failed', reason: 'below_reserve' }])
  })
  const second_ = { ...rules, course: 2, calls: { from: opens + 300 * second, apart: 10 * second } } as const
  test('second course: calls end bidding from the published minute on, so long apart, and never while it is kept open', () => {
    const one = lot(second_)
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
    const clocked = lot({ ...second_, calls: null })
    clocked.open()
    clocked.bid(1, 1, 100)
    for (const at of [2, 3]) clocked.press(at, auctioneer, { type: 'call' }) // without calls that end it, none is too soon after another
    expect(why(clocked.press(599, auctioneer, { type: 'call' }))).toEqual({ code: 'call_early', at: second_.closes_at })
    expect(types(clocked.press(600, clock, { type: 'close' }))).toEqual(['closed'])
  })
  test.each([['withdraws', 2], ['is sent away', 7]])('second course: a leader who %s in the last second leaves the others the time of a reopening, and no calls cut it short', (_how, by) => {
    const one = lot(second_)
    one.open()
    one.bid(1, 1, 100)
    one.bid(2, 2, 105)
    const going = by === 2 ? one.press(599, bidder(2), { type: 'withdraw', key: 'w' }) : one.press(599, auctioneer, { type: 'disqualify', bidder: 2, reason: 'thông đồng' })
    expect(going).toMatchObject([{ type: 'bidder_out' }, { type: 'price_fell_back', leader: 1, price: 100, closes_at: opens + 719 * second }])
    for (const at of [600, 610]) one.press(at, auctioneer, { type: 'call' })
    expect(why(one.press(620, auctioneer, { type: 'call' }))).toMatchObject({ code: 'call_early' })
    const early = lot(second_)
    early.open()
    early.bid(1, 1, 100)
    expect(early.press(2, bidder(1), { type: 'withdraw', key: 'w' })[1]).toMatchObject({ closes_at: second_.closes_at })
  })
  test('who withdraws is out; the price falls back to the best other one, and bidding goes on, also after the end', () => {
    const one = lot()
    one.open()
    one.bid(1, 1, 100)
    one.bid(2, 2, 105)
    one.bid(3, 1, 110)
    expect(types(one.press(4, bidder(1), { type: 'withdraw', key: 'w' }))).toEqual(['bidder_out', 'price_fell_back'])
    expect(one.state()).toMatchObject({ leader: 2, price: 105 })
    expect(why(one.bid(5, 1, 115))).toEqual({ code: 'bidder_out' })
    one.press(600, clock, { type: 'close' })
    expect(types(one.press(601, bidder(2), { type: 'withdraw', key: 'x' }))).toEqual(['bidder_out', 'price_fell_back', 'reopened'])
    expect(one.state()).toMatchObject({ phase: 'open', leader: null, price: null })
    expect(leastBid(one.state())).toBe(100)
    expect(types(one.bid(602, 3, 100))).toEqual(['bid_taken'])
  })
  test.each<[number, number, string]>([[115, 135, 'offered_to_next'], [115, 140, 'failed']])('when the winner refuses: the next said %i, refused were %i', (next, refused, event) => {
    const one = lot()
    one.open()
    one.bid(1, 1, next)
    one.bid(2, 2, refused)
    one.press(600, clock, { type: 'close' })
    one.press(601, clock, { type: 'announce' })
    expect(types(one.press(602, bidder(2), { type: 'refuse_result', bidder: 2, minutes: false }))).toEqual(['bidder_out', event])
    if (event === 'failed') return
    expect(why(one.press(603, bidder(3), { type: 'take_over', bidder: 1, accepts: true }))).toEqual({ code: 'not_yours' })
    one.press(604, bidder(1), { type: 'take_over', bidder: 1, accepts: true })
    expect(one.state()).toMatchObject({ phase: 'announced', winner: 1, price: 115 })
  })
  test('a pause in the middle moves the end by exactly its length', () => {
    const one = lot()
    one.open()
    one.press(100, auctioneer, { type: 'pause', reason: 'region_outage', word: 'Mất điện' })
    one.press(250, auctioneer, { type: 'resume' })
    expect(one.state().closes_at - opens).toBe(750 * second)
  })
  test.each([['resumed before it', -1800, 0], ['resumed a minute after it', 60, 60]] as const)('second course: held back before its hour and %s, the end moves by what was waited beyond it; by the first by the whole pause', (_when, resumed, moved) => {
    for (const [course, by] of [[second_, moved], [rules, resumed + 3000]] as const) {
      const one = lot(course)
      one.press(-3000, auctioneer, { type: 'pause', reason: 'cannot_start', word: 'Hội trường chưa sẵn sàng' })
      one.press(resumed, auctioneer, { type: 'resume' })
      one.open()
      expect([one.state().closes_at - opens, one.state().outage]).toEqual([(600 + by) * second, by * second])
    }
  })
  test('a pause moves the end by itself and leaves two minutes at least; nobody bids meanwhile', () => {
    const one = lot()
    one.open()
    one.bid(1, 1, 100)
    one.press(590, clock, { type: 'pause', reason: 'cannot_bid', word: 'Máy chủ khởi động lại' })
    expect(why(one.bid(595, 2, 105))).toMatchObject({ code: 'lot_not_open' })
    expect(due(one.state())).toBeNull()
    one.press(650, clock, { type: 'resume' })
    expect(one.state().closes_at - opens).toBe(770 * second)
    expect(types(one.bid(769, 2, 105))).toEqual(['bid_taken'])
  })
})

describe('A falling lot', () => {
  test('its price falls by itself to its floor; the first to take it has it, and a price already gone is said so', () => {
    const one = lot(falling)
    one.open()
    expect(due(one.state())).toEqual({ command: { type: 'tick' }, at: opens + 30 * second })
    expect(why(one.press(29, clock, { type: 'tick' }))).toEqual({ code: 'not_yet', at: opens + 30 * second })
    one.press(30, clock, { type: 'tick' })
    expect(why(one.press(31, bidder(1), { type: 'accept', amount: vnd(100), key: 'a' }))).toEqual({ code: 'price_moved', price: 95 })
    one.press(32, bidder(1), { type: 'accept', amount: vnd(95), key: 'b' })
    expect(why(one.press(32, bidder(2), { type: 'accept', amount: vnd(95), key: 'c' }))).toMatchObject({ code: 'too_late' })
    expect(one.state()).toMatchObject({ phase: 'closed', leader: 1, price: 95 })
  })
  test('nobody takes it: at the floor it is not sold', () => {
    const one = lot(falling)
    one.open()
    for (let at = 30; one.state().phase === 'open'; at += 30) one.press(at, clock, { type: 'tick' })
    expect(one.log.filter(({ type }) => type === 'price_lowered').map((event) => ('price' in event ? event.price : 0))).toEqual([95, 90, 85, 80])
    expect(one.log.at(-1)).toMatchObject({ type: 'failed', reason: 'no_bids' })
  })
  test('who takes it and then refuses is out, and it goes on at that price', () => {
    const one = lot(falling)
    one.open()
    one.press(1, bidder(1), { type: 'accept', amount: vnd(100), key: 'a' })
    one.press(2, clock, { type: 'announce' })
    expect(types(one.press(3, bidder(1), { type: 'refuse_result', bidder: 1, minutes: true }))).toEqual(['bidder_out', 'reopened'])
    expect(one.state()).toMatchObject({ phase: 'open', price: 100, leader: null })
    one.press(4, bidder(2), { type: 'accept', amount: vnd(100), key: 'b' })
    expect(one.state()).toMatchObject({ leader: 2, price: 100 })
  })
})

describe('A sealed lot', () => {
  const seal = (one: ReturnType<typeof lot>, at: number, number: number, hash: string) => one.press(at, bidder(number), { type: 'submit', hash, key: hash })
  const read = (one: ReturnType<typeof lot>, number: number, hash: string, amount: number | null) => one.press(700, auctioneer, { type: 'reveal', bidder: number, hash, amount: amount === null ? null : vnd(amount) })
  test('the last ballot of each counts; it is opened after the end, all of them, and only as it was sealed', () => {
    const one = lot(paper)
    one.open()
    seal(one, 1, 1, 'a1')
    seal(one, 2, 2, 'b1')
    seal(one, 3, 1, 'a2')
    expect(why(read(one, 1, 'a2', 100))).toMatchObject({ code: 'lot_not_open', phase: 'open' })
    one.press(600, clock, { type: 'close' })
    expect(why(seal(one, 601, 3, 'c1'))).toMatchObject({ code: 'too_late' })
    expect(why(read(one, 1, 'a1', 500))).toEqual({ code: 'not_that_ballot' })
    read(one, 1, 'a2', 120)
    expect(why(read(one, 1, 'a2', 130))).toEqual({ code: 'not_that_ballot' })
    expect(why(one.press(701, auctioneer, { type: 'end_reveal' }))).toEqual({ code: 'ballots_left', left: 1 })
    read(one, 2, 'b1', 115)
    expect(one.press(702, auctioneer, { type: 'end_reveal' })).toMatchObject([{ type: 'ranked', leader: 1, price: 120, tied: [] }])
  })
  test.each<[number | null, string | null]>([[null, 'unreadable'], [95, 'below_start'], [101, 'off_step'], [100, null]])('a ballot of %s', (amount, invalid) => {
    const one = lot(paper)
    one.open()
    seal(one, 1, 1, 'a')
    one.press(600, clock, { type: 'close' })
    expect(read(one, 1, 'a', amount)).toMatchObject([{ type: 'ballot_read', invalid }])
    expect(types(one.press(702, auctioneer, { type: 'end_reveal' }))).toEqual(invalid === null ? ['ranked'] : ['ranked', 'failed'])
  })
  test('equal best ballots are drawn by a seed anybody can work out again; announcing waits for it', () => {
    const one = lot(paper)
    one.open()
    for (const [number, hash] of [[3, 'c'], [1, 'a'], [2, 'b']] as const) seal(one, number, number, hash)
    one.press(600, clock, { type: 'close' })
    for (const [number, hash, amount] of [[1, 'a', 120], [2, 'b', 100], [3, 'c', 120]] as const) read(one, number, hash, amount)
    expect(one.press(702, auctioneer, { type: 'end_reveal' })).toMatchObject([{ type: 'ranked', leader: null, price: 120, tied: [1, 3] }])
    expect(why(one.press(703, auctioneer, { type: 'announce' }))).toEqual({ code: 'tie_unsettled', among: [1, 3] })
    const seed = 'gốc của sổ và hai số ngẫu nhiên'
    expect(one.press(704, auctioneer, { type: 'draw', seed })).toMatchObject([{ type: 'drawn', winner: drawn(seed, [1, 3]), among: [1, 3] }])
    expect(new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((one_seed) => drawn(one_seed, [1, 3])))).toEqual(new Set([1, 3]))
    one.press(705, auctioneer, { type: 'announce' })
    expect(one.state().winner).toBe(drawn(seed, [1, 3]))
  })
  test('who withdraws before the opening has a ballot that does not count, and says why', () => {
    const one = lot(paper)
    one.open()
    seal(one, 1, 1, 'a')
    seal(one, 2, 2, 'b')
    one.press(3, bidder(1), { type: 'withdraw', key: 'w' })
    one.press(600, clock, { type: 'close' })
    expect(read(one, 1, 'a', 200)).toMatchObject([{ invalid: 'out' }])
    read(one, 2, 'b', 100)
    expect(one.press(702, auctioneer, { type: 'end_reveal' })).toMatchObject([{ type: 'ranked', leader: 2, price: 100 }])
  })
  test('equal best ballots below a reserve are no tie but no sale', () => {
    const one = lot({ ...paper, floor: vnd(150) })
    one.open()
    for (const [number, hash] of [[1, 'a'], [2, 'b']] as const) seal(one, number, number, hash)
    one.press(600, clock, { type: 'close' })
    for (const [number, hash] of [[1, 'a'], [2, 'b']] as const) read(one, number, hash, 120)
    expect(one.press(702, auctioneer, { type: 'end_reveal' })).toMatchObject([{ type: 'ranked' }, { type: 'failed', reason: 'below_reserve' }])
  })
  test('of two equal runners-up the earlier is asked when the winner refuses', () => {
    const one = lot(paper)
    one.open()
    for (const [at, number, hash] of [[1, 3, 'c'], [2, 1, 'a'], [3, 2, 'b']] as const) seal(one, at, number, hash)
    one.press(600, clock, { type: 'close' })
    for (const [number, hash, amount] of [[1, 'a', 110], [2, 'b', 120], [3, 'c', 110]] as const) read(one, number, hash, amount)
    one.press(702, auctioneer, { type: 'end_reveal' })
    one.press(703, auctioneer, { type: 'announce' })
    expect(one.press(704, auctioneer, { type: 'refuse_result', bidder: 2, minutes: true })).toMatchObject([{ type: 'bidder_out', reason: 'refused_minutes' }, { type: 'offered_to_next', bidder: 3, price: 110 }])
  })
  test('where the rules say so the earlier of equal ballots leads', () => {
    const one = lot({ ...paper, tie: 'earlier' })
    one.open()
    seal(one, 1, 2, 'b')
    seal(one, 2, 1, 'a')
    one.press(600, clock, { type: 'close' })
    read(one, 1, 'a', 120)
    read(one, 2, 'b', 120)
    expect(one.press(702, auctioneer, { type: 'end_reveal' })).toMatchObject([{ type: 'ranked', leader: 2, tied: [] }])
  })
})

describe('Every lot', () => {
  const goes = (one: ReturnType<typeof lot>, number: number, how: 'withdraw' | 'disqualify') => one.press(-60, how === 'withdraw' ? bidder(number) : auctioneer, how === 'withdraw' ? { type: 'withdraw', key: `đi ${number}` } : { type: 'disqualify', bidder: number, reason: 'Nộp giấy tờ giả' })
  test.each<[numbers: number[], gone: number[], single: LotRules['single_bidder'], opened: string[], reason: string | null]>([
    [[1, 2], [], 'fail', ['opened'], null], [[1, 2], [2], 'fail', ['opened', 'failed'], 'single_bidder'], [[1, 2], [2], 'sell', ['opened'], null], [[1, 2, 3], [1], 'fail', ['opened'], null],
    [[1, 2, 3], [1, 3], 'fail', ['opened', 'failed'], 'single_bidder'], [[1, 2], [1, 2], 'fail', ['opened', 'failed'], 'no_bidders'], [[1, 2], [1, 2], 'sell', ['opened', 'failed'], 'no_bidders'], [[1], [1], 'sell', ['opened', 'failed'], 'no_bidders'], [[], [], 'sell', ['opened', 'failed'], 'no_bidders'],
  ])('of %j registered %j go before the opening, and a single one means %s: it answers %j', (numbers, gone, single_bidder, opened, reason) => {
    for (const of of [rules, falling, paper]) for (const how of ['withdraw', 'disqualify'] as const) {
      const one = lot({ ...of, single_bidder }, numbers)
      for (const number of gone) expect(types(goes(one, number, how))).toEqual(['bidder_out'])
      one.open()
      expect(types(one.log.slice(gone.length))).toEqual(opened)
      if (reason !== null) expect(one.log.at(-1)).toMatchObject({ reason })
      expect(one.state().phase).toBe(reason === null ? 'open' : 'failed')
    }
  })
  test('of several who opened it the last one left goes on alone: only the opening asks how many there are', () => {
    for (const of of [rules, falling, paper]) {
      const one = lot(of, [1, 2])
      one.open()
      expect(types(one.press(1, bidder(2), { type: 'withdraw', key: 'đi' }))).toEqual(['bidder_out'])
      expect(one.state().phase).toBe('open')
    }
  })
  test('a log from when the opening counted those who had gone is read as it stands', () => {
    const recorded: Logged[] = [{ type: 'bidder_out', bidder: 2, reason: 'withdrew', word: '', seq: 1, at: opens - second }, { type: 'opened', seq: 2, at: opens }, { type: 'bid_taken', bidder: 1, amount: vnd(100), key: 'k', closes_at: rules.closes_at, entered_by: null, seq: 3, at: opens + second }]
    const state = replay(rules, [1, 2], opens - 3600 * second, recorded)
    expect(state).toMatchObject({ phase: 'open', leader: 1, price: 100 })
    expect(types(take(state, { by: clock, command: { type: 'close' } }, rules.closes_at).log)).toEqual(['closed'])
  })
  test('what is refused stands in the log with who asked; a cancelled lot takes nothing more', () => {
    const one = lot()
    one.open()
    one.bid(1, 9, 100)
    expect(one.log.at(-1)).toMatchObject({ type: 'refused', by: { bidder: 9 }, refusal: { code: 'not_a_bidder' } })
    expect(why(one.press(2, bidder(1), { type: 'cancel', authority: 'Tôi', reason: 'thôi' }))).toEqual({ code: 'not_yours' })
    one.press(3, auctioneer, { type: 'cancel', authority: 'Quyết định 12/QĐ', reason: 'Chủ tài sản rút lại' })
    expect(why(one.bid(4, 1, 100))).toEqual({ code: 'lot_not_open', phase: 'cancelled' })
  })
  test('a bid entered by staff bears both names', () => {
    const one = lot()
    one.open()
    expect(one.press(1, { bidder: 2, entered_by: 41 }, { type: 'bid', amount: vnd(100), key: 'điện thoại' })).toMatchObject([{ type: 'bid_taken', bidder: 2, entered_by: 41 }])
  })
  test('a log read again gives the same lot; one with a gap or a step back in time is none', () => {
    const one = lot()
    one.open()
    one.bid(1, 1, 100)
    one.bid(2, 2, 105)
    const again = (log: readonly Logged[]) => replay(rules, [1, 2, 3], opens - 3600 * second, log)
    expect(again(one.log)).toEqual(one.state())
    expect(() => again(one.log.filter(({ seq }) => seq !== 2))).toThrow('after event 1 comes 3')
    expect(() => again(one.log.map((event) => ({ ...event, at: opens })))).toThrow('not later')
    expect(() => decide(one.state(), { by: clock, command: { type: 'close' } }, one.state().at)).toThrow(RangeError)
  })
})
