import type { Generated, Selectable } from 'kysely'

/** What a key may read: the market as signed-in people do, its organisation's own listings, its deals. */
export const apiScopes = ['market', 'listings', 'deals'] as const
export type ApiScope = (typeof apiScopes)[number]

export interface ApiTables {
  api_key: {
    id: Generated<number>
    organisation_id: number // reads for it
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
}
export type ApiKey = Selectable<ApiTables['api_key']>

export type ApiEvent =
  | { type: 'api.key_created'; key_id: number; organisation_id: number; scopes: ApiScope[] }
  | { type: 'api.key_revoked'; key_id: number; organisation_id: number }
