import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, testDatabase } from '../../../tests/database.ts'
import { publishListing, returnListing } from '../../../tests/reviews.ts'
import { transact } from '../../core/context.ts'
import { addPicture, changeListing, closeListing, type Content, draftListing, ListingContent, removePicture, submitListing, withdrawListing } from './commands.ts'
import { listingFor } from './queries.ts'
import { errorsOfMissing, missingIn, priceError, untitled } from './rules.ts'
import { search, SearchAddress } from './search.ts'

const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện Nhị Hà')
const lan = await aPerson(db, { organisation: institute })
const viewer = await aPerson(db, { organisation: institute, role: 'viewer' })
const stranger = await aPerson(db, { organisation: await anOrganisation(db) })
const moderator = await aPerson(db, { staff: ['moderator'] })
const insider = await aPerson(db, { organisation: institute, staff: ['moderator'] })
const anyone = ctxOf(db)

const long = (text: string) => `${text} `.repeat(6)
const typed = {
  title_vi: 'Máy sấy lạnh nông sản 500 kg mỗi mẻ', summary_vi: 'Giữ màu và hương của trái cây, tốn bằng nửa điện so với sấy nhiệt.', description_vi: long('Bơm nhiệt hạ ẩm ở 35 độ, buồng inox ba khay.'), problem_vi: long('Sấy nắng mất màu, hỏng một phần năm.'),
  advantages_vi: long('Đã chạy ở hai hợp tác xã.'), trl: '8', ip_status: 'filed', price_mode: 'range', price_min: '350.000.000', price_max: '900.000.000', research_fields: ['20307', ''], patent_classes: 'f26b', transfer_forms: 'licence', ward_code: '',
}
const content = (over: object = {}): Content => ListingContent.parse({ ...typed, ...over })
const draft = (over: object = {}, kind: 'offer' | 'need' = 'offer') => draftListing(ctxOf(db, lan), { kind, request_key: randomUUID(), ...content(over) })
async function published(over: object = {}, kind: 'offer' | 'need' = 'offer', at = 0): Promise<number> {
  const id = await draft(over, kind)
  await submitListing(ctxOf(db, lan), { id })
  await publishListing(ctxOf(db, moderator, minutesAfterNoon(at)), { id, version: 1 })
  return id
}
const stateOf = async (id: number) => (await db.selectFrom('listing').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

test.each([['fixed', null, null, 'price_missing'], ['fixed', 5, null, null], ['range', 5, null, 'price_missing'], ['range', 5, 4, 'price_order'], ['range', 5, 5, null], ['negotiable', null, null, null]] as const)(
  'a price given as %s from %s to %s: %s', (mode, min, max, wrong) => expect(priceError(mode, min, max)).toBe(wrong))

test('what a form says is read as typed: classes in capitals, empty choices left out, amounts with points', () =>
  expect(content()).toMatchObject({ patent_classes: ['F26B'], research_fields: ['20307'], transfer_forms: ['licence'], price_min: 350_000_000, ward_code: null }))

test('a draft is for its organisation alone; a submitted one for moderators too; a published one for everyone', async () => {
  const id = await draft()
  await expect(listingFor(anyone, id)).rejects.toMatchObject({ refusal: { code: 'not_found' } })
  await expect(listingFor(ctxOf(db, stranger), id)).rejects.toMatchObject({ refusal: { code: 'not_found' } })
  expect((await listingFor(ctxOf(db, viewer), id)).id).toBe(id)
  await submitListing(ctxOf(db, lan), { id })
  await publishListing(ctxOf(db, moderator), { id, version: 1 })
  expect((await listingFor(anyone, id, 'offer')).texts[0]?.title).toBe(typed.title_vi)
  await expect(listingFor(anyone, id, 'need')).rejects.toMatchObject({ refusal: { code: 'not_found' } })
})

test('strangers, viewers and other organisations change nothing', async () => {
  const id = await draft()
  const change = { id, version: 1, ...content() }
  await expect(changeListing(anyone, change)).rejects.toMatchObject({ refusal: { code: 'sign_in_first' } })
  for (const actor of [viewer, stranger, moderator]) {
    await expect(changeListing(ctxOf(db, actor), change)).rejects.toMatchObject({ refusal: { code: 'not_found' } })
    await expect(submitListing(ctxOf(db, actor), { id })).rejects.toMatchObject({ refusal: { code: 'not_found' } })
    await expect(closeListing(ctxOf(db, actor), { id, reason: 'Đã bán rồi.' })).rejects.toMatchObject({ refusal: { code: 'not_found' } })
  }
  await expect(draftListing(ctxOf(db, viewer), { kind: 'offer', request_key: randomUUID(), ...content() })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
  await expect(draftListing(ctxOf(db, moderator), { kind: 'offer', request_key: randomUUID(), ...content() })).rejects.toMatchObject({ refusal: { code: 'no_organisation' } })
})

test('what is missing is named, and nothing is submitted before it is there', async () => {
  const id = await draft({ summary_vi: 'Ngắn', research_fields: [], trl: '' })
  await expect(submitListing(ctxOf(db, lan), { id })).rejects.toMatchObject({ refusal: { code: 'incomplete', missing: ['summary', 'research_fields', 'trl'] } })
  expect(await stateOf(id)).toBe('draft')
  expect(missingIn({ kind: 'need', research_fields: ['20307'], trl: 5, ip_status: null, transfer_forms: ['licence'], price_mode: 'negotiable', price_min: null, original_language: 'vi' }, [])).toEqual(['title', 'summary', 'problem', 'description', 'requirements'])
})

test('a moderator publishes or sends back with a reason, but never for an organisation of their own', async () => {
  const id = await draft()
  await submitListing(ctxOf(db, lan), { id })
  for (const actor of [lan, stranger]) await expect(publishListing(ctxOf(db, actor), { id, version: 1 })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
  await expect(publishListing(ctxOf(db, insider), { id, version: 1 })).rejects.toMatchObject({ refusal: { code: 'own_listing' } })
  await returnListing(ctxOf(db, moderator), { id, version: 1, reason: 'Hãy nêu ai đã thử và kết quả.' })
  await expect(publishListing(ctxOf(db, moderator), { id, version: 1 })).rejects.toMatchObject({ refusal: { code: 'wrong_state', state: 'returned' } })
  expect((await listingFor(ctxOf(db, lan), id)).reviews[0]).toMatchObject({ decision: 'returned', reason: 'Hãy nêu ai đã thử và kết quả.' })
  await submitListing(ctxOf(db, lan), { id })
  await publishListing(ctxOf(db, moderator), { id, version: 1 })
  expect(await stateOf(id)).toBe('published')
})

test('two moderators press at once: one decides, the other hears so', async () => {
  const id = await draft()
  await submitListing(ctxOf(db, lan), { id })
  const answers = await Promise.allSettled([publishListing(ctxOf(db, moderator), { id, version: 1 }), returnListing(ctxOf(db, moderator), { id, version: 1, reason: 'Chưa đủ bằng chứng.' })])
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db.selectFrom('listing_review').select('decision').where('listing_id', '=', id).execute()).toHaveLength(1)
})

test('two people edit one listing: the second is told, and nothing is overwritten unseen', async () => {
  const id = await draft()
  const save = (title_vi: string) => changeListing(ctxOf(db, lan), { id, version: 1, ...content({ title_vi }) })
  const answers = await Promise.allSettled([save('Máy sấy lạnh, bản của người thứ nhất'), save('Máy sấy lạnh, bản của người thứ hai')])
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(answers.find((answer) => answer.status === 'rejected')?.reason).toMatchObject({ refusal: { code: 'changed_meanwhile', version: 2 } })
})

test('a published listing that is changed is reviewed anew', async () => {
  const id = await published()
  await changeListing(ctxOf(db, lan), { id, version: 1, ...content({ trl: '9' }) })
  expect(await stateOf(id)).toBe('draft')
  await expect(listingFor(anyone, id)).rejects.toMatchObject({ refusal: { code: 'not_found' } })
})

/** Adds a picture whose file nobody looks at here; returns its document. */
async function picture(id: number, actor = lan): Promise<number> {
  const ctx = ctxOf(db, actor)
  return transact(ctx, async (tx) => {
    const sha256 = randomUUID().replaceAll('-', '').repeat(2)
    const document = await tx.insertInto('document').values({ name: 'a.webp', media_type: 'image/webp', bytes: 10, sha256, created_by: actor.person_id, created_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
    await addPicture(ctx, tx, id, document.id, 'Buồng sấy nhìn từ trên')
    return document.id
  })
}

test('pictures are judged with the listing: none comes or goes under review, and a published listing is reviewed anew', async () => {
  const id = await draft()
  const document_id = await picture(id)
  await submitListing(ctxOf(db, lan), { id })
  await expect(picture(id)).rejects.toMatchObject({ refusal: { code: 'under_review' } })
  await expect(removePicture(ctxOf(db, lan), { id, document_id })).rejects.toMatchObject({ refusal: { code: 'under_review' } })
  expect((await listingFor(ctxOf(db, lan), id)).pictures).toHaveLength(1)
  await publishListing(ctxOf(db, moderator), { id, version: 2 })
  await removePicture(ctxOf(db, lan), { id, document_id: document_id + 1000 }) // a second press: nothing to take away
  expect(await stateOf(id)).toBe('published')
  await picture(id)
  expect(await stateOf(id)).toBe('draft')
  await submitListing(ctxOf(db, lan), { id })
  await publishListing(ctxOf(db, moderator), { id, version: 3 })
  await removePicture(ctxOf(db, lan), { id, document_id })
  expect(await stateOf(id)).toBe('draft')
  for (const actor of [viewer, stranger]) await expect(picture(id, actor)).rejects.toMatchObject({ refusal: { code: 'not_found' } })
})

test('a decision names the version that was read: a picture added since makes it wait', async () => {
  const id = await draft()
  await submitListing(ctxOf(db, lan), { id })
  await withdrawListing(ctxOf(db, lan), { id })
  await picture(id)
  await submitListing(ctxOf(db, lan), { id })
  for (const decide of [() => publishListing(ctxOf(db, moderator), { id, version: 1 }), () => returnListing(ctxOf(db, moderator), { id, version: 1, reason: 'Hãy nêu ai đã thử.' })])
    await expect(decide()).rejects.toMatchObject({ refusal: { code: 'changed_meanwhile', version: 2 } })
})

test('one form is one draft, pressed twice at once or sent again; what was typed since replaces it while nobody else has', async () => {
  const request_key = randomUUID()
  const save = (over: object = {}, actor = lan) => draftListing(ctxOf(db, actor), { kind: 'offer', request_key, ...content(over) })
  const [id, second] = await Promise.all([save(), save()])
  expect(second).toBe(id)
  const versionOf = async () => (await listingFor(ctxOf(db, lan), id)).version
  expect([await save(), await versionOf()]).toEqual([id, 1])
  expect([await save({ trl: '7' }), await versionOf()]).toEqual([id, 2])
  expect([await save({ trl: '7' }), await versionOf()]).toEqual([id, 2])
  await expect(save({ trl: '9' })).rejects.toMatchObject({ refusal: { code: 'drafted_already' } })
  await expect(save({}, stranger)).rejects.toMatchObject({ refusal: { code: 'not_found' } })
  expect((await listingFor(ctxOf(db, lan), id)).trl).toBe(7)
})

test.each<[Record<string, string>, 'vi' | 'en', string[]]>([
  [{}, 'vi', ['vi']], [{}, 'en', ['en']], [{ title_vi: 'Máy sấy' }, 'en', []], [{ title_en: 'Dryer', keywords_vi: 'sấy' }, 'en', ['vi']], [{ summary_vi: 'a', summary_en: 'b' }, 'vi', ['vi', 'en']], [{ summary_en: 'b' }, 'vi', ['en']],
])('of the texts %j on a form in %s, a title is missing in: %j', (given, language, missing) => expect(untitled(given, language)).toEqual(missing))

test('what is missing is said at the field of the original language', () =>
  expect(errorsOfMissing(['title', 'trl', 'price'], 'en')).toEqual({ title_en: 'too_short:10', trl: 'required', price_min: 'price_missing' }))

test('an unknown code is refused at its field', async () => {
  for (const wrong of [{ research_fields: ['99999'] }, { patent_classes: 'Z99Z' }, { ward_code: '1' }]) await expect(draft(wrong)).rejects.toMatchObject({ issues: [{ path: [Object.keys(wrong)[0]], message: 'unknown_code' }] })
})

const find = async (address: object) => search(db, SearchAddress.parse(address), minutesAfterNoon(10_000))
test('search finds a listing typed with or without diacritics, đ too, in any order, and leaves out what is not wanted', async () => {
  const id = await published({ title_vi: 'Đo độ mặn nước đồng muối bằng cảm biến điện hóa' })
  for (const q of ['do do man', 'Đo độ mặn', 'cam bien dien hoa', 'muoi dong', '"nuoc dong muoi"', 'DONG MUOI']) expect((await find({ q })).ids, q).toContain(id)
  for (const q of ['do man -muoi', '"muoi dong nuoc"']) expect((await find({ q })).ids, q).not.toContain(id)
  expect(await find({ q: 'mặn khôngcótừnày' })).toMatchObject({ relaxed: true })
  for (const q of ["'; drop table listing; --", '((&|!', ':*', '"" -', '%%%', '\u0000', '😀', 'a'.repeat(400)]) await find({ q })
})

test('an English text is found by another form of its words', async () => {
  const id = await published({ title_vi: '', summary_vi: '', description_vi: '', problem_vi: '', advantages_vi: '', title_en: 'Heat-pump dryers for herbs', summary_en: 'Dries leaves at low temperature and keeps their colour.', description_en: 'x'.repeat(130), problem_en: 'y'.repeat(50), advantages_en: 'z'.repeat(40) })
  for (const q of ['dryer', 'drying herb', 'leaf colour', 'temperatures']) expect((await find({ q })).ids, q).toContain(id)
})

test('counts beside each choice say what choosing it would give', async () => {
  await published({ trl: '2' })
  const all = await find({})
  for (const facet of ['kind', 'field', 'trl', 'form', 'organisation', 'source'] as const) {
    for (const { value, count } of all.counts[facet]) expect((await find({ [facet]: value })).total, `${facet} ${value}`).toBe(count)
  }
})

test('later pages show the market as the first page saw it', async () => {
  const before = await search(db, SearchAddress.parse({ sort: 'newest' }), minutesAfterNoon(20_000))
  await published({}, 'offer', 20_001)
  const after = await search(db, SearchAddress.parse({ sort: 'newest', as_of: before.asOf }), minutesAfterNoon(20_002))
  expect(after.ids).toEqual(before.ids)
  expect((await search(db, SearchAddress.parse({}), minutesAfterNoon(20_002))).total).toBe(before.total + 1)
})

test.each([[{ page: '-1', kind: 'x', sort: 'y', as_of: 'z' }], [{ page: '1e9', field: 'a' }], [{ q: ['a', 'b'], trl: [['x']] }]])('an address that makes no sense is as if it had not been said: %j', async (address) => {
  expect((await find(address)).ids).toBeInstanceOf(Array)
})
