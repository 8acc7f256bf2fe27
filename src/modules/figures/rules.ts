import { z } from 'zod'
import { hanoiDay } from '../../platform/time.ts'
import { type ListingKind, listingKinds } from '../listings/schema.ts'

/** The ways the market is laid out: by research field, by readiness, by place, by month, by evidence, and where need outruns supply. */
export const marketViews = ['fields', 'trl', 'places', 'months', 'evidence', 'gaps'] as const
export type MarketView = (typeof marketViews)[number]

export const dayOrNone = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).refine((day) => day >= '1990' && day < '2200' && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)).or(z.literal('')).catch('')
/** What part of the market is looked at, as an address says it. Whatever does not parse is as if it had not been said. */
export const MarketAddress = z.object({
  kind: z.enum(['', ...listingKinds]).catch(''),
  field: z.string().regex(/^(\d|\d{3}|\d{5})?$/).catch(''),
  from: dayOrNone, to: dayOrNone,
})
export type MarketAsked = z.output<typeof MarketAddress>

/** The address's own words again, in one order: links, files and what is kept in memory go by it. */
export function marketQuery(asked: MarketAsked): string {
  return new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString()
}

/** Digits of a research field's code on the level below the one chosen: 2, then 203, then 20301. */
export const digitsBelow = (field: string): 1 | 3 | 5 => (field.length === 0 ? 1 : field.length === 1 ? 3 : 5)

/** The months shown when no period is chosen, and the most ever shown: longer lines cannot be read. */
export const usualMonths = 24
export const mostMonths = 120
/** The months, as 2026-03, from the first to the last day of a period; the last two years where none is chosen. */
export function monthsOf({ from, to }: Pick<MarketAsked, 'from' | 'to'>, now: Date): string[] {
  const numberOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  const last = Math.min(numberOf(to || hanoiDay(now)), numberOf(hanoiDay(now)))
  const first = Math.max(from ? numberOf(from) : last - usualMonths + 1, last - mostMonths + 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => `${Math.floor((first + i) / 12)}-${String(((first + i) % 12) + 1).padStart(2, '0')}`)
}

/**
 * Where need outruns supply. A market always holds more of one kind than of the other, so needs over
 * offers would call every field short or none. Compared is the field's share of all needs with its
 * share of all offers, each counted with one more, so that a field without offers divides by no
 * nought and a single need does not outweigh it: pull = ((needs + 1) / (all needs + fields)) ÷
 * ((offers + 1) / (all offers + fields)). At 1 a field is sought as much as it is offered.
 */
export function pullOf({ needs, offers }: { needs: number; offers: number }, all: { needs: number; offers: number; fields: number }): number {
  return ((needs + 1) / (all.needs + all.fields)) / ((offers + 1) / (all.offers + all.fields))
}
/** From this pull a field is short, and below its inverse well supplied: half as much again is more than chance moves a field with the fewest listings judged. */
export const shortFrom = 1.5
/** Fewer needs are wishes of one or two, fewer offers the work of one or two; neither says anything of a field. */
export const fewestJudged = 3
export const balances = ['short', 'even', 'ample', 'few'] as const
export type Balance = (typeof balances)[number]
export function balanceOf({ needs, offers }: { needs: number; offers: number }, pull: number): Balance {
  if (pull >= shortFrom && needs >= fewestJudged) return 'short'
  if (pull <= 1 / shortFrom && offers >= fewestJudged) return 'ample'
  return needs + offers < fewestJudged ? 'few' : 'even'
}

export type Counted = { code: string } & Record<`${ListingKind}s`, number>
