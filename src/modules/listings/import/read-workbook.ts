import { readSheet, type SheetData } from 'read-excel-file/node'
import { withoutGuard } from './read-csv.ts'
import { type Source, type SourceRow, Unreadable } from './source.ts'

/** A workbook is held in memory while it is read; beyond this size a CSV file is the better way. */
const largest = 50 * 1024 * 1024

/** The first sheet of an Excel workbook. Its first row that says anything names the columns. */
export async function readWorkbook(path: string, size: number): Promise<Source> {
  if (size > largest) throw new Unreadable(`${path} is larger than 50 MB. Save the sheet as "CSV UTF-8" and import that: it is read row by row.`)
  let sheet: SheetData
  try { sheet = await readSheet(path, 1) } catch (error) { throw new Unreadable(`${path} is not an Excel workbook that can be read (${(error as Error).message}). Open it, save it as .xlsx once more, or save it as "CSV UTF-8".`) }
  const first = sheet.findIndex((row) => row.some((cell) => cell !== null && String(cell).trim() !== ''))
  if (first === -1) throw new Unreadable(`The first sheet of ${path} is empty. Move the sheet you mean to the front.`)
  const columns = sheet[first]!.map((cell) => (cell === null ? '' : String(cell).trim()))
  const repeated = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index)
  if (repeated !== undefined) throw new Unreadable(`Two columns of ${path} are called "${repeated}". Give each its own name in the first row.`)
  let done = first + 1
  async function* rows(): AsyncGenerator<SourceRow> {
    for (const [index, row] of sheet.entries()) {
      if (index <= first) continue
      done = index + 1
      if (row.every((cell) => cell === null || String(cell).trim() === '')) continue
      yield { line: index + 1, cells: Object.fromEntries(columns.flatMap((column, at) => (column === '' ? [] : [[column, typeof row[at] === 'string' ? withoutGuard(row[at]) : (row[at] ?? null)]]))) }
    }
  }
  return { format: 'XLSX', columns: columns.filter(Boolean), size: sheet.length, done: () => done, rows }
}
