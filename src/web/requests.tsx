import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Actor, anonymous } from '../core/context.ts'
import type { Db } from '../core/database.ts'
import { backOf, localeOf } from './http.tsx'
import type { WordRefusal } from './trouble.tsx'
import { type View, ViewProvider } from './view.ts'

export interface Visitor { actor: Actor; actingFor: { vi: string; en: string } | null; waiting: number | null }
declare module 'fastify' {
  interface FastifyRequest { visitor: Visitor }
}

export interface Requests {
  db: Db
  now: () => Date
  publicUrl: string
  production: boolean
  manifest: Record<string, string>
  wordRefusal: WordRefusal
}

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

const stranger: Visitor = { actor: anonymous, actingFor: null, waiting: null }

/** Gives every request its context and every reply its page. */
export function prepareRequests(app: FastifyInstance, { db, now, publicUrl, production, manifest, wordRefusal }: Requests): void {
  app.decorateRequest('ctx', null as never)
  app.decorateRequest('visitor', null as never)
  app.addHook('onRequest', async (request) => {
    request.visitor = stranger
    request.ctx = { db, actor: anonymous, locale: localeOf(request), now, request_id: request.id }
  })
  app.decorateReply('page', async function page(vnode: VNode, status = 200) {
    const { request } = this
    const { locale } = request.ctx
    const { actor, actingFor, waiting } = request.visitor
    const view: View = {
      locale, actor, actingFor: actingFor?.[locale] ?? null, waiting, 
      // A form shown again stands at an address that only takes forms: what leads elsewhere from it starts where it was first shown.
      url: request.method === 'GET' || !request.headers.referer ? request.url : backOf(request), publicUrl, now: now(), production,
      wordRefusal: (refusal) => wordRefusal(refusal, locale),
      asset: (name) => manifest[name] ?? `/assets/${name}`,
    }
    const html = `<!doctype html>${renderToString(<ViewProvider value={view}>{vnode}</ViewProvider>)}`
    this.code(status).type('text/html; charset=utf-8').header('cache-control', actor.person_id === null ? 'no-cache' : 'private, no-store').header('vary', 'accept-encoding, cookie')
    const accepted = String(request.headers['accept-encoding'] ?? '')
    // Whole strings, never streams: an answer given up half-way leaves no compressor behind.
    if (accepted.includes('br')) return this.header('content-encoding', 'br').send(await brotli(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }))
    if (accepted.includes('gzip')) return this.header('content-encoding', 'gzip').send(await gzipped(html))
    return this.send(html)
  })
}

/** Finds who is behind a session's cookies, for pages and files; everyone else stays a stranger. */
export function recogniseVisitors(app: FastifyInstance, { visitorOf }: { visitorOf: (request: FastifyRequest) => Promise<Visitor | null> }): void {
  app.addHook('onRequest', async (request) => {
    if (!/^\/(vi|en|files)([/?]|$)/.test(request.url) || !request.headers.cookie?.includes('techex.session_token')) return
    request.visitor = (await visitorOf(request)) ?? stranger
    request.ctx.actor = request.visitor.actor
  })
}
