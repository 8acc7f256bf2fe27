import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import type { StaffRole } from '../people/schema.ts'

export interface StandIn { id: number; person_id: number; auth_user_id: string; name: string; since: Date; until: Date; reason: string }
/**
 * Whom this member of staff acts for at the moment; undefined for nobody. It ends by itself: with its time,
 * with the role that allowed it, and where the user is suspended or becomes staff. Read by the system, for
 * the visitor is not known yet.
 */
export async function standInOf(db: Db, staffPersonId: number, now: Date): Promise<StandIn | undefined> {
  const { rows: [row] } = await sql<StandIn>`
    select a.id, a.person_id, p.auth_user_id, p.name, a.since, a.until, a.reason from acting_for a join person p on p.id = a.person_id
    where a.staff_person_id = ${staffPersonId} and a.ended_at is null and a.until > ${now} and p.auth_user_id is not null
      and exists (select from staff_role r where r.person_id = a.staff_person_id and r.role in ('administrator', 'deal_officer'))
      and not exists (select from staff_role r where r.person_id = a.person_id)
      and not exists (select from suspension s where s.person_id in (a.person_id, a.staff_person_id) and s.lifted_at is null)`.execute(db)
  return row
}

/** Whether this person is kept out. For the doors: sign-in, API keys, and whoever finds the visitor. */
export async function isSuspended(db: Db, person_id: number): Promise<boolean> {
  return await db.selectFrom('suspension').select('id').where('person_id', '=', person_id).where('lifted_at', 'is', null).executeTakeFirst() !== undefined
}

/** Everything administration knows of a person; undefined where there is nobody. */
export async function personInFull(db: Db, id: number, now: Date) {
  const person = await db.selectFrom('person as p').where('p.id', '=', id).select(['p.id', 'p.name', 'p.email', 'p.created_at', 'p.demonstration', 'p.position_vi', 'p.position_en'])
    .select(sql<boolean>`p.auth_user_id is not null`.as('has_account'))
    .select([
      sql<{ role: StaffRole; granted_at: string; granted_by: string | null }[]>`coalesce((select json_agg(json_build_object('role', r.role, 'granted_at', r.granted_at, 'granted_by', g.name) order by r.role) from staff_role r left join person g on g.id = r.granted_by where r.person_id = p.id), '[]')`.as('staff_roles'),
      sql<{ id: number; name_vi: string; name_en: string; role: string }[]>`coalesce((select json_agg(json_build_object('id', o.id, 'name_vi', o.name_vi, 'name_en', o.name_en, 'role', m.role) order by m.since) from membership m join organisation o on o.id = m.organisation_id where m.person_id = p.id), '[]')`.as('organisations'),
    ]).executeTakeFirst()
  if (!person) return undefined
  const [sessions, suspensions, stoodIn] = await Promise.all([
    // How many, and nothing else of them: sessions are the account library's alone.
    sql<{ count: number }>`select count(*)::int as count from auth_session s join person p on p.auth_user_id = s.user_id where p.id = ${id} and s.expires_at > ${now}`.execute(asSystem(db)),
    db.selectFrom('suspension as s').leftJoin('person as b', 'b.id', 's.suspended_by').leftJoin('person as l', 'l.id', 's.lifted_by').select(['s.id', 's.reason', 's.suspended_at', 's.lifted_at', 's.lift_reason', 'b.name as by', 'l.name as lifter']).where('s.person_id', '=', id).orderBy('s.id', 'desc').execute(),
    standIns(db, id),
  ])
  return { ...person, sessions: sessions.rows[0]?.count ?? 0, suspensions, stoodIn }
}
export type PersonInFull = NonNullable<Awaited<ReturnType<typeof personInFull>>>

/** Who has acted in this person's name, the latest first. */
export const standIns = (db: Db, person_id: number) => db.selectFrom('acting_for as a').innerJoin('person as s', 's.id', 'a.staff_person_id')
  .select(['a.id', 'a.reason', 'a.since', 'a.until', 'a.ended_at', 's.name as staff']).where('a.person_id', '=', person_id).orderBy('a.id', 'desc').limit(50).execute()

/**
 * Who visits, where a member of staff acts for a user: the user as `find` knows them by account, with none
 * of the staff's roles, and the staff's name beside theirs. Anybody else is whom they are.
 */
export async function inTheirPlace<K extends { actor: Actor }>(db: Db, known: K, now: Date, find: (accountId: string) => Promise<K | undefined>): Promise<K> {
  const { person_id, name, staff_roles } = known.actor
  const standIn = person_id === null || staff_roles.length === 0 ? undefined : await standInOf(db, person_id, now)
  const user = standIn && await find(standIn.auth_user_id)
  return user && person_id !== null ? { ...user, actor: { ...user.actor, staff_roles: [], acted_by: { person_id, name } } } : known
}
