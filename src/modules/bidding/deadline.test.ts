import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { anArmedLot, inSeconds, receiptKey, risingRules, rulesAnew } from '../../../tests/auction-lots.ts'
import { testDatabase } from '../../../tests/database.ts'
import { until } from '../../../tests/running.ts'
import type { Sent } from '../../platform/auction/decide.ts'
import { type Logged, second } from '../../platform/auction/lot.ts'
import type { Answer } from '../../platform/auction/writer.ts'
import { vnd } from '../../platform/money.ts'
import { type Gate, openGate } from './gate.ts'

const { db, url, asOwner } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-deadline-'))
const children = new Set<ChildProcess>()
let gate: Gate | undefined
/** Whoever looks for lots nobody writes would take the next test’s. */
afterEach(async () => { await gate?.close(); gate = undefined })
afterAll(() => { for (const child of children) child.kill('SIGKILL'); rmSync(folder, { recursive: true, force: true }) })
const rest = (ms: number): Promise<void> => new Promise((next) => { setTimeout(next, Math.max(0, ms)) })
const bid = (bidder: number, millions: number): [Sent, string] => { const key = randomUUID(); return [{ by: { bidder }, command: { type: 'bid', amount: vnd(millions * 1_000_000), key } }, key] }
const logOf = async (lot: number): Promise<Logged[]> => (await db.selectFrom('auction_event').select('body').where('lot_id', '=', lot).orderBy('seq').execute()).map(({ body }) => JSON.parse(body) as Logged)
const isClosed = async (lot: number): Promise<boolean> => (await logOf(lot)).some(({ type }) => type === 'closed')
/** The hours are set when all is ready, however long that took. */
async function endingIn(lot: number, seconds: number): Promise<number> {
  const closes_at = inSeconds(seconds), rules = risingRules({ opens_at: inSeconds(0.3), closes_at, reopen: 2 * second })
  await rulesAnew(asOwner, lot, rules)
  return closes_at
}

describe('The end of a lot', () => {
  test('is where it was though the writer’s clock is put five minutes forward in the middle, and then as much too far back', async () => {
    const { id } = await anArmedLot(db, risingRules({ opens_at: inSeconds(3_000), closes_at: inSeconds(6_000) }))
    let off = 0
    gate = await openGate({ url, secret: 's'.repeat(40), dataDir: join(folder, 'steps'), key: receiptKey, now: () => new Date(Date.now() + off), log: { warn: () => {}, error: () => {} }, limits: { apartMs: 0 } })
    const closes_at = await endingIn(id, 3)
    await gate.look()
    await until(async () => (await logOf(id)).some(({ type }) => type === 'opened'), () => 'the lot did not open')
    for (const [bidder, step] of [300_000, -300_000].entries()) {
      off = step
      const inTime = await gate.send(id, ...bid(bidder + 1, 100 + 5 * bidder))
      expect(Date.now() * 1_000, 'this machine was too slow to say anything').toBeLessThan(closes_at)
      expect(inTime).toMatchObject({ kind: 'answered', event: { type: 'bid_taken' } })
    }
    await rest(closes_at / 1_000 - Date.now() + 50)
    expect(await gate.send(id, ...bid(3, 110))).toMatchObject({ kind: 'answered', event: { type: 'refused', refusal: { code: 'too_late' } } })
    await until(() => isClosed(id), () => 'the lot did not close')
    const closed = (await logOf(id)).find(({ type }) => type === 'closed')!
    expect(closed.at).toBeGreaterThanOrEqual(closes_at)
    expect(closed.at - closes_at).toBeLessThan(5 * second)
  })

  test('is not passed in silence when every process stands still over it: the first that wakes gives the time back, and the one that wrote before adds nothing', async () => {
    const { id } = await anArmedLot(db, risingRules({ opens_at: inSeconds(3_000), closes_at: inSeconds(6_000) }))
    interface Worker { child: ChildProcess; holder: string; waiting: Map<number, (answer: Answer) => void> }
    const begin = (name: string): Promise<Worker> => new Promise((ready) => {
      const pem = receiptKey.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
      const child = fork('tests/auction-writer-process.ts', { env: { ...process.env, GATE_URL: url, GATE_SECRET: 's'.repeat(40), GATE_DIR: join(folder, name), GATE_KEY: pem }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
      const worker: Worker = { child, holder: '', waiting: new Map() }
      children.add(child)
      child.on('message', (message: { holder?: string; n: number; answer: Answer }) => {
        if (message.holder !== undefined) { worker.holder = message.holder; return ready(worker) }
        worker.waiting.get(message.n)?.(message.answer)
      })
    })
    const workers = await Promise.all([begin('one'), begin('two')])
    let count = 0
    const send = ({ child, waiting }: Worker, [sent, key]: [Sent, string]): Promise<Answer> => new Promise((tell) => { const n = ++count; waiting.set(n, tell); child.send({ n, lot: id, sent, key }) })
    const closes_at = await endingIn(id, 4)
    await rest(1_000)
    const first = await send(workers[0]!, bid(1, 100))
    expect(first).toMatchObject({ kind: 'answered', event: { type: 'bid_taken' } })
    const { holder: writing } = await db.selectFrom('auction_lease').select('holder').where('lot_id', '=', id).executeTakeFirstOrThrow()
    const asleep = workers.find(({ holder }) => holder === writing)!, awake = workers.find((one) => one !== asleep)!
    for (const { child } of workers) child.kill('SIGSTOP')
    // Sent to the one that sleeps: who sent it waits, and is answered by the log, whoever writes it.
    const kept = bid(3, 110), waiting = send(asleep, kept)
    await rest(closes_at / 1_000 - Date.now() + 500)
    awake.child.kill('SIGCONT')
    const late = await send(awake, bid(2, 105))
    expect(late, 'the time nobody could bid in is given back').toMatchObject({ kind: 'answered', event: { type: 'bid_taken' } })
    asleep.child.kill('SIGCONT')
    const woken = await waiting
    if (woken.kind === 'answered') expect(await send(awake, kept)).toMatchObject({ kind: 'answered', seq: woken.seq })
    await until(() => isClosed(id), () => 'the lot did not close')
    const log = await logOf(id), closed = log.findIndex(({ type }) => type === 'closed')
    expect(log.filter(({ type }) => type === 'closed')).toHaveLength(1)
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1))
    expect(log.slice(closed).filter(({ type }) => type === 'bid_taken')).toEqual([])
    expect(log.find(({ type }) => type === 'paused')).toMatchObject({ reason: 'cannot_bid' })
    const resumed = log.find((event): event is Extract<Logged, { type: 'resumed' }> => event.type === 'resumed')!
    expect(log[closed]!.at).toBeGreaterThanOrEqual(resumed.closes_at)
  }, 60_000)
})
