import type { FastifyInstance, FastifyRequest } from 'fastify'
import { permit } from '../../core/context.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Picture } from '../../platform/papers/paper.ts'
import { hanoiDay } from '../../platform/time.ts'
import { queryOf } from '../../web/http.tsx'
import { chartPicture } from '../../web/ui/chart-picture.tsx'
import { readsDeals } from '../deals/rules.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { conversionReport, conversionWorkbook } from './conversion-files.ts'
import { ConversionAddress, FilesAddress, seesConversion } from './conversion-rules.ts'
import { boardHref, boardOf, type BoardTable } from './conversion-table.ts'
import { conversionOf, filesBehind } from './conversion.ts'
import { chartOf } from './pages/conversion-charts.ts'
import { ConversionFilesPage, ConversionPage } from './pages/conversion.tsx'

/** The board of conversion for the market's owners: a page, a workbook, a report, and the files behind each figure for those who may open them. */
export function conversionRoutes(app: FastifyInstance, publicUrl: string): void {
  const seen = async (request: FastifyRequest) => {
    const { db, actor, locale, now } = request.ctx
    permit(actor, seesConversion)
    const asked = ConversionAddress.parse(queryOf(request)), opensFiles = readsDeals(actor)
    const [board, taxonomy] = await Promise.all([conversionOf(db, asked, now()), taxonomyOf(db)])
    return { tables: boardOf(board, taxonomy, locale, opensFiles), asked, opensFiles, idleDays: formatNumber(board.idleDays, locale) }
  }
  const about = async ({ ctx: { locale, now } }: FastifyRequest, { tables, asked, idleDays }: Awaited<ReturnType<typeof seen>>) => {
    const pictures = new Map<BoardTable['id'], Picture>()
    for (const table of tables) { const chart = chartOf(table, locale); if (chart) pictures.set(table.id, await chartPicture(chart, locale)) }
    return { asked, idleDays, locale, now: now(), address: `${publicUrl}${boardHref(locale, asked)}`, pictures }
  }
  const name = (request: FastifyRequest, ending: string): string => `attachment; filename="techex-conversion-${hanoiDay(request.ctx.now())}.${ending}"`
  app.get('/figures/conversion', async (request, reply) => reply.page(<ConversionPage {...(await seen(request))} />))
  app.get('/figures/conversion/data.xlsx', async (request, reply) => {
    const board = await seen(request)
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('content-disposition', name(request, 'xlsx')).send(await conversionWorkbook(board.tables, await about(request, board)))
  })
  app.get('/figures/conversion/report.docx', async (request, reply) => {
    const board = await seen(request)
    return reply.type('application/vnd.openxmlformats-officedocument.wordprocessingml.document').header('content-disposition', name(request, 'docx')).send(await conversionReport(board.tables, await about(request, board)))
  })
  app.get('/figures/conversion/files', async (request, reply) => {
    const { db, actor, now } = request.ctx
    permit(actor, readsDeals)
    const asked = FilesAddress.parse(queryOf(request))
    return reply.page(<ConversionFilesPage asked={asked} {...(await filesBehind(db, asked, now()))} />)
  })
}
