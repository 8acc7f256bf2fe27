import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { anArmedLot, receiptKey, risingRules } from '../../../tests/auction-lots.ts'
import { until } from '../../../tests/running.ts'
import { openDb, openPool } from '../../core/database.ts'
import { migrate } from '../../core/migrate.ts'
import type { Answer } from '../../platform/auction/writer.ts'
import { startEmbeddedPostgres } from '../../platform/embedded-postgres.ts'
import { vnd } from '../../platform/money.ts'

/** strace of this machine may look into a process of its own; where it may not, or is not there, nothing is shown. */
const looks = process.platform === 'linux' && spawnSync('strace', ['-f', '-e', 'trace=fdatasync', 'true']).status === 0
if (!looks) console.log('strace is not installed, or may not look into processes: that bids are on the disk before they are acknowledged is not shown on this machine (apt-get install strace)')

const folder = mkdtempSync(join(tmpdir(), 'techex-disk-'))
chmodSync(folder, 0o755)
const children = new Set<ChildProcess>()
let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>> | null = null
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

/** Follows a process and all it starts; `synced` are the hours at which what it asked the disk to keep was kept, by file. */
async function followed(pid: number, name: string) {
  const file = join(folder, `${name}.strace`)
  const tracer = spawn('strace', ['-f', '-ttt', '-T', '-y', '-e', 'trace=fdatasync,fsync', '-o', file, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] })
  children.add(tracer)
  let said = ''
  tracer.stderr.setEncoding('utf8').on('data', (text: string) => { said += text })
  await until(() => /attached/.test(said), () => `strace did not begin: ${said}`)
  return {
    /** When it stopped following, what it saw is whole. */
    stop: async (): Promise<void> => { const ended = new Promise((done) => { tracer.once('exit', done) }); tracer.kill('SIGINT'); await ended; children.delete(tracer) },
    synced: (of: RegExp): number[] => readFileSync(file, 'utf8').split('\n').flatMap((line) => {
      const [, at, path, took] = /^\d+\s+(\d+\.\d+) f(?:data)?sync\(\d+<([^>]*)>\)\s+= 0 <([\d.]+)>/.exec(line) ?? []
      if (at) return of.test(path!) ? [(Number(at) + Number(took)) * 1_000] : []
      // One that others came between ends on a line of its own, which names no file: the one it began with does.
      const [, ended, long] = /^\d+\s+(\d+\.\d+) <\.\.\. f(?:data)?sync resumed>\)\s+= 0 <([\d.]+)>/.exec(line) ?? []
      if (!ended) return []
      const process = line.split(/\s/)[0]!, begun = new RegExp(`^${process}\\s+\\d+\\.\\d+ f(?:data)?sync\\(\\d+<([^>]*)> <unfinished`, 'gm')
      const before = readFileSync(file, 'utf8').split(line)[0]!, opened = [...before.matchAll(begun)].at(-1)?.[1] ?? ''
      return long && of.test(opened) ? [Number(ended) * 1_000] : []
    }),
  }
}

test.skipIf(!looks)('every acknowledged bid was on the disk before: the log of the database and the receipt are each synced between the press and its answer', { timeout: 120_000 }, async () => {
  postgres = await startEmbeddedPostgres(folder)
  await migrate(postgres.url, 'database/migrations')
  const db = openDb(openPool(postgres.url, 2))
  const { id } = await anArmedLot(db, risingRules({ most_steps: 1_000_000, step: vnd(1), start: vnd(1) }), 4)
  await db.destroy()
  const child = fork('tests/auction-writer-process.ts', { env: { ...process.env, GATE_URL: postgres.url, GATE_SECRET: 's'.repeat(40), GATE_DIR: join(folder, 'data'), GATE_KEY: receiptKey.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.add(child)
  await new Promise<void>((ready) => { child.once('message', () => ready()) })
  // Whoever answers comes from the postmaster after this, and is followed with it.
  const database = await followed(Number(readFileSync(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]), 'postgres')
  const writer = await followed(child.pid!, 'writer')
  let amount = 0
  const bid = (): Promise<{ from: number; to: number; answer: Answer }> => new Promise((tell) => {
    const key = randomUUID(), from = performance.timeOrigin + performance.now()
    child.once('message', ({ answer }: { answer: Answer }) => tell({ from, to: performance.timeOrigin + performance.now(), answer }))
    child.send({ n: ++amount, lot: id, sent: { by: { bidder: 1 + (amount % 4) }, command: { type: 'bid', amount: vnd(amount), key } }, key })
  })
  const bids = []
  for (let n = 0; n < 40; n++) bids.push(await bid())
  await writer.stop()
  await database.stop()
  expect(bids.map(({ answer }) => answer.kind)).toEqual(bids.map(() => 'answered'))
  const logs = database.synced(/pg_wal/), spools = writer.synced(/lot-\d+\.jsonl/)
  const within = (all: number[], { from, to }: { from: number; to: number }): number => all.filter((at) => at >= from && at <= to).length
  console.log(JSON.stringify({ bids: bids.length, logs: logs.length, receipts: spools.length }))
  // The first may have been taken by a connection that was open before it was followed.
  for (const [n, one] of bids.entries()) {
    expect(within(spools, one), `the receipt of bid ${n + 1}`).toBeGreaterThan(0)
    expect(within(logs, one), `the log of bid ${n + 1}`).toBeGreaterThan(0)
  }
})
