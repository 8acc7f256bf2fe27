import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { countWords, refreshSearch } from '../listings/indexing.ts'
import { listingPages } from '../matching/routes.tsx'
import { suggestOffer } from './commands.ts'
import { callRoutes } from './call-routes.tsx'
import { questionsOf } from './call-queries.ts'
import { needPanel, sourcingRoutes } from './routes.tsx'
import { reckonNeeds } from './standing.ts'

/** The pages as their readers get them. */
const { db } = await testDatabase()
let now = noon
const { get, post } = await openPages(db, (app) => { listingPages(app, async () => null, needPanel); sourcingRoutes(app, 'http://localhost:3000'); callRoutes(app, 'http://localhost:3000') }, { now: () => now })
const [demander, institute, brokers] = [await anOrganisation(db, 'cooperative', 'Hợp tác xã Rau'), await anOrganisation(db, 'institute', 'Viện Sấy'), await anOrganisation(db, 'intermediary', 'Môi giới Hà Nội')]
await db.updateTable('organisation').set({ verification: 'verified', verified_at: noon }).where('id', '=', brokers).execute()
await db.updateTable('organisation').set({ search_name: 'vien say' }).where('id', '=', institute).execute()
const buyer = await aPerson(db, { organisation: demander }), lan = await aPerson(db, { organisation: institute }), broker = await aPerson(db, { organisation: brokers, name: 'Trần Bình' }), stranger = await aPerson(db), officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' })
const need = await aListing(db, 'need', demander, 'published', 'Cần máy sấy lạnh rau quả cho hợp tác xã'), lonely = await aListing(db, 'need', demander, 'published', 'Phân loại hạt giống bằng ảnh')
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả công suất nhỏ'), dear = await aListing(db, 'offer', institute, 'published', '=Máy sấy lạnh rau quả cỡ lớn'), draft = await aListing(db, 'offer', institute, 'draft', 'Bản nháp của viện')
beforeAll(async () => {
  await db.updateTable('listing').set({ anonymous: true, trl: 7, price_mode: 'fixed', price_min: 500_000_000 as never }).where('id', '=', need).execute()
  await db.updateTable('listing').set({ research_fields: ['40401'] }).where('id', '=', lonely).execute()
  await db.updateTable('listing').set({ price_mode: 'fixed', price_min: 400_000_000 as never }).where('id', '=', offer).execute()
  await db.updateTable('listing').set({ trl: 5, price_mode: 'fixed', price_min: 900_000_000 as never }).where('id', '=', dear).execute()
  await refreshSearch(db as never, [need, lonely, offer, dear])
  await countWords(db)
  await reckonNeeds(db, noon)
  await db.updateTable('need_standing').set({ matches: 0, best_id: null, best_score: null }).where('listing_id', '=', lonely).execute() // what the engine calls a match is its own tests’ matter
})
const cells = (html: string, row: string): string[] => {
  const line = new RegExp(`<tr><th scope="row">${row}</th>(.*?)</tr>`, 's').exec(html)?.[1] ?? ''
  return line.split(/<td[^>]*>/).slice(1).map((cell) => cell.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim())
}

describe('A comparison', () => {
  test('says of each offer what is met, what is not and what is not known, in words beside the sign.', async () => {
    const { statusCode, body } = await get(`/vi/needs/${need}/compare?offers=${offer},${dear}`)
    expect(statusCode).toBe(200)
    expect(cells(body, 'Mức sẵn sàng \\(TRL\\)')).toEqual(['từ 7', '✓ Đạt TRL 8', '✗ Không đạt TRL 5'])
    expect(cells(body, 'Giá so với ngân sách')).toEqual(['đến 500 triệu đồng', '✓ Đạt 400.000.000 đồng', '✗ Không đạt 900.000.000 đồng'])
    expect(cells(body, 'Giao hàng và hỗ trợ sau khi bán')[1]).toBe('? Chưa rõ Không nêu')
    expect(cells(body, 'Hình thức chuyển giao')[1]).toMatch(/^– Không yêu cầu/)
    expect((await get(`/en/needs/${need}/compare?offers=${offer}`)).body).toContain('Not known')
  })
  test('holds only what its reader may see, and says that something is missing; without offers it lets one choose.', async () => {
    const shown = (await get(`/vi/needs/${need}/compare?offers=${draft}&offers=${offer}&offers=${need}&offers=999999`, stranger)).body
    expect(shown).not.toContain('Bản nháp của viện')
    expect(shown).toContain('không còn công bố')
    expect((await get(`/vi/needs/${need}/compare?offers=${draft}`, lan)).body).toContain('Bản nháp của viện')
    const choosing = (await get(`/vi/needs/${need}/compare`)).body
    expect(choosing).toMatch(new RegExp(`<form method="get" action="/vi/needs/${need}/compare".*name="offers" value="${offer}"`, 's'))
    expect(choosing).not.toContain('<table')
    expect((await get(`/vi/needs/${offer}/compare`)).statusCode).toBe(404)
    for (const strange of ['%00', 'x'.repeat(5000), '1,2,3,4,5,6,7', '-1', '']) expect((await get(`/vi/needs/${need}/compare?offers=${strange}`)).statusCode).toBe(200)
  })
  test('goes into a spreadsheet in which no title becomes a formula.', async () => {
    const csv = await get(`/vi/needs/${need}/compare.csv?offers=${dear}`)
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body).toContain("'=Máy sấy lạnh")
    expect(csv.body).toContain('✗ Không đạt. TRL 5')
    const xlsx = await get(`/vi/needs/${need}/compare.xlsx?offers=${dear}`)
    expect([xlsx.statusCode, xlsx.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK'])
  })
})

describe('The board and the gaps', () => {
  test('Brokers and staff have the board, with no name of an anonymous need for brokers; others are told no.', async () => {
    const { body, statusCode } = await get('/vi/board', broker)
    expect(statusCode).toBe(200)
    expect(body).toContain('Cần máy sấy lạnh rau quả')
    expect(body.match(/Hợp tác xã Rau/g)).toHaveLength(1) // of the need that names its organisation
    expect((await get('/vi/board', officer)).body.match(/Hợp tác xã Rau/g)).toHaveLength(2)
    expect([(await get('/vi/board', lan)).statusCode, (await get('/vi/board/data.csv', stranger)).statusCode, (await get('/vi/board')).statusCode]).toEqual([403, 403, 303])
    expect((await get('/vi/board/data.csv', broker)).body).toContain(`http://localhost:3000/vi/needs/${need}`)
  })
  test('A press on the board says who is on it; a suggestion stands on the need’s page for those it concerns.', async () => {
    expect((await post(`/vi/board/${need}/take`, {}, broker)).headers.location).toBe(`/vi/board/${need}?done=taken_on`)
    expect((await post(`/vi/board/${need}/take`, {}, officer)).body).toContain('Trần Bình')
    const wrong = await post(`/vi/board/${need}`, { offer: 'x', reason: 'ngắn' }, broker)
    expect([wrong.statusCode, wrong.body.includes('ít nhất 10 ký tự')]).toEqual([422, true])
    expect((await post(`/vi/board/${need}`, { offer: `/vi/offers/${draft}`, reason: 'Hợp với cỡ của hợp tác xã.' }, broker)).statusCode).toBe(409)
    await suggestOffer(ctxOf(db, broker), { id: need, offer: String(offer), chosen: '', reason: 'Hợp với cỡ của hợp tác xã.' })
    const seen = async (who?: typeof buyer) => (await get(`/vi/needs/${need}`, who)).body.includes('Gợi ý bởi Trần Bình (Môi giới Hà Nội)')
    expect([await seen(buyer), await seen(officer), await seen(broker), await seen(lan), await seen()]).toEqual([true, true, true, false, false])
    expect((await get(`/vi/needs/${need}`, buyer)).body).toContain(`/vi/offers/${offer}/interest?with=${need}`)
  })
  test('Gaps are everybody’s, with a chart, a table, files and ways to follow; figures of few are withheld.', async () => {
    const { body } = await get('/vi/gaps')
    expect(body).toMatch(/<svg class="chart small"/)
    expect(cells(body, '<a href="/vi/gaps\\?code=4">[^<]*</a>').at(-1)).toBe('…')
    expect(body).toContain('Phân loại hạt giống bằng ảnh')
    const field = (await get('/vi/gaps?code=404')).body
    expect(field).toContain('/vi/search.rss?kind=need&amp;field=404')
    expect(field).toContain('/vi/my/searches/new?kind=need&amp;field=404')
    expect((await get('/vi/gaps/data.csv?by=trl')).body).toContain('TRL 8')
    expect((await get('/vi/gaps/data.xlsx')).statusCode).toBe(200)
    for (const strange of ['by=x', 'code=%00', `code=${'9'.repeat(90)}`, 'page=-1', 'by=trl&code=99']) expect((await get(`/vi/gaps?${strange}`)).statusCode, strange).toBe(200)
    expect((await get('/vi/gaps/ours', lan)).body).toContain('/vi/gaps?code=203')
    expect((await get('/vi/gaps/ours', stranger)).body).toContain('Hãy lập tổ chức')
  })
})

test('An invitation goes from its form to the answers side by side, without any script.', async () => {
  const made = await post(`/vi/needs/${need}/call`, { request_key: randomUUID(), text: 'Mời các đơn vị trả lời vài câu hỏi.', deadline: '2026-03-20', question_1: 'Giá trọn gói', kind_1: 'price', question_3: 'Chạy thử được không?', kind_3: 'yes_no' }, buyer)
  const call = Number(/calls\/(\d+)\/suppliers/.exec(String(made.headers.location))?.[1])
  expect((await post(`/vi/needs/${need}/call`, { request_key: randomUUID(), text: 'ngắn', deadline: '2026-02-30', question_1: 'Giá', kind_1: 'price' }, buyer)).statusCode).toBe(422)
  const choosing = (await get(`/vi/calls/${call}/suppliers?q=vien`, buyer)).body
  expect(choosing).toContain(`name="offers" value="${offer}"`)
  expect(choosing).toContain(`name="organisations" value="${institute}"`)
  expect((await post(`/vi/calls/${call}/suppliers`, { organisations: institute }, buyer)).statusCode).toBe(303)
  expect((await post(`/vi/calls/${call}/send`, {}, buyer)).headers.location).toBe(`/vi/calls/${call}?done=call_sent`)
  const { id: part } = await db.selectFrom('call_supplier').select('id').where('call_id', '=', call).executeTakeFirstOrThrow()
  const invited = (await get(`/vi/invited/${part}`, lan)).body
  expect(invited).not.toContain('Hợp tác xã Rau')
  const [price, trial] = (await questionsOf(db, call)).map(({ id }) => `answer_${id}`)
  const wrong = await post(`/vi/invited/${part}`, { version: 0, [price!]: 'rẻ', [trial!]: 'yes', press: 'send' }, lan)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toMatch(new RegExp(`id="e-${price}"`))
  expect((await post(`/vi/invited/${part}`, { version: 0, [price!]: '480.000.000', [trial!]: 'yes', note: '=Giá gồm lắp', press: 'send' }, lan)).headers.location).toBe(`/vi/invited/${part}?done=call_answered`)
  expect((await get(`/vi/calls/${call}`, buyer)).body).not.toContain('480')
  expect((await get(`/vi/calls/${call}/answers`, buyer)).statusCode).toBe(404)
  now = new Date('2026-03-20T23:59:59+07:00')
  expect((await get(`/vi/calls/${call}/answers.csv`, buyer)).statusCode).toBe(404)
  now = new Date('2026-03-21T00:00:00+07:00')
  // The first who looks finds them open; those who were not asked find nothing.
  const answers = await get(`/vi/calls/${call}/answers`, buyer)
  expect(answers.body).toContain('480.000.000 đồng')
  expect((await get(`/vi/calls/${call}/answers.csv`, buyer)).body).toContain("'=Giá gồm lắp")
  for (const who of [lan, broker, stranger]) expect((await get(`/vi/calls/${call}/answers`, who)).statusCode).toBe(404)
  expect((await post(`/vi/invited/${part}`, { version: 1, [price!]: '1', [trial!]: 'no', press: 'send' }, lan)).statusCode).toBe(409)
  const undecided = await post(`/vi/calls/${call}/suppliers/${part}/outcome`, { [`outcome_${part}`]: 'not_chosen', [`reason_${part}`]: '' }, buyer)
  expect([undecided.statusCode, undecided.body.includes('vì sao chưa chọn')]).toEqual([409, true])
  expect((await post(`/vi/calls/${call}/suppliers/${part}/outcome`, { [`outcome_${part}`]: 'shortlisted' }, buyer)).statusCode).toBe(303)
  expect((await get(`/vi/invited/${part}`, lan)).body).toContain('Vào danh sách rút gọn')
  expect((await get('/vi/my/calls', lan)).body).toContain(`/vi/invited/${part}`)
  now = noon
})
