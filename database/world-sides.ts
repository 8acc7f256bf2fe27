import { createHash } from 'node:crypto'
import type { Actor } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'

/** The first of an organisation's people in that role, acting for it; null where it has none. */
export async function memberOf(db: Db, organisation_id: number, role: 'owner' | 'editor' = 'owner'): Promise<Actor | null> {
  const row = await db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name']).where('m.organisation_id', '=', organisation_id).where('m.role', '=', role).orderBy('p.id').executeTakeFirst()
  return row ? { person_id: row.id, name: row.name, organisation_id, memberships: [{ organisation_id, role }], staff_roles: [], acted_by: null } : null
}

/** A key for a press: the same text gives the same, so that the city loaded twice is the same city. */
export function keyOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
