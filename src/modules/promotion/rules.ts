import { type Actor, isStaff } from '../../core/context.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import type { Collection, Rhythm } from './schema.ts'

/** Puts collections together and answers for them. */
export const curates = isStaff('moderator', 'administrator', 'programme_officer')
/** Sees drafts as well. */
export const readsCollections = isStaff('moderator', 'administrator', 'programme_officer', 'observer', 'inspector')

export const mostInCollection = 60
export const longestFeatured = 92

export type PromotionRefusal =
  | { code: 'slug_taken'; field: 'slug' }
  | { code: 'collection_changed'; version: number }
  | { code: 'collection_empty' }
  | { code: 'collection_full'; most: number }
  | { code: 'not_on_market'; field: 'listing' }
  | { code: 'own_listing_chosen'; field: 'listing' }
  | { code: 'collection_is_draft' }
  | { code: 'featured_days'; field: 'until'; most: number }
  | { code: 'digest_link_unknown' }

/** What somebody puts before everybody must be on the market now, and not their own organisation's. */
export function mayChoose(actor: Actor, listing: { state: string; organisation_id: number } | undefined, others: number): PromotionRefusal | null {
  if (listing?.state !== 'published') return { code: 'not_on_market', field: 'listing' }
  if (actor.memberships.some((m) => m.organisation_id === listing.organisation_id)) return { code: 'own_listing_chosen', field: 'listing' }
  return others >= mostInCollection ? { code: 'collection_full', most: mostInCollection } : null
}

/** On the home page between two days, the last one included, and never for long: what is always in front is no choice. */
export function mayFeature({ state }: Pick<Collection, 'state'>, { from, until }: { from: string; until: string }): PromotionRefusal | null {
  if (state !== 'published') return { code: 'collection_is_draft' }
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000
  return days < 0 || days > longestFeatured ? { code: 'featured_days', field: 'until', most: longestFeatured } : null
}

/** Whether it stands on the home page on that day. */
export const isFeaturedOn = ({ state, featured_from, featured_until }: Pick<Collection, 'state' | 'featured_from' | 'featured_until'>, day: string): boolean =>
  state === 'published' && featured_from !== null && featured_until !== null && featured_from <= day && day <= featured_until

/** The week (by its Monday) or the month an instant belongs to in Hanoi: the name of one letter. */
export function periodOf(rhythm: Rhythm, at: Date): string {
  const day = hanoiDay(at)
  if (rhythm === 'monthly') return `M${day.slice(0, 7)}`
  const noon = new Date(`${day}T12:00:00+07:00`)
  return `W${hanoiDay(daysFrom(noon, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7)))}`
}
