import type { FastifyInstance } from 'fastify'
import { sendCsv } from '../../web/csv.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { conversionRoutes } from './conversion-routes.tsx'
import { ledgerRoutes } from './ledger-routes.tsx'
import { marketRoutes } from './market-routes.tsx'
import { FiguresPage } from './pages/figures.tsx'
import { figures, figuresByField, figuresByMonth, lossReasons } from './queries.ts'

export function figureRoutes(app: FastifyInstance, publicUrl: string): void {
  marketRoutes(app, publicUrl)
  ledgerRoutes(app, publicUrl)
  conversionRoutes(app, publicUrl)
  app.get('/figures', async (request, reply) => {
    const { db, now } = request.ctx
    const [counted, byField, byMonth, lost, taxonomy] = await Promise.all([figures(db), figuresByField(db), figuresByMonth(db, now()), lossReasons(db), taxonomyOf(db)])
    return reply.page(<FiguresPage figures={counted} byField={byField} byMonth={byMonth} lost={lost} taxonomy={taxonomy} />)
  })
  app.get('/figures/fields.csv', async (request, reply) => {
    const { db, locale } = request.ctx
    const taxonomy = await taxonomyOf(db)
    return sendCsv(reply, 'fields', (await figuresByField(db)).map((row) => ({ ...row, name: taxonomy.name('research_field', row.field, locale) })))
  })
  app.get('/figures/months.csv', async (request, reply) => sendCsv(reply, 'months', await figuresByMonth(request.ctx.db, request.ctx.now())))
}
