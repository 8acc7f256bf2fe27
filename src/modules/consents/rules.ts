import type { Consent, ConsentPurpose } from './schema.ts'

export type ConsentRefusal =
  | { code: 'consent_needed'; field: 'terms' }
  | { code: 'text_changed_since'; version: number }

/** The consent in force for a purpose: the newest that was not taken back. */
export const inForce = (consents: readonly Pick<Consent, 'purpose' | 'text_version' | 'withdrawn_at'>[], purpose: ConsentPurpose): number | null =>
  consents.reduce<number | null>((newest, consent) => (consent.purpose === purpose && consent.withdrawn_at === null ? Math.max(newest ?? 0, consent.text_version) : newest), null)
