import { stringify } from 'csv-stringify'
import { stringify as stringifyAtOnce } from 'csv-stringify/sync'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Readable, Transform } from 'node:stream'
import { isSignedIn, permit, personOf } from '../../core/context.ts'
import { idField } from '../../platform/fields.ts'
import { found } from '../../platform/refusal.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { hanoiDay } from '../../platform/time.ts'
import { workbookFile } from '../../platform/workbook.ts'
import { errorsOf, formPage, idOf, Invalid, queryOf } from '../../web/http.tsx'
import { AuditExport, AuditQuestion, exportAudit, searchAudit, searchesAudit } from './commands.ts'
import { AuditPage, EventPage, FoundPage } from './pages/audit.tsx'
import { LogPage } from './pages/log.tsx'
import { RecordPage } from './pages/record.tsx'
import { wordEvent } from './pages/timeline.tsx'
import { recordKinds, recordOf, subjectNames } from './queries.ts'
import { latestHead, logHeads } from './sealing.ts'
import { countFound, eventInFull, exportColumns, type ExportRow, exportRows, foundBy, latestSearches, mostExported, searchOf } from './search.ts'

const headsShown = 60
/** A day or an event from which a page goes on; anything that is none begins at the newest. */
const dayIn = (request: FastifyRequest): string | null => { const { before } = queryOf(request); return typeof before === 'string' && /^\d{4}-\d\d-\d\d$/.test(before) && !Number.isNaN(Date.parse(before)) ? before : null }
const eventIn = (request: FastifyRequest): number | null => idField.safeParse(queryOf(request).before).data ?? null

export function auditRoutes(app: FastifyInstance): void {
  app.get('/log', async (request, reply) => {
    const { db } = request.ctx
    const before = dayIn(request)
    const [heads, latest] = await Promise.all([logHeads(db, { before, limit: headsShown + 1 }), latestHead(db)])
    return reply.page(<LogPage heads={heads.slice(0, headsShown)} latest={latest} older={heads.length > headsShown ? heads[headsShown - 1]?.day ?? null : null} paged={before !== null} />)
  })
  // All of them: a row a day. The last line may be of a day that goes on; its place says what it covers.
  app.get('/log/heads.csv', async (request, reply) => {
    const [heads, latest] = await Promise.all([logHeads(request.ctx.db, { limit: 100_000 }), latestHead(request.ctx.db)])
    const all = [...heads.toReversed(), ...(latest && latest.closed_at === null ? [latest] : [])]
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="heads.csv"').header('cache-control', 'no-cache')
      .send(stringifyAtOnce(all.map((head) => ({ ...head, closed_at: head.closed_at?.toISOString() ?? '' })), { header: true, columns: ['day', 'events', 'position', 'head', 'closed_at'] }))
  })

  app.get('/my/record', async (request, reply) => {
    const { db, actor } = request.ctx
    permit(actor, isSignedIn)
    const kind = recordKinds.find((each) => each === queryOf(request).kind) ?? null
    const before = eventIn(request)
    const { entries, older } = await recordOf(db, personOf(actor), { kind, before })
    return reply.page(<RecordPage entries={entries} names={await subjectNames(db, entries.map(({ subject }) => subject))} kind={kind} older={older ? entries.at(-1)?.id ?? null : null} paged={before !== null} />)
  })

  formPage(app, {
    get: '/audit', post: '/audit/searches', schema: AuditQuestion,
    load: async ({ ctx }) => { permit(ctx.actor, searchesAudit); return latestSearches(ctx.db, personOf(ctx.actor)) },
    page: (form, searches) => <AuditPage form={form} searches={searches} />,
    act: async (ctx, input) => `/${ctx.locale}/audit/searches/${await searchAudit(ctx, input)}`,
  })
  const mine = async (request: FastifyRequest) => {
    const { db, actor } = request.ctx
    permit(actor, searchesAudit)
    return found(await searchOf(db, personOf(actor), idOf(request, 'search_id')))
  }
  app.get('/audit/searches/:search_id', async (request, reply) => {
    const search = await mine(request)
    const before = eventIn(request)
    const [{ rows, older }, count] = await Promise.all([foundBy(request.ctx.db, search, before), countFound(request.ctx.db, search)])
    return reply.page(<FoundPage search={search} rows={rows} count={count} older={older ? rows.at(-1)?.id ?? null : null} paged={before !== null} />)
  })
  app.post('/audit/searches/:search_id/export', async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, searchesAudit)
    const read = AuditExport.safeParse({ ...(request.body as object), ...(request.params as object) })
    if (!read.success) throw new Invalid(errorsOf(read.error))
    const { format } = read.data
    const { search } = await exportAudit(ctx, read.data)
    const rows = exportRows(ctx.db, search, mostExported[format], ctx.locale, ({ event, code }) => wordEvent(event, code, ctx.locale))
    void reply.header('content-disposition', `attachment; filename="nhat-ky-${hanoiDay(ctx.now())}-${search.id}.${format}"`).header('cache-control', 'private, no-store')
    return format === 'csv' ? sendCsv(reply, rows) : sendWorkbook(reply, rows)
  })
  app.get('/audit/:id', async (request, reply) => {
    permit(request.ctx.actor, searchesAudit)
    return reply.page(<EventPage detail={found(await eventInFull(request.ctx.db, idOf(request)))} />)
  })
}

/** Written as it is read: a thousand rows are in memory, never all of them. */
function sendCsv(reply: FastifyReply, rows: AsyncIterable<ExportRow>) {
  const safe = new Transform({ objectMode: true, transform: (row: ExportRow, _, next) => next(null, exportColumns.map((column) => guarded(row[column]))) })
  const lines = stringify({ bom: true, header: true, columns: [...exportColumns] })
  const source = Readable.from(rows)
  // What goes wrong half-way ends the answer there; the browser says the file is broken.
  for (const stream of [source, safe]) stream.on('error', (error) => lines.destroy(error))
  lines.on('close', () => { source.destroy() })
  return reply.type('text/csv; charset=utf-8').send(source.pipe(safe).pipe(lines))
}

/** A workbook is made whole before it is sent. A cell of one holds 32,767 characters. */
async function sendWorkbook(reply: FastifyReply, rows: AsyncIterable<ExportRow>) {
  const sheet: ({ value: string; fontWeight: 'bold' } | string | null)[][] = [exportColumns.map((value) => ({ value, fontWeight: 'bold' as const }))]
  for await (const row of rows) sheet.push(exportColumns.map((column) => guarded(row[column].slice(0, 32_000)) || null))
  const file = await workbookFile([{ sheet: 'events', data: sheet, columns: exportColumns.map((column) => ({ width: column === 'what' || column === 'data' ? 48 : 18 })), stickyRowsCount: 1 }])
  return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(file)
}
