import { expect, test } from 'vitest'
import { vnd } from '../money.ts'
import { nextHash } from '../proof/chain.ts'
import type { Receipt } from '../proof/receipt.ts'
import { replay } from './apply.ts'
import { armed, type LotRules, second } from './lot.ts'
import { type Answer, type Answered, type Entry, type LotStore, openWriter, sender, type Taken, type Writer } from './writer.ts'

/**
 * Writers, their database and their bidders in one process whose time is ours: commits that are lost,
 * that happen and are not told of, that come late; writers that sleep past their lease; leases that
 * change hands. A failure names its seed: SIMULATED_SEED=… runs that one course again.
 */
const seeds = process.env.SIMULATED_SEED ? [Number(process.env.SIMULATED_SEED)] : Array.from({ length: Number(process.env.SIMULATED_COURSES ?? 60) }, (_, n) => n + 1)
const start = 1_800_000_000 * second
const rules: LotRules = {
  form: 'ascending', regime: 'voluntary', start: vnd(100), step: vnd(5), floor: null, opens_at: start + 2 * second, closes_at: start + 40 * second, tick: null,
  extension: { window: 5 * second, by: 5 * second, latest: start + 90 * second }, reopen: 5 * second, most_steps: 1_000, single_bidder: 'sell', tie: 'draw', deposit: vnd(10),
}
const genesis = Buffer.alloc(32), bidders = [1, 2, 3]

function chance(seed: number): () => number {
  let s = seed * 2_654_435_761 >>> 0
  return () => { s = (s + 0x6d2b79f5) >>> 0; let t = Math.imul(s ^ (s >>> 15), 1 | s); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296 }
}

async function course(seed: number): Promise<{ events: number; acked: number; epochs: number }> {
  const random = chance(seed)
  let now = start, order = 0
  const timers: { at: number; n: number; act: () => void }[] = []
  const later = (ms: number, act: () => void): (() => void) => {
    const timer = { at: now + Math.round(ms * 1_000), n: ++order, act }
    timers.push(timer)
    return () => { const i = timers.indexOf(timer); if (i >= 0) timers.splice(i, 1) }
  }
  const rest = (ms: number): Promise<void> => new Promise((done) => { later(ms, done) })
  /** Everything that can happen now has happened. */
  const settle = async (): Promise<void> => { for (let i = 0; i < 6; i++) await new Promise((next) => { setImmediate(next) }) }

  // The database: a log, its keys, a lease.
  const log: Entry[] = [], answers = new Map<string, Answered>()
  const lease = { epoch: 0, holder: '', until: 0, seq: 0, hash: genesis as Buffer }
  const leaseUs = 3 * second
  const storeOf = (holder: string): LotStore => ({
    async append({ epoch, seq }, entries) {
      const luck = random()
      await rest(random() * 30)
      if (luck < 0.03) throw new Error('lost before it was done')
      if (luck < 0.06) await rest(4_000) // and perhaps the lease is another's by then
      if (lease.epoch !== epoch || lease.seq !== seq || lease.until <= now || lease.holder !== holder) return 'overtaken'
      log.push(...entries)
      for (const { command, event } of entries) if (command) answers.set(`${command.bidder} ${command.key}`, { digest: command.digest, seq: event.seq })
      Object.assign(lease, { seq: entries.at(-1)!.event.seq, hash: entries.at(-1)!.hash, until: now + leaseUs })
      if (luck > 0.97) throw new Error('done, and nobody was told')
      if (luck > 0.95) return 'unsure'
      await rest(random() * 20)
      return 'written'
    },
    async renew({ epoch }) {
      await rest(random() * 20)
      if (random() < 0.05) throw new Error('away')
      if (lease.epoch !== epoch || lease.until <= now) return false
      lease.until = now + leaseUs
      return true
    },
    async release({ epoch }) { if (lease.epoch === epoch) lease.until = now },
    bodiesOf: async (_, seqs) => new Map(seqs.flatMap((seq) => (log[seq - 1] ? [[seq, log[seq - 1]!.body] as const] : []))),
  })
  const given: Receipt[] = []
  const spool = { write: async (_: number, receipts: readonly Receipt[]) => { await rest(random() * 3); given.push(...receipts) }, examined: async () => {}, tail: async () => [...given] }
  const sign = ({ lot, seq, at, body }: { lot: number; seq: number; at: number; body: string }): Receipt => ({ lot, seq, at, body_hash: nextHash(Buffer.alloc(0), body).toString('hex'), key: '', signature: '' })
  const quiet = { warn: () => {}, error: () => {} }

  const writers: (Writer | null)[] = [null, null, null]
  function look(n: number): void {
    if (writers[n] || (lease.until > now && lease.holder !== `w${n}`)) return
    const alive = lease.epoch === 0 ? null : lease.until - leaseUs
    Object.assign(lease, { epoch: lease.epoch + 1, holder: `w${n}`, until: now + leaseUs })
    const taken: Taken = { epoch: lease.epoch, state: replay(rules, bidders, start, log.map(({ event }) => event)), hash: lease.hash, answers: new Map(answers), alive }
    writers[n] = openWriter({ lot: 1, taken, store: storeOf(`w${n}`), spool, sign, clock: () => now, log: quiet, later, onEnd: () => { writers[n] = null }, limits: { apartMs: 0 } })
  }
  let watching = true
  const looking = async (n: number): Promise<void> => { while (watching) { look(n); await rest(300 + random() * 400) } }
  for (const n of [0, 1, 2]) void looking(n)

  const acked: { key: string; bidder: number; answer: Extract<Answer, { kind: 'answered' }> }[] = []
  let key = 0
  const bidding = async (bidder: number): Promise<void> => {
    while (watching) {
      await rest(200 + random() * 2_000)
      const mine = `key ${++key}`, price = log.reduce((most, { event }) => (event.type === 'bid_taken' ? Math.max(most, event.amount) : most), 95)
      const sent = { by: { bidder }, received: now, command: { type: 'bid' as const, amount: vnd(price + 5 * Math.ceil(random() * 2)), key: mine } }
      // Pressed again and again, on any of them, until somebody says what became of it.
      for (let tries = 0; tries < 6; tries++) {
        const answer = await Promise.race([writers[Math.floor(random() * 3)]?.put(sent, mine) ?? Promise.resolve<Answer>({ kind: 'moved' }), rest(5_000).then((): Answer => ({ kind: 'unknown' }))])
        if (answer.kind === 'answered') { acked.push({ key: mine, bidder: sender(sent), answer }); if (random() < 0.8) break } else await rest(300)
      }
    }
  }
  for (const bidder of bidders) void bidding(bidder)

  const closed = (): boolean => log.some(({ event }) => event.type === 'closed')
  for (let steps = 0; !closed() || now < start + 45 * second; steps++) {
    if (steps > 60_000) throw new Error('it never closed')
    await settle()
    timers.sort((a, b) => a.at - b.at || a.n - b.n)
    const next = timers.shift()
    if (!next) throw new Error('nothing is left to happen')
    // Now and then everybody sleeps: garbage is collected, a machine is frozen.
    now = Math.max(now, next.at) + (random() < 0.0005 ? Math.round(random() * 5 * second) : 0)
    next.act()
  }
  watching = false

  const events = log.map(({ event }) => event)
  const end = replay(rules, bidders, start, events)
  let head: Buffer = genesis
  for (const { body, hash } of log) { head = nextHash(head, body); expect(hash.equals(head)).toBe(true) }
  for (const { answer, key: mine, bidder } of acked) {
    expect(log[answer.seq - 1]?.event, `what was acknowledged as ${answer.seq}`).toEqual(answer.event)
    expect(log[answer.seq - 1]?.command, 'under its own key').toMatchObject({ key: mine, bidder })
    expect(given.some(({ seq }) => seq === answer.seq), 'with its receipt on the disk').toBe(true)
  }
  const keys = log.flatMap(({ command }) => (command ? [`${command.bidder} ${command.key}`] : []))
  expect(new Set(keys).size, 'no key counts twice').toBe(keys.length)
  expect(events.filter(({ type }) => type === 'closed')).toHaveLength(1)
  const taken = events.filter((event) => event.type === 'bid_taken')
  for (const [i, one] of taken.entries()) if (i) expect(one.amount).toBeGreaterThan(taken[i - 1]!.amount)
  expect(end.leader).toBe(taken.at(-1)?.bidder ?? null)
  expect(armed(rules, bidders, start).closes_at).toBeLessThanOrEqual(end.closes_at)
  return { events: events.length, acked: acked.length, epochs: lease.epoch }
}

test('whatever becomes of commits, leases and writers: what is acknowledged stands in the one log, each key once, and the lot closes', { timeout: 120_000 }, async () => {
  const total = { events: 0, acked: 0, epochs: 0 }
  for (const seed of seeds) {
    const one = await course(seed).catch((error: unknown) => { throw new Error(`SIMULATED_SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error }) })
    for (const name of ['events', 'acked', 'epochs'] as const) total[name] += one[name]
  }
  // The courses are what they are meant to be: writers do change, and bids are answered.
  expect(total.epochs).toBeGreaterThan(seeds.length * 2)
  expect(total.acked).toBeGreaterThan(seeds.length * 10)
})
