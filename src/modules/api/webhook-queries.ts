import { createHmac } from 'node:crypto'
import type { Db } from '../../core/database.ts'
import type { Slice } from './list-queries.ts'
import type { DeliveryState, Webhook } from './schema.ts'

/** The secret a webhook's deliveries are signed with, as Standard Webhooks writes it. Derived anew each time it is needed and kept nowhere. */
export const secretOf = (secret: string, webhookId: number, version: number): string => `whsec_${createHmac('sha256', secret).update(`webhook ${webhookId} ${version}`).digest('base64')}`

/** One signature, of the id, the moment in seconds and the very bytes of the body. */
const signatureOf = (key: string, id: string, seconds: number, body: string): string =>
  `v1,${createHmac('sha256', Buffer.from(key.slice('whsec_'.length), 'base64')).update(`${id}.${seconds}.${body}`).digest('base64')}`
/** The headers of a delivery by Standard Webhooks: signed with the secret of now and, for a day after a rotation, with the one before. */
export function signedHeaders(secret: string, webhook: Pick<Webhook, 'id' | 'secret_version' | 'former_secret_until'>, messageId: string, body: string, now: Date): Record<string, string> {
  const seconds = Math.floor(now.getTime() / 1000)
  const versions = [webhook.secret_version, ...(webhook.former_secret_until && webhook.former_secret_until > now && webhook.secret_version > 1 ? [webhook.secret_version - 1] : [])]
  return {
    'content-type': 'application/json', 'user-agent': 'Hanoi-Technology-Exchange', 'webhook-id': messageId, 'webhook-timestamp': String(seconds),
    'webhook-signature': versions.map((version) => signatureOf(secretOf(secret, webhook.id, version), messageId, seconds, body)).join(' '),
  }
}

/** The webhooks of an organisation, those that are told first. */
export const webhooksOf = (db: Db, organisationId: number): Promise<Webhook[]> =>
  db.selectFrom('webhook').selectAll().where('organisation_id', '=', organisationId).orderBy('disabled_at', (o) => o.desc().nullsFirst()).orderBy('id', 'desc').limit(100).execute()
export const webhookOf = (db: Db, organisationId: number, id: number): Promise<Webhook | undefined> =>
  db.selectFrom('webhook').selectAll().where('organisation_id', '=', organisationId).where('id', '=', id).executeTakeFirst()

/** What was sent to a webhook and how it went, the latest first. */
export const deliveriesOf = (db: Db, webhookId: number, { state }: { state?: DeliveryState | undefined }, slice: Slice) =>
  db.selectFrom('webhook_delivery').select(['id', 'type', 'message_id', 'event_id', 'replay_of', 'state', 'attempts', 'next_attempt_at', 'last_attempt_at', 'last_status', 'last_error', 'created_at', 'finished_at'])
    .where('webhook_id', '=', webhookId).$if(state !== undefined, (q) => q.where('state', '=', state as DeliveryState))
    .$if(slice.after !== null, (q) => q.where('id', '<', Number(slice.after?.[0]))).orderBy('id', 'desc').limit(slice.limit + 1).execute()
export type DeliveryShown = Awaited<ReturnType<typeof deliveriesOf>>[number]
