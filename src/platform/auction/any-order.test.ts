import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vnd } from '../money.ts'
import { apply, replay } from './apply.ts'
import { due, type Sent, take } from './decide.ts'
import { armed, type Command, type Form, type Logged, type LotRules, type LotState, pauseReasons, second } from './lot.ts'

/** Whatever people and clocks do in whatever order, these hold. A failure prints its seed, and the shortest course that shows it. */
const opens = 1_800_000_000 * second, bidders = [1, 2, 3, 4]
const rulesOf = (form: Form, more: Partial<LotRules>): LotRules => ({
  form, regime: 'voluntary', start: vnd(100), step: vnd(5), floor: form === 'descending' ? vnd(70) : null, opens_at: opens, closes_at: opens + 300 * second, tick: form === 'descending' ? 20 * second : null,
  extension: null, reopen: 60 * second, most_steps: 6, single_bidder: 'sell', tie: 'draw', deposit: vnd(15), ...more,
})
const anyRules = fc.record({
  form: fc.constantFrom<Form>('ascending', 'descending', 'sealed'), tie: fc.constantFrom('draw' as const, 'earlier' as const), reserve: fc.boolean(), extends: fc.boolean(),
}).map(({ form, tie, reserve, extends: late }) => rulesOf(form, {
  tie, ...(reserve && form !== 'descending' ? { floor: vnd(120) } : {}), extension: late && form === 'ascending' ? { window: 60 * second, by: 60 * second, latest: opens + 420 * second } : null,
}))
const amount = fc.integer({ min: 90, max: 190 }).map((n) => vnd(n - (n % 7 === 0 ? 0 : n % 5)))
const number = fc.integer({ min: 1, max: 5 }) // 5 is nobody
const key = fc.constant('k')
const anyCommand = (form: Form): fc.Arbitrary<Command> => fc.oneof(
  { weight: 8, arbitrary: form === 'ascending' ? fc.record({ type: fc.constant('bid' as const), amount, key, sure: fc.boolean() }) : form === 'descending' ? fc.record({ type: fc.constant('accept' as const), amount, key }) : fc.record({ type: fc.constant('submit' as const), hash: fc.constantFrom('a', 'b', 'c'), key }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('open' as const, 'close' as const, 'tick' as const, 'call' as const, 'announce' as const, 'end_reveal' as const, 'resume' as const, 'sign_minutes' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('withdraw' as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('disqualify' as const), bidder: number, reason: fc.constant('gian lận') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('refuse_result' as const), bidder: number, minutes: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('take_over' as const), bidder: number, accepts: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('pause' as const), reason: fc.constantFrom(...pauseReasons), word: fc.constant('') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('draw' as const), seed: fc.string() }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('reveal' as const), bidder: number, hash: fc.constantFrom('a', 'b', 'c'), amount: fc.option(amount) }) },
)
const anyBy = fc.oneof({ weight: 6, arbitrary: number.map((bidder): Sent['by'] => ({ bidder })) }, { weight: 2, arbitrary: fc.constant<Sent['by']>({ auctioneer: 9 }) }, { weight: 1, arbitrary: fc.constant<Sent['by']>({ clock: true }) })
/** A course: some seconds pass, and either the clock does what is due or somebody presses something. */
const anyCourse = anyRules.chain((rules) => fc.record({ rules: fc.constant(rules), steps: fc.array(fc.record({ wait: fc.integer({ min: 0, max: 40 }), clock: fc.boolean(), apt: fc.option(fc.nat(1000)), by: anyBy, command: anyCommand(rules.form) }), { minLength: 5, maxLength: 60 }) }))

/** What somebody who knows the lot would press now: without it chance seldom comes to the end of one. */
function apt(state: LotState, n: number): Sent | null {
  const { phase, rules, leader, price, winner, tied } = state
  const auctioneer: Sent['by'] = { auctioneer: 9 }, one = bidders[n % 4]!
  if (state.paused_at !== null) return { by: { clock: true }, command: { type: 'resume' } }
  if (phase === 'open' && n % 5 === 0) return { by: auctioneer, command: { type: 'call' } }
  if (phase === 'open' && rules.form === 'ascending') return { by: { bidder: one }, command: { type: 'bid', amount: vnd((price ?? rules.start - rules.step) + rules.step * (1 + (n % 3))), key: 'k', sure: true } }
  if (phase === 'open' && rules.form === 'descending' && n % 3 === 0) return { by: { bidder: one }, command: { type: 'accept', amount: price!, key: 'k' } }
  if (phase === 'opening') {
    const left = [...state.ballots].find(([, { amount: read }]) => read === undefined)
    return { by: auctioneer, command: left ? { type: 'reveal', bidder: left[0], hash: left[1].hash, amount: n % 7 === 0 ? null : vnd(100 + 5 * (n % 6)) } : { type: 'end_reveal' } }
  }
  if (phase === 'closed') return n % 4 === 0 && leader !== null ? { by: { bidder: leader }, command: { type: 'withdraw', key: 'k' } } : { by: auctioneer, command: tied.length ? { type: 'draw', seed: String(n) } : { type: 'announce' } }
  if (phase === 'announced') return { by: { bidder: winner! }, command: n % 3 === 0 ? { type: 'sign_minutes' } : { type: 'refuse_result', bidder: winner!, minutes: n % 2 === 0 } }
  if (phase === 'offered') return { by: { bidder: leader! }, command: { type: 'take_over', bidder: leader!, accepts: n % 2 === 0 } }
  return null
}

/** What the whole of a log says of the best price, worked out the slow way. */
function bestOf(state: LotState): { amount: number; at: number; bidder: number } | null {
  const prices = state.rules.form === 'sealed' ? [...state.ballots].flatMap(([bidder, ballot]) => (ballot.amount ? [{ bidder, amount: ballot.amount as number, at: ballot.at }] : [])) : state.bids.map(({ bidder, amount: price, at }) => ({ bidder, amount: price as number, at }))
  return prices.filter(({ bidder }) => !state.out.has(bidder)).toSorted((a, b) => b.amount - a.amount || a.at - b.at)[0] ?? null
}

test('numbers without gaps, time that only goes on, a leader who may lead, an end that moves only later, a log that tells it all again', () => {
  const reached = new Set<string>()
  fc.assert(fc.property(anyCourse, ({ rules, steps }) => {
    let state = armed(rules, bidders, opens - second), now = opens
    const log: Logged[] = []
    for (const { wait, clock, by, command, apt: sense } of steps) {
      now = Math.max(now + wait * second, state.at + 1)
      const waiting = due(state)
      const sent: Sent = clock && waiting ? { by: { clock: true }, command: waiting.command } : (sense === null ? null : apt(state, sense)) ?? { by, command }
      if (clock && waiting) now = Math.max(now, waiting.at)
      const before = state
      const { state: after, log: added } = take(before, sent, now)
      expect(added.length).toBeGreaterThan(0)
      // A refusal changes nothing but the number and the hour.
      if (added[0]?.type === 'refused') expect({ ...after, seq: 0, at: 0 }).toEqual({ ...before, seq: 0, at: 0 })
      else if (added.some(({ type }) => type === 'bid_taken')) expect(after.price).toBeGreaterThanOrEqual(before.price === null ? rules.start : before.price + rules.step)
      expect(after.closes_at).toBeGreaterThanOrEqual(before.closes_at)
      if (after.leader !== null && after.phase !== 'failed') { expect(bidders).toContain(after.leader); expect(after.out.has(after.leader)).toBe(false) }
      if (rules.form === 'ascending' && (after.phase === 'open' || after.phase === 'closed')) expect([after.leader, after.price]).toEqual([bestOf(after)?.bidder ?? null, bestOf(after)?.amount ?? null])
      if (after.phase === 'announced' || after.phase === 'signed') {
        expect(after.winner).not.toBeNull()
        expect(after.price).toBeGreaterThanOrEqual(rules.form === 'descending' ? rules.floor! : rules.floor ?? rules.start)
      }
      for (const event of added) reached.add(`${rules.form} ${event.type}`)
      log.push(...added)
      state = after
    }
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1))
    expect(log.every(({ at }, i) => i === 0 || at > log[i - 1]!.at)).toBe(true)
    expect(replay(rules, bidders, opens - second, log)).toEqual(state)
    expect(log.reduce(apply, armed(rules, bidders, opens - second))).toEqual(state)
  }), { numRuns: 3_000 })
  // The courses come to every kind of event there is, or the test has looked nowhere.
  const missed = ['opened', 'closed', 'announced', 'bidder_out', 'failed', 'paused', 'resumed', 'refused'].flatMap((type) => ['ascending', 'descending', 'sealed'].map((form) => `${form} ${type}`))
    .concat(['ascending bid_taken', 'ascending price_fell_back', 'ascending called', 'ascending offered_to_next', 'ascending reopened', 'descending price_lowered', 'descending accepted', 'descending reopened', 'sealed ballot_sealed', 'sealed ballot_read', 'sealed ranked']).filter((one) => !reached.has(one))
  expect(missed).toEqual([])
})

test('thousands of prices in a row are taken one after the other', () => {
  let state = take(armed(rulesOf('ascending', { most_steps: 1e9 }), bidders, opens - second), { by: { clock: true }, command: { type: 'open' } }, opens).state
  for (let i = 0; i < 2_000; i += 1) state = take(state, { by: { bidder: (i % 4) + 1 }, command: { type: 'bid', amount: vnd(100 + i * 5), key: String(i) } }, opens + 1000 + i * 10).state
  expect([state.bids.length, state.price]).toEqual([2_000, 100 + 1_999 * 5])
})
