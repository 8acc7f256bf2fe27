import { createHash } from 'node:crypto'
import { type Actor, isMemberOf, isStaff } from '../../core/context.ts'
import type { ListingKind, ListingState } from '../listings/schema.ts'
import type { MatchReason } from './schema.ts'

/** The staff who run matching, and those who look over their shoulder. */
export const readsMatching = isStaff('administrator', 'deal_officer', 'observer', 'inspector')
export const readsExposure = isStaff('administrator', 'observer', 'inspector')

export type MatchRefusal =
  | { code: 'match_not_open' }
  | { code: 'match_reason_unknown'; field: 'code' }
  | { code: 'match_words_needed'; field: 'words' }
  | { code: 'match_taken_up'; interest_id: number }
  | { code: 'match_reasons_changed' }
  | { code: 'match_bound_same' }

export interface Half { id: number; kind: ListingKind; state: ListingState; organisation_id: number }
/** Which of the two is the need and which the offer. */
export const pairOf = (one: Pick<Half, 'id' | 'kind'>, other: Pick<Half, 'id'>): { need_id: number; offer_id: number } =>
  (one.kind === 'need' ? { need_id: one.id, offer_id: other.id } : { need_id: other.id, offer_id: one.id })

/** Null where this side may decline: both are on the market, the reason is one of the list, and “other” says which. */
export function mayDecline({ own, other, known, code, words, interest_id }: { own: Pick<Half, 'state'>; other: Pick<Half, 'state'>; known: boolean; code: string; words: string; interest_id: number | null }): MatchRefusal | null {
  if (own.state !== 'published' || other.state !== 'published') return { code: 'match_not_open' }
  if (interest_id !== null) return { code: 'match_taken_up', interest_id }
  if (!known) return { code: 'match_reason_unknown', field: 'code' }
  if (code === 'other' && words === '') return { code: 'match_words_needed', field: 'words' }
  return null
}

/** Whose side somebody speaks for who says that a reason is wrong: an organisation of one of the two, or with null the Exchange as its deal officer; undefined: nobody they may speak for. */
export function objectsFor(actor: Actor, organisations: readonly number[]): number | null | undefined {
  const sides = organisations.filter((id) => isMemberOf(id)(actor))
  return sides.find((id) => id === actor.organisation_id) ?? sides[0] ?? (isStaff('deal_officer')(actor) ? null : undefined)
}

/** Names a reason with its facts in a form: the same facts have the same name, any other another. */
export const reasonKey = (reason: MatchReason): string => createHash('sha256').update(JSON.stringify(reason)).digest('hex').slice(0, 20)
