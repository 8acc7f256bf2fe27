import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing, formOf, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { publishListing } from '../../../tests/reviews.ts'
import { daysFrom } from '../../platform/time.ts'
import { readAs } from '../../core/database.ts'
import { publishItem } from '../moderation/commands.ts'
import { actOnMany } from '../moderation/bulk-commands.ts'
import { confirmListing, expireListings } from './confirmation-commands.ts'
import { importListings } from './import/import.ts'
import { fitMapping, guessMapping } from './import/mapping.ts'
import { addItem, classifyListing, endItem, loadTechnologyLists, NewItem } from './technology-commands.ts'
import { classificationsOf, itemsOn, pointersOf } from './technology-queries.ts'
import { classOf, pointersIn, standingClass, technologyRefusal } from './technology-rules.ts'
import { technologyTexts } from './technology-messages.ts'
import { keepVersion } from './versions.ts'

const { db } = await testDatabase()
const { app } = await openWhole(db, { REQUESTS_PER_MINUTE: '1000000' })
const institute = await anOrganisation(db, 'institute')
const owner = await aPerson(db, { organisation: institute }), quan = await aPerson(db, { staff: ['moderator'] }), mai = await aPerson(db, { staff: ['moderator'] }), admin = await aPerson(db, { staff: ['administrator'] })
const code = (work: Promise<unknown>) => work.then(() => 'done', (error: { refusal?: { code: string } }) => error.refusal?.code ?? String(error))
const reason = 'Chỉ nhắc tới để so sánh, công nghệ không dùng chất này.'
/** Nothing else speaks against it. */
async function filled(id: number, words: string): Promise<number> {
  await db.updateTable('listing_text').set({ description: `${words} ${'Mô tả đủ dài để gửi duyệt. '.repeat(6)}`, summary: 'Một hai câu cho người chưa biết gì, dài đủ để gửi duyệt.', problem: 'Nước thải làng nghề chưa đạt quy chuẩn và tốn công.', advantages: 'Rẻ hơn cách đang dùng một phần ba.' }).where('listing_id', '=', id).execute()
  await db.updateTable('listing').set({ trl: 8, ip_status: 'none', research_fields: ['20301'], transfer_forms: ['license'] }).where('id', '=', id).execute()
  return id
}
async function waiting(words: string): Promise<number> {
  const id = await aListing(db, 'offer', institute, 'submitted', 'Máy xử lý nước')
  return filled(id, words)
}
const version = async (id: number) => (await db.selectFrom('listing').select('version').where('id', '=', id).executeTakeFirstOrThrow()).version
const state = async (id: number) => (await db.selectFrom('listing').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
const publish = async (id: number) => publishListing(ctxOf(db, quan), { id, version: await version(id) })
const classify = async (id: number, items: string[], by = quan, seen?: number) => classifyListing(ctxOf(db, by), { id, version: await version(id), seen: seen ?? (await classificationsOf(db, id, 1))[0]?.id ?? 0, items, reason })
const radiation = 'Nguồn phóng xạ Co-60 dùng để đo mức.'

test.each([
  ['nguồn Phóng xạ coban', ['a']], ['nguon phong xa', ['a']], ['văn phòng xã', []], ['phóng xã', []], ['hóa chất độc', ['c']], ['hoá chất độc', ['c']], ['hoa chat doc', ['c']], ['phóng to xạ', []], ['phóng xạ', ['a']], ['phóng-xạ', ['a']], ['aphóng xạ', []], ['a rare-earth magnet', ['b']], ['', []],
])('“%s” points at %j', (text, expected) => {
  const items = [{ code: 'a', words: ['phóng xạ'], codes: [] }, { code: 'b', words: ['rare earth'], codes: ['G21'] }, { code: 'c', words: ['hóa chất độc'], codes: [] }]
  expect(pointersIn(items, [{ field: 'description', language: 'vi', text }], []).map((pointer) => pointer.code)).toEqual(expected)
})
test('what points is shown in its place, and a code counts by its beginning', () => {
  const items = [{ code: 'a', words: ['phóng xạ'], codes: ['G21'] }]
  expect(pointersIn(items, [{ field: 'title', language: 'vi', text: 'Máy đo phóng xạ cầm tay' }], ['G21K', 'F26B'])).toEqual([{ code: 'a', found: [{ field: 'title', language: 'vi', before: 'Máy đo ', words: 'phóng xạ', after: ' cầm tay' }], filed: ['G21K'] }])
})
test('what weighs most is the class, and a word holds for the version and the lists it was given on', () => {
  expect([classOf([]), classOf([{ list: 'encouraged' }]), classOf([{ list: 'encouraged' }, { list: 'restricted' }]), classOf([{ list: 'restricted' }, { list: 'prohibited' }])]).toEqual(['ordinary', 'encouraged', 'restricted', 'prohibited'])
  const said = { version: 2, pointed: ['a'], class: 'ordinary' as const }
  expect([standingClass(said, 2, ['a']), standingClass(said, 3, ['a']), standingClass(said, 2, ['a', 'b']), standingClass(null, 2, [])]).toEqual([said, null, null, null])
  expect(technologyRefusal(null, 2, [])).toBeNull()
  expect(technologyRefusal({ ...said, class: 'prohibited' }, 2, ['a'])).toEqual({ code: 'technology_prohibited' })
})

test('a listing that points at the lists is public only once a moderator has said what it is; no other waits for anybody', async () => {
  const plain = await waiting('Lọc cát và than hoạt tính.')
  await publish(plain)
  expect(await classificationsOf(db, plain)).toMatchObject([{ class: 'ordinary', decided_by: quan.person_id, version: 1, items: [], reason: '' }])
  const id = await waiting(radiation)
  expect(await code(publish(id))).toBe('technology_unconfirmed')
  expect(await code(publishItem(ctxOf(db, quan), { id, version: 1 }))).toBe('technology_unconfirmed')
  const bulk = await actOnMany(ctxOf(db, quan), { request_key: '00000000-0000-4000-8000-00000000aaaa', act: 'publish', items: [{ listing_id: id, version: 1 }], reason_code: '' })
  expect(await db.selectFrom('moderation_bulk_item').select('outcome').where('bulk_id', '=', bulk).execute()).toEqual([{ outcome: 'technology_unconfirmed' }])
  expect(await state(id)).toBe('submitted')
  await classify(id, ['HC-10.1.d'])
  await publish(id)
  expect(await state(id)).toBe('published')
  const page = await app.inject({ url: `/vi/offers/${id}` })
  expect(page.body).toContain(technologyTexts.vi.restrictedTitle)
  expect(page.body).toContain(technologyTexts.vi.licence(15))
  expect(page.body).not.toContain(reason)
  expect((await app.inject({ url: `/vi/offers/${plain}` })).body).not.toContain(technologyTexts.vi.restrictedTitle)
})

test('what a moderator finds prohibited is not published; what was said of one version says nothing of the next', async () => {
  const id = await waiting('Không phải công nghệ thuộc bí mật nhà nước.')
  await classify(id, ['CAM-11.nn'])
  expect(await code(publish(id))).toBe('technology_prohibited')
  await classify(id, [])
  await db.updateTable('listing').set({ version: 2 }).where('id', '=', id).execute()
  expect(await code(publish(id))).toBe('technology_unconfirmed')
  await classify(id, [])
  await publish(id)
  expect((await classificationsOf(db, id)).map((said) => [said.version, said.class])).toEqual([[2, 'ordinary'], [1, 'ordinary'], [1, 'prohibited']])
})

test('of two moderators who say different things at once one is told of the other; the same twice is once', async () => {
  for (let i = 0; i < 4; i++) {
    const id = await waiting(radiation)
    expect((await Promise.all([code(classify(id, ['HC-10.1.d'], quan, 0)), code(classify(id, [], mai, 0))])).toSorted()).toEqual(['classified_meanwhile', 'done'])
    const [said] = await classificationsOf(db, id)
    await classify(id, said!.items, said!.decided_by === quan.person_id ? quan : mai, 0)
    expect(await classificationsOf(db, id)).toHaveLength(1)
    expect(await db.selectFrom('event').select('type').where('subject', '=', `listing:${id}`).where('type', '=', 'listing.classified').execute()).toHaveLength(1)
  }
})

test('only moderators say it, not of their own, and not of what does not wait', async () => {
  const id = await waiting(radiation)
  for (const who of [owner, admin, await aPerson(db, { staff: ['observer'] }), await aPerson(db)]) expect(await code(classify(id, [], who))).toBe('not_permitted')
  expect(await code(classify(id, [], await aPerson(db, { organisation: institute, staff: ['moderator'] })))).toBe('own_listing')
  expect(await code(classify(id, ['HC-none']))).toContain('unknown_code')
  expect(await code(classifyListing(ctxOf(db, quan), { id, version: 9, seen: 0, items: [], reason }))).toBe('changed_meanwhile')
  expect(await code(classify(await aListing(db, 'offer', institute, 'draft', 'Bản nháp'), []))).toBe('not_found')
  expect(await code(classify(await aListing(db, 'offer', institute, 'published', 'Máy đã công bố'), []))).toBe('nothing_to_classify')
  await expect(readAs(db, owner).insertInto('listing_classification').values({ listing_id: id, version: 1, class: 'ordinary', items: [], pointed: [], reason: 'Tự xác nhận lấy', decided_by: owner.person_id, decided_at: noon }).execute()).rejects.toThrow(/row-level security/)
})

test('an item added to the lists counts from its day: an expired listing it names comes back by way of a moderator', async () => {
  const id = await aListing(db, 'offer', institute, 'submitted', 'Máy ép viên nén')
  await filled(id, 'Ép mùn cưa thành viên nén đốt lò.')
  await publish(id)
  await db.updateTable('listing').set({ confirmed_at: daysFrom(noon, -91), published_at: daysFrom(noon, -91), confirmation_told: 3, confirmation_told_for: daysFrom(noon, -1) }).where('id', '=', id).execute()
  await keepVersion(db as never, id, 1, { published_at: daysFrom(noon, -91) })
  await expireListings(db, noon)
  expect(await state(id)).toBe('expired')
  const item = NewItem.parse({ code: 'HC-II.9', list: 'restricted', name_vi: 'Ép viên nén', name_en: 'Pellet presses', document: 'NĐ 76/2018/NĐ-CP', article: 'Phụ lục II', source: 'https://vanban.example.vn/76', mark: 'S', words: 'viên nén', codes: '', valid_from: '2020-01-01' })
  await addItem(ctxOf(db, admin), item)
  expect(await code(addItem(ctxOf(db, admin), item))).toBe('item_taken')
  expect(await code(addItem(ctxOf(db, quan), item))).toBe('not_permitted')
  expect((await pointersOf(db, { id, research_fields: [], patent_classes: [] }, await itemsOn(db, '2019-12-31'))).length).toBe(0)
  expect(await code(confirmListing(ctxOf(db, owner), { id, version: 1 }).then((how) => { throw new Error(how) }))).toContain('submitted')
  expect(await state(id)).toBe('submitted')
  await endItem(ctxOf(db, admin), { code: 'HC-II.9' })
  await endItem(ctxOf(db, admin), { code: 'HC-II.9' })
  await loadTechnologyLists(db, 'data')
  expect((await itemsOn(db, '2026-12-31')).map((one) => one.code)).not.toContain('HC-II.9')
  expect(NewItem.safeParse({ ...item, code: 'KK-1' }).success).toBe(false)
})

test('the moderator’s pages: the words in their place, the word given, and what was given before', async () => {
  const id = await waiting(radiation)
  const as = withCookie(await signedIn(app, db, quan))
  const url = `/vi/moderation/listings/${id}/technology`
  expect((await app.inject({ url: `/vi/moderation/listings/${id}`, headers: as })).body).toContain(technologyTexts.vi.unconfirmed)
  const body = (await app.inject({ url, headers: as })).body
  expect(body).toContain('<mark>phóng xạ</mark>')
  const form = formOf(body, url)
  const short = await send(app, url, form, as)
  expect(short.statusCode).toBe(422)
  form.set('reason', reason)
  form.set('items', 'HC-10.1.d')
  expect((await send(app, url, form, as)).statusCode).toBe(303)
  expect((await app.inject({ url: `/vi/moderation/listings/${id}`, headers: as })).body).toContain(reason)
  const refused = await send(app, `/vi/moderation/listings/${id}/publication`, { version: '1' }, as)
  expect(refused.statusCode).toBe(303)
})

test('an import publishes nothing that points at the lists, and takes back to review what comes to point at them', async () => {
  const operator = { ...quan, person_id: null, name: 'techex' }
  const columns = ['key', 'title', 'description', 'organisation']
  const rows = (texts: string[]) => (async function* () { for (const [i, text] of texts.entries()) yield { line: i + 2, cells: { key: `k${i}`, title: `Máy đo số ${i}`, description: text, organisation: 'Viện Đo lường' } } })()
  const settings = { mapping: fitMapping(guessMapping(columns), columns), kind: 'offer' as const, source: 'test-source', language: null, organisation: '', state: 'published' as const, dryRun: false }
  const states = async () => (await db.selectFrom('listing').select('state').where('source_name', '=', 'test-source').orderBy('source_key').execute()).map((row) => row.state)
  expect(await importListings(ctxOf(db, operator), rows([radiation, 'Đo độ ẩm hạt lúa.']), settings)).toMatchObject({ added: 2, held: 1, bad: 0 })
  expect(await states()).toEqual(['submitted', 'published'])
  expect(await importListings(ctxOf(db, operator), rows([radiation, 'Đo độ ẩm bằng chiếu xạ.']), settings)).toMatchObject({ changed: 1 })
  expect(await states()).toEqual(['submitted', 'submitted'])
})
