import { type Ctx, personOf } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import type { Document } from '../documents/schema.ts'
import type { Deal, DealPart } from './schema.ts'

/** When this returns the document lies in that part of the file, for whoever reads the part. */
export async function putInPart(tx: Tx, ctx: Ctx, deal: Pick<Deal, 'id'>, part: DealPart, document_id: number, organisation_id: number): Promise<number> {
  const { id } = await tx.insertInto('deal_part_document').values({ deal_id: deal.id, part, document_id, organisation_id, person_id: personOf(ctx.actor), added_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
  return id
}

/** The uses of a document in parts of files this reader may read. The data room hands out its own, marked with the reader's name, and none by this way. */
export const usesInParts = (db: Db, document: Pick<Document, 'id'>): Promise<{ deal_id: number; part: DealPart }[]> =>
  db.selectFrom('deal_part_document').select(['deal_id', 'part']).where('document_id', '=', document.id).where('part', '<>', 'room').execute()
