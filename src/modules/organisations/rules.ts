import type { Lifecycle, WrongState } from '../../platform/lifecycle.ts'
import type { Invitation, MemberRole, Organisation, Verification } from './schema.ts'

/** Xác minh tổ chức. A verified name is a promise to strangers, so a change of identity ends it. */
export const verificationLifecycle = {
  unverified: { submit: 'submitted' },
  submitted: { verify: 'verified', refuse: 'refused' },
  verified: { change_identity: 'unverified' },
  refused: { submit: 'submitted' },
} satisfies Lifecycle<Verification>

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

/** Everything the commands of this module may answer no with. */
export type OrganisationRefusal =
  | ContentRefusal
  | InvitationRefusal
  | MemberRefusal
  | { code: 'not_in_list'; field: OrganisationField }
  | { code: 'tax_code_taken'; field: 'tax_code'; name_vi: string; name_en: string }
  | { code: 'name_taken'; field: 'name_vi' }
  | { code: 'changed_meanwhile'; version: number; current: OrganisationContent }
  | { code: 'too_many_organisations'; largest: number }
  | { code: 'own_organisation' }
  | { code: 'already_member' }
  | { code: 'already_invited'; expires_at: Date }
  | { code: 'too_many_invitations'; largest: number }
  | { code: 'invited_too_often'; field: 'email'; largest: number; days: number }
  | { code: 'person_unknown'; field: 'email'; email: string }
  | { code: 'has_members' }
  | WrongState
