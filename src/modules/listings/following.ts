import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'

/** How many listings are read at once. */
export const batch = 1_000
/** After so many others may work. */
const atOnce = 50
/** Published listings in the order of their numbers, at most `batch` of them, of which `which` is true of listing `l`. */
export type ReadRows<Row> = (db: Db, which: ReturnType<typeof sql>) => Promise<Row[]>
/** What is kept of the published listings in this process's memory. */
export interface Kept<Row> {
  /** All is read anew: what `add` is given replaces everything once it is `done`. */
  anew(): Promise<{ add(row: Row): void; done(): void }>
  put(rows: readonly Row[]): void
  remove(ids: Iterable<number>): void
}

/** Keeps something in this process's memory up to the published listings of one database (migration 0023). */
export class Following<Row extends { id: number }> {
  readonly #db: Db
  readonly #read: ReadRows<Row>
  readonly #kept: Kept<Row>
  /** The oldest transaction that may still commit something not looked at. */
  #since = '0'
  /** Stamps looked at already that are not older than that. */
  #seen = new Map<number, string>()
  #loaded: Promise<void> | null = null
  #again: Promise<void> | null = null
  #look: { begun: boolean; done: Promise<void> } | null = null
  constructor(db: Db, read: ReadRows<Row>, kept: Kept<Row>) {
    this.#db = db
    this.#read = read
    this.#kept = kept
  }

  /** Everything published when this was called, or later, is kept when it returns. */
  async upToDate(): Promise<void> {
    this.#loaded ??= this.#load().catch((error: unknown) => { this.#loaded = null; throw error })
    await this.#loaded
    await this.#together()
  }
  /** Everything is read anew; until then what is kept answers. Failing, it stays as it is, to be tried again. */
  async again(): Promise<void> {
    if (!this.#loaded) return
    this.#again ??= this.#load().finally(() => { this.#again = null })
    await this.#again
  }

  async #load(): Promise<void> {
    const { rows: [now] } = await sql<{ since: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as since`.execute(this.#db)
    const filling = await this.#kept.anew()
    for (let last = 0; ;) {
      const rows = await this.#read(this.#db, sql`l.id > ${last}`)
      for (const [i, row] of rows.entries()) {
        filling.add(row)
        if (i % atOnce === 0) await new Promise((next) => { setImmediate(next) })
      }
      last = rows.at(-1)?.id ?? last
      if (rows.length < batch) break
    }
    filling.done()
    this.#seen = new Map()
    this.#since = now!.since
  }

  /** Many who ask at once are served by one look, which must have begun after they came. */
  #together(): Promise<void> {
    const running = this.#look
    if (running && !running.begun) return running.done
    const look = { begun: false, done: Promise.resolve() }
    look.done = (async () => {
      await running?.done.catch(() => {})
      look.begun = true
      try { await this.#follow() } finally { if (this.#look === look) this.#look = null }
    })()
    this.#look = look
    return look.done
  }

  /**
   * Reads again what was touched since the last look. Who commits after that look was running then or
   * began later, so its stamp is not below the oldest transaction of then. A stamp from beyond this
   * database's future comes from a backup of another one; if even our last look does, all is read anew.
   */
  async #follow(): Promise<void> {
    const { rows: [look] } = await sql<{ since: string; restored: boolean; stamps: { id: number; xid: string }[] }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as since, ${this.#since}::xid8 > pg_snapshot_xmin(pg_current_snapshot()) as restored,
        (select coalesce(json_agg(json_build_object('id', listing_id, 'xid', xid::text)), '[]') from listing_stamp where xid >= ${this.#since}::xid8 and xid < pg_snapshot_xmax(pg_current_snapshot())) as stamps`.execute(this.#db)
    const { since, restored, stamps } = look!
    if (restored) return this.#load()
    const fresh = stamps.filter(({ id, xid }) => this.#seen.get(id) !== xid)
    await this.#reread(fresh.map(({ id }) => id))
    this.#since = since
    this.#seen = new Map(stamps.map(({ id, xid }) => [id, xid]))
  }

  async #reread(stamped: number[]): Promise<void> {
    if (stamped.length === 0) return
    const ids = stamped.filter((id) => id > 0), organisations = stamped.filter((id) => id < 0).map((id) => -id)
    const gone = new Set(ids)
    for (let last = 0; ;) {
      const rows = await this.#read(this.#db, sql`l.id > ${last} and (l.id = any(${ids}::int[]) or l.organisation_id = any(${organisations}::int[]))`)
      this.#kept.put(rows)
      for (const { id } of rows) gone.delete(id)
      last = rows.at(-1)?.id ?? last
      if (rows.length < batch) break
    }
    this.#kept.remove(gone)
  }
}
