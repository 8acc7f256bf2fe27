import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import type { Db, Tx } from '../../core/database.ts'
import { dayAfter, hanoiDay, minutesFrom } from '../../platform/time.ts'

/** An event as it is sealed. `at` in UTC microseconds, `data` as PostgreSQL writes jsonb. Not its transaction: a restore may number those anew. */
export interface SealedText {
  id: number
  type: string
  subject: string
  person_id: number | null
  acted_by: number | null
  organisation_id: number | null
  at: string
  request_id: string
  data: string
}
/** The columns of `e`, an event, from which its bytes are made. */
export const sealedColumns = sql<SealedText>`e.id, e.type, e.subject, e.person_id, e.acted_by, e.organisation_id,
  to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.request_id, e.data::text as data`

/** Before the first event there is this. */
export const noHash = '0'.repeat(64)

/** The bytes of an event, which docs/log.md describes: they never change. */
export const canonical = ({ id, type, subject, person_id, acted_by, organisation_id, at, request_id, data }: SealedText): string =>
  JSON.stringify([id, type, subject, person_id, acted_by, organisation_id, at, request_id, data])
/** The hash of a seal: the one before, the day, the event, a line each. */
export const hashOf = (before: string, day: string, bytes: string): string =>
  createHash('sha256').update(`${before}\n${day}\n${bytes}`, 'utf8').digest('hex')

/** Whoever seals holds this advisory lock: there is one line, and one writer of it. */
const sealing = 7_310_262
/** A day is closed so long after its midnight: what began before it has been recorded by then. */
const graceMinutes = 5

/**
 * Every event that had settled is sealed, in the order of their transactions, and every day that
 * is over has its head. Where another worker is at it, that one does it. Returns how many were sealed.
 */
export async function sealLog(db: Db, now: Date, batch = 1_000): Promise<number> {
  for (let sealed = 0; ;) {
    const count = await db.transaction().execute(async (tx) => {
      const { rows: [lock] } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${sealing}) as mine`.execute(tx)
      if (!lock?.mine) return null
      const added = await sealSome(tx, now, batch)
      await closeDays(tx, added < batch ? hanoiDay(minutesFrom(now, -graceMinutes)) : null, now)
      return added
    })
    sealed += count ?? 0
    if (count === null || count < batch) return sealed
  }
}

/**
 * Seals the next events. Like the line of reactions it stops before the oldest transaction still
 * running, so that an event committed late is not passed by. Everything before the transaction of
 * the last sealed event is sealed; the search for what is not begins there, or at the very
 * beginning where that event cannot be found.
 */
async function sealSome(tx: Tx, now: Date, batch: number): Promise<number> {
  const { rows: [last] } = await sql<{ event_id: number; position: number; day: string; hash: string; closed: boolean }>`
    select event_id, position, day::text, encode(hash, 'hex') as hash, exists (select from log_head h where h.day = s.day) as closed
    from event_seal s order by position desc limit 1`.execute(tx)
  const { rows } = await sql<SealedText & { happened: Date }>`
    select ${sealedColumns}, e.at as happened from event e
    where e.xact >= coalesce((select xact from event where id = ${last?.event_id ?? null}::int), '0'::xid8) and e.xact < pg_snapshot_xmin(pg_current_snapshot())
      and not exists (select from event_seal s where s.event_id = e.id)
    order by e.xact, e.id limit ${batch}`.execute(tx)
  if (rows.length === 0) return 0
  const today = hanoiDay(now)
  let { position, hash } = last ?? { position: 0, hash: noHash }
  let day = last ? (last.closed ? dayAfter(last.day) : last.day) : ''
  const seals = rows.map((event) => {
    // A day never comes back, and none begins before it has come, whatever an event says of its time.
    const own = hanoiDay(event.happened)
    const counted = own > today ? today : own
    if (counted > day) day = counted
    hash = hashOf(hash, day, canonical(event))
    return { event_id: event.id, position: ++position, day, hash }
  })
  await sql`insert into event_seal (event_id, position, day, hash)
    select event_id, position, day, decode(hash, 'hex') from json_to_recordset(${JSON.stringify(seals)}::json) as s (event_id int, position int, day date, hash text)`.execute(tx)
  return seals.length
}

/** A day is over once a later one has begun in the line; and, where nothing more waits for a seal, once it lies before this one. */
async function closeDays(tx: Tx, before: string | null, now: Date): Promise<void> {
  await sql`insert into log_head (day, events, position, head, closed_at)
    select day, count(*), max(position), (select hash from event_seal h where h.position = max(s.position)), ${now} from event_seal s
    where position > coalesce((select max(position) from log_head), 0) and day < greatest(${before}::date, (select day from event_seal order by position desc limit 1)) group by day`.execute(tx)
}


export interface LogHead { day: string; events: number; position: number; head: string; closed_at: Date | null }

/** The heads of closed days, the latest first, so many before that day. */
export async function logHeads(db: Db, { before = null, limit }: { before?: string | null; limit: number }): Promise<LogHead[]> {
  const { rows } = await sql<LogHead>`select day::text, events, position, encode(head, 'hex') as head, closed_at from log_head
    where ${before}::date is null or day < ${before}::date order by day desc limit ${limit}`.execute(db)
  return rows
}

/** The newest seal of all, and how many of its day there are; null while nothing is sealed. Its day may still be going on. */
export async function latestHead(db: Db): Promise<LogHead | null> {
  const { rows: [latest] } = await sql<LogHead>`
    select s.day::text, s.position, encode(s.hash, 'hex') as head, h.closed_at,
      coalesce(h.events, s.position - coalesce((select max(position) from log_head c where c.day < s.day), 0)) as events
    from event_seal s left join log_head h on h.day = s.day order by s.position desc limit 1`.execute(db)
  return latest ?? null
}

/** How many events wait for their seal, and since when; for those who look after the Exchange. */
export async function unsealed(db: Db): Promise<{ count: number; oldest: Date | null }> {
  const { rows: [waiting] } = await sql<{ count: number; oldest: Date | null }>`
    select count(*)::int as count, min(e.at) as oldest from event e
    where e.xact >= coalesce((select xact from event where id = (select event_id from event_seal order by position desc limit 1)), '0'::xid8)
      and not exists (select from event_seal s where s.event_id = e.id)`.execute(db)
  return waiting ?? { count: 0, oldest: null }
}
