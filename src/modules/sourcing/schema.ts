import type { Generated, Selectable } from 'kysely'

/** What a question asks for: chữ · số kèm đơn vị · có hay không · giá · số ngày. */
export const questionKinds = ['text', 'number', 'yes_no', 'price', 'days'] as const
export type QuestionKind = (typeof questionKinds)[number]
export type CallState = 'draft' | 'open' | 'withdrawn'
export type SupplierState = 'invited' | 'drafting' | 'answered' | 'declined'
export const outcomes = ['shortlisted', 'not_chosen'] as const
export type Outcome = (typeof outcomes)[number]
/** Why a supplier does not answer. */
export const declineCodes = ['no_capacity', 'not_our_field', 'too_little_time', 'terms', 'other'] as const
export type DeclineCode = (typeof declineCodes)[number]

export interface SourcingTables {
  /** How many published offers answer a published need, reckoned by a job. */
  need_standing: {
    listing_id: number
    version: number // of the need as it was reckoned
    matches: number // at most `mostCounted`
    best_id: number | null
    best_score: number | null
    computed_at: Date
  }
  /** Who is on a need: one person at a time, as long as `released_at` is empty. */
  need_helper: {
    id: Generated<number>
    listing_id: number
    person_id: number
    organisation_id: number | null // the broker's; null: of the Exchange
    taken_at: Date
    released_at: Generated<Date | null>
    released_by: Generated<number | null>
  }
  /** An offer somebody thinks would meet a need, and why. */
  need_suggestion: {
    id: Generated<number>
    need_id: number
    offer_id: number
    reason: string
    person_id: number
    organisation_id: number | null
    suggested_at: Date
    withdrawn_at: Generated<Date | null>
  }
  /** Lời mời nhà cung cấp trả lời: suppliers invited to answer one need by one day. */
  sourcing_call: {
    id: Generated<number>
    need_id: number
    organisation_id: number // whose need it was when it was written
    state: Generated<CallState>
    text: string
    deadline: string // the last day in Hanoi
    deadline_at: Date // the moment it ends
    request_key: string
    version: Generated<number>
    created_by: number
    created_at: Date
    sent_by: Generated<number | null>
    sent_at: Generated<Date | null>
    withdrawn_by: Generated<number | null>
    withdrawn_at: Generated<Date | null>
    withdrawal_reason: Generated<string>
    reminded_for: Generated<string | null> // the last day of which those who had not answered were reminded
    opened_at: Generated<Date | null> // the answers lie open to those who asked
  }
  call_question: { id: Generated<number>; call_id: number; position: number; kind: QuestionKind; text: string; unit: Generated<string> }
  call_supplier: {
    id: Generated<number>
    call_id: number
    organisation_id: number
    offer_id: number | null // for which it was invited
    state: Generated<SupplierState>
    added_by: number
    added_at: Date
    answered_at: Generated<Date | null>
    decline_code: Generated<DeclineCode | null>
    decline_note: Generated<string>
    declined_at: Generated<Date | null>
    outcome: Generated<Outcome | null>
    outcome_reason: Generated<string>
    outcome_by: Generated<number | null>
    outcome_at: Generated<Date | null>
  }
  /** What is sealed until the last day has passed, with `call_answer`. */
  call_reply: { supplier_id: number; note: string; offer_id: number | null; version: Generated<number>; saved_by: number; saved_at: Date }
  call_answer: { supplier_id: number; question_id: number; value: string }
  call_enquiry: {
    id: Generated<number>
    call_id: number
    supplier_id: number
    question: string
    asked_by: number
    asked_at: Date
    request_key: string
    answer: Generated<string>
    answered_by: Generated<number | null>
    answered_at: Generated<Date | null>
  }
}
export type Call = Selectable<SourcingTables['sourcing_call']>
export type Supplier = Selectable<SourcingTables['call_supplier']>
export type Question = Selectable<SourcingTables['call_question']>

type OfCall = { call_id: number; listing_id: number }
export type SourcingEvent =
  | { type: 'need.taken_on'; listing_id: number; helper_id: number }
  | { type: 'need.let_go'; listing_id: number; helper_id: number }
  | { type: 'need.offer_suggested'; listing_id: number; suggestion_id: number; offer_id: number }
  | { type: 'need.suggestion_withdrawn'; listing_id: number; suggestion_id: number; offer_id: number }
  | ({ type: 'call.drafted' } & OfCall)
  | ({ type: 'call.changed' } & OfCall)
  | ({ type: 'call.discarded' } & OfCall)
  | ({ type: 'call.sent'; suppliers: number; deadline: string } & OfCall)
  | ({ type: 'call.deadline_moved'; from: string; to: string } & OfCall)
  | ({ type: 'call.withdrawn' } & OfCall)
  | ({ type: 'call.reminded'; deadline: string } & OfCall)
  | ({ type: 'call.opened'; answers: number } & OfCall)
  | ({ type: 'call.answered'; supplier_id: number } & OfCall)
  | ({ type: 'call.answer_taken_back'; supplier_id: number } & OfCall)
  | ({ type: 'call.declined'; supplier_id: number; code: DeclineCode } & OfCall)
  | ({ type: 'call.enquiry_made'; enquiry_id: number } & OfCall)
  | ({ type: 'call.enquiry_answered'; enquiry_id: number } & OfCall)
  | ({ type: 'call.outcome_said'; supplier_id: number; outcome: Outcome } & OfCall)
