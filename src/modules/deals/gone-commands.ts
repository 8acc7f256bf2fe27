import { z } from 'zod'
import { type Ctx, type Permission, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, textField } from '../../platform/fields.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { organisationNames } from '../organisations/queries.ts'
import { endKinds } from '../organisations/schema.ts'
import { closeDuty, openDuty } from './duties.ts'
import { dealInTurn, goneIn } from './queries.ts'
import { type DealRefusal, partiesOf } from './rules.ts'
import type { Deal } from './schema.ts'
import { concerning } from './turns.ts'

/** The duty of the deal officers in a file one side of which is no longer in business. */
export const goneDuty = 'party_gone'
/** A deal officer who belongs to neither side: nobody notes the end of the one they deal with. */
export const maySettle = (deal: Pick<Deal, 'supplier_organisation_id' | 'demander_organisation_id'>): Permission => (actor) =>
  actor.staff_roles.includes('deal_officer') && !actor.memberships.some((m) => partiesOf(deal).includes(m.organisation_id))

/** The deal of whom the officer speaks, and every live deal of that side, held in one order: whatever happens in them happens before this or finds it done. */
async function dealsInTurn(tx: Tx, ctx: Ctx, deal_id: number, organisation_id: number): Promise<Deal[]> {
  const deal = await tx.selectFrom('deal').selectAll().where('id', '=', deal_id).executeTakeFirst()
  if (!deal) return notFound()
  permit(ctx.actor, maySettle(deal))
  if (!partiesOf(deal).includes(organisation_id)) return notFound()
  return tx.selectFrom('deal').selectAll().where((is) => is.or([is('supplier_organisation_id', '=', organisation_id), is('demander_organisation_id', '=', organisation_id)]))
    .where('stage', '<>', 'lost').where((is) => is.or([is('after_stage', 'is', null), is('after_stage', '<>', 'done')])).orderBy('id').forUpdate().execute()
}

export const EndParty = z.object({ deal_id: idField, organisation_id: idField, kind: choiceField(endKinds), ended_on: dayField, reason: textField(1000, 10) })
/** When this returns the organisation counts as out of business: every live file of its stops, and waits for the deal officers to settle it. */
export async function endParty(ctx: Ctx, { deal_id, organisation_id, kind, ended_on, reason }: z.output<typeof EndParty>): Promise<void> {
  permit(ctx.actor, (actor) => actor.staff_roles.includes('deal_officer'))
  await transact(ctx, async (tx) => {
    const deals = await dealsInTurn(tx, ctx, deal_id, organisation_id)
    const now = ctx.now()
    if (ended_on > hanoiDay(now)) refuse<DealRefusal>({ code: 'end_to_come', field: 'ended_on' })
    const noted = await tx.insertInto('organisation_end').values({ organisation_id, kind, ended_on, reason, noted_by: personOf(ctx.actor), noted_at: now, lifted_by: null, lifted_at: null })
      .onConflict((on) => on.column('organisation_id').where('lifted_at', 'is', null).doNothing()).returning('id').executeTakeFirst()
    if (!noted) refuse<DealRefusal>({ code: 'end_noted_already' })
    const name = (await organisationNames(tx, [organisation_id])).get(organisation_id) ?? { vi: '', en: '' }
    for (const deal of deals) await openDuty(tx, ctx, deal, {
      part: 'steps', kind: goneDuty, key: organisation_id, organisation_id: null, power: 'edit', path: `/deals/${deal.id}/steps#gone`,
      text: { vi: `Giải quyết hồ sơ giao dịch số ${deal.id}: ${name.vi} không còn hoạt động`, en: `Settle deal file no. ${deal.id}: ${name.en} is out of business` },
    })
    await record(tx, ctx, `organisation:${organisation_id}`, { type: 'organisation.ended', organisation_id, kind, ended_on, reason }, null)
  })
}

export const LiftEnd = z.object({ deal_id: idField, organisation_id: idField, lift_reason: textField(1000, 10) })
/** When this returns the organisation is in business again as far as the Exchange knows, and its files go on. */
export async function liftEnd(ctx: Ctx, { deal_id, organisation_id, lift_reason }: z.output<typeof LiftEnd>): Promise<void> {
  permit(ctx.actor, (actor) => actor.staff_roles.includes('deal_officer'))
  await transact(ctx, async (tx) => {
    const deals = await dealsInTurn(tx, ctx, deal_id, organisation_id)
    const lifted = await tx.updateTable('organisation_end').set({ lifted_by: personOf(ctx.actor), lifted_at: ctx.now(), lift_reason }).where('organisation_id', '=', organisation_id).where('lifted_at', 'is', null).returning('id').execute()
    if (!lifted.length) return
    for (const deal of deals) await closeDuty(tx, ctx, deal, goneDuty, organisation_id)
    await record(tx, ctx, `organisation:${organisation_id}`, { type: 'organisation.end_lifted', organisation_id, reason: lift_reason }, null)
  })
}

export const SettleParty = z.object({ deal_id: idField, word: textField(1000, 10) })
/** When this returns both sides read how what is left of the file is settled, and it no longer waits for the officers. */
export async function settleParty(ctx: Ctx, { deal_id, word }: z.output<typeof SettleParty>): Promise<void> {
  permit(ctx.actor, (actor) => actor.staff_roles.includes('deal_officer'))
  await transact(ctx, async (tx) => {
    const deal = await dealInTurn(tx, deal_id)
    permit(ctx.actor, maySettle(deal))
    const [organisation_id] = (await goneIn(tx, partiesOf(deal))).keys()
    if (organisation_id === undefined) return refuse<DealRefusal>({ code: 'nobody_gone' })
    await closeDuty(tx, ctx, deal, goneDuty)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.party_settled', organisation_id, word, ...concerning(deal) }, null)
  })
}
