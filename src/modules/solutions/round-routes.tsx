import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { notFound } from '../../platform/refusal.ts'
import { shell } from '../../web/messages.ts'
import { formPage } from '../../web/http.tsx'
import { recordFile } from './files.ts'
import { solutionLooked } from './looking-routes.ts'
import { solutionOcds } from './ocds.ts'
import { RoundsPage } from './pages/rounds.tsx'
import { lowerPrice, LowerPrice } from './round-commands.ts'
import { recordedAnswers, roundsFile } from './round-queries.ts'
import { isRanked } from './rules.ts'

/** The three rounds of a call, and its record from the ranking on. */
export function roundRoutes(app: FastifyInstance, publicUrl: string): void {
  const load = async (request: FastifyRequest) => {
    const file = await solutionLooked(request)
    return { file, of: await roundsFile(request.ctx, file) }
  }
  formPage(app, {
    get: '/solutions/:solution_id/rounds', post: '/solutions/:solution_id/rounds', schema: LowerPrice, load, initial: () => ({ request_key: randomUUID() }),
    page: (form, loaded) => <RoundsPage {...loaded} form={form} />,
    act: async (ctx, input) => { await lowerPrice(ctx, input); return `/${ctx.locale}/solutions/${input.solution_id}/rounds?done=price_lowered` },
  })
  app.get('/solutions/:solution_id/ocds', async (request, reply) => {
    const file = await solutionLooked(request)
    if (!file.call.published_at) notFound()
    const answers = isRanked(file.call.state) ? await recordedAnswers(request.ctx, file) : []
    // Waiting questions are their askers'; the release is the same for everybody.
    const release = solutionOcds({ ...file, questions: file.questions.filter(({ answered_at }) => answered_at) }, answers, { publicUrl, author: shell.vi.name })
    return reply.type('application/json; charset=utf-8').header('content-disposition', `attachment; filename="call-${file.call.id}-ocds.json"`).send(`${JSON.stringify(release)}\n`)
  })
  app.get('/solutions/:solution_id/record.json', async (request, reply) => {
    const file = await solutionLooked(request), answers = await recordedAnswers(request.ctx, file)
    return reply.type('application/json; charset=utf-8').header('content-disposition', `attachment; filename="call-${file.call.id}.json"`).send(recordFile(file, answers, publicUrl))
  })
}
