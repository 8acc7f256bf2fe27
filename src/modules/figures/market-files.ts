import { stringify } from 'csv-stringify/sync'
import type { Locale } from '../../platform/locale.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { formatInstant } from '../../platform/time.ts'
import { workbookFile } from '../../platform/workbook.ts'
import type { MarketTable } from './market-table.ts'
import { marketTexts } from './messages.ts'
import type { MarketView } from './rules.ts'

/** What was chosen, in words: a line each. */
export type Said = [name: string, value: string][]
const safe = (cell: number | string | null): number | string => (typeof cell === 'string' ? guarded(cell) : (cell ?? '…'))

/** The table for programs: columns by their keys, one row a line, numbers as digits; what is withheld is …. */
export function marketCsv({ columns, rows }: MarketTable): string {
  return stringify(rows.map(({ row, name, cells }) => [guarded(row.code), guarded(name), ...cells.map(safe)]), { header: true, bom: true, columns: ['code', 'name', ...columns.map(({ key }) => key)] })
}

/** The table for people who work in Excel, and on a second sheet what it counts, with which filters, when and from where. */
export function marketWorkbook(view: MarketView, { columns, rows }: MarketTable, said: Said, { locale, now, address }: { locale: Locale; now: Date; address: string }): Promise<Buffer> {
  const t = marketTexts[locale]
  const head = [t.code, t.name[view], ...columns.map(({ title }) => title)].map((value) => ({ value, fontWeight: 'bold' as const, wrap: true }))
  const about: Said = [[t.title, t.heading[view]], ...(said.length ? said : [[t.filters, t.noFilters] as [string, string]]), [t.counted, formatInstant(now, locale)], [t.source, address], ['', t.notes[view]], ['', t.open]]
  return workbookFile([
    { sheet: t.sheet, data: [head, ...rows.map(({ row, name, cells }) => [guarded(row.code), guarded(name), ...cells.map(safe)])], columns: [{ width: 14 }, { width: 52 }, ...columns.map(() => ({ width: 18 }))], stickyRowsCount: 1 },
    { sheet: t.about, data: about.map(([name, value]) => [{ value: guarded(name), fontWeight: 'bold' as const }, { value: guarded(value), wrap: true }]), columns: [{ width: 36 }, { width: 90 }] },
  ])
}
