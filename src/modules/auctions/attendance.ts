import { asSystem, type Db } from '../../core/database.ts'
import type { LotState } from '../../platform/auction/lot.ts'

/** Whether opening a room, or the page of one's ballot, now is being at the auction: bidding goes on or is held up, or ballots are being opened. */
export const isUnderWay = ({ phase }: Pick<LotState, 'phase'>): boolean => phase === 'open' || phase === 'opening'

/** Có mặt tại cuộc đấu giá: when this returns these bidders of a lot have been there since the first time it was said, where the lot is under way; before and after it nothing is kept. */
export async function noteAttendance(db: Db, lot_id: number, state: Pick<LotState, 'phase'>, numbers: readonly number[], attended_at: Date): Promise<void> {
  if (!isUnderWay(state)) return
  await asSystem(db).updateTable('auction_bidder').set({ attended_at }).where('lot_id', '=', lot_id).where('number', 'in', numbers).where('attended_at', 'is', null).execute()
}
