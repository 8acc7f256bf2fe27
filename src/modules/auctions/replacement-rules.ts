import type { Phase, Regime } from '../../platform/auction/lot.ts'
import type { AuctionLotState } from './schema.ts'

/** Replacements of the auctioneer of one lot that may be proposed. */
export const mostReplacements = 20

/** What keeps somebody from conducting a lot: no officer of auctions, of the seller, with a bidder, or one who opens its ballots. */
export const auctioneerConflicts = ['role', 'seller', 'bidder', 'council'] as const
export type AuctioneerConflict = (typeof auctioneerConflicts)[number]
export type ReplacementRefusal =
  | { code: 'auctioneer_stands' }
  | { code: 'same_auctioneer'; field: 'to_id' }
  | { code: 'auctioneer_conflict'; why: AuctioneerConflict; field: 'to_id' }
  | { code: 'replacement_waits' }
  | { code: 'replacement_settled' }
  | { code: 'own_replacement' }
  | { code: 'too_many_replacements'; most: number }

/** Phases of a live lot before its winner is announced. */
const unannounced: readonly Phase[] = ['armed', 'open', 'opening', 'closed']
/** From publication to the announcement of a winner, live or paused; a session that never had a named officer is conducted by any. */
export const mayBeReplaced = ({ state, phase, regime, auctioneer_id }: { state: AuctionLotState; phase: Phase | null; regime: Regime; auctioneer_id: number | null }): boolean =>
  (regime === 'statutory' || auctioneer_id !== null) && (state === 'registration' || (state === 'armed' && unannounced.includes(phase ?? 'armed')))
