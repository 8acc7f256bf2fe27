/**
 * How fast bids are decided. `node bench/auction.ts [--seconds 8] [--clients 64] [--lots 1,100] [--goals]`
 *
 * Builds a PostgreSQL of its own (fsync on) and sends bids, each higher than every bid sent before it,
 * from so many clients who each wait for their answer, to one hot lot and to many: through the writer of
 * lots as a web process has it (decided in memory, committed in batches, receipts signed and on the disk
 * before an answer), then the same rules as transactions that take the lot's row FOR UPDATE, then the
 * same rows inserted by pgbench with no rule at all, where it is installed. The writer is measured once
 * more with commands coming at half of what it took, for the time an answer takes when it is not at its
 * limit. `overtaken`: bids that were refused as too low because a later and higher one was decided first.
 * Clients and writer share one process. With `--goals` it ends with 1 where a goal of bench/goals.ts is missed. Prints JSON lines with the machine's load beside each.
 */
import { execFile } from 'node:child_process'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import pg from 'pg'
import { migrate } from '../src/core/migrate.ts'
import { openGate } from '../src/modules/bidding/gate.ts'
import { take } from '../src/platform/auction/decide.ts'
import { armed, type LotState } from '../src/platform/auction/lot.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { vnd } from '../src/platform/money.ts'
import { bodyOf, nextHash } from '../src/platform/proof/chain.ts'
import { lotsOf, openRules } from './auction-lots.ts'
import { auctionGoals, reached } from './goals.ts'
import { quantile, round } from './search-mix.ts'

const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '8' }, clients: { type: 'string', default: '64' }, lots: { type: 'string', default: '1,100' }, goals: { type: 'boolean', default: false } } })
const seconds = Number(options.seconds), clients = Number(options.clients)
const printed: Record<string, unknown>[] = []
const print = (line: object): void => { printed.push({ ...line }); console.log(JSON.stringify({ bench: 'auction', ...line, load: round(loadavg()[0]!) })) }
const folder = mkdtempSync(join(tmpdir(), 'techex-bench-auction-'))
chmodSync(folder, 0o755)
const postgres = await startEmbeddedPostgres(folder)
const rest = (ms: number): Promise<void> => new Promise((next) => { setTimeout(next, ms) })
interface Figures { taken: number; refused: number; overtaken: number; ms: number[] }
/** Every client sends, waits, and sends again; with `perSecond`, at that pace in all. */
async function drive(count: number, send: (lot: number, bidder: number, amount: number) => Promise<string>, perSecond: number | null = null, amounts = Array.from({ length: count }, () => 0)): Promise<Figures & { seconds: number }> {
  const figures: Figures = { taken: 0, refused: 0, overtaken: 0, ms: [] }
  const begun = performance.now(), end = begun + seconds * 1_000
  await Promise.all(Array.from({ length: clients }, async (_, c) => {
    for (let n = 0; performance.now() < end; n++) {
      if (perSecond !== null) await rest(Math.max(0, begun + ((n * clients + c) * 1_000) / perSecond - performance.now()))
      const lot = (c + n) % count, amount = ++amounts[lot]!, since = performance.now()
      const answer = await send(lot, c + 1, amount)
      figures.ms.push(performance.now() - since)
      if (answer === 'taken') figures.taken++
      else { figures.refused++; if (answer === 'below_minimum') figures.overtaken++ }
    }
  }))
  return { ...figures, seconds: (performance.now() - begun) / 1_000 }
}
const shown = ({ taken, refused, overtaken, ms, seconds: took }: Figures & { seconds: number }) => ({ taken, refused, overtaken, per_second: Math.round((taken + refused) / took), p50_ms: round(quantile(ms, 0.5)), p99_ms: round(quantile(ms, 0.99)) })

try {
  await migrate(postgres.url, join(import.meta.dirname, '../database/migrations'))
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query('create table bench_lot (id int primary key, seq int not null default 0, price bigint, leader int, at_us bigint not null default 0, hash bytea not null); create table bench_event (lot_id int, seq int, at_us bigint, body text, hash bytea, primary key (lot_id, seq)); create table bench_plain (id bigserial primary key, lot_id int, at_us bigint, body text, hash bytea)')
  for (const count of options.lots.split(',').map(Number)) {
    const ids = await lotsOf(client, count, clients)
    const gate = await openGate({ url: postgres.url, secret: randomUUID().repeat(2), dataDir: join(folder, 'data'), key: generateKeyPairSync('ed25519'), now: () => new Date(), log: { warn: () => {}, error: (facts, message) => { console.error(message, facts) } }, limits: { apartMs: 0 } })
    await gate.look()
    while (gate.held().length < count) await gate.look()
    const send = async (lot: number, bidder: number, amount: number): Promise<string> => {
      const key = randomUUID(), answer = await gate.send(ids[lot]!, { by: { bidder }, command: { type: 'bid', amount: vnd(amount), key } }, key)
      return answer.kind !== 'answered' ? answer.kind : answer.event.type === 'refused' ? answer.event.refusal.code : 'taken'
    }
    const amounts = Array.from({ length: count }, () => 0)
    const full = await drive(count, send, null, amounts)
    print({ lots: count, clients, how: 'writer', ...shown(full) })
    print({ lots: count, clients, how: 'writer at half load', ...shown(await drive(count, send, Math.max(1, Math.round((full.taken + full.refused) / full.seconds / 2)), amounts)) })
    await gate.close()

    for (const id of ids) await client.query('insert into bench_lot (id, hash) values ($1, $2)', [id, Buffer.alloc(32)])
    const pool = new pg.Pool({ connectionString: postgres.url, max: clients })
    const open: LotState = { ...armed(openRules(), Array.from({ length: clients }, (_, n) => n + 1), 0), phase: 'open' }
    print({ lots: count, clients, how: 'select for update', ...shown(await drive(count, async (lot, bidder, amount) => {
      const one = await pool.connect()
      try {
        await one.query('begin')
        const { rows: [row] } = await one.query<{ seq: number; price: string | null; leader: number | null; at_us: string; hash: Buffer }>('select seq, price, leader, at_us, hash from bench_lot where id = $1 for update', [ids[lot]])
        const at = Math.max(Number(row!.at_us) + 1, Date.now() * 1_000)
        const { log: [event], state } = take({ ...open, seq: row!.seq, at: Number(row!.at_us), price: row!.price === null ? null : vnd(Number(row!.price)), leader: row!.leader }, { by: { bidder }, command: { type: 'bid', amount: vnd(amount), key: randomUUID() } }, at)
        const body = bodyOf(event!), hash = nextHash(row!.hash, body)
        await one.query('insert into bench_event values ($1, $2, $3, $4, $5)', [ids[lot], event!.seq, event!.at, body, hash])
        await one.query('update bench_lot set seq = $2, price = $3, leader = $4, at_us = $5, hash = $6 where id = $1', [ids[lot], state.seq, state.price, state.leader, state.at, hash])
        await one.query('commit')
        return event!.type === 'refused' ? event!.refusal.code : 'taken'
      } finally { one.release() }
    })) })
    await pool.end()

    const pgbench = ['/usr/bin/pgbench', '/usr/local/bin/pgbench'].find((path) => existsSync(path))
    if (!pgbench) { print({ lots: count, how: 'plain inserts', skipped: 'pgbench is not installed' }); continue }
    const script = join(folder, 'plain.sql'), { hostname, pathname, username, searchParams } = new URL(postgres.url)
    writeFileSync(script, `\\set lot random(1, ${count})\ninsert into bench_plain (lot_id, at_us, body, hash) values (:lot, 1795343547994000, '{"amount":110000000,"at":1795343547994000,"bidder":3,"closes_at":1795347147994000,"entered_by":null,"key":"c0d65a95-9c0a-4339-ac75-712646a49e10","seq":18,"type":"bid_taken"}', decode(repeat('ab', 32), 'hex'));\n`)
    const { stdout } = await promisify(execFile)(pgbench, ['-n', '-h', searchParams.get('host') ?? hostname, '-U', username, '-c', String(Math.min(clients, 64)), '-j', '2', '-T', String(seconds), '-f', script, pathname.slice(1)])
    print({ lots: count, clients: Math.min(clients, 64), how: 'plain inserts', per_second: Math.round(Number(/tps = ([\d.]+)/.exec(stdout)?.[1])), mean_ms: round(Number(/latency average = ([\d.]+)/.exec(stdout)?.[1])) })
  }
  await client.end()
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
if (options.goals && !reached(auctionGoals, printed)) process.exitCode = 1
