import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import type { KeptTier } from '../disclosure/schema.ts'

export const listingKinds = ['offer', 'need'] as const
export type ListingKind = (typeof listingKinds)[number] // chào bán công nghệ · nhu cầu công nghệ
export type ListingState = 'draft' | 'submitted' | 'returned' | 'published' | 'expired' | 'closed'
export const priceModes = ['fixed', 'range', 'negotiable'] as const
export type PriceMode = (typeof priceModes)[number]

/** Groups of fields kept off the public page, each in a tier of its owner's choice: liên hệ · chi tiết kỹ thuật · số liệu thử nghiệm · chi phí và giá · bí quyết. */
export const partNames = ['contact', 'technical', 'performance', 'costs', 'know_how'] as const
export type PartName = (typeof partNames)[number]

/** 0 nothing claimed · 1 self-declared (tự khai) · 2 document (có tài liệu) · 3 third party (bên thứ ba kiểm chứng) · 4 proven in the field (đã chứng minh trong thực tế). */
export type EvidenceGrade = 0 | 1 | 2 | 3 | 4

/** The steps of the form beyond the basic content, in their order. */
export const offerSteps = ['readiness', 'rights', 'use', 'market', 'public_money'] as const
export const needSteps = ['numbers', 'tried', 'money', 'pilot'] as const
export const steps = [...offerSteps, ...needSteps] as const
export type Step = (typeof steps)[number]

/** sáng chế · giải pháp hữu ích · kiểu dáng · nhãn hiệu · quyền tác giả · giống cây trồng · thiết kế bố trí · bí mật kinh doanh */
export const rightKinds = ['patent', 'utility_solution', 'design', 'trademark', 'copyright', 'plant_variety', 'circuit_layout', 'trade_secret'] as const
export type RightKind = (typeof rightKinds)[number]
export const rightStatuses = ['filed', 'granted', 'expired', 'refused', 'unregistered'] as const
export type RightStatus = (typeof rightStatuses)[number]
/** Where a right holds: Vietnam, an international (PCT) or European application, single countries, elsewhere. */
export const territories = ['VN', 'PCT', 'EP', 'US', 'CN', 'JP', 'KR', 'other'] as const
export type Territory = (typeof territories)[number]
export const stages = ['idea', 'prototype', 'commercial'] as const
export const urgencies = ['three_months', 'this_year', 'next_year', 'open'] as const
export const certainties = ['none', 'planned', 'approved'] as const
export const procurementRoutes = ['direct', 'competitive', 'state_order', 'undecided'] as const

/** khuyến khích chuyển giao · hạn chế chuyển giao · cấm chuyển giao */
export const technologyLists = ['encouraged', 'restricted', 'prohibited'] as const
export type TechnologyList = (typeof technologyLists)[number]
const technologyClasses = ['ordinary', ...technologyLists] as const
export type TechnologyClass = (typeof technologyClasses)[number]
/** The letters a list's codes begin with. */
export const prefixes: Record<TechnologyList, string> = { encouraged: 'KK', restricted: 'HC', prohibited: 'CAM' }

/** One technology or kind of technology that the law names. */
export interface TechnologyItem {
  code: string
  list: TechnologyList
  name_vi: string
  name_en: string
  document: string
  article: string
  source: string
  mark: 'S' | 'S2'
  /** Words that make a listing worth a look, in small letters. */
  words: string[]
  /** Beginnings of research fields and patent classes. */
  codes: string[]
  valid_from: string
  valid_to: string | null
}
/** What a moderator said one version of a listing is. */
export interface Classification { id: number; listing_id: number; version: number; class: TechnologyClass; items: string[]; pointed: string[]; reason: string; decided_by: number | null; decided_at: Date }

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
    confirmed_at: Generated<Date | null> // when its people last said that it still holds; publishing it says so too
    confirm_not_before: Generated<Date | null> // it does not lapse before this
    expired_at: Generated<Date | null>
    confirmation_told: Generated<number | null> // days that were left when its people were last told
    confirmation_told_for: Generated<Date | null> // and the end they were told of
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
  /** One row a step that was ever saved; its version tells the second of two people that the first has saved. */
  listing_step: { listing_id: number; step: Step; version: Generated<number>; changed_at: Date }
  /** Days of the tables below are Hanoi's, written 2026-03-02. */
  listing_offer_detail: {
    listing_id: number
    cost_own: Vnd | null // for one unit, named in the texts
    cost_incumbent: Vnd | null
    stage: (typeof stages)[number] | null
    market_size: Vnd | null // a year
    market_growth_basis_points: number | null // a year
    state_share_basis_points: number | null
    task_code: Generated<string>
    decision_number: Generated<string>
    decision_on: string | null
    decision_authority: Generated<string>
  }
  listing_need_detail: {
    listing_id: number
    baseline: number | null
    target: number | null
    value_per_year: Vnd | null
    urgency: (typeof urgencies)[number] | null
    budget_certainty: (typeof certainties)[number] | null
    decides_on: string | null
    procurement_route: (typeof procurementRoutes)[number] | null
    starts_on: string | null
    months: number | null
    pilot: 'yes' | 'no' | null
  }
  listing_detail_text: { listing_id: number; name: string; language: Locale; text: string }
  /** What was answered to a level's question; no row: not answered. */
  listing_readiness: { listing_id: number; level: number; met: boolean }
  listing_right: { listing_id: number; position: number; kind: RightKind; number: string; status: RightStatus; territories: Territory[]; filed_on: string | null; expires_on: string | null }
  /** Whose the technology is; the shares of one listing add to 10,000. */
  listing_share: { listing_id: number; position: number; organisation_id: number | null; name: string; share_basis_points: number }
  listing_site: { listing_id: number; position: number; place: string; since_year: number | null; ask: string }
  /** A version as it was sent or published; `schema` says by which release's names `content` is written. */
  listing_version: { listing_id: number; version: number; schema: number; content: unknown; submitted_at: Date | null; published_at: Date | null; withheld_at: Generated<Date | null> }
  /** Kept by the database: in which version each text last said something else. */
  listing_text_age: { listing_id: number; language: Locale; sha256: Buffer; changed_in: number; changed_at: Date }
  word_frequency: { word: string; listings: number }
  technology_item: TechnologyItem & { edited_at: Date | null; edited_by: number | null }
  /** One row each time a moderator said it; the newest stands. */
  listing_classification: Omit<Classification, 'id'> & { id: Generated<number> }
}
export type ListingRow = Omit<Selectable<ListingTables['listing']>, 'search' | 'source_sha256' | 'request_key' | 'confirmed_at' | 'confirm_not_before' | 'expired_at' | 'confirmation_told' | 'confirmation_told_for'>
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
  | { type: 'listing.confirmation_due'; listing_id: number; days: number; until: string }
  | { type: 'listing.confirmed'; listing_id: number; version: number; again: boolean } // again: it had lapsed and is public once more
  | { type: 'listing.expired'; listing_id: number; version: number }
  | { type: 'listing.version_withheld'; listing_id: number; version: number }
  | { type: 'listing.version_shown'; listing_id: number; version: number }
  | { type: 'listing.classified'; listing_id: number; version: number; class: TechnologyClass; items: string[]; pointed: string[] }
  | { type: 'technology.item_added'; code: string; list: TechnologyList; valid_from: string }
  | { type: 'technology.item_ended'; code: string; valid_to: string }
