import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { unguarded } from '../../../tests/auction-lots.ts'
import { registration, someAuctions } from '../../../tests/auction-things.ts'
import { aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aPdf, formOf, multipart, namesShown, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { storageOf } from '../../platform/storage-open.ts'
import { hanoiDay } from '../../platform/time.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { noteNotice } from './draft-commands.ts'
import { auctionDuties } from './queries.ts'
import { registerBidder } from './registration-commands.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const { app, config } = await openWhole(db)
const now = new Date(), storage = storageOf(config)
const { lot, draft, postponed, officer, seller, bids } = await someAuctions(db, now, storage)
const stranger = await aPerson(db, { name: 'Người lạ' }), sellers = await aPerson(db, { organisation: seller, role: 'viewer', staff: ['auction_officer'] }), observer = await aPerson(db, { staff: ['observer'] })
const cookies = Object.fromEntries(await Promise.all(Object.entries({ officer, bids, stranger, sellers, observer }).map(async ([name, actor]) => [name, withCookie(await signedIn(app, db, actor))] as const)))
const get = async (url: string, who?: string) => app.inject({ url, headers: who ? cookies[who]! : {} })
const bring = async (path: string, fields: Record<string, string>, file: { name: string; type: string; content: string }, who?: string) => {
  const { headers, payload } = await multipart(fields, file)
  return app.inject({ method: 'POST', url: path, payload, headers: { origin: config.publicUrl, ...headers, ...(who ? cookies[who] : {}) } })
}
const pdf = { name: 'Quy chế.pdf', type: 'application/pdf', content: aPdf }, typed = { kind: 'regulation', title: 'Quy chế phiên chào giá', readers: 'public' }

test('At the desk of a draft an officer puts files in and takes one out; what is wrong is said at its form with what was typed, and nobody else may.', async () => {
  const desk = `/vi/auctions/${draft}/office`, path = `/vi/auctions/${draft}/files`
  expect(namesShown((await get(desk, 'officer')).body, path)).toEqual(new Set(['csrf', 'kind', 'title', 'readers', 'file']))
  for (const [fields, file, status, says] of [
    [{ ...typed, title: 'Ab' }, pdf, 422, 'Hãy viết ít nhất 3 ký tự'], [typed, { ...pdf, content: 'không phải PDF' }, 409, 'không đúng với đuôi tên tệp'], [{ ...typed, readers: 'bidders' }, pdf, 409, 'Quy chế luôn công khai'],
  ] as const) {
    const again = await bring(path, fields, file, 'officer')
    expect([again.statusCode, again.body.includes(says), again.body.includes(fields.title)]).toEqual([status, true, true])
  }
  expect((await bring(path, typed, pdf, 'officer')).headers.location).toBe(`${desk}?done=uploaded#files`)
  const html = (await get(desk, 'officer')).body, sha256 = createHash('sha256').update(aPdf).digest('hex')
  expect([html.includes(sha256), html.includes('Quy chế phiên chào giá')]).toEqual([true, true])
  for (const [who, status] of [[undefined, 303], ['stranger', 403], ['observer', 403], ['sellers', 409]] as const) expect([who, (await bring(path, typed, { ...pdf, content: `${aPdf}\n%%EOF` }, who)).statusCode]).toEqual([who, status])
  const { id, document_id } = await db.selectFrom('auction_file').select(['id', 'document_id']).where('lot_id', '=', draft).where('sha256', '=', sha256).executeTakeFirstOrThrow()
  expect([(await get(`/files/${document_id}/q.pdf`)).statusCode, (await get(`/files/${document_id}/q.pdf`, 'officer')).statusCode]).toEqual([404, 200])
  const takes = `/vi/auctions/${draft}/files/${id}/withdrawal`
  expect((await send(app, takes, {}, cookies.sellers!)).statusCode).toBe(409)
  expect((await send(app, takes, formOf(html, takes), cookies.officer!)).headers.location).toBe(`${desk}?done=removed#files`)
  expect((await get(desk, 'officer')).body).not.toContain(sha256)
  expect((await get(`/files/${document_id}/q.pdf`, 'officer')).statusCode).toBe(404)
})

test('A picture is drawn anew, stands on the page of its lot with its words, and its hash is that of what is handed out.', async () => {
  const content = (await sharp({ create: { width: 30, height: 20, channels: 3, background: 'green' } }).png().toBuffer()).toString('latin1')
  const { headers, payload } = await multipart({ title: 'Máy nhìn từ phía trước' }, { name: 'may.png', type: 'image/png', content: '§' })
  const whole = Buffer.from(payload.toString('latin1').replace(Buffer.from('§').toString('latin1'), content), 'latin1')
  expect((await app.inject({ method: 'POST', url: `/vi/auctions/${draft}/pictures`, payload: whole, headers: { origin: config.publicUrl, ...headers, ...cookies.officer } })).statusCode).toBe(303)
  const html = (await get(`/vi/auctions/${draft}`, 'officer')).body, [, href] = /<img src="(\/files\/[^"]+)" alt="Máy nhìn từ phía trước"/.exec(html)!
  const picture = await get(href!, 'officer')
  expect(picture.headers['content-type']).toBe('image/webp')
  expect(html).toContain(createHash('sha256').update(picture.rawPayload).digest('hex'))
})

test('The page of a lot shows its dossier to everybody; who may not read a document is told how to come to it, who may reads it on record, and the desk tells who did.', async () => {
  const { document_id, sha256 } = await db.selectFrom('auction_file').select(['document_id', 'sha256']).where('lot_id', '=', lot).where('readers', '=', 'bidders').executeTakeFirstOrThrow()
  const file = `/files/${document_id}/`
  for (const [who, words, link] of [[undefined, 'Hãy đăng nhập, rồi đăng ký', false], ['stranger', 'Tổ chức đăng ký xong là đọc được', false], ['observer', 'Người làm cho Sàn không đăng ký được', false], ['bids', 'Mỗi lần tải đều được ghi lại', true], ['sellers', 'Bí quyết vận hành', true]] as const) {
    const html = (await get(`/vi/auctions/${lot}`, who)).body
    expect([who, html.includes(sha256), html.includes(words), html.includes(file)]).toEqual([who, true, true, link])
    expect([who, (await get(`${file}x.txt`, who)).statusCode]).toEqual([who, link ? 200 : 404])
  }
  expect((await get(`/en/auctions/${lot}`)).body).toContain('Sign in and register your organisation')
  const desk = (await get(`/vi/auctions/${lot}/office`, 'officer')).body
  expect(desk.slice(desk.indexOf('id="file-views"'))).toContain('Trần Trả Giá')
  const answer = await get(`${file}x.txt`, 'bids')
  expect(answer.headers).toMatchObject({ 'cache-control': 'private, no-store', 'content-disposition': expect.stringContaining('attachment') })
  for (const who of ['bids', 'sellers', undefined]) expect((await get(`/vi/auctions/${lot}`, who)).body).not.toContain('Ai đã tải tài liệu')
})

test('A file added to a published lot asks for a reason, stands among the notices, and what stands there already cannot be taken out.', async () => {
  const desk = `/vi/auctions/${postponed}/office`, path = `/vi/auctions/${postponed}/files`
  await registerBidder(ctxOf(db, bids, now), registration(postponed))
  const html = (await get(desk, 'officer')).body
  expect(namesShown(html, path)).toEqual(new Set(['csrf', 'kind', 'title', 'readers', 'file', 'reason']))
  expect(html).not.toMatch(/files\/\d+\/withdrawal/)
  const added = { kind: 'asset', title: 'Biên bản kiểm tra máy', readers: 'public', reason: '' }
  const without = await bring(path, added, pdf, 'officer')
  expect([without.statusCode, without.body.includes('Hãy ghi vì sao bổ sung')]).toEqual([409, true])
  expect((await bring(path, { ...added, reason: 'Vừa có kết quả kiểm tra' }, pdf, 'officer')).statusCode).toBe(303)
  expect((await get(`/vi/auctions/${postponed}`)).body).toContain('Bổ sung hồ sơ: “Biên bản kiểm tra máy”. Lý do: Vừa có kết quả kiểm tra')
  const { id } = await db.selectFrom('auction_file').select('id').where('lot_id', '=', postponed).executeTakeFirstOrThrow()
  const still = await send(app, `/vi/auctions/${postponed}/files/${id}/withdrawal`, {}, cookies.officer!)
  expect([still.statusCode, still.body.includes('đứng yên từ khi trình công bố')]).toEqual([409, true])
  // The change it is told as announces no postponement: that one still waits to be announced.
  await unguarded(asOwner, `update auction_lot set regime = 'statutory' where id = ${postponed}`)
  const announces = async () => (await auctionDuties(ctxOf(db, officer, now).db, officer, now)).some(({ kind, lot_id }) => kind === 'announce' && lot_id === postponed)
  expect(await announces()).toBe(true)
  await noteNotice(ctxOf(db, officer, now), { lot_id: postponed, kind: 'change', on_day: hanoiDay(now), place: 'Cổng: dời phiên' })
  expect(await announces()).toBe(false)
})
