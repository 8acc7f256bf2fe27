import { z } from 'zod'
import type { DealRow } from '../deals/queries.ts'
import type { ListingCard, ListingView } from '../listings/queries.ts'

/** What programs are told, field by field: nothing that is not named here ever leaves, whatever a query brings along. */
const instant = z.string().describe('An instant in UTC, ISO 8601').nullable()
const amount = z.number().int().describe('Whole đồng').nullable()
const Party = z.object({ id: z.number().int(), name_vi: z.string(), name_en: z.string() })

export const Problem = z.object({ type: z.string(), status: z.number().int(), code: z.string(), detail: z.string(), request_id: z.string().optional() })

export const Card = z.object({
  id: z.number().int(), kind: z.enum(['offer', 'need']), state: z.string(), organisation: Party, language: z.enum(['vi', 'en']), title: z.string(), summary: z.string(),
  trl: z.number().int().nullable(), price_mode: z.string(), price_min: amount, price_max: amount, research_fields: z.array(z.string()), ward_code: z.string().nullable(),
  source_name: z.string().nullable(), demonstration: z.boolean(), published_at: instant, updated_at: instant,
})
const Text = z.object({ language: z.enum(['vi', 'en']), title: z.string(), summary: z.string(), description: z.string(), problem: z.string(), advantages: z.string(), requirements: z.string(), keywords: z.string() })
export const Listing = z.object({
  id: z.number().int(), kind: z.enum(['offer', 'need']), state: z.string(), organisation: Party.extend({ kind: z.string(), verification: z.string() }), original_language: z.enum(['vi', 'en']), texts: z.array(Text),
  trl: z.number().int().nullable(), ip_status: z.string().nullable(), price_mode: z.string(), price_min: amount, price_max: amount,
  research_fields: z.array(z.string()), patent_classes: z.array(z.string()), industries: z.array(z.string()), transfer_forms: z.array(z.string()), ward_code: z.string().nullable(), country_code: z.string(),
  source_name: z.string().nullable(), source_url: z.string(), demonstration: z.boolean(), version: z.number().int(), published_at: instant, updated_at: instant,
})
export const Organisation = z.object({
  id: z.number().int(), kind: z.string(), name_vi: z.string(), name_en: z.string(), about_vi: z.string(), about_en: z.string(), ward_code: z.string().nullable(), country_code: z.string(), verification: z.string(),
  source_name: z.string().nullable(), demonstration: z.boolean(), offers: z.number().int(), needs: z.number().int(),
})
export const Deal = z.object({
  id: z.number().int(), stage: z.string(), stage_since: instant, value: amount, supplier: Party, demander: Party, listing: z.object({ id: z.number().int(), kind: z.enum(['offer', 'need']), title: z.string() }).nullable(),
  demonstration: z.boolean(), opened_at: instant, closed_at: instant,
})

const iso = (at: Date | string | null): string | null => (at === null ? null : new Date(at).toISOString())

export const shownCard = ({ organisation_id, organisation_name_vi, organisation_name_en, published_at, updated_at, ...card }: ListingCard): z.input<typeof Card> =>
  ({ ...card, organisation: { id: organisation_id, name_vi: organisation_name_vi, name_en: organisation_name_en }, published_at: iso(published_at), updated_at: iso(updated_at) })
export const shownListing = (listing: ListingView): z.input<typeof Listing> =>
  ({ ...listing, published_at: iso(listing.published_at), updated_at: iso(listing.updated_at) })
type NamedDeal = Pick<DealRow, 'id' | 'stage' | 'value' | 'supplier' | 'demander' | 'demonstration' | 'opened_at' | 'closed_at'> & { stage_since: Date; listing: DealRow['listing'] | null }
export const shownDeal = ({ listing, stage_since, opened_at, closed_at, ...deal }: NamedDeal): z.input<typeof Deal> =>
  ({ ...deal, listing: listing && { id: listing.id, kind: listing.kind, title: listing.title }, stage_since: iso(stage_since), opened_at: iso(opened_at), closed_at: iso(closed_at) })
