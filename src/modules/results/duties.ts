import { sql } from 'kysely'
import { byTime, type Ctx } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { dealInTurn } from '../deals/queries.ts'
import type { Deal } from '../deals/schema.ts'
import { eachFile } from '../deals/turns.ts'
import { booksOf, knownAtApproval } from './queries.ts'
import { paidBackOf } from './rules.ts'

const paidBack = 'split_paid_back'
/**
 * When this returns it waits for those who may decide on divisions, if money was paid back after it was divided, and does
 * not wait once as much came in again, or a later division was approved, or one of them said what comes of it, with the
 * books as they are before their eyes. The words name no amount: what waits in a file is seen by both sides, its divisions by one.
 */
export async function awaitBooks(tx: Tx, ctx: Ctx, deal: Deal): Promise<void> {
  const known = await knownAtApproval(tx, deal.id)
  if (known === null || paidBackOf(await booksOf(tx, deal.id), known) === 0) return closeDuty(tx, ctx, deal, paidBack)
  await openDuty(tx, ctx, deal, { part: 'result', kind: paidBack, organisation_id: deal.supplier_organisation_id, power: 'sign', text: { vi: 'Xem lại phân chia thu nhập: tiền đã hoàn lại sau khi chia', en: 'Look again at the division of revenue: money was paid back after it was divided' } })
}
/** The same, once money of that deal has moved. */
export const awaitBooksOf = async (tx: Tx, ctx: Ctx, deal_id: number): Promise<void> => awaitBooks(tx, ctx, await dealInTurn(tx, deal_id))

/** When this returns the same holds of divisions whose money was paid back before anybody was told of it. */
export async function awaitOldBooks(db: Db, now: Date): Promise<void> {
  await eachFile(db, (last, limit) => sql<{ deal_id: number }>`
    select distinct s.deal_id from result_split s where s.deal_id > ${last} and s.decision = 'approved' and exists (select from ledger_transaction t where t.deal_id = s.deal_id and t.kind = 'refunded' and t.at > s.decided_at)
      and not exists (select from deal_duty y where y.deal_id = s.deal_id and y.kind = ${paidBack}) order by 1 limit ${limit}`, (tx, deal) => awaitBooks(tx, byTime(db, now, 'await_books'), deal))
}
