import { stringify } from 'csv-stringify/sync'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { marketRoutes } from './market-routes.tsx'
import { FiguresPage } from './pages/figures.tsx'
import { figures, figuresByField, figuresByMonth, lossReasons } from './queries.ts'

export function figureRoutes(app: FastifyInstance, publicUrl: string): void {
  marketRoutes(app, publicUrl)
  app.get('/figures', async (request, reply) => {
    const { db, now } = request.ctx
    const [counted, byField, byMonth, lost, taxonomy] = await Promise.all([figures(db), figuresByField(db), figuresByMonth(db, now()), lossReasons(db), taxonomyOf(db)])
    return reply.page(<FiguresPage figures={counted} byField={byField} byMonth={byMonth} lost={lost} taxonomy={taxonomy} />)
  })
  app.get('/figures/fields.csv', async (request, reply) => {
    const { db, locale } = request.ctx
    const taxonomy = await taxonomyOf(db)
    return csv(reply, 'fields', (await figuresByField(db)).map((row) => ({ ...row, name: taxonomy.name('research_field', row.field, locale) })))
  })
  app.get('/figures/months.csv', async (request, reply) => csv(reply, 'months', await figuresByMonth(request.ctx.db, request.ctx.now())))
}

// A spreadsheet takes a cell that begins with = for a formula; such a cell is written as text.
const csv = (reply: FastifyReply, name: string, rows: object[]) =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`).send(stringify(rows, { header: true, bom: true, escape_formulas: true }))
