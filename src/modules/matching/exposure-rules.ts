import { z } from 'zod'
import { optionalTextField, textField } from '../../platform/fields.ts'
import type { Match } from './schema.ts'

/** At most this percentage of a week's showings within its field; null: no bound. */
export interface Bound { listing_percent: number | null; organisation_percent: number | null }
export const noBound: Bound = { listing_percent: null, organisation_percent: null }
/** What a listing, and its organisation, had of the last week's showings within its field, in percent; and whether it is new and has hardly been seen. */
export interface Share { listing: number; organisation: number; newcomer: boolean }

/** A score is comparable where it is no more than 15 % below. */
export const comparable = 0.85
/** Among so many first places one is kept for a newcomer. */
export const firstPlaces = 5
/** …whose score reaches this part of the best one's. */
export const newcomerShare = 0.6
export const newcomer = { days: 30, showings: 50 }
/** Shares of fewer showings than these in a field and week say nothing. */
export const leastShowings = 50

export const isBeyond = (share: Share | undefined, bound: Bound): boolean =>
  share !== undefined && ((bound.listing_percent !== null && share.listing > bound.listing_percent) || (bound.organisation_percent !== null && share.organisation > bound.organisation_percent))

/**
 * The same matches, none left out, in the order they are shown in. One that had more than the bound
 * of its field's showings stands behind every one of comparable score that had not. Where no newcomer
 * is among the first places by itself, the best one whose score reaches well enough takes the last of
 * them. Nothing else moves.
 */
export function bounded<M extends Pick<Match, 'listing_id' | 'score'>>(matches: readonly M[], shares: ReadonlyMap<number, Share>, bound: Bound): M[] {
  const beyond = matches.map(({ listing_id }) => isBeyond(shares.get(listing_id), bound))
  const placed = matches.map((match, i) => {
    if (!beyond[i]) return { match, place: i, late: 0 }
    const behind = matches.findLastIndex(({ score }, j) => j > i && !beyond[j] && score >= match.score * comparable)
    return { match, place: Math.max(i, behind), late: behind > i ? 1 : 0 }
  })
  const order = placed.toSorted((a, b) => a.place - b.place || a.late - b.late).map(({ match }) => match)
  const isNew = ({ listing_id }: M): boolean => { const share = shares.get(listing_id); return share?.newcomer === true && !isBeyond(share, bound) }
  if (order.slice(0, firstPlaces).some(isNew)) return order
  const best = Math.max(...matches.map(({ score }) => score))
  const lifted = order.findIndex((match, i) => i >= firstPlaces && isNew(match) && match.score >= newcomerShare * best)
  if (lifted >= 0) order.splice(firstPlaces - 1, 0, ...order.splice(lifted, 1))
  return order
}

const percentField = z.preprocess((typed) => {
  const text = typeof typed === 'string' ? typed.trim().replace(/\s*%$/, '') : typed
  return text === '' || text === undefined || text === null ? null : typeof text === 'string' ? (/^\d{1,3}$/.test(text) ? Number(text) : Number.NaN) : text
}, z.number({ error: 'number' }).int({ error: 'number' }).min(1, { error: 'number' }).max(99, { error: 'number' }).nullable())
export const BoundChange = z.object({ listing_percent: percentField, organisation_percent: percentField, reason: textField(500, 10) })

export const exposureViews = ['listings', 'organisations'] as const
export type ExposureView = (typeof exposureViews)[number]
export const exposureDays = [7, 28, 90] as const
export interface ExposureAsked { view: ExposureView; kind: 'offer' | 'need'; days: (typeof exposureDays)[number] }
/** What an address of the staff's page asks for; whatever it does not know is as if it had not been said. */
export const ExposureAddress = z.object({
  view: z.enum(exposureViews).catch('listings'), kind: z.enum(['offer', 'need']).catch('offer'),
  days: z.coerce.number().catch(28).transform((days) => exposureDays.find((each) => each === days) ?? 28),
})
export const DeclinesAddress = z.object({ field: optionalTextField(10).catch(''), page: z.coerce.number().int().min(1).max(1_000).catch(1) })

/** How many of a hundred showings each tenth of the listings got, the most shown tenth first; those never shown are among them. `shown` comes in falling order. */
export function tenths(shown: readonly number[], of: number): number[] {
  const total = shown.reduce((sum, n) => sum + n, 0), count = Math.max(of, shown.length)
  if (total === 0) return Array.from({ length: 10 }, () => 0)
  const upTo = (part: number): number => {
    const end = (count * part) / 10, whole = Math.floor(end)
    return shown.slice(0, whole).reduce((sum, n) => sum + n, 0) + (shown[whole] ?? 0) * (end - whole)
  }
  return Array.from({ length: 10 }, (_, i) => Math.round((100 * (upTo(i + 1) - upTo(i))) / total))
}
