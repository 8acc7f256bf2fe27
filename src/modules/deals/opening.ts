import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { enterStep } from './entering.ts'
import type { Deal, OpenStage, Titles } from './schema.ts'
import { concerning } from './turns.ts'

/** What a deal comes from where nobody answered an interest: a lot, or a chosen solution. */
export type Origin = { lot_id: number } | { solution_entry_id: number }
export interface Opening {
  from: Origin
  /** What it is about, and whose interest it is. */
  listing_id: number
  organisation_id: number
  person_id: number
  message: string
  stage: OpenStage
  deal: Pick<Deal, 'offer_id' | 'need_id' | 'supplier_organisation_id' | 'demander_organisation_id' | 'demonstration'>
}
/**
 * The deal of these two about this listing: that of this origin, or the one they have open, or one that opens from an
 * interest that says where it comes from. A file that was closed before tells of another deal, and nothing is added to it.
 */
export async function dealFrom(tx: Tx, ctx: Ctx, { from, listing_id, organisation_id, person_id, message, stage, deal: values }: Opening): Promise<number> {
  const now = ctx.now()
  const known = await tx.selectFrom('interest').select(['id', 'lot_id', 'solution_entry_id']).where('listing_id', '=', listing_id).where('organisation_id', '=', organisation_id).where('counter_listing_id', 'is', null).where('state', 'in', ['pending', 'accepted']).orderBy('id', 'desc').forUpdate().execute()
  const files = new Map(known.length === 0 ? [] : (await tx.selectFrom('deal').select(['id', 'interest_id', 'stage']).where('interest_id', 'in', known.map(({ id }) => id)).execute()).map((deal) => [deal.interest_id, deal]))
  const closed = ({ id }: { id: number }): boolean => ['won', 'lost'].includes(files.get(id)?.stage ?? '')
  const before = known.find((one) => ('lot_id' in from ? one.lot_id === from.lot_id : one.solution_entry_id === from.solution_entry_id)) ?? known.find((one) => !closed(one))
  const there = before && files.get(before.id)
  if (there) return there.id
  if (before) await tx.updateTable('interest').set({ state: 'accepted', answered_at: now }).where('id', '=', before.id).execute()
  const titles = sql<Titles>`(select json_object_agg(t.language, t.title) from listing_text t where t.listing_id = ${listing_id})`
  const interest_id = before?.id ?? (await tx.insertInto('interest').values({ listing_id, counter_listing_id: null, organisation_id, person_id, message, state: 'accepted', reasons: '[]', titles: titles as never, counter_titles: null, ...from, request_key: randomUUID(), expressed_at: now, decline_code: null, answered_by: null, answered_at: now }).returning('id').executeTakeFirstOrThrow()).id
  const deal = await tx.insertInto('deal').values({ ...values, interest_id, stage, stage_since: now, opened_at: now, value: null, loss_code: null, closing_value: null, closing_organisation_id: null, closing_at: null, closed_at: null }).returningAll().executeTakeFirstOrThrow()
  await enterStep(tx, ctx, deal, stage, deal.supplier_organisation_id, person_id)
  await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.opened', interest_id, ...concerning(deal) }, organisation_id)
  return deal.id
}
