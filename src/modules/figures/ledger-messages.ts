import { type Locale, texts } from '../../platform/locale.ts'
import { formatVndShort } from '../../platform/money.ts'
import { fewestPriced, fewestTold } from './ledger-rules.ts'

export const ledgerTexts = texts({
  vi: {
    title: 'Sổ kết quả công khai', lead: 'Giao dịch đã được cả hai bên xác nhận cùng một giá trị, đếm trực tiếp từ hồ sơ; sau 6, 12 và 24 tháng có còn được dùng không, theo lời của cả hai bên.',
    deals: 'Giao dịch', demonstration: 'Trong đó dữ liệu minh họa', days: 'Số ngày đến khi hoàn tất (trung vị)', satisfaction: 'Hài lòng (trên 5)', total: 'Tất cả', field: 'Lĩnh vực', year: 'Năm hoàn tất', unfiled: 'Chưa xếp lĩnh vực',
    byField: 'Theo lĩnh vực', byYear: 'Theo năm hoàn tất', survival: 'Còn sử dụng', survivalLead: 'Trong số giao dịch đã đến hạn 6, 12, 24 tháng: bao nhiêu giao dịch có lời của cả hai bên, và bao nhiêu được cả hai bên xác nhận là đang dùng (toàn bộ hoặc một phần). Giao dịch mà một bên chưa nói, hoặc hai bên nói khác nhau, không được tính là đang dùng.',
    months: (n: number) => `Sau ${n} tháng`, due: 'Đã đến hạn', said: 'Cả hai bên đã nói', used: 'Đang dùng', share: 'Tỷ lệ đang dùng', values: 'Giá trị theo khoảng', band: 'Khoảng giá trị', ofThem: (n: string) => `${n} trong số đó`,
    noValuation: 'Nửa giữa các giao dịch đã chốt tương tự; không phải là thẩm định giá của công nghệ này.', pricesHow: 'Cách tính và các nhóm khác',
    prices: 'Giá tham khảo', pricesLead: `Nửa giữa các giao dịch cùng lĩnh vực và cùng mức sẵn sàng hoặc hình thức chuyển giao nằm trong khoảng nào, làm tròn theo bậc 1 · 2 · 5. Chỉ nêu khi có từ ${fewestPriced} giao dịch và không tổ chức nào tham gia quá nửa số đó. Đây không phải là thẩm định giá.`, noPrices: `Chưa nhóm nào có đủ ${fewestPriced} giao dịch để nêu giá tham khảo mà không lộ giá của từng giao dịch.`, pricesDemonstrated: 'Khoảng giá dưới đây tính từ giao dịch của thành phố minh họa.',
    kind: 'Nhóm', trl: (step: string) => `TRL ${step}`, price: 'Khoảng giá', every: 'Mọi lĩnh vực',
    named: 'Giao dịch được nêu tên', namedLead: 'Chỉ những giao dịch mà cả hai bên đồng ý nêu tên. Giá trị là khoảng, không phải số.', noNamed: 'Chưa có giao dịch nào được cả hai bên đồng ý nêu tên.', parties: 'Bên giao – bên nhận', what: 'Công nghệ', use: 'Hai bên xác nhận', notYet: 'Chưa đến lúc hoặc chưa thống nhất', demonstrated: 'Minh họa',
    files: 'Tải sổ này', csv: 'CSV', xlsx: 'Excel (XLSX)', json: 'JSON', counted: 'Đếm lúc', sheet: 'Sổ kết quả', none: 'Chưa có giao dịch nào hoàn tất.', unnamed: (id: number) => `Giao dịch số ${id}`,
    chart: 'Số giao dịch hoàn tất và số đang dùng sau 6 tháng theo năm; bảng bên dưới có đủ số liệu.', chartDeals: 'Hoàn tất', chartUsed: 'Đang dùng sau 6 tháng',
    withheld: `Dấu “…”: chưa đủ ${fewestTold} giao dịch để nêu mà không lộ từng giao dịch; khi một dòng bị giấu có thể tính ra bằng phép trừ, dòng nhỏ kế tiếp cũng được giấu. Giao dịch thuộc hai lĩnh vực được đếm ở cả hai.`,
    method: 'Cách đếm', about: 'Thời gian hoàn tất tính từ lượt bày tỏ quan tâm đến khi bên thứ hai xác nhận giá trị. Mức hài lòng là trung bình của lời gần nhất của mỗi bên. Ngày là ngày ở Hà Nội.', source: 'Nguồn', open: 'Mọi người xem được; không nêu tên giao dịch nếu hai bên chưa đồng ý.',
  },
  en: {
    title: 'Public ledger of outcomes', lead: 'Deals whose value both sides confirmed alike, counted from the records; and whether what was transferred is still used after 6, 12 and 24 months, by the word of both sides.',
    deals: 'Deals', demonstration: 'Of these, demonstration', days: 'Days to close (median)', satisfaction: 'Satisfied (of 5)', total: 'All', field: 'Field', year: 'Year of closing', unfiled: 'No field given',
    byField: 'By field', byYear: 'By year of closing', survival: 'Still in use', survivalLead: 'Of the deals whose 6, 12 or 24 months have passed: of how many both sides have spoken, and how many both say are in use, fully or in part. A deal of which one side has not spoken, or on which they differ, is not counted as in use.',
    months: (n: number) => `After ${n} months`, due: 'Time has come', said: 'Both have spoken', used: 'In use', share: 'Share in use', values: 'Values in bands', band: 'Band of value', ofThem: (n: string) => `${n} of them`,
    noValuation: 'The middle half of like deals that closed; no valuation of this technology.', pricesHow: 'How it is counted, and other groups',
    prices: 'Reference prices', pricesLead: `Within what band the middle half of the deals of a field and a step of readiness, or a form of transfer, lies, rounded to steps of 1 · 2 · 5. Told only from ${fewestPriced} deals up, and where no organisation is in more than half of them. It is no valuation.`, noPrices: `No group holds ${fewestPriced} deals yet, so no reference price can be told without showing what one of them cost.`, pricesDemonstrated: 'The bands below come from deals of the demonstration city.',
    kind: 'Group', trl: (step: string) => `TRL ${step}`, price: 'Band', every: 'All fields',
    named: 'Deals with names', namedLead: 'Only deals that both sides let be named. The value is a band, not a figure.', noNamed: 'No deal has been let be named by both sides yet.', parties: 'Supplier – recipient', what: 'Technology', use: 'Both sides say', notYet: 'Not yet, or not agreed', demonstrated: 'Demonstration',
    files: 'Download this ledger', csv: 'CSV', xlsx: 'Excel (XLSX)', json: 'JSON', counted: 'Counted at', sheet: 'Ledger', none: 'No deal has closed yet.', unnamed: (id: number) => `Deal no. ${id}`,
    chart: 'Deals closed, and those in use after 6 months, by year; the table below has every figure.', chartDeals: 'Closed', chartUsed: 'In use after 6 months',
    withheld: `“…” stands where fewer than ${fewestTold} deals would be told of one by one; where one line could be had by subtracting, the next smallest is withheld too. A deal in two fields counts in both.`,
    method: 'How this is counted', about: 'Time to close runs from the interest expressed to the second side’s confirmation of the value. Satisfaction is the mean of each side’s latest word. Days are days in Hanoi.', source: 'Source', open: 'Open to everybody; no deal is named unless both sides agree.',
  },
})

/** A band of value in words: up to the first bound, between two, over the last. */
export function bandName(band: number, bounds: readonly number[], locale: Locale): string {
  const [from, to] = [bounds[band - 1], bounds[band]]
  const short = (value: number) => formatVndShort(value, locale)
  if (from === undefined && to === undefined) return locale === 'vi' ? 'Mọi giá trị' : 'Any value'
  if (from === undefined) return locale === 'vi' ? `Đến ${short(to!)}` : `Up to ${short(to!)}`
  if (to === undefined) return locale === 'vi' ? `Trên ${short(from)}` : `Over ${short(from)}`
  return locale === 'vi' ? `Trên ${short(from)} đến ${short(to)}` : `Over ${short(from)}, up to ${short(to)}`
}
export const priceName = (low: number, high: number, locale: Locale): string => (locale === 'vi' ? `${formatVndShort(low, 'vi')} đến ${formatVndShort(high, 'vi')}` : `${formatVndShort(low, 'en')} to ${formatVndShort(high, 'en')}`)
