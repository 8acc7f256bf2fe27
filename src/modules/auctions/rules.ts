import { type Actor, isStaff } from '../../core/context.ts'
import type { Lifecycle, WrongState } from '../../platform/lifecycle.ts'
import type { Vnd } from '../../platform/money.ts'
import type { AnnulmentRefusal } from './annulment-rules.ts'
import type { DateRefusal } from './date-rules.ts'
import type { EarnestRefusal } from './earnest-rules.ts'
import type { FileRefusal } from './file-rules.ts'
import type { PlanRefusal } from './lot-rules.ts'
import type { ReplacementRefusal } from './replacement-rules.ts'
import type { AuctionLot, AuctionLotState, BidderState, DepositState } from './schema.ts'

/** Bidders of one lot; their numbers have three digits. */
export const mostBidders = 400
/** Questions one person may ask about one lot. */
export const mostLotQuestions = 10
/** Posting, notices and changes noted of one lot. */
export const mostNotices = 40
/** Minutes before bidding opens at which a lot waits no longer for deposits to be matched. */
export const matchingMinutes = 30

/** Why a bidder is out whose links no officer decided before its lot was armed. */
export const linksUndecided = 'links_undecided'

/**
 * Of a lot outside its log. While it is armed the log decides, and what follows it is told by its events. There is a result to annul
 * once its minutes are signed, performed or given up since; before, an authority’s decision cancels the lot, in its log.
 */
export const lotLifecycle = {
  draft: { change: 'draft', propose: 'proposed', cancel: 'cancelled' },
  proposed: { send_back: 'draft', publish: 'registration' },
  registration: { arm: 'armed', fail: 'failed', cancel: 'cancelled' },
  armed: { settle: 'settling', fail: 'failed', cancel: 'cancelled' },
  settling: { complete: 'completed', default: 'defaulted', annul: 'annulled' },
  completed: { annul: 'annulled' }, defaulted: { annul: 'annulled' },
  annulled: {}, failed: {}, cancelled: {},
} satisfies Lifecycle<AuctionLotState>
export const bidderLifecycle = {
  registered: { admit: 'eligible', refuse: 'refused', leave: 'left' },
  eligible: { refuse: 'refused', leave: 'left' },
  refused: {}, left: {},
} satisfies Lifecycle<BidderState>
/** Money that came in is held, or went one of three ways; what was never paid lapses. A đặt cọc stays on the contract while there is a sale (see `earnestWays`). */
export const depositLifecycle = {
  requested: { receive: 'received', receive_late: 'refund_due', lapse: 'lapsed' },
  received: { release: 'refund_due', convert: 'converted', forfeit: 'forfeited' },
  refund_due: { refund: 'refunded', forfeit: 'forfeited' },
  lapsed: { receive_late: 'refund_due' },
  converted: { leave: 'to_seller', give_back: 'refund_due' },
  to_seller: { reopen: 'converted' },
  refunded: {}, forfeited: {},
} satisfies Lifecycle<DepositState>

/** What keeps a person from giving a price in a lot, whomever they act for: they work for the Exchange or belong to the seller, conduct the lot, open its ballots, had the asset's file or those who bid in hand, or come from another of its bidders. */
export type Conflict = 'staff_may_not_bid' | 'seller_people_may_not_bid' | 'auctioneer_may_not_bid' | 'council_may_not_bid' | 'touched_the_asset' | 'came_from_another_bidder'
export type RegistrationRefusal =
  | { code: 'registration_not_open'; opens: string }
  | { code: 'registration_over'; closed: string }
  | { code: 'bids_for_itself' }
  | { code: Conflict }
  | { code: 'represents_another' }
  | { code: 'registered_already' }
  | { code: 'defaulted_before'; lot_id: number }
  | { code: 'relatives_declared'; field: 'relatives' }
  | { code: 'id_number_needed'; field: 'id_number' }
  | { code: 'no_links_open' }
  | { code: 'links_changed' }
  | { code: 'no_such_sign' }
  | { code: 'too_many_looks'; most: number }
  | { code: 'sign_looked_at' }
  | { code: 'officer_of_bidder' }
  | { code: 'too_many_bidders'; most: number }
  | { code: 'withdrawal_over' }
export type DepositRefusal =
  | { code: 'deposit_differs'; amount: Vnd; field: 'amount' }
  | { code: 'deposit_ended' }
  | { code: 'evidence_needed'; reference: string; field: 'words' }
  | { code: 'paid_later_than_today'; field: 'paid_on' }
  | { code: 'forfeit_waits' }
  | { code: 'no_forfeit_proposed' }
  | { code: 'own_forfeit_proposal' }
  | { code: 'deposits_stand' }
  | { code: 'ground_not_borne_out'; field: 'ground' }
export type AuctionRefusal =
  | { code: 'offer_not_published' }
  | { code: 'lot_there_already'; lot_id: number }
  | { code: 'lot_changed'; version: number }
  | { code: 'own_lot_proposal' }
  | { code: 'officer_of_seller' }
  | { code: 'not_to_run_again' }
  | { code: 'too_many_notices'; most: number }
  | { code: 'notice_day_wrong'; field: 'on_day' }
  | { code: 'notice_day_early'; published_on: string; field: 'on_day' }
  | { code: 'armed_for_good' }
  | { code: 'too_many_lot_questions'; most: number }
  | { code: 'lot_question_answered' }
  | PlanRefusal | AnnulmentRefusal | DateRefusal | EarnestRefusal | FileRefusal | ReplacementRefusal | RegistrationRefusal | DepositRefusal | WrongState

export const runsAuctions = isStaff('auction_officer')
/** Those who read everything of a lot but what is sealed: officers who run it, inspectors and prosecutors. Each look at who bids is recorded. */
export const readsBidders = isStaff('auction_officer', 'inspector', 'prosecutor')
export const watchesAuctions = isStaff('auction_officer', 'inspector', 'observer', 'prosecutor')

/** To bid is to bind the organisation: its owners and signers register it. */
export const registersFor = (organisation: number) => (actor: Actor): boolean => actor.memberships.some((m) => m.organisation_id === organisation && (m.role === 'owner' || m.role === 'signer'))

export const isOver = (state: AuctionLotState): boolean => ['completed', 'defaulted', 'annulled', 'failed', 'cancelled'].includes(state)
export const mayBeAnnulled = (state: AuctionLotState): boolean => 'annul' in lotLifecycle[state]
/** What ended without a sale that stands may be put up again. */
export const mayRunAgain = (state: AuctionLotState): boolean => isOver(state) && state !== 'completed'
/** Its minutes are signed, its winner has not backed out, and nobody annulled it. */
export const soldStates = ['settling', 'completed'] as const satisfies readonly AuctionLotState[]
/** What a lot went for, from when its minutes are signed; before, a price is only where bidding stands. One annulled went for nothing. */
export const priceTold = ({ state, price }: Pick<AuctionLot, 'state' | 'price'>): Vnd | null => (state === 'defaulted' || (soldStates as readonly string[]).includes(state) ? price : null)
/** Where a lot is listed: to come, being bid for, or past. */
export const listOf = ({ state, phase, armed_at }: Pick<AuctionLot, 'state' | 'phase' | 'armed_at'>, opens: Date, now: Date): 'coming' | 'live' | 'past' =>
  isOver(state) || state === 'settling' ? 'past' : armed_at !== null && phase !== null && phase !== 'armed' ? (['signed', 'failed', 'cancelled'].includes(phase) ? 'past' : 'live') : state === 'armed' && now >= opens ? 'live' : 'coming'
/** A floor that was kept back is anybody's once bidding is over. */
export const floorOpen = ({ state, phase }: Pick<AuctionLot, 'state' | 'phase'>): boolean => isOver(state) || state === 'settling' || phase === 'signed' || phase === 'failed' || phase === 'cancelled'

/** Who conflicts with whom, as the Exchange itself can see it (Art. 38(4)); what it cannot see is declared. */
export interface RegistrationFacts {
  now: Date
  opens: Date
  closes: Date
  organisation_id: number
  seller_id: number
  /** Of the person who registers: see `conflictIn`. */
  conflict: Conflict | null
  defaulted: number | null
  relatives: 'none' | 'some'
}
export function registrationRefusal({ now, opens, closes, organisation_id, seller_id, conflict, defaulted, relatives }: RegistrationFacts): RegistrationRefusal | null {
  if (now < opens) return { code: 'registration_not_open', opens: opens.toISOString() }
  if (now >= closes) return { code: 'registration_over', closed: closes.toISOString() }
  if (organisation_id === seller_id) return { code: 'bids_for_itself' }
  if (conflict) return { code: conflict }
  if (defaulted !== null) return { code: 'defaulted_before', lot_id: defaulted }
  return relatives === 'some' ? { code: 'relatives_declared', field: 'relatives' } : null
}
/** Until registration closes anybody may go; afterwards, until the lot is armed, whoever registered before what was published changed. */
export const mayWithdraw = ({ now, closes, registered_at, changed_at }: { now: Date; closes: Date; registered_at: Date; changed_at: Date | null }): boolean =>
  now < closes || (changed_at !== null && changed_at >= registered_at)
