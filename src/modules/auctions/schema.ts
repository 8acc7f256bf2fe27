import type { Generated, Selectable } from 'kysely'
import type { Form, LotRules, Phase, Regime } from '../../platform/auction/lot.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'

/**
 * Where a lot stands outside its log: drafted, put to a second officer, published and open for
 * registration, `armed` from the close of registration while its log decides (see `phase`), then settled.
 */
export const lotStates = ['draft', 'proposed', 'registration', 'armed', 'settling', 'completed', 'defaulted', 'failed', 'cancelled'] as const
export type AuctionLotState = (typeof lotStates)[number]
export type BidderState = 'registered' | 'eligible' | 'refused' | 'left'

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
    rules_hash: string | null // SHA-256 of the published rules as RFC 8785 text
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
  }
}
export type AuctionLot = Selectable<AuctionTables['auction_lot']>
export type AuctionBidder = Selectable<AuctionTables['auction_bidder']>

export type AuctionEvent =
  | { type: 'lot.drafted'; lot_id: number }
