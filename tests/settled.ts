import { sql } from 'kysely'
import type { Db } from '../src/core/database.ts'
import { sealLog, unsealed } from '../src/modules/audit/sealing.ts'
import { until } from './running.ts'

/** Both wait for the oldest transaction of the whole server, and another test may just be filling a city in one: that takes as long as the machine is slow. */
const patience = 100

/** When this returns everything recorded has been reacted to. */
export const settled = (db: Db, line: { step: () => Promise<number> }): Promise<void> => until(async () => {
  while (await line.step()) { /* the next batch */ }
  const { rows: [left] } = await sql<{ any: boolean }>`select exists (select from event e, reaction_cursor c where (e.xact, e.id) > (c.xact, c.event_id)) as any`.execute(db)
  return !left?.any
}, () => `the line did not settle in ${patience} seconds`, patience)

/** Seals until nothing waits to be sealed; the same holds for it. */
export const sealed = (db: Db, now: Date, batch?: number): Promise<void> => until(async () => {
  await sealLog(db, now, batch)
  return (await unsealed(db)).count === 0
}, () => `sealing did not settle in ${patience} seconds`, patience)
