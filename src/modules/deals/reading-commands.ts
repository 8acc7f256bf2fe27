import { sql } from 'kysely'
import { type Ctx, isSignedIn, permit } from '../../core/context.ts'
import { recordView } from '../disclosure/commands.ts'
import { asSystem } from '../../core/database.ts'
import type { DocumentUse } from '../documents/queries.ts'
import { dealDocuments } from './documents.ts'
import { usesInParts } from './part-documents.ts'
import { partiesOf } from './rules.ts'
import type { Deal } from './schema.ts'

type Parties = Pick<Deal, 'id' | 'supplier_organisation_id' | 'demander_organisation_id'>

/** That somebody of neither party reads a deal is written down before they get it, and the parties see it. What the parties read of their own is no disclosure. */
export async function recordReading(ctx: Ctx, deal: Parties, part: string): Promise<void> {
  permit(ctx.actor, isSignedIn)
  if (partiesOf(deal).some((party) => ctx.actor.memberships.some((m) => m.organisation_id === party))) return
  await recordView(ctx, { subject: `deal:${deal.id}`, part, tier: 'granted' })
}

/** That a person of a side has opened the file up to that message, for the other side to see, and when they first did. Whoever acts in another's name reads without marking. */
export async function markRead(ctx: Ctx, deal: Parties, message_id: number | undefined): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const { person_id, memberships, organisation_id: acting, acted_by } = ctx.actor
  const theirs = partiesOf(deal).filter((party) => memberships.some((m) => m.organisation_id === party))
  const organisation_id = theirs.find((party) => party === acting) ?? theirs[0]
  if (message_id === undefined || person_id === null || organisation_id === undefined || acted_by) return
  await ctx.db.insertInto('deal_read').values({ deal_id: deal.id, person_id, organisation_id, message_id, read_at: ctx.now() })
    .onConflict((on) => on.columns(['deal_id', 'person_id']).doUpdateSet({ organisation_id, message_id, read_at: ctx.now() }).where('deal_read.message_id', '<', message_id)).execute()
  const represents = memberships.some((m) => m.organisation_id === organisation_id && (m.role === 'owner' || m.role === 'signer'))
  await sql`insert into deal_read_mark (deal_id, person_id, organisation_id, message_id, represents, read_at) select ${deal.id}::int, ${person_id}::int, ${organisation_id}::int, ${message_id}::int, ${represents}::boolean, ${ctx.now()}::timestamptz
    where not exists (select from deal_read_mark m where m.deal_id = ${deal.id} and m.person_id = ${person_id} and m.message_id >= ${message_id}) on conflict do nothing`.execute(ctx.db)
}

/** A deal's documents for those who may have them, each look by the Exchange's own people recorded before the first byte. */
export const recordedDealDocuments: DocumentUse = async (ctx, document) => {
  const way = await dealDocuments(ctx, document)
  if (!way) return null
  const deals = await ctx.db.selectFrom('deal_document as dd').innerJoin('deal as d', 'd.id', 'dd.deal_id').select(['d.id', 'd.supplier_organisation_id', 'd.demander_organisation_id']).where('dd.document_id', '=', document.id).execute()
  return { ...way, recordView: async (reader) => { for (const deal of deals) await recordReading(reader, deal, `document:${document.id}`) } }
}

/** The same for the documents in the parts of a file, for whoever may read the part. */
export const recordedPartDocuments: DocumentUse = async (ctx, document) => {
  if (ctx.actor.person_id === null) return null
  const uses = await usesInParts(ctx.db, document)
  if (!uses.length) return null
  // An adviser reads the document and not the deal's row; its parties are asked for before the look is written, which is done within a transaction.
  const deals = await asSystem(ctx.db).selectFrom('deal').select(['id', 'supplier_organisation_id', 'demander_organisation_id']).where('id', 'in', uses.map(({ deal_id }) => deal_id)).execute()
  return { public: false, shown: 'attachment', recordView: async (reader) => {
    for (const { deal_id, part } of uses) await recordReading(reader, deals.find(({ id }) => id === deal_id)!, `${part}_document:${document.id}`)
  } }
}
