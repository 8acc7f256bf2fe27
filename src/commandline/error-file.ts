import { stringify } from 'csv-stringify/sync'
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { guarded } from '../platform/spreadsheet.ts'
import { tell } from './exchange.ts'

const own = ['line', 'reason']

/** The bad rows of an import, to be corrected and imported again. Made with the first bad row; one left by an earlier import goes. */
export function openErrorFile(path: string, columns: readonly string[]): { add: (line: number, reason: string, cells: Readonly<Record<string, unknown>>) => void; close: () => string | null } {
  let file: number | null = null
  let failed = false
  removeOld(path)
  return {
    add(line, reason, cells) {
      if (failed) return
      try {
        if (file === null) {
          file = openSync(path, 'w')
          writeSync(file, `\ufeff${stringify([[...own, ...columns]])}`)
        }
        writeSync(file, stringify([[String(line), reason, ...columns.map((column) => textOf(cells[column]))].map(guarded)]))
      } catch (error) {
        failed = true
        tell(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}); the bad rows are told here only.`)
      }
    },
    close() {
      if (file === null) return null
      closeSync(file)
      file = null
      return failed ? null : path
    },
  }
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : value instanceof Date ? value.toISOString() : typeof value === 'object' ? Array.isArray(value) ? value.join('; ') : JSON.stringify(value) : String(value))

/** Only a file that begins as ours do is removed. */
function removeOld(path: string): void {
  try {
    const file = openSync(path, 'r')
    const head = Buffer.alloc(32)
    readSync(file, head)
    closeSync(file)
    if (head.toString('utf8').startsWith(`\ufeff${own.join(',')}`)) rmSync(path)
  } catch { /* there is none, or it will be told when one is to be written */ }
}
