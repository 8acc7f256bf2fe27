import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, isStaff, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { dayField, idField, lineField, optionalLineField, requestKeyField, textField, vndField } from '../../platform/fields.ts'
import { type Vnd, vnd } from '../../platform/money.ts'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { isAccountAbroad, isIban, isSwift, looksLikeIban } from '../../platform/account-abroad.ts'
import { isAccountNumber, isBin } from '../../platform/vietqr.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { dealInTurn } from '../deals/queries.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { chargeFees, giveFeesBack, milestoneInTurn, type MilestoneTurn, noteSettled, onMilestone, post, settleDuties, unless } from './ledger-commands.ts'
import { postings } from './ledger-rules.ts'
import { dealDutyTexts } from './messages.ts'
import { accountOf, accountWaiting, feesOf, isAbroad } from './queries.ts'
import { invoiceRefusal, payRefusal, referenceOf, refundRefusal, sidesOf } from './rules.ts'

const ofMilestone = { deal_id: idField, milestone_id: idField }

export const ProposeAccount = z.object({
  deal_id: idField, request_key: requestKeyField, bank_bin: z.string({ error: 'invalid' }).trim().optional(), swift: z.string({ error: 'invalid' }).transform((text) => text.replace(/\s/g, '').toUpperCase()).optional(), bank_name: lineField(100, 2),
  account_number: z.string({ error: 'required' }).transform((text) => text.replace(/[\s.-]/g, '').toUpperCase()), holder: lineField(150, 3),
})
const needed = z.string({ error: 'required' })
/** A bank and an account as they are named here and abroad; whatever else was sent is left. */
const hereOrAbroad = {
  here: z.object({ bank_bin: needed.refine(isBin, { error: 'bank_bin' }), account_number: needed.refine(isAccountNumber, { error: 'account_number' }) }).transform((account) => ({ ...account, swift: '' })),
  abroad: z.object({ swift: needed.refine(isSwift, { error: 'swift' }), account_number: needed.refine(isAccountAbroad, { error: 'account_abroad' }).refine((text) => !looksLikeIban(text) || isIban(text), { error: 'iban' }) }).transform((account) => ({ ...account, bank_bin: '' })),
}
/**
 * The account lies before a second person of the payee, who confirms it; where nobody else speaks for the
 * payee it counts at once. What waited before is taken back by it. Only the payee proposes its account; one of
 * another country an account abroad.
 */
export async function proposeAccount(ctx: Ctx, { deal_id, request_key, bank_name, holder, ...typed }: z.output<typeof ProposeAccount>): Promise<void> {
  await inDeal(ctx, deal_id, 'talk', async ({ tx, deal, side, now }) => {
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    if (side !== sidesOf(deal).payee) unless({ code: 'only_payee' })
    if (await tx.selectFrom('bank_account').select('id').where('request_key', '=', request_key).executeTakeFirst()) return
    const account = { bank_name, holder, ...hereOrAbroad[await isAbroad(tx, side) ? 'abroad' : 'here'].parse(typed) }
    const current = await accountOf(tx, side)
    if (current && current.bank_bin === account.bank_bin && current.swift === account.swift && current.account_number === account.account_number && current.holder === account.holder) unless({ code: 'account_unchanged', field: 'account_number' })
    const { rows: [others] } = await sql<{ others: boolean }>`select others_speak_for(${side}, ${personOf(ctx.actor)}) as others`.execute(tx)
    const alone = others?.others !== true, person_id = personOf(ctx.actor)
    await tx.updateTable('bank_account').set({ withdrawn_by: person_id, withdrawn_at: now }).where('organisation_id', '=', side).where('confirmed_at', 'is', null).where('withdrawn_at', 'is', null).execute()
    const { id } = await tx.insertInto('bank_account').values({ ...account, organisation_id: side, proposed_by: person_id, proposed_at: now, request_key, alone, confirmed_by: alone ? person_id : null, confirmed_at: alone ? now : null }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `bank_account:${id}`, { type: alone ? 'bank_account.confirmed' : 'bank_account.proposed', organisation_id: side, account_id: id }, side)
    if (!alone) await openDuty(tx, ctx, deal, { part: 'payments', kind: 'account_to_confirm', key: side, organisation_id: side, power: 'talk', text: { vi: dealDutyTexts.account_to_confirm.vi(account.bank_name), en: dealDutyTexts.account_to_confirm.en(account.bank_name) } })
  })
}
export const AnswerAccount = z.object({ deal_id: idField, account_id: idField })
/** The account counts from now on: somebody else than who proposed it has said so. Requests already sent keep the account they were sent with. */
export async function confirmAccount(ctx: Ctx, { deal_id, account_id }: z.output<typeof AnswerAccount>): Promise<void> {
  await inDeal(ctx, deal_id, 'talk', async ({ tx, deal, side, now }) => {
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    if (side !== sidesOf(deal).payee) unless({ code: 'only_payee' })
    const account = await accountWaiting(tx, side)
    if (account?.id !== account_id) return unless({ code: 'account_not_waiting' })
    if (account.proposed_by === ctx.actor.person_id) unless({ code: 'second_person_needed' })
    const { numUpdatedRows } = await tx.updateTable('bank_account').set({ confirmed_by: personOf(ctx.actor), confirmed_at: now }).where('id', '=', account_id).where('confirmed_at', 'is', null).where('withdrawn_at', 'is', null).executeTakeFirst()
    if (numUpdatedRows === 0n) unless({ code: 'account_not_waiting' })
    await tx.updateTable('deal_duty').set({ done_at: now }).where('kind', '=', 'account_to_confirm').where('key', '=', String(side)).where('done_at', 'is', null).execute()
    await record(tx, ctx, `bank_account:${account_id}`, { type: 'bank_account.confirmed', organisation_id: side, account_id }, side)
  })
}
/** What was proposed and not confirmed is taken back, by anybody of the payee: it may be somebody else's doing. */
export async function withdrawAccount(ctx: Ctx, { deal_id, account_id }: z.output<typeof AnswerAccount>): Promise<void> {
  await inDeal(ctx, deal_id, 'talk', async ({ tx, deal, side, now }) => {
    const account = await accountWaiting(tx, side)
    if (account?.id !== account_id) return unless({ code: 'account_not_waiting' })
    await tx.updateTable('bank_account').set({ withdrawn_by: personOf(ctx.actor), withdrawn_at: now }).where('id', '=', account_id).where('confirmed_at', 'is', null).execute()
    await closeDuty(tx, ctx, deal, 'account_to_confirm', side)
    await record(tx, ctx, `bank_account:${account_id}`, { type: 'bank_account.withdrawn', organisation_id: side, account_id }, side)
  })
}

const newest = async (tx: Tx, side: number): Promise<number> => (await tx.selectFrom('bank_account').select('id').where('organisation_id', '=', side).where('confirmed_at', 'is not', null).orderBy('confirmed_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst())?.id ?? 0
export const RequestPayment = z.object({ ...ofMilestone, request_key: requestKeyField })
/** The payer has a request for what is owed, with a reference and the payee's confirmed account as it is today. One is open at a time; a milestone whose account has changed is asked for anew. */
export async function requestPayment(ctx: Ctx, { request_key, ...input }: z.output<typeof RequestPayment>): Promise<number> {
  return milestoneInTurn(ctx, input, 'edit', async ({ tx, deal, side, milestone: m, payee, now }) => {
    if (side !== payee) unless({ code: 'only_payee' })
    const before = await tx.selectFrom('payment_request').select('id').where('request_key', '=', request_key).where('milestone_id', '=', m.id).executeTakeFirst()
    if (before) return before.id
    unless(payRefusal(m, m.standing, m.dispute !== null, m.standing.owed))
    const account = await accountOf(tx, side)
    if (!account) { unless({ code: (await accountWaiting(tx, side)) ? 'account_waiting' : 'no_receiving_account' }); return notFound() }
    if (m.open_request) {
      const open = await tx.selectFrom('payment_request').select(['bank_account_id', 'amount']).where('id', '=', m.open_request.id).executeTakeFirstOrThrow()
      if (open.bank_account_id === await newest(tx, side) && open.amount === m.standing.owed) unless({ code: 'request_open', reference: m.open_request.reference })
      await tx.updateTable('payment_request').set({ ended_at: now, ending: 'replaced' }).where('id', '=', m.open_request.id).execute()
    }
    const { rows: [next] } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('payment_request', 'id'))::int as id`.execute(tx)
    const id = next?.id ?? 0, reference = referenceOf(id), amount = vnd(m.standing.owed)
    const { bank_bin, swift, bank_name, account_number, holder } = account
    await sql`insert into payment_request (id, deal_id, milestone_id, amount, reference, bank_account_id, bank_bin, swift, bank_name, account_number, holder, changed_on, requested_by, requested_at, request_key) overriding system value
      values (${id}, ${deal.id}, ${m.id}, ${amount}, ${reference}, ${account.id}, ${bank_bin}, ${swift}, ${bank_name}, ${account_number}, ${holder}, ${account.changed && account.confirmed_at ? hanoiDay(account.confirmed_at) : null}, ${personOf(ctx.actor)}, ${now}, ${request_key})`.execute(tx)
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.requested', amount, reference, ...onMilestone(deal, m.id, side) }, side)
    return id
  })
}
export const WithdrawRequest = z.object(ofMilestone)
/** Nothing is asked for any longer; what is owed stays owed. */
export async function withdrawRequest(ctx: Ctx, input: z.output<typeof WithdrawRequest>): Promise<void> {
  await milestoneInTurn(ctx, input, 'edit', async ({ tx, deal, side, milestone: m, payee, now }) => {
    if (side !== payee) unless({ code: 'only_payee' })
    if (!m.open_request) return unless({ code: 'request_ended' })
    await tx.updateTable('payment_request').set({ ended_at: now, ending: 'withdrawn' }).where('id', '=', m.open_request.id).execute()
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.request_withdrawn', reference: m.open_request.reference, ...onMilestone(deal, m.id, side) }, side)
  }, { afterLoss: true })
}

export const RecordInvoice = z.object({ ...ofMilestone, kind: z.enum(['invoice', 'credit_note'], { error: 'choose' }), number: lineField(60), issued_on: dayField, amount: vndField, request_key: requestKeyField })
/** The payee's invoice, or the note that lowers one, stands in the books with its number. */
export async function recordInvoice(ctx: Ctx, { kind, number, issued_on, amount, request_key, ...input }: z.output<typeof RecordInvoice>): Promise<void> {
  await milestoneInTurn(ctx, input, 'edit', async ({ tx, deal, side, milestone: m, payee, today, now }) => {
    if (side !== payee) unless({ code: 'only_payee' })
    if (await alreadyWritten(tx, request_key)) return
    if (issued_on > today) unless({ code: 'day_ahead', today, field: 'issued_on' })
    unless(invoiceRefusal(kind, m, m.invoiced, amount))
    const transaction_id = await post(tx, ctx, deal, { milestone_id: m.id, kind, lines: postings(kind, amount), on_day: issued_on, note: number, request_key })
    await tx.insertInto('milestone_invoice').values({ deal_id: deal.id, milestone_id: m.id, transaction_id, kind, number, issued_on, amount, person_id: personOf(ctx.actor), at: now }).execute()
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.invoiced', kind, number, amount, ...onMilestone(deal, m.id, side) }, side)
  }, { afterLoss: kind === 'credit_note' })
}
const alreadyWritten = async (tx: Tx, request_key: string): Promise<boolean> => (await tx.selectFrom('ledger_transaction').select('id').where('request_key', '=', request_key).executeTakeFirst()) !== undefined

/** Money of a milestone has come in: in the books, with its fees, its receipt and what follows from both. */
export async function receive(turn: ReceivingTurn, ctx: Ctx, receipt: Receipt): Promise<number> {
  const { milestone: m } = turn
  unless(payRefusal(m, m.standing, m.dispute !== null, receipt.amount))
  return bookReceipt(turn, ctx, receipt, turn.side)
}
type ReceivingTurn = Pick<MilestoneTurn, 'tx' | 'deal' | 'side' | 'milestone' | 'now'>
interface Receipt { amount: Vnd; received_on: string; request_key: string; note?: string; line_id?: number | null }
/** The same without asking whether it may be. `by`: for whom it is written down; null: by the Exchange, for nobody. */
export async function bookReceipt({ tx, deal, side, milestone: m, now }: ReceivingTurn, ctx: Ctx, { amount, received_on, request_key, note = '', line_id = null }: Receipt, by: number | null): Promise<number> {
  const transaction_id = await post(tx, ctx, deal, { milestone_id: m.id, kind: 'received', lines: postings('received', amount), on_day: received_on, note, request_key })
  const { id } = await tx.insertInto('payment_receipt').values({ deal_id: deal.id, milestone_id: m.id, payment_request_id: m.open_request?.id ?? null, statement_line_id: line_id, amount, received_on, transaction_id, note, person_id: personOf(ctx.actor), at: now, request_key }).returning('id').executeTakeFirstOrThrow()
  await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.received', amount, received_on, receipt_id: id, ...onMilestone(deal, m.id, side) }, by)
  await chargeFees(tx, ctx, deal, { milestone_id: m.id, amount, on_day: received_on })
  await noteSettled(tx, ctx, deal, m.id, side, by)
  await settleDuties(tx, ctx, deal, m.id)
  return id
}
export const RecordReceipt = z.object({ ...ofMilestone, amount: vndField, received_on: dayField, note: optionalLineField(200), request_key: requestKeyField })
/** The payee says itself that this came in, without a statement. Refused beyond what is owed, and for a deal that was lost. */
export async function recordReceipt(ctx: Ctx, { amount, received_on, note, request_key, ...input }: z.output<typeof RecordReceipt>): Promise<number> {
  return milestoneInTurn(ctx, input, 'edit', async (turn) => {
    if (turn.side !== turn.payee) unless({ code: 'only_payee' })
    const before = await turn.tx.selectFrom('payment_receipt').select('id').where('request_key', '=', request_key).where('milestone_id', '=', turn.milestone.id).executeTakeFirst()
    if (before) return before.id
    if (received_on > turn.today) unless({ code: 'day_ahead', today: turn.today, field: 'received_on' })
    return receive(turn, ctx, { amount, received_on, note, request_key })
  })
}

export const RecordRefund = z.object({ ...ofMilestone, amount: vndField, refunded_on: dayField, refund_reason: textField(500, 5), request_key: requestKeyField })
/** The payee has paid this back: never more than came in, and the fees on it are given back too. It is done in a lost deal as well. */
export async function recordRefund(ctx: Ctx, { amount, refunded_on, refund_reason: reason, request_key, ...input }: z.output<typeof RecordRefund>): Promise<void> {
  await milestoneInTurn(ctx, input, 'edit', async ({ tx, deal, side, milestone: m, payee, today }) => {
    if (side !== payee) unless({ code: 'only_payee' })
    if (await alreadyWritten(tx, request_key)) return
    if (refunded_on > today) unless({ code: 'day_ahead', today, field: 'refunded_on' })
    unless(refundRefusal(m.standing, amount))
    await post(tx, ctx, deal, { milestone_id: m.id, kind: 'refunded', lines: postings('refunded', amount), on_day: refunded_on, note: reason, request_key })
    await giveFeesBack(tx, ctx, deal, { milestone_id: m.id, amount, received: m.standing.received, on_day: refunded_on })
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.refunded', amount, reason, ...onMilestone(deal, m.id, side) }, side)
  }, { afterLoss: true })
}

export const RecordWithholding = z.object({ ...ofMilestone, amount: vndField, withheld_on: dayField, certificate: lineField(100, 2), request_key: requestKeyField })
/** The payer has kept this tax back and paid it to the state in the payee's name, by that certificate: so much less is owed. */
export async function recordWithholding(ctx: Ctx, { amount, withheld_on, certificate, request_key, ...input }: z.output<typeof RecordWithholding>): Promise<void> {
  await milestoneInTurn(ctx, input, 'edit', async ({ tx, deal, side, milestone: m, payer, today }) => {
    if (side !== payer) unless({ code: 'only_payer' })
    if (await alreadyWritten(tx, request_key)) return
    if (withheld_on > today) unless({ code: 'day_ahead', today, field: 'withheld_on' })
    unless(payRefusal(m, m.standing, m.dispute !== null, amount))
    await post(tx, ctx, deal, { milestone_id: m.id, kind: 'withheld', lines: postings('withheld', amount), on_day: withheld_on, note: certificate, request_key })
    await noteSettled(tx, ctx, deal, m.id, side)
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.withheld', amount, certificate, ...onMilestone(deal, m.id, side) }, side)
  })
}

export const RecordFeeInvoice = z.object({ deal_id: idField, fee: z.string({ error: 'choose' }).regex(/^(?:exchange|(?:payer-)?broker:[1-9]\d{0,9})$/, { error: 'choose' }), number: lineField(60), issued_on: dayField })
/** The fees charged and not yet invoiced have an invoice of that number: the Exchange's own, or that of a broker. The Exchange's deal officers write it down. */
export async function recordFeeInvoice(ctx: Ctx, { deal_id, fee, number, issued_on }: z.output<typeof RecordFeeInvoice>): Promise<void> {
  permit(ctx.actor, isStaff('deal_officer'))
  await transact(ctx, async (tx) => {
    const deal = await dealInTurn(tx, deal_id), now = ctx.now(), today = hanoiDay(now)
    if (issued_on > today) unless({ code: 'day_ahead', today, field: 'issued_on' })
    const kind = fee === 'exchange' ? 'exchange' : 'broker', side = fee.startsWith('payer-') ? 'payer' : 'payee', organisation_id = kind === 'broker' ? Number(fee.slice(fee.indexOf(':') + 1)) : null
    if (await tx.selectFrom('fee_invoice').select('id').where('deal_id', '=', deal.id).where('kind', '=', kind).where('side', '=', side).where('number', '=', number).executeTakeFirst()) return
    const due = (await feesOf(tx, deal.id)).find((one) => one.side === side && one.kind === kind && one.organisation_id === organisation_id)
    const open = (due?.charged ?? 0) - (due?.invoiced ?? 0)
    if (open <= 0) unless({ code: 'no_fee_to_invoice' })
    await tx.insertInto('fee_invoice').values({ deal_id: deal.id, side, kind, organisation_id, number, issued_on, amount: vnd(open), person_id: personOf(ctx.actor), at: now }).execute()
    // On a subject of its own: the fee of one side is not the other's to read.
    await record(tx, ctx, `deal_fee:${deal.id}`, { type: 'payment.fee_invoiced', kind, side, number, amount: vnd(open), organisation_id, ...concerning(deal) }, null)
  })
}
