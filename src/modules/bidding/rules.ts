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

/** By which of the counters of requests an address is counted: those who watch a lot keep nobody at the same address from bidding in it, nor from other pages. */
export type RequestCounter = 'pages' | 'watching' | 'bidding'
/** What a room asks for by itself is watching; what is sent to a room, and its page for whoever signed in, is bidding. Says nothing about who they are. */
export function counterOf({ method, url, signedIn }: { method: string; url: string; signedIn: boolean }): RequestCounter {
  const [, part, more = ''] = /^\/(?:vi|en)\/auctions\/\d{1,9}\/(room|ballot)(\/[^?]*)?(?:\?.*)?$/.exec(url) ?? []
  if (part === undefined) return 'pages'
  if (method === 'GET' && (more === '/events' || more === '/clock.json')) return 'watching'
  return method === 'POST' || (signedIn && (more === '' || more.startsWith('/bids/'))) ? 'bidding' : 'pages'
}
/** So many times as much as of pages an address may ask for by each of these: a hall has one address. */
export const crowdTimes = 10

/** The prices offered as buttons: one, two and five steps, no more than need saying twice. */
export function stepsOffered(state: LotState): Vnd[] {
  if (state.rules.form === 'descending') return state.price === null ? [] : [state.price]
  const least = leastBid(state)
  return raiseButtons.map((steps) => steps - 1).filter((more) => more <= state.rules.most_steps).map((more) => vnd(least + more * state.rules.step))
}
