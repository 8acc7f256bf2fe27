import { dayAfter } from '../../platform/time.ts'
import type { EvidenceGrade } from '../listings/schema.ts'
import type { Claim, ClaimKind, Evidence, EvidenceState } from './schema.ts'

export const mostClaims = 30
/** Pieces of evidence on one claim, those withdrawn or refused left out. */
export const mostEvidence = 20
/** Days before evidence goes stale at which its owner is told. */
export const ageingDays = 30

export type EvidenceRefusal =
  | { code: 'offers_only' }
  | { code: 'too_many_claims'; most: number }
  | { code: 'too_many_evidence'; most: number }
  | { code: 'claim_withdrawn' }
  | { code: 'evidence_withdrawn' }
  | { code: 'proof_missing'; field: 'file' }
  | { code: 'issuer_is_owner'; field: 'issuer' }
  | { code: 'made_later'; field: 'made_on' }
  | { code: 'ends_before_made'; field: 'valid_until' }
  | { code: 'own_evidence' }
  | { code: 'evidence_decided'; state: EvidenceState }
  | { code: 'contradiction_stays' }
  | { code: 'nothing_to_answer' }
  | { code: 'evidence_answered' }

export type EvidenceFacts = Pick<Evidence, 'grade' | 'result' | 'state' | 'made_on' | 'holds_until' | 'withdrawn_at'>

/** Past the last day it holds. Days are Hanoi's, written 2026-03-02, so that they compare as text. */
export const isStale = ({ holds_until }: Pick<EvidenceFacts, 'holds_until'>, today: string): boolean => today > holds_until
/** Neither refused nor taken back. */
export const stands = ({ state, withdrawn_at }: Pick<EvidenceFacts, 'state' | 'withdrawn_at'>): boolean => state !== 'refused' && withdrawn_at === null
/** What it weighs whatever its age: until a moderator has compared it, no more than its owner's word. */
const weight = ({ state, grade }: EvidenceFacts): EvidenceGrade => (state === 'confirmed' ? grade : 1)

export interface Standing<E> {
  grade: EvidenceGrade
  /** What gives the claim its grade; null: the owner's word alone, or nothing. */
  by: E | null
  /** The latest test that contradicts the claim and that no later one has answered. */
  contradicted: E | null
}

/**
 * How well a claim stands on a day. The claim itself is its owner's word: 1. The strongest supporting
 * evidence that is confirmed and not stale raises it. What is stale says what was true once; that it
 * still is rests on the owner's word again, so it counts 1 and not one grade less. A contradicting test
 * sets aside everything made on its day or before, and leaves 0 until a later supporting one weighs as
 * much as it did. That answer settles it for good: growing stale, it takes the claim back to the
 * owner's word, not to a failed test.
 */
export function standingOf<E extends EvidenceFacts>(evidence: readonly E[], today: string): Standing<E> {
  const standing = evidence.filter(stands)
  const against = standing.filter(({ result }) => result === 'contradicts')
  const last = against.reduce((latest, { made_on }) => (made_on > latest ? made_on : latest), '')
  const open = against.filter((test) => !standing.some((later) => later.result === 'supports' && later.made_on > test.made_on && weight(later) >= weight(test)))
  const contradicted = open.reduce<E | null>((latest, test) => (latest === null || test.made_on > latest.made_on ? test : latest), null)
  if (contradicted) return { grade: 0, by: null, contradicted }
  const by = standing.filter((one) => one.result === 'supports' && one.state === 'confirmed' && one.made_on > last && !isStale(one, today))
    .reduce<E | null>((best, one) => (best === null || one.grade > best.grade || (one.grade === best.grade && one.holds_until > best.holds_until) ? one : best), null)
  return { grade: by?.grade ?? 1, by, contradicted: null }
}

/** What the technology does and how far it has come; without one of these, nothing says that it works. */
const heart: readonly ClaimKind[] = ['readiness', 'performance']
/** What a buyer pays for and lives with. Certificates, rights and effects prove papers, which come easier. */
const core: readonly ClaimKind[] = [...heart, 'cost', 'safety']

/**
 * The grade a listing bears: the lowest among its claims of readiness, performance, cost and safety.
 * Whoever filters by it must not find one strong certificate in front of a performance nobody tested;
 * and without a claim of readiness or performance it is no more than the owner's word. A claim that
 * stands contradicted, whatever it is about, leaves the listing with nothing to go by.
 */
export function listingGrade(claims: readonly { kind: ClaimKind; grade: EvidenceGrade }[]): EvidenceGrade {
  if (claims.length === 0 || claims.some(({ grade }) => grade === 0)) return 0
  const counted = claims.filter(({ kind }) => core.includes(kind))
  if (!counted.some(({ kind }) => heart.includes(kind))) return 1
  return counted.reduce<EvidenceGrade>((lowest, { grade }) => (grade < lowest ? grade : lowest), 4)
}

/** The same from the rows, on a day: claims taken back count no more. */
export const gradeOn = (claims: readonly (Pick<Claim, 'kind' | 'withdrawn_at'> & { evidence: readonly EvidenceFacts[] })[], today: string): EvidenceGrade =>
  listingGrade(claims.filter(({ withdrawn_at }) => withdrawn_at === null).map(({ kind, evidence }) => ({ kind, grade: standingOf(evidence, today).grade })))

/** The rule that says how many months evidence for such a claim stays fresh. */
export const freshnessRule = (kind: ClaimKind): string => `own.evidence_fresh.${kind}`
/** The same day so many months on; the last of the month where there is none. */
export function monthsOn(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** What is wrong with evidence as offered; null when it may be added. */
export function offeredRefusal({ grade, made_on, valid_until, issuer_organisation_id, owner_organisation_id, has_file, reference, today }: {
  grade: number; made_on: string; valid_until: string | null; issuer_organisation_id: number | null; owner_organisation_id: number; has_file: boolean; reference: string; today: string
}): EvidenceRefusal | null {
  if (made_on > today) return { code: 'made_later', field: 'made_on' }
  if (valid_until !== null && valid_until < made_on) return { code: 'ends_before_made', field: 'valid_until' }
  if (grade >= 2 && !has_file && !reference) return { code: 'proof_missing', field: 'file' }
  return grade === 3 && issuer_organisation_id === owner_organisation_id ? { code: 'issuer_is_owner', field: 'issuer' } : null
}

/** What the age of evidence calls for now: word to its owner that it ends soon, or that it is over; null when nothing does. */
export function ageDue({ holds_until, age_told }: Pick<Evidence, 'holds_until' | 'age_told'>, today: string): 'ageing' | 'stale' | null {
  if (today > holds_until) return age_told === 0 ? null : 'stale'
  return age_told === null && today >= dayAfter(holds_until, -ageingDays) ? 'ageing' : null
}
