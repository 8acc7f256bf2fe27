import { type Selectable, sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { LotMoves } from './date-rules.ts'
import type { AuctionTables, LotDate, MovedLotDate } from './schema.ts'

export type Postponement = Selectable<AuctionTables['auction_postponement']>
/** The postponements of a lot as far as this reader may know them: what two officers said is everybody's, what was only proposed is the staff's and the seller's. */
export const postponementsOf = (db: Db, lotId: number): Promise<Postponement[]> => db.selectFrom('auction_postponement').selectAll().where('lot_id', '=', lotId).orderBy('id').execute()
/** Of postponements `p`: it was approved, and no change of the lot was noted since. */
export const toAnnounce = sql<boolean>`(p.state = 'approved' and not exists (select from auction_notice n where n.lot_id = p.lot_id and n.kind = 'change' and n.file_id is null and n.noted_at >= p.decided_at))`

/** What a postponement moves, in the order of the lot. */
export function movedBy({ registration_from, registration_to, opens_from, opens_to, closes_from, closes_to }: Postponement): MovedLotDate[] {
  const one = (date: LotDate, from: Date, to: Date): MovedLotDate[] => (from.getTime() === to.getTime() ? [] : [{ date, from, to }])
  return [...one('registration_closes_at', registration_from, registration_to), ...one('opens_at', opens_from, opens_to), ...one('closes_at', closes_from, closes_to)]
}
export const movesOf = (postponement: Postponement): LotMoves => Object.fromEntries(movedBy(postponement).map(({ date, to }) => [date, to]))
