import { expect, test } from 'vitest'
import { callOffLot, noteNotice, proposeLot, publishLot, draftLot } from '../src/modules/auctions/draft-commands.ts'
import { defaultLot } from '../src/modules/auctions/after-commands.ts'
import { approvePostponement, returnPostponement } from '../src/modules/auctions/date-commands.ts'
import { decideForfeit, proposeForfeit, refundDeposit } from '../src/modules/auctions/deposit-commands.ts'
import { closeRegistrations } from '../src/modules/auctions/ending.ts'
import { answerOfLot, askOfLot } from '../src/modules/auctions/question-commands.ts'
import { leaveLot, refuseBidder, registerBidder } from '../src/modules/auctions/registration-commands.ts'
import { approveReplacement, proposeReplacement } from '../src/modules/auctions/replacement-commands.ts'
import type { BiddingEvent } from '../src/modules/bidding/schema.ts'
import { valueIn } from '../src/modules/notifications/texts.ts'
import { loadCodeLists } from '../src/modules/taxonomy/commands.ts'
import type { Actor, Ctx } from '../src/core/context.ts'
import { vnd } from '../src/platform/money.ts'
import { aLot, lotForm, paid, postponementProposed, registration, saysInLog } from './auction-things.ts'
import { aCouncil } from './ballot-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from './database.ts'
import { listed } from './listings.ts'
import { tellingOf } from './told.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const seller = await anOrganisation(db, 'institute', 'Viện Cơ điện'), one = await anOrganisation(db, 'enterprise', 'Công ty Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai'), three = await anOrganisation(db, 'enterprise', 'Công ty Ba')
const dau = await aPerson(db, { staff: ['auction_officer'] }), gia = await aPerson(db, { staff: ['auction_officer'] })
const people = { dau, gia, lan: await aPerson(db, { organisation: seller }), hoa: await aPerson(db, { organisation: one }), xem: await aPerson(db, { organisation: one, role: 'viewer' }), qua: await aPerson(db, { organisation: two }), ba: await aPerson(db, { organisation: three }), la: await aPerson(db) }
const { hoa, qua, ba, la } = people
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const told = tellingOf(db, 'lot.', people)
/** What the writer of a lot says of it to the log of the Exchange. */
const says = (event: BiddingEvent, minutes: number) => { const { type, ...data } = event; return db.insertInto('event').values({ type, subject: `lot:${event.lot_id}`, person_id: null, acted_by: null, organisation_id: null, at: minutesAfterNoon(minutes), request_id: 'test', data: JSON.stringify(data) }).execute() }
/** An open lot and what its publication told is past. */
async function open(): Promise<number> { const lot = await aLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy lạnh'), now: noon }); await told(); return lot }
async function joined(lot: number, actor: Actor): Promise<number> { const id = await registerBidder(as(actor), registration(lot)); await paid(db, dau, id, noon); return id }
const numberOf = async (id: number): Promise<number> => (await db.selectFrom('auction_bidder').select('number').where('id', '=', id).executeTakeFirstOrThrow()).number ?? 0

test('The second officer is told of a draft, the seller of its publication, a bidder what to pay and under which number it bids; a viewer is told nothing.', async () => {
  const lot = await draftLot(as(dau), lotForm(await listed(db, seller, 'Máy sấy lạnh'), noon))
  await proposeLot(as(dau), { lot_id: lot, version: 0 })
  expect(await told()).toEqual(['gia: Bản nháp phiên “Bản quyền máy sấy lạnh rau quả” chờ công bố. /auctions/N/office'])
  await publishLot(as(gia), { lot_id: lot, version: 0 })
  expect(await told()).toEqual([expect.stringMatching(/^lan: Phiên “Bản quyền máy sấy lạnh rau quả” đã công bố, nhận đăng ký đến .*13:00.* \/auctions\/N$/)])
  const bidder = await registerBidder(as(hoa), registration(lot))
  expect(await told()).toEqual([expect.stringMatching(/^hoa: Chuyển 10\.000\.000 đồng, nội dung DAT\d+X[0-9A-F]{8}, để được trả giá .*13:00.*\/auctions\/N\/registration$/)])
  await paid(db, dau, bidder, noon)
  expect(await told()).toEqual([expect.stringContaining(`hoa: Tổ chức bạn mang số ${await numberOf(bidder)} tại`)])
  await closeRegistrations(db, minutesAfterNoon(60))
  expect(await told()).toEqual(['hoa', 'lan'].map((who) => `${who}: “Bản quyền máy sấy lạnh rau quả” không thành: Chỉ một tổ chức đủ điều kiện, và quy tắc của phiên không cho bán trong trường hợp này. /auctions/N`))
})

test('A change reaches those registered, an answer its asker, a refusal whom it concerns; who left is told no more.', async () => {
  const lot = await open()
  const [first, second] = [await joined(lot, hoa), await joined(lot, qua)]
  await joined(lot, ba)
  await told()
  await noteNotice(as(dau), { lot_id: lot, kind: 'change', on_day: '2026-03-02', place: 'Máy còn một năm bảo hành' })
  expect((await told()).map((line) => line.split(':')[0])).toEqual(['ba', 'hoa', 'lan', 'qua'])
  const question = await askOfLot(as(la), { lot_id: lot, question: 'Máy đã chạy bao nhiêu giờ?', request_key: '11111111-1111-4111-8111-111111111111' })
  expect(await told()).toEqual([])
  await answerOfLot(as(dau), { lot_id: lot, lot_question_id: question, answer: '300 giờ' })
  expect(await told()).toEqual(['la: Câu hỏi của bạn về “Bản quyền máy sấy lạnh rau quả” đã được trả lời. /auctions/N'])
  await refuseBidder(as(dau), { lot_id: lot, bidder_id: second, reason: 'Có quan hệ với bên bán' })
  expect(await told()).toEqual(['qua: Đăng ký cho “Bản quyền máy sấy lạnh rau quả” bị từ chối. /auctions/N/registration'])
  await leaveLot(as(ba), { lot_id: lot })
  await callOffLot(as(gia), { lot_id: lot, reason: 'Bên bán rút tài sản' })
  expect((await told()).map((line) => [line.split(':')[0], line.includes('Bên bán rút tài sản')])).toEqual([['hoa', true], ['lan', true]])
  expect(first).toBeGreaterThan(0)
})

test('A postponement reaches who registered, with what becomes of it, the seller, the council, whoever conducts the lot and whoever asked; while it is only proposed the other officers alone, with the hour by which to approve it; and nobody who left.', async () => {
  const council = await Promise.all([1, 2, 3, 4, 5].map((n) => aPerson(db, { name: `Thành viên ${n}` }))), led = await aPerson(db, { staff: ['auction_officer'] })
  const lot = await aLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy lạnh'), now: noon, over: { form: 'sealed', extension_minutes: '0', auctioneer_id: String(led.person_id) } })
  await aCouncil(db, lot, dau.person_id!, council)
  await joined(lot, hoa)
  await registerBidder(as(qua), registration(lot))
  await joined(lot, ba)
  await leaveLot(as(ba), { lot_id: lot })
  await askOfLot(as(la), { lot_id: lot, question: 'Máy đã chạy bao nhiêu giờ?', request_key: '22222222-2222-4222-8222-222222222222' })
  const toldAll = tellingOf(db, 'lot.', { ...people, led, ...Object.fromEntries(council.map((one, i) => [`hd${i + 1}`, one])) })
  await told()
  await toldAll()
  await returnPostponement(as(gia, 1), { lot_id: lot, postponement_id: await postponementProposed(db, lot, { officer: dau, now: noon }), reason: 'Chưa cần thiết.' })
  const postponement_id = await postponementProposed(db, lot, { officer: dau, now: minutesAfterNoon(2) })
  expect(new Set(await toldAll())).toEqual(new Set(['gia', 'led'].map((who) => `${who}: Đề nghị dời phiên “Bản quyền máy sấy lạnh rau quả” chờ duyệt trước 13:00 02/03/2026. /auctions/N/office`)))
  await approvePostponement(as(gia, 3), { lot_id: lot, postponement_id })
  const changes = 'Hết nhận đăng ký và tiền đặt trước: từ .*13:00.* sang .*15:00.*; Mở trả giá: từ .*15:00.* sang .*17:00.*; Hết trả giá: từ .*16:00.* sang .*18:00.*', what = '“Bản quyền máy sấy lạnh rau quả” dời'
  const line = (who: string, rest: string) => expect.stringMatching(new RegExp(`^${who}: ${what}: ${changes}\\. ${rest}$`)) as string
  const joinedIn = 'Đăng ký giữ nguyên; nộp tiền hoặc rút chậm nhất lúc 15:00 03/03/2026\\. /auctions/N/registration'
  expect(await toldAll()).toEqual([...council.map((_, i) => line(`hd${i + 1}`, '/auctions/N/council')), line('hoa', joinedIn), line('la', '/auctions/N'), line('lan', '/auctions/N'), line('led', '/auctions/N/office'), line('qua', joinedIn)])
})

test('Another auctioneer is told to who registered, the seller, the council and both auctioneers; while they are only proposed the other officers alone are.', async () => {
  const council = await Promise.all([1, 2, 3, 4, 5].map((n) => aPerson(db, { name: `Thành viên ${n}` }))), led = await aPerson(db, { staff: ['auction_officer'] }), next = await aPerson(db, { staff: ['auction_officer'] })
  const lot = await aLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy lạnh'), now: noon, over: { form: 'sealed', extension_minutes: '0', auctioneer_id: String(led.person_id), auctioneer_name: 'Lê Cũ' } })
  await aCouncil(db, lot, dau.person_id!, council)
  await joined(lot, hoa)
  await registerBidder(as(qua), registration(lot))
  await joined(lot, ba)
  await leaveLot(as(ba), { lot_id: lot })
  const toldAll = tellingOf(db, 'lot.', { ...people, led, next, ...Object.fromEntries(council.map((one, i) => [`hd${i + 1}`, one])) })
  await told()
  await toldAll()
  const replacement_id = await proposeReplacement(as(dau, 1), { lot_id: lot, request_key: '33333333-3333-4333-8333-333333333333', to_id: next.person_id!, to_name: 'Ngô Mới', reason: 'Không thể điều hành vì lý do sức khỏe.' })
  const waits = await toldAll()
  for (const who of ['gia', 'led', 'next']) expect(waits).toContain(`${who}: Đề nghị để Ngô Mới điều hành “Bản quyền máy sấy lạnh rau quả” chờ duyệt. /auctions/N/office`)
  expect(waits.some((line) => /^(dau|hoa|qua|ba|lan|hd\d)/.test(line))).toBe(false)
  await approveReplacement(as(gia, 2), { lot_id: lot, replacement_id })
  const done = 'Ngô Mới điều hành “Bản quyền máy sấy lạnh rau quả”, thay Lê Cũ.'
  expect(await toldAll()).toEqual([...council.map((_, i) => `hd${i + 1}: ${done} /auctions/N/council`), `hoa: ${done} /auctions/N`, `lan: ${done} /auctions/N`, `led: ${done} /auctions/N/office`, `next: ${done} /auctions/N/office`, `qua: ${done} /auctions/N`])
})

test('From arming to the signed minutes: bidders and seller hear of it, the winner and the seller get the deal file, the others when their money comes back.', async () => {
  const lot = await open()
  const first = await joined(lot, hoa), second = await joined(lot, qua)
  await told()
  await closeRegistrations(db, minutesAfterNoon(60))
  expect((await told()).map((line) => [line.split(':')[0], line.includes('15:00')])).toEqual([['hoa', true], ['lan', true], ['qua', true]])
  await says({ type: 'lot.paused', lot_id: lot, reason: 'region_outage', word: 'Mất điện cả quận' }, 190)
  expect(await told()).toContain('qua: “Bản quyền máy sấy lạnh rau quả” tạm dừng: mất điện hoặc mạng trên diện rộng. /auctions/N/room')
  await says({ type: 'lot.resumed', lot_id: lot, outage_seconds: 600 }, 200)
  expect(await told()).toHaveLength(3)
  const number = await numberOf(first)
  await says({ type: 'lot.announced', lot_id: lot, winner: number, price: 120_000_000 }, 300)
  expect(await told()).toContain(`hoa: “Bản quyền máy sấy lạnh rau quả”: số ${number} trúng với giá 120.000.000 đồng. /auctions/N/room`)
  await db.updateTable('auction_lot').set({ phase: 'signed', winner: number, price: vnd(120_000_000) }).where('id', '=', lot).execute()
  await says({ type: 'lot.signed', lot_id: lot, winner: number, price: 120_000_000 }, 310)
  const ended = await told()
  expect(ended.map((line) => line.split(':')[0])).toEqual(['hoa', 'lan', 'qua'])
  expect(ended[0]).toMatch(/đã bán với giá 120\.000\.000 đồng; hồ sơ giao dịch đã mở\. \/deals\/N$/)
  expect(ended[2]).toMatch(/tiền đặt trước hoàn chậm nhất ngày \d\d\/\d\d\/2026\. \/auctions\/N$/)
  const deposit = await db.selectFrom('auction_deposit').select('id').where('bidder_id', '=', second).executeTakeFirstOrThrow()
  await saysInLog(db, lot, { type: 'opened' })
  await proposeForfeit(as(dau, 320), { lot_id: lot, deposit_id: deposit.id, ground: 'absent', reason: 'Không vào phòng, không báo trước.' })
  expect(await told()).toEqual([])
  await decideForfeit(as(gia, 330), { lot_id: lot, deposit_id: deposit.id, decision: 'drop' })
  await refundDeposit(as(dau, 340), { lot_id: lot, deposit_id: deposit.id, words: 'UNC 12 ngày 02/03' })
  expect(await told()).toEqual(['qua: Đã hoàn 10.000.000 đồng tiền đặt trước của “Bản quyền máy sấy lạnh rau quả”. /auctions/N/registration'])
  // Who did not perform and who waited for it are told, and nothing of the lot waits for them any more.
  const waiting = async () => (await db.selectFrom('deal_duty').select('id').where('kind', '=', 'lot_contract').where('key', 'like', `${lot}-%`).where('done_at', 'is', null).execute()).length
  expect(await waiting()).toBe(2)
  await defaultLot(as(dau, 400), { lot_id: lot, reason: 'Quá hạn thanh toán.' })
  expect(await told()).toEqual(['hoa', 'lan'].map((who) => `${who}: Kết quả “Bản quyền máy sấy lạnh rau quả” không được thực hiện: Quá hạn thanh toán. /deals/N`))
  expect(await waiting()).toBe(0)
})

test.each(['lot.failed', 'lot.cancelled', 'lot.signed'] as const)('With %s the ballots its log never took are forgotten, those it names are not; of a lot where bidding goes on none is.', async (type) => {
  const lot = await open(), other = await open(), named = 'a'.repeat(64), unknown = 'b'.repeat(64)
  for (const one of [lot, other]) {
    await saysInLog(db, one, { type: 'ballot_sealed', bidder: 1, hash: named })
    for (const [bidder, hash] of [[1, named], [1, unknown], [2, named]] as const) await db.insertInto('auction_ballot').values({ lot_id: one, bidder, hash, ciphertext: Buffer.alloc(208), request_key: hash, received_at: noon }).execute()
  }
  await db.updateTable('auction_lot').set({ phase: 'failed' }).where('id', '=', lot).execute()
  await db.updateTable('auction_lot').set({ phase: 'open' }).where('id', '=', other).execute()
  for (const one of [lot, other]) await says({ type, lot_id: one, reason: 'no_bids', authority: 'Sở' } as never, 300)
  await told()
  const left = async (one: number) => (await db.selectFrom('auction_ballot').select(['bidder', 'hash']).where('lot_id', '=', one).execute()).length
  expect([await left(lot), await left(other)]).toEqual([1, 3])
})
test('A lot that failed says why, and a kept deposit on which ground, by letter at once whatever was chosen.', async () => {
  const lot = await open()
  const first = await joined(lot, hoa)
  await joined(lot, qua)
  await closeRegistrations(db, minutesAfterNoon(60))
  await told()
  await says({ type: 'lot.failed', lot_id: lot, reason: 'no_bids' }, 300)
  expect(await told()).toEqual(['hoa', 'lan', 'qua'].map((who) => `${who}: “Bản quyền máy sấy lạnh rau quả” không thành: không có ai trả giá /auctions/N`))
  const deposit = await db.selectFrom('auction_deposit').select('id').where('bidder_id', '=', first).executeTakeFirstOrThrow()
  await saysInLog(db, lot, { type: 'opened' })
  await proposeForfeit(as(dau, 320), { lot_id: lot, deposit_id: deposit.id, ground: 'absent', reason: 'Không vào phòng, không báo trước.' })
  await decideForfeit(as(gia, 330), { lot_id: lot, deposit_id: deposit.id, decision: 'forfeit' })
  await db.insertInto('notice_choice').values({ person_id: hoa.person_id!, topic: 'auctions', delivery: 'page', chosen_at: noon }).execute()
  expect(await told()).toEqual(['hoa: Không được hoàn 10.000.000 đồng tiền đặt trước của “Bản quyền máy sấy lạnh rau quả”. /auctions/N/registration'])
  const kept = await db.selectFrom('notice').select(['values', 'mail_id']).where('kind', '=', 'lot_deposit_kept').executeTakeFirstOrThrow()
  expect(kept.mail_id).not.toBeNull()
  expect(valueIn((kept.values as { why: string }).why, 'vi')).toBe('a) Đã nộp tiền mà không tham dự, không do bất khả kháng')
})

test('Whoever may negotiate after a lot that was not sold reads so, with the page where to begin; the seller, and bidders of a lot without such a rule, do not.', async () => {
  const lot = await aLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy lạnh'), now: noon, over: { negotiation: 'yes' } })
  await told()
  await joined(lot, hoa)
  await joined(lot, qua)
  await registerBidder(as(ba), registration(lot)) // never paid: out when the lot was armed
  await closeRegistrations(db, minutesAfterNoon(180))
  await told()
  await says({ type: 'lot.failed', lot_id: lot, reason: 'no_bids' }, 300)
  const unsold = '“Bản quyền máy sấy lạnh rau quả” không thành: không có ai trả giá'
  expect(await told()).toEqual([...['hoa', 'qua'].map((who) => `${who}: ${unsold} Tổ chức bạn được thương lượng với bên có tài sản. /auctions/N/registration`), `lan: ${unsold} /auctions/N`].toSorted())
})
