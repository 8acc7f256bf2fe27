import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'

/** Counted here first, and written down together every few seconds: no page waits for it, and a count lost with its process is no harm. */
interface Counts { byDay: Map<string, { listing_id: number; day: string; shown: number; opened: number }>; timer: NodeJS.Timeout | undefined; writing: Promise<void> }
const counting = new WeakMap<Db, Counts>()
const everyMs = 3_000
/** Different listings and days held at most; while the database is away nothing more is counted. */
const held = 20_000

/** These listings were shown as matches, or opened from there, by somebody of another organisation. `db` reads as the system. */
export function countExposure(db: Db, what: 'shown' | 'opened', ids: readonly number[], now: Date): void {
  if (ids.length === 0) return
  const counts = counting.get(db) ?? { byDay: new Map(), timer: undefined, writing: Promise.resolve() }
  counting.set(db, counts)
  const day = hanoiDay(now)
  for (const listing_id of ids) {
    const key = `${day} ${listing_id}`
    const one = counts.byDay.get(key)
    if (one) one[what]++
    else if (counts.byDay.size < held) counts.byDay.set(key, { listing_id, day, shown: what === 'shown' ? 1 : 0, opened: what === 'opened' ? 1 : 0 })
  }
  counts.timer ??= setTimeout(() => { void flushExposure(db) }, everyMs).unref()
}

/** Everything counted so far is written down, one statement for all of it; where that fails it is kept for the next time. Never throws. */
export async function flushExposure(db: Db): Promise<void> {
  const counts = counting.get(db)
  if (!counts) return
  clearTimeout(counts.timer)
  counts.timer = undefined
  counts.writing = counts.writing.then(async () => {
    const rows = [...counts.byDay.values()]
    counts.byDay.clear()
    if (rows.length) await write(db, rows).catch(() => { for (const row of rows) keep(counts, row) })
  })
  await counts.writing
}

function keep({ byDay }: Counts, row: { listing_id: number; day: string; shown: number; opened: number }): void {
  const key = `${row.day} ${row.listing_id}`, one = byDay.get(key)
  if (one) { one.shown += row.shown; one.opened += row.opened } else if (byDay.size < held) byDay.set(key, row)
}

/** All processes write in one order, or two would wait for each other in a circle. */
const write = (db: Db, rows: readonly { listing_id: number; day: string; shown: number; opened: number }[]): Promise<unknown> => sql`
  insert into match_exposure (listing_id, day, shown, opened)
  select c.listing_id, c.day, c.shown, c.opened from json_to_recordset(${JSON.stringify(rows)}::json) as c (listing_id int, day date, shown int, opened int) join listing l on l.id = c.listing_id
  order by c.listing_id, c.day
  on conflict (listing_id, day) do update set shown = match_exposure.shown + excluded.shown, opened = match_exposure.opened + excluded.opened`.execute(db)

/** The longest period anybody can look back on is ninety days; a year and a month stay for comparison. */
const keptDays = 396
/** Days of showings nobody looks back on any longer are gone. */
export async function forgetExposure(db: Db, now: Date): Promise<void> {
  await sql`delete from match_exposure where day < ${hanoiDay(daysFrom(now, -keptDays))}::date`.execute(db)
}
