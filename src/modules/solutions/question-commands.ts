import { z } from 'zod'
import { type Ctx, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import { idField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { solutionInOffice } from './draft-commands.ts'
import { mostSolutionQuestions, type SolutionRefusal } from './rules.ts'
import { solutionInTurn, solutionSubject } from './turns.ts'

export const AskOfSolution = z.object({ solution_id: idField, question: textField(1000, 10), request_key: requestKeyField })
/** The officers have the question; once answered everybody reads both, and nobody who asked. The same press asks once. */
export async function askOfSolution(ctx: Ctx, { solution_id, question, request_key }: z.output<typeof AskOfSolution>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const call = await solutionInTurn(tx, solution_id)
    if (call.state !== 'open') return notFound()
    const person_id = personOf(ctx.actor)
    const before = await tx.selectFrom('solution_question').select('id').where('request_key', '=', request_key).where('person_id', '=', person_id).executeTakeFirst()
    if (before) return before.id
    if (ctx.now() >= call.asks_until) refuse<SolutionRefusal>({ code: 'solution_questions_over', until: call.asks_until.toISOString() })
    const { n } = await tx.selectFrom('solution_question').select(({ fn }) => fn.countAll<number>().as('n')).where('call_id', '=', call.id).where('person_id', '=', person_id).executeTakeFirstOrThrow()
    if (n >= mostSolutionQuestions) refuse<SolutionRefusal>({ code: 'too_many_solution_questions', most: mostSolutionQuestions })
    const { id } = found(await tx.insertInto('solution_question').values({ call_id: call.id, person_id, organisation_id: ctx.actor.organisation_id, question, request_key, asked_at: ctx.now() })
      .onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst())
    await record(tx, ctx, `solution_question:${id}`, { type: 'solution.question_asked', solution_id: call.id, question_id: id })
    return id
  })
}

export const AnswerOfSolution = z.object({ solution_id: idField, solution_question_id: idField, answer: textField(2000, 2) })
/** Everybody reads the question and this answer; an answer is given once, while envelopes still come in. */
export async function answerOfSolution(ctx: Ctx, { solution_id, solution_question_id, answer }: z.output<typeof AnswerOfSolution>): Promise<void> {
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    const question = found(await tx.selectFrom('solution_question').select(['id', 'answered_at']).where('id', '=', solution_question_id).where('call_id', '=', call.id).forUpdate().executeTakeFirst())
    if (question.answered_at) refuse<SolutionRefusal>({ code: 'solution_question_answered' })
    if (call.state !== 'open' || ctx.now() >= call.closes_at) refuse<SolutionRefusal>({ code: 'submission_over', closed: call.closes_at.toISOString() })
    await tx.updateTable('solution_question').set({ answer, answered_by: personOf(ctx.actor), answered_at: ctx.now() }).where('id', '=', question.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.question_answered', solution_id: call.id, question_id: question.id }, call.organisation_id)
  })
}
