import type { Selectable } from 'kysely'
import type { FailReason, PauseReason } from '../../platform/auction/lot.ts'

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

/** What the log of the whole Exchange is told of a lot, by its writer in the statement that wrote it; the lot's own log tells the rest. Bidders are numbers. */
export type BiddingEvent =
  | { type: 'lot.opened'; lot_id: number }
  | { type: 'lot.closed'; lot_id: number }
  | { type: 'lot.announced'; lot_id: number; winner: number; price: number }
  | { type: 'lot.signed'; lot_id: number; winner: number; price: number }
  | { type: 'lot.failed'; lot_id: number; reason: FailReason }
  | { type: 'lot.cancelled'; lot_id: number; authority: string; reason: string }
  | { type: 'lot.paused'; lot_id: number; reason: PauseReason; word: string }
  | { type: 'lot.resumed'; lot_id: number; outage_seconds: number }
