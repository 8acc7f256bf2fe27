import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { minutesFrom } from '../../platform/time.ts'
import { dutiesOf } from './queries.ts'

/** So many people's counts are remembered by one process; whoever comes after them is counted anew. */
const mostRemembered = 10_000

/**
 * How much waits for somebody, for the head of every page. Counting asks some twenty questions, so a
 * count is remembered until anything more is recorded at the Exchange, and for a minute at most,
 * since days pass without anybody recording it.
 */
export function openWaiting(db: Db): (theirs: Db, actor: Actor, now: Date) => Promise<number> {
  const remembered = new Map<string, { last: number; from: Date; until: Date; count: number }>()
  return async (theirs, actor, now) => {
    const { person_id, organisation_id, memberships, staff_roles } = actor
    const who = JSON.stringify([person_id, organisation_id, memberships, staff_roles])
    const { rows: [log] } = await sql<{ last: number }>`select coalesce(max(id), 0) as last from event`.execute(db)
    const last = log?.last ?? 0, known = remembered.get(who)
    if (known && known.last === last && known.from <= now && now < known.until) return known.count
    const { length: count } = await dutiesOf(theirs, actor, now, { judged: false })
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(who, { last, from: now, until: minutesFrom(now, 1), count })
    return count
  }
}
