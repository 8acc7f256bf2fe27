import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Form, LotRules, Phase, Regime } from '../../platform/auction/lot.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'

/**
 * Where a lot stands outside its log: drafted, put to a second officer, published and open for
 * registration, `armed` from the close of registration while its log decides (see `phase`), then settled.
 */
export const lotStates = ['draft', 'proposed', 'registration', 'armed', 'settling', 'completed', 'defaulted', 'annulled', 'failed', 'cancelled'] as const
export type AuctionLotState = (typeof lotStates)[number]
export type BidderState = 'registered' | 'eligible' | 'refused' | 'left'
/** Niêm yết, the national portal, print or television, and what changed in what was published. */
export const noticeKinds = ['posting', 'portal', 'printed', 'change'] as const
export type LotNoticeKind = (typeof noticeKinds)[number]
/** Of a deposit: asked for, there, to be returned, returned, turned into a đặt cọc, the seller's as such, forfeited; `lapsed` was never paid. */
export const depositStates = ['requested', 'received', 'refund_due', 'refunded', 'converted', 'to_seller', 'forfeited', 'lapsed'] as const
export type DepositState = (typeof depositStates)[number]
/** What becomes of a đặt cọc where there is no sale. */
export const earnestWays = ['to_seller', 'returned'] as const
export type EarnestWay = (typeof earnestWays)[number]
/** Law on Property Auction Art. 39(6), letters a, b, c, d and đ: a closed list. */
export const forfeitGrounds = ['absent', 'disqualified', 'refused_minutes', 'withdrew', 'refused_result'] as const
export type ForfeitGround = (typeof forfeitGrounds)[number]

/** Of the dossier: Quy chế cuộc đấu giá (Law on Property Auction Art. 34), tài liệu về tài sản, pictures of it. */
export const lotFileKinds = ['regulation', 'asset', 'picture'] as const
export type LotFileKind = (typeof lotFileKinds)[number]
/** Who reads a file of a published lot: everybody, or organisations while they are registered for it. */
export const lotFileReaders = ['public', 'bidders'] as const
export type LotFileReaders = (typeof lotFileReaders)[number]

/** What a lot's page says besides its rules. */
export interface Particulars {
  /** The asset: what is sold, in what state, with what rights. */
  about: string
  /** When and where it may be viewed. */
  viewing: string
  /** The owner's written decision on price and step: its number and day. */
  owner_decision: string
  /** Where deposits are paid: the organiser's own account for them. */
  deposit_bank: string
  deposit_bin: string
  deposit_account: string
  deposit_holder: string
  /** Whether a floor is on the page from the beginning. */
  floor_shown: boolean
  /** That the regulations of the auction themselves provide for an extension. */
  extension_stated: boolean
  /** Whether registered bidders may negotiate with the seller where the lot is not sold; voluntary lots only. */
  negotiation: boolean
}

/** What one officer proposes and another decides. */
interface ProposedToAnother {
  proposed_by: number
  proposed_at: Date
  decided_by: Generated<number | null>
  decided_at: Generated<Date | null>
  decision_reason: Generated<string>
  request_key: string
}
export interface AuctionTables {
  /** Tài sản đấu giá: one offer, sold by one set of rules. */
  auction_lot: {
    id: Generated<number>
    listing_id: number
    organisation_id: number // who sells it
    regime: Regime
    form: Form
    title: Record<Locale, string> | string
    particulars: Generated<Record<string, unknown> | string>
    organiser: Generated<string> // tổ chức hành nghề đấu giá tài sản, where the statute asks for one
    organiser_licence: Generated<string>
    auctioneer_id: number | null // đấu giá viên
    auctioneer_name: Generated<string>
    venue: Generated<string>
    rules: LotRules | string
    rules_hash: string | null // SHA-256 of the published rules as RFC 8785 text; another only where their times came later
    state: Generated<AuctionLotState>
    state_since: Date
    registration_opens_at: Date | null
    registration_closes_at: Date | null
    armed_at: Date | null
    phase: Phase | null // as its log says
    price: Vnd | null
    winner: number | null // a bidder's number
    proposed_by: number | null
    proposed_at: Date | null
    published_by: number | null
    published_at: Date | null
    created_by: number
    created_at: Date
    demonstration: Generated<boolean>
    version: Generated<number>
    request_key: Generated<string | null>
    replaces_lot_id: Generated<number | null> // the failed lot this one runs again
    deal_id: Generated<number | null>
    ended_at: Generated<Date | null> // when bidding ended, with a winner or without
    outcome: Generated<string> // why it was sent back, failed, was cancelled, defaulted or annulled
  }
  /** An organisation that asks to bid for a lot; everybody else knows only its number. */
  auction_bidder: {
    id: Generated<number>
    lot_id: number
    organisation_id: number
    person_id: number
    number: number | null
    state: Generated<BidderState>
    state_since: Date
    reason: Generated<string>
    declarations: Generated<Record<string, unknown> | string>
    salt: string
    request_key: string
    registered_at: Date
    browser_mark: Generated<string> // of the browser it registered from (link-rules.ts); empty 90 days after the end
    attended_at: Generated<Date | null> // first in the room, or seen in the hall, while the lot was under way
    present_by: Generated<number | null> // the officer who saw them in the hall
    id_marks: Generated<string[]> // of the identity numbers declared, the bidder's own and relatives' (link-rules.ts)
    links: Generated<string> // in the bidder's words: who is what to whom
    links_word: Generated<string> // the officer's
    links_decided_by: Generated<number | null>
    links_decided_at: Generated<Date | null>
  }
  /** That the lot was posted or announced on that day, there; or what changed in it. */
  auction_notice: { id: Generated<number>; lot_id: number; kind: LotNoticeKind; on_day: Date | string; place: string; person_id: number; noted_at: Date; file_id: Generated<number | null> }
  /** A file of the dossier: put in and taken out while the lot is a draft; once it is published one may still be added, with a reason. */
  auction_file: {
    id: Generated<number>
    lot_id: number
    kind: LotFileKind
    readers: LotFileReaders
    title: string
    document_id: number
    sha256: string // and what follows is of the document, for those who may not read it
    bytes: number
    media_type: string
    reason: string // why it came to a published lot; empty in a draft
    person_id: number
    added_at: Date
    removed_by: Generated<number | null>
    removed_at: Generated<Date | null>
  }
  /** That somebody was handed a file meant for bidders; `organisation_id` is the bidder they read it for. */
  auction_file_view: { id: Generated<number>; lot_id: number; file_id: number; person_id: number; organisation_id: number | null; acted_by: number | null; at: Date }
  /** Later times that one officer proposed for a published lot; from the approval of another on they are public. A time that does not move is the same in both columns. */
  auction_postponement: ProposedToAnother & {
    id: Generated<number>
    lot_id: number
    reason: string
    registration_from: Date
    registration_to: Date
    opens_from: Date
    opens_to: Date
    closes_from: Date
    closes_to: Date
    former_hash: string // of the rules as they stood when it was proposed
    new_hash: string // of the rules with the new times; the same where only registration moves
    state: Generated<'proposed' | 'approved' | 'returned' | 'lapsed'> // lapsed: registrations were over while it waited
  }
  /** Another auctioneer in the place of one who is lost: one officer proposes, another confirms; from then on they conduct. */
  auction_replacement: ProposedToAnother & {
    id: Generated<number>
    lot_id: number
    from_id: number | null
    from_name: string
    to_id: number
    to_name: string
    reason: string
    state: Generated<'proposed' | 'approved' | 'returned'>
  }
  /** That a court or competent authority annulled the result of a lot (Law on Property Auction Art. 72, its text not verified): one officer notes it, another confirms it. */
  auction_annulment: ProposedToAnother & {
    id: Generated<number>
    lot_id: number
    authority: string // who decided
    ruling_number: string
    ruled_on: Date | string
    reason: string
    state: Generated<'proposed' | 'approved' | 'returned'>
  }
  auction_question: {
    id: Generated<number>
    lot_id: number
    person_id: number // told to nobody but the officers
    organisation_id: number | null
    question: string
    request_key: string
    asked_at: Date
    answer: Generated<string>
    answered_by: number | null
    answered_at: Date | null
  }
  /** Tiền đặt trước of one bidder. */
  auction_deposit: {
    id: Generated<number>
    lot_id: number
    bidder_id: number
    organisation_id: number
    amount: Vnd
    reference: string // what the transfer says
    refund_to: string
    state: Generated<DepositState>
    state_since: Date
    requested_by: number
    requested_at: Date
    paid_on: Date | string | null
    basis: 'statement' | 'evidence' | null
    words: Generated<string> // the line of the statement, or what shows the payment
    seen: ColumnType<SeenLine[], string | undefined, string>
    received_by: number | null
    received_at: Date | null
    refund_due_on: Date | string | null
    refund_words: Generated<string>
    refunded_by: number | null
    refunded_at: Date | null
    forfeit_ground: ForfeitGround | null
    forfeit_reason: Generated<string>
    forfeit_proposed_by: number | null
    forfeit_proposed_at: Date | null
    forfeited_by: number | null
    forfeited_at: Date | null
    earnest_way: Generated<EarnestWay | null> // of the winner's, once the sale was given up or annulled: as one officer proposed and another decided
    earnest_reason: Generated<string>
    earnest_proposed_by: Generated<number | null>
    earnest_proposed_at: Generated<Date | null>
    earnest_decided_by: Generated<number | null>
    earnest_decided_at: Generated<Date | null>
  }
  /** What an officer found who looked at a sign that bidders act together; `sign` is its key (sign-rules.ts). */
  auction_sign_look: { id: Generated<number>; lot_id: number; sign: string; word: string; looked_by: number; looked_at: Date }
}
/** A time of a published lot that may come later, in their order; those of bidding stand in its rules. */
export const lotDates = ['registration_closes_at', 'opens_at', 'closes_at'] as const
export type LotDate = (typeof lotDates)[number]
export interface MovedLotDate { date: LotDate; from: Date; to: Date }
export type AuctionLot = Selectable<AuctionTables['auction_lot']>
export type AuctionBidder = Selectable<AuctionTables['auction_bidder']>
export type AuctionDeposit = Selectable<AuctionTables['auction_deposit']>

/** A line of a statement that bears a deposit’s code and is not its payment. */
export interface SeenLine { on_day: string; amount: Vnd; text: string }

/** What waits of auctions, for officers and for bidders. */
export type AuctionDutyKind = 'publish' | 'match' | 'refund' | 'forfeit' | 'question' | 'pay' | 'postpone' | 'announce' | 'links' | 'signs' | 'call' | 'unsigned' | 'asked' | 'sign' | 'take' | 'perform' | 'replace' | 'lost' | 'annul' | 'earnest'

type OfLot = { lot_id: number }
/** Subject `lot:N`: everybody may come to read it, so that nobody is named in it; `lot_bidder:N` is the bidder's and the officers'. */
export type AuctionEvent =
  | ({ type: 'lot.drafted'; listing_id: number; replaces: number | null } & OfLot)
  | ({ type: 'lot.changed' } & OfLot)
  | ({ type: 'lot.proposed' } & OfLot)
  | ({ type: 'lot.sent_back'; reason: string } & OfLot)
  | ({ type: 'lot.published'; rules_hash: string } & OfLot)
  | ({ type: 'lot.postponement_proposed'; postponement_id: number; reason: string } & OfLot)
  | ({ type: 'lot.postponement_returned'; postponement_id: number; reason: string } & OfLot)
  | ({ type: 'lot.postponed'; postponement_id: number; reason: string; former_hash: string; rules_hash: string; moved: { date: LotDate; from: string; to: string }[] } & OfLot)
  | ({ type: 'lot.replacement_proposed'; replacement_id: number } & OfLot)
  | ({ type: 'lot.replacement_returned'; replacement_id: number } & OfLot)
  | ({ type: 'lot.auctioneer_replaced'; replacement_id: number; from_name: string; to_name: string; reason: string } & OfLot)
  | ({ type: 'lot.file_put'; file_id: number; kind: LotFileKind; sha256: string } & OfLot)
  | ({ type: 'lot.file_taken_out'; file_id: number } & OfLot)
  | ({ type: 'lot.noticed'; kind: LotNoticeKind; on_day: string; place: string } & OfLot)
  | ({ type: 'lot.question_asked'; question_id: number } & OfLot)
  | ({ type: 'lot.question_answered'; question_id: number } & OfLot)
  | ({ type: 'lot.called_off'; reason: string } & OfLot)
  | ({ type: 'lot.armed'; bidders: number } & OfLot)
  | ({ type: 'lot.not_armed'; reason: string } & OfLot)
  | ({ type: 'lot.settling'; price: Vnd } & OfLot)
  | ({ type: 'lot.completed' } & OfLot)
  | ({ type: 'lot.defaulted'; reason: string } & OfLot)
  | ({ type: 'lot.annulment_proposed'; annulment_id: number } & OfLot)
  | ({ type: 'lot.annulment_returned'; annulment_id: number } & OfLot)
  | ({ type: 'lot.annulled'; annulment_id: number; authority: string; ruling_number: string; ruled_on: string; reason: string } & OfLot)
  | ({ type: 'lot.bidders_read' } & OfLot)
  | ({ type: 'lot.bidder_registered'; bidder_id: number } & OfLot)
  | ({ type: 'lot.bidder_admitted'; bidder_id: number; number: number } & OfLot)
  | ({ type: 'lot.bidder_refused'; bidder_id: number; reason: string } & OfLot)
  | ({ type: 'lot.bidder_left'; bidder_id: number } & OfLot)
  | ({ type: 'lot.links_cleared'; bidder_id: number } & OfLot)
  | ({ type: 'lot.presence_noted'; bidder_id: number } & OfLot)
  /** Subject `lot_signs:N`, which neither seller nor bidders read. */
  | ({ type: 'lot.sign_looked_at' } & OfLot)
  | ({ type: 'lot.deposit_differs'; bidder_id: number; amounts: Vnd[] } & OfLot)
  | ({ type: 'lot.deposit_received'; bidder_id: number; amount: Vnd; late: boolean } & OfLot)
  | ({ type: 'lot.deposit_refunded'; bidder_id: number; amount: Vnd } & OfLot)
  | ({ type: 'lot.forfeit_proposed'; bidder_id: number; ground: ForfeitGround } & OfLot)
  | ({ type: 'lot.forfeit_dropped'; bidder_id: number } & OfLot)
  | ({ type: 'lot.earnest_proposed'; bidder_id: number; way: EarnestWay } & OfLot)
  | ({ type: 'lot.earnest_dropped'; bidder_id: number } & OfLot)
  | ({ type: 'lot.earnest_decided'; bidder_id: number; amount: Vnd; way: EarnestWay; reason: string } & OfLot)
  | ({ type: 'lot.earnest_reopened'; bidder_id: number } & OfLot)
  | ({ type: 'lot.deposit_forfeited'; bidder_id: number; amount: Vnd; ground: ForfeitGround } & OfLot)
