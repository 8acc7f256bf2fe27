import { z } from 'zod'
import { type Ctx, permit, personOf, record, transact } from '../../core/context.ts'
import { choiceField, idField, lineField, optionalLineField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { hanoiDay } from '../../platform/time.ts'
import { keeping, type ReceivedFile, saveDocument } from '../documents/commands.ts'
import type { DocumentUse } from '../documents/queries.ts'
import { fileChange } from './file-messages.ts'
import { lotInOffice, mayNotice } from './draft-commands.ts'
import { bidsFor } from './file-queries.ts'
import { accessTo, filingRefusal, mostLotFiles } from './file-rules.ts'
import { type AuctionRefusal, runsAuctions } from './rules.ts'
import { lotFileReaders } from './schema.ts'
import { lotSubject } from './turns.ts'

const about = { lot_id: idField, title: lineField(150, 3), reason: optionalLineField(300) }
export const PutLotDocument = z.object({ ...about, kind: choiceField(['regulation', 'asset']), readers: choiceField(lotFileReaders) })
/** A picture is shown on the lot's page, to everybody. */
export const PutLotPicture = z.object(about).transform((input) => ({ ...input, kind: 'picture' as const, readers: 'public' as const }))

export type NewLotFile = z.output<typeof PutLotDocument> | z.output<typeof PutLotPicture>

/**
 * The file is in the dossier, and whoever may read the lot reads what it is: title, size and SHA-256. In a published lot it is
 * a change in what was published: told to everybody who registered, and who registered before may go and is paid back.
 */
export async function putLotFile(ctx: Ctx, storage: Storage, { lot_id, kind, readers, title, reason }: NewLotFile, upload: ReceivedFile): Promise<number> {
  permit(ctx.actor, runsAuctions)
  return keeping(ctx, storage, upload, () => transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id), now = ctx.now(), person_id = personOf(ctx.actor), { sha256, bytes, media_type } = upload, published = lot.state !== 'draft'
    const refusal = filingRefusal({ lot, now, kind, readers, reason })
    if (refusal) refuse<AuctionRefusal>(refusal)
    const files = await tx.selectFrom('auction_file').select(['title', 'sha256']).where('lot_id', '=', lot.id).where('removed_at', 'is', null).execute()
    const same = files.find((one) => one.sha256 === sha256)
    if (same) refuse<AuctionRefusal>({ code: 'lot_file_there', title: same.title, field: 'file' })
    if (files.length >= mostLotFiles) refuse<AuctionRefusal>({ code: 'too_many_lot_files', most: mostLotFiles, field: 'file' })
    if (published) await mayNotice(tx, lot.id)
    const document_id = await saveDocument(tx, ctx, upload, null)
    const { id } = await tx.insertInto('auction_file').values({ lot_id: lot.id, kind, readers, title, document_id, sha256, bytes, media_type, reason: published ? reason : '', person_id, added_at: now }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.file_put', lot_id: lot.id, file_id: id, kind, sha256 }, lot.organisation_id)
    if (!published) return id
    const on_day = hanoiDay(now), place = fileChange(title, reason)
    await tx.insertInto('auction_notice').values({ lot_id: lot.id, kind: 'change', on_day, place, person_id, noted_at: now, file_id: id }).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.noticed', lot_id: lot.id, kind: 'change', on_day, place }, lot.organisation_id)
    return id
  }))
}

export const TakeLotFile = z.object({ lot_id: idField, file_id: idField })
/** The draft no longer has the file, and nobody reads it there. Once the lot was proposed all of them stand. */
export async function takeLotFile(ctx: Ctx, { lot_id, file_id }: z.output<typeof TakeLotFile>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    const { removed_at } = found(await tx.selectFrom('auction_file').select('removed_at').where('id', '=', file_id).where('lot_id', '=', lot.id).executeTakeFirst())
    if (lot.state !== 'draft') refuse<AuctionRefusal>({ code: 'lot_files_stand' })
    if (removed_at) return
    await tx.updateTable('auction_file').set({ removed_by: personOf(ctx.actor), removed_at: ctx.now() }).where('id', '=', file_id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.file_taken_out', lot_id: lot.id, file_id }, lot.organisation_id)
  })
}

/**
 * A public file of a published lot is everybody's. One for bidders is its seller's, those registered's while they are, the
 * officers' and the inspectors': every reading but the seller's own is written down before the first byte goes.
 */
export const lotDocuments: DocumentUse = async ({ db, actor }, { id }) => {
  const file = await db.selectFrom('auction_file as f').innerJoin('auction_lot as l', 'l.id', 'f.lot_id').select(['f.id', 'f.lot_id', 'f.kind', 'f.readers', 'l.organisation_id', 'l.published_at']).where('f.document_id', '=', id).where('f.removed_at', 'is', null).executeTakeFirst()
  if (!file) return null
  const shown = file.kind === 'picture' ? 'inline' as const : 'attachment' as const
  if (file.readers === 'public') return { public: file.published_at !== null, shown }
  const bids = await bidsFor(db, actor, file.lot_id), access = accessTo(actor, { seller: file.organisation_id, bids: bids !== null })
  if (access === null) return null
  return access === 'own' ? { public: false, shown } : { public: false, shown, recordView: async (reader) => {
    await reader.db.insertInto('auction_file_view').values({ lot_id: file.lot_id, file_id: file.id, person_id: personOf(reader.actor), organisation_id: bids, acted_by: reader.actor.acted_by?.person_id ?? null, at: reader.now() }).execute()
  } }
}
