import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { publishListing } from '../../../tests/reviews.ts'
import type { Actor } from '../../core/context.ts'
import { changeListing, draftListing, ListingContent, submitListing } from './commands.ts'
import { SaveStep, saveStep } from './detail-commands.ts'
import { detailsOf } from './detail-queries.ts'
import { listingFor } from './queries.ts'

/** The steps of the form beyond the basic content, saved command by command. */
const { db, asOwner } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện Bờ Xôi')
const lan = await aPerson(db, { organisation: institute }), minh = await aPerson(db, { organisation: institute, role: 'editor' }), viewer = await aPerson(db, { organisation: institute, role: 'viewer' })
const stranger = await aPerson(db, { organisation: await anOrganisation(db) }), moderator = await aPerson(db, { staff: ['moderator'] })
const offer = (state: 'draft' | 'published' | 'submitted' | 'returned' = 'draft') => aListing(db, 'offer', institute, state, 'Máy sấy lạnh nông sản')
const need = () => aListing(db, 'need', institute, 'draft', 'Cần máy sấy')
const save = (id: number, step: string, version: number, typed: object = {}, as: Actor = lan, itself = false, minutes = 0) => saveStep(ctxOf(db, as, minutesAfterNoon(minutes)), SaveStep.parse({ id, step, version, ...typed }), { itself })
const errorsOf = (step: string, typed: object) => Object.fromEntries(SaveStep.safeParse({ id: '1', step, version: '0', ...typed }).error?.issues.map(({ path, message }) => [path.join(), message]) ?? [])
const row = async (id: number) => db.selectFrom('listing').select(['state', 'version', 'trl', 'anonymous']).where('id', '=', id).executeTakeFirstOrThrow()
const events = async (id: number) => (await db.selectFrom('event').select(['type', 'data']).where('subject', '=', `listing:${id}`).orderBy('id').execute()).map(({ type, data }) => [type, (data as { fields?: string[] }).fields])

test('a step is read as people type it: amounts, percentages, decimals, days, and rows with nothing in them left out', async () => {
  const id = await offer()
  await save(id, 'use', 0, { unit_vi: '1 kg vải khô', cost_own: '9.500', cost_incumbent: '16 000', power_vi: 'Điện ba pha', power_en: 'Three-phase power', site_1_place: ' ', site_2_place: 'Hợp tác xã Bãi Giữa', site_2_since_year: '2023', site_3_ask: '' })
  await save(id, 'market', 0, { market_growth: '−7,5', stage: 'prototype' })
  await save(id, 'public_money', 0, { state_share: '66.67 %', decision_on: '2024-02-29', task_code: 'KC.07.12/21-30' })
  expect(await detailsOf(db, id)).toMatchObject({
    row: { cost_own: 9500, cost_incumbent: 16_000, market_growth_basis_points: -750, stage: 'prototype', state_share_basis_points: 6667, decision_on: '2024-02-29', task_code: 'KC.07.12/21-30' },
    texts: { unit: { vi: '1 kg vải khô' }, power: { vi: 'Điện ba pha', en: 'Three-phase power' } }, sites: [{ place: 'Hợp tác xã Bãi Giữa', since_year: 2023, ask: '' }], versions: { use: 1, market: 1, public_money: 1 },
  })
  const other = await need()
  await save(other, 'numbers', 0, { baseline: '12,5', target: '1.200', urgency: 'this_year', value_per_year: '400.000.000' })
  expect((await detailsOf(db, other)).row).toMatchObject({ baseline: 12.5, target: 1200, urgency: 'this_year', value_per_year: 400_000_000 })
})

test.each<[string, object, object]>([
  ['use', { cost_own: '9,5', site_1_since_year: '23', site_2_place: 'a\nb' }, { cost_own: 'amount', site_1_place: 'required', site_1_since_year: 'year', site_2_place: 'one_line' }],
  ['public_money', { state_share: '100,01', decision_on: '2025-02-29', decision_number: ['a', 'b'] }, { state_share: 'number', decision_on: 'day', decision_number: 'invalid' }],
  ['rights', { right_1_number: '1-003', share_1_name: 'A', share_1_share: '0', share_2_share: '50', right_2_kind: 'x' }, { right_1_kind: 'choose', right_1_status: 'choose', right_2_kind: 'choose', right_2_status: 'choose', share_1_share: 'number', share_2_name: 'required' }],
  ['numbers', { baseline: '1,2,3', target: 'NaN', urgency: 'soon' }, { baseline: 'number', target: 'number', urgency: 'choose' }], ['money', { months: '0' }, { months: 'number' }], ['readiness', { level_3: 'maybe', trl: '10' }, { level_3: 'choose', trl: 'choose' }],
])('what cannot be read in %s is said at its field: %j', (step, typed, errors) => expect(errorsOf(step, typed)).toEqual(errors))

test('a step of the other kind, or none, does not exist', async () => {
  await expect(save(await offer(), 'numbers', 0)).rejects.toMatchObject({ refusal: { code: 'not_found' } })
  expect(SaveStep.safeParse({ id: 1, step: 'x', version: 0 }).success).toBe(false)
})

test('strangers, viewers, moderators and other organisations save nothing', async () => {
  const id = await offer()
  await expect(saveStep(ctxOf(db), SaveStep.parse({ id, step: 'use', version: 0 }))).rejects.toMatchObject({ refusal: { code: 'sign_in_first' } })
  for (const who of [viewer, stranger, moderator]) await expect(save(id, 'use', 0, { cost_own: '5' }, who)).rejects.toMatchObject({ refusal: { code: 'not_found' } })
  expect((await detailsOf(db, id)).versions).toEqual({})
})

test('the level the answers show is claimed unless another is; what was answered is kept', async () => {
  const id = await offer() // claims 8
  await save(id, 'readiness', 0, { level_1: 'yes', level_2: 'yes', level_3: 'no', level_7: 'yes', trl: '' })
  expect((await row(id)).trl).toBe(2)
  await save(id, 'readiness', 1, { level_1: 'yes', level_2: 'yes', trl: '6' })
  expect((await row(id)).trl).toBe(6)
  expect((await detailsOf(db, id)).readiness).toEqual({ 1: true, 2: true })
  await save(id, 'readiness', 2, {})
  expect(await row(id), 'no answers claim nothing new').toMatchObject({ trl: 6 })
})

test('owners with shares that make exactly the whole are kept, those of the Exchange with their page; the database holds it too', async () => {
  const id = await offer()
  const shares = { share_1_name: 'viện cơ điện bờ xôi', share_1_share: '66,67', share_2_name: 'Trần Văn Đất', share_2_share: '33.33' }
  await expect(save(id, 'rights', 0, { ...shares, share_2_share: '33,34' })).rejects.toMatchObject({ refusal: { code: 'shares_not_whole', sum: 10_001 } })
  await save(id, 'rights', 0, shares)
  expect((await detailsOf(db, id)).shares).toMatchObject([{ organisation_id: institute, share_basis_points: 6667 }, { organisation_id: null, name: 'Trần Văn Đất', share_basis_points: 3333 }])
  await expect(asOwner(`update listing_share set share_basis_points = 1 where listing_id = ${id} and position = 2`)).rejects.toThrow('do not add to the whole')
  await save(id, 'rights', 1, {})
  expect((await detailsOf(db, id)).shares).toEqual([])
  const twins = [await anOrganisation(db, 'enterprise', 'Công ty Trùng tên'), await anOrganisation(db, 'enterprise', 'Công ty Trùng tên')]
  await save(id, 'rights', 2, { share_1_name: 'Công ty Trùng tên', share_1_share: '100' })
  expect((await detailsOf(db, id)).shares[0]?.organisation_id, `neither of ${twins}`).toBeNull()
})

test('rights keep their days and places; one cannot end before it was filed', async () => {
  const id = await offer()
  const right = { right_1_kind: 'patent', right_1_status: 'granted', right_1_number: '1-0034567', right_1_territories: ['PCT', 'VN'], right_1_filed_on: '2021-05-20', right_1_expires_on: '2041-05-20' }
  await save(id, 'rights', 0, right)
  expect((await detailsOf(db, id)).rights).toEqual([{ kind: 'patent', status: 'granted', number: '1-0034567', territories: ['VN', 'PCT'], filed_on: '2021-05-20', expires_on: '2041-05-20' }])
  await expect(save(id, 'rights', 1, { ...right, right_1_expires_on: '2021-05-20' })).rejects.toMatchObject({ refusal: { code: 'right_ends_first', right: 1 } })
})

test('two people save one step: the second is told and nothing is overwritten; other steps are no concern of it', async () => {
  const id = await offer()
  const answers = await Promise.allSettled([save(id, 'use', 0, { cost_own: '1' }, lan), save(id, 'use', 0, { cost_own: '2' }, minh)])
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(answers.find((answer) => answer.status === 'rejected')?.reason).toMatchObject({ refusal: { code: 'changed_meanwhile', version: 1 } })
  await save(id, 'market', 0, { stage: 'idea' }, minh)
  expect(await save(id, 'use', 1, { cost_own: '3' })).toBe(2)
})

test('the same press once more changes nothing', async () => {
  const id = await offer()
  expect(await save(id, 'use', 0, { cost_own: '1' })).toBe(1)
  expect(await save(id, 'use', 0, { cost_own: '1' })).toBe(1)
  expect((await row(id)).version).toBe(2)
  expect(await events(id)).toHaveLength(1)
})

test('what is published is reviewed anew once a step says something else, and not by looking at it; under review nothing changes', async () => {
  const id = await offer('published')
  await save(id, 'use', 0, {})
  expect(await row(id)).toMatchObject({ state: 'published', version: 1 })
  await save(id, 'use', 0, { cost_own: '1' })
  expect(await row(id)).toMatchObject({ state: 'draft', version: 2 })
  expect((await events(id))[0]).toEqual(['listing.changed', expect.arrayContaining(['cost_own', 'limits', 'sites'])])
  await expect(save(await offer('submitted'), 'use', 0, { cost_own: '1' })).rejects.toMatchObject({ refusal: { code: 'under_review' } })
})

test('a form that saves itself never takes down what is public, and never changes what is under review', async () => {
  const [id, waiting, returned] = [await offer('published'), await offer('submitted'), await offer('returned')]
  await expect(save(id, 'use', 0, { cost_own: '1' }, lan, true)).rejects.toMatchObject({ refusal: { code: 'saved_by_hand' } })
  await expect(save(waiting, 'use', 0, { cost_own: '1' }, lan, true)).rejects.toMatchObject({ refusal: { code: 'under_review' } })
  const typed = ListingContent.parse({ title_vi: 'Máy sấy lạnh khác', price_mode: 'negotiable' })
  await expect(changeListing(ctxOf(db, lan), { id, version: 1, ...typed }, { itself: true })).rejects.toMatchObject({ refusal: { code: 'saved_by_hand' } })
  expect(await row(id)).toMatchObject({ state: 'published', version: 1 })
  await save(returned, 'use', 0, { cost_own: '1' }, lan, true)
  expect(await row(returned)).toMatchObject({ state: 'returned', version: 2 })
})

test('one sitting at a form that saves itself is one change in the log; somebody else, another step or a button is another', async () => {
  const id = await offer()
  for (let i = 0; i < 4; i++) await save(id, 'use', i, { cost_own: String(i + 1) }, lan, true, i)
  expect(await events(id)).toHaveLength(1)
  await save(id, 'use', 4, { cost_own: '9' }, minh, true, 5)
  await save(id, 'market', 0, { stage: 'idea' }, minh, true, 6)
  await save(id, 'market', 1, { stage: 'prototype' }, minh, false, 7)
  await save(id, 'market', 2, { stage: 'idea' }, minh, true, 60)
  expect(await events(id)).toHaveLength(5)
  expect((await row(id)).version).toBe(9)
})

test('a need says whether it stays anonymous, and an offer cannot', async () => {
  const id = await need()
  await save(id, 'pilot', 0, { pilot: 'yes', anonymous: 'yes' })
  expect((await row(id)).anonymous).toBe(true)
  await save(id, 'pilot', 1, { pilot: 'yes', anonymous: 'no' })
  expect((await row(id)).anonymous).toBe(false)
  await expect(sql`update listing set anonymous = true where id = ${await offer()}`.execute(db)).rejects.toThrow('only_needs_are_anonymous')
})

test('what a draft says is read by its own people alone, at the second wall too', async () => {
  const id = await offer()
  await save(id, 'rights', 0, { right_1_kind: 'patent', right_1_status: 'filed', share_1_name: 'A', share_1_share: '100' })
  await save(id, 'use', 0, { cost_own: '1', limits_vi: 'Chưa chạy được', site_1_place: 'Ở đâu đó' })
  await save(id, 'readiness', 0, { level_1: 'yes' })
  const other = await need()
  await save(other, 'numbers', 0, { baseline: '1' })
  const tables = ['listing_step', 'listing_offer_detail', 'listing_need_detail', 'listing_detail_text', 'listing_readiness', 'listing_right', 'listing_share', 'listing_site'] as const
  const found = async (who: Actor, table: (typeof tables)[number]) => (await ctxOf(db, who).db.selectFrom(table).select('listing_id').where('listing_id', 'in', [id, other]).execute()).length
  for (const table of tables) {
    expect([await found(stranger, table), await found(moderator, table)], table).toEqual([0, 0])
    expect(await found(viewer, table), table).toBeGreaterThan(0)
    await expect(sql`delete from ${sql.table(table)} where listing_id in (${id}, ${other})`.execute(ctxOf(db, viewer).db).then(() => found(viewer, table))).resolves.toBeGreaterThan(0)
  }
  await expect(sql`insert into listing_site (listing_id, position, place) values (${await offer('published')}, 1, 'x')`.execute(ctxOf(db, stranger).db)).rejects.toThrow('row-level security')
})

test('what was read with a listing is what was saved, from draft to publication', async () => {
  const long = (text: string) => `${text} `.repeat(6)
  const id = await draftListing(ctxOf(db, lan), { kind: 'offer', request_key: randomUUID(), ...ListingContent.parse({ title_vi: 'Máy sấy lạnh nông sản', summary_vi: long('Giữ màu và hương.'), description_vi: long('Bơm nhiệt hạ ẩm ở 35 độ, buồng inox.'), problem_vi: long('Sấy nắng mất màu.'), advantages_vi: long('Đã chạy ở hai nơi.'), trl: '8', ip_status: 'filed', price_mode: 'negotiable', research_fields: '20307', transfer_forms: 'licence' }) })
  await save(id, 'use', 0, { cost_own: '5', cost_incumbent: '10' })
  await submitListing(ctxOf(db, lan), { id })
  await publishListing(ctxOf(db, moderator, noon), { id, version: 2 })
  expect((await listingFor(ctxOf(db), id)).details.row).toMatchObject({ cost_own: 5, cost_incumbent: 10 })
})
