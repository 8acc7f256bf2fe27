import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCourse, courseRun } from '../../tests/auction-courses.ts'
import { aKey, bundled, key, type Parts, sealedBy } from '../../tests/bundled.ts'
import type { Logged } from '../platform/auction/lot.ts'
import { canonicalText, nextHash } from '../platform/proof/chain.ts'
import { signNote } from '../platform/proof/checkpoint.ts'
import { publishedKey } from '../platform/proof/keys.ts'
import { leafHash } from '../platform/proof/merkle.ts'
import { signReceipt } from '../platform/proof/receipt.ts'
import { verifyBundle } from './verify-bundle.ts'

/** How many files are falsified, of all kinds together; BUNDLE_SEED tries those of an earlier run again. */
const many = Number(process.env.BUNDLES ?? 10_000), seed = Number(process.env.BUNDLE_SEED ?? Date.now() % 2 ** 31)
const foreign = aKey(), ours = publishedKey(key.publicKey).name

type Held = NonNullable<Parameters<typeof verifyBundle>[1]>
interface Lot { parts: Parts; text: string; log: Logged[] }
/** The lots that are falsified: small ones of all forms as the engine ran them, whole and right before anything is done to them. */
const lots: Lot[] = fc.sample(anyCourse, { seed, numRuns: 150 }).flatMap((chance) => {
  const { state: { phase, winner, price, closes_at }, log, armed_at, numbers } = courseRun(chance)
  if (log.length < 4) return []
  const parts = bundled(7, chance.rules, numbers, armed_at, log, { phase, winner, price, closes_at })
  return [{ parts, text: sealedBy(parts), log }]
})
const receiptOf = ({ parts: { genesis, events }, log }: Lot, seq: number, by = key) => signReceipt({ lot: genesis.lot, seq, at: log[seq - 1]!.at, body: events[seq - 1]!.body }, by)
const receipts = (receipt: unknown): Held => ({ receipts: [{ name: 'mine', text: typeof receipt === 'string' ? receipt : JSON.stringify(receipt) }] })
const flipped = (text: string, place: number, bit: number): string => { const bytes = Buffer.from(text); bytes[place % bytes.length]! ^= 1 << bit % 8; return bytes.toString('utf8') }
/** The lot with another log, chained, signed and sealed as if it had been so: what only who has that key can do. */
const retold = ({ parts }: Lot, log: readonly Logged[], by = key): Parts => bundled(parts.genesis.lot, parts.rules, parts.genesis.bidders.map(({ number }) => number), parts.genesis.armed_at, log, parts.result, 5, by)
/** The log with one event another, still in its time. */
const differing = ({ log }: Lot, at: number, by: number): Logged[] => log.map((event, n) => {
  if (n < at % log.length) return event
  const later = { ...event, at: event.at + 1 + (by % 1_000) }
  return n === at % log.length && 'amount' in event && typeof event.amount === 'number' ? { ...later, amount: (event.amount + 1 + (by % 50)) as never } : later
})

/** Each makes a false file, or a false paper beside a right one, of a right lot; null where this lot gives no occasion. `n` and `m` are chance. */
const kinds: Record<string, (lot: Lot, n: number, m: number) => [text: string, held?: Held] | null> = {
  'a bit anywhere': ({ text }, n, m) => [flipped(text, n, m)],
  'a bit of an event, sealed anew': ({ parts }, n, m) => {
    const at = n % parts.events.length, { body, hash } = parts.events[at]!
    return [sealedBy({ ...parts, events: parts.events.with(at, { body: flipped(body, m, n % 7), hash }) })]
  },
  'a bit of a hash, sealed anew': ({ parts }, n, m) => {
    const at = n % parts.events.length, one = parts.events[at]!
    return [sealedBy({ ...parts, events: parts.events.with(at, { ...one, hash: flipped(one.hash, m, 0) }) })]
  },
  'a checkpoint of ours over another tree, all else as it is': ({ parts }, n, m) => {
    const at = n % parts.checkpoints.length, one = parts.checkpoints[at]!, [origin, size, , ...facts] = one.note.slice(0, one.note.indexOf('\n\n')).split('\n')
    const note = signNote([origin, size, leafHash(String(m)).toString('base64'), ...facts, ''].join('\n'), parts.origin, key)
    return [sealedBy({ ...parts, checkpoints: parts.checkpoints.with(at, { ...one, note }) })]
  },
  'sealed by a foreign key that is listed beside ours, before somebody who knows ours': ({ parts }) => [sealedBy({ ...parts, keys: [...parts.keys, { ...parts.keys[0], ...publishedKey(foreign.publicKey) }] }, foreign), { keys: [ours] }],
  'a bit of a checkpoint, sealed anew': ({ parts }, n, m) => {
    const at = n % parts.checkpoints.length, one = parts.checkpoints[at]!
    return [sealedBy({ ...parts, checkpoints: parts.checkpoints.with(at, { ...one, note: flipped(one.note, m, n % 7) }) })]
  },
  'a row dropped, sealed anew': ({ parts }, n) => [sealedBy({ ...parts, events: parts.events.toSpliced(n % parts.events.length, 1) })],
  'a row doubled, sealed anew': ({ parts }, n) => [sealedBy({ ...parts, events: parts.events.toSpliced(n % parts.events.length, 0, parts.events[n % parts.events.length]!) })],
  'two rows exchanged, sealed anew': ({ parts }, n, m) => {
    const one = n % parts.events.length, other = (one + 1 + (m % (parts.events.length - 1))) % parts.events.length
    return [sealedBy({ ...parts, events: parts.events.with(one, parts.events[other]!).with(other, parts.events[one]!) })]
  },
  'the last rows cut off, with the checkpoints over them, of which somebody noted one': ({ parts }, n) => {
    const checkpoints = parts.checkpoints.slice(0, -1), events = parts.events.slice(0, (checkpoints.length - 1) * 5)
    return events.length === 0 ? null : [sealedBy({ ...parts, events, checkpoints }), n % 2 ? { checkpoints: [{ name: 'noted', text: parts.checkpoints.at(-1)!.note }] } : receipts(receiptOf({ parts, text: '', log: parts.events.map(({ body }) => JSON.parse(body) as Logged) }, parts.events.length))]
  },
  'another price or time, chained anew and not signed anew': (lot, n, m) => [sealedBy({ ...retold(lot, differing(lot, n, m)), checkpoints: lot.parts.checkpoints })],
  'another price or time, chained anew from there on by hand, its own hash kept': ({ parts, log }, n, m) => {
    const at = n % parts.events.length, changed = differing({ parts, text: '', log }, at, m)
    let hash = Buffer.from(parts.events[at]!.hash, 'hex')
    return [sealedBy({ ...parts, events: parts.events.map((event, i) => { const body = canonicalText(changed[i]); if (i < at) return event; if (i > at) hash = Buffer.from(nextHash(hash, body)); return { body, hash: i === at ? event.hash : hash.toString('hex') } }) })]
  },
  'another price or time, all signed anew, before somebody with a receipt': (lot, n, m) => { const at = n % lot.log.length; return [sealedBy(retold(lot, differing(lot, at, m))), receipts(receiptOf(lot, at + 1))] },
  'another price or time, all signed anew, before somebody with a checkpoint': (lot, n, m) => [sealedBy(retold(lot, differing(lot, n, m))), { checkpoints: [{ name: 'noted', text: lot.parts.checkpoints.at(-1)!.note }] }],
  'the whole under a foreign key, before somebody who knows ours': (lot, n, m) => [sealedBy(retold(lot, n % 2 ? lot.log : differing(lot, n, m), foreign), foreign), { keys: [ours] }],
  'checkpoints of a foreign key under the name of ours': (lot, n, m) => [sealedBy({ ...lot.parts, checkpoints: retold(lot, n % 2 ? lot.log : differing(lot, n, m), foreign).checkpoints })],
  'another result, sealed anew': ({ parts }, n, m) => {
    const result = parts.result as Record<string, unknown>
    const other = [{ winner: result.winner === 1 + (m % 4) ? null : 1 + (m % 4) }, { price: Number(result.price ?? 0) + 1 + (m % 1_000) }, { phase: result.phase === 'signed' ? 'failed' : 'signed' }, { closes_at: Number(result.closes_at) + 1 + (m % 1_000) }][n % 4]!
    return [sealedBy({ ...parts, result: { ...result, ...other } })]
  },
  'other rules, sealed anew': ({ parts }, n, m) => [sealedBy({ ...parts, rules: { ...parts.rules, ...[{ start: parts.rules.start + 1 + (m % 50) }, { step: parts.rules.step + 1 + (m % 50) }, { closes_at: parts.rules.closes_at + 1 + (m % 50) }, { deposit: parts.rules.deposit + 1 + (m % 50) }][n % 4] } as never })],
  'another beginning, sealed anew': ({ parts }, n, m) => {
    const { genesis } = parts, at = m % genesis.bidders.length, one = genesis.bidders[at]!
    return [sealedBy({ ...parts, genesis: { ...genesis, ...[{ armed_at: genesis.armed_at - 1 - (m % 50) }, { bidders: genesis.bidders.toSpliced(at, 1) }, { bidders: genesis.bidders.with(at, { ...one, commitment: flipped(one.commitment, n, 0) }) }][n % 3] } })]
  },
  'a receipt of a foreign key': (lot, n, m) => [lot.text, receipts({ ...receiptOf(lot, 1 + (n % lot.log.length), foreign), ...(m % 2 ? { key: ours } : {}) })],
  'a receipt in which something is another': (lot, n, m) => {
    const receipt = receiptOf(lot, 1 + (n % lot.log.length)), hash = flipped(receipt.body_hash, m, 0)
    return [lot.text, receipts({ ...receipt, ...[{ at: receipt.at + 1 + (m % 50) }, { seq: receipt.seq % lot.log.length + 1 }, { lot: receipt.lot + 1 }, { body_hash: hash }][n % 4] })]
  },
  'a receipt with another bit in its signature': (lot, n, m) => { const receipt = receiptOf(lot, 1 + (n % lot.log.length)); return [lot.text, receipts({ ...receipt, signature: flipped(receipt.signature, m, n % 7) })] },
  'a receipt of ours for what is not in the log': (lot, n, m) => {
    const one = n % lot.log.length, other = lot.parts.events[(one + 1 + (m % (lot.log.length - 1))) % lot.log.length]!
    return [lot.text, receipts(signReceipt({ lot: 7, seq: one + 1, at: lot.log[one]!.at, body: other.body }, key))]
  },
}

describe(`of ${many} falsified files not one passes (BUNDLE_SEED=${seed})`, () => {
  test('each lot is right before it is falsified, with a receipt and a checkpoint from it', () => {
    expect(lots.length).toBeGreaterThan(50)
    expect(new Set(lots.map(({ parts }) => parts.rules.form)).size).toBe(3)
    for (const lot of lots) expect(verifyBundle(lot.text, { ...receipts(receiptOf(lot, lot.log.length)), checkpoints: [{ name: 'noted', text: lot.parts.checkpoints[0]!.note }], keys: [ours] }).findings).toEqual([])
  })
  test('whatever is done to it, of every kind in turn', () => {
    const names = Object.keys(kinds), tried = new Map(names.map((name) => [name, 0])), passed: object[] = []
    const chances = fc.sample(fc.record({ lot: fc.nat(), n: fc.nat(), m: fc.nat() }), { seed, numRuns: many * 2 })
    let done = 0
    for (let turn = 0; done < many && turn < chances.length; turn++) {
      const { lot, n, m } = chances[turn]!, name = names[turn % names.length]!
      const made = kinds[name]!(lots[lot % lots.length]!, n, m)
      if (!made) continue
      done++
      tried.set(name, tried.get(name)! + 1)
      if (verifyBundle(...made).right) passed.push({ name, lot: lot % lots.length, n, m })
    }
    console.log(JSON.stringify({ seed, falsified: done, found: done - passed.length, kinds: Object.fromEntries(tried) }))
    expect(passed).toEqual([])
    expect(done).toBe(many)
    for (const [name, times] of tried) expect(times, name).toBeGreaterThan(many / names.length / 3)
  })
})
