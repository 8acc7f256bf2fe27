import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'

/** The Exchange's own people. An observer and an inspector look and never act; a supervisor shares nobody's login. */
export const staffRoles = ['moderator', 'deal_officer', 'auction_officer', 'programme_officer', 'administrator', 'observer', 'inspector', 'prosecutor'] as const
export type StaffRole = (typeof staffRoles)[number]

export interface PeopleTables {
  person: {
    id: Generated<number>
    auth_user_id: string | null // the account that signs in as this person
    name: string
    email: string
    locale: Generated<Locale>
    position_vi: Generated<string>
    position_en: Generated<string>
    acting_organisation_id: number | null // the organisation they act for now
    demonstration: Generated<boolean>
    created_at: Date
  }
  staff_role: { person_id: number; role: StaffRole; granted_at: Date; granted_by: number | null }
  auth_user: { id: string; name: string; email: string; email_verified: boolean; two_factor_enabled: Generated<boolean> }
  auth_account: { id: string; user_id: string; account_id: string; provider_id: string; password: string | null; created_at: Generated<Date> }
  auth_session: { id: string; user_id: string; token: string; expires_at: Date; ip_address: string | null; user_agent: string | null; created_at: Generated<Date>; last_seen_at: Generated<Date>; confirmed_at: Date | null }
  auth_verification: { id: string; identifier: string; value: string; expires_at: Date }
  auth_two_factor: { id: string; user_id: string; secret: string; backup_codes: string; verified: Generated<boolean>; failed_verification_count: Generated<number>; locked_until: Date | null }
  auth_passkey: { id: string; user_id: string; name: string | null; public_key: string; credential_id: string; counter: number; device_type: string; backed_up: boolean; transports: string | null; aaguid: string | null; created_at: Generated<Date> }
  /** A code from an authenticator app opens once, though it would be right for a minute and a half. */
  auth_used_code: { user_id: string; code: string; used_at: Date }
  /** Network addresses a person has signed in from, both as keyed hashes. */
  auth_known_address: { account_hash: string; address_hash: string; seen_at: Date }
  email_change: { user_id: string; email: string; token_sha256: string; expires_at: Date }
}
/** How somebody showed who they are. */
export type SignInMethod = 'password' | 'code' | 'backup_code' | 'passkey' | 'provider'
export type Person = Selectable<PeopleTables['person']>

export type PeopleEvent =
  | { type: 'person.signed_up'; person_id: number }
  | { type: 'person.role_granted'; person_id: number; role: StaffRole }
  | { type: 'person.role_revoked'; person_id: number; role: StaffRole; reason?: string }
  | { type: 'person.signed_in'; person_id: number; method: SignInMethod }
  | { type: 'person.sign_in_failed'; person_id: number; method: SignInMethod }
  | { type: 'person.limit_hit'; person_id: number; door: string }
  | { type: 'person.identity_confirmed'; person_id: number; method: SignInMethod }
  | { type: 'person.password_changed'; person_id: number; by: 'person' | 'letter' }
  | { type: 'person.second_factor_added'; person_id: number }
  | { type: 'person.second_factor_removed'; person_id: number }
  | { type: 'person.backup_codes_made'; person_id: number }
  | { type: 'person.passkey_added'; person_id: number }
  | { type: 'person.passkey_removed'; person_id: number }
  | { type: 'person.sessions_ended'; person_id: number; sessions: number }
  | { type: 'person.account_linked'; person_id: number; provider: string }
  | { type: 'person.account_unlinked'; person_id: number; provider: string }
  | { type: 'person.acting_changed'; person_id: number; from: number | null; to: number }
  | { type: 'person.profile_changed'; person_id: number }
  | { type: 'person.email_changed'; person_id: number }
