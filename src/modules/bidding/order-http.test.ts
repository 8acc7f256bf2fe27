import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anArmedLot, inSeconds, risingRules } from '../../../tests/auction-lots.ts'
import { plainLot } from '../../../tests/auction-plain-lot.ts'
import { testDatabase } from '../../../tests/database.ts'
import { openWhole, signedIn, urlencoded, withCookie } from '../../../tests/readers.ts'
import type { Logged } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'

/** How often each of the four presses: AUCTION_HTTP_PRESSES=200 for a night. A bidder may press once in a second. */
const presses = Number(process.env.AUCTION_HTTP_PRESSES ?? 9)
const { db, url } = await testDatabase()
const { app } = await openWhole(db, { DATABASE_URL: url })
const base = await app.listen({ port: 0, host: '127.0.0.1' })
const rest = (ms: number): Promise<void> => new Promise((next) => { setTimeout(next, ms) })

interface Sending { number: number; key: string; began: number; ended: number; status: number }

test('over HTTP too the order of the log is the order in which everything took effect, for four on each of three lots who press at once, some twice with one key', { timeout: 60_000 + presses * 4_000 }, async () => {
  let together = 0, refused = 0, taken = 0
  await Promise.all(Array.from({ length: 3 }, async () => {
    const rules = risingRules({ opens_at: inSeconds(5), closes_at: inSeconds(3_600), start: vnd(100), step: vnd(5), most_steps: 6 }), { id, people } = await anArmedLot(db, rules, 4)
    const cookies = await Promise.all(people.map(async (person) => withCookie(await signedIn(app, db, person))))
    let count = 0, price = 95
    await rest(Math.max(0, rules.opens_at / 1_000 - Date.now()) + 200)
    const done: Sending[] = []
    await Promise.all(cookies.map(async (headers, n) => {
      for (let press = 0; press < presses; press++) {
        // Some offer what was seen last, some more, and some what somebody else may have offered meanwhile.
        const key = randomUUID(), body = new URLSearchParams({ request_key: key, amount: String(price + 5 * ((n + press) % 3)) }), began = ++count
        const post = async (): Promise<{ status: number; ended: number }> => {
          const answer = await fetch(`${base}/vi/auctions/${id}/room/bids`, { method: 'POST', headers: { ...headers, ...urlencoded }, body: body.toString(), redirect: 'manual' })
          const page = await answer.text()
          if (answer.status === 429) throw new Error(page.slice(0, 500))
          return { status: answer.status, ended: ++count }
        }
        const [one, again] = await Promise.all([post(), (n + press) % 4 === 0 ? post() : null])
        if (again) expect(again.status).toBe(one.status)
        done.push({ number: n + 1, key, began, ended: one.ended, status: one.status })
        if (one.status === 303) price = Math.max(price, Number(body.get('amount')))
        // All of them wait for the whole second, so that they press together again.
        await rest(1_050 + (1_000 - Date.now() % 1_000))
      }
    }))
    const log = (await db.selectFrom('auction_event').select('body').where('lot_id', '=', id).orderBy('seq').execute()).map(({ body }) => JSON.parse(body) as Logged)
    const kept = new Map((await db.selectFrom('auction_command').select(['key', 'seq', 'bidder']).where('lot_id', '=', id).execute()).map((one) => [one.key, one]))
    expect(kept.size).toBe(done.length)
    const placed = done.map((one) => { const { seq, bidder } = kept.get(one.key)!; expect(bidder).toBe(one.number); return { ...one, seq } })
    for (const one of placed) {
      expect([one.seq, one.status]).toEqual([one.seq, log[one.seq - 1]!.type === 'bid_taken' ? 303 : 409])
      for (const other of placed) if (one.ended < other.began) expect(one.seq, 'answered before the other was pressed').toBeLessThan(other.seq)
    }
    // Told again in its order by the plain rules, each is answered as it was.
    const plain = plainLot(rules, [1, 2, 3, 4]), at = new Map(placed.map((one) => [one.seq, one]))
    for (const event of log) {
      const one = at.get(event.seq)
      if (!one) { expect(event.type).toBe('opened'); expect(plain.do({ by: { clock: true }, command: { type: 'open' }, came: event.at, at: event.at })).toEqual(['opened']); continue }
      const command = event.type === 'bid_taken' ? { type: 'bid' as const, amount: event.amount, key: one.key } : event.type === 'refused' ? event.command : null
      expect(plain.do({ by: { bidder: one.number }, command: command!, came: event.at, at: event.at })).toEqual([event.type === 'refused' ? `refused ${event.refusal.code}` : event.type])
    }
    together += placed.filter((one) => placed.some((other) => other !== one && other.began < one.ended && one.began < other.ended)).length
    taken += placed.filter(({ status }) => status === 303).length
    refused += placed.filter(({ status }) => status === 409).length
  }))
  console.log(JSON.stringify({ presses: presses * 12, together, taken, refused }))
  expect([together > presses * 6, taken > presses, refused > presses]).toEqual([true, true, true])
})
