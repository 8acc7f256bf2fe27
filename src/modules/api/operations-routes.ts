import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { etagOf, isKnown } from '../../platform/etags.ts'
import { type ApiParts, Trouble } from './answering-routes.ts'
import { dealOperations } from './deal-routes.ts'
import { evidenceOperations } from './evidence-routes.ts'
import { interestOperations } from './interest-routes.ts'
import { listingOperations } from './listing-routes.ts'
import { marketOperations } from './market-routes.ts'
import { type Described, withHeaders } from './headers.ts'
import { answerProblems, type WordRefusal } from './problem-routes.ts'
import { holderOf, type KeyHolder } from './queries.ts'
import { keyPattern, keyRequestsPerMinute, largestBody } from './rules.ts'
import type { ApiScope } from './schema.ts'
import { webhookOperations } from './webhook-operations-routes.ts'

/** The description of all operations, for the page that reads it to people; filled when the operations are mounted. */
export interface Description { read: () => object }
export const apiDescription = (): Description => ({ read: () => ({}) })

const resources = [
  ['Listings', 'Offers and needs, published or one’s own.'], ['Evidence', 'What offers claim and what proves it.'], ['Organisations', 'Who is on the Exchange.'], ['Experts', 'People who agreed to be found.'], ['Collections', 'Listings put together by the Exchange’s own people.'], ['Reference', 'Code lists, figures and the heads of the sealed log.'],
  ['Interests', 'What organisations write about each other’s listings.'], ['Deals', 'Deal files of one’s own.'], ['Webhooks', 'Addresses that are told of what happens.'],
] as const

/**
 * The Exchange for programs, by the same queries and commands as the pages, so that nothing can be
 * had or done here that its reader could not have or do there. What is public needs no key; a key
 * reads and writes for its organisation and within its scopes. Errors are RFC 9457 problems.
 */
export async function apiOperations(api: FastifyInstance, { publicUrl, secret, word, description }: ApiParts & { word: WordRefusal; description: Description }): Promise<void> {
  const parts: ApiParts = { publicUrl, secret }
  api.setValidatorCompiler(validatorCompiler)
  api.setSerializerCompiler(serializerCompiler)
  jsonOnly(api)
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hanoi Technology Exchange', version: '1.0.0', license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
        description: `Published offers and needs, organisations, experts, code lists and figures for everybody; with an API key your organisation’s own listings, interests, deals and webhooks, read and written. How lists go on, how changes are made once, and how webhooks are verified: ${publicUrl}/en/developers`,
      },
      servers: [{ url: publicUrl }], tags: resources.map(([name, text]) => ({ name, description: text })), externalDocs: { url: `${publicUrl}/en/developers`, description: 'For developers' },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key of your organisation, made under “My account”, such as techex_….' } } },
    },
    transform: createJsonSchemaTransform({ skipList: [] }), transformObject: (document) => withHeaders(createJsonSchemaTransformObject({})(document) as Described),
  })
  api.decorateRequest('holder', null)
  const routes = knownRoutes(api)
  admit(api)
  tell(api)
  answerProblems(api, { publicUrl, word, methodsAt: routes })
  for (const operations of [marketOperations, listingOperations, evidenceOperations, interestOperations, dealOperations, webhookOperations]) operations(api, parts)
  for (const path of ['/v1/openapi.json', '/openapi.json']) api.get(path, { schema: { hide: true } }, async () => api.swagger())
  api.options('/v1/*', { schema: { hide: true } }, async (request, reply) => {
    const methods = routes(request.url)
    if (methods.length === 0) throw new Trouble('not_found')
    void reply.header('allow', methods.join(', '))
    if (request.headers.origin !== undefined) void reply.header('access-control-allow-methods', 'GET, HEAD').header('access-control-allow-headers', 'accept-language, if-none-match').header('access-control-max-age', '86400')
    return reply.code(204).send()
  })
  description.read = () => api.swagger()
}

/** Takes JSON and nothing else. The bytes are kept beside what they say; half characters, which no database stores, become whole signs. */
function jsonOnly(api: FastifyInstance): void {
  api.removeAllContentTypeParsers()
  api.decorateRequest('sent', '')
  api.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: largestBody }, (request, text, done) => {
    request.sent = String(text)
    if (request.sent === '') return done(null, undefined)
    try {
      done(null, JSON.parse(request.sent, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)))
    } catch { done(Object.assign(new Error('not readable as JSON'), { statusCode: 400 })) }
  })
}

/** Which methods an address takes, from every route there is. */
function knownRoutes(api: FastifyInstance): (url: string) => string[] {
  const known: [pattern: RegExp, methods: string[]][] = []
  api.addHook('onRoute', ({ url, method }) => { if (!url.includes('*')) known.push([new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}/?$`), [method].flat().map(String)]) })
  return (url) => {
    const path = url.split('?')[0] ?? ''
    const methods = new Set(known.filter(([pattern]) => pattern.test(path)).flatMap(([, of]) => of))
    return methods.size ? [...methods, 'OPTIONS'].toSorted() : []
  }
}

/** Counts who asks, finds whose key it is, and lets nobody past who lacks the scope. */
function admit(api: FastifyInstance): void {
  const attempts = api.createRateLimit({ max: keyRequestsPerMinute, timeWindow: '1 minute', keyGenerator: (request) => keyIn(request) ?? request.ip })
  api.addHook('onRoute', (route) => {
    route.config = { ...route.config, withoutToken: 'a program shows its key; no cookie counts here' }
    if (route.schema && route.config.scope) Object.assign(route.schema, { 'x-scope': route.config.scope, ...(route.config.ifMatch ? { 'x-if-match': route.config.ifMatch } : {}) })
  })
  api.addHook('onRequest', async (request, reply) => {
    request.ctx.locale = /^\s*en/i.test(String(request.headers['accept-language'] ?? '')) ? 'en' : 'vi'
    const { authorization } = request.headers
    const { scope, ifMatch } = request.routeOptions.config
    const counted = await attempts(request)
    if (!counted.isAllowed) {
      const { remaining, ttlInSeconds } = counted
      void reply.header('ratelimit-policy', `"minute";q=${keyRequestsPerMinute};w=60`).header('ratelimit', `"minute";r=${Math.max(0, remaining)};t=${ttlInSeconds}`)
      if (counted.isExceeded) { void reply.header('retry-after', String(Math.max(1, ttlInSeconds))); throw new Trouble('too_many_requests') }
    }
    if (authorization !== undefined) {
      const holder = await holderOf(request.ctx.db, keyIn(request) ?? '', request.ctx.now())
      if (!holder) throw new Trouble('key_needed')
      request.holder = holder
      const actor = within(holder, scope)
      Object.assign(request.ctx, { actor, db: readAs(request.ctx.db, actor) })
    }
    if (!scope) return
    if (!request.holder) throw new Trouble('key_needed')
    if (!request.holder.scopes.includes(scope)) throw new Trouble('scope_missing', { scope })
    if (ifMatch === 'needed' && request.headers['if-match'] === undefined) throw new Trouble('if_match_needed')
  })
}
/** What is written where a key stands, if it looks like one: nothing else is counted for itself. */
const keyIn = ({ headers }: FastifyRequest): string | undefined => { const key = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]; return key !== undefined && keyPattern.test(key) ? key : undefined }
/** As whom a key asks: for its organisation where that is asked of it, writing where that is, as anybody signed in for the market, and as a stranger otherwise. */
function within({ actor, writer, scopes }: KeyHolder, asked: ApiScope | undefined): Actor {
  if (scopes.includes(asked ?? 'listings')) return asked?.endsWith('_write') ? writer : actor
  return scopes.includes('market') ? { ...actor, organisation_id: null, memberships: [] } : anonymous
}

/** What every answer says besides its body: its tag, whom it is for, and whether other sites may read it. */
function tell(api: FastifyInstance): void {
  const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD'
  api.addHook('onRequest', async (request, reply) => {
    const { authorization, origin } = request.headers
    void reply.header('vary', 'authorization, accept-language, origin')
    // What anybody may read, any site may show; with a key, or where one is needed, none.
    if (origin !== undefined && authorization === undefined && !request.routeOptions.config.scope && (isRead(request) || request.method === 'OPTIONS'))
      void reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'etag, link, ratelimit, ratelimit-policy, retry-after')
  })
  api.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', isRead(request) ? (request.headers.authorization === undefined ? 'no-cache' : 'private, no-cache') : 'no-store')
    if (!isRead(request) || reply.statusCode !== 200 || typeof payload !== 'string') return payload
    const etag = String(reply.getHeader('etag') ?? etagOf(payload))
    void reply.header('etag', etag)
    if (!isKnown(request.headers['if-none-match'], etag)) return payload
    void reply.code(304).removeHeader('content-type').removeHeader('content-length')
    return ''
  })
}
