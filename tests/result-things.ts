import { randomUUID } from 'node:crypto'
import type { Ctx } from '../src/core/context.ts'
import { inDeal } from '../src/modules/deals/turns.ts'
import { post } from '../src/modules/payments/ledger-commands.ts'
import { postings } from '../src/modules/payments/ledger-rules.ts'
import { awaitBooks } from '../src/modules/results/duties.ts'
import { proposeSplit, StateResult, stateResult } from '../src/modules/results/commands.ts'
import { vnd } from '../src/platform/money.ts'
import { hanoiDay, minutesFrom } from '../src/platform/time.ts'

/** What the supplying side of a deal says of a result the State paid for: valued, its file still to be attached, and a division waiting for a second person. */
export async function someResult(owner: Ctx, deal_id: number) {
  await stateResult(owner, StateResult.parse({
    deal_id: String(deal_id), request_key: randomUUID(), task_code: 'KC.05/2020', task_name: 'Máy sấy bơm nhiệt', state_share: '70', owner: 'holder', transfers: 'use', act_on: '2025-06-01', authority: 'Viện trưởng', decision_number: '', decision_on: '',
    valuer: 'Công ty Thẩm định giá', valuation: '500.000.000', valued_on: '2025-05-01', disclosed_from: '', disclosed_until: '', alternatives: 'Đấu giá; chào giá công khai; giao trực tiếp vì đã chào hai lần.',
  }))
  await proposeSplit(owner, { deal_id, request_key: randomUUID(), revenue: 'Thanh toán đợt 1', beyond_reason: 'Bên nhận đã tạm ứng trước khi mở hồ sơ, phiếu thu 12.', amount: vnd(1_000_000_001), authors: 3000, broker: 1000, state: 0, research: 3000, welfare: 3000, reason: 'Theo quy chế của viện.' })
}

/** Of what came in, a part was divided, on the word of whoever else speaks for that side, and then paid back: somebody who may sign is to say what comes of it. */
export async function moneyPaidBack(owner: Ctx, deal_id: number): Promise<void> {
  await inDeal(owner, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    const before = minutesFrom(now, -5), other = await tx.selectFrom('membership').select('person_id').where('organisation_id', '=', side).where('person_id', '<>', owner.actor.person_id ?? 0).orderBy('person_id').executeTakeFirstOrThrow()
    await tx.insertInto('result_split').values({ deal_id, organisation_id: side, act_on: '2025-06-01', amount: vnd(30_000_000), revenue: 'Đợt đầu', beyond_reason: '', authors_basis_points: 3000, broker_basis_points: 1000, state_basis_points: 0, research_basis_points: 3000, welfare_basis_points: 3000, reason: 'Theo quy chế của viện.', proposed_by: other.person_id, proposed_at: before, request_key: randomUUID(), decision: 'approved', decided_by: owner.actor.person_id, decided_at: before, decision_reason: 'Viện trưởng đã đồng ý.', absent: [], received: vnd(40_000_000), divided_before: vnd(0) } as never).execute()
    await post(tx, owner, deal, { milestone_id: null, kind: 'refunded', lines: postings('refunded', 40_000_000), on_day: hanoiDay(now) })
    await awaitBooks(tx, owner, deal)
  })
}
