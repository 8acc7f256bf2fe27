import type { AuctionDeposit, AuctionLotState, EarnestWay } from './schema.ts'

export type EarnestRefusal =
  | { code: 'earnest_stands' }
  | { code: 'earnest_goes_back'; field: 'way' }
  | { code: 'earnest_waits' }
  | { code: 'no_earnest_proposed' }
  | { code: 'own_earnest_proposal' }

/**
 * What may become of a winner's deposit that is a đặt cọc on the contract. Whoever does not conclude or perform what it secures
 * loses it to the other side, unless the two agreed otherwise (Civil Code Art. 328(2), its text not verified, so that no page names it); of a result that was annulled nothing is
 * secured, and each side has back what it gave. While the sale stands it stays on the contract.
 */
export const earnestWays = (state: AuctionLotState): readonly EarnestWay[] => (state === 'defaulted' ? ['to_seller', 'returned'] : state === 'annulled' ? ['returned'] : [])
export const awaitsDecision = (deposit: Pick<AuctionDeposit, 'state'>, lot: AuctionLotState): boolean => deposit.state === 'converted' && earnestWays(lot).length > 0
