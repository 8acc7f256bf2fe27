import { type Actor, isOwnerOf } from '../../core/context.ts'

/** How many a side may have at a time. */
export const mostSigners = 20
export const mostMandates = 10
export const mostAdvisers = 20
/** How many years a mandate may run. */
export const longestMandate = 5

export type MandateRefusal =
  | { code: 'signer_no_member'; field: 'person_id' }
  | { code: 'signer_already'; field: 'person_id' }
  | { code: 'authority_over'; field: 'valid_until' }
  | { code: 'authority_backwards'; field: 'valid_until' }
  | { code: 'too_many_people'; most: number }
  | { code: 'already_ended' }
  | { code: 'broker_unfit'; field: 'broker_id' }
  | { code: 'broker_is_party'; field: 'broker_id' }
  | { code: 'mandate_days'; field: 'until_on'; years: number }
  | { code: 'mandate_excluded'; field: 'from_on'; from_on: string; until_on: string }
  | { code: 'mandate_excludes'; field: 'exclusive'; from_on: string; until_on: string }
  | { code: 'mandate_answered' }
  | { code: 'mandate_over'; until_on: string }
  | { code: 'conflict_words_needed'; field: 'conflict_words' }
  | { code: 'both_sides_denied'; field: 'acts_for_other' }
  | { code: 'no_consent_asked' }
  | { code: 'adviser_unknown'; field: 'adviser_email' }
  | { code: 'adviser_is_party'; field: 'adviser_email' }
  | { code: 'adviser_already'; field: 'adviser_email' }

/** Who says who signs: the side's owner; for a side that has nobody here, the officer who acts for it. */
export const mayNameSigners = (side: number | null) => (actor: Actor): boolean =>
  side !== null && (isOwnerOf(side)(actor) || (actor.staff_roles.includes('deal_officer') && !actor.memberships.some((m) => m.organisation_id === side)))

/** Whether a written authority is one that can still be used. */
export function authorityDaysRefusal({ document_day, valid_until }: { document_day: string | null; valid_until: string | null }, today: string): MandateRefusal | null {
  if (valid_until === null) return null
  if (document_day !== null && valid_until < document_day) return { code: 'authority_backwards', field: 'valid_until' }
  return valid_until < today ? { code: 'authority_over', field: 'valid_until' } : null
}

interface Term { from_on: string; until_on: string; exclusive: boolean }
const meet = (one: Term, other: Term): boolean => one.from_on <= other.until_on && other.from_on <= one.until_on

/** The days of a mandate: they end after they begin, not before today, and within some years. */
export function termRefusal({ from_on, until_on }: Pick<Term, 'from_on' | 'until_on'>, today: string): MandateRefusal | null {
  const latest = `${Number(from_on.slice(0, 4)) + longestMandate}${from_on.slice(4)}`
  return until_on < from_on || until_on < today || until_on > latest ? { code: 'mandate_days', field: 'until_on', years: longestMandate } : null
}

/** An exclusive mandate leaves no day to a second of the same side. `others`: those of the side that are offered or accepted and have not ended. */
export function exclusivityRefusal(wanted: Term, others: readonly Term[]): MandateRefusal | null {
  const excluding = others.find((other) => other.exclusive && meet(wanted, other))
  if (excluding) return { code: 'mandate_excluded', field: 'from_on', from_on: excluding.from_on, until_on: excluding.until_on }
  const excluded = wanted.exclusive ? others.find((other) => meet(wanted, other)) : undefined
  return excluded ? { code: 'mandate_excludes', field: 'exclusive', from_on: excluded.from_on, until_on: excluded.until_on } : null
}

/** What the broker declares must be said in words where there is something to say, and must not deny what the file itself shows. */
export function conflictRefusal({ acts_for_other, owns_shares, conflict_words }: { acts_for_other: boolean; owns_shares: boolean; conflict_words: string }, knownForOther: boolean): MandateRefusal | null {
  if (knownForOther && !acts_for_other) return { code: 'both_sides_denied', field: 'acts_for_other' }
  return (acts_for_other || owns_shares) && !conflict_words ? { code: 'conflict_words_needed', field: 'conflict_words' } : null
}
