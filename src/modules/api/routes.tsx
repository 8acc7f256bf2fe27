import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isOwnerOf, isSignedIn, permit } from '../../core/context.ts'
import { button, errorsOf, type FormState, freshForm, hasOwnPage } from '../../web/http.tsx'
import { Refused } from '../../platform/refusal.ts'
import { organisationNames } from '../organisations/queries.ts'
import { CreateApiKey, createApiKey, RevokeApiKey, revokeApiKey } from './commands.ts'
import { KeysPage, NewKeyPage } from './pages/keys.tsx'
import { keysOf } from './queries.ts'
import { keyDays } from './rules.ts'

/** Where people make and take back the keys of their programs. */
export function apiKeyRoutes(app: FastifyInstance): void {
  const page = async ({ ctx }: FastifyRequest, form: FormState) => {
    const { actor, db, locale } = ctx
    permit(actor, isSignedIn)
    const id = actor.organisation_id
    const name = id === null ? undefined : (await organisationNames(db, [id])).get(id)?.[locale]
    return <KeysPage organisation={id === null ? null : { id, name: name ?? '' }} owner={id !== null && isOwnerOf(id)(actor)} keys={id === null ? [] : await keysOf(db, id)} form={form} />
  }
  app.get('/my/api-keys', async (request, reply) => reply.page(await page(request, freshForm({ days: keyDays.usual }))))
  // The answer to this form is the key itself, which no address may carry and no reload may show again: so no redirect.
  app.post('/my/api-keys', async (request, reply) => {
    permit(request.ctx.actor, isSignedIn)
    const values = (request.body ?? {}) as Record<string, unknown>
    const read = CreateApiKey.safeParse(values)
    if (!read.success) return reply.page(await page(request, { values, errors: errorsOf(read.error), refusal: null }), 422)
    try {
      return reply.page(<NewKeyPage secret={await createApiKey(request.ctx, read.data)} />, 201)
    } catch (error) {
      if (!(error instanceof Refused) || hasOwnPage(error.refusal)) throw error
      return reply.page(await page(request, { values, errors: {}, refusal: error.refusal }), 409)
    }
  })
  button(app, '/my/api-keys/:key_id/revocation', RevokeApiKey, async (ctx, input) => { await revokeApiKey(ctx, input); return `/${ctx.locale}/my/api-keys?done=revoked_key` })
}
