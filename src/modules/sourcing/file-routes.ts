import type { FastifyReply, FastifyRequest } from 'fastify'
import { hanoiDay } from '../../platform/time.ts'
import { csvOf, type Table, workbookOf } from './files.ts'

export const fileKinds = ['csv', 'xlsx'] as const
/** Sends a table as a file of that kind, named by what it is and the day. */
export async function sendTable(request: FastifyRequest, reply: FastifyReply, kind: (typeof fileKinds)[number], name: string, table: Table, sheet: string, about: { title: string; said: [string, string][] }): Promise<FastifyReply> {
  reply.header('content-disposition', `attachment; filename="techex-${name}-${hanoiDay(request.ctx.now())}.${kind}"`)
  return kind === 'csv' ? reply.type('text/csv; charset=utf-8').send(csvOf(table)) : reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(await workbookOf(table, sheet, about))
}
