import type { Generated } from 'kysely'
import type { StaffRole } from '../people/schema.ts'
import type { RuleMark } from '../rulebook/schema.ts'

/** Acts one person proposes and another decides. A listing is no such act: it is closed, never deleted. */
export const approvalKinds = ['organisation_merge', 'organisation_delete', 'role_grant', 'rule_change'] as const
export type ApprovalKind = (typeof approvalKinds)[number]

/** What would be done, by kind; written when it is proposed and done as it stands. */
export interface ApprovalData {
  organisation_merge: { from: number; into: number }
  organisation_delete: { organisation_id: number }
  role_grant: { person_id: number; role: StaffRole }
  rule_change: { code: string; value: number; valid_from: string; mark: Exclude<RuleMark, 'NF'>; document: string; article: string; source: string; note: string; former_id: number }
}
/** An act with what it would do. */
export type Act = { [K in ApprovalKind]: { kind: K; data: ApprovalData[K] } }[ApprovalKind]
export type ApprovalDecision = 'approved' | 'rejected' | 'withdrawn' | 'lapsed'

export interface AdministrationTables {
  approval: {
    id: Generated<number>
    kind: ApprovalKind
    subject: string
    data: unknown
    reason: string
    proposed_by: number
    proposed_at: Date
    expires_at: Date
    decision: ApprovalDecision | null
    decided_by: number | null
    decided_at: Date | null
    decision_reason: Generated<string>
  }
  /** Without a lifting the person stays out. */
  suspension: {
    id: Generated<number>
    person_id: number
    reason: string
    suspended_by: number | null
    suspended_at: Date
    lifted_by: number | null
    lifted_at: Date | null
    lift_reason: Generated<string>
  }
  /** A member of staff acting in somebody's name, until then or until one of the two ends it. */
  acting_for: {
    id: Generated<number>
    staff_person_id: number
    person_id: number
    reason: string
    since: Date
    until: Date
    ended_at: Date | null
    ended_by: number | null
  }
}

/** People stand in the log by their number only: it can never be forgotten, and their names must be able to be. */
interface Proposed { approval_id: number; kind: ApprovalKind; what: string; proposed_by: number }
export type AdministrationEvent =
  | { type: 'approval.proposed'; approval_id: number; kind: ApprovalKind; what: string; reason: string }
  | ({ type: 'approval.approved'; reason: string } & Proposed)
  | ({ type: 'approval.rejected'; reason: string } & Proposed)
  | { type: 'approval.withdrawn'; approval_id: number; kind: ApprovalKind; what: string }
  | { type: 'person.suspended'; person_id: number; reason: string }
  | { type: 'person.suspension_lifted'; person_id: number; reason: string }
  | { type: 'acting_for.began'; person_id: number; staff_person_id: number; reason: string; minutes: number }
  | { type: 'acting_for.ended'; person_id: number; staff_person_id: number }
