import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCourse, bidders, courseRun, opens, rulesOf } from '../../../tests/auction-courses.ts'
import { vnd } from '../money.ts'
import { apply, replay } from './apply.ts'
import { take } from './decide.ts'
import { armed, type LotState, second } from './lot.ts'

/** Whatever people and clocks do in whatever order, these hold. A failure prints its seed, and the shortest course that shows it. */
/** What the whole of a log says of the best price, worked out the slow way. */
function bestOf(state: LotState): { amount: number; at: number; bidder: number } | null {
  const prices = state.rules.form === 'sealed' ? [...state.ballots].flatMap(([bidder, ballot]) => (ballot.amount ? [{ bidder, amount: ballot.amount as number, at: ballot.at }] : [])) : state.bids.map(({ bidder, amount: price, at }) => ({ bidder, amount: price as number, at }))
  return prices.filter(({ bidder }) => !state.out.has(bidder)).toSorted((a, b) => b.amount - a.amount || a.at - b.at)[0] ?? null
}

test('numbers without gaps, time that only goes on, a leader who may lead, an end that moves only later, a log that tells it all again', () => {
  const reached = new Set<string>()
  fc.assert(fc.property(anyCourse, ({ rules, steps }) => {
    const { state, log } = courseRun({ rules, steps }, (before, after, added) => {
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
    })
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
