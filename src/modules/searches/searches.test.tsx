import { beforeEach, describe, expect, test } from 'vitest'
import { aPerson, anOrganisation, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { Refused } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { refreshSearch } from '../listings/indexing.ts'
import { SearchAddress } from '../listings/search.ts'
import { chooseDelivery } from '../notifications/notice-commands.ts'
import { changeSearch, forgetSearch, lookIntoSearches, pauseSearch, saveSearch } from './commands.ts'
import { addressOf, readAddress, searchesOf } from './queries.ts'
import { searchRoutes } from './routes.tsx'

const { db } = await testDatabase()
let clock = noon
const { get, post } = await openPages(db, searchRoutes, { now: () => clock })
const sender = { publicUrl: 'https://san.example', secret: 's'.repeat(40) }
const institute = await anOrganisation(db, 'institute', 'Viện Giấu Tên')
const cooperative = await anOrganisation(db, 'cooperative', 'Hợp tác xã')
const lan = await aPerson(db, { organisation: cooperative, name: 'Lan' })
const other = await aPerson(db, { name: 'Khách' })
const staff = await aPerson(db, { staff: ['moderator'] })
const idOf = (actor: Actor): number => actor.person_id as number

async function published(title: string, at: Date, { by = institute, anonymous = false, kind = 'offer' as 'offer' | 'need' } = {}): Promise<number> {
  const id = await listed(db, by, title, { kind, research_fields: ['20301'], anonymous, submitted_at: at, published_at: at, created_at: at, updated_at: at })
  await refreshSearch(db, [id])
  return id
}
const ctx = (actor: Actor, at = clock) => ctxOf(db, actor, at)
const save = (actor: Actor, address: string, frequency: 'at_once' | 'daily' | 'weekly' | 'none' = 'at_once', at = clock) => saveSearch(ctx(actor, at), { address, name: `Tìm ${address}`.slice(0, 100), frequency })
const notices = async (actor: Actor) => (await db.selectFrom('notice').select(['kind', 'topic', 'values', 'path']).where('person_id', '=', idOf(actor)).orderBy('id').execute()).map((notice) => ({ ...notice, values: notice.values as { count: string; titles: { vi: string } } }))
const titles = async (actor: Actor) => (await notices(actor)).map(({ values }) => values.titles.vi)
const theNotice = async (actor: Actor) => { const [one, ...more] = await notices(actor); expect(more).toEqual([]); return one ?? expect.fail('nobody was told') }
const look = (minutes: number) => lookIntoSearches(db, sender, minutesAfterNoon(minutes))

beforeEach(async () => {
  clock = noon
  await db.deleteFrom('notice').execute()
  await db.deleteFrom('saved_search').execute()
  await db.deleteFrom('outgoing_mail').execute()
  await db.deleteFrom('notice_choice').execute()
  await db.deleteFrom('listing_text').execute()
  await db.updateTable('listing').set({ state: 'closed' }).execute()
})

describe('What is kept', () => {
  test('The same search is the same address, whatever page, order and moment it was seen in.', () => {
    const address = addressOf(SearchAddress.parse({ q: '  sấy   lạnh ', field: ['203', '1', '203'], kind: 'offer', sort: 'newest', page: '3', as_of: '5' }))
    expect(address).toBe(new URLSearchParams([['q', 'sấy lạnh'], ['kind', 'offer'], ['field', '1'], ['field', '203']]).toString())
    expect(addressOf(readAddress(address))).toBe(address)
    expect(addressOf(readAddress('page=2&sort=newest&x=1'))).toBe('')
    expect(readAddress('q=a&field=1&kind=nothing')).toMatchObject({ q: 'a', field: ['1'], kind: '' })
  })
  test('Saved twice, or in two windows at once, it is one.', async () => {
    const ids = await Promise.all([save(lan, 'q=say+lanh'), save(lan, 'page=2&q=say+lanh'), save(lan, 'q=say+lanh')])
    expect(new Set(ids).size).toBe(1)
    expect(await searchesOf(db, idOf(lan))).toHaveLength(1)
    expect(await db.selectFrom('event').select('id').where('type', '=', 'search.saved').where('person_id', '=', idOf(lan)).execute()).toHaveLength(1)
  })
  test('Fifty at most, also for two who press at once; an empty one never.', async () => {
    for (let i = 0; i < 49; i++) await save(lan, `q=say${i}`)
    const both = await Promise.allSettled([save(lan, 'q=the-fiftieth'), save(lan, 'q=one-too-many')])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await searchesOf(db, idOf(lan))).toHaveLength(50)
    await expect(save(other, 'page=2')).rejects.toMatchObject({ refusal: { code: 'search_is_empty' } })
    await expect(save(other, 'q=say')).resolves.toBeTypeOf('number')
  })
  test('It is its owner’s alone: others neither see, change, pause nor delete it, staff included.', async () => {
    const id = await save(lan, 'q=say')
    for (const reader of [other, staff]) {
      expect(await readAs(db, reader).selectFrom('saved_search').select('id').execute()).toEqual([])
      await expect(changeSearch(ctx(reader), { id, name: 'của tôi', frequency: 'none' })).rejects.toBeInstanceOf(Refused)
      await expect(pauseSearch(ctx(reader), { id })).rejects.toBeInstanceOf(Refused)
      await forgetSearch(ctx(reader), { id })
      expect((await get(`/vi/my/searches/${id}/edit`, reader)).statusCode).toBe(404)
      expect((await get(`/vi/my/searches/${id}/found`, reader)).statusCode).toBe(404)
    }
    await expect(readAs(db, other).insertInto('saved_search').values({ person_id: idOf(lan), name: 'x', address: 'q=x', frequency: 'none', created_at: noon, looked_at: noon, seen_until: noon }).execute()).rejects.toThrow(/row-level security/)
    expect(await searchesOf(db, idOf(lan))).toMatchObject([{ id, frequency: 'at_once' }])
  })
})

describe('Being told', () => {
  test('What is published after saving is told once, by notice and letter with its title and a way to stop it.', async () => {
    await published('Máy sấy lạnh cũ', minutesAfterNoon(-60))
    const id = await save(lan, 'q=say+lanh')
    await published('Máy sấy lạnh mới', minutesAfterNoon(1))
    await published('Bơm nước', minutesAfterNoon(1))
    expect(await look(10)).toBe(1)
    expect(await titles(lan)).toEqual(['- Máy sấy lạnh mới'])
    expect(await look(15)).toBe(0)
    const [letter, ...more] = await db.selectFrom('outgoing_mail').select(['subject', 'body', 'stop_url']).execute()
    expect(more).toEqual([])
    expect(letter?.subject).toContain('Tin mới cho tìm kiếm')
    expect(letter?.body).toContain('- Máy sấy lạnh mới')
    expect(letter?.body).not.toContain('Máy sấy lạnh cũ')
    expect(letter?.stop_url).toContain('/notices/stop?token=')
    const { path } = await theNotice(lan)
    expect(path).toContain(`/my/searches/${id}/found?since=`)
    clock = minutesAfterNoon(20)
    const page = await get(`/vi${path}`, lan)
    expect(page.body).toContain('Máy sấy lạnh mới')
    expect(page.body).not.toContain('Máy sấy lạnh cũ')
  })
  test('Two workers at once tell once; so does one that died before it was written down.', async () => {
    await save(lan, 'q=say')
    await published('Máy sấy', minutesAfterNoon(1))
    const dying = { ...sender, get publicUrl(): string { throw new Error('the worker dies') } }
    await expect(lookIntoSearches(db, dying, minutesAfterNoon(10))).rejects.toThrow('the worker dies')
    expect(await notices(lan)).toEqual([])
    expect((await Promise.all([look(11), look(11), look(12), look(12)])).reduce((a, b) => a + b)).toBe(1)
    expect(await titles(lan)).toEqual(['- Máy sấy'])
    expect(await db.selectFrom('outgoing_mail').select('id').execute()).toHaveLength(1)
  })
  test('A listing whose publication is written a little after its moment is not missed.', async () => {
    await save(lan, 'q=say')
    await look(10)
    await published('Máy sấy chậm', new Date(minutesAfterNoon(10).getTime() - 20_000)) // began before that look, seen after it
    await look(15)
    expect(await titles(lan)).toEqual(['- Máy sấy chậm'])
  })
  test('What is corrected and published again is no news, unless it had not been told.', async () => {
    await save(lan, 'q=say+lanh')
    const id = await published('Máy sấy lạnh', minutesAfterNoon(1))
    const later = await published('Máy sấy', minutesAfterNoon(1))
    expect(await look(10)).toBe(1)
    await db.updateTable('listing').set({ published_at: minutesAfterNoon(11) }).where('id', 'in', [id, later]).execute()
    await db.updateTable('listing_text').set({ title: 'Máy sấy lạnh nhỏ' }).where('listing_id', '=', later).execute()
    expect(await look(20)).toBe(1)
    expect(await titles(lan)).toEqual(['- Máy sấy lạnh', '- Máy sấy lạnh nhỏ'])
    await db.updateTable('listing').set({ published_at: minutesAfterNoon(21) }).where('id', 'in', [id, later]).execute()
    expect(await look(30)).toBe(0)
  })
  test('One’s own organisation’s listings are not news, and whose an anonymous need is stays unsaid.', async () => {
    await save(lan, 'q=say')
    await published('Máy sấy của hợp tác xã', minutesAfterNoon(1), { by: cooperative })
    expect(await look(10)).toBe(0)
    await published('Cần máy sấy kín đáo', minutesAfterNoon(11), { kind: 'need', anonymous: true })
    expect(await look(20)).toBe(1)
    expect(await titles(lan)).toEqual(['- Cần máy sấy kín đáo'])
    const told = JSON.stringify([await notices(lan), await db.selectFrom('outgoing_mail').select('body').execute()])
    expect(told).not.toContain('Viện Giấu Tên')
    const { path } = await theNotice(lan)
    clock = minutesAfterNoon(20)
    expect((await get(`/vi${path}`, lan)).body).not.toContain('Viện Giấu Tên')
  })
  test('Daily at seven in Hanoi and not before, weekly on Monday, and what piled up comes in one notice.', async () => {
    // Noon is a Monday in Hanoi: the next seven o'clock is Tuesday's, the next Monday's is a week away.
    await save(lan, 'q=say', 'daily')
    await save(other, 'q=say', 'weekly')
    await published('Máy sấy một', minutesAfterNoon(1))
    await published('Máy sấy hai', minutesAfterNoon(5))
    expect(await look(18 * 60 + 59)).toBe(0)
    expect(await look(19 * 60)).toBe(1)
    expect(await look(19 * 60 + 5)).toBe(0)
    expect(await titles(lan)).toEqual(['- Máy sấy hai\n- Máy sấy một'])
    expect(await lookIntoSearches(db, sender, daysFrom(minutesAfterNoon(19 * 60 - 1), 6))).toBe(0)
    expect(await lookIntoSearches(db, sender, daysFrom(minutesAfterNoon(19 * 60), 6))).toBe(1)
    expect(await titles(other)).toHaveLength(1)
  })
  test('Paused it is silent, and resumed it does not tell of the time between.', async () => {
    const id = await save(lan, 'q=say')
    await pauseSearch(ctx(lan), { id })
    await pauseSearch(ctx(lan), { id })
    await published('Máy sấy lúc nghỉ', minutesAfterNoon(1))
    expect(await look(10)).toBe(0)
    await changeSearch(ctx(lan, minutesAfterNoon(20)), { id, name: 'Sấy', frequency: 'at_once' })
    expect(await look(30)).toBe(0)
    await published('Máy sấy sau nghỉ', minutesAfterNoon(31))
    await look(40)
    expect(await titles(lan)).toEqual(['- Máy sấy sau nghỉ'])
  })
  test('Only what holds everything asked for is news; near answers are not.', async () => {
    await save(lan, 'q=say+lanh+nong+san')
    await published('Sấy lạnh gỗ', minutesAfterNoon(1))
    expect(await look(10)).toBe(0)
    await published('Sấy lạnh nông sản', minutesAfterNoon(11))
    await look(20)
    expect(await titles(lan)).toEqual(['- Sấy lạnh nông sản'])
  })
  test('What holds every word is told even where what holds most of them would stand before it.', async () => {
    await save(lan, 'q=say+lanh+nong+san+dong+bang')
    await published('Sấy lạnh nông sản', minutesAfterNoon(1))
    await published('Máy sấy gỗ dùng ở đồng ruộng, xưởng sản xuất và bếp nông hộ, có bộ làm lạnh và băng tải', minutesAfterNoon(2))
    expect(await look(10)).toBe(1)
    expect(await titles(lan)).toEqual(['- Máy sấy gỗ dùng ở đồng ruộng, xưởng sản xuất và bếp nông hộ, có bộ làm lạnh và băng tải'])
  })
  test('Who wants it on the page alone gets no letter, and who is suspended nothing.', async () => {
    await chooseDelivery(ctx(lan), { searches: 'page' })
    await save(lan, 'q=say')
    await save(other, 'q=say')
    await db.insertInto('suspension').values({ person_id: idOf(other), reason: 'thử', suspended_by: idOf(staff), suspended_at: noon, lifted_at: null, lifted_by: null, lift_reason: '' }).execute()
    await published('Máy sấy', minutesAfterNoon(1))
    expect(await look(10)).toBe(1)
    expect(await notices(lan)).toMatchObject([{ kind: 'search_answered', topic: 'searches' }])
    expect(await db.selectFrom('outgoing_mail').select('id').execute()).toEqual([])
    await db.deleteFrom('suspension').execute()
  })
  test('More than ten new ones are counted, ten are named; more than a page is told whole.', async () => {
    await save(lan, 'q=say')
    for (let i = 0; i < 25; i++) await published(`Máy sấy ${i}`, minutesAfterNoon(1 + i / 60))
    await look(10)
    const { values, path } = await theNotice(lan)
    expect(values.count).toBe('25')
    expect(values.titles.vi.split('\n')).toHaveLength(11)
    expect(values.titles.vi).toContain('và 15 tin khác')
    clock = minutesAfterNoon(10)
    expect((await get(`/vi${path}`, lan)).body.match(/<article/g)).toHaveLength(25)
  })
})

describe('The pages', () => {
  test('From a search to a kept one, renamed, paused and deleted, each step by a plain form.', async () => {
    expect((await get('/vi/my/searches/new?q=say')).headers.location).toContain('/vi/sign-in?next=')
    const form = await get('/vi/my/searches/new?q=s%E1%BA%A5y+l%E1%BA%A1nh&kind=offer&page=4', lan)
    expect(form.body).toContain('value="q=s%E1%BA%A5y+l%E1%BA%A1nh&amp;kind=offer"')
    expect(form.body).toContain('“sấy lạnh” · Chào bán công nghệ')
    expect((await post('/vi/my/searches/new', { address: 'q=say', name: '', frequency: 'hourly' }, lan)).statusCode).toBe(422)
    expect((await post('/vi/my/searches/new', { address: '', name: 'Tất cả', frequency: 'daily' }, lan)).statusCode).toBe(409)
    expect((await post('/vi/my/searches/new', { address: 'q=say', name: 'Sấy', frequency: 'daily' }, lan)).headers.location).toBe('/vi/my/searches?done=search_saved')
    const id = (await searchesOf(db, idOf(lan)))[0]?.id ?? 0
    expect((await post(`/vi/my/searches/${id}/edit`, { name: 'Sấy khô', frequency: 'weekly' }, lan)).statusCode).toBe(303)
    expect((await get('/vi/my/searches', lan)).body).toContain('Sấy khô')
    expect((await post(`/vi/my/searches/${id}/pause`, {}, lan)).statusCode).toBe(303)
    expect((await get('/en/my/searches', lan)).body).toContain('Paused')
    expect((await post(`/vi/my/searches/${id}/deletion`, {}, lan)).statusCode).toBe(303)
    expect((await post(`/vi/my/searches/${id}/deletion`, {}, lan)).statusCode).toBe(303)
    expect(await searchesOf(db, idOf(lan))).toEqual([])
    expect((await get('/vi/my/searches', other)).body).not.toContain('Sấy khô')
  })
  test('A found page takes any address without falling over.', async () => {
    const id = await save(lan, 'q=say')
    for (const query of ['', '?since=x&until=y', '?since=-1&until=99999999999999999', '?since=1&since=2']) expect((await get(`/vi/my/searches/${id}/found${query}`, lan)).statusCode, query).toBe(200)
  })
  test('Suggestions are few, in JSON, and nothing for nothing.', async () => {
    const answer = await get('/vi/search/suggestions?q=say')
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.json<{ suggestions: unknown[] }>().suggestions.length).toBeLessThanOrEqual(8)
    await published('Thuyền kayak gấp', noon)
    await published('Áo kayaker nhẹ', noon)
    const texts = async (query: string) => (await get(`/vi/search/suggestions?q=${query}`)).json<{ suggestions: { text: string }[] }>().suggestions.map(({ text }) => text)
    expect(await texts('kayak')).toEqual(expect.arrayContaining(['kayak gấp', 'kayaker nhẹ']))
    // With a space behind it the word is whole.
    expect(await texts('kayak%20')).toEqual(['kayak gấp', 'Thuyền kayak gấp'])
    for (const query of ['', '?q=', '?q=a', '?q=%00', '?q=a&q=b', `?q=${'x'.repeat(300)}`]) expect((await get(`/vi/search/suggestions${query}`)).json(), query).toEqual({ suggestions: [] })
  })
})
