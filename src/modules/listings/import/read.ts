import { open, stat } from 'node:fs/promises'
import { readCsv } from './read-csv.ts'
import { readJsonLines } from './read-json-lines.ts'
import { readWorkbook } from './read-workbook.ts'
import { type Source, Unreadable } from './source.ts'

/** Opens a CSV, XLSX or JSON Lines file by what is in it, whatever its name ends with. Throws Unreadable. */
export async function openSource(path: string): Promise<Source> {
  const { head, size } = await firstBytes(path)
  if (size === 0) throw new Unreadable(`${path} is empty.`)
  if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return readWorkbook(path, size)
  if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw new Unreadable(`${path} is a workbook of the old kind (.xls) or one with a password. Open it, choose "Save as" and "Excel Workbook (.xlsx)", and import that.`)
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) throw new Unreadable(`${path} is in UTF-16. Save it as "CSV UTF-8 (comma delimited)" and import that.`)
  if (head.includes(0)) throw new Unreadable(`${path} is neither CSV nor XLSX nor JSON Lines: it holds bytes that are no text.`)
  const start = head.toString('utf8').replace(/^\ufeff/, '').trimStart()
  if (start === '') throw new Unreadable(`${path} has nothing but blank lines at its beginning.`)
  if (start.startsWith('[{') || /^\[\s*\{/.test(start)) throw new Unreadable(`${path} is one JSON list. Write each object on a line of its own, for example: jq -c '.[]' ${path} > rows.jsonl`)
  return start.startsWith('{') ? readJsonLines(path, size) : readCsv(path, head, size)
}

async function firstBytes(path: string): Promise<{ head: Buffer; size: number }> {
  try {
    const { size } = await stat(path)
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
      return { head: buffer.subarray(0, bytesRead), size }
    } finally { await file.close() }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new Unreadable(`There is no file ${path}. Is the name right, and is it in this folder (${process.cwd()})?`)
    if (code === 'EISDIR') throw new Unreadable(`${path} is a folder. Name one file in it.`)
    if (code === 'EACCES') throw new Unreadable(`${path} may not be read by this user.`)
    throw error
  }
}
