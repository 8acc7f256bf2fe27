import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hanoiDay } from '../../platform/time.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { ledgerCsv, ledgerWorkbook } from './ledger-files.ts'
import { type Ledger, ledgerOf } from './ledger.ts'
import { LedgerPage } from './pages/ledger.tsx'

/** The public ledger of outcomes: a page, and the same lines as CSV, as a workbook and as JSON. */
export function ledgerRoutes(app: FastifyInstance, publicUrl: string): void {
  const seen = async ({ ctx: { db, now } }: FastifyRequest) => { const [ledger, taxonomy] = await Promise.all([ledgerOf(db, now()), taxonomyOf(db)]); return { ledger, taxonomy } }
  const name = (request: FastifyRequest, ending: string): string => `attachment; filename="techex-outcomes-${hanoiDay(request.ctx.now())}.${ending}"`
  app.get('/figures/outcomes', async (request, reply) => reply.page(<LedgerPage {...(await seen(request))} />))
  app.get('/figures/outcomes/data.csv', async (request, reply) => {
    const { ledger, taxonomy } = await seen(request)
    return reply.type('text/csv; charset=utf-8').header('content-disposition', name(request, 'csv')).send(ledgerCsv(ledger, taxonomy, request.ctx.locale))
  })
  app.get('/figures/outcomes/data.xlsx', async (request, reply) => {
    const { ledger, taxonomy } = await seen(request), { locale, now } = request.ctx
    const file = await ledgerWorkbook(ledger, taxonomy, locale, { now: now(), address: `${publicUrl}/${locale}/figures/outcomes` })
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('content-disposition', name(request, 'xlsx')).send(file)
  })
  app.get('/figures/outcomes/data.json', async (request, reply) => {
    const { ledger } = await seen(request)
    return reply.type('application/json; charset=utf-8').header('content-disposition', name(request, 'json')).send({ counted_at: request.ctx.now().toISOString(), ...openData(ledger) })
  })
}
/** A named deal is named by what its sides let be told, not by its number in the house. */
const openData = ({ named, ...rest }: Ledger) => ({ ...rest, named: named.map((deal) => ({ ...deal, id: undefined })) })
