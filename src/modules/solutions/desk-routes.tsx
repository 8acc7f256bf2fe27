import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Ctx, permit } from '../../core/context.ts'
import { notFound } from '../../platform/refusal.ts'
import { formPage, idOf } from '../../web/http.tsx'
import { confirmAward, ConfirmAward, ProposeAward, proposeAward, ReturnAward, returnAward } from './award-commands.ts'
import { NameMember, nameMember, ReleaseMember, releaseMember } from './council-commands.ts'
import { approveDates, MoveDates, MoveRound, OneDateChange, proposeDates, proposeRound, ReturnDates, returnDates } from './date-commands.ts'
import { proposeSolution, publishSolution, SendBackSolution, sendBackSolution, SolutionVersion, WithdrawSolution, withdrawSolution } from './draft-commands.ts'
import { solutionLooked } from './looking-routes.ts'
import { SolutionDeskPage } from './pages/desk.tsx'
import { decideLow, DecideLow, OneCall, openPrices, rankSolution } from './price-commands.ts'
import { deskFile } from './queries.ts'
import { AnswerOfSolution, answerOfSolution } from './question-commands.ts'
import { watchesSolutions } from './rules.ts'

/** The desk of a call: its officers', those who watch, and whose need it is. */
export function solutionDeskRoutes(app: FastifyInstance): void {
  const load = async (request: FastifyRequest) => {
    const { ctx } = request
    const file = await solutionLooked(request)
    if (!file.watches && !file.ofNeed) { permit(ctx.actor, watchesSolutions); return notFound() }
    return { file, desk: await deskFile(ctx, file) }
  }
  app.get('/solutions/:solution_id/desk', async (request, reply) => reply.page(<SolutionDeskPage {...(await load(request))} />))
  /** A form of the desk; `named` says which of its kind was sent, where several stand there. */
  const form = <S extends z.ZodType>(path: string, schema: S, act: (ctx: Ctx, input: z.output<S>) => Promise<void>, done = 'saved', named: (request: FastifyRequest) => string = () => path) => formPage(app, {
    post: `/solutions/:solution_id/${path}`, schema, load, page: (state, loaded, request) => <SolutionDeskPage {...loaded} forms={{ [named(request)]: state }} />,
    act: async (ctx, input) => { await act(ctx, input); return `/${ctx.locale}/solutions/${(input as { solution_id: number }).solution_id}/desk?done=${done}` },
  })
  form('proposal', SolutionVersion, proposeSolution, 'solution_proposed')
  form('publication', SolutionVersion, publishSolution, 'solution_published')
  form('return', SendBackSolution, sendBackSolution)
  form('withdrawal', WithdrawSolution, withdrawSolution)
  form('dates', MoveDates, async (ctx, input) => { await proposeDates(ctx, input) }, 'solution_proposed')
  form('round-dates', MoveRound, async (ctx, input) => { await proposeRound(ctx, input) }, 'solution_proposed')
  form('dates/:date_change_id/approval', OneDateChange, approveDates, 'dates_moved', () => 'date-approval')
  form('dates/:date_change_id/return', ReturnDates, returnDates, 'saved', () => 'date-return')
  form('members', NameMember, nameMember)
  form('members/:member_id/release', ReleaseMember, releaseMember, 'saved', (request) => `release-${idOf(request, 'member_id')}`)
  form('prices', OneCall, openPrices)
  form('entries/:entry_number/low-price', DecideLow, decideLow, 'saved', (request) => `low-${idOf(request, 'entry_number')}`)
  form('ranking', OneCall, rankSolution)
  form('award-proposal', ProposeAward, proposeAward, 'solution_proposed')
  form('award', ConfirmAward, confirmAward, 'solution_awarded')
  form('award-return', ReturnAward, returnAward)
  form('questions/:solution_question_id/answer', AnswerOfSolution, answerOfSolution, 'saved', (request) => `answer-${idOf(request, 'solution_question_id')}`)
}
