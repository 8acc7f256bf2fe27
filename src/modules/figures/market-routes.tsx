import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { queryOf } from '../../web/http.tsx'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { marketCsv, marketWorkbook } from './market-files.ts'
import { completed, tableOf } from './market-table.ts'
import { marketRows } from './market.ts'
import { marketHref, MarketPage, saidOf } from './pages/market.tsx'
import { MarketAddress, marketViews } from './rules.ts'

/** The supply and need database: each view as a page, as CSV and as a workbook, with the same filters. */
export function marketRoutes(app: FastifyInstance, publicUrl: string): void {
  const seen = async (request: FastifyRequest) => {
    const { db, locale, now } = request.ctx
    const view = marketViews.find((each) => each === (request.params as { view?: string }).view) ?? notFound()
    const taxonomy = await taxonomyOf(db)
    const read = MarketAddress.parse(queryOf(request))
    // Gaps are between the two kinds; a field no list knows is as if none had been chosen.
    const asked = { ...read, kind: view === 'gaps' ? '' as const : read.kind, field: taxonomy.has('research_field', read.field) ? read.field : '' }
    const rows = completed(view, asked, await marketRows(db, view, asked, now()), taxonomy)
    return { view, asked, taxonomy, table: tableOf(view, asked, rows, taxonomy, locale) }
  }
  const name = (view: string, now: Date, ending: string): string => `attachment; filename="techex-${view}-${hanoiDay(now)}.${ending}"`

  app.get('/figures/market/:view', async (request, reply) => reply.page(<MarketPage {...(await seen(request))} />))
  app.get('/figures/market/:view/data.csv', async (request, reply) => {
    const { view, table } = await seen(request)
    return reply.type('text/csv; charset=utf-8').header('content-disposition', name(view, request.ctx.now(), 'csv')).send(marketCsv(table))
  })
  app.get('/figures/market/:view/data.xlsx', async (request, reply) => {
    const { view, asked, taxonomy, table } = await seen(request)
    const { locale, now } = request.ctx
    const file = await marketWorkbook(view, table, saidOf(view, asked, taxonomy, locale), { locale, now: now(), address: `${publicUrl}${marketHref(locale, view, asked)}` })
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('content-disposition', name(view, request.ctx.now(), 'xlsx')).send(file)
  })
}
