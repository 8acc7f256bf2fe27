import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'

export const staffRoles = ['moderator', 'deal_officer', 'administrator'] as const
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
  auth_user: { id: string; name: string; email: string; email_verified: boolean }
  auth_account: { id: string; user_id: string; account_id: string; provider_id: string; password: string | null }
}
export type Person = Selectable<PeopleTables['person']>

export type PeopleEvent =
  | { type: 'person.signed_up'; person_id: number }
  | { type: 'person.role_granted'; person_id: number; role: StaffRole }
  | { type: 'person.role_revoked'; person_id: number; role: StaffRole }
