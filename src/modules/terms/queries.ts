import type { Db } from '../../core/database.ts'
import type { ConfirmedTerms, TermContent } from './schema.ts'

/** The terms both sides of this deal confirmed last; null as long as they have confirmed none, or the reader may not know. */
export async function confirmedTerms(db: Db, deal_id: number): Promise<ConfirmedTerms | null> {
  const row = await db.selectFrom('term_sheet').selectAll().where('deal_id', '=', deal_id).executeTakeFirst()
  return row ? { ...row, content: row.content as TermContent } : null
}
