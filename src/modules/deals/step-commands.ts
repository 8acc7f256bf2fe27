import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import { choiceField, dayField, idField, optionalTextField } from '../../platform/fields.ts'
import { refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { enterStep, openStepDuty } from './entering.ts'
import { isTouched, ownersOf } from './step-queries.ts'
import { afterStageRefusal, type DealRefusal, standsAt } from './rules.ts'
import { afterStages, dealSteps, type DealStep } from './schema.ts'
import { concerning, inDeal } from './turns.ts'

export const MoveOn = z.object({ deal_id: idField, stage: choiceField(afterStages), reason: optionalTextField(1000), version: z.coerce.number({ error: 'invalid' }).int() })
/** When this returns the won deal stands at that step, and the log says who moved it and, where steps were skipped or retaken, why. */
export async function moveOn(ctx: Ctx, { deal_id, stage, reason, version }: z.output<typeof MoveOn>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const refusal = afterStageRefusal(deal, stage, reason, version, await isTouched(tx, deal.id, 'registration'))
    if (refusal) refuse(refusal)
    await tx.updateTable('deal').set({ after_stage: stage, stage_since: now, version: deal.version + 1 }).where('id', '=', deal.id).execute()
    await enterStep(tx, ctx, deal, stage, side)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.after_stage_changed', from: deal.after_stage ?? 'registration', to: stage, reason, ...concerning(deal) }, side)
  })
}

/** A person of one's own side by number, or the other side as a whole, which names its own. */
const ownerField = z.string({ error: 'choose' }).regex(/^(person|side):[1-9]\d{0,8}$/, { error: 'choose' })
export const SetStep = z.object({ deal_id: idField, step: choiceField(dealSteps.filter((step) => step !== 'done') as [DealStep, ...DealStep[]]), owner: ownerField, due_on: dayField, note: optionalTextField(500) })
/** When this returns that step, now or still to come, has this owner and this day; where the deal stands at it, it waits for them. */
export async function setStep(ctx: Ctx, { deal_id, step, owner, due_on, note }: z.output<typeof SetStep>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const at = standsAt(deal)
    if (at === null) refuse<DealRefusal>({ code: 'deal_closed', stage: deal.stage })
    if (due_on < hanoiDay(now)) refuse<DealRefusal>({ code: 'step_day_past', field: 'due_on' })
    const chosen = (await ownersOf(tx, deal, side)).find(({ value }) => value === owner) ?? refuse<DealRefusal>({ code: 'owner_not_of_side', field: 'owner' })
    const { organisation_id, person_id } = chosen
    const agreed = { organisation_id, person_id, due_on, note, set_by: personOf(ctx.actor), set_at: now }
    // A deal opened before steps had owners stands at one without a row.
    await tx.insertInto('deal_step').values({ deal_id: deal.id, step, ...agreed, entered_at: step === at ? deal.stage_since : null, left_at: null }).onConflict((on) => on.columns(['deal_id', 'step']).doUpdateSet(agreed)).execute()
    if (step === at) await openStepDuty(tx, ctx, deal, { step, organisation_id, person_id, due_on })
    await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.step_set', step, organisation_id, due_on, note, ...concerning(deal) }, side)
  })
}
