import { join } from 'node:path'
import pg from 'pg'
import { ensureWorld } from '../database/world.ts'
import { migrate } from './core/migrate.ts'
import { readConfig, WrongSetting } from './platform/config.ts'
import { Ending, expectFreePort, keepPostgres, keepProgram, progress, secretOf } from './platform/processes.ts'
import { InUse, takeRunLock } from './platform/run-lock.ts'

/** What `bin/start` runs: the database, the web process and the worker, kept going until told to stop. */
const dist = import.meta.dirname
const root = join(dist, '..')
const say = (sentence: string): void => { process.stdout.write(`${sentence}\n`) }
const undo: (() => unknown)[] = []
let ending: Promise<never> | null = null

/** Takes down what was put up, the last first, and leaves. Asked twice, it is done once. */
function end(exitCode: number, sentence?: string): Promise<never> {
  return ending ??= (async () => {
    if (sentence) process.stderr.write(`${sentence}\n`)
    for (const step of undo.toReversed()) await Promise.resolve(step()).catch((error: Error) => say(error.message))
    return process.exit(exitCode)
  })()
}

async function start(): Promise<void> {
  const config = readConfig(process.env)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { void end(0) })
  const lock = await takeRunLock(config.dataDir, 'start')
  undo.push(lock.release)
  await expectFreePort(config, lock.tookOver ? 12_000 : 0)
  const secret = secretOf(config)

  let url = config.databaseUrl
  if (!url) {
    const postgres = keepPostgres(config.dataDir, (why) => say(`${why} Starting it again.`))
    undo.push(postgres.stop)
    url = await postgres.url
  }
  await migrate(url, join(root, 'database/migrations'), (name) => say(`Database: ${name}`))
  if (config.production) await refuseDemonstration(url)
  const bar = progress()
  const { accounts } = await ensureWorld(url, config, bar.show).finally(bar.end)
  if (ending) return

  const env = { ...process.env, DATABASE_URL: url, SECRET: secret, DATA_DIR: config.dataDir }
  const onEnd = (sentence: string): void => say(sentence)
  const greet = ({ listening }: { listening?: string }): void => say([`\nThe Hanoi Technology Exchange is open: ${config.port === 0 ? listening : config.publicUrl}`,
    ...(accounts.length ? ['Demonstration accounts:', ...accounts.map(({ email, password, as }) => `  ${email}  ${password}  ${as}`)] : []), 'Ctrl-C stops it.\n'].join('\n'))
  const web = keepProgram(join(dist, 'server.mjs'), env, {
    onMessage: (message) => { if ((message as { listening?: string }).listening && !greeted) { greeted = true; greet(message as { listening: string }) } },
    onEnd: (sentence) => { say(sentence); if (!greeted) void expectFreePort(config, 0).catch((error: Error) => fail(error)) },
  })
  const worker = keepProgram(join(dist, 'worker.mjs'), env, { onEnd })
  undo.push(() => Promise.all([web.stop(), worker.stop()]))
}
let greeted = false

async function refuseDemonstration(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query('select from person where demonstration limit 1').finally(() => client.end())
  if (rowCount) throw new Ending('This database holds the demonstration city, whose passwords everybody knows. Production needs a database of its own: another DATABASE_URL, or another DATA_DIR.', 2)
}

function fail(error: unknown): Promise<never> {
  if (error instanceof WrongSetting) return end(2, error.message)
  if (error instanceof InUse) return end(3, error.message)
  if (error instanceof Ending) return end(error.exitCode, error.message)
  if (error instanceof Error && /^(EACCES|EROFS|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '')) return end(2, `A file cannot be written: ${error.message}. Start as the user that owns the data directory, or choose another: DATA_DIR=/a/folder.`)
  return end(1, `The Exchange could not be started: ${error instanceof Error ? error.message : String(error)}`)
}

await start().catch(fail)
