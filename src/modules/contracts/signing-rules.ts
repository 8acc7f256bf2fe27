import type { Reason, SignatureVerdict, SignerNames, Verdict } from '../../platform/signatures/verdict.ts'
import type { ContractKind, CopyKind, SigningWay } from './schema.ts'
import type { ValuationRefusal } from './valuation-rules.ts'

/** What waits for the side that has not signed: one a kind of text. */
export const signingDuty = 'version_to_sign'

export type SigningRefusal =
  | { code: 'signing_of_lost_deal' }
  | { code: 'signing_way_unfit'; kind: ContractKind; field: 'way' }
  | { code: 'side_signed_already'; signer: string }
  | { code: 'other_text_confirmed'; number: number }
  | { code: 'signing_day_wrong'; issued_on: string; today: string; field: 'signed_on' }
  | { code: 'signed_file_unreadable'; field: 'file' }
  | { code: 'signed_file_other_text'; number: number; field: 'file' }
  | { code: 'signed_file_unsigned'; field: 'file' }
  | { code: 'signed_file_unfit'; reasons: Reason[]; field: 'file' }
  | { code: 'signed_content_changed'; objects: string; field: 'file' }
  | { code: 'signed_by_the_other_only'; field: 'file' }
  | { code: 'certificate_of_another'; tax_code: string; expected: string; field: 'file' }
  | { code: 'certificate_of_other_side'; signer: string; organisation: string; field: 'file' }
  | { code: 'whose_signature'; signers: string; field: 'file' }
  | ValuationRefusal
  | { code: 'signed_before_issue'; at: string; field: 'file' }

/**
 * The ways a text may be signed. A press of a button confirms who it was and is no signature that
 * stands for ink (Luật Giao dịch điện tử 20/2023/QH15, Điều 22): a memorandum may be confirmed so,
 * a contract, and the annex that changes it, are signed with certificates or on paper.
 */
export const waysFor: Record<ContractKind, readonly SigningWay[]> = { memorandum: ['platform', 'certificate', 'paper'], contract: ['certificate', 'paper'], annex: ['certificate', 'paper'] }

/** A paper is signed on a day between its issue and today. */
export const paperDayRefusal = (signed_on: string, issued_on: string, today: string): SigningRefusal | null =>
  signed_on < issued_on || signed_on > today ? { code: 'signing_day_wrong', issued_on, today, field: 'signed_on' } : null

/** What was handed in, beside the version it must be. */
export interface HandedIn {
  verdict: Verdict
  /** Whether the file begins with exactly the issued bytes. */
  begins_as_issued: boolean
  /** What an update put on top of them that is no signing; null where that cannot be read. */
  beyond: readonly string[] | null
  number: number
  issued_at: Date
}
/** What a certificate of a side says of it, where it says so: its tax code, and its name in either language. */
export interface Named { tax_code: string | null; names: readonly string[] }
/** Certificates by which the other side has signed, and what the sides' own say of them. */
export interface Signing { taken: readonly string[]; own: Named; other: Named }

const plain = (name: string): string => name.normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
const isOf = ({ tax_code, organisation }: Pick<SignerNames, 'tax_code' | 'organisation'>, side: Named): boolean =>
  tax_code !== null && side.tax_code !== null ? tax_code === side.tax_code : organisation !== null && side.names.some((name) => name !== '' && plain(name) === plain(organisation))

/** Whether a file may stand as signed: the agreed text and no other, every signature in it whole. That nobody vouches passes only where no root is set. */
export function fileRefusal({ verdict, begins_as_issued, beyond, number }: HandedIn): SigningRefusal | null {
  if (verdict.state === 'unreadable') return { code: 'signed_file_unreadable', field: 'file' }
  if (!begins_as_issued) return { code: 'signed_file_other_text', number, field: 'file' }
  if (!verdict.signatures.some(({ kind }) => kind === 'signature')) return { code: 'signed_file_unsigned', field: 'file' }
  const reasons = verdict.signatures.flatMap(({ checks }) => checks.filter(({ outcome, reason }) => outcome === 'fail' || (outcome === 'unknown' && reason.code !== 'no_roots'  && reason.code !== 'stamp_unproven')).map(({ reason }) => reason))
  if (reasons.length) return { code: 'signed_file_unfit', reasons: reasons.slice(0, 5), field: 'file' }
  if (beyond === null || beyond.length) return { code: 'signed_content_changed', objects: beyond?.join(', ') ?? '?', field: 'file' }
  return null
}

/**
 * The signature of this side among those in the file: none the other side has signed by or that names the other side;
 * the last of those that name this one by tax code or name, else the only one there is. Of several that name nobody
 * none is chosen: nobody may come to have signed by another's certificate.
 */
export function ownSignature({ verdict, issued_at }: HandedIn, { taken, own: ours, other }: Signing): { signature: SignatureVerdict } | { refusal: SigningRefusal } {
  const free = verdict.signatures.filter(({ kind, signer }) => kind === 'signature' && signer && !taken.includes(signer.fingerprint))
  if (free.length === 0) return { refusal: { code: 'signed_by_the_other_only', field: 'file' } }
  const may = free.filter(({ signer }) => !isOf(signer!, other)), named_ours = may.findLast(({ signer }) => isOf(signer!, ours))
  const foreign = free.at(-1)!.signer!
  if (may.length === 0) return { refusal: { code: 'certificate_of_other_side', signer: foreign.name, organisation: foreign.organisation ?? foreign.tax_code ?? '', field: 'file' } }
  if (!named_ours && may.length > 1) return { refusal: { code: 'whose_signature', signers: may.map(({ signer }) => signer!.name).join('; '), field: 'file' } }
  const own = named_ours ?? may[0]!, { tax_code } = ours, named = own.signer!.tax_code
  if (named !== null && tax_code !== null && named !== tax_code) return { refusal: { code: 'certificate_of_another', tax_code: named, expected: tax_code, field: 'file' } }
  const at = own.proven_at ?? own.claimed_at
  // The file holds what was issued, so a day before that is not the day it was signed. A clock may be wrong by some minutes.
  if (at !== null && Date.parse(at) < issued_at.getTime() - 10 * 60_000) return { refusal: { code: 'signed_before_issue', at, field: 'file' } }
  return { signature: own }
}

/** How two files of one version lie beside each other: the same, one that goes on where the other ends, or two copies that begin with the same issued text. */
export function copyKind(own: { sha256: string; begins_with: (sha256: string, bytes: number) => boolean }, other: { sha256: string; bytes: number } | null): CopyKind {
  if (!other) return 'first'
  if (own.sha256 === other.sha256) return 'same'
  return own.begins_with(other.sha256, other.bytes) ? 'continued' : 'separate'
}

/** Where a version stands: awaiting both, signed by one, signed by both on the day of the last. */
export function standing(signatures: readonly { organisation_id: number; signed_at: Date }[], parties: readonly number[]): { state: 'awaiting' | 'one' | 'both'; last: Date | null } {
  const own = signatures.filter(({ organisation_id }) => parties.includes(organisation_id))
  const last = own.length ? new Date(Math.max(...own.map(({ signed_at }) => signed_at.getTime()))) : null
  return { state: own.length === 0 ? 'awaiting' : parties.every((id) => own.some(({ organisation_id }) => organisation_id === id)) ? 'both' : 'one', last }
}
