import { texts } from '../../platform/locale.ts'

export const figureTexts = texts({
  vi: {
    title: 'Số liệu của Sàn', lead: 'Đếm trực tiếp từ hồ sơ tại thời điểm xem. Một giao dịch chỉ được tính khi cả hai bên xác nhận cùng một giá trị.',
    offers: 'Chào bán đang công bố', needs: 'Nhu cầu đang công bố', organisations: 'Tổ chức có tin', verified: 'Tổ chức đã xác minh', interests: 'Lượt bày tỏ quan tâm', deals_open: 'Giao dịch đang mở', deals_won: 'Giao dịch thành công', deals_lost: 'Giao dịch không thành', value: 'Tổng giá trị đã xác nhận',
    byField: 'Cung và cầu theo lĩnh vực', field: 'Lĩnh vực', byMonth: 'Mười hai tháng gần đây', month: 'Tháng', published: 'Tin đăng trên Sàn', won: 'Giao dịch thành công', amount: 'Giá trị (đồng)', lost: 'Vì sao giao dịch không thành', reason: 'Lý do', count: 'Số giao dịch', rate: 'Tỷ lệ thành công', rateText: (won: number, closed: number) => `${won} trong ${closed} giao dịch đã kết thúc`,
    imported: (n: string) => `Trong số tin đang công bố có ${n} tin nhập từ nguồn khác; những tin đó không tính vào từng tháng, và không nằm trong bảng lĩnh vực nếu nguồn không phân loại.`, bothFields: 'Tin thuộc hai lĩnh vực được đếm ở cả hai, nên cộng các dòng có thể lớn hơn tổng.', withheld: 'Dấu “…”: chưa đủ ba giao dịch nên không công bố tổng giá trị.', csv: 'Tải bảng này (CSV)', chart: 'Biểu đồ: số chào bán và nhu cầu theo lĩnh vực; số liệu ở bảng dưới.', offersShort: 'Chào bán', needsShort: 'Nhu cầu', few: 'Chưa đủ giao dịch để công bố mà không lộ từng giao dịch.', updated: 'Cập nhật lúc',
  },
  en: {
    title: 'The Exchange in figures', lead: 'Counted from the records at the moment you look. A deal counts only when both sides have confirmed the same value.',
    offers: 'Offers published', needs: 'Needs published', organisations: 'Organisations with listings', verified: 'Verified organisations', interests: 'Interests expressed', deals_open: 'Open deals', deals_won: 'Deals closed', deals_lost: 'Deals lost', value: 'Value confirmed by both sides',
    byField: 'Supply and demand by field', field: 'Field', byMonth: 'The last twelve months', month: 'Month', published: 'Listings published here', won: 'Deals closed', amount: 'Value (đồng)', lost: 'Why deals were lost', reason: 'Reason', count: 'Deals', rate: 'Success rate', rateText: (won: number, closed: number) => `${won} of ${closed} deals that have ended`,
    imported: (n: string) => `${n} of the listings published were imported from elsewhere; they are not counted by month, nor by field where their source gave none.`, bothFields: 'A listing in two fields counts in both, so the rows may add up to more than the total.', withheld: '“…” stands where fewer than three deals would show what one was worth.', csv: 'Download this table (CSV)', chart: 'Chart: offers and needs by field; the figures stand in the table below.', offersShort: 'Offers', needsShort: 'Needs', few: 'Too few deals to publish without showing a single one.', updated: 'Updated at',
  },
})
