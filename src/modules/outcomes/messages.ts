import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatIsoDay } from '../../platform/time.ts'
import { type Agreement, outcomeEarlyDays, type OutcomeRefusal } from './rules.ts'
import type { Again, DisuseCode, RevenueBand, Usage } from './schema.ts'

export const dutyTexts = texts({
  vi: (deal: number, months: number) => `Giao dịch số ${deal}: cho biết công nghệ được dùng thế nào sau ${months} tháng`,
  en: (deal: number, months: number) => `Deal no. ${deal}: say how the technology is used after ${months} months`,
})

export const outcomeRefusals = texts<Messages<OutcomeRefusal>>({
  vi: {
    outcome_not_won: () => 'Kết quả sử dụng chỉ được ghi cho giao dịch đã hoàn tất. Khi cả hai bên đã xác nhận cùng một giá trị, hãy quay lại đây.',
    outcome_too_early: ({ months, from }) => `Chưa đến lúc nói về ${months} tháng sử dụng. Từ ngày ${formatIsoDay(from, 'vi')} bạn có thể xác nhận.`,
    outcome_of_both_sides: () => 'Bạn có quyền nói cho cả hai bên, nên lời của bạn không thể tính là lời của bên này. Hãy để người khác của một bên xác nhận.',
    outcome_unchanged: () => 'Nội dung giống hệt lần xác nhận gần nhất của bên bạn. Sửa điều cần sửa rồi gửi lại, hoặc không cần làm gì.',
  },
  en: {
    outcome_not_won: () => 'The outcome is recorded for deals that were closed. Come back when both sides have confirmed the same value.',
    outcome_too_early: ({ months, from }) => `It is too early to speak of ${months} months of use. You can do so from ${formatIsoDay(from, 'en')}.`,
    outcome_of_both_sides: () => 'You may speak for both sides, so your word cannot count as one side’s. Let somebody else of one of them say it.',
    outcome_unchanged: () => 'This is what your side said last. Change what has changed and send it again, or do nothing.',
  },
})

export const usageNames = texts<Record<Usage, string>>({
  vi: { in_use: 'Đang sử dụng', partly: 'Sử dụng một phần', not_in_use: 'Không sử dụng' },
  en: { in_use: 'In use', partly: 'Partly in use', not_in_use: 'Not in use' },
})
export const disuseNames = texts<Record<DisuseCode, string>>({
  vi: { performance: 'Không đạt hiệu năng như đã hứa', running_cost: 'Chi phí vận hành quá cao', staff: 'Thiếu người vận hành được', supply: 'Thiếu nguyên liệu, linh kiện hoặc dịch vụ', market: 'Không còn đầu ra hoặc nhu cầu', regulation: 'Vướng quy định hoặc giấy phép', replaced: 'Đã thay bằng giải pháp khác', not_installed: 'Chưa lắp đặt xong', reorganised: 'Tổ chức thay đổi hoặc ngừng hoạt động', other: 'Lý do khác (hãy ghi rõ)' },
  en: { performance: 'It does not perform as promised', running_cost: 'It costs too much to run', staff: 'Nobody to operate it', supply: 'Material, parts or service are lacking', market: 'No market or need any more', regulation: 'A rule or permit stands in the way', replaced: 'Replaced by another solution', not_installed: 'Not installed yet', reorganised: 'The organisation changed or closed', other: 'Another reason (please say which)' },
})
export const revenueNames = texts<Record<RevenueBand, string>>({
  vi: { none: 'Chưa có', to_100m: 'Đến 100 triệu đồng', to_1b: 'Trên 100 triệu đến 1 tỷ đồng', to_10b: 'Trên 1 đến 10 tỷ đồng', over_10b: 'Trên 10 tỷ đồng' },
  en: { none: 'None yet', to_100m: 'Up to VND 100 million', to_1b: 'Over VND 100 million, up to 1 billion', to_10b: 'Over VND 1 billion, up to 10 billion', over_10b: 'Over VND 10 billion' },
})
export const againNames = texts<Record<Again, string>>({ vi: { yes: 'Có', perhaps: 'Có thể', no: 'Không' }, en: { yes: 'Yes', perhaps: 'Perhaps', no: 'No' } })
export const agreementNames = texts<Record<Agreement, string>>({
  vi: { agreed: 'Hai bên cùng xác nhận', differs: 'Hai bên nói khác nhau', one_side: 'Mới một bên nói', none: 'Chưa bên nào nói' },
  en: { agreed: 'Both sides say so', differs: 'The two sides differ', one_side: 'Only one side has said it', none: 'Neither side has said it' },
})

export const outcomeTexts = texts({
  vi: {
    lead: 'Sau 6, 12 và 24 tháng kể từ ngày hoàn tất, mỗi bên cho biết công nghệ đang được dùng ra sao. Điều hai bên cùng xác nhận được tính vào sổ kết quả công khai; chỗ hai bên nói khác nhau được ghi là khác nhau và không được tính.',
    notWon: 'Giao dịch chưa hoàn tất, nên chưa có gì để xác nhận ở đây.', lost: 'Giao dịch đã kết thúc mà không thành, nên không có kết quả sử dụng.', lostBecause: 'Lý do không thành',
    after: (months: number) => `Sau ${months} tháng`, due: 'Hạn xác nhận', opens: (day: string) => `Xác nhận được từ ngày ${day}.`, nothing: 'Chưa bên nào xác nhận.', fact: 'Nội dung', together: 'Đối chiếu',
    usage: 'Tình trạng sử dụng', reason: 'Giải thích', reason_code: 'Vì sao không dùng hết', effects: 'Kết quả đo được', jobs: 'Việc làm tạo thêm hoặc giữ được', revenue_band: 'Doanh thu hoặc tiết kiệm nhờ công nghệ trong 12 tháng qua', named: 'Cho phép nêu tên giao dịch', satisfaction: 'Hài lòng về bên kia', again: 'Sẵn sàng hợp tác lại',
    satisfactionHelp: '1: rất không hài lòng, 5: rất hài lòng. Bên kia không đọc được câu này và câu sau; số công khai chỉ là trung bình của nhiều giao dịch.', ofFive: (n: number) => `${n}/5`, private: 'Chỉ bên bạn và Sàn đọc', hidden: 'Chỉ bên đó và Sàn đọc',
    said: 'Xác nhận lúc', notSaid: 'Chưa xác nhận', unsaid: 'Không nêu', yes: 'Có', no: 'Không', none: 'Không có', from: (before: string, after: string, unit: string) => `${before} → ${after}${unit ? ` ${unit}` : ''}`,
    state: 'Xác nhận của bên bạn', correct: 'Sửa bằng một xác nhận mới: lời trước vẫn được giữ trong lịch sử.', months: 'Nói về thời điểm', send: 'Gửi xác nhận', usageHelp: 'Tại thời điểm đó, theo điều bên bạn biết chắc.',
    effectsHelp: (most: number) => `Tối đa ${most} chỉ tiêu đã đo trước và sau khi dùng, ví dụ: điện tiêu thụ, kWh mỗi kg, 12,5, 8.`, measure: (row: number) => `Chỉ tiêu ${row}`, unit: (row: number) => `Đơn vị ${row}`, before: (row: number) => `Trước ${row}`, afterUse: (row: number) => `Sau ${row}`,
    namedTick: 'Đồng ý để Sàn nêu tên giao dịch này trong sổ kết quả công khai, nếu bên kia cũng đồng ý', namedHelp: 'Rút lại được bất cứ lúc nào bằng một xác nhận mới không đánh dấu ô này.', named_yes: 'Cả hai bên đồng ý nêu tên: giao dịch có trong sổ kết quả công khai với giá trị theo khoảng.', ledger: 'Sổ kết quả công khai',
    early: `Mỗi lần xác nhận được mở trước hạn ${outcomeEarlyDays} ngày.`, history: 'Những lần xác nhận trước', corrected: 'đã được thay bằng lời sau', noSigner: 'Người ký hoặc chủ sở hữu của tổ chức bạn gửi xác nhận này.',
    allSaid: 'Bên bạn đã xác nhận đủ các lần.', jobsHelp: 'Số người; để trống nếu không rõ.', optionalHelp: 'Để trống nếu không rõ.',
  },
  en: {
    lead: 'Six, twelve and twenty-four months after the deal closed each side says how the technology is used. What both say is counted in the public ledger of outcomes; where they differ it is shown as differing and not counted.',
    notWon: 'The deal has not closed, so there is nothing to confirm here yet.', lost: 'The deal ended without a contract, so there is no outcome of use.', lostBecause: 'Why it was lost',
    after: (months: number) => `After ${months} months`, due: 'To be said by', opens: (day: string) => `Can be said from ${day}.`, nothing: 'Neither side has said anything yet.', fact: 'Matter', together: 'Side by side',
    usage: 'Use', reason: 'Explanation', reason_code: 'Why it is not fully used', effects: 'What was measured', jobs: 'Jobs created or kept', revenue_band: 'Revenue or savings through the technology in the last 12 months', named: 'Lets the deal be named', satisfaction: 'Satisfied with the other side', again: 'Would do it again',
    satisfactionHelp: '1: very dissatisfied, 5: very satisfied. The other side does not read this answer nor the next; the public sees only means over many deals.', ofFive: (n: number) => `${n}/5`, private: 'Read only by your side and the Exchange', hidden: 'Read only by that side and the Exchange',
    said: 'Said at', notSaid: 'Not said yet', unsaid: 'Not stated', yes: 'Yes', no: 'No', none: 'None', from: (before: string, after: string, unit: string) => `${before} → ${after}${unit ? ` ${unit}` : ''}`,
    state: 'What your side says', correct: 'Correct it by saying it anew: what was said before stays in the history.', months: 'Speaking of', send: 'Send', usageHelp: 'At that time, as far as your side knows for certain.',
    effectsHelp: (most: number) => `Up to ${most} things measured before and with the technology, for example: electricity, kWh per kg, 12.5, 8.`, measure: (row: number) => `Measure ${row}`, unit: (row: number) => `Unit ${row}`, before: (row: number) => `Before ${row}`, afterUse: (row: number) => `After ${row}`,
    namedTick: 'The Exchange may name this deal in the public ledger of outcomes, if the other side agrees too', namedHelp: 'Taken back at any time by saying it anew with this box empty.', named_yes: 'Both sides let it be named: the deal stands in the public ledger of outcomes, its value as a band.', ledger: 'Public ledger of outcomes',
    early: `Each can be said from ${outcomeEarlyDays} days before its day.`, history: 'What was said before', corrected: 'replaced by a later word', noSigner: 'A signer or an owner of your organisation sends this.',
    allSaid: 'Your side has said all there is to say.', jobsHelp: 'People; leave empty where not known.', optionalHelp: 'Leave empty where not known.',
  },
})
