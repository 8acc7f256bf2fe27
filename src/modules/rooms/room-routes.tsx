import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { type Storage, StorageAway } from '../../platform/storage.ts'
import { markPdf, markPicture } from '../../platform/watermark.ts'
import { type FormState, freshForm, idOf } from '../../web/http.tsx'
import { partForms, partOf, partUpload } from '../deals/part-routes.tsx'
import { partiesOf } from '../deals/rules.ts'
import { keeping } from '../documents/commands.ts'
import { disposition } from '../documents/routes.tsx'
import type { UploadRefusal } from '../documents/rules.ts'
import { ChangeFolder, changeFolder, EndReader, endReader, MakeFolder, makeFolder, NameReader, nameReader, PutDocument, putDocument, PutVersion, putVersion, WithdrawDocument, withdrawDocument } from './commands.ts'
import { type Handed, handOut, recordLook } from './looking-commands.ts'
import { FolderPage, RoomDocumentPage } from './pages/folder.tsx'
import { RoomPage } from './pages/room.tsx'
import { belongsTo, looksAt, namable, roomDocument, roomOf } from './queries.ts'
import { AcceptUndertaking, acceptUndertaking } from './undertaking-commands.ts'

type Forms = Record<string, FormState>

/** The data room of a deal file. Its files are handed out here and nowhere else: each with the reader's name on it, and each written down first. */
export function dataRoomRoutes(app: FastifyInstance, { storage, uploadMaxBytes }: { storage: Storage; uploadMaxBytes: number }): void {
  const room = async (request: FastifyRequest, forms: Forms = {}) => {
    const { ctx } = request
    const file = await partOf(request, 'room')
    const whole = await roomOf(ctx, file.deal)
    const looks = await looksAt(ctx.db, file.deal.id, file.as === 'staff' ? partiesOf(file.deal) : whole.sides)
    return <RoomPage file={file} room={whole} looks={looks} mayAccept={file.acts.sign !== null && belongsTo(ctx.actor, file.acts.sign)} forms={{ folder: freshForm({ request_key: randomUUID(), readers: 'all' }), ...forms }} />
  }
  const folder = async (request: FastifyRequest, forms: Forms = {}) => {
    const { ctx } = request
    const file = await partOf(request, 'room')
    const { folders } = await roomOf(ctx, file.deal)
    const one = found(folders.find(({ id }) => id === idOf(request, 'folder_id')))
    const people = file.acts.edit === one.organisation_id && one.readers === 'named' ? await namable(ctx.db, file.deal, one.organisation_id) : []
    return <FolderPage file={file} folder={one} people={people} uploadMaxBytes={uploadMaxBytes} forms={forms} />
  }
  const document = async (request: FastifyRequest, forms: Forms = {}) => {
    const { ctx } = request
    const file = await partOf(request, 'room')
    const one = await roomDocument(ctx.db, file.deal.id, idOf(request, 'room_document_id'))
    await recordLook(ctx, file.deal.id, one.document)
    const reads = file.as === 'staff' || ctx.actor.memberships.some((m) => m.organisation_id === one.document.organisation_id)
    return <RoomDocumentPage file={file} {...one} looks={reads ? await looksAt(ctx.db, file.deal.id, [one.document.organisation_id], one.document.id) : null} uploadMaxBytes={uploadMaxBytes} forms={forms} />
  }
  app.get('/deals/:deal_id/room', async (request, reply) => reply.page(await room(request)))
  app.get('/deals/:deal_id/room/folders/:folder_id', async (request, reply) => reply.page(await folder(request)))
  app.get('/deals/:deal_id/room/documents/:room_document_id', async (request, reply) => reply.page(await document(request)))

  const onRoom = partForms(app, 'room', room), onFolder = partForms(app, 'room', folder), onDocument = partForms(app, 'room', document)
  onRoom({ path: 'undertaking', name: 'undertaking', schema: AcceptUndertaking, done: 'undertaking_accepted', act: acceptUndertaking })
  onRoom({ path: '', name: 'folder', schema: MakeFolder, done: 'folder_made', act: makeFolder, to: ({ deal_id }, id) => `/deals/${deal_id}/room/folders/${Number(id)}` })
  const toFolder = ({ deal_id, folder_id }: { deal_id: number; folder_id: number }): string => `/deals/${deal_id}/room/folders/${folder_id}`
  const toDocument = ({ deal_id, room_document_id }: { deal_id: number; room_document_id: number }): string => `/deals/${deal_id}/room/documents/${room_document_id}`
  onFolder({ path: 'folders/:folder_id/settings', name: 'change', schema: ChangeFolder, done: 'saved', act: changeFolder, to: toFolder })
  onFolder({ path: 'folders/:folder_id/readers', name: 'reader', schema: NameReader, done: 'reader_named', act: nameReader, to: toFolder })
  onFolder({ path: 'folders/:folder_id/readers/end', name: 'reader', schema: EndReader, done: 'reader_ended', act: endReader, to: toFolder })
  onDocument({ path: 'documents/:room_document_id/withdrawal', name: 'withdraw', schema: WithdrawDocument, done: 'room_withdrawn', act: withdrawDocument, to: toDocument })

  const uploads = { storage, uploadMaxBytes }
  partUpload(app, 'room', folder, uploads)({
    path: 'folders/:folder_id/documents', name: 'put', schema: PutDocument, done: 'uploaded', may: async ({ acts }, request) => { await folder(request); return acts.edit !== null },
    act: (ctx, input, file) => keeping(ctx, storage, file, () => putDocument(ctx, input, file)), to: toFolder,
  })
  partUpload(app, 'room', document, uploads)({
    path: 'documents/:room_document_id/versions', name: 'version', schema: PutVersion, done: 'uploaded', may: async ({ acts }, request) => { await document(request); return acts.edit !== null },
    act: (ctx, input, file) => keeping(ctx, storage, file, () => putVersion(ctx, input, file)), to: toDocument,
  })

  app.get('/deals/:deal_id/room/versions/:room_version_id/file', async (request, reply) => {
    const { deal } = await partOf(request, 'room')
    const handed = await handOut(request.ctx, deal.id, idOf(request, 'room_version_id'))
    return send(reply, handed, await contentOf(storage, handed))
  })
}

/** The bytes as this reader gets them. Nothing goes out unmarked that can be marked. */
async function contentOf(storage: Storage, { document, marking, mark }: Handed): Promise<Uint8Array> {
  const file = await storage.open(document.sha256).catch((error: unknown) => (error instanceof StorageAway ? refuse<UploadRefusal>({ code: 'storage_away', field: 'file' }) : Promise.reject(error)))
  if (!file) return notFound()
  const bytes = await buffer(file)
  return marking === 'pdf' ? markPdf(bytes, mark) : marking === 'picture' ? markPicture(bytes, mark) : bytes
}

/** What somebody brought is never run: no scripts, no guessing at types, a policy of its own, and always a file to save. */
const send = (reply: FastifyReply, { document }: Handed, bytes: Uint8Array) => reply
  .type(document.media_type.startsWith('text/') ? `${document.media_type}; charset=utf-8` : document.media_type)
  .header('content-disposition', disposition('attachment', document.name)).header('content-security-policy', "default-src 'none'; sandbox").header('x-content-type-options', 'nosniff')
  .header('cross-origin-resource-policy', 'same-origin').header('cache-control', 'private, no-store').send(Buffer.from(bytes))
