import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from './database.ts'
import { listed } from './listings.ts'
import { openWhole, signedIn, withCookie } from './readers.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'

/** Files beyond what the Exchange really takes, made while they are sent and never held, over a line of their own. */
const { db } = await testDatabase()
const { app, config } = await openWhole(db)
await app.listen({ port: 0, host: '127.0.0.1' })
const { port } = app.server.address() as AddressInfo
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Rau')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), hoa = await aPerson(db, { organisation: buyer, name: 'Hoa' })
const deal = await acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, hoa), { listing_id: await listed(db, institute, 'Máy sấy', { kind: 'offer', state: 'published', published_at: noon }), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const browser = withCookie(await signedIn(app, db, lan))
await app.inject({ url: '/vi/work', headers: browser }) // an account becomes a person at its first request

const megabyte = 1024 * 1024, film = 2 * 1024 * megabyte
const block = Buffer.alloc(64 * 1024, 'x')
const begin = (name: string): string => `--edge\r\nContent-Disposition: form-data; name="body"\r\n\r\nXin gửi đoạn phim.\r\n--edge\r\nContent-Disposition: form-data; name="request_key"\r\n\r\n${randomUUID()}\r\n--edge\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n`
const kept = async () => [await sql`select (select count(*) from document)::int as documents, (select count(*) from deal_document)::int as filed, (select count(*) from deal_message)::int as messages, (select count(*) from event)::int as events`.execute(db).then(({ rows }) => rows), readdirSync(join(config.dataDir, 'files'), { recursive: true })]

/** Sends it over a line of its own for as long as nobody answers (or, `deaf`, for as long as the line holds). */
async function sent(path: string, length: number | null, bytes: number, { deaf = false } = {}): Promise<{ status: number; body: string; taken: number; memory: number; seconds: number; heard: number }> {
  const socket = connect(port, '127.0.0.1'), begun = performance.now(), before = process.memoryUsage().rss
  let answer = '', taken = 0, memory = 0, heard = 0
  const over = new Promise<void>((resolve) => { socket.on('close', () => resolve()).on('error', () => {}) })
  const answered = new Promise<void>((resolve) => {
    socket.setEncoding('utf8').on('data', (text: string) => { answer += text; heard ||= performance.now() - begun; if (/<\/html>/.test(answer)) resolve() })
    void over.then(resolve)
  })
  const head = Object.entries({ host: 'x', ...browser, 'content-type': 'multipart/form-data; boundary=edge', ...(length === null ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(length) }) }).map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const framed = (data: Buffer): Buffer => (length === null ? Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]) : data)
  async function* form() {
    yield Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n`)
    yield framed(Buffer.from(begin('phim.txt')))
    for (; taken < bytes; taken += block.length) {
      if (deaf ? socket.destroyed : answer) return
      yield framed(block)
      memory = Math.max(memory, process.memoryUsage().rss - before)
      if (deaf) await new Promise((resolve) => { setTimeout(resolve, 20) })
      else if (taken % megabyte === 0) await new Promise(setImmediate)
    }
    yield framed(Buffer.from('\r\n--edge--\r\n'))
    if (length === null) yield Buffer.from('0\r\n\r\n')
  }
  await pipeline(Readable.from(form()), socket, { end: false }).catch(() => {})
  await (deaf ? over : answered)
  socket.destroy()
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), body: answer, taken, memory, seconds: (performance.now() - begun) / 1000, heard: heard / 1000 }
}

test.each([
  ['/vi', 'documents', 'Nội dung gửi lên quá lớn', 'Một tệp tối đa 20 MB.'], ['/en', 'messages', 'What was sent is too large', 'A file may have at most 20 MB.'],
])('A form of two gigabytes is refused in words of the page’s language (%s, %s) before its file is read, and leaves nothing.', async (language, form, title, most) => {
  expect(config.uploadMaxBytes).toBe(20 * megabyte) // as the Exchange runs unless set otherwise
  const before = await kept()
  const { status, body, taken, memory } = await sent(`${language}/deals/${deal}/${form}`, film, film)
  expect([status, body.includes(`<h1>${title}</h1>`), body.includes(most), body.includes(`<html lang="${language.slice(1)}"`)]).toEqual([413, true, true, true])
  expect(taken).toBeLessThan(config.uploadMaxBytes)
  expect(memory).toBeLessThan(150 * megabyte)
  expect(await kept()).toEqual(before)
})

test.each([['with its length said', true], ['without', false]])('A file a little over the limit, %s, is read to its end and refused at its field; what was typed stands there, and nothing of the file lies anywhere.', async (_, said) => {
  const before = await kept(), bytes = 24 * megabyte
  const { status, body, taken, memory } = await sent(`/vi/deals/${deal}/messages`, said ? Buffer.byteLength(`${begin('phim.txt')}\r\n--edge--\r\n`) + bytes : null, bytes)
  expect([status, taken]).toEqual([409, bytes])
  expect(body).toContain('Tệp quá lớn. Hãy chọn tệp tối đa 20 MB.')
  expect(body).toContain('Xin gửi đoạn phim.</textarea>')
  expect(memory).toBeLessThan(150 * megabyte)
  expect(await kept()).toEqual(before)
})

test('Whoever goes on sending after the answer is cut off.', async () => {
  const { status, seconds, heard, taken } = await sent(`/vi/deals/${deal}/documents`, film, film, { deaf: true })
  expect(status).toBe(413)
  expect(heard).toBeLessThan(2)
  expect(seconds).toBeGreaterThan(2)
  expect(seconds).toBeLessThan(6)
  expect(taken).toBeLessThan(film / 4)
})
