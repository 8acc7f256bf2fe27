import type { Ctx } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import type { Deal } from '../deals/schema.ts'
import { dutyText } from './registration-messages.ts'
import { calendarOf, standingOf } from './registration-queries.ts'
import { waitKinds, waits } from './registration-rules.ts'

/** When this returns exactly that waits about the deal's registration which its facts, its signing and its dossiers call for, each on the day the rules of today's rule table give. To be called with the deal's row taken. */
export async function awaitRegistration(tx: Tx, ctx: Ctx, deal: Deal): Promise<void> {
  const due = deal.stage === 'lost' ? [] : waits(await standingOf(tx, deal.id), deal, await calendarOf(tx))
  const open = await tx.selectFrom('deal_duty').select(['kind', 'key']).where('deal_id', '=', deal.id).where('kind', 'in', waitKinds).where('done_at', 'is', null).execute()
  for (const { kind, key } of open) if (!due.some((one) => one.kind === kind && one.key === key)) await closeDuty(tx, ctx, deal, kind, key)
  for (const wait of due) {
    const { kind, key, organisation_id, filing_id } = wait
    await openDuty(tx, ctx, deal, { part: 'registration', kind, key, organisation_id, power: 'edit', text: dutyText(wait), due_on: wait.due?.day ?? null, ...(filing_id === null ? {} : { path: `/deals/${deal.id}/registration/filings/${filing_id}` }) })
  }
}

/** When this returns the same holds of every deal about that offer: a moderator has said what its technology is, or said it anew. */
export async function awaitRegistrations(tx: Tx, ctx: Ctx, offer_id: number): Promise<void> {
  const deals = await tx.selectFrom('deal').selectAll().where('offer_id', '=', offer_id).where('stage', '<>', 'lost').orderBy('id').forUpdate().execute()
  for (const deal of deals) await awaitRegistration(tx, ctx, deal)
}
