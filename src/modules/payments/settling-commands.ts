import { z } from 'zod'
import { type Ctx, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import { choiceField, dayField, idField, optionalLineField, requestKeyField, textField, vndField } from '../../platform/fields.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { maySettle } from '../deals/gone-commands.ts'
import { dealInTurn, goneIn } from '../deals/queries.ts'
import { type DealRefusal, partiesOf } from '../deals/rules.ts'
import { giveFeesBack, type MilestoneTurn, noteSettled, onMilestone, post, settleDuties, unless } from './ledger-commands.ts'
import { closingAmounts, postings } from './ledger-rules.ts'
import { bookReceipt } from './payment-commands.ts'
import { milestoneOf } from './queries.ts'
import { lateRefusal, sidesOf } from './rules.ts'
import { lateKinds } from './schema.ts'

/**
 * The books of a file one side of which is gone. Nobody claims or signs in its name any more (deals/turns.ts): a deal
 * officer who belongs to neither side writes down what did happen to the money, in nobody's name and with a reason,
 * and closes what is left, so that the books balance and come to their end.
 */
interface SettlingTurn extends MilestoneTurn { payeeGone: boolean }
function settling<T>(ctx: Ctx, { deal_id, milestone_id }: { deal_id: number; milestone_id: number }, work: (turn: SettlingTurn) => Promise<T>): Promise<T> {
  permit(ctx.actor, isStaff('deal_officer'))
  return transact(ctx, async (tx) => {
    const deal = await dealInTurn(tx, deal_id), now = ctx.now()
    permit(ctx.actor, maySettle(deal))
    const milestone = await milestoneOf(tx, deal.id, milestone_id) ?? notFound()
    const gone = await goneIn(tx, partiesOf(deal))
    if (gone.size === 0) return refuse<DealRefusal>({ code: 'nobody_gone' })
    const { payer, payee } = sidesOf(deal)
    return work({ tx, deal, side: payee, now, milestone, payer, payee, today: hanoiDay(now), payeeGone: gone.has(payee) })
  })
}
const written = async ({ tx }: SettlingTurn, request_key: string): Promise<boolean> => (await tx.selectFrom('ledger_transaction').select('id').where('request_key', '=', request_key).executeTakeFirst()) !== undefined

/** A dispute only both sides could settle falls away with one of them: what was set aside is owed again, or written off. */
async function lapseDispute(ctx: Ctx, { tx, deal, milestone: m, now, today }: SettlingTurn): Promise<void> {
  if (!m.dispute) return
  await tx.updateTable('milestone_dispute').set({ outcome: 'lapsed', ended_by: personOf(ctx.actor), ended_at: now }).where('id', '=', m.dispute.id).execute()
  if (m.standing.disputed !== 0) await post(tx, ctx, deal, { milestone_id: m.id, kind: 'undisputed', lines: postings('undisputed', m.standing.disputed), on_day: today })
}

const ofMilestone = { deal_id: idField, milestone_id: idField }
export const BookLate = z.object({ ...ofMilestone, late_kind: choiceField(lateKinds), amount: vndField, late_on: dayField, late_reason: textField(1000, 10), request_key: requestKeyField })
/** When this returns the books say what happened to that money, with its fees. What was written off before it came is owed and paid by it. The same press twice is one. */
export async function bookLate(ctx: Ctx, { late_kind: kind, amount, late_on: on_day, late_reason: reason, request_key, ...input }: z.output<typeof BookLate>): Promise<void> {
  await settling(ctx, input, async (turn) => {
    const { tx, deal, milestone: m, today, payee, payer } = turn
    if (await written(turn, request_key)) return
    if (on_day > today) unless({ code: 'day_ahead', today, field: 'late_on' })
    unless(lateRefusal(kind, m, m.standing, amount))
    if (kind === 'refunded') {
      await post(tx, ctx, deal, { milestone_id: m.id, kind, lines: postings(kind, amount), on_day, note: reason, request_key })
      await giveFeesBack(tx, ctx, deal, { milestone_id: m.id, amount, received: m.standing.received, on_day })
    } else {
      await lapseDispute(ctx, turn)
      const recovered = Math.max(0, amount - m.standing.owed - m.standing.disputed)
      if (recovered > 0) await post(tx, ctx, deal, { milestone_id: m.id, kind: 'written_off', lines: postings('written_off', -recovered), on_day: today, note: reason })
      if (kind === 'received') await bookReceipt(turn, ctx, { amount, received_on: on_day, request_key, note: reason }, null)
      else {
        await post(tx, ctx, deal, { milestone_id: m.id, kind, lines: postings(kind, amount), on_day, note: reason, request_key })
        await noteSettled(tx, ctx, deal, m.id, payer, null)
      }
    }
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.booked_late', kind, amount, on_day, reason, ...onMilestone(deal, m.id, kind === 'withheld' ? payer : payee) }, null)
  })
}

export const CloseBooks = z.object({ ...ofMilestone, handed_to: optionalLineField(200), close_reason: textField(1000, 10), request_key: requestKeyField })
/** When this returns nothing of this milestone is owed, disputed or to be invoiced any more, a payee who is gone holds none of its money, and nothing waits because of it. Money that comes after all is written down as ever, and the rest closed again. */
export async function closeBooks(ctx: Ctx, { handed_to, close_reason: reason, request_key, ...input }: z.output<typeof CloseBooks>): Promise<void> {
  await settling(ctx, input, async (turn) => {
    const { tx, deal, milestone: m, now, today, payee, payeeGone } = turn
    if (await tx.selectFrom('ledger_transaction').select('id').where('request_key', '=', request_key).executeTakeFirst()) return
    const { standing } = m
    const amounts = closingAmounts({ ...standing, owed: standing.owed + standing.disputed }, { payeeGone })
    const cancels = m.state === 'proposed' || m.state === 'agreed' || (m.state === 'accepted' && amounts.some(({ kind }) => kind === 'written_off'))
    if (amounts.length === 0 && !cancels) unless({ code: 'books_closed' })
    const handed = amounts.find(({ kind }) => kind === 'handed_over')?.amount ?? 0
    if (handed > 0 && handed_to === '') unless({ code: 'handed_to_needed', held: handed, field: 'handed_to' })
    await lapseDispute(ctx, turn)
    for (const [i, { kind, amount }] of amounts.entries()) await post(tx, ctx, deal, { milestone_id: m.id, kind, lines: postings(kind, amount), on_day: today, note: kind === 'handed_over' ? `${handed_to}: ${reason}` : reason, ...(i === 0 && { request_key }) })
    if (cancels) await tx.updateTable('milestone').set(m.state === 'proposed' ? { state: 'withdrawn', answered_by: personOf(ctx.actor), answered_at: now } : { state: 'cancelled' }).where('id', '=', m.id).execute()
    if (m.open_request) await tx.updateTable('payment_request').set({ ended_at: now, ending: 'withdrawn' }).where('id', '=', m.open_request.id).execute()
    await tx.updateTable('deal_duty').set({ done_at: now }).where('deal_id', '=', deal.id).where('part', '=', 'payments').where('key', '=', String(m.id)).where('kind', '<>', 'milestones_to_answer').where('kind', '<>', 'account_to_confirm').where('done_at', 'is', null).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.books_closed', written_off: amounts.find(({ kind }) => kind === 'written_off')?.amount ?? 0, handed_over: handed, to: handed > 0 ? handed_to : '', reason, ...onMilestone(deal, m.id, payee) }, null)
  })
}
