import { sql } from 'kysely'
import pg from 'pg'
import type { Log } from '../platform/log.ts'
import type { Db, Tx } from './database.ts'
import type { DomainEvent } from './schema.ts'

/** An event as its readers get it. `data` holds what the event says besides its type. */
export interface Recorded<T extends DomainEvent['type'] = DomainEvent['type']> {
  id: number
  type: T
  subject: string
  person_id: number | null
  organisation_id: number | null
  at: Date
  request_id: string
  data: Omit<Extract<DomainEvent, { type: T }>, 'type'>
}
/** What follows from an event, written in `tx`. It happens once for each event, or, where it keeps failing, not at all. */
export type Reaction<T extends DomainEvent['type']> = (tx: Tx, event: Recorded<T>) => Promise<void>
export type Reactions = { [T in DomainEvent['type']]?: readonly Reaction<T>[] }

export interface ReactionSettings {
  db: Db
  reactions: Reactions
  log: Pick<Log, 'warn' | 'error'>
  /** The row of reaction_cursor that says how far this line has come. */
  name?: string
  attempts?: number
  /** Before the second attempt; doubles with each, up to 5 seconds. */
  firstWait?: number
}

interface Place { xact: string; event_id: number }
type Row = Recorded & { xact: string }

/** Not the event's fault: the server is away, or chose this transaction to break a deadlock. */
const isPassing = (error: unknown): boolean => {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  return /^(08|40|53|57P)/.test(code) || /^E[A-Z]+$/.test(code) || /Connection terminated|timeout exceeded when trying to connect|connection error|not queryable/i.test(message)
}

/**
 * One line of reactions. `step` handles the events that have settled since the last time, in the
 * order of their transactions, and returns how many. Transactions commit out of order, so it stops
 * before the oldest one still running: an event committed late is not passed by.
 */
export function openReactions({ db, reactions, log, name = 'reactions', attempts = 10, firstWait = 100 }: ReactionSettings) {
  const failures = new Map<number, number>()
  let stopping = false
  let wake = (): void => {}
  const rest = (ms: number): Promise<void> => stopping ? Promise.resolve() : new Promise((done) => {
    const timer = setTimeout(done, ms)
    wake = () => { clearTimeout(timer); done() }
  })

  async function step(): Promise<number> {
    await db.insertInto('reaction_cursor').values({ name, xact: '0', event_id: 0 }).onConflict((on) => on.doNothing()).execute()
    let place: Place = await db.selectFrom('reaction_cursor').select(['xact', 'event_id']).where('name', '=', name).executeTakeFirstOrThrow()
    // In the order of the column: by its name alone it would be that of the text beside it, and 1000 would come before 999.
    const { rows } = await sql<Row>`
      select id, xact::text, type, subject, person_id, organisation_id, at, request_id, data from event
      where (xact, id) > (${place.xact}::xid8, ${place.event_id}::int) and xact < pg_snapshot_xmin(pg_current_snapshot())
      order by event.xact, id limit 100`.execute(db)
    for (const [index, event] of rows.entries()) {
      const moved = { xact: event.xact, event_id: event.id }
      const due = (reactions[event.type] ?? []) as readonly Reaction<DomainEvent['type']>[]
      // Events nothing follows from need no transaction each: the next one that matters, or the last, moves past them.
      if (due.length === 0 && index < rows.length - 1) continue
      if (stopping || !await handle(event, due, place, moved)) return index
      place = moved
    }
    return rows.length
  }

  /** False where another worker has moved the cursor meanwhile: it has the event. */
  async function handle(event: Row, due: readonly Reaction<DomainEvent['type']>[], from: Place, to: Place): Promise<boolean> {
    for (;;) {
      const skipped = (failures.get(event.id) ?? 0) >= attempts
      try {
        const done = await db.transaction().execute(async (tx) => {
          const at = await tx.selectFrom('reaction_cursor').select(['xact', 'event_id']).where('name', '=', name).forUpdate().executeTakeFirstOrThrow()
          if (at.xact !== from.xact || at.event_id !== from.event_id) return false
          if (!skipped) for (const react of due) await react(tx, event)
          await tx.updateTable('reaction_cursor').set(to).where('name', '=', name).execute()
          return true
        })
        if (skipped && done) log.error({ event_id: event.id, type: event.type, subject: event.subject }, `given up after ${attempts} attempts: what follows from this event has not happened`)
        failures.delete(event.id)
        return done
      } catch (error) {
        if (isPassing(error)) throw error
        const failed = (failures.get(event.id) ?? 0) + 1
        failures.set(event.id, failed)
        log.warn({ event_id: event.id, type: event.type, subject: event.subject, attempt: failed, err: error }, 'a reaction failed')
        if (failed < attempts) await rest(Math.min(firstWait * 2 ** (failed - 1), 5_000))
        if (stopping) return false
      }
    }
  }

  /** Works until stopped: woken by what is recorded, and looking by itself every five seconds. */
  async function run(url: string): Promise<void> {
    const ears = listen(url, () => wake(), () => stopping)
    while (!stopping) {
      try {
        if (await step() > 0) continue
        await rest(await anyUnsettled(db, name) ? 50 : 5_000)
      } catch (error) {
        log.warn({ err: error }, 'reactions wait for the database')
        await rest(1_000)
      }
    }
    await ears.close()
  }

  return { step, run, stop: (): void => { stopping = true; wake() } }
}

/** Nothing will follow from what has been recorded up to and in this transaction. For filling an empty database. */
export async function skipReactions(tx: Tx, name = 'reactions'): Promise<void> {
  await sql`insert into reaction_cursor (name, xact, event_id) values (${name}, pg_current_xact_id(), 2147483647)
    on conflict (name) do update set xact = excluded.xact, event_id = excluded.event_id`.execute(tx)
}

/** Something recorded still waits for an older transaction to end; no notice will come when it does. */
async function anyUnsettled(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql`select from event e, reaction_cursor c where c.name = ${name} and (e.xact, e.id) > (c.xact, c.event_id) limit 1`.execute(db)
  return rows.length > 0
}

/** Hears NOTIFY on a connection of its own, opened anew whenever it is lost. */
function listen(url: string, heard: () => void, isOver: () => boolean): { close: () => Promise<void> } {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  const open = async (): Promise<void> => {
    const now = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
    client = now
    let lost = false
    const again = (): void => {
      if (lost || isOver()) return
      lost = true
      timer = setTimeout(() => { void open() }, 500)
      now.end().catch(() => {})
    }
    now.on('error', again)
    now.on('end', again)
    now.on('notification', heard)
    try {
      await now.connect()
      await now.query('listen event')
      heard() // whatever was recorded while nobody listened
    } catch {
      again()
    }
  }
  void open()
  return { close: async () => { clearTimeout(timer); await client?.end().catch(() => {}) } }
}
