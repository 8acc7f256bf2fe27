/**
 * The part of bench/search.ts that searches, in a process of its own, so that its memory can be told and
 * is given back. Loads the index as the web process does, measures `search()` alone, tells the figures,
 * and then opens the whole Exchange as the web process does, for the pages. Bundled and forked by search.ts;
 * those that only help to answer pages (ONLY_PAGES=yes) measure nothing.
 */
import { readFileSync } from 'node:fs'
import { openApp } from '../src/app.tsx'
import { openDb, openPool } from '../src/core/database.ts'
import { listingIndex } from '../src/modules/listings/search-index.ts'
import { search, SearchAddress } from '../src/modules/listings/search.ts'
import { readConfig } from '../src/platform/config.ts'
import { figuresOf, type MixedQuery, round } from './search-mix.ts'

const mix = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as MixedQuery[]
const config = readConfig(process.env)
const pool = openPool(config.databaseUrl ?? '', config.poolSize)
const db = openDb(pool)
const cpu = (since?: NodeJS.CpuUsage): number => { const { user, system } = process.cpuUsage(since); return (user + system) / 1000 }
const [begun, idle] = [performance.now(), process.cpuUsage()]
const engine = await listingIndex(db).upToDate()
const [seconds, work] = [(performance.now() - begun) / 1000, cpu(idle) / 1000]
if (process.env.ONLY_PAGES !== 'yes') process.send?.({ figures: await figures() })

const app = await openApp({ db, config, secret: 'bench'.repeat(10), manifest: {}, dist: import.meta.dirname })
// Asked to look what was published meanwhile, it tells how long that took.
process.on('message', () => {
  const start = performance.now()
  void listingIndex(db).upToDate().then(() => process.send?.({ looked_ms: performance.now() - start }))
})
process.on('SIGTERM', () => { void app.close().then(() => pool.end()).then(() => process.exit(0)) })
process.send?.({ listening: await app.listen({ port: 0, host: '127.0.0.1' }) })

async function figures(): Promise<Record<string, unknown>> {
  const asked = mix.map(({ address }) => SearchAddress.parse(address))
  let found = 0, corrected = 0, relaxed = 0
  for (const one of asked) {
    const result = await search(db, one, new Date())
    if (result.total) found++
    if (result.corrected !== null) corrected++
    if (result.relaxed) relaxed++
  }
  const turns: number[][] = []
  const before = process.cpuUsage()
  for (let turn = 0; turn < Number(process.argv[3]); turn++) {
    const times: number[] = []
    for (const one of asked) {
      const start = performance.now()
      await search(db, one, new Date())
      times.push(performance.now() - start)
    }
    turns.push(times)
  }
  const worked = cpu(before) / asked.length / turns.length
  ;(globalThis as { gc?: () => void }).gc?.()
  const memory = process.memoryUsage()
  return {
    build_seconds: round(seconds), build_cpu_seconds: round(work), ...figuresOf(mix, turns), cpu_ms_per_query: round(worked), with_answers: found, corrected, relaxed, of: mix.length,
    index_mb: round(engine.bytes / 1e6), words: engine.lexicon.size, segments: engine.segments.length, process_mb: round(memory.rss / 1e6), heap_mb: round(memory.heapUsed / 1e6),
  }
}
