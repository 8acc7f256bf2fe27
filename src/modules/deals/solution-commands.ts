import type { Ctx } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { formatVnd } from '../../platform/money.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { numberOn } from '../rulebook/queries.ts'
import type { Chosen } from '../solutions/schema.ts'
import { openDuty } from './duties.ts'
import { dealFrom } from './opening.ts'

/** When this returns whose need it is and who was chosen have a deal file at the contract, with the price and what each has to do. */
export async function openDealOfSolution(tx: Tx, ctx: Ctx, { call_id, entry_id, need_id, owner_id, supplier_id, person_id, price, demonstration }: Chosen): Promise<number> {
  const deal_id = await dealFrom(tx, ctx, {
    from: { solution_entry_id: entry_id }, listing_id: need_id, organisation_id: supplier_id, person_id, stage: 'contract', message: `Giải pháp được chọn trong cuộc kêu gọi số ${call_id} với giá ${formatVnd(price, 'vi')}.`,
    deal: { offer_id: null, need_id, supplier_organisation_id: supplier_id, demander_organisation_id: owner_id, demonstration },
  })
  const deal = await tx.selectFrom('deal').selectAll().where('id', '=', deal_id).executeTakeFirstOrThrow()
  if (deal.stage === 'won' || deal.stage === 'lost') return deal_id
  const today = hanoiDay(ctx.now()), due_on = dayAfter(today, await numberOn(tx, 'own.deal_step_days', today))
  for (const organisation_id of [supplier_id, owner_id]) await openDuty(tx, ctx, deal, {
    part: 'contract', kind: solutionDuty, key: `${entry_id}-${organisation_id}`, organisation_id, power: 'sign', due_on,
    text: { vi: `Ký hợp đồng theo kết quả kêu gọi giải pháp số ${call_id}: giá ${formatVnd(price, 'vi')}`, en: `Sign the contract on call for solutions ${call_id}: ${formatVnd(price, 'en')}` },
  })
  return deal_id
}
export const solutionDuty = 'solution_contract'
