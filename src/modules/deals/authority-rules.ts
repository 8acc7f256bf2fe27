/** By what somebody signs for a side of a deal, as whoever signs anything asks. Days are Hanoi's, written 2026-03-02. */
export interface Authority { document_day: string | null; valid_until: string | null }
/** Somebody of a side whom its owner recorded as a signer of the deal, and who has an account to sign with. */
export interface NamedSigner extends Authority { person_id: number; full_name: string }

/** `may`: the names of those who sign for that side on that day. */
export type AuthorityRefusal =
  | { code: 'signer_not_recorded'; may: readonly string[] }
  | { code: 'authority_not_begun'; from: string; may: readonly string[] }
  | { code: 'authority_expired'; until: string; may: readonly string[] }

/** Why nobody signs by this on that day: the last day of an authority still counts, the day after does not. */
export function authorityRefusal(authority: Authority | null, day: string, may: readonly string[] = []): AuthorityRefusal | null {
  if (!authority) return { code: 'signer_not_recorded', may }
  if (authority.document_day !== null && day < authority.document_day) return { code: 'authority_not_begun', from: authority.document_day, may }
  if (authority.valid_until !== null && day > authority.valid_until) return { code: 'authority_expired', until: authority.valid_until, may }
  return null
}

/** Where a side has said which of its people sign, nobody else does, and nobody before their authority begins or once it is over. Where it has said nothing, whoever binds it by their role signs. */
export function signerRefusal(named: readonly NamedSigner[], person_id: number, day: string): AuthorityRefusal | null {
  if (!named.length) return null
  const may = named.filter((one) => authorityRefusal(one, day) === null).map(({ full_name }) => full_name)
  return authorityRefusal(named.find((one) => one.person_id === person_id) ?? null, day, may)
}
