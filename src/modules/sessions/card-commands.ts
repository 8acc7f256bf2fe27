import { z } from 'zod'
import { type Ctx, isSignedIn, permit, record, transact } from '../../core/context.ts'
import { idField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { expressInterest } from '../deals/interest-commands.ts'
import { subjectOf } from './commands.ts'
import { shownIn } from './queries.ts'
import { cardsRefusal, type SessionRefusal } from './rules.ts'

export const LeaveCard = z.object({ session_id: idField, listing_id: idField, message: textField(2000, 20), request_key: requestKeyField })
/**
 * The listing's organisation has an interest before it that remembers this session. The interest comes first and
 * in its own transaction, under the key of this press: pressed again after a failure between the two, it is the same one and is remembered then.
 */
export async function leaveCard(ctx: Ctx, { session_id, listing_id, message, request_key }: z.output<typeof LeaveCard>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  const session = found(await ctx.db.selectFrom('trading_session').selectAll().where('id', '=', session_id).where('state', '<>', 'draft').executeTakeFirst())
  const refusal = cardsRefusal(session, ctx.now())
  if (refusal) refuse(refusal)
  if (!(await shownIn(ctx.db, session_id, listing_id))) refuse<SessionRefusal>({ code: 'card_unfit' })
  const interest_id = await expressInterest(ctx, { listing_id, counter_listing_id: null, message, request_key })
  await transact(ctx, async (tx) => {
    const left = await tx.insertInto('session_interest').values({ session_id, interest_id, left_at: ctx.now() }).onConflict((on) => on.column('interest_id').doNothing()).returning('interest_id').executeTakeFirst()
    if (left) await record(tx, ctx, subjectOf(session_id), { type: 'session.card_left', session_id, interest_id, listing_id })
  })
  return interest_id
}
