import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { permit } from '../../core/context.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { type Storage, StorageAway } from '../../platform/storage.ts'
import { markPdf, markPicture } from '../../platform/watermark.ts'
import { errorsOf, type FormState, freshForm, idOf, refusedBy } from '../../web/http.tsx'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { partiesOf } from '../deals/rules.ts'
import { keeping, type ReceivedFile } from '../documents/commands.ts'
import { disposition } from '../documents/routes.tsx'
import type { UploadRefusal } from '../documents/rules.ts'
import { chosenFile, readUploadForm } from '../documents/upload.ts'
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
  onFolder({ path: 'folders/:folder_id/settings', name: 'change', schema: ChangeFolder, done: 'saved', act: changeFolder, to: toFolder })
  onFolder({ path: 'folders/:folder_id/readers', name: 'reader', schema: NameReader, done: 'reader_named', act: nameReader, to: toFolder })
  onFolder({ path: 'folders/:folder_id/readers/end', name: 'reader', schema: EndReader, done: 'reader_ended', act: endReader, to: toFolder })
  onDocument({ path: 'documents/:room_document_id/withdrawal', name: 'withdraw', schema: WithdrawDocument, done: 'room_withdrawn', act: withdrawDocument, to: ({ deal_id, room_document_id }) => `/deals/${deal_id}/room/documents/${room_document_id}` })

  /** A form with a file: read only for those who may put one in, and shown again with what was typed. */
  const upload = (path: string, name: string, show: typeof folder, act: (request: FastifyRequest, values: Record<string, unknown>, file: ReceivedFile) => Promise<string>): void => {
    app.post(`/deals/:deal_id/room/${path}`, { config: { takesFile: true } }, async (request, reply) => {
      const { acts } = await partOf(request, 'room')
      await show(request) // what the reader may not know answers 404 before a byte is read
      permit(request.ctx.actor, () => acts.edit !== null)
      const form = await readUploadForm(request, { storage, maxBytes: uploadMaxBytes, kind: 'document' })
      const values = { ...form.values, ...(request.params as object) }
      const again = async (errors: Record<string, string>, refusal: FormState['refusal'], status: number) => { await form.upload?.discard(); return reply.page(await show(request, { [name]: { values: form.values, errors, refusal } }), status) }
      const read = (name === 'put' ? PutDocument : PutVersion).safeParse(values)
      if (!read.success) return again(errorsOf(read.error), form.refusal, 422)
      let to = ''
      const refusal = await refusedBy(async () => {
        const chosen = chosenFile(form)
        to = await keeping(request.ctx, storage, chosen, () => act(request, values, chosen))
      })
      return refusal ? again({}, refusal, 409) : reply.redirect(`/${request.ctx.locale}${to}?done=uploaded`, 303)
    })
  }
  upload('folders/:folder_id/documents', 'put', folder, async ({ ctx }, values, file) => { const input = PutDocument.parse(values); await putDocument(ctx, input, file); return toFolder(input) })
  upload('documents/:room_document_id/versions', 'version', document, async ({ ctx }, values, file) => { const input = PutVersion.parse(values); await putVersion(ctx, input, file); return `/deals/${input.deal_id}/room/documents/${input.room_document_id}` })

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
