import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { proposeSplit, StateResult, stateResult } from '../src/modules/results/commands.ts'
import { vnd } from '../src/platform/money.ts'
import { dayAfter, hanoiDay, minutesFrom } from '../src/platform/time.ts'
import { keyOf, memberOf } from './world-sides.ts'

/** The deal whose supplier says that the State paid for its technology has a decision file: what was decided by whom, the valuation, and a division of the revenue that waits for a second person. */
export async function worldResults(db: Db, now: Date): Promise<void> {
  const deals = await db.selectFrom('registration_fact as f').innerJoin('deal as d', 'd.id', 'f.deal_id').select(['d.id', 'd.stage_since', 'd.supplier_organisation_id', 'f.note']).where('f.state_money', '=', true).whereRef('f.organisation_id', '=', 'd.supplier_organisation_id').orderBy('f.id').execute()
  const deal = deals.find(({ note }) => note.includes('kết quả của nhiệm vụ'))
  const owner = deal && await memberOf(db, deal.supplier_organisation_id)
  if (!deal || !owner) return
  const editor = await memberOf(db, deal.supplier_organisation_id, 'editor') ?? owner
  const passed = Math.max(60, (now.getTime() - deal.stage_since.getTime()) / 60_000), day = hanoiDay(deal.stage_since)
  const ctx = (actor: typeof owner, share: number): Ctx => { const at = minutesFrom(deal.stage_since, Math.floor(passed * share)); return { db, actor, locale: 'vi', now: () => at, request_id: 'world', session: { id: 'world', signed_in_at: at, confirmed_at: at } } }
  const fact = {
    deal_id: String(deal.id), request_key: keyOf(`result ${deal.id}`), task_code: '01C-02/03-2024-3', task_name: 'Hoàn thiện quy trình và chế thử dây chuyền phục vụ sản xuất quy mô hợp tác xã', state_share: '70', owner: 'holder', transfers: 'use', act_on: hanoiDay(now), authority: 'Thủ trưởng tổ chức chủ trì nhiệm vụ',
    decision_number: '118/QĐ-GQSD', decision_on: dayAfter(day, -20), valuer: 'Công ty TNHH Thẩm định giá Sông Tô', valuation: '900.000.000', valued_on: dayAfter(day, -35), disclosed_from: dayAfter(day, -30), disclosed_until: dayAfter(day, -15),
    alternatives: 'Đã chào công khai 15 ngày, hai đơn vị quan tâm, một đơn vị trả giá. So với đấu giá: chỉ một bên có dây chuyền phù hợp nên khó có cạnh tranh. So với tự khai thác: viện không có xưởng sản xuất.',
  }
  await stateResult(ctx(editor, 0.62), StateResult.parse(fact))
  await proposeSplit(ctx(editor, 0.66), { deal_id: deal.id, request_key: keyOf(`split ${deal.id}`), revenue: 'Tiền tạm ứng theo biên bản ghi nhớ', beyond_reason: 'Bên nhận chuyển tạm ứng vào tài khoản của viện trước khi có hợp đồng, giấy báo có ngân hàng lưu tại phòng kế toán; sẽ ghi vào sổ khi lập mốc thanh toán.', amount: vnd(640_000_000), authors: 4000, broker: 0, state: 0, research: 4000, welfare: 2000, reason: 'Theo quy chế chi tiêu nội bộ của viện, đã lấy ý kiến nhóm tác giả.' })
}
