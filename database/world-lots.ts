import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Actor, byTime, type Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { receiveDeposit, refundDeposit } from '../src/modules/auctions/deposit-commands.ts'
import { draftLot, noteNotice, proposeLot, publishLot } from '../src/modules/auctions/draft-commands.ts'
import { closeRegistration, linkDeal, settleLot } from '../src/modules/auctions/ending.ts'
import { idMarks } from '../src/modules/auctions/link-rules.ts'
import { DraftLot } from '../src/modules/auctions/lot-fields.ts'
import { registerBidder } from '../src/modules/auctions/registration-commands.ts'
import { openDealOfLot } from '../src/modules/deals/lot-commands.ts'
import { daysFrom, hanoiDay, minutesFrom } from '../src/platform/time.ts'
import type { Storage } from '../src/platform/storage.ts'
import { shownOrganisations } from './world-deals.ts'
import { worldLotFiles } from './world-lot-files.ts'

/** A key for a press of the auctions: the same text gives the same. */
export const lotKey = (text: string): string => createHash('sha256').update(`auctions ${text}`).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-8$4-$5')

/** Nobody of an invented city opens a room: who gave a price in one was there, a minute before. */
export const worldAttendance = async (db: Db): Promise<void> => {
  await sql`update auction_bidder b set attended_at = f.at - interval '1 minute' from (select lot_id, (body::jsonb ->> 'bidder')::int as number, to_timestamp(min(at_us) / 1000000.0) as at from auction_event
    where body::jsonb ->> 'type' in ('bid_taken', 'accepted', 'ballot_sealed') group by 1, 2) f where f.lot_id = b.lot_id and f.number = b.number`.execute(db)
}

/**
 * The two auction officers of the city, offers of others than the shown organisations, and who bids for them: the farmers' cooperative, one of
 * those a walk signs in as, is the first bidder. Null where the city has not enough of them.
 */
export async function lotDesk(db: Db, storage: Storage, wanted: number) {
  const officers = await db.selectFrom('staff_role as r').innerJoin('person as p', 'p.id', 'r.person_id').select(['p.id', 'p.name']).where('r.role', '=', 'auction_officer').orderBy('p.id').limit(2).execute()
  const [first, second] = officers.map(({ id, name }): Actor => ({ person_id: id, name, organisation_id: null, memberships: [], staff_roles: ['auction_officer'], acted_by: null }))
  const offers = await db.selectFrom('listing as l').select(['l.id', 'l.organisation_id', (eb) => eb.selectFrom('listing_text as t').select('t.title').whereRef('t.listing_id', '=', 'l.id').where('t.language', '=', 'vi').as('vi'), (eb) => eb.selectFrom('listing_text as t').select('t.title').whereRef('t.listing_id', '=', 'l.id').where('t.language', '=', 'en').as('en')])
    .innerJoin('organisation as s', 's.id', 'l.organisation_id').where('l.kind', '=', 'offer').where('l.state', '=', 'published').where('s.name_vi', 'not in', shownOrganisations).where((on) => on.exists(on.selectFrom('listing_text as t').select('t.language').whereRef('t.listing_id', '=', 'l.id').where('t.language', '=', 'en'))).where((on) => on.not(on.exists(on.selectFrom('deal').select('deal.id').whereRef('deal.offer_id', '=', 'l.id')))).where((on) => on.not(on.exists(on.selectFrom('auction_lot').select('auction_lot.id').whereRef('auction_lot.listing_id', '=', 'l.id')))).orderBy('l.id').limit(wanted).execute()
  const sellers = offers.map(({ organisation_id }) => organisation_id)
  const rows = await db.selectFrom('membership as m').innerJoin('organisation as o', 'o.id', 'm.organisation_id').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name', 'm.organisation_id', 'o.name_vi']).where('m.role', '=', 'owner').where((on) => on.or([on('o.kind', '=', 'enterprise'), on('o.name_vi', '=', shownOrganisations[1]!)])).where('m.organisation_id', 'not in', sellers.length ? sellers : [0]).orderBy('o.name_vi', (o) => o.desc()).orderBy('p.id').limit(400).execute()
  const bidders = rows.filter(({ organisation_id }, i) => rows.findIndex((other) => other.organisation_id === organisation_id) === i).map(({ id, name, organisation_id, name_vi }) => ({ actor: { person_id: id, name, organisation_id, memberships: [{ organisation_id, role: 'owner' as const }], staff_roles: [], acted_by: null } satisfies Actor, name_vi }))
  const farmers = bidders.findIndex(({ name_vi }) => name_vi === shownOrganisations[1])
  bidders.unshift(...bidders.splice(farmers, 1))
  if (!first || !second || offers.length < wanted || bidders.length < 5 || farmers < 0) return null
  const as = (actor: Actor, at: Date): Ctx => ({ db, actor, locale: 'vi', now: () => at, request_id: 'world', session: { id: 'world', signed_in_at: at, confirmed_at: at } })

  const draft = async (n: number, at: Date, over: Record<string, unknown>): Promise<number> => {
    const { id, vi, en } = offers[n]!
    return draftLot(as(first, at), DraftLot.parse({
      listing_id: id, replaces: '', request_key: lotKey(`lot ${id}`), regime: 'voluntary', form: 'ascending', title_vi: `Quyền sử dụng: ${vi}`.slice(0, 200), title_en: `Licence: ${en}`.slice(0, 200),
      about: 'Quyền sử dụng không độc quyền trong 10 năm trên địa bàn Hà Nội, kèm hồ sơ kỹ thuật và 5 ngày chuyển giao tại xưởng của bên nhận.\n\n- Hiện trạng: đang vận hành, kiểm tra lần gần nhất trong quý này.\n- Chưa gồm thuế giá trị gia tăng.', viewing: 'Trong giờ hành chính, hẹn trước một ngày qua mục hỏi đáp.', venue: 'Phòng trả giá trực tuyến của Sàn',
      organiser: '', organiser_licence: '', auctioneer_id: String(first.person_id), auctioneer_name: first.name, owner_decision: '', start: '800.000.000', step: '20.000.000', floor: '', most_steps: '10', deposit: '80.000.000', deposit_bank: 'Ngân hàng thương mại (minh họa)', deposit_bin: '999999', deposit_account: '0011058258258', deposit_holder: 'SAN CONG NGHE MINH HOA',
      tick_minutes: '', extension_minutes: '2', latest_minutes: '60', reopen_minutes: '5', single_bidder: 'fail', tie: 'draw', negotiation: 'yes', ...over,
    }))
  }
  /** Drafted, proposed and published by two officers at that moment. */
  const publish = async (n: number, at: Date, over: Record<string, unknown>): Promise<number> => {
    const lot_id = await draft(n, at, over)
    await worldLotFiles(as(first, minutesFrom(at, 10)), storage, lot_id)
    await proposeLot(as(first, minutesFrom(at, 20)), { lot_id, version: 0 })
    await publishLot(as(second, minutesFrom(at, 60)), { lot_id, version: 0 })
    await noteNotice(as(first, minutesFrom(at, 70)), { lot_id, kind: 'posting', on_day: hanoiDay(minutesFrom(at, 60)), place: 'Bảng tin trụ sở Sàn, 258 Võ Chí Công, và trang của phiên' })
    return lot_id
  }
  const register = async (lot_id: number, who: number, at: Date, pays = true, links = ''): Promise<number> => {
    const { actor, name_vi } = bidders[who]!
    const id = await registerBidder(as(actor, at), { lot_id, request_key: lotKey(`bidder ${lot_id} ${who}`), capacity: 'yes', unrelated: 'yes', own_behalf: 'yes', relatives: 'none', links, id_marks: idMarks('demonstration', lot_id, [String(1_085_000_000 + who).padStart(12, '0')]), browser_mark: '', refund_to: `Ngân hàng (minh họa), 0011${200_000 + who}, ${name_vi}`.slice(0, 200) })
    if (!pays) return id
    const deposit = await db.selectFrom('auction_deposit').select(['id', 'amount', 'reference']).where('bidder_id', '=', id).executeTakeFirstOrThrow()
    const paidAt = minutesFrom(at, 180)
    await receiveDeposit(as(who % 2 ? first : second, paidAt), { lot_id, deposit_id: deposit.id, amount: deposit.amount, paid_on: hanoiDay(paidAt), words: `Ghi có ${deposit.reference} tien dat truoc` })
    return id
  }
  const arm = (lot_id: number, at: Date): Promise<boolean> => db.transaction().execute((tx) => closeRegistration(tx, byTime(db, at, 'world'), lot_id))
  /** What follows signed minutes: the deal file of the two, and the others' deposits back a day later. */
  const settle = async (lot_id: number, at: Date): Promise<void> => {
    await db.transaction().execute(async (tx) => {
      const ctx = byTime(db, at, 'world'), result = await settleLot(tx, ctx, lot_id)
      if (result) await linkDeal(tx, lot_id, await openDealOfLot(tx, ctx, result))
    })
    for (const { id } of await db.selectFrom('auction_deposit').select('id').where('lot_id', '=', lot_id).where('state', '=', 'refund_due').execute()) await refundDeposit(as(second, daysFrom(at, 1)), { lot_id, deposit_id: id, words: `Lệnh chuyển ${id}/HT, đúng tài khoản đã đăng ký` })
  }
  return { first, second, offers, bidders, as, draft, publish, register, arm, settle }
}
