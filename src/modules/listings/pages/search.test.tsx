import { render } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { aPerson, anOrganisation, minutesAfterNoon, testDatabase } from '../../../../tests/database.ts'
import { listed } from '../../../../tests/listings.ts'
import { openPages } from '../../../../tests/visitors.tsx'
import type { Storage } from '../../../platform/storage.ts'
import { taxonomyOf } from '../../taxonomy/queries.ts'
import { refreshSearch } from '../indexing.ts'
import { listingRoutes } from '../routes.tsx'
import type { EvidenceGrade } from '../schema.ts'
import { SearchAddress } from '../search.ts'
import { fieldsNear, waysOut } from '../search-help.ts'
import { excerptOf, marked, wasFound } from './search-marks.tsx'
import { searchWords, suggestionsFor } from './search-words.ts'

const { db } = await testDatabase()
const later = minutesAfterNoon(1_000)
const { get } = await openPages(db, (app) => listingRoutes(app, { storage: {} as Storage, uploadMaxBytes: 1 }), { now: () => later })
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const member = await aPerson(db, { organisation: institute })

async function published(title: string, { summary = '', grade = 0 as EvidenceGrade, field = '20301', kind = 'offer' as 'offer' | 'need' } = {}): Promise<number> {
  const id = await listed(db, institute, title, { kind, research_fields: [field], evidence_grade: grade }, { summary })
  await refreshSearch(db, [id])
  return id
}
await published('Sấy lạnh nông sản', { summary: 'Giữ màu <b>tươi</b> khi sấy lạnh.', grade: 4 })
await published('Máy sấy cũ', { grade: 1, field: '40101' })
await published('Cần máy bơm', { kind: 'need' })

const wording = (text: string, ...terms: string[]): string => render(<p>{marked(text, wasFound(new Set(terms), terms.join(' ')))}</p>)

test('Found words are marked however they are written, neighbours together, and nothing typed becomes markup.', () => {
  expect(wording('Máy sấy lạnh nông sản', 'say', 'lanh')).toBe('<p>Máy <mark>sấy lạnh</mark> nông sản</p>')
  expect(wording('Hòa và hoà, HÒA', 'hoa')).toBe('<p><mark>Hòa</mark> và <mark>hoà</mark>, <mark>HÒA</mark></p>')
  expect(wording('sấy-lạnh', 'say', 'lanh')).toBe('<p><mark>sấy</mark>-<mark>lạnh</mark></p>')
  expect(wording('<script> say', 'say', 'script')).toBe('<p>&lt;<mark>script</mark>> <mark>say</mark></p>')
  expect(wording('không có gì', 'say')).toBe('<p>không có gì</p>')
})

test('Whoever types diacritics has those words marked and not others of the same letters.', () => {
  const asked = (query: string, ...terms: string[]): string => render(<p>{marked('Nước thải, nhiệt thái quá, nuoc thai và kỹ thuật', wasFound(new Set(terms), query))}</p>)
  expect(asked('nước thải', 'nuoc', 'thai')).toBe('<p><mark>Nước thải</mark>, nhiệt thái quá, <mark>nuoc thai</mark> và kỹ thuật</p>')
  expect(asked('nuoc thai', 'nuoc', 'thai')).toBe('<p><mark>Nước thải</mark>, nhiệt <mark>thái</mark> quá, <mark>nuoc thai</mark> và kỹ thuật</p>')
  expect(asked('kĩ thuật', 'ki', 'ky', 'thuat')).toBe('<p>Nước thải, nhiệt thái quá, nuoc thai và <mark>kỹ thuật</mark></p>')
})

describe('The page of results', () => {
  test('marks what was searched for in titles and summaries, and says how well each is proven.', async () => {
    const { body } = await get('/vi/search?q=say+lanh')
    expect(body).toContain('<mark>Sấy lạnh</mark> nông sản</a>')
    expect(body).toContain('Giữ màu &lt;b>tươi&lt;/b> khi <mark>sấy lạnh</mark>.')
    expect(body).toContain('Đã chứng minh trong thực tế')
  })
  test('filters by evidence, each grade counting those above it, and sorts by it.', async () => {
    const whole = (await get('/vi/search?q=say&sort=evidence')).body
    expect(whole).toContain('value="1"/> <span>Tự công bố trở lên</span> <small>2</small>')
    expect(whole).toContain('value="4"/> <span>Đã chứng minh trong thực tế</span> <small>1</small>')
    expect(whole.indexOf('nông sản</a>')).toBeLessThan(whole.indexOf('cũ</a>'))
    const proven = (await get('/vi/search?q=say&evidence=3')).body
    expect(proven).toContain('nông sản</a>')
    expect(proven).not.toContain('cũ</a>')
  })
  test('offers to keep the search, not its page; an open search is nothing to keep.', async () => {
    expect((await get('/vi/search?q=say&kind=offer&page=1&sort=newest')).body).toContain('href="/vi/my/searches/new?q=say&amp;kind=offer"')
    expect((await get('/vi/search')).body).not.toContain('/my/searches/new')
  })
  test('says what was searched for instead of what nobody writes.', async () => {
    const { body } = await get('/vi/search?q=n%C3%B4ng+s%E1%BA%A3ng')
    expect(body).toContain('Không có tin nào viết đúng như bạn gõ. Đã tìm: <strong>nông sản</strong>. Bạn đã gõ: nông sảng')
  })
  test('has a box that works as a form alone and tells its script where to ask.', async () => {
    const { body } = await get('/en/search?q=%22%3E%3Cscript%3E')
    expect(body).toContain('action="/en/search" role="search" data-suggest="/en/search/suggestions"')
    expect(body).not.toContain('"><script>')
  })
})

describe('A page with nothing on it', () => {
  test('says what to leave out and what would then be found, looks nearby, and leads to a need and to waiting.', async () => {
    const { body } = await get('/vi/search?q=s%E1%BA%A5y+l%E1%BA%A1nh&kind=need')
    expect(body).toContain('href="/vi/search?q=s%E1%BA%A5y+l%E1%BA%A1nh">Bỏ lọc theo loại tin: 1 tin</a>')
    expect(body).toContain('href="/vi/my/listings/new/need?title=s%E1%BA%A5y+l%E1%BA%A1nh"')
    expect(body).toContain('href="/vi/my/searches/new?q=s%E1%BA%A5y+l%E1%BA%A1nh&amp;kind=need"')
    expect(body).toContain('href="/vi/fields"')
  })
  test('tries few ways and leaves out those that find nothing; each counts what it says.', async () => {
    const ways = await waysOut(db, SearchAddress.parse({ q: 'bơm', kind: 'offer', field: ['401'], trl: ['early'] }), later)
    expect(ways.map(({ drop, count }) => [drop, count])).toEqual([['filters', 1]])
    expect(await waysOut(db, SearchAddress.parse({ q: 'không-ai-viết-thế' }), later)).toEqual([])
  })
  test('the words typed stand in the title of the new need.', async () => {
    const address = (await get('/vi/my/listings/new/need?title=s%E1%BA%A5y+l%E1%BA%A1nh', member)).headers.location
    expect(address).toMatch(/need\?key=[0-9a-f-]+&title=s%E1%BA%A5y\+l%E1%BA%A1nh$/)
    expect((await get(String(address), member)).body).toContain('value="sấy lạnh"')
  })
})

test('Fields whose names share the words are near; one syllable of several is not enough.', async () => {
  const taxonomy = await taxonomyOf(db)
  expect(fieldsNear('environmental engineering', taxonomy, 'en').length).toBeGreaterThan(0)
  expect(fieldsNear('zzz', taxonomy, 'vi')).toEqual([])
  expect(fieldsNear('', taxonomy, 'vi')).toEqual([])
})
test('A search is said in words, and a suggestion leads where it says.', async () => {
  const taxonomy = await taxonomyOf(db)
  expect(searchWords(SearchAddress.parse({ q: 'sấy', kind: 'offer', trl: ['ready'], evidence: ['3'] }), taxonomy, 'vi')).toBe('“sấy” · Chào bán công nghệ · Mức độ sẵn sàng công nghệ (TRL): TRL 7–9: sẵn sàng dùng · Mức kiểm chứng: Bên thứ ba kiểm chứng trở lên')
  expect(searchWords(SearchAddress.parse({}), taxonomy, 'en')).toBe('All listings')
  expect(suggestionsFor([{ kind: 'listing', text: 'Máy sấy', listing: { id: 7, kind: 'offer' } }, { kind: 'words', text: 'máy sấy lạnh' }, { kind: 'words', text: 'may sấy lạnh' }], 'vi')).toEqual([
    { text: 'Máy sấy', kind: 'Chào bán công nghệ', href: '/vi/offers/7' }, { text: 'máy sấy lạnh', kind: 'Từ tìm kiếm' }])
})

test('Where title and summary do not show why it was found, the place in its other texts does, whole words and in its language.', async () => {
  const found = wasFound(new Set(['mang', 'loc']), 'màng lọc')
  const long = `${'Chữ khác đứng ở đây. '.repeat(30)}Thay màng lọc sau sáu tháng, rửa màng mỗi tuần. ${'Và thêm nữa. '.repeat(30)}`
  const excerpt = excerptOf([{ text: 'Không có gì' }, { text: long }, { text: 'Có lọc' }], found)!.text
  expect(excerpt).toMatch(/^… .*Thay màng lọc sau sáu tháng, rửa màng mỗi tuần\..* …$/)
  expect(excerpt.length).toBeLessThanOrEqual(186)
  for (const word of excerpt.split(' ')) expect(`… ${long} …`.split(' ')).toContain(word)
  expect(excerptOf([{ text: 'Không có gì' }], found)).toBeNull()
  expect(excerptOf([{ text: 'lọc' }, { text: 'lọc màng' }], found)!.text).toBe('lọc màng')
  expect(excerptOf([{ text: `${'x'.repeat(400)} lọc ${'y'.repeat(400)}` }], found)!.text).toContain('lọc')

  const offer = await published('Bể xử lý nước', { summary: 'Cho làng nghề.' })
  await db.insertInto('listing_detail_text').values({ listing_id: offer, name: 'limits', language: 'vi', text: 'Màng <i>gốm</i> phải rửa mỗi tuần.' }).execute()
  const { body } = await get('/vi/search?q=m%C3%A0ng+g%E1%BB%91m')
  expect(body).toContain('<p class="meta"><mark>Màng</mark> &lt;i>')
  expect((await get('/vi/search?q=l%C3%A0ng+ngh%E1%BB%81')).body).not.toContain('<p class="meta"><mark>')
})
