import { randomUUID } from 'node:crypto'
import type { Ctx } from '../src/core/context.ts'
import { proposeSplit, StateResult, stateResult } from '../src/modules/results/commands.ts'
import { vnd } from '../src/platform/money.ts'

/** What the supplying side of a deal says of a result the State paid for: valued, its file still to be attached, and a division waiting for a second person. */
export async function someResult(owner: Ctx, deal_id: number) {
  await stateResult(owner, StateResult.parse({
    deal_id: String(deal_id), request_key: randomUUID(), task_code: 'KC.05/2020', task_name: 'Máy sấy bơm nhiệt', state_share: '70', owner: 'holder', transfers: 'use', act_on: '2025-06-01', authority: 'Viện trưởng', decision_number: '', decision_on: '',
    valuer: 'Công ty Thẩm định giá', valuation: '500.000.000', valued_on: '2025-05-01', disclosed_from: '', disclosed_until: '', alternatives: 'Đấu giá; chào giá công khai; giao trực tiếp vì đã chào hai lần.',
  }))
  await proposeSplit(owner, { deal_id, request_key: randomUUID(), revenue: 'Thanh toán đợt 1', beyond_reason: 'Bên nhận đã tạm ứng trước khi mở hồ sơ, phiếu thu 12.', amount: vnd(1_000_000_001), authors: 3000, broker: 1000, state: 0, research: 3000, welfare: 3000, reason: 'Theo quy chế của viện.' })
}
