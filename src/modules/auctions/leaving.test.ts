import { expect, test } from 'vitest'
import { anArmedLot, risingRules, unguarded } from '../../../tests/auction-lots.ts'
import { ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { openWhole, signedIn, withCookie } from '../../../tests/readers.ts'
import { refused } from '../../../tests/refused.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { leaveLot } from './registration-commands.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')

test('Once the list of bidders is closed nobody withdraws a registration, and until bidding opens the page says why, what it costs and what to do.', async () => {
  const { app } = await openWhole(db), year = Date.parse('2100-01-01T09:00:00+07:00') * 1_000
  const { id, people: [bids] } = await anArmedLot(db, risingRules({ opens_at: year, closes_at: year + 3_600_000_000 }), 2)
  const { id: bidder_id, organisation_id } = await db.selectFrom('auction_bidder').select(['id', 'organisation_id']).where('lot_id', '=', id).where('number', '=', 1).executeTakeFirstOrThrow()
  await db.insertInto('auction_deposit').values({ lot_id: id, bidder_id, organisation_id, amount: 10_000_000 as never, reference: 'DAT9X00000001', refund_to: 'Ngân hàng A', state: 'received', state_since: noon, requested_by: bids!.person_id!, requested_at: noon, paid_on: '2026-03-02', basis: 'evidence', received_by: bids!.person_id, received_at: noon, refund_due_on: null, refunded_by: null, refunded_at: null, forfeit_ground: null, forfeit_proposed_by: null, forfeit_proposed_at: null, forfeited_by: null, forfeited_at: null }).execute()
  expect(await refused(leaveLot(ctxOf(db, bids, noon), { lot_id: id }))).toBe('wrong_state')
  const cookie = withCookie(await signedIn(app, db, bids!)), page = async (locale: string) => (await app.inject({ url: `/${locale}/auctions/${id}/registration`, headers: cookie })).body
  const [vi, en] = [await page('vi'), await page('en')]
  expect([vi.includes('không rút đăng ký được nữa'), en.includes('nobody withdraws a registration any more'), vi.includes('/withdrawal"')]).toEqual([true, true, false])
  await unguarded(asOwner, `update auction_lot set phase = 'open' where id = ${id}`)
  expect((await page('vi')).includes('không rút đăng ký được nữa')).toBe(false)
  await app.close()
})
