import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aLot, lotForm, paid, registration, regulated, saysInLog } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { canonicalText, sha256 } from '../../platform/proof/chain.ts'
import { vnd } from '../../platform/money.ts'
import { shownMoment } from '../../platform/time.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { completeLot, defaultLot } from './after-commands.ts'
import { noteAttendance } from './attendance.ts'
import { decideForfeit, proposeForfeit, receiveDeposit, refundDeposit } from './deposit-commands.ts'
import { callOffLot, changeLot, draftLot, noteNotice, proposeLot, publishLot, sendBackLot } from './draft-commands.ts'
import { closeRegistration, closeRegistrations, recountRefunds, settleLot } from './ending.ts'
import { takeLotFile } from './file-commands.ts'
import { auctionDuties, lotFile, lotList, officeFile } from './queries.ts'
import { answerOfLot, askOfLot } from './question-commands.ts'
import { leaveLot, refuseBidder, registerBidder } from './registration-commands.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), third = await anOrganisation(db, 'enterprise', 'Công ty Hoa quả')
const dau = await aPerson(db, { staff: ['auction_officer'], name: 'Đấu' }), gia = await aPerson(db, { staff: ['auction_officer'], name: 'Giá' })
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), hoa = await aPerson(db, { organisation: buyer, name: 'Hòa' }), ky = await aPerson(db, { organisation: buyer, role: 'signer', name: 'Ký' }), bien = await aPerson(db, { organisation: buyer, role: 'editor', name: 'Biên' }), vy = await aPerson(db, { organisation: buyer, role: 'viewer', name: 'Vy' }), qua = await aPerson(db, { organisation: third, name: 'Quả' })
const others: Record<string, Actor> = {
  stranger: anonymous, seller: lan, bidder: hoa, moderator: await aPerson(db, { staff: ['moderator'] }), deal_officer: await aPerson(db, { staff: ['deal_officer'] }), administrator: await aPerson(db, { staff: ['administrator'] }), observer: await aPerson(db, { staff: ['observer'] }), inspector: await aPerson(db, { staff: ['inspector'] }), prosecutor: await aPerson(db, { staff: ['prosecutor'] }),
}
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const anOffer = (): Promise<number> => listed(db, institute, 'Máy sấy lạnh rau quả')
const open = async (over: Record<string, unknown> = {}): Promise<number> => aLot(db, { officer: dau, second: gia, offer: await anOffer(), now: noon, over })
const row = (id: number) => db.selectFrom('auction_lot').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const depositOf = (bidder_id: number) => db.selectFrom('auction_deposit').selectAll().where('bidder_id', '=', bidder_id).executeTakeFirstOrThrow()

describe('Drafts', () => {
  test.each(Object.keys(others))('%s drafts nothing, and reads no draft that is not theirs.', async (name) => {
    const offer = await anOffer()
    expect(await refused(draftLot(as(others[name]!), lotForm(offer, noon)))).toBe(name === 'stranger' ? 'sign_in_first' : 'not_permitted')
    const lot_id = await draftLot(as(dau), lotForm(offer, noon))
    expect(await refused(lotFile(as(others[name]!), lot_id))).toBe(['seller', 'observer', 'inspector', 'prosecutor'].includes(name) ? 'done' : 'not_found')
    for (const act of [changeLot(as(others[name]!), { ...lotForm(offer, noon), lot_id, version: 0 }), proposeLot(as(others[name]!), { lot_id, version: 0 }), publishLot(as(others[name]!), { lot_id, version: 0 }), callOffLot(as(others[name]!), { lot_id, reason: 'Không bán nữa' })])
      expect(await refused(act)).toBe(name === 'stranger' ? 'sign_in_first' : 'not_permitted')
  })
  test('One offer is in one lot; the same press is the same draft; an officer of the seller does not run it.', async () => {
    const offer = await anOffer(), form = lotForm(offer, noon)
    const id = await draftLot(as(dau), form)
    expect(await draftLot(as(dau), form)).toBe(id)
    expect(await refused(draftLot(as(gia), lotForm(offer, noon)))).toBe('lot_there_already')
    const own = await aPerson(db, { organisation: institute, staff: ['auction_officer'] })
    expect(await refused(draftLot(as(own), lotForm(await anOffer(), noon)))).toBe('officer_of_seller')
    expect(await refused(draftLot(as(dau), lotForm(await listed(db, institute, 'Đã đóng', { state: 'closed' }), noon)))).toBe('not_found') // nor does an officer read a closed offer
  })
  test('An officer who belongs to the seller does nothing about its lot, its bidders or their money, whatever they send.', async () => {
    const lot_id = await open(), bidder_id = await registerBidder(as(hoa), registration(lot_id))
    const question = await askOfLot(as(hoa), { lot_id, question: 'Máy đã chạy bao nhiêu giờ?', request_key: randomUUID() })
    const { id: deposit_id, reference, amount } = await depositOf(bidder_id)
    const theirs = as(await aPerson(db, { organisation: institute, staff: ['auction_officer'] }))
    const acts = {
      receive: receiveDeposit(theirs, { lot_id, deposit_id, amount, paid_on: '2026-03-02', words: `CK ${reference}` }), refund: refundDeposit(theirs, { lot_id, deposit_id, words: 'Đã trả lại' }), keep: proposeForfeit(theirs, { lot_id, deposit_id, ground: 'absent', reason: 'Không đến dự buổi công bố.' }),
      decide: decideForfeit(theirs, { lot_id, deposit_id, decision: 'forfeit' }), refuse: refuseBidder(theirs, { lot_id, bidder_id, reason: 'Không đủ điều kiện tham gia' }), answer: answerOfLot(theirs, { lot_id, lot_question_id: question, answer: 'Hai nghìn giờ.' }),
      complete: completeLot(theirs, { lot_id }), default: defaultLot(theirs, { lot_id, reason: 'Không trả tiền đúng hạn.' }), callOff: callOffLot(theirs, { lot_id, reason: 'Bên bán rút tài sản' }),
    }
    expect(await Promise.all(Object.entries(acts).map(async ([name, act]) => [name, await refused(act)]))).toEqual(Object.keys(acts).map((name) => [name, 'officer_of_seller']))
    expect((await depositOf(bidder_id)).state).toBe('requested')
  })
  test('Two officers publish: the one who proposed does not; what they publish is what they read; and the second showed that it is them.', async () => {
    const offer = await anOffer()
    const lot_id = await draftLot(as(dau), lotForm(offer, noon))
    await changeLot(as(gia), { ...lotForm(offer, noon, { deposit: '15.000.000' }), lot_id, version: 0 })
    expect(await refused(changeLot(as(dau), { ...lotForm(offer, noon), lot_id, version: 0 }))).toBe('lot_changed')
    expect(await refused(publishLot(as(gia), { lot_id, version: 1 }))).toBe('wrong_state')
    await proposeLot(as(dau), { lot_id, version: 1 })
    expect(await refused(changeLot(as(dau), { ...lotForm(offer, noon), lot_id, version: 1 }))).toBe('wrong_state')
    expect(await refused(publishLot(as(dau), { lot_id, version: 1 }))).toBe('own_lot_proposal')
    expect(await refused(publishLot({ ...as(gia), session: null }, { lot_id, version: 1 }))).toBe('confirm_first')
    expect(await refused(publishLot(as({ ...gia, acted_by: { person_id: dau.person_id!, name: 'Đấu' } }), { lot_id, version: 1 }))).toBe('in_person_only')
    await sendBackLot(as(gia), { lot_id, reason: 'Sai giờ' })
    await proposeLot(as(dau), { lot_id, version: 2 })
    await publishLot(as(gia), { lot_id, version: 2 })
    const lot = await row(lot_id)
    expect(lot).toMatchObject({ state: 'registration', proposed_by: dau.person_id, published_by: gia.person_id })
    expect(lot.rules_hash).toBe(sha256(canonicalText(lot.rules)).toString('hex'))
    expect(await refused(changeLot(as(dau), { ...lotForm(offer, noon), lot_id, version: 2 }))).toBe('wrong_state')
  })
  test('A statutory lot without its organiser or its regulation, or too soon to be posted, is not proposed; it waits unarmed until it was announced, and fails where it never was.', async () => {
    const day = (n: number, hour: number): Date => minutesAfterNoon(n * 1440 + (hour - 12) * 60)
    const far = { regime: 'statutory', organiser: 'Công ty Đấu giá A', organiser_licence: '12', auctioneer_name: 'Lê Gõ Búa', auctioneer_id: String(dau.person_id), owner_decision: '15/QĐ', title_vi: 'Đấu giá quyền sử dụng máy sấy', extension_minutes: '0', latest_minutes: '0', registration_closes_at: shownMoment(day(16, 17)), opens_at: shownMoment(day(21, 9)), closes_at: shownMoment(day(21, 10)) }
    const lot_id = await draftLot(as(dau), lotForm(await anOffer(), noon, { ...far, organiser: '' }))
    expect(await refused(proposeLot(as(dau), { lot_id, version: 0 }))).toBe('organiser_needed')
    const bare = await draftLot(as(dau), lotForm(await anOffer(), noon, far)), stands = async () => (await officeFile(as(gia), await lotFile(as(gia), bare))).refusal?.code ?? null
    expect([await refused(proposeLot(as(dau), { lot_id: bare, version: 0 })), await stands()]).toEqual(['regulation_needed', 'regulation_needed'])
    await regulated(db, bare, dau, noon)
    await takeLotFile(as(dau), { lot_id: bare, file_id: (await lotFile(as(dau), bare)).files[0]!.id })
    expect(await refused(proposeLot(as(dau), { lot_id: bare, version: 0 }))).toBe('regulation_needed')
    const soon = await draftLot(as(dau), lotForm(await anOffer(), noon, { ...far, registration_closes_at: shownMoment(day(1, 17)), opens_at: shownMoment(day(4, 9)), closes_at: shownMoment(day(4, 10)) }))
    await regulated(db, soon, dau, noon)
    expect(await refused(proposeLot(as(dau), { lot_id: soon, version: 0 }))).toBe('posting_too_late')
    const silent = await open(far)
    await registerBidder(as(hoa), registration(silent)).then((id) => paid(db, dau, id, noon))
    await registerBidder(as(qua), registration(silent)).then((id) => paid(db, dau, id, noon))
    await closeRegistrations(db, day(17, 9))
    expect((await row(silent)).state).toBe('registration')
    await closeRegistrations(db, day(21, 9))
    expect(await row(silent)).toMatchObject({ state: 'failed', outcome: 'not_announced' })
    const said = await open(far)
    await registerBidder(as(hoa), registration(said)).then((id) => paid(db, dau, id, noon))
    await registerBidder(as(qua), registration(said)).then((id) => paid(db, dau, id, noon))
    const note = (on_day: string) => refused(noteNotice(as(gia, 10 * 1440), { lot_id: said, kind: 'posting', on_day, place: 'Trụ sở Sàn' }))
    expect(await Promise.all(['2026-03-01', '2026-03-02', '2026-03-13'].map(note)), 'before its publication, on that day, tomorrow').toEqual(['notice_day_early', 'done', 'notice_day_wrong'])
    for (const [kind, n] of [['posting', 1], ['portal', 1], ['portal', 4], ['printed', 2]] as const) await noteNotice(as(gia, 10 * 1440), { lot_id: said, kind, on_day: shownMoment(day(n, 12)).slice(0, 10), place: 'Cổng ĐGTS quốc gia' })
    await closeRegistrations(db, day(17, 9))
    expect(await row(said)).toMatchObject({ state: 'armed', armed_at: day(17, 9) })
  })
  test('A floor kept back is told to nobody but the seller and the officers before the end, and to everybody after it.', async () => {
    const lot_id = await open({ floor: '150.000.000' })
    for (const [name, actor] of Object.entries({ ...others, officer: dau, viewer: vy })) {
      const file = await lotFile(as(actor), lot_id)
      const knows = name === 'seller' || name === 'officer'
      expect([name, file.hidden, file.rules.floor, 'salt' in file.rules]).toEqual([name, !knows, knows ? 150_000_000 : null, knows])
    }
    await callOffLot(as(gia), { lot_id, reason: 'Bên bán rút tài sản' })
    expect((await lotFile(as(anonymous), lot_id)).rules.floor).toBe(150_000_000)
  })
  test('A dropped draft is read by no stranger; lists hold what was published.', async () => {
    const first = await open()
    const lot_id = await draftLot(as(dau), lotForm(await anOffer(), noon))
    await callOffLot(as(gia), { lot_id, reason: 'Không bán nữa nữa' })
    expect(await refused(lotFile(as(anonymous), lot_id))).toBe('not_found')
    const { coming, past } = await lotList(as(anonymous).db, noon)
    expect(coming.map(({ id }) => id)).toContain(first)
    expect([...coming, ...past].map(({ id }) => id)).not.toContain(lot_id)
  })
})

describe('Registration', () => {
  test.each<[string, Actor, string]>([
    ['stranger', anonymous, 'sign_in_first'], ['viewer', vy, 'not_permitted'], ['editor', bien, 'not_permitted'], ['seller', lan, 'bids_for_itself'], ['moderator', others.moderator!, 'not_permitted'], ['auction officer', dau, 'not_permitted'],
  ])('A %s is refused.', async (_name, actor, code) => expect(await refused(registerBidder(as(actor), registration(await open())))).toBe(code))
  test('Owners and signers register, once for each organisation and each person; who conflicts is told so and nothing is kept.', async () => {
    const lot_id = await open()
    const both = await aPerson(db, { organisation: third })
    await db.insertInto('membership').values({ organisation_id: institute, person_id: both.person_id!, role: 'viewer', since: noon }).execute()
    expect(await refused(registerBidder(as(both), registration(lot_id)))).toBe('seller_people_may_not_bid')
    const staff = await aPerson(db, { organisation: third, staff: ['observer'] })
    expect(await refused(registerBidder(as(staff), registration(lot_id)))).toBe('staff_may_not_bid')
    expect(await refused(registerBidder(as(qua), registration(lot_id, { relatives: 'some' })))).toBe('relatives_declared')
    const former = await aPerson(db, { organisation: third })
    await db.insertInto('event').values({ type: 'listing.published', subject: `listing:${(await row(lot_id)).listing_id}`, person_id: former.person_id, acted_by: null, organisation_id: null, at: noon, request_id: 'test', data: '{}' }).execute()
    expect(await refused(registerBidder(as(former), registration(lot_id)))).toBe('touched_the_asset')
    expect(await db.selectFrom('auction_bidder').select('id').where('lot_id', '=', lot_id).execute()).toEqual([])
    const form = registration(lot_id)
    const id = await registerBidder(as(ky), form)
    expect(await registerBidder(as(ky), form)).toBe(id)
    expect(await refused(registerBidder(as(hoa), registration(lot_id)))).toBe('registered_already')
    const two: Actor = { ...ky, organisation_id: third, memberships: [...ky.memberships, { organisation_id: third, role: 'owner' }] }
    expect(await refused(registerBidder(as(two), registration(lot_id)))).toBe('represents_another')
    expect(await refused(registerBidder(as(qua, 60), registration(lot_id)))).toBe('registration_over')
    const later = await open({ registration_opens_at: shownMoment(minutesAfterNoon(10)) })
    expect(await refused(registerBidder(as(qua, 9), registration(later)))).toBe('registration_not_open')
  })
  test('Who did not win is paid back within three working days of the announcement, however late the winner signs.', async () => {
    const lot_id = await open(), [won, lost] = [await registerBidder(as(hoa), registration(lot_id)), await registerBidder(as(qua), registration(lot_id))] as const
    for (const one of [won, lost]) await paid(db, dau, one, minutesAfterNoon(5))
    expect(await db.transaction().execute((tx) => closeRegistration(tx, as(dau, 61), lot_id))).toBe(true)
    const { number } = await db.selectFrom('auction_bidder').select('number').where('id', '=', won).executeTakeFirstOrThrow()
    await db.insertInto('auction_event').values({ lot_id, seq: 1, at_us: minutesAfterNoon(250).getTime() * 1_000, body: JSON.stringify({ type: 'announced' }), hash: Buffer.alloc(32) }).execute()
    await db.updateTable('auction_lot').set({ phase: 'signed', price: vnd(120_000_000), winner: number }).where('id', '=', lot_id).execute()
    await db.transaction().execute((tx) => settleLot(tx, as(dau, 9 * 24 * 60), lot_id))
    const due = await db.selectFrom('auction_deposit').select(['state', (eb) => eb.cast<string>('refund_due_on', 'text').as('on')]).where('lot_id', '=', lot_id).orderBy('bidder_id').execute()
    expect(due).toEqual([{ state: 'converted', on: null }, { state: 'refund_due', on: '2026-03-05' }])
  })
  test('Two people of one organisation press at once: one registration, one deposit.', async () => {
    const lot_id = await open()
    const codes = await Promise.all([hoa, ky, hoa, ky].map((actor) => refused(registerBidder(as(actor), registration(lot_id)))))
    expect(codes.toSorted()).toEqual(['done', 'registered_already', 'registered_already', 'registered_already'])
    expect(await db.selectFrom('auction_deposit').select('id').where('lot_id', '=', lot_id).execute()).toHaveLength(1)
  })
  test('Nobody but its own, the officers, the inspectors and the prosecutors can read who registered, whatever they ask.', async () => {
    const lot_id = await open()
    await registerBidder(as(hoa), registration(lot_id))
    const seen = async (actor: Actor): Promise<number> => (await as(actor).db.selectFrom('auction_bidder').select('id').where('lot_id', '=', lot_id).execute()).length + (await as(actor).db.selectFrom('auction_deposit').select('id').where('lot_id', '=', lot_id).execute()).length
    expect(Object.fromEntries(await Promise.all(Object.entries({ ...others, officer: dau, rival: qua }).map(async ([name, actor]) => [name, await seen(actor)] as const)))).toEqual({ stranger: 0, seller: 0, bidder: 2, moderator: 0, deal_officer: 0, administrator: 0, observer: 0, inspector: 2, prosecutor: 2, officer: 2, rival: 0 })
  })
  test('Until registration closes one may go and is paid back; afterwards only where what was published has changed since.', async () => {
    const lot_id = await open()
    const bidder = await registerBidder(as(hoa), registration(lot_id))
    await paid(db, dau, bidder, noon)
    const other = await registerBidder(as(qua), registration(lot_id))
    expect(await refused(leaveLot(as(bien), { lot_id }))).toBe('not_permitted')
    expect(await refused(leaveLot(as(lan), { lot_id }))).toBe('not_found')
    expect(await refused(leaveLot(as(hoa, 60), { lot_id }))).toBe('withdrawal_over')
    await noteNotice(as(dau, 5), { lot_id, kind: 'change', on_day: '2026-03-02', place: 'Máy thiếu một khay so với mô tả' })
    await leaveLot(as(hoa, 60), { lot_id })
    expect(await depositOf(bidder)).toMatchObject({ state: 'refund_due' })
    expect(await refused(leaveLot(as(hoa, 60), { lot_id }))).toBe('wrong_state')
    await leaveLot(as(qua, 30), { lot_id })
    expect(await depositOf(other)).toMatchObject({ state: 'lapsed' })
  })
  test('An officer refuses a registration with a reason, and nobody else does.', async () => {
    const lot_id = await open()
    const bidder_id = await registerBidder(as(hoa), registration(lot_id))
    for (const [name, actor] of Object.entries(others)) expect(await refused(refuseBidder(as(actor), { lot_id, bidder_id, reason: 'Có người định giá tài sản' }))).toBe(name === 'stranger' ? 'sign_in_first' : 'not_permitted')
    await refuseBidder(as(dau), { lot_id, bidder_id, reason: 'Có người định giá tài sản' })
    expect((await lotFile(as(hoa), lot_id)).own?.bidder).toMatchObject({ state: 'refused', reason: 'Có người định giá tài sản' })
  })
})

describe('Deposits', () => {
  test('The exact sum by its code makes a bidder; anything else does not; numbers are drawn by chance.', async () => {
    const lot_id = await open()
    const bidder = await registerBidder(as(hoa), registration(lot_id))
    const { id: deposit_id, reference } = await depositOf(bidder)
    const come = (over: Partial<Parameters<typeof receiveDeposit>[1]>, actor = dau) => refused(receiveDeposit(as(actor), { lot_id, deposit_id, amount: vnd(10_000_000), paid_on: '2026-03-02', words: `GD ${reference}`, ...over }))
    for (const [name, actor] of Object.entries(others)) expect(await come({}, actor)).toBe(name === 'stranger' ? 'sign_in_first' : 'not_permitted')
    expect(await come({ amount: vnd(10_000_001) })).toBe('deposit_differs')
    expect(await come({ paid_on: '2026-03-03' })).toBe('paid_later_than_today')
    expect(await come({ words: 'GD khác' })).toBe('evidence_needed')
    const codes = await Promise.all([come({}), come({}, gia)])
    expect(codes.toSorted()).toEqual(['deposit_ended', 'done'])
    expect(await depositOf(bidder)).toMatchObject({ state: 'received', basis: 'statement' })
    const { number } = await db.selectFrom('auction_bidder').select('number').where('id', '=', bidder).executeTakeFirstOrThrow()
    expect(number).toBeGreaterThanOrEqual(100)
  })
  test('Forty who registered one after the other do not stand in that order by their numbers.', async () => {
    const lot_id = await open()
    const numbers: number[] = []
    for (let n = 0; n < 40; n++) {
      const bidder = await registerBidder(as(await aPerson(db, { organisation: await anOrganisation(db) })), registration(lot_id))
      await paid(db, dau, bidder, noon)
      numbers.push((await db.selectFrom('auction_bidder').select('number').where('id', '=', bidder).executeTakeFirstOrThrow()).number!)
    }
    expect(new Set(numbers).size).toBe(40)
    const rises = numbers.filter((number, n) => n > 0 && number > numbers[n - 1]!).length
    expect(rises).toBeGreaterThan(5)
    expect(rises).toBeLessThan(35)
  })
  test('Registration closes by the clock: nobody and one alone fail and are paid back within three working days; two are armed; deposits still to be matched are waited for.', async () => {
    const [none, one, two, sold] = [await open(), await open(), await open(), await open({ single_bidder: 'sell' })]
    const alone = await registerBidder(as(hoa), registration(one)), a = await registerBidder(as(hoa), registration(two)), b = await registerBidder(as(qua), registration(two)), only = await registerBidder(as(hoa), registration(sold))
    for (const id of [alone, a, b, only]) await paid(db, dau, id, noon)
    const slow = await registerBidder(as(await aPerson(db, { organisation: await anOrganisation(db) })), registration(two))
    await closeRegistrations(db, minutesAfterNoon(59))
    expect((await row(none)).state).toBe('registration')
    await closeRegistrations(db, minutesAfterNoon(60))
    expect(await row(none)).toMatchObject({ state: 'failed', outcome: 'no_bidders' })
    expect(await row(one)).toMatchObject({ state: 'failed', outcome: 'single_bidder' })
    expect((await row(sold)).state).toBe('armed')
    expect((await row(two)).state).toBe('registration')
    await closeRegistrations(db, minutesAfterNoon(150))
    expect(await row(two)).toMatchObject({ state: 'armed', armed_at: minutesAfterNoon(150) })
    expect(await depositOf(slow)).toMatchObject({ state: 'lapsed' })
    // Money that comes now is noted and goes back.
    const late = await depositOf(slow)
    await receiveDeposit(as(dau, 160), { lot_id: two, deposit_id: late.id, amount: late.amount, paid_on: '2026-03-02', words: late.reference })
    expect(await depositOf(slow)).toMatchObject({ state: 'refund_due' })
    const { due } = await db.selectFrom('auction_deposit').select((eb) => eb.cast<string>('refund_due_on', 'text').as('due')).where('bidder_id', '=', alone).executeTakeFirstOrThrow()
    expect(due).toBe('2026-03-05')
    expect((await auctionDuties(as(dau).db, dau, noon)).find(({ kind, lot_id }) => kind === 'refund' && lot_id === one)).toMatchObject({ until: '2026-03-05', n: 1 })
  })
  test('A deposit’s last day counted over a Tết nobody has entered says so to its payer and to the officers; once the days are entered it is counted anew.', async () => {
    const eve = new Date('2027-02-03T05:00:00Z'), on = (actor: Actor): Ctx => ctxOf(db, actor, eve)
    const payer = await aPerson(db, { organisation: await anOrganisation(db) })
    const ended = async (): Promise<number> => {
      const lot_id = await aLot(db, { officer: dau, second: gia, offer: await anOffer(), now: eve })
      await paid(db, dau, await registerBidder(on(payer), registration(lot_id)), eve)
      await callOffLot(on(gia), { lot_id, reason: 'Bên bán rút công nghệ.' })
      return lot_id
    }
    const lot_id = await ended()
    const seen = async () => (await lotFile(on(payer), lot_id)).own!.deposit
    const waits = async () => (await auctionDuties(on(dau).db, dau, noon)).find((duty) => duty.kind === 'refund' && duty.lot_id === lot_id)
    const told = [{ holiday: 'tet', year: '2027' }]
    expect(await seen()).toMatchObject({ state: 'refund_due', refund_due: '2027-02-08', unannounced: told })
    expect(await waits()).toMatchObject({ until: '2027-02-08', unannounced: told })
    expect((await officeFile(on(dau), await lotFile(on(dau), lot_id))).bidders[0]?.deposit?.unannounced).toEqual(told)
    const spring = await open(), early = await registerBidder(as(payer), registration(spring))
    await paid(db, dau, early, noon)
    await callOffLot(as(gia), { lot_id: spring, reason: 'Bên bán rút công nghệ.' })
    // Thursday counts, and then Friday and Monday of the week after.
    const added = ['2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11']
    for (const day of added) await db.insertInto('holiday').values({ day, name_vi: 'Tết Nguyên đán', name_en: 'Tết', removed_at: null, edited_by: null }).execute()
    for (const day of added) await db.transaction().execute((tx) => recountRefunds(tx, day))
    expect(await seen()).toMatchObject({ refund_due: '2027-02-15', unannounced: [] })
    expect(await waits()).toMatchObject({ until: '2027-02-15', unannounced: [] })
    // What was counted elsewhere in the calendar keeps its day.
    expect((await lotFile(as(payer), spring)).own!.deposit).toMatchObject({ state: 'refund_due', refund_due: '2026-03-05', unannounced: [] })
    await db.updateTable('holiday').set({ removed_at: noon }).where('day', 'in', added).execute()
  })
  test('A deposit is kept on a ground of the closed list, by two officers, once the lot is over; until then it is neither kept nor returned.', async () => {
    const lot_id = await open()
    const bidder = await registerBidder(as(hoa), registration(lot_id))
    await paid(db, dau, bidder, noon)
    const { id: deposit_id } = await depositOf(bidder)
    const propose = (actor = dau) => refused(proposeForfeit(as(actor), { lot_id, deposit_id, ground: 'absent', reason: 'Đã nộp tiền mà không vào phòng trả giá.' }))
    expect(await propose()).toBe('deposits_stand')
    expect(await refused(refundDeposit(as(dau), { lot_id, deposit_id, words: 'Lệnh 1' }))).toBe('deposit_ended')
    await callOffLot(as(dau), { lot_id, reason: 'Bên bán rút tài sản' })
    for (const [name, actor] of Object.entries(others)) expect(await propose(actor)).toBe(name === 'stranger' ? 'sign_in_first' : 'not_permitted')
    expect(await refused(decideForfeit(as(gia), { lot_id, deposit_id, decision: 'forfeit' }))).toBe('no_forfeit_proposed')
    // The log has to bear the ground out: nobody stays away from a lot that never opened, nor withdrew who did not.
    expect(await propose()).toBe('ground_not_borne_out')
    await saysInLog(db, lot_id, { type: 'opened' })
    for (const ground of ['withdrew', 'disqualified', 'refused_minutes', 'refused_result'] as const) expect(await refused(proposeForfeit(as(dau), { lot_id, deposit_id, ground, reason: 'Rút lại giá đã trả trong phiên.' }))).toBe('ground_not_borne_out')
    expect(await propose()).toBe('done')
    expect(await refused(refundDeposit(as(gia), { lot_id, deposit_id, words: 'Lệnh 1' }))).toBe('forfeit_waits')
    expect(await refused(decideForfeit(as(dau), { lot_id, deposit_id, decision: 'forfeit' }))).toBe('own_forfeit_proposal')
    expect(await refused(decideForfeit({ ...as(gia), session: null }, { lot_id, deposit_id, decision: 'forfeit' }))).toBe('confirm_first')
    await decideForfeit(as(gia), { lot_id, deposit_id, decision: 'drop' })
    expect(await propose(gia)).toBe('done')
    await decideForfeit(as(dau), { lot_id, deposit_id, decision: 'forfeit' })
    expect(await depositOf(bidder)).toMatchObject({ state: 'forfeited', forfeit_proposed_by: gia.person_id, forfeited_by: dau.person_id })
    expect(await refused(refundDeposit(as(dau), { lot_id, deposit_id, words: 'Lệnh 1' }))).toBe('deposit_ended')
  })
  test.each(['withdrew', 'disqualified', 'refused_minutes', 'refused_result'] as const)('Who %s by the log of the lot, having given a price, falls under that ground, and did not stay away; nor did who gave a price alone.', async (reason) => {
    const lot_id = await open(), bidder = await registerBidder(as(hoa), registration(lot_id)), other = await registerBidder(as(qua), registration(lot_id))
    for (const one of [bidder, other]) await paid(db, dau, one, noon)
    const [{ number }, { number: second }] = await Promise.all([bidder, other].map((id) => db.selectFrom('auction_bidder').select('number').where('id', '=', id).executeTakeFirstOrThrow())) as [{ number: number }, { number: number }]
    await callOffLot(as(dau), { lot_id, reason: 'Bên bán rút tài sản' })
    await saysInLog(db, lot_id, { type: 'opened' }, ...[second, number].map((who, i) => ({ type: 'bid_taken' as const, bidder: who, amount: (100 + i) * 1_000_000 })), { type: 'bidder_out', bidder: number, reason, word: '' })
    const propose = async (id: number, ground: typeof reason | 'absent') => refused(proposeForfeit(as(dau), { lot_id, deposit_id: (await depositOf(id)).id, ground, reason: 'Theo nhật ký của phiên.' }))
    expect([await propose(bidder, 'absent'), await propose(other, 'absent'), await propose(other, reason), await propose(bidder, reason)]).toEqual(['ground_not_borne_out', 'ground_not_borne_out', 'ground_not_borne_out', 'done'])
  })
  test('Who came to the room or the hall and gave no price did not stay away; nor did who was never admitted. Who withdrew before the opening did, and withdrew no price.', async () => {
    const [nam, tre] = [await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', 'Công ty Nấm') }), await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', 'Công ty Tre') })]
    const lot_id = await open(), [came, left, away, withdrew] = [await registerBidder(as(hoa), registration(lot_id)), await registerBidder(as(qua), registration(lot_id)), await registerBidder(as(nam), registration(lot_id)), await registerBidder(as(tre), registration(lot_id))] as const
    for (const one of [came, left, away, withdrew]) await paid(db, dau, one, noon)
    const numberOf = async (id: number) => (await db.selectFrom('auction_bidder').select('number').where('id', '=', id).executeTakeFirstOrThrow()).number!
    await leaveLot(as(qua), { lot_id })
    for (const [phase, who] of [['open', came], ['armed', away], ['signed', away]] as const) await noteAttendance(db, lot_id, { phase }, [await numberOf(who)], noon)
    await callOffLot(as(dau), { lot_id, reason: 'Bên bán rút tài sản' })
    await saysInLog(db, lot_id, { type: 'bidder_out', bidder: await numberOf(withdrew), reason: 'withdrew', word: '' }, { type: 'opened' })
    const propose = async (id: number, ground: 'absent' | 'withdrew' = 'absent') => refused(proposeForfeit(as(dau), { lot_id, deposit_id: (await depositOf(id)).id, ground, reason: 'Theo hồ sơ của phiên.' }))
    expect([await propose(came), await propose(left), await propose(withdrew, 'withdrew'), await propose(withdrew), await propose(away)]).toEqual(['ground_not_borne_out', 'ground_not_borne_out', 'ground_not_borne_out', 'done', 'done'])
  })
  test('Whatever officers do and in whatever order, every đồng that came in is held, went back, was turned or was kept: once.', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('pay', 'leave', 'refund', 'propose', 'keep', 'drop', 'off', 'close'), fc.nat(2), fc.boolean()), { minLength: 4, maxLength: 18 }), async (steps) => {
      const lot_id = await open()
      await saysInLog(db, lot_id, { type: 'opened' })
      const people = [hoa, qua, await aPerson(db, { organisation: await anOrganisation(db) })]
      const bidders = await Promise.all(people.map((actor) => registerBidder(as(actor), registration(lot_id))))
      let came = 0
      for (const [verb, n, swapped] of steps) {
        const one = swapped ? gia : dau
        const deposit = await depositOf(bidders[n]!)
        const at = { lot_id, deposit_id: deposit.id }
        const acts: Record<typeof verb, () => Promise<unknown>> = {
          pay: () => receiveDeposit(as(one, 1), { ...at, amount: deposit.amount, paid_on: '2026-03-02', words: deposit.reference }), leave: () => leaveLot(as(people[n]!, 2), { lot_id }), refund: () => refundDeposit(as(one, 3), { ...at, words: 'Lệnh chuyển 7' }),
          propose: () => proposeForfeit(as(one, 3), { ...at, ground: 'absent', reason: 'Không vào phòng trả giá.' }), keep: () => decideForfeit(as(one, 3), { ...at, decision: 'forfeit' }), drop: () => decideForfeit(as(one, 3), { ...at, decision: 'drop' }), off: () => callOffLot(as(one, 3), { lot_id, reason: 'Bên bán rút tài sản' }), close: () => closeRegistrations(db, minutesAfterNoon(170)),
        }
        const code = await refused(acts[verb]())
        if (verb === 'pay' && code === 'done') came += deposit.amount
        const rows = await db.selectFrom('auction_deposit').select(['state', 'amount', 'received_at', 'refunded_at', 'forfeited_at']).where('lot_id', '=', lot_id).execute()
        const sum = (...states: string[]): number => rows.filter(({ state }) => states.includes(state)).reduce((all, { amount }) => all + amount, 0)
        expect(sum('received', 'refund_due') + sum('refunded') + sum('converted') + sum('forfeited')).toBe(came)
        expect(rows.every((r) => !(r.refunded_at && r.forfeited_at) && (r.received_at !== null) === !['requested', 'lapsed'].includes(r.state))).toBe(true)
      }
    }), { numRuns: 12 })
  })
})

describe('Questions', () => {
  test('Whoever is signed in asks; officers answer; everybody reads both, and nobody who asked.', async () => {
    const lot_id = await open()
    expect(await refused(askOfLot(as(anonymous), { lot_id, question: 'Máy chạy bao nhiêu giờ?', request_key: randomUUID() }))).toBe('sign_in_first')
    const form = { lot_id, question: 'Máy chạy bao nhiêu giờ?', request_key: randomUUID() }
    const id = await askOfLot(as(hoa), form)
    expect(await askOfLot(as(hoa), form)).toBe(id)
    const read = async (actor: Actor) => (await lotFile(as(actor), lot_id)).questions.map(({ question, answer, own }) => [question, answer, own])
    expect(await read(qua)).toEqual([])
    expect(await read(hoa)).toEqual([[form.question, '', true]])
    for (const [name, actor] of Object.entries(others)) expect(await refused(answerOfLot(as(actor), { lot_id, lot_question_id: id, answer: '1.200 giờ' }))).toBe(name === 'stranger' ? 'sign_in_first' : 'not_permitted')
    await answerOfLot(as(dau), { lot_id, lot_question_id: id, answer: '1.200 giờ' })
    expect(await refused(answerOfLot(as(gia), { lot_id, lot_question_id: id, answer: '1.300 giờ' }))).toBe('lot_question_answered')
    expect(await read(anonymous)).toEqual([[form.question, '1.200 giờ', false]])
    expect(JSON.stringify((await lotFile(as(anonymous), lot_id)).questions)).not.toContain('person')
    for (let n = 0; n < 9; n++) await askOfLot(as(hoa), { ...form, request_key: randomUUID() })
    expect(await refused(askOfLot(as(hoa), { ...form, request_key: randomUUID() }))).toBe('too_many_lot_questions')
  })
})
