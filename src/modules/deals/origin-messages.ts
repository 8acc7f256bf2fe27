import { texts } from '../../platform/locale.ts'

/** Where a deal file comes from, as its page says it. */
export const originTexts = texts({
  vi: {
    from: { lot: (n: number) => `Từ phiên số ${n}`, annulled_lot: (n: number) => `Từ phiên số ${n}, kết quả đã bị hủy`, unsold_lot: (n: number) => `Từ phiên số ${n}, không bán được`, solution: (n: number) => `Từ cuộc kêu gọi giải pháp số ${n}` },
    what: { lot: 'Phiên', annulled_lot: 'Phiên', unsold_lot: 'Phiên', solution: 'Cuộc kêu gọi' }, price: { lot: 'Giá trúng', annulled_lot: '', unsold_lot: '', solution: 'Giá chào' }, deposit: 'Tiền đặt trước đã thành tiền đặt cọc', rest: 'Còn phải thanh toán', minutes: 'Biên bản của phiên',
  },
  en: {
    from: { lot: (n: number) => `From lot ${n}`, annulled_lot: (n: number) => `From lot ${n}, whose result is annulled`, unsold_lot: (n: number) => `From lot ${n}, which was not sold`, solution: (n: number) => `From call for solutions ${n}` },
    what: { lot: 'Lot', annulled_lot: 'Lot', unsold_lot: 'Lot', solution: 'Call' }, price: { lot: 'Winning price', annulled_lot: '', unsold_lot: '', solution: 'Price offered' }, deposit: 'Advance deposit, now counted towards the price', rest: 'Left to pay', minutes: 'Minutes of the lot',
  },
})
