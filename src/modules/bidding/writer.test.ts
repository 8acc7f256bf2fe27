import { randomUUID } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { anArmedLot, inSeconds, receiptKey, risingRules, rulesAnew } from '../../../tests/auction-lots.ts'
import { anOrganisation, testDatabase } from '../../../tests/database.ts'
import type { Sent } from '../../platform/auction/decide.ts'
import { take } from '../../platform/auction/decide.ts'
import { type Logged, second } from '../../platform/auction/lot.ts'
import { replay } from '../../platform/auction/apply.ts'
import { type Answer, type Entry, openWriter, type writerLimits } from '../../platform/auction/writer.ts'
import { vnd } from '../../platform/money.ts'
import { bodyOf, canonicalText, nextHash } from '../../platform/proof/chain.ts'
import { isReceiptOf, signReceipt } from '../../platform/proof/receipt.ts'
import { openGate } from './gate.ts'
import { openStore } from './store.ts'

const { db, url, asOwner } = await testDatabase()
const dataDir = mkdtempSync(join(tmpdir(), 'techex-gate-'))
const gates: { close: () => Promise<void> }[] = []
afterEach(async () => { for (const gate of gates.splice(0)) await gate.close(); rmSync(dataDir, { recursive: true, force: true }) })
const quiet = { warn: vi.fn(), error: vi.fn() }
async function aGate({ limits = {}, folder = dataDir, patienceMs = 20_000 }: { limits?: Partial<typeof writerLimits>; folder?: string; patienceMs?: number } = {}) {
  const gate = await openGate({ url, secret: 's'.repeat(40), dataDir: folder, key: receiptKey, now: () => new Date(), log: quiet, limits: { apartMs: 0, ...limits }, patienceMs })
  gates.push(gate)
  return gate
}
const bid = (bidder: number, amount: number, key = randomUUID() as string): [Sent, string] => [{ by: { bidder }, command: { type: 'bid', amount: vnd(amount), key, sure: true } }, key]
const logOf = async (lot: number): Promise<Logged[]> => (await db.selectFrom('auction_event').select('body').where('lot_id', '=', lot).orderBy('seq').execute()).map(({ body }) => JSON.parse(body) as Logged)
const answered = (answer: Answer): Extract<Answer, { kind: 'answered' }> => { if (answer.kind !== 'answered') throw new Error(`not answered but ${answer.kind}`); return answer }
const million = 1_000_000

describe('The one writer of a lot', () => {
  test('a lot opens by its clock, takes bids by number and tells the Exchange; receipts are on the disk before answers are given', async () => {
    const rules = risingRules()
    const { id } = await anArmedLot(db, rules)
    const gate = await aGate()
    await gate.look()
    const first = answered(await gate.send(id, ...bid(1, 100 * million)))
    expect(first.event).toMatchObject({ type: 'bid_taken', bidder: 1, amount: 100 * million })
    expect(isReceiptOf(first.receipt, receiptKey.publicKey)).toBe(true)
    expect(readFileSync(join(dataDir, `receipts/lot-${id}.jsonl`), 'utf8')).toContain(first.receipt.signature)
    expect(answered(await gate.send(id, ...bid(2, 101 * million))).event).toMatchObject({ type: 'refused', refusal: { code: 'below_minimum', minimum: 105 * million } })
    const lot = await db.selectFrom('auction_lot').select(['phase', 'price', 'winner', 'armed_at']).where('id', '=', id).executeTakeFirstOrThrow()
    expect(lot).toMatchObject({ phase: 'open', price: 100 * million, winner: null })
    const told = await db.selectFrom('event').select('type').where('subject', '=', `lot:${id}`).orderBy('id').execute()
    expect(told.map(({ type }) => type)).toEqual(['lot.paused', 'lot.resumed', 'lot.opened'].slice(told.length === 1 ? 2 : 0))
    expect(replay(rules, [1, 2, 3], lot.armed_at!.getTime() * 1_000, await logOf(id))).toMatchObject({ price: 100 * million, leader: 1 })
  })

  test('no answer is given before its receipt is on the disk, however long the disk takes', async () => {
    const { id } = await anArmedLot(db, risingRules())
    const gate = await aGate()
    answered(await gate.send(id, ...bid(1, 100 * million))) // the spool is open now
    const some = await open(join(dataDir, 'some'), 'w'), handles = Object.getPrototypeOf(some) as FileHandle
    await some.close()
    let arrive = (): void => {}
    const arrived = new Promise<void>((next) => { arrive = next }), datasync = vi.spyOn(handles, 'datasync').mockReturnValue(arrived)
    try {
      let told = false
      const answer = gate.send(id, ...bid(2, 105 * million)).then((one) => { told = true; return one })
      await vi.waitFor(async () => { expect(datasync).toHaveBeenCalled(); expect((await logOf(id)).some((event) => event.type === 'bid_taken' && event.bidder === 2)).toBe(true) }, { timeout: 20_000 })
      await new Promise((next) => { setTimeout(next, 200) })
      expect(told, 'the log has it, the disk not yet the receipt').toBe(false)
      arrive()
      expect(answered(await answer).event).toMatchObject({ bidder: 2 })
    } finally { datasync.mockRestore(); arrive() }
  })

  test('a database that does not wait for its disk holds no lots where that is asked for', async () => {
    const { id } = await anArmedLot(db, risingRules())
    const storeOf = (lasting: boolean) => { const store = openStore({ url, holder: randomUUID(), endpoint: () => '', clock: () => Date.now() * 1_000, lasting }); gates.push(store); return store }
    // The tests' server is such a one.
    await expect(storeOf(true).take(id)).rejects.toThrow('fsync = off')
    expect(await storeOf(false).take(id)).not.toBeNull()
  })

  test('two web processes at once: one writes, the other forwards, and every answer stands in one whole log', async () => {
    const { id } = await anArmedLot(db, risingRules({ most_steps: 1_000_000 }), 4)
    const both = [await aGate(), await aGate()]
    const answers = await Promise.all(Array.from({ length: 120 }, async (_, n) => answered(await both[n % 2]!.send(id, ...bid(1 + (n % 4), (100 + 5 * n) * million)))))
    const log = await logOf(id)
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1))
    expect(new Set(answers.map(({ seq }) => seq)).size).toBe(120)
    for (const { seq, event } of answers) expect(log[seq - 1]).toEqual(event)
    expect(both.filter((gate) => gate.held().includes(id))).toHaveLength(1)
    // While one is asked both know that somebody waits, and let no crowd go before.
    const holder = both.findIndex((gate) => gate.held().includes(id))
    const asked = both[1 - holder]!.send(id, ...bid(2, 4_000 * million)).then(() => false)
    let waits = [false, false]
    while (await Promise.race([asked, new Promise((next) => { setImmediate(next, true) })])) waits = waits.map((once, n) => once || both[n]!.busy())
    expect([waits, both.map((gate) => gate.busy())]).toEqual([[true, true], [false, false]])
    // The holder goes in good order: the other goes on without calling it an outage.
    await both[holder]!.close()
    answered(await both[1 - holder]!.send(id, ...bid(1, 5_000 * million)))
    expect((await logOf(id)).filter(({ type }) => type === 'paused').length).toBeLessThanOrEqual(log.filter(({ type }) => type === 'paused').length)
  })

  test('a bidder whose organisation is merged into another meanwhile stops nothing: the next writer begins where the first began', async () => {
    const { id } = await anArmedLot(db, risingRules())
    const first = await aGate()
    answered(await first.send(id, ...bid(1, 100 * million)))
    await first.close()
    await db.updateTable('auction_bidder').set({ organisation_id: await anOrganisation(db, 'enterprise', 'Công ty nhận sáp nhập') }).where('lot_id', '=', id).where('number', '=', 1).execute()
    expect(answered(await (await aGate()).send(id, ...bid(2, 105 * million))).event).toMatchObject({ type: 'bid_taken', bidder: 2 })
  })

  test('a writer that slept until its lease had ended adds nothing, whether another took the lot or nobody did', async () => {
    const { id } = await anArmedLot(db, risingRules())
    const clock = (): number => Date.now() * 1_000
    const [sleeper, other] = [openStore({ url, holder: 'sleeper', endpoint: () => '', clock, leaseMs: 400 }), openStore({ url, holder: 'other', endpoint: () => '', clock, leaseMs: 60_000 })]
    gates.push(sleeper, other)
    const taken = (await sleeper.take(id))!
    expect(await other.take(id), 'a lease that holds is not taken').toBeNull()
    const { state, log: events } = take(taken.state, { by: { clock: true }, command: { type: 'open' } }, clock())
    const entries: Entry[] = events.map((event) => ({ event, body: bodyOf(event), hash: nextHash(taken.hash, bodyOf(event)), auctioneer: null, command: null }))
    await new Promise((next) => { setTimeout(next, 500) })
    expect(await sleeper.append({ lot: id, epoch: taken.epoch, seq: 0 }, entries, state), 'nobody took it').toBe('overtaken')
    expect(await sleeper.renew({ lot: id, epoch: taken.epoch, seq: 0 })).toBe(false)
    const theirs = (await other.take(id))!
    expect(theirs.epoch).toBe(taken.epoch + 1)
    expect(await sleeper.append({ lot: id, epoch: taken.epoch, seq: 0 }, entries, state), 'another took it').toBe('overtaken')
    expect(await logOf(id)).toEqual([])
    expect(await other.append({ lot: id, epoch: theirs.epoch, seq: 0 }, entries, state)).toBe('written')
    expect(await other.append({ lot: id, epoch: theirs.epoch, seq: 0 }, entries, state), 'the log has gone on').toBe('overtaken')
    expect(await logOf(id)).toHaveLength(1)
  })

  test('a key answers once for ever, through any process and after a change of writers; another command under it is refused', async () => {
    const { id } = await anArmedLot(db, risingRules())
    const [one, two] = [await aGate(), await aGate()]
    const key = randomUUID()
    const pressed = await Promise.all(Array.from({ length: 40 }, (_, n) => [one, two][n % 2]!.send(id, ...bid(1, 120 * million, key))))
    expect(new Set(pressed.map((answer) => canonicalText(answer))).size).toBe(1)
    expect((await logOf(id)).filter(({ type }) => type === 'bid_taken')).toHaveLength(1)
    expect(await one.send(id, ...bid(1, 130 * million, key))).toEqual({ kind: 'key_used' })
    expect(await two.ask(id, { bidder: 1 }, key)).toEqual(pressed[0])
    expect(await two.ask(id, { bidder: 2 }, key)).toEqual({ kind: 'none' })
    await (one.held().includes(id) ? one : two).close()
    const left = one.held().length ? one : two
    const later = await aGate()
    expect(await later.send(id, ...bid(1, 120 * million, key))).toEqual(pressed[0])
    expect(await later.send(id, ...bid(1, 130 * million, key))).toEqual({ kind: 'key_used' })
    await left.close()
  })

  test('a commit the database has doubts about is acknowledged to nobody; when the doubt is gone the same key tells', async () => {
    const { id } = await anArmedLot(db, risingRules())
    await asOwner(`create function doubts() returns trigger language plpgsql as $$ begin if new.lot_id = ${id} then raise warning using errcode = '01000', message = 'canceling wait for synchronous replication due to user request'; end if; return new; end $$;
      create trigger doubts after insert on auction_event for each row execute function doubts(); create trigger doubts after update on auction_lease for each row execute function doubts()`)
    const gate = await aGate({ patienceMs: 1_500 })
    const key = randomUUID()
    const before = await gate.send(id, ...bid(1, 100 * million, key))
    await asOwner('drop trigger doubts on auction_event; drop trigger doubts on auction_lease; drop function doubts()')
    expect(before).toEqual({ kind: 'unknown' })
    const later = await aGate()
    const answer = answered(await later.send(id, ...bid(1, 100 * million, key)))
    expect(answer.event).toMatchObject({ type: 'bid_taken' })
    expect((await logOf(id)).filter(({ type }) => type === 'bid_taken')).toHaveLength(1)
  })

  test('an answer whose receipt could not be written is unknown, though it stands in the log', async () => {
    const { id } = await anArmedLot(db, risingRules())
    const folder = mkdtempSync(join(tmpdir(), 'techex-full-'))
    const gate = await aGate({ folder, patienceMs: 1_500 })
    const key = randomUUID()
    await gate.look()
    expect(gate.held()).toContain(id)
    // A folder where the file should be: nothing can be written there.
    mkdirSync(join(folder, 'receipts', `lot-${id}.jsonl`), { recursive: true })
    expect(await gate.send(id, ...bid(1, 100 * million, key))).toEqual({ kind: 'unknown' })
    expect((await logOf(id)).filter(({ type }) => type === 'bid_taken')).toHaveLength(1)
    rmSync(folder, { recursive: true, force: true })
  })

  test('a receipt for what is not in the log stops the lot, and is not found anew each time', async () => {
    const { id } = await anArmedLot(db, risingRules())
    const folder = mkdtempSync(join(tmpdir(), 'techex-lost-'))
    const gate = await aGate({ folder })
    const { receipt } = answered(await gate.send(id, ...bid(1, 100 * million)))
    await gate.close()
    writeFileSync(join(folder, `receipts/lot-${id}.jsonl`), `${JSON.stringify({ ...receipt, seq: receipt.seq + 7 })}\n{"cut sho`, { flag: 'a' })
    const next = await aGate({ folder })
    await next.look()
    await vi.waitFor(async () => expect((await logOf(id)).at(-1)).toMatchObject({ type: 'paused', reason: 'bid_unrecorded', word: String(receipt.seq + 7) }), { timeout: 20_000 })
    expect(await db.selectFrom('event').select('data').where('subject', '=', `lot:${id}`).where('type', '=', 'lot.paused').orderBy('id', 'desc').executeTakeFirst()).toMatchObject({ data: { reason: 'bid_unrecorded' } })
    expect(answered(await next.send(id, ...bid(2, 105 * million))).event).toMatchObject({ type: 'refused', refusal: { code: 'lot_not_open' } })
    answered(await next.send(id, { by: { auctioneer: 1 }, command: { type: 'resume' } }, randomUUID()))
    await next.close()
    const last = await aGate({ folder })
    expect(answered(await last.send(id, ...bid(2, 105 * million))).event).toMatchObject({ type: 'bid_taken' })
    rmSync(folder, { recursive: true, force: true })
  })

  test('a receipt another machine gave for what is not in the log stops the lot too, though that machine does not write it, and once', async () => {
    const { id } = await anArmedLot(db, risingRules())
    const [here, there] = ['here', 'there'].map((name) => mkdtempSync(join(tmpdir(), `techex-${name}-`))) as [string, string]
    const writes = await aGate({ folder: here })
    const { receipt } = answered(await writes.send(id, ...bid(1, 100 * million)))
    mkdirSync(join(there, 'receipts'))
    writeFileSync(join(there, `receipts/lot-${id}.jsonl`), [receipt, { ...receipt, seq: receipt.seq + 5 }, { ...receipt, seq: receipt.seq + 6 }].map((line) => `${JSON.stringify(line)}\n`).join(''))
    const holds = await aGate({ folder: there })
    await holds.look()
    const pauses = async () => (await logOf(id)).flatMap((event) => (event.type === 'paused' ? [[event.reason, event.word]] : []))
    await vi.waitFor(async () => expect(await pauses()).toContainEqual(['bid_unrecorded', `${receipt.seq + 5},${receipt.seq + 6}`]), { timeout: 20_000 })
    const stopped = await pauses()
    answered(await writes.send(id, { by: { auctioneer: 1 }, command: { type: 'resume' } }, randomUUID()))
    expect(answered(await writes.send(id, ...bid(2, 105 * million))).event).toMatchObject({ type: 'bid_taken' })
    await writes.close()
    // Under the next lease, on either machine, it is not found anew.
    const next = await aGate({ folder: here })
    expect(answered(await next.send(id, ...bid(1, 110 * million))).event).toMatchObject({ type: 'bid_taken' })
    await holds.look()
    await holds.close()
    await (await aGate({ folder: there })).look()
    expect(await pauses()).toEqual(stopped)
    expect(answered(await next.send(id, ...bid(2, 115 * million))).event).toMatchObject({ type: 'bid_taken' })
    for (const folder of [here, there]) rmSync(folder, { recursive: true, force: true })
  })

  test('time without a writer is given back to those who bid, under a reason', async () => {
    const rules = risingRules({ closes_at: inSeconds(90), reopen: 5 * second })
    const { id } = await anArmedLot(db, rules)
    const gate = await aGate()
    answered(await gate.send(id, ...bid(1, 100 * million)))
    await gate.close()
    await db.updateTable('auction_lease').set({ holder: 'a process that died', until: new Date(Date.now() - 20_000) }).where('lot_id', '=', id).execute()
    // Its last sign of life was then: five seconds before its lease ended, and not before its last event.
    const next = await aGate()
    answered(await next.send(id, ...bid(2, 105 * million)))
    const log = await logOf(id), at = log.findIndex(({ type }) => type === 'resumed')
    const resumed = log.findLast(({ type }) => type === 'resumed') as Extract<Logged, { type: 'resumed' }>
    expect(at).toBeGreaterThan(0)
    expect(resumed.outage).toBeGreaterThan(0)
    expect(resumed.closes_at).toBeGreaterThanOrEqual(rules.closes_at + resumed.outage)
    expect(log.filter(({ type }) => type === 'paused').at(-1)).toMatchObject({ reason: 'cannot_bid' })
  })

  test('two hundred bids round the end: whoever came before it is heard, nobody after it, and the close is less than a second late', async () => {
    const { id } = await anArmedLot(db, risingRules({ opens_at: inSeconds(3_000), closes_at: inSeconds(6_000) }), 200)
    const [one, two] = [await aGate(), await aGate()]
    // The hours are set when all is ready, however long that took.
    const closes_at = inSeconds(3), rules = risingRules({ opens_at: inSeconds(0.5), closes_at, most_steps: 1_000_000 })
    await rulesAnew(asOwner, id, rules)
    await one.look()
    await new Promise((next) => { setTimeout(next, Math.max(0, closes_at / 1_000 - Date.now() - 300)) })
    // How long this process itself was kept from running: a writer in it can be no more punctual.
    let lag = 0, last = Date.now()
    const beat = setInterval(() => { lag = Math.max(lag, Date.now() - last - 20); last = Date.now() }, 20)
    const answers = await Promise.all(Array.from({ length: 200 }, async (_, n) => {
      const received = closes_at + Math.round((n - 100) * 50)
      await new Promise((next) => { setTimeout(next, Math.max(0, received / 1_000 - Date.now())) })
      // Where this machine was too busy to send it in time, it says nothing of the rule.
      const far = n % 10 === 0, late = far || Date.now() * 1_000 - received > 300_000
      return { late, received, answer: answered(await (far ? two : one).send(id, { ...bid(n + 1, (100 + 5 * n) * million)[0], received }, randomUUID())) }
    }))
    await vi.waitFor(async () => expect((await logOf(id)).some(({ type }) => type === 'closed')).toBe(true), { timeout: 20_000 })
    const log = await logOf(id), closed = log.find(({ type }) => type === 'closed')!
    const end = log.reduce((latest, event) => ('closes_at' in event ? Math.max(latest, event.closes_at) : latest), closes_at)
    clearInterval(beat)
    expect(closed.at - end).toBeLessThan(second + lag * 1_000)
    const sent = answers.filter(({ late }) => !late)
    expect(sent.length).toBeGreaterThan(20)
    for (const { received, answer: { event } } of answers) if (received >= end) expect(event).toMatchObject({ refusal: { code: 'too_late' } })
    for (const { received, answer: { event } } of sent) expect(event.type === 'refused' && event.refusal.code === 'too_late', `${received - end} µs from the end: ${JSON.stringify(event)}`).toBe(received >= end)
    expect(log.filter(({ type, seq }) => type === 'bid_taken' && seq > closed.seq)).toEqual([])
  })

  test('a bid that reached the Exchange before the end and the writer just after it is taken, and one that came at the end is not', async () => {
    const { id } = await anArmedLot(db, risingRules({ opens_at: inSeconds(3_000), closes_at: inSeconds(6_000) }))
    const gate = await aGate()
    const closes_at = inSeconds(2.5), rules = risingRules({ opens_at: inSeconds(0.5), closes_at })
    await rulesAnew(asOwner, id, rules)
    await gate.look()
    await new Promise((next) => { setTimeout(next, closes_at / 1_000 - Date.now() + 200) })
    const end = (await logOf(id)).reduce((latest, event) => ('closes_at' in event ? event.closes_at : latest), closes_at)
    const late = Date.now() * 1_000 > end + 500_000
    const [before, at] = await Promise.all([gate.send(id, { ...bid(1, 100 * million)[0], received: end - 1_000 }, randomUUID()), gate.send(id, { ...bid(2, 105 * million)[0], received: end }, randomUUID())])
    // A machine that wakes half a second late has nothing to say of it.
    if (!late) expect(answered(before).event).toMatchObject({ type: 'bid_taken', bidder: 1 })
    expect(answered(at).event).toMatchObject({ type: 'refused', refusal: { code: 'too_late' } })
  })

  test('a stranger on the machine who sends to the door of a writer is not heard', async () => {
    const gate = await aGate()
    const { id } = await anArmedLot(db, risingRules({ opens_at: inSeconds(3_000), closes_at: inSeconds(6_000) }))
    const body = JSON.stringify({ lot: id, key: randomUUID(), at: Date.now(), sent: bid(1, 100 * million)[0] })
    for (const headers of [{}, { 'x-signature': 'f'.repeat(64) }]) expect((await fetch(gate.endpoint, { method: 'POST', body, headers: headers as Record<string, string> })).status).toBe(403)
    expect(await logOf(id)).toEqual([])
  })

  test('a machine whose clock is more than a tenth of a second off the database’s takes no lot where that is asked of it', async () => {
    const { id } = await anArmedLot(db, risingRules())
    const storeWith = (offMs: number, clockToleranceMs: number | null) => {
      const store = openStore({ url, holder: randomUUID(), endpoint: () => 'http://127.0.0.1:1', clock: () => (Date.now() + offMs) * 1_000, clockToleranceMs })
      gates.push(store)
      return store
    }
    for (const offMs of [5_000, -5_000]) await expect(storeWith(offMs, 100).take(id)).rejects.toThrow(/clock is -?\d+ ms off the database’s: it may not write lots/)
    expect(await db.selectFrom('auction_lease').select('lot_id').where('lot_id', '=', id).executeTakeFirst()).toBeUndefined()
    expect((await storeWith(5_000, null).take(id))?.epoch).toBe(1)
    await db.updateTable('auction_lease').set({ until: new Date(0) }).where('lot_id', '=', id).execute()
    expect((await storeWith(0, 100).take(id))?.epoch).toBe(2)
  })
  test('nor does it keep one it had taken, whether bids come meanwhile or not', async () => {
    for (const busy of [false, true]) {
      const { id } = await anArmedLot(db, risingRules({ step: vnd(1), start: vnd(1), most_steps: 1_000_000 }))
      let off = 0
      const clock = (): number => (Date.now() + off) * 1_000, store = openStore({ url, holder: randomUUID(), endpoint: () => '', clock, clockToleranceMs: 100 })
      gates.push(store)
      const ended: string[] = [], said: unknown[] = [], taken = (await store.take(id))!
      const writer = openWriter({ lot: id, taken, store, spool: { write: async () => {}, examined: async () => {}, tail: async () => [] }, sign: (event) => signReceipt(event, receiptKey), clock, log: { warn: (facts) => { said.push((facts as { err: Error }).err.message) }, error: () => {} }, onEnd: (why) => ended.push(why), limits: { renewMs: 100, apartMs: 0 } })
      await writer.begun
      for (let amount = 0, late = Date.now() + 10_000; !ended.length && Date.now() < late; await new Promise((next) => { setTimeout(next, 20) })) {
        if (busy) void writer.put(...bid(1, ++amount))
        if (amount > 30 || (!busy && Date.now() > late - 9_500)) off = 150 // set right by somebody, wrongly
      }
      expect(ended).toEqual(['failed'])
      expect(said.at(-1)).toMatch(/clock is -?\d+ ms off the database’s: it may not write lots/)
    }
  })
})
