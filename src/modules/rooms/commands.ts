import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField, lineField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { markPicture, takesMark } from '../../platform/watermark.ts'
import { openDuty } from '../deals/duties.ts'
import { otherSide, talkRefusal } from '../deals/rules.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { type ReceivedFile, saveDocument } from '../documents/commands.ts'
import { acceptancesIn, namable } from './queries.ts'
import { markingOf, mostFolders, mostInFolder, mostNamed, mostRoomVersions, type RoomRefusal } from './rules.ts'
import { type Folder, folderReaders, type Marking, type RoomDocument } from './schema.ts'

const open = (deal: Deal): void => {
  const closed = talkRefusal(deal)
  if (closed) refuse(closed)
}
/** A folder of the side that acts; of the other's it is told nothing. */
const ownFolder = async (tx: Tx, deal: Deal, side: number, id: number): Promise<Folder> => found(await tx.selectFrom('room_folder').selectAll().where('id', '=', id).where('deal_id', '=', deal.id).where('organisation_id', '=', side).executeTakeFirst())
async function ownDocument(tx: Tx, deal: Deal, side: number, id: number): Promise<RoomDocument> {
  return found(await tx.selectFrom('room_document').selectAll().where('id', '=', id).where('deal_id', '=', deal.id).where('organisation_id', '=', side).executeTakeFirst())
}

const boxField = z.preprocess((value) => (value === undefined || value === '' ? 'no' : value), z.enum(['yes', 'no'], { error: 'invalid' })).transform((value) => value === 'yes')
export const MakeFolder = z.object({ deal_id: idField, request_key: requestKeyField, name: lineField(120, 1), readers: choiceField(folderReaders), marked_only: boxField })
/** The side has the folder, after its others. Both sides are asked for the undertaking where theirs is not there yet. Pressed twice it is one folder. */
export async function makeFolder(ctx: Ctx, { deal_id, request_key, name, readers, marked_only }: z.output<typeof MakeFolder>): Promise<number> {
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const made = await tx.selectFrom('room_folder').select(['id', 'deal_id', 'organisation_id']).where('request_key', '=', request_key).executeTakeFirst()
    if (made) return made.deal_id === deal.id && made.organisation_id === side ? made.id : notFound()
    open(deal)
    const own = await tx.selectFrom('room_folder').select('position').where('deal_id', '=', deal.id).where('organisation_id', '=', side).orderBy('position', 'desc').execute()
    if (own.length >= mostFolders) refuse<RoomRefusal>({ code: 'too_many_folders', most: mostFolders })
    const { id } = await tx.insertInto('room_folder').values({ deal_id: deal.id, organisation_id: side, name, position: (own[0]?.position ?? 0) + 1, readers, marked_only, request_key, created_by: personOf(ctx.actor), created_at: now }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.folder_made', folder_id: id, organisation_id: side, ...concerning(deal) }, side)
    const accepted = (await acceptancesIn(tx, deal.id)).map(({ organisation_id }) => organisation_id)
    for (const one of [side, otherSide(deal, side)]) if (!accepted.includes(one)) await openDuty(tx, ctx, deal, {
      part: 'room', kind: 'undertaking_to_accept', key: one, organisation_id: one, power: 'sign',
      text: { vi: 'Chấp nhận cam kết bảo mật để mở phòng dữ liệu cho cả hai bên', en: 'Accept the confidentiality undertaking, so that the data room opens to both sides' },
    })
    return id
  })
}

export const ChangeFolder = z.object({ deal_id: idField, folder_id: idField, name: lineField(120, 1), readers: choiceField(folderReaders), marked_only: boxField })
/** The folder is called so and is for those from now on. What lies in it stays; what cannot carry a name is not handed out while only such files are. */
export async function changeFolder(ctx: Ctx, { deal_id, folder_id, ...told }: z.output<typeof ChangeFolder>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    const folder = await ownFolder(tx, deal, side, folder_id)
    if (folder.name === told.name && folder.readers === told.readers && folder.marked_only === told.marked_only) return
    open(deal)
    await tx.updateTable('room_folder').set(told).where('id', '=', folder.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.folder_changed', folder_id, organisation_id: side, ...concerning(deal) }, side)
  })
}

export const NameReader = z.object({ deal_id: idField, folder_id: idField, person_id: idField })
/** That person of the other side reads the folder, once the room is open. Named twice, they are named once. */
export async function nameReader(ctx: Ctx, { deal_id, folder_id, person_id }: z.output<typeof NameReader>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const folder = await ownFolder(tx, deal, side, folder_id)
    open(deal)
    const named = await tx.selectFrom('room_folder_reader').select('person_id').where('folder_id', '=', folder.id).where('ended_at', 'is', null).execute()
    if (named.some((one) => one.person_id === person_id)) return
    if (!(await namable(tx, deal, side)).some((one) => one.person_id === person_id)) refuse<RoomRefusal>({ code: 'reader_not_theirs', field: 'person_id' })
    if (named.length >= mostNamed) refuse<RoomRefusal>({ code: 'too_many_named', most: mostNamed })
    await tx.insertInto('room_folder_reader').values({ deal_id: deal.id, folder_id, person_id, named_by: personOf(ctx.actor), named_at: now, ended_by: null, ended_at: null }).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.reader_named', folder_id, person_id, organisation_id: side, ...concerning(deal) }, side)
  })
}

export const EndReader = NameReader
/** That person is handed nothing more of the folder by being named. */
export async function endReader(ctx: Ctx, { deal_id, folder_id, person_id }: z.output<typeof EndReader>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    await ownFolder(tx, deal, side, folder_id)
    const ended = await tx.updateTable('room_folder_reader').set({ ended_by: personOf(ctx.actor), ended_at: now }).where('folder_id', '=', folder_id).where('person_id', '=', person_id).where('ended_at', 'is', null).returning('id').executeTakeFirst()
    if (ended) await record(tx, ctx, `deal:${deal.id}`, { type: 'room.reader_ended', folder_id, person_id, organisation_id: side, ...concerning(deal) }, side)
  })
}

/** How this file takes the reader's name: tried out, for a locked or broken one takes none. */
export async function markingFor({ path, media_type }: Pick<ReceivedFile, 'path' | 'media_type'>): Promise<Marking> {
  const marking = markingOf(media_type)
  if (marking === 'none') return marking
  const bytes = await readFile(path)
  if (marking === 'pdf') return (await takesMark(bytes)) ? marking : 'none'
  return markPicture(bytes, { across: 'x', foot: 'x' }).then(() => marking, () => 'none' as const)
}

export const PutDocument = z.object({ deal_id: idField, folder_id: idField, title: lineField(200, 2) })
/** The document lies in the side's folder. Where the folder takes only files that can carry the reader's name, another is refused. */
export async function putDocument(ctx: Ctx, { deal_id, folder_id, title }: z.output<typeof PutDocument>, upload: ReceivedFile): Promise<number> {
  const marking = await markingFor(upload)
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const folder = await ownFolder(tx, deal, side, folder_id)
    open(deal)
    if (folder.marked_only && marking === 'none') refuse<RoomRefusal>({ code: 'cannot_carry_name', field: 'file' })
    const { n } = await tx.selectFrom('room_document').select(({ fn }) => fn.countAll<number>().as('n')).where('folder_id', '=', folder.id).executeTakeFirstOrThrow()
    if (n >= mostInFolder) refuse<RoomRefusal>({ code: 'folder_full', most: mostInFolder })
    const { id } = await tx.insertInto('room_document').values({ deal_id: deal.id, folder_id, organisation_id: side, title, created_by: personOf(ctx.actor), created_at: now }).returning('id').executeTakeFirstOrThrow()
    await keepVersion(tx, ctx, deal, side, { id, version: 1, marking }, upload)
    return id
  })
}

export const PutVersion = z.object({ deal_id: idField, room_document_id: idField })
/** The document has one version more; the earlier ones stay, each under its number. Of two at once one comes after the other. */
export async function putVersion(ctx: Ctx, { deal_id, room_document_id }: z.output<typeof PutVersion>, upload: ReceivedFile): Promise<number> {
  const marking = await markingFor(upload)
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side }) => {
    const document = await ownDocument(tx, deal, side, room_document_id)
    open(deal)
    if (document.withdrawn_at) refuse<RoomRefusal>({ code: 'document_withdrawn' })
    const folder = await ownFolder(tx, deal, side, document.folder_id)
    if (folder.marked_only && marking === 'none') refuse<RoomRefusal>({ code: 'cannot_carry_name', field: 'file' })
    const { latest } = await tx.selectFrom('room_version').select(({ fn }) => fn.max('version').as('latest')).where('room_document_id', '=', document.id).executeTakeFirstOrThrow()
    if (latest >= mostRoomVersions) refuse<RoomRefusal>({ code: 'too_many_room_versions', most: mostRoomVersions })
    await keepVersion(tx, ctx, deal, side, { id: document.id, version: latest + 1, marking }, upload)
    return latest + 1
  })
}

async function keepVersion(tx: Tx, ctx: Ctx, deal: Deal, side: number, { id, version, marking }: { id: number; version: number; marking: Marking }, upload: ReceivedFile): Promise<void> {
  const document_id = await saveDocument(tx, ctx, upload, side)
  await tx.insertInto('room_version').values({ deal_id: deal.id, room_document_id: id, version, document_id, marking, person_id: personOf(ctx.actor), added_at: ctx.now() }).execute()
  await record(tx, ctx, `deal:${deal.id}`, { type: 'room.document_put', room_document_id: id, version, organisation_id: side, ...concerning(deal) }, side)
}

export const WithdrawDocument = z.object({ deal_id: idField, room_document_id: idField, reason: textField(1000, 5) })
/** The document is handed out to nobody any more, in none of its versions. That it was there, and who had it, stays. */
export async function withdrawDocument(ctx: Ctx, { deal_id, room_document_id, reason }: z.output<typeof WithdrawDocument>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const document = await ownDocument(tx, deal, side, room_document_id)
    if (document.withdrawn_at) return
    await tx.updateTable('room_document').set({ withdrawn_by: personOf(ctx.actor), withdrawn_at: now, withdrawal_reason: reason }).where('id', '=', document.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.document_withdrawn', room_document_id, organisation_id: side, ...concerning(deal) }, side)
  })
}
