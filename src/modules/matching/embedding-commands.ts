import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Embedder } from '../../platform/embedding.ts'
import { readMarket, textsOf } from './market-index.ts'
import { packedEmbedding } from './embeddings.ts'

/** So many listings go in one question, and so many questions in one run. */
const atOnce = 16, questions = 40
const longest = 6_000

/**
 * Published listings whose texts the configured model has not read yet are shown to it, a bounded number
 * a run; returns how many. Only what everybody reads is sent. While the service is away, nothing changes and
 * the job that asked fails, to be tried again.
 */
export async function embedListings(db: Db, embedder: Embedder | null, now: Date): Promise<number> {
  if (!embedder) return 0
  let made = 0
  for (let question = 0; question < questions; question++) {
    const { rows: due } = await sql<{ id: number; version: number }>`select l.id, l.version from published_listing l where not exists (select from match_embedding e where e.listing_id = l.id and e.model = ${embedder.model} and e.listing_version = l.version) order by l.id limit ${atOnce}`.execute(db)
    if (due.length === 0) break
    const rows = new Map((await readMarket(db, sql`l.id = any(${due.map(({ id }) => id)}::int[])`)).map((row) => [row.id, row]))
    const asked = due.filter(({ id }) => rows.has(id))
    if (asked.length === 0) break
    const vectors = await embedder.embed(asked.map(({ id }) => textsOf(rows.get(id)!).map(({ text }) => text).join('\n').slice(0, longest)))
    await db.insertInto('match_embedding').values(asked.map(({ id, version }, i) => ({ listing_id: id, model: embedder.model, listing_version: version, vector: packedEmbedding(vectors[i]!), made_at: now })))
      .onConflict((on) => on.column('listing_id').doUpdateSet((row) => ({ model: row.ref('excluded.model'), listing_version: row.ref('excluded.listing_version'), vector: row.ref('excluded.vector'), made_at: row.ref('excluded.made_at') }))).execute()
    made += asked.length
  }
  return made
}
