import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { anOrganisation, aPerson, noon, testDatabase } from '../../../tests/database.ts'
import { twoSides } from '../../../tests/payment-sides.ts'
import { aBroker } from '../../../tests/payment-things.ts'
import { listed } from '../../../tests/listings.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { vnd } from '../../platform/money.ts'
import { dayAfter, daysFrom } from '../../platform/time.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { claimClosing, confirmClosing, loseDeal } from '../deals/commands.ts'
import { partDuties, waitingIn } from '../deals/duties.ts'
import { moveOn } from '../deals/step-commands.ts'
import { bestActionIn } from '../deals/step-queries.ts'
import { acceptMilestone, agreeMilestones, agreeSettlement, declineMilestones, disputeMilestone, proposeFromTerms, proposeSettlement, withdrawDispute, withdrawMilestones } from './milestone-commands.ts'
import { endPaymentDuties } from './ledger-commands.ts'
import { eventIn, titleIn } from './messages.ts'
import { confirmAccount, proposeAccount, recordInvoice, recordRefund, recordWithholding, requestPayment, withdrawAccount, withdrawRequest } from './payment-commands.ts'
import { balancesIn, ledgerOf, milestonesOf, receiptsOf, requestIn } from './queries.ts'
import { payState } from './rules.ts'
import { loadRulebook } from '../rulebook/commands.ts'

const { db, asOwner } = await testDatabase()
await loadRulebook(db, 'data')
const { supplier, buyer, third, lan, minh, son, vy, hoa, tam, ky, stranger, officer, inspector, moderator, as, day, key, aDeal, propose, agreed, accepted, now, pay } = await twoSides(db)
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const waits = async (deal: number) => (await waitingIn(db, deal)).filter(({ part }) => part === 'payments').map(({ kind, organisation_id, due_on }) => [kind, organisation_id === supplier ? 'payee' : organisation_id === buyer ? 'payer' : organisation_id, due_on])

test.each<[string, Actor, string]>([
  ['a stranger', anonymous, 'sign_in_first'], ['another organisation', stranger, 'not_found'], ['a moderator', moderator, 'not_found'], ['an inspector', inspector, 'not_permitted'], ['an officer, where both sides have people', officer, 'not_permitted'],
  ['a viewer', vy, 'not_permitted'], ['an editor', minh, 'not_permitted'], ['a signer', son, 'done'], ['the owner', lan, 'done'], ['the other side’s owner', hoa, 'done'], ['a signer acted for by staff', { ...son, acted_by: { person_id: 1, name: 'Anh' } }, 'in_person_only'],
])('proposing a milestone: %s', async (_, who, code) => expect(await refused(propose(await aDeal(), 1000, {}, who))).toBe(code))

test.each<[string, Actor, string]>([
  ['another organisation', stranger, 'not_found'], ['the side that proposed', lan, 'own_milestones'], ['its editor', minh, 'not_permitted'], ['an editor of the other side', tam, 'not_permitted'], ['a signer of the other side', ky, 'done'], ['the other side’s owner', hoa, 'done'], ['an officer', officer, 'not_permitted'],
])('agreeing to milestones: %s', async (_, who, code) => {
  const deal_id = await aDeal()
  await propose(deal_id, 1000)
  expect(await refused(agreeMilestones(as(who), { deal_id, seen: (await milestonesOf(db, deal_id)).map(({ id }) => id) }))).toBe(code)
})

test('Milestones are agreed as they were seen, all with one press; what is proposed meanwhile waits, and what is declined says why.', async () => {
  const deal_id = await aDeal()
  const request_key = key()
  await propose(deal_id, 1000, { request_key })
  await propose(deal_id, 1000, { request_key }) // the same press twice
  await propose(deal_id, 2000, { due_on: null, due_event: 'Chạy thử đạt' })
  const seen = (await milestonesOf(db, deal_id)).map(({ id }) => id)
  expect(seen).toHaveLength(2)
  expect(await waits(deal_id)).toEqual([['milestones_to_answer', 'payer', null]])
  await propose(deal_id, 3000)
  await agreeMilestones(as(hoa), { deal_id, seen })
  await agreeMilestones(as(hoa), { deal_id, seen }) // pressed again
  const states = (await milestonesOf(db, deal_id)).map(({ amount, state }) => [amount, state])
  expect(states.toSorted()).toEqual([[1000, 'agreed'], [2000, 'agreed'], [3000, 'proposed']])
  expect((await waits(deal_id)).map(([kind]) => kind).toSorted()).toEqual(['milestone_to_accept', 'milestone_to_accept', 'milestones_to_answer'])
  const third = (await milestonesOf(db, deal_id)).find(({ state }) => state === 'proposed')!.id
  expect(await refused(declineMilestones(as(lan), { deal_id, seen: [third], decline_reason: 'Quá cao so với đã bàn' }))).toBe('own_milestones')
  await declineMilestones(as(hoa), { deal_id, seen: [third], decline_reason: 'Quá cao so với đã bàn' })
  expect(await refused(agreeMilestones(as(hoa), { deal_id, seen: [third] }))).toBe('milestones_changed')
  await propose(deal_id, 50)
  const fourth = (await milestonesOf(db, deal_id)).find(({ state }) => state === 'proposed')!.id
  expect(await refused(withdrawMilestones(as(hoa), { deal_id, seen: [fourth] }))).toBe('milestones_changed')
  await withdrawMilestones(as(son), { deal_id, seen: [fourth] })
  expect((await waits(deal_id)).map(([kind]) => kind)).not.toContain('milestones_to_answer')
})

test('A milestone needs an amount, and a day or an event; there are at most sixty.', async () => {
  const deal_id = await aDeal()
  expect(await refused(propose(deal_id, 0))).toBe('nothing_of_amount')
  expect(await refused(propose(deal_id, 10, { due_on: null }))).toBe('milestone_when_needed')
  for (let i = 0; i < 60; i++) await propose(deal_id, 10)
  expect(await refused(propose(deal_id, 10))).toBe('too_many_milestones')
})

test('With every milestone accepted the deal’s next step is its use; with one still to accept, or proposed, it is not.', async () => {
  const one = await agreed(1000), { deal_id } = one
  await claimClosing(as(lan), { deal_id, value: vnd(1000), reason: 'Hợp đồng đã ký.' })
  await confirmClosing(as(hoa), { deal_id, value: vnd(1000) })
  const { version } = await db.selectFrom('deal').select('version').where('id', '=', deal_id).executeTakeFirstOrThrow()
  await moveOn(as(hoa), { deal_id, stage: 'performance', reason: 'Không phải đăng ký.', version })
  const reached = async () => (await bestActionIn(db, deal_id, noon))?.reached
  expect(await reached()).toBeUndefined()
  await acceptMilestone(as(hoa), { ...one, accepted_on: day(0) })
  expect(await reached()).toEqual({ to: 'use', because: 'accepted' })
  await propose(deal_id, 500)
  expect(await reached()).toBeUndefined()
})

test('Accepted, an amount is due in the books and payable by its day; paid nine days late it stays so.', async () => {
  const one = await agreed(1000)
  expect(await waits(one.deal_id)).toEqual([['milestone_to_accept', 'payer', day(10)]])
  expect(await refused(acceptMilestone(as(lan), { ...one, accepted_on: day(0) }))).toBe('only_payer')
  expect(await refused(acceptMilestone(as(hoa), { ...one, accepted_on: day(1) }))).toBe('acceptance_ahead')
  expect(await refused(pay(one, 10))).toBe('milestone_state')
  await acceptMilestone(as(hoa), { ...one, accepted_on: day(0) })
  await acceptMilestone(as(hoa), { ...one, accepted_on: day(0) })
  expect(await balancesIn(db, one.deal_id)).toMatchObject({ payer: 1000, invoiced: -1000, payee: 0 })
  expect((await waits(one.deal_id)).toSorted()).toEqual([['invoice_to_issue', 'payee', null], ['payment_to_make', 'payer', day(10)], ['payment_to_request', 'payee', null]])
  await recordInvoice(as(minh), { ...one, kind: 'invoice', number: 'C26T-01', issued_on: day(0), amount: vnd(1000), request_key: key() })
  await pay(one, 400, 5)
  const m = await now(one)
  expect(payState(m, m.standing, false, day(12))).toEqual({ state: 'late', days: 2 })
  await pay(one, 600, 19)
  const paid = await now(one)
  expect(paid).toMatchObject({ settled_on: day(19), payable_on: day(10), standing: { owed: 0, received: 1000, toInvoice: 0 } })
  expect(payState(paid, paid.standing, false, day(400))).toEqual({ state: 'paid_late', days: 9 })
  expect(await waits(one.deal_id)).toEqual([])
  const events = await db.selectFrom('event').select('data').where('type', '=', 'payment.settled').where('subject', '=', `deal:${one.deal_id}`).execute()
  expect(events.map(({ data }) => data)).toMatchObject([{ days_late: 9 }])
})

test('An amount larger than due and a refund larger than received are refused; the same press twice is one payment.', async () => {
  const one = await accepted(1000), request_key = key()
  expect(await refused(pay(one, 1001))).toBe('more_than_owed')
  const [a, b] = await Promise.all([pay(one, 700, 0, minh, request_key), pay(one, 700, 0, minh, request_key)])
  expect(a).toBe(b)
  const [c, d] = await Promise.all([refused(pay(one, 300)), refused(pay(one, 300, 0, lan))])
  expect([c, d].toSorted()).toEqual(['done', 'more_than_owed'])
  const refund = (amount: number, who = minh) => recordRefund(as(who), { ...one, amount: vnd(amount), refunded_on: day(0), refund_reason: 'Giao thiếu một bộ phận', request_key: key() })
  expect(await refused(refund(1001))).toBe('more_than_received')
  expect(await refused(refund(100, tam))).toBe('only_payee')
  const [e, f] = await Promise.all([refused(refund(600)), refused(refund(600))])
  expect([e, f].toSorted()).toEqual(['done', 'more_than_received'])
  expect((await now(one)).standing).toMatchObject({ received: 400, owed: 0 })
})

test('Tax the payer keeps back lowers what is owed; only the payer writes it, and never beyond.', async () => {
  const one = await accepted(1000)
  const withhold = (amount: number, who = tam) => recordWithholding(as(who), { ...one, amount: vnd(amount), withheld_on: day(0), certificate: 'CTKT 0001', request_key: key() })
  expect(await refused(withhold(50, minh))).toBe('only_payer')
  expect(await refused(withhold(1001))).toBe('more_than_owed')
  await withhold(50)
  await pay(one, 950)
  expect(await now(one)).toMatchObject({ settled_on: day(0), standing: { withheld: 50, received: 950, owed: 0 } })
})

test('What is disputed is set aside in the books; settled at another amount by both, it is owed at that.', async () => {
  const one = await accepted(1000)
  expect(await refused(disputeMilestone(as(lan), { ...one, dispute_reason: 'Công suất chưa đạt mức đã nêu' }))).toBe('only_payer')
  await pay(one, 200)
  await disputeMilestone(as(hoa), { ...one, dispute_reason: 'Công suất chưa đạt mức đã nêu' })
  expect(await balancesIn(db, one.deal_id)).toMatchObject({ payer: 0, in_dispute: 800, bank: 200 })
  expect(await refused(disputeMilestone(as(hoa), { ...one, dispute_reason: 'Công suất chưa đạt mức đã nêu' }))).toBe('milestone_disputed')
  expect(await refused(pay(one, 10))).toBe('milestone_disputed')
  expect((await waits(one.deal_id)).map(([kind]) => kind)).toEqual(['dispute_to_answer'])
  expect(await refused(agreeSettlement(as(hoa), { ...one, settlement_amount: vnd(700) }))).toBe('no_settlement')
  expect(await refused(proposeSettlement(as(lan), { ...one, settlement_amount: vnd(199), settlement_note: '' }))).toBe('settlement_below_paid')
  await proposeSettlement(as(lan), { ...one, settlement_amount: vnd(700), settlement_note: 'Bớt phần công suất' })
  expect(await refused(agreeSettlement(as(son), { ...one, settlement_amount: vnd(700) }))).toBe('own_settlement')
  expect(await refused(agreeSettlement(as(hoa), { ...one, settlement_amount: vnd(600) }))).toBe('settlement_differs')
  await agreeSettlement(as(hoa), { ...one, settlement_amount: vnd(700) })
  expect(await now(one)).toMatchObject({ amount: 700, agreed_amount: 1000, dispute: null, standing: { owed: 500, disputed: 0, toInvoice: 700 } })
  await pay(one, 500)
  expect((await now(one)).settled_on).toBe(day(0))
})
test('Money paid back since does not lower what a dispute may be settled at: the payer never comes to owe less than nothing, and the milestone ends.', async () => {
  const one = await accepted(1000)
  await pay(one, 600)
  await recordRefund(as(minh), { ...one, amount: vnd(300), refunded_on: day(0), refund_reason: 'Giao thiếu một bộ phận', request_key: key() })
  await disputeMilestone(as(hoa), { ...one, dispute_reason: 'Phần còn lại chưa đạt' })
  for (const amount of [0, 400, 599]) expect(await refused(proposeSettlement(as(lan), { ...one, settlement_amount: vnd(amount), settlement_note: '' }))).toBe('settlement_below_paid')
  await proposeSettlement(as(lan), { ...one, settlement_amount: vnd(600), settlement_note: '' })
  await agreeSettlement(as(hoa), { ...one, settlement_amount: vnd(600) })
  expect(await now(one)).toMatchObject({ amount: 600, settled_on: day(0), standing: { owed: 0, disputed: 0, received: 300 } })
  await recordRefund(as(minh), { ...one, amount: vnd(300), refunded_on: day(0), refund_reason: 'Hai bên thôi phần này', request_key: key() })
  expect((await balancesIn(db, one.deal_id)).payer).toBe(0)
})
test('A dispute withdrawn leaves what was owed; one settled at nothing ends the milestone; one before acceptance changes no book.', async () => {
  const one = await accepted(1000)
  await disputeMilestone(as(hoa), { ...one, dispute_reason: 'Thiếu biên bản chạy thử' })
  expect(await refused(withdrawDispute(as(lan), one))).toBe('only_who_disputed')
  await withdrawDispute(as(ky), one)
  expect((await now(one)).standing).toMatchObject({ owed: 1000, disputed: 0 })
  const other = await agreed(1000)
  await disputeMilestone(as(hoa), { ...other, dispute_reason: 'Thiếu biên bản chạy thử' })
  expect(await ledgerOf(db, other.deal_id)).toEqual([])
  expect(await refused(acceptMilestone(as(hoa), { ...other, accepted_on: day(0) }))).toBe('milestone_disputed')
  await proposeSettlement(as(hoa), { ...other, settlement_amount: vnd(0), settlement_note: '' })
  await agreeSettlement(as(lan), { ...other, settlement_amount: vnd(0) })
  expect((await now(other)).state).toBe('cancelled')
  expect(await waits(other.deal_id)).toEqual([])
})

test('An invoice is for no more than the milestone; settled lower, the payee is asked for a credit note.', async () => {
  const one = await accepted(1000)
  const invoice = (kind: 'invoice' | 'credit_note', amount: number, who = minh, days = 0) => recordInvoice(as(who), { ...one, kind, number: `H${amount}`, issued_on: day(days), amount: vnd(amount), request_key: key() })
  expect([await refused(invoice('invoice', 1001)), await refused(invoice('credit_note', 1)), await refused(invoice('invoice', 10, tam)), await refused(invoice('invoice', 10, minh, 1))]).toEqual(['more_than_to_invoice', 'more_than_to_invoice', 'only_payee', 'day_ahead'])
  await invoice('invoice', 1000)
  expect((await waits(one.deal_id)).map(([kind]) => kind)).not.toContain('invoice_to_issue')
  await disputeMilestone(as(hoa), { ...one, dispute_reason: 'Công suất chưa đạt mức đã nêu' })
  await proposeSettlement(as(lan), { ...one, settlement_amount: vnd(900), settlement_note: '' })
  await agreeSettlement(as(hoa), { ...one, settlement_amount: vnd(900) })
  expect((await waits(one.deal_id)).map(([kind]) => kind)).toContain('credit_note_to_issue')
  await invoice('credit_note', 100)
  expect((await waits(one.deal_id)).map(([kind]) => kind)).not.toContain('credit_note_to_issue')
  expect((await now(one)).standing.toInvoice).toBe(0)
})

test('A deal that was lost takes no payment and nothing waits in it; what came in is still paid back.', async () => {
  const one = await accepted(1000)
  await pay(one, 300)
  const [{ code } = { code: '' }] = await db.selectFrom('code').select('code').where('list', '=', 'loss_reason').where('code', '<>', 'other').limit(1).execute()
  await loseDeal(as(hoa), { deal_id: one.deal_id, loss_code: code, reason: '' })
  expect([await refused(pay(one, 100)), await refused(propose(one.deal_id, 5)), await refused(disputeMilestone(as(hoa), { ...one, dispute_reason: 'Không còn cần nữa đâu' })), await refused(requestPayment(as(minh), { ...one, request_key: key() }))]).toEqual(Array(4).fill('payment_after_loss'))
  await recordRefund(as(minh), { ...one, amount: vnd(300), refunded_on: day(0), refund_reason: 'Giao dịch không thành', request_key: key() })
  expect((await now(one)).standing.received).toBe(0)
  expect(await waits(one.deal_id)).toEqual([])
})

const account = (over = {}) => ({ request_key: key(), bank_bin: '970436', bank_name: 'Ngân hàng A', account_number: '0011012345678', holder: 'VIEN CO DIEN', ...over })
test('A change of account is confirmed by a second person, shown to the payer, and leaves sent requests as they were.', async () => {
  const one = await accepted(1000)
  expect(await refused(requestPayment(as(minh), { ...one, request_key: key() }))).toBe('no_receiving_account')
  expect(await refused(proposeAccount(as(hoa), { deal_id: one.deal_id, ...account() }))).toBe('only_payee')
  expect(await refused(proposeAccount(as(vy), { deal_id: one.deal_id, ...account() }))).toBe('not_permitted')
  expect(await refused(proposeAccount({ ...as(minh), session: { id: 'x', signed_in_at: noon, confirmed_at: daysFrom(noon, -1) } }, { deal_id: one.deal_id, ...account() }))).toBe('confirm_first')
  await proposeAccount(as(minh), { deal_id: one.deal_id, ...account() })
  expect(await refused(requestPayment(as(minh), { ...one, request_key: key() }))).toBe('account_waiting')
  const { id } = await db.selectFrom('bank_account').select('id').executeTakeFirstOrThrow()
  expect((await partDuties(db, lan, { deal: one.deal_id })).map(({ kind }) => kind)).toContain('account_to_confirm')
  expect(await refused(confirmAccount(as(minh), { deal_id: one.deal_id, account_id: id }))).toBe('second_person_needed')
  expect(await refused(confirmAccount(as(hoa), { deal_id: one.deal_id, account_id: id }))).toBe('only_payee')
  await confirmAccount(as(lan), { deal_id: one.deal_id, account_id: id })
  expect((await waits(one.deal_id)).map(([kind]) => kind)).not.toContain('account_to_confirm')
  const first = await requestPayment(as(minh), { ...one, request_key: key() })
  expect(await requestIn(db, one.deal_id, first)).toMatchObject({ amount: 1000, account_number: '0011012345678', changed_on: null })
  expect(await refused(requestPayment(as(minh), { ...one, request_key: key() }))).toBe('request_open')
  expect(await refused(proposeAccount(as(minh), { deal_id: one.deal_id, ...account() }))).toBe('account_unchanged')
  await proposeAccount(as(lan), { deal_id: one.deal_id, ...account({ account_number: '99990000' }) })
  const second = await db.selectFrom('bank_account').select('id').where('confirmed_at', 'is', null).executeTakeFirstOrThrow()
  await withdrawAccount(as(son), { deal_id: one.deal_id, account_id: second.id })
  expect(await refused(confirmAccount(as(minh), { deal_id: one.deal_id, account_id: second.id }))).toBe('account_not_waiting')
  await proposeAccount(as(lan, 3), { deal_id: one.deal_id, ...account({ account_number: '99990001' }) })
  const { id: third } = await db.selectFrom('bank_account').select('id').where('confirmed_at', 'is', null).where('withdrawn_at', 'is', null).executeTakeFirstOrThrow()
  const both = await Promise.all([refused(confirmAccount(as(minh, 3), { deal_id: one.deal_id, account_id: third })), refused(confirmAccount(as(son, 3), { deal_id: one.deal_id, account_id: third }))])
  expect(both.toSorted()).toEqual(['account_not_waiting', 'done'])
  const again = await requestPayment(as(minh, 3), { ...one, request_key: key() })
  expect(await requestIn(db, one.deal_id, again)).toMatchObject({ account_number: '99990001', changed_on: day(3) })
  expect(await requestIn(db, one.deal_id, first)).toMatchObject({ account_number: '0011012345678', ending: 'replaced' })
  expect(await readAs(db, hoa).selectFrom('bank_account').select('id').execute()).toEqual([])
  await withdrawRequest(as(minh, 3), one)
  expect(await refused(withdrawRequest(as(minh, 3), one))).toBe('request_ended')
})
test('Where nobody else speaks for the payee, the account counts at once and the books say so.', async () => {
  const lone = await anOrganisation(db, 'enterprise', 'Một người'), an = await aPerson(db, { organisation: lone })
  const offer = await listed(db, lone, 'Kho lạnh', { kind: 'offer', state: 'published', trl: null, research_fields: ['2'], submitted_at: null })
  const deal_id = await acceptInterest(as(an), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần một kho lạnh nhỏ.', request_key: key() }) })
  await proposeAccount(as(an), { deal_id, ...account() })
  expect(await db.selectFrom('bank_account').select(['alone', 'confirmed_by']).where('organisation_id', '=', lone).executeTakeFirst()).toEqual({ alone: true, confirmed_by: an.person_id })
})

test('The database itself refuses a transaction that is not balanced, one without entries, an entry added later, and any change.', async () => {
  const one = await accepted(1000)
  const insert = (entries: [string, number][]) => db.transaction().execute(async (tx) => {
    const { id } = await tx.insertInto('ledger_transaction').values({ deal_id: one.deal_id, milestone_id: one.milestone_id, kind: 'received', on_day: day(0), person_id: null, at: noon, request_key: null }).returning('id').executeTakeFirstOrThrow()
    for (const [name, amount] of entries) await tx.insertInto('ledger_entry').values({ transaction_id: id, deal_id: one.deal_id, milestone_id: one.milestone_id, account: name as never, amount }).execute()
  })
  await expect(insert([['bank', 5], ['payer', -4]])).rejects.toThrow(/not balanced/)
  await expect(insert([['bank', 5]])).rejects.toThrow(/not balanced/)
  await expect(insert([])).rejects.toThrow(/not balanced/)
  await expect(insert([['bank', 9e15], ['bank', 9e15], ['payer', -9e15], ['payer', -9e15 + 1]])).rejects.toThrow(/not balanced/)
  await insert([['bank', 5], ['payer', -2], ['payer', -3]])
  const { id } = await db.selectFrom('ledger_transaction').select('id').orderBy('id').limit(1).executeTakeFirstOrThrow()
  await expect(db.transaction().execute(async (tx) => { for (const amount of [7, -7]) await tx.insertInto('ledger_entry').values({ transaction_id: id, deal_id: one.deal_id, milestone_id: one.milestone_id, account: 'bank', amount }).execute() })).rejects.toThrow(/closed/)
  for (const change of ['update ledger_entry set amount = 1', 'delete from ledger_entry', 'update ledger_transaction set note = \'x\'', 'truncate ledger_entry']) {
    await expect(sql.raw(change).execute(db), change).rejects.toThrow(/permission denied/)
    await expect(asOwner(change), change).rejects.toThrow(/not changed/)
  }
})

test('Under any order of events the ledger is balanced, nobody pays more than is owed, and the books say what happened.', { timeout: 120_000 }, async () => {
  const acts = fc.oneof(...(['accept', 'dispute', 'withdraw', 'settle', 'agree', 'pay', 'refund', 'withhold', 'invoice', 'credit'] as const).map((act) => fc.record({ act: fc.constant(act), amount: fc.integer({ min: 0, max: 1200 }) })))
  await fc.assert(fc.asyncProperty(fc.array(acts, { minLength: 4, maxLength: 14 }), fc.tuple(fc.nat(9999), fc.nat(9999)), async (steps, [payeePays, payerPays]) => {
    const one = await agreed(1000)
    await aBroker(db, one.deal_id, lan, daysFrom(noon, -1), { basis_points: payeePays + 1, broker: third })
    await aBroker(db, one.deal_id, hoa, daysFrom(noon, -1), { basis_points: payerPays + 1, broker: third })
    const paid = { in: 0, back: 0, kept: 0 }
    for (const { act, amount } of steps) {
      const money = { ...one, amount: vnd(amount), request_key: key() }
      const done = await refused({
        accept: () => acceptMilestone(as(hoa), { ...one, accepted_on: day(0) }), dispute: () => disputeMilestone(as(hoa), { ...one, dispute_reason: 'Chưa đạt như đã nêu' }), withdraw: () => withdrawDispute(as(hoa), one),
        settle: () => proposeSettlement(as(lan), { ...one, settlement_amount: vnd(amount), settlement_note: '' }), agree: async () => agreeSettlement(as(hoa), { ...one, settlement_amount: vnd((await now(one)).dispute?.settlement_amount ?? 0) }),
        pay: () => pay(one, amount), refund: () => recordRefund(as(minh), { ...money, refunded_on: day(0), refund_reason: 'Giao thiếu' }), withhold: () => recordWithholding(as(tam), { ...money, withheld_on: day(0), certificate: 'CT 1' }),
        invoice: () => recordInvoice(as(minh), { ...money, kind: 'invoice', number: '1', issued_on: day(0) }), credit: () => recordInvoice(as(minh), { ...money, kind: 'credit_note', number: '1', issued_on: day(0) }),
      }[act]())
      expect(typeof done, String(done)).toBe('string') // refused by a rule, never by the database
      if (done === 'done') { if (act === 'pay') paid.in += amount; if (act === 'refund') paid.back += amount; if (act === 'withhold') paid.kept += amount }
      const b = await balancesIn(db, one.deal_id), m = await now(one)
      expect(Object.values(b).reduce((sum, balance) => sum + balance, 0)).toBe(0)
      expect(b.payer).toBeGreaterThanOrEqual(0)
      expect(b.in_dispute).toBeGreaterThanOrEqual(0)
      expect([b.bank, b.withheld_tax]).toEqual([paid.in - paid.back, paid.kept])
      // Each side's broker is owed no more than its share of what stayed, rounded up a đồng a receipt, and nothing once all was paid back.
      for (const [owed, points] of [[0 - b.broker_fee, payeePays + 1], [b.payer_fees, payerPays + 1]] as const) {
        expect(owed).toBeGreaterThanOrEqual(0)
        expect(owed).toBeLessThanOrEqual(Math.ceil((b.bank * points) / 10_000) + steps.length)
        if (b.bank === 0) expect(owed).toBe(0)
      }
      expect(b.payer_fees + b.payer_broker).toBe(0)
      if (m.state === 'accepted') expect(b.payer + b.in_dispute + paid.in + paid.kept).toBe(m.amount)
      expect(m.settled_on !== null).toBe(m.state === 'accepted' && m.dispute === null && b.payer === 0)
    }
    const { rows } = await sql`select transaction_id from ledger_entry group by transaction_id having sum(amount) <> 0`.execute(db)
    expect(rows).toEqual([])
  }), { numRuns: 25 })
})

test('Only who reads the payments of a deal reads its books, and only its sides write there.', async () => {
  const one = await accepted(1000)
  await pay(one, 10)
  for (const [who, reads] of [[stranger, false], [moderator, false], [hoa, true], [vy, true], [officer, true], [inspector, true]] as const) {
    for (const table of ['milestone', 'ledger_entry', 'ledger_transaction', 'payment_receipt'] as const) expect((await readAs(db, who).selectFrom(table).select('deal_id').where('deal_id', '=', one.deal_id).execute()).length > 0, table).toBe(reads)
  }
  await expect(readAs(db, stranger).insertInto('ledger_transaction').values({ deal_id: one.deal_id, milestone_id: null, kind: 'due', on_day: day(0), person_id: null, at: noon, request_key: null }).execute()).rejects.toThrow(/row-level security/)
  expect((await receiptsOf(db, one.deal_id)).map(({ amount, received_on }) => [amount, received_on])).toEqual([[10, day(0)]])
  expect(dayAfter(day(0))).toBe(day(1))
})

test('What the confirmed term sheet names is proposed at once, agreed with one press, and taken once.', async () => {
  const deal_id = await aDeal()
  const take = (who = lan) => proposeFromTerms(as(who), { deal_id, request_key: key() })
  expect(await refused(take())).toBe('no_term_sheet')
  const content = { format: 1, clauses: { upfront: { amount: 300, days: 15, note: '' }, milestones: { rows: [{ what: 'Chạy thử', amount: 500, after_days: 90, event: 'Chạy thử đạt' }, { what: 'Bảo hành', amount: 200, after_days: null, event: 'Hết bảo hành' }] } } }
  await asOwner(`insert into term_version (deal_id, number, content, sha256, reasons, note, organisation_id, person_id, sent_at, request_key) select ${deal_id}, 1, '${JSON.stringify(content)}', repeat('0', 64), '{}', '', ${supplier}, ${lan.person_id}, now(), '${key()}'`)
  await asOwner(`insert into term_sheet (deal_id, number, content, sha256, confirmed_at) values (${deal_id}, 1, '${JSON.stringify(content)}', repeat('0', 64), '2026-03-02T05:00:00Z')`)
  await take()
  expect(await refused(take(hoa))).toBe('no_term_sheet')
  const rows = await milestonesOf(db, deal_id)
  expect(rows.map((m) => [titleIn(m, 'vi'), m.amount, m.due_on, eventIn(m, 'vi')]).toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual([['Bảo hành', 200, null, 'Hết bảo hành'], ['Trả trước', 300, null, 'trong 15 ngày kể từ ngày ký hợp đồng'], ['Chạy thử', 500, null, 'trong 90 ngày kể từ ngày ký hợp đồng; Chạy thử đạt']])
  await agreeMilestones(as(hoa), { deal_id, seen: rows.map(({ id }) => id) })
  expect((await milestonesOf(db, deal_id)).map(({ state }) => state)).toEqual(['agreed', 'agreed', 'agreed'])
})

test('When a deal is lost, what waited for its payments waits no longer.', async () => {
  const one = await accepted(1000)
  expect((await waits(one.deal_id)).length).toBeGreaterThan(0)
  await db.transaction().execute((tx) => endPaymentDuties(tx, one.deal_id, noon))
  expect(await waits(one.deal_id)).toEqual([])
})
