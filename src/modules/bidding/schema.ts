import type { Selectable } from 'kysely'

export interface BiddingTables {
  /** The log of a lot, numbered without gaps; nothing in it ever changes. */
  auction_event: {
    lot_id: number
    seq: number
    at_us: number // microseconds since 1970
    body: string // the event as RFC 8785 text
    hash: Buffer // SHA-256 of the hash before it and of its body
  }
  /** Which event answered a command sent with that key. */
  auction_command: { lot_id: number; bidder: number; key: string; digest: string; seq: number; sent_at: Date }
  /** Who writes a live lot, until when, and how far its log has come. */
  auction_lease: { lot_id: number; epoch: number; holder: string; endpoint: string; until: Date; seq: number; hash: Buffer }
}
export type LoggedRow = Selectable<BiddingTables['auction_event']>

/** What the log of the whole Exchange is told of a lot: the lot's own log tells the rest. */
export type BiddingEvent =
  | { type: 'lot.opened'; lot_id: number }
