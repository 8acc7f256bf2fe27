import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { Document } from './schema.ts'

export interface ReadableDocument { document: Document; use: 'picture' | 'deal'; public: boolean }

/** The address of a document; the name in it is for people only. */
export const fileHref = ({ id, name }: Pick<Document, 'id' | 'name'>): string => `/files/${id}/${encodeURIComponent(name)}`

/**
 * A document this reader may have: a picture of a published listing is everybody's, of any other
 * listing its organisation's and the moderators'; a deal's document is its two organisations' and
 * the deal officers'. Undefined for everything else, one nobody has put anywhere included.
 */
export async function readableDocument(db: Db, actor: Actor, id: number): Promise<ReadableDocument | undefined> {
  const mine = actor.memberships.map((m) => m.organisation_id)
  const document = await db.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst()
  if (!document) return undefined
  const pictures = await db.selectFrom('listing_picture as p').innerJoin('listing as l', 'l.id', 'p.listing_id')
    .select(['l.state', 'l.organisation_id']).where('p.document_id', '=', id).execute()
  if (pictures.some(({ state }) => state === 'published')) return { document, use: 'picture', public: true }
  if (pictures.length && (actor.staff_roles.includes('moderator') || pictures.some((p) => mine.includes(p.organisation_id)))) return { document, use: 'picture', public: false }
  if (actor.person_id === null) return undefined
  const deal = await db.selectFrom('deal_document as dd').innerJoin('deal as d', 'd.id', 'dd.deal_id').select('d.id').where('dd.document_id', '=', id)
    .where((is) => is.or([
      is.val(actor.staff_roles.includes('deal_officer')),
      sql<boolean>`d.supplier_organisation_id = any(${mine}::int[])`, sql<boolean>`d.demander_organisation_id = any(${mine}::int[])`,
    ])).limit(1).executeTakeFirst()
  return deal && { document, use: 'deal', public: false }
}
