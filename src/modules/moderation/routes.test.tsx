import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { daysFrom } from '../../platform/time.ts'
import { refreshSearch } from '../listings/indexing.ts'
import { takeItem } from './commands.ts'
import { moderationTexts } from './messages.ts'
import { moderationRoutes } from './routes.tsx'

/** The moderators' pages, as each of their readers has them, without a script. */
const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), firm = await anOrganisation(db, 'enterprise', 'Công ty Rau')
const lan = await aPerson(db, { staff: ['moderator'], name: 'Lan' }), quan = await aPerson(db, { staff: ['moderator'], name: 'Quân' }), observer = await aPerson(db, { staff: ['observer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const administrator = await aPerson(db, { staff: ['administrator'] }), owner = await aPerson(db, { organisation: institute })
const { get, post } = await openPages(db, (app) => moderationRoutes(app, async (_, listing) => <p>{`Bằng chứng của tin ${listing.id}`}</p>))
const t = moderationTexts.vi

async function waiting(title: string, { kind = 'offer', since = noon, organisation = institute }: { kind?: 'offer' | 'need'; since?: Date; organisation?: number } = {}): Promise<number> {
  const id = await aListing(db, kind, organisation, 'submitted', title)
  await db.updateTable('listing').set({ submitted_at: since }).where('id', '=', id).execute()
  await refreshSearch(db, [id])
  return id
}
const stateOf = async (id: number) => (await db.selectFrom('listing').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
const text = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
const path = (id: number, rest = '') => `/vi/moderation/listings/${id}${rest}`

const oldest = await waiting('Nồi hơi đốt trấu hai tấn', { since: daysFrom(noon, -12) })
const need = await waiting('Cần máy bóc vỏ lạc ba tạ', { kind: 'need', since: daysFrom(noon, -1), organisation: firm })
const newest = await waiting('Kính hiển vi kỹ thuật số', { since: daysFrom(noon, -0.5) })
const titles = (html: string) => [...html.matchAll(/<tr data-row.*?href="\/vi\/moderation\/listings\/(\d+)/gs)].map(([, id]) => Number(id))

test('the queue says how old each is in words, filters and counts', async () => {
  const { body } = await get('/vi/moderation', lan)
  expect(titles(body)).toEqual([oldest, need, newest])
  expect(text(body)).toMatch(/đã chờ 12 ngày · đã dùng \d+ % thời hạn/)
  for (const words of ['Chào bán (2)', 'Nhu cầu (1)', `${t.isLate} (1)`, `${t.free} (3)`, `${t.mine} (0)`, `${t.isNew} (3)`]) expect(text(body)).toContain(words)
  for (const [query, ids] of [['kind=need', [need]], ['late=yes', [oldest]], ['field=2', [oldest, need, newest]], ['field=5', []], ['change=changed', []], ['whose=mine', []], ['kind=x&late=no&whose=all', [oldest, need, newest]]] as const) expect(titles((await get(`/vi/moderation?${query}`, lan)).body), query).toEqual(ids)
})
test('observers and inspectors read it all and find nothing to press; nobody else comes in', async () => {
  for (const as of [observer, inspector]) for (const address of ['/vi/moderation', path(oldest), path(oldest, `/compare/${need}`), '/vi/moderation/reasons', '/vi/moderation/reasons/unproven', '/vi/moderation/report']) {
    const { statusCode, body } = await get(address, as)
    expect([statusCode, /<form[^>]*action="\/vi\/moderation/.test(body)], address).toEqual([200, false])
  }
  for (const as of [owner, administrator]) expect((await get('/vi/moderation', as)).statusCode).toBe(403)
  for (const as of [owner, administrator, observer]) for (const [address, form] of [[path(oldest, '/publication'), { version: 1 }], [path(oldest, '/return'), { version: 1, reason: 'Hãy nêu số liệu.' }], [path(oldest, '/claim'), {}], [path(oldest, '/claim/end'), {}], ['/vi/moderation/next', {}], ['/vi/moderation/bulk', { act: 'publish', items: `${oldest}:1` }]] as const) expect((await post(address, form, as)).statusCode, address).toBe(403)
  expect(await stateOf(oldest)).toBe('submitted')
})
test('somebody else at it: said by name and hour, decided on by nobody else, taken over with a word', async () => {
  await takeItem(ctxOf(db, lan), { id: oldest, word: '' })
  expect(text((await get('/vi/moderation', quan)).body)).toContain('Lan đang xem, đến 12:30')
  expect(text((await get('/vi/moderation', lan)).body)).toContain('Bạn đang xem, đến 12:30')
  const seen = (await get(path(oldest), quan)).body
  expect([seen.includes('/publication"'), seen.includes('name="word"')]).toEqual([false, true])
  const late = await post(path(oldest, '/return'), { version: 1, reason: 'Hãy nêu công suất đo ở đâu.' }, quan)
  expect(late.statusCode).toBe(409)
  expect(text(late.body)).toContain('Lan đang xem tin này đến 12:30. Hãy mở tin tiếp theo')
  expect(late.body).toContain('Hãy nêu công suất đo ở đâu.')
  const short = await post(path(oldest, '/claim'), { word: 'vội' }, quan)
  expect([short.statusCode, text(short.body).includes('nhận thay và ghi lý do')]).toEqual([409, true])
  expect((await post(path(oldest, '/claim'), { word: 'Lan nghỉ chiều nay' }, quan)).headers.location).toBe(path(oldest, '?done=item_taken'))
  expect(text((await get(path(oldest), lan)).body)).toContain('Nhận thay với lý do: “Lan nghỉ chiều nay”')
  expect((await post(path(oldest, '/claim/end'), {}, quan)).headers.location).toBe(path(oldest))
})
test('a decision opens the next one under the same filter; the last leads back to the queue', async () => {
  const { body } = await get(path(oldest, '?kind=offer'), lan)
  expect(body).toContain(`Bằng chứng của tin ${oldest}`)
  expect(text(body)).toContain('Tin 1 trong 2 tin chờ')
  expect(body).toContain(`action="${path(oldest, '/publication?kind=offer')}"`)
  const wrong = await post(path(oldest, '/return?kind=offer'), { version: 1, reason: 'ngắn', reasons: 'x' }, lan)
  expect([wrong.statusCode, wrong.body.includes('id="e-reasons"')]).toEqual([422, true])
  expect((await post(path(oldest, '/return?kind=offer'), { version: 1, reasons: 'no_figures', reason: '' }, lan)).headers.location).toBe(path(newest, '?kind=offer&done=review_returned'))
  expect((await post(path(newest, '/publication?kind=offer'), { version: 1 }, lan)).headers.location).toBe('/vi/moderation?kind=offer&done=published')
  expect([await stateOf(oldest), await stateOf(newest)]).toEqual(['returned', 'published'])
  expect(text((await get(path(newest), lan)).body)).toContain(t.decided)
})
test('what the technology lists point at is said on the page itself, with the way to send the listing back beside it', async () => {
  const id = await waiting('Máy đo mức dùng nguồn phóng xạ Co-60')
  const refused = await post(path(id, '/publication'), { version: 1 }, lan)
  expect([refused.statusCode, refused.body.includes('role="alert"'), refused.body.includes(`action="${path(id, '/return')}"`)]).toEqual([409, true, true])
  expect(text(refused.body)).toMatch(/Tin có chỗ gợi đến \d+ mục trong danh mục công nghệ/)
  expect(await stateOf(id)).toBe('submitted')
  await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', id).execute()
})
test('two of a kind stand side by side, differing words marked; what its owner may not know of is not put into the reason', async () => {
  const [a, b] = [await waiting('Máy tách hạt sen tươi tự động', { organisation: firm }), await waiting('Máy tách hạt sen khô tự động')]
  const shown = (await get(path(b), lan)).body
  expect(text(shown)).toMatch(/Máy tách hạt sen tươi tự động Giống \d+ % Chờ duyệt · tổ chức khác/)
  const compared = (await get(path(b, `/compare/${a}`), lan)).body
  expect(compared).toMatch(/<ins>khô<\/ins>.*<ins>tươi<\/ins>/s)
  expect(compared).toContain(t.notSaid)
  expect(compared).not.toContain('Tin đã có')
  await db.updateTable('listing').set({ state: 'published', published_at: noon }).where('id', '=', a).execute()
  const public_ = (await get(path(b, `/compare/${a}`), lan)).body
  expect(public_).toContain(`Tin đã có: http://localhost:3000/vi/offers/${a}`)
  const sent = await post(path(b, '/return'), { version: 1, duplicate_of: a, composed: 'yes', reason: 'ngắn' }, lan)
  expect([sent.statusCode, sent.body.includes(`name="duplicate_of" value="${a}"`)]).toEqual([422, true])
  expect((await post(path(b, '/return'), { version: 1, duplicate_of: a, composed: 'yes', reason: `Trùng tin đã có: /vi/offers/${a}` }, lan)).statusCode).toBe(303)
  const draft = await aListing(db, 'offer', firm, 'draft', 'Nháp')
  expect([(await get(path(b, `/compare/${draft}`), lan)).statusCode, (await get(path(b, `/compare/${b}`), lan)).statusCode]).toEqual([404, 404])
})
test('many at once: without a choice it is said; with one the page says what became of each', async () => {
  const key = /name="request_key" value="([^"]+)"/.exec((await get('/vi/moderation', lan)).body)?.[1] ?? ''
  const none = await post('/vi/moderation/bulk', { request_key: key, act: 'publish' }, lan)
  expect([none.statusCode, none.body.includes(t.noneChosen)]).toEqual([422, true])
  const without = await post('/vi/moderation/bulk', { request_key: key, act: 'return', items: `${need}:1` }, lan)
  expect([without.statusCode, without.body.includes(`value="${need}:1" checked`)]).toEqual([422, true])
  const to = String((await post('/vi/moderation/bulk', { request_key: key, act: 'publish', items: `${need}:1` }, lan)).headers.location)
  expect(text((await get(to, lan)).body)).toMatch(/0 trong 1 tin đã xong.*Cần máy bóc vỏ lạc ba tạ Tin còn thiếu: /)
  expect(((await get(to, observer)).statusCode)).toBe(200)
  expect((await get(to, quan)).statusCode, 'a colleague’s press').toBe(404)
  expect((await post('/vi/moderation/next?kind=need', {}, lan)).headers.location).toBe(path(need, '?kind=need&done=item_taken'))
  expect((await post('/vi/moderation/next?kind=offer', {}, lan)).statusCode).toBe(409)
})
test('what is pressed on the second page leads back to the second page where it cannot be done', async () => {
  const ids = []
  for (let n = 0; n < 51; n++) ids.push(await waiting(`Bộ lọc bụi số ${n}`, { since: daysFrom(noon, -20 + n / 100) }))
  const { body } = await get('/vi/moderation?kind=offer&page=2', lan)
  expect(body).toContain('action="/vi/moderation/bulk?kind=offer&amp;page=2"')
  const key = /name="request_key" value="([^"]+)"/.exec(body)?.[1] ?? ''
  const again = await post('/vi/moderation/bulk?kind=offer&page=2', { request_key: key, act: 'return', items: `${ids[50]}:1` }, lan)
  expect([again.statusCode, again.body.includes(`value="${ids[50]}:1" checked`)]).toEqual([422, true])
  await db.updateTable('listing').set({ state: 'draft' }).where('id', 'in', ids).execute()
})
test('reasons are kept by administrators on a page with their history; what is wrong is said at its field', async () => {
  const form = { code: 'no_price', name_vi: 'Thiếu giá', name_en: 'No price', text_vi: 'Hãy nêu giá.', text_en: 'Give a price.', position: '12' }
  expect((await post('/vi/moderation/reasons', form, lan)).statusCode).toBe(403)
  expect((await post('/vi/moderation/reasons', { ...form, code: 'Giá' }, administrator)).statusCode).toBe(422)
  expect((await post('/vi/moderation/reasons', form, administrator)).headers.location).toBe('/vi/moderation/reasons/no_price?done=created')
  expect((await post('/vi/moderation/reasons', form, administrator)).statusCode).toBe(409)
  expect((await post('/vi/moderation/reasons/no_price', { ...form, version: 0, text_vi: 'Hãy nêu giá hoặc khoảng giá.' }, administrator)).statusCode).toBe(303)
  expect((await post('/vi/moderation/reasons/no_price/retiring', {}, administrator)).statusCode).toBe(303)
  expect(text((await get('/vi/moderation/reasons/no_price', observer)).body)).toMatch(/Ngừng dùng lý do trả lại “no_price”.*lời trước đó: “Hãy nêu giá\.”.*Thêm lý do trả lại “Thiếu giá”/)
  expect((await get(path(need), lan)).body).not.toContain('value="no_price"')
})
test('the report comes as tables and as CSV', async () => {
  expect(text((await get('/vi/moderation/report?days=30', administrator)).body)).toMatch(/Thiếu số liệu 1.*Theo người quyết định/)
  const rows = async (name: string) => parse((await get(`/vi/moderation/report/${name}.csv?days=30`, inspector)).body, { columns: true, bom: true }) as Record<string, string>[]
  expect(await rows('months')).toMatchObject([{ month: '2026-03', decided: '3', published: '1', returned: '2' }])
  expect((await rows('reasons'))[0]).toMatchObject({ count: '1' })
})
