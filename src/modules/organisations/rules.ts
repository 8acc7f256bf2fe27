import type { Selectable } from 'kysely'
import type { Lifecycle, WrongState } from '../../platform/lifecycle.ts'
import { daysFrom } from '../../platform/time.ts'
import { type Invitation, type MemberRole, memberRoles, type Organisation, type OrganisationTables, type OwnershipTransfer, type ProofKind, type Verification } from './schema.ts'

/**
 * Xác minh tổ chức. A verified name is a promise to strangers, so a change of identity ends it, and
 * so does time. Whoever asks anew before it runs out keeps it until that is decided or it ends:
 * then `expire_waiting`, and the request goes on waiting.
 */
export const verificationLifecycle = {
  unverified: { submit: 'submitted' },
  submitted: { verify: 'verified', refuse: 'refused' },
  verified: { change_identity: 'unverified', verify: 'verified', refuse: 'verified', expire: 'expired', expire_waiting: 'submitted' },
  refused: { submit: 'submitted' },
  expired: { submit: 'submitted' },
} satisfies Lifecycle<Verification>

/** Months a verification may hold: as long as the rule table says that day, or less where a moderator would look again sooner. */
export const validityChoices = (longest: number): number[] => [...[6, 12, 24, 36].filter((months) => months < longest), longest]
/** Days before the end when its owners are reminded, and from when they may ask anew. */
export const reminderDays = [30, 7] as const
export const renewalDays = 60

/** The same day so many months later, or that month's last. By the calendar in UTC, which the hour of the decision keeps on its day. */
export function monthsFrom(at: Date, months: number): Date {
  const later = new Date(at)
  later.setUTCMonth(at.getUTCMonth() + months, 1)
  const last = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate()
  later.setUTCDate(Math.min(at.getUTCDate(), last))
  return later
}

type Standing = Pick<Organisation, 'verification' | 'verified_until' | 'expiry_told' | 'renewal_requested_at'>
/** Whether owners may ask: where there is no mark, or the mark ends soon and nobody asked yet. */
export const mayRequest = ({ verification, verified_until, renewal_requested_at }: Standing, now: Date): boolean =>
  verification === 'verified' ? renewal_requested_at === null && verified_until !== null && verified_until <= daysFrom(now, renewalDays) : verification !== 'submitted'
/** Waits for a moderator: asked for the first time, again, or anew. */
export const waitsForDecision = ({ verification, renewal_requested_at }: Pick<Standing, 'verification' | 'renewal_requested_at'>): boolean =>
  verification === 'submitted' || (verification === 'verified' && renewal_requested_at !== null)
/** What is due for a verification now: its end, the nearer reminder not sent yet, or nothing. */
export function expiryDue({ verification, verified_until, expiry_told }: Standing, now: Date): 'expire' | 30 | 7 | null {
  if (verification !== 'verified' || !verified_until) return null
  if (verified_until <= now) return 'expire'
  const near = reminderDays.toReversed().find((days) => verified_until <= daysFrom(now, days))
  return near !== undefined && (expiry_told === null || near < expiry_told) ? near : null
}

/** A proof as it stands now: the moderator ticks those they compared. */
export interface CurrentProof { id: number; kind: ProofKind; sha256: string }
export type DecisionRefusal = { code: 'proof_replaced' } | { code: 'look_first'; field: 'proofs' }
/** Verified on proof somebody looked at, and on the versions in force; refused also for want of any. */
export function decisionRefusal(decision: 'verified' | 'refused', looked: readonly number[], current: readonly CurrentProof[]): DecisionRefusal | null {
  if (looked.some((id) => !current.some((proof) => proof.id === id))) return { code: 'proof_replaced' }
  return decision === 'verified' && looked.length === 0 ? { code: 'look_first', field: 'proofs' } : null
}
export const largestOthers = 10
export const largestProofs = 100

const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3]

/** The tenth digit that belongs to nine: 10 − (weighted sum mod 11). Ten is no digit: such a code was never issued. The published algorithm of the General Department of Taxation. */
export function taxCheckDigit(nine: string): number | null {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(nine[i]), 0)
  const digit = 10 - (sum % 11)
  return digit === 10 ? null : digit
}

/** Digits only, as stored: people also type 0100109106-001 and 0100 109 106. */
export const plainTaxCode = (typed: string): string => typed.replace(/[\s.-]/g, '')

/** Mã số thuế: ten digits whose last checks the others, or those and a branch from 001 to 999. */
export function isTaxCode(code: string): boolean {
  if (!/^\d{10}(\d{3})?$/.test(code) || code.endsWith('000') && code.length === 13) return false
  return taxCheckDigit(code.slice(0, 9)) === Number(code[9])
}

/** As it is printed on an invoice: 0100109106, 0100109106-001. */
export const formatTaxCode = (code: string): string => (code.length === 13 ? `${code.slice(0, 10)}-${code.slice(10)}` : code)

/** The fields an organisation's own people fill in, in the order of the form. */
export const organisationFields = ['kind', 'name_vi', 'name_en', 'about_vi', 'about_en', 'website', 'tax_code', 'country_code', 'ward_code', 'founded_year'] as const
export type OrganisationField = (typeof organisationFields)[number]
export type OrganisationContent = Pick<Organisation, OrganisationField>
const identityFields: readonly OrganisationField[] = ['kind', 'name_vi', 'name_en', 'tax_code', 'country_code']

export const contentOf = (organisation: OrganisationContent): OrganisationContent =>
  Object.fromEntries(organisationFields.map((field) => [field, organisation[field]])) as unknown as OrganisationContent
export const changedFields = (before: OrganisationContent, after: OrganisationContent): OrganisationField[] =>
  organisationFields.filter((field) => before[field] !== after[field])
/** True where what was verified is no longer what is said. */
export const changesIdentity = (fields: readonly OrganisationField[]): boolean => fields.some((field) => identityFields.includes(field))

export type ContentRefusal =
  | { code: 'founded_in_future'; field: 'founded_year'; year: number }
  | { code: 'ward_elsewhere'; field: 'ward_code' }
/** Why these facts cannot all be true; null where they can. Wards are Hanoi's. */
export function contentRefusal(content: OrganisationContent, thisYear: number): ContentRefusal | null {
  if (content.founded_year !== null && content.founded_year > thisYear) return { code: 'founded_in_future', field: 'founded_year', year: thisYear }
  if (content.ward_code !== null && content.country_code !== 'VN') return { code: 'ward_elsewhere', field: 'ward_code' }
  return null
}

/** Hồ sơ pháp lý, in the order of its form. */
export const legalFields = [
  'representative_name', 'representative_position_vi', 'representative_position_en', 'authorised_name', 'authorised_position_vi', 'authorised_position_en', 'authorised_document',
  'registration_number', 'registration_issuer', 'registered_on', 'address_line', 'province',
] as const
export type LegalField = (typeof legalFields)[number]
/** As typed and shown; the day as 2026-03-02 or empty. */
export type LegalContent = Record<LegalField, string>
export const noLegal = Object.fromEntries(legalFields.map((field) => [field, ''])) as LegalContent
export const legalOf = (row: Selectable<OrganisationTables['organisation_legal']> | undefined): LegalContent => (row ? (Object.fromEntries(legalFields.map((field) => [field, row[field] ?? ''])) as LegalContent) : noLegal)
export const changedLegal = (before: LegalContent, after: LegalContent): LegalField[] => legalFields.filter((field) => before[field] !== after[field])
const sworn: readonly LegalField[] = ['representative_name', 'registration_number']
/** True where what was compared with the proof is now another: filling in what was empty takes nothing back. */
export const changesLegalIdentity = (before: LegalContent, after: LegalContent): boolean => sworn.some((field) => before[field] !== '' && before[field] !== after[field])

export type LegalRefusal =
  | { code: 'representative_missing'; field: 'representative_name' }
  | { code: 'authorisation_missing'; field: 'authorised_document' }
  | { code: 'registered_in_future'; field: 'registered_on'; today: string }
  | { code: 'seat_twice'; field: 'province' }
/** Why these facts cannot stand together; null where they can. Days compare as text. */
export function legalRefusal(legal: LegalContent, wardCode: string | null, today: string): LegalRefusal | null {
  if (legal.representative_name === '' && (legal.representative_position_vi || legal.representative_position_en || legal.authorised_name)) return { code: 'representative_missing', field: 'representative_name' }
  if (legal.authorised_name !== '' && legal.authorised_document === '') return { code: 'authorisation_missing', field: 'authorised_document' }
  if (legal.registered_on > today) return { code: 'registered_in_future', field: 'registered_on', today }
  if (legal.province !== '' && wardCode !== null) return { code: 'seat_twice', field: 'province' }
  return null
}

export const invitationDays = 14
/** Invitations of one organisation waiting for an answer. */
export const largestInvitations = 50
/** E-mails one organisation may send to one address in so many days, withdrawn invitations included: what a stranger's mailbox can be sent. */
export const largestToOne = { invitations: 5, days: 30 } as const
/** Organisations one person may create; those who need more are known to the staff. */
export const largestCreated = 20

export type InvitationRefusal =
  | { code: 'invitation_for_another'; email: string }
  | { code: 'invitation_used' }
  | { code: 'invitation_withdrawn' }
  | { code: 'invitation_expired'; expired_at: Date }
/** Why this person may not accept; null when they may. Another's address comes first: a stranger learns nothing more. */
export function invitationRefusal(invitation: Invitation, email: string, now: Date): InvitationRefusal | null {
  if (invitation.email !== email) return { code: 'invitation_for_another', email: invitation.email }
  if (invitation.accepted_at) return { code: 'invitation_used' }
  if (invitation.withdrawn_at) return { code: 'invitation_withdrawn' }
  if (invitation.expires_at <= now) return { code: 'invitation_expired', expired_at: invitation.expires_at }
  return null
}

export interface Member { person_id: number; role: MemberRole }
export type MemberRefusal = { code: 'last_owner' }
/** An organisation somebody made always has an owner: the last one may neither go nor step down. */
export function memberRefusal(members: readonly Member[], personId: number, role: MemberRole | null): MemberRefusal | null {
  const owners = members.filter((member) => member.role === 'owner')
  return role !== 'owner' && owners.length === 1 && owners[0]?.person_id === personId ? { code: 'last_owner' } : null
}

type Held = { role: MemberRole; since: Date; role_since: Date | null }
const mayBind = (role: MemberRole): boolean => role === 'owner' || role === 'signer'
/** Since when a member may bind the organisation by their word; null for who may not. */
export const spokeSince = ({ role, since, role_since }: Held): Date | null => (mayBind(role) ? role_since ?? since : null)
/** The role from now on, and since when: an owner made signer or a signer made owner may bind it as before. */
export const givenRole = (own: Held, role: MemberRole, now: Date): { role: MemberRole; role_since: Date | null } => ({ role, role_since: role === own.role || (mayBind(role) && mayBind(own.role)) ? own.role_since : now })

/** The higher of two roles, as the list of roles has them. */
export const higherRole = (a: MemberRole, b: MemberRole): MemberRole => (memberRoles.indexOf(a) <= memberRoles.indexOf(b) ? a : b)

/** Days an offer of ownership may stand. */
export const offerDays = { least: 1, most: 30, usual: 14 } as const
export type TransferRefusal =
  | { code: 'offer_open'; expires_at: Date }
  | { code: 'offer_to_member'; field: 'person_id' }
  | { code: 'offer_ended' }
  | { code: 'offer_expired'; expired_at: Date }
  | { code: 'offer_void' }
/** Why this offer can no longer be taken; null where it can. Who offered must own it still and who was offered must still belong. */
export function transferRefusal(offer: Pick<OwnershipTransfer, 'from_person_id' | 'to_person_id' | 'expires_at' | 'ended_at'>, members: readonly Member[], now: Date): TransferRefusal | null {
  if (offer.ended_at) return { code: 'offer_ended' }
  if (offer.expires_at <= now) return { code: 'offer_expired', expired_at: offer.expires_at }
  const owns = members.some((m) => m.person_id === offer.from_person_id && m.role === 'owner')
  return owns && members.some((m) => m.person_id === offer.to_person_id) ? null : { code: 'offer_void' }
}

/** What a merge looks at. `facing`: what the two have with each other. */
export interface MergeFacts {
  from: { id: number; merged: boolean; deleted: boolean }
  into: { id: number; merged: boolean; deleted: boolean; demonstration: boolean }
  from_demonstration: boolean
  facing: { deals: number; interests: number }
  /** Whether the proposer or the approver belongs to one of the two. */
  involved: boolean
  proposed_by: number
  approved_by: number
}
export type MergeRefusal =
  | { code: 'same_organisation' }
  | { code: 'merged_already' }
  | { code: 'takes_two_people' }
  | { code: 'own_organisation' }
  | { code: 'demonstration_apart' }
  | { code: 'face_each_other'; deals: number; interests: number }
/** Why the two may not become one; null where they may. Two that deal with each other are two. */
export function mergeRefusal({ from, into, from_demonstration, facing, involved, proposed_by, approved_by }: MergeFacts): MergeRefusal | null {
  if (from.id === into.id) return { code: 'same_organisation' }
  if (from.merged || from.deleted || into.merged || into.deleted) return { code: 'merged_already' }
  if (proposed_by === approved_by) return { code: 'takes_two_people' }
  if (involved) return { code: 'own_organisation' }
  if (from_demonstration !== into.demonstration) return { code: 'demonstration_apart' }
  if (facing.deals + facing.interests > 0) return { code: 'face_each_other', ...facing }
  return null
}

/** What stands in the way of deleting an organisation. */
export interface DeletionFacts { merged: boolean; deleted: boolean; published: number; deals: number; interests: number; bids: number; merged_in: number; involved: boolean; proposed_by: number; approved_by: number }
export type DeletionRefusal =
  | { code: 'merged_already' }
  | { code: 'takes_two_people' }
  | { code: 'own_organisation' }
  | { code: 'still_used'; published: number; deals: number; interests: number; bids: number; merged_in: number }
/** Why it may not be deleted; null where it may: nothing of it was ever public, nobody dealt with it, it bid for nothing, no other lives on in it. */
export function deletionRefusal({ merged, deleted, involved, proposed_by, approved_by, ...used }: DeletionFacts): DeletionRefusal | null {
  if (merged || deleted) return { code: 'merged_already' }
  if (proposed_by === approved_by) return { code: 'takes_two_people' }
  if (involved) return { code: 'own_organisation' }
  return used.published + used.deals + used.interests + used.bids + used.merged_in > 0 ? { code: 'still_used', ...used } : null
}

/** Everything the commands of this module may answer no with. */
export type OrganisationRefusal =
  | ContentRefusal
  | InvitationRefusal
  | MemberRefusal
  | { code: 'not_in_list'; field: OrganisationField }
  | { code: 'tax_code_taken'; field: 'tax_code'; name_vi: string; name_en: string }
  | { code: 'name_taken'; field: 'name_vi' }
  | { code: 'organisation_changed'; version: number; current: OrganisationContent }
  | { code: 'too_many_organisations'; largest: number }
  | { code: 'own_organisation' }
  | { code: 'already_member' }
  | { code: 'already_invited'; expires_at: Date }
  | { code: 'too_many_invitations'; largest: number }
  | { code: 'invited_too_often'; field: 'email'; largest: number; days: number }
  | { code: 'person_unknown'; field: 'email'; email: string }
  | { code: 'has_members' }
  | LegalRefusal
  | { code: 'legal_changed_meanwhile'; version: number; current: LegalContent }
  | { code: 'proof_needed' }
  | { code: 'too_many_proofs'; largest: number }
  | { code: 'not_yet'; from: Date | null }
  | { code: 'validity_not_offered'; field: 'months'; longest: number }
  | DecisionRefusal
  | TransferRefusal
  | MergeRefusal
  | DeletionRefusal
  | WrongState
