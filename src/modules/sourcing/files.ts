import { stringify } from 'csv-stringify/sync'
import { guarded } from '../../platform/spreadsheet.ts'
import { figure, workbookFile } from '../../platform/workbook.ts'

/** A table as every file and page of this module shows it; a cell that is null is withheld. */
export interface Table { head: string[]; rows: (string | number | null)[][] }
const safe = (cell: number | string | null): number | string => (typeof cell === 'string' ? guarded(cell) : (cell ?? '…'))

/** The table for programs, a line a row. */
export const csvOf = ({ head, rows }: Table): string => stringify([head.map(guarded), ...rows.map((row) => row.map(safe))], { bom: true })

/** The table for people who work in Excel, and on a second sheet what it is, when it was made and from where. */
export function workbookOf({ head, rows }: Table, sheet: string, about: { title: string; said: [string, string][] }): Promise<Buffer> {
  return workbookFile([
    { sheet: sheet.slice(0, 31), data: [head.map((value) => ({ value: guarded(value), fontWeight: 'bold' as const, wrap: true })), ...rows.map((row) => row.map((cell) => ({ value: safe(cell), wrap: true, ...(typeof cell === 'number' && Math.abs(cell) >= 10_000 ? figure(cell) : {}) })))], columns: head.map((_, i) => ({ width: i === 0 ? 44 : 26 })), stickyRowsCount: 1 },
    { sheet: about.title.slice(0, 31), data: about.said.map(([name, value]) => [{ value: guarded(name), fontWeight: 'bold' as const }, { value: guarded(value), wrap: true }]), columns: [{ width: 36 }, { width: 90 }] },
  ])
}
