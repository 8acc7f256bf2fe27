import { type Actor, isMemberOf, isStaff } from '../../core/context.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import type { Collection, Rhythm } from './schema.ts'

/** Puts collections together and answers for them. */
export const curates = isStaff('moderator', 'administrator', 'programme_officer')
/** Sees drafts as well. */
export const readsCollections = isStaff('moderator', 'administrator', 'programme_officer', 'observer', 'inspector')

const mostInCollection = 60
const longestFeatured = 92

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
  if (isMemberOf(listing.organisation_id)(actor)) return { code: 'own_listing_chosen', field: 'listing' }
  return others >= mostInCollection ? { code: 'collection_full', most: mostInCollection } : null
}

/** On the home page between two days, the last one included, and never for long: what is always in front is no choice. */
export function mayFeature({ state }: Pick<Collection, 'state'>, { from, until }: { from: string; until: string }): PromotionRefusal | null {
  if (state !== 'published') return { code: 'collection_is_draft' }
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000
  return days < 0 || days > longestFeatured ? { code: 'featured_days', field: 'until', most: longestFeatured } : null
}

/** The week (by its Monday) or the month an instant belongs to in Hanoi: the name of one letter. */
export function periodOf(rhythm: Rhythm, at: Date): string {
  const day = hanoiDay(at)
  if (rhythm === 'monthly') return `M${day.slice(0, 7)}`
  const noon = new Date(`${day}T12:00:00+07:00`)
  return `W${hanoiDay(daysFrom(noon, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7)))}`
}
