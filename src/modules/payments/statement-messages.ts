import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'

export const statementTexts = texts({
  vi: {
    title: 'Sao kê ngân hàng', lead: 'Tải lên tệp ngân hàng xuất ra; Sàn chỉ đọc các dòng tiền vào và gợi ý dòng nào trả cho đề nghị nào. Chưa có gì được ghi sổ cho tới khi bạn xác nhận từng dòng.',
    noOrganisation: 'Hãy thay mặt một tổ chức mà bạn có quyền biên tập để nhập sao kê.', none: 'Chưa có sao kê nào.', name: 'Tệp', imported: 'Nhập lúc', lines: 'Dòng tiền vào', known: 'Đã có từ trước', free: 'Chưa ghi nhận', by: 'Người nhập',
    day: 'Ngày', amount: 'Số tiền', from: 'Người chuyển', text: 'Nội dung', paid: 'Ghi nhận', left: 'Còn', proposal: { reference: 'Khớp mã tham chiếu', amount_and_name: 'Khớp số tiền và tên' }, confirm: 'Xác nhận', confirmFor: (title: string) => `Ghi nhận cho “${title}”`, choose: 'Đề nghị được trả', setAside: 'Không thuộc mốc nào', reason: 'Đó là khoản gì', wasSetAside: (reason: string) => `Không thuộc mốc nào: ${reason}`, openRequests: 'Không có đề nghị nào đang mở.', line: (n: number) => `Dòng ${formatNumber(n, 'vi')}`, most: (n: number) => `Chỉ hiện ${formatNumber(n, 'vi')} dòng đầu.`,
    board: 'Thanh toán các giao dịch', boardLead: 'Việc cần để mắt: khoản chậm, khoản đang tranh chấp, dòng sao kê có mã của Sàn chưa được ghi nhận.', late: 'Chậm', notAccepted: '(bên trả chưa nghiệm thu)', disputed: 'Đang tranh chấp', unmatched: 'Dòng sao kê chưa ghi nhận', nothing: 'Không có.', deal: 'Giao dịch', milestone: 'Mốc', payer: 'Bên trả', payee: 'Bên nhận', owed: 'Còn phải trả', days: 'Số ngày chậm', since: 'Từ',
  },
  en: {
    title: 'Bank statements', lead: 'Upload the file your bank exports; only money coming in is read, and each line is matched to a request where one seems to fit. Nothing is booked until you confirm a line.',
    noOrganisation: 'Act for an organisation in which you may edit to import statements.', none: 'No statement yet.', name: 'File', imported: 'Imported', lines: 'Incoming lines', known: 'Known before', free: 'Not booked', by: 'Imported by',
    day: 'Day', amount: 'Amount', from: 'From', text: 'Description', paid: 'Booked', left: 'Left', proposal: { reference: 'The reference fits', amount_and_name: 'Amount and name fit' }, confirm: 'Confirm', confirmFor: (title: string) => `Book for “${title}”`, choose: 'Request that is paid', setAside: 'Pays no milestone', reason: 'What it is', wasSetAside: (reason: string) => `Pays no milestone: ${reason}`, openRequests: 'No request is open.', line: (n: number) => `Line ${formatNumber(n, 'en')}`, most: (n: number) => `Only the first ${formatNumber(n, 'en')} lines are shown.`,
    board: 'Payments of the deals', boardLead: 'What needs an eye: what is late, what is in dispute, and lines that bear a reference of the Exchange and are not booked.', late: 'Late', notAccepted: '(the payer has not accepted it yet)', disputed: 'In dispute', unmatched: 'Lines not booked', nothing: 'None.', deal: 'Deal', milestone: 'Milestone', payer: 'Payer', payee: 'Payee', owed: 'Owed', days: 'Days late', since: 'Since',
  },
})
