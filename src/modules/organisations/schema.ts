import type { Generated, Selectable } from 'kysely'

export const organisationKinds = ['enterprise', 'cooperative', 'institute', 'university', 'startup', 'agency', 'ward', 'intermediary', 'fund', 'incubator', 'association'] as const
export type OrganisationKind = (typeof organisationKinds)[number]
export const memberRoles = ['owner', 'editor', 'signer', 'viewer'] as const
export type MemberRole = (typeof memberRoles)[number]
export type Verification = 'unverified' | 'submitted' | 'verified' | 'refused' | 'expired'

/** Tài liệu chứng minh tổ chức. Of each kind one is in force, of `other` several. */
export const proofKinds = ['business_registration', 'establishment_decision', 'cooperative_registration', 'authorisation_letter', 'other'] as const
export type ProofKind = (typeof proofKinds)[number]
/** Why an organisation does no business: giải thể, phá sản, tạm ngừng hoạt động. */
export const endKinds = ['dissolved', 'bankrupt', 'suspended'] as const
export type EndKind = (typeof endKinds)[number]
/** What becomes of an owner who has handed the organisation over. */
export const formerRoles = ['editor', 'leaves'] as const
export type FormerRole = (typeof formerRoles)[number]

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
    verified_at: Generated<Date | null>
    verified_by: Generated<number | null>
    verified_until: Generated<Date | null>
    expiry_told: Generated<30 | 7 | null> // the nearest reminder already sent, in days before
    renewal_requested_at: Generated<Date | null> // asks anew while the mark still holds
    merged_into_id: Generated<number | null>
    merged_at: Generated<Date | null>
    deleted_at: Generated<Date | null> // the row stays, as the log names it
  }
  organisation_legal: { // hồ sơ pháp lý, for signed-in readers
    organisation_id: number
    representative_name: string // người đại diện theo pháp luật
    representative_position_vi: string
    representative_position_en: string
    authorised_name: string // who signs for them, where another does
    authorised_position_vi: string
    authorised_position_en: string
    authorised_document: string // the authorisation: number and date
    registration_number: string // of the business registration or the establishment decision
    registration_issuer: string
    registered_on: string | null // a day, read with to_char
    address_line: string
    province: string // in words, where the seat is elsewhere
    updated_at: Date
  }
  /** That an organisation does no business any more: giải thể, phá sản, tạm ngừng hoạt động. Taken back where it was wrong. */
  organisation_end: {
    id: Generated<number>
    organisation_id: number
    kind: EndKind
    ended_on: Date | string
    reason: string
    noted_by: number
    noted_at: Date
    lifted_by: number | null
    lifted_at: Date | null
    lift_reason: Generated<string>
  }
  organisation_proof: {
    id: Generated<number>
    organisation_id: number
    document_id: number
    kind: ProofKind
    note: Generated<string>
    uploaded_by: number
    uploaded_at: Date
    superseded_at: Generated<Date | null> // by the next version, or taken back
    superseded_by: Generated<number | null>
    withdrawn_by: Generated<number | null>
  }
  organisation_verification_proof: { verification_id: number; proof_id: number; sha256: string }
  ownership_transfer: {
    id: Generated<number>
    organisation_id: number
    from_person_id: number
    to_person_id: number
    becomes: FormerRole
    offered_at: Date
    expires_at: Date
    accepted_at: Generated<Date | null>
    ended_at: Generated<Date | null>
    ended_by: Generated<number | null>
  }
  organisation_distinct: { lower_id: number; upper_id: number; reason: string; decided_by: number; decided_at: Date }
  /** `role_since`: where the role came later than the membership; of owners and signers since when they are one of the two. */
  membership: { organisation_id: number; person_id: number; role: MemberRole; since: Date; role_since: Generated<Date | null> }
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
  organisation_verification: { id: Generated<number>; organisation_id: number; decision: 'verified' | 'refused'; reason: string; decided_by: number; decided_at: Date; valid_until: Generated<Date | null> }
}
export type Organisation = Selectable<OrganisationTables['organisation']>
export type Invitation = Selectable<OrganisationTables['invitation']>
export type OwnershipTransfer = Selectable<OrganisationTables['ownership_transfer']>
export type Proof = Selectable<OrganisationTables['organisation_proof']>

export type OrganisationEvent =
  | { type: 'organisation.created'; organisation_id: number }
  | { type: 'organisation.changed'; organisation_id: number; fields: string[] }
  | { type: 'organisation.verification_requested'; organisation_id: number }
  | { type: 'organisation.verified'; organisation_id: number; reason: string; valid_until?: string; proofs?: ProofSeen[] } // older ones name neither
  | { type: 'organisation.verification_refused'; organisation_id: number; reason: string; proofs?: ProofSeen[] }
  | { type: 'organisation.member_invited'; organisation_id: number; invitation_id: number; role: MemberRole }
  | { type: 'organisation.member_joined'; organisation_id: number; person_id: number; role: MemberRole }
  | { type: 'organisation.verification_lapsed'; organisation_id: number; fields: string[] }
  | { type: 'organisation.invitation_withdrawn'; organisation_id: number; invitation_id: number }
  // `spoke_since`: since when they were owner or signer until then; null who was neither. Older ones do not say.
  | { type: 'organisation.member_left'; organisation_id: number; person_id: number; spoke_since?: string | null }
  | { type: 'organisation.member_removed'; organisation_id: number; person_id: number; spoke_since?: string | null }
  | { type: 'organisation.member_role_changed'; organisation_id: number; person_id: number; from: MemberRole; to: MemberRole; spoke_since?: string | null }
  | { type: 'organisation.owner_appointed'; organisation_id: number; person_id: number }
  | { type: 'organisation.legal_changed'; organisation_id: number; fields: string[] }
  | { type: 'organisation.proof_added'; organisation_id: number; proof_id: number; kind: ProofKind; sha256: string; supersedes: number | null }
  | { type: 'organisation.proof_withdrawn'; organisation_id: number; proof_id: number; kind: ProofKind }
  | { type: 'organisation.proof_read'; organisation_id: number; proof_id: number; kind: ProofKind }
  | { type: 'organisation.verification_expiring'; organisation_id: number; days: 30 | 7; valid_until: string }
  | { type: 'organisation.verification_expired'; organisation_id: number; valid_until: string }
  | { type: 'organisation.ownership_offered'; organisation_id: number; transfer_id: number; person_id: number }
  | { type: 'organisation.ownership_offer_ended'; organisation_id: number; transfer_id: number; by: 'owner' | 'member' }
  | { type: 'organisation.ownership_transferred'; organisation_id: number; transfer_id: number; person_id: number; former_person_id: number; becomes: FormerRole; spoke_since?: string | null }
  | { type: 'organisation.found_distinct'; organisation_id: number; other_id: number; reason: string }
  | ({ type: 'organisation.merged'; organisation_id: number; from: number; into: number } & FourEyes)
  | { type: 'organisation.ended'; organisation_id: number; kind: EndKind; ended_on: string; reason: string }
  | { type: 'organisation.end_lifted'; organisation_id: number; reason: string }
  | ({ type: 'organisation.deleted'; organisation_id: number } & FourEyes)

/** A document as somebody saw it when they decided. */
export interface ProofSeen { proof_id: number; kind: ProofKind; sha256: string }
/** Who proposed what cannot be taken back, who approved it, and why. */
export interface FourEyes { reason: string; proposed_by: number; approved_by: number }
