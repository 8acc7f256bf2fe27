import type { FailReason, PauseReason } from '../../platform/auction/lot.ts'
import { texts } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import type { BiddingEvent } from '../bidding/schema.ts'
import { because, type WordsOf } from './event-messages.ts'

export const pauseWords = texts<Record<PauseReason, string>>({
  vi: { cannot_bid: 'người tham gia không trả giá được', bid_unrecorded: 'một giá hợp lệ không được ghi nhận', time_wrong: 'thời gian của hệ thống bị sai', cannot_start: 'không bắt đầu được đúng giờ', region_outage: 'mất điện hoặc mạng trên diện rộng', dispute: 'có khiếu nại cần xem xét' },
  en: { cannot_bid: 'bidders could not bid', bid_unrecorded: 'a valid bid was not recorded', time_wrong: 'the system’s time was wrong', cannot_start: 'it could not start on time', region_outage: 'power or network is out across the region', dispute: 'a dispute has to be looked into' },
})
export const failWords = texts<Record<FailReason, string>>({
  vi: { no_bidders: 'không có người tham gia', single_bidder: 'chỉ có một người tham gia', no_bids: 'không có ai trả giá', below_reserve: 'giá cao nhất thấp hơn giá sàn', no_successor: 'không còn người kế tiếp đủ điều kiện' },
  en: { no_bidders: 'nobody took part', single_bidder: 'only one bidder took part', no_bids: 'nobody bid', below_reserve: 'the highest price is below the reserve', no_successor: 'no next bidder qualifies' },
})

export const biddingWords = texts<WordsOf<BiddingEvent>>({
  vi: {
    'lot.opened': () => 'Bắt đầu trả giá',
    'lot.closed': () => 'Kết thúc trả giá',
    'lot.announced': ({ winner, price }) => `Công bố người trúng: số ${winner}, ${formatVnd(price, 'vi')}`,
    'lot.signed': ({ winner, price }) => `Người trúng số ${winner} ký biên bản, ${formatVnd(price, 'vi')}`,
    'lot.failed': ({ reason }) => `Phiên không thành: ${failWords.vi[reason]}`,
    'lot.cancelled': ({ reason }) => `Hủy phiên${because(reason)}`,
    'lot.paused': ({ reason }) => `Tạm dừng trả giá: ${pauseWords.vi[reason]}`,
    'lot.resumed': ({ outage_seconds }) => (outage_seconds ? `Tiếp tục phiên, giờ kết thúc lùi ít nhất ${outage_seconds} giây` : 'Tiếp tục phiên'),
  },
  en: {
    'lot.opened': () => 'Bidding began',
    'lot.closed': () => 'Bidding ended',
    'lot.announced': ({ winner, price }) => `Winner announced: number ${winner}, ${formatVnd(price, 'en')}`,
    'lot.signed': ({ winner, price }) => `Winner number ${winner} signed the minutes, ${formatVnd(price, 'en')}`,
    'lot.failed': ({ reason }) => `The session failed: ${failWords.en[reason]}`,
    'lot.cancelled': ({ reason }) => `The auction was cancelled${because(reason)}`,
    'lot.paused': ({ reason }) => `Bidding was paused: ${pauseWords.en[reason]}`,
    'lot.resumed': ({ outage_seconds }) => (outage_seconds ? `The session was resumed; its end moves by at least ${outage_seconds} seconds` : 'The session was resumed'),
  },
})
