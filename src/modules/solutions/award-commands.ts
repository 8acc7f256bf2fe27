import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { idField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { endOfDay } from '../../platform/time.ts'
import { solutionInOffice } from './draft-commands.ts'
import { entriesOf } from './prices.ts'
import { bindsFor, ofNeed, runsSolutions, solutionLifecycle, type SolutionRefusal } from './rules.ts'
import type { Chosen } from './schema.ts'
import { asExchange, type Solution, solutionInTurn, solutionRow, solutionSubject } from './turns.ts'

const countField = z.coerce.string().trim().regex(/^[1-3]$/, { error: 'number' }).transform(Number)
export const ProposeAward = z.object({ solution_id: idField, count: countField, reason: textField(2000, 10) })
/** So many from the first place on are proposed, with the reason that those not chosen will read; somebody else confirms. Refused while the standstill lasts. */
export async function proposeAward(ctx: Ctx, { solution_id, count, reason }: z.output<typeof ProposeAward>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    next(solutionLifecycle, call.state, 'award')
    if (call.award_proposed_at) refuse<SolutionRefusal>({ code: 'award_waits' })
    if (ctx.now() < endOfDay(call.standstill_until!)) refuse<SolutionRefusal>({ code: 'standstill_lasts', until: call.standstill_until! })
    const most = Math.min(call.rules.most_awards, (await entriesOf(tx, call.id)).filter(({ rank }) => rank !== null).length)
    if (count > most) refuse<SolutionRefusal>({ code: 'too_many_awards', most, field: 'count' })
    await tx.updateTable('solution_call').set({ award_count: count, award_reason: reason, award_proposed_by: personOf(ctx.actor), award_proposed_at: ctx.now() }).where('id', '=', call.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.award_proposed', solution_id: call.id, count, reason }, call.organisation_id)
  })
}

/** Whether anybody is here who can bind the organisation whose need it is; where nobody is, a second officer confirms. */
export async function spokenFor(db: Db, organisation: number): Promise<boolean> {
  return (await db.selectFrom('membership').select('person_id').where('organisation_id', '=', organisation).where('role', 'in', ['owner', 'signer']).limit(1).executeTakeFirst()) !== undefined
}
/** Takes the call for whoever confirms: an owner or signer of the organisation whose need it is, never who proposed. */
async function inConfirming<T>(ctx: Ctx, solution_id: number, work: (tx: Tx, call: Solution) => Promise<T>): Promise<T> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const { organisation_id } = await solutionRow(ctx.db, solution_id)
  const spoken = await spokenFor(asExchange(ctx).db, organisation_id)
  permit(ctx.actor, spoken ? bindsFor(organisation_id) : (actor) => runsSolutions(actor) && !ofNeed(organisation_id, actor))
  return transact(asExchange(ctx), async (tx) => {
    const call = await solutionInTurn(tx, solution_id)
    if (call.state === 'awarded') return work(tx, call)
    next(solutionLifecycle, call.state, 'award')
    if (!call.award_proposed_at) refuse<SolutionRefusal>({ code: 'no_award_proposed' })
    if (call.award_proposed_by === personOf(ctx.actor)) refuse<SolutionRefusal>({ code: 'own_award_proposal' })
    return work(tx, call)
  })
}

export const ConfirmAward = z.object({ solution_id: idField })
/** The first places are chosen, a deal file opens with each, and everybody else reads their own scores and the reason. Two who press at once make one award; pressed again it stays. */
export async function confirmAward(ctx: Ctx, { solution_id }: z.output<typeof ConfirmAward>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await inConfirming(ctx, solution_id, async (tx, call) => {
    if (call.state === 'awarded') return
    requireConfirmed(ctx)
    const now = ctx.now(), count = found(call.award_count ?? undefined)
    await tx.updateTable('solution_entry').set({ chosen: true }).where('call_id', '=', call.id).where('rank', '<=', count).execute()
    await tx.updateTable('solution_entry').set({ chosen: false, reason: call.award_reason }).where('call_id', '=', call.id).where((on) => on.or([on('rank', '>', count), on('rank', 'is', null)])).execute()
    await tx.updateTable('solution_call').set({ state: next(solutionLifecycle, call.state, 'award'), state_since: now, awarded_by: personOf(ctx.actor), awarded_at: now }).where('id', '=', call.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.awarded', solution_id: call.id, count }, call.organisation_id)
  })
}

export const ReturnAward = z.object({ solution_id: idField, reason: textField(1000, 10) })
/** The proposal is off, with a word why; officers propose anew. */
export async function returnAward(ctx: Ctx, { solution_id, reason }: z.output<typeof ReturnAward>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await inConfirming(ctx, solution_id, async (tx, call) => {
    if (call.state === 'awarded') next(solutionLifecycle, call.state, 'return_award')
    await tx.updateTable('solution_call').set({ award_count: null, award_reason: '', award_proposed_by: null, award_proposed_at: null }).where('id', '=', call.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.award_returned', solution_id: call.id, reason }, call.organisation_id)
  })
}

/** Those chosen whose deal file is not open yet, with what it opens with. */
export async function chosenWithoutDeal(tx: Tx, call_id: number): Promise<Chosen[]> {
  const call = await solutionInTurn(tx, call_id)
  const entries = await tx.selectFrom('solution_entry as e').innerJoin('solution_submission as s', 's.id', 'e.submission_id').select(['e.id', 'e.organisation_id', 'e.price', 's.person_id']).where('e.call_id', '=', call_id).where('e.chosen', '=', true).where('e.deal_id', 'is', null).orderBy('e.rank').execute()
  return entries.map(({ id, organisation_id, price, person_id }) => ({ call_id, entry_id: id, need_id: call.need_id, owner_id: call.organisation_id, supplier_id: organisation_id, person_id, price: found(price ?? undefined), title: call.title, demonstration: call.demonstration }))
}
export async function linkSolutionDeal(tx: Tx, entry_id: number, deal_id: number): Promise<void> {
  await tx.updateTable('solution_entry').set({ deal_id }).where('id', '=', entry_id).execute()
}
