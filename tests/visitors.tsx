import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance } from 'fastify'
import { type Actor, anonymous } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { locales } from '../src/platform/locale.ts'
import { wordRefusal } from '../src/refusals.ts'
import { prepareRequests, recogniseVisitors } from '../src/web/requests.tsx'
import { answerTrouble } from '../src/web/trouble.tsx'
import { noon } from './database.ts'

/** A server with the given routes only, where a test says who visits instead of signing in. */
export async function openPages(db: Db, routes: (app: FastifyInstance) => void, { now = () => noon, root }: { now?: () => Date; root?: (app: FastifyInstance) => void } = {}) {
  const app = Fastify({ routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 } })
  let visitor: Actor = anonymous
  await app.register(formbody)
  prepareRequests(app, { db, now, publicUrl: 'http://localhost:3000', secret: 's'.repeat(40), production: true, manifest: {}, wordRefusal })
  recogniseVisitors(app, { visitorOf: async () => visitor.person_id === null ? null : { actor: await actorNow(db, visitor), session: { id: 'test', signed_in_at: now(), confirmed_at: now() }, actingFor: null, waiting: 0, unread: 0, withheld: false } })
  answerTrouble(app, wordRefusal)
  root?.(app)
  for (const locale of locales) await app.register(async (pages) => routes(pages), { prefix: `/${locale}` })
  return {
    get: (url: string, as: Actor = anonymous, cookie = '') => { visitor = as; return app.inject({ url, headers: { cookie: `techex.session_token=x; ${cookie}` } }) },
    post: (url: string, form: Record<string, string | number>, as: Actor = anonymous) => {
      visitor = as
      return app.inject({ method: 'POST', url, headers: { cookie: 'techex.session_token=x', 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(Object.entries(form).map(([name, value]) => [name, String(value)])).toString() })
    },
  }
}

/** The actor as the database knows them now: memberships and the organisation acted for may have changed since they were made. */
export async function actorNow(db: Db, actor: Actor): Promise<Actor> {
  const memberships = await db.selectFrom('membership').select(['organisation_id', 'role']).where('person_id', '=', actor.person_id).orderBy('organisation_id').execute()
  const { acting_organisation_id } = await db.selectFrom('person').select('acting_organisation_id').where('id', '=', actor.person_id).executeTakeFirstOrThrow()
  return { ...actor, memberships, organisation_id: memberships.some((m) => m.organisation_id === acting_organisation_id) ? acting_organisation_id : null }
}
