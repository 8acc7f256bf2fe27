import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, personOf, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { dayField, idField, lineField, optionalDayField, optionalLineField, optionalTextField, requestKeyField, textField, vndField } from '../../platform/fields.ts'
import { vnd } from '../../platform/money.ts'
import { dayAfter } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { dealInTurn } from '../deals/queries.ts'
import { otherSide, speaksFor } from '../deals/rules.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { milestoneInTurn, onMilestone, noteSettled, post, settleDuties, unless } from './ledger-commands.ts'
import { postings } from './ledger-rules.ts'
import { dealDutyTexts } from './messages.ts'
import { confirmedTerms, type MilestoneNow, milestonesOf, signedOn } from './queries.ts'
import { acceptRefusal, agreeSettlementRefusal, disputeRefusal, lostRefusal, mostPaymentMilestones, payableOn, settlementRefusal } from './rules.ts'
import { type Milestone, type MilestoneState, type TermsClause, upfrontTitle } from './schema.ts'

/** What waits for an answer of the other side: everything one side has proposed. */
async function settleProposals(tx: Tx, ctx: Ctx, deal: Deal): Promise<void> {
  const proposed = deal.stage === 'lost' ? [] : (await milestonesOf(tx, deal.id)).filter(({ state }) => state === 'proposed')
  for (const side of [deal.supplier_organisation_id, deal.demander_organisation_id]) {
    const theirs = proposed.filter(({ organisation_id }) => organisation_id === side)
    if (theirs.length === 0) { await closeDuty(tx, ctx, deal, 'milestones_to_answer', side); continue }
    await openDuty(tx, ctx, deal, { part: 'payments', kind: 'milestones_to_answer', key: side, organisation_id: otherSide(deal, side), power: 'sign', text: { vi: dealDutyTexts.milestones_to_answer.vi(theirs.length), en: dealDutyTexts.milestones_to_answer.en(theirs.length) } })
  }
}

type NewMilestone = Pick<Milestone, 'title' | 'amount' | 'due_on' | 'due_event' | 'days_to_pay' | 'terms_number' | 'terms_clause' | 'days_from_signing'>
async function propose(tx: Tx, ctx: Ctx, deal: Deal, side: number, batch: string, rows: readonly NewMilestone[]): Promise<void> {
  const there = (await milestonesOf(tx, deal.id)).filter(({ state }) => state === 'proposed' || state === 'agreed' || state === 'accepted')
  if (there.length + rows.length > mostPaymentMilestones) unless({ code: 'too_many_milestones', most: mostPaymentMilestones })
  await tx.insertInto('milestone').values(rows.map((row, i) => ({ ...row, deal_id: deal.id, batch, position: i + 1, agreed_amount: null, organisation_id: side, proposed_by: personOf(ctx.actor), proposed_at: ctx.now() }))).execute()
  await settleProposals(tx, ctx, deal)
  await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.milestones_proposed', milestones: rows.length, amount: vnd(rows.reduce((sum, { amount }) => sum + amount, 0)), organisation_id: side, ...concerning(deal) }, side)
}

export const ProposeMilestone = z.object({ deal_id: idField, request_key: requestKeyField, title: lineField(200, 3), amount: vndField, due_on: optionalDayField, due_event: optionalLineField(200), days_to_pay: z.preprocess((typed) => (typed === '' || typed === undefined ? 0 : typed), z.coerce.number({ error: 'number' }).int({ error: 'number' }).min(0, { error: 'number' }).max(365, { error: 'number' })) })
/** The milestone lies before the other side, who agrees to it or not. The same press twice is one. */
export async function proposeMilestone(ctx: Ctx, { deal_id, request_key, ...row }: z.output<typeof ProposeMilestone>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side }) => {
    inPerson(ctx.actor)
    if (await tx.selectFrom('milestone').select('id').where('batch', '=', request_key).executeTakeFirst()) return
    unless(lostRefusal(deal))
    if (row.amount === 0) unless({ code: 'nothing_of_amount', field: 'amount' })
    if (row.due_on === null && row.due_event === '') unless({ code: 'milestone_when_needed', field: 'due_on' })
    await propose(tx, ctx, deal, side, request_key, [{ ...row, terms_number: null, terms_clause: null, days_from_signing: null }])
  })
}

export const ProposeFromTerms = z.object({ deal_id: idField, request_key: requestKeyField })
/** Every payment the confirmed term sheet names lies before the other side as a milestone, to be agreed with one press. Days run from the signing of the contract; until it is signed there is no day. */
export async function proposeFromTerms(ctx: Ctx, { deal_id, request_key }: z.output<typeof ProposeFromTerms>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side }) => {
    inPerson(ctx.actor)
    if (await tx.selectFrom('milestone').select('id').where('batch', '=', request_key).executeTakeFirst()) return
    unless(lostRefusal(deal))
    const terms = await confirmedTerms(tx, deal.id)
    if (!terms || terms.taken) return unless({ code: 'no_term_sheet' })
    const { upfront, milestones } = terms.content.clauses
    const signed_on = await signedOn(tx, deal.id)
    const taken = (clause: TermsClause, days: number | null) => ({ days_to_pay: 0, terms_number: terms.number, terms_clause: clause, days_from_signing: days, due_on: days === null || signed_on === null ? null : dayAfter(signed_on, days) })
    const rows: NewMilestone[] = [
      ...(upfront && upfront.amount > 0 ? [{ title: upfrontTitle, amount: upfront.amount, due_event: '', ...taken('upfront', upfront.days) }] : []),
      ...(milestones?.rows ?? []).filter(({ amount }) => amount > 0).map(({ what, amount, after_days, event }) => ({ title: what.slice(0, 200), amount, due_event: event.slice(0, 200), ...taken('milestones', after_days) })),
    ].map((row) => (row.days_from_signing === null && row.due_event === '' ? { ...row, due_event: row.title } : row))
    if (rows.length === 0) unless({ code: 'no_term_sheet' })
    await propose(tx, ctx, deal, side, request_key, rows)
  })
}

/** When this returns what was taken from the term sheet and waited for the signing of the contract has its day. What stands in the books, or has a day, keeps it. */
export async function dateFromSigning(tx: Tx, ctx: Ctx, deal_id: number, signed_on: string): Promise<void> {
  const deal = await dealInTurn(tx, deal_id)
  if (deal.stage === 'lost') return
  const { rows } = await sql<{ id: number; state: MilestoneState }>`
    update milestone m set due_on = ${signed_on}::date + days_from_signing where deal_id = ${deal.id} and due_on is null and days_from_signing is not null and state in ('proposed', 'agreed')
      and not exists (select from ledger_transaction t where t.milestone_id = m.id) returning id, state`.execute(tx)
  if (rows.length === 0) return
  for (const { id, state } of rows) if (state === 'agreed') await settleDuties(tx, ctx, deal, id)
  await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.milestones_dated', milestones: rows.length, signed_on, ...concerning(deal) }, null)
}

/** The milestones as they were seen: what was proposed or taken back since is answered another time. */
const seenField = z.string({ error: 'invalid' }).regex(/^\d{1,10}(?:,\d{1,10}){0,59}$/, { error: 'invalid' }).transform((text) => text.split(',').map(Number))
async function theProposed(tx: Tx, deal: Deal, seen: readonly number[], state: MilestoneNow['state'] = 'proposed'): Promise<MilestoneNow[]> {
  const rows = (await milestonesOf(tx, deal.id)).filter(({ id }) => seen.includes(id))
  return rows.length === new Set(seen).size && rows.every((row) => row.state === state) ? rows : []
}
export const AnswerMilestones = z.object({ deal_id: idField, seen: seenField })
/** Both sides want these milestones: from now on the payer's side is asked to accept each. Refused where one of them has changed since they were seen. */
export async function agreeMilestones(ctx: Ctx, { deal_id, seen }: z.output<typeof AnswerMilestones>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    inPerson(ctx.actor)
    unless(lostRefusal(deal))
    if ((await theProposed(tx, deal, seen, 'agreed')).length > 0) return
    const rows = await theProposed(tx, deal, seen)
    if (rows.length === 0) return unless({ code: 'milestones_changed' })
    if (rows.some(({ organisation_id }) => organisation_id === side || speaksFor(ctx.actor, organisation_id))) unless({ code: 'own_milestones' })
    for (const { id, amount } of rows) await tx.updateTable('milestone').set({ state: 'agreed', agreed_amount: amount, answered_by: personOf(ctx.actor), answered_at: now }).where('id', '=', id).execute()
    for (const { id } of rows) await settleDuties(tx, ctx, deal, id)
    await settleProposals(tx, ctx, deal)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.milestones_agreed', milestones: rows.length, amount: vnd(rows.reduce((sum, { amount }) => sum + amount, 0)), organisation_id: side, ...concerning(deal) }, side)
  })
}
export const DeclineMilestones = z.object({ deal_id: idField, seen: seenField, decline_reason: textField(1000, 5) })
/** The other side reads why these milestones are not agreed to, and may propose others. */
export async function declineMilestones(ctx: Ctx, { deal_id, seen, decline_reason: reason }: z.output<typeof DeclineMilestones>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    const rows = await theProposed(tx, deal, seen)
    if (rows.length === 0) return unless({ code: 'milestones_changed' })
    if (rows.some(({ organisation_id }) => organisation_id === side)) unless({ code: 'own_milestones' })
    await tx.updateTable('milestone').set({ state: 'declined', answered_by: personOf(ctx.actor), answered_at: now, answer: reason }).where('id', 'in', rows.map(({ id }) => id)).execute()
    await settleProposals(tx, ctx, deal)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.milestones_declined', milestones: rows.length, reason, organisation_id: side, ...concerning(deal) }, side)
  })
}
/** What a side proposed and nobody answered is taken back by that side. */
export async function withdrawMilestones(ctx: Ctx, { deal_id, seen }: z.output<typeof AnswerMilestones>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    const rows = await theProposed(tx, deal, seen)
    if (rows.length === 0 || rows.some(({ organisation_id }) => organisation_id !== side)) return unless({ code: 'milestones_changed' })
    await tx.updateTable('milestone').set({ state: 'withdrawn', answered_by: personOf(ctx.actor), answered_at: now }).where('id', 'in', rows.map(({ id }) => id)).execute()
    await settleProposals(tx, ctx, deal)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.milestones_withdrawn', milestones: rows.length, organisation_id: side, ...concerning(deal) }, side)
  })
}

const ofMilestone = { deal_id: idField, milestone_id: idField }
export const AcceptMilestone = z.object({ ...ofMilestone, accepted_on: dayField })
/** The payer's side has what it pays for: the amount is due in the books, and payable by a day that is known now. */
export async function acceptMilestone(ctx: Ctx, input: z.output<typeof AcceptMilestone>): Promise<void> {
  await milestoneInTurn(ctx, input, 'sign', async ({ tx, deal, side, milestone: m, payer, today, now }) => {
    inPerson(ctx.actor)
    if (m.state === 'accepted' && m.accepted_on === input.accepted_on && side === payer) return
    unless(acceptRefusal(m, { payer, side, disputed: m.dispute !== null, day: input.accepted_on, today }))
    const payable_on = payableOn(m, input.accepted_on)
    await tx.updateTable('milestone').set({ state: 'accepted', accepted_by: personOf(ctx.actor), accepted_at: now, accepted_on: input.accepted_on, payable_on }).where('id', '=', m.id).execute()
    await post(tx, ctx, deal, { milestone_id: m.id, kind: 'due', lines: postings('due', m.amount), on_day: input.accepted_on })
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.milestone_accepted', amount: m.amount, accepted_on: input.accepted_on, payable_on, ...onMilestone(deal, m.id, side) }, side)
  })
}

export const DisputeMilestone = z.object({ ...ofMilestone, dispute_reason: textField(2000, 10) })
/** The payer's side says why it does not pay this: what is owed is set aside in the books, and nothing is asked for until both sides have settled. */
export async function disputeMilestone(ctx: Ctx, input: z.output<typeof DisputeMilestone>): Promise<void> {
  await milestoneInTurn(ctx, input, 'sign', async ({ tx, deal, side, milestone: m, payer, today, now }) => {
    inPerson(ctx.actor)
    unless(disputeRefusal(m, m.standing, { payer, side, disputed: m.dispute !== null }))
    const amount = vnd(m.state === 'accepted' ? m.standing.owed : m.amount)
    await tx.insertInto('milestone_dispute').values({ deal_id: deal.id, milestone_id: m.id, organisation_id: side, raised_by: personOf(ctx.actor), raised_at: now, reason: input.dispute_reason, amount, settlement_amount: null, settlement_organisation_id: null, settlement_by: null, settlement_at: null, outcome: null, ended_by: null, ended_at: null }).execute()
    if (m.state === 'accepted') await post(tx, ctx, deal, { milestone_id: m.id, kind: 'disputed', lines: postings('disputed', amount), on_day: today })
    if (m.open_request) await tx.updateTable('payment_request').set({ ended_at: now, ending: 'disputed' }).where('id', '=', m.open_request.id).execute()
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.disputed', amount, reason: input.dispute_reason, ...onMilestone(deal, m.id, side) }, side)
  })
}

export const ProposeSettlement = z.object({ ...ofMilestone, settlement_amount: vndField, settlement_note: optionalTextField(1000) })
/** One side says which amount of the whole milestone would settle the dispute; 0 where it falls away. A later word takes the place of an earlier one. */
export async function proposeSettlement(ctx: Ctx, input: z.output<typeof ProposeSettlement>): Promise<void> {
  await milestoneInTurn(ctx, input, 'sign', async ({ tx, deal, side, milestone: m, now }) => {
    inPerson(ctx.actor)
    if (!m.dispute) return unless({ code: 'not_disputed' })
    const amount = input.settlement_amount
    unless(settlementRefusal(amount, m, m.standing))
    await tx.updateTable('milestone_dispute').set({ settlement_amount: amount, settlement_note: input.settlement_note, settlement_organisation_id: side, settlement_by: personOf(ctx.actor), settlement_at: now }).where('id', '=', m.dispute.id).execute()
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.settlement_proposed', amount, ...onMilestone(deal, m.id, side) }, side)
  })
}

export const AgreeSettlement = z.object({ ...ofMilestone, settlement_amount: vndField })
/** Both sides have settled: the milestone has this amount, the books follow, and the dispute is over. Refused where another amount was proposed since. */
export async function agreeSettlement(ctx: Ctx, input: z.output<typeof AgreeSettlement>): Promise<void> {
  await milestoneInTurn(ctx, input, 'sign', async ({ tx, deal, side, milestone: m, today, now }) => {
    inPerson(ctx.actor)
    if (!m.dispute) return unless({ code: 'not_disputed' })
    const amount = input.settlement_amount
    unless(agreeSettlementRefusal(m.dispute, { side, forBoth: m.dispute.settlement_organisation_id !== null && speaksFor(ctx.actor, m.dispute.settlement_organisation_id), amount }))
    unless(settlementRefusal(amount, m, m.standing))
    await tx.updateTable('milestone_dispute').set({ outcome: 'agreed', ended_by: personOf(ctx.actor), ended_at: now }).where('id', '=', m.dispute.id).execute()
    if (m.state === 'accepted') {
      if (m.standing.disputed !== 0) await post(tx, ctx, deal, { milestone_id: m.id, kind: 'undisputed', lines: postings('undisputed', m.standing.disputed), on_day: today })
      if (amount !== m.amount) await post(tx, ctx, deal, { milestone_id: m.id, kind: 'adjusted', lines: postings('adjusted', amount - m.amount), on_day: today })
    }
    await tx.updateTable('milestone').set(amount === 0 ? { state: 'cancelled' } : { amount }).where('id', '=', m.id).execute()
    await noteSettled(tx, ctx, deal, m.id, side)
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.dispute_settled', amount, ...onMilestone(deal, m.id, side) }, side)
  })
}

export const WithdrawDispute = z.object(ofMilestone)
/** The payer's side disputes this no longer: it is owed as before. */
export async function withdrawDispute(ctx: Ctx, input: z.output<typeof WithdrawDispute>): Promise<void> {
  await milestoneInTurn(ctx, input, 'sign', async ({ tx, deal, side, milestone: m, today, now }) => {
    if (!m.dispute) return unless({ code: 'not_disputed' })
    if (m.dispute.organisation_id !== side) unless({ code: 'only_who_disputed' })
    await tx.updateTable('milestone_dispute').set({ outcome: 'withdrawn', ended_by: personOf(ctx.actor), ended_at: now }).where('id', '=', m.dispute.id).execute()
    if (m.standing.disputed !== 0) await post(tx, ctx, deal, { milestone_id: m.id, kind: 'undisputed', lines: postings('undisputed', m.standing.disputed), on_day: today })
    await settleDuties(tx, ctx, deal, m.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'payment.dispute_withdrawn', ...onMilestone(deal, m.id, side) }, side)
  })
}
