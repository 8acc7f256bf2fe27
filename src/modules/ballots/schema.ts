import type { Generated, Selectable } from 'kysely'

export interface BallotTables {
  /** Hội đồng mở phiếu: who of the council of a sealed lot holds which share. */
  auction_council: { id: Generated<number>; lot_id: number; place: number; person_id: number; named_by: number; named_at: Date; declared_at: Date | null; removed_at: Date | null }
  /** A round of the key ceremony; the secret key is there once three members have handed in their shares, and then it is everybody's. */
  auction_ballot_key: { lot_id: number; round: number; public_key: Buffer; made_by: number; made_at: Date; voided_at: Date | null; secret_key: Buffer | null; opened_at: Date | null }
  /** What commits a member to their share. */
  auction_share: { lot_id: number; round: number; place: number; person_id: number; salt: string; commitment: string; handed_at: Date | null }
  auction_share_handed: { lot_id: number; round: number; place: number; share: Buffer }
  /** A ballot as the browser sealed it. */
  /** One for each key it was sent with. */
  auction_ballot: { lot_id: number; bidder: number; hash: string; ciphertext: Buffer; request_key: Generated<string>; received_at: Date }
}
export type CouncilMember = Selectable<BallotTables['auction_council']>

/** `lot:N` names nobody; who sits in a council stands under `lot_council:N`. */
export type BallotEvent =
  | { type: 'lot.council_named'; lot_id: number; place: number; member_id: number }
  | { type: 'lot.council_left'; lot_id: number; place: number; member_id: number }
  | { type: 'lot.council_read'; lot_id: number }
  | { type: 'lot.council_declared'; lot_id: number; place: number }
  | { type: 'lot.ballot_key_made'; lot_id: number; round: number; public_key: string }
  | { type: 'lot.ballot_key_voided'; lot_id: number; round: number }
  | { type: 'lot.share_handed'; lot_id: number; place: number }
  | { type: 'lot.ballots_unlocked'; lot_id: number; places: number[] }
  /** Three shares as they were committed to give another key than the public one. */
  | { type: 'lot.ballot_key_wrong'; lot_id: number; places: number[] }
