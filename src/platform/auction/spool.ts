import { mkdirSync } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../proof/chain.ts'
import type { Receipt } from '../proof/receipt.ts'

/** How much of the end of a spool is compared with the log when a lot changes hands. */
const tailBytes = 256 * 1024

/**
 * The receipts this machine has given, one line of JSON each, in a file per lot that only grows: a copy
 * outside the database of everything that was acknowledged. What `write` was called with is on the disk
 * when it resolves; what comes while the disk is busy goes in one write with whatever else has come.
 */
export function openSpool(dataDir: string) {
  const folder = join(dataDir, 'receipts')
  const files = new Map<number, Promise<FileHandle>>()
  const waiting = new Map<number, { text: string[]; done: Promise<void> }>()
  const pathOf = (lot: number): string => join(folder, `lot-${lot}.jsonl`)

  async function openFile(lot: number): Promise<FileHandle> {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = await open(pathOf(lot), 'a+', 0o600)
    // A crash may have cut the last line short: what comes now begins on one of its own.
    const { size } = await file.stat()
    if (size > 0 && (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] !== 10) await file.appendFile('\n')
    // A file is only there after a power cut when its folder says so.
    const around = await open(folder, 'r')
    await around.sync().finally(() => around.close())
    return file
  }
  const fileOf = (lot: number): Promise<FileHandle> => {
    const known = files.get(lot)
    if (known) return known
    const opened = openFile(lot)
    files.set(lot, opened)
    opened.catch(() => files.delete(lot))
    return opened
  }
  const busy = new Map<number, Promise<void>>()
  function put(lot: number, line: string): Promise<void> {
    const gathered = waiting.get(lot)
    if (gathered) {
      gathered.text.push(line)
      return gathered.done
    }
    const text = [line]
    const done = (busy.get(lot) ?? Promise.resolve()).catch(() => {}).then(async () => {
      waiting.delete(lot)
      const file = await fileOf(lot)
      await file.appendFile(text.join(''))
      await file.datasync()
    })
    waiting.set(lot, { text, done })
    busy.set(lot, done)
    return done
  }

  return {
    write: (lot: number, receipts: readonly Receipt[]): Promise<void> => put(lot, receipts.map((receipt) => `${JSON.stringify(receipt)}\n`).join('')),
    /** Says that what came before was compared with the log and dealt with: the next comparison begins here. */
    examined: (lot: number, seq: number): Promise<void> => put(lot, `${JSON.stringify({ lot, examined: seq })}\n`),
    /** The lots of which receipts were ever given here. */
    lots: async (): Promise<number[]> => (await readdir(folder).catch(() => [])).flatMap((name) => { const lot = /^lot-(\d+)\.jsonl$/.exec(name)?.[1]; return lot ? [Number(lot)] : [] }),
    /** The newest receipts given here of that lot since they were last examined. A line that a crash cut short was acknowledged to nobody. */
    async tail(lot: number): Promise<Receipt[]> {
      const file = await open(pathOf(lot), 'r').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return null; throw error })
      if (!file) return []
      try {
        const { size } = await file.stat()
        const from = Math.max(0, size - tailBytes)
        const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
        const lines = buffer.toString('utf8', 0, bytesRead).split('\n').slice(from > 0 ? 1 : 0)
        let receipts: Receipt[] = []
        for (const line of lines) {
          let read: Receipt & { examined?: number }
          try { read = JSON.parse(line) as Receipt & { examined?: number } } catch { continue }
          if (read.examined !== undefined) receipts = []
          else receipts.push(read)
        }
        return receipts
      } finally { await file.close() }
    },
    async close(): Promise<void> {
      await Promise.allSettled(busy.values())
      for (const file of files.values()) await file.then((open) => open.close()).catch(() => {})
      files.clear()
    },
  }
}
export type Spool = Pick<ReturnType<typeof openSpool>, 'write' | 'examined' | 'tail'>

/** By number, the receipts given here of that lot that its log bears out, and those it does not know: with any of these it is not the log they were given for. */
export async function borneOut(lot: number, spool: Pick<Spool, 'tail'>, bodiesOf: (lot: number, seqs: readonly number[]) => Promise<ReadonlyMap<number, string>>): Promise<{ there: number[]; missing: number[] }> {
  const given = await spool.tail(lot), bodies = given.length ? await bodiesOf(lot, given.map(({ seq }) => seq)) : new Map<number, string>()
  const isThere = ({ seq, body_hash }: Receipt): boolean => { const body = bodies.get(seq); return body !== undefined && sha256(body).toString('hex') === body_hash }
  return { there: given.filter(isThere).map(({ seq }) => seq), missing: given.filter((receipt) => !isThere(receipt)).map(({ seq }) => seq) }
}
/** What a lot is paused with that lacks them. */
export const pauseFor = (missing: readonly number[]) => ({ type: 'pause', reason: 'bid_unrecorded', word: missing.slice(0, 20).join() }) as const
