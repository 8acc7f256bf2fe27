import { type Sent, take } from '../src/platform/auction/decide.ts'
import { armed, type Command, type Logged, type LotRefusal, type LotRules, type LotState, second } from '../src/platform/auction/lot.ts'
import { vnd } from '../src/platform/money.ts'

/** A lot that starts at 100 million, in steps of 5 million, open for ten minutes. Instants are seconds after the opening. */
export const opens = 1_800_000_000 * second
export const rules: LotRules = { form: 'ascending', regime: 'voluntary', start: vnd(100), step: vnd(5), floor: null, opens_at: opens, closes_at: opens + 600 * second, tick: null, extension: null, reopen: 120 * second, most_steps: 10, single_bidder: 'fail', tie: 'draw', deposit: vnd(20) }
export const bidder = (number: number): Sent['by'] => ({ bidder: number })
export const auctioneer: Sent['by'] = { auctioneer: 7 }, clock: Sent['by'] = { clock: true }

/** A lot of three bidders on which commands are pressed, each at so many seconds after the opening. */
export function lot(of: LotRules = rules, bidders = [1, 2, 3]) {
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
export const why = ([event]: readonly Logged[]): LotRefusal | null => (event?.type === 'refused' ? event.refusal : null)
export const types = (log: readonly Logged[]): string[] => log.map(({ type }) => type)
