import type { Generated, Selectable } from 'kysely'

/** What people are asked to agree to. The terms come with the account; the others are free, and are given where they are used: the database writes down those for profile, daily letter and letter of what is new. */
export const consentPurposes = ['terms', 'expert_profile', 'email_digest', 'broker_contact', 'market_digest'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]
export const freePurposes = ['expert_profile', 'email_digest', 'broker_contact', 'market_digest'] as const satisfies readonly ConsentPurpose[]

export interface ConsentTables {
  /** Điều khoản và thông báo về dữ liệu cá nhân, by version, from data/privacy. */
  privacy_text: {
    version: number
    valid_from: Date
    notice_vi: string
    notice_en: string
    terms_vi: string
    terms_en: string
    changes_vi: string // against the version before
    changes_en: string
    sha256: string
  }
  /** Sự đồng ý. One that was taken back stays, with the time. */
  consent: {
    id: Generated<number>
    person_id: number
    purpose: ConsentPurpose
    text_version: number
    text_sha256: string
    given_at: Date
    how: 'sign_up' | 'page'
    withdrawn_at: Generated<Date | null>
  }
  /** Given on the sign-up form; the database moves it to the person once there is one. */
  sign_up_consent: { user_id: string; text_version: number; text_sha256: string; given_at: Date }
}
export type PrivacyText = Selectable<ConsentTables['privacy_text']>
export type Consent = Selectable<ConsentTables['consent']>

export type ConsentEvent =
  | { type: 'consent.given'; person_id: number; purpose: ConsentPurpose; text_version: number }
  | { type: 'consent.withdrawn'; person_id: number; purpose: ConsentPurpose }
