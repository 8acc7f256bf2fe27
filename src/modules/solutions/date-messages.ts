import { texts } from '../../platform/locale.ts'
import type { CallDate } from './schema.ts'

export const dateTexts = texts({
  vi: {
    title: 'Các mốc đã dời', lead: 'Mốc chỉ dời muộn hơn, do hai cán bộ quyết định và có lý do. Quy tắc và mã băm giữ nguyên như lúc công bố.', date: 'Mốc', from: 'Trước', to: 'Nay', why: 'Lý do', when: 'Công bố lúc',
    names: { asks_until: () => 'Hạn hỏi', closes_at: () => 'Hạn nộp, cũng là giờ mở phong bì kỹ thuật', round_begins: (round) => `Bắt đầu vòng chào giá ${round ?? ''}`.trim() } satisfies Record<CallDate, (round: number | null) => string>,
    moved: (name: string, from: string, to: string) => `${name}: từ ${from} sang ${to}`,
    keeps: (to: string) => `Hạn nộp đã dời sang ${to}. Bản đã nộp vẫn niêm phong và vẫn được tính; bạn có thể để nguyên hoặc nộp bản thay thế trước hạn mới.`,
    desk: 'Dời mốc', deskHelp: 'Mốc chỉ dời muộn hơn và khi mốc cũ chưa qua. Một cán bộ khác phải duyệt; sau đó mọi người đọc được mốc cũ, mốc mới và lý do.', propose: 'Đề nghị dời mốc', asks_until: 'Hạn hỏi mới', closes_at: 'Hạn nộp mới', round_begins: 'Giờ bắt đầu mới của vòng', same: 'Để nguyên nếu mốc này không dời.', reason: 'Lý do mọi người sẽ đọc',
    waits: 'Đề nghị dời mốc đang chờ duyệt', lapsed: 'Đề nghị này không kịp duyệt: mốc cũ đã qua. Đề nghị mới thay cho nó.', waitsOther: 'Chờ một cán bộ giao dịch khác duyệt.', approve: 'Duyệt dời mốc', giveBack: 'Trả lại đề nghị', takeBack: 'Rút đề nghị', returnReason: 'Vì sao không dời', none: 'Lúc này không còn mốc nào dời được.',
  },
  en: {
    title: 'Dates that were moved', lead: 'Dates only move later, as two officers decide, with a reason. The rules and their hash stay as they were published.', date: 'Date', from: 'Before', to: 'Now', why: 'Reason', when: 'Announced',
    names: { asks_until: () => 'Questions until', closes_at: () => 'Last moment for envelopes, when the technical ones are opened', round_begins: (round) => `Beginning of round ${round ?? ''}`.trim() },
    moved: (name, from, to) => `${name}: from ${from} to ${to}`,
    keeps: (to) => `The last moment for envelopes has moved to ${to}. What you handed in stays sealed and still counts; leave it, or hand in a new version before then.`,
    desk: 'Move dates', deskHelp: 'A date only moves later, and while the old one is still to come. Another officer has to approve; then everybody reads the old date, the new one and the reason.', propose: 'Propose the change', asks_until: 'Questions until, new', closes_at: 'Last moment for envelopes, new', round_begins: 'New beginning of the round', same: 'Leave it where this date does not move.', reason: 'Reason everybody will read',
    waits: 'A change of dates waits for approval', lapsed: 'This proposal came too late: the old date has passed. A new proposal takes its place.', waitsOther: 'Another deal officer has to approve it.', approve: 'Approve the change', giveBack: 'Send the proposal back', takeBack: 'Take the proposal back', returnReason: 'Why nothing moves', none: 'No date can be moved now.',
  },
})
