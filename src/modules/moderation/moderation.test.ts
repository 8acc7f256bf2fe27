import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import type { Actor } from '../../core/context.ts'
import { Refused } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { changeListing, draftListing, ListingContent, submitListing, withdrawListing } from '../listings/commands.ts'
import { ActOnMany, actOnMany } from './bulk-commands.ts'
import { letGoOfItem, publishItem, ReturnItem, returnItem, takeItem, takeNext } from './commands.ts'
import { bulkOf, claimOn, formerVersion, nearDuplicatesOf, returnReasons, reviewQueue } from './queries.ts'
import { addReason, changeReason, NewReason, restoreReason, retireReason } from './reason-commands.ts'
import { moderationReport } from './reports.ts'
import { composeReason, countsOf, nextAfter, passes, percentile, type QueueFilter, timeUsed, type Waiting, waitsOf } from './rules.ts'

/** The moderators' queue: who is at what, what is decided how often, and what is nearly the same. */
const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), firm = await anOrganisation(db, 'enterprise', 'Công ty Rau')
const owner = await aPerson(db, { organisation: institute }), buyer = await aPerson(db, { organisation: firm })
const lan = await aPerson(db, { staff: ['moderator'], name: 'Lan' }), quan = await aPerson(db, { staff: ['moderator'], name: 'Quân' }), insider = await aPerson(db, { organisation: institute, staff: ['moderator'], name: 'Người trong' })
const observer = await aPerson(db, { staff: ['observer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), administrator = await aPerson(db, { staff: ['administrator'] }), officer = await aPerson(db, { staff: ['deal_officer'] })

const words = 'bơm nhiệt hạ ẩm buồng inox khay quạt đảo chiều cảm biến gốm lọc nước men vi sinh tảo nuôi trồng vật liệu polyme phủ sơn thép hàn tia laser siêu âm đo lường phân tích quang phổ sắc ký mô hình học máy ảnh vệ tinh bản đồ thổ nhưỡng giống lúa chịu mặn'.split(' ')
let made = 0
/** Words of its own for each listing, so that none is like another by chance. */
function prose(n: number, count: number): string {
  return Array.from({ length: count }, (_, i) => `${words[(n * 7 + i * (n + 3)) % words.length]}${n} ${words[(n * 11 + i * 5) % words.length]}`).join(' ')
}
const contentOf = (n: number, over: object = {}) => ListingContent.parse({ title_vi: `Thiết bị ${prose(n, 3)}`, summary_vi: `Dùng cho ${prose(n, 10)}.`, description_vi: `${prose(n, 40)}.`, problem_vi: `${prose(n, 20)}.`, advantages_vi: `${prose(n, 20)}.`, trl: '8', ip_status: 'filed', price_mode: 'negotiable', research_fields: '20307', transfer_forms: 'licence', ...over })
async function waiting({ by = owner, over = {}, at = noon }: { by?: Actor; over?: object; at?: Date } = {}): Promise<number> {
  const id = await draftListing(ctxOf(db, by, at), { kind: 'offer', request_key: randomUUID(), ...contentOf(++made, over) })
  await submitListing(ctxOf(db, by, at), { id })
  return id
}
const stateOf = async (id: number) => (await db.selectFrom('listing').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
const reviewsOf = (id: number) => db.selectFrom('listing_review').select(['decision', 'reason', 'decided_by']).where('listing_id', '=', id).orderBy('id').execute()
const outcome = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof Refused ? error.refusal.code : `${(error as Error).name}: ${(error as Error).message}`))
const outcomes = (works: Promise<unknown>[]) => Promise.all(works.map(outcome))
const version = 1
const noFilter: QueueFilter = { kind: '', field: '', change: '', late: '', whose: '' }
const back = (id: number, form: object) => returnItem(ctxOf(db, lan), ReturnItem.parse({ id, version, ...form }))
const eventsOn = async (subject: string) => (await db.selectFrom('event').select('type').where('subject', '=', subject).orderBy('id').execute()).map(({ type }) => type)

describe('Who is on what', () => {
  test('nobody but a moderator takes, lets go, decides or acts on many; a stranger is asked to sign in', async () => {
    const id = await waiting()
    const acts = (as: Actor) => { const ctx = ctxOf(db, as); return [takeItem(ctx, { id, word: '' }), letGoOfItem(ctx, { id }), takeNext(ctx, noFilter), publishItem(ctx, { id, version }), returnItem(ctx, ReturnItem.parse({ id, version, reason: 'Hãy nêu số liệu.' })), actOnMany(ctx, { request_key: randomUUID(), act: 'publish', items: [{ listing_id: id, version }], reason_code: '' })] }
    for (const as of [owner, buyer, observer, inspector, administrator, officer]) expect(new Set(await outcomes(acts(as)))).toEqual(new Set(['not_permitted']))
    expect(new Set(await outcomes(acts({ ...lan, person_id: null, staff_roles: [] })))).toEqual(new Set(['sign_in_first']))
    expect([await stateOf(id), await claimOn(db, id)]).toEqual(['submitted', undefined])
  })
  test('of two who take one listing at once one gets it, and the other is told who and until when', async () => {
    for (let round = 0; round < 8; round++) {
      const id = await waiting()
      const results = await outcomes([takeItem(ctxOf(db, lan), { id, word: '' }), takeItem(ctxOf(db, quan), { id, word: '' })])
      expect(results.toSorted()).toEqual(['done', 'held'])
      const claim = await claimOn(db, id)
      expect(claim).toMatchObject({ person_id: (results[0] === 'done' ? lan : quan).person_id, ends_at: minutesAfterNoon(30) })
      expect(await eventsOn(`moderation:${id}`)).toEqual(['moderation.taken'])
      await publishItem(ctxOf(db, results[0] === 'done' ? lan : quan), { id, version })
    }
  })
  test('what somebody else holds is neither published nor sent back, until its time is past or it is taken over with a word why', async () => {
    const id = await waiting()
    await takeItem(ctxOf(db, lan), { id, word: '' })
    await expect(publishItem(ctxOf(db, quan), { id, version })).rejects.toMatchObject({ refusal: { code: 'held', name: 'Lan', until: minutesAfterNoon(30).toISOString() } })
    expect(await outcome(returnItem(ctxOf(db, quan), ReturnItem.parse({ id, version, reason: 'Hãy nêu số liệu.' })))).toBe('held')
    expect(await outcome(takeItem(ctxOf(db, quan), { id, word: 'vội' }))).toBe('held')
    await takeItem(ctxOf(db, quan), { id, word: 'Lan nghỉ chiều nay' })
    expect(await claimOn(db, id)).toMatchObject({ person_id: quan.person_id, word: 'Lan nghỉ chiều nay' })
    expect(await outcome(publishItem(ctxOf(db, lan), { id, version }))).toBe('held')
    await takeItem(ctxOf(db, lan, minutesAfterNoon(30)), { id, word: '' })
    await publishItem(ctxOf(db, lan, minutesAfterNoon(31)), { id, version })
    expect([await stateOf(id), await claimOn(db, id)]).toEqual(['published', undefined])
    expect(await eventsOn(`moderation:${id}`)).toEqual(['moderation.taken', 'moderation.taken_over', 'moderation.taken'])
  })
  test('pressed again it is held longer, and once only in the record; let go it is anybody’s, and nobody lets go of another’s', async () => {
    const id = await waiting()
    await takeItem(ctxOf(db, lan), { id, word: '' })
    await takeItem(ctxOf(db, lan, minutesAfterNoon(20)), { id, word: '' })
    expect((await claimOn(db, id))?.ends_at).toEqual(minutesAfterNoon(50))
    await letGoOfItem(ctxOf(db, quan, minutesAfterNoon(21)), { id })
    expect((await claimOn(db, id))?.person_id).toBe(lan.person_id)
    await letGoOfItem(ctxOf(db, lan, minutesAfterNoon(21)), { id })
    await letGoOfItem(ctxOf(db, lan, minutesAfterNoon(21)), { id })
    expect(await claimOn(db, id)).toBeUndefined()
    expect(await eventsOn(`moderation:${id}`)).toEqual(['moderation.taken', 'moderation.let_go'])
    await publishItem(ctxOf(db, lan), { id, version })
  })
  test('what does not wait, or is of one’s own organisation, is not taken; a draft does not exist', async () => {
    const id = await waiting()
    expect(await outcome(takeItem(ctxOf(db, insider), { id, word: '' }))).toBe('own_listing')
    expect(await outcome(publishItem(ctxOf(db, insider), { id, version }))).toBe('own_listing')
    await withdrawListing(ctxOf(db, owner), { id })
    expect(await outcome(takeItem(ctxOf(db, lan), { id, word: '' }))).toBe('not_found')
    await submitListing(ctxOf(db, owner), { id })
    await publishItem(ctxOf(db, lan), { id, version })
    expect(await outcome(takeItem(ctxOf(db, lan), { id, word: '' }))).toBe('not_waiting')
  })
  test('two who ask for the next one at once get two, the oldest first; at the end they are told it is the end', async () => {
    const ids = [await waiting({ at: daysFrom(noon, -9) }), await waiting({ at: daysFrom(noon, -8) }), await waiting({ at: daysFrom(noon, -7) })]
    const got = await Promise.all([takeNext(ctxOf(db, lan), noFilter), takeNext(ctxOf(db, quan), noFilter)])
    expect(got.toSorted((a, b) => a - b)).toEqual(ids.slice(0, 2))
    expect(await outcome(takeNext(ctxOf(db, insider), { ...noFilter, kind: 'need' }))).toBe('queue_empty')
    for (const id of ids) for (const as of [lan, quan]) await outcome(publishItem(ctxOf(db, as), { id, version }))
    expect(await Promise.all(ids.map(stateOf))).toEqual(['published', 'published', 'published'])
  })
})

describe('Sending back', () => {
  test('the texts chosen and what was typed go to the owner in the listing’s language; the codes are counted', async () => {
    const id = await waiting()
    await back(id, { reason: 'Ví dụ: ghi rõ kg mỗi giờ.', reasons: ['no_figures', 'unproven'] })
    const [{ reason } = { reason: '' }] = await reviewsOf(id)
    expect(reason).toMatch(/^Nội dung chưa có số liệu.*\n\nPhần ưu điểm chưa nêu ai đã thử.*\n\nVí dụ: ghi rõ kg mỗi giờ\.$/s)
    expect((await db.selectFrom('listing_review_reason as x').innerJoin('listing_review as r', 'r.id', 'x.review_id').select(['code', 'duplicate_of']).where('r.listing_id', '=', id).orderBy('code').execute())).toEqual([{ code: 'no_figures', duplicate_of: null }, { code: 'unproven', duplicate_of: null }])
    const english = await waiting({ over: { title_vi: '', summary_vi: '', description_vi: '', problem_vi: '', advantages_vi: '', title_en: `Heat pump ${prose(900, 3)}`, summary_en: `For ${prose(900, 10)}.`, description_en: `${prose(900, 40)}.`, problem_en: prose(900, 20), advantages_en: prose(900, 20) } })
    await back(english, { reasons: 'no_figures' })
    expect((await reviewsOf(english))[0]?.reason).toMatch(/^There are no figures/)
  })
  test('what the page has put together is sent as it stands; nothing at all, too little, and reasons there are none of, are errors at their field', async () => {
    const id = await waiting()
    for (const [form, path] of [[{}, 'reason'], [{ reason: 'ngắn' }, 'reason'], [{ reasons: 'no_such' }, 'reasons'], [{ reasons: 'no_figures', composed: 'yes' }, 'reason'], [{ reason: 'Trùng tin đã có.', duplicate_of: String(id) }, 'duplicate_of'], [{ reason: 'Trùng tin đã có.', duplicate_of: '99999' }, 'duplicate_of']] as const) {
      await expect(back(id, form), JSON.stringify(form)).rejects.toMatchObject({ issues: [expect.objectContaining({ path: [path] })] })
    }
    expect([await stateOf(id), await reviewsOf(id)]).toEqual(['submitted', []])
    await back(id, { reason: 'Nội dung chưa có số liệu công suất.', reasons: 'no_figures', composed: 'yes' })
    expect((await reviewsOf(id))[0]?.reason).toBe('Nội dung chưa có số liệu công suất.')
  })
  test('as a duplicate it is kept of which; a second identical press changes nothing', async () => {
    const [first, second] = [await waiting(), await waiting()]
    await back(second, { reason: 'Trùng với tin đã có.', composed: 'yes', duplicate_of: String(first) })
    expect(await db.selectFrom('listing_review_reason').select(['code', 'duplicate_of']).where('duplicate_of', '=', first).execute()).toEqual([{ code: 'duplicate', duplicate_of: first }])
    expect(await outcome(back(second, { reason: 'Trùng với tin đã có.', composed: 'yes', duplicate_of: String(first) }))).toBe('wrong_state')
    expect(await reviewsOf(second)).toHaveLength(1)
    await publishItem(ctxOf(db, lan), { id: first, version })
  })
  test('published and sent back at once, one of the two happens', async () => {
    for (let round = 0; round < 6; round++) {
      const id = await waiting()
      const results = await outcomes([publishItem(ctxOf(db, lan), { id, version }), returnItem(ctxOf(db, quan), ReturnItem.parse({ id, version, reasons: 'no_figures' }))])
      expect(results.toSorted()).toEqual(['done', 'wrong_state'])
      expect(await reviewsOf(id)).toHaveLength(1)
    }
  })
  test('decided on and taken back by its owner at once, one of the two happens, and a draft is never published', async () => {
    for (let round = 0; round < 6; round++) {
      const id = await waiting()
      const results = await outcomes([publishItem(ctxOf(db, lan), { id, version }), withdrawListing(ctxOf(db, owner), { id })])
      expect([['done', 'wrong_state', 'published', 1], ['not_found', 'done', 'draft', 0]]).toContainEqual([...results, await stateOf(id), (await reviewsOf(id)).length])
    }
  })
})

describe('Near-duplicates', () => {
  const original = { title_vi: 'Máy sấy lạnh nông sản 500 kg mỗi mẻ', summary_vi: 'Giữ màu và hương của trái cây, tốn bằng nửa điện so với sấy nhiệt.', description_vi: 'Bơm nhiệt hạ ẩm không khí ở 35 độ rồi thổi qua khay lưới. Buồng sấy bằng inox chia ba khoang riêng. Mỗi mẻ năm trăm cân chạy trong mười giờ. Bộ điều khiển ghi nhiệt độ và độ ẩm mỗi phút.' }
  test('an edited copy of another organisation is found from either side with what both write; others are not', async () => {
    const one = await waiting({ over: original })
    const copy = await waiting({ by: buyer, over: { ...original, title_vi: 'Thiết bị sấy lạnh trái cây nửa tấn', description_vi: original.description_vi.replace('Mỗi mẻ năm trăm cân chạy trong mười giờ.', 'Vận hành hoàn toàn tự động.') } })
    await waiting()
    for (const [from, to] of [[one, copy], [copy, one]] as const) {
      const near = await nearDuplicatesOf(ctxOf(db, lan).db, from)
      expect(near.map(({ id }) => id)).toEqual([to])
      expect(near[0]?.percent).toBeGreaterThan(50)
      expect(near[0]?.shared[0]).toMatch(/Giữ màu và hương|Bơm nhiệt hạ ẩm/)
    }
    // Published it is found through the other index; sent back it is still known.
    await publishItem(ctxOf(db, lan), { id: one, version })
    expect((await nearDuplicatesOf(ctxOf(db, lan).db, copy)).map(({ id, state }) => [id, state])).toEqual([[one, 'published']])
    await back(copy, { reasons: 'duplicate', duplicate_of: String(one) })
    expect((await nearDuplicatesOf(ctxOf(db, lan).db, one)).map(({ id, state }) => [id, state])).toEqual([[copy, 'returned']])
  })
  test('a draft is nobody’s to be compared with, and at most five are shown', async () => {
    const over = { ...original, title_vi: 'Tủ ấp trứng gia cầm tự đảo', summary_vi: 'Tự đảo trứng mỗi hai giờ và báo khi mất điện qua tin nhắn.', description_vi: 'Tủ gỗ ép phủ nhựa giữ nhiệt bằng điện trở kép. Bộ đảo quay khay nghiêng bốn mươi lăm độ. Ắc quy giữ quạt chạy sáu giờ khi mất điện. Khay chứa ba trăm trứng gà hoặc hai trăm trứng vịt.' }
    const ids: number[] = []
    for (let n = 0; n < 7; n++) ids.push(await waiting({ over }))
    expect(await nearDuplicatesOf(ctxOf(db, lan).db, ids[0]!)).toHaveLength(5)
    for (const id of ids.slice(1)) await withdrawListing(ctxOf(db, owner), { id })
    expect(await nearDuplicatesOf(ctxOf(db, lan).db, ids[0]!)).toEqual([])
  })
})

describe('Many at once', () => {
  const press = (as: Actor, form: object) => actOnMany(ctxOf(db, as), ActOnMany.parse({ request_key: randomUUID(), ...form }))
  const became = async (bulk: number) => Object.fromEntries((await bulkOf(ctxOf(db, observer).db, bulk))!.items.map(({ listing_id, outcome }) => [listing_id, outcome]))
  test('only what is complete, unlike the rest, not held and not one’s own is published; each says what became of it', async () => {
    const fine = await waiting(), stale = await waiting(), held = await waiting(), own = await waiting({ by: owner }), twin = { title_vi: 'Cân điện tử treo một tấn', summary_vi: 'Cân treo chịu mưa, đọc số từ xa trong vòng năm mươi mét.', description_vi: `${prose(800, 60)}.` }
    const copies = [await waiting({ over: twin }), await waiting({ by: buyer, over: twin })]
    const incomplete = await waiting()
    await db.updateTable('listing').set({ trl: null }).where('id', '=', incomplete).execute()
    await takeItem(ctxOf(db, quan), { id: held, word: '' })
    const items = [fine, held, ...copies, incomplete].map((id) => `${id}:1`)
    const bulk = await press(lan, { act: 'publish', items: [...items, `${stale}:2`, '999999:1'].slice(0, -1) })
    expect(await became(bulk)).toEqual({ [fine]: 'done', [stale]: 'changed_meanwhile', [held]: 'held', [copies[0]!]: 'near_duplicate', [copies[1]!]: 'near_duplicate', [incomplete]: 'incomplete' })
    expect(await Promise.all([fine, stale, held, ...copies, incomplete].map(stateOf))).toEqual(['published', ...Array.from({ length: 5 }, () => 'submitted')])
    expect(await became(await press(insider, { act: 'publish', items: `${own}:1` }))).toEqual({ [own]: 'own_listing' })
    const returned = await press(lan, { act: 'return', reason_code: 'duplicate', items: copies.map((id) => `${id}:1`) })
    expect(await became(returned)).toEqual({ [copies[0]!]: 'done', [copies[1]!]: 'done' })
    expect((await reviewsOf(copies[0]!))[0]).toMatchObject({ decision: 'returned', decided_by: lan.person_id, reason: expect.stringContaining('trùng với một tin đã có') as string })
    const taken = await press(lan, { act: 'take', items: [own, held].map((id) => `${id}:1`) })
    expect(await became(taken)).toEqual({ [own]: 'done', [held]: 'held' })
  })
  test('two moderators who press at once decide each listing once, and the pages of both say so', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => waiting()))
    const items = ids.map((id) => `${id}:1`)
    const [a, b] = await Promise.all([press(lan, { act: 'publish', items }), press(quan, { act: 'return', reason_code: 'no_figures', items: items.toReversed() })])
    const [of, by] = [await became(a), await became(b)]
    for (const id of ids) {
      expect([of[id], by[id]].filter((what) => what === 'done'), String(id)).toHaveLength(1)
      expect([of[id], by[id]].find((what) => what !== 'done')).toBe('not_waiting')
      expect(await reviewsOf(id)).toHaveLength(1)
    }
  })
  test('the same press twice, even at once, is one; another’s key is nobody’s', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => waiting()))
    const form = { request_key: randomUUID(), act: 'publish', items: ids.map((id) => `${id}:1`) }
    const [a, b] = await Promise.all([press(lan, form), press(lan, form)])
    expect(b).toBe(a)
    expect(await press(lan, form)).toBe(a)
    expect(Object.values(await became(a))).toEqual(['done', 'done', 'done', 'done'])
    for (const id of ids) expect(await reviewsOf(id)).toHaveLength(1)
    // Who may read every press, as inspectors do, still makes none of a colleague’s.
    for (const as of [quan, await aPerson(db, { staff: ['moderator', 'inspector'] })]) expect(await outcome(press(as, form))).toBe('not_found')
  })
  test('what a crash left without an outcome is gone on with by the same press', async () => {
    const ids = [await waiting(), await waiting()], request_key = randomUUID()
    const { id: bulk } = await db.insertInto('moderation_bulk').values({ request_key, person_id: lan.person_id!, act: 'publish', reason_code: null, at: noon }).returning('id').executeTakeFirstOrThrow()
    await db.insertInto('moderation_bulk_item').values(ids.map((listing_id, position) => ({ bulk_id: bulk, position, listing_id, version }))).execute()
    expect(await press(lan, { request_key, act: 'publish', items: ids.map((id) => `${id}:1`) })).toBe(bulk)
    expect(await became(bulk)).toEqual({ [ids[0]!]: 'done', [ids[1]!]: 'done' })
  })
  test('nothing chosen, too many, no reason, or nonsense is an error', async () => {
    const id = await waiting()
    for (const form of [{ act: 'publish' }, { act: 'publish', items: '' }, { act: 'publish', items: 'x' }, { act: 'publish', items: Array.from({ length: 51 }, (_, i) => `${i + 1}:1`) }, { act: 'sell', items: `${id}:1` }]) expect(ActOnMany.safeParse({ request_key: randomUUID(), ...form }).success).toBe(false)
    for (const reason_code of ['', 'no_such']) await expect(press(lan, { act: 'return', reason_code, items: `${id}:1` })).rejects.toMatchObject({ name: 'ZodError' })
    expect(await stateOf(id)).toBe('submitted')
    await publishItem(ctxOf(db, lan), { id, version })
  })
})

describe('Reasons', () => {
  test('the longest code there may be is one that can be chosen', () => {
    expect(NewReason.shape.code.safeParse('x'.repeat(21)).success).toBe(false)
    expect(ReturnItem.shape.reasons.parse('x'.repeat(20))).toEqual([NewReason.shape.code.parse('x'.repeat(20))])
  })
  const given = NewReason.parse({ code: 'no_price', name_vi: 'Thiếu giá', name_en: 'No price', text_vi: 'Hãy nêu giá hoặc khoảng giá.', text_en: 'Give a price or a range.', position: '11' })
  test('administrators keep them, nobody else; what was changed is in the record; two who change one at once: one is told', async () => {
    for (const as of [lan, observer, inspector, owner]) expect(new Set(await outcomes([addReason(ctxOf(db, as), given), changeReason(ctxOf(db, as), { ...given, code: 'unproven', version: 0 }), retireReason(ctxOf(db, as), { code: 'unproven' })]))).toEqual(new Set(['not_permitted']))
    await addReason(ctxOf(db, administrator), given)
    expect(await outcome(addReason(ctxOf(db, administrator), given))).toBe('reason_taken')
    const change = (text_vi: string) => outcome(changeReason(ctxOf(db, administrator), { ...given, text_vi, version: 0 }))
    expect((await Promise.all([change('Hãy nêu giá, kèm đơn vị.'), change('Hãy nêu khoảng giá.')])).toSorted()).toEqual(['done', 'reason_changed_meanwhile'])
    await retireReason(ctxOf(db, administrator), { code: 'no_price' })
    await retireReason(ctxOf(db, administrator), { code: 'no_price' })
    const id = await waiting()
    await expect(back(id, { reasons: 'no_price' })).rejects.toMatchObject({ name: 'ZodError' })
    await restoreReason(ctxOf(db, administrator), { code: 'no_price' })
    await back(id, { reasons: 'no_price' })
    expect(await eventsOn('return_reason:no_price')).toEqual(['moderation.reason_added', 'moderation.reason_changed', 'moderation.reason_retired', 'moderation.reason_restored'])
  })
  test('of two who retire the last two at once, one is told that one has to remain', async () => {
    const offered = (await returnReasons(db)).map(({ code }) => code)
    for (const code of offered.slice(2)) await retireReason(ctxOf(db, administrator), { code })
    for (let round = 0; round < 8; round++) {
      expect((await outcomes(offered.slice(0, 2).map((code) => retireReason(ctxOf(db, administrator), { code })))).toSorted()).toEqual(['done', 'last_reason'])
      for (const code of offered.slice(0, 2)) await restoreReason(ctxOf(db, administrator), { code })
    }
    for (const code of offered) await restoreReason(ctxOf(db, administrator), { code })
    expect((await returnReasons(db)).map(({ code }) => code)).toEqual(offered)
  })
})

describe('The report', () => {
  test('says how long listings waited and why they were returned; by person only to those it is meant for', async () => {
    const late = await waiting({ at: daysFrom(noon, -20) })
    await publishItem(ctxOf(db, quan), { id: late, version })
    const of = (as: Actor) => moderationReport(ctxOf(db, as).db, as, 90, minutesAfterNoon(60))
    const [seen, own] = [await of(observer), await of(lan)]
    expect(own.whole).toEqual(seen.whole)
    expect(seen.whole.decided).toBe(seen.whole.published + seen.whole.returned)
    expect(seen.whole.p90_hours).toBeGreaterThanOrEqual(seen.whole.median_hours!)
    expect(seen.whole.in_time_percent).toBeLessThan(100)
    expect(seen.reasons.find(({ code }) => code === 'no_figures')?.count).toBeGreaterThan(2)
    expect(seen.people.map(({ name }) => name)).toEqual(['Lan', 'Quân'])
    expect(own.people.map(({ name }) => name)).toEqual(['Lan'])
    expect((await of(administrator)).people).toEqual(seen.people)
    const waits = await db.selectFrom('listing_review').select('listing_id').where('listing_id', '=', late).execute()
    expect(waits).toHaveLength(1)
  })
})

describe('Rules', () => {
  const item = (over: Partial<Waiting>): Waiting => ({ id: 1, kind: 'offer', version: 1, research_fields: ['20307'], submitted_at: noon, published_before: false, returned_before: false, claim: null, waited: null, ...over })
  const held = (person_id: number) => ({ person_id, name: 'x', ends_at: minutesAfterNoon(30) })
  const queue = [item({ id: 1, waited: { due: noon, overdue: true } }), item({ id: 2, kind: 'need', research_fields: ['101'], claim: held(7) }), item({ id: 3, published_before: true, claim: held(8) }), item({ id: 4 })]
  test.each([[{}, [1, 2, 3, 4]], [{ kind: 'need' }, [2]], [{ field: '2' }, [1, 3, 4]], [{ change: 'changed' }, [3]], [{ change: 'new' }, [1, 2, 4]], [{ late: 'yes' }, [1]], [{ whose: 'mine' }, [2]], [{ whose: 'free' }, [1, 4]], [{ whose: 'others' }, [3]], [{ whose: 'free', late: 'yes' }, [1]]] as const)('%j shows %j', (filter, ids) => {
    expect(queue.filter((one) => passes(one, { ...noFilter, ...filter }, 7)).map(({ id }) => id)).toEqual(ids)
    expect(countsOf(queue, noFilter, 7)(filter)).toBe(ids.length)
  })
  test.each([[1, 2], [2, 4], [4, 1], [99, 1]])('after %d comes %d, leaving out what somebody else is at', (at, next) => expect(nextAfter(queue, at, 7)?.id).toBe(next))
  test('after the last free one comes none', () => expect(nextAfter([item({ id: 3, claim: held(8) })], 1, 7)).toBeNull())
  test.each([[0, 0], [50, 50], [100, 100], [150, 150]])('after %d hours of 100, %d %% are used', (hours, percent) => expect(timeUsed(noon, minutesAfterNoon(6_000), minutesAfterNoon(hours * 60))).toBe(percent))
  test('texts already in what was typed are not said twice', () => expect(composeReason(['Một.', 'Hai.'], 'Một. Và thêm.', false)).toBe('Hai.\n\nMột. Và thêm.'))
  test.each([[[], null], [[5], 5], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9]])('nine of ten of %j lie at most at %j', (list, value) => expect(percentile(list, 0.9)).toBe(value))
  test('of nothing decided nothing is said', () => expect(waitsOf([])).toEqual({ decided: 0, published: 0, returned: 0, median_hours: null, p90_hours: null, in_time_percent: null }))
  test('what was public is read against what its page said; what never was, against what was sent before', async () => {
    const id = await waiting(), reader = ctxOf(db, lan).db
    expect(await formerVersion(reader, id, 1)).toBeNull()
    const send = async (from: number, trl: string) => { await changeListing(ctxOf(db, owner), { id, version: from, ...contentOf(made, { trl }) }); await submitListing(ctxOf(db, owner), { id }) }
    await back(id, { reasons: 'no_figures' })
    await send(1, '7')
    expect(await formerVersion(reader, id, 2)).toBe(1)
    await publishItem(ctxOf(db, lan), { id, version: 2 })
    await send(2, '6')
    await back(id, { reasons: 'no_figures', version: 3 })
    await send(3, '5')
    expect(await formerVersion(reader, id, 4)).toBe(2)
    expect(await formerVersion(ctxOf(db, buyer).db, id, 4)).toBeNull()
  })
  test('the queue itself tells what was public before and what was sent back before', async () => {
    const id = await waiting()
    await back(id, { reasons: 'no_figures' })
    await submitListing(ctxOf(db, owner), { id })
    expect((await reviewQueue(ctxOf(db, observer).db, noon)).find((one) => one.id === id)).toMatchObject({ published_before: false, returned_before: true, claim: null })
    expect(await reviewQueue(ctxOf(db, buyer).db, noon).then((all) => all.filter((one) => one.id === id))).toEqual([])
  })
})
