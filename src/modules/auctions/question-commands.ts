import { z } from 'zod'
import { type Ctx, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import { idField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { lotInOffice } from './draft-commands.ts'
import { type AuctionRefusal, isOver, mostLotQuestions, runsAuctions } from './rules.ts'
import { lotInTurn, lotSubject } from './turns.ts'

export const AskOfLot = z.object({ lot_id: idField, question: textField(1000, 10), request_key: requestKeyField })
/** The officers have the question; once answered everybody reads both, and nobody who asked. The same press asks once. */
export async function askOfLot(ctx: Ctx, { lot_id, question, request_key }: z.output<typeof AskOfLot>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const lot = await lotInTurn(tx, lot_id)
    if (!lot.published_at || isOver(lot.state)) return notFound()
    const person_id = personOf(ctx.actor)
    const before = await tx.selectFrom('auction_question').select('id').where('request_key', '=', request_key).where('person_id', '=', person_id).executeTakeFirst()
    if (before) return before.id
    const { n } = await tx.selectFrom('auction_question').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', '=', lot.id).where('person_id', '=', person_id).executeTakeFirstOrThrow()
    if (n >= mostLotQuestions) refuse<AuctionRefusal>({ code: 'too_many_lot_questions', most: mostLotQuestions })
    const { id } = found(await tx.insertInto('auction_question').values({ lot_id: lot.id, person_id, organisation_id: ctx.actor.organisation_id, question, request_key, asked_at: ctx.now(), answered_by: null, answered_at: null })
      .onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst())
    await record(tx, ctx, `lot_question:${id}`, { type: 'lot.question_asked', lot_id: lot.id, question_id: id })
    return id
  })
}

export const AnswerOfLot = z.object({ lot_id: idField, lot_question_id: idField, answer: textField(2000, 2) })
/** Everybody who reads the lot reads the question and this answer. */
export async function answerOfLot(ctx: Ctx, { lot_id, lot_question_id, answer }: z.output<typeof AnswerOfLot>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    const question = found(await tx.selectFrom('auction_question').select(['id', 'answered_at']).where('id', '=', lot_question_id).where('lot_id', '=', lot.id).forUpdate().executeTakeFirst())
    if (question.answered_at) refuse<AuctionRefusal>({ code: 'lot_question_answered' })
    await tx.updateTable('auction_question').set({ answer, answered_by: personOf(ctx.actor), answered_at: ctx.now() }).where('id', '=', question.id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.question_answered', lot_id: lot.id, question_id: question.id }, lot.organisation_id)
  })
}
