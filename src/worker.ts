import { EventEmitter } from 'node:events'
import { Logger, run, type TaskList, type WorkerPool } from 'graphile-worker'
import { openDb, openPool } from './core/database.ts'
import { openReactions } from './core/reactions.ts'
import { guardJobs } from './core/workers.ts'
import { crontab, jobHandlers } from './jobs.ts'
import { readConfig } from './platform/config.ts'
import { embedderAt } from './platform/embedding.ts'
import { openLog } from './platform/log.ts'
import { paperPost, smtpPost } from './platform/mail.ts'
import { signingKeyOf } from './platform/proof/keys.ts'
import { storageOf } from './platform/storage-open.ts'
import { reactionsOf } from './reactions.ts'

/** The door for work nobody waits for: jobs, and what follows from events. Started by `start`, or by itself with DATABASE_URL set. */
const config = readConfig(process.env)
if (!config.databaseUrl || !config.secret) throw new Error('The worker needs DATABASE_URL and SECRET; bin/start gives it both.')
const url = config.databaseUrl
const log = openLog(config.logLevel, 'worker')
const pool = openPool(url, 10)
const db = openDb(pool)

const sender = { publicUrl: config.publicUrl, secret: config.secret }
const line = openReactions({ db, reactions: reactionsOf(sender), log })
const reacting = line.run(url)

const events = new EventEmitter()
let guard: ReturnType<typeof guardJobs> | null = null
events.once('pool:create', ({ workerPool }: { workerPool: WorkerPool }) => { guard = guardJobs(url, db, workerPool.id, log) })
const post = config.smtpUrl ? smtpPost(config.smtpUrl, config.mailFrom) : paperPost
const tell = { error: log.error, warning: log.warn, info: log.debug, debug: log.trace }
const jobs = await run({
  crontab, pgPool: pool, events, concurrency: 4, noHandleSignals: true,
  logger: new Logger(() => (level, message) => tell[level]({}, message)),
  taskList: jobHandlers({ db, sender, storage: storageOf(config), post, embedder: config.embeddings && embedderAt(config.embeddings), proving: { key: signingKeyOf(config), publicUrl: config.publicUrl, tsaUrl: config.tsaUrl }, now: () => new Date() }) as unknown as TaskList,
})

let closing = false
async function close(exitCode: number): Promise<void> {
  if (closing) return
  closing = true
  setTimeout(() => process.exit(1), 8_000).unref()
  line.stop()
  await Promise.allSettled([jobs.stop(), reacting])
  await guard?.close()
  await pool.end()
  process.exit(exitCode)
}
void jobs.promise.finally(() => close(1)) // it gives up only when it cannot go on; `start` starts us again
process.on('SIGTERM', () => void close(0))
process.on('SIGINT', () => {}) // Ctrl-C reaches the whole group; `start` says when
process.on('disconnect', () => void close(0)) // `start` is gone
if (process.send && !process.connected) void close(0)
