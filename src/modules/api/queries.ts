import type { Actor } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import { isLive, keyPattern, sha256Of } from './rules.ts'
import type { ApiKey, ApiScope } from './schema.ts'

/** `actor` reads; `writer` is the same person where one of the key's scopes lets it write. */
export interface KeyHolder { actor: Actor; writer: Actor; scopes: readonly ApiScope[]; key_id: number }

/**
 * Who a key reads and writes for: its organisation, for as long as whoever made it belongs to it and
 * may sign in. It reads as a viewer and writes as an editor, where its maker may write: it never signs,
 * never owns, and never holds a role of the Exchange's staff. Null for a key that is none.
 */
export async function holderOf(reader: Db, key: string, now: Date): Promise<KeyHolder | null> {
  if (!keyPattern.test(key)) return null
  const db = asSystem(reader) // nobody has shown who they are yet
  const row = await db.selectFrom('api_key as k').innerJoin('membership as m', (on) => on.onRef('m.organisation_id', '=', 'k.organisation_id').onRef('m.person_id', '=', 'k.person_id'))
    .innerJoin('person as p', 'p.id', 'k.person_id')
    .select(['k.id', 'k.organisation_id', 'k.scopes', 'k.expires_at', 'k.revoked_at', 'k.last_used_at', 'm.role', 'p.id as person_id', 'p.name'])
    .where('k.sha256', '=', sha256Of(key))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('suspension as s').select('s.id').whereRef('s.person_id', '=', 'k.person_id').where('s.lifted_at', 'is', null))))
    .executeTakeFirst()
  if (!row || !isLive(row, now)) return null
  // To the minute is enough to find keys nobody uses, and spares a write for each request.
  if (!row.last_used_at || now.getTime() - row.last_used_at.getTime() > 60_000) await db.updateTable('api_key').set({ last_used_at: now }).where('id', '=', row.id).execute()
  const as = (role: 'viewer' | 'editor'): Actor => ({ person_id: row.person_id, name: row.name, organisation_id: row.organisation_id, memberships: [{ organisation_id: row.organisation_id, role }], staff_roles: [], acted_by: null })
  return { key_id: row.id, scopes: row.scopes, actor: as('viewer'), writer: as(row.role === 'owner' || row.role === 'editor' ? 'editor' : 'viewer') }
}

export type ShownKey = Omit<ApiKey, 'sha256'> & { made_by: string }
/** The keys of an organisation, those that work first. */
export const keysOf = (db: Db, organisationId: number): Promise<ShownKey[]> =>
  db.selectFrom('api_key as k').innerJoin('person as p', 'p.id', 'k.person_id')
    .select(['k.id', 'k.organisation_id', 'k.person_id', 'k.name', 'k.prefix', 'k.scopes', 'k.created_at', 'k.expires_at', 'k.last_used_at', 'k.revoked_at', 'k.revoked_by', 'p.name as made_by'])
    .where('k.organisation_id', '=', organisationId).orderBy('k.revoked_at', (o) => o.desc().nullsFirst()).orderBy('k.expires_at', 'desc').orderBy('k.id', 'desc').limit(100).execute()
