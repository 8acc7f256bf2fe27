import { byTime, record } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { queueJob } from '../../core/jobs.ts'
import type { Reaction, Reactions, Recorded } from '../../core/reactions.ts'
import type { DomainEvent } from '../../core/schema.ts'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { postTo, type Resolve, resolveHost, type Sent, whereTo } from './addresses.ts'
import { deliveryDays, failingDays, isDevelopment, nextAttempt } from './rules.ts'
import { type Webhook, type WebhookDelivery, type WebhookEventType, webhookEventTypes } from './schema.ts'
import { tellWebhook } from './webhook-commands.ts'
import { signedHeaders } from './webhook-queries.ts'

type Told = Recorded<WebhookEventType>
/** What a message says of its event: numbers, and where more can be read by whoever may. */
function numbersOf({ type, data }: Told): { path: string; ids: Record<string, number> } {
  const known = data as Record<string, unknown>
  const [what = ''] = type.split('.')
  const ids = Object.fromEntries([`${what}_id`, 'deal_id', 'interest_id', 'listing_id', 'message_id'].flatMap((name) => (typeof known[name] === 'number' ? [[name, known[name]]] : [])))
  return { path: `/api/v1/${what}s/${ids[`${what}_id`]}`, ids }
}
/** Whom an event concerns: the listing's organisation, or both sides. */
async function concernedBy(tx: Tx, { type, data }: Told): Promise<number[]> {
  const known = data as Record<string, number>
  const named = [known.organisation_id, known.listing_organisation_id, known.supplier_organisation_id, known.demander_organisation_id].filter((id) => typeof id === 'number')
  if (!type.startsWith('listing.')) return [...new Set(named)]
  return (await tx.selectFrom('listing').select('organisation_id').where('id', '=', known.listing_id ?? 0).execute()).map(({ organisation_id }) => organisation_id)
}

/** The table of reactions with one more after each event a webhook may be told of: it is told, once, in the transaction of the reaction. */
export function withWebhooks(reactions: Reactions, publicUrl: string): Reactions {
  const tell: Reaction<WebhookEventType> = async (tx, event) => {
    const concerned = await concernedBy(tx, event)
    if (concerned.length === 0) return
    const webhooks = await tx.selectFrom('webhook').select(['id', 'organisation_id', 'event_types']).where('organisation_id', 'in', concerned).where('disabled_at', 'is', null).orderBy('id').execute()
    const { path, ids } = numbersOf(event)
    for (const { id, organisation_id, event_types } of webhooks) {
      if (!event_types.includes(event.type)) continue
      await tellWebhook(tx, id, event, JSON.stringify({ type: event.type, timestamp: event.at.toISOString(), data: { event_id: event.id, organisation_id, ...ids, url: `${publicUrl}${path}` } }))
    }
  }
  return { ...reactions, ...Object.fromEntries(webhookEventTypes.map((type) => [type, [...(reactions[type] ?? []) as readonly Reaction<DomainEvent['type']>[], tell]])) }
}

export interface DeliveryParts { publicUrl: string; secret: string; now: () => Date; resolve?: Resolve; post?: typeof postTo; chance?: () => number }
/** While a worker is at a delivery no other is; after that it is thought dead. */
const claimMinutes = 1

/**
 * Makes one attempt at a delivery, whichever worker comes first: the others find it taken. A failure
 * is tried again later and later; after the last attempt it is given up. A webhook that has failed
 * for days, or says that it is gone, is disabled and its organisation told.
 */
export async function deliver(db: Db, deliveryId: number, { publicUrl, secret, now, resolve = resolveHost, post = postTo, chance = Math.random }: DeliveryParts): Promise<void> {
  const claimed = await claim(db, deliveryId, now())
  if (!claimed) return
  const { delivery, webhook } = claimed
  const place = await whereTo(webhook.url, isDevelopment(publicUrl), resolve)
  const sent: Sent = 'fault' in place ? { status: null, error: `address: ${place.fault}` } : await post(webhook.url, place.address, signedHeaders(secret, webhook, delivery.message_id, delivery.payload, now()), delivery.payload)
  await settle(db, delivery, sent, now(), chance())
}

/** Takes the delivery for this worker, or null: it is over, too early, or another's. */
async function claim(db: Db, id: number, now: Date): Promise<{ delivery: WebhookDelivery; webhook: Webhook } | null> {
  return db.transaction().execute(async (tx) => {
    const delivery = await tx.selectFrom('webhook_delivery').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!delivery || delivery.state !== 'pending') return null
    const due = new Date(Math.max(delivery.claimed_until?.getTime() ?? 0, delivery.next_attempt_at?.getTime() ?? 0))
    if (due > minutesFrom(now, 1 / 30)) { // the database's clock, which starts jobs, may be a little ahead of ours
      await queueJob(tx, 'deliver_webhook', { delivery_id: id }, { key: `webhook delivery ${id}`, after: due })
      return null
    }
    const webhook = await tx.selectFrom('webhook').selectAll().where('id', '=', delivery.webhook_id).executeTakeFirstOrThrow()
    if (webhook.disabled_at) { await tx.updateTable('webhook_delivery').set({ state: 'cancelled', next_attempt_at: null, finished_at: now }).where('id', '=', id).execute(); return null }
    await tx.updateTable('webhook_delivery').set({ claimed_until: minutesFrom(now, claimMinutes), attempts: delivery.attempts + 1 }).where('id', '=', id).execute()
    return { delivery: { ...delivery, attempts: delivery.attempts + 1 }, webhook }
  })
}

async function settle(db: Db, { id, webhook_id, attempts }: WebhookDelivery, { status, error }: Sent, now: Date, chance: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const webhook = await tx.selectFrom('webhook').selectAll().where('id', '=', webhook_id).forUpdate().executeTakeFirstOrThrow()
    const arrived = status !== null && status >= 200 && status < 300
    const again = arrived ? null : nextAttempt(attempts, now, chance)
    await tx.updateTable('webhook_delivery').set({
      claimed_until: null, last_attempt_at: now, last_status: status, last_error: error, next_attempt_at: again, ...(again ? {} : { state: arrived ? 'delivered' : 'failed', finished_at: now }),
    }).where('id', '=', id).execute()
    if (again) await queueJob(tx, 'deliver_webhook', { delivery_id: id }, { key: `webhook delivery ${id}`, after: again })
    if (arrived) { if (webhook.failing_since) await tx.updateTable('webhook').set({ failing_since: null }).where('id', '=', webhook_id).execute(); return }
    const failing_since = webhook.failing_since ?? now
    const over = webhook.disabled_at === null && (status === 410 || failing_since <= daysFrom(now, -failingDays))
    await tx.updateTable('webhook').set({ failing_since, ...(over ? { disabled_at: now, disabled_because: 'failing' as const } : {}) }).where('id', '=', webhook_id).execute()
    if (over) await record(tx, byTime(db, now, 'worker'), `organisation:${webhook.organisation_id}`, { type: 'webhook.disabled', webhook_id, organisation_id: webhook.organisation_id, because: 'failing' }, webhook.organisation_id)
  })
}

/** What was delivered or given up long ago is no longer listed. */
export const forgetDeliveries = async (db: Db, now: Date): Promise<void> => {
  await db.deleteFrom('webhook_delivery').where('created_at', '<', daysFrom(now, -deliveryDays)).where('state', '!=', 'pending').execute()
}
