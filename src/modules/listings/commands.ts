import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type Ctx, isMemberOf, isSignedIn, isStaff, mayEditFor, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, codesField, idField, optionalTextField, optionalVndField, requestKeyField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { dropDocument } from '../documents/commands.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import type { CodeList } from '../taxonomy/schema.ts'
import { countWordsSoon, refreshSearch } from './indexing.ts'
import { listingColumns } from './queries.ts'
import { listingLifecycle, type ListingRefusal, longestText, missingIn, mostPictures, priceError, type TextField, textFields, untitled } from './rules.ts'
import { listingKinds, type ListingRow, type ListingText, priceModes } from './schema.ts'
import { passTechnologyGate } from './technology-commands.ts'
import { listingInTurn, markChanged, savesItself } from './turns.ts'
import { keepVersion } from './versions.ts'

const texts = Object.fromEntries(textFields.flatMap((field) => locales.map((language) => [`${field}_${language}`, optionalTextField(longestText[field])]))) as Record<`${TextField}_${Locale}`, ReturnType<typeof optionalTextField>>
const price = { price_mode: choiceField(priceModes), price_min: optionalVndField, price_max: optionalVndField }

/** Patent classes typed as codes: "A23B, F26B". */
const classesField = optionalTextField(200).transform((text) => [...new Set(text.toUpperCase().split(/[\s,;]+/).filter(Boolean))])

export const ListingContent = z.object({
  ...texts,
  trl: z.preprocess((value) => (value === '' || value === undefined ? null : value), z.coerce.number().int().min(1).max(9).nullable()),
  ip_status: optionalTextField(20).transform((code) => code || null), ...price,
  research_fields: codesField(3), patent_classes: classesField, industries: codesField(3), transfer_forms: codesField(8),
  ward_code: optionalTextField(10).transform((code) => code || null),
  form_language: z.enum(locales).catch('vi'), // the language the form was shown in
}).superRefine((input, issues) => {
  for (const language of untitled(input, input.form_language)) issues.addIssue({ code: 'custom', path: [`title_${language}`], message: 'required' })
  const wrong = priceError(input.price_mode, input.price_min, input.price_max)
  if (wrong) issues.addIssue({ code: 'custom', path: [wrong === 'price_order' || input.price_min !== null ? 'price_max' : 'price_min'], message: wrong })
}).transform(({ form_language: _form_language, ...content }) => content)
export type Content = z.output<typeof ListingContent>

export const DraftListing = z.intersection(z.object({ kind: choiceField(listingKinds), request_key: requestKeyField, organisation_id: idField.optional() }), ListingContent)
export const ChangeListing = z.intersection(z.object({ id: idField, version: z.coerce.number().int() }), ListingContent)
export const ListingStep = z.object({ id: idField })
/** A decision names the version the moderator read. */
export const CloseListing = z.object({ id: idField, reason: textField(500, 5) })

/**
 * Makes a draft of the organisation acted for. Nobody else sees it until it is published. The same
 * `request_key` again is the same draft: what was typed since replaces it while it stands as first
 * saved, and is refused with `drafted_already` once it has been changed elsewhere. Where the form
 * names an organisation, the draft is that one's or nobody's.
 */
export async function draftListing(ctx: Ctx, { kind, request_key, organisation_id: meant, ...content }: z.output<typeof DraftListing>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  // Said before what the other organisation lets this person do: they meant the one on the form.
  if (meant !== undefined && meant !== ctx.actor.organisation_id) refuse<ListingRefusal>({ code: 'acting_changed' })
  const organisation_id = ctx.actor.organisation_id ?? refuse<ListingRefusal>({ code: 'no_organisation' })
  permit(ctx.actor, mayEditFor(organisation_id))
  return transact(ctx, async (tx) => {
    const now = ctx.now()
    const drafted = await tx.insertInto('listing').values({
      kind, request_key, organisation_id, created_by: personOf(ctx.actor), ...(await columnsOf(tx, content, null)), source_name: null, source_key: null, source_sha256: null,
      submitted_at: null, published_at: null, closed_at: null, created_at: now, updated_at: now,
    }).onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()
    if (!drafted) return draftAgain(ctx, tx, request_key, organisation_id, kind, content)
    const { id } = drafted
    await writeTexts(tx, id, content)
    await refreshSearch(tx, [id])
    await record(tx, ctx, `listing:${id}`, { type: 'listing.drafted', listing_id: id, kind }, organisation_id)
    return id
  })
}

/**
 * Replaces the content of a listing that is not under review. A published or closed one becomes a
 * draft again, to be reviewed anew. Refused with `changed_meanwhile` where somebody saved since
 * `version` was read; nothing is overwritten unseen. A form that saves `itself` changes drafts and
 * returned listings and nothing else: what is public is not taken down by typing. Returns the new version.
 */
export async function changeListing(ctx: Ctx, { id, version, ...content }: z.output<typeof ChangeListing>, { itself = false } = {}): Promise<number> {
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    if (itself) savesItself(listing)
    if (listing.version !== version) refuse<ListingRefusal>({ code: 'changed_meanwhile', version: listing.version })
    return replaceContent(ctx, tx, listing, content, itself)
  })
}

async function replaceContent(ctx: Ctx, tx: Tx, listing: ListingRow, content: Content, quietly = false): Promise<number> {
  const { id } = listing
  await tx.updateTable('listing').set(await columnsOf(tx, content, listing)).where('id', '=', id).execute()
  await writeTexts(tx, id, content)
  await refreshSearch(tx, [id])
  return markChanged(ctx, tx, listing, Object.keys(content), { quietly })
}

/** The form of a draft sent once more. A key of another organisation's draft is nobody's here. */
async function draftAgain(ctx: Ctx, tx: Tx, requestKey: string, organisationId: number, kind: ListingRow['kind'], content: Content): Promise<number> {
  const { id } = found(await tx.selectFrom('listing').select('id').where('request_key', '=', requestKey).where('organisation_id', '=', organisationId).where('kind', '=', kind).executeTakeFirst())
  const listing = await listingInTurn(ctx, tx, id)
  const before = await tx.selectFrom('listing_text').selectAll().where('listing_id', '=', id).execute()
  const columns = await columnsOf(tx, content, listing)
  const same = isDeepStrictEqual(Object.fromEntries(Object.keys(columns).map((name) => [name, listing[name as keyof Columns]])), columns) &&
    isDeepStrictEqual(before.toSorted(byLanguage), textsOf(id, content).toSorted(byLanguage))
  if (same) return id
  if (listing.version !== 1 || listing.state !== 'draft') refuse<ListingRefusal>({ code: 'drafted_already' })
  await replaceContent(ctx, tx, listing, content)
  return id
}

/** Sends a listing to the moderators, once nothing is missing. */
export async function submitListing(ctx: Ctx, { id }: z.output<typeof ListingStep>): Promise<void> {
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    const state = next(listingLifecycle, listing.state, 'submit')
    const missing = missingIn(listing, await tx.selectFrom('listing_text').selectAll().where('listing_id', '=', id).execute())
    if (missing.length) refuse<ListingRefusal>({ code: 'incomplete', missing })
    await tx.updateTable('listing').set({ state, submitted_at: ctx.now() }).where('id', '=', id).execute()
    await keepVersion(tx, id, listing.version, { submitted_at: ctx.now() })
    await record(tx, ctx, `listing:${id}`, { type: 'listing.submitted', listing_id: id, version: listing.version }, listing.organisation_id)
  })
}

/** Takes a listing back from review, to change it. */
export async function withdrawListing(ctx: Ctx, { id }: z.output<typeof ListingStep>): Promise<void> {
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    await tx.updateTable('listing').set({ state: next(listingLifecycle, listing.state, 'withdraw'), submitted_at: null }).where('id', '=', id).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'listing.withdrawn', listing_id: id, version: listing.version }, listing.organisation_id)
  })
}

/**
 * The listing is public with the decision this is part of, as the moderator read it: refused with `changed_meanwhile`
 * where `version` is no longer the one that waits, and where the listing points at the technology lists
 * and nobody has said what it is. A moderator never approves a listing of an organisation they belong to.
 */
export async function publishWithin(ctx: Ctx, tx: Tx, { id, version }: { id: number; version: number }): Promise<void> {
  permit(ctx.actor, isStaff('moderator'))
  const listing = await underReview(ctx, tx, id, version)
  const now = ctx.now()
  const state = next(listingLifecycle, listing.state, 'publish')
  await passTechnologyGate(ctx, tx, listing)
  await tx.updateTable('listing').set({ state, published_at: now, updated_at: now }).where('id', '=', id).execute()
  await keepVersion(tx, id, version, { published_at: now })
  await tx.insertInto('listing_review').values({ listing_id: id, decision: 'published', reason: '', decided_by: ctx.actor.person_id, decided_at: now }).execute()
  await record(tx, ctx, `listing:${id}`, { type: 'listing.published', listing_id: id, version: listing.version }, listing.organisation_id)
  await countWordsSoon(tx, now)
}

/** The listing is back with its owner, who reads the reason; within the decision of whoever sends it back, whose number is returned. */
export async function returnWithin(ctx: Ctx, tx: Tx, { id, version, reason }: { id: number; version: number; reason: string }): Promise<number> {
  permit(ctx.actor, isStaff('moderator'))
  const listing = await underReview(ctx, tx, id, version)
  await tx.updateTable('listing').set({ state: next(listingLifecycle, listing.state, 'return') }).where('id', '=', id).execute()
  const review = await tx.insertInto('listing_review').values({ listing_id: id, decision: 'returned', reason, decided_by: ctx.actor.person_id, decided_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
  await record(tx, ctx, `listing:${id}`, { type: 'listing.returned', listing_id: id, reason }, listing.organisation_id)
  return review.id
}

/** Takes a listing off the market. Deals already open go on. */
export async function closeListing(ctx: Ctx, { id, reason }: z.output<typeof CloseListing>): Promise<void> {
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    await tx.updateTable('listing').set({ state: next(listingLifecycle, listing.state, 'close'), closed_at: ctx.now(), close_reason: reason }).where('id', '=', id).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'listing.closed', listing_id: id, reason }, listing.organisation_id)
  })
}

export const Caption = z.object({ caption: textField(300, 5) })
/** Adds a picture already stored; the same picture twice is once. Moderators judge pictures too: a published listing is reviewed anew, one under review stays as it is. */
export async function addPicture(ctx: Ctx, tx: Tx, id: number, documentId: number, caption: string): Promise<void> {
  const listing = await listingInTurn(ctx, tx, id)
  const pictures = await tx.selectFrom('listing_picture').select('position').where('listing_id', '=', id).execute()
  if (pictures.length >= mostPictures) refuse<ListingRefusal>({ code: 'too_many_pictures', most: mostPictures })
  await tx.insertInto('listing_picture').values({ listing_id: id, document_id: documentId, position: pictures.length, caption }).onConflict((on) => on.doNothing()).execute()
  await markChanged(ctx, tx, listing, ['pictures'])
}

export const RemovePicture = z.object({ id: idField, document_id: idField })
/** Takes a picture away, under the same rule as adding one. */
export async function removePicture(ctx: Ctx, { id, document_id }: z.output<typeof RemovePicture>): Promise<void> {
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    const { numDeletedRows } = await tx.deleteFrom('listing_picture').where('listing_id', '=', id).where('document_id', '=', document_id).executeTakeFirst()
    if (numDeletedRows === 0n) return
    await dropDocument(tx, document_id)
    await markChanged(ctx, tx, listing, ['pictures'])
  })
}

async function underReview(ctx: Ctx, tx: Tx, id: number, version: number): Promise<ListingRow> {
  const listing = found(await tx.selectFrom('listing').select(listingColumns).where('id', '=', id).forUpdate().executeTakeFirst())
  if (isMemberOf(listing.organisation_id)(ctx.actor)) refuse<ListingRefusal>({ code: 'own_listing' })
  if (listing.version !== version) refuse<ListingRefusal>({ code: 'changed_meanwhile', version: listing.version })
  return listing
}

type Columns = Pick<ListingRow, 'original_language' | 'trl' | 'ip_status' | 'price_mode' | 'price_min' | 'price_max' | 'research_fields' | 'patent_classes' | 'industries' | 'transfer_forms' | 'ward_code'>

/** The columns of what was typed. A code that is in no list, or retired and not in this listing before, is an error at its field. */
async function columnsOf(tx: Tx, content: Content, before: Columns | null): Promise<Columns> {
  const taxonomy = await taxonomyOf(tx)
  const known = (field: keyof Columns, list: CodeList, codes: readonly string[]): void => {
    const kept = [before?.[field] ?? []].flat().map(String)
    if (codes.some((code) => !taxonomy.takes(list, code, kept))) throw new z.ZodError([{ code: 'custom', path: [field], message: 'unknown_code', input: codes }])
  }
  known('research_fields', 'research_field', content.research_fields)
  known('patent_classes', 'patent_class', content.patent_classes)
  known('industries', 'industry', content.industries)
  known('transfer_forms', 'transfer_form', content.transfer_forms)
  known('trl', 'trl', content.trl === null ? [] : [String(content.trl)])
  known('ip_status', 'ip_status', content.ip_status ? [content.ip_status] : [])
  known('ward_code', 'ward', content.ward_code ? [content.ward_code] : [])
  const { price_mode, price_min, price_max, trl, ip_status, research_fields, patent_classes, industries, transfer_forms, ward_code } = content
  return {
    // The original stays the original when a translation is written beside it.
    original_language: before && content[`title_${before.original_language}`] ? before.original_language : content.title_vi ? 'vi' : 'en', trl, ip_status, research_fields, patent_classes, industries, transfer_forms, ward_code, price_mode,
    price_min: price_mode === 'negotiable' ? null : price_min, price_max: price_mode === 'range' ? price_max : null,
  }
}

async function writeTexts(tx: Tx, id: number, content: Content): Promise<void> {
  await tx.deleteFrom('listing_text').where('listing_id', '=', id).execute()
  await tx.insertInto('listing_text').values(textsOf(id, content)).execute()
}

/** The texts typed, one row for each language that has any; a title stands in at least one. */
function textsOf(id: number, content: Content): ListingText[] {
  const given = content as unknown as Record<string, string>
  return locales.flatMap((language) => {
    const text = Object.fromEntries(textFields.map((field) => [field, given[`${field}_${language}`] ?? ''])) as Record<(typeof textFields)[number], string>
    return Object.values(text).some(Boolean) ? { listing_id: id, language, ...text } : []
  })
}
const byLanguage = (a: ListingText, b: ListingText): number => a.language.localeCompare(b.language)
