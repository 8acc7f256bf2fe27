import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { shorten } from '../../platform/text.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { otherSide, talkRefusal } from '../deals/rules.ts'
import { concerning, type DealTurn, inDeal } from '../deals/turns.ts'
import { answerQuestionRefusal, type Asked, dueRefusal, followUpRefusal, mostOpenQuestions, questionState, type QuestionRefusal } from './question-rules.ts'
import { topics } from './schema.ts'

const longestQuestion = 4000
export const AskQuestion = z.object({ deal_id: idField, request_key: requestKeyField, topic: choiceField(topics), text: textField(longestQuestion, 5), due_on: dayField })
/** The other side is asked, by that day: a numbered question of the file. Pressed twice it is one question; of two at once one comes after the other. */
export async function askQuestion(ctx: Ctx, { deal_id, request_key, topic, text, due_on }: z.output<typeof AskQuestion>): Promise<number> {
  return inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    const asked = await tx.selectFrom('room_question').select(['id', 'deal_id', 'organisation_id']).where('request_key', '=', request_key).executeTakeFirst()
    if (asked) return asked.deal_id === deal.id && asked.organisation_id === side ? asked.id : notFound()
    const refusal = talkRefusal(deal) ?? dueRefusal(due_on, hanoiDay(now))
    if (refusal) refuse(refusal)
    const { last, open } = await tx.selectFrom('room_question').select(({ fn }) => [fn.max('number').as('last'), fn.count<number>('id').filterWhere((is) => is.and([is('closed_at', 'is', null), is('organisation_id', '=', side)])).as('open')]).where('deal_id', '=', deal.id).executeTakeFirstOrThrow()
    if (open >= mostOpenQuestions) refuse<QuestionRefusal>({ code: 'too_many_questions_open', most: mostOpenQuestions })
    const number = (last ?? 0) + 1
    const { id } = await tx.insertInto('room_question').values({ deal_id: deal.id, number, topic, organisation_id: side, person_id: personOf(ctx.actor), due_on, request_key, asked_at: now }).returning('id').executeTakeFirstOrThrow()
    await enter(ctx, turn, { question_id: id, kind: 'question', text, request_key })
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.question_asked', question_id: id, number, organisation_id: side, ...concerning(deal) }, side)
    await ask(ctx, turn, { id, number, text, due_on })
    return id
  }, { part: 'questions' })
}

const told = { deal_id: idField, question_id: idField, request_key: requestKeyField }
export const AnswerQuestion = z.object({ ...told, answer: textField(8000, 1) })
/** The question is answered, and nothing waits for the answering side; a second answer adds to the first. */
export async function answerQuestion(ctx: Ctx, { deal_id, question_id, request_key, answer }: z.output<typeof AnswerQuestion>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side } = turn
    const question = await questionIn(turn, question_id)
    if (await said(tx, question_id, request_key)) return
    const refusal = talkRefusal(deal) ?? answerQuestionRefusal(question, side)
    if (refusal) refuse(refusal)
    await enter(ctx, turn, { question_id, kind: 'answer', text: answer, request_key })
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.question_answered', question_id, number: question.number, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'question_to_answer', question_id)
  }, { part: 'questions' })
}

export const FollowUpQuestion = z.object({ ...told, follow_up: textField(longestQuestion, 5), due_on: dayField })
/** The answered question goes on: the other side is asked again, by that day. */
export async function followUpQuestion(ctx: Ctx, { deal_id, question_id, request_key, follow_up, due_on }: z.output<typeof FollowUpQuestion>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    const question = await questionIn(turn, question_id)
    if (await said(tx, question_id, request_key)) return
    const refusal = talkRefusal(deal) ?? followUpRefusal(question, side) ?? dueRefusal(due_on, hanoiDay(now))
    if (refusal) refuse(refusal)
    await enter(ctx, turn, { question_id, kind: 'follow_up', text: follow_up, request_key })
    await tx.updateTable('room_question').set({ due_on }).where('id', '=', question_id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.question_followed_up', question_id, number: question.number, organisation_id: side, ...concerning(deal) }, side)
    await ask(ctx, turn, { id: question_id, number: question.number, text: follow_up, due_on })
  }, { part: 'questions' })
}

export const CloseQuestion = z.object({ deal_id: idField, question_id: idField })
/** The asking side is done with the question, answered or not; it stays to be read. */
export async function closeQuestion(ctx: Ctx, { deal_id, question_id }: z.output<typeof CloseQuestion>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    const question = await questionIn(turn, question_id)
    if (question.asker !== side) refuse<QuestionRefusal>({ code: 'not_your_answer' })
    if (question.state === 'closed') return
    await tx.updateTable('room_question').set({ closed_by: personOf(ctx.actor), closed_at: now }).where('id', '=', question_id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.question_closed', question_id, number: question.number, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'question_to_answer', question_id)
  }, { part: 'questions' })
}

async function questionIn({ tx, deal }: DealTurn, id: number): Promise<Asked & { number: number }> {
  const question = found(await tx.selectFrom('room_question').select(['number', 'organisation_id', 'closed_at']).where('id', '=', id).where('deal_id', '=', deal.id).executeTakeFirst())
  const entries = await tx.selectFrom('room_question_entry').select('kind').where('question_id', '=', id).orderBy('id').execute()
  return { number: question.number, asker: question.organisation_id, entries: entries.length, state: questionState(question.closed_at !== null, entries.at(-1)?.kind ?? 'question') }
}
const said = async (tx: Tx, question_id: number, request_key: string): Promise<boolean> => Boolean(await tx.selectFrom('room_question_entry').select('id').where('question_id', '=', question_id).where('request_key', '=', request_key).executeTakeFirst())
const enter = (ctx: Ctx, { tx, deal, side, now }: DealTurn, entry: { question_id: number; kind: 'question' | 'answer' | 'follow_up'; text: string; request_key: string }) =>
  tx.insertInto('room_question_entry').values({ deal_id: deal.id, organisation_id: side, person_id: personOf(ctx.actor), at: now, ...entry }).execute()
const ask = (ctx: Ctx, { tx, deal, side }: DealTurn, { id, number, text, due_on }: { id: number; number: number; text: string; due_on: string }) => openDuty(tx, ctx, deal, {
  part: 'questions', kind: 'question_to_answer', key: id, organisation_id: otherSide(deal, side), power: 'edit', due_on, path: `/deals/${deal.id}/questions/${id}`,
  text: { vi: `Trả lời câu hỏi số ${number}: ${shorten(text, 90)}`, en: `Answer question ${number}: ${shorten(text, 90)}` },
})
