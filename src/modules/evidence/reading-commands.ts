import { isStaff } from '../../core/context.ts'
import { recordView } from '../disclosure/commands.ts'
import { readingOf } from '../disclosure/queries.ts'
import { opens } from '../disclosure/rules.ts'
import type { DocumentUse } from '../documents/queries.ts'
import { subjectName, subjectOf } from '../listings/part-queries.ts'
import { maySee } from '../listings/queries.ts'

/** Whoever compares evidence opens it whatever its tier, and so may who supervises them: its owner laid it before the Exchange for that. */
const compares = isStaff('moderator', 'inspector')
/**
 * A file of evidence: public once a moderator compared it and the listing is published; above that,
 * for readers of its tier, recorded before it is sent as every look above public is. Until compared,
 * refused or withdrawn, its owner's and the Exchange's alone.
 */
export const evidenceDocuments: DocumentUse = async (ctx, { id }) => {
  const { db, actor } = ctx
  const row = await db.selectFrom('evidence_file as u').innerJoin('evidence as e', 'e.id', 'u.evidence_id').innerJoin('claim as c', 'c.id', 'e.claim_id').innerJoin('listing as l', 'l.id', 'e.listing_id')
    .select(['e.id', 'e.state as judged', 'e.withdrawn_at', 'c.withdrawn_at as claim_withdrawn_at', 'e.file_tier', 'l.id as listing_id', 'l.organisation_id', 'l.state']).where('u.document_id', '=', id).executeTakeFirst()
  if (!row?.file_tier) return null
  const listing = { id: row.listing_id, organisation_id: row.organisation_id, state: row.state }
  const tier = row.file_tier
  const open = row.judged === 'confirmed' && row.withdrawn_at === null && row.claim_withdrawn_at === null
  if (tier === 'public' && open && listing.state === 'published') return { public: true, shown: 'attachment' }
  if (actor.person_id === null || !maySee(actor, listing)) return null
  const reading = await readingOf(ctx, subjectOf(listing))
  if (!reading.owner && !compares(actor) && !(open && opens(reading.tier, tier))) return null
  if (reading.owner || tier === 'public') return { public: false, shown: 'attachment' }
  return { public: false, shown: 'attachment', recordView: (reader) => recordView(reader, { subject: subjectName(listing.id), part: `evidence:${row.id}`, tier }) }
}
