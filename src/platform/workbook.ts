import writeWorkbook, { type Cell, type CellObject, type Feature, type Image, type Sheet } from 'write-excel-file/node'

/** Widths in digits a sheet of A4 takes upright, and on its side; a wider one is printed on A3, where its letters are still read. */
const upright = 100, onItsSide = 160
const a3 = 8, a4 = 9
const font = 'Times New Roman'
/** How a number stands in a cell: by thousands, and with a decimal where it has any. */
export const figureFormat = (value: number): string => (Number.isInteger(value) ? '#,##0' : '#,##0.0')
/** An amount in a cell: a number one can add up, written by thousands. */
export const figure = (value: number) => ({ value, format: figureFormat(value) })

/** How many lines a text takes in a column so many digits wide: a letter takes about as much room as a digit, a capital more. */
export const linesIn = (text: string, width: number): number => text.split('\n').reduce((lines, one) => lines + Math.max(1, Math.ceil((one.length + (one.match(/\p{Lu}/gu)?.length ?? 0) * 0.3) / width)), 0)
/** A line of text, in points. */
const step = 15
/** A column whose width nobody gave. */
const narrow = 9
const widthsOf = ({ columns = [] }: Pick<Sheet<Image['content']>, 'columns'>): number[] => columns.map((column) => column?.width ?? narrow)
/** No row of a workbook is taller, in points, and no column is made wider than this for the sake of its longest text. */
const tallest = 409, widest = 160
const heightOf = (text: string, width: number): number => linesIn(text, width * 1.1) * step + 3
const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : typeof (cell as CellObject | null)?.value === 'string' ? String((cell as CellObject).value) : '')
const selfLaid = (row: readonly Cell[]): boolean => row.some((cell) => typeof cell === 'object' && cell !== null && ('height' in cell || 'columnSpan' in cell))
/** The sheet with every column as wide as its longest text needs to be read to its end in the tallest row there is. */
function wideEnough<S extends Sheet<Buffer>>(sheet: S): S {
  const rows = sheet.data.filter((row) => !selfLaid(row))
  return { ...sheet, ...(sheet.columns && { columns: sheet.columns.map((column, i) => {
    let width = column?.width ?? narrow
    for (const row of rows) while (width < widest && heightOf(textOf(row[i] ?? null), width) > tallest) width = Math.min(widest, Math.ceil(width * 1.2))
    return { ...column, width }
  }) }) }
}
/** A row in which every text is to be read to its end: it breaks, and the row is as tall as its longest. Not every program makes it so by itself. */
function readable(row: readonly Cell[], widths: readonly number[]): Cell[] {
  const cells = row.map((cell): CellObject | null => (cell === null || cell === undefined ? null : typeof cell === 'object' && !(cell instanceof Date) ? cell as CellObject : { value: cell } as CellObject))
  if (selfLaid(row)) return [...row]
  const height = Math.max(...cells.map((cell, i) => heightOf(textOf(cell), widths[i] ?? narrow))), breaks = height > heightOf('', narrow)
  return cells.map((cell, i) => (cell || (i === 0 && breaks) ? { alignVertical: 'top', ...(typeof cell?.value === 'string' ? { wrap: true } : {}), ...(cell ?? { value: '' }), ...(i === 0 && breaks ? { height: Math.min(height, tallest) } : {}) } as CellObject : null))
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** A sheet is printed as wide as one page, however long, with rows that stay at its head again on every page: the package knows of neither. */
const printed: Feature<Image['content']> = { files: { transform: {
  'xl/worksheets/sheet{id}.xml': {
    transform: (xml) => xml.replace(/<worksheet[^>]*>/, '$&<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'),
    transformElementAttributes: (tag, attributes, _, sheet) => {
      const across = widthsOf(sheet).reduce((sum, width) => sum + width, 0)
      return tag === 'pageSetup' ? { ...attributes, paperSize: across > onItsSide ? a3 : a4, orientation: across > upright ? 'landscape' : 'portrait', fitToWidth: 1, fitToHeight: 0 } : attributes
    },
  },
  'xl/workbook.xml': { transform: (xml, sheets) => {
    const heads = sheets.flatMap(({ sheet, stickyRowsCount }, i) => (sheet && stickyRowsCount ? [`<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${escaped(`'${sheet.replaceAll("'", "''")}'!$1:$${stickyRowsCount}`)}</definedName>`] : []))
    return heads.length ? xml.replace('</sheets>', `</sheets><definedNames>${heads.join('')}</definedNames>`) : xml
  } },
} } }

/** The sheets as a workbook, which may be printed as it is. (The package writes a page’s setup only where it is told one turns it.) With `listed` each row stays a line tall, for those who go on working in it. */
export const workbookFile = (sheets: readonly Sheet<Buffer>[], { listed = false } = {}): Promise<Buffer> =>
  writeWorkbook((listed ? sheets : sheets.map(wideEnough).map((one) => ({ ...one, data: one.data.map((row) => readable(row, widthsOf(one))) }))).map((one) => ({ ...one, orientation: 'landscape' as const })), { fontFamily: font, fontSize: 11, features: [printed] }).toBuffer() as Promise<Buffer>
