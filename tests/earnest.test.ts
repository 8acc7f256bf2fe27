import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Actor, anonymous } from '../src/core/context.ts'
import { completeLot, defaultLot } from '../src/modules/auctions/after-commands.ts'
import { approveAnnulment, proposeAnnulment } from '../src/modules/auctions/annulment-commands.ts'
import { refundDeposit } from '../src/modules/auctions/deposit-commands.ts'
import { decideEarnest, proposeEarnest } from '../src/modules/auctions/earnest-commands.ts'
import { auctionDuties } from '../src/modules/auctions/queries.ts'
import { ruling } from './auction-things.ts'
import { aPerson, minutesAfterNoon, noon } from './database.ts'
import { openWhole, signedIn, withCookie } from './readers.ts'
import { refused } from './refused.ts'
import { soldLots } from './sold-lots.ts'
import { tellingOf } from './told.ts'

const { db, asOwner, seller, one, officer, people, as, sold: soldLot } = await soldLots()
const { dau, gia, ba, lan, hoa } = people
const depositOf = (lot: number) => db.selectFrom('auction_deposit').selectAll().where('lot_id', '=', lot).where('organisation_id', '=', one).executeTakeFirstOrThrow()
const reason = 'Bên trúng không ký hợp đồng đúng hạn.'
async function sold() {
  const lot = await soldLot()
  const at = { lot_id: lot, deposit_id: (await depositOf(lot)).id }
  return {
    lot, at, defaults: () => defaultLot(as(ba), { lot_id: lot, reason }), completes: () => completeLot(as(ba), { lot_id: lot }), annul: async () => approveAnnulment(as(gia), { lot_id: lot, annulment_id: await proposeAnnulment(as(dau), ruling(lot, noon)) }),
    propose: (way: 'to_seller' | 'returned', actor: Actor = dau) => proposeEarnest(as(actor), { ...at, way, earnest_reason: reason }), decide: (decision: 'agree' | 'drop', actor: Actor = gia) => decideEarnest(as(actor), { ...at, decision }),
  }
}

test('While the sale stands nothing is decided about it; given up it is the seller’s or goes back, annulled it only goes back, and without an invented last day.', async () => {
  for (const [end, way, answer] of [['none', 'to_seller', 'earnest_stands'], ['completed', 'returned', 'earnest_stands'], ['defaulted', 'to_seller', 'to_seller'], ['defaulted', 'returned', 'refund_due'], ['annulled', 'to_seller', 'earnest_goes_back'], ['annulled', 'returned', 'refund_due']] as const) {
    const s = await sold()
    if (end === 'completed') await s.completes()
    if (end === 'defaulted') await s.defaults()
    if (end === 'annulled') await s.annul()
    const code = await refused(s.propose(way))
    if (code === 'done') await s.decide('agree')
    const { state, refund_due_on, amount } = await depositOf(s.lot)
    expect([end, way, code === 'done' ? state : code, refund_due_on, amount]).toEqual([end, way, answer, null, 10_000_000])
    if (state === 'refund_due') { await refundDeposit(as(ba), { ...s.at, words: 'Lệnh chuyển 12 ngày 03/03' }); expect((await depositOf(s.lot)).state).toBe('refunded') }
  }
})

test('Another officer decides, in person and confirmed; of two who press at once one does; a proposal is dropped by either.', async () => {
  const s = await sold()
  await s.defaults()
  expect(await refused(s.decide('agree'))).toBe('no_earnest_proposed')
  expect((await Promise.all([refused(s.propose('to_seller')), refused(s.propose('returned', ba))])).toSorted()).toEqual(['done', 'earnest_waits'])
  const by = (await depositOf(s.lot)).earnest_proposed_by === dau.person_id ? dau : ba, other = by === dau ? ba : dau
  expect(await refused(s.decide('agree', by))).toBe('own_earnest_proposal')
  expect(await refused(decideEarnest({ ...as(gia), session: null }, { ...s.at, decision: 'agree' }))).toBe('confirm_first')
  expect(await refused(decideEarnest({ ...as(gia), actor: { ...gia, acted_by: { person_id: 1, name: 'Ai đó' } } }, { ...s.at, decision: 'agree' }))).toBe('in_person_only')
  await s.decide('drop', by)
  await s.propose('to_seller', by)
  await s.decide('drop', other)
  await s.propose('to_seller', by)
  const ways = await Promise.all([refused(s.decide('agree', gia)), refused(s.decide('agree', other)), refused(s.decide('drop', gia))])
  expect(ways.filter((code) => code === 'done')).toHaveLength(1)
  expect(ways.filter((code) => code === 'no_earnest_proposed')).toHaveLength(2)
})

test('Nobody but auction officers of no side proposes or decides; the duty waits for those who may, the proposer aside, until it is decided.', async () => {
  const s = await sold()
  const waits = async (...actors: Actor[]) => Promise.all(actors.map(async (actor) => (await auctionDuties(as(actor).db, actor, minutesAfterNoon(300))).filter(({ kind, lot_id }) => kind === 'earnest' && lot_id === s.lot).length))
  expect(await waits(dau, gia)).toEqual([0, 0])
  await s.defaults()
  const of = [await officer(seller), await officer(one)] as const, others: [Actor, string][] = [[anonymous, 'sign_in_first'], [lan, 'not_permitted'], [hoa, 'not_permitted'], [of[0], 'officer_of_seller'], [of[1], 'officer_of_bidder']]
  for (const role of ['inspector', 'observer', 'prosecutor', 'administrator', 'deal_officer', 'moderator'] as const) others.push([await aPerson(db, { staff: [role] }), 'not_permitted'])
  for (const [actor, code] of others) for (const work of [() => s.propose('to_seller', actor), () => s.decide('agree', actor), () => s.decide('drop', actor)]) expect(await refused(work())).toBe(code)
  expect(await waits(dau, gia, ...of, lan, hoa)).toEqual([1, 1, 0, 0, 0, 0])
  await s.propose('to_seller')
  expect(await waits(dau, gia)).toEqual([0, 1])
  await s.decide('agree')
  expect(await waits(dau, gia, ba)).toEqual([0, 0, 0])
})

test('An annulment takes back what was proposed or decided for the seller, and leaves what goes back to the winner.', async () => {
  for (const [way, decided, after] of [['to_seller', true, 'converted'], ['to_seller', false, 'converted'], ['returned', true, 'refund_due'], ['returned', false, 'converted']] as const) {
    const s = await sold()
    await s.defaults()
    await s.propose(way)
    if (decided) await s.decide('agree')
    await s.annul()
    const { state, earnest_way } = await depositOf(s.lot)
    expect([way, decided, state, earnest_way]).toEqual([way, decided, after, way === 'returned' ? 'returned' : null])
    expect((await db.selectFrom('event').select('id').where('type', '=', 'lot.earnest_reopened').where('subject', '=', `lot_bidder:${(await depositOf(s.lot)).bidder_id}`).execute()).length).toBe(way === 'returned' ? 0 : 1)
    if (state === 'converted' && earnest_way === null) { await s.propose('returned'); await s.decide('agree'); expect((await depositOf(s.lot)).state).toBe('refund_due') }
  }
})

test('Winner and seller are told by letter which, and why; the bidder’s page says it is being decided, then how; nobody else reads it.', async () => {
  const told = tellingOf(db, 'lot.earnest', people), { app } = await openWhole(db)
  await told()
  const s = await sold(), bidder = withCookie(await signedIn(app, db, hoa)), desk = withCookie(await signedIn(app, db, gia)), page = async (locale: string) => (await app.inject({ url: `/${locale}/auctions/${s.lot}/registration`, headers: bidder })).body
  await s.defaults()
  expect([(await page('vi')).includes('sẽ quyết định tiền đặt cọc này'), (await page('en')).includes('whether this deposit is the seller’s or goes back')]).toEqual([true, true])
  await s.propose('to_seller')
  expect([await told(), (await page('vi')).includes(reason)]).toEqual([[], false])
  expect((await app.inject({ url: `/vi/auctions/${s.lot}/office`, headers: desk })).body).toContain(`action="/vi/auctions/${s.lot}/deposits/${s.at.deposit_id}/earnest-decision"`)
  await s.decide('agree')
  const line = (who: string, path: string) => `${who}: 10.000.000 đồng tiền đặt cọc của “Bản quyền máy sấy lạnh rau quả” thuộc về bên có tài sản. ${path}`
  expect(await told()).toEqual([line('hoa', '/auctions/N/registration'), line('lan', '/auctions/N')])
  expect(await page('vi')).toContain(`Thuộc về bên có tài sản. ${reason}`)
  const gone = await sold()
  await gone.annul()
  await gone.propose('returned')
  await gone.decide('agree')
  expect((await told()).map((text) => text.split(' đồng')[1])).toEqual(['/auctions/N/registration', '/auctions/N'].map((path) => ` tiền đặt cọc của “Bản quyền máy sấy lạnh rau quả” được hoàn lại cho bên trúng. ${path}`))
  await app.close()
})

test('No hand decides alone or writes of it where nothing is decided.', async () => {
  const s = await sold(), by = async (set: string): Promise<string> => { try { await asOwner(`update auction_deposit set ${set} where id = ${s.at.deposit_id}`); return 'done' } catch (error) { return String(error) } }
  const both = `earnest_way = 'to_seller', earnest_proposed_by = ${dau.person_id}, earnest_proposed_at = now(), earnest_decided_at = now()`
  expect(await by(`state = 'to_seller', ${both}, earnest_decided_by = ${dau.person_id}`)).toContain('earnest_by_two')
  expect(await by(`state = 'to_seller'`)).toContain('earnest_to_seller')
  expect(await by(`${both}, earnest_decided_by = ${gia.person_id}`)).toContain('earnest_to_seller')
  expect(await by(`state = 'refund_due'`)).toContain('auction_deposit_refund_due')
  expect(await by(`state = 'to_seller', ${both}, earnest_decided_by = ${gia.person_id}`)).toBe('done')
})

test('Whatever officers do of a sale and in whatever order, its money is with the Exchange, on the contract, the seller’s or back: once.', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('default', 'complete', 'annul', 'seller', 'back', 'agree', 'drop', 'refund'), fc.boolean()), { minLength: 4, maxLength: 12 }), async (steps) => {
    const s = await sold()
    for (const [verb, swapped] of steps) {
      const by = swapped ? gia : dau
      const acts: Record<typeof verb, () => Promise<unknown>> = { default: s.defaults, complete: s.completes, annul: s.annul, seller: () => s.propose('to_seller', by), back: () => s.propose('returned', by), agree: () => s.decide('agree', by), drop: () => s.decide('drop', by), refund: () => refundDeposit(as(by), { ...s.at, words: 'Lệnh chuyển 7' }) }
      const before = await depositOf(s.lot), code = await refused(acts[verb]()), after = await depositOf(s.lot)
      if (code !== 'done') expect(after).toEqual(before)
      const { state } = await db.selectFrom('auction_lot').select('state').where('id', '=', s.lot).executeTakeFirstOrThrow()
      expect(['converted', 'to_seller', 'refund_due', 'refunded']).toContain(after.state)
      expect([after.amount, after.received_at, after.forfeited_by]).toEqual([before.amount, before.received_at, null])
      if (before.state === 'refunded') expect(after.state).toBe('refunded')
      if (after.state !== 'converted') expect(['defaulted', 'annulled']).toContain(state)
      if (state === 'annulled') expect(after.state).not.toBe('to_seller')
    }
  }), { numRuns: 15 })
})
