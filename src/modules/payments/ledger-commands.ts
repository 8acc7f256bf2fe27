import { sql } from 'kysely'
import { type Ctx, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { type Vnd, vnd } from '../../platform/money.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import type { Deal, Power } from '../deals/schema.ts'
import { concerning, type DealTurn, inDeal } from '../deals/turns.ts'
import { boundedFee, feeAfterRefund, feePostings, isBalanced, type Posting, splitByLargestRemainder, withinWhole } from './ledger-rules.ts'
import { dutyTexts, titleIn } from './messages.ts'
import { brokersOn, type FeeCharged, feeRuleOn, feesCharged, lastPaid, milestoneOf, type MilestoneNow } from './queries.ts'
import { daysLate, lostRefusal, type PaymentRefusal, sidesOf } from './rules.ts'
import { type FeeSide, feeSides, type TransactionKind } from './schema.ts'

export const unless = (refusal: PaymentRefusal | null): void => { if (refusal) refuse(refusal) }

interface Written { milestone_id: number | null; kind: TransactionKind; lines: readonly Posting[]; on_day: string; note?: string; request_key?: string }
/** The one way into the books: balanced lines, written once. Its number is drawn first: who writes it need not be able to read it. */
export async function post(tx: Tx, ctx: Ctx, deal: Pick<Deal, 'id'>, { milestone_id, kind, lines, on_day, note = '', request_key }: Written): Promise<number> {
  if (!isBalanced(lines)) throw new Error(`a ${kind} that is not balanced`)
  const { rows: [next] } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('ledger_transaction', 'id'))::int as id`.execute(tx)
  const id = found(next).id
  await sql`insert into ledger_transaction (id, deal_id, milestone_id, kind, on_day, note, person_id, at, request_key) overriding system value
    values (${id}, ${deal.id}, ${milestone_id}, ${kind}, ${on_day}, ${note}, ${ctx.actor.person_id}, ${ctx.now()}, ${request_key ?? null})`.execute(tx)
  await tx.insertInto('ledger_entry').values(lines.map((line) => ({ transaction_id: id, deal_id: deal.id, milestone_id, ...line }))).execute()
  return id
}

/** A milestone in a deal whose row is ours, and whose sides pay and are paid. */
export interface MilestoneTurn extends DealTurn { milestone: MilestoneNow; payer: number; payee: number; today: string }
/** Takes the deal's row and reads the milestone: what happens to the money of a deal happens one after the other. Of a lost deal only what `afterLoss` allows. */
export function milestoneInTurn<T>(ctx: Ctx, { deal_id, milestone_id }: { deal_id: number; milestone_id: number }, power: Power, work: (turn: MilestoneTurn) => Promise<T>, { afterLoss = false } = {}): Promise<T> {
  return inDeal(ctx, deal_id, power, async (turn) => {
    const milestone = await milestoneOf(turn.tx, turn.deal.id, milestone_id) ?? notFound()
    if (!afterLoss) unless(lostRefusal(turn.deal))
    return work({ ...turn, milestone, ...sidesOf(turn.deal), today: hanoiDay(turn.now) })
  })
}
export const onMilestone = (deal: Deal, milestone_id: number, organisation_id: number) => ({ milestone_id, organisation_id, ...concerning(deal) })

/** When this returns what waits because of this milestone waits for the right people, and nothing else of it does. */
export async function settleDuties(tx: Tx, ctx: Ctx, deal: Deal, milestone_id: number): Promise<void> {
  const m = found(await milestoneOf(tx, deal.id, milestone_id) ?? undefined)
  const { payer, payee } = sidesOf(deal)
  const s = m.standing
  const live = deal.stage !== 'lost', calm = live && m.dispute === null
  const answering = m.dispute?.settlement_organisation_id === payer ? payee : payer
  const path = `/deals/${deal.id}/payments/milestones/${m.id}`
  const waiting: { kind: keyof typeof dutyTexts; waits: boolean; organisation_id: number; power: Power; due_on?: string | null; path?: string }[] = [
    { kind: 'milestone_to_accept', waits: calm && m.state === 'agreed', organisation_id: payer, power: 'sign', due_on: m.due_on },
    { kind: 'payment_to_make', waits: calm && m.state === 'accepted' && s.owed > 0, organisation_id: payer, power: 'edit', due_on: m.payable_on, path: m.open_request ? `/deals/${deal.id}/payments/requests/${m.open_request.id}` : path },
    { kind: 'payment_to_request', waits: calm && m.state === 'accepted' && s.owed > 0 && m.open_request === null, organisation_id: payee, power: 'edit' },
    { kind: 'invoice_to_issue', waits: calm && m.state === 'accepted' && s.toInvoice > 0, organisation_id: payee, power: 'edit' },
    { kind: 'credit_note_to_issue', waits: live && m.invoiced > (m.state === 'cancelled' ? 0 : m.amount), organisation_id: payee, power: 'edit' },
    { kind: 'dispute_to_answer', waits: live && m.dispute !== null && m.dispute.settlement_amount === null, organisation_id: payee, power: 'sign' },
    { kind: 'settlement_to_answer', waits: live && m.dispute !== null && m.dispute.settlement_amount !== null, organisation_id: answering, power: 'sign' },
  ]
  for (const { kind, waits, organisation_id, power, due_on = null, path: own = path } of waiting) {
    if (!waits) { await closeDuty(tx, ctx, deal, kind, m.id); continue }
    const amount = kind === 'payment_to_make' || kind === 'payment_to_request' ? s.owed : m.amount
    await openDuty(tx, ctx, deal, { part: 'payments', kind, key: m.id, organisation_id, power, due_on, path: own, text: { vi: dutyTexts[kind].vi(titleIn(m, 'vi'), amount), en: dutyTexts[kind].en(titleIn(m, 'en'), amount) } })
  }
}

/** Once nothing is owed, the milestone says on which day the last đồng came, and how late that was. */
export async function noteSettled(tx: Tx, ctx: Ctx, deal: Deal, milestone_id: number, side: number, by: number | null = side): Promise<void> {
  const m = found(await milestoneOf(tx, deal.id, milestone_id) ?? undefined)
  if (m.state !== 'accepted' || m.settled_on !== null || m.dispute !== null || m.standing.owed !== 0) return
  const settled_on = await lastPaid(tx, m.id) ?? hanoiDay(ctx.now())
  await tx.updateTable('milestone').set({ settled_on }).where('id', '=', m.id).execute()
  if (m.open_request) await tx.updateTable('payment_request').set({ ended_at: ctx.now(), ending: 'paid' }).where('id', '=', m.open_request.id).execute()
  await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.settled', days_late: daysLate(m.payable_on ?? settled_on, settled_on), ...onMilestone(deal, m.id, side) }, by)
}

/**
 * The fees on what came in, by the rule and the mandates of the day it came in. To the payee: exact shares, the
 * Exchange's first, and no more together than came in. To the payer: its own brokers' shares of what it paid, beside that.
 */
export async function chargeFees(tx: Tx, ctx: Ctx, deal: Deal, { milestone_id, amount, on_day }: { milestone_id: number; amount: Vnd; on_day: string }): Promise<void> {
  const rule = await feeRuleOn(tx, on_day)
  for (const side of feeSides) {
    const exchange = side === 'payee' ? rule : null, brokers = await brokersOn(tx, deal, side, on_day)
    const shares = [...(exchange ? [{ key: 'exchange', basis_points: exchange.basis_points }] : []), ...brokers.map(({ mandate_id, basis_points }) => ({ key: `mandate ${mandate_id}`, basis_points }))]
    const { parts } = splitByLargestRemainder(amount, withinWhole(shares))
    let left = amount - (parts.exchange ?? 0)
    const rows: FeeCharged[] = exchange ? [{ side, kind: 'exchange', organisation_id: null, mandate_id: null, rule_id: exchange.rule.id, basis_points: exchange.basis_points, amount: parts.exchange ?? 0 }] : []
    for (const { mandate_id, organisation_id, received, charged, ...bounds } of brokers) {
      const fee = Math.min(left, boundedFee(parts[`mandate ${mandate_id}`] ?? 0, bounds, charged, received))
      left -= fee
      rows.push({ side, kind: 'broker', organisation_id, mandate_id, rule_id: null, basis_points: bounds.basis_points, amount: fee })
    }
    await writeFees(tx, ctx, deal, { milestone_id, base: amount, on_day, rows, side })
  }
}
/** What was charged on money that was paid back is given back in proportion, to both sides. */
export async function giveFeesBack(tx: Tx, ctx: Ctx, deal: Deal, { milestone_id, amount, received, on_day }: { milestone_id: number; amount: Vnd; received: number; on_day: string }): Promise<void> {
  const rows = (await feesCharged(tx, milestone_id)).map((fee) => ({ ...fee, amount: feeAfterRefund(fee.amount, received, received - amount) - fee.amount }))
  for (const side of feeSides) await writeFees(tx, ctx, deal, { milestone_id, base: amount, on_day, rows: rows.filter((row) => row.side === side), side })
}
async function writeFees(tx: Tx, ctx: Ctx, deal: Deal, { milestone_id, base, on_day, rows, side }: { milestone_id: number; base: Vnd; on_day: string; rows: FeeCharged[]; side: FeeSide }): Promise<void> {
  const of = (kind: FeeCharged['kind']): number => rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.amount, 0)
  const lines = feePostings({ exchange: of('exchange'), broker: of('broker') }, side)
  if (lines.length < 2) return
  const transaction_id = await post(tx, ctx, deal, { milestone_id, kind: side === 'payer' ? 'payer_fee' : 'fee', lines, on_day })
  await tx.insertInto('fee_share').values(rows.filter(({ amount }) => amount !== 0).map((row) => ({ ...row, deal_id: deal.id, milestone_id, transaction_id, base: vnd(base), on_day }))).execute()
}

/** When this returns nothing waits for the payments of a deal that was lost; what was paid may still be paid back. */
export async function endPaymentDuties(tx: Tx, deal_id: number, at: Date): Promise<void> {
  await tx.updateTable('deal_duty').set({ done_at: at }).where('deal_id', '=', deal_id).where('part', '=', 'payments').where('done_at', 'is', null).execute()
}
