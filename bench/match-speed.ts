/**
 * How fast needs are matched. `node bench/match-speed.ts [--sizes 200000,1000000] [--from file-or-folder]
 * [--needs 200] [--turns 3] [--minisearch 50000] [--postgres 200000] [--seconds 120] [--seed 1]`
 *
 * Offers are recombined sentence by sentence from the demonstration city's listings and those of JSON
 * lines (search-corpus.ts); needs of 60 and of 600 words are put together from the same sentences, so
 * every word they have is known and the common ones are common: the dearest case. For each size a
 * process of its own (match-speed-engine.ts) learns the meaning, fills the engine and asks it every need
 * alone, one after the other. MiniSearch is asked the same at the size it is
 * given, beside ours at that size; PostgreSQL ranks with ts_rank whatever holds any of a need's words,
 * over a GIN index of the same texts.
 *
 * Prints JSON lines with the machine's load. `p95_at_best_ms` takes of each need the quickest of its
 * turns, which leaves most of what else a busy machine does aside; `cpu_p95_ms` is what the process worked
 * for a need, collecting garbage included. A million offers take some 3 GB of memory and half an hour. From publishing a listing to
 * its standing on a page as a match, through web process and database, is not measured here.
 */
import { fork } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { fold } from '../src/platform/text.ts'
import { anyOf } from './match-rivals.ts'
import { needsOf, offersOf, rowsFrom } from './match-speed-corpus.ts'
import { quantile, round } from './search-mix.ts'

const { values: options } = parseArgs({ options: {
  sizes: { type: 'string', default: '200000,1000000' }, from: { type: 'string' }, needs: { type: 'string', default: '200' }, turns: { type: 'string', default: '3' },
  minisearch: { type: 'string', default: '50000' }, postgres: { type: 'string', default: '200000' }, seconds: { type: 'string', default: '120' }, seed: { type: 'string', default: '1' },
} })
const say = (text: string): void => { process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`) }
const print = (line: object): void => { console.log(JSON.stringify({ bench: 'match-speed', ...line, load: round(loadavg()[0]!) })) }

/** What a process of its own tells of an engine at a size. */
async function measured(engine: 'ours' | 'minisearch', size: number): Promise<void> {
  const child = fork(join(import.meta.dirname, 'match-speed-engine.ts'), [engine, String(size), options.needs, options.turns, options.seed, options.from ?? ''], { execArgv: ['--expose-gc', '--max-old-space-size=12288', ...(process.env.PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.PROFILE}`] : [])] })
  child.on('message', (message) => { const { told, ...line } = message as { told?: string }; if (told) say(`${engine} ${size}: ${told}`); else print({ engine, offers: size, ...line }) })
  await new Promise<void>((done, fail) => { child.once('exit', (code) => { if (code === 0) done(); else fail(new Error(`${engine} at ${size} ended with ${code}`)) }) })
}

async function measurePostgres(size: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'techex-match-speed-'))
  chmodSync(folder, 0o755) // the embedded server runs as somebody else
  const postgres = await startEmbeddedPostgres(folder)
  try {
    const client = new pg.Client({ connectionString: postgres.url })
    client.on('error', () => {})
    await client.connect()
    await client.query('create unlogged table offer (id int primary key, v tsvector not null)')
    const rows = await rowsFrom(options.from), begun = performance.now()
    let batch: object[] = []
    const write = async (): Promise<void> => { await client.query("insert into offer select id, to_tsvector('english', en) || to_tsvector('simple', vi) from json_to_recordset($1) as x(id int, en text, vi text)", [JSON.stringify(batch)]); batch = [] }
    for (const { id, texts } of offersOf(rows, size, Number(options.seed))) {
      batch.push({ id, ...inWords(texts) })
      if (batch.length === 2_000) await write()
    }
    await write()
    await client.query("set maintenance_work_mem = '1GB'")
    await client.query('create index on offer using gin (v)')
    await client.query('vacuum analyze offer')
    const built = performance.now()
    for (const [length, needs] of Object.entries(needsOf(rows, Number(options.needs), Number(options.seed)))) {
      const times: number[] = []
      const until = performance.now() + Number(options.seconds) * 1000
      for (const need of needs) {
        const { en, vi } = inWords(need), start = performance.now()
        await client.query("select id from offer, (select to_tsquery('english', $1) || to_tsquery('simple', $2) as q) asked where v @@ q order by ts_rank(v, q) desc, id limit 100", [anyOf(en), anyOf(vi)])
        times.push(performance.now() - start)
        if (performance.now() > until) break
      }
      print({ engine: 'ts_rank', offers: size, words: Number(length), asked: times.length, p50_ms: quantile(times, 0.5), p95_ms: quantile(times, 0.95), most_ms: round(Math.max(...times)), build_seconds: round((built - begun) / 1000), method: `any of the words, order by ts_rank, limit 100, GIN index; as many needs as fit into ${options.seconds} s` })
    }
    await client.end()
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
const inWords = (texts: readonly { text: string; language: 'vi' | 'en' }[]): { en: string; vi: string } => {
  const said = (language: 'vi' | 'en'): string => fold(texts.filter((one) => one.language === language).map(({ text }) => text).join(' '))
  return { en: said('en'), vi: said('vi') }
}

const sizes = options.sizes.split(',').map(Number).filter(Boolean)
for (const size of sizes) await measured('ours', size)
if (Number(options.minisearch)) {
  if (!sizes.includes(Number(options.minisearch))) await measured('ours', Number(options.minisearch))
  await measured('minisearch', Number(options.minisearch))
}
if (Number(options.postgres)) await measurePostgres(Number(options.postgres))
