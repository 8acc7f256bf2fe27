import type { Generated, Selectable } from 'kysely'
import type { EvidenceGrade } from '../listings/schema.ts'

/** What a claim is about: mức độ sẵn sàng · hiệu năng · chi phí · an toàn · tiêu chuẩn, chứng nhận · quyền · tác động · khác. */
export const claimKinds = ['readiness', 'performance', 'cost', 'safety', 'standard', 'right', 'impact', 'other'] as const
export type ClaimKind = (typeof claimKinds)[number]

/** The grade a piece of evidence is offered at; what it counts for, the rules say. */
export const proofGrades = [1, 2, 3, 4] as const
export type ProofGrade = (typeof proofGrades)[number]
export const evidenceResults = ['supports', 'contradicts'] as const
export type EvidenceResult = (typeof evidenceResults)[number]
export type EvidenceState = 'waiting' | 'confirmed' | 'refused'
/** Who brought it: the listing's owner, or the Exchange on the word of whoever has standing in a test. */
export const reporters = ['deal_party', 'inspection_body', 'staff'] as const
export type Reporter = (typeof reporters)[number]
/** Where a file of evidence lies: with the page, or in one of the tiers of disclosure. */
export const fileTiers = ['public', 'signed_in', 'granted', 'nda'] as const
export type FileTier = (typeof fileTiers)[number]

export interface EvidenceTables {
  /** Điều công bố: one statement an offer stands by. It is never reworded: another wording is another claim. */
  claim: {
    id: Generated<number>
    listing_id: number
    kind: ClaimKind
    statement_vi: string
    statement_en: string
    amount: number | null
    unit: string
    conditions: string
    request_key: string | null // of the form that made it: the same form twice is one claim
    added_by: number | null
    added_at: Date
    withdrawn_at: Generated<Date | null>
    withdrawn_by: Generated<number | null>
    withdrawal_reason: Generated<string>
  }
  evidence: {
    id: Generated<number>
    claim_id: number
    listing_id: number
    grade: ProofGrade
    result: EvidenceResult
    title: string
    made_on: string // the day of the test or the document, in Hanoi
    issuer: string
    issuer_organisation_id: number | null // where the issuer is an organisation of the Exchange
    reference: string // an address, or the number of the document
    note: string
    file_tier: FileTier | null // null: no file
    valid_until: string | null // the last day the document itself gives
    holds_until: string // the last day it counts at its grade: that day, or by the Exchange's own rule on the day it was added
    reported_by: 'owner' | Reporter
    request_key: string | null
    added_by: number | null
    added_at: Date
    state: Generated<EvidenceState>
    decided_by: Generated<number | null>
    decided_at: Generated<Date | null>
    decision_reason: Generated<string>
    withdrawn_at: Generated<Date | null>
    withdrawn_by: Generated<number | null>
    withdrawal_reason: Generated<string>
    answer: Generated<string> // of the owner, to what contradicts the claim
    answered_at: Generated<Date | null>
    answered_by: Generated<number | null>
    age_told: Generated<number | null> // days before the end the owner was last told of; 0: that it is over
  }
  /** The file of a piece of evidence, apart from it: its name is as confidential as its content. */
  evidence_file: { evidence_id: number; document_id: number }
}
export type Claim = Selectable<EvidenceTables['claim']>
export type Evidence = Selectable<EvidenceTables['evidence']>

export type EvidenceEvent =
  | { type: 'claim.added'; listing_id: number; claim_id: number; kind: ClaimKind }
  | { type: 'claim.withdrawn'; listing_id: number; claim_id: number; kind: ClaimKind }
  | { type: 'evidence.added'; listing_id: number; claim_id: number; evidence_id: number; grade: ProofGrade; result: EvidenceResult }
  | { type: 'evidence.confirmed'; listing_id: number; claim_id: number; evidence_id: number; grade: ProofGrade; result: EvidenceResult }
  | { type: 'evidence.refused'; listing_id: number; claim_id: number; evidence_id: number; grade: ProofGrade }
  | { type: 'evidence.withdrawn'; listing_id: number; claim_id: number; evidence_id: number }
  | { type: 'evidence.test_failed'; listing_id: number; claim_id: number; evidence_id: number; grade: ProofGrade; reported_by: Reporter }
  | { type: 'evidence.answered'; listing_id: number; claim_id: number; evidence_id: number }
  | { type: 'evidence.ageing'; listing_id: number; claim_id: number; evidence_id: number; holds_until: string }
  | { type: 'evidence.stale'; listing_id: number; claim_id: number; evidence_id: number; holds_until: string }
  | { type: 'evidence.listing_graded'; listing_id: number; from: EvidenceGrade; to: EvidenceGrade }
