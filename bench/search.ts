/**
 * How fast search answers. `node bench/search.ts [--sizes 200000,1000000] [--from file-or-folder]
 * [--seed 1] [--turns 3] [--seconds 10] [--bare 600] [--keep folder]`
 *
 * Builds a PostgreSQL of its own with so many listings, recombined from the demonstration city's or
 * those of JSON lines (search-corpus.ts), and asks a fixed mix of 500 queries (search-mix.ts) three ways: the
 * query alone in a process of its own, the whole page over HTTP (how many a second, from as many
 * processes as WEB_PROCESSES says or the Exchange would start), and a bare `ts_rank` query of PostgreSQL
 * over a GIN index of the same rows. Prints JSON lines, each with its method and with the machine's load
 * when it was measured. With `--keep` the databases stay in that
 * folder and are used again.
 *
 * A million listings take some 12 GB of disk and 6 GB of memory, and half an hour.
 */
import { build } from 'esbuild'
import type { ChildProcess } from 'node:child_process'
import cluster from 'node:cluster'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDb, openPool } from '../src/core/database.ts'
import { migrate } from '../src/core/migrate.ts'
import { loadCodeLists } from '../src/modules/taxonomy/commands.ts'
import { readConfig } from '../src/platform/config.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { cityRows, fileRows, fill, type Source } from './search-corpus.ts'
import { figuresOf, type MixedQuery, mixOf, quantile, round } from './search-mix.ts'

const { values: options } = parseArgs({ options: { sizes: { type: 'string', default: '200000,1000000' }, from: { type: 'string' }, seed: { type: 'string', default: '1' }, seconds: { type: 'string', default: '10' }, turns: { type: 'string', default: '3' }, bare: { type: 'string', default: '600' }, keep: { type: 'string' } } })
const root = join(import.meta.dirname, '..')
const say = (text: string): void => { process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`) }
const print = (line: object): void => { console.log(JSON.stringify({ bench: 'search', ...line, load: round(loadavg()[0]!) })) }

async function measure(size: number, url: string, rows: readonly Source[], folder: string): Promise<void> {
  const mix = mixOf(rows, Number(options.seed))
  const client = await connected(url)
  try {
    const { rows: [there] } = await client.query<{ n: number }>('select count(*)::int as n from listing')
    if (there!.n < size) {
      say(`writing ${size} listings`)
      const begun = performance.now()
      const second = await connected(url)
      await fill([client, second], rows, size, Number(options.seed), say)
      await second.end()
      print({ listings: size, what: 'database', seconds: round((performance.now() - begun) / 1000) })
    }
    const { rows: [bytes] } = await client.query<{ gin: string; texts: string }>("select (select pg_relation_size(i.indexrelid) from pg_index i where i.indrelid = 'listing'::regclass and pg_get_indexdef(i.indexrelid) like '%(search)%') as gin, pg_total_relation_size('listing_text') as texts")
    const mixFile = join(folder, 'mix.json')
    writeFileSync(mixFile, JSON.stringify(mix))
    say('PostgreSQL alone')
    const bare = await measureBare(client, mix)
    print({ listings: size, what: 'ts_rank', ...bare, method: `select id … order by ts_rank(search, query) desc limit 20 over a GIN index, same rows, filters and pages, without counting totals or facets; as many of the mix from its beginning as fit into ${options.bare} s, once to warm up, then once` })
    say('the query alone')
    const searching = await startSearching(url, mixFile, folder)
    try {
      const alone = await searching.figures
      print({ listings: size, what: 'query', ...alone, gin_mb: round(Number(bytes!.gin) / 1e6), texts_mb: round(Number(bytes!.texts) / 1e6), method: 'search() in one process, one query after the other, the look for changes included; the mix once to warm up, then in turns; cpu: what the whole process worked; memory after a full collection of garbage' })
      const ofFrequent = (p95: unknown): number => (p95 as Record<string, number>).frequent!
      print({ listings: size, what: 'times faster than ts_rank at p95', frequent: round(ofFrequent(bare.p95_by_class_ms) / Math.max(0.1, ofFrequent(alone.p95_by_class_ms))) })
      say('the whole page')
      await measurePages(size, searching, client, mix)
    } finally {
      await Promise.all(searching.children.map(async (child) => { const ended = new Promise((done) => child.once('exit', done)); child.kill('SIGTERM'); await ended }))
    }
  } finally {
    await client.end()
  }
}

/** A connection that ends with the server says nothing of its own: what went wrong is told by whoever asked. */
async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function measureBare(client: pg.Client, mix: readonly MixedQuery[]): Promise<Record<string, unknown>> {
  const ask = async ({ address, plain }: MixedQuery): Promise<number> => {
    const values: unknown[] = [], where = ["l.state = 'published'"]
    const value = (given: unknown): string => `$${values.push(given)}`
    const query = plain ? `websearch_to_tsquery('simple', ${value(plain)})` : null
    if (query) where.push(`l.search @@ ${query}`)
    if (address.kind) where.push(`l.kind = ${value(address.kind)}`)
    if (address.field) where.push(`exists (select from unnest(l.research_fields) f where f like ${value(`${address.field}%`)})`)
    if (address.trl) where.push(address.trl === 'ready' ? 'l.trl between 7 and 9' : 'l.trl between 4 and 6')
    if (address.evidence) where.push(`l.evidence_grade >= ${value(Number(address.evidence))}`)
    if (address.form) where.push(`${value(address.form)} = any(l.transfer_forms)`)
    const order = ({ newest: 'l.published_at desc', price: 'l.price_min nulls last', trl: 'l.trl desc nulls last', evidence: 'l.evidence_grade desc' } as Record<string, string>)[address.sort ?? ''] ?? (query ? `ts_rank(l.search, ${query}) desc` : 'l.published_at desc')
    const begun = performance.now()
    await client.query(`select l.id from listing l where ${where.join(' and ')} order by ${order}, l.id desc limit 20 offset ${(Number(address.page ?? 1) - 1) * 20}`, values)
    return performance.now() - begun
  }
  const until = performance.now() + Number(options.bare) * 500
  let asked = 0
  while (asked < mix.length && performance.now() < until) await ask(mix[asked++]!)
  const times: number[] = []
  for (const one of mix.slice(0, asked)) times.push(await ask(one))
  return { asked, ...figuresOf(mix, [times]) }
}

interface Searching { children: ChildProcess[]; figures: Promise<Record<string, unknown>>; base: Promise<string>; another: () => Promise<void> }
/** The process that searches, and others beside it behind the same port, as `bin/start` shares it; bundled as build.ts does, without the files browsers ask for. */
async function startSearching(url: string, mixFile: string, folder: string): Promise<Searching> {
  const dist = join(folder, 'dist')
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(join(dist, 'public'), { recursive: true })
  await build({ entryPoints: [join(root, 'bench/search-engine.ts')], absWorkingDir: root, outdir: dist, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node22', packages: 'external', jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning', outExtension: { '.js': '.mjs' } })
  for (const name of ['node_modules', 'data']) if (!existsSync(join(folder, name))) symlinkSync(join(root, name), join(folder, name))
  cluster.setupPrimary({ exec: join(dist, 'search-engine.mjs'), args: [mixFile, options.turns], execArgv: ['--expose-gc', '--max-old-space-size=8192'] })
  const children: ChildProcess[] = []
  const begin = (more: NodeJS.ProcessEnv) => {
    const child = cluster.fork({ DATABASE_URL: url, DATA_DIR: join(folder, 'data-dir'), PORT: '0', LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '1000000', ...more }).process
    children.push(child)
    return async <T>(name: string): Promise<T> => new Promise((tell, fail) => {
      child.on('message', (message) => { if (name in (message as object)) tell((message as Record<string, T>)[name]!) })
      child.once('exit', (code) => fail(new Error(`the process that searches ended with ${code}`)))
    })
  }
  const told = begin({})
  const base = told<string>('listening')
  base.catch(() => {}) // whoever waits for the figures hears of it
  return { children, figures: told('figures'), base, another: async () => { await begin({ ONLY_PAGES: 'yes' })('listening') } }
}

/** What these processes have worked so far, as Linux counts it in hundredths of a second. */
const cpuSeconds = (pids: readonly unknown[]): number => pids.reduce<number>((sum, pid) => {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return sum + (Number(stat[11]) + Number(stat[12])) / 100
}, 0)
/** The connections of PostgreSQL to this database. */
const backendsOf = (database: string): string[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
  try { return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(`postgres: techex ${database} `) } catch { return false }
})

async function measurePages(size: number, { children, base: opened, another }: Searching, client: pg.Client, mix: readonly MixedQuery[]): Promise<void> {
  const base = await opened, child = children[0]!
  const pageOf = ({ address }: MixedQuery): string => `${base}/vi/search?${new URLSearchParams(address)}`
  const ask = async (address: string): Promise<string> => {
    const answer = await fetch(address, { headers: { 'accept-encoding': 'br' } })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`)
    return text
  }
  for (const one of mix.slice(0, 100)) await ask(pageOf(one))
  const turns: number[][] = []
  for (let turn = 0; turn < Number(options.turns); turn++) {
    const times: number[] = []
    for (const one of mix) { const begun = performance.now(); await ask(pageOf(one)); times.push(performance.now() - begun) }
    turns.push(times)
  }
  print({ listings: size, what: 'page', ...figuresOf(mix, turns), method: 'GET /vi/search over HTTP on this machine, anonymous, brotli, kept connection, one after the other; a fifth of the mix to warm up, then all of it in turns' })
  const look = (): Promise<number> => new Promise((tell) => { child.once('message', (message) => tell((message as { looked_ms: number }).looked_ms)); child.send('look') })
  const plain: number[] = []
  for (let i = 0; i < 100; i++) { const begun = performance.now(); await ask(`${base}/vi/sign-in`); plain.push(performance.now() - begun) }
  const { webProcesses } = readConfig(process.env)
  say(`${webProcesses} web processes`)
  while (children.length < webProcesses) await another()
  const crowd: number[] = []
  let at = 0
  const ofEight = (goesOn: () => boolean) => Promise.all(Array.from({ length: 8 }, async () => { while (goesOn()) { const begun = performance.now(); await ask(pageOf(mix[at++ % mix.length]!)); crowd.push(performance.now() - begun) } }))
  await ofEight(() => crowd.length < mix.length * webProcesses)
  crowd.length = at = 0
  const parts = { web: children.map(({ pid }) => pid), postgresql: backendsOf((await client.query<{ name: string }>('select current_database() as name')).rows[0]!.name), clients: [process.pid] }
  const worked = (): number[] => Object.values(parts).map(cpuSeconds)
  const before = worked(), begun = performance.now()
  await ofEight(() => performance.now() < begun + Number(options.seconds) * 1000)
  const seconds = (performance.now() - begun) / 1000
  const each = worked().map((now, i) => ((now - before[i]!) * 1000) / crowd.length), all = each.reduce((sum, ms) => sum + ms, 0)
  print({ listings: size, what: 'throughput', web_processes: webProcesses, pages_per_second: round(crowd.length / seconds), cpu_ms_per_page: { ...Object.fromEntries(Object.keys(parts).map((part, i) => [part, round(each[i]!)])), all: round(all) },
    pages_per_second_alone: round((availableParallelism() * 1000) / all), share_of_machine: round((all * crowd.length) / seconds / 1000 / availableParallelism()), p95_ms: quantile(crowd, 0.95), plain_page_p50_ms: quantile(plain, 0.5),
    method: `8 clients in one process for ${options.seconds} s over the same mix, after all of it once for each web process; ${webProcesses} web process${webProcesses > 1 ? 'es' : ''} behind one port, PostgreSQL and the clients share the machine’s ${availableParallelism()} processors; share_of_machine: how much of them these had, whatever else was running; pages_per_second_alone: what the processors’ time a page allows where nothing else runs` })
  const delays: number[] = [], looks: number[] = []
  for (let i = 0; i < 10; i++) {
    const word = `zq${i}x${Date.now().toString(36)}`
    const { rows: [one] } = await client.query<{ id: number }>(`with l as (insert into listing (kind, state, organisation_id, original_language, price_mode, submitted_at, published_at, created_at, updated_at) select 'offer', 'submitted', min(id), 'vi', 'negotiable', now(), null, now(), now() from organisation returning id),
      t as (insert into listing_text (listing_id, language, title) select id, 'vi', $1 from l) select id from l`, [`Máy ${word}`])
    await client.query("update listing set state = 'published', published_at = now() where id = $1", [one!.id])
    const begun = performance.now()
    while (!(await ask(`${base}/vi/search?q=${word}`)).includes(`/vi/offers/${one!.id}"`)) if (performance.now() - begun > 20_000) throw new Error('a published listing was not found within 20 seconds')
    delays.push(performance.now() - begun)
    await client.query('delete from listing where id = $1', [one!.id])
  }
  for (let i = 0; i < 10; i++) {
    await client.query("update listing set state = 'closed' where id = $1", [i + 1])
    await look()
    await client.query("update listing set state = 'published' where id = $1", [i + 1])
    looks.push(await look())
  }
  const memory = (what: string): number[] => children.map(({ pid }) => round(Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000))
  print({ listings: size, what: 'published to found', p50_ms: quantile(delays, 0.5), most_ms: round(Math.max(...delays)), indexing_one_p50_ms: quantile(looks, 0.5), indexing_one_most_ms: round(Math.max(...looks)), web_process_mb: memory('VmRSS'), web_process_most_mb: memory('VmHWM'), method: 'ten listings published one after the other by another connection; from its commit until a page shows it, the page included; indexing one: the look for changes, reading the listing and putting it into the index' })
}

const city = cityRows(root)
const rows = options.from ? await fileRows(options.from, city) : city
if (rows.length < 10) throw new Error(`${options.from} holds only ${rows.length} listings; recombining needs at least ten.`)
const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'techex-bench-'))
mkdirSync(folder, { recursive: true })
chmodSync(folder, 0o755)
const postgres = await startEmbeddedPostgres(folder)
try {
  for (const size of options.sizes.split(',').map(Number)) {
    const name = `bench_${size}_${rows.length}`
    const admin = await connected(postgres.url)
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
    if (!rowCount) await admin.query(`create database ${name}`)
    const url = postgres.url.replace('/techex?', `/${name}?`)
    await migrate(url, join(root, 'database/migrations'))
    const pool = openPool(url, 2)
    await loadCodeLists(openDb(pool), join(root, 'data'))
    await pool.end()
    await measure(size, url, rows, folder)
    if (!options.keep) await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
} finally {
  await postgres.stop()
  if (!options.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
