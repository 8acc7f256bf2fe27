import { z } from 'zod'
import type { DealFile, InterestFile } from '../deals/queries.ts'
import { openStages } from '../deals/schema.ts'
import type { ClaimShown, EvidenceShown } from '../evidence/queries.ts'
import { isStale } from '../evidence/rules.ts'
import { claimKinds, evidenceResults } from '../evidence/schema.ts'
import type { ExpertListed } from '../experts/queries.ts'
import type { ListingCard, ListingView } from '../listings/queries.ts'
import { longestText, type TextField, textFields } from '../listings/rules.ts'
import { listingKinds, type ListingState, priceModes } from '../listings/schema.ts'
import { locales } from '../../platform/locale.ts'
import { largestVnd } from '../../platform/money.ts'
import { GivenDetails, ListingDetails, shownDetails } from './listing-details.ts'
import type { CollectionShown } from '../promotion/queries.ts'
import type { DealListed, InterestListed } from './list-queries.ts'
import { type Webhook as WebhookRow, type WebhookDelivery, webhookEventTypes } from './schema.ts'

/** What programs are told, field by field: nothing that is not named here ever leaves, whatever a query brings along. */
const id = z.number().int().min(1).max(2_147_483_647)
const instant = z.iso.datetime().describe('An instant in UTC, ISO 8601.').nullable()
const amount = z.number().int().min(0).max(largestVnd).describe('Whole Vietnamese đồng.').nullable()
const kind = z.enum(listingKinds).describe('offer: chào bán công nghệ; need: nhu cầu công nghệ.')
export const listingStates = ['draft', 'submitted', 'returned', 'published', 'expired', 'closed'] as const satisfies readonly ListingState[]
const listingState = z.enum(listingStates)

export const Party = z.object({ id, name_vi: z.string(), name_en: z.string() }).meta({ id: 'Party', description: 'An organisation as others name it.' })
const Owner = Party.nullable().describe('Null where a need was published without its organisation’s name.')

export const Card = z.object({
  id, kind, state: listingState, organisation: Owner, language: z.enum(locales).describe('The language of title and summary.'), title: z.string(), summary: z.string(),
  trl: z.number().int().nullable(), price_mode: z.enum(priceModes), price_min: amount, price_max: amount, research_fields: z.array(z.string()), ward_code: z.string().nullable(),
  source_name: z.string().nullable(), demonstration: z.boolean(), published_at: instant, updated_at: instant,
}).meta({ id: 'ListingCard', description: 'A listing as lists show it.' })
const Text = z.object({ language: z.enum(locales), title: z.string(), summary: z.string(), description: z.string(), problem: z.string(), advantages: z.string(), requirements: z.string(), keywords: z.string() })
export const Listing = z.object({
  id, kind, state: listingState, organisation: Party.extend({ kind: z.string(), verification: z.string() }).nullable().describe('Null where a need was published without its organisation’s name.'),
  original_language: z.enum(locales), texts: z.array(Text), trl: z.number().int().nullable(), ip_status: z.string().nullable(), price_mode: z.enum(priceModes), price_min: amount, price_max: amount,
  research_fields: z.array(z.string()), patent_classes: z.array(z.string()), industries: z.array(z.string()), transfer_forms: z.array(z.string()), ward_code: z.string().nullable(), country_code: z.string(),
  source_name: z.string().nullable(), source_url: z.string(), demonstration: z.boolean(), evidence_grade: z.number().int().min(0).max(4), version: z.number().int(), close_reason: z.string(), submitted_at: instant, published_at: instant, closed_at: instant, updated_at: instant,
  anonymous: z.boolean().describe('A need whose organisation’s name is told to those it deals with and to nobody else; whoever reads it here keeps it to themselves.'), details: ListingDetails,
}).meta({ id: 'Listing', description: 'An offer or a need, whole. What its owner keeps back in tiers is not here.' })

const texts = z.strictObject(Object.fromEntries(textFields.map((field) => [field, z.string().max(longestText[field])])) as Record<TextField, z.ZodString>).partial().describe('Texts left out keep what they were; an empty one is taken away.')
const codes = (list: string, most: number) => z.array(z.string().max(20)).max(most).describe(`Codes of the list ${list}.`)
export const ListingFields = z.strictObject({
  texts: z.strictObject({ vi: texts, en: texts }).partial(), trl: z.number().int().min(1).max(9).nullable(), ip_status: z.string().max(20).nullable().describe('A code of the list ip_status.'),
  price_mode: z.enum(priceModes), price_min: amount, price_max: amount, research_fields: codes('research_field', 3), patent_classes: z.array(z.string().max(20)).max(20), industries: codes('industry', 3), transfer_forms: codes('transfer_form', 8), ward_code: z.string().max(10).nullable(),
  anonymous: z.boolean().describe('Needs only: the organisation’s name is kept from strangers.'), details: GivenDetails,
}).partial().meta({ id: 'ListingFields', description: 'Fields left out keep what they were.' })
export type GivenFields = z.output<typeof ListingFields>

const grade = z.number().int().min(0).max(4).describe('0 contradicted or nothing claimed, 1 the owner’s word, 2 a document, 3 a third party, 4 proven in the field.')
export const Evidence = z.object({
  id, claim_id: id, grade, result: z.enum(evidenceResults), state: z.enum(['waiting', 'confirmed', 'refused']).describe('Others than its organisation read only what is confirmed.'), title: z.string(), made_on: z.iso.date(), issuer: z.string(), issuer_organisation_id: id.nullable(), reference: z.string(), note: z.string(),
  holds_until: z.iso.date(), stale: z.boolean().describe('Past the last day it holds: it counts as the owner’s word.'), file_tier: z.string().nullable().describe('Null: no file. Files are opened on the page.'), reported_by: z.string(), decision_reason: z.string().describe('What the moderator wrote to its organisation; empty for others.'), answer: z.string(), added_at: instant, withdrawn_at: instant, withdrawal_reason: z.string(),
}).meta({ id: 'Evidence', description: 'What proves a claim, or contradicts it.' })
export const Claim = z.object({
  id, listing_id: id, kind: z.enum(claimKinds), statement_vi: z.string(), statement_en: z.string(), amount: z.number().nullable(), unit: z.string(), conditions: z.string(), grade,
  stands_by: id.nullable().describe('The evidence that gives it its grade.'), contradicted_by: id.nullable(), evidence: z.array(Evidence), added_at: instant, withdrawn_at: instant, withdrawal_reason: z.string().describe('What its organisation wrote when it took the claim back; empty for others.'),
}).meta({ id: 'Claim', description: 'One statement an offer stands by, and how it stands today.' })

export const Collection = z.object({
  slug: z.string(), title_vi: z.string(), title_en: z.string(), intro_vi: z.string(), intro_en: z.string(), reason_vi: z.string().describe('Why these were chosen.'), reason_en: z.string(), chosen_by: z.string().nullable(), listings: z.number().int().describe('How many of them are on the market now.'), demonstration: z.boolean(), published_at: instant, updated_at: instant,
}).meta({ id: 'Collection', description: 'Listings put together by the Exchange’s own people, who say why.' })

export const Organisation = z.object({
  id, kind: z.string(), name_vi: z.string(), name_en: z.string(), about_vi: z.string(), about_en: z.string(), ward_code: z.string().nullable(), country_code: z.string(), verification: z.string(),
  source_name: z.string().nullable(), demonstration: z.boolean(), offers: z.number().int(), needs: z.number().int(),
}).meta({ id: 'Organisation', description: 'An organisation as its public page shows it.' })

export const Expert = z.object({
  id, name: z.string(), headline_vi: z.string(), headline_en: z.string(), bio_vi: z.string(), bio_en: z.string(), research_fields: z.array(z.string()), languages: z.array(z.string()), availability: z.string(), available_from: z.string().nullable(),
  orcid: z.string().nullable(), organisation: Party.nullable(), publications: z.number().int().describe('How many are listed.'), demonstration: z.boolean(), published_at: instant,
}).meta({ id: 'Expert', description: 'Somebody who agreed to be found as an expert.' })

export const Code = z.object({ code: z.string(), parent: z.string().nullable(), level: z.string().nullable(), name_vi: z.string(), name_en: z.string() }).meta({ id: 'Code' })
export const Figures = z.object({
  offers: z.number().int(), needs: z.number().int(), imported: z.number().int(), organisations: z.number().int(), verified: z.number().int(), interests: z.number().int(), deals_open: z.number().int(), deals_won: z.number().int(), deals_lost: z.number().int(), value: z.number().int().nullable().describe('Whole đồng, confirmed by both sides of deals; null while so few are won that the sum would tell what one of them was worth.'),
}).meta({ id: 'Figures', description: 'Counted at this moment.' })
export const LogHead = z.object({ day: z.iso.date(), events: z.number().int(), position: z.number().int(), head: z.string().regex(/^[0-9a-f]{64}$/), closed_at: instant }).meta({ id: 'LogHead', description: 'The last seal of a day that is over.' })

const Named = z.object({ id, kind, title: z.string() }).meta({ id: 'NamedListing' })
const interestState = z.enum(['pending', 'accepted', 'declined', 'withdrawn'])
export const InterestRow = z.object({ id, state: interestState, listing: Named, from: Party, to: Party.nullable().describe('Whose listing it is; null while a need keeps its organisation’s name from whoever is interested.'), deal_id: id.nullable(), expressed_at: instant, answered_at: instant }).meta({ id: 'InterestRow' })
export const Interest = InterestRow.extend({ message: z.string(), counter_listing: Named.nullable(), decline_code: z.string().nullable(), answer: z.string() }).meta({ id: 'Interest', description: 'What one organisation wrote about another’s listing, and the answer.' })
const stage = z.enum([...openStages, 'won', 'lost'])
export const DealRow = z.object({
  id, stage, stage_since: instant, value: amount, supplier: Party, demander: Party, listing: Named.nullable(), demonstration: z.boolean(), opened_at: instant, closed_at: instant,
}).meta({ id: 'DealRow' })
export const Deal = DealRow.extend({
  interest_id: id, offer_id: id.nullable(), need_id: id.nullable(), version: z.number().int(), closing: z.object({ value: z.number().int(), organisation_id: id }).nullable().describe('A closing one side reported and the other has not answered. People answer it on the deal’s page.'),
  waits_for: id.nullable().describe('The organisation whose turn it is.'),
}).meta({ id: 'Deal', description: 'A deal file: its step, its sides, its value once both confirmed it.' })
export const DealDocument = z.object({ id, name: z.string(), media_type: z.string(), bytes: z.number().int(), organisation_id: id, person_name: z.string(), added_at: instant }).meta({ id: 'DealDocument', description: 'A file that lies in a deal. People open it on the deal’s page, where each opening is written down.' })
export const Message = z.object({ id, organisation_id: id, person_name: z.string(), body: z.string(), sent_at: instant }).meta({ id: 'Message' })

export const Webhook = z.object({
  id, name: z.string(), url: z.string(), event_types: z.array(z.enum(webhookEventTypes)), state: z.enum(['active', 'failing', 'disabled']), disabled_because: z.enum(['owner', 'failing']).nullable(), former_secret_until: instant, created_at: instant,
}).meta({ id: 'Webhook', description: 'An address that is told of what happens.' })
export const NewWebhook = Webhook.extend({ secret: z.string().describe('Shown here and never again: “whsec_” and the key in base64.') }).meta({ id: 'WebhookWithSecret' })
export const Delivery = z.object({
  id, type: z.string(), message_id: z.string(), event_id: id.nullable(), replay_of: id.nullable(), state: z.enum(['pending', 'delivered', 'failed', 'cancelled']), attempts: z.number().int(), next_attempt_at: instant, last_attempt_at: instant,
  last_status: z.number().int().nullable(), last_error: z.string(), created_at: instant, finished_at: instant,
}).meta({ id: 'Delivery', description: 'One message to one webhook, and how it went.' })

const iso = (at: Date | string | null): string | null => (at === null ? null : new Date(at).toISOString())
/** An organisation a query left out, or whose name it blanked, is nobody to a program. */
const partyOf = <P extends { id: number | null; name_vi: string | null; name_en: string | null }>(party: P | null) =>
  (party && party.id && (party.name_vi || party.name_en) ? { ...party, id: party.id, name_vi: party.name_vi ?? '', name_en: party.name_en ?? '' } : null)

export const shownCard = ({ organisation_id, organisation_name_vi, organisation_name_en, published_at, updated_at, ...card }: ListingCard): z.input<typeof Card> =>
  ({ ...card, organisation: partyOf({ id: organisation_id, name_vi: organisation_name_vi, name_en: organisation_name_en }), published_at: iso(published_at), updated_at: iso(updated_at) })
export const shownListing = ({ organisation, ...listing }: ListingView): z.input<typeof Listing> => ({
  ...listing, organisation: partyOf(organisation), details: shownDetails(listing), submitted_at: iso(listing.submitted_at), published_at: iso(listing.published_at), closed_at: iso(listing.closed_at), updated_at: iso(listing.updated_at),
})
export const shownEvidence = (one: EvidenceShown, today: string): z.input<typeof Evidence> => ({ ...one, stale: isStale(one, today), added_at: iso(one.added_at), withdrawn_at: iso(one.withdrawn_at) })
export const shownClaim = ({ standing, evidence, ...claim }: ClaimShown, today: string): z.input<typeof Claim> => ({
  ...claim, grade: standing.grade, stands_by: standing.by?.id ?? null, contradicted_by: standing.contradicted?.id ?? null, evidence: evidence.map((one) => shownEvidence(one, today)), added_at: iso(claim.added_at), withdrawn_at: iso(claim.withdrawn_at),
})
export const shownCollection = ({ published_at, updated_at, ...collection }: CollectionShown): z.input<typeof Collection> => ({ ...collection, published_at: iso(published_at), updated_at: iso(updated_at) })
export const shownExpert = ({ published_at, ...expert }: ExpertListed): z.input<typeof Expert> => ({ ...expert, published_at: iso(published_at) })
export const shownInterestRow = ({ expressed_at, answered_at, ...row }: InterestListed): z.input<typeof InterestRow> => ({ ...row, expressed_at: iso(expressed_at), answered_at: iso(answered_at) })
/** `told`: whether the reader may know whose listing it is. */
export const shownInterest = (file: InterestFile): z.input<typeof Interest> => ({ ...file, expressed_at: iso(file.expressed_at), answered_at: iso(file.answered_at) })
export const shownDealRow = ({ stage_since, opened_at, closed_at, ...deal }: DealListed): z.input<typeof DealRow> => ({ ...deal, stage_since: iso(stage_since), opened_at: iso(opened_at), closed_at: iso(closed_at) })
export const shownDeal = ({ deal, supplier, demander, offer, need, next }: DealFile): z.input<typeof Deal> => ({
  ...deal, supplier, demander, listing: offer ?? need, stage_since: iso(deal.stage_since), opened_at: iso(deal.opened_at), closed_at: iso(deal.closed_at), waits_for: next?.organisation_id ?? null,
  closing: deal.closing_value === null || deal.closing_organisation_id === null || deal.closed_at !== null ? null : { value: deal.closing_value, organisation_id: deal.closing_organisation_id },
})
export const shownDocument = ({ organisation, added_at, ...document }: DealFile['documents'][number]): z.input<typeof DealDocument> => ({ ...document, organisation_id: organisation.id, added_at: iso(added_at) })
export const shownMessage = ({ sent_at, ...message }: { id: number; organisation_id: number; person_name: string; body: string; sent_at: Date }): z.input<typeof Message> => ({ ...message, sent_at: iso(sent_at) })
export const shownWebhook = (webhook: WebhookRow): z.input<typeof Webhook> => ({
  ...webhook, state: webhook.disabled_at ? 'disabled' : webhook.failing_since ? 'failing' : 'active', former_secret_until: iso(webhook.former_secret_until), created_at: iso(webhook.created_at),
})
export const shownDelivery = (one: Omit<WebhookDelivery, 'payload' | 'claimed_until' | 'webhook_id'>): z.input<typeof Delivery> =>
  ({ ...one, next_attempt_at: iso(one.next_attempt_at), last_attempt_at: iso(one.last_attempt_at), created_at: iso(one.created_at), finished_at: iso(one.finished_at) })
