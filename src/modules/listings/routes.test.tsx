import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor } from '../../core/context.ts'
import type { Storage } from '../../platform/storage.ts'
import { actFor } from '../people/commands.ts'
import { restoreCode, retireCode } from '../taxonomy/commands.ts'
import type { CodeList } from '../taxonomy/schema.ts'
import { listingPages } from '../matching/routes.tsx'
import { moderationRoutes } from '../moderation/routes.tsx'
import { changeListing, draftListing, ListingContent, submitListing } from './commands.ts'
import { listingRoutes } from './routes.tsx'

/** The pages of a listing as its owners and the moderators see them, sent as a browser sends them. */
const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện Nhị Hà')
const lan = await aPerson(db, { organisation: institute })
const alone = await aPerson(db)
const moderator = await aPerson(db, { staff: ['moderator'] })
const { get, post } = await openPages(db, (app) => {
  listingRoutes(app, { storage: {} as Storage, uploadMaxBytes: 5_000_000 })
  listingPages(app, async () => null)
  moderationRoutes(app)
})

const long = (text: string) => `${text} `.repeat(6).trim()
const typed = {
  title_vi: 'Máy sấy lạnh nông sản 500 kg mỗi mẻ', summary_vi: 'Giữ màu và hương của trái cây, tốn bằng nửa điện so với sấy nhiệt.', description_vi: long('Bơm nhiệt hạ ẩm ở 35 độ, buồng inox ba khay.'), problem_vi: long('Sấy nắng mất màu, hỏng một phần năm.'),
  advantages_vi: long('Đã chạy ở hai hợp tác xã.'), trl: '8', ip_status: 'filed', price_mode: 'range', price_min: '350.000.000', price_max: '900.000.000', research_fields: '20307', patent_classes: 'F26B', transfer_forms: 'licence',
}
const draft = (over: object = {}) => draftListing(ctxOf(db, lan), { kind: 'offer', request_key: randomUUID(), ...ListingContent.parse({ ...typed, ...over }) })
async function submitted(over: object = {}): Promise<number> {
  const id = await draft(over)
  await submitListing(ctxOf(db, lan), { id })
  return id
}
const stateOf = async (id: number) => (await db.selectFrom('listing').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
const drafts = async () => (await db.selectFrom('listing').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n
/** The sentence beside a field, as the page says it. */
const beside = (html: string, field: string) => new RegExp(`id="e-${field}">([^<]*)`).exec(html)?.[1]
const newForm = async (as: Actor, kind = 'offer', locale = 'vi') => String((await get(`/${locale}/my/listings/new/${kind}`, as)).headers.location)
const keyIn = (address: string) => new URL(address, 'http://x').searchParams.get('key') ?? ''

test('a patent class no list knows is said at its field, and nothing typed is lost', async () => {
  const before = await drafts()
  const answer = await post('/vi/my/listings/new/offer', { ...typed, patent_classes: 'Z99Z', request_key: randomUUID() }, lan)
  expect(answer.statusCode).toBe(422)
  expect(beside(answer.body, 'patent_classes')).toContain('danh mục')
  expect(answer.body).toContain('value="Z99Z"')
  expect(answer.body).toContain(typed.advantages_vi)
  expect(await drafts()).toBe(before)
})

test('a missing title is said in the language of the form, or where the other texts stand', async () => {
  const wrong = async (locale: string, values: Record<string, string>) => {
    const { body, statusCode } = await post(`/${locale}/my/listings/new/offer`, { price_mode: 'negotiable', request_key: randomUUID(), form_language: locale, ...values }, lan)
    expect(statusCode).toBe(422)
    return ['vi', 'en'].filter((language) => beside(body, `title_${language}`))
  }
  expect(await wrong('vi', {})).toEqual(['vi'])
  expect(await wrong('en', {})).toEqual(['en'])
  expect(await wrong('en', { title_en: 'Cold dryer', summary_vi: 'Chỉ có tóm tắt' })).toEqual(['vi'])
  expect(await wrong('vi', { keywords_en: 'dryer' })).toEqual(['en'])
})

test('one form is one draft: Back comes to the draft that was saved, and a second press changes nothing', async () => {
  const address = await newForm(lan)
  const page = await get(address, lan)
  const key = keyIn(address)
  expect(page.body).toContain(`name="request_key" value="${key}"`)
  const wrong = await post('/vi/my/listings/new/offer', { ...typed, title_vi: '', request_key: key }, lan)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain(`name="request_key" value="${key}"`)
  const before = await drafts()
  const answers = await Promise.all([1, 2].map(() => post('/vi/my/listings/new/offer', { ...typed, request_key: key }, lan)))
  expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
  expect(await drafts()).toBe(before + 1)
  const id = /offers\/(\d+)/.exec(String(answers[0]?.headers.location))?.[1]
  expect((await get(address, lan)).headers.location).toBe(`/vi/my/listings/${id}/edit`)
})

test('who acts for no organisation is led to theirs, and the list of listings names the way', async () => {
  for (const kind of ['offer', 'need']) expect(await get(`/vi/my/listings/new/${kind}`, alone)).toMatchObject({ statusCode: 303, headers: { location: '/vi/my/organisation' } })
  expect((await get('/vi/my/listings/new/offer')).headers.location).toMatch(/^\/vi\/sign-in/)
  expect((await get('/vi/my/listings', alone)).body).toContain('<a href="/vi/my/organisation">Tổ chức của tôi</a>')
  expect((await get('/en/my/listings', alone)).body).toContain('<a href="/en/my/organisation">My organisation</a>')
  expect((await get('/vi/my/listings', lan)).body).toMatch(/<h1>Tin của tôi<\/h1>/)
})

test('an incomplete draft that is submitted comes back as its form, with what is missing at each field', async () => {
  const id = await draft({ summary_vi: 'Ngắn', research_fields: [], trl: '' })
  const answer = await post(`/vi/my/listings/${id}/submission`, {}, lan)
  expect(answer.statusCode).toBe(409)
  expect(answer.body).toContain(`action="/vi/my/listings/${id}/edit"`)
  expect(answer.body).toContain('Tin còn thiếu: tóm tắt (ít nhất 40 ký tự)')
  expect(['summary_vi', 'research_fields', 'trl', 'title_vi'].map((field) => beside(answer.body, field))).toEqual(['Hãy viết ít nhất 40 ký tự.', 'Hãy điền mục này.', 'Hãy điền mục này.', undefined])
  const whole = await submitted()
  expect((await post(`/vi/my/listings/${whole}/submission`, {}, lan)).body).toContain('Việc này không còn làm được') // a second press
})

test('the form says how little is enough, what each way of pricing asks for, and how many industries', async () => {
  const { body } = await get(await newForm(lan), lan)
  for (const words of ['Ít nhất 120 ký tự.', 'Một mức: chỉ ghi ô “Từ”', 'Tối đa ba ngành.']) expect(body).toContain(words)
  for (const field of ['price_min', 'price_max']) expect(new RegExp(`<input[^>]*id="f-${field}"[^>]*>`).exec(body)?.[0]).not.toContain('required')
})

test('the second of two people who edit compares both in words, inside the form', async () => {
  const id = await draft()
  await changeListing(ctxOf(db, lan), { id, version: 1, ...ListingContent.parse({ ...typed, research_fields: ['20301'], price_mode: 'fixed', price_min: '400000000' }) })
  const { body, statusCode } = await post(`/vi/my/listings/${id}/edit`, { ...typed, version: 1 }, lan)
  expect(statusCode).toBe(409)
  const table = body.slice(body.indexOf('class="sheet diff"'), body.indexOf('</section>', body.indexOf('class="sheet diff"')))
  for (const words of ['400.000.000 đồng', '350.000.000 đồng', 'Một mức', 'Khoảng']) expect(table).toContain(words)
  for (const code of ['20301', '20307', 'range', 'fixed', 'licence', typed.title_vi]) expect(table).not.toContain(code)
  expect(body.indexOf('role="alert"')).toBeLessThan(body.indexOf('class="sheet diff"'))
  expect(body.indexOf('class="sheet diff"')).toBeLessThan(body.indexOf('id="f-title_vi"'))
  expect(body).toContain('name="version" value="2"')
})

test('closing asks why before it closes', async () => {
  const id = await draft()
  const shown = (await get(`/vi/offers/${id}`, lan)).body
  expect(shown).toMatch(/<details><summary>Đóng tin<\/summary>/)
  const pressed = await post(`/vi/my/listings/${id}/closing`, {}, lan)
  expect(pressed.statusCode).toBe(422)
  expect(pressed.body).toMatch(/<details open>/)
  expect((await post(`/vi/my/listings/${id}/closing`, { reason: 'bán' }, lan)).body).toContain('ít nhất 5 ký tự')
  expect(await stateOf(id)).toBe('draft')
  expect((await post(`/vi/my/listings/${id}/closing`, { reason: 'Đã bán cho một hợp tác xã.' }, lan)).headers.location).toBe(`/vi/offers/${id}?done=closed`)
  expect(await stateOf(id)).toBe('closed')
  expect((await post(`/vi/my/listings/${id}/closing`, { reason: 'Đã bán cho một hợp tác xã.' }, lan)).body).toContain('Việc này không còn làm được')
})

test('a moderator reads every language before deciding, and decides on what was read', async () => {
  const id = await submitted({ title_en: 'Cold dryer for farm produce', summary_en: 'Keeps colour.', description_en: 'Heat pump at 35 degrees.', keywords_en: 'dehydrator' })
  const { body } = await get(`/vi/moderation/listings/${id}`, moderator)
  for (const text of [typed.title_vi, typed.advantages_vi, 'Cold dryer for farm produce', 'Keeps colour.', 'Heat pump at 35 degrees.', 'dehydrator', 'Bản tiếng Việt', 'Bản tiếng Anh']) expect(body).toContain(text)
  expect(body).toMatch(/lang="en"[^>]*>(<strong>)?Cold dryer/)
  expect(body.match(/name="version" value="1"/g)).toHaveLength(2)
  await post(`/vi/my/listings/${id}/withdrawal`, {}, lan)
  await changeListing(ctxOf(db, lan), { id, version: 1, ...ListingContent.parse({ ...typed, summary_vi: `${typed.summary_vi} Mua tại trang khác.` }) })
  await submitListing(ctxOf(db, lan), { id })
  for (const [path, form] of [['publication', {}], ['return', { reason: 'Hãy nêu ai đã đo.' }]] as const) {
    const late = await post(`/vi/moderation/listings/${id}/${path}`, { version: 1, ...form }, moderator)
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('Tin đã được sửa sau khi bạn mở trang này')
    expect(late.body).toContain('Mua tại trang khác.')
  }
  expect(await stateOf(id)).toBe('submitted')
  expect((await post(`/vi/moderation/listings/${id}/publication`, { version: 2 }, moderator)).statusCode).toBe(303)
  expect(await stateOf(id)).toBe('published')
})

test('the page of pictures says what adding one will do', async () => {
  const id = await submitted()
  const pictures = async (locale = 'vi') => (await get(`/${locale}/my/listings/${id}/pictures`, lan)).body
  expect(await pictures()).toContain('Tin đang chờ duyệt nên chưa sửa được')
  expect(await pictures('en')).toContain('This listing is being reviewed and cannot be changed')
  expect(await pictures()).not.toContain('type="file"')
  await post(`/vi/moderation/listings/${id}/publication`, { version: 1 }, moderator)
  expect(await pictures()).toContain('bạn phải gửi duyệt lại')
  expect(await pictures()).toContain('type="file"')
})

test('a retired code stays with the listing that has it, is offered to no other, and is not taken by hand', async () => {
  const clerk = ctxOf(db, await aPerson(db, { staff: ['administrator'] }))
  const retired: [string, CodeList, string][] = [['research_fields', 'research_field', '20307'], ['transfer_forms', 'transfer_form', 'licence'], ['ip_status', 'ip_status', 'filed'], ['trl', 'trl', '8'], ['patent_classes', 'patent_class', 'F26B'], ['industries', 'industry', 'A'], ['ward_code', 'ward', '00004']]
  const full = { ...typed, industries: 'A', ward_code: '00004' }
  const has = await draft(full), without = await draft({ ...full, research_fields: '20301', transfer_forms: 'assignment', ip_status: 'granted', trl: '7', patent_classes: 'A23B', industries: 'C', ward_code: '' })
  for (const [, list, code] of retired) await retireCode(clerk, { list, code })
  try {
    const choosing = (html: string, code: string) => html.includes(`value="${code}"`) && html.includes(`value="${code}" selected`) || html.includes(`value="${code}" checked`) || html.includes(`value="${code}" type="`)
    const [own, other, fresh] = [(await get(`/vi/my/listings/${has}/edit`, lan)).body, (await get(`/vi/my/listings/${without}/edit`, lan)).body, (await get(await newForm(lan), lan)).body]
    for (const [field, , code] of retired.filter(([name]) => name !== 'patent_classes')) {
      const options = (html: string) => new RegExp(`name="${field}".*?</(?:select|fieldset)>`, 's').exec(html)?.[0] ?? ''
      expect(options(own), field).toContain(`value="${code}"`)
      expect(choosing(options(own), code), `${field} is still chosen`).toBe(true)
      for (const html of [other, fresh]) expect(options(html), field).not.toContain(`value="${code}"`)
    }
    for (const [field, , code] of retired) {
      const answer = await post(`/vi/my/listings/${without}/edit`, { ...typed, research_fields: '20301', transfer_forms: 'assignment', ip_status: 'granted', trl: '7', patent_classes: 'A23B', version: 1, [field]: code }, lan)
      expect([answer.statusCode, beside(answer.body, field)], field).toEqual([422, expect.stringContaining('danh mục')])
      expect((await post('/vi/my/listings/new/offer', { ...typed, research_fields: '20301', transfer_forms: 'assignment', ip_status: 'granted', trl: '7', patent_classes: 'A23B', request_key: randomUUID(), [field]: code }, lan)).statusCode, field).toBe(422)
    }
    expect((await post(`/vi/my/listings/${has}/edit`, { ...full, version: 1, title_vi: 'Máy sấy lạnh nông sản 600 kg' }, lan)).statusCode).toBe(303)
  } finally { for (const [, list, code] of retired) await restoreCode(clerk, { list, code }) }
})

test('a form opened for one organisation drafts for no other: the switch is said, nothing typed is lost, and it may then be saved', async () => {
  const second = await anOrganisation(db, 'enterprise', 'Công ty Thứ Hai')
  const both = await aPerson(db, { organisation: institute })
  await db.insertInto('membership').values({ organisation_id: second, person_id: both.person_id!, role: 'viewer', since: new Date() }).execute()
  const address = await newForm(both), form = (await get(address, both)).body
  expect(form).toContain(`name="organisation_id" value="${institute}"`)
  const sent = { ...typed, request_key: keyIn(address), organisation_id: institute }
  const acting = { ...both, memberships: [{ organisation_id: institute, role: 'owner' as const }, { organisation_id: second, role: 'viewer' as const }] }
  await actFor(ctxOf(db, acting), { organisation_id: second })
  const before = await drafts()
  const late = await post(address.split('?')[0]!, sent, both)
  expect(late.statusCode).toBe(409)
  for (const text of ['đã đổi tổ chức mình thay mặt', typed.advantages_vi, `name="organisation_id" value="${second}"`]) expect(late.body).toContain(text)
  expect((await post(address.split('?')[0]!, { ...sent, organisation_id: second }, both)).statusCode, 'a viewer there').toBe(403)
  expect(await drafts()).toBe(before)
  await actFor(ctxOf(db, acting), { organisation_id: institute })
  expect((await post(address.split('?')[0]!, sent, both)).statusCode).toBe(303)
  expect((await db.selectFrom('listing').select('organisation_id').where('request_key', '=', keyIn(address)).executeTakeFirstOrThrow()).organisation_id).toBe(institute)
})

test('taking a listing back from review is in the record as what it is', async () => {
  const id = await submitted()
  await post(`/vi/my/listings/${id}/withdrawal`, {}, lan)
  expect((await db.selectFrom('event').select('type').where('subject', '=', `listing:${id}`).orderBy('id').execute()).map(({ type }) => type)).toEqual(['listing.drafted', 'listing.submitted', 'listing.withdrawn'])
  expect((await get(`/vi/offers/${id}`, lan)).body).toContain('Rút tin khỏi hàng chờ duyệt để sửa')
})

test('beside the organisation of a listing stands how the Exchange knows it, and a mark past its day is none', async () => {
  const id = await submitted()
  await post(`/vi/moderation/listings/${id}/publication`, { version: 1 }, moderator)
  const shown = async (standing: object = { name_en: 'Mechatronics' }) => { await db.updateTable('organisation').set(standing).where('id', '=', institute).execute(); return (await get(`/vi/offers/${id}`)).body }
  const at = new Date('2026-01-05T10:00:00+07:00')
  expect(await shown()).toContain('Chưa xác minh')
  expect(await shown({ verification: 'verified', verified_at: at, verified_until: new Date('2028-01-05T10:00:00+07:00') })).toMatch(/badge good.*✓.*05\/01\/2026/)
  expect(await shown({ verified_until: new Date('2026-03-02T11:59:00+07:00') })).not.toContain('badge good')
  await shown({ verification: 'unverified', verified_at: null, verified_until: null })
})
