import { z } from 'zod'
import { type Ctx, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, codesField, idField, lineField, optionalLineField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { systemOf } from '../matching/market-index.ts'
import { inTurn, subjectOf } from './commands.ts'
import { askingRefusal, choiceRefusal, hallRefusal, type HallRefusal, mostPollOptions, mostPolls, questionSteps } from './hall-rules.ts'
import { runsSessions } from './rules.ts'
import { pollKinds, type TradingSession } from './schema.ts'

const refuseIf = (refusal: HallRefusal | null): void => { if (refusal) refuse(refusal) }
/** Somebody with a place, while the session takes words. Written by the Exchange itself, which sees everybody's. */
async function inHall<T>(ctx: Ctx, session_id: number, work: (turn: { tx: Tx; session: TradingSession; place: number }) => Promise<T>): Promise<T> {
  permit(ctx.actor, isSignedIn)
  const person_id = personOf(ctx.actor)
  return transact({ ...ctx, db: systemOf(ctx.db) }, async (tx) => {
    const session = await inTurn(tx, session_id)
    if (session.state === 'draft') return notFound()
    const place = await tx.selectFrom('session_registration').select(['id', 'state']).where('session_id', '=', session_id).where('person_id', '=', person_id).executeTakeFirst()
    if (place?.state !== 'placed') refuse<HallRefusal>({ code: 'hall_needs_place' })
    refuseIf(hallRefusal(session, ctx.now()))
    return work({ tx, session, place: place.id })
  })
}

/** A line each; empty ones are none. */
const linesField = textField(2000).transform((text) => [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))]).pipe(z.array(z.string().max(200, { error: 'too_long:200' })).min(2, { error: 'too_short:2' }).max(mostPollOptions, { error: `too_many:${mostPollOptions}` }))
export const OpenPoll = z.object({ session_id: idField, poll_question: lineField(300, 5), kind: choiceField(pollKinds), options: linesField })
/** Those who have a place may answer from now on. The same open poll sent again is the one there is. */
export async function openPoll(ctx: Ctx, { session_id, poll_question: question, kind, options }: z.output<typeof OpenPoll>): Promise<number> {
  permit(ctx.actor, runsSessions)
  return transact(ctx, async (tx) => {
    refuseIf(hallRefusal(await inTurn(tx, session_id), ctx.now()))
    const before = await tx.selectFrom('session_poll').select(['id', 'question', 'closed_at']).where('session_id', '=', session_id).execute()
    const same = before.find((poll) => poll.question === question && poll.closed_at === null)
    if (same) return same.id
    if (before.length >= mostPolls) refuse<HallRefusal>({ code: 'polls_full', most: mostPolls })
    const { id } = await tx.insertInto('session_poll').values({ session_id, kind, question, options, opened_by: personOf(ctx.actor), opened_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.poll_opened', session_id, poll_id: id }, null)
    return id
  })
}
export const OnePoll = z.object({ session_id: idField, poll_id: idField })
/** Nobody answers any more, and everybody with a place reads the sums. */
export async function closePoll(ctx: Ctx, { session_id, poll_id }: z.output<typeof OnePoll>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    await inTurn(tx, session_id)
    const poll = found(await tx.selectFrom('session_poll').select('closed_at').where('id', '=', poll_id).where('session_id', '=', session_id).executeTakeFirst())
    if (poll.closed_at) return
    await tx.updateTable('session_poll').set({ closed_by: personOf(ctx.actor), closed_at: ctx.now() }).where('id', '=', poll_id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.poll_closed', session_id, poll_id }, null)
  })
}
export const AnswerPoll = z.object({ ...OnePoll.shape, chosen: codesField(mostPollOptions).refine((list) => list.length > 0, { error: 'choose' }).refine((list) => list.every((one) => /^([1-9]|10)$/.test(one)), { error: 'choose' }).transform((list) => list.map(Number).toSorted((a, b) => a - b)) })
/** The person's answer is this one, instead of any before it; nobody else reads it. */
export async function answerPoll(ctx: Ctx, { session_id, poll_id, chosen }: z.output<typeof AnswerPoll>): Promise<void> {
  await inHall(ctx, session_id, async ({ tx, place }) => {
    const poll = found(await tx.selectFrom('session_poll').selectAll().where('id', '=', poll_id).where('session_id', '=', session_id).executeTakeFirst())
    if (poll.closed_at) refuse<HallRefusal>({ code: 'poll_closed' })
    if (chosen.some((line) => line > poll.options.length)) throw new z.ZodError([{ code: 'custom', path: ['chosen'], message: 'choose', input: '' }])
    refuseIf(choiceRefusal(poll.kind, chosen))
    await tx.insertInto('session_poll_answer').values({ poll_id, registration_id: place, chosen, answered_at: ctx.now() }).onConflict((on) => on.columns(['poll_id', 'registration_id']).doUpdateSet({ chosen, answered_at: ctx.now() })).execute()
  })
}

export const AskSpeakers = z.object({ session_id: idField, question: textField(500, 10), anonymous: z.preprocess((value) => value === 'yes', z.boolean()) })
/** Those who moderate have the question before them; the same one again is the one there is. */
export async function askSpeakers(ctx: Ctx, { session_id, question, anonymous }: z.output<typeof AskSpeakers>): Promise<number> {
  return inHall(ctx, session_id, async ({ tx, place }) => {
    const own = await tx.selectFrom('session_question').select(['id', 'question', 'asked_at']).where('session_id', '=', session_id).where('registration_id', '=', place).orderBy('asked_at').execute()
    const same = own.find((one) => one.question === question)
    if (same) return same.id
    const { n } = await tx.selectFrom('session_question').select(({ fn }) => fn.countAll<number>().as('n')).where('session_id', '=', session_id).executeTakeFirstOrThrow()
    refuseIf(askingRefusal({ own: own.length, all: n, last: own.at(-1)?.asked_at ?? null }, ctx.now()))
    const { id } = await tx.insertInto('session_question').values({ session_id, registration_id: place, question, anonymous, asked_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.question_asked', session_id, question_id: id })
    return id
  })
}
export const VoteFor = z.object({ session_id: idField, session_question_id: idField, vote: choiceField(['yes', 'no']) })
/** The person's vote counts once, or no longer. Nobody votes for their own. */
export async function voteFor(ctx: Ctx, { session_id, session_question_id, vote }: z.output<typeof VoteFor>): Promise<void> {
  await inHall(ctx, session_id, async ({ tx, place }) => {
    const question = found(await tx.selectFrom('session_question').select(['id', 'registration_id', 'state']).where('id', '=', session_question_id).where('session_id', '=', session_id).executeTakeFirst())
    if (question.registration_id === place) refuse<HallRefusal>({ code: 'question_own' })
    if (question.state !== 'shown' && question.state !== 'answered') notFound()
    if (vote === 'yes') await tx.insertInto('session_question_vote').values({ question_id: question.id, registration_id: place, voted_at: ctx.now() }).onConflict((on) => on.doNothing()).execute()
    else await tx.deleteFrom('session_question_vote').where('question_id', '=', question.id).where('registration_id', '=', place).execute()
  })
}
export const DecideQuestion = z.object({ session_id: idField, session_question_id: idField, decision: choiceField(['shown', 'answered', 'dismissed']), reason: optionalLineField(300) })
/** It is shown to all, answered, or dismissed with a reason its asker reads. */
export async function decideQuestion(ctx: Ctx, { session_id, session_question_id, decision, reason }: z.output<typeof DecideQuestion>): Promise<void> {
  permit(ctx.actor, runsSessions)
  await transact(ctx, async (tx) => {
    await inTurn(tx, session_id)
    const question = found(await tx.selectFrom('session_question').select(['id', 'state']).where('id', '=', session_question_id).where('session_id', '=', session_id).executeTakeFirst())
    if (question.state === decision) return
    const state = next(questionSteps, question.state, decision)
    if (decision === 'dismissed' && !reason) refuse<HallRefusal>({ code: 'dismissal_unexplained', field: 'reason' })
    await tx.updateTable('session_question').set({ state, reason: decision === 'dismissed' ? reason : '', decided_by: personOf(ctx.actor), decided_at: ctx.now() }).where('id', '=', question.id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.question_decided', session_id, question_id: question.id, state: decision }, null)
  })
}
