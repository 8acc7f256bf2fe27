import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { aBroker } from '../../../tests/payment-things.ts'
import { openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { partDuties, waitingIn } from '../deals/duties.ts'
import { endParty, liftEnd } from '../deals/gone-commands.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { remindDuties } from '../deals/reminding.ts'
import { AcceptMandate, acceptMandate, OfferMandate, offerMandate } from '../mandates/commands.ts'
import { closingAmounts, noBalances, standingOf } from './ledger-rules.ts'
import { acceptMilestone, agreeMilestones, agreeSettlement, disputeMilestone, proposeMilestone, proposeSettlement, withdrawDispute } from './milestone-commands.ts'
import { proposeAccount, recordInvoice, recordReceipt, recordRefund, recordWithholding, requestPayment } from './payment-commands.ts'
import { balancesIn, feesOf, milestoneOf, milestonesOf } from './queries.ts'
import { bookLate, closeBooks } from './settling-commands.ts'

/** A party dissolved while money is under way. */
const { db } = await testDatabase()
const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), colleague = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), moderator = await aPerson(db, { staff: ['moderator'] })
const stranger = await aPerson(db, { organisation: await anOrganisation(db) }), agency = await anOrganisation(db, 'intermediary', 'Môi giới'), broker = await aPerson(db, { organisation: agency })
const as = (actor: Actor, days = 0) => ctxOf(db, actor, daysFrom(noon, days))
const day = (days: number): string => hanoiDay(daysFrom(noon, days))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const key = () => randomUUID()
const why = 'Theo sao kê và thông báo của người thanh lý.'

/** Two organisations of their own, with a milestone of a thousand accepted between them. */
async function aFile({ accepted = true } = {}) {
  const supplier = await anOrganisation(db, 'institute', `Viện ${key().slice(0, 6)}`), buyer = await anOrganisation(db, 'enterprise', `Công ty ${key().slice(0, 6)}`)
  const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), hoa = await aPerson(db, { organisation: buyer, name: 'Hòa' })
  const offer = await listed(db, supplier, 'Máy sấy', { kind: 'offer', state: 'published', trl: null, research_fields: ['2'], submitted_at: null })
  const deal_id = await acceptInterest(as(lan, -60), { interest_id: await expressInterest(as(hoa, -60), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: key() }) })
  await proposeMilestone(as(lan), { deal_id, request_key: key(), title: 'Bàn giao', amount: vnd(1000), due_on: day(10), due_event: '', days_to_pay: 0 })
  const milestone_id = (await milestonesOf(db, deal_id))[0]!.id, one = { deal_id, milestone_id }
  await agreeMilestones(as(hoa), { deal_id, seen: [milestone_id] })
  if (accepted) await acceptMilestone(as(hoa), { ...one, accepted_on: day(0) })
  return { supplier, buyer, lan, hoa, one, ends: (organisation_id: number) => endParty(as(officer), { deal_id, organisation_id, kind: 'dissolved', ended_on: day(0), reason: why }), lifts: (organisation_id: number) => liftEnd(as(officer), { deal_id, organisation_id, lift_reason: 'Ghi nhầm tổ chức khác.' }) }
}
type One = { deal_id: number; milestone_id: number }
const now = async ({ deal_id, milestone_id }: One) => (await milestoneOf(db, deal_id, milestone_id))!
const pay = (one: One, who: Actor, amount: number) => recordReceipt(as(who), { ...one, amount: vnd(amount), received_on: day(0), note: '', request_key: key() })
const late = (one: One, late_kind: 'received' | 'refunded' | 'withheld', amount: number, { who = officer, on = day(0), request_key = key() } = {}) => bookLate(as(who), { ...one, late_kind, amount: vnd(amount), late_on: on, late_reason: why, request_key })
const close = (one: One, handed_to = 'Ông Tâm, người thanh lý', who: Actor = officer) => closeBooks(as(who), { ...one, handed_to, close_reason: why, request_key: key() })

test('what closes the books of a milestone, by what stands in them', () => {
  const amounts = (over: Partial<ReturnType<typeof noBalances>>, payeeGone = true) => closingAmounts(standingOf({ ...noBalances(), ...over }), { payeeGone }).map(({ kind, amount }) => `${kind} ${amount}`)
  expect(amounts({})).toEqual([])
  expect(amounts({ payer: 600, bank: 400, invoiced: -1000 })).toEqual(['written_off 600', 'uninvoiced 1000', 'handed_over 400'])
  expect(amounts({ payer: 600, bank: 400, invoiced: -1000 }, false), 'a payee that is there keeps what it has').toEqual(['written_off 600', 'uninvoiced 1000'])
  expect(amounts({ invoiced: 300, payee: -300 }), 'invoiced ahead').toEqual(['uninvoiced -300'])
})

test('in the name of a party that is gone nothing is claimed or signed, by either side or a broker; money is written down by the officers alone, with a reason, once a party is gone', async () => {
  const { supplier, lan, hoa, one } = await aFile(), { deal_id } = one
  const mandate_id = await offerMandate(as(lan), OfferMandate.parse({ deal_id, broker_id: String(agency), acts: ['introduce'], broker_parts: [], from_on: day(0), until_on: day(9), fee_share: '1', fee_amount: '', fee_minimum: '', fee_cap: '', request_key: key() }))
  expect(await refused(late(one, 'received', 100)), 'while both are there').toBe('nobody_gone')
  expect(await refused(close(one))).toBe('nobody_gone')
  await endParty(as(officer), { deal_id, organisation_id: supplier, kind: 'bankrupt', ended_on: day(0), reason: why })
  const money = { ...one, amount: vnd(10), request_key: key() }
  for (const [name, act] of Object.entries({
    receipt: () => pay(one, lan, 10), request: () => requestPayment(as(lan), { ...one, request_key: key() }), refund: () => recordRefund(as(lan), { ...money, refunded_on: day(0), refund_reason: 'Giao thiếu' }), invoice: () => recordInvoice(as(lan), { ...money, kind: 'invoice', number: '1', issued_on: day(0) }),
    account: () => proposeAccount(as(lan), { deal_id, request_key: key(), bank_bin: '970436', bank_name: 'Ngân hàng', account_number: '0011012345678', holder: 'VIEN' }), withholding: () => recordWithholding(as(hoa), { ...money, withheld_on: day(0), certificate: 'CT 1' }),
    dispute: () => disputeMilestone(as(hoa), { ...one, dispute_reason: 'Chưa đạt như đã nêu' }), milestone: () => proposeMilestone(as(hoa), { deal_id, request_key: key(), title: 'Thêm', amount: vnd(5), due_on: day(10), due_event: '', days_to_pay: 0 }),
    mandate: () => acceptMandate(as(broker), AcceptMandate.parse({ mandate_id, acts_for_other: 'no', owns_shares: 'no' })),
  })) expect(await refused(act()), name).toBe('party_gone')
  const own = { ...officer, memberships: [{ organisation_id: supplier, role: 'owner' as const }] }
  for (const [who, code] of [[anonymous, 'sign_in_first'], [stranger, 'not_permitted'], [lan, 'not_permitted'], [hoa, 'not_permitted'], [inspector, 'not_permitted'], [moderator, 'not_permitted'], [own, 'not_permitted'], [officer, 'done']] as const) expect([await refused(late(one, 'received', 10, { who })), await refused(close(one, '', who))], who.name).toEqual([code, code === 'done' ? 'handed_to_needed' : code])
  const { rows } = await sql<{ organisation_id: number | null; person_id: number }>`select organisation_id, person_id from event where subject = ${`deal:${deal_id}`} and type in ('payment.received', 'payment.booked_late') order by id`.execute(db)
  expect(rows, 'by the Exchange, in nobody’s name').toEqual([{ organisation_id: null, person_id: officer.person_id }, { organisation_id: null, person_id: officer.person_id }])
})
test('money that arrived late is booked with its fees, paid back, or kept as tax; never more than is owed or held, never ahead of its day, once a press', async () => {
  const { supplier, lan, one, ends } = await aFile()
  await aBroker(db, one.deal_id, lan, noon, { basis_points: 1000, broker: agency })
  await pay(one, lan, 300)
  await ends(supplier)
  expect([await refused(late(one, 'received', 701)), await refused(late(one, 'received', 0)), await refused(late(one, 'refunded', 301)), await refused(late(one, 'received', 5, { on: day(1) }))]).toEqual(['more_than_owed', 'nothing_of_amount', 'more_than_received', 'day_ahead'])
  const request_key = key()
  await late(one, 'received', 500, { request_key })
  await late(one, 'received', 500, { request_key })
  expect((await feesOf(db, one.deal_id)).map(({ charged }) => charged)).toEqual([80])
  await late(one, 'refunded', 400)
  expect((await feesOf(db, one.deal_id)).map(({ charged }) => charged)).toEqual([40])
  await late(one, 'withheld', 200)
  expect(await now(one)).toMatchObject({ state: 'accepted', settled_on: day(0), standing: { owed: 0, received: 400, held: 400, withheld: 200 } })
})
test('the books close: what is owed is written off, what a payee who is gone holds is handed on; what comes after all is booked and handed on too', async () => {
  const { supplier, lan, one, ends } = await aFile()
  await pay(one, lan, 400)
  await ends(supplier)
  expect(await refused(close(one, ''))).toBe('handed_to_needed')
  await close(one)
  const zero = { payer: 0, in_dispute: 0, invoiced: 0, bank: 0 }
  expect(await balancesIn(db, one.deal_id)).toMatchObject({ ...zero, written_off: 600, handed_over: 400, payee: -1000 })
  expect(await now(one)).toMatchObject({ state: 'cancelled', standing: { owed: 0, received: 400, held: 0, writtenOff: 600 } })
  expect(await refused(close(one))).toBe('books_closed')
  expect(await refused(late(one, 'refunded', 1)), 'what was handed on is no longer the payee’s to pay back').toBe('more_than_received')
  expect(await refused(late(one, 'received', 601))).toBe('more_than_owed')
  await late(one, 'received', 250)
  expect(await balancesIn(db, one.deal_id)).toMatchObject({ ...zero, written_off: 350, bank: 250, handed_over: 400 })
  await close(one, 'Viện kế thừa')
  expect(await balancesIn(db, one.deal_id)).toMatchObject({ ...zero, written_off: 350, handed_over: 650 })
  expect((await db.selectFrom('ledger_transaction').select('note').where('milestone_id', '=', one.milestone_id).where('kind', '=', 'handed_over').orderBy('id').execute()).map(({ note }) => note.split(':')[0])).toEqual(['Ông Tâm, người thanh lý', 'Viện kế thừa'])
})
test('where the payer is gone the payee keeps what it has, a dispute lapses, and a milestone nobody accepted falls away', async () => {
  const { buyer, lan, hoa, one, ends } = await aFile()
  await pay(one, lan, 100)
  await disputeMilestone(as(hoa), { ...one, dispute_reason: 'Chưa đạt như đã nêu' })
  await ends(buyer)
  await late(one, 'received', 300) // the payer paid after all, before it was gone
  expect(await now(one)).toMatchObject({ dispute: null, standing: { owed: 600, disputed: 0, received: 400 } })
  await close(one, '')
  expect(await balancesIn(db, one.deal_id)).toMatchObject({ payer: 0, in_dispute: 0, bank: 400, written_off: 600, handed_over: 0 })
  expect(await db.selectFrom('milestone_dispute').select(['outcome', 'ended_by']).where('milestone_id', '=', one.milestone_id).execute()).toEqual([{ outcome: 'lapsed', ended_by: officer.person_id }])
  const waiting = await aFile({ accepted: false })
  await waiting.ends(waiting.supplier)
  expect(await refused(late(waiting.one, 'received', 10)), 'what was never due').toBe('milestone_state')
  await close(waiting.one, '')
  expect(await now(waiting.one)).toMatchObject({ state: 'cancelled' })
})
test('two officers who close at once close once', async () => {
  const { supplier, lan, one, ends } = await aFile()
  await pay(one, lan, 400)
  await ends(supplier)
  expect((await Promise.all([close(one), close(one, 'Viện kế thừa', colleague), close(one)].map(refused))).toSorted()).toEqual(['books_closed', 'books_closed', 'done'])
  expect(await balancesIn(db, one.deal_id)).toMatchObject({ bank: 0, handed_over: 400, written_off: 600 })
})
test('what waits in a file that has stopped waits for nobody but the officers and is not reminded of; in business again it waits as before', async () => {
  const { supplier, hoa, one, ends, lifts } = await aFile()
  const hoas = async () => (await partDuties(as(hoa).db, hoa, { deal: one.deal_id })).map(({ kind }) => kind)
  const reminded = async () => (await db.selectFrom('event').innerJoin('deal_duty as y', (on) => on.onRef('event.subject', '=', sql`'deal_duty:' || y.id`)).select('event.id').where('y.deal_id', '=', one.deal_id).where('event.type', '=', 'deal.duty_reminded').execute()).length
  expect(await hoas()).toContain('payment_to_make')
  await ends(supplier)
  expect(await hoas()).toEqual([])
  expect((await waitingIn(as(hoa).db, one.deal_id)).map(({ kind }) => kind)).toEqual(['party_gone'])
  expect((await partDuties(as(officer).db, officer, { deal: one.deal_id })).map(({ kind }) => kind)).toEqual(['party_gone'])
  await remindDuties(db, daysFrom(noon, 9))
  expect(await reminded()).toBe(0)
  await lifts(supplier)
  expect(await hoas()).toContain('payment_to_make')
  await remindDuties(db, daysFrom(noon, 9))
  expect(await reminded()).toBeGreaterThan(0)
})
test('on the page of a milestone the officer finds both forms, and nobody else one; a press closes the books', async () => {
  const { app } = await openWhole(db)
  const { supplier, lan, hoa, one, ends } = await aFile()
  await pay(one, lan, 400)
  const url = `/vi/deals/${one.deal_id}/payments/milestones/${one.milestone_id}`
  const headers = Object.fromEntries(await Promise.all(Object.entries({ officer, lan, hoa, inspector }).map(async ([name, actor]) => [name, withCookie(await signedIn(app, db, actor))] as const)))
  const forms = async (who: string) => [...(await app.inject({ url, headers: headers[who]! })).body.matchAll(/action="[^"]*\/milestones\/\d+\/(late|closing)"/g)].map(([, path]) => path)
  expect(await forms('officer')).toEqual([])
  await ends(supplier)
  expect([await forms('officer'), await forms('lan'), await forms('hoa'), await forms('inspector')]).toEqual([['late', 'closing'], [], [], []])
  const missing = await send(app, `${url}/closing`, { handed_to: '', close_reason: why, request_key: key() }, headers.officer)
  expect([missing.statusCode, missing.body.includes('giao cho ai')]).toEqual([409, true])
  expect((await send(app, `${url}/late`, { late_kind: 'received', late_amount: '100', late_on: hanoiDay(new Date()), late_reason: 'ngắn', request_key: key() }, headers.officer)).statusCode).toBe(422)
  const done = await send(app, `${url}/closing`, { handed_to: 'Ông Tâm', close_reason: why, request_key: key() }, headers.officer)
  expect([done.statusCode, done.headers.location]).toEqual([303, `${url}?done=books_closed`])
})

test('Whatever happened before and after a party was gone, the ledger is balanced; and once closed nothing is owed, disputed or left with a payee who is gone.', { timeout: 120_000 }, async () => {
  const living = ['accept', 'dispute', 'withdraw', 'settle', 'agree', 'pay', 'refund', 'withhold', 'invoice', 'credit'] as const, settled = ['received', 'refunded', 'withheld', 'close', 'lift'] as const
  const acts = <A extends string>(all: readonly A[]) => fc.record({ act: fc.constantFrom(...all), amount: fc.integer({ min: 0, max: 1200 }) })
  await fc.assert(fc.asyncProperty(fc.array(acts(living), { maxLength: 7 }), fc.boolean(), fc.array(acts([...living, ...settled]), { minLength: 2, maxLength: 8 }), fc.nat(9998), async (before, payeeGone, after, points) => {
    const { supplier, buyer, lan, hoa, one, ends, lifts } = await aFile({ accepted: false })
    await aBroker(db, one.deal_id, lan, daysFrom(noon, -1), { basis_points: points + 1, broker: agency })
    await aBroker(db, one.deal_id, hoa, daysFrom(noon, -1), { basis_points: 10_000 - points, broker: agency })
    const side = payeeGone ? supplier : buyer, flow = { in: 0, back: 0, kept: 0 }
    let gone = false
    const press = async ({ act, amount }: { act: (typeof living)[number] | (typeof settled)[number]; amount: number }) => {
      const money = { ...one, amount: vnd(amount), request_key: key() }
      const done = await refused({
        accept: () => acceptMilestone(as(hoa), { ...one, accepted_on: day(0) }), dispute: () => disputeMilestone(as(hoa), { ...one, dispute_reason: 'Chưa đạt như đã nêu' }), withdraw: () => withdrawDispute(as(hoa), one),
        settle: () => proposeSettlement(as(lan), { ...one, settlement_amount: vnd(amount), settlement_note: '' }), agree: async () => agreeSettlement(as(hoa), { ...one, settlement_amount: vnd((await now(one)).dispute?.settlement_amount ?? 0) }),
        pay: () => pay(one, lan, amount), refund: () => recordRefund(as(lan), { ...money, refunded_on: day(0), refund_reason: 'Giao thiếu' }), withhold: () => recordWithholding(as(hoa), { ...money, withheld_on: day(0), certificate: 'CT 1' }),
        invoice: () => recordInvoice(as(lan), { ...money, kind: 'invoice' as const, number: '1', issued_on: day(0) }), credit: () => recordInvoice(as(lan), { ...money, kind: 'credit_note' as const, number: '1', issued_on: day(0) }),
        received: () => late(one, 'received', amount), refunded: () => late(one, 'refunded', amount), withheld: () => late(one, 'withheld', amount), close: () => close(one),
        lift: async () => { await (gone ? lifts(side) : ends(side)); gone = !gone },
      }[act]())
      expect(typeof done, `${act}: ${String(done)}`).toBe('string') // refused by a rule, never by the database
      if (done === 'done') { if (act === 'pay' || act === 'received') flow.in += amount; if (act === 'refund' || act === 'refunded') flow.back += amount; if (act === 'withhold' || act === 'withheld') flow.kept += amount }
      const b = await balancesIn(db, one.deal_id)
      expect(Object.values(b).reduce((sum, balance) => sum + balance, 0)).toBe(0)
      for (const account of ['payer', 'in_dispute', 'bank', 'written_off', 'handed_over', 'withheld_tax'] as const) expect(b[account], account).toBeGreaterThanOrEqual(0)
      expect([b.bank + b.handed_over, b.withheld_tax]).toEqual([flow.in - flow.back, flow.kept])
    }
    for (const step of before) await press(step)
    await ends(side)
    gone = true
    for (const step of after) await press(step)
    if (!gone) { await ends(side); gone = true }
    expect(['done', 'books_closed']).toContain(await refused(close(one)))
    expect(await balancesIn(db, one.deal_id)).toMatchObject({ payer: 0, in_dispute: 0, invoiced: 0, ...(payeeGone ? { bank: 0 } : { handed_over: 0 }) })
    expect(await waitingIn(db, one.deal_id).then((all) => all.filter(({ organisation_id }) => organisation_id !== null))).toEqual([])
  }), { numRuns: 20 })
})
