import { sql } from 'kysely'
import { byTime, record } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { together } from '../../platform/failures.ts'
import { hanoiDay } from '../../platform/time.ts'
import { concerning } from './turns.ts'
import { daysBetweenDays, remindsOn } from './duty-rules.ts'

/** At most so many duties are reminded of in one morning; the next run takes the rest. */
export const mostReminded = 2000

/**
 * Reminds of what is due in a week, tomorrow, or was due yesterday, each once, however many workers do
 * this at once: each duty is taken, looked at again and marked with the day it was reminded for. Who is
 * told, the record’s reaction decides. A morning nobody worked is made up for, with the latest word only. One that
 * fails stops no other; what failed is thrown once all were reminded of.
 */
export async function remindDuties(db: Db, now: Date): Promise<number> {
  const today = hanoiDay(now)
  const { rows: near } = await sql<{ id: number }>`select id from deal_duty where done_at is null and due_on <= ${today}::date + 7 and (reminded_for is null or reminded_for <= due_on) and (organisation_id is null or not deal_stopped(deal_id)) order by due_on, id limit ${mostReminded}`.execute(db)
  let reminded = 0
  const failures: unknown[] = []
  for (const { id } of near) reminded += await db.transaction().execute(async (tx) => {
    const { rows: [duty] } = await sql<{ id: number; deal_id: number; kind: string; organisation_id: number | null; due_on: string; reminded_for: string | null; since: Date }>`
      select id, deal_id, kind, organisation_id, due_on::text, reminded_for::text, since from deal_duty where id = ${id} and done_at is null and due_on is not null for update skip locked`.execute(tx)
    const day = duty && remindsOn({ due_on: duty.due_on, reminded_for: duty.reminded_for, since: hanoiDay(duty.since) }, today)
    if (!duty || !day) return 0
    await tx.updateTable('deal_duty').set({ reminded_for: day }).where('id', '=', id).execute()
    const deal = await tx.selectFrom('deal').selectAll().where('id', '=', duty.deal_id).executeTakeFirstOrThrow()
    await record(tx, byTime(db, now, 'remind_duties'), `deal_duty:${id}`, { type: 'deal.duty_reminded', duty_id: id, kind: duty.kind, due_on: duty.due_on, days_left: daysBetweenDays(today, duty.due_on), ...concerning(deal) }, duty.organisation_id)
    return 1
  }).catch((cause: unknown) => { failures.push(new Error(`duty ${id}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })); return 0 })
  together(failures)
  return reminded
}
