import type { Actor } from '../../core/context.ts'
import { decide, leastBid } from '../../platform/auction/decide.ts'
import { type LotRefusal, type LotState, pauseReasons, raiseButtons } from '../../platform/auction/lot.ts'
import type { Regime } from '../../platform/auction/lot.ts'
import { type Vnd, vnd } from '../../platform/money.ts'
import { runsAuctions } from '../auctions/rules.ts'

export { pauseReasons }

/** Besides what a lot's own rules answer: that the same key was used for something else, or that no writer of lots runs here. */
export type BiddingRefusal = Exclude<LotRefusal, { code: 'not_yet' }> | { code: 'bid_not_yet'; at: number } | { code: 'bid_key_used' } | { code: 'presence_late' } | { code: 'presence_of_nobody'; field: 'present_number' } | { code: 'no_writer' }
/** What a lot's rules answered, as a page says it. */
export const toldAs = (refusal: LotRefusal): BiddingRefusal => (refusal.code === 'not_yet' ? { code: 'bid_not_yet', at: refusal.at } : refusal)

/** Điều hành: an officer of auctions, of a property auction its auctioneer alone; see `conducts` for who is on a side. */
export const mayConduct = (lot: { auctioneer_id: number | null; regime: Regime }) => (actor: Actor): boolean =>
  runsAuctions(actor) && (actor.person_id === lot.auctioneer_id || lot.regime === 'voluntary')

/** Whether the lot as it stands would ask for this price a second time: it is more steps above the least than its rules take at one word. */
export function asksTwice(state: LotState, bidder: number, amount: Vnd, at: number): boolean {
  const [answer] = decide(state, { by: { bidder }, command: { type: 'bid', amount, key: '' }, received: at }, Math.max(at, state.at + 1))
  return answer?.type === 'refused' && answer.refusal.code === 'many_steps'
}

/** The prices offered as buttons: one, two and five steps, no more than need saying twice. */
export function stepsOffered(state: LotState): Vnd[] {
  if (state.rules.form === 'descending') return state.price === null ? [] : [state.price]
  const least = leastBid(state)
  return raiseButtons.map((steps) => steps - 1).filter((more) => more <= state.rules.most_steps).map((more) => vnd(least + more * state.rules.step))
}
