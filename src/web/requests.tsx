import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib'
import { type Actor, anonymous, type Ctx, type Session } from '../core/context.ts'
import { type Db, readAs } from '../core/database.ts'
import { doneHere, rememberDone } from './done.ts'
import { formToken, withTokens } from './form-tokens.ts'
import { backOf, localeOf } from './http.tsx'
import type { WordRefusal } from './trouble.tsx'
import { type View, ViewProvider } from './view.ts'

/** Who asks. `waiting`: duties; `unread`: notices not opened; `withheld`: staff whose roles wait for a second factor. */
export interface Visitor { actor: Actor; session: Session | null; actingFor: { vi: string; en: string } | null; waiting: number | null; unread: number; withheld: boolean }
declare module 'fastify' {
  interface FastifyRequest { visitor: Visitor }
}

export interface Requests {
  /** With nothing hidden; each request gets a handle that reads as its visitor may. */
  db: Db
  now: () => Date
  publicUrl: string
  /** Signs the tokens in forms. */
  secret: string
  production: boolean
  manifest: Record<string, string>
  wordRefusal: WordRefusal
}

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)
const asPages = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

const stranger: Visitor = { actor: anonymous, session: null, actingFor: null, waiting: null, unread: 0, withheld: false }

/** Gives every request its context and every reply its page. */
export function prepareRequests(app: FastifyInstance, { db, now, publicUrl, secret, production, manifest, wordRefusal }: Requests): void {
  const forStrangers = readAs(db, anonymous)
  app.decorateRequest('ctx', null as never)
  app.decorateRequest('visitor', null as never)
  app.addHook('onRequest', async (request) => {
    request.visitor = stranger
    request.ctx = { db: forStrangers, actor: anonymous, locale: localeOf(request), now, request_id: request.id, session: null }
  })
  app.addHook('preValidation', async (request) => { keepPlain(request.body) })
  rememberDone(app, secret, publicUrl)
  app.decorateReply('page', async function page(vnode: VNode, status = 200) {
    const { request } = this
    const { locale } = request.ctx
    const { actor, actingFor, waiting, unread, withheld } = request.visitor
    const view: View = {
      locale, actor, actingFor: actingFor?.[locale] ?? null, waiting, unread, withheld,
      // A form shown again stands at an address that only takes forms: what leads elsewhere from it starts where it was first shown.
      url: request.method === 'GET' || !request.headers.referer ? request.url : backOf(request), publicUrl, now: now(), production,
      done: doneHere(request, this, secret, publicUrl),
      wordRefusal: (refusal) => wordRefusal(refusal, locale),
      asset: (name) => manifest[name] ?? `/assets/${name}`,
      nonce: this.cspNonce?.script,
    }
    const page = renderToString(<ViewProvider value={view}>{vnode}</ViewProvider>)
    const html = `<!doctype html>${withTokens(page, () => formToken(request, this, secret, publicUrl))}`
    this.code(status).type('text/html; charset=utf-8').header('cache-control', actor.person_id === null ? 'no-cache' : 'private, no-store').header('vary', 'accept-encoding, cookie')
    const accepted = String(request.headers['accept-encoding'] ?? '')
    // Whole strings, never streams: an answer given up half-way leaves no compressor behind.
    // A page of usual size is done sooner here than it is handed to another thread and back.
    const small = html.length <= 64 * 1024
    if (accepted.includes('br')) return this.header('content-encoding', 'br').send(small ? brotliCompressSync(html, asPages) : await brotli(html, asPages))
    if (accepted.includes('gzip')) return this.header('content-encoding', 'gzip').send(small ? gzipSync(html) : await gzipped(html))
    return this.send(html)
  })
}

/**
 * Takes out of what was sent the names every object has, so that nothing in it answers for itself
 * when it is shown or compared; what is nested deeper than any form of ours is refused.
 */
function keepPlain(body: unknown): void {
  for (let level = [body], depth = 0; level.length; depth++) {
    const objects = level.filter((value): value is Record<string, unknown> => typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    if (objects.length && depth > 12) throw Object.assign(new Error('nested too deep'), { statusCode: 400 })
    for (const object of objects) if (!Array.isArray(object)) for (const name of Object.getOwnPropertyNames(Object.prototype)) if (Object.hasOwn(object, name)) delete object[name]
    level = objects.flatMap((object) => Object.values(object))
  }
}

/** Finds who is behind a session's cookies, for pages and files; everyone else stays a stranger. */
export function recogniseVisitors(app: FastifyInstance, { visitorOf }: { visitorOf: (request: FastifyRequest) => Promise<Visitor | null> }): void {
  app.addHook('onRequest', async (request) => {
    if (!/^\/(vi|en|files|live)([/?]|$)/.test(request.url) || !request.headers.cookie?.includes('techex.session_token')) return
    request.visitor = (await visitorOf(request)) ?? stranger
    const { actor, session } = request.visitor
    Object.assign(request.ctx, { actor, session, db: readAs(request.ctx.db, actor) } satisfies Partial<Ctx>)
  })
}
