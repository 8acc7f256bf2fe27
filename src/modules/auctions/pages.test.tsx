import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { lotForm, registration, someAuctions } from '../../../tests/auction-things.ts'
import { aPerson, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { formOf, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { qrShown } from '../../../tests/shown-qr.ts'
import { shownMoment } from '../../platform/time.ts'
import { readVietQr } from '../../platform/vietqr.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { lotRow } from './turns.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const { app } = await openWhole(db)
const now = new Date()
const { lot, draft, postponement, postponed, late, deposit, question, officer, second, bids, slow, seller } = await someAuctions(db, now)
const prosecutor = await aPerson(db, { staff: ['prosecutor'], name: 'Kiểm' })
const cookies = { officer: withCookie(await signedIn(app, db, officer)), second: withCookie(await signedIn(app, db, second)), bids: withCookie(await signedIn(app, db, bids)), slow: withCookie(await signedIn(app, db, slow)), prosecutor: withCookie(await signedIn(app, db, prosecutor)) }
const get = async (url: string, who?: keyof typeof cookies, locale = 'vi') => { const answer = await app.inject({ url: `/${locale}${url}`, headers: who ? cookies[who] : {} }); expect([url, answer.statusCode]).toEqual([url, 200]); return answer.body }

test('A lot is read in both languages by everybody: its rules in words, their hash, times, deposit, and a session that is not statutory is nowhere called an auction of property.', async () => {
  const { rules_hash } = await db.selectFrom('auction_lot').select('rules_hash').where('id', '=', lot).executeTakeFirstOrThrow()
  for (const [locale, ...words] of [['vi', 'Phiên chào giá cạnh tranh', 'Giá khởi điểm 100.000.000 đồng', '10.000.000 đồng', 'Trụ sở Sàn'], ['en', 'Competitive offer session', 'The starting price is VND 100,000,000', 'VND 10,000,000']] as const) {
    const html = await get(`/auctions/${lot}`, undefined, locale)
    for (const word of [...words, rules_hash!]) expect(html).toContain(word)
    expect(html).not.toMatch(/đấu giá tài sản|property auction/i)
  }
  expect(await get('/auctions')).toContain(`/vi/auctions/${lot}`)
  expect(await get('/auctions')).not.toContain(`/vi/auctions/${draft}"`)
})
test('A bidder who has to pay sees the sum, the code and the VietQR; one who paid sees a number, and no page of anybody else names them.', async () => {
  const owed = await get(`/auctions/${lot}/registration`, 'slow')
  const { reference } = await db.selectFrom('auction_deposit').select('reference').where('id', '=', deposit).executeTakeFirstOrThrow()
  expect(owed).toContain(reference)
  const read = readVietQr(await qrShown(owed)), { amount } = await db.selectFrom('auction_deposit').select('amount').where('id', '=', deposit).executeTakeFirstOrThrow(), { particulars } = await lotRow(db, lot)
  expect(read).toMatchObject({ '53': '704', '54': String(amount) })
  for (const word of [particulars.deposit_bin, particulars.deposit_account]) expect(read?.['38']).toContain(word)
  expect(read?.['62']).toContain(reference)
  const { number } = await db.selectFrom('auction_bidder').select('number').where('lot_id', '=', lot).where('number', 'is not', null).executeTakeFirstOrThrow()
  expect(await get(`/auctions/${lot}/registration`, 'bids')).toContain(`mang số ${number}`)
  for (const who of [undefined, 'slow'] as const) expect(await get(`/auctions/${lot}`, who)).not.toMatch(/Công ty Trả giá|Trần Trả Giá/)
})
test('At the desk money is matched, a question answered, a registration refused; a mistake stands beside its field, and each look is on record.', async () => {
  const desk = `/vi/auctions/${lot}/office`
  const html = await get(`/auctions/${lot}/office`, 'officer')
  expect(html).toContain('Công ty Trả giá')
  const looks = async () => (await db.selectFrom('event').select('person_id').where('type', '=', 'lot.bidders_read').where('subject', '=', `lot:${lot}`).execute()).map(({ person_id }) => person_id)
  expect(await looks()).toEqual([officer.person_id])
  const action = `/vi/auctions/${lot}/deposits/${deposit}/receipt`
  const wrong = await send(app, action, { ...Object.fromEntries(formOf(html, action)), [`amount_${late}`]: 'mười', [`paid_on_${late}`]: shownMoment(now).slice(0, 10), [`words_${late}`]: 'Dòng 1' }, cookies.officer)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain(`id="e-amount_${late}"`)
  const other = await send(app, action, { [`amount_${late}`]: '9.000.000', [`paid_on_${late}`]: shownMoment(now).slice(0, 10), [`words_${late}`]: 'Dòng sao kê số 15 ngày hôm nay' }, cookies.officer)
  expect([other.statusCode, other.body.includes('Tiền đặt trước phải đúng 10.000.000 đồng')]).toEqual([409, true])
  const right = await send(app, action, { [`amount_${late}`]: '10.000.000', [`paid_on_${late}`]: shownMoment(now).slice(0, 10), [`words_${late}`]: 'Giấy báo có số 15 của ngân hàng' }, cookies.officer)
  expect(right.headers.location).toBe(`${desk}?done=saved`)
  const answer = await send(app, `/vi/auctions/${lot}/questions/${question}/answer`, { [`answer_${question}`]: 'Máy đã chạy 1.200 giờ.' }, cookies.second)
  expect(answer.headers.location).toBe(`${desk}?done=saved`)
  expect(await get(`/auctions/${lot}`)).toContain('Máy đã chạy 1.200 giờ.')
  const out = await send(app, `/vi/auctions/${lot}/bidders/${late}/refusal`, { [`reason_out_${late}`]: 'Người đại diện từng định giá tài sản' }, cookies.second)
  expect(out.headers.location).toBe(`${desk}?done=saved`)
  expect(await get(`/auctions/${lot}/registration`, 'slow')).toContain('Người đại diện từng định giá tài sản')
})
test('A prosecutor reads who registered, what each paid and what was asked, on record, and finds nothing to press; of deals, the log and the administration they are told nothing.', async () => {
  const html = await get(`/auctions/${lot}/office`, 'prosecutor')
  for (const word of ['Công ty Trả giá', 'Trần Trả Giá', '10.000.000']) expect(html).toContain(word)
  expect(html).not.toMatch(/<form[^>]*action="[^"]*\/auctions\//)
  expect(await db.selectFrom('event').select('id').where('type', '=', 'lot.bidders_read').where('person_id', '=', prosecutor.person_id).execute()).toHaveLength(1)
  expect(await get('/auctions/office', 'prosecutor')).toContain(`/vi/auctions/${draft}`)
  for (const url of ['/deals/idle', '/audit', '/administration', '/moderation', '/figures/conversion', '/board']) expect([url, (await app.inject({ url: `/vi${url}`, headers: cookies.prosecutor })).statusCode]).toEqual([url, 403])
  const pressed = await send(app, `/vi/auctions/${lot}/notices`, { kind: 'posting', on_day: shownMoment(now).slice(0, 10), place: 'Trụ sở' }, cookies.prosecutor)
  expect(pressed.statusCode).toBe(403)
})
test('A lot is postponed on the desk by two officers; before that nobody else reads of it, afterwards old and new times, both hashes and the reason stand on the page in both languages, and who registered reads that it keeps.', async () => {
  const desk = `/auctions/${lot}/office`, approval = `/vi/auctions/${lot}/postponements/${postponement}/approval`, reason = 'Mất điện diện rộng'
  const press = (url: string, fields: Record<string, string>, who: keyof typeof cookies) => send(app, url, fields, cookies[who])
  for (const [who, words] of [['officer', 'Rút đề nghị'], ['second', 'Trả lại đề nghị'], ['prosecutor', 'đang chờ duyệt']] as const) expect(await get(desk, who)).toContain(words)
  expect([await get(desk, 'officer'), await get(desk, 'prosecutor'), await get(desk, 'second')].map((html) => html.includes(approval))).toEqual([false, false, true])
  expect(await get('/work', 'second')).toContain('đề nghị dời phiên')
  for (const who of [undefined, 'bids'] as const) expect(await get(`/auctions/${lot}`, who)).not.toContain(reason)
  const hash = async () => (await db.selectFrom('auction_lot').select('rules_hash').where('id', '=', lot).executeTakeFirstOrThrow()).rules_hash!, before = await hash()
  expect((await press(approval, {}, 'officer')).body).toContain('một cán bộ đấu giá khác phải duyệt')
  expect((await press(approval, {}, 'second')).headers.location).toContain('done=dates_moved')
  expect((await press(approval, {}, 'second')).body).toContain('đã được giải quyết')
  for (const [locale, ...words] of [['vi', 'Các mốc đã dời', 'Hết nhận đăng ký', reason], ['en', 'Times that were moved', 'Registration and deposits close', reason]] as const) for (const word of [...words, before, await hash()]) expect(await get(`/auctions/${lot}`, undefined, locale)).toContain(word)
  expect(await get(`/auctions/${lot}/registration`, 'bids')).toContain('tiền đặt trước và con số của tổ chức giữ nguyên')
  const fresh = formOf(await get(desk, 'second'), `/vi/auctions/${lot}/postponements`), { registration_closes_at } = await db.selectFrom('auction_lot').select('registration_closes_at').where('id', '=', lot).executeTakeFirstOrThrow()
  expect(fresh.get('registration_closes_at')).toBe(shownMoment(registration_closes_at!))
  const typed = Object.fromEntries(fresh) as Record<string, string>
  const earlier = await press(`/vi/auctions/${lot}/postponements`, { ...typed, registration_closes_at: shownMoment(new Date(registration_closes_at!.getTime() - 3_600_000)), reason: 'Muốn đóng sớm hơn một giờ.' }, 'second')
  expect([earlier.statusCode, earlier.body.includes('Mốc chỉ dời muộn hơn'), earlier.body.includes('Muốn đóng sớm hơn một giờ.')]).toEqual([409, true, true])
  const mistyped = await press(`/vi/auctions/${lot}/postponements`, { ...typed, closes_at: '2026', reason: '' }, 'second')
  expect([mistyped.statusCode, mistyped.body.includes('id="e-times-closes_at"')]).toEqual([422, true])
  expect(await get(`/auctions/${postponed}`)).toContain(reason)
  for (const who of ['prosecutor', 'bids'] as const) expect((await press(`/vi/auctions/${lot}/postponements`, { ...typed, reason: 'Lý do đủ dài để gửi.' }, who)).statusCode).toBe(403)
})
test('From the form to publication by two officers in the browser, then a registration; a refusal shows what was typed.', async () => {
  const offer = await listed(db, seller, 'Công nghệ đi từ đầu đến cuối')
  const page = await get(`/auctions/new?offer=${offer}`, 'officer')
  const at = '/vi/auctions/new'
  const { registration_opens_at, registration_closes_at, opens_at, closes_at, ...rest } = lotForm(offer, now)
  const typed = { ...Object.fromEntries(formOf(page, at)), ...Object.fromEntries(Object.entries(rest).flatMap(([name, value]) => (typeof value === 'boolean' || value === null ? [] : [[name, String(value)]]))), request_key: randomUUID(), registration_opens_at: shownMoment(registration_opens_at), registration_closes_at: shownMoment(registration_closes_at), opens_at: shownMoment(opens_at), closes_at: shownMoment(closes_at) }
  const wrong = await send(app, at, { ...typed, closes_at: typed.opens_at }, cookies.officer)
  expect([wrong.statusCode, wrong.body.includes('Các mốc phải theo thứ tự'), wrong.body.includes('Bản quyền máy sấy lạnh rau quả')]).toEqual([409, true, true])
  const drafted = await send(app, at, typed, cookies.officer)
  const id = /auctions\/(\d+)\/office/.exec(String(drafted.headers.location))?.[1]
  expect(id).toBeDefined()
  expect(await get(`/auctions/${id}/edit`, 'officer')).toContain(`value="${typed.opens_at}"`)
  for (const [verb, who, done] of [['proposal', 'officer', 'lot_proposed'], ['publication', 'second', 'lot_published']] as const) {
    const action = `/vi/auctions/${id}/${verb}`
    const answer = await send(app, action, formOf(await get(`/auctions/${id}/office`, who), action), cookies[who])
    expect(answer.headers.location).toBe(`/vi/auctions/${id}/office?done=${done}`)
  }
  const { lot_id: _lot, id_marks: _marks, browser_mark: _mark, ...rest_of } = registration(Number(id)), form = { ...rest_of, id_number: '001 085 012 345', relatives_ids: '001085012346\n001 185 012 347', links: 'Chị ruột tôi là kế toán của tổ chức đấu giá.' }
  const without = await send(app, `/vi/auctions/${id}/registration`, { ...form, capacity: '' }, cookies.bids)
  expect([without.statusCode, without.body.includes('001 085 012 345')]).toEqual([422, true])
  for (const wrong of [{ id_number: '12345' }, { relatives_ids: '001085012346, chưa rõ' }]) expect((await send(app, `/vi/auctions/${id}/registration`, { ...form, ...wrong }, cookies.bids)).body).toContain('12 chữ số, ghi trên căn cước')
  expect((await send(app, `/vi/auctions/${id}/registration`, form, cookies.bids)).headers.location).toBe(`/vi/auctions/${id}/registration?done=lot_registered`)
  // Of the numbers marks are kept; what was declared waits on the desk until an officer says why it is no obstacle.
  const { id_marks, links, id: bidder } = await db.selectFrom('auction_bidder').select(['id', 'id_marks', 'links']).where('lot_id', '=', Number(id)).executeTakeFirstOrThrow()
  expect([id_marks.length, id_marks.every((mark) => /^[0-9a-f]{64}$/.test(mark)), links]).toEqual([3, true, form.links])
  expect(await get('/work', 'officer')).toContain('Xem xét quan hệ của 1 bên đăng ký: Bản quyền máy sấy lạnh rau quả')
  const nothing = 'Không vướng gì để sang bước sau', stand = 'Quan hệ của 1 bên đăng ký còn chờ xem xét'
  const says = async () => { const html = await get(`/auctions/${id}/office`, 'officer'); return [html.includes(stand), html.includes(nothing)] }
  expect(await says()).toEqual([true, false])
  const desk = await get(`/auctions/${id}/office`, 'officer'), clears = `/vi/auctions/${id}/bidders/${bidder}/links`
  expect([desk.includes(form.links), desk.includes(clears), (await get(`/auctions/${id}/office`, 'prosecutor')).includes(clears)]).toEqual([true, true, false])
  expect((await send(app, clears, { seen: 'words', [`word_${bidder}`]: 'ngắn' }, cookies.officer)).statusCode).toBe(422)
  for (const [who, status] of [['bids', 403], ['prosecutor', 403], ['officer', 303]] as const) expect([who, (await send(app, clears, { seen: 'words', [`word_${bidder}`]: 'Chị của người đại diện không làm việc tại phiên này.' }, cookies[who])).statusCode]).toEqual([who, status])
  expect(await get(`/auctions/${id}/office`, 'officer')).toContain('Chị của người đại diện không làm việc tại phiên này.')
  expect(await says()).toEqual([false, true])
  expect(await get(`/auctions/${id}/registration`, 'bids')).toContain(form.links)
  expect((await send(app, `/vi/auctions/${id}/withdrawal`, {}, cookies.bids)).headers.location).toBe(`/vi/auctions/${id}/registration?done=withdrawn`)
  expect(await get('/work', 'officer')).toContain('/vi/work')
})
