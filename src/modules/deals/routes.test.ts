import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import Fastify from 'fastify'
import { HtmlValidate } from 'html-validate'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { anOrganisation, aPerson, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { withCookie } from '../../../tests/readers.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { openStorage } from '../../platform/storage.ts'
import { wordRefusal } from '../../refusals.ts'
import { refuseForeignForms } from '../../web/form-tokens.ts'
import { prepareRequests, recogniseVisitors } from '../../web/requests.tsx'
import { answerTrouble } from '../../web/trouble.tsx'
import { documentRoutes } from '../documents/routes.tsx'
import { dealDocuments } from './documents.ts'
import { dealRoutes } from './routes.tsx'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-deal-pages-'))
const storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện nông nghiệp'), enterprise = await anOrganisation(db, 'cooperative', 'Hợp tác xã Rau sạch Văn Đức')
const actors: Record<string, Actor> = {
  lan: await aPerson(db, { organisation: supplier, name: 'Nguyễn Thị Lan' }), hoa: await aPerson(db, { organisation: enterprise, name: 'Trần Văn Hòa' }), viewer: await aPerson(db, { organisation: enterprise, role: 'viewer' }),
  signer: await aPerson(db, { organisation: enterprise, role: 'signer' }), editor: await aPerson(db, { organisation: enterprise, role: 'editor' }),
  outsider: await aPerson(db, { organisation: await anOrganisation(db) }), officer: await aPerson(db, { staff: ['deal_officer'] }), loner: await aPerson(db), nobody: anonymous,
}
const aListing = (kind: 'offer' | 'need', organisation_id: number, title: string): Promise<number> => listed(db, organisation_id, title, { kind, research_fields: ['2', '201'], submitted_at: null }, { summary: title })
const offer = await aListing('offer', supplier, 'Dây chuyền sấy lạnh nông sản bằng bơm nhiệt 500 kg mỗi mẻ')
const need = await aListing('need', enterprise, 'Cần dây chuyền sấy lạnh rau gia vị cho hợp tác xã')

const app = Fastify()
await app.register(cookie)
await app.register(formbody)
await app.register(multipart, { limits: { fileSize: 50_000, files: 1 } })
prepareRequests(app, { db, now: () => noon, publicUrl: 'http://localhost', secret: 's'.repeat(40), production: true, manifest: {}, wordRefusal })
recogniseVisitors(app, { visitorOf: async (request) => ({ actor: actors[String(request.headers['x-as'])]!, session: null, actingFor: null, waiting: 0, unread: 0, withheld: false }) })
refuseForeignForms(app, 'http://localhost', 's'.repeat(40))
answerTrouble(app, ({ code }) => `refused: ${code}`)
documentRoutes(app, storage, { deal: dealDocuments })
for (const locale of ['vi', 'en']) await app.register(async (pages) => {
  pages.get('/offers/:id', async () => 'the listing') // a neighbour of the same address
  dealRoutes(pages, { storage, uploadMaxBytes: 40_000 })
}, { prefix: `/${locale}` })

const headers = (as: string) => ({ ...withCookie('techex.session_token=x'), 'x-as': as })
const get = (as: string, url: string) => app.inject({ url, headers: headers(as) })
const post = (as: string, url: string, fields: Record<string, string> = {}) => app.inject({ method: 'POST', url, headers: { ...headers(as), 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString() })
const upload = (as: string, url: string, filename: string, content: string) => app.inject({
  method: 'POST', url, headers: { ...headers(as), 'content-type': 'multipart/form-data; boundary=e' }, payload: `--e\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n--e--\r\n`,
})
const keyIn = (html: string): string => /name="request_key" value="([^"]+)"/.exec(html)![1]!
const checker = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:a11y'], rules: { 'no-inline-style': 'error', 'long-title': 'off', 'require-sri': 'off', 'doctype-style': 'off', 'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'no-implicit-button-type': 'off', 'prefer-native-element': 'off', 'no-trailing-whitespace': 'off', 'element-required-attributes': 'error', 'valid-autocomplete': 'off' } })
async function sound(html: string): Promise<void> {
  const { results } = await checker.validateString(html)
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} at ${line}:${column}: ${html.split('\n')[line - 1]?.slice(column - 1, column + 80)}`))).toEqual([])
}
const text = 'Hợp tác xã cần sấy 500 kg rau gia vị mỗi ngày, từ tháng 6.'

test('a need becomes a contract, page by page and without a script', async () => {
  const form = await get('hoa', `/vi/offers/${offer}/interest?with=${need}`)
  await sound(form.body)
  expect(form.body).toContain(`<option value="${need}" selected>`)
  const request_key = keyIn(form.body)
  const short = await post('hoa', `/vi/offers/${offer}/interest`, { message: 'ngắn quá <b>', request_key, counter_listing_id: String(need) })
  expect(short.statusCode).toBe(422)
  expect(short.body).toContain('ngắn quá &lt;b>')
  expect(short.body).toContain('Hãy viết ít nhất 20 ký tự.')
  expect(keyIn(short.body)).toBe(request_key)
  await sound(short.body)
  const sent = await post('hoa', `/vi/offers/${offer}/interest`, { message: text, request_key, counter_listing_id: String(need) })
  expect([sent.statusCode, sent.headers.location]).toEqual([303, expect.stringMatching(/^\/vi\/interests\/\d+\?done=interest$/)])
  expect((await post('hoa', `/vi/offers/${offer}/interest`, { message: text, request_key })).headers.location).toBe(sent.headers.location)
  const again = await post('hoa', `/vi/offers/${offer}/interest`, { message: `${text} Lần hai.`, request_key: crypto.randomUUID() })
  expect(again.statusCode).toBe(409)
  expect((await get('hoa', `/vi/offers/${offer}/interest`)).body).toContain(sent.headers.location!.toString().split('?')[0])

  const interest = sent.headers.location!.toString().split('?')[0]!
  const received = await get('lan', interest)
  await sound(received.body)
  expect(received.body).toContain(text)
  expect(received.body).toContain('Trần Văn Hòa')
  const unexplained = await post('lan', `${interest}/decline`, { decline_code: 'other', answer: '' })
  expect(unexplained.statusCode).toBe(409)
  expect(unexplained.body).toContain('hãy viết rõ lý do')
  await sound(unexplained.body)
  const opened = await post('lan', `${interest}/accept`)
  const deal = opened.headers.location!.toString().split('?')[0]!
  expect(deal).toMatch(/^\/vi\/deals\/\d+$/)
  expect((await post('lan', `${interest}/accept`)).headers.location).toBe(opened.headers.location)

  const file = await get('lan', deal)
  await sound(file.body)
  expect((await post('lan', `${deal}/messages`, { body: '', request_key: keyIn(file.body) })).statusCode).toBe(422)
  expect((await post('lan', `${deal}/messages`, { body: 'Mời chị sang xem máy chạy.', request_key: keyIn(file.body) })).statusCode).toBe(303)
  expect((await get('hoa', deal)).body).toContain('Mời chị sang xem máy chạy.')
  const leap = await post('hoa', `${deal}/stage`, { stage: 'pilot', stage_reason: '', version: '1' })
  expect(leap.statusCode).toBe(409)
  expect(leap.body).toContain('bỏ qua bước')
  await sound(leap.body)
  expect((await post('hoa', `${deal}/stage`, { stage: 'nda', stage_reason: '', version: '1' })).statusCode).toBe(303)
  const late = await post('lan', `${deal}/stage`, { stage: 'evaluation', stage_reason: 'Giữ lại lời này', version: '1' })
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('Giữ lại lời này')
  expect(late.body).toContain('name="version" value="2"')
  const skipping = await post('lan', `${deal}/stage`, { stage: 'pilot', stage_reason: 'Máy đã chạy sẵn', version: '2' })
  expect(skipping.statusCode).toBe(303)
  const steps = /<ol class="steps">.*?<\/ol>/.exec((await get('lan', deal)).body)![0]
  expect(steps.match(/<li class="past">[^<]*/g)).toEqual(['<li class="past">Trao đổi', '<li class="past">Thỏa thuận bảo mật'])
  expect(steps).toContain('<li>Đánh giá công nghệ</li><li aria-current="step">Chạy thử</li>')

  expect((await upload('hoa', `${deal}/documents`, 'ghi chú.txt', 'Biên bản xem máy')).statusCode).toBe(303)
  const bad = await upload('hoa', `${deal}/documents`, 'hop-dong.pdf', 'MZ not a contract')
  expect(bad.statusCode).toBe(409)
  expect(bad.body).toContain('Các loại được nhận')
  expect((await upload('hoa', `${deal}/documents`, 'a.txt', 'x'.repeat(45_000))).body).toContain('tối đa 39 KB')
  expect(readdirSync(join(folder, 'arriving'))).toEqual([])
  const listed = await get('officer', deal)
  await sound(listed.body)
  const href = /href="(\/files\/[^"]+)"/.exec(listed.body)![1]!
  expect((await get('lan', href)).body).toBe('Biên bản xem máy')
  for (const who of ['outsider', 'loner', 'nobody']) expect((await get(who, href)).statusCode).toBe(404)

  expect((await post('lan', `${deal}/claim`, { value: 'nhiều' })).statusCode).toBe(422)
  const nothing = await post('lan', `${deal}/claim`, { value: '0' })
  expect([nothing.statusCode, nothing.body.includes('id="e-value"')]).toEqual([422, true])
  const wordless = await post('lan', `${deal}/claim`, { value: '1.250.000.000', closing_word: ' ' })
  expect([wordless.statusCode, wordless.body.includes('Giao dịch mới ở bước “Chạy thử”'), wordless.body.includes('value="1.250.000.000"')]).toEqual([409, true, true])
  await sound(wordless.body)
  expect((await post('lan', `${deal}/claim`, { value: '1.250.000.000', closing_word: 'Máy chạy tốt, hai bên <ký> luôn.' })).statusCode).toBe(303)
  expect((await get('lan', deal)).body).toContain('Máy chạy tốt, hai bên &lt;ký> luôn.</textarea>')
  const claimed = await get('hoa', deal)
  expect(claimed.body).toContain('<p>Lý do bỏ qua các bước còn lại:</p><blockquote><div class="prose"><p>Máy chạy tốt, hai bên &lt;ký> luôn.</p></div></blockquote>')
  expect((await get('hoa', deal.replace('/vi/', '/en/'))).body).toContain('waiting for the other side: “Máy chạy tốt, hai bên &lt;ký> luôn.”')
  await sound(claimed.body)
  expect(claimed.body).toContain('Xác nhận 1.250.000.000 đồng')
  expect(claimed.body).toContain('Không thể hoàn tác.')
  const offered = async (who: string) => { const { body } = await get(who, deal); return ['messages', 'documents', 'stage', 'confirm', 'dispute', 'lost'].filter((path) => body.includes(`action="${deal}/${path}"`)) }
  expect([await offered('hoa'), await offered('editor'), await offered('signer'), await offered('viewer')]).toEqual([['messages', 'documents', 'stage', 'confirm', 'dispute', 'lost'], ['messages', 'documents', 'stage'], ['messages', 'confirm', 'dispute', 'lost'], []])
  expect((await get('lan', deal)).body).not.toContain(`${deal}/confirm`)
  expect((await post('hoa', `${deal}/confirm`, { value: '1' })).body).toContain('1.250.000.000 đồng')
  expect((await post('hoa', `${deal}/dispute`, { dispute_reason: 'ít' })).statusCode).toBe(422)
  expect((await post('hoa', `${deal}/lost`, { loss_code: '' })).statusCode).toBe(422)
  // From the contract the form asks for no word.
  const asks = async () => (await get('lan', deal)).body.includes('name="closing_word"')
  expect(await asks()).toBe(true)
  expect((await post('lan', `${deal}/stage`, { stage: 'contract', stage_reason: 'Điều khoản đã thống nhất', version: String((await db.selectFrom('deal').select('version').where('id', '=', Number(/\d+$/.exec(deal)![0])).executeTakeFirstOrThrow()).version) })).statusCode).toBe(303)
  expect(await asks()).toBe(false)
  expect((await post('hoa', `${deal}/confirm`, { value: '1250000000' })).headers.location).toBe(`${deal}?done=won`)
  const won = await get('hoa', deal.replace('/vi/', '/en/'))
  await sound(won.body)
  expect(won.body).toContain('Closed at VND 1,250,000,000.')
  expect(won.body).not.toContain('/lost"')
  for (const who of ['lan', 'hoa', 'officer', 'loner', 'outsider']) await sound((await get(who, '/vi/deals')).body)
  expect((await get('lan', '/en/deals?filter=won')).body).toContain('VND 1,250,000,000')
  expect((await get('outsider', '/vi/deals')).body).not.toContain('Dây chuyền sấy lạnh')
})

test('who may not see a deal finds none, whatever they send; who may only read may send nothing', async () => {
  const { id } = await db.selectFrom('deal').select('id').executeTakeFirstOrThrow()
  const { id: interest } = await db.selectFrom('interest').select('id').executeTakeFirstOrThrow()
  const forms: [string, Record<string, string>][] = [['messages', { body: 'x', request_key: crypto.randomUUID() }], ['stage', { stage: 'nda', version: '1' }], ['claim', { value: '1' }], ['confirm', { value: '1' }], ['dispute', { dispute_reason: 'không' }], ['lost', { loss_code: 'price' }]]
  for (const who of ['outsider', 'loner']) {
    for (const url of [`/vi/deals/${id}`, '/vi/deals/999999', '/vi/deals/x', `/vi/interests/${interest}`]) expect((await get(who, url)).statusCode).toBe(404)
    for (const [path, fields] of forms) expect((await post(who, `/vi/deals/${id}/${path}`, fields)).statusCode).toBe(404)
    for (const path of ['accept', 'withdraw', 'decline']) expect((await post(who, `/vi/interests/${interest}/${path}`, { decline_code: 'unclear' })).statusCode).toBe(404)
    expect((await upload(who, `/vi/deals/${id}/documents`, 'a.txt', 'x')).statusCode).toBe(404)
  }
  for (const who of ['viewer', 'officer']) {
    const page = await get(who, `/vi/deals/${id}`)
    expect([page.statusCode, page.body.includes(`/deals/${id}/messages`)]).toEqual([200, false])
    for (const [path, fields] of forms) expect((await post(who, `/vi/deals/${id}/${path}`, fields)).statusCode).toBe(403)
    expect((await upload(who, `/vi/deals/${id}/documents`, 'a.txt', 'x')).statusCode).toBe(403)
  }
  for (const url of [`/vi/deals/${id}`, `/vi/interests/${interest}`, '/vi/deals', `/vi/offers/${offer}/interest`]) expect((await get('nobody', url)).headers.location).toBe(`/vi/sign-in?next=${encodeURIComponent(url)}`)
})

test('an interest can be expressed in what is published, under its own address, for an organisation', async () => {
  expect((await get('hoa', `/vi/needs/${offer}/interest`)).statusCode).toBe(404)
  expect((await get('hoa', '/vi/offers/999999/interest')).statusCode).toBe(404)
  for (const who of ['loner', 'viewer', 'signer', 'lan']) {
    const page = await get(who, `/vi/offers/${offer}/interest`)
    await sound(page.body)
    expect(page.body).not.toContain('name="message"')
  }
  expect((await post('loner', `/vi/offers/${offer}/interest`, { message: text, request_key: crypto.randomUUID() })).statusCode).toBe(403)
  expect((await get('nobody', `/vi/offers/${offer}`)).body).toBe('the listing')
})

test('what stands in the way of an interest is said above it, and nothing typed is lost', async () => {
  const other = await aListing('offer', supplier, 'Máy tách vỏ hạt điều')
  const sent = { message: text, request_key: crypto.randomUUID() }
  const own = await post('lan', `/vi/offers/${other}/interest`, sent)
  await sound(own.body)
  expect([own.statusCode, own.body.includes('Đây là tin của chính tổ chức'), own.body.includes(text), own.body.includes('hãy thay mặt một tổ chức')]).toEqual([409, true, true, false])
  await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', other).execute()
  actors.staffed = { ...actors.hoa!, staff_roles: ['moderator'] }
  const closed = await post('staffed', `/vi/offers/${other}/interest`, sent)
  await sound(closed.body)
  expect([closed.statusCode, closed.body.includes('Tin này hiện không công bố'), closed.body.includes(text)]).toEqual([409, true, true])
  await db.updateTable('listing').set({ state: 'published' }).where('id', '=', other).execute()

  // The organisation acted for changes in another window.
  const third = await anOrganisation(db, 'enterprise', 'Tổ chức thứ ba')
  const hiddenIn = (html: string) => /name="organisation_id" value="(\d+)"/.exec(html)?.[1]
  expect(hiddenIn((await get('hoa', `/vi/offers/${other}/interest`)).body)).toBe(String(enterprise))
  actors.moved = { ...actors.hoa!, organisation_id: third, memberships: [...actors.hoa!.memberships, { organisation_id: third, role: 'owner' }] }
  const short = await post('moved', `/vi/offers/${other}/interest`, { ...sent, message: 'ngắn', organisation_id: String(enterprise) })
  expect([short.statusCode, hiddenIn(short.body)]).toEqual([422, String(enterprise)])
  const changed = await post('moved', `/vi/offers/${other}/interest`, { ...sent, organisation_id: String(enterprise) })
  await sound(changed.body)
  expect([changed.statusCode, changed.body.includes('bạn đã đổi tổ chức'), changed.body.includes(text), hiddenIn(changed.body)]).toEqual([409, true, true, String(third)])
  expect((await post('moved', `/vi/offers/${other}/interest`, { ...sent, organisation_id: String(third) })).statusCode).toBe(303)
})

test('an interest in a listing taken back can be declined; accepting it says why not', async () => {
  const other = await aListing('offer', supplier, 'Máy ép viên trấu')
  const address = (await post('hoa', `/vi/offers/${other}/interest`, { message: text, request_key: crypto.randomUUID() })).headers.location!.toString().split('?')[0]!
  await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', other).execute()
  await db.updateTable('listing_text').set({ title: 'Bí mật mới' }).where('listing_id', '=', other).execute()
  const page = await get('lan', address)
  await sound(page.body)
  expect([page.body.includes(`${address}/accept`), page.body.includes(`${address}/decline`), page.body.includes('Bí mật mới')]).toEqual([false, true, true])
  const theirs = await get('hoa', address)
  expect([theirs.body.includes('Bí mật mới'), theirs.body.includes('Máy ép viên trấu')]).toEqual([false, true])
  expect((await post('lan', `${address}/accept`)).statusCode).toBe(409)
  expect((await post('lan', `${address}/decline`, { decline_code: 'unclear', answer: '' })).statusCode).toBe(303)
})
