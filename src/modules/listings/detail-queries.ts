import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { type Details, noDetails } from './detail-fields.ts'

const listOf = (rows: RawBuilder<unknown>): RawBuilder<unknown> => sql`coalesce((select jsonb_agg(to_jsonb(r) - 'listing_id' - 'position' order by r.position) from (${rows}) r), '[]')`
/** The details of a listing by the id in `id`, as one value, so that lists and exports take them along. */
export const detailsJson = (id: RawBuilder<unknown>): RawBuilder<Details> => sql<Details>`jsonb_build_object(
  'versions', coalesce((select jsonb_object_agg(step, version) from listing_step where listing_id = ${id}), '{}'),
  'row', coalesce((select to_jsonb(d) - 'listing_id' from listing_offer_detail d where listing_id = ${id}), (select to_jsonb(d) - 'listing_id' from listing_need_detail d where listing_id = ${id}), '{}'),
  'texts', coalesce((select jsonb_object_agg(name, of_name) from (select name, jsonb_object_agg(language, text) as of_name from listing_detail_text where listing_id = ${id} group by name) t), '{}'),
  'readiness', coalesce((select jsonb_object_agg(level, met) from listing_readiness where listing_id = ${id}), '{}'),
  'rights', ${listOf(sql`select * from listing_right where listing_id = ${id}`)},
  'shares', ${listOf(sql`select s.*, o.name_vi, o.name_en from listing_share s left join organisation o on o.id = s.organisation_id where s.listing_id = ${id}`)},
  'sites', ${listOf(sql`select * from listing_site where listing_id = ${id}`)})`

export async function detailsOf(db: Db, id: number): Promise<Details> {
  const { rows: [row] } = await sql<{ details: Details }>`select ${detailsJson(sql`${id}::int`)} as details`.execute(db)
  return row?.details ?? noDetails
}
