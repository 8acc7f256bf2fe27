import { sql } from 'kysely'
import type { Db } from '../src/core/database.ts'
import { sealLog, unsealed } from '../src/modules/audit/sealing.ts'
import { until } from './running.ts'

/** When this returns everything recorded has been reacted to. Transactions of other tests on the same server may hold the line up for a moment. */
export const settled = (db: Db, line: { step: () => Promise<number> }): Promise<void> => until(async () => {
  while (await line.step()) { /* the next batch */ }
  const { rows: [left] } = await sql<{ any: boolean }>`select exists (select from event e, reaction_cursor c where (e.xact, e.id) > (c.xact, c.event_id)) as any`.execute(db)
  return !left?.any
}, () => 'the line did not settle in ten seconds', 10)

/** Seals until nothing waits to be sealed; the same holds for it. */
export const sealed = (db: Db, now: Date, batch?: number): Promise<void> => until(async () => {
  await sealLog(db, now, batch)
  return (await unsealed(db)).count === 0
}, () => 'sealing did not settle in ten seconds', 10)
