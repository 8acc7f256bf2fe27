import { type Selectable, sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { AuctioneerConflict } from './replacement-rules.ts'
import type { AuctionTables } from './schema.ts'
import { type Side, sideIn } from './side-queries.ts'

export type Replacement = Selectable<AuctionTables['auction_replacement']>
/** Replacements of the auctioneer of a lot as far as this reader may know them: what two officers said is everybody's, what was only proposed is the staff's. */
export const replacementsOf = (db: Db, lotId: number): Promise<Replacement[]> => db.selectFrom('auction_replacement').selectAll().where('lot_id', '=', lotId).orderBy('id').execute()

/** What keeps this person from conducting the lot, or null; also where they conduct it already. */
export async function auctioneerConflict(db: Db, lot_id: number, person_id: number): Promise<AuctioneerConflict | null> {
  const { rows: [row] } = await sql<{ role: boolean; side: Side | null; council: boolean }>`
    select not exists (select from staff_role where person_id = ${person_id} and role = 'auction_officer') as role,
      (select ${sideIn(sql`${person_id}::int`)} from auction_lot l where l.id = ${lot_id}) as side,
      exists (select from auction_council where lot_id = ${lot_id} and person_id = ${person_id} and removed_at is null) as council`.execute(db)
  return row?.role ? 'role' : row?.side ?? (row?.council ? 'council' : null)
}
