import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, textField, vndField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { canonicalText } from '../../platform/proof/chain.ts'
import { found, Refused, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import type { Columns } from '../statements/rules.ts'
import { readStatement } from '../statements/statement-files.ts'
import { bearsReference, linesOfDeposit, wordsOf } from './deposit-rules.ts'
import { lotInOffice } from './draft-commands.ts'
import { refundDay } from './ending.ts'
import { freeNumber } from './registration-commands.ts'
import { type AuctionRefusal, bidderLifecycle, depositLifecycle, runsAuctions } from './rules.ts'
import { onNoSide } from './side-queries.ts'
import { type AuctionDeposit, type ForfeitGround, forfeitGrounds, type SeenLine } from './schema.ts'
import { bidderSubject, type Lot } from './turns.ts'

/** Takes the lot's row and the deposit's: what happens to a lot's money happens one after the other. */
export async function depositInTurn(ctx: Ctx, tx: Tx, lot_id: number, deposit_id: number): Promise<{ lot: Lot; deposit: AuctionDeposit }> {
  const lot = await lotInOffice(ctx, tx, lot_id)
  return { lot, deposit: found(await tx.selectFrom('auction_deposit').selectAll().where('id', '=', deposit_id).where('lot_id', '=', lot.id).forUpdate().executeTakeFirst()) }
}

export const ReceiveDeposit = z.object({ lot_id: idField, deposit_id: idField, amount: vndField, paid_on: dayField, words: textField(500, 5) })
/**
 * The exact sum is there, by the line of a statement that has its code or by what else shows it, and the bidder
 * may bid under a number drawn by chance. What came after registration closed is noted and goes back.
 */
export async function receiveDeposit(ctx: Ctx, { lot_id, deposit_id, amount, paid_on, words }: z.output<typeof ReceiveDeposit>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const { lot, deposit } = await depositInTurn(ctx, tx, lot_id, deposit_id)
    const now = ctx.now(), person = personOf(ctx.actor)
    const bidder = await tx.selectFrom('auction_bidder').selectAll().where('id', '=', deposit.bidder_id).forUpdate().executeTakeFirstOrThrow()
    const late = lot.state !== 'registration' || bidder.state !== 'registered' || paid_on > hanoiDay(lot.registration_closes_at!)
    if (!waitsForMoney(deposit.state)) refuse<AuctionRefusal>({ code: 'deposit_ended' })
    if (amount !== deposit.amount) refuse<AuctionRefusal>({ code: 'deposit_differs', amount: deposit.amount, field: 'amount' })
    if (paid_on > hanoiDay(now)) refuse<AuctionRefusal>({ code: 'paid_later_than_today', field: 'paid_on' })
    const basis = bearsReference(words, deposit.reference) ? 'statement' : 'evidence'
    if (basis === 'evidence' && words.length < 20) refuse<AuctionRefusal>({ code: 'evidence_needed', reference: deposit.reference, field: 'words' })
    const state = next(depositLifecycle, deposit.state, late ? 'receive_late' : 'receive')
    await tx.updateTable('auction_deposit').set({ state, state_since: now, paid_on, basis, words, received_by: person, received_at: now, refund_due_on: late ? await refundDay(tx, now) : null }).where('id', '=', deposit.id).execute()
    await record(tx, ctx, bidderSubject(bidder.id), { type: 'lot.deposit_received', lot_id: lot.id, bidder_id: bidder.id, amount, late }, bidder.organisation_id)
    if (late) return
    const number = await freeNumber(tx, lot.id)
    await tx.updateTable('auction_bidder').set({ state: next(bidderLifecycle, bidder.state, 'admit'), state_since: now, number }).where('id', '=', bidder.id).execute()
    await record(tx, ctx, bidderSubject(bidder.id), { type: 'lot.bidder_admitted', lot_id: lot.id, bidder_id: bidder.id, number }, bidder.organisation_id)
  })
}

/** Of one deposit so many lines are kept that are not its payment. */
export const mostSeenLines = 20
/**
 * A bank's statement is read for this lot: whichever line bears a deposit's code and is exactly its sum is noted as
 * received; what bears a code and is not, stands beside that deposit. The same statement again changes nothing,
 * and no other line of it is kept. `read`: how many lines bear a code of this lot.
 */
export async function readDepositStatement(ctx: Ctx, { lot_id, content, columns }: { lot_id: number; content: string; columns: Columns }): Promise<{ read: number; received: number; differing: number }> {
  permit(ctx.actor, runsAuctions)
  await onNoSide(ctx.db, ctx.actor, lot_id)
  const { lines } = readStatement(content, columns), today = hanoiDay(ctx.now())
  const deposits = await ctx.db.selectFrom('auction_deposit').select(['id', 'reference', 'amount', 'state', sql<string | null>`paid_on::text`.as('paid')]).where('lot_id', '=', lot_id).orderBy('id').execute()
  const told = { read: 0, received: 0, differing: 0 }
  for (const { id, reference, amount, state, paid } of deposits) {
    const { pays, others } = linesOfDeposit({ reference, amount, waits: waitsForMoney(state), paid_on: paid }, lines, today)
    told.read += others.length + (pays ? 1 : 0)
    // A colleague may have noted it in this very moment: then it is noted.
    if (pays && !await refusedAs('deposit_ended', () => receiveDeposit(ctx, { lot_id, deposit_id: id, amount, paid_on: pays.on_day, words: wordsOf(pays, reference) }))) told.received++
    if (others.length) told.differing += await keepSeen(ctx, { lot_id, deposit_id: id }, others.map(({ on_day, amount: came, text }) => ({ on_day, amount: came, text: text.slice(0, 200) })))
  }
  return told
}
const waitsForMoney = (state: AuctionDeposit['state']): boolean => state === 'requested' || state === 'lapsed'
/** Whether it was refused with that code; another refusal goes on its way. */
async function refusedAs(code: AuctionRefusal['code'], act: () => Promise<void>): Promise<boolean> {
  try { await act() } catch (error) {
    if (error instanceof Refused && error.refusal.code === code) return true
    throw error
  }
  return false
}
/** How many of them were not known yet. */
async function keepSeen(ctx: Ctx, { lot_id, deposit_id }: { lot_id: number; deposit_id: number }, lines: readonly SeenLine[]): Promise<number> {
  return transact(ctx, async (tx) => {
    const { lot, deposit } = await depositInTurn(ctx, tx, lot_id, deposit_id)
    const known = new Set(deposit.seen.map((line) => canonicalText(line)))
    const fresh = lines.filter((line) => !known.has(canonicalText(line))).slice(0, Math.max(0, mostSeenLines - deposit.seen.length))
    if (!fresh.length) return 0
    await tx.updateTable('auction_deposit').set({ seen: JSON.stringify([...deposit.seen, ...fresh]) }).where('id', '=', deposit.id).execute()
    await record(tx, ctx, bidderSubject(deposit.bidder_id), { type: 'lot.deposit_differs', lot_id: lot.id, bidder_id: deposit.bidder_id, amounts: fresh.map(({ amount }) => amount) }, deposit.organisation_id)
    return fresh.length
  })
}

export const RefundDeposit = z.object({ lot_id: idField, deposit_id: idField, words: textField(500, 5) })
/** The money went back, as the words show. */
export async function refundDeposit(ctx: Ctx, { lot_id, deposit_id, words }: z.output<typeof RefundDeposit>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { lot, deposit } = await depositInTurn(ctx, tx, lot_id, deposit_id)
    if (deposit.state !== 'refund_due') refuse<AuctionRefusal>({ code: 'deposit_ended' })
    if (deposit.forfeit_proposed_by !== null) refuse<AuctionRefusal>({ code: 'forfeit_waits' })
    requireConfirmed(ctx)
    await tx.updateTable('auction_deposit').set({ state: next(depositLifecycle, deposit.state, 'refund'), state_since: ctx.now(), refund_words: words, refunded_by: personOf(ctx.actor), refunded_at: ctx.now() }).where('id', '=', deposit.id).execute()
    await record(tx, ctx, bidderSubject(deposit.bidder_id), { type: 'lot.deposit_refunded', lot_id: lot.id, bidder_id: deposit.bidder_id, amount: deposit.amount }, deposit.organisation_id)
  })
}

export const ProposeForfeit = z.object({ lot_id: idField, deposit_id: idField, ground: choiceField(forfeitGrounds), reason: textField(1000, 20) })
/**
 * Whether what a ground rests on is recorded of somebody admitted to the lot: who is said to have refused or been sent away was, by the
 * lot's log, and who is said to have withdrawn a price had given one. Who stayed away gave no word in a lot that opened and was in neither
 * its room nor its hall; to have withdrawn before it opened is to stay away.
 */
async function isBorneOut(tx: Tx, lot_id: number, bidder_id: number, ground: ForfeitGround): Promise<boolean> {
  const { rows: [row] } = await sql<{ opened: boolean; spoke: boolean; came: boolean; reasons: string[] }>`
    with said as (select e.body::jsonb as body, b.number, b.attended_at from auction_bidder b join auction_event e on e.lot_id = b.lot_id where b.id = ${bidder_id} and b.lot_id = ${lot_id} and b.state = 'eligible' and b.number is not null)
    select coalesce(bool_or(body ->> 'type' = 'opened'), false) as opened, coalesce(bool_or((body ->> 'bidder')::int = number and body ->> 'type' in ('bid_taken', 'accepted', 'ballot_sealed')), false) as spoke, coalesce(bool_or(attended_at is not null), false) as came,
      coalesce(array_agg(body ->> 'reason') filter (where (body ->> 'bidder')::int = number and body ->> 'type' = 'bidder_out'), '{}') as reasons from said`.execute(tx)
  const { opened, spoke, came, reasons } = row!
  if (ground === 'absent') return opened && !spoke && !came && reasons.every((one) => one === 'withdrew')
  return reasons.includes(ground) && (ground !== 'withdrew' || spoke)
}
/** One officer says on which of the law's five grounds a deposit would not go back, one that is borne out by what was recorded; another decides. */
export async function proposeForfeit(ctx: Ctx, { lot_id, deposit_id, ground, reason }: z.output<typeof ProposeForfeit>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const { lot, deposit } = await depositInTurn(ctx, tx, lot_id, deposit_id)
    if (lot.ended_at === null) refuse<AuctionRefusal>({ code: 'deposits_stand' })
    if (deposit.state !== 'refund_due' && deposit.state !== 'received') refuse<AuctionRefusal>({ code: 'deposit_ended' })
    if (deposit.forfeit_proposed_by !== null) refuse<AuctionRefusal>({ code: 'forfeit_waits' })
    if (!await isBorneOut(tx, lot.id, deposit.bidder_id, ground)) refuse<AuctionRefusal>({ code: 'ground_not_borne_out', field: 'ground' })
    await tx.updateTable('auction_deposit').set({ forfeit_ground: ground, forfeit_reason: reason, forfeit_proposed_by: personOf(ctx.actor), forfeit_proposed_at: ctx.now() }).where('id', '=', deposit.id).execute()
    await record(tx, ctx, bidderSubject(deposit.bidder_id), { type: 'lot.forfeit_proposed', lot_id: lot.id, bidder_id: deposit.bidder_id, ground }, deposit.organisation_id)
  })
}

export const DecideForfeit = z.object({ lot_id: idField, deposit_id: idField, decision: choiceField(['forfeit', 'drop']) })
/** Another officer, in person: the deposit is kept, or is to be returned as before. */
export async function decideForfeit(ctx: Ctx, { lot_id, deposit_id, decision }: z.output<typeof DecideForfeit>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { lot, deposit } = await depositInTurn(ctx, tx, lot_id, deposit_id)
    if (deposit.forfeit_proposed_by === null || deposit.forfeit_ground === null || deposit.state === 'forfeited') return refuse<AuctionRefusal>({ code: 'no_forfeit_proposed' })
    const about = { lot_id: lot.id, bidder_id: deposit.bidder_id }
    if (decision === 'drop') {
      await tx.updateTable('auction_deposit').set({ forfeit_ground: null, forfeit_reason: '', forfeit_proposed_by: null, forfeit_proposed_at: null }).where('id', '=', deposit.id).execute()
      await record(tx, ctx, bidderSubject(deposit.bidder_id), { type: 'lot.forfeit_dropped', ...about }, deposit.organisation_id)
      return
    }
    if (deposit.forfeit_proposed_by === personOf(ctx.actor)) refuse<AuctionRefusal>({ code: 'own_forfeit_proposal' })
    requireConfirmed(ctx)
    await tx.updateTable('auction_deposit').set({ state: next(depositLifecycle, deposit.state, 'forfeit'), state_since: ctx.now(), forfeited_by: personOf(ctx.actor), forfeited_at: ctx.now() }).where('id', '=', deposit.id).execute()
    await record(tx, ctx, bidderSubject(deposit.bidder_id), { type: 'lot.deposit_forfeited', ...about, amount: deposit.amount, ground: deposit.forfeit_ground }, deposit.organisation_id)
  })
}
