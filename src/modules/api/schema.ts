import type { Generated, Selectable } from 'kysely'

/** What a key may do: read the market as signed-in people do; read, and with the word `write` also change, its organisation's listings, its interests and deals, its webhooks. */
export const apiScopes = ['market', 'listings', 'listings_write', 'deals', 'deals_write', 'webhooks', 'webhooks_write'] as const
export type ApiScope = (typeof apiScopes)[number]

/** What a webhook may be told of: things that happen to its organisation's own listings, interests and deals, by the names they have in the log. */
export const webhookEventTypes = [
  'listing.drafted', 'listing.changed', 'listing.submitted', 'listing.withdrawn', 'listing.published', 'listing.returned', 'listing.closed', 'listing.confirmation_due', 'listing.confirmed', 'listing.expired',
  'interest.expressed', 'interest.accepted', 'interest.declined', 'interest.withdrawn',
  'deal.opened', 'deal.message_sent', 'deal.document_added', 'deal.stage_changed', 'deal.closing_claimed', 'deal.closing_disputed', 'deal.won', 'deal.lost',
] as const
export type WebhookEventType = (typeof webhookEventTypes)[number]
export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'cancelled'

export interface ApiTables {
  api_key: {
    id: Generated<number>
    organisation_id: number // reads and writes for it
    person_id: number // who made it, and whose membership it stands on
    name: string
    sha256: string // the key itself was shown once
    prefix: string // its beginning, to tell keys apart
    scopes: ApiScope[]
    created_at: Date
    expires_at: Date
    last_used_at: Date | null
    revoked_at: Date | null
    revoked_by: number | null
  }
  /** What a program sent under a key of its own choice, and what it was answered, for a day. */
  api_request: {
    api_key_id: number
    idempotency_key: string
    request_sha256: string // of method, address and body
    created_at: Date
    status: Generated<number>
    headers: Generated<Record<string, string> | string>
    body: Generated<string> // without secrets, which are made anew from what is not kept
  }
  webhook: {
    id: Generated<number>
    organisation_id: number
    created_by: number
    name: string
    url: string
    event_types: WebhookEventType[]
    secret_version: Generated<number> // the secret is derived from it and kept nowhere
    former_secret_until: Date | null // until then deliveries are signed with the secret before as well
    created_at: Date
    failing_since: Date | null // the first failure that no success has followed
    disabled_at: Date | null
    disabled_because: 'owner' | 'failing' | null
  }
  webhook_delivery: {
    id: Generated<number>
    webhook_id: number
    event_id: number | null // null: a test
    type: string
    message_id: string // the same however often it is tried or replayed
    payload: string // the very bytes that are signed
    replay_of: number | null
    state: Generated<DeliveryState>
    attempts: Generated<number>
    next_attempt_at: Date | null
    claimed_until: Date | null // a worker is at it
    last_attempt_at: Generated<Date | null>
    last_status: Generated<number | null>
    last_error: Generated<string>
    created_at: Date
    finished_at: Generated<Date | null>
  }
}
export type ApiKey = Selectable<ApiTables['api_key']>
export type Webhook = Selectable<ApiTables['webhook']>
export type WebhookDelivery = Selectable<ApiTables['webhook_delivery']>

export type ApiEvent =
  | { type: 'api.key_created'; key_id: number; organisation_id: number; scopes: ApiScope[] }
  | { type: 'api.key_revoked'; key_id: number; organisation_id: number }
  | { type: 'webhook.created'; webhook_id: number; organisation_id: number; event_types: WebhookEventType[] }
  | { type: 'webhook.secret_rotated'; webhook_id: number; organisation_id: number; secret_version: number }
  | { type: 'webhook.enabled'; webhook_id: number; organisation_id: number }
  | { type: 'webhook.disabled'; webhook_id: number; organisation_id: number; because: 'owner' | 'failing' }
  | { type: 'webhook.replayed'; webhook_id: number; organisation_id: number; deliveries: number }
