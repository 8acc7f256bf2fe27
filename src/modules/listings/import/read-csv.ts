import { CsvError, parse } from 'csv-parse'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { longestRow, type Source, type SourceRow, Unreadable } from './source.ts'

/** A broken row makes the reader begin again at the next line; past this many it only reads on. */
const mostRestarts = 1_000

/** A file of separated values in UTF-8. The delimiter is the one its first row has most of. */
export async function readCsv(path: string, head: Buffer, size: number): Promise<Source> {
  const start = head.toString('utf8').replace(/^\ufeff/, '')
  const told = /^sep=([,;\t])\r?\n/i.exec(start) // a line Excel writes and reads
  const delimiter = told?.[1] ?? delimiterOf(start)
  let done = 0

  /** The rows from the beginning of one line on. */
  async function* from(line: number): AsyncGenerator<{ line: number; last: number; cells: string[] } | { line: number; broken: string }> {
    let next = line
    let broken: string | null = null
    const parser = parse({
      delimiter, bom: line === 1, raw: true, record_delimiter: ['\r\n', '\n'], relax_quotes: true, relax_column_count: true, max_record_size: longestRow, skip_records_with_error: true,
      on_skip: (error) => { broken ??= wordError(error) },
    })
    const bytes = Readable.from(linesFrom(createReadStream(path), line, (count) => { done = count }))
    bytes.on('error', (error) => parser.destroy(error))
    bytes.pipe(parser)
    try {
      for await (const { record, raw } of parser as AsyncIterable<{ record: string[]; raw: string }>) {
        const last = next + record.reduce((lines, cell) => lines + cell.split('\n').length - 1, 0)
        yield last > next && !quotedWell(raw, delimiter) ? { line: next, broken: notClosed } : { line: next, last, cells: record }
        next = last + 1
      }
    } finally { bytes.destroy() }
    if (broken !== null) yield { line: next, broken }
  }

  let headerLine = 0
  let columns: string[] = []
  for await (const row of from(told ? 2 : 1)) {
    if ('broken' in row) throw new Unreadable(`The first row of ${path} cannot be read: ${row.broken}.`)
    if (row.cells.every((cell) => cell.trim() === '')) continue
    columns = row.cells.map((cell) => cell.trim())
    while (columns.at(-1) === '') columns.pop()
    headerLine = row.last
    break
  }
  if (columns.join('').includes('\ufffd')) throw new Unreadable(`${path} is not in UTF-8. Save it as "CSV UTF-8 (comma delimited)" and import that.`)
  const repeated = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index)
  if (repeated !== undefined) throw new Unreadable(`Two columns of ${path} are called "${repeated}". Give each its own name in the first row.`)

  async function* rows(): AsyncGenerator<SourceRow> {
    let line = headerLine + 1
    for (let restarts = 0; ; restarts++) {
      let again = 0
      for await (const row of from(line)) {
        const bad = 'broken' in row ? row.broken : wrongCount(row.cells, columns.length)
        if ('cells' in row && row.cells.every((cell) => cell.trim() === '')) continue
        if (bad === null && 'cells' in row) {
          const cells = Object.fromEntries(columns.map((column, index) => [column, withoutGuard(row.cells[index] ?? '')]))
          yield row.cells.some((cell) => cell.includes('\ufffd')) ? { line: row.line, bad: 'it holds letters that are not UTF-8; save the file as "CSV UTF-8"', cells } : { line: row.line, cells }
          continue
        }
        yield { line: row.line, bad: bad ?? 'it cannot be read' }
        // A quotation mark that is not closed swallows the rows after it: they are read again by themselves.
        if (restarts < mostRestarts && ('broken' in row || row.last > row.line)) { again = row.line + 1; break }
      }
      if (again === 0) return
      line = again
    }
  }
  return { format: 'CSV', columns: columns.filter(Boolean), size, done: () => Math.min(done, size), rows }
}

/** Undoes what an export does to a cell a spreadsheet would take for a formula. */
export const withoutGuard = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)

/** The delimiter the first row has most of, outside quotation marks. */
function delimiterOf(start: string): ',' | ';' | '\t' {
  const counts = { ',': 0, ';': 0, '\t': 0 }
  let quoted = false
  for (const letter of start.trimStart()) {
    if (letter === '"') quoted = !quoted
    else if (!quoted && letter === '\n') break
    else if (!quoted && letter in counts) counts[letter as ',']++
  }
  return (Object.entries(counts) as [',', number][]).reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

/** A stray quotation mark inside a line does no harm. In a row of several lines it may have glued two rows together. */
function quotedWell(raw: string, delimiter: string): boolean {
  const cell = `(?:"[^"]*(?:""[^"]*)*"|[^"\\r\\n${delimiter}]*)`
  return new RegExp(`^\ufeff?${cell}(?:${delimiter}${cell})*\\s*$`).test(raw)
}

function wrongCount(cells: readonly string[], expected: number): string | null {
  const given = cells.findLastIndex((cell) => cell.trim() !== '') + 1
  if (given > expected) return `it has ${given} cells where the first row has ${expected}; a cell that holds the delimiter needs quotation marks around it`
  if (cells.length < expected) return `it has ${cells.length} cells where the first row has ${expected}; a line break inside a cell needs quotation marks around the cell`
  return null
}

const notClosed = 'a quotation mark opens in it and is not closed'
const wordError = (error: CsvError | undefined): string =>
  error?.code === 'CSV_QUOTE_NOT_CLOSED' || error?.code === 'CSV_MAX_RECORD_SIZE' ? notClosed : (error?.message ?? 'it cannot be read')

/** The bytes of a file from the beginning of one of its lines, counted from 1. */
async function* linesFrom(file: AsyncIterable<Buffer>, line: number, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  let toSkip = line - 1
  let count = 0
  for await (const chunk of file) {
    count += chunk.length
    onBytes(count)
    let start = 0
    while (toSkip > 0 && start < chunk.length) {
      const end = chunk.indexOf(10, start)
      if (end === -1) { start = chunk.length; break }
      start = end + 1
      toSkip--
    }
    if (start < chunk.length) yield chunk.subarray(start)
  }
}
