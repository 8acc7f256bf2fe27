import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, optionalIdField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { shorten } from '../../platform/text.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { otherSide, talkRefusal } from '../deals/rules.ts'
import { concerning, type DealTurn, inDeal } from '../deals/turns.ts'
import { type Decided, type DecisionRefusal, mostDecisions, replaceable } from './decision-rules.ts'

export const RecordDecision = z.object({ deal_id: idField, request_key: requestKeyField, whose: choiceField(['ours', 'both']), text: textField(4000, 5), reason: textField(4000, 5), effective_on: dayField, replaces_id: optionalIdField })
/**
 * The decision has its number: at once where it is the side's own, and once the other side agrees where it is
 * for both. What it replaces counts until then. Pressed twice it is one decision.
 */
export async function recordDecision(ctx: Ctx, { deal_id, request_key, whose, text, reason, effective_on, replaces_id }: z.output<typeof RecordDecision>): Promise<number> {
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const known = await tx.selectFrom('room_decision').select(['id', 'deal_id']).where('request_key', '=', request_key).executeTakeFirst()
    if (known) return known.deal_id === deal.id ? known.id : notFound()
    const closed = talkRefusal(deal)
    if (closed) refuse(closed)
    const joint = whose === 'both'
    const all = await decidedIn(tx, deal.id)
    if (all.length >= mostDecisions) refuse<DecisionRefusal>({ code: 'too_many_decisions', most: mostDecisions })
    if (replaces_id !== null && !replaceable(all, joint, side).some(({ id }) => id === replaces_id)) refuse<DecisionRefusal>({ code: 'replaced_not_in_force', field: 'replaces_id' })
    const number = Math.max(0, ...all.map((one) => one.number)) + 1
    const { id } = await tx.insertInto('room_decision').values({ deal_id: deal.id, number, joint, text, reason, effective_on, replaces_id, organisation_id: side, person_id: personOf(ctx.actor), request_key, recorded_at: now }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `deal:${deal.id}`, { type: joint ? 'room.decision_proposed' : 'room.decision_recorded', decision_id: id, number, organisation_id: side, ...concerning(deal) }, side)
    if (joint) await openDuty(tx, ctx, deal, {
      part: 'decisions', kind: 'decision_to_answer', key: id, organisation_id: otherSide(deal, side), power: 'sign', due_on: effective_on,
      text: { vi: `Trả lời đề nghị quyết định số ${number}: ${shorten(text, 90)}`, en: `Answer proposed decision ${number}: ${shorten(text, 90)}` },
    })
    return id
  })
}

export const AnswerDecision = z.object({ deal_id: idField, decision_id: idField, answer: choiceField(['agreed', 'declined']), answer_note: optionalTextField(1000) })
/** The other side agrees, and the decision counts; or it does not, and says why. What was to be replaced must still be in force. */
export async function answerDecision(ctx: Ctx, { deal_id, decision_id, answer, answer_note }: z.output<typeof AnswerDecision>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async (turn) => {
    const { tx, deal, side } = turn
    const all = await decidedIn(tx, deal.id)
    const decision = all.find(({ id, joint }) => id === decision_id && joint) ?? notFound()
    if (decision.answer === answer && decision.organisation_id !== side) return
    const closed = talkRefusal(deal)
    if (closed) refuse(closed)
    if (decision.organisation_id === side) refuse({ code: 'other_side_answers' })
    if (decision.answer) refuse<DecisionRefusal>({ code: 'decision_answered' })
    if (answer === 'declined' && !answer_note) refuse<DecisionRefusal>({ code: 'decline_words_needed', field: 'answer_note' })
    if (answer === 'agreed' && decision.replaces_id !== null && !replaceable(all, true, side).some(({ id }) => id === decision.replaces_id)) refuse<DecisionRefusal>({ code: 'replaced_not_in_force', field: 'replaces_id' })
    await end(ctx, turn, decision, answer, answer_note)
  })
}

export const WithdrawDecision = z.object({ deal_id: idField, decision_id: idField })
/** The side takes back what it proposed and nobody has answered. */
export async function withdrawDecision(ctx: Ctx, { deal_id, decision_id }: z.output<typeof WithdrawDecision>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const decision = (await decidedIn(turn.tx, turn.deal.id)).find(({ id, joint, organisation_id }) => id === decision_id && joint && organisation_id === turn.side) ?? notFound()
    if (decision.answer === 'withdrawn') return
    if (decision.answer) refuse<DecisionRefusal>({ code: 'decision_answered' })
    await end(ctx, turn, decision, 'withdrawn', '')
  })
}

async function end(ctx: Ctx, { tx, deal, side, now }: DealTurn, { id, number }: { id: number; number: number }, answer: 'agreed' | 'declined' | 'withdrawn', answer_note: string): Promise<void> {
  await tx.updateTable('room_decision').set({ answer, answer_note, answered_by: personOf(ctx.actor), answered_at: now }).where('id', '=', id).execute()
  await record(tx, ctx, `deal:${deal.id}`, { type: `room.decision_${answer}`, decision_id: id, number, organisation_id: side, ...concerning(deal) }, side)
  await closeDuty(tx, ctx, deal, 'decision_to_answer', id)
}
const decidedIn = (tx: Tx, deal: number): Promise<(Decided & { number: number })[]> => tx.selectFrom('room_decision').select(['id', 'number', 'joint', 'organisation_id', 'answer', 'replaces_id']).where('deal_id', '=', deal).orderBy('number').execute()
