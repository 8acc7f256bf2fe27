/** By what somebody signs for a side of a deal, as whoever signs anything asks. Days are Hanoi's, written 2026-03-02. */
export interface Authority { document_day: string | null; valid_until: string | null }

export type AuthorityRefusal =
  | { code: 'signer_not_recorded' }
  | { code: 'authority_not_begun'; from: string }
  | { code: 'authority_expired'; until: string }

/** Why nobody signs by this on that day: the last day of an authority still counts, the day after does not. */
export function authorityRefusal(authority: Authority | null, day: string): AuthorityRefusal | null {
  if (!authority) return { code: 'signer_not_recorded' }
  if (authority.document_day !== null && day < authority.document_day) return { code: 'authority_not_begun', from: authority.document_day }
  if (authority.valid_until !== null && day > authority.valid_until) return { code: 'authority_expired', until: authority.valid_until }
  return null
}
