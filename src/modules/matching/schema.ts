import type { Locale } from '../../platform/locale.ts'

/** One fact that spoke for or against a match, as data: `messages.ts` words it in both languages. */
export type MatchReason =
  | { code: 'shared_words'; words: Record<Locale, string[]> } // each language's own words; empty where the two share none in it
  | { code: 'same_field'; field: string }
  | { code: 'related_field'; field: string }
  | { code: 'same_class'; patent_class: string }
  | { code: 'trl_met'; offered: number; wanted: number }
  | { code: 'trl_short'; offered: number; wanted: number }
  | { code: 'within_budget'; price: number; budget: number }
  | { code: 'over_budget'; price: number; budget: number }
  | { code: 'same_form'; form: string }
  | { code: 'same_place'; ward: string }

export interface Match {
  listing_id: number
  /** 0 to 100; comparable only within one list. */
  score: number
  reasons: MatchReason[]
}
