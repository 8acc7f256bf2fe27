import { z } from 'zod'
import { type Ctx, isMemberOf, isSignedIn, mayEditFor, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField, optionalIdField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { callRow, questionsOf } from './call-queries.ts'
import { answeringRefusal, type CallRefusal, missingAnswers, mostEnquiries, readAnswer, supplierLifecycle } from './call-rules.ts'
import { type Call, declineCodes, type Supplier } from './schema.ts'

interface Part { tx: Tx; call: Call; supplier: Supplier; now: Date }
/**
 * Takes this supplier's row while the call is held from being opened, so that what is written is written
 * before the seal is broken or not at all. Refused from the moment the last day is over. To other suppliers,
 * and to the inviter, this part does not exist.
 */
async function inPart<T>(ctx: Ctx, supplierId: number, verb: string, work: (part: Part) => Promise<T>): Promise<T> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const known = found(await tx.selectFrom('call_supplier').select(['call_id', 'organisation_id']).where('id', '=', supplierId).executeTakeFirst())
    if (!isMemberOf(known.organisation_id)(ctx.actor)) return notFound()
    const call = found(await callRow(tx, known.call_id, 'share'))
    if (call.state === 'draft') return notFound()
    permit(ctx.actor, mayEditFor(known.organisation_id))
    const supplier = found(await tx.selectFrom('call_supplier').selectAll().where('id', '=', supplierId).forUpdate().executeTakeFirst())
    const now = ctx.now()
    const refusal = answeringRefusal(call, now, verb)
    if (refusal) refuse(refusal)
    return work({ tx, call, supplier, now })
  })
}
const about = (call: Call) => ({ call_id: call.id, listing_id: call.need_id })

export const SaveAnswer = z.object({ supplier_id: idField, version: z.coerce.number().int().min(0), note: optionalTextField(2000), offer_id: optionalIdField, press: z.enum(['save', 'send']).catch('save') }).catchall(z.unknown())
/**
 * The answer is kept as typed; with `send` it counts when the last day is over, and can be changed until
 * then. What cannot be read is an error at its question, and nothing is kept. Refused with `answer_changed`
 * where a colleague saved since `version` was read, unless it says the same.
 */
export async function saveAnswer(ctx: Ctx, input: z.output<typeof SaveAnswer>): Promise<void> {
  const { supplier_id, version, note, offer_id, press } = input
  await inPart(ctx, supplier_id, press === 'send' ? 'answer' : 'save', async ({ tx, call, supplier, now }) => {
    // An answer that was sent stays sent when it is changed: whoever would rather think again takes it back.
    const state = next(supplierLifecycle, supplier.state, press === 'send' || supplier.state === 'answered' ? 'answer' : 'save')
    const questions = await questionsOf(tx, call.id)
    const values = new Map<number, string>()
    const issues: z.core.$ZodIssue[] = []
    for (const { id, kind } of questions) {
      const typed = input[`answer_${id}`]
      const read = readAnswer(kind, typeof typed === 'string' ? typed.normalize('NFC').replaceAll('\0', '').replace(/\r\n?/g, '\n') : '')
      if ('error' in read) issues.push({ code: 'custom', path: [`answer_${id}`], message: read.error, input: typed })
      else if (read.value) values.set(id, read.value)
    }
    if (issues.length) throw new z.ZodError(issues)
    const missing = missingAnswers(questions, values)
    if (state === 'answered' && missing > 0) refuse<CallRefusal>({ code: 'answer_incomplete', missing })
    if (offer_id !== null) {
      const offer = await tx.selectFrom('listing').select(['kind', 'state', 'organisation_id']).where('id', '=', offer_id).executeTakeFirst()
      if (offer?.kind !== 'offer' || offer.state !== 'published' || offer.organisation_id !== supplier.organisation_id) refuse<CallRefusal>({ code: 'offer_unfit', field: 'offer_id' })
    }
    const before = await tx.selectFrom('call_reply').selectAll().where('supplier_id', '=', supplier_id).executeTakeFirst()
    const kept = new Map((await tx.selectFrom('call_answer').selectAll().where('supplier_id', '=', supplier_id).execute()).map(({ question_id, value }) => [question_id, value]))
    const same = before !== undefined && before.note === note && before.offer_id === offer_id && kept.size === values.size && [...values].every(([id, value]) => kept.get(id) === value)
    if (same && state === supplier.state) return
    if (!same && (before?.version ?? 0) !== version) refuse<CallRefusal>({ code: 'answer_changed', version: before?.version ?? 0 })
    const reply = { note, offer_id, saved_by: personOf(ctx.actor), saved_at: now }
    await tx.insertInto('call_reply').values({ supplier_id, ...reply }).onConflict((on) => on.column('supplier_id').doUpdateSet({ ...reply, version: (before?.version ?? 0) + 1 })).execute()
    await tx.deleteFrom('call_answer').where('supplier_id', '=', supplier_id).execute()
    if (values.size) await tx.insertInto('call_answer').values([...values].map(([question_id, value]) => ({ supplier_id, question_id, value }))).execute()
    await tx.updateTable('call_supplier').set({ state, decline_code: null, decline_note: '', declined_at: null, answered_at: state === 'answered' ? now : null }).where('id', '=', supplier_id).execute()
    if (state === 'answered') await record(tx, ctx, `call:${call.id}`, { type: 'call.answered', ...about(call), supplier_id }, supplier.organisation_id)
  })
}

export const OnePart = z.object({ supplier_id: idField })
/** What was sent is a draft again, and counts only once it is sent anew. A second press changes nothing. */
export async function takeBackAnswer(ctx: Ctx, { supplier_id }: z.output<typeof OnePart>): Promise<void> {
  await inPart(ctx, supplier_id, 'take_back', async ({ tx, call, supplier }) => {
    if (supplier.state === 'drafting') return
    const state = next(supplierLifecycle, supplier.state, 'take_back')
    await tx.updateTable('call_supplier').set({ state, answered_at: null }).where('id', '=', supplier_id).execute()
    await record(tx, ctx, `call:${call.id}`, { type: 'call.answer_taken_back', ...about(call), supplier_id }, supplier.organisation_id)
  })
}

export const DeclineCall = z.object({ supplier_id: idField, decline_code: choiceField(declineCodes), note: optionalTextField(500) })
/** The inviter reads that this supplier does not answer, and why. */
export async function declineCall(ctx: Ctx, { supplier_id, decline_code, note }: z.output<typeof DeclineCall>): Promise<void> {
  await inPart(ctx, supplier_id, 'decline', async ({ tx, call, supplier, now }) => {
    if (supplier.state === 'declined' && supplier.decline_code === decline_code) return
    const state = next(supplierLifecycle, supplier.state, 'decline')
    if (decline_code === 'other' && !note) refuse<CallRefusal>({ code: 'decline_note_needed', field: 'note' })
    await tx.updateTable('call_supplier').set({ state, decline_code, decline_note: note, declined_at: now, answered_at: null }).where('id', '=', supplier_id).execute()
    await record(tx, ctx, `call:${call.id}`, { type: 'call.declined', ...about(call), supplier_id, code: decline_code }, supplier.organisation_id)
  })
}

export const AskInviter = z.object({ supplier_id: idField, question: textField(1000, 10), request_key: requestKeyField })
/** The inviter has the question; its answer goes to everybody invited. The same form twice is one question. */
export async function askInviter(ctx: Ctx, { supplier_id, question, request_key }: z.output<typeof AskInviter>): Promise<void> {
  await inPart(ctx, supplier_id, 'ask', async ({ tx, call, supplier, now }) => {
    const own = await tx.selectFrom('call_enquiry').select(['request_key']).where('supplier_id', '=', supplier_id).execute()
    if (own.some((one) => one.request_key === request_key)) return
    if (own.length >= mostEnquiries) refuse<CallRefusal>({ code: 'too_many_enquiries', most: mostEnquiries })
    const enquiry = found(await tx.insertInto('call_enquiry').values({ call_id: call.id, supplier_id, question, asked_by: personOf(ctx.actor), asked_at: now, request_key }).onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst())
    await record(tx, ctx, `call:${call.id}`, { type: 'call.enquiry_made', ...about(call), enquiry_id: enquiry.id }, supplier.organisation_id)
  })
}
