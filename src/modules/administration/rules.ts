import type { Actor } from '../../core/context.ts'
import type { StaffRole } from '../people/schema.ts'
import type { ApprovalDecision, ApprovalKind } from './schema.ts'

export type AdministrationRefusal =
  | { code: 'own_proposal' }
  | { code: 'approval_decided'; decision: ApprovalDecision }
  | { code: 'approval_expired' }
  | { code: 'reason_needed'; field: 'decision_reason' }
  | { code: 'already_proposed'; approval_id: number }
  | { code: 'proposer_left' }
  | { code: 'role_held' }
  | { code: 'same_organisation'; field: 'into' }
  | { code: 'person_suspended' }
  | { code: 'not_oneself' }
  | { code: 'not_for_staff' }
  | { code: 'no_account' }
  | { code: 'acting_already'; name: string }
  | { code: 'acting_too_long'; minutes: number; field: 'minutes' }

/** Reads the pages of administration; observers and inspectors change nothing there. */
export const readsAdministration = (actor: Actor): boolean => actor.staff_roles.some((role) => role === 'administrator' || role === 'observer' || role === 'inspector')
export const administers = (actor: Actor): boolean => actor.staff_roles.includes('administrator') && actor.acted_by === null

/** Who may propose an act. Deciding takes an administrator, always another person. */
export const proposers: Record<ApprovalKind, readonly StaffRole[]> = {
  organisation_merge: ['administrator', 'moderator'], organisation_delete: ['administrator'], role_grant: ['administrator'], rule_change: ['administrator'],
}
export const mayPropose = (kind: ApprovalKind) => (actor: Actor): boolean => proposers[kind].some((role) => actor.staff_roles.includes(role))
/** Sees proposals: those who read administration, and moderators, who make some. */
export const readsApprovals = (actor: Actor): boolean => readsAdministration(actor) || actor.staff_roles.includes('moderator')

export interface Deciding {
  approval: { proposed_by: number; expires_at: Date; decision: ApprovalDecision | null }
  person_id: number
  decision: 'approved' | 'rejected'
  reason: string
  now: Date
}
/** Null where this person may decide so: a proposal still open, of somebody else, and a no with its reason. */
export function mayDecide({ approval, person_id, decision, reason, now }: Deciding): AdministrationRefusal | null {
  if (approval.decision !== null) return { code: 'approval_decided', decision: approval.decision }
  if (approval.expires_at <= now) return { code: 'approval_expired' }
  if (approval.proposed_by === person_id) return { code: 'own_proposal' }
  if (decision === 'rejected' && reason === '') return { code: 'reason_needed', field: 'decision_reason' }
  return null
}

/** Staff who may act in a user's name when they are asked for help. */
export const helpsUsers = (actor: Actor): boolean => actor.acted_by === null && actor.staff_roles.some((role) => role === 'administrator' || role === 'deal_officer')
export interface Helping { staff_person_id: number; person: { id: number; is_staff: boolean; has_account: boolean; suspended: boolean }; minutes: number; longest: number }
/** Null where staff may act for this person: a user with an account, not themselves, and nobody with a role of the Exchange. */
export function mayActInNameOf({ staff_person_id, person, minutes, longest }: Helping): AdministrationRefusal | null {
  if (person.id === staff_person_id) return { code: 'not_oneself' }
  if (person.is_staff) return { code: 'not_for_staff' }
  if (!person.has_account) return { code: 'no_account' }
  if (person.suspended) return { code: 'person_suspended' }
  return minutes > longest ? { code: 'acting_too_long', minutes: longest, field: 'minutes' } : null
}
