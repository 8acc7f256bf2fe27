import { type Selectable, sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { AuctioneerConflict } from './replacement-rules.ts'
import type { AuctionTables } from './schema.ts'

export type Replacement = Selectable<AuctionTables['auction_replacement']>
/** Replacements of the auctioneer of a lot as far as this reader may know them: what two officers said is everybody's, what was only proposed is the staff's. */
export const replacementsOf = (db: Db, lotId: number): Promise<Replacement[]> => db.selectFrom('auction_replacement').selectAll().where('lot_id', '=', lotId).orderBy('id').execute()

/** What keeps this person from conducting the lot, or null; also where they conduct it already. */
export async function auctioneerConflict(db: Db, lot_id: number, person_id: number): Promise<AuctioneerConflict | null> {
  const { rows: [row] } = await sql<Record<AuctioneerConflict, boolean>>`
    select not exists (select from staff_role where person_id = ${person_id} and role = 'auction_officer') as role,
      exists (select from auction_lot l join membership m on m.organisation_id = l.organisation_id where l.id = ${lot_id} and m.person_id = ${person_id}) as seller,
      exists (select from auction_bidder b where b.lot_id = ${lot_id} and b.state in ('registered', 'eligible') and (b.person_id = ${person_id} or exists (select from membership m where m.organisation_id = b.organisation_id and m.person_id = ${person_id}))) as bidder,
      exists (select from auction_council where lot_id = ${lot_id} and person_id = ${person_id} and removed_at is null) as council`.execute(db)
  return row?.role ? 'role' : row?.seller ? 'seller' : row?.bidder ? 'bidder' : row?.council ? 'council' : null
}
