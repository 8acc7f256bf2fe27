import { sql } from 'kysely'
import type { z } from 'zod'
import { type Ctx, inPerson, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import { refuse } from '../../platform/refusal.ts'
import type { MatchRefusal } from './answer-rules.ts'
import { boundNow } from './exposure-queries.ts'
import type { BoundChange } from './exposure-rules.ts'

/** From now on nobody is shown beyond this share before others of comparable score; what held before stays in the record. Refused where it is what holds already. */
export async function setBound(ctx: Ctx, { listing_percent, organisation_percent, reason }: z.output<typeof BoundChange>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('match_bound'))`.execute(tx) // of two who set it at once, the second is told what holds
    const before = await boundNow(tx)
    if (before.listing_percent === listing_percent && before.organisation_percent === organisation_percent) refuse<MatchRefusal>({ code: 'match_bound_same' })
    await tx.insertInto('match_bound').values({ listing_percent, organisation_percent, reason, set_by: personOf(ctx.actor), set_at: ctx.now() }).execute()
    await record(tx, ctx, 'match:bound', { type: 'match.bound_set', listing_percent, organisation_percent, reason }, null)
  })
}
