import { texts } from '../../platform/locale.ts'
import { endKinds } from '../audit/deal-messages.ts'
import type { Gone } from './rules.ts'
import type { ActionCode } from './step-rules.ts'

const vi: Record<Exclude<ActionCode, 'duty'>, string> = {
  settle_gone: 'Giải quyết hồ sơ của bên không còn hoạt động', confirm_closing: 'Xác nhận hoặc báo lại giá trị hoàn tất', answer_message: 'Đọc và trả lời tin nhắn', begin: 'Viết lời đầu tiên', set_step: 'Cử người phụ trách và chọn ngày cho bước này',
  agree_way: 'Thống nhất bước tiếp theo: thỏa thuận bảo mật, hoặc sang thẳng đánh giá', open_room: 'Mở phòng dữ liệu và đưa tài liệu vào', ask_questions: 'Đặt câu hỏi kỹ thuật, hẹn xem tận nơi', plan_pilot: 'Ghi quyết định chạy thử: chỉ tiêu, nơi chạy, ngày kết thúc',
  draft_terms: 'Soạn bản điều khoản', draft_contract: 'Lập hợp đồng từ bản điều khoản', report_closing: 'Ký xong thì báo hoàn tất kèm giá trị', check_registration: 'Kiểm tra hợp đồng có phải đăng ký hoặc xin phép không',
  plan_payments: 'Lập các đợt nghiệm thu và thanh toán', confirm_outcome: 'Xác nhận kết quả sử dụng', move_on: 'Chuyển sang bước tiếp theo',
}
const en: Record<Exclude<ActionCode, 'duty'>, string> = {
  settle_gone: 'Settle the file of a side that is out of business', confirm_closing: 'Confirm or answer the reported closing', answer_message: 'Read and answer the message', begin: 'Write the first message', set_step: 'Name an owner and a day for this step',
  agree_way: 'Agree on the next step: confidentiality, or straight to evaluation', open_room: 'Open the data room and put documents in', ask_questions: 'Ask technical questions, arrange a visit', plan_pilot: 'Record the decision on a pilot: measure, place, last day',
  draft_terms: 'Draft the term sheet', draft_contract: 'Make the contract from the term sheet', report_closing: 'Once signed, report the closing with its value', check_registration: 'Check whether the contract has to be registered or licensed',
  plan_payments: 'Lay out milestones and payments', confirm_outcome: 'Confirm the outcome of use', move_on: 'Move to the next step',
}

export const stepTexts = texts({
  vi: {
    actions: vi, next: 'Việc nên làm tiếp', nextNone: 'Không còn việc nào phải làm tiếp.', whose: (name: string) => `Của ${name}`, either: 'Một trong hai bên', officers: 'Cán bộ giao dịch của Sàn', by: (day: string) => `hạn ${day}`, passed: 'Quá hạn', go: 'Làm ngay',
    line: 'Các bước của giao dịch', step: 'Bước', owner: 'Người phụ trách', due_on: 'Hạn', entered: 'Bắt đầu', left: 'Rời bước', note: 'Ghi chú', here: 'đang ở đây', done: 'đã qua', skipped: 'bỏ qua', ahead: 'sắp tới', unset: 'chưa có', wholeSide: (name: string) => `${name} (bên này tự cử)`,
    waits: 'Đang chờ trong hồ sơ', waitsNone: 'Không có việc nào đang chờ trong hồ sơ.', what: 'Việc', whom: 'Của ai', since: 'Từ', part: 'Phần', noDay: 'không có hạn',
    moves: 'Đã chuyển bước thế nào', assign: 'Phân công một bước', assignHelp: 'Mỗi bước có một người phụ trách và một ngày. Đến ngày, người phụ trách được nhắc; qua ngày, hồ sơ được báo cho cán bộ giao dịch.', due_onHelp: 'Từ hôm nay trở đi.', ownerHelp: 'Người của bên bạn, hoặc cả một bên để bên đó tự cử.', noteHelp: 'Ví dụ: cần bảng đo của ba tuần chạy thử.', save: 'Ghi phân công',
    move: 'Chuyển bước', stage: 'Sang bước', stage_reason: 'Lý do', moveHelp: 'Cần khi bỏ qua bước hoặc quay lại, chẳng hạn hợp đồng không thuộc diện phải đăng ký.', allSteps: 'Phân công và lịch sử các bước',
    gone: (name: string, kind: Gone) => `${name} ${kind === 'deleted' ? 'không còn trên Sàn' : endKinds.vi[kind]}. Hồ sơ tạm dừng: không bên nào làm thêm được gì ở đây.`,
    goneWhat: ['Bên còn lại, hoặc cán bộ giao dịch, có thể kết thúc giao dịch không thành ở trang Tổng quan.', 'Nếu có tổ chức kế thừa quyền và nghĩa vụ, hãy báo cán bộ giao dịch: hồ sơ tổ chức được gộp và giao dịch đi tiếp với tổ chức kế thừa.', 'Tiền đã đến, đã hoàn hoặc còn giữ: cán bộ giao dịch ghi và khóa sổ ở trang của từng mốc thanh toán.', 'Giao dịch đã hoàn tất thì cán bộ giao dịch ghi cách giải quyết phần còn lại.'],
    settle: 'Ghi cách giải quyết', word: 'Cách giải quyết', wordHelp: 'Hai bên đọc được lời này. Sau khi ghi, việc này không còn chờ bạn.',
    end: 'Ghi nhận một bên không còn hoạt động', endHelp: 'Chỉ ghi khi đã xem nguồn: cổng thông tin đăng ký doanh nghiệp, quyết định giải thể hoặc phá sản. Mọi hồ sơ đang mở của tổ chức đó tạm dừng.', organisation_id: 'Tổ chức', kind: 'Tình trạng', ended_on: 'Từ ngày', reason: 'Nguồn và lời giải thích', sendEnd: 'Ghi nhận', lift: 'Bỏ ghi nhận', lift_reason: 'Vì sao bỏ', liftHelp: 'Khi ghi nhận nhầm hoặc tổ chức hoạt động lại. Các hồ sơ của tổ chức đi tiếp.', kinds: { dissolved: 'Đã giải thể', bankrupt: 'Đã phá sản', suspended: 'Tạm ngừng hoạt động' },
    idle: 'Hồ sơ không hoạt động', idleLead: (days: number) => `Hồ sơ đang mở không có diễn biến trong ${days} ngày, hoặc đã qua một hạn. Lâu nhất đứng trước, mỗi hồ sơ kèm việc nên làm tiếp.`, idleNone: 'Không có hồ sơ nào bị bỏ quên.', idleMore: (n: number) => `Chỉ hiện ${n} hồ sơ lâu nhất.`, why: 'Vì sao', whys: { day_passed: 'Đã qua hạn', quiet: 'Không có diễn biến' }, last: 'Diễn biến cuối', file: (id: number) => `Hồ sơ số ${id}`, parties: 'Các bên', days: (n: number) => (n === 0 ? 'hôm nay' : `${n} ngày trước`),
  },
  en: {
    actions: en, next: 'Next best action', nextNone: 'Nothing is left to do.', whose: (name: string) => `For ${name}`, either: 'Either side', officers: 'The Exchange’s deal officers', by: (day: string) => `by ${day}`, passed: 'Overdue', go: 'Do it now',
    line: 'Steps of the deal', step: 'Step', owner: 'Owner', due_on: 'Due', entered: 'Began', left: 'Left', note: 'Note', here: 'stands here', done: 'passed', skipped: 'skipped', ahead: 'to come', unset: 'not set', wholeSide: (name: string) => `${name} (names its own)`,
    waits: 'What waits in the file', waitsNone: 'Nothing waits in the file.', what: 'Task', whom: 'Whose', since: 'Since', part: 'Part', noDay: 'no day',
    moves: 'How it moved', assign: 'Assign a step', assignHelp: 'Every step has an owner and a day. The owner is reminded of the day; once it is over, the deal officers see the file.', due_onHelp: 'Today or later.', ownerHelp: 'Somebody of your side, or a whole side, which then names its own.', noteHelp: 'For example: measurements of three weeks of the pilot are needed.', save: 'Assign',
    move: 'Move to another step', stage: 'To step', stage_reason: 'Reason', moveHelp: 'Needed when steps are skipped or taken back, for example where the contract need not be registered.', allSteps: 'Owners, days and history of the steps',
    gone: (name: string, kind: Gone) => `${name} is ${kind === 'deleted' ? 'no longer on the Exchange' : endKinds.en[kind]}. The file has stopped: neither side can do anything further here.`,
    goneWhat: ['The other side, or a deal officer, can close the deal as lost on the page Overview.', 'Where another organisation succeeds to its rights and duties, tell a deal officer: the two records are merged and the deal goes on with the successor.', 'Money that came in, was paid back or is still held: a deal officer writes it down and closes the books on the page of each payment milestone.', 'Where the deal was closed already, a deal officer notes how what is left is settled.'],
    settle: 'Note how it is settled', word: 'How it is settled', wordHelp: 'Both sides read this. Once it is noted, this no longer waits for you.',
    end: 'Note that a side is out of business', endHelp: 'Only after looking at the source: the national business registration portal, the decision on dissolution or bankruptcy. Every open file of that organisation stops.', organisation_id: 'Organisation', kind: 'What became of it', ended_on: 'Since', reason: 'Source and explanation', sendEnd: 'Note it', lift: 'Take it back', lift_reason: 'Why it is taken back', liftHelp: 'Where it was a mistake or the organisation is back in business. Its files go on.', kinds: { dissolved: 'Dissolved', bankrupt: 'Bankrupt', suspended: 'Out of business for the time being' },
    idle: 'Idle files', idleLead: (days: number) => `Open files in which nothing has happened for ${days} days, or a day of which is over. The longest idle first, each with its next best action.`, idleNone: 'No file is left lying.', idleMore: (n: number) => `Only the ${n} longest idle are shown.`, why: 'Why', whys: { day_passed: 'A day is over', quiet: 'Nothing happened' }, last: 'Last happened', file: (id: number) => `Deal file no. ${id}`, parties: 'Parties', days: (n: number) => (n === 0 ? 'today' : n === 1 ? '1 day ago' : `${n} days ago`),
  },
})
