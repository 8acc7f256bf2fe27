import { expect, test } from 'vitest'
import { partsOf } from '../../tests/docx-text.ts'
import { asSheet } from './papers/xlsx.ts'
import { figure, linesIn, workbookFile } from './workbook.ts'

const long = 'Lời kể dài hơn bề rộng của cột, nên được ngắt xuống nhiều dòng và hàng phải cao lên theo để ai cũng đọc được đến hết câu.'
const record = JSON.stringify(Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`rule_${i}`, `giá trị ${i}`])))
const parts = partsOf(await workbookFile([
  { sheet: 'Sổ & “kể”', data: [['Số tiền', 'Diễn giải', 'Năm'], [figure(1_234_567), long, 2026], [figure(12.5), 'Ngắn', null], [null, long, 1]], columns: [{ width: 14 }, { width: 30 }, { width: 10 }], stickyRowsCount: 1 },
  { sheet: 'Rộng', data: [['a']], columns: Array.from({ length: 12 }, () => ({ width: 16 })) },
  { sheet: 'Tự dàn', data: [[{ value: long, wrap: true, height: 77 }]], columns: [{ width: 20 }] },
  { sheet: 'Dài', data: [['a', 'b'], ['x', record], ['y', 'Ngắn']], columns: [{ width: 18 }, { width: 48 }, { width: 48 }] },
  { sheet: 'Ngang', data: [['a']], columns: Array.from({ length: 7 }, () => ({ width: 16 })) },
]))
const listed = partsOf(await workbookFile([{ sheet: 'Danh sách', data: [['Tên'], [long]], columns: [{ width: 14 }], stickyRowsCount: 1 }], { listed: true }))
const part = (name: string): string => parts.get(name)!.toString('utf8')
const rows = (sheet: number): string[] => part(`xl/worksheets/sheet${sheet}.xml`).match(/<row .*?(?:<\/row>|\/>)/gs) ?? []

test('every sheet is printed one page wide, however long: on A4, on its side where it is wide, and on A3 where that were too small to read', () => {
  for (const [sheet, orientation, paper] of [[1, 'portrait', 9], [2, 'landscape', 8], [3, 'portrait', 9], [4, 'landscape', 8], [5, 'landscape', 9]] as const) {
    const xml = part(`xl/worksheets/sheet${sheet}.xml`), setup = /<pageSetup [^>]*>/.exec(xml)?.[0]
    expect(xml).toMatch(/<worksheet[^>]*><sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr>/)
    for (const said of [`paperSize="${paper}"`, `orientation="${orientation}"`, 'fitToWidth="1"', 'fitToHeight="0"']) expect(setup, String(sheet)).toContain(said)
  }
})
test('rows that stay at the head of a sheet stand on every printed page, and of no other sheet', () => {
  const names = part('xl/workbook.xml').match(/<definedName .*?<\/definedName>/g)
  expect(names).toEqual([`<definedName name="_xlnm.Print_Titles" localSheetId="0">'Sổ &#38; “kể”'!$1:$1</definedName>`])
})
test('a row is as tall as its longest text, which breaks; one that says its height keeps it, and an empty first cell carries it too', () => {
  const heights = rows(1).map((row) => Number(/ ht="([\d.]+)"/.exec(row)?.[1] ?? 0))
  expect(heights).toEqual([0, linesIn(long, 33) * 15 + 3, 0, linesIn(long, 33) * 15 + 3])
  expect(linesIn(long, 33)).toBeGreaterThan(2)
  expect(rows(3)[0]).toContain(' ht="77"')
  expect(part('xl/styles.xml')).toContain('wrapText="1"')
})
test('a column is as wide as its longest text needs to be read to its end in the tallest row there is; the others keep their width', () => {
  const xml = part('xl/worksheets/sheet4.xml'), widths = [...xml.matchAll(/<col [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width)), height = Number(/ ht="([\d.]+)"/.exec(rows(4)[1]!)?.[1])
  expect([widths[0], widths[2]]).toEqual([18, 48])
  expect(widths[1]).toBeGreaterThan(48)
  expect(height).toBeLessThanOrEqual(409)
  expect(height).toBeGreaterThanOrEqual(linesIn(record, widths[1]! * 1.1) * 15)
})
test('rows of a list one goes on working in stay a line tall, with its head on every page', () => {
  expect(listed.get('xl/worksheets/sheet1.xml')!.toString('utf8')).not.toMatch(/ ht="/)
  expect(listed.get('xl/workbook.xml')!.toString('utf8')).toContain('$1:$1')
})
test('an amount is a number, by thousands; a year is left as it is', () => {
  expect(rows(1)[1]).toMatch(/<v>1234567<\/v>/)
  expect(part('xl/styles.xml')).toContain('formatCode="#,##0"')
  const style = (cell: string): string | undefined => new RegExp(`<c r="${cell}"[^>]* s="(\\d+)"`).exec(rows(1)[1]!)?.[1]
  expect(style('A2')).not.toBe(style('C2'))
})

test('a heading stands in one row with the picture below it, so that no page ends between them; a heading of words has a row of its own', () => {
  const { data, images } = asSheet({ locale: 'vi', title: 'Báo cáo', author: 'Sàn', created: new Date(0), blocks: [{ kind: 'heading', level: 1, text: '10. Điều gì' }, { kind: 'picture', png: Buffer.from(''), width: 127, height: 50.8, alt: 'Biểu đồ' }, { kind: 'heading', level: 1, text: '11. Cách đếm' }, { kind: 'paragraph', text: 'Đếm theo ngày.' }] } as never, 'Báo cáo')
  const row = (text: string) => data.findIndex(([cell]) => (cell as { value?: string } | null)?.value === text), height = (text: string) => (data[row(text)]![0] as { height: number }).height
  expect(images!.map(({ anchor }) => anchor.row)).toEqual([row('10. Điều gì') + 1])
  expect(height('10. Điều gì')).toBeGreaterThan(50.8 * 72 / 25.4 + 15)
  expect(images![0]!.offsetY).toBeGreaterThan(15)
  expect([row('Đếm theo ngày.') - row('11. Cách đếm'), height('11. Cách đếm') < 30]).toEqual([1, true])
})
