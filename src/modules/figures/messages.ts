import { formatNumber } from '../../platform/money.ts'
import { texts } from '../../platform/locale.ts'
import { fewestAnswered } from '../sourcing/rules.ts'
import { fewestJudged, mostMonths, shortFrom, usualMonths } from './rules.ts'

export const figureTexts = texts({
  vi: {
    title: 'Số liệu của Sàn', lead: 'Đếm trực tiếp từ hồ sơ tại thời điểm xem. Một giao dịch chỉ được tính khi cả hai bên xác nhận cùng một giá trị.',
    offers: 'Chào bán đang công bố', needs: 'Nhu cầu đang công bố', organisations: 'Tổ chức có tin', verified: 'Tổ chức đã xác minh', interests: 'Lượt bày tỏ quan tâm', deals_open: 'Giao dịch đang mở', deals_won: 'Giao dịch thành công', deals_lost: 'Giao dịch không thành', value: 'Tổng giá trị đã xác nhận',
    ledger: 'Sổ kết quả công khai: giao dịch hoàn tất và sau đó có được dùng không', byField: 'Cung và cầu theo lĩnh vực', field: 'Lĩnh vực', byMonth: 'Mười hai tháng gần đây', month: 'Tháng', published: 'Tin đăng trên Sàn', won: 'Giao dịch thành công', amount: 'Giá trị (đồng)', lost: 'Vì sao giao dịch không thành', reason: 'Lý do', count: 'Số giao dịch', rate: 'Tỷ lệ thành công', rateText: (won: number, closed: number) => `${won} trong ${closed} giao dịch đã kết thúc`,
    imported: (n: string) => `Trong số tin đang công bố có ${n} tin nhập từ nguồn khác; những tin đó không tính vào từng tháng, và không nằm trong bảng lĩnh vực nếu nguồn không phân loại.`, bothFields: 'Tin thuộc hai lĩnh vực được đếm ở cả hai, nên cộng các dòng có thể lớn hơn tổng.', withheld: 'Dấu “…”: chưa đủ ba giao dịch nên không công bố tổng giá trị.', csv: 'Tải bảng này (CSV)', chart: 'Biểu đồ: số chào bán và nhu cầu theo lĩnh vực; số liệu ở bảng dưới.', offersShort: 'Chào bán', needsShort: 'Nhu cầu', few: 'Chưa đủ giao dịch để công bố mà không lộ từng giao dịch.', updated: 'Cập nhật lúc',
  },
  en: {
    title: 'The Exchange in figures', lead: 'Counted from the records at the moment you look. A deal counts only when both sides have confirmed the same value.',
    offers: 'Offers published', needs: 'Needs published', organisations: 'Organisations with listings', verified: 'Verified organisations', interests: 'Interests expressed', deals_open: 'Open deals', deals_won: 'Deals closed', deals_lost: 'Deals lost', value: 'Value confirmed by both sides',
    ledger: 'Public ledger of outcomes: deals closed, and whether they are used', byField: 'Supply and demand by field', field: 'Field', byMonth: 'The last twelve months', month: 'Month', published: 'Listings published here', won: 'Deals closed', amount: 'Value (đồng)', lost: 'Why deals were lost', reason: 'Reason', count: 'Deals', rate: 'Success rate', rateText: (won: number, closed: number) => `${won} of ${closed} deals that have ended`,
    imported: (n: string) => `${n} of the listings published were imported from elsewhere; they are not counted by month, nor by field where their source gave none.`, bothFields: 'A listing in two fields counts in both, so the rows may add up to more than the total.', withheld: '“…” stands where fewer than three deals would show what one was worth.', csv: 'Download this table (CSV)', chart: 'Chart: offers and needs by field; the figures stand in the table below.', offersShort: 'Offers', needsShort: 'Needs', few: 'Too few deals to publish without showing a single one.', updated: 'Updated at',
  },
})

/** The words of the supply and need database. */
export const marketTexts = texts({
  vi: {
    title: 'Cơ sở dữ liệu cung và cầu công nghệ', lead: 'Điều đang được chào bán và điều đang được tìm, đếm từ các tin đang công bố. Mỗi bảng tải về được dưới dạng CSV hoặc Excel, theo đúng bộ lọc đang chọn.',
    views: 'Các cách xem', view: { fields: 'Theo lĩnh vực', trl: 'Theo mức sẵn sàng', places: 'Theo nơi', months: 'Theo thời gian', evidence: 'Theo mức bằng chứng', gaps: 'Khoảng trống' },
    heading: { fields: 'Cung và cầu theo lĩnh vực nghiên cứu', trl: 'Cung và cầu theo mức độ sẵn sàng công nghệ', places: 'Cung và cầu theo nơi', months: 'Cung và cầu theo thời gian', evidence: 'Cung và cầu theo mức bằng chứng', gaps: 'Khoảng trống: cần nhiều, có ít' },
    filter: 'Lọc', kind: 'Loại tin', both: 'Cả hai', field: 'Lĩnh vực', every: 'Mọi lĩnh vực', from: 'Công bố từ ngày', to: 'đến hết ngày', apply: 'Xem', clear: 'Bỏ lọc', csv: 'Tải CSV', xlsx: 'Tải Excel (XLSX)', files: 'Tải bảng này',
    code: 'Mã', name: { fields: 'Lĩnh vực', trl: 'Mức sẵn sàng (TRL)', places: 'Nơi', months: 'Tháng', evidence: 'Mức bằng chứng', gaps: 'Lĩnh vực' },
    offers: 'Chào bán', needs: 'Nhu cầu', offersNew: 'Chào bán mới', needsNew: 'Nhu cầu mới', offers_open: 'Chào bán cuối tháng', needs_open: 'Nhu cầu cuối tháng', unmatched: 'Nhu cầu chưa có chào bán phù hợp', unanswered: 'Trong đó chưa ai quan tâm', pull: 'Độ thiếu', balance: 'Nhận định',
    balances: { short: 'Thiếu', even: 'Cân đối', ample: 'Dồi dào', few: 'Còn quá ít tin' }, unstated: 'Không nêu', unfiled: 'Chưa xếp lĩnh vực', broadly: (name: string) => `${name} (không nêu cụ thể hơn)`, level: (code: string, name: string) => `TRL ${code}: ${name}`, hanoi: (ward: string) => `Hà Nội, ${ward}`, inVietnam: 'Việt Nam, ngoài danh mục phường xã Hà Nội hoặc không nêu',
    grades: ['Chưa nêu kết quả', 'Tự khai', 'Có tài liệu', 'Bên thứ ba kiểm chứng', 'Đã chứng minh trong thực tế'],
    none: 'Không có tin nào trong phần đã chọn.', total: (offers: string, needs: string) => `${offers} chào bán, ${needs} nhu cầu`, up: 'Lên một cấp', more: (shown: number) => `Biểu đồ vẽ ${shown} dòng lớn nhất; bảng có đủ.`, drill: 'Chọn tên một lĩnh vực để xem các nhánh của nó.',
    chart: (heading: string, top: string) => `${heading}. Nhiều nhất: ${top}. Bảng ngay dưới có đủ số liệu.`, chartMonths: 'Tin đang công bố vào cuối mỗi tháng. Bảng ngay dưới có đủ số liệu.', openNow: 'Đang công bố vào cuối tháng', newNow: 'Tin mới mỗi tháng',
    about: 'Về bảng này', sheet: 'Số liệu', counted: 'Đếm lúc', filters: 'Bộ lọc', noFilters: 'Không lọc', source: 'Nguồn', period: (from: string, to: string) => [from && `từ ${from}`, to && `đến ${to}`].filter(Boolean).join(' '),
    open: 'Tin đã công bố thì ai cũng đọc được, nên số đếm tin không bị che.', twice: 'Tin thuộc hai lĩnh vực được đếm ở cả hai, nên cộng các dòng có thể lớn hơn tổng.',
    notes: {
      fields: 'Tin nhập từ nguồn khác được tính theo lĩnh vực mà nguồn đã ghi.', trl: 'Với nhu cầu, đây là mức thấp nhất mà bên tìm chấp nhận.', places: 'Nơi xem hoặc áp dụng công nghệ mà tin đã nêu: phường, xã của Hà Nội, hoặc nước.',
      months: `Chỉ tính tin đăng tại Sàn; tin nhập từ nguồn khác không phải việc của tháng nhập. Một tin được tính từ lần công bố gần nhất đến khi đóng hoặc hết hạn; tin đang sửa không được tính. Tháng này mới tính đến hôm nay. Khi không chọn thời gian, bảng có ${usualMonths} tháng gần nhất; nhiều nhất ${mostMonths} tháng.`,
      evidence: 'Mức của tin là mức mà các kết quả đã nêu đang đạt hôm nay.',
      gaps: `Độ thiếu = tỷ trọng của lĩnh vực trong mọi nhu cầu chia cho tỷ trọng trong mọi chào bán, mỗi bên cộng thêm 1: ((nhu cầu + 1) / (tổng nhu cầu + số lĩnh vực)) ÷ ((chào bán + 1) / (tổng chào bán + số lĩnh vực)). So tỷ trọng vì thị trường luôn có loại tin này nhiều hơn loại kia; cộng 1 để một tin lẻ không quyết định. “Thiếu”: từ ${formatNumber(shortFrom, 'vi')} trở lên và có ít nhất ${fewestJudged} nhu cầu; “dồi dào”: không quá 1/${formatNumber(shortFrom, 'vi')} và có ít nhất ${fewestJudged} chào bán. Một chào bán phù hợp khi của tổ chức khác (với nhu cầu không nêu tên tổ chức thì của bất kỳ ai), cùng nhánh lĩnh vực (ba chữ số) và đạt mức sẵn sàng được yêu cầu; mức không nêu coi như đạt.`,
    },
    withheld: `Dấu “…”: nhu cầu có được quan tâm hay không là việc giữa hai bên, nên số này không công bố khi lĩnh vực có ít hơn ${fewestAnswered} nhu cầu như vậy, khi có thể suy ra bằng phép trừ, hoặc khi lọc theo ngày.`,
  },
  en: {
    title: 'Supply and need database', lead: 'What is offered and what is sought, counted from the listings now published. Every table can be downloaded as CSV or Excel, with the filters chosen here.',
    views: 'Ways to look', view: { fields: 'By field', trl: 'By readiness', places: 'By place', months: 'By time', evidence: 'By evidence', gaps: 'Gaps' },
    heading: { fields: 'Supply and need by research field', trl: 'Supply and need by technology readiness', places: 'Supply and need by place', months: 'Supply and need through time', evidence: 'Supply and need by evidence', gaps: 'Gaps: much sought, little offered' },
    filter: 'Filter', kind: 'Kind of listing', both: 'Both', field: 'Field', every: 'Every field', from: 'Published from', to: 'up to and including', apply: 'Show', clear: 'Clear filters', csv: 'Download CSV', xlsx: 'Download Excel (XLSX)', files: 'Download this table',
    code: 'Code', name: { fields: 'Field', trl: 'Readiness (TRL)', places: 'Place', months: 'Month', evidence: 'Evidence', gaps: 'Field' },
    offers: 'Offers', needs: 'Needs', offersNew: 'New offers', needsNew: 'New needs', offers_open: 'Offers at month’s end', needs_open: 'Needs at month’s end', unmatched: 'Needs no offer fits', unanswered: 'Of those, without any interest', pull: 'Shortage', balance: 'Reading',
    balances: { short: 'Short', even: 'Even', ample: 'Well supplied', few: 'Too few listings' }, unstated: 'Not stated', unfiled: 'No field given', broadly: (name: string) => `${name} (no closer field given)`, level: (code: string, name: string) => `TRL ${code}: ${name}`, hanoi: (ward: string) => `Hanoi, ${ward}`, inVietnam: 'Viet Nam, outside the Hanoi list of wards or not stated',
    grades: ['Nothing claimed', 'Self-declared', 'Documented', 'Verified by a third party', 'Proven in the field'],
    none: 'There is no listing in what was chosen.', total: (offers: string, needs: string) => `${offers} offers, ${needs} needs`, up: 'One level up', more: (shown: number) => `The chart draws the ${shown} largest rows; the table has them all.`, drill: 'Choose the name of a field to see its branches.',
    chart: (heading: string, top: string) => `${heading}. Most: ${top}. The table below has every figure.`, chartMonths: 'Listings on the market at the end of each month. The table below has every figure.', openNow: 'On the market at month’s end', newNow: 'New listings each month',
    about: 'About this table', sheet: 'Figures', counted: 'Counted at', filters: 'Filters', noFilters: 'None', source: 'Source', period: (from: string, to: string) => [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' '),
    open: 'Published listings are open to everybody, so counts of them are not withheld.', twice: 'A listing in two fields counts in both, so the rows may add up to more than the total.',
    notes: {
      fields: 'Listings imported from elsewhere count by the field their source gave.', trl: 'For a need, this is the lowest level the seeker accepts.', places: 'Where the listing says the technology can be seen or applied: a ward or commune of Hanoi, or a country.',
      months: `Only listings published here count; an import is no work of the month it came in. A listing counts from its latest publication until it was closed or lapsed; one being revised does not count. The present month counts up to today. With no period chosen the table holds the last ${usualMonths} months; at most ${mostMonths}.`,
      evidence: 'A listing’s grade is the one its claims stand at today.',
      gaps: `Shortage = the field’s share of all needs over its share of all offers, each with 1 added: ((needs + 1) / (all needs + fields)) ÷ ((offers + 1) / (all offers + fields)). Shares are compared because a market always holds more of one kind; 1 is added so that a single listing does not decide. “Short”: ${shortFrom} or more with at least ${fewestJudged} needs; “well supplied”: 1/${shortFrom} or less with at least ${fewestJudged} offers. An offer fits when it is another organisation’s (for a need that does not name its organisation, anybody’s), lies in the same branch (three digits) and reaches the readiness asked; a level not stated counts as reached.`,
    },
    withheld: `“…”: whether a need has met interest is between its two sides, so this is not told of fewer than ${fewestAnswered} such needs, nor where subtracting would tell it, nor when days are chosen.`,
  },
})
