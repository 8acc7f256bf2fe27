import type { Generated, Selectable } from 'kysely'
import type { MatchReason } from '../schema.ts'

export const answers = ['accepted', 'declined'] as const
export type Answer = (typeof answers)[number]

export interface MatchAnswerTables {
  /** What one side said to a suggested match: nhận gợi ý · từ chối gợi ý. One row a pair and side; earlier answers are in the log. */
  match_answer: {
    need_id: number
    offer_id: number
    organisation_id: number // the side that answered
    person_id: number
    answer: Answer
    code: string | null // of the list match_decline_reason, where it was declined
    words: Generated<string>
    score: number | null // as shown; null where it was not among the best when it was answered
    reasons: MatchReason[] | string // as shown
    answered_at: Date
  }
  /** A stated reason that somebody says is wrong. */
  match_objection: {
    id: Generated<number>
    need_id: number
    offer_id: number
    organisation_id: number | null // whose member says so; null: a deal officer of the Exchange
    person_id: number
    code: string
    reason: MatchReason | string
    words: Generated<string>
    objected_at: Date
  }
  /** What the owners of `listing_id` are to be told of, or were. */
  match_told: {
    listing_id: number
    other_id: number
    score: number
    reasons: MatchReason[] | string
    found_at: Date
    told_at: Date | null
    dropped: Generated<boolean>
  }
  match_cursor: { one: Generated<boolean>; published_at: Date; listing_id: number }
  /** How often a listing was shown as a match to people of other organisations in one day of Hanoi, and opened from there. */
  match_exposure: { listing_id: number; day: string; shown: number; opened: number }
  match_bound: { id: Generated<number>; listing_percent: number | null; organisation_percent: number | null; reason: string; set_by: number; set_at: Date }
}
export type MatchAnswer = Selectable<MatchAnswerTables['match_answer']> & { reasons: MatchReason[] }

interface Pair { need_id: number; offer_id: number }
export type MatchAnswerEvent =
  | ({ type: 'match.declined'; organisation_id: number; code: string } & Pair)
  | ({ type: 'match.decline_taken_back'; organisation_id: number } & Pair)
  | ({ type: 'match.reasons_disputed'; codes: string[] } & Pair)
  | { type: 'match.told'; listing_id: number; others: number[] }
  | { type: 'match.bound_set'; listing_percent: number | null; organisation_percent: number | null; reason: string }
