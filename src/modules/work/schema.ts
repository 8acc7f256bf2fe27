import type { Locale } from '../../platform/locale.ts'

export interface WorkTables {
  /** Địa chỉ lịch riêng: what a calendar program asks for, by a token that was shown once. */
  calendar_address: { person_id: number; sha256: string; locale: Locale; made_at: Date }
}
export type WorkEvent = { type: 'calendar.address_made'; person_id: number } | { type: 'calendar.address_revoked'; person_id: number }
