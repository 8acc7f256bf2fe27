import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import type { MatchReason } from '../matching/schema.ts'

export type InterestState = 'pending' | 'accepted' | 'declined' | 'withdrawn'
export const openStages = ['discussion', 'nda', 'evaluation', 'pilot', 'terms', 'contract'] as const
export type OpenStage = (typeof openStages)[number]
export type DealStage = OpenStage | 'won' | 'lost'

/** A listing's titles, in the languages it has. */
export type Titles = Partial<Record<Locale, string>>

export interface DealTables {
  interest: {
    id: Generated<number>
    listing_id: number // what the interest is in
    counter_listing_id: number | null // the need it would meet, or the offer that would meet it
    organisation_id: number // who is interested
    person_id: number
    message: string
    state: Generated<InterestState>
    reasons: MatchReason[] | string // why it was proposed, as shown on the day
    titles: Generated<Titles | string | null> // what the listing was called on the day; null in interests older than this column
    counter_titles: Generated<Titles | string | null>
    request_key: string
    expressed_at: Date
    decline_code: string | null
    answer: Generated<string>
    answered_by: number | null
    answered_at: Date | null
  }
  deal: {
    id: Generated<number>
    interest_id: number
    offer_id: number | null
    need_id: number | null
    supplier_organisation_id: number // bên giao
    demander_organisation_id: number // bên nhận
    stage: Generated<DealStage>
    stage_since: Date
    value: Vnd | null // agreed by both sides at closing
    loss_code: string | null
    loss_reason: Generated<string>
    closing_value: Vnd | null // said by one side, waiting for the other
    closing_organisation_id: number | null
    closing_at: Date | null
    demonstration: Generated<boolean>
    opened_at: Date
    closed_at: Date | null
    version: Generated<number>
  }
  deal_message: { id: Generated<number>; deal_id: number; person_id: number; organisation_id: number; body: string; request_key: string; sent_at: Date }
  deal_document: { deal_id: number; document_id: number; organisation_id: number; person_id: number; added_at: Date }
}
export type Interest = Selectable<DealTables['interest']>
export type Deal = Selectable<DealTables['deal']>

/** Whom an event concerns, so that those who tell people of it need not look further. */
type BetweenTwo = { interest_id: number; listing_id: number; organisation_id: number; listing_organisation_id: number }
type OfDeal = { deal_id: number; supplier_organisation_id: number; demander_organisation_id: number }

export type DealEvent =
  | ({ type: 'interest.expressed' } & BetweenTwo)
  | ({ type: 'interest.accepted'; deal_id: number } & BetweenTwo)
  | ({ type: 'interest.declined'; code: string; reason: string } & BetweenTwo)
  | ({ type: 'interest.withdrawn' } & BetweenTwo)
  | ({ type: 'deal.opened'; interest_id: number } & OfDeal)
  | ({ type: 'deal.message_sent'; message_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'deal.document_added'; document_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'deal.stage_changed'; from: DealStage; to: DealStage; reason: string } & OfDeal)
  | ({ type: 'deal.closing_claimed'; value: Vnd; organisation_id: number } & OfDeal)
  | ({ type: 'deal.closing_disputed'; value: Vnd; reason: string; organisation_id: number } & OfDeal)
  | ({ type: 'deal.won'; value: Vnd } & OfDeal)
  | ({ type: 'deal.lost'; code: string; reason: string } & OfDeal)
