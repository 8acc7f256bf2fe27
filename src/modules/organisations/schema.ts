import type { Generated, Selectable } from 'kysely'

export const organisationKinds = ['enterprise', 'cooperative', 'institute', 'university', 'startup', 'agency', 'ward', 'intermediary', 'fund', 'incubator', 'association'] as const
export type OrganisationKind = (typeof organisationKinds)[number]
export const memberRoles = ['owner', 'editor', 'signer', 'viewer'] as const
export type MemberRole = (typeof memberRoles)[number]
export type Verification = 'unverified' | 'submitted' | 'verified' | 'refused'

export interface OrganisationTables {
  organisation: {
    id: Generated<number>
    kind: OrganisationKind
    name_vi: string
    name_en: string
    about_vi: Generated<string>
    about_en: Generated<string>
    website: Generated<string>
    tax_code: string | null // mã số thuế
    ward_code: string | null
    country_code: Generated<string>
    founded_year: number | null
    verification: Generated<Verification>
    source_name: string | null // imported from there; null when its own people made it
    demonstration: Generated<boolean>
    search_name: Generated<string>
    version: Generated<number>
    created_by: number | null
    created_at: Date
    updated_at: Date
  }
  membership: { organisation_id: number; person_id: number; role: MemberRole; since: Date }
  invitation: {
    id: Generated<number>
    organisation_id: number
    email: string
    role: MemberRole
    token_sha256: string // the token itself is only in the letter
    invited_by: number
    created_at: Date
    expires_at: Date
    accepted_at: Date | null
    accepted_by: number | null
    withdrawn_at: Date | null
  }
  organisation_verification: { id: Generated<number>; organisation_id: number; decision: 'verified' | 'refused'; reason: string; decided_by: number; decided_at: Date }
}
export type Organisation = Selectable<OrganisationTables['organisation']>
export type Invitation = Selectable<OrganisationTables['invitation']>

export type OrganisationEvent =
  | { type: 'organisation.created'; organisation_id: number }
  | { type: 'organisation.changed'; organisation_id: number; fields: string[] }
  | { type: 'organisation.verification_requested'; organisation_id: number }
  | { type: 'organisation.verified'; organisation_id: number; reason: string }
  | { type: 'organisation.verification_refused'; organisation_id: number; reason: string }
  | { type: 'organisation.member_invited'; organisation_id: number; invitation_id: number; role: MemberRole }
  | { type: 'organisation.member_joined'; organisation_id: number; person_id: number; role: MemberRole }
  | { type: 'organisation.verification_lapsed'; organisation_id: number; fields: string[] }
  | { type: 'organisation.invitation_withdrawn'; organisation_id: number; invitation_id: number }
  | { type: 'organisation.member_left'; organisation_id: number; person_id: number }
  | { type: 'organisation.member_removed'; organisation_id: number; person_id: number }
  | { type: 'organisation.member_role_changed'; organisation_id: number; person_id: number; from: MemberRole; to: MemberRole }
  | { type: 'organisation.owner_appointed'; organisation_id: number; person_id: number }
