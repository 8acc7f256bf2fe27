import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import type { MatchReason } from '../matching/schema.ts'

export type InterestState = 'pending' | 'accepted' | 'declined' | 'withdrawn'
export const openStages = ['discussion', 'nda', 'evaluation', 'pilot', 'terms', 'contract'] as const
export type OpenStage = (typeof openStages)[number]
export type DealStage = OpenStage | 'won' | 'lost'
/** Where a deal stands after both sides confirmed its closing: đăng ký where the law asks, thực hiện, sử dụng. `done`: nothing is left to do. */
export const afterStages = ['registration', 'performance', 'use', 'done'] as const
export type AfterStage = (typeof afterStages)[number]
/** The whole line a deal goes along. */
export const dealSteps = [...openStages, ...afterStages] as const
export type DealStep = (typeof dealSteps)[number]

/** The parts of a deal file that have a page of their own, in the order in which a deal comes to need them. */
export const dealParts = ['steps', 'people', 'room', 'questions', 'meetings', 'decisions', 'terms', 'contract', 'registration', 'payments', 'result', 'support', 'outcome'] as const
export type DealPart = (typeof dealParts)[number]
/** What may be done for an organisation in its deals; rules.ts says by whom. */
export const powers = ['talk', 'edit', 'sign'] as const
export type Power = (typeof powers)[number]
export const adviserRoles = ['legal', 'valuation', 'technical', 'financial', 'other'] as const

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
    lot_id: Generated<number | null> // the auctioned lot it comes from; of such an organisation may have more than one a listing
    solution_entry_id: Generated<number | null> // the chosen solution it comes from, likewise
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
    after_stage: Generated<AfterStage | null> // null before it is won; where an older release closed it, null reads as registration
  }
  deal_message: { id: Generated<number>; deal_id: number; person_id: number; organisation_id: number; body: string; request_key: string; sent_at: Date }
  deal_document: { deal_id: number; document_id: number; organisation_id: number; person_id: number; added_at: Date; message_id: Generated<number | null> } // message_id: of the message it came with
  /** Up to which message a person of a side has opened the file. */
  deal_read: { deal_id: number; person_id: number; organisation_id: number; message_id: number; read_at: Date }
  /** Each time somebody of a side opened the file with something new in it. */
  deal_read_mark: { deal_id: number; person_id: number; organisation_id: number; message_id: number; represents: boolean; read_at: Date }
  /** A step of the deal: who sees it through, by which day, and when the deal stood there. Also of steps still to come. */
  deal_step: {
    id: Generated<number>
    deal_id: number
    step: DealStep
    organisation_id: number
    person_id: number | null // null: whoever may write for that side
    due_on: Date | string
    note: Generated<string>
    set_by: number
    set_at: Date
    entered_at: Date | null
    left_at: Date | null
  }
  /** Somebody from outside whom one side lets read named parts of the file, and who changes nothing there. */
  deal_adviser: {
    id: Generated<number>
    deal_id: number
    organisation_id: number // the side that appointed them
    person_id: number
    role: (typeof adviserRoles)[number]
    parts: DealPart[]
    appointed_by: number
    appointed_at: Date
    ended_by: number | null
    ended_at: Date | null
  }
  /** A document in a part of the file, whatever that part does with it. */
  deal_part_document: { id: Generated<number>; deal_id: number; part: DealPart; document_id: number; organisation_id: number; person_id: number; added_at: Date }
  /** What waits in the file, for whom, and by which day where a day is set. */
  deal_duty: {
    id: Generated<number>
    deal_id: number
    part: DealPart
    kind: string // such as terms_to_answer; one of a kind and key waits at a time
    key: Generated<string>
    organisation_id: number | null // whose it is; null: the Exchange's deal officers
    power: Power
    person_id: number | null // one of them, where it is theirs alone
    text: Record<Locale, string> | string
    path: string // without language: /deals/12/terms
    since: Date
    due_on: Date | string | null
    done_at: Date | null
    reminded_for: Date | string | null
    sequence: Generated<number> // counts up as its day or its words change, for calendars
    changed_at: Generated<Date | null>
  }
}
export type DealDuty = Selectable<DealTables['deal_duty']>
export type Interest = Selectable<DealTables['interest']>
export type Deal = Selectable<DealTables['deal']>

/** Whom an event concerns, so that those who tell people of it need not look further. */
type BetweenTwo = { interest_id: number; listing_id: number; organisation_id: number; listing_organisation_id: number }
export type OfDeal = { deal_id: number; supplier_organisation_id: number; demander_organisation_id: number }

export type DealEvent =
  | ({ type: 'interest.expressed' } & BetweenTwo)
  | ({ type: 'interest.accepted'; deal_id: number } & BetweenTwo)
  | ({ type: 'interest.declined'; code: string; reason: string } & BetweenTwo)
  | ({ type: 'interest.withdrawn' } & BetweenTwo)
  | ({ type: 'deal.opened'; interest_id: number } & OfDeal)
  | ({ type: 'deal.message_sent'; message_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'deal.document_added'; document_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'deal.stage_changed'; from: DealStage; to: DealStage; reason: string } & OfDeal)
  | ({ type: 'deal.after_stage_changed'; from: AfterStage; to: AfterStage; reason: string } & OfDeal)
  | ({ type: 'deal.step_set'; step: DealStep; organisation_id: number; due_on: string; note: string } & OfDeal)
  | ({ type: 'deal.closing_claimed'; value: Vnd; reason?: string; organisation_id: number } & OfDeal)
  | ({ type: 'deal.closing_disputed'; value: Vnd; reason: string; organisation_id: number } & OfDeal)
  | ({ type: 'deal.won'; value: Vnd } & OfDeal)
  | ({ type: 'deal.lost'; code: string; reason: string } & OfDeal)
  | ({ type: 'deal.duty_opened'; duty_id: number; kind: string } & OfDeal)
  | ({ type: 'deal.duty_reminded'; duty_id: number; kind: string; due_on: string; days_left: number } & OfDeal)
  | ({ type: 'deal.party_settled'; organisation_id: number; word: string } & OfDeal)
