import cluster from 'node:cluster'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApp } from './app.tsx'
import { openDb, openPool } from './core/database.ts'
import { listingIndex } from './modules/listings/search-index.ts'
import { marketIndex } from './modules/matching/market-index.ts'
import { readConfig } from './platform/config.ts'
import { openWaitingRoom } from './web/opening.ts'
import { openVisits, type Told } from './web/visits.ts'

/** The door for browsers. Started by `start`, or by itself with DATABASE_URL and SECRET set. */
const config = readConfig(process.env)
if (!config.databaseUrl || !config.secret) throw new Error('The web process needs DATABASE_URL and SECRET; bin/start gives it both.')
const dist = import.meta.dirname
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Record<string, string>
const pool = openPool(config.databaseUrl, config.poolSize)
const db = openDb(pool)
// What `start` tells: how many other web processes answer here, and how often each address came to them.
const waitingRoom = openWaitingRoom(config)
const visits = openVisits(config.webProcesses > 1 && process.send ? (told) => process.send?.({ told }) : null)
process.on('message', ({ others, told }: { others?: number; told?: Told }) => {
  if (others !== undefined) waitingRoom.others(others)
  if (told) visits.hear(told)
})
const app = await openApp({ db, config, secret: config.secret, manifest, dist, visits })
// Whoever comes through the door can search at once.
const begun = performance.now()
const index = await listingIndex(db).upToDate()
await waitingRoom.end()
app.log.info({ listings: index.size, words: index.lexicon.size, megabytes: Math.round(index.bytes / 1e6), seconds: Math.round((performance.now() - begun) / 100) / 10 }, 'the search index is in memory')
const address = await app.listen({ port: config.port, host: config.host })
process.send?.({ listening: address })
// Pages are answered meanwhile; the first that shows matches waits for what is left of this.
const comparing = performance.now()
marketIndex(db).upToDate().then(
  (market) => app.log.info({ listings: market.size, seconds: Math.round((performance.now() - comparing) / 100) / 10 }, 'the market is ready to be matched'),
  (error: unknown) => app.log.warn(error, 'the market could not be read for matching; the next page that shows matches tries again'))

let closing = false
async function close(): Promise<void> {
  if (closing) return
  closing = true
  const patience = setTimeout(() => process.exit(1), 8_000)
  await app.close()
  await pool.end()
  clearTimeout(patience)
  process.exit(0)
}
process.on('SIGTERM', () => void close())
process.on('SIGINT', () => {}) // Ctrl-C reaches the whole group; `start` says when
if (cluster.worker) cluster.worker.exitedAfterDisconnect = true // or Node would leave in the middle of an answer
process.on('disconnect', () => void close()) // `start` is gone
