import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { inLocale } from '../../platform/locale.ts'
import { found } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { type FormState, freshForm, idOf } from '../../web/http.tsx'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { partyOf } from '../deals/part-queries.ts'
import { questionsCsv, questionsWorkbook } from './files.ts'
import { QuestionPage, QuestionsPage } from './pages/questions.tsx'
import { AnswerQuestion, answerQuestion, AskQuestion, askQuestion, CloseQuestion, closeQuestion, FollowUpQuestion, followUpQuestion } from './question-commands.ts'
import { questionsOf } from './question-queries.ts'

type Forms = Record<string, FormState>
/** Questions of one side to the other, kept apart from messages, and all of them as a file. */
export function questionRoutes(app: FastifyInstance): void {
  const all = async (request: FastifyRequest, forms: Forms = {}) => {
    const file = await partOf(request, 'questions')
    return <QuestionsPage file={file} questions={await questionsOf(request.ctx.db, file.deal.id)} forms={{ question: freshForm({ request_key: randomUUID() }), ...forms }} />
  }
  const one = async (request: FastifyRequest, forms: Forms = {}) => {
    const file = await partOf(request, 'questions')
    const question = found((await questionsOf(request.ctx.db, file.deal.id, idOf(request, 'question_id')))[0])
    return <QuestionPage file={file} question={question} forms={{ answer: freshForm({ request_key: randomUUID() }), follow_up: freshForm({ request_key: randomUUID() }), ...forms }} />
  }
  app.get('/deals/:deal_id/questions', async (request, reply) => reply.page(await all(request)))
  app.get('/deals/:deal_id/questions/:question_id', async (request, reply) => reply.page(await one(request)))
  for (const kind of ['csv', 'xlsx'] as const) app.get(`/deals/:deal_id/questions.${kind}`, async (request, reply) => {
    const { ctx } = request
    const file = await partOf(request, 'questions')
    const questions = await questionsOf(ctx.db, file.deal.id)
    const nameOf = (organisation: number): string => { const party = partyOf(file, organisation); return inLocale(ctx.locale, party.name_vi, party.name_en) }
    reply.header('content-disposition', `attachment; filename="techex-questions-${file.deal.id}-${hanoiDay(ctx.now())}.${kind}"`).header('cache-control', 'private, no-store')
    return kind === 'csv' ? reply.type('text/csv; charset=utf-8').send(questionsCsv(questions, nameOf, ctx.locale)) : reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(await questionsWorkbook(questions, nameOf, ctx.locale))
  })
  const onAll = partForms(app, 'questions', all), onOne = partForms(app, 'questions', one)
  const to = ({ deal_id, question_id }: { deal_id: number; question_id: number }): string => `/deals/${deal_id}/questions/${question_id}`
  onAll({ path: '', name: 'question', schema: AskQuestion, done: 'question_asked', act: askQuestion, to: ({ deal_id }, id) => to({ deal_id, question_id: Number(id) }) })
  onOne({ path: ':question_id/answers', name: 'answer', schema: AnswerQuestion, done: 'sent', act: answerQuestion, to })
  onOne({ path: ':question_id/follow-ups', name: 'follow_up', schema: FollowUpQuestion, done: 'sent', act: followUpQuestion, to })
  onOne({ path: ':question_id/close', name: 'close', schema: CloseQuestion, done: 'question_closed', act: closeQuestion, to })
}
