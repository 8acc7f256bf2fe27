import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { idField, requestKeyField, textField, vndField } from '../../platform/fields.ts'
import { plain } from '../../platform/text.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { answeringRefusal, bindsFor, mostAnswering, mostSubmitted, type SolutionRefusal } from './rules.ts'
import { asExchange, type Solution, solutionInTurn, solutionRow, unlessRefused } from './turns.ts'

/** What one answer to one criterion may hold. */
export const longestSolutionAnswer = 4000
export const SubmitSolution = z.object({ solution_id: idField, request_key: requestKeyField, summary: textField(2000, 20), price: vndField.refine((amount) => amount > 0, { error: 'amount' }) }).catchall(z.unknown())

/**
 * Both envelopes are with the Exchange: technical answers and a price, of which nobody but the organisation itself reads
 * either before its opening. Until the last day ends a later version replaces this one. The same press is one version.
 */
export async function submitSolution(ctx: Ctx, input: z.output<typeof SubmitSolution>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const { solution_id, request_key, summary, price } = input
  const organisation_id = ctx.actor.organisation_id ?? 0
  await solutionRow(ctx.db, solution_id)
  permit(ctx.actor, bindsFor(organisation_id))
  const person_id = personOf(ctx.actor)
  // How many answer and who sits on the council is more than this person may know, and decides whether they may.
  const there = await beyond(ctx, solution_id, organisation_id)
  return transact(ctx, async (tx) => {
    const call = await solutionInTurn(tx, solution_id)
    if (!call.published_at) return notFound()
    const own = await tx.selectFrom('solution_submission').select(['id', 'request_key']).where('call_id', '=', call.id).where('organisation_id', '=', organisation_id).execute()
    const before = own.find((one) => one.request_key === request_key)
    if (before) return before.id
    unlessRefused(answeringRefusal({ now: ctx.now(), closes_at: call.closes_at, opened: call.state !== 'open', organisation_id, owner_id: call.organisation_id, staff: ctx.actor.staff_roles.length > 0, council: there.council }))
    if (own.length >= mostSubmitted) refuse<SolutionRefusal>({ code: 'too_many_submitted', most: mostSubmitted })
    if (own.length === 0 && there.answers >= mostAnswering) refuse<SolutionRefusal>({ code: 'too_many_answers', most: mostAnswering })
    const answers = answersIn(call, input)
    requireConfirmed(ctx)
    return handIn(tx, ctx, call, { organisation_id, person_id, number: own.length + 1, summary, request_key, answers, price })
  })
}

async function beyond(ctx: Ctx, call_id: number, organisation_id: number): Promise<{ council: boolean; answers: number }> {
  const { db } = asExchange(ctx)
  const council = await db.selectFrom('solution_member as m').innerJoin('membership as o', 'o.person_id', 'm.person_id').select('m.id').where('m.call_id', '=', call_id).where('m.released_at', 'is', null).where('o.organisation_id', '=', organisation_id).executeTakeFirst()
  const { n } = await db.selectFrom('solution_submission').select(({ fn }) => fn.count<number>('organisation_id').distinct().as('n')).where('call_id', '=', call_id).executeTakeFirstOrThrow()
  return { council: council !== undefined, answers: n }
}

/** An answer to each criterion; what is missing or too long is an error at its field, and nothing is kept. */
function answersIn({ rules }: Solution, input: Record<string, unknown>): { criterion: string; body: string }[] {
  const issues: z.core.$ZodIssue[] = []
  const answers = rules.criteria.map(({ key }) => {
    const typed = input[`answer_${key}`], body = plain(typeof typed === 'string' ? typed : '')
    const error = body.length === 0 ? 'required' : body.length > longestSolutionAnswer ? `too_long:${longestSolutionAnswer}` : null
    if (error) issues.push({ code: 'custom', path: [`answer_${key}`], message: error, input: typed })
    return { criterion: key, body }
  })
  if (issues.length) throw new z.ZodError(issues)
  return answers
}

interface HandedIn { organisation_id: number; person_id: number; number: number; summary: string; request_key: string; answers: { criterion: string; body: string }[]; price: z.output<typeof vndField> }
async function handIn(tx: Tx, ctx: Ctx, call: Solution, { answers, price, ...submission }: HandedIn): Promise<number> {
  const { id } = found(await tx.insertInto('solution_submission').values({ call_id: call.id, ...submission, submitted_at: ctx.now() }).onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst())
  await tx.insertInto('solution_answer').values(answers.map((answer) => ({ submission_id: id, ...answer }))).execute()
  await tx.insertInto('solution_price').values({ submission_id: id, amount: price }).execute()
  // Under a subject of its own: that somebody answered is sealed too.
  await record(tx, ctx, `solution_submission:${id}`, { type: 'solution.submitted', solution_id: call.id, number: submission.number }, submission.organisation_id)
  return id
}
