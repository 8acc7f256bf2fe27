import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, transact } from '../../core/context.ts'
import { idField, textField } from '../../platform/fields.ts'
import { refuse } from '../../platform/refusal.ts'
import { lotInOffice } from './draft-commands.ts'
import { type AuctionRefusal, runsAuctions } from './rules.ts'
import { kindOf, longestKey, mostSignLooks } from './sign-rules.ts'

export const LookAtSign = z.object({ lot_id: idField, sign: z.string({ error: 'invalid' }).min(1, { error: 'invalid' }).max(longestKey, { error: 'invalid' }), found: textField(1000, 10), mark: z.string({ error: 'invalid' }).max(64, { error: 'invalid' }) })
/**
 * What this officer found of a sign that was `shown` to them stands beside the sign, which waits no longer; of a sign that is gone meanwhile, among what was
 * found of such. Nothing else comes of it: who is to be kept out is refused or disqualified, with a reason of its own.
 */
export async function lookAtSign(ctx: Ctx, { lot_id, sign, found, shown }: Omit<z.output<typeof LookAtSign>, 'mark'> & { shown: boolean }): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    // Of a sign that is not there yet nothing can have been found: it would come and wait for nobody.
    if (!shown || kindOf(sign) === null) refuse<AuctionRefusal>({ code: 'no_such_sign' })
    const { n } = await tx.selectFrom('auction_sign_look').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', '=', lot.id).executeTakeFirstOrThrow()
    if (n >= mostSignLooks) refuse<AuctionRefusal>({ code: 'too_many_looks', most: mostSignLooks })
    const look = await tx.insertInto('auction_sign_look').values({ lot_id: lot.id, sign, word: found, looked_by: personOf(ctx.actor), looked_at: ctx.now() }).onConflict((on) => on.doNothing()).returning('id').executeTakeFirst()
    if (!look) refuse<AuctionRefusal>({ code: 'sign_looked_at' })
    // Under a subject of its own, and without saying what: the seller and the bidders read the lot's.
    await record(tx, ctx, `lot_signs:${lot.id}`, { type: 'lot.sign_looked_at', lot_id: lot.id }, null)
  })
}
