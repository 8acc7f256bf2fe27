import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isSignedIn, permit } from '../../core/context.ts'
import { found } from '../../platform/refusal.ts'
import { button, formPage, freshForm, idOf } from '../../web/http.tsx'
import { AnswerPoll, answerPoll, AskSpeakers, askSpeakers, closePoll, DecideQuestion, decideQuestion, OnePoll, OpenPoll, openPoll, VoteFor, voteFor } from './hall-commands.ts'
import { hallOf } from './hall-queries.ts'
import { HallDeskPage, HallPage } from './pages/hall.tsx'
import { sessionById } from './queries.ts'
import { runsSessions, watchesSessions } from './rules.ts'

/** Polls and questions of a session: in the hall, and at the desk that moderates them. */
export function hallRoutes(app: FastifyInstance): void {
  const base = '/sessions/:session_id', desk = `${base}/desk/questions`
  const seen = async (request: FastifyRequest) => {
    const { ctx } = request
    const session = found(await sessionById(ctx.db, idOf(request, 'session_id')))
    permit(ctx.actor, isSignedIn)
    return { session, hall: await hallOf(ctx, session.id) }
  }
  const to = (locale: string, id: number, done = 'saved'): string => `/${locale}/sessions/${id}/questions?done=${done}`
  app.get(`${base}/questions`, async (request, reply) => reply.page(<HallPage {...await seen(request)} />))
  formPage(app, { post: `${base}/questions`, schema: AskSpeakers, load: seen, page: (ask, loaded) => <HallPage {...loaded} forms={{ ask }} />, act: async (ctx, input) => { await askSpeakers(ctx, input); return to(ctx.locale, input.session_id, 'sent') } })
  button(app, `${base}/questions/:session_question_id/vote`, VoteFor, async (ctx, input) => { await voteFor(ctx, input); return to(ctx.locale, input.session_id) })
  formPage(app, { post: `${base}/polls/:poll_id`, schema: AnswerPoll, load: seen, page: (form, loaded, request) => <HallPage {...loaded} forms={{ poll: { id: idOf(request, 'poll_id'), form } }} />, act: async (ctx, input) => { await answerPoll(ctx, input); return to(ctx.locale, input.session_id) } })

  const atDesk = async (request: FastifyRequest) => {
    const { ctx } = request
    const session = found(await sessionById(ctx.db, idOf(request, 'session_id')))
    permit(ctx.actor, request.method === 'GET' ? watchesSessions : runsSessions)
    return { session, hall: await hallOf(ctx, session.id) }
  }
  const back = (locale: string, id: number): string => `/${locale}/sessions/${id}/desk/questions?done=saved`
  app.get(desk, async (request, reply) => reply.page(<HallDeskPage {...await atDesk(request)} form={freshForm()} />))
  formPage(app, { post: `${base}/desk/polls`, schema: OpenPoll, load: atDesk, page: (form, loaded) => <HallDeskPage {...loaded} form={form} />, act: async (ctx, input) => { await openPoll(ctx, input); return back(ctx.locale, input.session_id) } })
  button(app, `${base}/desk/polls/:poll_id/closing`, OnePoll, async (ctx, input) => { await closePoll(ctx, input); return back(ctx.locale, input.session_id) })
  button(app, `${desk}/:session_question_id`, DecideQuestion, async (ctx, input) => { await decideQuestion(ctx, input); return back(ctx.locale, input.session_id) })
}
