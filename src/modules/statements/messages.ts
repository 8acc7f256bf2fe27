import { texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { StatementFault, StatementRefusal } from './rules.ts'

const faultsVi: Record<StatementFault, (what: string) => string> = {
  day: (what) => `ngày “${what}” không đọc được`, amount: (what) => `số tiền “${what}” không đọc được`, direction: (what) => `cột Nợ/Có ghi “${what}”, không rõ là tiền vào hay tiền ra`, fraction: (what) => `số tiền “${what}” có phần lẻ của đồng; Sàn không tự làm tròn`, currency: (what) => `loại tiền là “${what}”, không phải VND`,
  columns: (what) => `thiếu cột: ${what}`, entities: (what) => `tệp có khai báo “${what}”, sao kê ngân hàng không dùng`, structure: (what) => `tệp hỏng hoặc bị cắt ở đây (${what})`,
}
const faultsEn: Record<StatementFault, (what: string) => string> = {
  day: (what) => `the day “${what}” cannot be read`, amount: (what) => `the amount “${what}” cannot be read`, direction: (what) => `the debit/credit column says “${what}”, which is neither money in nor money out`, fraction: (what) => `the amount “${what}” has a fraction of a đồng, which is not rounded`, currency: (what) => `the currency is “${what}”, not VND`,
  columns: (what) => `a column is missing: ${what}`, entities: (what) => `the file declares “${what}”, which no bank statement needs`, structure: (what) => `the file is broken or cut short here (${what})`,
}
const columnsVi: Record<string, string> = { day: 'ngày', amount: 'số tiền', text: 'nội dung' }, columnsEn: Record<string, string> = { day: 'day', amount: 'amount', text: 'description' }
const named = (codes: string, names: Record<string, string>): string => codes.split(' ').filter(Boolean).map((code) => names[code] ?? code).join(', ')

export const statementRefusals = texts<Messages<StatementRefusal>>({
  vi: {
    statement_unreadable: ({ line, why, what }) => `Dòng ${formatNumber(line, 'vi')}: ${faultsVi[why](what)}. Chưa có gì được nhập; hãy sửa rồi tải lên lại.`,
    statement_format_unknown: () => 'Tệp không phải sao kê CSV, MT940 hay CAMT.053. Hãy tải đúng tệp ngân hàng xuất ra.',
    statement_columns: ({ missing, found }) => `Không tìm thấy cột: ${named(missing, columnsVi) || 'tiêu đề'}. Tệp có: ${found}. Hãy nhập tên hoặc số thứ tự của cột ở phần “Cột trong tệp CSV”.`,
    statement_empty: () => 'Tệp không có dòng tiền vào nào.',
    statement_too_long: ({ most }) => `Tệp có hơn ${formatNumber(most, 'vi')} dòng tiền vào. Hãy xuất sao kê theo khoảng thời gian ngắn hơn.`,
  },
  en: {
    statement_unreadable: ({ line, why, what }) => `Line ${formatNumber(line, 'en')}: ${faultsEn[why](what)}. Nothing was imported; correct it and upload again.`,
    statement_format_unknown: () => 'This is no CSV, MT940 or CAMT.053 statement. Upload the file as the bank exports it.',
    statement_columns: ({ missing, found }) => `No such column was found: ${named(missing, columnsEn) || 'headings'}. The file has: ${found}. Enter the column’s heading or number under “Columns of a CSV file”.`,
    statement_empty: () => 'No money came in by this file.',
    statement_too_long: ({ most }) => `The file has more than ${formatNumber(most, 'en')} incoming lines. Export a shorter period.`,
  },
})

/** The form that takes a statement, wherever one is read. */
export const statementFileTexts = texts({
  vi: {
    file: 'Tệp sao kê', fileHelp: 'CSV, MT940 hoặc CAMT.053; tối đa 2 MB và 5.000 dòng tiền vào.', import: 'Tải lên và đọc', columns: 'Cột trong tệp CSV', columnsHelp: 'Chỉ cần khi Sàn không tự nhận ra. Nhập tên cột hoặc số thứ tự, đếm từ 1.',
    column_day: 'Cột ngày', column_amount: 'Cột tiền vào', column_text: 'Cột nội dung', column_name: 'Cột tên người chuyển', column_account: 'Cột tài khoản người chuyển', column_reference: 'Cột mã giao dịch',
  },
  en: {
    file: 'Statement file', fileHelp: 'CSV, MT940 or CAMT.053; at most 2 MB and 5,000 incoming lines.', import: 'Upload and read', columns: 'Columns of a CSV file', columnsHelp: 'Only needed where they are not recognised. Enter a heading, or a number counted from 1.',
    column_day: 'Column of the day', column_amount: 'Column of money in', column_text: 'Column of the description', column_name: 'Column of the payer’s name', column_account: 'Column of the payer’s account', column_reference: 'Column of the reference',
  },
})
