import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { idField, requestKeyField, textField } from '../../platform/fields.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { mostAnnexes, type ProofRefusal } from './rules.ts'

export const AddAnnex = z.object({ lot_id: idField, body: textField(4_000, 10), request_key: requestKeyField })
export const annexes = isStaff('auction_officer')

const numbersInTurn = (tx: Tx, lot_id: number) => sql`select pg_advisory_xact_lock(7310362, ${lot_id})`.execute(tx) // they follow one another
/** What an officer's act made the minutes of a lot say besides, in that officer's name; room is always found for it. */
export async function annexOfTheExchange(tx: Tx, { at, person_id }: { at: Date; person_id: number | null }, lot_id: number, body: string): Promise<void> {
  await numbersInTurn(tx, lot_id)
  const { n } = await tx.selectFrom('auction_annex').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', '=', lot_id).executeTakeFirstOrThrow()
  await tx.insertInto('auction_annex').values({ lot_id, number: n + 1, body, person_id: person_id!, made_at: at, request_key: randomUUID() }).execute()
}

/** The minutes of a lot that is over have one annex more; the same press twice makes one. Returns its number. */
export async function addAnnex(ctx: Ctx, { lot_id, body, request_key }: z.output<typeof AddAnnex>): Promise<number> {
  permit(ctx.actor, annexes)
  const person_id = personOf(ctx.actor)
  return transact(ctx, async (tx) => {
    const lot = await tx.selectFrom('auction_lot').select('phase').where('id', '=', lot_id).where('state', 'not in', ['draft', 'proposed']).executeTakeFirst()
    if (!lot) return notFound()
    await numbersInTurn(tx, lot_id)
    const all = await tx.selectFrom('auction_annex').select(['number', 'request_key']).where('lot_id', '=', lot_id).execute()
    const pressed = all.find((one) => one.request_key === request_key)
    if (pressed) return pressed.number
    if (!lot.phase || !['signed', 'failed', 'cancelled'].includes(lot.phase)) refuse<ProofRefusal>({ code: 'lot_not_over' })
    if (all.length >= mostAnnexes) refuse<ProofRefusal>({ code: 'too_many_annexes', most: mostAnnexes })
    const number = all.length + 1
    await tx.insertInto('auction_annex').values({ lot_id, number, body, person_id, made_at: ctx.now(), request_key }).execute()
    await record(tx, ctx, `lot:${lot_id}`, { type: 'lot.annexed', lot_id, number }, null)
    return number
  })
}
