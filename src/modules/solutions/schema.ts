import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'

/**
 * Kêu gọi giải pháp: from a draft to its award. `open` takes questions and envelopes, `scoring` and `moderation` are
 * the council's, in `bidding` prices lie open and are bid down where the call said so, `pricing` begins when they are
 * what they are, `standstill` when everybody is ranked.
 */
export const solutionStates = ['draft', 'proposed', 'open', 'scoring', 'moderation', 'bidding', 'pricing', 'standstill', 'awarded', 'failed', 'withdrawn'] as const
export type SolutionState = (typeof solutionStates)[number]

/** Chào giá giảm ba vòng: three rounds, in each one turn for everybody, the worst placed first. */
export interface RoundRules {
  count: 3
  turn_minutes: number
  /** Before each round, so that everybody has read the one before it. */
  pause_minutes: number
  /** What a lower price is lower by, at the least. */
  step: Vnd
  /** They begin so many working days after prices are opened, at this hour in Hanoi. */
  after_working_days: number
  at: string
}
/** What the publication of a call fixes. Shares in basis points: those of the criteria and of the price are the whole. */
export interface SolutionRules {
  regime: 'demand'
  criteria: { key: string; name: Record<Locale, string>; weight_basis_points: number }[]
  price_weight_basis_points: number
  /** The technical mean below which a price stays sealed, of 100. */
  threshold: number
  /** Points of a price: 100 × the lowest admitted price / this price. */
  price_formula: 'lowest_by_price'
  /** Places are found by exact fractions; shown with two decimals, half away from zero. */
  rounding: 'shown_half_up_2'
  tie: readonly ['technical', 'earlier', 'number']
  asks_until: string
  closes_at: string
  /** A price below this share of the mean of the other admitted prices is explained before it may be excluded. */
  low_share_basis_points: number
  explain_days: number
  standstill_days: number
  /** How many may be chosen at most. */
  most_awards: number
  /** What the public reads of a result. */
  shown: 'names' | 'numbers'
  /** Missing: prices stay what they were in the envelope. */
  rounds?: RoundRules
}
export interface Particulars { about: string; conditions: string }

export interface SolutionTables {
  solution_call: {
    id: Generated<number>
    need_id: number
    organisation_id: number // whose need it is
    title: Record<Locale, string> | string
    particulars: Particulars | string
    rules: SolutionRules | string
    rules_hash: Generated<string | null> // SHA-256 of the published rules as RFC 8785 text
    state: Generated<SolutionState>
    state_since: Date
    asks_until: Date
    closes_at: Date
    proposed_by: Generated<number | null>
    proposed_at: Generated<Date | null>
    published_by: Generated<number | null>
    published_at: Generated<Date | null>
    technical_opened_at: Generated<Date | null>
    prices_opened_at: Generated<Date | null>
    rounds_begin_at: Generated<Date | null>
    rounds_over_at: Generated<Date | null>
    standstill_until: Generated<string | null> // the last day of it in Hanoi
    award_count: Generated<number | null>
    award_reason: Generated<string>
    award_proposed_by: Generated<number | null>
    award_proposed_at: Generated<Date | null>
    awarded_by: Generated<number | null>
    awarded_at: Generated<Date | null>
    created_by: number
    created_at: Date
    demonstration: Generated<boolean>
    version: Generated<number>
    request_key: string
    outcome: Generated<string> // why it was sent back, failed or was withdrawn
  }
  /** Later dates that one officer proposed; from the approval of another on they are public. What is empty does not move. */
  solution_date_change: {
    id: Generated<number>
    call_id: number
    reason: string
    asks_from: Generated<Date | null>
    asks_until: Generated<Date | null>
    closes_from: Generated<Date | null>
    closes_at: Generated<Date | null>
    round: Generated<number | null>
    round_from: Generated<Date | null>
    round_begins: Generated<Date | null>
    state: Generated<'proposed' | 'approved' | 'returned' | 'lapsed'> // lapsed: its time passed while it waited
    proposed_by: number
    proposed_at: Date
    decided_by: Generated<number | null>
    decided_at: Generated<Date | null>
    decision_reason: Generated<string>
    request_key: string
  }
  solution_question: {
    id: Generated<number>
    call_id: number
    person_id: number // told to nobody but the officers
    organisation_id: number | null
    question: string
    request_key: string
    asked_at: Date
    answer: Generated<string>
    answered_by: Generated<number | null>
    answered_at: Generated<Date | null>
  }
  /** Thành viên hội đồng của một cuộc kêu gọi. */
  solution_member: {
    id: Generated<number>
    call_id: number
    person_id: number
    named_by: number
    named_at: Date
    declaration: Generated<'none' | 'conflict' | null>
    conflict_words: Generated<string>
    declared_at: Generated<Date | null>
    locked_at: Generated<Date | null>
    released_at: Generated<Date | null>
    release_reason: Generated<string>
  }
  /** Both envelopes as they were handed in; each later version replaces the one before it. */
  solution_submission: { id: Generated<number>; call_id: number; organisation_id: number; person_id: number; number: number; summary: string; request_key: string; submitted_at: Date }
  /** In the technical envelope of an organisation until it is taken out. */
  solution_document: { id: Generated<number>; call_id: number; organisation_id: number; document_id: number; person_id: number; added_at: Date; removed_by: Generated<number | null>; removed_at: Generated<Date | null> }
  solution_answer: { submission_id: number; criterion: string; body: string }
  /** The price of one version. Read by nobody but its own organisation before prices are opened. */
  solution_price: { submission_id: number; amount: Vnd }
  /** One organisation's counted answer, from the opening on. */
  solution_entry: {
    id: Generated<number>
    call_id: number
    organisation_id: number
    submission_id: number
    number: number // what everybody else knows of it until the result
    entered_at: Date
    technical: Generated<string | null> // a fraction, such as 251/3
    admitted: Generated<boolean | null>
    low: Generated<boolean>
    explain_until: Generated<Date | null>
    explanation: Generated<string>
    explained_by: Generated<number | null>
    explained_at: Generated<Date | null>
    decision: Generated<'kept' | 'excluded' | null>
    decision_reason: Generated<string>
    decided_by: Generated<number | null>
    decided_at: Generated<Date | null>
    price: Generated<Vnd | null>
    value: Generated<string | null>
    rank: Generated<number | null>
    chosen: Generated<boolean | null>
    reason: Generated<string>
    deal_id: Generated<number | null>
  }
  /** One participant's minutes in one round. */
  solution_turn: { id: Generated<number>; call_id: number; entry_id: number; round: number; position: number; begins_at: Date; ends_at: Date; closed_at: Generated<Date | null> }
  /** A lower price; until its turn is over read by nobody but its own organisation. */
  solution_lowered: { id: Generated<number>; turn_id: number; amount: Vnd; person_id: number; request_key: string; lowered_at: Date }
  solution_score: { id: Generated<number>; member_id: number; entry_id: number; criterion: string; points: number; reason: string; scored_at: Date }
  solution_score_change: { id: Generated<number>; score_id: number; points_before: number; points_after: number; reason: string; changed_at: Date }
}
/** A date of a published call that may come later. Envelopes are opened when they may no longer be handed in. */
export type CallDate = 'asks_until' | 'closes_at' | 'round_begins'
export interface MovedDate { date: CallDate; from: Date; to: Date }
export type SolutionMember = Selectable<SolutionTables['solution_member']>
export type SolutionEntry = Selectable<SolutionTables['solution_entry']>

/** An award that two people made: who answers whose need, for how much. */
export interface Chosen { call_id: number; entry_id: number; need_id: number; owner_id: number; supplier_id: number; person_id: number; price: Vnd; title: Record<Locale, string>; demonstration: boolean }

export type SolutionDutyKind = 'publish' | 'question' | 'declare' | 'score' | 'open_prices' | 'decide' | 'rank' | 'award' | 'confirm' | 'explain' | 'lower' | 'dates'

type OfCall = { solution_id: number }
/** Subject `solution:N`. Nothing sealed is in here: no price, no score, and before the opening not who answered. */
export type SolutionEvent =
  | ({ type: 'solution.drafted'; listing_id: number } & OfCall)
  | ({ type: 'solution.changed' } & OfCall)
  | ({ type: 'solution.proposed' } & OfCall)
  | ({ type: 'solution.sent_back'; reason: string } & OfCall)
  | ({ type: 'solution.published'; rules_hash: string } & OfCall)
  | ({ type: 'solution.withdrawn'; reason: string } & OfCall)
  | ({ type: 'solution.failed'; reason: string } & OfCall)
  | ({ type: 'solution.dates_proposed'; change_id: number; reason: string } & OfCall)
  | ({ type: 'solution.dates_returned'; change_id: number; reason: string } & OfCall)
  | ({ type: 'solution.dates_moved'; change_id: number; reason: string; round: number | null; moved: { date: CallDate; from: string; to: string }[] } & OfCall)
  | ({ type: 'solution.question_asked'; question_id: number } & OfCall)
  | ({ type: 'solution.question_answered'; question_id: number } & OfCall)
  | ({ type: 'solution.submitted'; number: number } & OfCall)
  | ({ type: 'solution.document_put' } & OfCall)
  | ({ type: 'solution.document_taken_out' } & OfCall)
  | ({ type: 'solution.opened'; answers: number } & OfCall)
  | ({ type: 'solution.member_named'; member_id: number } & OfCall)
  | ({ type: 'solution.member_released'; member_id: number; reason: string } & OfCall)
  | ({ type: 'solution.conflict_declared'; member_id: number; declaration: 'none' | 'conflict' } & OfCall)
  | ({ type: 'solution.scored'; member_id: number; entry_number: number } & OfCall)
  | ({ type: 'solution.scores_locked'; member_id: number } & OfCall)
  | ({ type: 'solution.score_changed'; member_id: number; entry_number: number; criterion: string; before: number; after: number; reason: string } & OfCall)
  | ({ type: 'solution.prices_opened'; admitted: number; sealed: number } & OfCall)
  | ({ type: 'solution.round_opened'; round: number; turns: number; begins_at: string } & OfCall)
  | ({ type: 'solution.price_lowered'; round: number } & OfCall)
  | ({ type: 'solution.round_closed'; round: number; lowered: number } & OfCall)
  | ({ type: 'solution.rounds_over'; low: number } & OfCall)
  | ({ type: 'solution.explained'; entry_number: number } & OfCall)
  | ({ type: 'solution.low_price_decided'; entry_number: number; decision: 'kept' | 'excluded'; reason: string } & OfCall)
  | ({ type: 'solution.ranked'; ranked: number } & OfCall)
  | ({ type: 'solution.award_proposed'; count: number; reason: string } & OfCall)
  | ({ type: 'solution.award_returned'; reason: string } & OfCall)
  | ({ type: 'solution.awarded'; count: number } & OfCall)
