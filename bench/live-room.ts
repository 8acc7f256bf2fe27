/**
 * How many may watch one lot, and what they cost those who bid.
 * `node bench/live-room.ts [--watchers 5000,10000] [--seconds 20] [--bids 50] [--goals]` (a build is needed: `node build.ts`)
 *
 * One web process with the whole Exchange in it holds the lot and serves its room, on a PostgreSQL of its
 * own (fsync on). Those who watch are sockets of another process, from many addresses of loopback, each a
 * stream as a browser opens it. This process bids as another web process would: each bid goes to the
 * holder over its door, is committed, its receipt on the disk, and answered. All on one machine, no TLS.
 *
 * 1. `bids alone`: so many bids a second, nobody watching. `not_taken`: those a higher one overtook on the way.
 * 2. For each number of watchers: `deltas at two a second` (a bid every 500 ms; from the bid's instant in the
 *    log to its frame at the socket, for every watcher), then `bids while watched`, as in 1, and their p99
 *    beside that of 1.
 * 3. `reconnect storm`: all lose their stream and come back within 30 seconds, while bids go on.
 *
 * Two sockets a watcher, one in each process: `ulimit -n` must allow as many as watch and some hundreds.
 * With `--goals` it ends with 1 where a goal of bench/goals.ts is missed. Prints JSON lines; `load` is that of the whole machine, others' work included.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '../src/core/migrate.ts'
import { openGate } from '../src/modules/bidding/gate.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { vnd } from '../src/platform/money.ts'
import { lotsOf } from './auction-lots.ts'
import { reached, roomGoals } from './goals.ts'
import { quantile, round } from './search-mix.ts'

const rest = (ms: number): Promise<void> => new Promise((next) => { setTimeout(next, ms) })
const secret = 'a secret of this measurement only, long enough'

/** A port nobody has. */
const freePort = (): Promise<number> => new Promise((tell) => { const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address() as AddressInfo; server.close(() => tell(port)) }) })

/** Those who watch. Told `{open, lot, port, within}` they open so many streams; `{close}` all; `{take}` gives what was measured since. */
function watch(): void {
  const open = new Set<Socket>()
  let delays: number[] = [], frames = 0, refused = 0, whole = 0
  const one = (n: number, port: number, lot: number): Promise<void> => new Promise((ready) => {
    // Sixty thousand ports an address would do, but places are counted by address too.
    const socket = connect({ port, host: '127.0.0.1', localAddress: `127.0.${1 + Math.floor(n / 200)}.${1 + (n % 200)}` })
    let rest = ''
    socket.setEncoding('utf8').on('connect', () => socket.write(`GET /vi/auctions/${lot}/room/events HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n`))
    socket.on('data', (chunk: string) => {
      rest += chunk
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const frame = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (frame.includes('event: snapshot')) { whole++; ready() } else if (frame.includes('event: delta')) {
          frames++
          if (told !== null) delays.push(Date.now() - told)
        }
      }
      if (rest.startsWith('HTTP/1.1 503') || rest.startsWith('HTTP/1.1 429')) { refused++; socket.destroy() }
    }).on('error', () => {}).on('close', () => { open.delete(socket); ready() })
    open.add(socket)
  })
  let told: number | null = null
  process.on('message', (message: { open?: number; port: number; lot: number; within: number; close?: true; take?: true; bid?: number; memory?: true }) => {
    if (message.bid !== undefined) { told = message.bid; return }
    if (message.close) { for (const socket of open) socket.destroy(); process.send?.({ closed: true }); return }
    if (message.take) { process.send?.({ delays: [0.5, 0.99, 1].map((q) => quantile(delays, q)), frames, open: open.size, refused, whole }); delays = []; frames = 0; whole = 0; return }
    if (message.open === undefined) return
    const count = message.open, begun = performance.now(), { within, port, lot } = message
    void Promise.all(Array.from({ length: count }, async (_, n) => { await rest((n * within) / count); await one(n, port, lot) })).then(() => process.send?.({ opened: open.size, seconds: (performance.now() - begun) / 1_000 }))
  })
}

async function measure(): Promise<void> {
  const { values: options } = parseArgs({ options: { watchers: { type: 'string', default: '5000,10000' }, seconds: { type: 'string', default: '20' }, bids: { type: 'string', default: '50' }, goals: { type: 'boolean', default: false } } })
  const seconds = Number(options.seconds), perSecond = Number(options.bids), most = Number(/open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1_024) - 500
  const printed: Record<string, unknown>[] = []
  const print = (line: object): void => { printed.push({ ...line }); console.log(JSON.stringify({ bench: 'live-room', ...line, load: round(loadavg()[0]!) })) }
  const folder = mkdtempSync(join(tmpdir(), 'techex-bench-room-'))
  chmodSync(folder, 0o755)
  const postgres = await startEmbeddedPostgres(folder), children: ChildProcess[] = []
  try {
    await migrate(postgres.url, join(import.meta.dirname, '../database/migrations'))
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    const begin = (file: string, env: Record<string, string>): ChildProcess => { const child = fork(file, [], { env: { ...process.env, ...env } }); children.push(child); return child }
    const heard = <T>(child: ChildProcess, say?: object): Promise<T> => new Promise((tell) => { child.once('message', (message) => tell(message as T)); if (say) child.send(say) })
    const port = await freePort()
    const web = begin(join(import.meta.dirname, '../dist/server.mjs'), { DATABASE_URL: postgres.url, DATA_DIR: join(folder, 'data'), SECRET: secret, PORT: String(port), WEB_PROCESSES: '1', REQUESTS_PER_MINUTE: '1000000', LOG_LEVEL: 'error' })
    await heard(web)
    const crowd = begin(import.meta.filename, { BENCH_ROLE: 'watchers' })
    const bidders = perSecond * 2 + 10
    const [lot] = await lotsOf(client, 1, bidders)
    while (!(await client.query('select from auction_lease where lot_id = $1', [lot])).rowCount) await rest(100)
    const gate = await openGate({ url: postgres.url, secret, dataDir: join(folder, 'elsewhere'), key: generateKeyPairSync('ed25519'), now: () => new Date(), log: { warn: () => {}, error: (facts, message) => { console.error(message, facts) } } })
    let amount = 0, turn = 0
    const bid = async (): Promise<{ ms: number; at: number; kind: string }> => {
      const key = randomUUID(), since = performance.now(), sent = Date.now()
      const answer = await gate.send(lot!, { by: { bidder: 1 + (turn++ % bidders) }, command: { type: 'bid', amount: vnd(amount += 1), key, sure: true } }, key)
      return { ms: performance.now() - since, at: answer.kind === 'answered' ? answer.event.at / 1_000 : sent, kind: answer.kind === 'answered' ? answer.event.type : answer.kind }
    }
    /** So many bids a second, whatever becomes of those before. */
    async function bids(forSeconds: number, rate: number, before: () => void = () => {}): Promise<{ sent: number; not_taken: number; p50_ms: number; p99_ms: number }> {
      const begun = performance.now(), all: Promise<{ ms: number; kind: string }>[] = []
      for (let n = 0; n < forSeconds * rate; n++) { await rest(Math.max(0, begun + (n * 1_000) / rate - performance.now())); before(); all.push(bid()) }
      const done = await Promise.all(all)
      return { sent: done.length, not_taken: done.filter(({ kind }) => kind !== 'bid_taken').length, p50_ms: round(quantile(done.map(({ ms }) => ms), 0.5)), p99_ms: round(quantile(done.map(({ ms }) => ms), 0.99)) }
    }
    const memory = (): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${web.pid}/status`, 'utf8'))?.[1]) / 1_024)

    await bids(3, perSecond)
    const alone = await bids(seconds, perSecond)
    print({ what: 'bids alone', bids_per_second: perSecond, ...alone, memory_mb: memory() })
    for (const wanted of options.watchers.split(',').map(Number)) {
      const count = Math.min(wanted, most)
      const { opened, seconds: took } = await heard<{ opened: number; seconds: number }>(crowd, { open: count, port, lot, within: count / 0.5 })
      const state = { wanted, watching: opened, opened_in_s: round(took), ...(count < wanted ? { limited_by: 'ulimit -n' } : {}) }
      await heard(crowd, { take: true })
      // A bid's instant is told to the crowd beforehand: nothing else is sent in these half seconds.
      const deltas = await bids(seconds, 2, () => crowd.send({ bid: Date.now() }))
      await rest(1_500)
      const { delays: [p50, p99, longest], frames } = await heard<{ delays: number[]; frames: number }>(crowd, { take: true })
      print({ what: 'deltas at two a second', ...state, frames, of: opened * deltas.sent, delta_p50_ms: round(p50!), delta_p99_ms: round(p99!), longest_ms: round(longest!), bids_p99_ms: deltas.p99_ms, memory_mb: memory() })
      const watched = await bids(seconds, perSecond)
      print({ what: 'bids while watched', ...state, bids_per_second: perSecond, ...watched, times_alone: round(watched.p99_ms / alone.p99_ms), memory_mb: memory() })
      await heard(crowd, { close: true })
      await rest(1_000)
      const storming = heard<{ opened: number; seconds: number }>(crowd, { open: count, port, lot, within: 30_000 })
      const storm = await bids(30, perSecond), back = await storming
      print({ what: 'reconnect storm', wanted, came_back: back.opened, within_s: round(back.seconds), ...storm, times_alone: round(storm.p99_ms / alone.p99_ms), memory_mb: memory() })
      await heard(crowd, { close: true })
      await rest(1_000)
    }
    await gate.close()
    await client.end()
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  if (options.goals && !reached(roomGoals, printed)) process.exitCode = 1
}
if (process.env.BENCH_ROLE === 'watchers') watch()
else await measure()
