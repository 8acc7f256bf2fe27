import type { Generated, Selectable } from 'kysely'

/** Mức truy cập, from open to closed: everybody, people who signed in, organisations given access, and those that also accepted the NDA. */
export const tiers = ['public', 'signed_in', 'granted', 'nda'] as const
export type Tier = (typeof tiers)[number]
/** The tiers that somebody gives. */
export const grantTiers = ['granted', 'nda'] as const satisfies readonly Tier[]
export type GrantTier = (typeof grantTiers)[number]
/** What kept parts and documents may lie in: what is public is on the page moderators read first. */
export const keptTiers = ['signed_in', 'granted', 'nda'] as const satisfies readonly Tier[]
export type KeptTier = (typeof keptTiers)[number]

export interface DisclosureTables {
  nda_text: { version: number; vi: string; en: string; sha256: string; valid_from: Date }
  /** Đề nghị truy cập. */
  access_request: {
    id: Generated<number>
    subject: string // such as listing:12
    organisation_id: number // who asks
    person_id: number
    tier: GrantTier
    purpose: string
    asked_at: Date
    answer: Generated<'given' | 'refused' | 'taken_back' | null>
    reason: Generated<string>
    answered_by: Generated<number | null>
    answered_at: Generated<Date | null>
  }
  /** Quyền truy cập: lasts until it expires or is withdrawn, whichever comes first. */
  access_grant: {
    id: Generated<number>
    request_id: number
    subject: string
    organisation_id: number
    tier: GrantTier
    limits: Generated<string>
    given_by: number
    given_at: Date
    expires_at: Date
    withdrawn_by: Generated<number | null>
    withdrawn_at: Generated<Date | null>
    withdrawal_reason: Generated<string>
  }
  /** Chấp nhận cam kết bảo mật: who signed which text for which grant. */
  nda_acceptance: {
    id: Generated<number>
    grant_id: number
    subject: string
    organisation_id: number
    text_version: number
    text_sha256: string
    person_id: number
    full_name: string
    position: string
    accepted_at: Date
    request_id: string
  }
  disclosure_view: {
    id: Generated<number>
    subject: string
    part: string // such as costs, document:3, file
    tier: KeptTier
    person_id: number
    organisation_id: number | null
    acted_by: number | null // the member of staff who looked in that person's name
    at: Date
    hour: Date // the full hour it falls into: one row an hour
    request_id: string
  }
}
export type AccessRequest = Selectable<DisclosureTables['access_request']>
export type AccessGrant = Selectable<DisclosureTables['access_grant']>
export type NdaText = Selectable<DisclosureTables['nda_text']>

/** Whom it concerns. What was written to each other, and what is kept back, is in no event. */
type Between = { subject: string; organisation_id: number; owner_organisation_id: number }
export type DisclosureEvent =
  | ({ type: 'disclosure.requested'; request_id: number; tier: GrantTier } & Between)
  | ({ type: 'disclosure.taken_back'; request_id: number } & Between)
  | ({ type: 'disclosure.granted'; request_id: number; grant_id: number; tier: GrantTier; days: number } & Between)
  | ({ type: 'disclosure.refused'; request_id: number } & Between)
  | ({ type: 'disclosure.withdrawn'; grant_id: number } & Between)
  | ({ type: 'disclosure.nda_accepted'; grant_id: number; acceptance_id: number; text_version: number; text_sha256: string } & Between)
  | { type: 'disclosure.parts_changed'; subject: string; fields: string[] }
  | { type: 'disclosure.document_added'; subject: string; series: number; version: number; tier: KeptTier }
  | { type: 'disclosure.document_moved'; subject: string; series: number; from: KeptTier; to: KeptTier }
  | { type: 'disclosure.document_removed'; subject: string; series: number }
