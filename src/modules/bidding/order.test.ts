import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { anyRules, anyStep, opens, sentBy, type Step } from '../../../tests/auction-courses.ts'
import { anArmedLot, receiptKey } from '../../../tests/auction-lots.ts'
import { plainLot } from '../../../tests/auction-plain-lot.ts'
import { aPerson, testDatabase } from '../../../tests/database.ts'
import { due, longestQueue, type Sent } from '../../platform/auction/decide.ts'
import { type Command, type Form, type Logged, second } from '../../platform/auction/lot.ts'
import { openSpool } from '../../platform/auction/spool.ts'
import { type Answer, openWriter, sender } from '../../platform/auction/writer.ts'
import { signReceipt } from '../../platform/proof/receipt.ts'
import { openStore } from './store.ts'

/** How many lots of each form: AUCTION_ORDER_RUNS=500 for a night. A failure prints its seed, and the course. */
const numRuns = Number(process.env.AUCTION_ORDER_RUNS ?? 25)
const { db, url } = await testDatabase()
const dataDir = mkdtempSync(join(tmpdir(), 'techex-order-'))
afterAll(() => { rmSync(dataDir, { recursive: true, force: true }) })
// The auctioneer of the courses is person 9.
for (let n = 0; n < 9; n++) await aPerson(db)
const silent = { warn: () => {}, error: () => {} }

interface Sending { sent: Sent; key: string; began: number; ended: number; answer: Extract<Answer, { kind: 'answered' }> }
/** What the clock did, as a command: nobody sent it. */
const byClock: Partial<Record<Logged['type'], Command>> = { opened: { type: 'open' }, closed: { type: 'close' }, price_lowered: { type: 'tick' } }

/**
 * Four people press at once, some keys twice, while the hours of the lot go by in leaps; then the log is
 * told again in its order by the plain rules. Whoever was answered before another pressed stands before
 * them, each answer is what the rules give at its place, and the clock was never behind.
 */
async function course(form: Form, rules: Parameters<typeof plainLot>[0], people: readonly Step[][]): Promise<{ events: number; refused: number; together: number }> {
  const { id, people: bidders } = await anArmedLot(db, rules, 4)
  await db.updateTable('auction_lot').set({ armed_at: new Date((opens - second) / 1_000) }).where('id', '=', id).execute()
  let now = opens - 10 * second, count = 0
  const clock = (): number => (now += 3)
  const timers = new Set<{ at: number; act: () => void }>()
  const later = (ms: number, act: () => void): (() => void) => { const timer = { at: now + ms * 1_000, act }; timers.add(timer); return () => timers.delete(timer) }
  /** Time goes on, and whoever waited for the hour is woken. */
  const goOn = (seconds: number): void => { now += seconds * second; for (const timer of timers) if (timer.at <= now) { timers.delete(timer); timer.act() } }
  const store = openStore({ url, holder: randomUUID(), endpoint: () => '', clock, leaseMs: 60_000 }), spool = openSpool(dataDir)
  const taken = (await store.take(id))!
  const writer = openWriter({ lot: id, taken, store, spool, sign: (event) => signReceipt(event, receiptKey), clock, log: silent, later, onEnd: () => {}, limits: { apartMs: 0, leaseMs: 60_000 } })
  await writer.begun
  const done: Sending[] = []
  await Promise.all(people.map(async (steps) => {
    for (const step of steps) {
      goOn(step.wait / 4)
      const { sent } = sentBy({ ...step, clock: false }, writer.state), key = randomUUID(), began = ++count
      const stamped: Sent = { ...sent, received: now }
      const [answer, again] = await Promise.all([writer.put(stamped, key), step.wait % 3 ? null : writer.put(stamped, key)])
      if (answer.kind !== 'answered') { expect(writer.isOver).toBe(true); return }
      if (again) expect(again).toEqual(answer)
      done.push({ sent: stamped, key, began, ended: ++count, answer })
    }
  }))
  // The hours that are left go by, so that it closes.
  for (const late = Date.now() + 30_000; !writer.isOver && due(writer.state) && Date.now() < late;) { goOn(30); await new Promise((next) => { setTimeout(next, 5) }) }
  await writer.close()
  await spool.close()
  await store.close()

  const log = (await db.selectFrom('auction_event').select('body').where('lot_id', '=', id).orderBy('seq').execute()).map(({ body }) => JSON.parse(body) as Logged)
  const kept = await db.selectFrom('auction_command').select(['key', 'seq', 'bidder']).where('lot_id', '=', id).execute()
  expect(kept.map(({ key, seq, bidder }) => `${seq} ${bidder} ${key}`).toSorted()).toEqual(done.map(({ key, sent, answer }) => `${answer.seq} ${sender(sent)} ${key}`).toSorted())
  for (const one of done) for (const other of done) if (one.ended < other.began) expect(one.answer.seq, 'answered before the other was pressed').toBeLessThan(other.answer.seq)
  const at = new Map(done.map((one) => [one.answer.seq, one]))
  const plain = plainLot(rules, bidders.map((_, n) => n + 1))
  for (let i = 0; i < log.length;) {
    const event = log[i]!, one = at.get(event.seq), command = one?.sent.command ?? byClock[event.type]
    if (!command) throw new Error(`nobody did ${event.type}`)
    if (one) expect(one.answer.event).toEqual(event)
    const came = one ? Math.max(Math.min(one.sent.received!, event.at), event.at - longestQueue) : event.at, waiting = plain.due()
    if (one && waiting && waiting.type !== 'close') expect(waiting.at, `${waiting.type} is owed before ${event.seq}`).toBeGreaterThan(one.sent.received!)
    const words = plain.do({ by: one?.sent.by ?? { clock: true }, command: command.type === 'close' && !one && plain.due()?.type === 'tick' ? { type: 'tick' } : command, came, at: event.at })
    expect(log.slice(i, i + words.length).map((told) => (told.type === 'refused' ? `refused ${told.refusal.code}` : told.type)), `from event ${event.seq}`).toEqual(words)
    i += words.length
  }
  expect(plain.due(), 'nothing was left undone').toBeNull()
  expect(writer.state.phase).toBe(plain.phase)
  return { events: log.length, refused: log.filter(({ type }) => type === 'refused').length, together: done.filter((one) => done.some((other) => other !== one && other.began < one.ended && one.began < other.ended)).length }
}

test.each<Form>(['ascending', 'descending', 'sealed'])('%s: the order of the log is the order in which everything took effect, for four who press at once', async (form) => {
  const total = { events: 0, refused: 0, together: 0 }
  const steps = fc.array(anyStep(form), { minLength: 8, maxLength: 20 })
  await fc.assert(fc.asyncProperty(anyRules([form]), fc.tuple(steps, steps, steps, steps), async (rules, people) => {
    const one = await course(form, rules, people)
    for (const name of ['events', 'refused', 'together'] as const) total[name] += one[name]
  }), { numRuns, endOnFailure: true })
  // They did press at once, and were taken and refused.
  expect(total.together).toBeGreaterThan(numRuns * 5)
  expect(total.events - total.refused).toBeGreaterThan(numRuns * 2)
})
