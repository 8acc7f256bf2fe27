import { sql } from 'kysely'
import type { DocumentUse } from '../documents/queries.ts'
import { readsDeals } from './rules.ts'

/** A deal's document is its two organisations' and those of the Exchange who read deals'. */
export const dealDocuments: DocumentUse = async ({ db, actor }, { id }) => {
  if (actor.person_id === null) return null
  const mine = actor.memberships.map((m) => m.organisation_id)
  const deal = await db.selectFrom('deal_document as dd').innerJoin('deal as d', 'd.id', 'dd.deal_id').select('d.id').where('dd.document_id', '=', id)
    .where((is) => is.or([
      is.val(readsDeals(actor)),
      sql<boolean>`d.supplier_organisation_id = any(${mine}::int[])`, sql<boolean>`d.demander_organisation_id = any(${mine}::int[])`,
    ])).limit(1).executeTakeFirst()
  return deal ? { public: false, shown: 'attachment' } : null
}
