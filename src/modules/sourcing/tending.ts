import { sql } from 'kysely'
import { anonymous, type Ctx, record } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { holidaySet } from '../rulebook/queries.ts'
import { callRow } from './call-queries.ts'
import { remindsNow } from './call-rules.ts'

const clock = (db: Db, now: Date): Ctx => ({ db, actor: anonymous, locale: 'vi', now: () => now, request_id: 'tend_calls', session: null })
const mostTended = 500

/**
 * Breaks the seal of a call whose last day is over, once, whoever comes first: the clock or the first who
 * looks. Called with the handle of the Exchange itself, as it is time that opens answers and not a reader.
 */
export async function openCall(db: Db, id: number, now: Date): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const call = await callRow(tx, id, 'update')
    if (!call || call.state !== 'open' || call.opened_at !== null || now < call.deadline_at) return false
    await tx.updateTable('sourcing_call').set({ opened_at: now }).where('id', '=', id).execute()
    const { n } = await tx.selectFrom('call_supplier').select(({ fn }) => fn.countAll<number>().as('n')).where('call_id', '=', id).where('state', '=', 'answered').executeTakeFirstOrThrow()
    await record(tx, clock(db, now), `call:${id}`, { type: 'call.opened', call_id: id, listing_id: call.need_id, answers: n }, call.organisation_id)
    return true
  })
}

/** Opens what is over, and reminds those who have not answered as often as a last day was set: once. */
export async function tendCalls(db: Db, now: Date): Promise<void> {
  const open = await db.selectFrom('sourcing_call').select(['id', sql<boolean>`deadline_at <= ${now}`.as('over')]).where('state', '=', 'open').where('opened_at', 'is', null).orderBy('deadline_at').limit(mostTended).execute()
  const holidays = await holidaySet(db)
  for (const { id, over } of open) {
    if (over) { await openCall(db, id, now); continue }
    await db.transaction().execute(async (tx) => {
      const call = await callRow(tx, id, 'update')
      if (!call || call.state !== 'open' || !remindsNow(call, now, holidays)) return
      await tx.updateTable('sourcing_call').set({ reminded_for: call.deadline }).where('id', '=', id).execute()
      await record(tx, clock(db, now), `call:${id}`, { type: 'call.reminded', call_id: id, listing_id: call.need_id, deadline: call.deadline }, call.organisation_id)
    })
  }
}
