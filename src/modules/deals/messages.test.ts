import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing, aPdf, multipart, openWhole, send, someReaders } from '../../../tests/readers.ts'
import { acceptInterest, expressInterest } from './interest-commands.ts'

/** Messages with documents, and how far the other side has read, through the whole application. */
const { db } = await testDatabase()
const { app } = await openWhole(db)
const { institute, people, as } = await someReaders(app, db)
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh')
const deal = await acceptInterest(ctxOf(db, people.member), { interest_id: await expressInterest(ctxOf(db, people.buyer), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const page = async (reader: Parameters<typeof as>[0]) => (await app.inject({ url: `/vi/deals/${deal}`, headers: as(reader) })).body

test('a document comes with a message, once however often it is pressed, and is read by both sides and nobody else', async () => {
  const form = { body: 'Gửi anh/chị bảng đo ba tuần.', request_key: randomUUID() }, paper = { name: 'bang-do.pdf', type: 'application/pdf', content: aPdf }
  for (let i = 0; i < 2; i++) {
    const sent = await multipart(form, paper)
    expect((await app.inject({ method: 'POST', url: `/vi/deals/${deal}/messages`, headers: { ...sent.headers, ...as('member') }, payload: sent.payload })).headers.location).toBe(`/vi/deals/${deal}?done=sent`)
  }
  const rows = await db.selectFrom('deal_document as d').innerJoin('deal_message as m', 'm.id', 'd.message_id').select(['d.document_id', 'm.body']).where('d.deal_id', '=', deal).execute()
  expect(rows.map(({ body }) => body)).toEqual([form.body])
  const [, href = ''] = /href="(\/files\/[^"]*)"[^>]*>bang-do\.pdf/.exec(await page('buyer')) ?? []
  expect(href).not.toBe('')
  expect((await app.inject({ url: href, headers: as('buyer') })).statusCode).toBe(200)
  expect((await app.inject({ url: href, headers: as('moderator') })).statusCode).toBe(404)
  const viewers = await multipart({ ...form, request_key: randomUUID() }, paper)
  expect((await app.inject({ method: 'POST', url: `/vi/deals/${deal}/messages`, headers: { ...viewers.headers, ...as('viewer') }, payload: viewers.payload })).statusCode).toBe(403)
})
test('a message is read once somebody of the other side has opened the file; the writer’s own colleagues and the Exchange’s people do not count', async () => {
  await send(app, `/vi/deals/${deal}/messages`, { body: 'Anh/chị đã xem chưa?', request_key: randomUUID() }, as('member'))
  const read = async () => [...(await page('member')).matchAll(/<li class="message[^"]*">.*?<\/li>/gs)].map(([li]) => li.includes('đã đọc')).at(-1)
  for (const reader of ['viewer', 'officer', 'inspector'] as const) await page(reader)
  expect(await read()).toBe(false)
  await page('buyer')
  expect(await read()).toBe(true)
})
