import { isStaff } from '../../core/context.ts'
import { runsAuctions } from '../auctions/rules.ts'
import type { KeyRefusal } from '../keys/rules.ts'

export type BallotRefusal =
  | KeyRefusal
  | { code: 'lot_not_sealed' }
  | { code: 'council_fixed' }
  | { code: 'council_conflict'; why: 'seller' | 'bidder' }
  | { code: 'no_ballot_key' }
  | { code: 'ballot_malformed' }
  | { code: 'too_many_ballots'; most: number }
  | { code: 'ballots_not_closed' }
  | { code: 'ballots_opened' }
  | { code: 'ballots_unchecked' }
  | { code: 'opening_paused' }

/** Ballots of one bidder that are kept; the last counts. */
export const mostBallots = 30
/** How often a web process looks for openings that were left halfway, in milliseconds. */
export const lookForOpeningsMs = 3_000

/** Notes at the opening who checked the ballots, or that nobody came: an officer of auctions; see `opensBallots` for who is on a side. */
export const mayNoteChecks = runsAuctions
export const namesCouncils = isStaff('auction_officer')
/** Who sits in a council is read by those who run and watch auctions; each look from outside the council is recorded. */
export const readsCouncils = isStaff('auction_officer', 'inspector', 'observer', 'prosecutor')
