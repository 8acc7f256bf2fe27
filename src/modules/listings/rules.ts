import { type Lifecycle, next } from '../../platform/lifecycle.ts'
import type { Locale } from '../../platform/locale.ts'
import { refuse } from '../../platform/refusal.ts'
import { type KeptTier, keptTiers } from '../disclosure/schema.ts'
import type { ListingRow, ListingState, ListingText, PartName, PriceMode } from './schema.ts'

/** draft → submitted → published or returned → closed. Changing a published listing sends it to review again, at once where its source changed it and it points at the technology lists; one nobody confirms expires. */
export const listingLifecycle = {
  draft: { submit: 'submitted', close: 'closed' },
  submitted: { publish: 'published', return: 'returned', withdraw: 'draft', close: 'closed' },
  returned: { submit: 'submitted', close: 'closed' },
  published: { revise: 'draft', recheck: 'submitted', close: 'closed', expire: 'expired' },
  expired: { confirm: 'published', submit: 'submitted', revise: 'draft', close: 'closed' },
  closed: { revise: 'draft' },
} satisfies Lifecycle<ListingState>
type Verbs<T> = T extends unknown ? keyof T : never
export type ListingVerb = Verbs<(typeof listingLifecycle)[ListingState]>
/** The table as rows: the state, what is done, and the state it leads to. */
export const lifecycleRows: { state: ListingState; verb: ListingVerb; to: ListingState }[] =
  Object.entries(listingLifecycle).flatMap(([state, verbs]) => Object.entries(verbs).map(([verb, to]) => ({ state: state as ListingState, verb: verb as ListingVerb, to })))

export type ListingRefusal =
  | { code: 'incomplete'; missing: Missing[] }
  | { code: 'changed_meanwhile'; version: number }
  | { code: 'under_review' }
  | { code: 'drafted_already' }
  | { code: 'own_listing' }
  | { code: 'no_organisation' }
  | { code: 'acting_changed' }
  | { code: 'too_many_pictures'; most: number }
  | { code: 'too_many_documents'; most: number }
  | { code: 'document_removed' }
  | { code: 'saved_by_hand' }
  | { code: 'shares_not_whole'; sum: number }
  | { code: 'right_ends_first'; right: number }
  | TechnologyGate
  | { code: 'classified_meanwhile' }
  | { code: 'nothing_to_classify' }
  | { code: 'item_taken'; field: 'code' }
/** What of the technology lists keeps a listing from being public. */
export type TechnologyGate = { code: 'technology_unconfirmed'; items: number } | { code: 'technology_prohibited' }

export const textFields = ['title', 'summary', 'description', 'problem', 'advantages', 'requirements', 'keywords'] as const
export type TextField = (typeof textFields)[number]
/** The most a text of a listing may hold, in characters. */
export const longestText: Record<TextField, number> = { title: 200, summary: 600, description: 20_000, problem: 20_000, advantages: 20_000, requirements: 20_000, keywords: 300 }
export type Missing = 'title' | 'summary' | 'description' | 'problem' | 'advantages' | 'requirements' | 'research_fields' | 'trl' | 'ip_status' | 'transfer_forms' | 'price'

/** The least a reader needs before a listing may be shown to them, in characters. */
export const least = { title: 10, summary: 40, description: 120, problem: 40, advantages: 30, requirements: 30 } as const

type Judged = Pick<ListingRow, 'kind' | 'research_fields' | 'trl' | 'ip_status' | 'transfer_forms' | 'price_mode' | 'price_min' | 'original_language'>

/** What is still missing before this listing may be sent for review, in the order of the form. Judged in its original language. */
export function missingIn(listing: Judged, texts: readonly ListingText[]): Missing[] {
  const text = texts.find(({ language }) => language === listing.original_language)
  const own: TextField[] = listing.kind === 'offer' ? ['title', 'summary', 'description', 'problem', 'advantages'] : ['title', 'summary', 'problem', 'description', 'requirements']
  const missing: Missing[] = own.filter((field) => (text?.[field].length ?? 0) < (field in least ? least[field as keyof typeof least] : 1)) as Missing[]
  if (listing.research_fields.length === 0) missing.push('research_fields')
  if (listing.trl === null) missing.push('trl')
  if (listing.kind === 'offer' && !listing.ip_status) missing.push('ip_status')
  if (listing.transfer_forms.length === 0) missing.push('transfer_forms')
  if (listing.price_mode !== 'negotiable' && listing.price_min === null) missing.push('price')
  return missing
}

/** What to say beside each field of the form, for what is missing. The texts asked for are those in the original language. */
export function errorsOfMissing(missing: readonly Missing[], language: Locale): Record<string, string> {
  return Object.fromEntries(missing.map((name) => {
    if (name in least) return [`${name}_${language}`, `too_short:${least[name as keyof typeof least]}`]
    return name === 'price' ? ['price_min', 'price_missing'] : [name, 'required']
  }))
}

/** The state a listing is in once its content or its pictures have changed: what moderators read stays as they read it, and what they approved is reviewed anew. */
export function stateOnceChanged(state: ListingState): ListingState {
  if (state === 'submitted') return refuse<ListingRefusal>({ code: 'under_review' })
  return state === 'draft' || state === 'returned' ? state : next(listingLifecycle, state, 'revise')
}

/** Where a title is missing: wherever other texts are given in that language; with no title at all, in the language of the form. */
export function untitled(texts: Readonly<Record<string, unknown>>, formLanguage: Locale): Locale[] {
  const without = (['vi', 'en'] as const).filter((language) => !texts[`title_${language}`])
  const begun = without.filter((language) => textFields.some((field) => texts[`${field}_${language}`]))
  return begun.length === 0 && without.length === 2 ? [formLanguage] : begun
}

/** What is wrong with a price as entered; null when it holds together. */
export function priceError(mode: PriceMode, min: number | null, max: number | null): 'price_missing' | 'price_order' | null {
  if (mode === 'negotiable') return null
  if (min === null) return 'price_missing'
  if (mode === 'range' && (max === null || max < min)) return max === null ? 'price_missing' : 'price_order'
  return null
}

/** The tiers each group may lie in. Know-how shown to whoever signs in would be know-how no longer. */
export const tiersOfPart: Record<PartName, readonly KeptTier[]> = {
  contact: keptTiers, technical: keptTiers, performance: keptTiers, costs: keptTiers, know_how: ['granted', 'nda'],
}
/** Where a group lies until its owner says otherwise. */
export const usualTier: Record<PartName, KeptTier> = { contact: 'signed_in', technical: 'granted', performance: 'granted', costs: 'granted', know_how: 'nda' }
/** Documents of one listing, each with as many versions as it needs. */
export const mostDocuments = 20

export const trlBands = { early: [1, 3], middle: [4, 6], ready: [7, 9] } as const
export const mostPictures = 6
