import { z } from 'zod'
import { type Ctx, isSignedIn, mayEditFor, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField, lineField, optionalIdField, optionalTextField } from '../../platform/fields.ts'
import type { Log } from '../../platform/log.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { recordView, type View } from '../disclosure/commands.ts'
import { type Reading, readingOf } from '../disclosure/queries.ts'
import { opens } from '../disclosure/rules.ts'
import { type KeptTier, keptTiers } from '../disclosure/schema.ts'
import { type ReceivedFile, saveDocument } from '../documents/commands.ts'
import type { DocumentUse } from '../documents/queries.ts'
import { documentsUpTo, type KeptDocument, type KeptPart, keptOf, outlineOf, type OutlineRow, partsUpTo, subjectName, subjectOf } from './part-queries.ts'
import { maySee } from './queries.ts'
import { type ListingRefusal, mostDocuments, tiersOfPart, usualTier } from './rules.ts'
import { type ListingState, type PartName, partNames } from './schema.ts'

const tierField = (name: PartName) => choiceField(tiersOfPart[name] as readonly [KeptTier, ...KeptTier[]])
const long = optionalTextField(8000)
const fieldsOf = (name: PartName) => ({ [`${name}_tier`]: tierField(name).default(usualTier[name]), [`${name}_vi`]: long, [`${name}_en`]: long })
export const SaveParts = z.object({ id: idField, version: z.coerce.number().int().min(0), ...(Object.assign({}, ...partNames.map(fieldsOf)) as Record<`${PartName}_${'tier' | 'vi' | 'en'}`, z.ZodType<string>>) })

/**
 * The listing's kept parts say what was sent, each readable at the tier chosen for it from now on. What
 * moderators approved stays public as it is. The log names the fields that changed and nothing of what
 * they say. Refused with `changed_meanwhile` where somebody saved since `version` was read.
 */
export async function saveParts(ctx: Ctx, { id, version, ...sent }: z.output<typeof SaveParts>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const { organisation_id } = await listingInTurn(ctx, tx, id)
    const kept = await keptOf(tx, id)
    if (kept.version !== version) refuse<ListingRefusal>({ code: 'changed_meanwhile', version: kept.version })
    const fields: string[] = []
    for (const name of partNames) {
      const before = kept.parts.find((part) => part.name === name)
      const after = { tier: sent[`${name}_tier`] as KeptTier, text_vi: sent[`${name}_vi`], text_en: sent[`${name}_en`] }
      if (!before && !after.text_vi && !after.text_en) continue
      const changed = (['tier', 'text_vi', 'text_en'] as const).filter((field) => after[field] !== (before?.[field] ?? ''))
      if (changed.length === 0) continue
      fields.push(...changed.map((field) => `${name}.${field}`))
      const row = { ...after, changed_by: personOf(ctx.actor), changed_at: ctx.now() }
      if (before) await tx.updateTable('listing_part').set({ ...row, version: before.version + 1 }).where('listing_id', '=', id).where('name', '=', name).execute()
      else await tx.insertInto('listing_part').values({ listing_id: id, name, ...row }).execute()
    }
    if (fields.length) await record(tx, ctx, subjectName(id), { type: 'disclosure.parts_changed', subject: subjectName(id), fields }, organisation_id)
  })
}

export const AddKeptDocument = z.object({ id: idField, series: optionalIdField, title: lineField(160, 3), tier: choiceField(keptTiers) })
/** A document lies with the listing: a new one, or with `series` the next version of one that is there. No version is ever overwritten; readers get the newest. */
export async function addKeptDocument(ctx: Ctx, { id, series: wanted, title, tier }: z.output<typeof AddKeptDocument>, upload: ReceivedFile): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const { organisation_id } = await listingInTurn(ctx, tx, id)
    const before = await tx.selectFrom('listing_document').select(['series', 'version', 'current']).where('listing_id', '=', id).execute()
    const of = before.filter((row) => row.series === wanted)
    if (wanted !== null && of.length === 0) notFound()
    if (wanted !== null && !of.some(({ current }) => current)) refuse<ListingRefusal>({ code: 'document_removed' })
    if (wanted === null && before.filter(({ current }) => current).length >= mostDocuments) refuse<ListingRefusal>({ code: 'too_many_documents', most: mostDocuments })
    const series = wanted ?? Math.max(0, ...before.map((row) => row.series)) + 1
    const version = Math.max(0, ...of.map((row) => row.version)) + 1
    const document_id = await saveDocument(tx, ctx, upload, organisation_id)
    await tx.updateTable('listing_document').set({ current: false }).where('listing_id', '=', id).where('series', '=', series).execute()
    await tx.insertInto('listing_document').values({ listing_id: id, series, version, document_id, title, tier, current: true, added_by: personOf(ctx.actor), added_at: ctx.now() }).execute()
    await record(tx, ctx, subjectName(id), { type: 'disclosure.document_added', subject: subjectName(id), series, version, tier }, organisation_id)
    return series
  })
}

export const MoveKeptDocument = z.object({ id: idField, series: idField, tier: choiceField(keptTiers) })
/** From now on the document is read at that tier. */
export async function moveKeptDocument(ctx: Ctx, { id, series, tier }: z.output<typeof MoveKeptDocument>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const { organisation_id } = await listingInTurn(ctx, tx, id)
    const { tier: from } = found(await tx.selectFrom('listing_document').select('tier').where('listing_id', '=', id).where('series', '=', series).where('current', '=', true).executeTakeFirst())
    if (from === tier) return
    await tx.updateTable('listing_document').set({ tier }).where('listing_id', '=', id).where('series', '=', series).where('current', '=', true).execute()
    await record(tx, ctx, subjectName(id), { type: 'disclosure.document_moved', subject: subjectName(id), series, from, to: tier }, organisation_id)
  })
}

export const RemoveKeptDocument = z.object({ id: idField, series: idField })
/** Readers no longer get the document; its organisation keeps every version. */
export async function removeKeptDocument(ctx: Ctx, { id, series }: z.output<typeof RemoveKeptDocument>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const { organisation_id } = await listingInTurn(ctx, tx, id)
    const { numUpdatedRows } = await tx.updateTable('listing_document').set({ current: false, removed_by: personOf(ctx.actor), removed_at: ctx.now() })
      .where('listing_id', '=', id).where('series', '=', series).where('current', '=', true).executeTakeFirst()
    if (numUpdatedRows > 0n) await record(tx, ctx, subjectName(id), { type: 'disclosure.document_removed', subject: subjectName(id), series }, organisation_id)
  })
}

export interface KeptView {
  listing_id: number
  reading: Reading
  outline: OutlineRow[]
  parts: KeptPart[]
  documents: KeptDocument[]
  /** The view could not be recorded, so that nothing is shown. */
  withheld: boolean
}
/**
 * What a listing keeps besides its public page, as this reader may have it: that it exists, and the
 * content up to their tier. That they looked is recorded before any of it is read; where it cannot be,
 * they get the outline alone. Owners reading their own leave no trace.
 */
export async function openKept(ctx: Ctx, listing: { id: number; organisation_id: number; state: ListingState }, log: Pick<Log, 'error'>): Promise<KeptView> {
  const { db } = ctx
  const subject = subjectOf(listing)
  const [reading, outline] = await Promise.all([readingOf(ctx, subject), outlineOf(db, listing.id)])
  const shown = outline.filter(({ tier }) => opens(reading.tier, tier))
  const view = { listing_id: listing.id, reading, outline }
  if (shown.length === 0) return { ...view, parts: [], documents: [], withheld: false }
  if (!reading.owner) {
    try {
      // A document is looked at when it is opened (`keptDocuments`); here only its title is.
      const looked: View[] = shown.filter(({ kind }) => kind === 'part').map(({ name, tier }) => ({ subject: subject.subject, part: name, tier }))
      await recordView(ctx, ...looked)
    } catch (error) {
      log.error({ err: error, subject: subject.subject }, 'a view could not be recorded, so nothing above public is shown')
      return { ...view, parts: [], documents: [], withheld: true }
    }
  }
  const [parts, documents] = await Promise.all([partsUpTo(db, listing.id, reading.tier), documentsUpTo(db, listing.id, reading.tier)])
  // One added in between was not recorded; it shows with the next request.
  return { ...view, documents, withheld: false, parts: parts.filter(({ name, tier }) => shown.some((one) => one.kind === 'part' && one.name === name && one.tier === tier)) }
}

/** A listing's kept document: the current version at the reader's tier, recorded before it is sent; every version for its own organisation. */
export const keptDocuments: DocumentUse = async (ctx, { id }) => {
  if (ctx.actor.person_id === null) return null
  const row = await ctx.db.selectFrom('listing_document as d').innerJoin('listing as l', 'l.id', 'd.listing_id')
    .select(['l.id', 'l.organisation_id', 'l.state', 'd.series', 'd.tier', 'd.current']).where('d.document_id', '=', id).executeTakeFirst()
  if (!row || !maySee(ctx.actor, row)) return null
  const reading = await readingOf(ctx, subjectOf(row))
  if (reading.owner) return { public: false, shown: 'attachment' }
  if (!row.current || !opens(reading.tier, row.tier)) return null
  return { public: false, shown: 'attachment', recordView: (reader) => recordView(reader, { subject: subjectName(row.id), part: `document:${row.series}`, tier: row.tier }) }
}

/** Holds the row for those who may edit it; for everyone else the listing does not exist. */
async function listingInTurn(ctx: Ctx, tx: Tx, id: number): Promise<{ id: number; organisation_id: number; state: ListingState }> {
  const listing = found(await tx.selectFrom('listing').select(['id', 'organisation_id', 'state']).where('id', '=', id).forUpdate().executeTakeFirst())
  if (!mayEditFor(listing.organisation_id)(ctx.actor)) notFound()
  return listing
}
