import { type Command, Argument, Option } from 'commander'
import { stringify } from 'csv-stringify'
import { createWriteStream, renameSync, rmSync, writeFileSync } from 'node:fs'
import { Readable, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Db } from '../core/database.ts'
import { type ExportRow, listingColumns, organisationColumns, publicOrganisations, publishedListings } from '../modules/listings/export.ts'
import { guarded } from '../platform/spreadsheet.ts'
import { type Locale, locales } from '../platform/locale.ts'
import { workbookFile } from '../platform/workbook.ts'
import { Stopped, tell, withExchange } from './exchange.ts'

const subjects = ['offers', 'needs', 'organisations'] as const
type Subject = (typeof subjects)[number]
const formats = ['csv', 'xlsx', 'jsonl'] as const
type Format = (typeof formats)[number]
interface Options { format?: Format; out?: string; language?: Locale }

export function addExport(program: Command): void {
  program.command('export').addArgument(new Argument('<what>').choices(subjects))
    .description('Write what is published to a file that import reads again.')
    .addOption(new Option('--format <format>', 'default: by the name of --out, else csv').choices(formats))
    .option('--out <file>', 'default: the standard output')
    .addOption(new Option('--language <language>', 'texts in one language where they exist in it (default: both, side by side)').choices(locales))
    .addHelpText('after', `
Examples:
  techex export offers > offers.csv
  techex export needs --language vi --out needs.xlsx
  techex export organisations --format jsonl --out organisations.jsonl

In CSV and XLSX a cell that begins with = + - or @ gets an apostrophe before it, so that no
spreadsheet runs it as a formula; import takes it off again. A workbook is made in memory: for
more than some fifty thousand listings choose csv or jsonl.`)
    .action(async (what: Subject, options: Options) => { await runExport(what, options) })
}

export async function runExport(what: Subject, options: Options): Promise<void> {
  const named = formats.find((format) => options.out?.toLowerCase().endsWith(`.${format}`))
  const format = options.format ?? named ?? 'csv'
  if (format === 'xlsx' && options.out === undefined) throw new Stopped('A workbook needs a file to be written to: --out listings.xlsx')
  await withExchange(({ db }) => writeExport(db, what, { ...options, format }))
}

/** Writes an export. A file is complete under its name or not there: it is made beside it and renamed. */
export async function writeExport(db: Db, what: Subject, { format, out, language }: Options & { format: Format }): Promise<number> {
  const columns = what === 'organisations' ? organisationColumns : listingColumns(language)
  let count = 0
  const rows = async function* (): AsyncGenerator<ExportRow> {
    for await (const row of what === 'organisations' ? publicOrganisations(db) : publishedListings(db, what === 'offers' ? 'offer' : 'need', language)) { count++; yield row }
  }
  const making = out === undefined ? null : `${out}.making-${process.pid}`
  try {
    if (format === 'xlsx') await workbook(rows(), columns, making!)
    else await (format === 'csv' ? csv : jsonLines)(rows(), columns, making === null ? process.stdout : createWriteStream(making), making !== null)
    if (making !== null) renameSync(making, out!)
  } catch (error) {
    if (making !== null) rmSync(making, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EPIPE') return count // the reader has seen enough
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC') throw new Stopped(`${out} cannot be written (${code}). Choose another place with --out.`)
    throw error
  }
  if (making !== null) tell(`${count.toLocaleString('en')} ${what} written to ${out}.`)
  return count
}

async function csv(rows: AsyncIterable<ExportRow>, columns: string[], to: Writable, end: boolean): Promise<void> {
  const lines = stringify({ bom: true, header: true, columns })
  await pipeline(Readable.from(rows), new Transform({
    objectMode: true,
    transform: (row: ExportRow, _, next) => next(null, Object.fromEntries(columns.map((column) => [column, guarded(row[column] ?? '')]))),
  }), lines, to, { end })
}

async function jsonLines(rows: AsyncIterable<ExportRow>, columns: string[], to: Writable, end: boolean): Promise<void> {
  await pipeline(Readable.from(rows), new Transform({
    writableObjectMode: true,
    transform: (row: ExportRow, _, next) => next(null, `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? ''])))}\n`),
  }), to, { end })
}

async function workbook(rows: AsyncIterable<ExportRow>, columns: string[], path: string): Promise<void> {
  const sheet: ({ value: string; fontWeight: 'bold' } | string | null)[][] = [columns.map((value) => ({ value, fontWeight: 'bold' as const }))]
  for await (const row of rows) sheet.push(columns.map((column) => guarded(row[column] ?? '') || null))
  writeFileSync(path, await workbookFile([{ sheet: 'export', data: sheet, columns: columns.map((column) => ({ width: /^(title|organisation)/.test(column) ? 48 : 16 })), stickyRowsCount: 1 }], { listed: true }))
}
