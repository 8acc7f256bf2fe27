import type { Vnd } from '../money.ts'

/**
 * One lot of an auction as its log tells it. Everything here is plain data: the writer of a live lot,
 * the replay of its log, the simulator and the minutes work with the same words, and none of them
 * reads a clock or draws a number.
 */

/** Microseconds since 1970. Of two commands the later one always has the larger instant, whatever clocks say. */
export type Instant = number
export const second = 1_000_000

/** Trả giá lên (ascending), đặt giá xuống (descending), bỏ phiếu (sealed). */
export type Form = 'ascending' | 'descending' | 'sealed'
/** Under the Law on Property Auction an organiser's named auctioneer announces; a voluntary lot follows its own published rules. */
export type Regime = 'statutory' | 'voluntary'

/** By so many steps at once a rising price is raised with one press; any other raise is typed. */
export const raiseButtons: readonly number[] = [1, 2, 5]

/** Fixed when the lot is published, with their hash. Afterwards the times alone may come later, while registrations are taken; once it is armed nothing in here changes. */
export interface LotRules {
  form: Form
  regime: Regime
  /** Giá khởi điểm: the lowest of an ascending or sealed lot, the highest of a descending one. */
  start: Vnd
  /** Bước giá, mức giảm giá: every price is the start and a whole number of steps. */
  step: Vnd
  /** Below which a descending price does not go, and below which a sealed or ascending lot is not sold; null: the start of an ascending or sealed one. */
  floor: Vnd | null
  opens_at: Instant
  /** When bidding ends unless somebody bids late; of a descending lot, when it ends at the latest. */
  closes_at: Instant
  /** How long each price of a descending lot stands. */
  tick: Instant | null
  /** A bid this close before the end moves the end to so much after the bid, and never beyond `latest`. Null under the statute unless the rules of the auction say otherwise. */
  extension: { window: Instant; by: Instant; latest: Instant } | null
  /** How long bidding goes on when its end was taken from somebody: after a leader's withdrawal, and at least so long after a pause. */
  reopen: Instant
  /** More steps at once than this are taken only when said twice: a zero too many is the commonest slip. */
  most_steps: number
  /** What a lot with one bidder comes to: no rule for it is certain, so those who publish decide. */
  single_bidder: 'sell' | 'fail'
  /** Which of equal sealed amounts comes first once nobody raises: a drawn lot, or the one that came earlier. */
  tie: 'draw' | 'earlier'
  /** Tiền đặt trước: counts when a runner-up would take the place of a winner who refuses. */
  deposit: Vnd
  /** By which course the lot is run: lots published before there was a second have none, and go by the first to their end. */
  course?: 2
  /** Of a rising lot of the second course: three calls may end bidding from `from` on, so long `apart` at least. Null: bidding ends by its hour alone. */
  calls?: { from: Instant; apart: Instant } | null
  /** Drawn by chance where the floor is not shown: without it the hash of the rules would let anybody try every floor. */
  salt?: string
}

/** Four reasons of a fault of the platform, and two from outside; each pause names one. */
export const pauseReasons = ['cannot_bid', 'bid_unrecorded', 'time_wrong', 'cannot_start', 'region_outage', 'dispute'] as const
export type PauseReason = (typeof pauseReasons)[number]
export const outReasons = ['withdrew', 'disqualified', 'refused_result', 'refused_minutes'] as const
export type OutReason = (typeof outReasons)[number]
export const failReasons = ['no_bidders', 'single_bidder', 'no_bids', 'below_reserve', 'no_successor'] as const
export type FailReason = (typeof failReasons)[number]

/** Who gave a command: a bidder by their number, the auctioneer, or the Exchange by the clock. */
export type By = { bidder: number; entered_by?: number } | { auctioneer: number } | { clock: true }

export type Command =
  | { type: 'open' }
  | { type: 'bid'; amount: Vnd; key: string; sure?: boolean }
  /** A descending lot's price as its bidder saw it. */
  | { type: 'accept'; amount: Vnd; key: string }
  | { type: 'tick' }
  | { type: 'close' }
  /** A ballot as it was sealed; the last one of each bidder counts, all are kept. */
  | { type: 'submit'; hash: string; key: string }
  /** A bidder has checked before the opening that the ballots are as listed: at the screen, or in the hall, where `entered_by` says who noted it. */
  | { type: 'check_ballots'; key: string }
  /** No bidder came to check them. */
  | { type: 'note_absence' }
  /** That ballot, opened: `amount` is null where it cannot be read. */
  | { type: 'reveal'; bidder: number; hash: string; amount: Vnd | null }
  | { type: 'end_reveal' }
  | { type: 'draw'; seed: string }
  | { type: 'call' }
  | { type: 'announce' }
  | { type: 'withdraw'; key: string }
  | { type: 'disqualify'; bidder: number; reason: string }
  | { type: 'refuse_result'; bidder: number; minutes: boolean }
  | { type: 'take_over'; bidder: number; accepts: boolean }
  | { type: 'sign_minutes' }
  | { type: 'pause'; reason: PauseReason; word: string }
  | { type: 'resume' }
  | { type: 'cancel'; authority: string; reason: string }

/** Why a command changes nothing; it stands in the log all the same. */
export type LotRefusal =
  | { code: 'lot_not_open'; phase: Phase }
  | { code: 'not_yet'; at: Instant }
  | { code: 'too_late'; closed: Instant }
  | { code: 'not_a_bidder' }
  | { code: 'bidder_out' }
  | { code: 'already_leading' }
  | { code: 'below_minimum'; minimum: Vnd }
  | { code: 'off_step'; start: Vnd; step: Vnd }
  | { code: 'many_steps'; steps: number; most: number }
  | { code: 'price_moved'; price: Vnd }
  | { code: 'not_leading' }
  | { code: 'wrong_form'; form: Form }
  | { code: 'not_yours' }
  | { code: 'ballots_left'; left: number }
  | { code: 'not_that_ballot' }
  | { code: 'ballots_checked_already' }
  | { code: 'absence_noted_already' }
  | { code: 'no_tie' }
  | { code: 'tie_unsettled'; among: readonly number[] }
  | { code: 'calls_missing'; calls: number }
  /** Whoever would bid once more still has until then. */
  | { code: 'call_early'; at: Instant }

export type LotEvent =
  | { type: 'opened' }
  | { type: 'bid_taken'; bidder: number; amount: Vnd; key: string; closes_at: Instant; entered_by: number | null }
  | { type: 'price_lowered'; price: Vnd }
  /** `entered_by`: only where staff entered what was told by telephone; lots held before that could be have it nowhere. */
  | { type: 'accepted'; bidder: number; amount: Vnd; key: string; entered_by?: number }
  | { type: 'closed' }
  | { type: 'ballot_sealed'; bidder: number; hash: string; key: string; entered_by: number | null }
  /** Neither stands in the log of a lot opened before ballots had to be checked. */
  | { type: 'ballots_checked'; bidder: number; entered_by: number | null }
  | { type: 'absence_noted'; officer: number; confirmed: boolean }
  | { type: 'ballot_read'; bidder: number; hash: string; amount: Vnd | null; invalid: 'unreadable' | 'below_start' | 'off_step' | 'out' | null }
  | { type: 'ranked'; leader: number | null; price: Vnd | null; tied: readonly number[] }
  | { type: 'drawn'; seed: string; winner: number; among: readonly number[] }
  | { type: 'called'; calls: number }
  | { type: 'announced'; winner: number; price: Vnd }
  | { type: 'bidder_out'; bidder: number; reason: OutReason; word: string }
  /** `closes_at`: only while bidding is open, and by the second course. */
  | { type: 'price_fell_back'; leader: number | null; price: Vnd | null; closes_at?: Instant }
  | { type: 'reopened'; price: Vnd | null; closes_at: Instant }
  | { type: 'offered_to_next'; bidder: number; price: Vnd }
  | { type: 'minutes_signed'; winner: number; price: Vnd }
  | { type: 'failed'; reason: FailReason }
  | { type: 'paused'; reason: PauseReason; word: string }
  | { type: 'resumed'; outage: Instant; closes_at: Instant }
  | { type: 'cancelled'; authority: string; reason: string }
  | { type: 'refused'; command: Command; by: By; refusal: LotRefusal }
/** As it stands in the log: numbered without gaps, each later than the one before. */
export type Logged = LotEvent & { seq: number; at: Instant }

/**
 * armed → open → (called) → closed → announced → signed; of a sealed lot open → opening → closed.
 * `offered`: the winner refused and the next is asked.
 */
export type Phase = 'armed' | 'open' | 'opening' | 'closed' | 'announced' | 'offered' | 'signed' | 'failed' | 'cancelled'
export const isLive = (phase: Phase): boolean => phase !== 'signed' && phase !== 'failed' && phase !== 'cancelled'

export interface Bid { seq: number; bidder: number; amount: Vnd; at: Instant }
export interface LotState {
  rules: LotRules
  phase: Phase
  seq: number
  at: Instant
  /** The numbers of those who may bid, and of whom not any more. */
  bidders: readonly number[]
  out: ReadonlyMap<number, OutReason>
  closes_at: Instant
  /** Since when it is paused; null while it runs. Nothing else happens in a paused lot but its resuming or its end. */
  paused_at: Instant | null
  /** By how much its pauses have moved its end in all: what must not be later than a day moves by so much. Of a lot held back before its hour that is what went beyond the hour. */
  outage: Instant
  /** Every price taken, in order; withdrawn ones stay and count no more. */
  bids: readonly Bid[]
  leader: number | null
  price: Vnd | null
  /** How often the leading price has been called out: three times, then it is closed. */
  calls: number
  /** When it was called last. */
  called_at: Instant
  /** Until when bidding goes on at least, whatever is called: what a reopening promised. */
  kept_open: Instant
  /** When the present price of a descending lot was named. */
  ticked_at: Instant
  /** The last sealed ballot of each bidder, and what was read in it: undefined before it is opened, null where it does not count. */
  ballots: ReadonlyMap<number, { hash: string; at: Instant; amount?: Vnd | null }>
  /** Whether a bidder has checked the ballots before they are opened, or two officers that none came; and the first of the two. */
  checked: boolean
  absence: number | null
  tied: readonly number[]
  winner: number | null
}

export const armed = (rules: LotRules, bidders: readonly number[], at: Instant): LotState => ({
  rules, phase: 'armed', seq: 0, at, bidders, out: new Map(), closes_at: rules.closes_at, paused_at: null, outage: 0, bids: [], leader: null, price: null, calls: 0, called_at: at, kept_open: rules.opens_at, ticked_at: rules.opens_at, ballots: new Map(), checked: false, absence: null, tied: [], winner: null,
})
export const mayBid = (state: LotState, bidder: number): boolean => state.bidders.includes(bidder) && !state.out.has(bidder)
/** Those who may still bid. */
export const standing = (state: LotState): number[] => state.bidders.filter((bidder) => !state.out.has(bidder))
