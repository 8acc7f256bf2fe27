import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import { queueJob } from '../../core/jobs.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { namesOf, searchVector } from './search-text.ts'

/** Brings the search vectors of these listings up to their texts. Called in the transaction that changed them. */
export async function refreshSearch(db: Db, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  const taxonomy = await taxonomyOf(db)
  const listings = await db.selectFrom('listing as l').innerJoin('organisation as o', 'o.id', 'l.organisation_id')
    .select(['l.id', 'l.research_fields', 'l.patent_classes', 'l.ward_code', 'l.source_key', 'l.anonymous', 'o.name_vi', 'o.name_en']).where('l.id', 'in', ids).execute()
  const texts = Map.groupBy(await db.selectFrom('listing_text').selectAll().where('listing_id', 'in', ids).execute(), ({ listing_id }) => listing_id)
  for (const { id, patent_classes, source_key, anonymous, name_vi, name_en, ...row } of listings) {
    // Candidates drawn by the name behind an anonymous need would tell it.
    const vector = searchVector(texts.get(id) ?? [], { organisation: anonymous ? '' : `${name_vi} ${name_en}`, codes: [...namesOf(row, taxonomy), ...patent_classes, source_key ?? ''].join(' ') })
    await db.updateTable('listing').set({ search: vector }).where('id', '=', id).execute()
  }
}

/** The words are counted in a few seconds: once, however many listings come and go until then. */
export const countWordsSoon = (tx: Tx, now: Date): Promise<void> => queueJob(tx, 'count_words', {}, { key: 'count_words', after: new Date(now.getTime() + 5_000) })
/** Counts in how many published listings each word stands. One pass over the index; a few hundred milliseconds at ten thousand listings. */
export async function countWords(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(7310259)`.execute(tx)
    await sql`delete from word_frequency`.execute(tx)
    await sql`insert into word_frequency (word, listings) select word, ndoc from ts_stat($$select search from listing where state = 'published'$$)`.execute(tx)
  })
}
