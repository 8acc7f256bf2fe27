export type AuctionRefusal = never
