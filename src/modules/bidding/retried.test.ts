import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { anArmedLot, receiptKey, risingRules } from '../../../tests/auction-lots.ts'
import { testDatabase } from '../../../tests/database.ts'
import type { Sent } from '../../platform/auction/decide.ts'
import type { Logged } from '../../platform/auction/lot.ts'
import { openSpool } from '../../platform/auction/spool.ts'
import { type Answer, type LotStore, openWriter, type Writer } from '../../platform/auction/writer.ts'
import { vnd } from '../../platform/money.ts'
import { canonicalText } from '../../platform/proof/chain.ts'
import { signReceipt } from '../../platform/proof/receipt.ts'
import { openStore } from './store.ts'

/** How many keys are sent again: RETRIED_KEYS=1000000 for a night. */
const keys = Number(process.env.RETRIED_KEYS ?? 100_000), lots = 10, perLot = Math.ceil(keys / lots), together = 200
const { db, url } = await testDatabase()
const dataDir = mkdtempSync(join(tmpdir(), 'techex-retried-'))
afterAll(() => { rmSync(dataDir, { recursive: true, force: true }) })
const silent = { warn: () => {}, error: () => {} }
const clock = (): number => Math.round((performance.timeOrigin + performance.now()) * 1_000)
const saying = (answer: Answer): string => canonicalText(answer)

/** What befell the answers of one lot. */
interface Told { answered: number; lost: number; writers: number; waiting: number; after: number; anew: number }

/**
 * One lot, in which every command is sent again with its key: at once while the first still waits, after its answer, to the
 * next writer, or because nobody knew whether it was written. The store loses its answer every so often, half the time
 * after it wrote. Each key has one place in the log and one answer.
 */
async function retried(count: number): Promise<Told> {
  const rules = risingRules({ most_steps: 1_000_000_000, step: vnd(1), start: vnd(1) }), { id } = await anArmedLot(db, rules, 4)
  const store = openStore({ url, holder: randomUUID(), endpoint: () => '', clock, leaseMs: 60_000 }), spool = openSpool(dataDir)
  const told: Told = { answered: 0, lost: 0, writers: 0, waiting: 0, after: 0, anew: 0 }
  let batches = 0
  const failing: LotStore = { ...store, append: async (...batch) => {
    const turn = ++batches % 14
    if (turn === 3) { told.lost++; throw new Error('lost before it was written') }
    const outcome = await store.append(...batch)
    if (turn === 10) { told.lost++; throw new Error('written, and the answer lost') }
    return outcome
  } }
  const begin = async (): Promise<Writer> => {
    for (;;) {
      const taken = (await store.take(id))!
      const one = openWriter({ lot: id, taken, store: failing, spool, sign: (event) => signReceipt(event, receiptKey), clock, log: silent, onEnd: () => {}, limits: { apartMs: 0, leaseMs: 60_000, renewMs: 30_000 } })
      await one.begun
      told.writers++
      if (!one.isOver) return one
    }
  }
  let writer = await begin(), taking: Promise<void> | null = null
  /** The next writer, for everybody at once. */
  const next = async (from: Writer): Promise<void> => {
    if (writer !== from) return
    taking ??= (async () => { await from.close(); writer = await begin(); taking = null })()
    await taking
  }
  /** Until somebody knows: what a bidder's page does. */
  const send = async (sent: Sent, key: string): Promise<Answer> => {
    for (;;) {
      const one = writer, answer = await one.put(sent, key)
      if (answer.kind !== 'moved' && answer.kind !== 'unknown') return answer
      told.anew++
      await next(one)
    }
  }
  const answers = new Map<string, { bidder: number; said: string; seq: number }>()
  for (let from = 0; from < count; from += together) {
    const batch = Array.from({ length: Math.min(together, count - from) }, (_, i): { sent: Sent; key: string; n: number } => {
      // Every eighth offers less than stands: it is refused, and refused for ever.
      const n = from + i, key = randomUUID()
      return { n, key, sent: { by: { bidder: 1 + (n % 4) }, command: { type: 'bid', amount: vnd(n % 8 === 0 ? 1 : n + 1), key } } }
    })
    const first = await Promise.all(batch.map(async ({ sent, key, n }) => {
      if (n % 3) return send(sent, key)
      told.waiting++
      const [one, other] = await Promise.all([send(sent, key), send(sent, key)])
      expect(saying(other)).toBe(saying(one))
      return one
    }))
    for (const [i, { sent, key }] of batch.entries()) {
      const answer = first[i]!
      if (answer.kind !== 'answered') throw new Error(`${key} was told ${answer.kind}`)
      answers.set(key, { bidder: 'bidder' in sent.by ? sent.by.bidder : 0, said: saying(answer), seq: answer.seq })
    }
    // Every tenth time to a writer that never heard of it.
    if (from % (together * 10) === 0) await next(writer)
    const later = await Promise.all(batch.map(async ({ sent, key, n }) => (n % 3 ? send(sent, key) : null)))
    for (const [i, { key }] of batch.entries()) if (later[i]) { told.after++; expect(saying(later[i])).toBe(answers.get(key)!.said) }
  }
  told.answered = answers.size
  // The same key with another command is nobody's way in.
  const [one, { bidder }] = [...answers][0]!
  expect(await send({ by: { bidder }, command: { type: 'bid', amount: vnd(9), key: one } }, one)).toEqual({ kind: 'key_used' })
  await writer.close()
  await spool.close()
  await store.close()

  const kept = await db.selectFrom('auction_command').select(['key', 'seq', 'bidder']).where('lot_id', '=', id).execute()
  expect(kept.length).toBe(count)
  for (const { key, seq, bidder: by } of kept) { const given = answers.get(key); if (given?.seq !== seq || given.bidder !== by) throw new Error(`${key} was told ${given?.seq} and stands at ${seq}`) }
  const log = (await db.selectFrom('auction_event').select('body').where('lot_id', '=', id).orderBy('seq').execute()).map(({ body }) => JSON.parse(body) as Logged)
  const pressed = log.filter(({ type }) => type === 'bid_taken' || type === 'refused')
  expect(pressed.length, 'each key took effect once').toBe(count)
  expect(new Set(pressed.map((event) => (event.type === 'bid_taken' ? event.key : (event as { command: { key: string } }).command.key))).size).toBe(count)
  return told
}

test(`${keys} keys sent again, while they wait, after they were answered, to the next writer, and after answers that were lost: one effect each, and the same answer always`, { timeout: 60_000 + keys * 2 }, async () => {
  const all: Told[] = []
  for (let lot = 0; lot < lots; lot++) all.push(await retried(perLot))
  const total = (name: keyof Told): number => all.reduce((sum, one) => sum + one[name], 0)
  console.log(JSON.stringify(Object.fromEntries((['answered', 'lost', 'writers', 'waiting', 'after', 'anew'] as const).map((name) => [name, total(name)]))))
  expect(total('waiting') + total('after')).toBe(perLot * lots)
  expect(total('lost')).toBeGreaterThan(lots)
  expect(total('writers')).toBeGreaterThan(lots * 2)
})
