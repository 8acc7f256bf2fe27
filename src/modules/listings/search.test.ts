import { expect, test } from 'vitest'
import { anOrganisation, minutesAfterNoon, testDatabase } from '../../../tests/database.ts'
import { listed as aRow } from '../../../tests/listings.ts'
import { latestPublished } from './queries.ts'
import { refreshSearch } from './indexing.ts'
import type { ListingState } from './schema.ts'
import { search, SearchAddress } from './search.ts'

const { db } = await testDatabase()
const organisation_id = await anOrganisation(db, 'institute', 'Viện Cơ khí Tô Lịch')
const other = await anOrganisation(db, 'enterprise', 'Công ty Sông Nhuệ')
let minutes = 0
async function listed(title: string, { language = 'vi' as 'vi' | 'en', summary = '', description = '', fields = [] as string[], state = 'published' as ListingState, source = null as string | null, by = other } = {}): Promise<number> {
  const at = minutesAfterNoon(++minutes)
  const id = await aRow(db, by, title, { state, original_language: language, research_fields: fields, source_name: source, source_key: source && title, submitted_at: at, published_at: at, created_at: at, updated_at: at }, { summary, description })
  await refreshSearch(db, [id])
  return id
}
const find = (address: object) => search(db, SearchAddress.parse(address), minutesAfterNoon(100_000))

const fertiliser = await listed('Phân bón hữu cơ từ bã mía', { fields: ['40101'] })
const mould = await listed('Thay nhanh khuôn cho bốn máy dập', { description: 'Phần lớn thời gian chờ là đổi khuôn; bốn máy phân công bón dầu.', fields: ['20301'] })
const dryer = await listed('Sấy lạnh nông sản mẻ 300 kg', { fields: ['40199', '20307'] })
const straw = await listed('Xử lý rơm', { description: 'Lạnh thì chậm; sấy khô rơm; nông hộ; sản lượng.', fields: ['40101'] })
const own = await listed('Máy tiện mini', { by: organisation_id })
await listed('Sấy lạnh chưa công bố', { state: 'draft' })
await listed('Sấy lạnh đã đóng', { state: 'closed' })

test('words side by side in the title come before the same words anywhere', async () => {
  expect((await find({ q: 'phan bon' })).ids).toEqual([fertiliser, mould])
  expect((await find({ q: 'say lanh nong san' })).ids.slice(0, 2)).toEqual([dryer, straw])
})
test('what is written as typed, with its diacritics, comes first', async () => {
  const four = await listed('Bốn phần mềm quản lý kho')
  expect((await find({ q: 'bốn phần' })).ids[0]).toBe(four)
})
test('an organisation’s name leads to its listings', async () => expect((await find({ q: 'Viện Cơ khí' })).ids[0]).toBe(own))
test('drafts and closed listings are never found', async () => expect((await find({ q: 'sấy lạnh' })).ids).toEqual([dryer, straw]))
test('few exact answers are followed by near ones, and the page can say how many are exact', async () => {
  const near = await find({ q: 'say lanh nong san hoa qua' })
  expect(near).toMatchObject({ relaxed: true, exact: 0 })
  expect(near.ids[0]).toBe(dryer)
})
test('a branch chosen within a field narrows it; two fields widen', async () => {
  expect((await find({ field: ['4', '401'] })).ids.toSorted()).toEqual((await find({ field: '401' })).ids.toSorted())
  expect((await find({ field: ['401', '203'] })).total).toBe(4)
})
test('only unwanted words leave out what holds them; signs alone find nothing and say so', async () => {
  expect((await find({ q: '-say' })).ids).not.toContain(dryer)
  expect((await find({ q: '-say' })).ids).toContain(fertiliser)
  expect(await find({ q: '😀 !!!' })).toMatchObject({ total: 0, unreadable: true })
  expect((await find({ q: '  ' })).total).toBeGreaterThan(3)
})
test('a NUL or a quote anywhere in the address is harmless', async () => {
  for (const [name, value] of [['q', '\0a'], ['source', '\0'], ['organisation', 'a\0'], ['form', "';--"], ['field', '4%']]) await find({ [name as string]: value })
})
test('the newest shown first are the Exchange’s own in the reader’s language, then the rest', async () => {
  const english = await listed('Cold dryer', { language: 'en' })
  await listed('Imported laser', { language: 'en', source: 'SBIR' })
  const ids = (await latestPublished(db, 'offer', 'vi', 50)).map(({ id }) => id)
  expect(ids.indexOf(english)).toBeGreaterThan(ids.indexOf(fertiliser))
  expect(ids.indexOf(english)).toBe(ids.length - 2)
})
