import { sql } from 'kysely'
import type { Db } from '../src/core/database.ts'

/** When this returns everything recorded has been reacted to. Transactions of other tests on the same server may hold the line up for a moment. */
export async function settled(db: Db, line: { step: () => Promise<number> }): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    while (await line.step()) { /* the next batch */ }
    const { rows: [left] } = await sql<{ any: boolean }>`select exists (select from event e, reaction_cursor c where (e.xact, e.id) > (c.xact, c.event_id)) as any`.execute(db)
    if (!left?.any) return
    await new Promise((next) => setTimeout(next, 50))
  }
  throw new Error('the line did not settle in ten seconds')
}
