import type { FastifyInstance } from 'fastify'
import { MailPage } from './pages/mail.tsx'

/** Letters as sent, readable by anyone: mounted in development only. */
export function developmentMailRoutes(app: FastifyInstance): void {
  app.get('/mail', async (request, reply) =>
    reply.page(<MailPage letters={await request.ctx.db.selectFrom('outgoing_mail').selectAll().orderBy('id', 'desc').limit(50).execute()} />))
}
