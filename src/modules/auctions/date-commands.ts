import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { hourField, idField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { shownMoment } from '../../platform/time.ts'
import { movedBy, movesOf, type Postponement } from './date-queries.ts'
import { type LotMoves, mostPostponements, postponed, postponingRefusal, timesOf } from './date-rules.ts'
import { lotInOffice } from './draft-commands.ts'
import { dateOf, rulesHash } from './lot-rules.ts'
import { type AuctionRefusal, runsAuctions } from './rules.ts'
import { type LotDate, lotDates } from './schema.ts'
import { datedFor, type Lot, lotSubject, planOf } from './turns.ts'

export const ProposePostponement = z.object({ lot_id: idField, request_key: requestKeyField, registration_closes_at: hourField, opens_at: hourField, closes_at: hourField, reason: textField(1000, 10) })
/** What differs from what stands, to the minute the form shows. */
const differing = (typed: Record<LotDate, Date>, standing: Record<LotDate, Date>): LotMoves => Object.fromEntries(lotDates.filter((date) => shownMoment(typed[date]) !== shownMoment(standing[date])).map((date) => [date, typed[date]]))
async function unlessRefused(tx: Tx, lot: Lot, moves: LotMoves, now: Date): Promise<void> {
  // A draft has no times yet that anybody relies on.
  const refusal = lot.published_at ? postponingRefusal(lot.state, planOf(lot), moves, await datedFor(tx, now, moves.opens_at ?? dateOf(lot.rules.opens_at))) : { code: 'lot_times_stand' as const }
  if (refusal) refuse<AuctionRefusal>(refusal)
}

/** Later times of a published lot wait, with their reason and the hash its rules would have, for another officer. Nothing has changed yet. */
export async function proposePostponement(ctx: Ctx, { lot_id, request_key, reason, ...typed }: z.output<typeof ProposePostponement>): Promise<number> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  return transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id), person_id = personOf(ctx.actor), now = ctx.now()
    const before = await tx.selectFrom('auction_postponement').select('id').where('request_key', '=', request_key).where('lot_id', '=', lot.id).where('proposed_by', '=', person_id).executeTakeFirst()
    if (before) return before.id
    const plan = planOf(lot), times = timesOf(plan), moves = differing(typed, times)
    await unlessRefused(tx, lot, moves, now)
    const states = (await tx.selectFrom('auction_postponement').select('state').where('lot_id', '=', lot.id).execute()).map(({ state }) => state)
    if (states.includes('proposed')) refuse<AuctionRefusal>({ code: 'postponement_waits' })
    if (states.length >= mostPostponements) refuse<AuctionRefusal>({ code: 'too_many_postponements', most: mostPostponements })
    const { id } = found(await tx.insertInto('auction_postponement').values({
      lot_id: lot.id, reason, proposed_by: person_id, proposed_at: now, request_key, former_hash: rulesHash(lot.rules), new_hash: rulesHash(postponed(plan, moves).rules),
      registration_from: times.registration_closes_at, registration_to: moves.registration_closes_at ?? times.registration_closes_at, opens_from: times.opens_at, opens_to: moves.opens_at ?? times.opens_at, closes_from: times.closes_at, closes_to: moves.closes_at ?? times.closes_at,
    }).onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()) // a key used elsewhere is nobody's here
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.postponement_proposed', lot_id: lot.id, postponement_id: id, reason }, lot.organisation_id)
    return id
  })
}

/** Takes the lot, and the postponement that waits in it; refused where somebody settled it. */
async function waiting(ctx: Ctx, tx: Tx, lot_id: number, postponement_id: number): Promise<{ lot: Lot; postponement: Postponement }> {
  const lot = await lotInOffice(ctx, tx, lot_id)
  const postponement = found(await tx.selectFrom('auction_postponement').selectAll().where('id', '=', postponement_id).where('lot_id', '=', lot.id).executeTakeFirst())
  if (postponement.state !== 'proposed') refuse<AuctionRefusal>({ code: 'postponement_settled' })
  return { lot, postponement }
}
const settle = async (tx: Tx, { id }: Postponement, settled: Pick<Postponement, 'state' | 'decided_at'> & Partial<Pick<Postponement, 'decided_by' | 'decision_reason'>>): Promise<void> => { await tx.updateTable('auction_postponement').set(settled).where('id', '=', id).execute() }

export const OnePostponement = z.object({ lot_id: idField, postponement_id: idField })
/**
 * The times stand, for everybody and everything that hangs on them: registrations and deposits, the making of a key, arming and
 * bidding; the rules have the hash that was proposed. Somebody else than who proposed it did this, in person; refused where
 * registration closed while it waited, or who registered would have too little time left to leave.
 */
export async function approvePostponement(ctx: Ctx, { lot_id, postponement_id }: z.output<typeof OnePostponement>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { lot, postponement } = await waiting(ctx, tx, lot_id, postponement_id), now = ctx.now(), moves = movesOf(postponement)
    if (postponement.proposed_by === personOf(ctx.actor)) refuse<AuctionRefusal>({ code: 'own_postponement' })
    await unlessRefused(tx, lot, moves, now)
    requireConfirmed(ctx)
    const { rules, registration_closes_at } = postponed(planOf(lot), moves), { former_hash, new_hash } = postponement
    await settle(tx, postponement, { state: 'approved', decided_by: personOf(ctx.actor), decided_at: now })
    await tx.updateTable('auction_lot').set({ registration_closes_at, rules: JSON.stringify(rules), rules_hash: rulesHash(rules) }).where('id', '=', lot.id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.postponed', lot_id: lot.id, postponement_id, reason: postponement.reason, former_hash, rules_hash: new_hash, moved: movedBy(postponement).map(({ date, from, to }) => ({ date, from: from.toISOString(), to: to.toISOString() })) }, lot.organisation_id)
  })
}

export const ReturnPostponement = OnePostponement.extend({ reason: textField(1000, 5) })
/** Nothing moves: another officer does not agree, or who proposed it takes it back. */
export async function returnPostponement(ctx: Ctx, { lot_id, postponement_id, reason }: z.output<typeof ReturnPostponement>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const { lot, postponement } = await waiting(ctx, tx, lot_id, postponement_id)
    await settle(tx, postponement, { state: 'returned', decided_by: personOf(ctx.actor), decided_at: ctx.now(), decision_reason: reason })
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.postponement_returned', lot_id: lot.id, postponement_id, reason }, lot.organisation_id)
  })
}
