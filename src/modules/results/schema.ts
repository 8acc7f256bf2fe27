import type { Generated, Selectable } from 'kysely'
import type { Vnd } from '../../platform/money.ts'

/** Who owns the result: the organisation that carried out the task, the State, or both. */
export const resultOwners = ['holder', 'state', 'shared'] as const
/** What the deal transfers: giao quyền sở hữu · giao quyền sử dụng · góp vốn bằng công nghệ vào dự án có vốn nhà nước. */
export const transferKinds = ['ownership', 'use', 'capital'] as const
/** What a decision file holds beside the statement itself; what of it is absent is said wherever a decision is. */
export const resultPieces = ['decision', 'valuation', 'valuation_file', 'value_range', 'disclosure', 'conflicts'] as const
export type ResultPiece = (typeof resultPieces)[number]
export const splitShares = ['authors', 'broker', 'state', 'research', 'welfare'] as const
export type SplitShare = (typeof splitShares)[number]

export interface ResultTables {
  /** What the supplying side says of a result the State paid for; the newest stands. */
  result_fact: {
    id: Generated<number>; deal_id: number; organisation_id: number; person_id: number; stated_at: Date; request_key: string
    task_code: string; task_name: string; state_share_basis_points: number; owner: (typeof resultOwners)[number]; transfers: (typeof transferKinds)[number]; act_on: Date | string
    authority: string; decision_number: string; decision_on: Date | string | null; valuer: string; valuation: Vnd | null; valued_on: Date | string | null; valuation_document_id: number | null
    disclosed_from: Date | string | null; disclosed_until: Date | string | null; alternatives: string
    conflicts: Generated<string>; value_low: Generated<Vnd | null>; value_high: Generated<Vnd | null> // what interests of their own those who act have in it; and between which values it was seen
  }
  /** How revenue is divided: proposed by one, decided by another. */
  result_split: {
    id: Generated<number>; deal_id: number; organisation_id: number; act_on: Date | string; amount: Vnd
    authors_basis_points: number; broker_basis_points: number; state_basis_points: number; research_basis_points: number; welfare_basis_points: number; reason: string
    proposed_by: number; proposed_at: Date; request_key: string; decision: 'approved' | 'returned' | null; decided_by: number | null; decided_at: Date | null; decision_reason: Generated<string>
    absent: Generated<ResultPiece[]> // what the file did not hold as the division was approved
    revenue: Generated<string>; beyond_reason: Generated<string> // what it divides; and where the money is that the ledger has not received
    received: Generated<Vnd | null>; divided_before: Generated<Vnd | null> // as it was approved: received by the ledger, and divided by the approvals before
  }
  /** That somebody looked at the divisions again after money was paid back, with what was received and divided before their eyes. */
  result_review: { id: Generated<number>; deal_id: number; organisation_id: number; received: number; divided: Vnd; reason: string; reviewed_by: number; reviewed_at: Date }
}
export type ResultFact = Omit<Selectable<ResultTables['result_fact']>, 'act_on' | 'decision_on' | 'valued_on' | 'disclosed_from' | 'disclosed_until'> & { act_on: string; decision_on: string | null; valued_on: string | null; disclosed_from: string | null; disclosed_until: string | null }
export type ResultSplit = Omit<Selectable<ResultTables['result_split']>, 'act_on'> & { act_on: string }

/** Written on `result:` and the deal's number: its owner's, and not the other side's. */
export type ResultEvent =
  | { type: 'result.stated'; deal_id: number; task_code: string }
  | { type: 'result.valuation_attached'; deal_id: number; name: string; sha256: string }
  | { type: 'result.split_proposed'; deal_id: number; split_id: number }
  | { type: 'result.split_approved'; deal_id: number; split_id: number; absent?: ResultPiece[]; /** What of it was more than the ledger had received and not divided. */ beyond?: number }
  | { type: 'result.books_reviewed'; deal_id: number; received: number; divided: number; reason: string }
  | { type: 'result.split_returned'; deal_id: number; split_id: number; reason: string }
