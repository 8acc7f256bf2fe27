import { sql } from 'kysely'
import { statfs } from 'node:fs/promises'
import type { Db } from '../../core/database.ts'
import { words } from '../../platform/text.ts'
import { latestHead, unsealed } from '../audit/sealing.ts'
import type { StaffRole } from '../people/schema.ts'

const pageSize = 50

// Names are few and typed with or without diacritics, so they are folded as they are read: taken
// apart first, so that lower() has only plain letters to know, whatever the server's locale.
const foldedName = sql<string>`lower(translate(regexp_replace(normalize(p.name, nfd), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dD')) || ' ' || p.email`

/** People by the day they came, newest first, found by any part of name or address. */
export async function peopleWithRoles(db: Db, q: string, page: number) {
  // An address keeps its dots and signs; a name is folded word by word.
  const asked = q.includes('@') ? [q.trim().toLowerCase()] : words(q)
  const found = db.selectFrom('person as p').where(({ and }) => and(asked.slice(0, 10).map((word) => sql<boolean>`position(${word} in ${foldedName}) > 0`)))
  const [rows, { total }] = await Promise.all([
    found.select(['p.id', 'p.name', 'p.email', 'p.created_at', 'p.demonstration'])
      .select([
        sql<boolean>`exists (select from suspension s where s.person_id = p.id and s.lifted_at is null)`.as('suspended'),
        sql<StaffRole[]>`coalesce((select json_agg(r.role order by r.role) from staff_role r where r.person_id = p.id), '[]')`.as('staff_roles'),
        sql<{ id: number; name_vi: string; name_en: string }[]>`coalesce((select json_agg(json_build_object('id', o.id, 'name_vi', o.name_vi, 'name_en', o.name_en) order by m.since) from membership m join organisation o on o.id = m.organisation_id where m.person_id = p.id), '[]')`.as('organisations'),
      ])
      .orderBy('p.created_at', 'desc').orderBy('p.id', 'desc').limit(pageSize).offset((page - 1) * pageSize).execute(),
    found.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total, pages: Math.max(1, Math.ceil(total / pageSize)) }
}
export type PersonWithRoles = Awaited<ReturnType<typeof peopleWithRoles>>['rows'][number]

/** How much of everything there is. Organisations that became part of another or were deleted are no more; those verified and asking anew wait like the others. */
export async function counts(db: Db) {
  const { rows: [row] } = await sql<{ people: number; organisations: number; verified: number; submitted_organisations: number; without_members: number; offers: number; needs: number; submitted_listings: number; open_deals: number; won_deals: number; events: number }>`with standing as (select * from organisation where merged_into_id is null and deleted_at is null) select
    (select count(*) from person)::int as people,
    (select count(*) from standing)::int as organisations,
    (select count(*) from standing where verification = 'verified')::int as verified,
    (select count(*) from standing where verification = 'submitted' or (verification = 'verified' and renewal_requested_at is not null))::int as submitted_organisations,
    (select count(*) from standing o where not exists (select from membership m where m.organisation_id = o.id))::int as without_members,
    (select count(*) from listing where state = 'published' and kind = 'offer')::int as offers,
    (select count(*) from listing where state = 'published' and kind = 'need')::int as needs,
    (select count(*) from listing where state = 'submitted')::int as submitted_listings,
    (select count(*) from deal where closed_at is null)::int as open_deals,
    (select count(*) from deal where stage = 'won')::int as won_deals,
    (select count(*) from event)::int as events`.execute(db)
  if (!row) throw new Error('a query of counts always has one row')
  return row
}
export type Counts = Awaited<ReturnType<typeof counts>>

/** What an operator looks at first when something seems slow or silent: the database and what waits in it. */
export async function health(db: Db) {
  const [server, migrations, unsent, mail, cursors, jobs, seals, head] = await Promise.all([
    sql<{ version: string; bytes: number; since: Date; connections: number; most: number }>`select current_setting('server_version') as version, pg_database_size(current_database()) as bytes, pg_postmaster_start_time() as since,
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections, current_setting('max_connections')::int as most`.execute(db),
    db.selectFrom('schema_migration').select(['name', 'applied_at']).orderBy('name').execute(),
    db.selectFrom('outgoing_mail').select([sql<number>`count(*)::int`.as('count'), sql<Date | null>`min(created_at)`.as('oldest')]).where('sent_at', 'is', null).executeTakeFirstOrThrow(),
    db.selectFrom('outgoing_mail').select(['id', 'to_address', 'subject', 'created_at', 'last_error']).where('sent_at', 'is', null).where('last_error', 'is not', null).orderBy('id', 'desc').limit(10).execute(),
    sql<{ name: string; behind: number; oldest: Date | null }>`select c.name, count(e.id)::int as behind, min(e.at) as oldest from reaction_cursor c left join event e on (e.xact, e.id) > (c.xact, c.event_id) group by c.name order by c.name`.execute(db),
    sql<{ task: string; waiting: number; failing: number; oldest: Date; last_error: string | null }>`select task_identifier as task, count(*)::int as waiting, count(*) filter (where attempts > 0 and last_error is not null)::int as failing, min(run_at) as oldest, max(last_error) as last_error
      from graphile_worker.jobs group by task_identifier order by task_identifier`.execute(db),
    unsealed(db), latestHead(db),
  ])
  const { version = '', bytes = 0, since = null, connections = 0, most = 0 } = server.rows[0] ?? {}
  return { version, bytes, since, connections, most, migrations, unsent, mail, cursors: cursors.rows, jobs: jobs.rows, seals, head }
}
export type Health = Awaited<ReturnType<typeof health>>

/** Something this process stands on, asked whether it is there: storage, the virus scanner. Says in a few words what it found, or throws. */
export interface Check { name: 'storage' | 'scanner' | 'mail'; look: () => Promise<string> }
export interface Checked { name: Check['name']; well: boolean; said: string }
/** Every check's answer; one that is silent for three seconds is not well. */
export const checked = (checks: readonly Check[], patienceMs = 3_000): Promise<Checked[]> => Promise.all(checks.map(async ({ name, look }) => {
  let timer: NodeJS.Timeout | undefined
  try {
    const late = new Promise<never>((_, fail) => { timer = setTimeout(() => { fail(new Error(`no answer within ${patienceMs / 1000} s`)) }, patienceMs) })
    return { name, well: true, said: await Promise.race([look(), late]) }
  } catch (error) {
    return { name, well: false, said: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}))

/** The machine under this process. */
export async function machine(folder: string | null) {
  const disk = folder === null ? null : await statfs(folder).then(({ bavail, blocks, bsize }) => ({ free: bavail * bsize, total: blocks * bsize }), () => null)
  return { upSeconds: Math.floor(process.uptime()), memory: process.memoryUsage().rss, node: process.version, disk }
}
export type Machine = Awaited<ReturnType<typeof machine>>

/** The end of the log, newest first. */
export const latestEvents = (db: Db) =>
  db.selectFrom('event as e').leftJoin('person as p', 'p.id', 'e.person_id').select(['e.id', 'e.type', 'e.subject', 'e.at', 'p.name as person']).orderBy('e.id', 'desc').limit(50).execute()
export type LatestEvent = Awaited<ReturnType<typeof latestEvents>>[number]
