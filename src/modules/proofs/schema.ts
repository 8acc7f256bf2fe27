import type { Selectable } from 'kysely'

/** What a checkpoint is made for besides the ten seconds: moments a third party's time stamp is asked for. */
export const moments = ['armed', 'opened', 'closed', 'ranked', 'ended'] as const
export type Moment = (typeof moments)[number]

export interface ProofTables {
  /** A public key of the Exchange for auctions; one that is not used any more stays. */
  auction_key: { name: string; public_key: string; since: Date }
  /** RFC 8785 text of what a lot’s log begins with. */
  auction_genesis: { lot_id: number; body: string }
  /** Bản chốt sổ: what the log of a lot was, signed. */
  auction_checkpoint: { lot_id: number; size: number; at_us: number; root: Buffer; chain: Buffer; peaks: Buffer; note: string; made_at: Date; moment: Moment | null; token: Buffer | null; stamped_at: Date | null }
  auction_cosignature: { lot_id: number; size: number; name: string; line: string; added_at: Date }
  /** Phụ lục biên bản: minutes are read off the log; what is to be added is a paper of its own. */
  auction_annex: { lot_id: number; number: number; body: string; person_id: number; made_at: Date; request_key: string }
}
export type KeptCheckpoint = Selectable<ProofTables['auction_checkpoint']>
export type Annex = Selectable<ProofTables['auction_annex']>

export type ProofEvent =
  | { type: 'lot.annexed'; lot_id: number; number: number }
  /** A log that does not agree with its own hashes, found when a checkpoint was to be made: none was. */
  | { type: 'lot.proof_broken'; lot_id: number; seq: number }
