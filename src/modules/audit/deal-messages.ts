import { texts } from '../../platform/locale.ts'
import { formatIsoDay } from '../../platform/time.ts'
import { because, type EventOf, type WordsOf } from './event-messages.ts'

export type DealStageName = EventOf<'deal.stage_changed'>['to'] | EventOf<'deal.after_stage_changed'>['to']
/** The steps of a deal, the two ends of its closing, and the steps after it. */
export const stageNames = texts<Record<DealStageName, string>>({
  vi: {
    discussion: 'Trao đổi', nda: 'Thỏa thuận bảo mật', evaluation: 'Đánh giá công nghệ', pilot: 'Chạy thử', terms: 'Thương thảo điều khoản', contract: 'Ký hợp đồng', won: 'Hoàn tất', lost: 'Không thành',
    registration: 'Đăng ký, cấp phép', performance: 'Thực hiện hợp đồng', use: 'Sử dụng', done: 'Kết thúc theo dõi',
  },
  en: {
    discussion: 'Discussion', nda: 'Confidentiality agreement', evaluation: 'Evaluation', pilot: 'Pilot', terms: 'Terms', contract: 'Contract', won: 'Closed, won', lost: 'Lost',
    registration: 'Registration or licence', performance: 'Performance', use: 'Use', done: 'Follow-up ended',
  },
})
/** What became of an organisation that does no business. */
export const endKinds = texts<Record<EventOf<'organisation.ended'>['kind'], string>>({
  vi: { dissolved: 'đã giải thể', bankrupt: 'đã phá sản', suspended: 'tạm ngừng hoạt động' },
  en: { dissolved: 'dissolved', bankrupt: 'bankrupt', suspended: 'out of business for the time being' },
})

type Told = EventOf<'deal.duty_opened' | 'deal.duty_reminded' | 'deal.after_stage_changed' | 'deal.step_set' | 'deal.party_settled' | 'organisation.ended' | 'organisation.end_lifted'>
export const dealWords = texts<WordsOf<Told>>({
  vi: {
    'deal.duty_opened': () => 'Có việc cần làm trong hồ sơ giao dịch',
    'deal.duty_reminded': ({ due_on, days_left }) => (days_left < 0 ? `Nhắc việc đã quá hạn ngày ${formatIsoDay(due_on, 'vi')}` : `Nhắc việc có hạn ngày ${formatIsoDay(due_on, 'vi')}`),
    'deal.after_stage_changed': ({ from, to, reason }) => `Chuyển từ “${stageNames.vi[from]}” sang “${stageNames.vi[to]}”${because(reason)}`,
    'deal.step_set': ({ step, due_on, note }) => `Phân công bước “${stageNames.vi[step]}”, hạn ${formatIsoDay(due_on, 'vi')}${because(note)}`,
    'deal.party_settled': ({ word }) => `Ghi cách giải quyết khi một bên không còn hoạt động${because(word)}`,
    'organisation.ended': ({ kind, ended_on, reason }) => `Ghi nhận tổ chức ${endKinds.vi[kind]} từ ngày ${formatIsoDay(ended_on, 'vi')}${because(reason)}`,
    'organisation.end_lifted': ({ reason }) => `Bỏ ghi nhận tổ chức ngừng hoạt động${because(reason)}`,
  },
  en: {
    'deal.duty_opened': () => 'Something waits in the deal file',
    'deal.duty_reminded': ({ due_on, days_left }) => (days_left < 0 ? `Reminded of what was due by ${formatIsoDay(due_on, 'en')}` : `Reminded of what is due by ${formatIsoDay(due_on, 'en')}`),
    'deal.after_stage_changed': ({ from, to, reason }) => `Moved from “${stageNames.en[from]}” to “${stageNames.en[to]}”${because(reason)}`,
    'deal.step_set': ({ step, due_on, note }) => `Assigned the step “${stageNames.en[step]}”, due ${formatIsoDay(due_on, 'en')}${because(note)}`,
    'deal.party_settled': ({ word }) => `Said how the file is settled now that a side is out of business${because(word)}`,
    'organisation.ended': ({ kind, ended_on, reason }) => `Noted that the organisation is ${endKinds.en[kind]} since ${formatIsoDay(ended_on, 'en')}${because(reason)}`,
    'organisation.end_lifted': ({ reason }) => `Took back that the organisation is out of business${because(reason)}`,
  },
})
