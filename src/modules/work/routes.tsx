import type { FastifyInstance } from 'fastify'
import { isSignedIn, permit } from '../../core/context.ts'
import { WorkPage } from './pages/work.tsx'
import { dutiesOf } from './queries.ts'

export function workRoutes(app: FastifyInstance): void {
  app.get('/work', async (request, reply) => {
    const { db, actor, now } = request.ctx
    permit(actor, isSignedIn)
    return reply.page(<WorkPage duties={await dutiesOf(db, actor, now())} />)
  })
}
