import { randomUUID } from 'node:crypto'
import type { Ctx } from '../src/core/context.ts'
import { inDeal } from '../src/modules/deals/turns.ts'
import { recordRefund } from '../src/modules/payments/payment-commands.ts'
import { awaitBooks } from '../src/modules/results/duties.ts'
import { proposeSplit, StateResult, stateResult } from '../src/modules/results/commands.ts'
import { booksOf } from '../src/modules/results/queries.ts'
import { vnd } from '../src/platform/money.ts'
import { hanoiDay } from '../src/platform/time.ts'

/** What the supplying side of a deal says of a result the State paid for: valued, its file still to be attached, and a division waiting for a second person. */
export async function someResult(owner: Ctx, deal_id: number) {
  await stateResult(owner, StateResult.parse({
    deal_id: String(deal_id), request_key: randomUUID(), task_code: 'KC.05/2020', task_name: 'Máy sấy bơm nhiệt', state_share: '70', owner: 'holder', transfers: 'use', act_on: '2025-06-01', authority: 'Viện trưởng', decision_number: '', decision_on: '',
    valuer: 'Công ty Thẩm định giá', valuation: '500.000.000', valued_on: '2025-05-01', disclosed_from: '', disclosed_until: '', alternatives: 'Đấu giá; chào giá công khai; giao trực tiếp vì đã chào hai lần.',
  }))
  await proposeSplit(owner, { deal_id, request_key: randomUUID(), revenue: 'Thanh toán đợt 1', beyond_reason: 'Bên nhận đã tạm ứng trước khi mở hồ sơ, phiếu thu 12.', amount: vnd(1_000_000_001), authors: 3000, broker: 1000, state: 0, research: 3000, welfare: 3000, reason: 'Theo quy chế của viện.' })
}

/** All that came in was divided, on the word of whoever else speaks for that side, and a part of it paid back then: somebody who may sign is to say what comes of it. */
export async function moneyPaidBack(owner: Ctx, deal_id: number, milestone_id: number): Promise<void> {
  const decided = new Date(), after: Ctx = { ...owner, now: () => new Date(decided.getTime() + 1) }
  await inDeal(owner, deal_id, 'sign', async ({ tx, side }) => {
    const { received } = await booksOf(tx, deal_id), other = await tx.selectFrom('membership').select('person_id').where('organisation_id', '=', side).where('person_id', '<>', owner.actor.person_id ?? 0).orderBy('person_id').executeTakeFirstOrThrow()
    await tx.insertInto('result_split').values({ deal_id, organisation_id: side, act_on: '2025-06-01', amount: vnd(received), revenue: 'Đợt đầu', beyond_reason: '', authors_basis_points: 3000, broker_basis_points: 1000, state_basis_points: 0, research_basis_points: 3000, welfare_basis_points: 3000, reason: 'Theo quy chế của viện.', proposed_by: other.person_id, proposed_at: decided, request_key: randomUUID(), decision: 'approved', decided_by: owner.actor.person_id, decided_at: decided, decision_reason: 'Viện trưởng đã đồng ý.', absent: [], received: vnd(received), divided_before: vnd(0) } as never).execute()
  })
  await recordRefund(after, { deal_id, milestone_id, amount: vnd(10_000_000), refunded_on: hanoiDay(decided), refund_reason: 'Giao thiếu một khay.', request_key: randomUUID() })
  await inDeal(after, deal_id, 'sign', ({ tx, deal }) => awaitBooks(tx, after, deal))
}
