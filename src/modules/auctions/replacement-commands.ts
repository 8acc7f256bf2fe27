import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { idField, lineField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { lotInOffice } from './draft-commands.ts'
import { auctioneerConflict, type Replacement } from './replacement-queries.ts'
import { mayBeReplaced, mostReplacements } from './replacement-rules.ts'
import { type AuctionRefusal, runsAuctions } from './rules.ts'
import { type Lot, lotSubject } from './turns.ts'

/** Asked when somebody is proposed and again when they are confirmed: a winner may have been announced, or they may have come to stand with a side. */
async function mayConductNext(tx: Tx, lot: Lot, to_id: number): Promise<void> {
  if (!mayBeReplaced(lot)) refuse<AuctionRefusal>({ code: 'auctioneer_stands' })
  if (to_id === lot.auctioneer_id) refuse<AuctionRefusal>({ code: 'same_auctioneer', field: 'to_id' })
  const why = await auctioneerConflict(tx, lot.id, to_id)
  if (why) refuse<AuctionRefusal>({ code: 'auctioneer_conflict', why, field: 'to_id' })
}

export const ProposeReplacement = z.object({ lot_id: idField, request_key: requestKeyField, to_id: idField, to_name: lineField(120, 3), reason: textField(1000, 10) })
/** Another auctioneer waits, with the reason, for another officer. Who conducts has not changed yet. */
export async function proposeReplacement(ctx: Ctx, { lot_id, request_key, to_id, to_name, reason }: z.output<typeof ProposeReplacement>): Promise<number> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  return transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id), person_id = personOf(ctx.actor)
    const before = await tx.selectFrom('auction_replacement').select('id').where('request_key', '=', request_key).where('lot_id', '=', lot.id).where('proposed_by', '=', person_id).executeTakeFirst()
    if (before) return before.id
    await mayConductNext(tx, lot, to_id)
    const states = (await tx.selectFrom('auction_replacement').select('state').where('lot_id', '=', lot.id).execute()).map(({ state }) => state)
    if (states.includes('proposed')) refuse<AuctionRefusal>({ code: 'replacement_waits' })
    if (states.length >= mostReplacements) refuse<AuctionRefusal>({ code: 'too_many_replacements', most: mostReplacements })
    const { id } = found(await tx.insertInto('auction_replacement').values({ lot_id: lot.id, from_id: lot.auctioneer_id, from_name: lot.auctioneer_name, to_id, to_name, reason, proposed_by: person_id, proposed_at: ctx.now(), request_key })
      .onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()) // a key used elsewhere is nobody's here
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.replacement_proposed', lot_id: lot.id, replacement_id: id }, lot.organisation_id)
    return id
  })
}

/** Takes the lot, and the replacement that waits in it; refused where somebody settled it. */
async function waiting(ctx: Ctx, tx: Tx, lot_id: number, replacement_id: number): Promise<{ lot: Lot; replacement: Replacement }> {
  const lot = await lotInOffice(ctx, tx, lot_id)
  const replacement = found(await tx.selectFrom('auction_replacement').selectAll().where('id', '=', replacement_id).where('lot_id', '=', lot.id).executeTakeFirst())
  if (replacement.state !== 'proposed') refuse<AuctionRefusal>({ code: 'replacement_settled' })
  return { lot, replacement }
}

export const OneReplacement = z.object({ lot_id: idField, replacement_id: idField })
/**
 * The other auctioneer conducts the lot from here on, at the console of a live or paused one too, and the former no longer does.
 * Somebody else than who proposed it did this, in person; refused once a winner was announced.
 */
export async function approveReplacement(ctx: Ctx, { lot_id, replacement_id }: z.output<typeof OneReplacement>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { lot, replacement: { to_id, to_name, from_name, reason, proposed_by } } = await waiting(ctx, tx, lot_id, replacement_id), person_id = personOf(ctx.actor)
    if (proposed_by === person_id) refuse<AuctionRefusal>({ code: 'own_replacement' })
    await mayConductNext(tx, lot, to_id)
    requireConfirmed(ctx)
    await tx.updateTable('auction_replacement').set({ state: 'approved', decided_by: person_id, decided_at: ctx.now() }).where('id', '=', replacement_id).execute()
    await tx.updateTable('auction_lot').set({ auctioneer_id: to_id, auctioneer_name: to_name }).where('id', '=', lot.id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.auctioneer_replaced', lot_id: lot.id, replacement_id, from_name, to_name, reason }, lot.organisation_id)
  })
}

export const ReturnReplacement = OneReplacement.extend({ reason: textField(1000, 5) })
/** Who conducts stays: another officer does not agree, or who proposed it takes it back. */
export async function returnReplacement(ctx: Ctx, { lot_id, replacement_id, reason }: z.output<typeof ReturnReplacement>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const { lot } = await waiting(ctx, tx, lot_id, replacement_id)
    await tx.updateTable('auction_replacement').set({ state: 'returned', decided_by: personOf(ctx.actor), decided_at: ctx.now(), decision_reason: reason }).where('id', '=', replacement_id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.replacement_returned', lot_id: lot.id, replacement_id }, lot.organisation_id)
  })
}
