import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { dayField, idField, lineField, requestKeyField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { rulingInWords } from './annulment-messages.ts'
import { type Annulment, annulmentsOf } from './annulment-queries.ts'
import { mostAnnulments, rulingRefusal } from './annulment-rules.ts'
import { lotInOffice } from './draft-commands.ts'
import { reopenEarnest } from './earnest-commands.ts'
import { type AuctionRefusal, lotLifecycle, runsAuctions } from './rules.ts'
import { type Lot, lotSubject, moveLot } from './turns.ts'

export const ProposeAnnulment = z.object({ lot_id: idField, request_key: requestKeyField, authority: lineField(200, 3), ruling_number: lineField(80, 1), ruled_on: dayField, reason: textField(1000, 10) })
/** The decision of a court or authority waits for another officer to confirm it. The result stands until then. */
export async function proposeAnnulment(ctx: Ctx, { lot_id, request_key, ...ruling }: z.output<typeof ProposeAnnulment>): Promise<number> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  return transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id), person_id = personOf(ctx.actor)
    const before = await tx.selectFrom('auction_annulment').select('id').where('request_key', '=', request_key).where('lot_id', '=', lot.id).where('proposed_by', '=', person_id).executeTakeFirst()
    if (before) return before.id
    next(lotLifecycle, lot.state, 'annul')
    const refusal = rulingRefusal(ruling.ruled_on, lot.ended_at && hanoiDay(lot.ended_at), hanoiDay(ctx.now()))
    if (refusal) refuse<AuctionRefusal>(refusal)
    const states = (await annulmentsOf(tx, lot.id)).map(({ state }) => state)
    if (states.includes('proposed')) refuse<AuctionRefusal>({ code: 'annulment_waits' })
    if (states.length >= mostAnnulments) refuse<AuctionRefusal>({ code: 'too_many_annulments', most: mostAnnulments })
    const { id } = found(await tx.insertInto('auction_annulment').values({ lot_id: lot.id, ...ruling, proposed_by: person_id, proposed_at: ctx.now(), request_key })
      .onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()) // a key used elsewhere is nobody's here
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.annulment_proposed', lot_id: lot.id, annulment_id: id }, lot.organisation_id)
    return id
  })
}

/** Takes the lot, and the annulment that waits in it; refused where somebody settled it. */
async function waiting(ctx: Ctx, tx: Tx, lot_id: number, annulment_id: number): Promise<{ lot: Lot; annulment: Annulment }> {
  const lot = await lotInOffice(ctx, tx, lot_id)
  const annulment = found((await annulmentsOf(tx, lot.id)).find(({ id }) => id === annulment_id))
  if (annulment.state !== 'proposed') refuse<AuctionRefusal>({ code: 'annulment_settled' })
  return { lot, annulment }
}

export const OneAnnulment = z.object({ lot_id: idField, annulment_id: idField })
/**
 * The lot has no result any more, whatever came of it since; its log and what was signed stay as they are. Somebody else than
 * who proposed it did this, in person. A winner whose result is annulled gave nothing up and may bid where the lot runs again.
 */
export async function approveAnnulment(ctx: Ctx, { lot_id, annulment_id }: z.output<typeof OneAnnulment>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { lot, annulment } = await waiting(ctx, tx, lot_id, annulment_id), person_id = personOf(ctx.actor), { authority, ruling_number, ruled_on, reason } = annulment
    if (annulment.proposed_by === person_id) refuse<AuctionRefusal>({ code: 'own_annulment' })
    const state = next(lotLifecycle, lot.state, 'annul')
    requireConfirmed(ctx)
    await tx.updateTable('auction_annulment').set({ state: 'approved', decided_by: person_id, decided_at: ctx.now() }).where('id', '=', annulment_id).execute()
    await reopenEarnest(tx, ctx, lot)
    await moveLot(tx, ctx, lot, state, { outcome: `${rulingInWords(annulment, 'vi')}: ${reason}` })
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.annulled', lot_id: lot.id, annulment_id, authority, ruling_number, ruled_on, reason }, lot.organisation_id)
  })
}

export const ReturnAnnulment = OneAnnulment.extend({ word: textField(1000, 5) })
/** The result stands: another officer does not agree, or who proposed it takes it back. */
export async function returnAnnulment(ctx: Ctx, { lot_id, annulment_id, word }: z.output<typeof ReturnAnnulment>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const { lot } = await waiting(ctx, tx, lot_id, annulment_id)
    await tx.updateTable('auction_annulment').set({ state: 'returned', decided_by: personOf(ctx.actor), decided_at: ctx.now(), decision_reason: word }).where('id', '=', annulment_id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.annulment_returned', lot_id: lot.id, annulment_id }, lot.organisation_id)
  })
}
