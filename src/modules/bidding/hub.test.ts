import fastify from 'fastify'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as ask } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { noon, testDatabase } from '../../../tests/database.ts'
import { anArmedLot } from '../../../tests/auction-lots.ts'
import { goesOn, someRules } from '../../../tests/proof-things.ts'
import { take } from '../../platform/auction/decide.ts'
import { armed, type Command, type Logged, second } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import { canonicalText } from '../../platform/proof/chain.ts'
import { type hubLimits, linesOf, openHub, viewOf } from './hub.ts'

/** The streams of rooms on their own: who listens, and from where, is said in the question, as a session would say it. */
const { db } = await testDatabase()
const million = 1_000_000, opensAt = noon.getTime() * 1_000 + 60 * second
const leaving: (() => unknown)[] = []
afterEach(async () => { for (const leave of leaving.splice(0).toReversed()) await leave() })
const until = async (holds: () => boolean, what: string): Promise<void> => { for (const late = Date.now() + 20_000; !holds(); await new Promise((next) => { setTimeout(next, 10) })) if (Date.now() > late) throw new Error(what) }

async function rooms(limits: Partial<typeof hubLimits> = {}, busy?: () => boolean) {
  const sessions = new Set<string>(), folder = mkdtempSync(join(tmpdir(), 'techex-hub-')), socketPath = join(folder, 's')
  const hub = openHub({ db, now: () => new Date(), log: { warn: () => {} }, ...(busy ? { busy } : {}), openSessions: async (ids) => new Map(ids.filter((id) => sessions.has(id)).map((id) => [id, new Date(Date.now() + 3_600_000)])), limits: { pollMs: 20, ...limits } })
  const app = fastify({ trustProxy: true })
  app.get('/:lot', async (request, reply) => {
    const { person, number, session } = request.query as Record<string, string | undefined>
    Object.assign(request, { ctx: { db, locale: 'vi', actor: { person_id: person ? Number(person) : null }, session: session ? { id: session } : null } })
    return hub.open(request, reply, Number((request.params as { lot: string }).lot), number ? Number(number) : null)
  })
  await app.listen({ path: socketPath })
  leaving.push(async () => { await hub.close(); await app.close(); rmSync(folder, { recursive: true, force: true }) })
  const listen = (path: string, from = '10.0.0.1') => new Promise<{ status: number; text: () => string; over: () => boolean }>((opened, failed) => {
    const asking = ask({ socketPath, path, headers: { accept: 'text/event-stream', 'x-forwarded-for': from } }, (answer) => {
      let text = '', over = false
      answer.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('close', () => { over = true }).on('error', () => {})
      leaving.push(() => asking.destroy())
      opened({ status: answer.statusCode ?? 0, text: () => text, over: () => over })
    })
    asking.on('error', failed).end()
  })
  return { hub, socketPath, listen, sessions }
}
const opened = { at: opensAt, by: { clock: true as const }, command: { type: 'open' as const } }
const bid = (n: number, bidder: number, millions: number) => ({ at: opensAt + n * second, by: { bidder }, command: { type: 'bid' as const, amount: vnd(millions * million), key: `khoa-${n}` } })
async function aLot(): Promise<number> {
  const { id } = await anArmedLot(db, someRules({ opens_at: opensAt, closes_at: opensAt + 900 * second }), 3)
  await goesOn(db, id, [opened])
  return id
}

test('An hour has its day where a pause moved the end into another; before that none is needed.', () => {
  const auctioneer = { auctioneer: 1 }, log: Logged[] = []
  let state = armed(someRules({ opens_at: opensAt, closes_at: opensAt + 900 * second }), [1, 2, 3], opensAt - second)
  const goOn = (at: number, by: typeof auctioneer | { clock: true }, command: Command): void => { const next = take(state, { by, command }, at); state = next.state; log.push(...next.log) }
  const shown = () => [viewOf(state, 'vi').closes, ...linesOf({ state, log }, 'vi').map(({ hour, text }) => `${hour}: ${text}`)]
  goOn(opensAt, opened.by, opened.command)
  goOn(opensAt + 60 * second, auctioneer, { type: 'pause', reason: 'cannot_bid', word: 'Mất điện.' })
  expect(shown()).toEqual(['12:16:00', expect.stringMatching(/^12:02:00: Tạm dừng/), '12:01:00: Bắt đầu trả giá'])
  goOn(opensAt + 43_080 * second, auctioneer, { type: 'resume' })
  expect(shown()).toEqual(['00:13:00, 03/03/2026', '23:59:00, 02/03/2026: Tiếp tục, hết giờ lúc 00:13:00, 03/03/2026', expect.stringMatching(/^12:02:00, 02\/03\/2026: Tạm dừng/), '12:01:00, 02/03/2026: Bắt đầu trả giá'])
})

describe('The streams of a room', () => {
  test('A reader who reads nothing is dropped; whoever reads misses nothing.', async () => {
    const lot = await aLot(), { hub, socketPath, listen } = await rooms()
    const reads = await listen(`/${lot}?person=1&number=1`)
    for (let n = 0; n < 3; n++) {
      const socket = connect(socketPath, () => { socket.pause(); socket.write(`GET /${lot}?person=${n + 10}&number=2 HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n`) })
      socket.on('error', () => {})
      leaving.push(() => socket.destroy())
    }
    await until(() => hub.size() === 4, 'not all came in')
    let seq = 1, rounds = 0
    for (; hub.size() > 1 && rounds < 400; rounds++) {
      const more = Array.from({ length: 50 }, () => { seq++; return { seq, at: opensAt + seq * 1_000, type: 'bid_taken' as const, bidder: 1 + (seq % 2), amount: vnd((100 + 5 * seq) * million), key: `khoa-${seq}`, closes_at: opensAt + 900 * second, entered_by: null } })
      await db.insertInto('auction_event').values(more.map((event) => ({ lot_id: lot, seq: event.seq, at_us: event.at, body: canonicalText(event), hash: Buffer.alloc(32) }))).execute()
      await hub.fresh(lot)
    }
    expect(hub.size()).toBe(1)
    // What the system keeps for a reader, and 64 KB more, is what it takes: not the first frame.
    expect(rounds).toBeGreaterThan(10)
    await until(() => reads.text().includes(`id: ${seq}\n`), 'who reads was not told')
    expect(reads.over()).toBe(false)
  }, 60_000)

  test('One person has five, one address as many as a hall needs; a flood of watchers takes no place of a bidder.', async () => {
    const lot = await aLot(), { hub, listen } = await rooms({ watchers: 8, perAddress: 6 })
    const mine = await Promise.all(Array.from({ length: 6 }, () => listen(`/${lot}?person=7&number=1`)))
    expect(mine.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 503])
    expect((await listen(`/${lot}?person=8&number=2`)).status).toBe(200)
    const hall = await Promise.all(Array.from({ length: 7 }, () => listen(`/${lot}`, '10.0.0.9')))
    expect(hall.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 200, 503])
    const others = await Promise.all([1, 2, 3].map((n) => listen(`/${lot}`, `10.0.1.${n}`)))
    expect(others.map(({ status }) => status).toSorted()).toEqual([200, 200, 503])
    expect((await listen(`/${lot}?person=9&number=3`)).status).toBe(200)
    expect(hub.size()).toBe(5 + 1 + 6 + 2 + 1)
  })

  test('Bidders are told at once; who watches is told of the first at once, and then once in a second of everything that came meanwhile.', async () => {
    const lot = await aLot(), { hub, listen } = await rooms({ watcherMs: 1_000 })
    const bidder = await listen(`/${lot}?person=1&number=1`), watcher = await listen(`/${lot}`)
    const deltas = ({ text }: { text: () => string }) => [...text().matchAll(/event: delta\ndata: (.*)/g)].map(([, data = '']) => (JSON.parse(data) as { lines: { seq: number }[] }).lines.map(({ seq }) => seq))
    await until(() => bidder.text().includes('snapshot') && watcher.text().includes('snapshot'), 'no snapshot')
    const began = performance.now()
    for (const [n, who, millions] of [[1, 1, 100], [2, 2, 105], [3, 1, 110]] as const) {
      await goesOn(db, lot, [bid(n, who, millions)])
      await hub.fresh(lot)
      await until(() => deltas(bidder).flat().length === n, 'a bidder was not told at once')
    }
    const took = performance.now() - began
    if (took < 900) expect(deltas(watcher)).toEqual([[2]])
    await until(() => deltas(watcher).flat().length === 3, 'who watches was not told')
    expect(deltas(bidder)).toEqual([[2], [3], [4]])
    if (took < 900) expect(deltas(watcher)).toEqual([[2], [4, 3]])
  })

  test('While a bid waits for its answer the crowd waits, bidders do not; and the crowd waits no longer than it may.', async () => {
    let busy = true
    const lot = await aLot(), { hub, listen } = await rooms({ slice: 1, holdMs: 60_000, watcherMs: 0 }, () => busy)
    const bidder = await listen(`/${lot}?person=1&number=1`), crowd = await Promise.all([1, 2, 3].map((n) => listen(`/${lot}`, `10.0.2.${n}`)))
    const told = ({ text }: { text: () => string }) => text().split('event: delta').length - 1
    await goesOn(db, lot, [bid(1, 1, 100)])
    await hub.fresh(lot)
    await until(() => told(bidder) === 1, 'a bidder was held up')
    await new Promise((next) => { setTimeout(next, 100) })
    expect(crowd.map(told)).toEqual([0, 0, 0])
    busy = false
    await until(() => crowd.every((one) => told(one) === 1), 'the crowd was not told when the bid was answered')

    const other = await aLot(), { hub: hurried, listen: listenThere } = await rooms({ slice: 1, holdMs: 50, watcherMs: 0 }, () => true)
    const there = await Promise.all([1, 2, 3].map((n) => listenThere(`/${other}`, `10.0.3.${n}`)))
    await goesOn(db, other, [bid(1, 1, 100)])
    await hurried.fresh(other)
    await until(() => there.every((one) => told(one) === 1), 'bids without end held the crowd up for ever')
  })

  test('Who only watches is shown a lot as it was at most a second ago, and asks the database no more often.', async () => {
    const lot = await aLot(), { hub } = await rooms({ pollMs: 60_000 })
    expect((await hub.fresh(lot, 60_000)).state.price).toBeNull()
    await goesOn(db, lot, [bid(1, 1, 100)])
    for (let n = 0; n < 20; n++) expect((await hub.fresh(lot, 60_000)).state.price).toBeNull()
    expect((await hub.fresh(lot)).state.price).toBe(100 * million)
    // What a bidder's page read is there for everybody.
    expect((await hub.fresh(lot, 60_000)).state.price).toBe(100 * million)
  })

  test('A stream ends with the session it was opened in: at once where that is told, and at the next look where it is not.', async () => {
    const lot = await aLot(), { hub, listen, sessions } = await rooms({ heartbeatMs: 100 })
    for (const session of ['a', 'b', 'c']) sessions.add(session)
    const [one, two, three, nobody] = await Promise.all([listen(`/${lot}?person=1&number=1&session=a`), listen(`/${lot}?person=2&number=2&session=b`), listen(`/${lot}?person=3&session=c`), listen(`/${lot}`)])
    hub.ended('a')
    await until(() => one.over(), 'a told end did not close the stream')
    sessions.delete('b')
    await until(() => two.over(), 'an end nobody told did not close the stream')
    await until(() => three.text().includes('event: time'), 'no heartbeat')
    expect([three.over(), nobody.over(), hub.size()]).toEqual([false, false, 2])
  })
})
