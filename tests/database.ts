import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { type Actor, anonymous, type Ctx } from '../src/core/context.ts'
import { type Db, openDb, openPool, readAs } from '../src/core/database.ts'
import type { MemberRole, OrganisationKind } from '../src/modules/organisations/schema.ts'
import type { StaffRole } from '../src/modules/people/schema.ts'

declare module 'vitest' {
  interface ProvidedContext { databaseUrl: string }
}

/** A database of this test file's own, with the schema and code lists in it, gone when the file is done. */
export async function testDatabase(): Promise<{ db: Db; url: string; asOwner: (sql: string) => Promise<void> }> {
  const server = inject('databaseUrl')
  const name = `t_${randomUUID().replaceAll('-', '')}`
  const withServer = async (sql: string, database = 'postgres'): Promise<void> => {
    const client = new pg.Client({ connectionString: server.replace('/techex?', `/${database}?`) })
    await client.connect()
    try { await client.query(sql) } finally { await client.end() }
  }
  await withServer(`create database ${name} template techex_template`)
  const url = server.replace('/techex?', `/${name}?`)
  const pool = openPool(url, 12)
  const db = openDb(pool)
  afterAll(async () => { await db.destroy(); await withServer(`drop database ${name} with (force)`) })
  return { db, url, asOwner: (sql) => withServer(sql, name) }
}

export const noon = new Date('2026-03-02T12:00:00+07:00')
export const minutesAfterNoon = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000)

/** A request of this actor, who has just signed in and reads what they may. Staff without a person are the command line, which reads everything. */
export const ctxOf = (db: Db, actor: Actor = anonymous, now: Date = noon): Ctx => ({ db: db.isTransaction || (actor.person_id === null && actor.staff_roles.length) ? db : readAs(db, actor), actor, locale: 'vi', now: () => now, request_id: 'test', session: actor.person_id === null ? null : { id: `session of ${actor.person_id}`, signed_in_at: now, confirmed_at: now } })

let people = 0
/** A person with an organisation to act for (made unless given), and staff roles where named. */
export async function aPerson(db: Db, { organisation, role = 'owner', staff = [], name }: { organisation?: number; role?: MemberRole; staff?: StaffRole[]; name?: string } = {}): Promise<Actor> {
  const n = ++people
  const { id } = await db.insertInto('person').values({ auth_user_id: null, name: name ?? `Người ${n}`, email: `person${n}@example.test`, acting_organisation_id: null, created_at: noon }).returning('id').executeTakeFirstOrThrow()
  for (const r of staff) await db.insertInto('staff_role').values({ person_id: id, role: r, granted_at: noon, granted_by: null }).execute()
  const memberships = organisation === undefined ? [] : [{ organisation_id: organisation, role }]
  if (organisation !== undefined) {
    await db.insertInto('membership').values({ organisation_id: organisation, person_id: id, role, since: noon }).execute()
    await db.updateTable('person').set({ acting_organisation_id: organisation }).where('id', '=', id).execute()
  }
  return { person_id: id, name: name ?? `Người ${n}`, organisation_id: organisation ?? null, memberships, staff_roles: staff, acted_by: null }
}

export async function anOrganisation(db: Db, kind: OrganisationKind = 'enterprise', name = `Tổ chức ${++people}`): Promise<number> {
  const { id } = await db.insertInto('organisation').values({
    kind, name_vi: name, name_en: '', tax_code: null, ward_code: null, founded_year: null, source_name: null, created_by: null, created_at: noon, updated_at: noon, search_name: name,
  }).returning('id').executeTakeFirstOrThrow()
  return id
}
