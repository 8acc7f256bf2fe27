import readWorkbook from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { unguarded } from '../../../tests/auction-lots.ts'
import { aLot, lotForm } from '../../../tests/auction-things.ts'
import { aPerson, anOrganisation, ctxOf, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { formOf, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { aDraft, anItem, typedHour } from '../../../tests/session-things.ts'
import { Refused } from '../../platform/refusal.ts'
import { minutesFrom, shownMoment } from '../../platform/time.ts'
import { callOffLot, draftLot } from '../auctions/draft-commands.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { cancelSession, draftSession, publishSession, putItem } from './commands.ts'
import { minutesPaper } from './minutes-paper.ts'
import { guestsOf, itemsOf, resultsOf, sessionById, shownTo } from './queries.ts'
import { lotRefusal } from './rules.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const { app } = await openWhole(db)
const now = new Date()
const [officer, second] = [await aPerson(db, { staff: ['auction_officer'] }), await aPerson(db, { staff: ['auction_officer'] })]
const runner = await aPerson(db, { staff: ['programme_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const seller = await anOrganisation(db, 'institute', 'Viện Bán tài sản'), member = await aPerson(db, { organisation: seller }), stranger = await aPerson(db)
const running = withCookie(await signedIn(app, db, runner))
const staff = ctxOf(db, runner, now)
const codeFrom = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof Refused ? error.refusal.code : (error as Error).name))
const hoursOf = (from: number, to: number) => ({ registration_closes_at: shownMoment(minutesFrom(now, 20 * 60)), opens_at: shownMoment(minutesFrom(now, from)), closes_at: shownMoment(minutesFrom(now, to)) })
const anOffer = () => listed(db, seller, 'Máy sấy lạnh')
/** Published, and bid for within the hours of the sessions here. */
const lotHere = async () => aLot(db, { officer, second, offer: await anOffer(), now, over: hoursOf(25 * 60, 26 * 60) })
const lotItem = (session: number, lot: number | string, more: Record<string, string> = {}) => anItem(session, now, { kind: 'lot', lot: String(lot), speaker: '', item_title_vi: '', starts_at: '', ends_at: '', ...more })
const draft = () => draftSession(staff, aDraft(now))
const get = async (url: string, headers = {}) => (await app.inject({ url, headers })).body

test.each<[string, Partial<Parameters<typeof lotRefusal>[0]>, string | null]>([
  ['a lot that is not over', {}, null], ['no lot', { lot: null, named: null }, 'item_lot_missing'], ['a lot nobody published, or none', { named: null }, 'item_lot_unfit'], ['a lot that is over', { named: { over: true } }, 'item_lot_over'],
  ['the lot it named before, over by now', { named: { over: true }, before: 7 }, null], ['another that is over', { named: { over: true }, before: 8 }, 'item_lot_over'],
  ['a lot and a listing', { listing: true }, 'item_lot_with_listing'], ['a lot under another kind', { kind: 'talk' }, 'item_lot_kind'], ['another kind without a lot', { kind: 'break', lot: null, named: null }, null], ['a listing without a lot', { kind: 'listing', listing: true, lot: null, named: null }, null],
])('An item names %s', (_, more, code) => { expect(lotRefusal({ kind: 'lot', listing: false, lot: 7, named: { over: false }, before: null, ...more })?.code ?? null).toBe(code) })

test('An item takes title, seller and hours of bidding from its lot; what is no published lot to come is refused and nothing is written.', async () => {
  const id = await draft(), lot = await lotHere(), offer = await anOffer()
  const item = await putItem(staff, lotItem(id, lot, { place: 'Hội trường' }))
  const shown = await itemsOf(ctxOf(db, inspector, now).db, id, now)
  expect(shown).toMatchObject([{ id: item, kind: 'lot', title_vi: 'Bản quyền máy sấy lạnh rau quả', title_en: 'Licence of a cold dryer', organisation_id: seller, lot: { id: lot, state: 'registration', where: 'coming' } }])
  expect(shown.map(({ starts_at, ends_at }) => [shownMoment(starts_at), shownMoment(ends_at)])).toEqual([[shownMoment(minutesFrom(now, 25 * 60)), shownMoment(minutesFrom(now, 26 * 60))]])
  const unpublished = await draftLot(ctxOf(db, officer, now), lotForm(offer, now)), over = await lotHere(), outside = await aLot(db, { officer, second, offer: await anOffer(), now })
  await callOffLot(ctxOf(db, officer, now), { lot_id: over, reason: 'Bên có tài sản rút lại.' })
  for (const [why, wrong, code] of [
    ['a draft', lotItem(id, unpublished), 'item_lot_unfit'], ['no lot', lotItem(id, 999_999), 'item_lot_unfit'], ['called off', lotItem(id, over), 'item_lot_over'], ['none chosen', lotItem(id, ''), 'item_lot_missing'],
    ['a listing beside it', lotItem(id, lot, { listing: String(offer) }), 'item_lot_with_listing'], ['a talk', lotItem(id, lot, { kind: 'talk', speaker: 'TS Lê Minh' }), 'item_lot_kind'], ['bid for at another hour', lotItem(id, outside), 'item_outside'], ['a talk without hours', anItem(id, now, { starts_at: '' }), 'ZodError'],
  ] as const) expect(await codeFrom(putItem(staff, wrong)), why).toBe(code)
  // An officer of auctions who also runs sessions reads drafts, and may put them on an agenda no more than others.
  expect(await codeFrom(putItem(ctxOf(db, { ...runner, staff_roles: ['programme_officer', 'auction_officer'] }, now), lotItem(id, unpublished)))).toBe('item_lot_unfit')
  for (const [actor, code] of [[member, 'not_permitted'], [stranger, 'not_permitted'], [inspector, 'not_permitted'], [officer, 'not_permitted'], [undefined, 'sign_in_first']] as const) expect(await codeFrom(putItem(ctxOf(db, actor, now), lotItem(id, lot)))).toBe(code)
  expect((await itemsOf(db, id, now)).map((one) => one.id)).toEqual([item])
  const other = await draft()
  expect(await codeFrom(putItem(staff, lotItem(other, lot, { item_id: String(item) }))), 'an item of another session').toBe('not_found')
})

test('An item whose lot is over by now can still be moved; made a talk it names no lot, also by the release before.', async () => {
  const id = await draft(), lot = await lotHere()
  const item = await putItem(staff, lotItem(id, lot)), again = await putItem(staff, lotItem(id, lot))
  await callOffLot(ctxOf(db, officer, now), { lot_id: lot, reason: 'Bên có tài sản rút lại.' })
  await putItem(staff, lotItem(id, lot, { item_id: String(item), place: 'Phòng 2' }))
  const row = (of: number) => db.selectFrom('session_item').select(['kind', 'lot_id', 'place']).where('id', '=', of).executeTakeFirstOrThrow()
  expect(await row(item)).toEqual({ kind: 'lot', lot_id: lot, place: 'Phòng 2' })
  await putItem(staff, anItem(id, now, { item_id: String(item) }))
  expect(await row(item)).toMatchObject({ kind: 'talk', lot_id: null })
  await asOwner(`update session_item set kind = 'break' where id = ${again}`)
  expect(await row(again)).toMatchObject({ kind: 'break', lot_id: null })
  for (const wrong of [`update session_item set kind = 'lot' where id = ${again}`, `update session_item set lot_id = ${lot} where id = ${again}`]) await expect(asOwner(wrong)).rejects.toThrow('session_item_names_its_lot')
})

test('Typed at the desk, read on the agenda and beside the lot; once sold, the price, the figures, the minutes and the workbook say so.', async () => {
  const id = await draft(), lot = await lotHere(), path = `/vi/sessions/${id}`, desk = `${path}/desk`
  const form = formOf(await get(desk, running), `${desk}/items`)
  form.set('kind', 'lot')
  const wrong = await send(app, `${desk}/items`, form, running)
  expect([wrong.statusCode, wrong.body.includes('Hãy chọn tài sản mà mục này đưa ra.')]).toEqual([409, true])
  expect(await get(desk, running)).toContain(`<option value="${lot}">Bản quyền máy sấy lạnh rau quả (phiên số ${lot}`)
  form.set('lot', String(lot))
  expect((await send(app, `${desk}/items`, form, running)).statusCode).toBe(303)
  expect(await get(`/vi/auctions/${lot}`), 'a draft is nobody’s to read').not.toContain(path)
  await publishSession(staff, { session_id: id })

  const page = await get(path)
  for (const words of [`<a href="/vi/auctions/${lot}">Bản quyền máy sấy lạnh rau quả</a>`, 'Phiên chào giá cạnh tranh', 'Nhận đăng ký', 'Mở trả giá', 'Mục này không nhận phiếu quan tâm.', 'Đăng ký trả giá ở trang của tài sản']) expect(page).toContain(words)
  expect(page).not.toMatch(/đấu giá tài sản|Kết quả:/i)
  expect(await get(path.replace('/vi/', '/en/'))).toContain('No interest cards are left for this item.')
  expect((await get(`/vi/auctions/${lot}`)).includes(`<a href="${path}">`)).toBe(true)

  const itemId = (await itemsOf(db, id, now))[0]!.id
  await putItem(staff, lotItem(id, lot)) // twice on the agenda, and one lot
  expect(await resultsOf(ctxOf(db).db, id)).toMatchObject({ lots: 1, lots_sold: 0 })
  await db.updateTable('auction_lot').set({ state: 'armed', armed_at: now, phase: 'open', price: 150_000_000 as never }).where('id', '=', lot).execute()
  expect(await get(path), 'where bidding stands is no result').toMatch(/Đang trả giá(?![\s\S]*150\.000\.000)/)
  await db.updateTable('auction_lot').set({ state: 'settling', phase: 'signed', price: 180_000_000 as never }).where('id', '=', lot).execute()
  await db.updateTable('trading_session').set({ starts_at: minutesFrom(now, -300), ends_at: minutesFrom(now, -60), register_until: minutesFrom(now, -300) }).where('id', '=', id).execute()
  const after = await get(path)
  expect([after.includes('Kết quả: 180.000.000 đồng'), after.includes('không nhận phiếu quan tâm'), after.includes('<th scope="row">Tài sản đã bán</th><td>1</td>')]).toEqual([true, false, true])
  expect((await get(`${path}/results`)).match(/<th scope="row">Tài sản (trong chương trình|đã bán)<\/th><td class="right">1<\/td>/g)).toHaveLength(2)
  const [sheet] = await readWorkbook((await app.inject({ url: `${path}/results/data.xlsx` })).rawPayload) as unknown as [{ data: unknown[][] }]
  expect([sheet.data[0]?.slice(-2), sheet.data[1]?.slice(-2)]).toEqual([['Tài sản trong chương trình', 'Tài sản đã bán'], [1, 1]])
  const shown = await shownTo(staff, (await sessionById(staff.db, id))!), minutes = minutesPaper(shown, await guestsOf(staff.db, id), await resultsOf(staff.db, id))
  expect(JSON.stringify(minutes.blocks)).toContain(`Bản quyền máy sấy lạnh rau quả. Phiên chào giá cạnh tranh · Phiên số ${lot} · Đã có kết quả, chờ thực hiện · Kết quả: 180.000.000 đồng`)
  expect(JSON.stringify(minutes.blocks)).toContain('["Tài sản đã bán","1"]')
  expect((await app.inject({ url: `${desk}/minutes.docx`, headers: running })).rawPayload.subarray(0, 2).toString()).toBe('PK')

  await db.updateTable('auction_lot').set({ state: 'defaulted', outcome: 'Bên trúng không ký.' }).where('id', '=', lot).execute()
  expect(await resultsOf(db, id)).toMatchObject({ lots: 1, lots_sold: 0 })
  await unguarded(asOwner, `update auction_lot set state = 'annulled' where id = ${lot}`)
  expect(await resultsOf(db, id)).toMatchObject({ lots: 1, lots_sold: 0 })
  expect(await get(path)).toMatch(/Kết quả bị hủy(?![\s\S]*180\.000\.000)/)
  await db.updateTable('session_item').set({ held: 'not_held', held_at: now, held_by: runner.person_id }).where('session_id', '=', id).where('id', '<>', itemId).execute()
  expect((await resultsOf(db, id)).lots, 'one of its two items was held').toBe(1)
  await db.updateTable('session_item').set({ held: 'not_held', held_at: now, held_by: runner.person_id }).where('id', '=', itemId).execute()
  expect([(await resultsOf(db, id)).lots, (await get(`/vi/auctions/${lot}`)).includes(`<a href="${path}">`)], 'none was').toEqual([0, false])
})

test('Of a session that was called off a lot’s page says nothing; why a lot failed stands on the agenda.', async () => {
  const id = await draft(), lot = await lotHere()
  await putItem(staff, lotItem(id, lot, { starts_at: typedHour(now, 25 * 60), ends_at: typedHour(now, 25 * 60 + 20) }))
  await publishSession(staff, { session_id: id })
  await db.updateTable('auction_lot').set({ state: 'failed', outcome: 'no_bidders' }).where('id', '=', lot).execute()
  expect(await get(`/vi/sessions/${id}`)).toContain('Hết đăng ký mà không có tổ chức nào đủ điều kiện.')
  expect(await get(`/vi/auctions/${lot}`)).toContain(`<a href="/vi/sessions/${id}">`)
  await cancelSession(staff, { session_id: id, cancel_reason: 'Hội trường sửa điện đột xuất.' })
  expect(await get(`/vi/auctions/${lot}`)).not.toContain(`<a href="/vi/sessions/${id}">`)
})
