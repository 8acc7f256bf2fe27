import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asSystem } from '../../core/database.ts'
import { anonymous } from '../../core/context.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { type Storage, StorageAway } from '../../platform/storage.ts'
import { idOf, queryOf } from '../../web/http.tsx'
import { AwayPage } from './pages/away.tsx'
import { type DocumentUses, documentOf, fileHref, readableDocument } from './queries.ts'
import { fileTicket, ticketHolds } from './rules.ts'
import type { Document } from './schema.ts'

/** Files on a host of their own, and the secret that signs the way there. */
export interface FilesHost { url: string; secret: string }
const forEver = 'public, max-age=31536000, immutable'

/**
 * Mounted outside the languages: a file has none. What somebody brought is never run: no scripts, no
 * guessing at types, its own empty policy. With a host for files, the pages' host hands out none:
 * whoever may have one is led there, with a ticket of five minutes for that document and that reader.
 */
export function documentRoutes(app: FastifyInstance, storage: Storage, uses: DocumentUses, host: FilesHost | null = null): void {
  if (host) keepToFiles(app, host)
  app.get('/files/:id/:name', async (request, reply) => {
    const { ctx } = request
    if (host && isFilesHost(request, host)) return handOut(request, reply)
    const { document, shown, public: open, recordView } = found(await readableDocument(ctx, uses, idOf(request)))
    if (!host) {
      const file = await fileOf(document, request, reply)
      if (!file) return reply
      await recordView().catch((error: unknown) => { file.destroy(); throw error })
      return send(reply, document, { open, shown, file, apart: false })
    }
    await recordView()
    if (open) return reply.header('cache-control', 'no-cache').redirect(`${host.url}${fileHref(document)}`, 302)
    const until = ctx.now().getTime() + 5 * 60_000
    const query = new URLSearchParams({ until: String(until), reader: String(ctx.actor.person_id ?? 0), shown })
    query.set('ticket', fileTicket(host.secret, document.id, query))
    return reply.header('cache-control', 'private, no-store').redirect(`${host.url}${fileHref(document)}?${query}`, 302)
  })

  /** On the files' host there are no sessions: what strangers may have, and what a ticket is for. */
  async function handOut(request: FastifyRequest, reply: FastifyReply) {
    const id = idOf(request)
    const { until, reader, shown, ticket } = queryOf(request)
    if (ticket === undefined) {
      const readable = found(await readableDocument({ ...request.ctx, actor: anonymous }, uses, id))
      if (!readable.public) return notFound()
      const file = await fileOf(readable.document, request, reply)
      return file ? send(reply, readable.document, { ...readable, open: true, file, apart: true }) : reply
    }
    const query = new URLSearchParams({ until: String(until), reader: String(reader), shown: String(shown) })
    if (!host || !ticketHolds(host.secret, id, query, ticket, request.ctx.now())) return notFound()
    const document = found(await documentOf(asSystem(request.ctx.db), id)) // the ticket says that this reader may
    const file = await fileOf(document, request, reply)
    return file ? send(reply, document, { open: false, shown: shown === 'inline' ? 'inline' : 'attachment', file, apart: true }) : reply
  }

  /** Its content; null where the storage is away and that has been said. */
  async function fileOf(document: Document, request: FastifyRequest, reply: FastifyReply) {
    try {
      const file = await storage.open(document.sha256)
      if (file) return file
      request.log.error({ document: document.id, sha256: document.sha256 }, 'a document has lost its file')
      return notFound()
    } catch (error) {
      if (!(error instanceof StorageAway)) throw error
      request.log.error({ err: error, document: document.id }, 'the file storage is away')
      await reply.header('retry-after', '30').page(<AwayPage />, 503)
      return null
    }
  }
}

function send(reply: FastifyReply, document: Document, { open, shown, file, apart }: { open: boolean; shown: 'inline' | 'attachment'; file: NodeJS.ReadableStream; apart: boolean }) {
  return reply
    .type(document.media_type.startsWith('text/') ? `${document.media_type}; charset=utf-8` : document.media_type)
    .header('content-length', document.bytes)
    .header('content-disposition', disposition(shown, document.name))
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', apart && shown === 'inline' ? 'cross-origin' : 'same-origin') // pictures stand on pages of the other host
    .header('cache-control', open ? forEver : 'private, no-store')
    .send(file)
}

const isFilesHost = (request: FastifyRequest, host: FilesHost): boolean => request.host.toLowerCase() === new URL(host.url).host

/** On the files' host there is nothing but files: no page of ours ever runs beside what somebody brought. */
function keepToFiles(app: FastifyInstance, host: FilesHost): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isFilesHost(request, host) && !request.url.startsWith('/files/')) return reply.code(404).type('text/plain; charset=utf-8').send('Not found.\n')
  })
}

/** RFC 6266: a plain name for old programs, the real one for the rest. */
export function disposition(how: 'inline' | 'attachment', name: string): string {
  const ascii = name.normalize('NFD').replace(/\p{M}+/gu, '').replace(/[đĐ]/g, 'd').replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${how}; filename="${ascii}"; filename*=UTF-8''${exact}`
}
