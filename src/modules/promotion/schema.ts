import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'
import type { ListingKind } from '../listings/schema.ts'

/** How often what is new is sent: weekly, or monthly. */
export const rhythms = ['weekly', 'monthly'] as const
export type Rhythm = (typeof rhythms)[number]

export interface PromotionTables {
  /** Bộ sưu tập: listings put together by the Exchange's own people, who say why. */
  collection: {
    id: Generated<number>
    slug: string // in its address; never changes once made
    state: Generated<'draft' | 'published'>
    title_vi: string
    title_en: string
    intro_vi: string
    intro_en: string
    reason_vi: string // why these were chosen, shown with who chose
    reason_en: string
    featured_from: string | null // days in Hanoi, both or neither
    featured_until: string | null
    demonstration: Generated<boolean>
    version: Generated<number>
    created_by: number
    published_by: number | null // who answers for the choice
    published_at: Date | null
    created_at: Date
    updated_at: Date
  }
  collection_listing: { collection_id: number; listing_id: number; position: number }
  /** Thư “có gì mới”: no row, no letter. */
  market_digest: {
    person_id: number
    rhythm: Rhythm
    kinds: ListingKind[]
    research_fields: string[] // empty: every field
    locale: Locale
    chosen_at: Date
    covered_until: Date // what was published before was told already, or came before they asked
  }
  /** One row for each period told about, with or without a letter. */
  market_digest_period: { person_id: number; period: string; listings: number; mail_id: number | null; at: Date }
}
export type Collection = Selectable<PromotionTables['collection']>
export type MarketDigest = Selectable<PromotionTables['market_digest']>

export type PromotionEvent =
  | { type: 'collection.made'; collection_id: number }
  | { type: 'collection.changed'; collection_id: number; version: number }
  | { type: 'collection.published'; collection_id: number; version: number }
  | { type: 'collection.withdrawn'; collection_id: number }
  | { type: 'collection.featured'; collection_id: number; from: string; until: string }
  | { type: 'collection.unfeatured'; collection_id: number }
  | { type: 'market_digest.chosen'; person_id: number; rhythm: Rhythm }
  | { type: 'market_digest.stopped'; person_id: number; by: 'page' | 'letter' }
