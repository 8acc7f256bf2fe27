import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import statics from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Db, readAs } from './core/database.ts'
import { inTheirPlace } from './modules/administration/people-queries.ts'
import { openGate } from './modules/bidding/gate.ts'
import { watchOpenings } from './modules/ballots/opening.ts'
import { openHub } from './modules/bidding/hub.ts'
import { apiDescription, apiOperations } from './modules/api/operations-routes.ts'
import { developerRoutes, webhookRoutes } from './modules/api/developer-routes.tsx'
import { documentRoutes } from './modules/documents/routes.tsx'
import { siteRoutes } from './modules/guide/routes.tsx'
import { embedRoutes } from './modules/promotion/routes.tsx'
import { openAccounts } from './modules/people/accounts.ts'
import { personOfAccount } from './modules/people/commands.ts'
import { accountLetters } from './modules/people/messages.ts'
import { actorOf } from './modules/people/queries.ts'
import { headersOf, peopleRoutes, providerRoutes } from './modules/people/routes.tsx'
import { queueMail } from './modules/notifications/commands.ts'
import { unreadNotices } from './modules/notifications/queries.ts'
import { developmentMailRoutes, liveRoutes, noticeNews } from './modules/notifications/routes.tsx'
import type { Config } from './platform/config.ts'
import { anonymous } from './core/context.ts'
import { type Locale, locales } from './platform/locale.ts'
import { storageOf } from './platform/storage-open.ts'
import { wordRefusal } from './refusals.ts'
import { counterOf, crowdTimes } from './web/counters.ts'
import { openLive } from './web/live.ts'
import { type LogStream, webLog } from './web/log-lines.ts'
import { prepareRequests, recogniseVisitors } from './web/requests.tsx'
import { signingKeyOf } from './platform/proof/keys.ts'
import { refuseForeignForms } from './web/form-tokens.ts'
import { answerTrouble, readable } from './web/trouble.tsx'
import { openVisits, type Visits } from './web/visits.ts'
import { documentUses, domainRoutes } from './routes.tsx'
import { proofRoutes } from './modules/proofs/routes.tsx'
import { openWaiting } from './modules/work/waiting.ts'
import { forgetTaxonomy } from './modules/taxonomy/queries.ts'

export interface AppParts { db: Db; config: Config; secret: string; manifest: Record<string, string>; dist: string; now?: () => Date; log?: boolean | LogStream; visits?: Visits }

/** The first words of addresses below /vi and /en. */
const sections = ['search', 'offers', 'needs', 'fields', 'organisations', 'experts', 'figures', 'developers', 'collections', 'sessions', 'feeds', 'digest', 'about', 'help', 'sign-in', 'sign-up', 'work', 'my', 'deals', 'auctions', 'solutions', 'desk', 'interests', 'invitations', 'moderation', 'administration', 'log', 'audit', 'privacy'] as const

/** Every page of the Exchange, mounted on one server. */
export async function openApp({ db, config, secret, manifest, dist, now = () => new Date(), log = true, visits = openVisits(null) }: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: log ? webLog(config.logLevel, log === true ? undefined : log) : false,
    // Only what stands before us on this machine or its network may say who asked; the rest of the header is the visitor's own invention.
    trustProxy: config.trustProxy ? ['loopback', 'linklocal', 'uniquelocal'] : false, genReqId: () => randomUUID(), bodyLimit: 1024 * 1024, requestTimeout: 300_000, connectionTimeout: 60_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 }, rewriteUrl: ({ url = '/' }) => readable(url),
  })
  const accounts = openAccounts({
    db, secret, publicUrl: config.publicUrl, provider: config.provider, secondFactorForStaff: config.staffSecondFactor,
    send: async (tx, { kind, to, name, link, locale }) => { await queueMail(tx, { to, locale, ...accountLetters[locale][kind](name, link) }, now()) },
  })

  await app.register(helmet, {
    // Scripts run only with the nonce of the answer they came with (helmet adds it); nothing inline has one.
    enableCSPNonces: true,
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'self'"], scriptSrc: [], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:', ...(config.filesUrl === null ? [] : [config.filesUrl])], objectSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'self'", ...(config.provider ? [new URL(config.provider.issuer).origin] : [])] } },
    hsts: config.publicUrl.startsWith('https://') ? { maxAge: 31_536_000, includeSubDomains: true } : false, referrerPolicy: { policy: 'same-origin' }, crossOriginEmbedderPolicy: false,
  })
  // Nothing here asks for the camera, the microphone or the place of its reader.
  app.addHook('onRequest', async (_, reply) => { void reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()') })
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: 1024 * 1024 })
  await app.register(multipart, { limits: { fileSize: config.uploadMaxBytes, files: 1, fields: 20, fieldSize: 20_000, parts: 25 } })
  await app.register(rateLimit, { global: false, store: visits.Store })
  await app.register(statics, { root: join(dist, 'public'), prefix: '/assets/', immutable: true, maxAge: '365d', preCompressed: true, index: false,
    // One worker, of the door of a session: it stands behind that page, whose address is not below its own.
    setHeaders: (answer, path) => { if (/\/check-in-worker\.[^/]*$/.test(path)) void answer.header('service-worker-allowed', '/') } })

  const waitingFor = openWaiting(db)
  prepareRequests(app, { db, now, publicUrl: config.publicUrl, secret, production: config.production, manifest, wordRefusal })
  // Counted before anything is asked of the database, pages that do not exist included.
  const counted = (times: number) => app.rateLimit({ max: config.requestsPerMinute * times, timeWindow: '1 minute', allowList: (request) => request.url.startsWith('/assets/') })
  const counters = { pages: counted(1), watching: counted(crowdTimes), bidding: counted(crowdTimes) }
  app.addHook('onRequest', function (request, reply) { return counters[counterOf({ method: request.method, url: request.url, signedIn: /(?:^|; )[^=]*session_token=/.test(request.headers.cookie ?? '') })].call(this, request, reply) })
  // Whoever is told to wait is told how long, programs too.
  app.addHook('onSend', async (_, reply) => { if (reply.statusCode === 429 && !reply.hasHeader('retry-after')) void reply.header('retry-after', '60') })
  recogniseVisitors(app, {
    visitorOf: async (request) => {
      const account = await accounts.accountOf(headersOf(request))
      if (!account) return null
      const find = (accountId: string) => actorOf(db, accountId, accounts)
      let known = await find(account.id)
      if (!known) {
        await personOfAccount({ db, actor: anonymous, locale: request.ctx.locale, now, request_id: request.id, session: null }, account)
        known = await find(account.id)
      }
      if (!known) return null
      const visitor = await inTheirPlace(db, known, now(), find)
      const theirs = readAs(db, visitor.actor)
      const [waiting, unread] = await Promise.all([waitingFor(theirs, visitor.actor, now()), unreadNotices(theirs, visitor.actor.person_id ?? 0)])
      return { ...visitor, session: account.session, waiting, unread }
    },
  })
  refuseForeignForms(app, config.publicUrl, secret)
  answerTrouble(app, wordRefusal)

  const inTheirLanguage = (request: FastifyRequest, reply: FastifyReply) => {
    const wanted: Locale = /^\s*en/i.test(String(request.headers['accept-language'] ?? '')) ? 'en' : 'vi'
    return reply.header('vary', 'accept-language').redirect(`/${wanted}${request.url === '/' ? '' : request.url}`, 302)
  }
  app.get('/', inTheirLanguage)
  // Addresses passed on without their language lead somewhere too.
  for (const section of sections) for (const path of [`/${section}`, `/${section}/*`]) app.get(path, inTheirLanguage)
  app.get('/health', async (_, reply) => { await db.selectFrom('code').select('code').limit(1).execute(); return reply.type('text/plain').send('ok\n') })
  const storage = storageOf(config)
  documentRoutes(app, storage, documentUses, config.filesUrl === null ? null : { url: config.filesUrl, secret })
  siteRoutes(app, config.publicUrl)
  embedRoutes(app)
  providerRoutes(app, accounts)
  const description = apiDescription()
  await app.register(apiOperations, { prefix: '/api', publicUrl: config.publicUrl, secret, word: wordRefusal, description })
  const news = noticeNews(db, now)
  const hub = openHub({ db, now, log: app.log, busy: () => gate?.busy() ?? false, openSessions: news.openSessions })
  const live = openLive({ url: config.databaseUrl, log: app.log, heard: { codes_changed: forgetTaxonomy, auction: () => hub.wake() }, ended: (session) => hub.ended(session), ...news })
  app.addHook('preClose', async () => { await live.close(); await hub.close() })
  // The writers of live lots in this process, and the way to those in others.
  const gate = config.databaseUrl === null ? null : await openGate({ url: config.databaseUrl, secret, dataDir: config.dataDir, key: signingKeyOf(config), now, log: app.log, clockToleranceMs: config.production ? 100 : null, lasting: config.production })
  const unwatch = gate && watchOpenings(db, gate, app.log)
  app.addHook('onClose', async () => { unwatch?.(); await gate?.close() })
  for (const locale of locales) {
    await app.register(async (pages) => {
      peopleRoutes(pages, accounts)
      if (!config.production) developmentMailRoutes(pages)
      domainRoutes(pages, config.publicUrl, { storage, uploadMaxBytes: config.uploadMaxBytes, signingRoots: config.signingRoots }, secret, config.dataDir, { gate, hub })
      proofRoutes(pages, { publicUrl: config.publicUrl, key: () => signingKeyOf(config) })
      liveRoutes(pages, live)
      developerRoutes(pages, description)
      webhookRoutes(pages, { publicUrl: config.publicUrl, secret })
    }, { prefix: `/${locale}` })
  }
  return app
}
