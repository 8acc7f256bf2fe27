import type { Generated, Selectable } from 'kysely'
import type { Vnd } from '../../platform/money.ts'
import type { MatchReason } from '../matching/schema.ts'

export type InterestState = 'pending' | 'accepted' | 'declined' | 'withdrawn'
export const openStages = ['discussion', 'nda', 'evaluation', 'pilot', 'terms', 'contract'] as const
export type OpenStage = (typeof openStages)[number]
export type DealStage = OpenStage | 'won' | 'lost'

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

export type DealEvent =
  | { type: 'interest.expressed'; interest_id: number; listing_id: number; organisation_id: number }
  | { type: 'interest.accepted'; interest_id: number; deal_id: number }
  | { type: 'interest.declined'; interest_id: number; code: string; reason: string }
  | { type: 'interest.withdrawn'; interest_id: number }
  | { type: 'deal.opened'; deal_id: number; interest_id: number }
  | { type: 'deal.message_sent'; deal_id: number; message_id: number; organisation_id: number }
  | { type: 'deal.document_added'; deal_id: number; document_id: number; organisation_id: number }
  | { type: 'deal.stage_changed'; deal_id: number; from: DealStage; to: DealStage; reason: string }
  | { type: 'deal.closing_claimed'; deal_id: number; value: Vnd; organisation_id: number }
  | { type: 'deal.closing_disputed'; deal_id: number; reason: string; organisation_id: number }
  | { type: 'deal.won'; deal_id: number; value: Vnd }
  | { type: 'deal.lost'; deal_id: number; code: string; reason: string }
