export type BiddingRefusal = never
