import type { Cell, Sheet } from 'write-excel-file/node'
import { guarded } from '../spreadsheet.ts'
import { figure, linesIn } from '../workbook.ts'
import { type Block, type Head, nation, numbered, type Paper, placeAndDay, plainOf, type Signatory, type Table, type Text } from './paper.ts'

/** Columns of a sheet of A4, the first for names: widths in digits of the file's own typeface, as spreadsheets count them. */
const widths = [28, 12, 12, 12, 12, 12] as const
const across = widths.length, allWide = widths.reduce((sum, width) => sum + width, 0)
/** The head and the signatures stand in two halves: this many columns at the left. */
const half = 2
const font = 'Times New Roman'
/** A line of text, in points; a row of joined cells does not grow by itself. */
const step = 16.5
const line = { borderStyle: 'thin', borderColor: '#808080' } as const
type Style = Omit<Extract<Cell, { wrap?: boolean }>, 'value' | 'type' | 'format'>
type Row = Cell[]

/**
 * The paper as one sheet of a workbook, in the form it has as a file for a word processor: head, title,
 * tables whose numbers are numbers, pictures in rows as tall as they are, and the places of signature.
 */
export function asSheet({ title, subtitle, head, blocks }: Paper, sheet: string): Sheet<Buffer> {
  const rows: Row[] = [...(head ? headOf(head) : []), [], whole(title, { align: 'center', fontWeight: 'bold', fontSize: 14 }), ...(subtitle ? [whole(subtitle, { align: 'center', fontWeight: 'bold' })] : []), []]
  const images: NonNullable<Sheet<Buffer>['images']> = []
  for (const [i, block] of blocks.entries()) {
    if (block.kind === 'heading' && blocks[i + 1]?.kind === 'picture') continue
    if (block.kind === 'picture') {
      // A heading stands in one row with the picture below it: no page ends between them.
      const { png, alt } = block, [width, height] = [pixels(block.width), pixels(block.height)], before = blocks[i - 1], heading = before?.kind === 'heading' ? before.text : '', above = heading === '' ? 0 : tall(heading, allWide) + 3
      rows.push(...(heading === '' ? [] : [[]]), whole(heading, { fontWeight: 'bold', height: Math.ceil(height * 0.75 + above) + 12 }))
      images.push({ content: png, contentType: 'image/png', width, height, dpi: 96, anchor: { row: rows.length, column: 1 }, offsetX: 8, offsetY: Math.round(above / 0.75) + 6, title: alt.slice(0, 100), description: alt })
    } else rows.push(...drawn(block))
  }
  return { sheet, data: rows, columns: widths.map((width) => ({ width })), showGridLines: false, ...(images.length ? { images } : {}) }
}
const pixels = (millimetres: number): number => Math.round((millimetres / 25.4) * 96)

/** A cell over so many columns; those it covers are left empty. */
const over = (text: Text, columns: number, style: Style = {}): Row => [{ value: guarded(plainOf(text)), wrap: true, alignVertical: 'top', fontFamily: font, fontSize: 12, ...(columns > 1 ? { columnSpan: columns } : {}), ...style }, ...Array.from({ length: columns - 1 }, () => null)]
const tall = (text: Text, width: number): number => step * linesIn(plainOf(text), width)
const whole = (text: Text, style: Style = {}): Row => over(text, across, { height: tall(text, allWide) + 3, ...style })
const widthOf = (from: number, columns: number): number => widths.slice(from, from + columns).reduce((sum, width) => sum + width, 0)
const halves = (left: Text, right: Text, style: [Style, Style] = [{}, {}]): Row => {
  const height = Math.max(tall(left, widthOf(0, half)), tall(right, widthOf(half, across - half)))
  return [...over(left, half, { align: 'center', ...style[0], height }), ...over(right, across - half, { align: 'center', ...style[1], height })]
}

function headOf({ issuer = [], number, place, day, english }: Head): Row[] {
  const bold = { fontWeight: 'bold', fontSize: 11 } as const, motto = { fontWeight: 'bold', textDecoration: { underline: true } } as const
  const right: [string, Style][] = (['vi', ...(english ? ['en' as const] : [])] as const).flatMap((locale): [string, Style][] => [[nation[locale].name, bold], [nation[locale].motto, motto]])
  const rows = Array.from({ length: Math.max(issuer.length, right.length) }, (_, i) => halves(issuer[i] ?? '', right[i]?.[0] ?? '', [i === issuer.length - 1 ? bold : { fontSize: 11 }, right[i]?.[1] ?? {}]))
  return [...rows, halves(number ? numbered(number) : '', place ? placeAndDay(place, day) : '', [{}, { fontStyle: 'italic' }])]
}

function drawn(block: Exclude<Block, { kind: 'picture' }>): Row[] {
  switch (block.kind) {
    case 'heading': return [[], whole(block.text, { fontWeight: 'bold' })]
    case 'paragraph': return [whole(block.text, { align: block.align === 'centre' ? 'center' : (block.align ?? 'left') })]
    case 'note': return [whole(block.text, { fontStyle: 'italic', fontSize: 11 })]
    case 'list': return block.items.map((item, i) => whole(`${block.ordered ? `${i + 1}.` : '•'} ${plainOf(item)}`))
    case 'pair': return Array.from({ length: Math.max(block.vi.length, block.en.length) }, (_, i) => halves(block.vi[i] ?? '', block.en[i] ?? '', [{ align: 'left' }, { align: 'left' }]))
    case 'page_break': return [[]]
    case 'table': return tableOf(block)
    case 'signatures': return Array.from({ length: Math.ceil(block.parties.length / 2) }, (_, i) => block.parties.slice(i * 2, i * 2 + 2)).flatMap(([left, right]) => signed(left!, right))
  }
}

function tableOf({ caption, heads, rows, numbers = [], values }: Table): Row[] {
  const height = (cells: readonly Text[]): number => Math.max(...heads.map((_, i) => tall(cells[i] ?? '', widths[i] ?? 12))) + 3
  const one = (text: Text, column: number, style: Style): Cell => over(text, 1, { ...line, ...(numbers.includes(column) ? { align: 'right' } : {}), ...style })[0]!
  return [
    ...(caption ? [whole(caption, { fontWeight: 'bold' })] : []),
    heads.map((text, i) => one(text, i, { fontWeight: 'bold', backgroundColor: '#EDEDED', alignVertical: 'center', height: height(heads) })),
    ...rows.map((row, r) => heads.map((_, i): Cell => {
      const value = values?.[r]?.[i], style = { height: height(row) }
      return typeof value === 'number' ? { ...figure(value), align: 'right', alignVertical: 'top', fontFamily: font, fontSize: 12, ...line, ...style } : one(row[i] ?? '', i, style)
    })),
    [],
  ]
}

const signed = (left: Signatory, right: Signatory | undefined): Row[] => {
  const both = (of: (one: Signatory) => string | undefined, style: Style): Row[] => { const [a, b] = [of(left), right && of(right)]; return a || b ? [halves(a ?? '', b ?? '', [style, style])] : [] }
  return [[], ...both(({ party }) => party, { fontWeight: 'bold' }), ...both(({ position }) => position, { fontWeight: 'bold' }), ...both(({ note }) => note, { fontStyle: 'italic', fontSize: 11 }), [{ value: '', height: 70 }], ...both(({ name }) => name, { fontWeight: 'bold' })]
}
