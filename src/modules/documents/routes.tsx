import type { FastifyInstance } from 'fastify'
import { found, notFound } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { idOf } from '../../web/http.tsx'
import { readableDocument } from './queries.ts'

/** Mounted outside the languages: a file has none. What somebody brought is never run: no scripts, no guessing at types, its own empty policy. */
export function documentRoutes(app: FastifyInstance, storage: Storage): void {
  app.get('/files/:id/:name', async (request, reply) => {
    const { document, use, public: open } = found(await readableDocument(request.ctx.db, request.ctx.actor, idOf(request)))
    const file = await storage.open(document.sha256)
    if (!file) {
      request.log.error({ document: document.id, sha256: document.sha256 }, 'a document has lost its file')
      return notFound()
    }
    const inline = use === 'picture' && document.media_type.startsWith('image/')
    return reply
      .type(document.media_type.startsWith('text/') ? `${document.media_type}; charset=utf-8` : document.media_type)
      .header('content-length', document.bytes)
      .header('content-disposition', disposition(inline ? 'inline' : 'attachment', document.name))
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', open ? 'public, max-age=31536000, immutable' : 'private, no-store')
      .send(file.createReadStream())
  })
}

/** RFC 6266: a plain name for old programs, the real one for the rest. */
function disposition(how: 'inline' | 'attachment', name: string): string {
  const ascii = name.normalize('NFD').replace(/\p{M}+/gu, '').replace(/[đĐ]/g, 'd').replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${how}; filename="${ascii}"; filename*=UTF-8''${exact}`
}
