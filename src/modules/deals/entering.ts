import { type Ctx, personOf } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { stageNames } from '../audit/deal-messages.ts'
import { numberOn } from '../rulebook/queries.ts'
import { closeDuty, openDuty } from './duties.ts'
import type { Deal, DealStep } from './schema.ts'

/** The duty of whoever sees a step through. */
export const stepDuty = 'step_due'

interface StepRow { step: DealStep; organisation_id: number; person_id: number | null; due_on: string }
/** When this returns the owner of the step the deal stands at has it before them until its day. */
export async function openStepDuty(tx: Tx, ctx: Ctx, deal: Deal, { step, organisation_id, person_id, due_on }: StepRow): Promise<void> {
  if (step === 'done') return
  await openDuty(tx, ctx, deal, {
    part: 'steps', kind: stepDuty, organisation_id, person_id, power: 'edit', due_on,
    text: { vi: `Đưa giao dịch qua bước “${stageNames.vi[step]}”`, en: `See the deal through the step “${stageNames.en[step]}”` },
  })
}

/** When this returns the deal no longer stands at its step, and nobody waits for it there. */
export async function leaveStep(tx: Tx, ctx: Ctx, deal: Pick<Deal, 'id'>): Promise<void> {
  await tx.updateTable('deal_step').set({ left_at: ctx.now() }).where('deal_id', '=', deal.id).where('entered_at', 'is not', null).where('left_at', 'is', null).execute()
  await closeDuty(tx, ctx, deal, stepDuty)
}

/**
 * When this returns the deal stands at that step, which has an owner and a day: those agreed before it
 * came there, or else whoever brought it there and the days the rule table allows a step. A day that is
 * over when the deal comes back to a step counts anew. `me` is who brought it there, where nobody acts now.
 */
export async function enterStep(tx: Tx, ctx: Ctx, deal: Deal, step: DealStep, side: number, me: number = personOf(ctx.actor)): Promise<void> {
  await leaveStep(tx, ctx, deal)
  const now = ctx.now(), today = hanoiDay(now)
  const usual = dayAfter(today, await numberOn(tx, 'own.deal_step_days', today))
  const isMember = ctx.actor.memberships.some((m) => m.organisation_id === side)
  const row = await tx.insertInto('deal_step').values({ deal_id: deal.id, step, organisation_id: side, person_id: isMember ? me : null, due_on: usual, set_by: me, set_at: now, entered_at: now, left_at: null })
    .onConflict((on) => on.columns(['deal_id', 'step']).doUpdateSet((eb) => ({ entered_at: now, left_at: null, due_on: eb.case().when('deal_step.due_on', '<', today).then(eb.ref('excluded.due_on')).else(eb.ref('deal_step.due_on')).end() })))
    .returning(['organisation_id', 'person_id', (eb) => eb.cast<string>('due_on', 'text').as('due_on')]).executeTakeFirstOrThrow()
  await openStepDuty(tx, ctx, deal, { step, ...row })
}
