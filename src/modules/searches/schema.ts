import type { Generated, Selectable } from 'kysely'

/** How soon its owner hears of what is new: within minutes, at seven in the morning, at seven on Mondays, or not at all. */
export const frequencies = ['at_once', 'daily', 'weekly', 'none'] as const
export type Frequency = (typeof frequencies)[number]

export interface SearchTables {
  saved_search: {
    id: Generated<number>
    person_id: number
    name: string
    address: string // the query of its address, without page and moment
    frequency: Frequency
    created_at: Date
    looked_at: Date // when it was last looked into
    seen_until: Date // what was published up to here its owner has been told of, or saw when saving
    told: Generated<number[]> // the latest listings told of, the newest first
  }
}
export type SavedSearch = Selectable<SearchTables['saved_search']>

export type SearchEvent =
  | { type: 'search.saved'; saved_search_id: number; frequency: Frequency }
  | { type: 'search.changed'; saved_search_id: number; frequency: Frequency }
  | { type: 'search.forgotten'; saved_search_id: number }
  | { type: 'search.answered'; saved_search_id: number; person_id: number; listings: number }
