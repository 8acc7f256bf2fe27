import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing, aPdf, multipart, openWhole, send, signedIn, someReaders, withCookie } from '../../../tests/readers.ts'
import { acceptInterest, expressInterest } from './interest-commands.ts'
import { type ReadMark, readersOf } from './reading-rules.ts'

/** Messages with documents, and how far the other side has read, through the whole application. */
const { db } = await testDatabase()
const { app, config } = await openWhole(db)
const { institute, enterprise, people, as } = await someReaders(app, db)
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh')
const deal = await acceptInterest(ctxOf(db, people.member), { interest_id: await expressInterest(ctxOf(db, people.buyer), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const readers: Record<string, string>[] = []
const aReader = async (role: 'signer' | 'viewer', name: string) => { readers.push(withCookie(await signedIn(app, db, await aPerson(db, { organisation: enterprise, role, name })))) }
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
/** Everything a refused message might have left. */
const left = async () => [(await db.selectFrom('document').select('id').execute()).length, (await db.selectFrom('deal_message').select('id').execute()).length, readdirSync(join(config.dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length]
const papers = (count: number, text = 'so-do') => Array.from({ length: count }, (_, i) => ({ name: `${text}-${i + 1}.txt`, type: 'text/plain', content: `${text} ${i + 1} của dây chuyền sấy` }))
const deliver = async (files: ReturnType<typeof papers>, { reader = 'member' as Parameters<typeof as>[0], request_key = randomUUID() as string, body = 'Xin gửi các bản vẽ.' } = {}) => {
  const sent = await multipart({ body, request_key }, files)
  return app.inject({ method: 'POST', url: `/vi/deals/${deal}/messages`, headers: { ...sent.headers, ...as(reader) }, payload: sent.payload })
}
test('a message brings several documents, all of them with it, each once however often it is pressed and chosen', async () => {
  const request_key = randomUUID(), files = papers(4)
  const answers = await Promise.all([deliver([...files, files[0]!], { request_key }), deliver([...files, files[0]!], { request_key })])
  expect(answers.map(({ headers }) => headers.location)).toEqual([`/vi/deals/${deal}?done=sent`, `/vi/deals/${deal}?done=sent`])
  const rows = await db.selectFrom('deal_document as d').innerJoin('deal_message as m', 'm.id', 'd.message_id').innerJoin('document as f', 'f.id', 'd.document_id').select(['f.name', 'd.message_id']).where('m.request_key', '=', request_key).execute()
  expect([rows.map(({ name }) => name).toSorted(), new Set(rows.map(({ message_id }) => message_id)).size]).toEqual([files.map(({ name }) => name), 1])
  const message = [...(await page('buyer')).matchAll(/<li class="message[^"]*">.*?<\/li>/gs)].map(([li]) => li).findLast((li) => li.includes('so-do-1.txt')) ?? ''
  for (const { name } of files) expect((await app.inject({ url: new RegExp(`href="(/files/[^"]*)"[^>]*>${name}`).exec(message)?.[1] ?? '', headers: as('buyer') })).statusCode, name).toBe(200)
  expect(await page('member')).toMatch(/<input[^>]*name="file"[^>]*multiple/)
})
test('more than five, or one among them that is not taken, and nothing is kept: neither file nor message, and what was typed comes back', async () => {
  const before = await left()
  for (const count of [6, 7, 9]) {
    const answer = await deliver(papers(count, `nhieu-${count}`))
    expect([answer.statusCode, answer.body.includes('Hãy chọn tối đa 5 tệp'), answer.body.includes('Xin gửi các bản vẽ.</textarea>')], String(count)).toEqual([409, true, true])
  }
  const wrong = await deliver([...papers(2, 'lan-lon'), { name: 'phim.exe', type: 'application/octet-stream', content: 'MZ\u0000\u0001' }])
  expect([wrong.statusCode, wrong.body.includes('Loại tệp này không nhận được')]).toEqual([409, true])
  for (const [reader, status] of [['viewer', 403], ['officer', 403], ['inspector', 403], ['other', 404]] as const) expect((await deliver(papers(3, 'la'), { reader })).statusCode, reader).toBe(status)
  expect((await deliver(papers(5, 'rong'), { body: ' ' })).statusCode).toBe(422)
  expect(await left()).toEqual(before)
})

const marks = (...list: [person: number, side: number, message: number, minute: number, represents?: boolean][]): ReadMark[] => list.map(([person_id, organisation_id, message_id, minute, represents = false]) => ({ person_id, name: `P${person_id}`, organisation_id, message_id, represents, read_at: minutesAfterNoon(minute) }))
const said = (by: ReturnType<typeof readersOf>) => by.map(({ organisation_id, named, others }) => `${organisation_id}: ${named.map(({ name, at }) => `${name} ${(at.getTime() - noon.getTime()) / 60_000}`).join(', ')} +${others}`)
test.each<[string, number, ReadMark[], { own: number[]; staff: boolean }, string[]]>([
  ['nobody', 5, [], { own: [1], staff: false }, []], ['who stopped before it', 5, marks([8, 2, 4, 1, true]), { own: [1], staff: false }, []], ['since when it was first read, not when last', 5, marks([8, 2, 9, 30, true], [8, 2, 5, 10, true], [8, 2, 4, 1, true]), { own: [1], staff: false }, ['2: P8 10 +0']],
  ['of the other side who represents it, and how many more', 5, marks([8, 2, 5, 10, true], [9, 2, 5, 11], [10, 2, 6, 12]), { own: [1], staff: false }, ['2: P8 10 +2']], ['one’s own by name', 5, marks([7, 1, 5, 3], [9, 2, 5, 11]), { own: [1], staff: false }, ['1: P7 3 +0', '2:  +1']],
  ['not the writer', 5, marks([6, 1, 5, 3]), { own: [1], staff: false }, []], ['not how the other side reads its own words', 5, marks([7, 1, 5, 3, true], [8, 2, 5, 4]), { own: [2], staff: false }, ['2: P8 4 +0']], ['the Exchange’s own are told all', 5, marks([7, 1, 5, 3], [9, 2, 5, 11]), { own: [], staff: true }, ['1: P7 3 +0', '2: P9 11 +0']],
])('who has read a message of side 1: %s', (_, id, read, told, words) => expect(said(readersOf({ id, organisation_id: 1, person_id: 6 }, read, told))).toEqual(words))

test('the page tells who read and when: the other side’s owner by name, its viewer as one more, and each look after a new message moves no earlier one', async () => {
  await aReader('signer', 'Trần Ký'); await aReader('viewer', 'Lê Xem')
  await send(app, `/vi/deals/${deal}/messages`, { body: 'Bản vẽ đã sửa theo góp ý.', request_key: randomUUID() }, as('member'))
  for (const person of readers) await app.inject({ url: `/vi/deals/${deal}`, headers: person })
  await page('viewer'); await page('colleague')
  const told = async (who: Parameters<typeof as>[0]) => [...(await page(who)).matchAll(/<li class="message[^"]*">.*?<\/details>/gs)].map(([li]) => li).findLast((li) => li.includes('Bản vẽ đã sửa')) ?? ''
  const member = await told('member')
  for (const words of ['Trần Ký', '1 người khác của', 'Minh']) expect(member).toContain(words)
  expect([member.includes('Lê Xem'), (await told('officer')).includes('Lê Xem'), (await told('buyer')).includes('Minh'), (await told('buyer')).includes('Lê Xem')]).toEqual([false, true, false, true])
  const message = await db.selectFrom('deal_message').select('id').where('deal_id', '=', deal).orderBy('id', 'desc').executeTakeFirstOrThrow()
  const first = await db.selectFrom('deal_read_mark').select(['person_id', 'read_at', 'represents']).where('message_id', '=', message.id).orderBy('person_id').execute()
  for (const person of readers) await app.inject({ url: `/vi/deals/${deal}`, headers: person })
  expect(await db.selectFrom('deal_read_mark').select(['person_id', 'read_at', 'represents']).where('message_id', '=', message.id).orderBy('person_id').execute()).toEqual(first)
  await send(app, `/vi/deals/${deal}/messages`, { body: 'Thêm một ý.', request_key: randomUUID() }, as('member'))
  for (const person of readers) await app.inject({ url: `/vi/deals/${deal}`, headers: person })
  expect(await db.selectFrom('deal_read_mark').select(['person_id', 'read_at', 'represents']).where('message_id', '=', message.id).orderBy('person_id').execute()).toEqual(first)
})
test('a message is read once somebody of the other side has opened the file; the writer’s own colleagues and the Exchange’s people do not count', async () => {
  await send(app, `/vi/deals/${deal}/messages`, { body: 'Anh/chị đã xem chưa?', request_key: randomUUID() }, as('member'))
  const read = async () => [...(await page('member')).matchAll(/<li class="message[^"]*">.*?<\/li>/gs)].map(([li]) => li.includes('đã đọc')).at(-1)
  for (const reader of ['viewer', 'officer', 'inspector'] as const) await page(reader)
  expect(await read()).toBe(false)
  await page('buyer')
  expect(await read()).toBe(true)
})
