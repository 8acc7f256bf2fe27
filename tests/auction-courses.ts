import fc from 'fast-check'
import { due, type Sent, take } from '../src/platform/auction/decide.ts'
import { armed, type Command, type Form, type Logged, type LotRules, type LotState, pauseReasons, second } from '../src/platform/auction/lot.ts'
import { vnd } from '../src/platform/money.ts'

/** Courses of lots by chance: what people and clocks might do, in whatever order. */
export const opens = 1_800_000_000 * second, bidders = [1, 2, 3, 4]
export const rulesOf = (form: Form, more: Partial<LotRules>): LotRules => ({
  form, regime: 'voluntary', start: vnd(100), step: vnd(5), floor: form === 'descending' ? vnd(70) : null, opens_at: opens, closes_at: opens + 300 * second, tick: form === 'descending' ? 20 * second : null,
  extension: null, reopen: 60 * second, most_steps: 6, single_bidder: 'sell', tie: 'draw', deposit: vnd(15), ...more,
})
export const anyRules = (forms: readonly Form[] = ['ascending', 'descending', 'sealed']): fc.Arbitrary<LotRules> => fc.record({
  form: fc.constantFrom<Form>(...forms), tie: fc.constantFrom('draw' as const, 'earlier' as const), reserve: fc.boolean(), extends: fc.boolean(), called: fc.constantFrom('first', 'second', 'second', 'by the clock'),
}).map(({ form, tie, reserve, extends: late, called }) => rulesOf(form, {
  tie, ...(called === 'first' ? {} : { course: 2, calls: called === 'second' && form === 'ascending' ? { from: opens + 60 * second, apart: 5 * second } : null }), ...(reserve && form !== 'descending' ? { floor: vnd(120) } : {}), extension: late && form === 'ascending' ? { window: 60 * second, by: 60 * second, latest: opens + 420 * second } : null,
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
  ...(form === 'sealed' ? [{ weight: 2, arbitrary: fc.record({ type: fc.constant('check_ballots' as const), key }) }, { weight: 1, arbitrary: fc.constant({ type: 'note_absence' as const }) }] : []),
  { weight: 3, arbitrary: fc.record({ type: fc.constant('reveal' as const), bidder: number, hash: fc.constantFrom('a', 'b', 'c'), amount: fc.option(amount) }) },
)
const anyBy = fc.oneof({ weight: 6, arbitrary: number.map((bidder): Sent['by'] => ({ bidder })) }, { weight: 2, arbitrary: fc.constant<Sent['by']>({ auctioneer: 9 }) }, { weight: 1, arbitrary: fc.constant<Sent['by']>({ clock: true }) })
/** Some seconds pass, and either the clock does what is due or somebody presses something. */
export const anyStep = (form: Form) => fc.record({ wait: fc.integer({ min: 0, max: 40 }), clock: fc.boolean(), apt: fc.option(fc.nat(1000)), by: anyBy, command: anyCommand(form) })
export type Step = ReturnType<typeof anyStep> extends fc.Arbitrary<infer S> ? S : never
export const anyCourse = anyRules().chain((rules) => fc.record({ rules: fc.constant(rules), steps: fc.array(anyStep(rules.form), { minLength: 5, maxLength: 60 }) }))
/** What that step sends to a lot that stands so. */
export function sentBy({ clock, apt: sense, by, command }: Omit<Step, 'wait'>, state: LotState): { sent: Sent; at: number } {
  const waiting = clock ? due(state) : null
  return waiting ? { sent: { by: { clock: true }, command: waiting.command }, at: waiting.at } : { sent: (sense === null ? null : apt(state, sense)) ?? { by, command }, at: 0 }
}

/** What somebody who knows the lot would press now: without it chance seldom comes to the end of one. */
export function apt(state: LotState, n: number): Sent | null {
  const { phase, rules, leader, price, winner, tied } = state
  const auctioneer: Sent['by'] = { auctioneer: 9 }, one = bidders[n % 4]!
  if (state.paused_at !== null) return { by: { clock: true }, command: { type: 'resume' } }
  if (phase === 'open' && (n % 5 === 0 || (state.calls > 0 && n % 2 === 0))) return { by: auctioneer, command: { type: 'call' } }
  if (phase === 'open' && n % 11 === 1 && leader !== null) return { by: { bidder: leader }, command: { type: 'withdraw', key: 'k' } }
  if (phase === 'open' && rules.form === 'ascending') return { by: { bidder: one }, command: { type: 'bid', amount: vnd((price ?? rules.start - rules.step) + rules.step * (1 + (n % 3))), key: 'k', sure: true } }
  if (phase === 'open' && rules.form === 'descending' && n % 3 === 0) return { by: { bidder: one }, command: { type: 'accept', amount: price!, key: 'k' } }
  if (phase === 'opening') {
    if (state.checked ? n % 9 === 0 : n % 3 !== 1) return n % 2 ? { by: { auctioneer: 9 + (n % 4 === 1 ? 1 : 0) }, command: { type: 'note_absence' } } : { by: { bidder: one }, command: { type: 'check_ballots', key: 'k' } }
    const left = [...state.ballots].find(([, { amount: read }]) => read === undefined)
    return { by: auctioneer, command: left ? { type: 'reveal', bidder: left[0], hash: left[1].hash, amount: n % 7 === 0 ? null : vnd(115 + 5 * (n % 2)) } : { type: 'end_reveal' } }
  }
  if (phase === 'closed') return n % 4 === 0 && leader !== null ? { by: { bidder: leader }, command: { type: 'withdraw', key: 'k' } } : { by: auctioneer, command: tied.length ? { type: 'draw', seed: String(n) } : { type: 'announce' } }
  if (phase === 'announced') return { by: { bidder: winner! }, command: n % 3 === 0 ? { type: 'sign_minutes' } : { type: 'refuse_result', bidder: winner!, minutes: n % 2 === 0 } }
  if (phase === 'offered') return { by: { bidder: leader! }, command: { type: 'take_over', bidder: leader!, accepts: n % 2 === 0 } }
  return null
}

export type Course = typeof anyCourse extends fc.Arbitrary<infer C> ? C : never
/** Plays a course through the engine. `look` sees every step. */
export function courseRun({ rules, steps }: Course, look: (before: LotState, after: LotState, added: Logged[]) => void = () => {}): { state: LotState; log: Logged[]; armed_at: number; numbers: readonly number[] } {
  const armed_at = opens - second
  let state = armed(rules, bidders, armed_at), now = opens
  const log: Logged[] = []
  for (const step of steps) {
    const { sent, at } = sentBy(step, state)
    now = Math.max(now + step.wait * second, state.at + 1, at)
    const before = state
    const { state: after, log: added } = take(before, sent, now)
    look(before, after, added)
    log.push(...added)
    state = after
  }
  return { state, log, armed_at, numbers: bidders }
}
