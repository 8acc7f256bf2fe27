import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyRules, anyStep, bidders, opens, sentBy, type Step } from '../../../tests/auction-courses.ts'
import { type PlainLot, plainLot } from '../../../tests/auction-plain-lot.ts'
import { vnd } from '../money.ts'
import { due, longestQueue, take } from './decide.ts'
import { armed, type Command, type Form, isLive, type LotState, second } from './lot.ts'

/** How many courses of each form: AUCTION_MODEL_RUNS=100000 for a night. A failure prints its seed, and the shortest course that shows it. */
const numRuns = Number(process.env.AUCTION_MODEL_RUNS ?? 1_500)

interface Real { state: LotState; now: number; reached: Set<string> }
/** What both must say of the lot; a lot that came to nothing has no leader whom anybody asks for. */
const seen = ({ phase, closes_at, paused_at, outage, out, leader, price, winner, tied, checked }: LotState) => ({ phase, checked, closes_at, paused_at, outage, out: [...out.keys()].toSorted(), ...(isLive(phase) ? { leader, price, winner, tied } : {}) })
const told = (lot: PlainLot) => ({ phase: lot.phase, checked: lot.checked(), closes_at: lot.end, paused_at: lot.paused, outage: lot.lost, out: [...lot.gone].toSorted(), ...(isLive(lot.phase) ? { leader: lot.leader(), price: lot.price(), winner: lot.winner, tied: lot.phase === 'closed' ? lot.tied() : [] } : {}) })

class Press implements fc.Command<PlainLot, Real> {
  readonly step: Step
  readonly late: number
  constructor(step: Step, late: number) { this.step = step; this.late = late }
  check(): boolean { return true }
  run(plain: PlainLot, real: Real): void {
    const { sent, at } = sentBy(this.step, real.state)
    real.now = Math.max(real.now + this.step.wait * second, real.state.at + 1, at)
    const next = due(real.state)
    expect(plain.due(), 'what the clock owes').toEqual(next && { type: next.command.type, at: next.at })
    const received = real.now - this.late * 1_000, ended = real.state.closes_at
    const { state, log } = take(real.state, { ...sent, received }, real.now)
    const outcome = log.map((event) => (event.type === 'refused' ? `refused ${event.refusal.code}` : event.type))
    expect(outcome).toEqual(plain.do({ ...sent, came: Math.max(received, real.now - longestQueue), at: real.now }))
    real.state = state
    expect(seen(state)).toEqual(told(plain))
    for (const word of outcome) real.reached.add(word)
    if (log.some((event) => event.type === 'price_fell_back' && event.closes_at !== undefined && event.closes_at > ended)) real.reached.add('the end moved when a leader left')
    if (log.some((event) => event.type === 'called' && event.calls === 3) && state.rules.course === 2 && state.at < ended) real.reached.add('three calls ended the second course early')
    if (log.some((event) => event.type === 'absence_noted' && event.confirmed)) real.reached.add('two officers noted that nobody came')
    if (outcome.join() === 'opened,failed' && state.out.size > 0) real.reached.add(`failed at the opening with ${state.bidders.length - state.out.size} left`)
  }
  toString(): string { return fc.stringify({ ...this.step, late: this.late }) }
}
/** What people do at the wrong moment: chance alone seldom comes upon it. */
const mistaken = fc.oneof(
  fc.constantFrom<Command>(...Array.from({ length: 4 }, () => [{ type: 'end_reveal' }, { type: 'announce' }, { type: 'reveal', bidder: 1, hash: 'd', amount: null }] as const).flat(), { type: 'close' }, { type: 'cancel', authority: 'Sở Khoa học và Công nghệ', reason: 'thử' }).map((command): Pick<Step, 'by' | 'command'> => ({ by: { auctioneer: 9 }, command })),
  fc.tuple(fc.constantFrom(...bidders), fc.nat(3), fc.integer({ min: 100, max: 300 })).map(([bidder, n, amount]): Pick<Step, 'by' | 'command'> => ({ by: { bidder }, command: n === 0 ? { type: 'refuse_result', bidder, minutes: true } : n === 1 ? { type: 'take_over', bidder, accepts: true } : n === 2 ? { type: 'sign_minutes' } : { type: 'bid', amount: vnd(amount), key: 'k' } })),
).map((said): Step => ({ wait: 1, clock: false, apt: null, ...said }))
/** Seldom goes straight to the next hour, or few lots would be bid in before they close. */
const anyPress = (form: Form): fc.Arbitrary<Press> => fc.tuple(fc.oneof({ weight: 8, arbitrary: anyStep(form) }, { weight: 2, arbitrary: mistaken }), fc.nat(9), fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_500 })))
  .map(([step, n, late]) => new Press({ ...step, clock: step.clock && (form === 'descending' || n < (form === 'sealed' ? 3 : 1)), wait: n < 5 ? step.wait : step.wait % 5 }, late))

/** Who goes before the opening, at their own word or sent away: chance alone seldom leaves one of several in that short while. */
const goBefore = (numbers: readonly number[]): fc.Arbitrary<Press[]> => fc.tuple(fc.oneof({ weight: 4, arbitrary: fc.constant<number[]>([]) }, { weight: 1, arbitrary: fc.shuffledSubarray([...numbers]) }), fc.boolean())
  .map(([going, sent]) => going.map((bidder): Press => new Press({ wait: 0, clock: false, apt: null, ...(sent ? { by: { auctioneer: 9 }, command: { type: 'disqualify', bidder, reason: 'gian lận' } } : { by: { bidder }, command: { type: 'withdraw', key: 'k' } }) }, 0)))

const always = ['opened', 'closed', 'announced', 'minutes_signed', 'bidder_out', 'failed', 'paused', 'resumed', 'cancelled', 'failed at the opening with 0 left', 'failed at the opening with 1 left', ...['lot_not_open', 'not_yet', 'too_late', 'not_a_bidder', 'bidder_out', 'not_yours'].map((code) => `refused ${code}`)]
test.each<[Form, string[]]>([
  ['ascending', [...always, 'bid_taken', 'called', 'price_fell_back', 'reopened', 'offered_to_next', 'the end moved when a leader left', 'three calls ended the second course early', ...['already_leading', 'below_minimum', 'off_step', 'many_steps', 'calls_missing', 'call_early', 'no_tie'].map((code) => `refused ${code}`)]],
  ['descending', [...always, 'price_lowered', 'accepted', 'reopened', ...['price_moved', 'wrong_form', 'no_tie'].map((code) => `refused ${code}`)]],
  ['sealed', [...always, 'ballot_sealed', 'ballots_checked', 'absence_noted', 'two officers noted that nobody came', 'ballot_read', 'ranked', 'drawn', 'offered_to_next', ...['ballots_left', 'not_that_ballot', 'ballots_checked_already', 'absence_noted_already', 'wrong_form', 'no_tie'].map((code) => `refused ${code}`)]],
])('%s: whatever is pressed in whatever order, the engine answers as the rules told plainly do', (form, wanted) => {
  const reached = new Set<string>()
  const lots = fc.record({ rules: anyRules([form]), regime: fc.constantFrom('voluntary' as const, 'statutory' as const), single_bidder: fc.constantFrom('sell' as const, 'fail' as const), numbers: fc.oneof({ weight: 12, arbitrary: fc.constant<readonly number[]>(bidders) }, { weight: 1, arbitrary: fc.constantFrom<readonly number[]>([1], [], [1, 2]) }) })
    .chain(({ rules, numbers, ...more }) => goBefore(numbers).map((gone) => ({ rules: { ...rules, ...more }, numbers, gone })))
  fc.assert(fc.property(lots, fc.commands([anyPress(form)], { maxCommands: 60, size: 'max' }), ({ rules, numbers, gone }, presses) => {
    fc.modelRun(() => ({ model: plainLot(rules, numbers), real: { state: armed(rules, numbers, opens - second), now: opens - 10 * second, reached } }), [...gone, ...presses])
  }), { numRuns })
  // What was never reached was never compared.
  expect(wanted.filter((one) => !reached.has(one))).toEqual([])
})
