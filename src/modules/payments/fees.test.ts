import { expect, test } from 'vitest'
import { anOrganisation, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { twoSides } from '../../../tests/payment-sides.ts'
import type { Actor } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { vnd } from '../../platform/money.ts'
import { daysFrom, endOfDay } from '../../platform/time.ts'
import { feePaper } from './fee-paper.ts'
import { recordFeeInvoice, recordReceipt, recordRefund } from './payment-commands.ts'
import { balancesIn, brokersOn, feeLinesOf, feesCharged, feesOf } from './queries.ts'
import { changeRule, loadRulebook } from '../rulebook/commands.ts'
import { newestRule } from '../rulebook/queries.ts'

const { db, asOwner } = await testDatabase()
await loadRulebook(db, 'data')
const { supplier, buyer, lan, minh, vy, hoa, tam, stranger, officer, inspector, administrator, moderator, as, day, key, accepted, now, pay } = await twoSides(db)
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)

test('Fees follow the rule of the day money came in, exactly, and are given back with a refund; without a rule there is none.', async () => {
  const one = await accepted(1_000_003)
  await pay(one, 3, -1)
  expect(await feesOf(db, one.deal_id)).toEqual([])
  // As two administrators change it: the rule is there from the beginning, at nothing.
  const { id: approval_id } = await db.insertInto('approval').values({ kind: 'rule_change', subject: 'rule:exchange.fee.deal', data: '{}', reason: 'x', proposed_by: administrator.person_id!, proposed_at: noon, expires_at: daysFrom(noon, 1), decision: null, decided_by: null, decided_at: null }).returning('id').executeTakeFirstOrThrow()
  const fee = (value: number) => refused(db.transaction().execute(async (tx) => changeRule(tx, as(administrator), { code: 'exchange.fee.deal', value, valid_from: day(0), mark: 'own', document: '', article: '', source: '', note: '', reason: 'Quyết định thu phí', former_id: (await newestRule(tx, 'exchange.fee.deal'))!.id, approval_id })))
  expect(await fee(2.505)).toBe('percent_too_fine')
  expect(await fee(2.5)).toBe('done')
  const broker = await anOrganisation(db, 'intermediary', 'Môi giới Sông Hồng')
  const mandate = async (organisation_id: number, fee: { basis_points: number | null; amount: number | null; minimum?: number; cap?: number }) => {
    const { id } = await db.insertInto('deal_mandate').values({ deal_id: one.deal_id, organisation_id, broker_organisation_id: broker, acts: ['introduce'], parts: [], from_on: day(-5), until_on: day(5), exclusive: false, offered_by: lan.person_id!, offered_at: daysFrom(noon, -5), request_key: key(), consent_needed: false, accepted_by: hoa.person_id, accepted_at: daysFrom(noon, -4), acts_for_other: false, owns_shares: false }).returning('id').executeTakeFirstOrThrow()
    await db.insertInto('deal_mandate_fee').values({ mandate_id: id, basis_points: fee.basis_points, amount: fee.amount as never, minimum: (fee.minimum ?? null) as never, cap: (fee.cap ?? null) as never }).execute()
  }
  await mandate(supplier, { basis_points: 150, amount: null })
  await mandate(buyer, { basis_points: 500, amount: null }) // owed by the payer, beside what comes in
  await recordReceipt(as(minh), { ...one, amount: vnd(999_999), received_on: day(0), note: '', request_key: key() })
  const fees = await feesOf(db, one.deal_id)
  expect(fees).toMatchObject([{ kind: 'exchange', charged: 25_000, shares: [{ basis_points: 250, mark: 'own' }] }, { kind: 'broker', organisation_id: broker, charged: 15_000 }, { side: 'payer', kind: 'broker', organisation_id: broker, charged: 50_000 }])
  expect(await balancesIn(db, one.deal_id)).toMatchObject({ payee: 40_000, exchange_fee: -25_000, broker_fee: -15_000, payer_fees: 50_000, payer_broker: -50_000 })
  expect((await now(one)).standing).toMatchObject({ owed: 1, received: 1_000_002, fees: { exchange: 25_000, broker: 15_000 } }) // what the payer owes its broker is no debt to the payee
  // Each side reads its own fees and books, and none of the other's; both are balanced as read.
  const [payers, payees] = [await balancesIn(readAs(db, hoa), one.deal_id), await balancesIn(readAs(db, minh), one.deal_id)]
  expect([payers, payees]).toMatchObject([{ payee: 0, exchange_fee: 0, broker_fee: 0, bank: 1_000_002, payer_fees: 50_000, payer_broker: -50_000 }, { payee: 40_000, exchange_fee: -25_000, broker_fee: -15_000, payer_fees: 0, payer_broker: 0 }])
  for (const balances of [payers, payees]) expect(Object.values(balances).reduce((sum, balance) => sum + balance, 0)).toBe(0)
  for (const [who, sides] of [[hoa, ['payer']], [tam, ['payer']], [minh, ['payee', 'payee']], [vy, ['payee', 'payee']], [officer, ['payee', 'payee', 'payer']], [inspector, ['payee', 'payee', 'payer']], [stranger, []], [moderator, []]] as const) {
    expect((await feesOf(readAs(db, who), one.deal_id)).map(({ side }) => side), who.name ?? '').toEqual(sides)
    expect((await feeLinesOf(readAs(db, who), one.deal_id)).map(({ side }) => side).toSorted(), who.name ?? '').toEqual(sides)
  }
  // Who only reads may not ask what the books need to know of the other side's mandates.
  expect([await brokersOn(readAs(db, stranger), { id: one.deal_id }, 'payer', day(0)), await brokersOn(readAs(db, inspector), { id: one.deal_id }, 'payer', day(0)), await feesCharged(readAs(db, stranger), one.milestone_id)]).toEqual([[], [], []])
  const invoice = (fee: string, number: string, who: Actor = officer) => refused(recordFeeInvoice(as(who), { deal_id: one.deal_id, fee, number, issued_on: day(0) }))
  for (const who of [lan, hoa, moderator, inspector, stranger]) expect(await invoice(`payer-broker:${broker}`, '7', who), who.name ?? '').toBe('not_permitted')
  expect([await invoice(`payer-broker:${broker}`, '7'), await invoice(`payer-broker:${broker}`, '7'), await invoice(`payer-broker:${broker}`, '8'), await invoice(`broker:${broker}`, '7')]).toEqual(['done', 'done', 'no_fee_to_invoice', 'done'])
  expect((await feesOf(db, one.deal_id)).map(({ invoiced }) => invoiced)).toEqual([0, 15_000, 50_000])
  expect([await readAs(db, hoa).selectFrom('fee_invoice').select('amount').execute(), await readAs(db, minh).selectFrom('fee_invoice').select('amount').execute()]).toEqual([[{ amount: 50_000 }], [{ amount: 15_000 }]])
  expect(await readAs(db, hoa).selectFrom('event').select('type').where('type', '=', 'payment.fee_invoiced').execute()).toEqual([])
  const [line] = (await feeLinesOf(readAs(db, hoa), one.deal_id)), paper = JSON.stringify(feePaper(line!, { deal_id: one.deal_id, charged: 'Công ty Rau sạch', author: 'Sàn', locale: 'vi' }))
  for (const said of ['GIẤY BÁO PHÍ', 'Môi giới của bên trả tiền: Môi giới Sông Hồng', '5 %', '50.000', '999.999', 'Công ty Rau sạch', 'không phải hóa đơn']) expect(paper).toContain(said)
  await recordRefund(as(minh), { ...one, amount: vnd(1_000_002), refunded_on: day(0), refund_reason: 'Trả lại toàn bộ', request_key: key() })
  expect((await feesOf(db, one.deal_id)).map(({ charged }) => charged)).toEqual([0, 0, 0])
  const backLine = (await feeLinesOf(readAs(db, hoa), one.deal_id)).at(-1)!
  expect([backLine.amount, feePaper(backLine, { deal_id: one.deal_id, charged: 'Công ty Rau sạch', author: 'Sàn', locale: 'vi' }).title]).toEqual([-50_000, 'GIẤY BÁO GIẢM PHÍ'])
  await asOwner(`update rule set valid_to = valid_from where code = 'exchange.fee.deal'`)
  const later = await accepted(1000)
  await pay(later, 1000, 1)
  expect(await feesOf(db, later.deal_id)).toEqual([])
})

test('A mandate whose last day was yesterday is paid nothing of what comes in today; what came in on its last day is charged though it is written down later.', async () => {
  const one = await accepted(10_000), broker = await anOrganisation(db, 'intermediary', 'Môi giới hết hạn')
  const { id } = await db.insertInto('deal_mandate').values({ deal_id: one.deal_id, organisation_id: supplier, broker_organisation_id: broker, acts: ['introduce'], parts: [], from_on: day(-5), until_on: day(1), exclusive: false, offered_by: lan.person_id!, offered_at: daysFrom(noon, -5), request_key: key(), consent_needed: false, accepted_by: hoa.person_id, accepted_at: daysFrom(noon, -4), acts_for_other: false, owns_shares: false }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('deal_mandate_fee').values({ mandate_id: id, basis_points: 150, amount: null, minimum: null, cap: null }).execute()
  const midnight = endOfDay(day(1))
  const comes = (at: Date, received_on: string) => recordReceipt(ctxOf(db, minh, at), { ...one, amount: vnd(2000), received_on, note: '', request_key: key() })
  const charged = async () => (await feesOf(db, one.deal_id)).filter(({ kind }) => kind === 'broker').map(({ charged }) => charged)
  await comes(midnight, day(2))
  expect(await charged()).toEqual([])
  await comes(new Date(midnight.getTime() - 1), day(1))
  expect(await charged()).toEqual([30])
  await comes(midnight, day(1))
  expect(await charged()).toEqual([60])
})
