import { parse } from 'csv-parse/sync'
import { XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { homeRoutes } from '../home/routes.tsx'
import { collectionRoutes, curationRoutes } from './collection-routes.tsx'
import { changeCollection, ChooseListing, chooseListing, featureCollection, leaveOutListing, MakeCollection, makeCollection, moveListing, publishCollection, unfeatureCollection, withdrawCollection } from './commands.ts'
import { feedRoutes } from './feed-routes.ts'
import { collectionOf, featuredCollections, listingsIn } from './queries.ts'
import { mayChoose, mayFeature, periodOf } from './rules.ts'

const { db } = await testDatabase()
const publicUrl = 'http://localhost:3000'
const { get, post } = await openPages(db, (app) => { homeRoutes(app); collectionRoutes(app, publicUrl); curationRoutes(app); feedRoutes(app, publicUrl) })
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Giấu Tên')
const staff = { moderator: await aPerson(db, { staff: ['moderator'], name: 'Trần Minh Quân' }), administrator: await aPerson(db, { staff: ['administrator'] }), programme_officer: await aPerson(db, { staff: ['programme_officer'] }) }
const others: Record<string, Actor> = { anonymous, member: await aPerson(db, { organisation: institute }), deal_officer: await aPerson(db, { staff: ['deal_officer'] }), auction_officer: await aPerson(db, { staff: ['auction_officer'] }), observer: await aPerson(db, { staff: ['observer'] }), inspector: await aPerson(db, { staff: ['inspector'] }) }
const as = (actor: Actor) => ctxOf(db, actor)
const { moderator } = staff
const [dryer, press, need, draft] = [await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), await aListing(db, 'offer', institute, 'published', '=HYPERLINK("x")'), await aListing(db, 'need', enterprise, 'published', 'Cần sấy rau'), await aListing(db, 'offer', institute, 'draft', 'Bản nháp chưa ai biết')]
await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()

const words = { title_vi: 'Sấy lạnh nông sản', title_en: 'Cold drying of produce', intro_vi: 'Những công nghệ sấy đã chạy thật ở hợp tác xã.', intro_en: 'Drying technologies that run at cooperatives.', reason_vi: 'Đã chạy ở ít nhất một hợp tác xã, có số đo.', reason_en: 'Runs at one cooperative at least, with measured results.' }
let n = 0
const aCollection = (actor: Actor = moderator) => makeCollection(as(actor), MakeCollection.parse({ slug: `bo-suu-tap-${++n}`, ...words }))
const published = async (...listings: number[]): Promise<{ id: number; slug: string }> => {
  const id = await aCollection()
  for (const listing of listings) await chooseListing(as(moderator), { id, listing })
  await publishCollection(as(moderator), { id })
  return { id, slug: `bo-suu-tap-${n}` }
}
const eventsOf = async (id: number): Promise<string[]> => (await db.selectFrom('event').select('type').where('subject', '=', `collection:${id}`).orderBy('id').execute()).map(({ type }) => type)

describe('Who puts collections together', () => {
  test.each(Object.entries(staff))('%s does, from the draft to the home page and back.', async (_, actor) => {
    const id = await aCollection(actor)
    await chooseListing(as(actor), { id, listing: dryer })
    await publishCollection(as(actor), { id })
    await featureCollection(as(actor), { id, from: '2026-03-01', until: '2026-03-31' })
    await unfeatureCollection(as(actor), { id })
    await withdrawCollection(as(actor), { id })
    expect(await eventsOf(id)).toEqual(['collection.made', 'collection.changed', 'collection.published', 'collection.featured', 'collection.unfeatured', 'collection.withdrawn'])
  })
  test.each(Object.entries(others))('%s does not, by no command and by no row of the database.', async (name, actor) => {
    const { id } = await published(dryer)
    const refusal = { refusal: { code: name === 'anonymous' ? 'sign_in_first' : 'not_permitted' } }
    await expect(makeCollection(as(actor), MakeCollection.parse({ slug: 'khong-duoc', ...words }))).rejects.toMatchObject(refusal)
    await expect(changeCollection(as(actor), { id, version: 2, ...words, title_vi: 'Tên khác hẳn' })).rejects.toMatchObject(refusal)
    for (const command of [publishCollection, withdrawCollection, unfeatureCollection]) await expect(command(as(actor), { id })).rejects.toMatchObject(refusal)
    await expect(chooseListing(as(actor), { id, listing: press })).rejects.toMatchObject(refusal)
    await expect(leaveOutListing(as(actor), { id, listing_id: dryer })).rejects.toMatchObject(refusal)
    await expect(moveListing(as(actor), { id, listing_id: dryer, direction: 'up' })).rejects.toMatchObject(refusal)
    await expect(featureCollection(as(actor), { id, from: '2026-03-01', until: '2026-03-02' })).rejects.toMatchObject(refusal)
    const reader = readAs(db, actor)
    await reader.updateTable('collection').set({ title_vi: 'Chiếm' }).where('id', '=', id).execute()
    await reader.deleteFrom('collection_listing').where('collection_id', '=', id).execute()
    await expect(reader.insertInto('collection_listing').values({ collection_id: id, listing_id: press, position: 9 }).execute()).rejects.toThrow('row-level security')
    expect(await listingsIn(db, id)).toEqual([dryer])
    expect((await db.selectFrom('collection').select('title_vi').where('id', '=', id).executeTakeFirstOrThrow()).title_vi).toBe(words.title_vi)
  })
  test('Drafts are seen by those who curate and those who look over their shoulder; to others they do not exist.', async () => {
    const id = await aCollection()
    const seen = async (actor: Actor) => (await readAs(db, actor).selectFrom('collection').select('id').where('id', '=', id).execute()).length
    expect(await Promise.all([...Object.values(staff), others.observer!, others.inspector!, others.member!, others.deal_officer!, anonymous].map(seen))).toEqual([1, 1, 1, 1, 1, 0, 0, 0])
    expect((await get(`/vi/collections/bo-suu-tap-${n}`, moderator)).statusCode).toBe(404)
    expect((await get(`/vi/feeds/collections/bo-suu-tap-${n}.rss`, moderator)).statusCode).toBe(404)
    for (const [name, actor] of Object.entries(others)) expect((await get(`/vi/administration/collections/${id}`, actor)).statusCode, name).toBe(['observer', 'inspector'].includes(name) ? 200 : name === 'anonymous' ? 303 : 403)
    expect((await get(`/vi/administration/collections/${id}`, others.observer)).body).not.toMatch(/<form method="post" action="\/vi\/administration/)
  })
})

describe('What is in it', () => {
  test('Only what is on the market: a listing taken back is gone from every page in the same moment, and back in its place when it returns.', async () => {
    const { id, slug } = await published(dryer, press, need)
    const pages = [`/vi/collections/${slug}`, `/vi/collections/${slug}/listings.csv`, `/vi/feeds/collections/${slug}.rss`, `/en/feeds/collections/${slug}.atom`, '/vi']
    await featureCollection(as(moderator), { id, from: '2026-03-01', until: '2026-03-31' })
    for (const page of pages) expect((await get(page)).body, page).toContain('Máy sấy lạnh')
    await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', dryer).execute()
    for (const page of pages) for (const actor of [anonymous, moderator, others.member!]) expect((await get(page, actor)).body, page).not.toContain('Máy sấy lạnh')
    expect((await get(`/vi/administration/collections/${id}`, moderator)).statusCode).toBe(200)
    await db.updateTable('listing').set({ state: 'published' }).where('id', '=', dryer).execute()
    expect(await listingsIn(db, id)).toEqual([dryer, press, need])
    await unfeatureCollection(as(moderator), { id })
  })
  test('No draft, no listing of one’s own organisation, and not more than fit.', async () => {
    const id = await aCollection()
    for (const listing of [draft, 999_999]) await expect(chooseListing(as(moderator), { id, listing })).rejects.toMatchObject({ refusal: { code: 'not_on_market' } })
    const both = await aPerson(db, { organisation: institute, staff: ['moderator'] })
    await expect(chooseListing(as(both), { id, listing: dryer })).rejects.toMatchObject({ refusal: { code: 'own_listing_chosen' } })
    expect(mayChoose(moderator, { state: 'published', organisation_id: 1 }, 60)).toEqual({ code: 'collection_full', most: 60 })
    await expect(publishCollection(as(moderator), { id })).rejects.toMatchObject({ refusal: { code: 'collection_empty' } })
  })
  test('A listing is named by its number or the address of its page.', () => {
    for (const typed of ['12', ' 12 ', '/vi/offers/12', 'https://san.example/en/needs/12?x=1', '/vi/offers/12/']) expect(ChooseListing.parse({ id: '1', listing: typed }).listing, typed).toBe(12)
    for (const typed of ['', 'x', '/vi/organisations/12', '-1', '0x1', '1e3']) expect(ChooseListing.safeParse({ id: '1', listing: typed }).success, typed).toBe(false)
  })
  test('Its order is its maker’s; a press too many at either end changes nothing.', async () => {
    const { id } = await published(dryer, press, need)
    const move = (listing_id: number, direction: 'up' | 'down') => moveListing(as(moderator), { id, listing_id, direction })
    await move(need, 'up')
    expect(await listingsIn(db, id)).toEqual([dryer, need, press])
    await move(dryer, 'up')
    await move(press, 'down')
    await move(draft, 'up')
    expect(await listingsIn(db, id)).toEqual([dryer, need, press])
    await leaveOutListing(as(moderator), { id, listing_id: need })
    await leaveOutListing(as(moderator), { id, listing_id: need })
    expect(await listingsIn(db, id)).toEqual([dryer, press])
  })
  test('Two people who change it at once do so one after the other: no place is taken twice, no text is lost unseen.', async () => {
    const id = await aCollection()
    await Promise.all([dryer, press, need, dryer, press].map((listing, i) => chooseListing(as(i % 2 ? staff.administrator : moderator), { id, listing })))
    const rows = await db.selectFrom('collection_listing').select(['listing_id', 'position']).where('collection_id', '=', id).orderBy('position').execute()
    expect(rows.map(({ position }) => position)).toEqual([1, 2, 3])
    const { version } = await db.selectFrom('collection').select('version').where('id', '=', id).executeTakeFirstOrThrow()
    const saved = await Promise.allSettled([changeCollection(as(moderator), { id, version, ...words, title_vi: 'Tên của Quân' }), changeCollection(as(staff.administrator), { id, version, ...words, title_vi: 'Tên của Anh' })])
    expect(saved.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((saved.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason).toMatchObject({ refusal: { code: 'collection_changed' } })
    await Promise.all([publishCollection(as(moderator), { id }), publishCollection(as(staff.administrator), { id })])
    expect((await eventsOf(id)).filter((type) => type === 'collection.published')).toHaveLength(1)
  })
  test('The same form twice makes one; another under the same address is refused.', async () => {
    const input = MakeCollection.parse({ slug: 'Hai-Lan', ...words })
    const [a, b] = await Promise.all([makeCollection(as(moderator), input), makeCollection(as(moderator), input)])
    expect(a).toBe(b)
    await expect(makeCollection(as(staff.administrator), input)).rejects.toMatchObject({ refusal: { code: 'slug_taken' } })
    for (const slug of ['a', 'có dấu', '-x-', 'x--y', '../x', 'x'.repeat(61)]) expect(MakeCollection.safeParse({ slug, ...words }).success, slug).toBe(false)
  })
})

describe('What everybody reads', () => {
  test('Who chose, why, and that nobody pays; in both languages.', async () => {
    const { slug } = await published(dryer, need)
    const { body } = await get(`/vi/collections/${slug}`)
    for (const said of ['Trần Minh Quân, cán bộ của Sàn giao dịch công nghệ Hà Nội, chọn và công bố ngày 02/03/2026', words.reason_vi, 'Không ai trả tiền']) expect(body).toContain(said)
    expect(body).not.toContain('Giấu Tên')
    expect((await get(`/en/collections/${slug}`)).body).toContain(words.reason_en)
    expect((await get('/vi/collections')).body).toContain(`/vi/collections/${slug}`)
  })
  test('Its listings as CSV and as feeds: no formula, no organisation that is not named, whoever asks.', async () => {
    const { slug } = await published(press, need)
    for (const actor of [anonymous, moderator]) {
      const { body, headers } = await get(`/vi/collections/${slug}/listings.csv`, actor)
      expect(headers['content-type']).toBe('text/csv; charset=utf-8')
      const rows = parse(body, { columns: true, bom: true }) as Record<string, string>[]
      expect(rows.map(({ kind, title, organisation }) => [kind, title, organisation])).toEqual([['offer', "'=HYPERLINK(\"x\")", 'Viện Cơ điện'], ['need', 'Cần sấy rau', '']])
    }
    const { body } = await get(`/vi/feeds/collections/${slug}.rss`)
    expect(XMLValidator.validate(body)).toBe(true)
    expect(body).toContain(`<link>${publicUrl}/vi/collections/${slug}</link>`)
    expect((await get('/vi/collections.csv')).body).toContain(slug)
    for (const nothing of ['khong-co', '..%2f', '%00', 'x'.repeat(200), '__proto__']) expect((await get(`/vi/collections/${nothing}`)).statusCode, nothing).toBe(404)
  })
  test('The home page shows it on its days and on no other.', async () => {
    expect(mayFeature({ state: 'draft' }, { from: '2026-03-01', until: '2026-03-01' })).toEqual({ code: 'collection_is_draft' })
    for (const [from, until] of [['2026-03-02', '2026-03-01'], ['2026-03-01', '2026-06-30']] as const) expect(mayFeature({ state: 'published' }, { from, until })).toMatchObject({ code: 'featured_days' })
    const { id, slug } = await published(dryer)
    const featuredOn = async (day: string) => (await featuredCollections(db, day)).some((collection) => collection.id === id)
    await featureCollection(as(moderator), { id, from: '2026-03-02', until: '2026-03-04' })
    expect(await Promise.all(['2026-03-01', '2026-03-02', '2026-03-04', '2026-03-05'].map(featuredOn))).toEqual([false, true, true, false])
    const onHome = async () => (await get('/vi')).body.includes(`/vi/collections/${slug}"`)
    await featureCollection(as(moderator), { id, from: '2026-03-03', until: '2026-03-09' })
    expect(await onHome()).toBe(false)
    await featureCollection(as(moderator), { id, from: '2026-03-01', until: '2026-03-02' })
    expect(await onHome()).toBe(true)
    expect(await featuredOn('2026-03-03')).toBe(false)
    await withdrawCollection(as(moderator), { id })
    expect(await onHome()).toBe(false)
    expect(await collectionOf(db, slug)).toBeUndefined()
  })
  test('One whose listings have all left the market takes no place from another on the home page.', async () => {
    const there = await published(dryer)
    await featureCollection(as(moderator), { id: there.id, from: '2026-05-01', until: '2026-05-09' })
    const gone = await aListing(db, 'offer', institute, 'published', 'Sẽ rời sàn')
    for (let n = 0; n < 3; n++) await featureCollection(as(moderator), { id: (await published(gone)).id, from: '2026-05-02', until: '2026-05-09' })
    await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', gone).execute()
    expect((await featuredCollections(db, '2026-05-03')).map(({ id }) => id)).toEqual([there.id])
  })
})

test('The whole way by forms, without a script: made, filled, ordered, published, put on the home page; what is wrong is said at its field.', async () => {
  const base = '/vi/administration/collections'
  expect((await post(base, { ...words, slug: 'Không được' }, moderator)).statusCode).toBe(422)
  const made = await post(base, { ...words, slug: 'bang-bieu-mau' }, moderator)
  expect([made.statusCode, made.headers.location]).toEqual([303, expect.stringMatching(/^\/vi\/administration\/collections\/\d+\?done=created$/)])
  const path = String(made.headers.location).split('?')[0] ?? ''
  expect((await post(`${path}/publication`, {}, moderator)).statusCode).toBe(409)
  const wrong = await post(`${path}/listings`, { listing: draft }, moderator)
  expect([wrong.statusCode, wrong.body.includes('Không có tin đang công bố nào')]).toEqual([409, true])
  for (const listing of [String(dryer), `/vi/offers/${press}`]) expect((await post(`${path}/listings`, { listing }, moderator)).statusCode).toBe(303)
  expect((await post(`${path}/listings/${press}/move`, { direction: 'up' }, moderator)).statusCode).toBe(303)
  expect((await post(`${path}/publication`, {}, moderator)).statusCode).toBe(303)
  const late = await post(`${path}/feature`, { from: '2026-03-05', until: '2026-03-01' }, moderator)
  expect([late.statusCode, late.body.includes('Ngày cuối phải bằng hoặc sau ngày đầu')]).toEqual([409, true])
  expect((await post(`${path}/feature`, { from: '2026-03-01', until: '2026-03-31' }, moderator)).statusCode).toBe(303)
  const old = await post(path, { ...words, title_vi: 'Tên mới của tôi', version: 1 }, moderator)
  expect([old.statusCode, old.body.includes('Tên mới của tôi'), old.body.includes('Có người vừa sửa')]).toEqual([409, true, true])
  const { body } = await get('/vi/collections/bang-bieu-mau')
  expect(body.indexOf('HYPERLINK')).toBeLessThan(body.indexOf('Máy sấy lạnh'))
  expect((await post(`${path}/withdrawal`, {}, others.member)).statusCode).toBe(403)
})

test('A week begins on Monday and a month on its first, in Hanoi.', () => {
  const at = (text: string) => new Date(text)
  expect([at('2026-03-02T00:00:00+07:00'), at('2026-03-08T23:59:59+07:00'), at('2026-03-09T00:00:00+07:00'), at('2026-03-01T18:00:00Z')].map((instant) => periodOf('weekly', instant))).toEqual(['W2026-03-02', 'W2026-03-02', 'W2026-03-09', 'W2026-03-02'])
  expect([noon, at('2026-02-28T17:00:00Z'), at('2026-12-31T17:00:00Z')].map((instant) => periodOf('monthly', instant))).toEqual(['M2026-03', 'M2026-03', 'M2027-01'])
})
