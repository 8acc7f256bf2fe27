import type { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import { refuse } from '../../platform/refusal.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import type { SaveAssumptions } from './assumption-fields.ts'
import { latestVersion } from './queries.ts'
import { emptyContent, type TermRefusal } from './rules.ts'
import { worthOf } from './worth-rules.ts'

/**
 * One's own side supposes this. What it keeps private nobody of the other side reads, nor the
 * Exchange: the log says of it only who saved it, to that person and the inspector. What it shares both
 * sides read.
 */
export async function saveAssumptions(ctx: Ctx, { deal_id, audience, values }: z.output<typeof SaveAssumptions>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const latest = await latestVersion(tx, deal.id)
    if (!worthOf(latest?.content ?? emptyContent, values)) refuse<TermRefusal>({ code: 'worth_too_large' })
    const kept = { values: JSON.stringify(values), saved_by: personOf(ctx.actor), saved_at: now }
    await tx.insertInto('term_assumption').values({ deal_id: deal.id, organisation_id: side, audience, ...kept }).onConflict((on) => on.columns(['deal_id', 'organisation_id', 'audience']).doUpdateSet(kept)).execute()
    if (audience === 'shared') await record(tx, ctx, `deal:${deal.id}`, { type: 'terms.assumptions_shared', ...concerning(deal) }, side)
    else await record(tx, ctx, `term_assumption:${deal.id}`, { type: 'terms.assumptions_kept', deal_id: deal.id }, side)
  })
}
