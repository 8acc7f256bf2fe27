import { minutesFrom } from '../../platform/time.ts'
/**
 * Up to which moment of publication a look at `now` may speak. A listing carries the moment at which
 * its publication began and is seen when that is written, a little later: what is younger than this
 * is left to the next look, so that none falls between two.
 */
export const settledAt = (now: Date): Date => minutesFrom(now, -2)

/** How long a confirmation holds, with how many days to go its people are told, and how long an expired listing comes back unreviewed. */
export interface ConfirmationDays { holds: number; first: number; last: number; returns: number }

/**
 * What is due for a published listing that holds until `ends`: to tell its people that so many days
 * are left, or to let it expire. `told`: the days left when they were last told of this very end.
 * Nobody loses a listing unwarned: where they were never told (the Exchange may have been off, or
 * they joined the organisation of an imported listing), they are told now and keep it for as many days as
 * the first warning gives.
 */
export function confirmationDue({ ends, told }: { ends: Date; told: number | null }, { first, last }: Pick<ConfirmationDays, 'first' | 'last'>, now: Date): { tell: number; postpone: boolean } | 'expire' | null {
  const left = (ends.getTime() - now.getTime()) / 86_400_000
  if (left <= 0) return told === null ? { tell: first, postpone: true } : 'expire'
  if (left <= last) return told !== null && told <= last ? null : { tell: last, postpone: false }
  return left <= first && told === null ? { tell: first, postpone: false } : null
}

/** Whether an expired listing is public again at one press: as it was published, and not too long ago. Anything else moderators read anew. */
export const comesBackUnreviewed = ({ expired_at, asPublished }: { expired_at: Date; asPublished: boolean }, { returns }: Pick<ConfirmationDays, 'returns'>, now: Date): boolean =>
  asPublished && now.getTime() - expired_at.getTime() < returns * 86_400_000

/** A text written in an earlier version than the original stands at is an older translation. */
export const translationIsOlder = (ages: readonly { language: string; changed_in: number }[], original: string): boolean => {
  const of = (own: boolean) => ages.find(({ language }) => (language === original) === own)
  return (of(true)?.changed_in ?? 0) > (of(false)?.changed_in ?? Infinity)
}
