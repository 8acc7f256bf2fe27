import { join } from 'node:path'
import pg from 'pg'
import { ensureWorld } from '../database/world.ts'
import { migrate } from './core/migrate.ts'
import { readConfig } from './platform/config.ts'
import { Ending, openUndoing } from './platform/ending.ts'
import { expectFreePort, keepPostgres, keepProgram, type KeptProgram, progress, secretOf } from './platform/processes.ts'
import { takeRunLock } from './platform/run-lock.ts'

/** What `bin/start` runs: the database, the web processes and the worker, kept going until told to stop. */
const dist = import.meta.dirname
const root = join(dist, '..')
const say = (sentence: string): void => { process.stdout.write(`${sentence}\n`) }
const { later, end, fail, isEnding } = openUndoing()

async function start(): Promise<void> {
  const config = readConfig(process.env)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { void end(0) })
  const lock = await takeRunLock(config.dataDir, 'start')
  later(lock.release)
  const patience = lock.tookOver ? 12_000 : 0 // what a killed start left behind is leaving
  await expectFreePort(config, patience)
  const secret = secretOf(config)

  let url = config.databaseUrl
  if (!url) {
    const postgres = keepPostgres(config.dataDir, (why) => say(`${why} Starting it again.`))
    later(postgres.stop)
    url = await postgres.url
  }
  await migrate(url, join(root, 'database/migrations'), (name) => say(`Database: ${name}`))
  if (config.production) await refuseDemonstration(url)
  const bar = progress()
  const { accounts } = await ensureWorld(url, config, bar.show).finally(bar.end)
  if (isEnding()) return

  const env = { ...process.env, DATABASE_URL: url, SECRET: secret, DATA_DIR: config.dataDir }
  let greeted = false
  const greet = (listening: string): void => say([`\nThe Hanoi Technology Exchange is open: ${config.port === 0 ? listening : config.publicUrl}`,
    ...(accounts.length ? ['Demonstration accounts:', ...accounts.map(({ email, password, as }) => `  ${email}  ${password}  ${as}`)] : []), 'Ctrl-C stops it.\n'].join('\n'))
  // The web processes hear how many others answer, and what each counts of visitors.
  const answering = new Set<number>()
  const webs: KeptProgram[] = []
  const tellOthers = (than: number, message: object): void => webs.forEach((web, n) => { if (n !== than) web.tell(message) })
  const othersThan = (n: number) => ({ others: answering.size - Number(answering.has(n)) })
  const changed = (): void => webs.forEach((web, n) => web.tell(othersThan(n)))
  for (let n = 0; n < config.webProcesses; n++) webs.push(keepProgram(join(dist, 'server.mjs'), env, {
    shared: true, greeting: () => othersThan(n),
    onMessage: (message) => {
      const { listening, told } = message as { listening?: string; told?: object }
      if (told) tellOthers(n, { told })
      if (!listening) return
      answering.add(n)
      changed()
      if (!greeted) greet(listening)
      greeted = true
    },
    onEnd: (sentence) => { answering.delete(n); changed(); say(sentence); if (!greeted) void expectFreePort(config, patience).catch(fail) },
  }))
  const worker = keepProgram(join(dist, 'worker.mjs'), env, { onEnd: say })
  later(() => Promise.all([...webs, worker].map((kept) => kept.stop())))
}

async function refuseDemonstration(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query('select from person where demonstration limit 1').finally(() => client.end())
  if (rowCount) throw new Ending('This database holds the demonstration city, whose passwords everybody knows. Production needs a database of its own: another DATABASE_URL, or another DATA_DIR.', 2)
}

await start().catch(fail)
