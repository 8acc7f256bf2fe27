import type { OutcomeMonths, Usage } from '../outcomes/schema.ts'

/** Fewer deals than this say too much of each of them: what they were worth, how long they took, what their sides think. */
export const fewestTold = 3
/** A reference price says what others paid: from five deals up, none of which another four could work out. */
export const fewestPriced = 5

/** The rows whose details stay untold: those of too few deals and, so that none is had by subtracting from the total, as many of the next smallest as hold enough together. */
export function withheldRows<R>(rows: readonly R[], count: (row: R) => number, fewest = fewestTold): Set<R> {
  const withheld = new Set<R>()
  let together = 0
  for (const row of rows.filter((one) => count(one) > 0).toSorted((a, b) => count(a) - count(b))) {
    if (count(row) >= fewest && (withheld.size === 0 || together >= fewest)) break
    withheld.add(row)
    together += count(row)
  }
  return withheld
}

/** In which band a value lies: 0 up to the first bound, 1 up to the second, and so on; a bound belongs to the band below it. */
export const bandOf = (value: number, bounds: readonly number[]): number => bounds.filter((bound) => value > bound).length

/** The bounds a price is rounded to: 1, 2 and 5 of each power of ten đồng. */
export function cellOf(value: number): [low: number, high: number] {
  if (value < 1) return [0, 1]
  let power = 1
  while (power * 10 <= value) power *= 10 // no logarithm: that of 1000 is a hair below 3
  return value < 2 * power ? [power, 2 * power] : value < 5 * power ? [2 * power, 5 * power] : [5 * power, 10 * power]
}

export interface Priced { value: number; supplier: number; demander: number }
export interface PriceBand { deals: number; low: number; high: number }
/**
 * What the middle half of such deals cost. Nothing below five deals, and nothing where one organisation
 * is in more than half of them: that would be its own price list. Every value is first taken for the
 * cell it lies in (1, 2, 5, 10 … ), so that the band is the same wherever in its cell any one of them lies:
 * not even those who know all the others learn more of it than that.
 */
export function priceBand(deals: readonly Priced[]): PriceBand | null {
  if (deals.length < fewestPriced) return null
  const parts = new Map<number, number>()
  for (const { supplier, demander } of deals) for (const one of new Set([supplier, demander])) parts.set(one, (parts.get(one) ?? 0) + 1)
  if (Math.max(...parts.values()) * 2 > deals.length) return null
  const cells = deals.map(({ value }) => cellOf(value)).toSorted((a, b) => a[0] - b[0])
  const at = (share: number) => cells[Math.round((cells.length - 1) * share)]!
  return { deals: deals.length, low: at(0.25)[0], high: at(0.75)[1] }
}

/** Readiness in the three steps in which prices differ: in the laboratory, being proven, ready for use. */
export const readinessSteps = ['1-3', '4-6', '7-9'] as const
export const readinessStep = (trl: number | null): (typeof readinessSteps)[number] | null => (trl === null ? null : readinessSteps[Math.floor((trl - 1) / 3)] ?? null)

/** Of the deals whose time has come, how many both sides spoke of and how many they said are in use. */
export interface Survival { due: number; said: number; used: number }
export const isUsed = (usage: Usage | null): boolean => usage === 'in_use' || usage === 'partly'
export type SurvivalAt = Record<OutcomeMonths, Survival | null>
