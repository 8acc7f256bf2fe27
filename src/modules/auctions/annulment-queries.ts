import { type Selectable, sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { AuctionTables } from './schema.ts'

export type Annulment = Omit<Selectable<AuctionTables['auction_annulment']>, 'ruled_on'> & { ruled_on: string }
/** Annulments of the result of a lot as far as this reader may know them: what two officers confirmed is everybody's, what was only proposed is the staff's. */
export const annulmentsOf = (db: Db, lotId: number): Promise<Annulment[]> =>
  db.selectFrom('auction_annulment').selectAll().select(sql<string>`ruled_on::text`.as('ruled_on')).where('lot_id', '=', lotId).orderBy('id').execute() as unknown as Promise<Annulment[]>
