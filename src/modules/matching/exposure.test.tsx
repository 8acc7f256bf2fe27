import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aMarket } from '../../../tests/matches.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor } from '../../core/context.ts'
import { openDb, openPool, readAs } from '../../core/database.ts'
import { daysFrom } from '../../platform/time.ts'
import { matchesFor } from './answer-queries.ts'
import { answerRoutes, countOpened } from './answer-routes.tsx'
import { setBound } from './exposure-commands.ts'
import { countExposure, flushExposure, forgetExposure } from './exposure-counts.ts'
import { exposureOf, forgetWeek } from './exposure-queries.ts'
import { matchingStaffRoutes } from './exposure-routes.tsx'
import { listingPages } from './routes.tsx'

const { db, url, asOwner } = await testDatabase()
const { cooperative, suppliers, offers, need, others } = await aMarket(db)
const pages = await openPages(db, (app) => { answerRoutes(app); listingPages(app, async () => null); matchingStaffRoutes(app) })
const lan = await aPerson(db, { organisation: cooperative, name: 'Lan' }), stranger = await aPerson(db, { organisation: others }), seller = await aPerson(db, { organisation: suppliers[0]! })
const administrator = await aPerson(db, { staff: ['administrator'], name: 'Anh' }), second = await aPerson(db, { staff: ['administrator'] }), observer = await aPerson(db, { staff: ['observer'] }), officer = await aPerson(db, { staff: ['deal_officer'] }), moderator = await aPerson(db, { staff: ['moderator'] })
const counted = async () => (await sql<{ listing_id: number; day: string; shown: number; opened: number }>`select listing_id, day::text, shown, opened from match_exposure order by listing_id, day`.execute(db)).rows
const refusalOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: { refusal?: { code: string }; message: string }) => error.refusal?.code ?? error.message)
const order = async (actor: Actor = stranger, now = noon, most = 6) => (await matchesFor(ctxOf(db, actor, now), { id: need, kind: 'need', state: 'published', organisation_id: cooperative, version: 1 }, most)).open.map(({ card }) => card.id)
const reason = 'Một bên bán chiếm gần hết chỗ.'
beforeEach(async () => {
  await flushExposure(db)
  await asOwner('delete from match_exposure; delete from match_bound')
  await asOwner(`update listing set published_at = '${daysFrom(noon, -60).toISOString()}' where state = 'published'`)
  forgetWeek(db)
})
const shown = (listing_id: number, times: number, day = '2026-03-02') => asOwner(`insert into match_exposure (listing_id, day, shown) values (${listing_id}, '${day}', ${times})`)

test('shown to people of other organisations a listing is counted, opened from there as well; its own people, strangers and staff are not', async () => {
  const list = await order()
  await pages.get(`/vi/needs/${need}`, stranger)
  await pages.get(`/vi/needs/${need}`, lan) // the need’s own people: what they are shown is others’
  for (const who of [undefined, administrator, moderator]) await pages.get(`/vi/needs/${need}`, who)
  await flushExposure(db)
  expect(await counted()).toEqual(list.toSorted((a, b) => a - b).map((listing_id) => ({ listing_id, day: '2026-03-02', shown: 2, opened: 0 })))
  await pages.get(`/vi/needs/${need}`, seller)
  await flushExposure(db)
  expect((await counted()).find(({ listing_id }) => listing_id === offers[0])?.shown).toBe(2)
  await flushExposure(db)
  expect((await counted()).find(({ listing_id }) => listing_id === list.find((id) => id !== offers[0]))?.shown).toBe(3)
})

test('opened is counted where it was done from a list of matches, by people of other organisations', async () => {
  const open = (actor: Actor | undefined, from: string) => countOpened({ ctx: ctxOf(db, actor), headers: { host: 'san.example', referer: `https://san.example${from}` } } as never, { id: offers[0]!, kind: 'offer', organisation_id: suppliers[0]! })
  for (const from of [`/vi/needs/${need}`, '/en/my/matches?page=2', '/vi/search?q=say', `/vi/offers/${offers[1]}`, '/vi', '//evil.example/vi/my/matches']) open(lan, from)
  for (const who of [undefined, seller, administrator]) open(who, `/vi/needs/${need}`)
  countOpened({ ctx: ctxOf(db, lan), headers: { host: 'san.example', referer: `https://other.example/vi/needs/${need}` } } as never, { id: offers[0]!, kind: 'offer', organisation_id: suppliers[0]! })
  await flushExposure(db)
  expect(await counted()).toEqual([{ listing_id: offers[0], day: '2026-03-02', shown: 0, opened: 2 }])
})

test('a thousand showings are one statement; a database that is away slows nobody, and what was counted is written when it is back', async () => {
  for (let i = 0; i < 1_000; i++) countExposure(db, 'shown', offers, minutesAfterNoon(i))
  countExposure(db, 'opened', [offers[0]!, 999_999], noon) // one that is gone meanwhile
  await Promise.all([flushExposure(db), flushExposure(db)])
  const rows = await counted()
  expect(rows.filter(({ listing_id }) => listing_id === offers[0])).toEqual([{ listing_id: offers[0], day: '2026-03-02', shown: 720, opened: 1 }, { listing_id: offers[0], day: '2026-03-03', shown: 280, opened: 0 }]) // noon to midnight in Hanoi, and after
  expect(rows.some(({ listing_id }) => listing_id === 999_999)).toBe(false)

  const away = openPool(url, 1), other = openDb(away)
  await asOwner('revoke insert on match_exposure from techex_app')
  countExposure(other, 'shown', [offers[1]!], noon)
  await flushExposure(other)
  await asOwner('grant insert on match_exposure to techex_app')
  await flushExposure(other)
  await other.destroy()
  expect((await counted()).find(({ listing_id, day }) => listing_id === offers[1] && day === '2026-03-02')?.shown).toBe(721)
})

test('two processes write at once and no count is lost', async () => {
  const two = openDb(openPool(url, 2))
  await Promise.all([db, two].map(async (handle) => { for (let i = 0; i < 20; i++) { countExposure(handle, 'shown', i % 2 ? offers : offers.toReversed(), noon); await flushExposure(handle) } }))
  await two.destroy()
  expect((await counted()).map(({ shown: times }) => times)).toEqual(offers.map(() => 40))
})

test('only an administrator sets the bound, with a reason; who, when and why is kept; the same again is refused, and of two at once one sets it', async () => {
  const set = (actor: Actor | undefined, listing_percent: number | null = 20) => refusalOf(setBound(ctxOf(db, actor), { listing_percent, organisation_percent: null, reason }))
  for (const [who, answer] of [[lan, 'not_permitted'], [observer, 'not_permitted'], [officer, 'not_permitted'], [moderator, 'not_permitted'], [undefined, 'sign_in_first'], [{ ...administrator, acted_by: { person_id: second.person_id!, name: 'x' } }, 'in_person_only']] as const) expect(await set(who)).toBe(answer)
  expect((await Promise.all([set(administrator), set(second)])).toSorted()).toEqual(['done', 'match_bound_same'])
  expect(await set(administrator, 30)).toBe('done')
  expect(await db.selectFrom('event').select(['subject', 'person_id', 'data']).where('type', '=', 'match.bound_set').orderBy('id', 'desc').limit(1).executeTakeFirst()).toEqual({ subject: 'match:bound', person_id: administrator.person_id, data: { listing_percent: 30, organisation_percent: null, reason } })
  const page = (await pages.get('/vi/administration/matching/exposure', observer)).body
  expect(page).toContain('Đang áp dụng: một tin tối đa 30 %, một tổ chức không giới hạn.')
  expect(page).toContain(reason)
  expect(page).not.toContain('name="listing_percent"')
  expect((await pages.get('/vi/administration/matching/exposure', administrator)).body).toContain('name="listing_percent"')
  await expect(readAs(db, observer).insertInto('match_bound').values({ listing_percent: 1, organisation_percent: null, reason, set_by: observer.person_id!, set_at: noon }).execute()).rejects.toThrow('row-level security')
  await expect(readAs(db, administrator).updateTable('match_bound').set({ reason: 'x' }).execute()).rejects.toThrow('permission denied')
  const wrong = await pages.post('/vi/administration/matching/exposure', { listing_percent: '200', organisation_percent: '', reason }, administrator)
  expect([wrong.statusCode, wrong.body.includes('value="200"')]).toEqual([422, true])
})

test('in the pages’ list one that had too much of its field’s week stands behind others of comparable score; without a bound, or with a week gone by, it does not', async () => {
  const before = await order(stranger, noon, 12)
  await shown(before[0]!, 80)
  await shown(before[1]!, 20)
  forgetWeek(db)
  expect(await order(stranger, noon, 12)).toEqual(before)
  await setBound(ctxOf(db, administrator), { listing_percent: 50, organisation_percent: null, reason })
  const after = await order(stranger, noon, 12)
  expect(after.indexOf(before[0]!)).toBeGreaterThan(0)
  expect(after.filter((id) => id !== before[0])).toEqual(before.slice(1))
  forgetWeek(db)
  expect(await order(stranger, daysFrom(noon, 8), 12)).toEqual(before)
  // Fewer showings than say anything.
  await asOwner('update match_exposure set shown = shown / 4')
  forgetWeek(db)
  expect(await order(stranger, noon, 12)).toEqual(before)
})

test('a new listing that suits well enough has a place among the first five, until it has been seen', async () => {
  const list = await order()
  const last = list[5]!
  await db.updateTable('listing').set({ published_at: daysFrom(noon, -3) }).where('id', '=', last).execute()
  const scores = new Map((await matchesFor(ctxOf(db, stranger), { id: need, kind: 'need', state: 'published', organisation_id: cooperative, version: 1 }, 6)).open.map(({ card, match }) => [card.id, match.score]))
  expect(scores.get(last)! / Math.max(...scores.values())).toBeGreaterThanOrEqual(0.6)
  expect((await order())[4]).toBe(last)
  await shown(last, 50, '2026-02-28')
  expect(await order()).toEqual(list)
})

test('who is shown how much: by listing and organisation, as a page, a picture and a file, for those who may', async () => {
  await shown(offers[0]!, 60)
  await shown(offers[0]!, 15, '2026-02-20')
  await shown(offers[1]!, 25)
  await shown(offers[2]!, 500, '2025-11-01')
  await shown(offers[2]!, 500, '2025-01-29')
  await forgetExposure(db, noon)
  expect((await counted()).map(({ day }) => day)).not.toContain('2025-01-29')
  expect(await counted()).toHaveLength(4)
  await shown(need, 9)
  await db.insertInto('match_answer').values({ need_id: need, offer_id: offers[0]!, organisation_id: cooperative, person_id: lan.person_id!, answer: 'declined', code: 'too_dear', score: 60, reasons: '[]', answered_at: noon }).execute()
  const seen = await exposureOf(readAs(db, administrator), { view: 'listings', kind: 'offer', days: 28 }, noon, 'vi', 50)
  expect(seen).toMatchObject({ total: 100, seen: 2, published: offers.length + 10, rows: [{ id: offers[0], name: 'Máy sấy lạnh dược liệu giữ màu', owner: 'Bên bán 1', shown: 75, share: 75, answered: 1 }, { id: offers[1], shown: 25, answered: 0 }] })
  expect(seen.tenths.reduce((sum, n) => sum + n, 0)).toBe(100)
  expect(seen.tenths[0]).toBeGreaterThan(80)
  expect((await exposureOf(readAs(db, administrator), { view: 'organisations', kind: 'offer', days: 7 }, noon, 'vi', 50)).rows.map(({ name, shown: times }) => [name, times])).toEqual([['Bên bán 1', 60], ['Bên bán 2', 25]])
  const page = (await pages.get('/vi/administration/matching/exposure?view=organisations&days=90', administrator)).body
  expect(page).toMatch(/<svg class="chart small".*Bên bán 1.*Không ai trả tiền để đứng trước/s)
  const file = await pages.get('/en/administration/matching/exposure/data.csv?days=28', observer)
  expect(file.headers['content-type']).toContain('text/csv')
  expect(file.body.split('\n').slice(0, 2).map((row) => row.replace('\ufeff', ''))).toEqual(['id,name,owner,shown,percent,opened,answered', `${offers[0]},Máy sấy lạnh dược liệu giữ màu,Bên bán 1,75,75.00,0,1`])
  const status = async (path: string, who?: Actor) => (await pages.get(path, who)).statusCode
  for (const path of ['/vi/administration/matching/exposure', '/vi/administration/matching/exposure/data.csv']) for (const [who, answer] of [[administrator, 200], [observer, 200], [officer, 403], [moderator, 403], [lan, 403], [undefined, 303]] as const) expect(await status(path, who), path).toBe(answer)
  for (const path of ['/vi/administration/matching', '/vi/administration/matching/declines.csv']) for (const [who, answer] of [[administrator, 200], [observer, 200], [officer, 200], [moderator, 403], [lan, 403], [undefined, 303]] as const) expect(await status(path, who), path).toBe(answer)
  for (const who of [lan, seller, officer, moderator]) expect(await readAs(db, who).selectFrom('match_exposure').select('listing_id').execute()).toEqual([])
})

test('what people said to matches: reasons called wrong with their facts, declines by month, reason, field and side, with a file', async () => {
  await db.deleteFrom('match_answer').execute()
  const answer = (organisation_id: number, offer_id: number, code: string, at: Date) => db.insertInto('match_answer').values({ need_id: need, offer_id, organisation_id, person_id: lan.person_id!, answer: 'declined', code, words: code === 'other' ? '=HYPERLINK("x")' : '', score: 40, reasons: '[]', answered_at: at }).execute()
  await answer(cooperative, offers[0]!, 'too_dear', noon)
  await answer(cooperative, offers[1]!, 'too_dear', new Date('2026-01-31T23:00:00+07:00'))
  await answer(suppliers[2]!, offers[2]!, 'other', noon)
  await answer(cooperative, offers[3]!, 'too_early', new Date('2025-03-31T23:00:00+07:00')) // longer ago than a year
  await db.insertInto('match_objection').values({ need_id: need, offer_id: offers[0]!, organisation_id: cooperative, person_id: lan.person_id!, code: 'trl_met', reason: JSON.stringify({ code: 'trl_met', offered: 8, wanted: 7 }), words: '<b>Chưa ai thử</b>', objected_at: noon }).execute()
  const page = (await pages.get('/vi/administration/matching', officer)).body
  expect(page).toContain('Mức độ sẵn sàng TRL 8, cần từ 7')
  expect(page).toContain('&lt;b>Chưa ai thử&lt;/b>')
  expect(page).toContain('từ 04/2025 đến 03/2026, tổng cộng 3.')
  expect((await pages.get('/vi/administration/matching?field=1', officer)).body).toContain('Chưa có gợi ý nào bị từ chối.')
  const csv = (await pages.get('/vi/administration/matching/declines.csv', officer)).body.replace('\ufeff', '').trim().split('\n')
  expect(csv).toEqual(['month,field,field_name,reason,reason_name,declined_by,count', expect.stringMatching(/^2026-01,203,.*,too_dear,Giá vượt quá khả năng chi trả,need,1$/), expect.stringMatching(/^2026-03,203,.*,other,Lý do khác \(hãy ghi rõ\),offer,1$/), expect.stringMatching(/^2026-03,203,.*,too_dear,.*,need,1$/)])
})
