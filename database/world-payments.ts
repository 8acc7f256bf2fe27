import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { acceptMilestone, agreeMilestones, agreeSettlement, disputeMilestone, proposeMilestone, proposeSettlement } from '../src/modules/payments/milestone-commands.ts'
import { confirmAccount, proposeAccount, recordInvoice, recordReceipt, requestPayment } from '../src/modules/payments/payment-commands.ts'
import { accountOf, accountWaiting, milestonesOf } from '../src/modules/payments/queries.ts'
import { vnd } from '../src/platform/money.ts'
import { AcceptMandate, acceptMandate, OfferMandate, offerMandate } from '../src/modules/mandates/commands.ts'
import { dayAfter, daysFrom, hanoiDay } from '../src/platform/time.ts'
import { keyOf, memberOf } from './world-sides.ts'

/** Three payments of a price, as the city's deals agree on them, and how many days ago each is due. */
const parts = [{ title: 'Tạm ứng sau khi ký hợp đồng', share: 30, due: 60 }, { title: 'Bàn giao, lắp đặt và đào tạo vận hành', share: 50, due: 30 }, { title: 'Sau một tháng vận hành ổn định', share: 20, due: -10 }]

/** Three closed deals are paid for: one in time, then late, its last part asked for; in one a part was disputed and settled; in one the milestones wait to be agreed to. Accounts are confirmed by a second person where there is one; the first payer has a broker, who is owed a share of what it pays. */
export async function worldPayments(db: Db, now: Date): Promise<void> {
  const deals = await db.selectFrom('deal').select(['id', 'supplier_organisation_id', 'demander_organisation_id', 'value']).where('stage', '=', 'won').orderBy('id').limit(3).execute()
  for (const [index, deal] of deals.entries()) {
    const [payee, payer] = [await memberOf(db, deal.supplier_organisation_id), await memberOf(db, deal.demander_organisation_id)]
    if (!payee || !payer) continue
    let n = 0
    const key = (): string => keyOf(`payments ${index} ${++n}`)
    const as = (actor: Actor, ago: number): Ctx => { const at = daysFrom(now, -ago); return { db, actor, locale: 'vi', now: () => at, request_id: 'world', session: { id: 'world', signed_in_at: at, confirmed_at: at } } }
    const day = (ago: number): string => hanoiDay(daysFrom(now, -ago))
    const price = deal.value ?? 600_000_000
    const waits = index === 2
    for (const { title, share, due } of parts) await proposeMilestone(as(payee, waits ? 4 : 80), { deal_id: deal.id, request_key: key(), title, amount: vnd(Math.floor(price / 100) * share), due_on: day(waits ? due - 90 : due), due_event: '', days_to_pay: 0 })
    const rows = await milestonesOf(db, deal.id)
    if (waits) continue
    await agreeMilestones(as(payer, 78), { deal_id: deal.id, seen: rows.map(({ id }) => id) })
    if (index === 0) {
      const broker = await db.selectFrom('organisation').select('id').where('name_vi', '=', 'Công ty TNHH Thẩm định và Môi giới Công nghệ Ô Quan').where('id', 'not in', [deal.supplier_organisation_id, deal.demander_organisation_id]).executeTakeFirst()
      const owner = broker && await memberOf(db, broker.id)
      if (owner) {
        const mandate_id = await offerMandate(as(payer, 85), OfferMandate.parse({ deal_id: deal.id, broker_id: String(owner.organisation_id), acts: ['introduce', 'negotiate'], broker_parts: ['payments'], from_on: day(85), until_on: dayAfter(day(0), 90), fee_share: '1,5', fee_amount: '', fee_minimum: '', fee_cap: '30.000.000', request_key: key() }))
        await acceptMandate(as(owner, 84), AcceptMandate.parse({ mandate_id, acts_for_other: 'no', owns_shares: 'no' }))
      }
    }
    // No bank has this number: nobody's account is paid by a code shown here.
    if (!(await accountOf(db, deal.supplier_organisation_id))) await proposeAccount(as(payee, 77), { deal_id: deal.id, request_key: key(), bank_bin: '999999', bank_name: 'Ngân hàng thương mại (minh họa)', account_number: `00110${10_000_000 + deal.id}`, holder: 'DON VI MINH HOA' })
    const [proposed, colleague] = [await accountWaiting(db, deal.supplier_organisation_id), await memberOf(db, deal.supplier_organisation_id, 'editor')]
    if (proposed && colleague) await confirmAccount(as(colleague, 76), { deal_id: deal.id, account_id: proposed.id })
    const [first, second, third] = rows
    if (!first || !second || !third) continue
    const one = { deal_id: deal.id, milestone_id: first.id }, two = { deal_id: deal.id, milestone_id: second.id }
    await acceptMilestone(as(payer, 62), { ...one, accepted_on: day(62) })
    await recordInvoice(as(payee, 61), { ...one, kind: 'invoice', number: `C26TTX-${deal.id}01`, issued_on: day(61), amount: first.amount, request_key: key() })
    await requestPayment(as(payee, 61), { ...one, request_key: key() })
    await recordReceipt(as(payee, 60), { ...one, amount: first.amount, received_on: day(60), note: 'Chuyển khoản', request_key: key() })
    await acceptMilestone(as(payer, 31), { ...two, accepted_on: day(31) })
    if (index === 0) {
      await requestPayment(as(payee, 30), { ...two, request_key: key() })
      await recordReceipt(as(payee, 21), { ...two, amount: second.amount, received_on: day(21), note: 'Chuyển khoản, chậm chín ngày', request_key: key() })
      const three = { deal_id: deal.id, milestone_id: third.id }
      await acceptMilestone(as(payer, 3), { ...three, accepted_on: day(3) })
      await requestPayment(as(payee, 2), { ...three, request_key: key() })
      continue
    }
    await disputeMilestone(as(payer, 29), { ...two, dispute_reason: 'Hai buổi đào tạo vận hành chưa tổ chức, biên bản bàn giao mới có chữ ký một bên.' })
    const settlement_amount = vnd(Math.floor((second.amount * 9) / 10))
    await proposeSettlement(as(payee, 25), { ...two, settlement_amount, settlement_note: 'Bớt phần đào tạo; bên nhận tự tổ chức với tài liệu của bên giao.' })
    await agreeSettlement(as(payer, 24), { ...two, settlement_amount })
    await requestPayment(as(payee, 23), { ...two, request_key: key() })
    await recordReceipt(as(payee, 20), { ...two, amount: settlement_amount, received_on: day(20), note: 'Chuyển khoản theo mức hai bên đã dàn xếp', request_key: key() })
  }
}
