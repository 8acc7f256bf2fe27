import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anArmedLot as anArmedRoom, inSeconds, risingRules } from '../../../tests/auction-lots.ts'
import { aLot, paid, registration } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { refused } from '../../../tests/refused.ts'
import type { Actor, Ctx } from '../../core/context.ts'
import { approvePostponement } from '../auctions/date-commands.ts'
import { readDepositStatement, receiveDeposit, refundDeposit } from '../auctions/deposit-commands.ts'
import { callOffLot, noteNotice } from '../auctions/draft-commands.ts'
import { clearLinks } from '../auctions/link-commands.ts'
import { auctionDuties, lotFile, officeFile } from '../auctions/queries.ts'
import { answerOfLot, askOfLot } from '../auctions/question-commands.ts'
import { refuseBidder, registerBidder } from '../auctions/registration-commands.ts'
import { approveReplacement, proposeReplacement } from '../auctions/replacement-commands.ts'
import { nameMember } from '../ballots/council-commands.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { callPrice, disqualify, enterPhoneBid, pauseLot } from './commands.ts'

const { db, url } = await testDatabase()
await loadCodeLists(db, 'data')
const { app } = await openWhole(db, { DATABASE_URL: url })
const officer = (name: string, organisation?: number) => aPerson(db, { staff: ['auction_officer'], name, ...(organisation === undefined ? {} : { organisation, role: 'viewer' as const }) })
const dau = await officer('Đấu'), gia = await officer('Giá'), seller = await anOrganisation(db, 'institute', 'Viện Bán')
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const open = async (over: Record<string, unknown> = {}) => aLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy'), now: noon, over })
/** A lot with a bidder who paid and one who did not, a question, and an officer who is one of a bidder’s people. */
async function two() {
  const lot_id = await open(), [own, rival] = await Promise.all(['Công ty Nhà', 'Công ty Địch Thủ'].map(async (name) => aPerson(db, { organisation: await anOrganisation(db, 'enterprise', name) })))
  const first = await registerBidder(as(own!, 1), registration(lot_id)), second = await registerBidder(as(rival!, 2), registration(lot_id, { links: 'Từng thuê chung kho với một bên đăng ký.' }))
  await paid(db, dau, first, minutesAfterNoon(3))
  const theirs = await officer('Của bên mua', own!.organisation_id!)
  const question = await askOfLot(as(rival!, 3), { lot_id, question: 'Máy đã chạy bao nhiêu giờ?', request_key: randomUUID() })
  const deposit = await db.selectFrom('auction_deposit').selectAll().where('bidder_id', '=', second).executeTakeFirstOrThrow()
  return { lot_id, own: own!, rival: rival!, first, second, theirs, question, deposit }
}

test('An officer who belongs to a standing bidder does nothing about its lot, its rivals or their money, whatever they send; once the bidder is gone they do.', async () => {
  const { lot_id, first, second, theirs, question, deposit } = await two(), it = as(theirs, 5)
  const line = { lot_id, deposit_id: deposit.id, amount: deposit.amount, paid_on: '2026-03-02', words: `CK ${deposit.reference}` }
  const acts = {
    refuse: () => refuseBidder(it, { lot_id, bidder_id: second, reason: 'Không đủ điều kiện tham gia' }), clear: () => clearLinks(it, { lot_id, bidder_id: second, word: 'Không cản trở gì cả.', seen: 'words' }),
    receive: () => receiveDeposit(it, line), refund: () => refundDeposit(it, { lot_id, deposit_id: deposit.id, words: 'Đã trả lại' }), statement: () => readDepositStatement(it, { lot_id, content: '', columns: {} as never }),
    answer: () => answerOfLot(it, { lot_id, lot_question_id: question, answer: 'Hai nghìn giờ.' }), notice: () => noteNotice(it, { lot_id, kind: 'posting', on_day: '2026-03-01', place: 'Trụ sở Sàn' }), callOff: () => callOffLot(it, { lot_id, reason: 'Bên bán rút tài sản' }),
    postpone: () => approvePostponement(it, { lot_id, postponement_id: 1 }),
  }
  for (const [name, act] of Object.entries(acts)) expect([name, await refused(act())]).toEqual([name, 'officer_of_bidder'])
  expect(await db.selectFrom('auction_bidder').select('state').where('lot_id', '=', lot_id).orderBy('id').execute()).toEqual([{ state: 'eligible' }, { state: 'registered' }])
  expect(await refused(refuseBidder(as(dau, 5), { lot_id, bidder_id: first, reason: 'Không đủ điều kiện tham gia' }))).toBe('done')
  expect(await refused(acts.answer())).toBe('done')
})

test('They read no list of who bids and no floor that is kept back, and leave no look; the public page and what they registered themselves they still see.', async () => {
  const { lot_id, own, rival, theirs } = await two(), path = `/vi/auctions/${lot_id}`
  const headers = withCookie(await signedIn(app, db, theirs)), of = async (address: string, who = headers) => (await app.inject({ url: address, headers: who }))
  const desk = await of(`${path}/office`)
  expect([desk.body.includes('Công ty Địch Thủ'), desk.body.includes(`action="${path}/`)]).toEqual([false, false])
  const whole = (await of(`${path}/office`, withCookie(await signedIn(app, db, dau)))).body
  expect([whole.includes('Công ty Địch Thủ'), whole.includes(`action="${path}/`)]).toEqual([true, true])
  expect(await db.selectFrom('event').select('person_id').where('subject', '=', `lot:${lot_id}`).where('type', '=', 'lot.bidders_read').execute()).toEqual([{ person_id: dau.person_id }])
  const file = await lotFile(as(theirs), lot_id)
  expect([file.runs, file.readsBidders, file.side, await refused(officeFile(as(theirs), file))]).toEqual([false, false, 'bidder', 'not_found'])
  const sent = await send(app, `${path}/bidders/1/refusal`, { reason_out_1: 'Không đủ điều kiện tham gia' }, headers)
  expect([sent.statusCode, sent.body.includes('Công ty Địch Thủ')]).toEqual([409, false])
  const page = await of(path)
  expect([page.statusCode, page.body.includes('Máy sấy') || page.body.includes('máy sấy'), page.body.includes(`${path}/office`)]).toEqual([200, true, false])
  expect((await of(`${path}/registration`, withCookie(await signedIn(app, db, own)))).statusCode).toBe(200)
  const member: Actor = { ...theirs, organisation_id: own.organisation_id }
  expect((await lotFile(as(member), lot_id)).own?.bidder.organisation_id).toBe(own.organisation_id)
  expect((await lotFile(as(rival), lot_id)).side).toBeNull()
  const kept = await open({ form: 'ascending', floor: '120.000.000' }), other = await aPerson(db, { organisation: own.organisation_id! })
  await registerBidder(as(other, 1), registration(kept))
  expect([(await lotFile(as(theirs), kept)).hidden, (await lotFile(as(dau), kept)).hidden]).toEqual([true, false])
})

test('They conduct nothing: the console is not there, no order of theirs reaches the log, and no step of it is a duty of theirs; of another officer it is.', async () => {
  const lot = await anArmedRoom(db, risingRules({ opens_at: inSeconds(3_600), closes_at: inSeconds(7_200) }), 2), theirs = await officer('Của bên mua', lot.people[0]!.organisation_id!), registered = lot.people[1]!
  // Who is registered for a bidder counts as one of its people, member or not.
  await db.insertInto('staff_role').values({ person_id: registered.person_id!, role: 'auction_officer', granted_at: noon, granted_by: null }).execute()
  await db.deleteFrom('membership').where('person_id', '=', registered.person_id).execute()
  const alone: Actor = { ...registered, staff_roles: ['auction_officer'], memberships: [], organisation_id: null }
  const key = () => ({ lot_id: lot.id, request_key: randomUUID() })
  const orders = (actor: Actor) => ({
    call: () => callPrice(as(actor), null, key()), pause: () => pauseLot(as(actor), null, { ...key(), pause_reason: 'incident', pause_word: 'Mất điện' } as never), out: () => disqualify(as(actor), null, { ...key(), out_number: 2, out_reason: 'Thông đồng dìm giá.' } as never),
    phone: () => enterPhoneBid(as(actor), null, 'ascending', { ...key(), number: 2, typed: 100_000_000, sure: undefined } as never),
  })
  // No writer of lots runs here, so that whoever conducts is told that.
  const answers = async (actor: Actor) => Object.fromEntries(await Promise.all(Object.entries(orders(actor)).map(async ([name, act]) => [name, await refused(act())])))
  expect(await answers(theirs)).toEqual({ call: 'not_found', pause: 'not_found', out: 'not_found', phone: 'not_found' })
  expect(await answers(alone)).toEqual({ call: 'not_found', pause: 'not_found', out: 'not_found', phone: 'staff_may_not_bid' })
  expect(await answers(lot.officer)).toEqual({ call: 'no_writer', pause: 'no_writer', out: 'no_writer', phone: 'no_writer' })
  const seen: unknown[] = []
  for (const actor of [theirs, lot.officer]) {
    const headers = withCookie(await signedIn(app, db, actor)), at = (page: string) => app.inject({ url: `/vi/auctions/${lot.id}/${page}`, headers })
    seen.push([(await at('console')).statusCode, (await at('room')).body.includes(`/vi/auctions/${lot.id}/console`)])
  }
  expect(seen).toEqual([[404, false], [200, true]])
  await db.insertInto('auction_event').values({ lot_id: lot.id, seq: 1, at_us: inSeconds(0), body: JSON.stringify({ type: 'opened', seq: 1, at: inSeconds(0) }), hash: Buffer.alloc(32) }).execute()
  await db.updateTable('auction_lot').set({ phase: 'closed' }).where('id', '=', lot.id).execute()
  const calls = async (actor: Actor) => (await auctionDuties(as(actor).db, actor, noon)).some(({ kind, lot_id }) => kind === 'call' && lot_id === lot.id)
  expect([await calls(theirs), await calls(alone), await calls(lot.officer)]).toEqual([false, false, true])
})

test('What waits at the desk of their bidder’s lot is no duty of theirs: money, links, signs, questions; of another lot it is.', async () => {
  const { lot_id, theirs } = await two(), other = await two()
  const waits = async (actor: Actor, of: number) => (await auctionDuties(as(actor, 5).db, actor, minutesAfterNoon(5))).filter((duty) => duty.lot_id === of).map(({ kind }) => kind).toSorted()
  expect([await waits(theirs, lot_id), await waits(dau, lot_id), await waits(theirs, other.lot_id)]).toEqual([[], ['links', 'match', 'question', 'signs'], ['links', 'match', 'question', 'signs']])
})

test('They neither propose nor approve another auctioneer, and an auctioneer who came to belong to a bidder conducts no more and is missed.', async () => {
  const led = await officer('Người điều hành'), next = await officer('Người thay'), lot = await anArmedRoom(db, risingRules({ regime: 'statutory' }), 2, { auctioneer: led.person_id! })
  const theirs = await officer('Của bên mua', lot.people[0]!.organisation_id!), naming = { lot_id: lot.id, request_key: randomUUID(), to_id: next.person_id!, to_name: 'Người thay', reason: 'Không thể điều hành vì lý do sức khỏe.' }
  const conducts = async () => await refused(callPrice(as(led), null, { lot_id: lot.id, request_key: randomUUID() })) === 'no_writer'
  const missed = async (actor = dau) => [(await auctionDuties(as(actor).db, actor, noon)).some(({ kind, lot_id }) => kind === 'lost' && lot_id === lot.id), actor === dau && (await officeFile(as(dau), await lotFile(as(dau), lot.id))).lost]
  expect([await conducts(), await missed()]).toEqual([true, [false, false]])
  await db.insertInto('membership').values({ organisation_id: lot.people[1]!.organisation_id!, person_id: led.person_id!, role: 'viewer', since: noon }).execute()
  expect([await conducts(), await missed(), await missed(theirs)]).toEqual([false, [true, true], [false, false]])
  expect(await refused(proposeReplacement(as(theirs), naming))).toBe('officer_of_bidder')
  const replacement_id = await proposeReplacement(as(dau), naming)
  expect(await refused(approveReplacement(as(theirs), { lot_id: lot.id, replacement_id }))).toBe('officer_of_bidder')
  await approveReplacement(as(gia), { lot_id: lot.id, replacement_id })
  expect(await missed()).toEqual([false, false])
})

test('They name nobody to the council of a sealed lot.', async () => {
  const lot_id = await open({ form: 'sealed', extension_minutes: '0', latest_minutes: '0' }), own = await aPerson(db, { organisation: await anOrganisation(db) })
  const theirs = await officer('Của bên mua', own.organisation_id!), named = await aPerson(db)
  const { email } = await db.selectFrom('person').select('email').where('id', '=', named.person_id).executeTakeFirstOrThrow()
  const names = () => refused(nameMember(as(theirs, 2), { lot_id, member_email: email }))
  await registerBidder(as(own, 1), registration(lot_id))
  expect(await names()).toBe('officer_of_bidder')
})
