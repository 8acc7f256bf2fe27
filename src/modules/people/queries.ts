import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'

/**
 * The actor behind an account, with the organisation's name they act for; undefined where the account
 * has no person yet. With `secondFactorForStaff` nobody holds a staff role by a password alone:
 * `withheld` says that their roles wait for codes or a passkey.
 */
export async function actorOf(db: Db, accountId: string, { secondFactorForStaff = false } = {}): Promise<{ actor: Actor; actingFor: { vi: string; en: string } | null; withheld: boolean } | undefined> {
  const row = await db.selectFrom('person as p')
    .leftJoin('organisation as o', 'o.id', 'p.acting_organisation_id')
    .select(['p.id', 'p.name', 'p.acting_organisation_id', 'o.name_vi', 'o.name_en'])
    .select(sql<Actor['memberships']>`coalesce((select json_agg(json_build_object('organisation_id', m.organisation_id, 'role', m.role) order by m.since, m.organisation_id) from membership m where m.person_id = p.id), '[]')`.as('memberships'))
    .select(sql<Actor['staff_roles']>`coalesce((select json_agg(r.role) from staff_role r where r.person_id = p.id), '[]')`.as('staff_roles'))
    .select(sql<boolean>`exists (select from auth_user u where u.id = p.auth_user_id and (u.two_factor_enabled or exists (select from auth_passkey k where k.user_id = u.id)))`.as('guarded'))
    .where('p.auth_user_id', '=', accountId).executeTakeFirst()
  if (!row) return undefined
  const withheld = secondFactorForStaff && !row.guarded && row.staff_roles.length > 0
  const acting = row.memberships.find((m) => m.organisation_id === row.acting_organisation_id)
  return {
    actor: { person_id: row.id, name: row.name, organisation_id: acting?.organisation_id ?? null, memberships: row.memberships, staff_roles: withheld ? [] : row.staff_roles, acted_by: null },
    actingFor: acting ? { vi: row.name_vi || row.name_en || '', en: row.name_en || row.name_vi || '' } : null,
    withheld,
  }
}

export const people = (db: Db) =>
  db.selectFrom('person as p').select(['p.id', 'p.name', 'p.email', 'p.created_at', 'p.demonstration'])
    .select(sql<string[]>`coalesce((select json_agg(r.role) from staff_role r where r.person_id = p.id), '[]')`.as('staff_roles'))
    .orderBy('p.id', 'desc').limit(500).execute()
