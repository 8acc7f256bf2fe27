import { texts } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import { formatIsoDay } from '../../platform/time.ts'
import type { PaymentEvent } from '../payments/schema.ts'
import { because, type WordsOf } from './event-messages.ts'

const invoiceVi = { invoice: 'hóa đơn', credit_note: 'hóa đơn điều chỉnh giảm' }, invoiceEn = { invoice: 'invoice', credit_note: 'credit note' }
export const paymentWords = texts<WordsOf<PaymentEvent>>({
  vi: {
    'payment.milestones_proposed': ({ milestones, amount }) => `Đề xuất ${milestones} mốc thanh toán, tổng ${formatVnd(amount, 'vi')}`,
    'payment.milestones_agreed': ({ milestones, amount }) => `Đồng ý ${milestones} mốc thanh toán, tổng ${formatVnd(amount, 'vi')}`,
    'payment.milestones_declined': ({ milestones, reason }) => `Không đồng ý ${milestones} mốc thanh toán${because(reason)}`,
    'payment.milestones_withdrawn': ({ milestones }) => `Rút ${milestones} mốc thanh toán đã đề xuất`,
    'payment.milestone_accepted': ({ amount, accepted_on, payable_on }) => `Nghiệm thu mốc ${formatVnd(amount, 'vi')} ngày ${formatIsoDay(accepted_on, 'vi')}, thanh toán chậm nhất ${formatIsoDay(payable_on, 'vi')}`,
    'payment.disputed': ({ amount, reason }) => `Khiếu nại ${formatVnd(amount, 'vi')}${because(reason)}`,
    'payment.settlement_proposed': ({ amount }) => `Đề xuất giải quyết khiếu nại: ${formatVnd(amount, 'vi')}`,
    'payment.dispute_settled': ({ amount }) => `Hai bên giải quyết xong khiếu nại: ${formatVnd(amount, 'vi')}`,
    'payment.dispute_withdrawn': () => 'Rút khiếu nại',
    'payment.requested': ({ amount, reference }) => `Đề nghị thanh toán ${formatVnd(amount, 'vi')}, mã ${reference}`,
    'payment.request_withdrawn': ({ reference }) => `Rút đề nghị thanh toán ${reference}`,
    'payment.invoiced': ({ kind, number, amount }) => `Ghi ${invoiceVi[kind]} số ${number}, ${formatVnd(amount, 'vi')}`,
    'payment.received': ({ amount, received_on }) => `Nhận ${formatVnd(amount, 'vi')} ngày ${formatIsoDay(received_on, 'vi')}`,
    'payment.settled': ({ days_late }) => (days_late > 0 ? `Thanh toán xong một mốc, chậm ${days_late} ngày` : 'Thanh toán xong một mốc, đúng hạn'),
    'payment.refunded': ({ amount, reason }) => `Hoàn lại ${formatVnd(amount, 'vi')}${because(reason)}`,
    'payment.withheld': ({ amount, certificate }) => `Khấu trừ thuế ${formatVnd(amount, 'vi')}, chứng từ ${certificate}`,
    'payment.fee_invoiced': ({ kind, number, amount }) => `Ghi hóa đơn phí ${kind === 'exchange' ? 'của Sàn' : 'môi giới'} số ${number}, ${formatVnd(amount, 'vi')}`,
    'bank_account.proposed': () => 'Đề xuất tài khoản nhận tiền mới',
    'bank_account.confirmed': () => 'Xác nhận tài khoản nhận tiền',
    'bank_account.withdrawn': () => 'Rút đề xuất tài khoản nhận tiền',
    'bank_statement.imported': ({ lines, known }) => `Nhập sao kê ${lines} dòng tiền vào${known ? `, ${known} dòng đã có` : ''}`,
    'bank_statement.line_set_aside': ({ reason }) => `Ghi một dòng sao kê là không thuộc mốc nào${because(reason)}`,
  },
  en: {
    'payment.milestones_proposed': ({ milestones, amount }) => `Proposed ${milestones} ${milestones === 1 ? 'milestone' : 'milestones'}, ${formatVnd(amount, 'en')} in all`,
    'payment.milestones_agreed': ({ milestones, amount }) => `Agreed to ${milestones} ${milestones === 1 ? 'milestone' : 'milestones'}, ${formatVnd(amount, 'en')} in all`,
    'payment.milestones_declined': ({ milestones, reason }) => `Did not agree to ${milestones} ${milestones === 1 ? 'milestone' : 'milestones'}${because(reason)}`,
    'payment.milestones_withdrawn': ({ milestones }) => `Withdrew ${milestones} proposed ${milestones === 1 ? 'milestone' : 'milestones'}`,
    'payment.milestone_accepted': ({ amount, accepted_on, payable_on }) => `Accepted a milestone of ${formatVnd(amount, 'en')} on ${formatIsoDay(accepted_on, 'en')}, payable by ${formatIsoDay(payable_on, 'en')}`,
    'payment.disputed': ({ amount, reason }) => `Disputed ${formatVnd(amount, 'en')}${because(reason)}`,
    'payment.settlement_proposed': ({ amount }) => `Proposed to settle a dispute at ${formatVnd(amount, 'en')}`,
    'payment.dispute_settled': ({ amount }) => `Both sides settled a dispute at ${formatVnd(amount, 'en')}`,
    'payment.dispute_withdrawn': () => 'Withdrew a dispute',
    'payment.requested': ({ amount, reference }) => `Requested ${formatVnd(amount, 'en')}, reference ${reference}`,
    'payment.request_withdrawn': ({ reference }) => `Withdrew the payment request ${reference}`,
    'payment.invoiced': ({ kind, number, amount }) => `Recorded ${invoiceEn[kind]} no. ${number}, ${formatVnd(amount, 'en')}`,
    'payment.received': ({ amount, received_on }) => `Received ${formatVnd(amount, 'en')} on ${formatIsoDay(received_on, 'en')}`,
    'payment.settled': ({ days_late }) => (days_late > 0 ? `A milestone is paid, ${days_late} ${days_late === 1 ? 'day' : 'days'} late` : 'A milestone is paid, in time'),
    'payment.refunded': ({ amount, reason }) => `Refunded ${formatVnd(amount, 'en')}${because(reason)}`,
    'payment.withheld': ({ amount, certificate }) => `Withheld ${formatVnd(amount, 'en')} of tax, certificate ${certificate}`,
    'payment.fee_invoiced': ({ kind, number, amount }) => `Recorded the ${kind === 'exchange' ? 'Exchange’s' : 'broker’s'} fee invoice no. ${number}, ${formatVnd(amount, 'en')}`,
    'bank_account.proposed': () => 'Proposed a new receiving account',
    'bank_account.confirmed': () => 'Confirmed the receiving account',
    'bank_account.withdrawn': () => 'Withdrew a proposed receiving account',
    'bank_statement.imported': ({ lines, known }) => `Imported a statement of ${lines} incoming ${lines === 1 ? 'line' : 'lines'}${known ? `, ${known} known already` : ''}`,
    'bank_statement.line_set_aside': ({ reason }) => `Set a statement line aside${because(reason)}`,
  },
})
