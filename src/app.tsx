import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import statics from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Db } from './core/database.ts'
import { documentRoutes } from './modules/documents/routes.tsx'
import { siteRoutes } from './modules/guide/routes.tsx'
import { openAccounts } from './modules/people/accounts.ts'
import { personOfAccount } from './modules/people/commands.ts'
import { accountLetters } from './modules/people/messages.ts'
import { actorOf } from './modules/people/queries.ts'
import { headersOf, peopleRoutes } from './modules/people/routes.tsx'
import { queueMail } from './modules/notifications/commands.ts'
import { developmentMailRoutes } from './modules/notifications/routes.tsx'
import type { Config } from './platform/config.ts'
import { anonymous } from './core/context.ts'
import { type Locale, locales } from './platform/locale.ts'
import { openStorage } from './platform/storage.ts'
import { wordRefusal } from './refusals.ts'
import { prepareRequests, recogniseVisitors } from './web/requests.tsx'
import { answerTrouble, readable, refuseForeignForms } from './web/trouble.tsx'
import { domainRoutes } from './routes.tsx'
import { dutiesOf } from './modules/work/queries.ts'

export interface AppParts { db: Db; config: Config; secret: string; manifest: Record<string, string>; dist: string; now?: () => Date; log?: boolean }

/** The first words of addresses below /vi and /en. */
const sections = ['search', 'offers', 'needs', 'fields', 'organisations', 'figures', 'about', 'help', 'sign-in', 'sign-up', 'work', 'my', 'deals', 'interests', 'invitations', 'moderation', 'administration'] as const

/** Every page of the Exchange, mounted on one server. */
export async function openApp({ db, config, secret, manifest, dist, now = () => new Date(), log = true }: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: log ? { level: config.logLevel, redact: ['req.headers.cookie', 'req.headers.authorization'], serializers: { req: ({ method, url, ip }) => ({ method, path: url.split('?')[0], ip }) } } : false,
    // Only what stands before us on this machine or its network may say who asked; the rest of the header is the visitor's own invention.
    trustProxy: config.trustProxy ? ['loopback', 'linklocal', 'uniquelocal'] : false, genReqId: () => randomUUID(), bodyLimit: 1024 * 1024, requestTimeout: 300_000, connectionTimeout: 60_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 }, rewriteUrl: ({ url = '/' }) => readable(url),
  })
  const accounts = openAccounts({
    db, secret, publicUrl: config.publicUrl,
    send: (tx, { kind, to, name, link, locale }) => queueMail(tx, { to, locale, ...accountLetters[locale][kind](name, link) }, now()),
  })

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'self'"], imgSrc: ["'self'", 'data:'], objectSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'self'"] } },
    hsts: config.publicUrl.startsWith('https://') ? { maxAge: 31_536_000 } : false, referrerPolicy: { policy: 'same-origin' }, crossOriginEmbedderPolicy: false,
  })
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: 1024 * 1024 })
  await app.register(multipart, { limits: { fileSize: config.uploadMaxBytes, files: 1, fields: 20, fieldSize: 20_000, parts: 25 } })
  await app.register(rateLimit, { global: false })
  await app.register(statics, { root: join(dist, 'public'), prefix: '/assets/', immutable: true, maxAge: '365d', preCompressed: true, index: false })

  prepareRequests(app, { db, now, publicUrl: config.publicUrl, production: config.production, manifest, wordRefusal })
  // Counted before anything is asked of the database, pages that do not exist included.
  app.addHook('onRequest', app.rateLimit({ max: config.requestsPerMinute, timeWindow: '1 minute', groupId: 'pages', allowList: (request) => request.url.startsWith('/assets/') }))
  recogniseVisitors(app, {
    visitorOf: async (request) => {
      const account = await accounts.accountOf(headersOf(request))
      if (!account) return null
      let known = await actorOf(db, account.id)
      if (!known) {
        await personOfAccount({ db, actor: anonymous, locale: request.ctx.locale, now, request_id: request.id }, account)
        known = await actorOf(db, account.id)
      }
      return known ? { ...known, waiting: (await dutiesOf(db, known.actor, now())).length } : null
    },
  })
  refuseForeignForms(app, config.publicUrl)
  answerTrouble(app, wordRefusal)

  const inTheirLanguage = (request: FastifyRequest, reply: FastifyReply) => {
    const wanted: Locale = /^\s*en/i.test(String(request.headers['accept-language'] ?? '')) ? 'en' : 'vi'
    return reply.header('vary', 'accept-language').redirect(`/${wanted}${request.url === '/' ? '' : request.url}`, 302)
  }
  app.get('/', inTheirLanguage)
  // Addresses passed on without their language lead somewhere too.
  for (const section of sections) for (const path of [`/${section}`, `/${section}/*`]) app.get(path, inTheirLanguage)
  app.get('/health', async (_, reply) => { await db.selectFrom('code').select('code').limit(1).execute(); return reply.type('text/plain').send('ok\n') })
  const storage = openStorage(join(config.dataDir, 'files'))
  documentRoutes(app, storage)
  siteRoutes(app, config.publicUrl)
  for (const locale of locales) {
    await app.register(async (pages) => {
      peopleRoutes(pages, accounts)
      if (!config.production) developmentMailRoutes(pages)
      domainRoutes(pages, config.publicUrl, { storage, uploadMaxBytes: config.uploadMaxBytes })
    }, { prefix: `/${locale}` })
  }
  return app
}
