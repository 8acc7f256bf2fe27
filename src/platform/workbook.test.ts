import { expect, test } from 'vitest'
import { partsOf } from '../../tests/docx-text.ts'
import { figure, linesIn, workbookFile } from './workbook.ts'

const long = 'Lời kể dài hơn bề rộng của cột, nên được ngắt xuống nhiều dòng và hàng phải cao lên theo để ai cũng đọc được đến hết câu.'
const parts = partsOf(await workbookFile([
  { sheet: 'Sổ & “kể”', data: [['Số tiền', 'Diễn giải', 'Năm'], [figure(1_234_567), long, 2026], [figure(12.5), 'Ngắn', null], [null, long, 1]], columns: [{ width: 14 }, { width: 30 }, { width: 10 }], stickyRowsCount: 1 },
  { sheet: 'Rộng', data: [['a']], columns: Array.from({ length: 12 }, () => ({ width: 16 })) },
  { sheet: 'Tự dàn', data: [[{ value: long, wrap: true, height: 77 }]], columns: [{ width: 20 }] },
]))
const part = (name: string): string => parts.get(name)!.toString('utf8')
const rows = (sheet: number): string[] => part(`xl/worksheets/sheet${sheet}.xml`).match(/<row .*?(?:<\/row>|\/>)/gs) ?? []

test('every sheet is printed one page wide on A4, however long, on its side where it is wide', () => {
  for (const [sheet, orientation] of [[1, 'portrait'], [2, 'landscape'], [3, 'portrait']] as const) {
    const xml = part(`xl/worksheets/sheet${sheet}.xml`), setup = /<pageSetup [^>]*>/.exec(xml)?.[0]
    expect(xml).toMatch(/<worksheet[^>]*><sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr>/)
    for (const said of ['paperSize="9"', `orientation="${orientation}"`, 'fitToWidth="1"', 'fitToHeight="0"']) expect(setup, String(sheet)).toContain(said)
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
test('an amount is a number, by thousands; a year is left as it is', () => {
  expect(rows(1)[1]).toMatch(/<v>1234567<\/v>/)
  expect(part('xl/styles.xml')).toContain('formatCode="#,##0"')
  const style = (cell: string): string | undefined => new RegExp(`<c r="${cell}"[^>]* s="(\\d+)"`).exec(rows(1)[1]!)?.[1]
  expect(style('A2')).not.toBe(style('C2'))
})
