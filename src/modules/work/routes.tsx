import type { FastifyInstance } from 'fastify'
import { isSignedIn, isStaff, permit } from '../../core/context.ts'
import { idleCount } from '../deals/step-queries.ts'
import { WorkPage } from './pages/work.tsx'
import { dutiesOf } from './queries.ts'

export function workRoutes(app: FastifyInstance): void {
  app.get('/work', async (request, reply) => {
    const { db, actor, now } = request.ctx
    permit(actor, isSignedIn)
    const [duties, idle] = await Promise.all([dutiesOf(db, actor, now()), isStaff('deal_officer')(actor) ? idleCount(db, now()) : 0])
    return reply.page(<WorkPage duties={duties} idle={idle} />)
  })
}
