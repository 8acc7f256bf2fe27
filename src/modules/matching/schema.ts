import type { Generated } from 'kysely'
import type { Locale } from '../../platform/locale.ts'
import type { EvidenceGrade } from '../listings/schema.ts'

/** One fact that spoke for or against a match, as data: `wording.ts` words it in both languages. */
export type MatchReason =
  | { code: 'shared_words'; words: Record<Locale, string[]> } // each language's own words; empty where the two share none in it
  | { code: 'translated_words'; words: { need: string; offer: string }[] } // said in one language here, in the other there
  | { code: 'close_meaning' } // the texts as a whole speak of close things
  | { code: 'missing_words'; words: Record<Locale, string[]> } // the need's most telling words that the offer's page has in neither language
  | { code: 'same_field'; field: string }
  | { code: 'related_field'; field: string }
  | { code: 'same_class'; patent_class: string }
  | { code: 'same_industry'; industry: string }
  | { code: 'trl_met'; offered: number; wanted: number }
  | { code: 'trl_short'; offered: number; wanted: number }
  | { code: 'within_budget'; price: number; budget: number }
  | { code: 'over_budget'; price: number; budget: number }
  | { code: 'same_form'; form: string }
  | { code: 'same_place'; ward: string }
  | { code: 'proven'; grade: EvidenceGrade } // third party or proven in the field
  | { code: 'public_money'; share: number } // basis points; its transfer follows the rules for results of public money

export interface Match {
  listing_id: number
  /** 0 to 100; comparable only within one list. */
  score: number
  reasons: MatchReason[]
  /** Listings that say nearly the same and stand behind this one. */
  copies: number[]
}

export interface MatchingTables {
  lexicon_pair: { id: Generated<number>; vi: string; en: string; rank: number; of_program: boolean; added_by: number | null; added_at: Date; withdrawn_by: Generated<number | null>; withdrawn_at: Generated<Date | null> }
  lexicon_release: { only_one: Generated<boolean>; sha256: string; version: Generated<number> }
  match_meaning: { id: Generated<number>; learnt_at: Date; listings: number; dimensions: number; terms: Buffer; vectors: Buffer }
  match_embedding: { listing_id: number; model: string; listing_version: number; vector: Buffer; made_at: Date }
  match_training: { id: Generated<number>; at: Date; needs: number; answers: number; judged: number; weights: unknown; quality: number; quality_before: number; served: boolean }
  match_serving: { id: Generated<number>; training_id: number | null; since: Date; by_person: number | null }
}

export type MatchingEvent =
  | { type: 'lexicon.pair_added'; pair_id: number }
  | { type: 'lexicon.pair_withdrawn'; pair_id: number }
  | { type: 'lexicon.pair_restored'; pair_id: number }
  | { type: 'matching.weights_learnt'; training_id: number; served: boolean }
  | { type: 'matching.weights_served'; training_id: number | null }
