import { texts } from '../../platform/locale.ts'
import type { AuctionEvent } from '../auctions/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const auctionWords = texts<WordsOf<AuctionEvent>>({
  vi: { 'lot.drafted': () => 'Lập bản nháp tài sản đấu giá' },
  en: { 'lot.drafted': () => 'Drafted a lot for auction' },
})
