import { z } from 'zod'
import { type Ctx, isMemberOf, isSignedIn, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { callRow, invitesFor } from './call-queries.ts'
import { callLifecycle, type CallRefusal, deadlineRefusal, endOf, mostCalls, mostQuestions, mostSuppliers, outcomeLifecycle } from './call-rules.ts'
import { type Call, outcomes, questionKinds } from './schema.ts'

/** Takes the call's row for those who invite for its organisation. Those who may only read it are told no; for everybody else it does not exist. */
async function callInTurn(ctx: Ctx, tx: Tx, id: number): Promise<Call> {
  permit(ctx.actor, isSignedIn)
  const call = found(await callRow(tx, id, 'update'))
  if (!isMemberOf(call.organisation_id)(ctx.actor) && !isStaff('deal_officer', 'inspector')(ctx.actor)) return notFound()
  const may = await invitesFor(tx, ctx.actor, call.organisation_id)
  permit(ctx.actor, () => may)
  return call
}
const subjectOf = (call: Pick<Call, 'id'>): string => `call:${call.id}`
const about = (call: Pick<Call, 'id' | 'need_id'>) => ({ call_id: call.id, listing_id: call.need_id })

export const dayField = z.string({ error: 'day' }).regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'day' }).refine((day) => { const at = new Date(`${day}T00:00:00Z`); return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) }, { error: 'day' })
const numbers = Array.from({ length: mostQuestions }, (_, i) => i + 1)
export const questionNumbers: readonly number[] = numbers
const questionFields = Object.fromEntries(numbers.flatMap((n) => [[`question_${n}`, optionalTextField(300)], [`kind_${n}`, z.enum(questionKinds).catch('text')], [`unit_${n}`, optionalTextField(40)]])) as Record<string, z.ZodType>
const content = { text: textField(4000, 20), deadline: dayField, ...questionFields }
interface Content { text: string; deadline: string; [name: string]: unknown }
const questionsIn = (input: Content) => numbers.flatMap((n) => (input[`question_${n}`] ? [{ text: String(input[`question_${n}`]), kind: input[`kind_${n}`] as (typeof questionKinds)[number], unit: input[`kind_${n}`] === 'number' ? String(input[`unit_${n}`] ?? '') : '' }] : []))

async function writeQuestions(tx: Tx, callId: number, input: Content): Promise<void> {
  const questions = questionsIn(input)
  if (questions.length === 0) refuse<CallRefusal>({ code: 'nothing_asked', field: 'question_1' })
  await tx.deleteFrom('call_question').where('call_id', '=', callId).execute()
  await tx.insertInto('call_question').values(questions.map((question, i) => ({ call_id: callId, position: i + 1, ...question }))).execute()
}

export const DraftCall = z.object({ id: idField, request_key: requestKeyField, ...content })
/** An invitation for this published need lies ready, sent to nobody yet. The same form twice is one draft. */
export async function draftCall(ctx: Ctx, input: z.output<typeof DraftCall>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  const { id: need_id, request_key } = input
  const { text, deadline } = input as unknown as Content
  return transact(ctx, async (tx) => {
    const need = found(await tx.selectFrom('listing').select(['id', 'kind', 'state', 'organisation_id']).where('id', '=', need_id).forNoKeyUpdate().executeTakeFirst())
    if (need.kind !== 'need') notFound()
    const may = await invitesFor(tx, ctx.actor, need.organisation_id)
    permit(ctx.actor, () => may)
    const before = await tx.selectFrom('sourcing_call').select('id').where('request_key', '=', request_key).where('need_id', '=', need_id).executeTakeFirst()
    if (before) return before.id
    if (need.state !== 'published') refuse<CallRefusal>({ code: 'need_not_published' })
    const refusal = deadlineRefusal(deadline, ctx.now())
    if (refusal) refuse(refusal)
    const { n } = await tx.selectFrom('sourcing_call').select(({ fn }) => fn.countAll<number>().as('n')).where('organisation_id', '=', need.organisation_id).where('state', '<>', 'withdrawn').where('opened_at', 'is', null).executeTakeFirstOrThrow()
    if (n >= mostCalls) refuse<CallRefusal>({ code: 'too_many_calls', most: mostCalls })
    const call = found(await tx.insertInto('sourcing_call').values({ need_id, organisation_id: need.organisation_id, text, deadline, deadline_at: endOf(deadline), request_key, created_by: personOf(ctx.actor), created_at: ctx.now() })
      .onConflict((on) => on.column('request_key').doNothing()).returning(['id', 'need_id']).executeTakeFirst())
    await writeQuestions(tx, call.id, input as unknown as Content)
    await record(tx, ctx, subjectOf(call), { type: 'call.drafted', ...about(call) }, need.organisation_id)
    return call.id
  })
}

export const ChangeCall = z.object({ call_id: idField, version: z.coerce.number().int(), ...content })
/** The draft says this; its suppliers stay. Refused with `call_changed` where somebody saved since `version` was read. */
export async function changeCall(ctx: Ctx, input: z.output<typeof ChangeCall>): Promise<void> {
  const { text, deadline } = input as unknown as Content
  await transact(ctx, async (tx) => {
    const call = await callInTurn(ctx, tx, input.call_id)
    next(callLifecycle, call.state, 'change')
    if (call.version !== input.version) refuse<CallRefusal>({ code: 'call_changed', version: call.version })
    const refusal = deadlineRefusal(deadline, ctx.now())
    if (refusal) refuse(refusal)
    await tx.updateTable('sourcing_call').set({ text, deadline, deadline_at: endOf(deadline), version: call.version + 1 }).where('id', '=', call.id).execute()
    await writeQuestions(tx, call.id, input as unknown as Content)
    await record(tx, ctx, subjectOf(call), { type: 'call.changed', ...about(call) }, call.organisation_id)
  })
}

export const OneCall = z.object({ call_id: idField })
/** The draft is gone; what was sent is withdrawn instead. */
export async function discardCall(ctx: Ctx, { call_id }: z.output<typeof OneCall>): Promise<void> {
  await transact(ctx, async (tx) => {
    const call = await callInTurn(ctx, tx, call_id)
    next(callLifecycle, call.state, 'change')
    await tx.deleteFrom('sourcing_call').where('id', '=', call.id).execute()
    await record(tx, ctx, subjectOf(call), { type: 'call.discarded', ...about(call) }, call.organisation_id)
  })
}

const ids = (most: number) => z.preprocess((value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]), z.array(idField).max(most, { error: `too_many:${most}` }))
export const ChooseSuppliers = z.object({ call_id: idField, offers: ids(mostSuppliers), organisations: ids(mostSuppliers) })
/**
 * These suppliers are on the draft's list as well: an offer stands for the organisation that makes it. One
 * organisation is there once, and the inviter never.
 */
export async function chooseSuppliers(ctx: Ctx, { call_id, offers, organisations }: z.output<typeof ChooseSuppliers>): Promise<void> {
  await transact(ctx, async (tx) => {
    const call = await callInTurn(ctx, tx, call_id)
    next(callLifecycle, call.state, 'change')
    const there = new Set((await tx.selectFrom('call_supplier').select('organisation_id').where('call_id', '=', call.id).execute()).map(({ organisation_id }) => organisation_id))
    const offered = offers.length ? await tx.selectFrom('listing').select(['id', 'organisation_id']).where('id', 'in', offers).where('kind', '=', 'offer').where('state', '=', 'published').execute() : []
    const known = organisations.length ? await tx.selectFrom('organisation').select('id').where('id', 'in', organisations).where('merged_into_id', 'is', null).where('deleted_at', 'is', null).execute() : []
    const chosen = [...offers.flatMap((id) => offered.filter((one) => one.id === id).map(({ id: offer_id, organisation_id }) => ({ organisation_id, offer_id }))), ...known.map(({ id }) => ({ organisation_id: id, offer_id: null }))]
      .filter(({ organisation_id }, i, all) => !there.has(organisation_id) && all.findIndex((other) => other.organisation_id === organisation_id) === i)
    if (chosen.some(({ organisation_id }) => organisation_id === call.organisation_id)) refuse<CallRefusal>({ code: 'invites_itself' })
    if (there.size + chosen.length > mostSuppliers) refuse<CallRefusal>({ code: 'too_many_suppliers', most: mostSuppliers, chosen: there.size + chosen.length })
    if (chosen.length) await tx.insertInto('call_supplier').values(chosen.map((one) => ({ ...one, call_id: call.id, added_by: personOf(ctx.actor), added_at: ctx.now() }))).execute()
  })
}

export const DropSupplier = z.object({ call_id: idField, supplier_id: idField })
/** The supplier is off the draft's list. */
export async function dropSupplier(ctx: Ctx, { call_id, supplier_id }: z.output<typeof DropSupplier>): Promise<void> {
  await transact(ctx, async (tx) => {
    const call = await callInTurn(ctx, tx, call_id)
    next(callLifecycle, call.state, 'change')
    await tx.deleteFrom('call_supplier').where('id', '=', supplier_id).where('call_id', '=', call.id).execute()
  })
}

/** Every supplier on the list is invited and told; from now on nothing but the last day changes, and that only to a later one. Pressed again it stays so. */
export async function sendCall(ctx: Ctx, { call_id }: z.output<typeof OneCall>): Promise<void> {
  await transact(ctx, async (tx) => {
    const call = await callInTurn(ctx, tx, call_id)
    const now = ctx.now()
    if (call.state === 'open') return
    const state = next(callLifecycle, call.state, 'send')
    const need = await tx.selectFrom('listing').select('state').where('id', '=', call.need_id).executeTakeFirst()
    if (need?.state !== 'published') refuse<CallRefusal>({ code: 'need_not_published' })
    const refusal = deadlineRefusal(call.deadline, now)
    if (refusal) refuse(refusal)
    const { n } = await tx.selectFrom('call_supplier').select(({ fn }) => fn.countAll<number>().as('n')).where('call_id', '=', call.id).executeTakeFirstOrThrow()
    if (n === 0) refuse<CallRefusal>({ code: 'nobody_invited' })
    await tx.updateTable('sourcing_call').set({ state, sent_by: personOf(ctx.actor), sent_at: now, version: call.version + 1 }).where('id', '=', call.id).execute()
    await record(tx, ctx, subjectOf(call), { type: 'call.sent', ...about(call), suppliers: n, deadline: call.deadline }, call.organisation_id)
  })
}

export const MoveDeadline = z.object({ call_id: idField, deadline: dayField })
/** Everybody invited has until the end of that later day. Refused once the old one is over. */
export async function moveDeadline(ctx: Ctx, { call_id, deadline }: z.output<typeof MoveDeadline>): Promise<void> {
  await transact(ctx, async (tx) => {
    const call = await callInTurn(ctx, tx, call_id)
    const now = ctx.now()
    next(callLifecycle, call.state, 'move_deadline')
    if (call.opened_at !== null || now >= call.deadline_at) refuse<CallRefusal>({ code: 'call_over', deadline: call.deadline })
    if (deadline === call.deadline) return
    const refusal = deadlineRefusal(deadline, now, call.deadline)
    if (refusal) refuse(refusal)
    await tx.updateTable('sourcing_call').set({ deadline, deadline_at: endOf(deadline), version: call.version + 1 }).where('id', '=', call.id).execute()
    await record(tx, ctx, subjectOf(call), { type: 'call.deadline_moved', ...about(call), from: call.deadline, to: deadline }, call.organisation_id)
  })
}

export const WithdrawCall = z.object({ call_id: idField, reason: textField(1000, 10) })
/** Nobody is invited any longer, everybody who was is told why, and the answers are never opened. Refused once they lie open. */
export async function withdrawCall(ctx: Ctx, { call_id, reason }: z.output<typeof WithdrawCall>): Promise<void> {
  await transact(ctx, async (tx) => {
    const call = await callInTurn(ctx, tx, call_id)
    const now = ctx.now()
    if (call.state === 'withdrawn') return
    const state = next(callLifecycle, call.state, 'withdraw')
    if (call.opened_at !== null || now >= call.deadline_at) refuse<CallRefusal>({ code: 'call_over', deadline: call.deadline })
    await tx.updateTable('sourcing_call').set({ state, withdrawn_by: personOf(ctx.actor), withdrawn_at: now, withdrawal_reason: reason }).where('id', '=', call.id).execute()
    await record(tx, ctx, subjectOf(call), { type: 'call.withdrawn', ...about(call) }, call.organisation_id)
  })
}

export const AnswerEnquiry = z.object({ call_id: idField, enquiry_id: idField, answer: textField(2000, 2) })
/** Everybody invited reads the question and this answer, and nobody reads who asked. An answer is given once. */
export async function answerEnquiry(ctx: Ctx, { call_id, enquiry_id, answer }: z.output<typeof AnswerEnquiry>): Promise<void> {
  await transact(ctx, async (tx) => {
    const call = await callInTurn(ctx, tx, call_id)
    const now = ctx.now()
    if (call.state !== 'open') next(callLifecycle, call.state, 'answer_enquiry')
    if (call.opened_at !== null || now >= call.deadline_at) refuse<CallRefusal>({ code: 'call_over', deadline: call.deadline })
    const enquiry = found(await tx.selectFrom('call_enquiry').select(['id', 'answer']).where('id', '=', enquiry_id).where('call_id', '=', call.id).executeTakeFirst())
    if (enquiry.answer === answer) return
    if (enquiry.answer) refuse<CallRefusal>({ code: 'enquiry_answered' })
    await tx.updateTable('call_enquiry').set({ answer, answered_by: personOf(ctx.actor), answered_at: now }).where('id', '=', enquiry.id).execute()
    await record(tx, ctx, subjectOf(call), { type: 'call.enquiry_answered', ...about(call), enquiry_id: enquiry.id }, call.organisation_id)
  })
}

export const SayOutcome = z.object({ call_id: idField, supplier_id: idField, outcome: choiceField(outcomes), reason: optionalTextField(1000) })
/** The supplier is told that its answer is on the shortlist, or not chosen and why. Whoever was shortlisted may still not be chosen; not chosen is for good. */
export async function sayOutcome(ctx: Ctx, { call_id, supplier_id, outcome, reason }: z.output<typeof SayOutcome>): Promise<void> {
  await transact(ctx, async (tx) => {
    const call = await callInTurn(ctx, tx, call_id)
    if (call.opened_at === null) refuse<CallRefusal>({ code: 'answers_sealed', deadline: call.deadline })
    const supplier = found(await tx.selectFrom('call_supplier').select(['id', 'state', 'outcome']).where('id', '=', supplier_id).where('call_id', '=', call.id).where('state', '=', 'answered').forUpdate().executeTakeFirst())
    if (supplier.outcome === outcome) return
    const state = next(outcomeLifecycle, supplier.outcome ?? 'none', outcome)
    if (outcome === 'not_chosen' && reason.length < 5) refuse<CallRefusal>({ code: 'outcome_reason_needed', field: 'reason' })
    await tx.updateTable('call_supplier').set({ outcome: state === 'none' ? null : state, outcome_reason: reason, outcome_by: personOf(ctx.actor), outcome_at: ctx.now() }).where('id', '=', supplier.id).execute()
    await record(tx, ctx, subjectOf(call), { type: 'call.outcome_said', ...about(call), supplier_id: supplier.id, outcome }, call.organisation_id)
  })
}
