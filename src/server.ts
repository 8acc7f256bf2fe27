import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { openApp } from './app.tsx'
import { openDb, openPool } from './core/database.ts'
import { listingIndex } from './modules/listings/search-index.ts'
import { readConfig } from './platform/config.ts'

/** The door for browsers. Started by `start`, or by itself with DATABASE_URL and SECRET set. */
const config = readConfig(process.env)
if (!config.databaseUrl || !config.secret) throw new Error('The web process needs DATABASE_URL and SECRET; bin/start gives it both.')
const dist = import.meta.dirname
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Record<string, string>
const pool = openPool(config.databaseUrl)
const db = openDb(pool)
const app = await openApp({ db, config, secret: config.secret, manifest, dist })
// Whoever comes through the door can search at once. Where filling the index takes a while, those who stand before it are told.
const begun = performance.now()
const notYet = createServer((_, answer) => {
  answer.writeHead(503, { 'retry-after': '10', 'content-type': 'text/plain; charset=utf-8' }).end('Sàn đang mở cửa, xin thử lại sau ít phút.\nThe Exchange is opening; please try again in a few minutes.\n')
}).on('error', () => {}) // a port that cannot be had is told by the one who listens below
const late = setTimeout(() => { if (config.port !== 0) notYet.listen(config.port, config.host) }, 1_000)
const index = await listingIndex(db).upToDate()
clearTimeout(late)
if (notYet.listening) await new Promise((done) => { notYet.close(done); notYet.closeAllConnections() })
app.log.info({ listings: index.size, words: index.lexicon.size, megabytes: Math.round(index.bytes / 1e6), seconds: Math.round((performance.now() - begun) / 100) / 10 }, 'the search index is in memory')
const address = await app.listen({ port: config.port, host: config.host })
process.send?.({ listening: address })

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
process.on('disconnect', () => void close()) // `start` is gone
