import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, isMemberOf, isSignedIn, mayEditFor, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { queueJob } from '../../core/jobs.ts'
import { idField, lineField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { minutesFrom } from '../../platform/time.ts'
import { type Resolve, resolveHost, whereTo } from './addresses.ts'
import { type ApiRefusal, isDevelopment, mostReplayed, mostWebhooks, secretOverlapHours } from './rules.ts'
import { type Webhook, webhookEventTypes } from './schema.ts'
import { secretOf } from './webhook-queries.ts'

/** What deciding about an address, and making a secret, needs of the house. */
export interface WebhookParts { publicUrl: string; secret: string; resolve?: Resolve }

export const CreateWebhook = z.object({
  organisation_id: idField, name: lineField(80, 3), url: textField(500, 8),
  event_types: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.enum(webhookEventTypes, { error: 'invalid' })).min(1, { error: 'required' })).transform((types) => [...new Set(types)]),
})
/** From now on that address is told of these events. What is returned besides its number is the secret its deliveries are signed with; it is not shown again. */
export async function createWebhook(ctx: Ctx, { organisation_id, name, url, event_types }: z.output<typeof CreateWebhook>, parts: WebhookParts): Promise<{ id: number; secret: string }> {
  permit(ctx.actor, mayEditFor(organisation_id))
  await mustBeReachable(url, parts)
  return transact(ctx, async (tx) => {
    await tx.selectFrom('organisation').select('id').where('id', '=', organisation_id).forNoKeyUpdate().execute() // webhooks are counted one after the other
    await mustHaveRoom(tx, organisation_id)
    const { id } = await tx.insertInto('webhook').values({ organisation_id, created_by: personOf(ctx.actor), name, url: new URL(url).href, event_types, former_secret_until: null, created_at: ctx.now(), failing_since: null, disabled_at: null, disabled_because: null }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `organisation:${organisation_id}`, { type: 'webhook.created', webhook_id: id, organisation_id, event_types }, organisation_id)
    return { id, secret: secretOf(parts.secret, id, 1) }
  })
}
async function mustBeReachable(url: string, { publicUrl, resolve = resolveHost }: WebhookParts): Promise<void> {
  const place = await whereTo(url, isDevelopment(publicUrl), resolve)
  if ('fault' in place) refuse<ApiRefusal>({ code: 'webhook_url', field: 'url', why: place.fault })
}
async function mustHaveRoom(tx: Tx, organisationId: number): Promise<void> {
  const { live } = await tx.selectFrom('webhook').select(({ fn }) => fn.countAll<number>().as('live')).where('organisation_id', '=', organisationId).where('disabled_at', 'is', null).executeTakeFirstOrThrow()
  if (live >= mostWebhooks) refuse<ApiRefusal>({ code: 'too_many_webhooks', most: mostWebhooks })
}

/** Holds the row for those who write for its organisation; for everyone else there is no such webhook. */
async function webhookInTurn(ctx: Ctx, tx: Tx, id: number): Promise<Webhook> {
  return ownWebhook(ctx, await tx.selectFrom('webhook').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
}
function ownWebhook({ actor }: Ctx, row: Webhook | undefined): Webhook {
  permit(actor, isSignedIn)
  const webhook = found(row)
  if (!isMemberOf(webhook.organisation_id)(actor)) notFound()
  permit(actor, mayEditFor(webhook.organisation_id))
  return webhook
}
const told = ({ id, organisation_id }: Webhook) => ({ webhook_id: id, organisation_id })

export const WebhookStep = z.object({ webhook_id: idField })
/** The webhook is told nothing more; what still waited is not sent. A second press finds it so. */
export async function disableWebhook(ctx: Ctx, { webhook_id }: z.output<typeof WebhookStep>): Promise<void> {
  return transact(ctx, async (tx) => {
    const webhook = await webhookInTurn(ctx, tx, webhook_id)
    if (webhook.disabled_at) return
    await tx.updateTable('webhook').set({ disabled_at: ctx.now(), disabled_because: 'owner' }).where('id', '=', webhook_id).execute()
    await record(tx, ctx, `organisation:${webhook.organisation_id}`, { type: 'webhook.disabled', ...told(webhook), because: 'owner' }, webhook.organisation_id)
  })
}
/** The webhook is told again of what happens from now on; what it missed can be replayed. */
export async function enableWebhook(ctx: Ctx, { webhook_id }: z.output<typeof WebhookStep>, parts: WebhookParts): Promise<void> {
  // An address never changes; its host is looked up before any row is held, for that may take seconds.
  const { url, disabled_at } = ownWebhook(ctx, await ctx.db.selectFrom('webhook').selectAll().where('id', '=', webhook_id).executeTakeFirst())
  if (!disabled_at) return
  await mustBeReachable(url, parts)
  return transact(ctx, async (tx) => {
    const webhook = await webhookInTurn(ctx, tx, webhook_id)
    if (!webhook.disabled_at) return
    await tx.selectFrom('organisation').select('id').where('id', '=', webhook.organisation_id).forNoKeyUpdate().execute()
    await mustHaveRoom(tx, webhook.organisation_id)
    await tx.updateTable('webhook').set({ disabled_at: null, disabled_because: null, failing_since: null }).where('id', '=', webhook_id).execute()
    await record(tx, ctx, `organisation:${webhook.organisation_id}`, { type: 'webhook.enabled', ...told(webhook) }, webhook.organisation_id)
  })
}

export const RotateSecret = WebhookStep.extend({ secret_version: z.coerce.number({ error: 'invalid' }).int({ error: 'invalid' }) })
/** A new secret signs, beside the old one for a day. `secret_version` is the one it replaces: the same press again is the same new secret. */
export async function rotateSecret(ctx: Ctx, { webhook_id, secret_version }: z.output<typeof RotateSecret>, { secret }: WebhookParts): Promise<string> {
  return transact(ctx, async (tx) => {
    const webhook = await webhookInTurn(ctx, tx, webhook_id)
    if (webhook.secret_version === secret_version + 1) return secretOf(secret, webhook_id, webhook.secret_version)
    if (webhook.secret_version !== secret_version) refuse<ApiRefusal>({ code: 'changed_since_read' })
    await tx.updateTable('webhook').set({ secret_version: secret_version + 1, former_secret_until: minutesFrom(ctx.now(), secretOverlapHours * 60) }).where('id', '=', webhook_id).execute()
    await record(tx, ctx, `organisation:${webhook.organisation_id}`, { type: 'webhook.secret_rotated', ...told(webhook), secret_version: secret_version + 1 }, webhook.organisation_id)
    return secretOf(secret, webhook_id, secret_version + 1)
  })
}

/** A delivery that is to be made, and the job that makes it: both, or neither. */
const toDeliver = async (tx: Tx, delivery: { webhook_id: number; event_id: number | null; type: string; message_id: string; payload: string; replay_of: number | null; created_at: Date }): Promise<number | null> => {
  const made = await tx.insertInto('webhook_delivery').values({ ...delivery, next_attempt_at: delivery.created_at, claimed_until: null })
    .onConflict((on) => on.columns(['webhook_id', 'message_id']).where('replay_of', 'is', null).doNothing()).returning('id').executeTakeFirst()
  if (!made) return null
  await queueJob(tx, 'deliver_webhook', { delivery_id: made.id }, { key: `webhook delivery ${made.id}` })
  return made.id
}
/** A message of an event to one webhook; told before, it is not told again. For reactions. */
export const tellWebhook = (tx: Tx, webhookId: number, event: { id: number; type: string; at: Date }, payload: string): Promise<number | null> =>
  toDeliver(tx, { webhook_id: webhookId, event_id: event.id, type: event.type, message_id: `evt_${event.id}`, payload, replay_of: null, created_at: event.at })

/** A message that says nothing but that it is a test is on its way. */
export async function testWebhook(ctx: Ctx, { webhook_id }: z.output<typeof WebhookStep>): Promise<number> {
  return transact(ctx, async (tx) => {
    const webhook = await webhookInTurn(ctx, tx, webhook_id)
    if (webhook.disabled_at) refuse<ApiRefusal>({ code: 'webhook_disabled' })
    const now = ctx.now()
    const payload = JSON.stringify({ type: 'webhook.test', timestamp: now.toISOString(), data: { webhook_id, organisation_id: webhook.organisation_id } })
    return found(await toDeliver(tx, { webhook_id, event_id: null, type: 'webhook.test', message_id: `test_${randomUUID()}`, payload, replay_of: null, created_at: now }) ?? undefined)
  })
}

export const ReplayDelivery = WebhookStep.extend({ delivery_id: idField })
/** The same message goes out once more, under its own id. While a replay of it waits, a second press adds none. */
export async function replayDelivery(ctx: Ctx, { webhook_id, delivery_id }: z.output<typeof ReplayDelivery>): Promise<number> {
  return transact(ctx, async (tx) => {
    const webhook = await webhookInTurn(ctx, tx, webhook_id)
    const one = found(await tx.selectFrom('webhook_delivery').select('message_id').where('id', '=', delivery_id).where('webhook_id', '=', webhook_id).executeTakeFirst())
    return replay(ctx, tx, webhook, sql`o.message_id = ${one.message_id}`)
  })
}
const instantField = z.string({ error: 'required' }).regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$/, { error: 'invalid' })
  // A form gives a minute on Hanoi’s clock, a program an instant.
  .transform((text) => new Date(/T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text.includes('T') ? text : `${text}T00:00`}+07:00`)).refine((at) => !Number.isNaN(at.getTime()), { error: 'invalid' })
export const ReplayPeriod = WebhookStep.extend({ from: instantField, to: instantField })
/** Every message first made between these instants goes out once more, at most `mostReplayed` of them, the oldest first. Returns how many. */
export async function replayPeriod(ctx: Ctx, { webhook_id, from, to }: z.output<typeof ReplayPeriod>): Promise<number> {
  return transact(ctx, async (tx) => replay(ctx, tx, await webhookInTurn(ctx, tx, webhook_id), sql`o.created_at between ${from} and ${to}`))
}
async function replay(ctx: Ctx, tx: Tx, webhook: Webhook, which: ReturnType<typeof sql>): Promise<number> {
  if (webhook.disabled_at) refuse<ApiRefusal>({ code: 'webhook_disabled' })
  const { rows } = await sql<{ id: number; event_id: number | null; type: string; message_id: string; payload: string; waiting: boolean }>`
    select o.id, o.event_id, o.type, o.message_id, o.payload, exists (select from webhook_delivery r where r.webhook_id = o.webhook_id and r.message_id = o.message_id and r.state = 'pending') as waiting
    from webhook_delivery o where o.webhook_id = ${webhook.id} and o.replay_of is null and ${which} order by o.id limit ${mostReplayed}`.execute(tx)
  if (rows.length === 0) refuse<ApiRefusal>({ code: 'nothing_to_replay' })
  const again = rows.filter(({ waiting }) => !waiting)
  for (const { id, event_id, type, message_id, payload } of again) await toDeliver(tx, { webhook_id: webhook.id, event_id, type, message_id, payload, replay_of: id, created_at: ctx.now() })
  if (again.length) await record(tx, ctx, `organisation:${webhook.organisation_id}`, { type: 'webhook.replayed', ...told(webhook), deliveries: again.length }, webhook.organisation_id)
  return rows.length
}
