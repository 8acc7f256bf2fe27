import { stringify } from 'csv-stringify/sync'
import writeWorkbook from 'write-excel-file/node'
import type { Locale } from '../../platform/locale.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { accountNames, kindNames, paymentTexts } from './page-messages.ts'
import type { LedgerLine } from './queries.ts'

type Cell = string | number | null
/** The books as a file, a line an entry; amounts are whole numbers a spreadsheet adds up. */
export function ledgerTable(ledger: readonly LedgerLine[], locale: Locale): { head: string[]; rows: Cell[][] } {
  const t = paymentTexts[locale]
  return {
    head: [t.number_, t.day, t.entry, t.what, t.account, t.debit, t.credit, t.note, t.by],
    rows: ledger.map((l) => [l.id, l.on_day, kindNames[locale][l.kind], l.title ?? '', accountNames[locale][l.account], l.debit, l.credit, l.note, l.person ?? '']),
  }
}
const safe = (cell: Cell): Cell => (typeof cell === 'string' ? guarded(cell) : cell)
export const asCsv = ({ head, rows }: ReturnType<typeof ledgerTable>): string => stringify([head, ...rows.map((row) => row.map(safe))], { bom: true })
export const asWorkbook = ({ head, rows }: ReturnType<typeof ledgerTable>, sheet: string): Promise<Buffer> =>
  writeWorkbook([{ sheet, data: [head.map((value) => ({ value, fontWeight: 'bold' as const })), ...rows.map((row) => row.map((cell) => ({ value: safe(cell) ?? '', wrap: true })))], columns: head.map((_, i) => ({ width: [8, 12, 24, 36, 28, 18, 18, 30, 22][i] ?? 20 })), stickyRowsCount: 1 }]).toBuffer() as Promise<Buffer>
