import type { Insertable } from 'kysely'
import type { Db } from '../src/core/database.ts'
import type { EvidenceTables } from '../src/modules/evidence/schema.ts'
import type { ListingTables } from '../src/modules/listings/schema.ts'
import { noon } from './database.ts'

/** A listing as it stands in the database, made by no command: a published offer in Vietnamese without a word but its title, as far as `columns` and `text` do not say otherwise. */
export async function listed(db: Db, organisation_id: number, title: string, columns: Partial<Insertable<ListingTables['listing']>> = {}, text: Partial<Insertable<ListingTables['listing_text']>> = {}): Promise<number> {
  const { id } = await db.insertInto('listing').values({
    kind: 'offer', state: 'published', organisation_id, created_by: null, original_language: 'vi', trl: 7, ip_status: null, price_min: null, price_max: null, research_fields: [], patent_classes: [], industries: [], transfer_forms: [], ward_code: null,
    source_name: null, source_key: null, source_sha256: null, submitted_at: noon, published_at: noon, closed_at: null, created_at: noon, updated_at: noon, ...columns,
  }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('listing_text').values({ listing_id: id, language: columns.original_language ?? 'vi', title, ...text }).execute()
  return id
}

/** A claim of an offer, made by no command: nobody compared anything with it, and the listing keeps its state. */
export async function aClaim(db: Db, listing_id: number, claim: Partial<Insertable<EvidenceTables['claim']>> = {}): Promise<number> {
  const { id } = await db.insertInto('claim').values({ listing_id, kind: 'performance', statement_vi: 'Sấy 500 kg rau mỗi mẻ.', statement_en: '', amount: null, unit: '', conditions: '', request_key: null, added_by: null, added_at: noon, ...claim }).returning('id').executeTakeFirstOrThrow()
  return id
}
