import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/database.ts'
import { paymentsAround } from '../../../tests/payment-things.ts'
import { aListing, formOf, multipart, openWhole, send, someReaders } from '../../../tests/readers.ts'
import { ctxOf } from '../../../tests/database.ts'
import { qrShown } from '../../../tests/shown-qr.ts'
import { readVietQr } from '../../platform/vietqr.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'

const { db } = await testDatabase()
const { app } = await openWhole(db)
const { institute, people, as } = await someReaders(app, db)
const at = new Date()
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả')
const deal = await acceptInterest(ctxOf(db, people.member, at), { interest_id: await expressInterest(ctxOf(db, people.buyer, at), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const made = await paymentsAround(db, ctxOf(db, people.member, at), deal)
const base = `/vi/deals/${deal}/payments`
const get = (url: string, who: Parameters<typeof as>[0]) => app.inject({ url, headers: as(who) })

test('The request shows a code a banking app reads: the account, what is still owed, and the reference; one that ended shows none.', async () => {
  const page = (await get(`${base}/requests/${made.request}`, 'buyer')).body
  const read = readVietQr(await qrShown(page))
  expect(read).toMatchObject({ '54': '200000000', '53': '704' })
  expect(read?.['38']).toContain('970436')
  expect(read?.['62']).toContain(made.reference)
})

test('Forms are shown to those who may press them: the payer accepts and disputes, the payee asks, books and refunds, and whoever only reads has none.', async () => {
  const own = `${base}/milestones/${made.milestone}`
  const forms = async (who: Parameters<typeof as>[0]) => [...(await get(own, who)).body.matchAll(/action="[^"]*\/milestones\/\d+\/([\w-]+)"/g)].map(([, path]) => path)
  expect(await forms('buyer')).toEqual(['withholding', 'dispute'])
  expect(await forms('member')).toEqual(['request', 'request-withdrawal', 'receipt', 'invoice', 'refund'])
  for (const who of ['viewer', 'officer', 'inspector'] as const) expect(await forms(who), who).toEqual([])
  const payer = (await get(base, 'buyer')).body
  expect(payer).not.toContain('Tài khoản nhận tiền')
  expect((await get(base, 'colleague')).body).toContain('0011012345678')
})

test('What is typed wrong comes back with what would do; what is right is booked and leads back.', async () => {
  const own = `${base}/milestones/${made.milestone}`
  const form = formOf((await get(own, 'colleague')).body, `${own}/receipt`)
  expect(form.get('received_amount')).toBe('200.000.000')
  form.set('received_amount', 'nhiều')
  const wrong = await send(app, `${own}/receipt`, form, as('colleague'))
  expect([wrong.statusCode, wrong.body.includes('Hãy nhập số tiền bằng đồng')]).toEqual([422, true])
  form.set('received_amount', '200.000.001')
  const refused = await send(app, `${own}/receipt`, form, as('colleague'))
  expect([refused.statusCode, refused.body.includes('200.000.000 đồng. Hãy ghi tối đa số đó')]).toEqual([409, true])
  form.set('received_amount', '1.000.000')
  const done = await send(app, `${own}/receipt`, form, as('colleague'))
  expect([done.statusCode, done.headers.location]).toEqual([303, `${own}?done=payment_recorded`])
  expect((await send(app, `${own}/receipt`, form, as('buyer'))).statusCode).toBe(409)
  expect((await send(app, `${own}/receipt`, form, as('other'))).statusCode).toBe(404)
  expect((await send(app, `${base}/milestones/999999/receipt`, form, as('colleague'))).statusCode).toBe(404)
})

test('A statement is uploaded, its line proposed and confirmed on its page; a broken one says which line.', async () => {
  const upload = async (content: string, name = 'sao-ke.csv', who: Parameters<typeof as>[0] = 'member') => { const { headers, payload } = await multipart({}, { name, type: 'text/csv', content }); return app.inject({ method: 'POST', url: '/vi/my/statements', headers: { ...headers, ...as(who) }, payload }) }
  const broken = await upload('Ngày,Ghi có,Nội dung\n02/03/2026,1.5,x\n')
  expect([broken.statusCode, broken.body.includes('Dòng 2: số tiền “1.5” có phần lẻ của đồng')]).toEqual([409, true])
  expect((await upload('x'.repeat(2_000_001))).statusCode).toBe(409)
  expect((await upload('a,b\n', 'a.csv', 'viewer')).statusCode).toBe(403)
  const xml = await upload('<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>', 'a.xml')
  expect([xml.statusCode, xml.body.includes('Dòng 2: tệp có khai báo')]).toEqual([409, true])
  const sent = await upload(`Ngày,Ghi có,Nội dung\n02/03/2026,30000000,${made.reference} lan 3\n`)
  expect(sent.statusCode).toBe(303)
  const page = String(sent.headers.location).split('?')[0] ?? ''
  const html = (await get(page, 'member')).body
  expect(html).toContain('Khớp mã tham chiếu')
  const action = /action="([^"]*\/confirmation)"/.exec(html)?.[1] ?? ''
  const done = await send(app, action, formOf(html, action), as('member'))
  expect([done.statusCode, done.headers.location]).toEqual([303, `${page}?done=payment_recorded`])
  expect((await get(page, 'member')).body).toContain('Ghi nhận: <a')
})

test('The books and a receipt leave as files: every entry once, nothing a spreadsheet runs.', async () => {
  const csv = (await get(`${base}/ledger.csv`, 'buyer')).body
  expect(csv.split('\n').filter((line) => line.includes('Đến hạn'))).toHaveLength(2)
  const pdf = await get(`${base}/receipts/${made.receipt}/receipt.pdf`, 'buyer')
  expect([pdf.statusCode, pdf.headers['content-type'], pdf.rawPayload.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-'])
  expect((await get(`${base}/ledger.xlsx`, 'buyer')).rawPayload.subarray(0, 2).toString()).toBe('PK')
})
