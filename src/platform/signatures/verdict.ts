/** What verifying a signed PDF says, as plain words: it is kept, shown to both sides and handed out as JSON. */

/** Holds · broken · cannot be said here · worth knowing, and no reason against. */
export type Outcome = 'pass' | 'fail' | 'unknown' | 'note'
export type CheckName = 'coverage' | 'form' | 'contents' | 'digest' | 'signature' | 'attributes' | 'algorithm' | 'certificate' | 'chain' | 'validity' | 'time' | 'revocation' | 'later'

export type Reason =
  | { code: 'covers_all' }
  | { code: 'covers_until'; bytes: number }
  | { code: 'range_wrong' }
  | { code: 'appended'; bytes: number }
  | { code: 'in_form' }
  | { code: 'not_in_form' }
  | { code: 'contents_sound' }
  | { code: 'contents_empty' }
  | { code: 'contents_trailing' }
  | { code: 'contents_broken' }
  | { code: 'format_unknown'; format: string }
  | { code: 'several_signers' }
  | { code: 'content_inside' }
  | { code: 'digest_equal' }
  | { code: 'digest_differs' }
  | { code: 'attributes_sound' }
  | { code: 'attributes_missing' }
  | { code: 'certificate_not_named' }
  | { code: 'certificate_named_wrongly' }
  | { code: 'algorithm_sound'; digest: string; key: string }
  | { code: 'algorithm_weak'; algorithm: string }
  | { code: 'algorithm_unknown'; algorithm: string }
  | { code: 'signature_holds' }
  | { code: 'signature_broken' }
  | { code: 'certificate_for_signing' }
  | { code: 'certificate_missing' }
  | { code: 'certificate_not_for_signing' }
  | { code: 'chain_to_root'; root: string }
  | { code: 'no_roots' }
  | { code: 'chain_foreign'; issuer: string }
  | { code: 'chain_unfit'; certificate: string }
  | { code: 'valid_then' }
  | { code: 'valid_only_as_claimed'; until: string }
  | { code: 'not_yet_valid'; from: string }
  | { code: 'expired'; until: string }
  | { code: 'time_proven'; at: string; by: string }
  | { code: 'time_claimed'; at: string }
  | { code: 'time_not_said' }
  | { code: 'time_ahead'; at: string }
  | { code: 'stamp_unproven'; at: string }
  | { code: 'stamp_broken' }
  | { code: 'revocation_not_asked' }
  | { code: 'nothing_later' }
  | { code: 'later_signing' }
  | { code: 'later_content'; objects: string }
  | { code: 'later_forbidden' }
export interface Check { name: CheckName; outcome: Outcome; reason: Reason }

export interface SignerNames {
  name: string
  organisation: string | null
  /** mã số thuế, where the certificate says one. */
  tax_code: string | null
  /** A person's identity number, all but its last three digits hidden. */
  identity: string | null
  issuer: string
  serial: string
  /** SHA-256 of the certificate. */
  fingerprint: string
  valid_from: string
  valid_until: string
}

/** valid: everything holds; unproven: nothing is broken, and something cannot be said here; invalid: something is broken. */
export type SignatureState = 'valid' | 'unproven' | 'invalid'
export interface SignatureVerdict {
  kind: 'signature' | 'timestamp'
  state: SignatureState
  /** The bytes of the file up to which it covers everything. */
  covers: number
  format: string
  signer: SignerNames | null
  claimed_at: string | null
  proven_at: string | null
  reason: string | null
  /** Drawings of later signatures on the pages it covers, with how much of the page they take. */
  later_stamps: { page: number; share: number }[]
  checks: Check[]
}

export interface Verdict {
  version: 1
  sha256: string
  bytes: number
  judged_at: string
  /** How many roots this Exchange is set to trust. */
  roots: number
  state: SignatureState | 'unsigned' | 'unreadable'
  signatures: SignatureVerdict[]
}

export const stateOf = (checks: readonly Check[]): SignatureState =>
  checks.some(({ outcome }) => outcome === 'fail') ? 'invalid' : checks.some(({ outcome }) => outcome === 'unknown') ? 'unproven' : 'valid'
