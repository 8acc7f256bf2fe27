import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import type { KeptTier } from '../disclosure/schema.ts'

export const listingKinds = ['offer', 'need'] as const
export type ListingKind = (typeof listingKinds)[number] // chào bán công nghệ · nhu cầu công nghệ
export type ListingState = 'draft' | 'submitted' | 'returned' | 'published' | 'closed'
export const priceModes = ['fixed', 'range', 'negotiable'] as const
export type PriceMode = (typeof priceModes)[number]

/** Groups of fields kept off the public page, each in a tier of its owner's choice: liên hệ · chi tiết kỹ thuật · số liệu thử nghiệm · chi phí và giá · bí quyết. */
export const partNames = ['contact', 'technical', 'performance', 'costs', 'know_how'] as const
export type PartName = (typeof partNames)[number]

/** 0 nothing claimed · 1 self-declared (tự khai) · 2 document (có tài liệu) · 3 third party (bên thứ ba kiểm chứng) · 4 proven in the field (đã chứng minh trong thực tế). */
export type EvidenceGrade = 0 | 1 | 2 | 3 | 4

export interface ListingTables {
  listing: {
    id: Generated<number>
    kind: ListingKind
    state: Generated<ListingState>
    organisation_id: number
    created_by: number | null
    original_language: Locale
    trl: number | null // an offer's readiness; the least a need accepts
    ip_status: string | null
    price_mode: Generated<PriceMode>
    price_min: Vnd | null // an offer's price, a need's budget
    price_max: Vnd | null
    research_fields: string[]
    patent_classes: string[]
    industries: string[]
    transfer_forms: string[]
    ward_code: string | null
    country_code: Generated<string>
    source_name: string | null // where an imported listing comes from
    source_key: string | null
    source_url: Generated<string>
    source_sha256: string | null
    demonstration: Generated<boolean>
    evidence_grade: Generated<EvidenceGrade> // the grade its claims stand at today; kept by the evidence module
    anonymous: Generated<boolean> // a need whose organisation is named only to those it talks to
    version: Generated<number> // rises with every change of content, pictures too
    request_key: Generated<string | null> // of the form that made it: the same form twice is one draft
    submitted_at: Date | null
    published_at: Date | null
    closed_at: Date | null
    close_reason: Generated<string>
    created_at: Date
    updated_at: Date
    search: Generated<string>
  }
  listing_text: {
    listing_id: number
    language: Locale
    title: string
    summary: Generated<string>
    description: Generated<string>
    problem: Generated<string> // what hurts today
    advantages: Generated<string> // offers
    requirements: Generated<string> // needs
    keywords: Generated<string>
  }
  listing_review: { id: Generated<number>; listing_id: number; decision: 'published' | 'returned'; reason: string; decided_by: number | null; decided_at: Date }
  listing_picture: { listing_id: number; document_id: number; position: number; caption: Generated<string> }
  /** Read only at its tier; empty texts: there is none. */
  listing_part: { listing_id: number; name: PartName; tier: KeptTier; text_vi: string; text_en: string; version: Generated<number>; changed_by: number | null; changed_at: Date }
  /** One row a version; readers get the current one of its series, the owner all of them. */
  listing_document: {
    listing_id: number
    series: number
    version: number
    document_id: number
    title: string
    tier: KeptTier
    current: boolean
    added_by: number
    added_at: Date
    removed_by: Generated<number | null>
    removed_at: Generated<Date | null>
  }
  word_frequency: { word: string; listings: number }
}
export type ListingRow = Omit<Selectable<ListingTables['listing']>, 'search' | 'source_sha256' | 'request_key'>
export type ListingText = Selectable<ListingTables['listing_text']>

export type ListingEvent =
  | { type: 'listing.drafted'; listing_id: number; kind: ListingKind }
  | { type: 'listing.imported'; listing_id: number; kind: ListingKind; source_name: string }
  | { type: 'listing.changed'; listing_id: number; version: number; fields: string[] }
  | { type: 'listing.submitted'; listing_id: number; version: number }
  | { type: 'listing.withdrawn'; listing_id: number; version: number }
  | { type: 'listing.published'; listing_id: number; version: number }
  | { type: 'listing.returned'; listing_id: number; reason: string }
  | { type: 'listing.closed'; listing_id: number; reason: string }
