import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { daysFrom } from '../../platform/time.ts'
import { vnd } from '../../platform/money.ts'
import type { Storage } from '../../platform/storage.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { idleCount, idleFiles } from '../deals/step-queries.ts'
import { moderationRoutes } from '../moderation/routes.tsx'
import { standingRoutes } from '../organisations/standing-routes.tsx'
import { changeServiceTime } from '../rulebook/commands.ts'
import { waitingJudge } from '../rulebook/queries.ts'
import { workRoutes } from './routes.tsx'
import { dutiesOf } from './queries.ts'

/** What waits longer than was promised is said to be overdue, wherever it is listed. Noon is Monday, 2 March 2026. */
const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Rau')
const moderator = await aPerson(db, { staff: ['moderator'] }), administrator = await aPerson(db, { staff: ['administrator'] }), lan = await aPerson(db, { organisation: institute }), hoa = await aPerson(db, { organisation: buyer })
const { get } = await openPages(db, (app) => {
  moderationRoutes(app)
  standingRoutes(app, { storage: {} as Storage, uploadMaxBytes: 5_000_000 })
  workRoutes(app)
})
const waitingListing = async (title: string, since: Date) => {
  const id = await aListing(db, 'offer', institute, 'submitted', title)
  await db.updateTable('listing').set({ submitted_at: since }).where('id', '=', id).execute()
  return id
}
/** The rows of a page's table, or its cards, without tags. */
const rowsOf = (html: string, tag = 'tr') => [...html.matchAll(new RegExp(`<${tag}[ >].*?</${tag}>`, 'gs'))].map(([row]) => row.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '))

test('in the queue of listings and in my work, each says until when it is in time; late ones say so, the oldest first', async () => {
  await waitingListing('Gửi thứ Hai tuần trước', daysFrom(noon, -7))
  await waitingListing('Gửi thứ Tư tuần trước', daysFrom(noon, -5))
  await waitingListing('Gửi thứ Năm tuần trước', daysFrom(noon, -4))
  for (const [url, tag] of [['/vi/moderation', 'tr'], ['/vi/work', 'tr']] as const) {
    const [, ...rows] = rowsOf((await get(url, moderator)).body, tag)
    expect(rows.map((row) => [/Gửi thứ (Hai|Tư|Năm)/.exec(row)?.[1], row.includes('Quá hạn'), /Hạn: ([\d/]+)/.exec(row)?.[1]]), url).toEqual([['Hai', true, '26/02/2026'], ['Tư', false, '02/03/2026'], ['Năm', false, '03/03/2026']])
  }
  expect((await get('/en/moderation', moderator)).body).toContain('Time allowed: 3 working days')
})

test('an organisation waiting to be verified says by when, and that it is late', async () => {
  for (const [id, days] of [[institute, -3], [buyer, -20]] as const) {
    await db.updateTable('organisation').set({ verification: 'submitted' }).where('id', '=', id).execute()
    await db.insertInto('event').values({ type: 'organisation.verification_requested', subject: `organisation:${id}`, person_id: null, acted_by: null, organisation_id: id, at: daysFrom(noon, days), request_id: 'test', data: JSON.stringify({ organisation_id: id }) }).execute()
  }
  const rows = rowsOf((await get('/vi/moderation/organisations', moderator)).body, 'article')
  expect(rows.map((row) => [row.includes('Công ty Rau'), row.includes('Quá hạn'), row.includes('Thời hạn: 5 ngày làm việc')])).toEqual([[true, true, true], [false, false, true]])
  expect((await dutiesOf(db, moderator, noon)).find(({ href }) => href === '/moderation/organisations')?.waited).toMatchObject({ overdue: true })
})

test('interests, requests for access and data subjects’ requests are judged by what was promised for them', async () => {
  const listing = await aListing(db, 'offer', institute, 'published', 'Máy sấy')
  await db.insertInto('interest').values({ listing_id: listing, counter_listing_id: null, organisation_id: buyer, person_id: hoa.person_id!, message: 'Chúng tôi muốn biết thêm về máy sấy.', reasons: '[]', titles: null, counter_titles: null, request_key: crypto.randomUUID(), expressed_at: daysFrom(noon, -40), decline_code: null, answered_by: null, answered_at: null }).execute()
  await db.insertInto('access_request').values({ subject: `listing:${listing}`, organisation_id: buyer, person_id: hoa.person_id!, tier: 'granted', purpose: 'Đánh giá khả năng lắp đặt.', asked_at: daysFrom(noon, -3) }).execute()
  const duties = (await dutiesOf(db, lan, noon)).map(({ href, waited }) => [href.replace(/\d+/, 'n'), waited?.overdue])
  expect(duties).toContainEqual(['/interests/n', true])
  expect(duties).toContainEqual(['/my/listings/n/access', false])
  const request = { person_id: hoa.person_id!, kind: 'access' as const, details: '', carry_out_after: null, received_at: daysFrom(noon, -1), answer_by: daysFrom(noon, 1), complete_by: daysFrom(noon, 14), by_law: false }
  await db.insertInto('data_request').values({ ...request, request_key: crypto.randomUUID() }).execute()
  const due = async () => (await dutiesOf(db, administrator, noon)).find(({ href }) => href === '/administration/data-requests')?.waited
  expect(await due()).toMatchObject({ due: daysFrom(noon, 1), overdue: false })
  await db.insertInto('data_request').values({ ...request, request_key: crypto.randomUUID(), state: 'answered', answered_at: noon, complete_by: noon }).execute()
  expect(await due()).toMatchObject({ due: noon, overdue: true })
  expect(rowsOf((await get('/vi/work', administrator)).body).join()).toContain('Quá hạn')
})

test('a deal officer’s work says how many files are left lying and leads to them; nobody else’s does', async () => {
  const officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
  const line = async (who: typeof officer, locale = 'vi') => /<a href="\/..\/deals\/idle">([^<]*)</.exec((await get(`/${locale}/work`, who)).body)?.[1]
  expect([await idleCount(db, noon), await line(officer)]).toEqual([0, undefined])
  const at = (who: typeof officer) => ctxOf(db, who, daysFrom(noon, -20))
  const interest_id = await expressInterest(at(hoa), { listing_id: await aListing(db, 'offer', institute, 'published', 'Máy rửa rau'), counter_listing_id: null, message: 'Chúng tôi cần rửa 500 kg rau một ngày.', request_key: crypto.randomUUID() })
  await acceptInterest(at(lan), { interest_id })
  expect([await line(officer), await line(officer, 'en')]).toEqual(['1 hồ sơ giao dịch không hoạt động', '1 idle deal file'])
  for (const who of [lan, moderator, inspector]) expect(await line(who), who.name).toBeUndefined()
  const { id } = await db.selectFrom('deal').select('id').where('interest_id', '=', interest_id).executeTakeFirstOrThrow()
  const listed = async () => { const counted = await idleCount(db, noon), { files } = await idleFiles(db, noon); expect(files.length, 'counted as they are listed').toBe(counted); return files.map(({ why }) => why) }
  await db.updateTable('deal').set({ stage_since: noon }).where('id', '=', id).execute()
  expect(await listed(), 'moved today').toEqual([])
  await db.updateTable('deal').set({ stage_since: daysFrom(noon, -14) }).where('id', '=', id).execute()
  expect(await listed(), 'fourteen days').toEqual(['quiet'])
  await db.updateTable('deal').set({ stage: 'won', value: vnd(1), closed_at: noon }).where('id', '=', id).execute()
  expect(await listed(), 'one in use waits for months').toEqual([])
  await db.updateTable('deal_duty').set({ due_on: '2026-03-01' }).where('deal_id', '=', id).where('done_at', 'is', null).execute()
  expect(await listed(), 'unless its day is over').toEqual(['day_passed'])
  await db.updateTable('deal').set({ after_stage: 'done' }).where('id', '=', id).execute()
  expect(await listed(), 'one that is over').toEqual([])
})

test('a service time changed from a day on judges what comes in from that day on, and nothing before', async () => {
  await changeServiceTime(ctxOf(db, administrator), { code: 'listing_review', amount: 2, unit: 'hours', valid_from: '2026-03-02' })
  const judge = await waitingJudge(db, noon)
  expect(judge('listing_review', daysFrom(noon, -1))).toMatchObject({ amount: 3, unit: 'working_days', overdue: false })
  expect(judge('listing_review', new Date(noon.getTime() - 3 * 3_600_000))).toMatchObject({ amount: 2, unit: 'hours', overdue: true })
  expect(judge('listing_review', new Date('2025-06-01T10:00:00+07:00'))).toBeNull()
})
