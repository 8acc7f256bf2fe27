import pg from 'pg'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anOrganisation, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed as aRow } from '../../../tests/listings.ts'
import { type Db, openDb, openPool, readAs } from '../../core/database.ts'
import { anonymous } from '../../core/context.ts'
import { ListingIndex } from './search-index.ts'
import type { ListingKind, ListingState } from './schema.ts'
import { search, SearchAddress, suggest } from './search.ts'

const { db, url, asOwner } = await testDatabase()
const organisation = await anOrganisation(db, 'institute', 'Viện Rừng Sác')
await db.updateTable('organisation').set({ search_name: 'vien rung sac' }).where('id', '=', organisation).execute()
const at = minutesAfterNoon(1)
async function listed(title: string, { state = 'published' as ListingState, kind = 'offer' as ListingKind, hidden = false, by = organisation, grade = 0 as 0 | 1 | 2 | 3 | 4, on = db as Db } = {}): Promise<number> {
  return aRow(on, by, title, { kind, state, research_fields: ['40101'], anonymous: hidden, evidence_grade: grade, submitted_at: at, published_at: at, created_at: at, updated_at: at })
}
const asked = (address: object) => SearchAddress.parse(address)
const find = async (q: string, on = db): Promise<number[]> => (await search(on, asked({ q }), minutesAfterNoon(60))).ids
/** Another process: a pool and an index of its own. */
function another(): Db {
  const pool = openPool(url, 4)
  return openDb(pool)
}
const engineFind = async (index: ListingIndex, query: string): Promise<number[]> =>
  (await index.upToDate()).search({ query, filters: [], until: null, orders: ['relevance'], from: 0, limit: 50, few: 0 }).ids

test('what is published is found at the very next search in every process, and what is withdrawn or deleted is gone at once', async () => {
  const other = another()
  try {
    expect([await find('tram'), await find('tram', other)]).toEqual([[], []])
    const id = await listed('Tràm lọc nước')
    expect([await find('tram'), await find('tram', other)]).toEqual([[id], [id]])
    await db.updateTable('listing_text').set({ title: 'Đước lọc nước' }).where('listing_id', '=', id).execute()
    expect([await find('tram', other), await find('duoc loc nuoc', other)]).toEqual([[], [id]])
    await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', id).execute()
    expect([await find('duoc loc nuoc'), await find('duoc loc nuoc', other)]).toEqual([[], []])
    await db.updateTable('listing').set({ state: 'published' }).where('id', '=', id).execute()
    expect(await find('duoc loc nuoc', other)).toEqual([id])
    await db.deleteFrom('listing').where('id', '=', id).execute()
    expect([await find('duoc loc nuoc'), await find('duoc loc nuoc', other)]).toEqual([[], []])
  } finally { await other.destroy() }
})

test('a transaction that takes long is heard of when it commits, however much was committed and looked at before', async () => {
  const index = new ListingIndex(db)
  const writer = new pg.Client({ connectionString: url })
  await writer.connect()
  const [slow, quick] = [await listed('Mắm cũ', { state: 'submitted' }), await listed('Mắm nhanh', { state: 'submitted' })]
  await index.upToDate()
  await writer.query('begin')
  await writer.query("update listing set state = 'published' where id = $1", [slow])
  for (let i = 0; i < 5; i++) {
    await db.updateTable('listing').set({ state: i % 2 ? 'submitted' : 'published' }).where('id', '=', quick).execute()
    expect(await engineFind(index, 'mam')).toEqual(i % 2 ? [] : [quick])
  }
  await writer.query('commit')
  await writer.end()
  expect((await engineFind(index, 'mam')).toSorted()).toEqual([slow, quick].toSorted())
})

test('a name that changes while its organisation publishes is in what is found, whichever commits first', async () => {
  const index = new ListingIndex(db)
  const renamed = await anOrganisation(db, 'institute', 'Viện Tên Xưa')
  const draft = await listed('Vẹt một', { state: 'submitted', by: renamed })
  await index.upToDate()
  const [renamer, publisher] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })]
  await Promise.all([renamer.connect(), publisher.connect()])
  await Promise.all([renamer.query('begin'), publisher.query('begin')])
  await renamer.query("update organisation set name_vi = 'Viện Danh Xưng' where id = $1", [renamed])
  await publisher.query("update listing set state = 'published' where id = $1", [draft])
  await publisher.query('commit')
  expect(await engineFind(index, '"ten xua"')).toEqual([draft])
  await renamer.query('commit')
  expect([await engineFind(index, '"ten xua"'), await engineFind(index, '"danh xung"')]).toEqual([[], [draft]])
  await Promise.all([renamer.end(), publisher.end()])
})

test('many who search and publish at once: each finds what was published before it asked', async () => {
  const other = another()
  try {
    await Promise.all(Array.from({ length: 25 }, async (_, i) => {
      const word = String.fromCodePoint(97 + i).repeat(6) // far from each other, so that none is taken for another mistyped
      const id = await listed(`Rặng ${word}`)
      expect(await find(word, i % 2 ? other : db)).toEqual([id])
      await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', id).execute()
      expect(await find(word, i % 2 ? db : other)).toEqual([])
    }))
  } finally { await other.destroy() }
})

test('who comes while a look is under way is served by the next one', async () => {
  let holding: Promise<void> | null = null, reached = (): void => {}
  const slow = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => { if (holding && result.rows.some((row) => 'stamps' in row)) { reached(); await holding } return result },
  })
  const index = new ListingIndex(slow)
  await index.upToDate()
  let goOn = (): void => {}
  const looked = new Promise<void>((done) => { reached = done })
  holding = new Promise<void>((done) => { goOn = () => { holding = null; done() } })
  const first = engineFind(index, 'mam tom chua')
  await looked
  const id = await listed('Mắm tôm chua')
  const second = engineFind(index, 'mam tom chua')
  goOn()
  expect([(await first).includes(id), (await second).includes(id)]).toEqual([false, true])
})

test('stamps that came with a backup from another server’s future are no news, and hide none', async () => {
  const index = new ListingIndex(db)
  const id = await listed('Sú vẹt bần')
  expect(await engineFind(index, 'su vet ban')).toEqual([id])
  await asOwner(`update listing_stamp set xid = (xid::text::bigint + 1000000000)::text::xid8 where listing_id = ${id}`)
  expect(await engineFind(index, 'su vet ban')).toEqual([id])
  await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', id).execute()
  expect(await engineFind(index, 'su vet ban')).toEqual([])
})

test('a database put back to an earlier state under a running process is read anew', async () => {
  let further = true
  const looksFurtherOn = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => { if (further) for (const row of result.rows) if ('since' in row) row.since = '99999999999'; return result },
  })
  const index = new ListingIndex(looksFurtherOn)
  await listed('Dừa nước một')
  await index.upToDate().catch(() => {})
  further = false
  await listed('Dừa nước hai')
  await asOwner("update listing_stamp set xid = '1'") // what tells of the change is from before
  expect(await engineFind(index, 'dua nuoc')).toHaveLength(2)
})

test('only what everybody reads is found: no draft, nothing kept back, and not the name behind an anonymous need', async () => {
  const secretive = await anOrganisation(db, 'enterprise', 'Công ty Ẩn Danh Hồ Tây')
  const need = await listed('Cần máy vớt bèo', { kind: 'need', hidden: true, by: secretive })
  await db.insertInto('listing_part').values({ listing_id: need, name: 'technical', tier: 'signed_in', text_vi: 'bíquyếtgiữkín', text_en: '', changed_by: null, changed_at: noon } as never).execute()
  await listed('Cần máy vớt rác chưa đăng', { kind: 'need', state: 'draft', by: secretive })
  expect(await find('vot beo')).toEqual([need])
  for (const q of ['"an danh ho tay"', 'biquyetgiukin', '"vot rac chua dang"']) expect(await find(q), q).toEqual([])
  await db.updateTable('listing').set({ anonymous: false }).where('id', '=', need).execute()
  expect(await find('"an danh ho tay"')).toEqual([need])
  await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()
  expect(await find('"an danh ho tay"')).toEqual([])
})

test('what the further steps of the form say is found, and follows them', async () => {
  const offer = await listed('Máy băm bèo')
  expect(await find('"luoi dao hop kim"')).toEqual([])
  await db.insertInto('listing_detail_text').values({ listing_id: offer, name: 'limits', language: 'vi', text: 'Lưỡi dao hợp kim mòn sau 400 giờ.' }).execute()
  expect(await find('"luoi dao hop kim"')).toEqual([offer])
  await db.updateTable('listing_detail_text').set({ text: 'Chưa rõ.' }).where('listing_id', '=', offer).execute()
  expect(await find('"luoi dao hop kim"')).toEqual([])
})
test('nobody reads or writes the stamps but the Exchange and its triggers', async () => {
  const stranger = readAs(db, anonymous)
  expect((await sql`select * from listing_stamp`.execute(stranger)).rows).toEqual([])
  await expect(sql`insert into listing_stamp values (1, '1')`.execute(stranger)).rejects.toThrow('permission denied')
  await expect(sql`select stamp_listings(array[1])`.execute(stranger)).rejects.toThrow('permission denied')
})

test('evidence filters at a grade and better, counts so, and sorts', async () => {
  const ids = await Promise.all(([0, 2, 4, 3] as const).map((grade) => listed('Giá thể trồng rừng', { grade })))
  const found = await search(db, asked({ q: 'gia the trong rung', evidence: '2', sort: 'evidence' }), minutesAfterNoon(60))
  expect(found.ids).toEqual([ids[2], ids[3], ids[1]])
  expect(Object.fromEntries(found.counts.evidence.map(({ value, count }) => [value, count]))).toEqual({ 1: 3, 2: 3, 3: 2, 4: 1 })
})

test('suggestions are words, listings, fields and organisations anybody may find', async () => {
  const id = await listed('Phao quây dầu tràn')
  await listed('Phao cứu hộ nháp', { state: 'draft' })
  const found = await suggest(readAs(db, anonymous), 'phao q', 'vi', 8)
  expect(found).toContainEqual({ kind: 'words', text: 'phao quây dầu' })
  expect(found).toContainEqual({ kind: 'listing', text: 'Phao quây dầu tràn', listing: { id, kind: 'offer' } })
  expect(await suggest(readAs(db, anonymous), 'phao cuu', 'vi', 8)).toEqual([])
  expect(await suggest(db, 'vien rung', 'vi', 8)).toContainEqual({ kind: 'organisation', text: 'Viện Rừng Sác' })
  expect((await suggest(db, 'công nghệ sinh', 'vi', 8)).map(({ kind }) => kind)).toContain('field')
  for (const nothing of ['', ' ', '😀', '%', '\\']) expect(await suggest(db, nothing, 'vi', 8)).toEqual([])
})
