import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Actor, anonymous } from '../src/core/context.ts'
import { completeLot, defaultLot } from '../src/modules/auctions/after-commands.ts'
import { approveAnnulment, proposeAnnulment, returnAnnulment } from '../src/modules/auctions/annulment-commands.ts'
import { mostAnnulments } from '../src/modules/auctions/annulment-rules.ts'
import { draftLot } from '../src/modules/auctions/draft-commands.ts'
import { auctionDuties, lotFile, lotList } from '../src/modules/auctions/queries.ts'
import { registerBidder } from '../src/modules/auctions/registration-commands.ts'
import { type AuctionLotState, lotStates } from '../src/modules/auctions/schema.ts'
import { figures } from '../src/modules/figures/queries.ts'
import { originsOf } from '../src/modules/deals/origin-queries.ts'
import { vnd } from '../src/platform/money.ts'
import { hanoiDay } from '../src/platform/time.ts'
import { unguarded } from './auction-lots.ts'
import { aLot, lotForm, registration, ruling as typed } from './auction-things.ts'
import { aPerson, minutesAfterNoon, noon } from './database.ts'
import { refused } from './refused.ts'
import { soldLots } from './sold-lots.ts'
import { tellingOf } from './told.ts'

const { db, asOwner, seller, one, officer, people, as, sold } = await soldLots()
const { dau, gia, ba, lan, hoa, qua } = people
const ruling = (lot: number, over: object = {}) => typed(lot, noon, over)
const row = (id: number) => db.selectFrom('auction_lot').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const annul = async (lot: number, minutes = 300) => approveAnnulment(as(gia, minutes), { lot_id: lot, annulment_id: await proposeAnnulment(as(dau, minutes), ruling(lot)) })

test('A result is annulled once another officer confirmed what the first noted: until then it stands, and from then on everybody reads by whom, which decision and why, and no price.', async () => {
  const lot = await sold()
  const annulment_id = await proposeAnnulment(as(dau), ruling(lot))
  expect([(await row(lot)).state, (await lotFile(as(anonymous), lot)).annulments]).toEqual(['settling', []])
  expect(await refused(approveAnnulment(as(dau), { lot_id: lot, annulment_id }))).toBe('own_annulment')
  expect(await refused(approveAnnulment({ ...as(gia), session: null }, { lot_id: lot, annulment_id }))).toBe('confirm_first')
  expect(await refused(approveAnnulment({ ...as(gia), actor: { ...gia, acted_by: { person_id: 1, name: 'Ai đó' } } }, { lot_id: lot, annulment_id }))).toBe('in_person_only')
  expect((await row(lot)).state).toBe('settling')
  await approveAnnulment(as(gia), { lot_id: lot, annulment_id })
  const file = await lotFile(as(anonymous), lot)
  expect([file.lot.state, file.where, file.annulments.map(({ authority, ruling_number, ruled_on, reason }) => [authority, ruling_number, ruled_on, reason])]).toEqual(['annulled', 'past', [['Tòa án nhân dân thành phố Hà Nội', '12/2026/DS-ST', hanoiDay(noon), 'Việc niêm yết không đúng quy định.']]])
  expect((await lotList(as(anonymous).db, minutesAfterNoon(300))).past.map(({ id, state }) => [id, state])).toContainEqual([lot, 'annulled'])
  const { data } = await db.selectFrom('event').select('data').where('subject', '=', `lot:${lot}`).where('type', '=', 'lot.annulled').executeTakeFirstOrThrow()
  expect(data).toMatchObject({ annulment_id, authority: 'Tòa án nhân dân thành phố Hà Nội', ruled_on: hanoiDay(noon) })
  expect(await refused(completeLot(as(dau), { lot_id: lot }))).toBe('wrong_state')
  expect(await refused(proposeAnnulment(as(dau), ruling(lot)))).toBe('wrong_state')
})

test.each(lotStates)('In the state %s there is a result to annul only once its minutes are signed, performed or given up since.', async (state) => {
  const lot = await sold()
  await unguarded(asOwner, `update auction_lot set state = '${state}' where id = ${lot}`)
  const may = (['settling', 'completed', 'defaulted'] as AuctionLotState[]).includes(state)
  expect(await refused(proposeAnnulment(as(dau), ruling(lot)))).toBe(may ? 'done' : 'wrong_state')
})

test('What waits to be confirmed is confirmed too where everything was done or the winner gave up meanwhile.', async () => {
  const [done, given] = [await sold(), await sold()]
  const wait = await Promise.all([done, given].map(async (lot) => ({ lot_id: lot, annulment_id: await proposeAnnulment(as(dau), ruling(lot)) })))
  await completeLot(as(ba), { lot_id: done })
  await defaultLot(as(ba), { lot_id: given, reason: 'Quá hạn thanh toán' })
  for (const one_ of wait) await approveAnnulment(as(gia), one_)
  expect([(await row(done)).state, (await row(given)).state]).toEqual(['annulled', 'annulled'])
})

test('Of two who press at once one does it, the same press notes once, and what was sent back or taken back is settled.', async () => {
  const lot = await sold(), pressed = ruling(lot)
  const [first, second] = await Promise.all([proposeAnnulment(as(dau), pressed), proposeAnnulment(as(dau), pressed)])
  expect(first).toBe(second)
  expect((await Promise.all([gia, ba].map((actor) => refused(proposeAnnulment(as(actor), ruling(lot)))))).toSorted()).toEqual(['annulment_waits', 'annulment_waits'])
  const at = { lot_id: lot, annulment_id: first }
  await returnAnnulment(as(dau), { ...at, word: 'Nhầm phiên' })
  expect([await refused(approveAnnulment(as(gia), at)), await refused(returnAnnulment(as(gia), { ...at, word: 'Không đúng' })), (await row(lot)).state]).toEqual(['annulment_settled', 'annulment_settled', 'settling'])
  const again = { lot_id: lot, annulment_id: await proposeAnnulment(as(dau), ruling(lot)) }
  const ways = await Promise.all([refused(approveAnnulment(as(gia), again)), refused(approveAnnulment(as(ba), again)), refused(returnAnnulment(as(ba), { ...again, word: 'Không đúng' }))])
  expect(ways.toSorted()).toEqual(['annulment_settled', 'annulment_settled', 'done'])
})

test('Nobody but auction officers of no side note, confirm or send back; what only one officer said is the staff’s.', async () => {
  const lot = await sold(), at = { lot_id: lot, annulment_id: await proposeAnnulment(as(dau), ruling(lot)) }
  const others: [Actor, string][] = [[anonymous, 'sign_in_first'], [lan, 'not_permitted'], [hoa, 'not_permitted'], [await officer(seller), 'officer_of_seller'], [await officer(one), 'officer_of_bidder']]
  for (const role of ['inspector', 'observer', 'prosecutor', 'administrator', 'deal_officer', 'moderator'] as const) others.push([await aPerson(db, { staff: [role] }), 'not_permitted'])
  for (const [actor, code] of others) for (const work of [() => proposeAnnulment(as(actor), ruling(lot)), () => approveAnnulment(as(actor), at), () => returnAnnulment(as(actor), { ...at, word: 'Không đúng' })]) expect(await refused(work())).toBe(code)
  const sees = async (actor: Actor) => (await lotFile(as(actor), lot)).annulments.length
  expect(await Promise.all([anonymous, lan, hoa, qua, gia].map(sees))).toEqual([0, 0, 0, 0, 1])
  expect(await refused(approveAnnulment(as(gia), { ...at, lot_id: await sold() }))).toBe('not_found')
  const waits = async (actor: Actor) => (await auctionDuties(as(actor).db, actor, minutesAfterNoon(300))).filter(({ kind, lot_id }) => kind === 'annul' && lot_id === lot).length
  expect(await Promise.all([dau, gia, others[3]![0], others[4]![0], lan].map(waits))).toEqual([0, 1, 0, 0, 0])
  await approveAnnulment(as(gia), at)
  expect(await waits(ba)).toBe(0)
})

test('A decision is neither of a day to come nor of one before there was a result, and so many are proposed of a lot and no more.', async () => {
  const lot = await sold(), on = (ruled_on: string) => proposeAnnulment(as(dau), ruling(lot, { ruled_on }))
  await expect(on('2026-03-03')).rejects.toMatchObject({ refusal: { code: 'ruling_day_wrong', field: 'ruled_on' } })
  await expect(on('2026-03-01')).rejects.toMatchObject({ refusal: { code: 'ruling_before_result', ended_on: '2026-03-02', field: 'ruled_on' } })
  for (let n = 0; n < mostAnnulments; n++) await returnAnnulment(as(gia), { lot_id: lot, annulment_id: await proposeAnnulment(as(dau), ruling(lot)), word: 'Không đúng' })
  expect(await refused(proposeAnnulment(as(dau), ruling(lot)))).toBe('too_many_annulments')
})

test('No hand annuls a result but as two officers said, takes it back, or rewrites what they said.', async () => {
  const lot = await sold(), by = async (words: string): Promise<string> => { try { await asOwner(words); return 'done' } catch (error) { return String(error) } }
  expect(await by(`update auction_lot set state = 'annulled' where id = ${lot}`)).toContain('as two officers said')
  const annulment_id = await proposeAnnulment(as(dau), ruling(lot))
  expect(await by(`update auction_annulment set state = 'approved', decided_by = proposed_by, decided_at = now() where id = ${annulment_id}`)).toContain('check')
  await expect(as(gia).db.updateTable('auction_annulment').set({ reason: 'Khác' }).where('lot_id', '=', lot).execute()).rejects.toThrow('permission denied')
  await approveAnnulment(as(gia), { lot_id: lot, annulment_id })
  for (const state of ['completed', 'settling', 'failed']) expect(await by(`update auction_lot set state = '${state}' where id = ${lot}`)).toContain('for good')
  expect(await by(`update auction_annulment set state = 'returned' where id = ${annulment_id}`)).toContain('settled once')
})

test('It runs again, and the winner whose result was annulled is admitted, also one who had given up; where it was only given up they are not.', async () => {
  for (const [how, code] of [['annulled', 'done'], ['given up', 'defaulted_before'], ['both', 'done']] as const) {
    const lot = await sold()
    if (how !== 'annulled') await defaultLot(as(dau), { lot_id: lot, reason: 'Quá hạn thanh toán' })
    if (how !== 'given up') await annul(lot)
    const again = await aLot(db, { officer: dau, second: gia, offer: (await row(lot)).listing_id, now: noon, over: { replaces: String(lot) } })
    expect([how, await refused(registerBidder(as(hoa, 5), registration(again)))]).toEqual([how, code])
  }
  const performed = await sold()
  await completeLot(as(dau), { lot_id: performed })
  expect(await refused(draftLot(as(dau), lotForm((await row(performed)).listing_id, noon, { replaces: String(performed) })))).toBe('not_to_run_again')
})

test('Seller, winner and the other bidders are told, what the lot asked in the deal file waits no longer, its file says that the result is annulled, and a sale closed before counts no more.', async () => {
  const told = tellingOf(db, 'lot.', people), lot = await sold()
  const { number: winner } = await db.selectFrom('auction_bidder').select('number').where('lot_id', '=', lot).where('organisation_id', '=', one).executeTakeFirstOrThrow()
  // Its minutes are signed once more, for what follows from that: nothing is settled twice, so it is set back first.
  await unguarded(asOwner, `update auction_lot set state = 'armed' where id = ${lot}; update auction_deposit set state = 'received', refund_due_on = null where lot_id = ${lot}`)
  await db.insertInto('event').values({ type: 'lot.signed', subject: `lot:${lot}`, person_id: null, acted_by: null, organisation_id: null, at: minutesAfterNoon(240), request_id: 'test', data: JSON.stringify({ lot_id: lot, winner, price: 120_000_000 }) }).execute()
  await told()
  const { deal_id } = await row(lot), waiting = async () => (await db.selectFrom('deal_duty').select('id').where('kind', '=', 'lot_contract').where('key', 'like', `${lot}-%`).where('done_at', 'is', null).execute()).length
  const counted = async () => { const { deals_won, value } = await figures(db); return [deals_won, Number(value)] }
  const [won, value] = await counted() as [number, number]
  expect([await waiting(), await originsOf(db, deal_id!)]).toEqual([2, [expect.objectContaining({ from: 'lot', price: 120_000_000 })]])
  await db.updateTable('deal').set({ stage: 'won', after_stage: 'registration', closed_at: minutesAfterNoon(250), value: vnd(120_000_000) }).where('id', '=', deal_id).execute()
  expect(await counted()).toEqual([won + 1, value + 120_000_000])
  const annulment_id = await proposeAnnulment(as(dau), ruling(lot)), by = `Tòa án nhân dân thành phố Hà Nội, số 12/2026/DS-ST ngày 02/03/2026`
  expect(await told()).toEqual(['ba', 'gia'].map((who) => `${who}: Hủy kết quả “Bản quyền máy sấy lạnh rau quả” theo ${by} chờ xác nhận. /auctions/N/office`))
  await approveAnnulment(as(gia), { lot_id: lot, annulment_id })
  const line = (who: string, path: string) => `${who}: Kết quả “Bản quyền máy sấy lạnh rau quả” bị hủy theo quyết định của ${by}. ${path}`
  expect(await told()).toEqual([line('hoa', '/deals/N'), line('lan', '/deals/N'), line('qua', '/auctions/N')])
  expect([await waiting(), await originsOf(db, deal_id!), await counted()]).toEqual([0, [expect.objectContaining({ from: 'annulled_lot', price: null })], [won, value]])
  expect(await db.selectFrom('auction_annex').select(['number', 'body', 'person_id']).where('lot_id', '=', lot).execute()).toEqual([{ number: 1, body: `Kết quả phiên bị hủy theo quyết định của ${by}. Lý do: Việc niêm yết không đúng quy định.`, person_id: gia.person_id }])
  // What the two agree on afterwards is another sale, and counts.
  await sql`update deal set closed_at = ${minutesAfterNoon(400)} where id = ${deal_id}`.execute(db)
  expect(await counted()).toEqual([won + 1, value + 120_000_000])
})
