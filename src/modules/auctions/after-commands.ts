import { z } from 'zod'
import { type Ctx, inPerson, permit, record, requireConfirmed, transact } from '../../core/context.ts'
import { idField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { lotInOffice } from './draft-commands.ts'
import { lotLifecycle, runsAuctions } from './rules.ts'
import { lotSubject, moveLot } from './turns.ts'
import type { OneLot } from './registration-commands.ts'

/** Everything the winner owed was done: the lot is complete. */
export async function completeLot(ctx: Ctx, { lot_id }: z.output<typeof OneLot>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    const state = next(lotLifecycle, lot.state, 'complete')
    requireConfirmed(ctx)
    await moveLot(tx, ctx, lot, state)
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.completed', lot_id: lot.id }, lot.organisation_id)
  })
}

export const DefaultLot = z.object({ lot_id: idField, reason: textField(1000, 10) })
/** The winner did not do what was owed; who gave up is not admitted where the lot runs again. */
export async function defaultLot(ctx: Ctx, { lot_id, reason }: z.output<typeof DefaultLot>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    const state = next(lotLifecycle, lot.state, 'default')
    requireConfirmed(ctx)
    await moveLot(tx, ctx, lot, state, { outcome: reason })
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.defaulted', lot_id: lot.id, reason }, lot.organisation_id)
  })
}
