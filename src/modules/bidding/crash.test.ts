import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { anArmedLot, receiptKey, risingRules } from '../../../tests/auction-lots.ts'
import { openDb, openPool } from '../../core/database.ts'
import { migrate } from '../../core/migrate.ts'
import { replay } from '../../platform/auction/apply.ts'
import type { Sent } from '../../platform/auction/decide.ts'
import type { Logged, LotRules } from '../../platform/auction/lot.ts'
import { second } from '../../platform/auction/lot.ts'
import type { Answer } from '../../platform/auction/writer.ts'
import { startEmbeddedPostgres } from '../../platform/embedded-postgres.ts'
import { vnd } from '../../platform/money.ts'
import { sha256 } from '../../platform/proof/chain.ts'
import { openStore } from './store.ts'

/** How often something is killed: AUCTION_CRASH_ROUNDS=1000 for a night. */
const rounds = Number(process.env.AUCTION_CRASH_ROUNDS ?? 50)
const folder = mkdtempSync(join(tmpdir(), 'techex-auction-crash-'))
chmodSync(folder, 0o755)
let postgres = await startEmbeddedPostgres(folder)
const children = new Set<ChildProcess>()
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})
const rest = (ms: number): Promise<void> => new Promise((next) => { setTimeout(next, ms) })
/** Kills the postmaster and waits for what it leaves behind to notice, then starts the server anew on the same files. */
async function killDatabase(): Promise<void> {
  const pid = Number(readFileSync(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
  process.kill(pid, 'SIGKILL')
  await postgres.ended
  postgres = await startEmbeddedPostgres(folder)
}

test(`${rounds} times kill −9 of the writer or of the database while bids come: whatever was acknowledged is in the log, and whatever was not can be asked for`, { timeout: 120_000 + rounds * 20_000 }, async () => {
  await migrate(postgres.url, 'database/migrations')
  const db = openDb(openPool(postgres.url, 2))
  const rules: LotRules = risingRules({ most_steps: 1_000_000_000, step: vnd(1), start: vnd(1), reopen: 3_600 * second })
  const { id } = await anArmedLot(db, rules, 4)
  const armed_at = (await db.selectFrom('auction_lot').select('armed_at').where('id', '=', id).executeTakeFirstOrThrow()).armed_at!.getTime() * 1_000
  await db.destroy()

  interface Worker { child: ChildProcess; held: boolean; waiting: Map<number, (answer: Answer | null) => void> }
  const pem = receiptKey.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const begin = (): Promise<Worker> => new Promise((ready) => {
    const child = fork('tests/auction-writer-process.ts', { env: { ...process.env, GATE_URL: postgres.url, GATE_SECRET: 's'.repeat(40), GATE_DIR: join(folder, 'data'), GATE_KEY: pem }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    const worker: Worker = { child, held: false, waiting: new Map() }
    children.add(child)
    child.on('message', (message: { ready?: true; n: number; answer: Answer; held: number[] }) => {
      if (message.ready) return ready(worker)
      worker.held = message.held.includes(id)
      worker.waiting.get(message.n)?.(message.answer)
      worker.waiting.delete(message.n)
    })
    child.on('exit', () => { children.delete(child); for (const tell of worker.waiting.values()) tell(null); worker.waiting.clear() })
  })
  const workers = await Promise.all([begin(), begin()])
  let count = 0
  const ask = (worker: Worker, sent: Sent, key: string, only = false): Promise<Answer | null> => new Promise((tell) => {
    if (worker.child.exitCode !== null || worker.child.signalCode !== null) return tell(null)
    const n = ++count
    worker.waiting.set(n, tell)
    worker.child.send({ n, lot: id, sent, key, ask: only }, (error) => { if (error) { worker.waiting.delete(n); tell(null) } })
  })

  let sending = true, amount = 0
  const asked = new Map<string, Sent>(), acked = new Map<string, Extract<Answer, { kind: 'answered' }>>()
  const bidders = [1, 2, 3, 4].map(async (bidder) => {
    while (sending) {
      const key = randomUUID(), sent: Sent = { by: { bidder }, command: { type: 'bid', amount: vnd(amount += 1), key } }
      asked.set(key, sent)
      const answer = await ask(workers[bidder % 2]!, sent, key)
      if (answer?.kind === 'answered') acked.set(key, answer)
      else await rest(100)
    }
  })
  const deaths = { writer: 0, database: 0 }
  for (let round = 0; round < rounds; round++) {
    const before = acked.size, late = Date.now() + 40_000
    while (acked.size < before + 5) { if (Date.now() > late) throw new Error(`no bid was answered in round ${round}`); await rest(50) }
    await rest(Math.random() * 200)
    if (round % 4 === 3) { deaths.database++; await killDatabase(); continue }
    deaths.writer++
    const dead = Math.max(0, workers.findIndex(({ held }) => held))
    workers[dead]!.child.kill('SIGKILL')
    workers[dead] = await begin()
  }
  const before = acked.size
  while (acked.size < before + 5) await rest(50)
  sending = false
  await Promise.all(bidders)

  // What nobody answered has an answer now, and the same one twice.
  const unknown = [...asked].filter(([key]) => !acked.has(key)).slice(0, 40)
  for (const [key, sent] of unknown) {
    const [one, two] = [await ask(workers[0]!, sent, key, true), await ask(workers[1]!, sent, key, true)]
    expect(['answered', 'none']).toContain(one?.kind)
    expect(two?.kind).toBe(one?.kind)
  }
  for (const { child } of workers) child.kill('SIGKILL')
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  const { rows } = await client.query<{ seq: number; body: string }>('select seq, body from auction_event where lot_id = $1 order by seq', [id])
  const lost = [...acked.values()].filter(({ seq, receipt }) => !rows[seq - 1] || sha256(rows[seq - 1]!.body).toString('hex') !== receipt.body_hash)
  expect(lost).toEqual([])
  expect(new Set([...acked.values()].map(({ seq }) => seq)).size).toBe(acked.size)
  const state = replay(rules, [1, 2, 3, 4], armed_at, rows.map(({ body }) => JSON.parse(body) as Logged))
  expect(state.outage, 'time without a writer was given back').toBeGreaterThan(0)
  expect(rows.filter(({ body }) => body.includes('bid_unrecorded'))).toEqual([])
  await client.query("update auction_lease set until = now() - interval '1 minute'")
  await client.end()
  // Whoever takes it next finds a whole chain.
  const store = openStore({ url: postgres.url, holder: 'test', endpoint: () => '', clock: () => Date.now() * 1_000 })
  expect((await store.take(id))?.state.seq).toBe(rows.length)
  await store.close()
  console.log(JSON.stringify({ rounds, ...deaths, asked: asked.size, acked: acked.size, unknown: asked.size - acked.size, lost: lost.length, events: rows.length }))
})
