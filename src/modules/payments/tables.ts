import { stringify } from 'csv-stringify/sync'
import type { Locale } from '../../platform/locale.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { figure, workbookFile } from '../../platform/workbook.ts'
import { titleIn } from './messages.ts'
import { accountNames, kindNames, paymentTexts } from './page-messages.ts'
import type { LedgerLine } from './queries.ts'

type Cell = string | number | null
/** The books as a file, a line an entry; amounts are whole numbers a spreadsheet adds up. */
export function ledgerTable(ledger: readonly LedgerLine[], locale: Locale): { head: string[]; rows: Cell[][] } {
  const t = paymentTexts[locale]
  return {
    head: [t.number_, t.day, t.entry, t.what, t.account, t.debit, t.credit, t.note, t.by],
    rows: ledger.map((l) => [l.id, l.on_day, kindNames[locale][l.kind], l.title === null ? '' : titleIn({ ...l, title: l.title }, locale), accountNames[locale][l.account], l.debit, l.credit, l.note, l.person ?? '']),
  }
}
/** The columns of debit and credit. */
const amounts = [5, 6]
const safe = (cell: Cell): Cell => (typeof cell === 'string' ? guarded(cell) : cell)
export const asCsv = ({ head, rows }: ReturnType<typeof ledgerTable>): string => stringify([head, ...rows.map((row) => row.map(safe))], { bom: true })
export const asWorkbook = ({ head, rows }: ReturnType<typeof ledgerTable>, sheet: string): Promise<Buffer> =>
  workbookFile([{ sheet, data: [head.map((value, i) => ({ value, fontWeight: 'bold' as const, ...(amounts.includes(i) ? { align: 'right' as const } : {}) })), ...rows.map((row) => row.map((cell, i) => ({ value: safe(cell) ?? '', wrap: true, ...(typeof cell === 'number' && amounts.includes(i) ? figure(cell) : {}) })))], columns: head.map((_, i) => ({ width: [8, 12, 24, 36, 28, 18, 18, 30, 22][i] ?? 20 })), stickyRowsCount: 1 }])
