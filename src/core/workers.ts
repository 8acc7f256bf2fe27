import { sql } from 'kysely'
import pg from 'pg'
import type { Log } from '../platform/log.ts'
import type { Db } from './database.ts'

/** The first half of the advisory locks by which job runners show that they live. */
const living = 7_310_260

/**
 * A runner of jobs that is killed leaves its jobs taken for hours. So each living one holds a lock
 * in its own name, which ends with its connection, and each gives back what the dead had begun.
 */
export function guardJobs(url: string, db: Db, runner: string, log: Pick<Log, 'warn'>, everyMs = 15_000): { close: () => Promise<void> } {
  let client: pg.Client | null = null
  let over = false
  let timer: NodeJS.Timeout | undefined
  const round = async (): Promise<void> => {
    try {
      if (!client) {
        const now = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
        const lost = (): void => { if (client === now) client = null }
        now.on('error', lost).on('end', lost)
        await now.connect()
        client = now
        await now.query('select pg_advisory_lock($1, hashtext($2))', [living, runner])
      }
      const freed = await freeJobsOfTheDead(db)
      if (freed.length) log.warn({ runners: freed }, 'jobs of runners that died were given back')
    } catch (error) {
      log.warn({ err: error }, 'looking for abandoned jobs failed')
    }
    if (!over) timer = setTimeout(() => { void round() }, everyMs)
  }
  void round()
  return { close: async () => { over = true; clearTimeout(timer); await client?.end().catch(() => {}) } }
}

/** Every job taken by a runner that no longer lives may be taken again. Returns those runners. The ten seconds are for one that has just begun and not yet shown itself. */
export async function freeJobsOfTheDead(db: Db, seconds = 10): Promise<string[]> {
  const { rows } = await sql<{ locked_by: string }>`
    select distinct locked_by from graphile_worker._private_jobs j
    where locked_by is not null and locked_at < now() - make_interval(secs => ${seconds}) and not exists (
      select from pg_locks l where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
        and l.classid::bigint = ${living} and l.objid::bigint = (hashtext(j.locked_by)::bigint & 4294967295))`.execute(db)
  const runners = rows.map(({ locked_by }) => locked_by)
  if (runners.length) await sql`select graphile_worker.force_unlock_workers(${runners}::text[])`.execute(db)
  return runners
}
