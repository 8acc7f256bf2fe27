import type { Frequency } from './schema.ts'

/** Searches one person may keep. */
export const mostSearches = 50

export type SearchRefusal =
  | { code: 'too_many_searches'; most: number }
  | { code: 'search_is_empty'; field: 'address' }

/** What is saved must ask for something: a word or a filter. */
export const maySave = (address: string, kept: number): SearchRefusal | null =>
  address === '' ? { code: 'search_is_empty', field: 'address' } : kept >= mostSearches ? { code: 'too_many_searches', most: mostSearches } : null

const day = 86_400_000
/** Seven in the morning in Hanoi is midnight in UTC the year round. */
const lastMorning = (now: Date): number => Math.floor(now.getTime() / day) * day
/** The first day of 1970 was a Thursday. */
const lastMonday = (now: Date): number => (Math.floor((now.getTime() / day - 4) / 7) * 7 + 4) * day

/** Whoever looked before this moment is due to be looked into again; null: nobody is. */
export function dueBefore(frequency: Frequency, now: Date): Date | null {
  switch (frequency) {
    case 'at_once': return now
    case 'daily': return new Date(lastMorning(now))
    case 'weekly': return new Date(lastMonday(now))
    case 'none': return null
  }
}
