import { texts } from '../../platform/locale.ts'
import type { BiddingEvent } from '../bidding/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const biddingWords = texts<WordsOf<BiddingEvent>>({
  vi: { 'lot.opened': () => 'Bắt đầu trả giá' },
  en: { 'lot.opened': () => 'Bidding began' },
})
