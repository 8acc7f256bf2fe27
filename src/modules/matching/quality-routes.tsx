import type { FastifyInstance } from 'fastify'
import { permit } from '../../core/context.ts'
import { hanoiDay } from '../../platform/time.ts'
import { sendCsv } from '../../web/csv.ts'
import { button } from '../../web/http.tsx'
import { readsMatching } from './answer-rules.ts'
import { QualityPage } from './pages/quality.tsx'
import { qualityOfMatching } from './quality-queries.ts'
import { ServeWeights, serveWeights } from './training-commands.ts'

/** How good matching is over time, and which of the learnt weights serve. */
export function qualityRoutes(app: FastifyInstance): void {
  app.get('/administration/matching/quality', async (request, reply) => {
    permit(request.ctx.actor, readsMatching)
    return reply.page(<QualityPage {...await qualityOfMatching(request.ctx.db, request.ctx.now())} />)
  })
  app.get('/administration/matching/quality/data.csv', async (request, reply) => {
    permit(request.ctx.actor, readsMatching)
    const { trainings } = await qualityOfMatching(request.ctx.db, request.ctx.now())
    return sendCsv(reply, `techex-matching-quality-${hanoiDay(request.ctx.now())}`, trainings.map((row) => ({ ...row, at: row.at.toISOString() })), ['id', 'at', 'needs', 'answers', 'quality', 'quality_before', 'served'])
  })
  button(app, '/administration/matching/quality/serve', ServeWeights, async (ctx, input) => { await serveWeights(ctx, input); return `/${ctx.locale}/administration/matching/quality?done=saved` })
}
