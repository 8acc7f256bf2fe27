import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { anArmedLot, receiptKey, risingRules } from '../../../tests/auction-lots.ts'
import { testDatabase } from '../../../tests/database.ts'
import { ensureBuilt, freePort, until } from '../../../tests/running.ts'
import type { Answer } from '../../platform/auction/writer.ts'
import { vnd } from '../../platform/money.ts'
import { sha256 } from '../../platform/proof/chain.ts'
import { openGate } from './gate.ts'

const { db, url } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-crowd-')), secret = 'a secret of this test only, and long enough'
const children = new Set<ChildProcess>(), leaving: (() => unknown)[] = []
afterAll(async () => {
  for (const leave of leaving) await leave()
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})
const rest = (ms: number): Promise<void> => new Promise((next) => { setTimeout(next, ms) })

interface Web { child: ChildProcess; port: number }
/** A web process as it is run. */
async function aWeb(): Promise<Web> {
  const port = await freePort()
  const child = fork('dist/server.mjs', { env: { ...process.env, DATABASE_URL: url, SECRET: secret, DATA_DIR: join(folder, 'web'), PORT: String(port), HOST: '127.0.0.1', WEB_PROCESSES: '1', REQUESTS_PER_MINUTE: '100000', LOG_LEVEL: 'error' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.add(child)
  await new Promise<void>((ready, failed) => { child.once('message', () => ready()).once('exit', (code) => failed(new Error(`a web process ended with ${code}`))) })
  return { child, port }
}
/** Somebody who watches, as a browser does: whose stream breaks comes back, to the other, and says what they have. */
function watches(lot: number, webs: readonly Web[], first: number) {
  const reader = { seq: -1, snapshots: 0, breaks: 0, gaps: [] as string[] }
  let over = false
  const open = (web: Web): void => {
    const socket = connect({ port: web.port, host: '127.0.0.1' }, () => { socket.write(`GET /vi/auctions/${lot}/room/events HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n${reader.seq < 0 ? '' : `last-event-id: ${reader.seq}\r\n`}\r\n`) })
    let rest = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      rest += chunk
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const frame = rest.slice(0, end), id = Number(/(?:^|\n)id: (\d+)/.exec(frame)?.[1] ?? Number.NaN)
        rest = rest.slice(end + 2)
        if (frame.includes('event: snapshot')) { reader.snapshots++; reader.seq = id }
        if (!frame.includes('event: delta')) continue
        const since = Number(/"since":(\d+)/.exec(frame)?.[1])
        if (since !== reader.seq || id < since) reader.gaps.push(`had ${reader.seq}, was told ${since} to ${id}`)
        reader.seq = id
      }
    }).on('error', () => {}).on('close', () => { if (!over) { reader.breaks++; setTimeout(() => { if (!over) open(webs.find(({ child }) => !child.killed)!) }, 50) } })
    leaving.push(() => { over = true; socket.destroy() })
  }
  open(webs[first]!)
  return reader
}

test('the web process that writes a lot is killed with half the crowd in it: who watched it there goes on elsewhere with the next event, who reads nothing holds nobody up, and no acknowledged bid is gone', { timeout: 120_000 }, async () => {
  ensureBuilt()
  const { id } = await anArmedLot(db, risingRules({ most_steps: 1_000_000, step: vnd(1), start: vnd(1) }), 4)
  const webs = [await aWeb()]
  // Nobody else is there yet: it is the first that takes the lot.
  await until(async () => (await db.selectFrom('auction_lease').select('lot_id').where('lot_id', '=', id).execute()).length === 1, () => 'nobody took the lot')
  webs.push(await aWeb())
  const gate = await openGate({ url, secret, dataDir: join(folder, 'elsewhere'), key: receiptKey, now: () => new Date(), log: { warn: () => {}, error: () => {} }, limits: { apartMs: 0 }, patienceMs: 20_000 })
  leaving.push(() => gate.close())
  const readers = Array.from({ length: 120 }, (_, n) => watches(id, webs, n % 2))
  for (let n = 0; n < 20; n++) {
    const deaf = connect({ port: webs[n % 2]!.port, host: '127.0.0.1' }, () => { deaf.pause(); deaf.write(`GET /vi/auctions/${id}/room/events HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n`) })
    deaf.on('error', () => {})
    leaving.push(() => deaf.destroy())
  }
  await until(() => readers.every(({ snapshots }) => snapshots === 1), () => 'not all came in')

  let amount = 0, bidding = true
  const acked: Extract<Answer, { kind: 'answered' }>[] = []
  const bidders = [1, 2, 3, 4].map(async (bidder) => {
    for (; bidding; await rest(50)) {
      const key = randomUUID(), answer = await gate.send(id, { by: { bidder }, command: { type: 'bid', amount: vnd(amount += 1), key } }, key)
      if (answer.kind === 'answered') acked.push(answer)
    }
  })
  await until(() => acked.length >= 40, () => 'nobody was answered')
  expect(gate.held(), 'what is killed is what writes').toEqual([])
  webs[0]!.child.kill('SIGKILL')
  const before = acked.length
  await until(() => acked.length >= before + 40, () => 'bidding did not go on', 60)
  bidding = false
  await Promise.all(bidders)

  const log = await db.selectFrom('auction_event').select(['seq', 'body']).where('lot_id', '=', id).orderBy('seq').execute(), last = log.at(-1)!.seq
  await until(() => readers.every(({ seq }) => seq === last), () => `of ${last} events readers have ${[...new Set(readers.map(({ seq }) => seq))].join()}`)
  expect(readers.flatMap(({ gaps }) => gaps)).toEqual([])
  // Half of them lost their stream once and came back to what they lacked, not to a new beginning.
  expect(readers.map(({ breaks, snapshots }) => [breaks, snapshots])).toEqual(readers.map((_, n) => [1 - (n % 2), 1]))
  expect(acked.filter(({ seq, receipt }) => sha256(log[seq - 1]?.body ?? '').toString('hex') !== receipt.body_hash)).toEqual([])
})
