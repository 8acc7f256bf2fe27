import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { idField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { isOver, ofNeed, planRefusal, publishingRefusal, rulesHash, runsSolutions, solutionLifecycle, type SolutionRefusal } from './rules.ts'
import { type ChangeSolution, type DraftSolution, particularsFrom, planFrom, rulesFrom, type SolutionContent } from './solution-fields.ts'
import { moveSolution, type Solution, solutionInTurn, solutionSubject, unlessRefused } from './turns.ts'

const columnsOf = (input: SolutionContent) => ({
  title: JSON.stringify({ vi: input.title_vi, en: input.title_en }), particulars: JSON.stringify(particularsFrom(input)), rules: JSON.stringify(rulesFrom(input)), asks_until: input.asks_until, closes_at: input.closes_at,
})
/** Takes the call for an officer who does not belong to whose need it is. */
export async function solutionInOffice(ctx: Ctx, tx: Tx, id: number): Promise<Solution> {
  permit(ctx.actor, runsSolutions)
  const call = await solutionInTurn(tx, id)
  if (ofNeed(call.organisation_id, ctx.actor)) refuse<SolutionRefusal>({ code: 'officer_of_need' })
  return call
}

/** A draft lies ready for a published need. One need has one call at a time; the same press is the same draft. */
export async function draftSolution(ctx: Ctx, input: z.output<typeof DraftSolution>): Promise<number> {
  permit(ctx.actor, runsSolutions)
  const content = input as unknown as SolutionContent
  return transact(ctx, async (tx) => {
    const need = found(await tx.selectFrom('listing').select(['id', 'state', 'organisation_id', 'demonstration']).where('id', '=', input.need_id).where('kind', '=', 'need').forNoKeyUpdate().executeTakeFirst())
    if (ofNeed(need.organisation_id, ctx.actor)) refuse<SolutionRefusal>({ code: 'officer_of_need' })
    const person_id = personOf(ctx.actor)
    const before = await tx.selectFrom('solution_call').select('id').where('request_key', '=', input.request_key).where('created_by', '=', person_id).executeTakeFirst()
    if (before) return before.id
    if (need.state !== 'published') refuse<SolutionRefusal>({ code: 'solution_need_not_published' })
    const there = (await tx.selectFrom('solution_call').select(['id', 'state']).where('need_id', '=', need.id).execute()).find(({ state }) => !isOver(state))
    if (there) refuse<SolutionRefusal>({ code: 'solution_there_already', solution_id: there.id })
    unlessRefused(planRefusal(planFrom(content)))
    const now = ctx.now()
    const { id } = found(await tx.insertInto('solution_call').values({ need_id: need.id, organisation_id: need.organisation_id, demonstration: need.demonstration, request_key: input.request_key, ...columnsOf(content), state_since: now, created_by: person_id, created_at: now })
      .onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()) // a key used elsewhere is nobody's here
    await record(tx, ctx, solutionSubject(id), { type: 'solution.drafted', solution_id: id, listing_id: need.id }, need.organisation_id)
    return id
  })
}

/** The draft says this; refused where somebody saved since it was read. */
export async function changeSolution(ctx: Ctx, input: z.output<typeof ChangeSolution>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  const content = input as unknown as SolutionContent
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, input.solution_id)
    next(solutionLifecycle, call.state, 'change')
    if (call.version !== input.version) refuse<SolutionRefusal>({ code: 'solution_changed', version: call.version })
    unlessRefused(planRefusal(planFrom(content)))
    await tx.updateTable('solution_call').set({ ...columnsOf(content), version: call.version + 1, outcome: '' }).where('id', '=', call.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.changed', solution_id: call.id }, call.organisation_id)
  })
}

export const SolutionVersion = z.object({ solution_id: idField, version: z.coerce.number({ error: 'invalid' }).int().min(0).max(1_000_000) })
/** The draft waits for another officer, as it was read. */
export async function proposeSolution(ctx: Ctx, { solution_id, version }: z.output<typeof SolutionVersion>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    const state = next(solutionLifecycle, call.state, 'propose')
    if (call.version !== version) refuse<SolutionRefusal>({ code: 'solution_changed', version: call.version })
    unlessRefused(planRefusal(call) ?? publishingRefusal(call, ctx.now()))
    await moveSolution(tx, ctx, call, state, { outcome: '' })
    await tx.updateTable('solution_call').set({ proposed_by: personOf(ctx.actor), proposed_at: ctx.now() }).where('id', '=', call.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.proposed', solution_id: call.id }, call.organisation_id)
  })
}

export const SendBackSolution = z.object({ solution_id: idField, reason: textField(1000, 5) })
/** The draft is a draft again, with a word why. */
export async function sendBackSolution(ctx: Ctx, { solution_id, reason }: z.output<typeof SendBackSolution>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    await moveSolution(tx, ctx, call, next(solutionLifecycle, call.state, 'send_back'), { outcome: reason })
    await tx.updateTable('solution_call').set({ proposed_by: null, proposed_at: null, version: call.version + 1 }).where('id', '=', call.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.sent_back', solution_id: call.id, reason }, call.organisation_id)
  })
}

/** When this returns everybody reads the call, and its rules are fixed with their hash: the database changes none of them any more. Somebody else than who proposed it did this, in person. */
export async function publishSolution(ctx: Ctx, { solution_id, version }: z.output<typeof SolutionVersion>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    const state = next(solutionLifecycle, call.state, 'publish')
    if (call.version !== version) refuse<SolutionRefusal>({ code: 'solution_changed', version: call.version })
    if (call.proposed_by === personOf(ctx.actor)) refuse<SolutionRefusal>({ code: 'own_solution_proposal' })
    requireConfirmed(ctx)
    const { state: listed } = await tx.selectFrom('listing').select('state').where('id', '=', call.need_id).forShare().executeTakeFirstOrThrow()
    if (listed !== 'published') refuse<SolutionRefusal>({ code: 'solution_need_not_published' })
    unlessRefused(planRefusal(call) ?? publishingRefusal(call, ctx.now()))
    const rules_hash = rulesHash(call.rules), now = ctx.now()
    await tx.updateTable('solution_call').set({ state, state_since: now, outcome: '', rules_hash, published_by: personOf(ctx.actor), published_at: now }).where('id', '=', call.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.published', solution_id: call.id, rules_hash }, call.organisation_id)
  })
}

export const WithdrawSolution = z.object({ solution_id: idField, reason: textField(1000, 10) })
/** The call ends without a result and says why; what is still sealed stays so. */
export async function withdrawSolution(ctx: Ctx, { solution_id, reason }: z.output<typeof WithdrawSolution>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    const state = next(solutionLifecycle, call.state, 'withdraw')
    if (call.published_at) requireConfirmed(ctx)
    await moveSolution(tx, ctx, call, state, { outcome: reason })
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.withdrawn', solution_id: call.id, reason }, call.organisation_id)
  })
}
