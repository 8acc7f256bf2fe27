import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isSignedIn, mayEditFor, permit } from '../../core/context.ts'
import { found, Refused } from '../../platform/refusal.ts'
import { button, errorsOf, formPage, type FormState, freshForm, hasOwnPage, idOf, Invalid, queryOf } from '../../web/http.tsx'
import { organisationNames } from '../organisations/queries.ts'
import { readDescription } from './description.ts'
import type { Description } from './operations-routes.ts'
import { DevelopersPage } from './pages/developers.tsx'
import { SecretPage, WebhookPage, WebhooksPage } from './pages/webhooks.tsx'
import { CreateWebhook, createWebhook, disableWebhook, enableWebhook, ReplayDelivery, replayDelivery, ReplayPeriod, replayPeriod, RotateSecret, rotateSecret, testWebhook, type WebhookParts, WebhookStep } from './webhook-commands.ts'
import { deliveriesOf, webhookOf, webhooksOf } from './webhook-queries.ts'

/** The description of the operations, read to people. */
export function developerRoutes(app: FastifyInstance, description: Description): void {
  app.get('/developers', async (_, reply) => reply.page(<DevelopersPage {...readDescription(description.read())} />))
}

const shownAtOnce = 50
/** Where people register the addresses that are told of what happens, and look how it went. */
export function webhookRoutes(app: FastifyInstance, parts: WebhookParts): void {
  const page = async ({ ctx }: FastifyRequest, form: FormState) => {
    const { actor, db, locale } = ctx
    permit(actor, isSignedIn)
    const id = actor.organisation_id
    const name = id === null ? undefined : (await organisationNames(db, [id])).get(id)?.[locale]
    return <WebhooksPage organisation={id === null ? null : { id, name: name ?? '' }} edits={id !== null && mayEditFor(id)(actor)} webhooks={id === null ? [] : await webhooksOf(db, id)} form={form} />
  }
  app.get('/my/webhooks', async (request, reply) => reply.page(await page(request, freshForm())))
  // The answer is the secret, which no address may carry and no reload may show again: so no redirect.
  app.post('/my/webhooks', async (request, reply) => {
    permit(request.ctx.actor, isSignedIn)
    const values = (request.body ?? {}) as Record<string, unknown>
    const read = CreateWebhook.safeParse(values)
    if (!read.success) return reply.page(await page(request, { values, errors: errorsOf(read.error), refusal: null }), 422)
    try {
      const { id, secret } = await createWebhook(request.ctx, read.data, parts)
      return reply.page(<SecretPage webhookId={id} secret={secret} />, 201)
    } catch (error) {
      if (!(error instanceof Refused) || hasOwnPage(error.refusal)) throw error
      return reply.page(await page(request, { values, errors: {}, refusal: error.refusal }), 409)
    }
  })

  const load = async (request: FastifyRequest) => {
    const { actor, db } = request.ctx
    permit(actor, isSignedIn)
    const webhook = found(await webhookOf(db, actor.organisation_id ?? 0, idOf(request, 'webhook_id')))
    const before = Number(/^\d{1,9}$/.exec(String(queryOf(request).before ?? ''))?.[0] ?? 0)
    const deliveries = await deliveriesOf(db, webhook.id, {}, { after: before ? [before] : null, limit: shownAtOnce })
    return { webhook, edits: mayEditFor(webhook.organisation_id)(actor), deliveries: deliveries.slice(0, shownAtOnce), older: deliveries.length > shownAtOnce ? deliveries[shownAtOnce - 1]?.id ?? null : null }
  }
  const home = (locale: string, id: number, done: string): string => `/${locale}/my/webhooks/${id}?done=${done}`
  formPage(app, {
    get: '/my/webhooks/:webhook_id', post: '/my/webhooks/:webhook_id/replay', schema: ReplayPeriod, load, page: (form, loaded) => <WebhookPage {...loaded} form={form} />,
    act: async (ctx, input) => { await replayPeriod(ctx, input); return home(ctx.locale, input.webhook_id, 'sent') },
  })
  button(app, '/my/webhooks/:webhook_id/test', WebhookStep, async (ctx, input) => { await testWebhook(ctx, input); return home(ctx.locale, input.webhook_id, 'sent') })
  button(app, '/my/webhooks/:webhook_id/disablement', WebhookStep, async (ctx, input) => { await disableWebhook(ctx, input); return home(ctx.locale, input.webhook_id, 'saved') })
  button(app, '/my/webhooks/:webhook_id/enablement', WebhookStep, async (ctx, input) => { await enableWebhook(ctx, input, parts); return home(ctx.locale, input.webhook_id, 'saved') })
  button(app, '/my/webhooks/:webhook_id/deliveries/:delivery_id/replay', ReplayDelivery, async (ctx, input) => { await replayDelivery(ctx, input); return home(ctx.locale, input.webhook_id, 'sent') })
  app.post('/my/webhooks/:webhook_id/secret', async (request, reply) => {
    const read = RotateSecret.safeParse({ ...(request.body as object), ...(request.params as object) })
    if (!read.success) throw new Invalid(errorsOf(read.error))
    return reply.page(<SecretPage webhookId={read.data.webhook_id} secret={await rotateSecret(request.ctx, read.data, parts)} />)
  })
}
