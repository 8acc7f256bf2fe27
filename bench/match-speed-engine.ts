/**
 * One engine at one size in a process of its own, so that its memory can be told and is given back.
 * Forked by match-speed.ts, to which it tells its figures: engine, offers, needs, turns, seed, file or folder.
 */
import MiniSearch from 'minisearch'
import { join } from 'node:path'
import { dictionaryOf, meaningOf, plan } from '../src/modules/matching/files.ts'
import { Likeness } from '../src/platform/likeness/engine.ts'
import type { Text } from '../src/platform/likeness/reading.ts'
import { fold } from '../src/platform/text.ts'
import { needsOf, offersOf, rowsFrom, type SpeedOffer } from './match-speed-corpus.ts'
import { quantile, round } from './search-mix.ts'

const [engine, size, count, turns, seed] = [process.argv[2], ...process.argv.slice(3, 7).map(Number)] as [string, number, number, number, number]
const rows = await rowsFrom(process.argv[7] || undefined)
const tell = (line: object): void => { process.send?.(line) }
const cpu = (since?: NodeJS.CpuUsage): number => { const { user, system } = process.cpuUsage(since); return (user + system) / 1000 }
const memory = (): object => {
  ;(globalThis as { gc?: () => void }).gc?.()
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  return { process_mb: round(rss / 1e6), heap_mb: round(heapUsed / 1e6), buffers_mb: round(arrayBuffers / 1e6) }
}
const bestOf = 100

/** Asks every need in turns, after a tenth of them to warm up. */
function asked(what: string, near: (need: readonly Text[]) => unknown, lengths: readonly (60 | 600)[] = [60, 600]): void {
  const all = needsOf(rows, count, seed)
  for (const words of lengths) {
    const needs = all[words]
    for (const need of needs.slice(0, Math.ceil(count / 10))) near(need)
    const runs: number[][] = [], worked: number[] = []
    for (let turn = 0; turn < turns; turn++) runs.push(needs.map((need) => {
      const start = performance.now(), before = process.cpuUsage()
      near(need)
      worked.push(cpu(before))
      return performance.now() - start
    }))
    const times = runs.flat()
    tell({ what, words, needs: count, turns, p50_ms: quantile(times, 0.5), p95_ms: quantile(times, 0.95), most_ms: round(Math.max(...times)),
      p95_at_best_ms: quantile(needs.map((_, i) => Math.min(...runs.map((turn) => turn[i]!))), 0.95), cpu_p50_ms: quantile(worked, 0.5), cpu_p95_ms: quantile(worked, 0.95) })
  }
}
/** Gives every offer to `add`, and says how long that alone took. */
function filled(add: (offer: SpeedOffer) => void): { seconds: number; cpu_seconds: number } {
  let seconds = 0, work = 0, done = 0, batch: SpeedOffer[] = []
  const give = (): void => {
    const start = performance.now(), before = process.cpuUsage()
    for (const offer of batch) add(offer)
    seconds += (performance.now() - start) / 1000
    work += cpu(before) / 1000
    if ((done += batch.length) % 100_000 === 0) tell({ told: `${done} offers` })
    batch = []
  }
  for (const offer of offersOf(rows, size, seed)) { batch.push(offer); if (batch.length === 1_000) give() }
  give()
  return { seconds: round(seconds), cpu_seconds: round(work) }
}

async function measureOurs(): Promise<void> {
  const vietnamese = rows.filter(({ texts }) => texts.vi).length
  tell({ what: 'source', listings: rows.length, with_vietnamese: vietnamese, with_english: rows.filter(({ texts }) => texts.en).length })
  let start = performance.now()
  const dictionary = dictionaryOf(join(import.meta.dirname, '../data/lexicon'))
  const read = performance.now() - start
  // As many as meaningOf looks at, as if taken evenly from all: they are recombined at random.
  const sample = [...offersOf(rows, Math.min(size, 8_000), seed + 2)]
  start = performance.now()
  const before = process.cpuUsage()
  const meaning = meaningOf(sample, dictionary)
  tell({ what: 'learning', pairs: dictionary.size, dictionary_ms: round(read), seconds: round((performance.now() - start) / 1000), cpu_seconds: round(cpu(before) / 1000), terms: meaning?.rows.size ?? 0, dimensions: meaning?.dimensions ?? 0 })
  sample.length = 0
  const market = new Likeness(plan, { dictionary, meaning })
  const filling = market.filling()
  const build = filled((offer) => filling.add(offer))
  filling.done()
  tell({ what: 'filling', ...build, index_mb: round(market.bytes / 1e6), words: market.lexicon.size, ...memory() })
  asked('near', (need) => market.near(need, bestOf))
  // New offers, one at a time, each asked for until it is found.
  const news: number[] = [], puts: number[] = []
  let late = 0
  for (const { id, texts } of offersOf(rows, 300, seed + 3)) {
    const own = { id: size + id, texts }, begun = performance.now()
    market.put([own])
    puts.push(performance.now() - begun)
    if (market.near(texts, bestOf).some((found) => found.id === own.id)) news.push(performance.now() - begun)
    else late++
    await new Promise((turn) => setImmediate(turn)) // merging goes on between two of them, as it does between requests
  }
  tell({ what: 'new offer', matched: news.length, never: late, put_p50_ms: quantile(puts, 0.5), put_p95_ms: quantile(puts, 0.95), until_matched_p50_ms: quantile(news, 0.5), until_matched_p95_ms: quantile(news, 0.95), until_matched_most_ms: round(Math.max(...news)) })
  asked('near after 300 came', (need) => market.near(need, bestOf), [60])
}

async function measureMini(): Promise<void> {
  const mini = new MiniSearch({ fields: ['title', 'summary', 'text'], storeFields: [], processTerm: (term: string) => fold(term) || null })
  const said = (texts: readonly Text[], field: number): string => texts.filter((one) => one.field === field).map(({ text }) => text).join(' ')
  const build = filled(({ id, texts }) => mini.addAll([{ id, title: said(texts, 0), summary: said(texts, 1), text: said(texts, 2) }]))
  tell({ what: 'filling', ...build, ...memory() })
  asked('near', (need) => mini.search(need.map(({ text }) => text).join(' '), { boost: { title: 4, summary: 1.5 }, combineWith: 'OR' }).slice(0, bestOf))
}

if (engine === 'ours') await measureOurs()
else await measureMini()
process.disconnect?.()
