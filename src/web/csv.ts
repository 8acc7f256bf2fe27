import { stringify } from 'csv-stringify/sync'
import type { FastifyReply } from 'fastify'

/** Sends rows as a file of that name, with these columns where there may be no row to tell them. A spreadsheet takes a cell that begins with = for a formula; such a cell is written as text. */
export const sendCsv = (reply: FastifyReply, name: string, rows: object[], columns?: string[]): FastifyReply =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`).send(stringify(rows, { header: true, bom: true, escape_formulas: true, ...(columns && { columns }) }))
