import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Ctx } from '../../core/context.ts'
import { found } from '../../platform/refusal.ts'
import { act, answers, type ApiParts, holding, nextCursor, numbered, ownOrganisation, Paged, pageOf, refusals, secured, sliceOf } from './answering-routes.ts'
import { Delivery, NewWebhook, shownDelivery, shownWebhook, Webhook } from './operations.ts'
import { webhookEventTypes } from './schema.ts'
import { CreateWebhook, createWebhook, disableWebhook, enableWebhook, replayDelivery, ReplayPeriod, replayPeriod, rotateSecret, testWebhook } from './webhook-commands.ts'
import { deliveriesOf, secretOf, webhookOf, webhooksOf } from './webhook-queries.ts'

const params = numbered('webhook_id')
const OnItsWay = z.object({ replayed: z.number().int().describe('Messages that are on their way, those that already were among them.') }).meta({ id: 'Replayed' })

/** An organisation's webhooks, by the commands of their page. */
export function webhookOperations(plain: FastifyInstance, parts: ApiParts): void {
  const api = plain.withTypeProvider<ZodTypeProvider>()
  const own = async (ctx: Ctx, id: number) => found(await webhookOf(ctx.db, ctx.actor.organisation_id ?? 0, id))
  const read = async (ctx: Ctx, id: number) => shownWebhook(await own(ctx, id))
  // No stored answer holds a secret: it holds which one it was, and the same request again has it derived again.
  const which = (version: number): string => `version ${version}`
  const withSecret = (_: Ctx, body: z.output<typeof NewWebhook>) => ({ ...body, secret: secretOf(parts.secret, body.id, Number(/\d+$/.exec(body.secret ?? '')?.[0] ?? 1)) })
  const idOf = (request: FastifyRequest): number => (request.params as { webhook_id: number }).webhook_id

  api.get('/v1/webhooks', { config: { scope: 'webhooks' }, schema: {
    tags: ['Webhooks'], operationId: 'listWebhooks', summary: 'The organisation’s webhooks', 'x-vi': 'Các webhook của tổ chức', security: secured, response: answers(200, z.object({ webhooks: z.array(Webhook) }), 'All of them.'),
  } }, async (request) => ({ webhooks: (await webhooksOf(request.ctx.db, ownOrganisation(request))).map(shownWebhook) }))
  api.get('/v1/webhooks/:webhook_id', { config: { scope: 'webhooks' }, schema: {
    tags: ['Webhooks'], operationId: 'getWebhook', summary: 'One webhook', 'x-vi': 'Một webhook', security: secured, params, response: answers(200, Webhook, 'The webhook.'),
  } }, (request) => read(request.ctx, idOf(request)))
  api.post('/v1/webhooks', { config: { scope: 'webhooks_write' }, schema: {
    tags: ['Webhooks'], operationId: 'createWebhook', summary: 'Register a webhook', 'x-vi': 'Đăng ký webhook', description: 'An https address on port 443 whose host has public addresses only. The answer holds the secret; it is shown nowhere else.', security: secured,
    body: z.strictObject({ name: z.string().min(3).max(80), url: z.string().min(8).max(500), event_types: z.array(z.enum(webhookEventTypes)).min(1).max(webhookEventTypes.length) }).meta({ examples: [{ name: 'Kho dữ liệu', url: 'https://hooks.example.vn/techex', event_types: ['listing.published', 'deal.message_sent'] }] }),
    response: answers(201, NewWebhook, 'The webhook and its secret.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: NewWebhook, status: 201,
    work: async (ctx) => {
      const { id } = await createWebhook(ctx, CreateWebhook.parse({ ...request.body, organisation_id: ctx.actor.organisation_id }), parts)
      return { body: { ...await read(ctx, id), secret: which(1) }, location: `${parts.publicUrl}/api/v1/webhooks/${id}` }
    },
    finish: withSecret,
  }))
  api.post('/v1/webhooks/:webhook_id/secret', { config: { scope: 'webhooks_write', ifMatch: 'taken' }, schema: {
    tags: ['Webhooks'], operationId: 'rotateWebhookSecret', summary: 'Replace the secret', 'x-vi': 'Đổi khóa bí mật', description: 'For a day deliveries are signed with the new secret and the one before.', security: secured, params, response: answers(200, NewWebhook, 'The webhook and its new secret.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: NewWebhook, current: { schema: Webhook, hold: holding('webhook', idOf(request)), read: (ctx) => read(ctx, idOf(request)) },
    work: async (ctx) => {
      const before = await own(ctx, idOf(request))
      await rotateSecret(ctx, { webhook_id: before.id, secret_version: before.secret_version }, parts)
      return { body: { ...await read(ctx, before.id), secret: which(before.secret_version + 1) } }
    },
    finish: withSecret,
  }))
  api.post('/v1/webhooks/:webhook_id/disablement', { config: { scope: 'webhooks_write' }, schema: {
    tags: ['Webhooks'], operationId: 'disableWebhook', summary: 'Disable a webhook', 'x-vi': 'Tắt webhook', security: secured, params, response: answers(200, Webhook, 'The webhook, disabled.', ...refusals),
  } }, (request, reply) => act(request, reply, { answers: Webhook, work: async (ctx) => { await disableWebhook(ctx, { webhook_id: idOf(request) }); return { body: await read(ctx, idOf(request)) } } }))
  api.post('/v1/webhooks/:webhook_id/enablement', { config: { scope: 'webhooks_write' }, schema: {
    tags: ['Webhooks'], operationId: 'enableWebhook', summary: 'Enable a webhook again', 'x-vi': 'Bật lại webhook', security: secured, params, response: answers(200, Webhook, 'The webhook, told again.', ...refusals),
  } }, (request, reply) => act(request, reply, { answers: Webhook, work: async (ctx) => { await enableWebhook(ctx, { webhook_id: idOf(request) }, parts); return { body: await read(ctx, idOf(request)) } } }))
  api.post('/v1/webhooks/:webhook_id/test', { config: { scope: 'webhooks_write' }, schema: {
    tags: ['Webhooks'], operationId: 'testWebhook', summary: 'Send a test message', 'x-vi': 'Gửi tin thử', security: secured, params, response: answers(202, z.object({ delivery_id: z.number().int() }), 'On its way.', ...refusals),
  } }, (request, reply) => act(request, reply, { answers: z.object({ delivery_id: z.number().int() }), status: 202, work: async (ctx) => ({ body: { delivery_id: await testWebhook(ctx, { webhook_id: idOf(request) }) } }) }))
  api.get('/v1/webhooks/:webhook_id/deliveries', { config: { scope: 'webhooks' }, schema: {
    tags: ['Webhooks'], operationId: 'listDeliveries', summary: 'What was sent, and how it went', 'x-vi': 'Nhật ký gửi', description: 'Of the last thirty days, the latest first.', security: secured, params, querystring: Paged.extend({ state: z.enum(['pending', 'delivered', 'failed', 'cancelled']).optional() }),
    response: answers(200, z.object({ deliveries: z.array(Delivery), next_cursor: nextCursor }), 'One page of deliveries.'),
  } }, async (request, reply) => {
    const { ctx, query } = request
    const { id } = await own(ctx, idOf(request))
    const { rows, next_cursor } = pageOf(request, reply, parts, query, await deliveriesOf(ctx.db, id, query, sliceOf(request, parts, query)), (row) => [row.id])
    return { deliveries: rows.map(shownDelivery), next_cursor }
  })
  api.post('/v1/webhooks/:webhook_id/deliveries/:delivery_id/replay', { config: { scope: 'webhooks_write' }, schema: {
    tags: ['Webhooks'], operationId: 'replayDelivery', summary: 'Send one message again', 'x-vi': 'Gửi lại một tin', description: 'Under its own webhook-id, so that a receiver that had it knows it.', security: secured, params: numbered('webhook_id', 'delivery_id'), response: answers(202, OnItsWay, 'On its way.', ...refusals),
  } }, (request, reply) => act(request, reply, { answers: OnItsWay, status: 202, work: async (ctx) => ({ body: { replayed: await replayDelivery(ctx, request.params) } }) }))
  api.post('/v1/webhooks/:webhook_id/replay', { config: { scope: 'webhooks_write' }, schema: {
    tags: ['Webhooks'], operationId: 'replayPeriod', summary: 'Send everything of a period again', 'x-vi': 'Gửi lại cả một khoảng thời gian', description: 'At most 500 messages, the oldest first.', security: secured, params,
    body: z.strictObject({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }).meta({ examples: [{ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }] }), response: answers(202, OnItsWay, 'On their way.', ...refusals),
  } }, (request, reply) => act(request, reply, { answers: OnItsWay, status: 202, work: async (ctx) => ({ body: { replayed: await replayPeriod(ctx, ReplayPeriod.parse({ ...request.body, webhook_id: idOf(request) })) } }) }))
}
