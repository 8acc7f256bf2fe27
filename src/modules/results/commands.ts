import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, requireConfirmed } from '../../core/context.ts'
import { choiceField, dayField, idField, lineField, optionalDayField, optionalLineField, optionalTextField, optionalVndField, requestKeyField, textField, vndField } from '../../platform/fields.ts'
import { vnd } from '../../platform/money.ts'
import { found, refuse } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { putInPart } from '../deals/part-documents.ts'
import { type DealTurn, inDeal } from '../deals/turns.ts'
import { keeping, type ReceivedFile, saveDocument } from '../documents/commands.ts'
import { awaitBooks } from './duties.ts'
import { booksOf, factsOf, knownAtApproval, splitRulesOn, splitsOf } from './queries.ts'
import { absentOf, approvalRefusal, booksRefusal, decisionRefusal, factRefusal, leftOf, type ResultRefusal, revenueRefusal, reviewRefusal, sameValuation, type Shares, splitRefusal } from './rules.ts'
import { resultOwners, transferKinds } from './schema.ts'

const unless = (refusal: ResultRefusal | null): void => { if (refusal) refuse(refusal) }
/** Only the side that supplies the result answers for it. */
const ofSupplier = (ctx: Ctx, { deal, side }: DealTurn): void => permit(ctx.actor, () => side === deal.supplier_organisation_id)
/** A share as people type it: 30 or 12,5 percent, as basis points. */
export const shareField = z.coerce.string({ error: 'invalid' }).trim().regex(/^\d{1,3}([.,]\d{1,2})?$/, { error: 'invalid' }).transform((typed) => Math.round(Number(typed.replace(',', '.')) * 100)).pipe(z.number().max(10_000, { error: 'invalid' }))

export const StateResult = z.object({
  deal_id: idField, request_key: requestKeyField, task_code: lineField(60), task_name: lineField(300), state_share: shareField, owner: choiceField(resultOwners), transfers: choiceField(transferKinds), act_on: dayField, authority: lineField(200),
  decision_number: optionalLineField(80), decision_on: optionalDayField, valuer: optionalLineField(200), valuation: optionalVndField, valued_on: optionalDayField, disclosed_from: optionalDayField, disclosed_until: optionalDayField, alternatives: textField(5000, 20),
  conflicts: optionalTextField(2000), value_low: optionalVndField, value_high: optionalVndField,
})
/** When this returns the supplying side has said so of the result; what it said before stays in the file. The file of a valuation goes with it while the valuation is the same. */
export async function stateResult(ctx: Ctx, { deal_id, state_share, ...fact }: z.output<typeof StateResult>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    ofSupplier(ctx, turn)
    const facts = await factsOf(tx, deal.id)
    if (facts.some(({ request_key }) => request_key === fact.request_key)) return
    unless(factRefusal(fact))
    const valuation_document_id = facts.find((former) => sameValuation(former, fact))?.valuation_document_id ?? null
    await tx.insertInto('result_fact').values({ ...fact, deal_id: deal.id, organisation_id: side, person_id: personOf(ctx.actor), stated_at: now, state_share_basis_points: state_share, valuation_document_id }).execute()
    await record(tx, ctx, `result:${deal.id}`, { type: 'result.stated', deal_id: deal.id, task_code: fact.task_code }, side)
    await awaitValuation(ctx, turn, fact.valuation !== null && valuation_document_id === null)
  })
}
/** What was valued waits for the paper that says so. */
async function awaitValuation(ctx: Ctx, { tx, deal, side }: DealTurn, waits: boolean): Promise<void> {
  if (!waits) return closeDuty(tx, ctx, deal, 'valuation_to_attach')
  await openDuty(tx, ctx, deal, { part: 'result', kind: 'valuation_to_attach', organisation_id: side, power: 'edit', text: { vi: 'Đính kèm tệp chứng thư thẩm định giá vào hồ sơ quyết định', en: 'Attach the valuation’s file to the decision file' } })
}

export const AttachValuation = z.object({ deal_id: idField, request_key: requestKeyField })
/** When this returns the file stands with the valuation said last, and in the decision file; one attached before is kept with what was said then. */
export async function attachValuation(ctx: Ctx, storage: Storage, { deal_id, request_key }: z.output<typeof AttachValuation>, upload: ReceivedFile): Promise<void> {
  await keeping(ctx, storage, upload, () => inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    ofSupplier(ctx, turn)
    const facts = await factsOf(tx, deal.id)
    if (facts.some((one) => one.request_key === request_key)) return
    const [newest] = facts
    if (!newest || newest.valuation === null) return refuse<ResultRefusal>({ code: 'valuation_first' })
    const { id: _, person_name: _name, document_name: _document, document_sha256: _sha, document_bytes: _bytes, ...fact } = newest
    const valuation_document_id = await saveDocument(tx, ctx, upload, side)
    await putInPart(tx, ctx, deal, 'result', valuation_document_id, side)
    await tx.insertInto('result_fact').values({ ...fact, organisation_id: side, person_id: personOf(ctx.actor), stated_at: now, request_key, valuation_document_id }).execute()
    await record(tx, ctx, `result:${deal.id}`, { type: 'result.valuation_attached', deal_id: deal.id, name: upload.name, sha256: upload.sha256 }, side)
    await awaitValuation(ctx, turn, false)
  }))
}

export const ProposeSplit = z.object({ deal_id: idField, request_key: requestKeyField, revenue: lineField(300, 3), amount: vndField.refine((amount) => amount > 0, { error: 'amount' }), beyond_reason: optionalTextField(1000), authors: shareField, broker: shareField, state: shareField, research: shareField, welfare: shareField, reason: textField(2000, 5) })
/** When this returns the division waits for another person of the side who may bind it; the law of the day of the act has been asked, and the file’s ledger for the money it divides. */
export async function proposeSplit(ctx: Ctx, { deal_id, request_key, revenue, amount, beyond_reason, reason, ...shares }: z.output<typeof ProposeSplit>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    ofSupplier(ctx, turn)
    const splits = await splitsOf(tx, deal.id)
    if (splits.some((one) => one.request_key === request_key)) return
    const [fact] = await factsOf(tx, deal.id)
    if (!fact) return refuse<ResultRefusal>({ code: 'result_not_stated' })
    if (splits.some(({ decision }) => decision === null)) refuse<ResultRefusal>({ code: 'split_waits' })
    unless(splitRefusal(shares satisfies Shares, await splitRulesOn(tx, fact)))
    unless(revenueRefusal(amount, await booksOf(tx, deal.id), beyond_reason))
    const points = { authors_basis_points: shares.authors, broker_basis_points: shares.broker, state_basis_points: shares.state, research_basis_points: shares.research, welfare_basis_points: shares.welfare }
    const { id } = await tx.insertInto('result_split').values({ deal_id: deal.id, organisation_id: side, act_on: fact.act_on, revenue, amount, beyond_reason, ...points, reason, proposed_by: personOf(ctx.actor), proposed_at: now, request_key, decision: null, decided_by: null, decided_at: null }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `result:${deal.id}`, { type: 'result.split_proposed', deal_id: deal.id, split_id: id }, side)
    await openDuty(tx, ctx, deal, { part: 'result', kind: 'split_to_decide', organisation_id: side, power: 'sign', text: { vi: 'Phương án phân chia thu nhập chờ người thứ hai quyết định', en: 'A division of revenue waits for a second person’s decision' } })
  })
}

export const DecideSplit = z.object({ deal_id: idField, split_id: idField, decision: choiceField(['approved', 'returned']), decision_reason: optionalTextField(1000), left_seen: z.coerce.string({ error: 'invalid' }).regex(/^-?\d{1,16}$/, { error: 'invalid' }).transform(Number) })
/** When this returns the division is decided, by another person than proposed it, who has just shown that it is them; what the file did not hold that day, and what its ledger had received and earlier approvals divided, is kept with an approval. */
export async function decideSplit(ctx: Ctx, { deal_id, split_id, decision, decision_reason, left_seen }: z.output<typeof DecideSplit>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async (turn) => {
    const { tx, deal, side, now } = turn
    ofSupplier(ctx, turn)
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    const split = found((await splitsOf(tx, deal.id)).find(({ id }) => id === split_id))
    unless(decisionRefusal(split, personOf(ctx.actor), decision === 'approved', decision_reason))
    const approves = decision === 'approved', fact = found((await factsOf(tx, deal.id))[0])
    if (approves) unless(approvalRefusal(fact, await splitRulesOn(tx, fact), decision_reason))
    const books = approves ? await booksOf(tx, deal.id) : null
    if (books) unless(booksRefusal(split.amount, books, { left_seen, reason: decision_reason }))
    const absent = approves ? absentOf(fact) : [], beyond = books ? Math.max(0, split.amount - leftOf(books)) : 0
    const kept = books && { received: vnd(books.received), divided_before: vnd(books.divided) }
    await tx.updateTable('result_split').set({ decision, decided_by: personOf(ctx.actor), decided_at: now, decision_reason, absent, ...kept }).where('id', '=', split_id).execute()
    await closeDuty(tx, ctx, deal, 'split_to_decide')
    await awaitBooks(tx, ctx, deal)
    await record(tx, ctx, `result:${deal.id}`, approves ? { type: 'result.split_approved', deal_id: deal.id, split_id, ...(absent.length ? { absent } : {}), ...(beyond ? { beyond } : {}) } : { type: 'result.split_returned', deal_id: deal.id, split_id, reason: decision_reason }, side)
  })
}

export const ReviewBooks = z.object({ deal_id: idField, review_reason: textField(500, 10), seen: z.coerce.string({ error: 'invalid' }).max(40, { error: 'invalid' }) })
/** When this returns what was paid back after it was divided waits no longer: somebody who may sign for the supplying side has just shown that it is them, and has said, with what was received and divided before their eyes, what comes of it. */
export async function reviewBooks(ctx: Ctx, { deal_id, review_reason, seen }: z.output<typeof ReviewBooks>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async (turn) => {
    const { tx, deal, side, now } = turn
    ofSupplier(ctx, turn)
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    const books = await booksOf(tx, deal.id), { received, divided } = books
    unless(reviewRefusal(books, await knownAtApproval(tx, deal.id), seen))
    await tx.insertInto('result_review').values({ deal_id: deal.id, organisation_id: side, received, divided: vnd(divided), reason: review_reason, reviewed_by: personOf(ctx.actor), reviewed_at: now }).execute()
    await record(tx, ctx, `result:${deal.id}`, { type: 'result.books_reviewed', deal_id: deal.id, received, divided, reason: review_reason }, side)
    await awaitBooks(tx, ctx, deal)
  })
}
