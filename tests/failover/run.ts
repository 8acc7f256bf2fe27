/**
 * What becomes of acknowledged bids when a server of three is lost.
 * `node tests/failover/run.ts [--rounds 10] [--seed N] [--faults postgres,node,freeze,keeper,stream,island,doubt] [--control lag|etcd3] [--keep]`
 *
 * Builds itself from Debian's packages (Patroni 3.0.2, etcd 3.4, PostgreSQL 15) in a folder of /tmp: three servers
 * of loopback, synchronous and strict, the wires between them in this script's hand; two web processes write
 * one lot through a balancer that asks each Patroni who leads, and four bidders bid without rest. Each round
 * something befalls the primary. After each round, and once more when nobody writes, every bid that was
 * acknowledged must stand in the log with the hash of its receipt, once; and every key has one answer.
 *
 * - `postgres`: kill -9 of the server. `node`: of Patroni, etcd and server together.
 * - `freeze`: all of it stopped until another leads, then let go on.
 * - `keeper`: it reaches no etcd for 30 seconds. `stream`: nobody copies from it. `island`: it reaches nobody and nobody it.
 * - `doubt`: the copies' wires go dark, commits that wait for them are cancelled by hand (PostgreSQL then says
 *   they succeeded, with a warning), and the node dies: what was so answered is gone, and must not have been acknowledged.
 *
 * Controls, to see that this would notice: `--control lag` runs without synchronous copies over wires that are
 * 50 ms late and must lose bids, and each process must find them missing by its own receipts (`bid_unrecorded`);
 * `--control etcd3` freezes, up to 20 times until something is lost, under the interface to etcd with which Patroni 3.0.2 lets a thawed primary take the lead back.
 * Prints JSON lines; ends with 0 where nothing was lost (with a control: where something was, and was found).
 */
import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDb, openPool } from '../../src/core/database.ts'
import { migrate } from '../../src/core/migrate.ts'
import type { Sent } from '../../src/platform/auction/decide.ts'
import { second } from '../../src/platform/auction/lot.ts'
import type { Answer } from '../../src/platform/auction/writer.ts'
import { vnd } from '../../src/platform/money.ts'
import { sha256 } from '../../src/platform/proof/chain.ts'
import { anArmedLot, inSeconds, receiptKey, risingRules } from '../auction-lots.ts'
import { openCluster, rest } from './cluster.ts'
import { unpack } from './packages.ts'

const every = ['postgres', 'node', 'freeze', 'keeper', 'stream', 'island', 'doubt'] as const
type Fault = (typeof every)[number]
const { values: options } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string', default: String(Date.now() % 100_000) }, faults: { type: 'string' }, control: { type: 'string' }, keep: { type: 'boolean', default: false } } })
const control = options.control ?? null, rounds = Number(options.rounds ?? (control === 'etcd3' ? 20 : 10))
if (control !== null && control !== 'lag' && control !== 'etcd3') throw new Error('--control is lag or etcd3')
const faults = (options.faults?.split(',') ?? (control === 'lag' ? ['node'] : control === 'etcd3' ? ['freeze'] : every)) as Fault[]
for (const fault of faults) if (!every.includes(fault)) throw new Error(`no such fault: ${fault}`)
const print = (line: object): void => { console.log(JSON.stringify({ failover: control ?? 'synchronous', ...line })) }

const folder = mkdtempSync(join(tmpdir(), 'techex-failover-'))
chmodSync(folder, 0o755)
const cluster = await openCluster(folder, unpack(folder), { dcs: control === 'etcd3' ? 'etcd3' : 'etcd', synchronous: control !== 'lag' })
const children = new Set<ChildProcess>()
let ended = false
async function end(): Promise<void> {
  if (ended) return
  ended = true
  for (const child of children) child.kill('SIGKILL')
  await cluster.close()
  if (!options.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
}
process.on('SIGINT', () => { void end().then(() => process.exit(130)) })

interface Acked { seq: number; body_hash: string }
/** What was acknowledged and is not in the log as it was acknowledged. */
async function missing(url: string, lots: ReadonlyMap<number, ReadonlyMap<string, Acked>>): Promise<number> {
  // Who was acknowledged is known before the log is read: what comes meanwhile is not asked for.
  const asked = [...lots].map(([lot, acked]) => ({ lot, all: [...acked.values()] }))
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, statement_timeout: 20_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    let lost = 0
    for (const { lot, all } of asked) {
      const { rows } = await client.query<{ seq: number; body: string }>('select seq, body from auction_event where lot_id = $1', [lot])
      const bodies = new Map(rows.map(({ seq, body }) => [seq, sha256(body).toString('hex')]))
      lost += all.filter(({ seq, body_hash }) => bodies.get(seq) !== body_hash).length
    }
    return lost
  } finally { await client.end().catch(() => {}) }
}
async function trying<T>(act: () => Promise<T>, forMs = 60_000): Promise<T> {
  const late = Date.now() + forMs
  for (;;) try { return await act() } catch (error) { if (Date.now() > late) throw error; await rest(500) }
}

try {
  await cluster.whole()
  const url = `postgres://techex@127.0.0.1:${cluster.door.port}/techex`
  await trying(async () => {
    const first = new pg.Client({ connectionString: url.replace(/techex$/, 'postgres') })
    await first.connect()
    try { await first.query('create database techex') } finally { await first.end() }
  })
  await migrate(url, 'database/migrations')
  if (control === 'lag') for (const { stream } of cluster.nodes) stream.delayMs = 50
  const db = openDb(openPool(url, 2))
  const aLot = async (): Promise<number> => (await anArmedLot(db, risingRules({ most_steps: 1e9, step: vnd(1), start: vnd(1), reopen: 3_600 * second, closes_at: inSeconds(86_400) }), 4)).id
  let lot = await aLot()

  interface Worker { child: ChildProcess; waiting: Map<number, (answer: Answer | null) => void> }
  const pem = receiptKey.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const workers = await Promise.all([1, 2].map((n) => new Promise<Worker>((ready) => {
    const child = fork('tests/auction-writer-process.ts', { env: { ...process.env, GATE_URL: url, GATE_SECRET: 's'.repeat(40), GATE_DIR: join(folder, `web-${n}`), GATE_KEY: pem }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    const worker: Worker = { child, waiting: new Map() }
    children.add(child)
    child.on('message', (message: { ready?: true; n: number; answer: Answer }) => {
      if (message.ready) return ready(worker)
      worker.waiting.get(message.n)?.(message.answer)
      worker.waiting.delete(message.n)
    })
  })))
  let count = 0
  const ask = (worker: Worker, of: number, sent: Sent, key: string, only = false): Promise<Answer | null> => new Promise((tell) => {
    const n = ++count
    worker.waiting.set(n, tell)
    worker.child.send({ n, lot: of, sent, key, ask: only })
  })

  let sending = true, amount = 0, lastAck = Date.now(), gap = 0, total = 0
  const asked = new Map<string, { lot: number; sent: Sent }>(), lots = new Map<number, Map<string, Acked>>([[lot, new Map()]])
  const bidders = [1, 2, 3, 4].map(async (bidder) => {
    while (sending) {
      const key = randomUUID(), sent: Sent = { by: { bidder }, command: { type: 'bid', amount: vnd(amount += 1), key } }, of = lot
      asked.set(key, { lot: of, sent })
      const answer = await ask(workers[bidder % 2]!, of, sent, key)
      if (answer?.kind !== 'answered') { await rest(100); continue }
      lots.get(of)?.set(key, { seq: answer.seq, body_hash: answer.receipt.body_hash })
      if (answer.event.type === 'bid_taken') { gap = Math.max(gap, Date.now() - lastAck); lastAck = Date.now(); total++ }
    }
  })
  const taken = async (more: number, withinMs: number): Promise<boolean> => {
    const goal = total + more, late = Date.now() + withinMs
    while (total < goal && Date.now() < late) await rest(50)
    return total >= goal
  }

  /** Commits that wait for a copy, cancelled: PostgreSQL answers that they succeeded. How many. */
  async function doubt(port: number): Promise<number> {
    const client = new pg.Client({ connectionString: `postgres://techex@127.0.0.1:${port}/techex` })
    client.on('error', () => {})
    await client.connect()
    let cancelled = 0
    for (const late = Date.now() + 3_000; Date.now() < late; await rest(200)) cancelled += (await client.query("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep' and application_name = 'techex-auction'")).rowCount ?? 0
    await client.end().catch(() => {})
    return cancelled
  }

  // A small generator (Numerical Recipes' constants), so that a course can be run again by its seed.
  let seed = Number(options.seed)
  const chance = (): number => { seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0; return seed / 2 ** 32 }
  print({ seed, rounds, faults })
  let lost = 0, found = 0
  for (let round = 1; round <= rounds; round++) {
    await cluster.whole()
    if (!await taken(20, 60_000)) throw new Error(`no bid was taken before round ${round}`)
    await rest(chance() * 500)
    const fault = faults[round <= faults.length ? round - 1 : Math.floor(chance() * faults.length)]!
    const node = cluster.primary()!
    const extra: Record<string, unknown> = {}
    gap = 0
    if (fault === 'postgres') cluster.killPostgres(node)
    else if (fault === 'node') cluster.killNode(node)
    else if (fault === 'freeze') cluster.freeze(node)
    else if (fault === 'doubt') {
      node.stream.darken()
      await rest(300)
      extra.cancelled = await doubt(node.ports.postgres)
      cluster.killNode(node)
      node.stream.mend()
    } else {
      const dark = fault === 'keeper' ? node.keeper : fault === 'stream' ? [node.stream] : [...node.keeper, node.stream, node.clients]
      for (const link of dark) link.darken()
      await rest(30_000)
      for (const link of dark) link.mend()
    }
    const went = await taken(20, fault === 'freeze' ? 50_000 : 90_000)
    const after = cluster.primary()
    if (fault === 'freeze') { cluster.thaw(node); await taken(200, 10_000) }
    if (fault === 'node' || fault === 'doubt') await cluster.startNode(node)
    await cluster.whole()
    if (control) await rest(2_000)
    const gone = await trying(() => missing(url, lots))
    lost += gone
    if (gone) {
      // Whoever holds receipts must find the hole by them; and the next round has a lot of its own.
      let holes = 0
      for (const late = Date.now() + 120_000; holes === 0 && Date.now() < late; await rest(500)) holes = (await trying(() => pgOnce(url, 'select from auction_event where lot_id = $1 and body like \'%bid_unrecorded%\'', [lot]))).rowCount ?? 0
      found += holes ? 1 : 0
      extra.found_by_receipts = holes > 0
      lots.delete(lot)
      lot = await trying(aLot)
      lots.set(lot, new Map())
    }
    print({ round, fault, of: node.name, led_by: after?.name ?? null, went_on: went, longest_gap_ms: gap, acked: total, lost: gone, ...extra })
    if (gone && control === 'etcd3') break
    if (!went && !gone && !await taken(1, 60_000)) throw new Error(`bidding did not go on after ${fault}`)
  }
  sending = false
  await Promise.all(bidders)
  const unknown = [...asked].filter(([key, { lot: of }]) => lots.has(of) && !lots.get(of)!.has(key)).slice(-40)
  let unsettled = 0
  for (const [key, { lot: of, sent }] of unknown) {
    const [one, two] = [await ask(workers[0]!, of, sent, key, true), await ask(workers[1]!, of, sent, key, true)]
    if (!one || !two || one.kind !== two.kind || (one.kind !== 'answered' && one.kind !== 'none')) unsettled++
  }
  for (const child of children) child.kill('SIGKILL')
  const atLast = await trying(() => missing(url, lots))
  const { rows: [twice] } = await trying(() => pgOnce<{ count: number }>(url, 'select count(*)::int from (select 1 from auction_command group by lot_id, bidder, key having count(*) > 1) t', []))
  await db.destroy()
  print({ rounds, acked: total, unknown: unknown.length, unsettled, twice: twice!.count, lost: lost + atLast, found_by_receipts: found })
  const fine = control ? lost > 0 && found > 0 : lost + atLast === 0 && unsettled === 0 && twice!.count === 0
  await end()
  process.exit(fine ? 0 : 1)
} catch (error) {
  console.error(error)
  if (!options.keep) console.error('Run it again with --keep to read what Patroni, etcd and PostgreSQL wrote.')
  await end()
  process.exit(1)
}

async function pgOnce<R extends pg.QueryResultRow>(url: string, text: string, values: unknown[]): Promise<pg.QueryResult<R>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, statement_timeout: 20_000 })
  client.on('error', () => {})
  await client.connect()
  try { return await client.query<R>(text, values) } finally { await client.end().catch(() => {}) }
}
