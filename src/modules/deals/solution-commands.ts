import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { formatVnd } from '../../platform/money.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { numberOn } from '../rulebook/queries.ts'
import type { Chosen } from '../solutions/schema.ts'
import { openDuty } from './duties.ts'
import { enterStep } from './entering.ts'
import type { Titles } from './schema.ts'
import { concerning } from './turns.ts'

/** When this returns whose need it is and who was chosen have a deal file at the contract, with the price and what each has to do; the one they have about this need, or one that opens from the call. */
export async function openDealOfSolution(tx: Tx, ctx: Ctx, chosen: Chosen): Promise<number> {
  const deal_id = await dealOf(tx, ctx, chosen)
  const deal = await tx.selectFrom('deal').selectAll().where('id', '=', deal_id).executeTakeFirstOrThrow()
  if (deal.stage === 'won' || deal.stage === 'lost') return deal_id
  const today = hanoiDay(ctx.now()), due_on = dayAfter(today, await numberOn(tx, 'own.deal_step_days', today))
  for (const organisation_id of [chosen.supplier_id, chosen.owner_id]) await openDuty(tx, ctx, deal, {
    part: 'contract', kind: solutionDuty, key: `${chosen.entry_id}-${organisation_id}`, organisation_id, power: 'sign', due_on,
    text: { vi: `Ký hợp đồng theo kết quả kêu gọi giải pháp số ${chosen.call_id}: giá ${formatVnd(chosen.price, 'vi')}`, en: `Sign the contract on call for solutions ${chosen.call_id}: ${formatVnd(chosen.price, 'en')}` },
  })
  return deal_id
}
export const solutionDuty = 'solution_contract'

async function dealOf(tx: Tx, ctx: Ctx, { call_id, need_id, owner_id, supplier_id, person_id, price, demonstration }: Chosen): Promise<number> {
  const now = ctx.now()
  const before = await tx.selectFrom('interest').select('id').where('listing_id', '=', need_id).where('organisation_id', '=', supplier_id).where('counter_listing_id', 'is', null).where('state', 'in', ['pending', 'accepted']).forUpdate().executeTakeFirst()
  const there = before && await tx.selectFrom('deal').select('id').where('interest_id', '=', before.id).executeTakeFirst()
  if (there) return there.id
  if (before) await tx.updateTable('interest').set({ state: 'accepted', answered_at: now }).where('id', '=', before.id).execute()
  const titles = sql<Titles>`(select json_object_agg(t.language, t.title) from listing_text t where t.listing_id = ${need_id})`
  const interest_id = before?.id ?? (await tx.insertInto('interest').values({ listing_id: need_id, counter_listing_id: null, organisation_id: supplier_id, person_id, message: `Giải pháp được chọn trong cuộc kêu gọi số ${call_id} với giá ${formatVnd(price, 'vi')}.`, state: 'accepted', reasons: '[]', titles: titles as never, counter_titles: null, request_key: randomUUID(), expressed_at: now, decline_code: null, answered_by: null, answered_at: now }).returning('id').executeTakeFirstOrThrow()).id
  const deal = await tx.insertInto('deal').values({ interest_id, offer_id: null, need_id, supplier_organisation_id: supplier_id, demander_organisation_id: owner_id, stage: 'contract', stage_since: now, opened_at: now, demonstration, value: null, loss_code: null, closing_value: null, closing_organisation_id: null, closing_at: null, closed_at: null }).returningAll().executeTakeFirstOrThrow()
  await enterStep(tx, ctx, deal, 'contract', supplier_id, person_id)
  await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.opened', interest_id, ...concerning(deal) }, supplier_id)
  return deal.id
}
