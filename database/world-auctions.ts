import { createHash } from 'node:crypto'
import { type Actor, byTime, type Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { completeLot } from '../src/modules/auctions/after-commands.ts'
import { receiveDeposit, refundDeposit } from '../src/modules/auctions/deposit-commands.ts'
import { draftLot, noteNotice, proposeLot, publishLot } from '../src/modules/auctions/draft-commands.ts'
import { closeRegistration, linkDeal, settleLot } from '../src/modules/auctions/ending.ts'
import { DraftLot } from '../src/modules/auctions/lot-fields.ts'
import { instantOf } from '../src/modules/auctions/lot-rules.ts'
import { answerOfLot, askOfLot } from '../src/modules/auctions/question-commands.ts'
import { registerBidder } from '../src/modules/auctions/registration-commands.ts'
import { lotRow } from '../src/modules/auctions/turns.ts'
import { openDealOfLot } from '../src/modules/deals/lot-commands.ts'
import { shownOrganisations } from './world-deals.ts'
import { take } from '../src/platform/auction/decide.ts'
import { armed, type By, type Command } from '../src/platform/auction/lot.ts'
import { vnd } from '../src/platform/money.ts'
import { bodyOf, commitmentOf, genesisHash, nextHash } from '../src/platform/proof/chain.ts'
import { daysFrom, hanoiDay, minutesFrom, shownMoment } from '../src/platform/time.ts'

const session = (at: Date) => ({ id: 'world', signed_in_at: at, confirmed_at: at })
const key = (text: string): string => createHash('sha256').update(`auctions ${text}`).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-8$4-$5')

/** One lot is a draft, one takes registrations, one opens a quarter of an hour after the first start, and one was sold three weeks ago and performed. */
export async function worldAuctions(db: Db, now: Date): Promise<void> {
  const officers = await db.selectFrom('staff_role as r').innerJoin('person as p', 'p.id', 'r.person_id').select(['p.id', 'p.name']).where('r.role', '=', 'auction_officer').orderBy('p.id').limit(2).execute()
  const [first, second] = officers.map(({ id, name }): Actor => ({ person_id: id, name, organisation_id: null, memberships: [], staff_roles: ['auction_officer'], acted_by: null }))
  const offers = await db.selectFrom('listing as l').select(['l.id', 'l.organisation_id', (eb) => eb.selectFrom('listing_text as t').select('t.title').whereRef('t.listing_id', '=', 'l.id').where('t.language', '=', 'vi').as('vi'), (eb) => eb.selectFrom('listing_text as t').select('t.title').whereRef('t.listing_id', '=', 'l.id').where('t.language', '=', 'en').as('en')])
    .innerJoin('organisation as s', 's.id', 'l.organisation_id').where('l.kind', '=', 'offer').where('l.state', '=', 'published').where('s.name_vi', 'not in', shownOrganisations).where((on) => on.exists(on.selectFrom('listing_text as t').select('t.language').whereRef('t.listing_id', '=', 'l.id').where('t.language', '=', 'en'))).where((on) => on.not(on.exists(on.selectFrom('deal').select('deal.id').whereRef('deal.offer_id', '=', 'l.id')))).orderBy('l.id').limit(4).execute()
  const sellers = offers.map(({ organisation_id }) => organisation_id)
  // The farmers' cooperative is one of those a walk signs in as: its deposit waits to be paid.
  const rows = await db.selectFrom('membership as m').innerJoin('organisation as o', 'o.id', 'm.organisation_id').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name', 'm.organisation_id', 'o.name_vi']).where('m.role', '=', 'owner').where((on) => on.or([on('o.kind', '=', 'enterprise'), on('o.name_vi', '=', shownOrganisations[1]!)])).where('m.organisation_id', 'not in', sellers.length ? sellers : [0]).orderBy('o.name_vi', (o) => o.desc()).orderBy('p.id').limit(400).execute()
  const bidders = rows.filter(({ organisation_id }, i) => rows.findIndex((other) => other.organisation_id === organisation_id) === i).map(({ id, name, organisation_id, name_vi }) => ({ actor: { person_id: id, name, organisation_id, memberships: [{ organisation_id, role: 'owner' as const }], staff_roles: [], acted_by: null } satisfies Actor, name_vi }))
  const farmers = bidders.findIndex(({ name_vi }) => name_vi === shownOrganisations[1])
  bidders.unshift(...bidders.splice(farmers, 1))
  if (!first || !second || offers.length < 4 || bidders.length < 5 || farmers < 0) return
  const as = (actor: Actor, at: Date): Ctx => ({ db, actor, locale: 'vi', now: () => at, request_id: 'world', session: session(at) })

  const draft = async (n: number, at: Date, over: Record<string, unknown>): Promise<number> => {
    const { id, vi, en } = offers[n]!
    return draftLot(as(first, at), DraftLot.parse({
      listing_id: id, replaces: '', request_key: key(`lot ${n}`), regime: 'voluntary', form: 'ascending', title_vi: `Quyền sử dụng: ${vi}`.slice(0, 200), title_en: `Licence: ${en}`.slice(0, 200),
      about: 'Quyền sử dụng không độc quyền trong 10 năm trên địa bàn Hà Nội, kèm hồ sơ kỹ thuật và 5 ngày chuyển giao tại xưởng của bên nhận.\n\n- Hiện trạng: đang vận hành, kiểm tra lần gần nhất trong quý này.\n- Chưa gồm thuế giá trị gia tăng.', viewing: 'Trong giờ hành chính, hẹn trước một ngày qua mục hỏi đáp.', venue: 'Phòng trả giá trực tuyến của Sàn',
      organiser: '', organiser_licence: '', auctioneer_id: String(first.person_id), auctioneer_name: first.name, owner_decision: '', start: '800.000.000', step: '20.000.000', floor: '', most_steps: '10', deposit: '80.000.000', deposit_bank: 'Ngân hàng thương mại (minh họa)', deposit_bin: '999999', deposit_account: '0011058258258', deposit_holder: 'SAN CONG NGHE MINH HOA',
      tick_minutes: '', extension_minutes: '2', latest_minutes: '60', reopen_minutes: '5', single_bidder: 'fail', tie: 'draw', negotiation: 'yes', ...over,
    }))
  }
  /** Drafted, proposed and published by two officers at that moment. */
  const publish = async (n: number, at: Date, over: Record<string, unknown>): Promise<number> => {
    const lot_id = await draft(n, at, over)
    await proposeLot(as(first, minutesFrom(at, 20)), { lot_id, version: 0 })
    await publishLot(as(second, minutesFrom(at, 60)), { lot_id, version: 0 })
    await noteNotice(as(first, minutesFrom(at, 70)), { lot_id, kind: 'posting', on_day: hanoiDay(at), place: 'Bảng tin trụ sở Sàn, 258 Võ Chí Công, và trang của phiên' })
    return lot_id
  }
  const register = async (lot_id: number, who: number, at: Date, pays = true): Promise<number> => {
    const { actor, name_vi } = bidders[who]!
    const id = await registerBidder(as(actor, at), { lot_id, request_key: key(`bidder ${lot_id} ${who}`), capacity: 'yes', unrelated: 'yes', own_behalf: 'yes', relatives: 'none', refund_to: `Ngân hàng (minh họa), 0011${200_000 + who}, ${name_vi}`.slice(0, 200) })
    if (!pays) return id
    const deposit = await db.selectFrom('auction_deposit').select(['id', 'amount', 'reference']).where('bidder_id', '=', id).executeTakeFirstOrThrow()
    const paidAt = minutesFrom(at, 180)
    await receiveDeposit(as(who % 2 ? first : second, paidAt), { lot_id, deposit_id: deposit.id, amount: deposit.amount, paid_on: hanoiDay(paidAt), words: `Ghi có ${deposit.reference} tien dat truoc` })
    return id
  }

  const sold = await publish(0, daysFrom(now, -30), { registration_opens_at: shownMoment(daysFrom(now, -30)), registration_closes_at: shownMoment(daysFrom(now, -23)), opens_at: shownMoment(daysFrom(now, -21)), closes_at: shownMoment(minutesFrom(daysFrom(now, -21), 60)) })
  for (const who of [1, 2, 3]) await register(sold, who, daysFrom(now, -28 + who))
  await db.transaction().execute((tx) => closeRegistration(tx, byTime(db, daysFrom(now, -22.9), 'world'), sold))
  await bidding(db, sold)
  const ended = minutesFrom(daysFrom(now, -21), 90)
  await db.transaction().execute(async (tx) => {
    const ctx = byTime(db, ended, 'world'), result = await settleLot(tx, ctx, sold)
    if (result) await linkDeal(tx, sold, await openDealOfLot(tx, ctx, result))
  })
  for (const { id } of await db.selectFrom('auction_deposit').select('id').where('lot_id', '=', sold).where('state', '=', 'refund_due').execute()) await refundDeposit(as(second, daysFrom(ended, 1)), { lot_id: sold, deposit_id: id, words: `Lệnh chuyển ${id}/HT, đúng tài khoản đã đăng ký` })
  await completeLot(as(first, daysFrom(now, -2)), { lot_id: sold })

  const live = await publish(1, daysFrom(now, -6), { registration_opens_at: shownMoment(daysFrom(now, -6)), registration_closes_at: shownMoment(minutesFrom(now, -120)), opens_at: shownMoment(minutesFrom(now, 15)), closes_at: shownMoment(minutesFrom(now, 75)) })
  for (const who of [1, 2, 4]) await register(live, who, daysFrom(now, -4 + who / 4))
  await db.transaction().execute((tx) => closeRegistration(tx, byTime(db, minutesFrom(now, -119), 'world'), live))

  const open = await publish(2, daysFrom(now, -3), { registration_opens_at: shownMoment(daysFrom(now, -3)), registration_closes_at: shownMoment(daysFrom(now, 9)), opens_at: shownMoment(daysFrom(now, 12)), closes_at: shownMoment(minutesFrom(daysFrom(now, 12), 60)), floor: '900.000.000' })
  await register(open, 1, daysFrom(now, -2))
  await register(open, 0, daysFrom(now, -1), false)
  await draft(3, daysFrom(now, -1), { registration_opens_at: shownMoment(daysFrom(now, 4)), registration_closes_at: shownMoment(daysFrom(now, 20)), opens_at: shownMoment(daysFrom(now, 24)), closes_at: shownMoment(minutesFrom(daysFrom(now, 24), 60)) })
  const asked = await askOfLot(as(bidders[3]!.actor, daysFrom(now, -2)), { lot_id: open, question: 'Bên nhận có được tự bảo trì thiết bị không?', request_key: key('question') })
  await answerOfLot(as(first, daysFrom(now, -1)), { lot_id: open, lot_question_id: asked, answer: 'Được. Hồ sơ kỹ thuật gồm hướng dẫn bảo trì; bên giao đào tạo hai kỹ thuật viên trong 5 ngày chuyển giao.' })
  await askOfLot(as(bidders[2]!.actor, minutesFrom(now, -300)), { lot_id: open, question: 'Thời hạn 10 năm tính từ ngày ký hay ngày bàn giao?', request_key: key('question 2') })
}

/** An hour of bidding as the writer of lots would have logged it: the same rules decide, each event is chained to the one before. */
async function bidding(db: Db, lot_id: number): Promise<void> {
  const lot = await lotRow(db, lot_id)
  const bidders = await db.selectFrom('auction_bidder').select(['number', 'salt', 'organisation_id', 'person_id']).where('lot_id', '=', lot_id).where('state', '=', 'eligible').orderBy('number').execute()
  const numbers = bidders.map(({ number }) => number!), armed_at = instantOf(lot.armed_at!), { opens_at } = lot.rules
  let state = armed(lot.rules, numbers, armed_at)
  let hash = genesisHash({ lot: lot_id, rules_hash: lot.rules_hash!, armed_at, bidders: bidders.map(({ number, salt, organisation_id, person_id }) => ({ number: number!, commitment: commitmentOf(salt, organisation_id, person_id) })) })
  const events: { lot_id: number; seq: number; at_us: number; body: string; hash: Buffer }[] = []
  const say = (command: Command, by: By, wanted: number): void => {
    const taken = take(state, { command, by }, Math.max(state.at + 1, wanted))
    for (const logged of taken.log) {
      const body = bodyOf(logged)
      hash = nextHash(hash, body)
      events.push({ lot_id, seq: logged.seq, at_us: logged.at, body, hash })
    }
    state = taken.state
  }
  const minute = 60_000_000
  say({ type: 'open' }, { clock: true }, opens_at)
  for (const [i, steps] of [0, 1, 3, 5, 6, 9, 10].entries()) say({ type: 'bid', amount: vnd(lot.rules.start + steps * lot.rules.step), key: `world-bid-${i}` }, { bidder: numbers[i % numbers.length]! }, opens_at + (3 + i * 8) * minute)
  say({ type: 'close' }, { clock: true }, state.closes_at)
  const conductor: By = { auctioneer: lot.auctioneer_id! }
  say({ type: 'announce' }, conductor, state.closes_at + 4 * minute)
  say({ type: 'sign_minutes' }, { bidder: state.winner! }, state.closes_at + 12 * minute)
  await db.insertInto('auction_event').values(events).execute()
  await db.insertInto('auction_lease').values({ lot_id, epoch: 1, holder: 'world', endpoint: '', until: new Date(Math.floor(state.at / 1000)), seq: state.seq, hash }).execute()
  await db.updateTable('auction_lot').set({ phase: state.phase, price: state.price, winner: state.winner }).where('id', '=', lot_id).execute()
}
