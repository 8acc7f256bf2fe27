import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApp } from './app.tsx'
import { openDb, openPool } from './core/database.ts'
import { readConfig } from './platform/config.ts'

/** The door for browsers. Started by `start`, or by itself with DATABASE_URL and SECRET set. */
const config = readConfig(process.env)
if (!config.databaseUrl || !config.secret) throw new Error('The web process needs DATABASE_URL and SECRET; bin/start gives it both.')
const dist = import.meta.dirname
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Record<string, string>
const pool = openPool(config.databaseUrl)
const app = await openApp({ db: openDb(pool), config, secret: config.secret, manifest, dist })
const address = await app.listen({ port: config.port, host: config.host })
process.send?.({ listening: address })

let closing = false
async function close(): Promise<void> {
  if (closing) return
  closing = true
  const late = setTimeout(() => process.exit(1), 8_000)
  await app.close()
  await pool.end()
  clearTimeout(late)
  process.exit(0)
}
process.on('SIGTERM', () => void close())
process.on('SIGINT', () => {}) // Ctrl-C reaches the whole group; `start` says when
process.on('disconnect', () => void close()) // `start` is gone
