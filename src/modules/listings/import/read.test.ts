import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { openSource } from './read.ts'
import { longestRow, type SourceRow, Unreadable } from './source.ts'

const folder = mkdtempSync(join(tmpdir(), 'techex-read-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
function file(content: string | Buffer, name = 'rows.csv'): string {
  const path = join(folder, `${++files}-${name}`)
  writeFileSync(path, content)
  return path
}
async function read(path: string): Promise<{ columns: string[]; rows: SourceRow[] }> {
  const source = await openSource(path)
  const rows: SourceRow[] = []
  for await (const row of source.rows()) rows.push(row)
  return { columns: source.columns, rows }
}

test.each([['comma', ','], ['semicolon', ';'], ['tab', '\t']])('a file with a %s between its cells is read, with and without a byte order mark', async (_, d) => {
  const text = `Tiêu đề${d}Mô tả\r\n"Sấy ${d} lạnh"${d}"hai\r\ndòng"\r\n\r\nÉp dầu${d}một\r\n`
  for (const bom of ['', '\ufeff']) {
    expect(await read(file(bom + text))).toEqual({
      columns: ['Tiêu đề', 'Mô tả'],
      rows: [{ line: 2, cells: { 'Tiêu đề': `Sấy ${d} lạnh`, 'Mô tả': 'hai\r\ndòng' } }, { line: 5, cells: { 'Tiêu đề': 'Ép dầu', 'Mô tả': 'một' } }],
    })
  }
})
test('the line Excel writes to say its delimiter is heeded', async () => {
  expect(await read(file('sep=;\na;b,c\n1;2\n'))).toEqual({ columns: ['a', 'b,c'], rows: [{ line: 3, cells: { a: '1', 'b,c': '2' } }] })
})
test('a row with too many or too few cells is told with its line; the rows around it are kept', async () => {
  const { rows } = await read(file('a,b\n1,2\n1,2,3\nx\n3,4,\n5,6\n'))
  expect(rows).toMatchObject([{ line: 2 }, { line: 3, bad: expect.stringContaining('3 cells where the first row has 2') }, { line: 4, bad: expect.stringContaining('1 cells') }, { line: 5, cells: { a: '3', b: '4' } }, { line: 6 }])
})
test('a quotation mark that is not closed costs its own row only', async () => {
  const { rows } = await read(file(`a,b\n1,2\n3,"open\n${Array.from({ length: 300 }, (_, i) => `${i},"quoted ${i}"`).join('\n')}\n`))
  expect(rows.filter((row) => 'bad' in row).map(({ line }) => line)).toEqual([3])
  expect(rows).toHaveLength(302)
  expect(rows.at(-1)).toEqual({ line: 303, cells: { a: '299', b: 'quoted 299' } })
})
test('a quotation mark left open at the end of the file costs its own row only', async () => {
  const { rows } = await read(file('a,b\n1,2\n3,"open\n5,6\n'))
  expect(rows).toMatchObject([{ line: 2 }, { line: 3, bad: expect.stringContaining('quotation mark') }, { line: 4, cells: { a: '5', b: '6' } }])
})
test('the apostrophe an export put before a formula is taken off again', async () => {
  expect((await read(file("a,b\n'=1+1,''=x\n'tis,-5\n"))).rows).toMatchObject([{ cells: { a: '=1+1', b: "'=x" } }, { cells: { a: "'tis", b: '-5' } }])
})
test('letters that are not UTF-8 make a bad row, and a header of them is refused', async () => {
  expect((await read(file(Buffer.concat([Buffer.from('a,b\n1,'), Buffer.from([0xe9, 0xe8]), Buffer.from('\n2,3\n')])))).rows).toMatchObject([{ line: 2, bad: expect.stringContaining('UTF-8') }, { line: 3 }])
  await expect(openSource(file(Buffer.concat([Buffer.from('a,'), Buffer.from([0xe9]), Buffer.from('\n2,3\n')])))).rejects.toThrow('not in UTF-8')
})

test('JSON Lines: what is no object on its line is told, the other lines are kept', async () => {
  const { columns, rows } = await read(file('\ufeff{"title":"a"}\n{"title":\n[1]\n\n{"title":"b","n":1}', 'rows.jsonl'))
  expect(columns).toEqual(['title', 'n'])
  expect(rows).toMatchObject([{ line: 1, cells: { title: 'a' } }, { line: 2, bad: 'it is not JSON' }, { line: 3, bad: expect.stringContaining('not an object') }, { line: 5, cells: { title: 'b', n: 1 } }])
})
test('a line of endless length is told and not kept in memory', async () => {
  const { rows } = await read(file(`{"title":"a"}\n{"title":"${'x'.repeat(longestRow + 10)}"}\n{"title":"b"}\n`, 'rows.jsonl'))
  expect(rows).toMatchObject([{ line: 1 }, { line: 2, bad: expect.stringContaining('longer than') }, { line: 3 }])
})

test('the first sheet of a workbook is read, with the numbers of its rows as Excel shows them', async () => {
  const path = join(folder, 'sheet.xlsx')
  await writeWorkbook([[null, null], ['Tiêu đề', 'TRL'], ['Sấy lạnh', 6], [null, null], ["'=1+1", null]]).toFile(path)
  expect(await read(path)).toEqual({ columns: ['Tiêu đề', 'TRL'], rows: [{ line: 3, cells: { 'Tiêu đề': 'Sấy lạnh', TRL: 6 } }, { line: 5, cells: { 'Tiêu đề': '=1+1', TRL: null } }] })
})

test.each([
  ['an empty file', '', 'is empty'], ['blank lines', '\n\n  \n', 'blank lines'], ['a JSON list', '[\n{"title": "a"}]', 'one JSON list'], ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), '.xls'],
  ['UTF-16', Buffer.from('\ufefftitle\n', 'utf16le'), 'UTF-16'], ['a picture', Buffer.from([0x89, 0x50, 0, 1]), 'neither CSV nor XLSX'], ['a truncated workbook', Buffer.from('PK\x03\x04truncated'), 'not an Excel workbook'],
  ['two columns of one name', 'a,a\n1,2\n', 'called "a"'], ['a first line that is no JSON', '{nothing}\n', 'hold no object'],
])('%s is refused with a sentence', async (_, content, reason) => {
  const path = file(content)
  await expect(openSource(path)).rejects.toThrow(Unreadable)
  await expect(openSource(path)).rejects.toThrow(reason)
})
test('a file that is not there and a folder are refused with a sentence', async () => {
  await expect(openSource(join(folder, 'none.csv'))).rejects.toThrow('There is no file')
  await expect(openSource(folder)).rejects.toThrow('is a folder')
})
