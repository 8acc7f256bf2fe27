import { randomUUID } from 'node:crypto'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { acceptMilestone, agreeMilestones, proposeMilestone } from '../src/modules/payments/milestone-commands.ts'
import { confirmAccount, proposeAccount, recordReceipt, requestPayment } from '../src/modules/payments/payment-commands.ts'
import { importStatement } from '../src/modules/payments/statement-commands.ts'
import { vnd } from '../src/platform/money.ts'
import { dayAfter, hanoiDay } from '../src/platform/time.ts'
import { ctxOf } from './database.ts'

/** A milestone accepted, asked for and paid in part, of which a broker of the payee is owed its share; a statement with one line; an account two people of the payee stand for. */
export async function somePayments(db: Db, { deal, payee, colleague, payer, now = new Date() }: { deal: number; payee: Actor; colleague: Actor; payer: Actor; now?: Date }) {
  const as = (actor: Actor) => ctxOf(db, actor, now)
  const today = hanoiDay(now)
  await proposeMilestone(as(payee), { deal_id: deal, request_key: randomUUID(), title: 'Bàn giao và lắp đặt', amount: vnd(240_000_000), due_on: today, due_event: '', days_to_pay: 0 })
  const { id: milestone } = await db.selectFrom('milestone').select('id').where('deal_id', '=', deal).executeTakeFirstOrThrow()
  await agreeMilestones(as(payer), { deal_id: deal, seen: [milestone] })
  await acceptMilestone(as(payer), { deal_id: deal, milestone_id: milestone, accepted_on: today })
  await proposeAccount(as(payee), { deal_id: deal, request_key: randomUUID(), bank_bin: '970436', bank_name: 'Ngân hàng thử', account_number: '0011012345678', holder: 'VIEN CO DIEN' })
  const waiting = await db.selectFrom('bank_account').select('id').where('confirmed_at', 'is', null).where('organisation_id', '=', payee.organisation_id ?? 0).executeTakeFirst()
  if (waiting) await confirmAccount(as(colleague), { deal_id: deal, account_id: waiting.id })
  const request = await requestPayment(as(payee), { deal_id: deal, milestone_id: milestone, request_key: randomUUID() })
  await aBroker(db, deal, payee, now)
  const receipt = await recordReceipt(as(payee), { deal_id: deal, milestone_id: milestone, amount: vnd(40_000_000), received_on: today, note: 'Đợt đầu', request_key: randomUUID() })
  const { reference } = await db.selectFrom('payment_request').select('reference').where('id', '=', request).executeTakeFirstOrThrow()
  const statement = await importStatement(as(payee), { name: 'sao-ke.csv', columns: {}, content: `Ngày,Ghi có,Nội dung\n${today},50000000,CK ${reference} dot 2\n` })
  const { id: line } = await db.selectFrom('statement_line').select('id').where('statement_id', '=', statement.id).executeTakeFirstOrThrow()
  const fee = await db.selectFrom('fee_share').select('id').where('deal_id', '=', deal).orderBy('id').executeTakeFirst()
  return { milestone, request, receipt, statement: statement.id, line, reference, fee: fee?.id }
}

/** A mandate of that side in force today, with a share of 1,5 %. */
export async function aBroker(db: Db, deal_id: number, side: Actor, now: Date, { basis_points = 150, broker }: { basis_points?: number; broker?: number } = {}): Promise<number> {
  const { supplier_organisation_id, demander_organisation_id } = await db.selectFrom('deal').select(['supplier_organisation_id', 'demander_organisation_id']).where('id', '=', deal_id).executeTakeFirstOrThrow()
  const third = broker ?? (await db.selectFrom('organisation').select('id').where('id', 'not in', [supplier_organisation_id, demander_organisation_id]).orderBy('id').limit(1).executeTakeFirst())?.id
  if (third === undefined) return 0
  const { id } = await db.insertInto('deal_mandate').values({ deal_id, organisation_id: side.organisation_id ?? 0, broker_organisation_id: third, acts: ['introduce'], parts: [], from_on: hanoiDay(now), until_on: dayAfter(hanoiDay(now), 90), exclusive: false, offered_by: side.person_id ?? 0, offered_at: now, request_key: randomUUID(), consent_needed: false, accepted_by: side.person_id, accepted_at: now, acts_for_other: false, owns_shares: false }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('deal_mandate_fee').values({ mandate_id: id, basis_points, amount: null, minimum: null, cap: null }).execute()
  return id
}

/** The same in a deal of this owner's, with whoever speaks beside them and for the other side. */
export async function paymentsAround(db: Db, owner: Ctx, deal: number) {
  const { demander_organisation_id } = await db.selectFrom('deal').select('demander_organisation_id').where('id', '=', deal).executeTakeFirstOrThrow()
  const speaking = async (organisation: number, other: number): Promise<Actor> => {
    const row = await db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name', 'm.role']).where('m.organisation_id', '=', organisation).where('m.role', 'in', ['owner', 'editor', 'signer']).where('p.id', '<>', other).orderBy('p.id').executeTakeFirstOrThrow()
    return { person_id: row.id, name: row.name, organisation_id: organisation, memberships: [{ organisation_id: organisation, role: row.role }], staff_roles: [], acted_by: null }
  }
  const me = owner.actor.person_id ?? 0
  return somePayments(db, { deal, payee: owner.actor, colleague: await speaking(owner.actor.organisation_id ?? 0, me), payer: await speaking(demander_organisation_id, me) })
}
