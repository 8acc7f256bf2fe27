import { fork, type ChildProcess } from 'node:child_process'
import cluster from 'node:cluster'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { join } from 'node:path'
import cliProgress from 'cli-progress'
import type { Config } from './config.ts'
import { type EmbeddedPostgres, joinEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { Ending } from './ending.ts'
import { holderOf, InUse, takeRunLock } from './run-lock.ts'

export { Ending }

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms))

/** From 0.2 to 5 seconds, doubling; what ran for a while starts again at the beginning. */
function backoff(): { wait: (ranFor: number) => number } {
  let next = 200
  return { wait: (ranFor) => { if (ranFor > 10_000) next = 200; const now = next; next = Math.min(next * 2, 5_000); return now } }
}

/** The secret that signs cookies and letters: the setting, or one made once and kept where only its owner reads it. */
export function secretOf({ secret, dataDir }: Config): string {
  if (secret) return secret
  const place = join(dataDir, 'secret')
  const read = (): string | null => { try { return readFileSync(place, 'utf8').trim() || null } catch { return null } }
  const kept = read()
  if (kept) return kept
  mkdirSync(dataDir, { recursive: true })
  const making = `${place}.${process.pid}`
  writeFileSync(making, `${randomBytes(48).toString('base64')}\n`, { mode: 0o600, flush: true })
  try { linkSync(making, place) } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error }
  rmSync(making)
  return read() as string
}

/** Throws a sentence where the web process could not listen. `patience`: how long someone leaving may still be there. */
export async function expectFreePort({ port, host }: Config, patience: number): Promise<void> {
  if (port === 0) return
  for (const until = Date.now() + patience; ;) {
    const code = await new Promise<string | null>((tell) => {
      const probe = createServer()
      probe.once('error', (error: NodeJS.ErrnoException) => tell(error.code ?? error.message))
      probe.listen({ port, host }, () => probe.close(() => tell(null)))
    })
    if (code === null) return
    if (code !== 'EADDRINUSE') {
      throw new Ending(code === 'EACCES' ? `Port ${port} may be opened by the system's administrator only; choose one above 1023: PORT=3000 bin/start`
        : `${host} is not an address of this machine (${code}); choose another: HOST=127.0.0.1 bin/start`, 4)
    }
    if (Date.now() > until) throw new Ending(`Port ${port} is taken by another program; choose another: PORT=${port < 65535 ? port + 1 : 3000} bin/start`, 4)
    await pause(200)
  }
}

export interface Kept { stop(): Promise<void> }
export interface KeptProgram extends Kept {
  /** Says something to the running program; one that is just ending or coming up anew does not hear it. */
  tell(message: object): void
}
export interface Keeping {
  /** Programs that share their port: whoever comes to it is handed to one after the other. The port itself is held here. */
  shared?: boolean
  /** The first thing each running is told. */
  greeting?: () => object
  onMessage?: (message: unknown) => void
  onEnd: (sentence: string) => void
}

/** Keeps one of our own programs running: started again whenever it ends, until told to stop. */
export function keepProgram(file: string, env: NodeJS.ProcessEnv, { shared = false, greeting, onMessage, onEnd }: Keeping): KeptProgram {
  const pauses = backoff()
  const execArgv = ['--enable-source-maps']
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | undefined
  let stopping = false
  const begin = (): ChildProcess => {
    if (!shared) return fork(file, { env, execArgv })
    cluster.setupPrimary({ exec: file, execArgv })
    return cluster.fork(env).process
  }
  const tell = (to: ChildProcess | null, message: object): void => { if (to?.connected) to.send(message, () => {}) }
  const run = (): void => {
    const since = Date.now()
    const now = begin()
    child = now
    if (onMessage) now.on('message', onMessage)
    if (greeting) tell(now, greeting())
    const over = (why: string): void => {
      if (child !== now) return
      child = null
      if (stopping) return
      const wait = pauses.wait(Date.now() - since)
      timer = setTimeout(run, wait)
      onEnd(`${file} ended (${why}); starting it again in ${wait / 1000} s.`)
    }
    now.once('exit', (code, signal) => over(signal ?? `exit ${code}`))
    now.once('error', (error) => over(error.message))
  }
  run()
  return {
    tell: (message) => tell(child, message),
    async stop() {
      stopping = true
      clearTimeout(timer)
      const now = child
      if (!now) return
      const gone = new Promise((done) => now.once('exit', done))
      now.kill('SIGTERM')
      const late = setTimeout(() => now.kill('SIGKILL'), 10_000)
      await gone
      clearTimeout(late)
    },
  }
}

/** Keeps the embedded server running. `stop` may be called at any moment, also while it is still coming up. */
export function keepPostgres(dataDir: string, onEnd: (sentence: string) => void): Kept & { url: Promise<string> } {
  const pauses = backoff()
  let stopping = false
  let server: Promise<EmbeddedPostgres> = startEmbeddedPostgres(dataDir)
  const watch = async (): Promise<void> => {
    for (;;) {
      const since = Date.now()
      const why = await server.then(({ ended }) => ended, (error: Error) => error.message)
      if (stopping) return
      onEnd(why)
      await pause(pauses.wait(Date.now() - since))
      if (stopping) return
      server = startEmbeddedPostgres(dataDir)
    }
  }
  const url = server.then((first) => { void watch(); return first.url })
  return { url, stop: async () => { stopping = true; await server.then((running) => running.stop(), () => {}) } }
}

/**
 * Gives `work` a database: the one of DATABASE_URL, the embedded one a running Exchange keeps, or
 * the embedded one started for this and stopped after it. A second command waits for the first.
 */
export async function withDatabase<T>({ databaseUrl, dataDir }: Config, work: (url: string) => Promise<T>, say: (sentence: string) => void = (sentence) => process.stderr.write(`${sentence}\n`)): Promise<T> {
  if (databaseUrl) return work(databaseUrl)
  let told = false
  for (;;) {
    if (holderOf(dataDir)?.role === 'start') return work(await joinEmbeddedPostgres(dataDir))
    try {
      const lock = await takeRunLock(dataDir, 'command')
      const kept = keepPostgres(dataDir, () => {})
      const leave = (): void => { void kept.stop().finally(() => { lock.release(); process.exit(130) }) }
      process.once('SIGINT', leave).once('SIGTERM', leave)
      try {
        return await work(await kept.url)
      } finally {
        process.off('SIGINT', leave).off('SIGTERM', leave)
        await kept.stop()
        lock.release()
      }
    } catch (error) {
      if (!(error instanceof InUse)) throw error
      if (error.holder.role === 'command' && !told) { told = true; say(`Waiting for another techex command (process ${error.holder.pid}) to finish.`) }
      await pause(500)
    }
  }
}

/** A bar where somebody watches, plain lines where nobody does. */
export function progress(out: NodeJS.WriteStream = process.stdout): { show: (done: number, total: number, what: string) => void; end: () => void } {
  let bar: cliProgress.SingleBar | null = null
  let last = -1
  return {
    show(done, total, what) {
      if (out.isTTY) {
        if (!bar) { bar = new cliProgress.SingleBar({ format: '{bar} {percentage}% · {what}', stream: out, hideCursor: true }, cliProgress.Presets.shades_classic); bar.start(total, done, { what }) }
        bar.setTotal(total)
        bar.update(done, { what })
        return
      }
      const tenth = Math.floor((done / Math.max(total, 1)) * 10)
      if (tenth !== last) out.write(`${tenth * 10}% · ${what}\n`)
      last = tenth
    },
    end() { bar?.stop() },
  }
}
