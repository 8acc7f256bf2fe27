import { type Locale, texts } from '../../platform/locale.ts'
import { formatNumber, formatVnd } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatIsoDay } from '../../platform/time.ts'
import type { PaymentRefusal } from './rules.ts'
import { type Milestone, type MilestoneState, upfrontNames } from './schema.ts'

/** What waits, said to whoever it waits for. */
export type MilestoneDuty = 'milestone_to_accept' | 'payment_to_make' | 'payment_to_request' | 'invoice_to_issue' | 'credit_note_to_issue' | 'dispute_to_answer' | 'settlement_to_answer'
export const dutyTexts: Record<MilestoneDuty, Record<Locale, (title: string, amount: number) => string>> = {
  milestone_to_accept: { vi: (title, amount) => `Nghiệm thu mốc “${title}” (${formatVnd(amount, 'vi')}) hoặc nêu lý do chưa nghiệm thu`, en: (title, amount) => `Accept the milestone “${title}” (${formatVnd(amount, 'en')}), or say why not` },
  payment_to_make: { vi: (title, amount) => `Thanh toán ${formatVnd(amount, 'vi')} cho mốc “${title}”`, en: (title, amount) => `Pay ${formatVnd(amount, 'en')} for the milestone “${title}”` },
  payment_to_request: { vi: (title, amount) => `Lập đề nghị thanh toán ${formatVnd(amount, 'vi')} cho mốc “${title}”`, en: (title, amount) => `Request ${formatVnd(amount, 'en')} for the milestone “${title}”` },
  invoice_to_issue: { vi: (title) => `Xuất hóa đơn cho mốc “${title}” và ghi số hóa đơn`, en: (title) => `Issue the invoice for the milestone “${title}” and record its number` },
  credit_note_to_issue: { vi: (title) => `Lập hóa đơn điều chỉnh giảm cho mốc “${title}”`, en: (title) => `Issue a credit note for the milestone “${title}”` },
  dispute_to_answer: { vi: (title) => `Trả lời khiếu nại về mốc “${title}”`, en: (title) => `Answer the dispute over the milestone “${title}”` },
  settlement_to_answer: { vi: (title) => `Trả lời phương án giải quyết khiếu nại về mốc “${title}”`, en: (title) => `Answer the proposed settlement over the milestone “${title}”` },
}
export const dealDutyTexts = {
  milestones_to_answer: { vi: (n: number) => `Trả lời ${formatNumber(n, 'vi')} mốc thanh toán bên kia đề xuất`, en: (n: number) => `Answer ${formatNumber(n, 'en')} payment ${n === 1 ? 'milestone' : 'milestones'} the other side proposes` },
  account_to_confirm: { vi: (bank: string) => `Xác nhận tài khoản nhận tiền mới tại ${bank}`, en: (bank: string) => `Confirm the new receiving account at ${bank}` },
}
/** When something of the term sheet is due. */
const termsTexts = texts({
  vi: { signing: 'Sau khi ký hợp đồng', days: (n: number) => `trong ${formatNumber(n, 'vi')} ngày kể từ ngày ký hợp đồng` },
  en: { signing: 'After the contract is signed', days: (n: number) => `within ${formatNumber(n, 'en')} ${n === 1 ? 'day' : 'days'} of the contract’s signing` },
})
export type Titled = Pick<Milestone, 'title' | 'terms_clause'>
/** What a milestone is called in the reader's language; one that was typed, as it was typed. */
export const titleIn = ({ title, terms_clause }: Titled, locale: Locale): string => (terms_clause === 'upfront' ? upfrontNames[locale] : title)
/** After what a milestone is due, besides its day; '' where that is all. */
export function eventIn({ due_event, terms_clause, days_from_signing }: Pick<Milestone, 'due_event' | 'terms_clause' | 'days_from_signing'>, locale: Locale): string {
  const t = termsTexts[locale]
  return [days_from_signing === null ? '' : t.days(days_from_signing), terms_clause !== 'upfront' ? due_event : days_from_signing === null ? t.signing : ''].filter(Boolean).join('; ')
}

export const milestoneStateNames = texts<Record<MilestoneState, string>>({
  vi: { proposed: 'Đề xuất', declined: 'Không đồng ý', withdrawn: 'Đã rút', agreed: 'Đã thống nhất', accepted: 'Đã nghiệm thu', cancelled: 'Không còn' },
  en: { proposed: 'Proposed', declined: 'Not agreed', withdrawn: 'Withdrawn', agreed: 'Agreed', accepted: 'Accepted', cancelled: 'Cancelled' },
})

export const paymentRefusals = texts<Messages<PaymentRefusal>>({
  vi: {
    payment_after_loss: () => 'Giao dịch này đã kết thúc không thành, không nhận thêm khoản thanh toán nào. Tiền đã về thì ghi là không thuộc mốc nào và trả lại bên chuyển; khoản đã nhận trước đây hoàn lại ở trang của mốc.',
    too_many_milestones: ({ most }) => `Một giao dịch có tối đa ${formatNumber(most, 'vi')} mốc thanh toán. Hãy gộp bớt.`,
    milestone_when_needed: () => 'Hãy nhập ngày đến hạn, hoặc nêu việc gì xong thì thanh toán.',
    milestones_changed: () => 'Các mốc này đã được trả lời, được rút lại hoặc có mốc mới kể từ khi bạn mở trang. Hãy xem lại rồi bấm lần nữa.',
    own_milestones: () => 'Bên đề xuất không tự đồng ý được; cần người của bên kia.',
    only_payer: () => 'Việc này của bên trả tiền (bên nhận công nghệ).',
    only_payee: () => 'Việc này của bên nhận tiền (bên giao công nghệ).',
    milestone_state: ({ state }) => `Mốc này đang ở trạng thái “${milestoneStateNames.vi[state]}” nên chưa làm được việc này. Hãy tải lại trang để xem bước tiếp theo.`,
    acceptance_ahead: ({ today }) => `Ngày nghiệm thu không được sau hôm nay, ${formatIsoDay(today, 'vi')}.`,
    day_ahead: ({ today }) => `Ngày này không được sau hôm nay, ${formatIsoDay(today, 'vi')}.`,
    milestone_disputed: () => 'Mốc này đang có khiếu nại. Hai bên giải quyết xong thì mới tiếp tục.',
    not_disputed: () => 'Mốc này không còn khiếu nại nào đang mở. Hãy tải lại trang.',
    nothing_owed: () => 'Mốc này không còn khoản nào phải trả nên không có gì để khiếu nại.',
    only_who_disputed: () => 'Chỉ bên đã khiếu nại rút lại được khiếu nại.',
    no_settlement: () => 'Chưa bên nào đề xuất phương án giải quyết, hoặc phương án vừa được thay. Hãy tải lại trang.',
    own_settlement: () => 'Bên đề xuất phương án không tự đồng ý được; cần người của bên kia.',
    settlement_differs: ({ amount }) => `Phương án hiện nay là ${formatVnd(amount, 'vi')}, khác với số bạn vừa đồng ý. Hãy xem lại.`,
    settlement_below_paid: ({ paid }) => `Đã trả ${formatVnd(paid, 'vi')} cho mốc này. Số tiền thống nhất không thấp hơn; phần trả lại thì ghi là hoàn tiền.`,
    more_than_owed: ({ owed }) => `Khoản còn phải trả của mốc này là ${formatVnd(owed, 'vi')}. Hãy ghi tối đa số đó.`,
    more_than_received: ({ received }) => `Đã nhận ${formatVnd(received, 'vi')} cho mốc này. Chỉ hoàn lại tối đa số đó.`,
    more_than_to_invoice: ({ open }) => `Chỉ còn ${formatVnd(open, 'vi')} để ghi hóa đơn loại này cho mốc.`,
    nothing_of_amount: () => 'Số tiền phải lớn hơn 0.',
    no_receiving_account: () => 'Tổ chức chưa có tài khoản nhận tiền. Hãy nhập tài khoản ở trang Thanh toán.',
    account_waiting: () => 'Tài khoản nhận tiền đang chờ người thứ hai của tổ chức xác nhận. Xác nhận xong thì lập được đề nghị.',
    account_not_waiting: () => 'Tài khoản này đã được xác nhận, đã rút lại hoặc đã có đề xuất khác. Hãy tải lại trang.',
    second_person_needed: () => 'Người đề xuất tài khoản không tự xác nhận. Hãy nhờ người thứ hai của tổ chức.',
    account_unchanged: () => 'Đây đã là tài khoản nhận tiền hiện nay của tổ chức.',
    request_open: ({ reference }) => `Đề nghị ${reference} đang mở cho đúng số tiền và tài khoản này. Hãy dùng đề nghị đó.`,
    request_ended: () => 'Đề nghị thanh toán này không còn mở. Hãy tải lại trang để xem đề nghị hiện nay.',
    line_spent: ({ left }) => (left > 0 ? `Dòng sao kê này chỉ còn ${formatVnd(left, 'vi')} chưa ghi nhận.` : 'Dòng sao kê này đã được ghi nhận hết, có thể bởi đồng nghiệp của bạn vừa xong.'),
    line_set_aside: () => 'Dòng sao kê này đã được ghi là không thuộc mốc nào.',
    no_term_sheet: () => 'Chưa có bản điều khoản được hai bên xác nhận có khoản thanh toán, hoặc các mốc của bản đó đã được lấy rồi.',
    no_fee_to_invoice: () => 'Không còn khoản phí nào chưa ghi hóa đơn.',
    books_closed: () => 'Sổ của mốc này không còn gì để khóa. Hãy tải lại trang.',
    handed_to_needed: ({ held }) => `Bên nhận tiền không còn và đang giữ ${formatVnd(held, 'vi')}. Hãy ghi tiền đó giao cho ai: tổ chức kế thừa hoặc người quản lý, thanh lý tài sản.`,
    wrong_state: () => 'Việc này vừa được làm rồi. Hãy tải lại trang.',
  },
  en: {
    payment_after_loss: () => 'This deal has ended without a contract and takes no more payments. Money that arrived is set aside as paying no milestone and sent back; what was received before is refunded on the milestone’s page.',
    too_many_milestones: ({ most }) => `A deal has at most ${formatNumber(most, 'en')} milestones. Please combine some.`,
    milestone_when_needed: () => 'Enter a due day, or say after which event it is paid.',
    milestones_changed: () => 'These milestones have been answered, withdrawn or added to since you opened the page. Look again, then press once more.',
    own_milestones: () => 'The side that proposed cannot agree; somebody of the other side has to.',
    only_payer: () => 'This is for the paying side (the recipient of the technology).',
    only_payee: () => 'This is for the side that is paid (the supplier of the technology).',
    milestone_state: ({ state }) => `The milestone is “${milestoneStateNames.en[state]}”, so this cannot be done. Reload the page to see what comes next.`,
    acceptance_ahead: ({ today }) => `The day of acceptance cannot be after today, ${formatIsoDay(today, 'en')}.`,
    day_ahead: ({ today }) => `This day cannot be after today, ${formatIsoDay(today, 'en')}.`,
    milestone_disputed: () => 'This milestone is in dispute. It goes on once both sides have settled.',
    not_disputed: () => 'This milestone has no open dispute any more. Reload the page.',
    nothing_owed: () => 'Nothing is owed for this milestone, so there is nothing to dispute.',
    only_who_disputed: () => 'Only the side that raised the dispute can withdraw it.',
    no_settlement: () => 'Neither side has proposed a settlement, or it was just replaced. Reload the page.',
    own_settlement: () => 'The side that proposed the settlement cannot agree to it; somebody of the other side has to.',
    settlement_differs: ({ amount }) => `The settlement proposed now is ${formatVnd(amount, 'en')}, not what you have just agreed to. Look again.`,
    settlement_below_paid: ({ paid }) => `${formatVnd(paid, 'en')} has been paid for this milestone. The settled amount cannot be lower; what is given back is recorded as a refund.`,
    more_than_owed: ({ owed }) => `${formatVnd(owed, 'en')} is still owed for this milestone. Record at most that.`,
    more_than_received: ({ received }) => `${formatVnd(received, 'en')} has been received for this milestone. Refund at most that.`,
    more_than_to_invoice: ({ open }) => `Only ${formatVnd(open, 'en')} is left for such an invoice of this milestone.`,
    nothing_of_amount: () => 'The amount must be more than 0.',
    no_receiving_account: () => 'The organisation has no receiving account yet. Enter one on the Payments page.',
    account_waiting: () => 'The receiving account waits for a second person of the organisation. Once confirmed, payment can be requested.',
    account_not_waiting: () => 'This account has been confirmed, withdrawn or replaced. Reload the page.',
    second_person_needed: () => 'Whoever proposed the account cannot confirm it. Ask a second person of the organisation.',
    account_unchanged: () => 'This is already the organisation’s receiving account.',
    request_open: ({ reference }) => `Request ${reference} is open for this very amount and account. Use that one.`,
    request_ended: () => 'This payment request is no longer open. Reload the page to see the current one.',
    line_spent: ({ left }) => (left > 0 ? `Only ${formatVnd(left, 'en')} of this line is not booked yet.` : 'This line has been booked in whole, perhaps by a colleague just now.'),
    line_set_aside: () => 'This line was set aside as paying no milestone.',
    no_term_sheet: () => 'There is no term sheet confirmed by both sides that names a payment, or its milestones have been taken already.',
    no_fee_to_invoice: () => 'There is no fee left to invoice.',
    books_closed: () => 'There is nothing left to close in the books of this milestone. Reload the page.',
    handed_to_needed: ({ held }) => `The side that was paid is gone and holds ${formatVnd(held, 'en')}. Say to whom it is handed: its successor, or the liquidator.`,
    wrong_state: () => 'This has just been done. Reload the page.',
  },
})
