import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { anArmedLot, inSeconds, receiptKey, risingRules } from '../../../tests/auction-lots.ts'
import { testDatabase } from '../../../tests/database.ts'
import { openLink } from '../../../tests/failover/link.ts'
import { replay } from '../../platform/auction/apply.ts'
import { type Logged, second } from '../../platform/auction/lot.ts'
import type { Answer } from '../../platform/auction/writer.ts'
import { vnd } from '../../platform/money.ts'
import { genesisHash, nextHash } from '../../platform/proof/chain.ts'
import { isReceiptOf } from '../../platform/proof/receipt.ts'
import { openGate } from './gate.ts'

const { db, url } = await testDatabase()
const million = 1_000_000

/** Faults of the wire between the writer and its database, one after the other while bids come in: late, reset, dark, deaf after the commit, torn in the middle of an answer. */
test('Whatever the wire to the database does, every bid that was answered stands in the log as it was answered, one that was not is answered once it is asked again by its key, and stands there once.', { timeout: 120_000 }, async () => {
  // The tests' server listens on a socket alone; another one on a port.
  const through = new URL(url), folder = through.searchParams.get('host')
  const link = await openLink(folder ? join(folder, '.s.PGSQL.5432') : Number(through.port || 5432))
  through.searchParams.delete('host'); through.hostname = '127.0.0.1'; through.port = String(link.port)
  const dataDir = mkdtempSync(join(tmpdir(), 'techex-links-'))
  const rules = risingRules({ opens_at: inSeconds(-0.5), closes_at: inSeconds(900), reopen: 5 * second, most_steps: 1_000_000 }), { id, people } = await anArmedLot(db, rules, 4)
  const gate = await openGate({ url: through.href, secret: 's'.repeat(40), dataDir, key: receiptKey, now: () => new Date(), log: { warn: () => {}, error: () => {} }, limits: { apartMs: 0 }, patienceMs: 300 })
  const answers = new Map<string, Extract<Answer, { kind: 'answered' }>>()
  let going = true, price = 100, unknown = 0
  // Each bidder presses until it knows, always with the same key, as the page does; then with the next.
  const bidding = people.map(async (_, i) => {
    while (going) {
      const key = randomUUID() as string, amount = vnd((price += 5) * million)
      for (let left = 40; left > 0; left--) {
        const answer = await gate.send(id, { by: { bidder: i + 1 }, command: { type: 'bid', amount, key, sure: true } }, key)
        if (answer.kind === 'answered') { answers.set(key, answer); break }
        unknown++
        await setTimeout(100)
      }
      await setTimeout(20)
    }
  })
  try {
    const answered = async (more: number, what: string): Promise<void> => {
      const wanted = answers.size + more
      for (const late = Date.now() + 30_000; answers.size < wanted;) { if (Date.now() > late) throw new Error(`no bid was answered any more: ${what}`); await setTimeout(20) }
    }
    await answered(8, 'as it should be')
    link.delayMs = 60; await answered(8, 'late'); link.delayMs = 0
    for (let n = 0; n < 6; n++) { link.cut(); await answered(3, 'reset') }
    for (const fault of [() => link.darken(), () => link.deafen(), () => link.tear(), () => link.tear()]) {
      fault()
      await setTimeout(800)
      link.cut(); link.mend()
      await answered(6, String(fault))
    }
  } finally { going = false; link.mend(); await Promise.all(bidding); await gate.close(); link.close(); rmSync(dataDir, { recursive: true, force: true }) }

  const rows = await db.selectFrom('auction_event').select(['body', 'hash']).where('lot_id', '=', id).orderBy('seq').execute(), log = rows.map(({ body }) => JSON.parse(body) as Logged)
  const { body: genesis } = await db.selectFrom('auction_genesis').select('body').where('lot_id', '=', id).executeTakeFirstOrThrow()
  let hash: Buffer = genesisHash(JSON.parse(genesis))
  for (const row of rows) { hash = nextHash(hash, row.body); expect(row.hash.equals(hash)).toBe(true) }
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1))
  for (const { seq, event, receipt } of answers.values()) { expect(log[seq - 1]).toEqual(event); expect(isReceiptOf(receipt, receiptKey.publicKey)).toBe(true) }
  // No press counted twice: a key stands in the log once, and whatever stands there was answered in the end.
  const keys = log.flatMap((event) => ('key' in event ? [event.key] : []))
  expect(new Set(keys).size).toBe(keys.length)
  for (const key of keys) expect(answers.has(key)).toBe(true)
  const { armed_at } = JSON.parse(genesis) as { armed_at: number }
  expect(replay(rules, [1, 2, 3, 4], armed_at, log)).toMatchObject({ seq: log.length })
  // Where nobody was ever told “not known”, nothing was tried.
  expect(unknown).toBeGreaterThan(0)
  console.log(`${answers.size} bids answered over a faulty wire, ${unknown} times unknown first; ${log.length} events`)
})
