import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createJsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { locales } from '../../platform/locale.ts'
import { Refused, refuse } from '../../platform/refusal.ts'
import { isDatabaseAway, type WordRefusal } from '../../web/trouble.tsx'
import { dealFile, dealsOf } from '../deals/queries.ts'
import { cardsOf, listingFor, ownListings } from '../listings/queries.ts'
import { listingKinds } from '../listings/schema.ts'
import { pageSize, search, SearchAddress } from '../listings/search.ts'
import { organisationList, organisationPage } from '../organisations/queries.ts'
import { Card, Deal, Listing, Organisation, Problem, shownCard, shownDeal, shownListing } from './operations.ts'
import { holderOf, type KeyHolder } from './queries.ts'
import { keyRequestsPerMinute } from './rules.ts'
import type { ApiScope } from './schema.ts'

declare module 'fastify' {
  interface FastifyRequest { scopes: readonly ApiScope[] | null }
  interface FastifyContextConfig { scope?: ApiScope }
}

/**
 * The Exchange for programs: reading only, by the same queries as the pages, so that nothing can be
 * had here that its reader could not open there. What is public needs no key; a key reads for its
 * organisation and within its scopes. Errors are RFC 9457 problems.
 */
export async function apiOperations(api: FastifyInstance, { publicUrl, word }: { publicUrl: string; word: WordRefusal }): Promise<void> {
  api.setValidatorCompiler(validatorCompiler)
  api.setSerializerCompiler(serializerCompiler)
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Hanoi Technology Exchange', version: '1', description: 'Published offers and needs, organisations, and with a key one’s own listings and deals. Read-only.' },
      servers: [{ url: publicUrl }],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key of your organisation, made under “My account”.' } } },
    },
    transform: createJsonSchemaTransform({ skipList: ['/api/openapi.json'] }),
  })
  api.decorateRequest('scopes', null)
  const attempts = api.createRateLimit({ max: keyRequestsPerMinute, timeWindow: '1 minute', keyGenerator: (request) => request.headers.authorization ?? request.ip })
  api.addHook('onRequest', async (request) => {
    request.ctx.locale = /^\s*en/i.test(String(request.headers['accept-language'] ?? '')) ? 'en' : 'vi'
    const { authorization } = request.headers
    const { scope } = request.routeOptions.config
    const counted = await attempts(request)
    if (!counted.isAllowed && counted.isExceeded) throw Object.assign(new Error('too many requests'), { statusCode: 429 })
    if (authorization !== undefined) {
      const holder = await holderOf(request.ctx.db, /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '', request.ctx.now())
      if (!holder) throw Object.assign(new Error('no such key'), { statusCode: 401 })
      request.scopes = holder.scopes
      const actor = within(holder, scope)
      Object.assign(request.ctx, { actor, db: readAs(request.ctx.db, actor) })
    }
    if (scope && !request.scopes) throw Object.assign(new Error('a key is needed'), { statusCode: 401 })
    if (scope && !request.scopes?.includes(scope)) refuse({ code: 'not_permitted' })
  })
  api.setErrorHandler(async (error: unknown, request, reply) => {
    const { locale } = request.ctx
    const problem = (status: number, code: string, detail: string) =>
      reply.code(status).type('application/problem+json').header('cache-control', 'no-store').send(JSON.stringify({ type: 'about:blank', status, code, detail, request_id: request.id }))
    if (error instanceof Refused) {
      const { code } = error.refusal
      const status = code === 'not_found' ? 404 : code === 'sign_in_first' ? 401 : code === 'not_permitted' ? 403 : 409
      return problem(status, code, status === 409 ? word(error.refusal, locale) : said[status] ?? '')
    }
    if (isDatabaseAway(error)) {
      request.log.error({ err: error }, 'the database is away')
      void reply.header('retry-after', '3')
      return problem(503, 'resting', 'The database is restarting. Ask again in a few seconds.')
    }
    const { statusCode = 500, validation } = error as { statusCode?: number; validation?: unknown }
    if (validation || statusCode === 400) return problem(400, 'invalid', `What was asked could not be read: ${(error as Error).message}`)
    if (statusCode === 401) void reply.header('www-authenticate', 'Bearer')
    if (statusCode < 500) return problem(statusCode, statusCode === 429 ? 'too_many_requests' : statusCode === 401 ? 'key_needed' : 'invalid', said[statusCode] ?? 'This could not be done.')
    request.log.error({ err: error }, 'unexpected')
    return problem(500, 'unexpected', 'The fault is ours and has been logged. Quote the request_id if it persists.')
  })
  api.setNotFoundHandler((_, reply) => reply.code(404).type('application/problem+json').send(JSON.stringify({ type: 'about:blank', status: 404, code: 'not_found', detail: said[404] })))
  operations(api)
  api.get('/openapi.json', { schema: { hide: true } }, async () => api.swagger())
}
/** As whom a key reads: for its organisation where that is asked of it, as anybody signed in for the market, and as a stranger otherwise. */
function within({ actor, scopes }: KeyHolder, asked: ApiScope | undefined): Actor {
  if (scopes.includes(asked ?? 'listings')) return actor
  return scopes.includes('market') ? { ...actor, organisation_id: null, memberships: [] } : anonymous
}
const said: Record<number, string> = {
  401: 'An API key that is in use is needed: Authorization: Bearer techex_…', 403: 'This key does not have the scope for this.', 404: 'There is nothing here, or nothing that this reader may see.', 429: 'Too many requests in a minute. Wait and ask again.',
}

const Id = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) })
const Page = z.object({ page: z.coerce.number().int().min(1).max(500).default(1) })
const Language = z.object({ language: z.enum(locales).optional().describe('Texts in this language where they exist; otherwise in the one there is.') })
const secured = [{ key: [] }]
const failures = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 429: Problem }
const languageOf = ({ ctx }: FastifyRequest, asked: 'vi' | 'en' | undefined) => asked ?? ctx.locale

function operations(plain: FastifyInstance): void {
  const api = plain.withTypeProvider<ZodTypeProvider>()
  api.get('/v1/listings', {
    schema: { summary: 'Search published offers and needs', querystring: Page.extend({ q: z.string().max(400).default(''), kind: z.enum(listingKinds).optional(), field: z.string().max(10).optional() }).extend(Language.shape), response: { 200: z.object({ total: z.number().int(), page: z.number().int(), page_size: z.number().int(), listings: z.array(Card) }), ...failures } },
  }, async (request) => {
    const { q, kind = '', field, page, language } = request.query
    const { ctx } = request
    const found = await search(ctx.db, SearchAddress.parse({ q, kind, field, page }), ctx.now())
    return { total: found.total, page, page_size: pageSize, listings: (await cardsOf(ctx.db, found.ids, languageOf(request, language))).map(shownCard) }
  })
  api.get('/v1/listings/:id', { schema: { summary: 'One offer or need, whole', params: Id, response: { 200: Listing, ...failures } } }, async (request) => shownListing(await listingFor(request.ctx, request.params.id)))
  api.get('/v1/organisations', {
    schema: { summary: 'Organisations by name', querystring: Page.extend({ q: z.string().max(200).default('') }), response: { 200: z.object({ total: z.number().int(), page: z.number().int(), organisations: z.array(Organisation) }), ...failures } },
  }, async (request) => {
    const { q, page } = request.query
    const { rows, total } = await organisationList(request.ctx.db, { q, kind: null, page })
    return { total, page, organisations: rows }
  })
  api.get('/v1/organisations/:id', { schema: { summary: 'One organisation', params: Id, response: { 200: Organisation, ...failures } } }, async (request) =>
    await organisationPage(request.ctx.db, request.params.id) ?? refuse({ code: 'not_found' }))
  api.get('/v1/my/listings', { config: { scope: 'listings' }, schema: { summary: 'The organisation’s own listings, drafts included', security: secured, querystring: Language, response: { 200: z.object({ listings: z.array(Card) }), ...failures } } }, async (request) => {
    const { ctx } = request
    const own = await ownListings(ctx.db, ctx.actor.organisation_id ?? 0)
    return { listings: (await cardsOf(ctx.db, own.map(({ id }) => id), languageOf(request, request.query.language))).map(shownCard) }
  })
  api.get('/v1/deals', { config: { scope: 'deals' }, schema: { summary: 'The organisation’s deals', security: secured, querystring: Page.extend(Language.shape), response: { 200: z.object({ total: z.number().int(), page: z.number().int(), deals: z.array(Deal) }), ...failures } } }, async (request) => {
    const { ctx, query: { page, language } } = request
    const { deals, total } = await dealsOf(ctx.db, ctx.actor, { locale: languageOf(request, language), filter: 'all', page })
    return { total, page, deals: deals.map(shownDeal) }
  })
  api.get('/v1/deals/:id', { config: { scope: 'deals' }, schema: { summary: 'One deal', security: secured, params: Id, querystring: Language, response: { 200: Deal, ...failures } } }, async (request) => {
    const { deal, supplier, demander, offer, need } = await dealFile(request.ctx.db, request.ctx.actor, request.params.id, languageOf(request, request.query.language))
    return shownDeal({ ...deal, supplier, demander, listing: offer ?? need })
  })
}
