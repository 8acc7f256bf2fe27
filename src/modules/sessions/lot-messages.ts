import { type Locale, texts } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import { lotTexts, standing } from '../auctions/page-messages.ts'
import { priceTold } from '../auctions/rules.ts'
import type { AuctionLot } from '../auctions/schema.ts'
import type { LotFigure } from './result-rules.ts'

export const sessionLotTexts = texts({
  vi: {
    lot: 'Tài sản đấu giá hoặc chào giá', help: 'Chỉ với loại “Tài sản đấu giá hoặc chào giá”: tài sản đã công bố và chưa kết thúc. Mục mang tên của tài sản nếu không đặt tên khác.', hoursHelp: 'Với tài sản đấu giá hoặc chào giá, để trống thì lấy giờ trả giá.', option: (n: number, title: string, opens: string) => `${title} (phiên số ${n}, mở trả giá ${opens})`,
    noCard: 'Mục này không nhận phiếu quan tâm.', register: 'Đăng ký trả giá ở trang của tài sản', registerOf: (title: string) => `Đăng ký trả giá ở trang của tài sản “${title}”`, shownAt: 'Tại phiên giao dịch công nghệ', counts: { lots: 'Tài sản trong chương trình', lots_sold: 'Tài sản đã bán' } satisfies Record<LotFigure, string>,
  },
  en: {
    lot: 'Lot of an auction or offer session', help: 'For the kind “Lot of an auction or offer session” only: a lot that is published and not over. The item is called like the lot unless you name it otherwise.', hoursHelp: 'For a lot, leave empty to take its hours of bidding.', option: (n: number, title: string, opens: string) => `${title} (lot ${n}, bidding opens ${opens})`,
    noCard: 'No interest cards are left for this item.', register: 'Register to bid on the lot’s own page', registerOf: (title: string) => `Register to bid for “${title}” on its own page`, shownAt: 'At a trading session', counts: { lots: 'Lots on the agenda', lots_sold: 'Lots sold' },
  },
})
/** What a lot went for or why it did not, once that is told; null before. */
export function lotOutcome(lot: Pick<AuctionLot, 'state' | 'price' | 'outcome'>, locale: Locale): string | null {
  const t = lotTexts[locale], price = priceTold(lot)
  return price === null ? (lot.state === 'failed' ? t.failed[lot.outcome] ?? null : null) : t.result(formatVnd(price, locale))
}
/** A lot in one sentence, as minutes say it. */
export const lotInWords = (lot: Pick<AuctionLot, 'id' | 'regime' | 'form' | 'state' | 'phase' | 'price' | 'outcome'>, locale: Locale): string =>
  [lotTexts[locale].regime[lot.regime], lotTexts[locale].number(lot.id), standing(lot, locale), lotOutcome(lot, locale)].filter(Boolean).join(' · ')
