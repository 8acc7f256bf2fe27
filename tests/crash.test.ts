import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { aDataDir, answeringOf, answers, ensureBuilt, freePort, kill, leftFor, type Part, pidsOf, type Running, startExchange, statusOf, until, untilOpen } from './running.ts'
import { type Writer, writers } from './writers.ts'

const folders: string[] = []
const started: Running[] = []
const aFolder = (): string => { const folder = aDataDir(); folders.push(folder); return folder }
const start = (dataDir: string, port: number, env?: NodeJS.ProcessEnv): Running => { const running = startExchange(dataDir, port, env); started.push(running); return running }
const stop = async (running: Running, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => { running.child.kill(signal); return running.exited }

beforeAll(ensureBuilt)
afterAll(async () => {
  for (const running of started) if (running.child.exitCode === null && running.child.signalCode === null) await stop(running)
  for (const folder of folders) {
    for (const line of leftFor(folder)) kill(Number(line.split(' ')[0]))
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
})

const parts: Part[] = ['postmaster', 'backend', 'web', 'worker', 'start']
const shuffled = <T>(all: T[]): T[] => all.map((one) => ({ one, at: Math.random() })).toSorted((a, b) => a.at - b.at).map(({ one }) => one)

describe('Killed at any moment', () => {
  test('every process in turn, while people write: nothing acknowledged is lost, nothing is half there.', { timeout: 300_000 }, async () => {
    const dataDir = aFolder()
    const port = await freePort()
    let running = start(dataDir, port)
    await untilOpen(running)

    const tried = writers.map((writer): { writer: Writer; keys: string[]; acknowledged: string[] } => ({ writer, keys: [], acknowledged: [] }))
    let writing = true
    const loops = tried.flatMap((one) => [1, 2, 3].map(async () => {
      while (writing) {
        const key = randomUUID()
        one.keys.push(key)
        const done = await one.writer.write(running.base, key).catch(() => false)
        if (done) one.acknowledged.push(key)
        else await new Promise((next) => setTimeout(next, 100))
      }
    }))

    const rounds = [...shuffled(parts), ...shuffled(parts)]
    const slowest: Record<string, number> = {}
    for (const part of rounds) {
      await new Promise((next) => setTimeout(next, 300 + Math.random() * 700))
      const victims = pidsOf(part, running)
      expect(victims.length, `a ${part} to kill`).toBeGreaterThan(0)
      const since = Date.now()
      kill(victims[Math.floor(Math.random() * victims.length)] as number)
      if (part === 'start') {
        await running.exited
        running = start(dataDir, port)
        await until(() => running.output().includes('is open'), running.output)
      }
      await new Promise((next) => setTimeout(next, 100))
      await untilOpen(running)
      slowest[part] = Math.max(slowest[part] ?? 0, Date.now() - since)
    }
    const before = tried.map(({ acknowledged }) => acknowledged.length)
    await until(() => tried.every(({ acknowledged }, at) => acknowledged.length > (before[at] as number)), () => 'writing goes on after the last kill')
    writing = false
    await Promise.all(loops)

    const client = new pg.Client({ connectionString: await joinEmbeddedPostgres(dataDir) })
    await client.connect()
    const found = await Promise.all(tried.map(({ writer, keys }) => writer.found(client, keys)))
    await client.end()
    for (const [at, { writer, keys, acknowledged }] of tried.entries()) {
      const { whole, part } = found[at] as (typeof found)[number]
      console.log(`${writer.name}: ${keys.length} tried, ${acknowledged.length} acknowledged, ${whole.size} there; back after at most ${JSON.stringify(slowest)} ms (killed: ${rounds.join(', ')})`)
      expect(acknowledged.length).toBeGreaterThan(10)
      expect(acknowledged.filter((key) => !whole.has(key)), 'acknowledged and lost').toEqual([])
      expect([...part], 'half written').toEqual([])
    }
    expect(await stop(running)).toBe(0)
    expect(leftFor(dataDir)).toEqual([])
  })

  test('all at once, with lock files whose numbers other programs have since received: the next start opens.', { timeout: 180_000 }, async () => {
    const dataDir = aFolder()
    const port = await freePort()
    const first = start(dataDir, port)
    await untilOpen(first)
    for (const part of parts) for (const pid of pidsOf(part, first)) kill(pid)
    await first.exited
    await until(() => leftFor(dataDir).length === 0, () => leftFor(dataDir).join('\n'))
    const home = realpathSync(join(dataDir, 'postgres'))
    for (const file of ['cluster/postmaster.pid', 'socket/.s.PGSQL.5432.lock']) {
      const [, ...rest] = readFileSync(join(home, file), 'utf8').split('\n')
      writeFileSync(join(home, file), [process.pid, ...rest].join('\n'))
    }
    const second = start(dataDir, port)
    await untilOpen(second)
    expect(await stop(second)).toBe(0)
  })
})

describe('Two web processes behind one port', () => {
  test('Killed one after the other, pages are answered all along; each comes back, visitors are counted together, and the port is free at the end.', { timeout: 240_000 }, async () => {
    const dataDir = aFolder()
    const running = start(dataDir, await freePort(), { WEB_PROCESSES: '2', REQUESTS_PER_MINUTE: '100', LOG_LEVEL: 'info' })
    await untilOpen(running)
    const two = async (): Promise<number[]> => { await until(() => answeringOf(running).length === 2, running.output); return answeringOf(running) }
    let asking = true, visitors = 0, answered = 0
    const lost: number[] = []
    const loops = [1, 2, 3].map(async () => {
      while (asking) {
        const since = Date.now(), n = ++visitors
        const status = await statusOf(`${running.base}/vi/sign-in`, `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)
        if (status === 200) answered++
        else lost.push(since)
      }
    })
    let before = await two()
    for (const round of [0, 1]) {
      await new Promise((next) => setTimeout(next, 500))
      const [answeredThen, killed, victim] = [answered, Date.now(), before[round] as number]
      kill(victim)
      await until(() => answered > answeredThen + 100, () => `${answered - answeredThen} pages after the death of ${victim}`)
      const now = await two()
      expect(now).not.toContain(victim)
      // What was handed to the dead process is lost with it; whoever comes once that is known finds the other.
      expect(lost.filter((since) => since > killed + 2_000)).toEqual([])
      before = [victim, now.find((pid) => before.includes(pid)) as number] // next time the one that stayed
    }
    asking = false
    await Promise.all(loops)
    console.log(`${answered} pages answered, ${lost.length} lost with a process that held them`)

    // A hundred a minute from one address, whichever process it comes to.
    const fromOne = async (times: number): Promise<number[]> => { const all: number[] = []; for (let i = 0; i < times; i++) all.push(await statusOf(`${running.base}/vi/sign-in`, '192.0.2.7')); return all }
    expect(new Set(await fromOne(60))).toEqual(new Set([200]))
    await new Promise((next) => setTimeout(next, 600))
    await fromOne(60)
    await new Promise((next) => setTimeout(next, 600))
    expect(new Set(await fromOne(4))).toEqual(new Set([429]))

    expect(await stop(running)).toBe(0)
    expect(leftFor(dataDir)).toEqual([])
    const next = createServer()
    await new Promise<void>((open, fail) => { next.once('error', fail).listen(Number(new URL(running.base).port), '127.0.0.1', open) })
    next.close()
  })
})

describe('One at a time', () => {
  test('Of two starts at once one runs and the other says so; Ctrl-C, pressed twice, leaves nothing behind.', { timeout: 180_000 }, async () => {
    const dataDir = aFolder()
    const both = [start(dataDir, await freePort()), start(dataDir, await freePort())]
    const [code, loser] = await Promise.race(both.map(async (one) => [await one.exited, one] as const))
    expect(code).toBe(3)
    const winner = both.find((one) => one !== loser) as Running
    expect(loser.output()).toContain(`already running as process ${winner.child.pid}`)
    await untilOpen(winner)
    winner.child.kill('SIGINT')
    setTimeout(() => winner.child.kill('SIGINT'), 20)
    expect(await winner.exited).toBe(0)
    expect(leftFor(dataDir)).toEqual([])
    expect(await answers(winner.base)).toBe(false)
  })

  test('Ctrl-C while the first start is still making its database ends it, and the next one goes on.', { timeout: 180_000 }, async () => {
    const dataDir = aFolder()
    const port = await freePort()
    const first = start(dataDir, port)
    await until(() => existsSync(join(dataDir, 'postgres')), first.output)
    expect(await stop(first, 'SIGINT')).toBe(0)
    expect(leftFor(dataDir)).toEqual([])
    const second = start(dataDir, port)
    await untilOpen(second)
    expect(await stop(second, 'SIGINT')).toBe(0)
  })

  test('A port someone else has is named in a sentence, and nothing is left running.', { timeout: 180_000 }, async () => {
    const dataDir = aFolder()
    const other = createServer()
    const port = await new Promise<number>((tell) => other.listen(0, '127.0.0.1', () => tell((other.address() as { port: number }).port)))
    const running = start(dataDir, port)
    expect(await running.exited).toBe(4)
    expect(running.output()).toContain(`Port ${port} is taken by another program; choose another: PORT=${port + 1} bin/start`)
    expect(leftFor(dataDir)).toEqual([])
    other.close()
  })

  test('A wrong setting ends the start with a sentence for each.', async () => {
    const running = start(aFolder(), 0, { PORT: 'eighty', PUBLIC_URL: 'techex' })
    expect(await running.exited).toBe(2)
    expect(running.output()).toMatch(/^PORT must be a number/m)
    expect(running.output()).toMatch(/^PUBLIC_URL must be a full address/m)
  })
})
