import { texts } from '../../platform/locale.ts'
import type { FollowUpState } from './follow-up-rules.ts'
import type { FollowUpKind } from './schema.ts'

export const followUpTexts = texts({
  vi: {
    duty: { card: (what, session) => `Trả lời phiếu quan tâm về “${what}”, để lại tại phiên “${session}”`, note: (what, session) => `Ghi kết quả cuộc gặp với ${what} tại phiên “${session}”`, step: (what, session) => `Làm bước tiếp theo với ${what} sau phiên “${session}”` } satisfies Record<FollowUpKind, (what: string, session: string) => string>,
    title: 'Việc sau phiên', open: 'Việc sau phiên', lead: 'Phiếu quan tâm chưa ai trả lời, cuộc gặp chưa ai ghi kết quả và bước tiếp theo đã hứa. Mỗi việc tự mở khi phiên kết thúc, có hạn, và tự xong khi hồ sơ cho thấy đã làm.',
    states: { done: 'Đã làm đúng hạn', done_late: 'Đã làm, trễ hạn', late: 'Quá hạn, chưa làm', open: 'Chưa làm, còn hạn' } satisfies Record<FollowUpState, string>, none: 'Không cần làm thêm', noneHelp: 'Phiếu và cuộc gặp đã có trả lời, đã đi tiếp, không hợp hoặc không diễn ra.',
    kinds: { card: 'Trả lời phiếu quan tâm', note: 'Ghi kết quả cuộc gặp', step: 'Làm bước tiếp theo' } satisfies Record<FollowUpKind, string>, state: 'Tình trạng', count: 'Số việc', work: 'Việc', who: 'Ai hứa', about: 'Về', due: 'Hạn', doneOn: 'Xong ngày', with: (name: string) => `Gặp ${name}`, empty: 'Phiên này không để lại việc nào.', early: 'Việc sau phiên được mở vào buổi sáng sau khi phiên kết thúc.', hidden: 'ẩn danh', chart: (rows: string) => `Tình trạng việc sau phiên: ${rows}.`,
  },
  en: {
    duty: { card: (what, session) => `Answer the interest card for “${what}” left at “${session}”`, note: (what, session) => `Say what came of the meeting with ${what} at “${session}”`, step: (what, session) => `Take the next step with ${what} after “${session}”` },
    title: 'Follow-up', open: 'Follow-up', lead: 'Cards nobody has answered, meetings nobody has said anything of, and next steps that were promised. Each opens by itself once the session is over, has a day, and is done when the records say so.',
    states: { done: 'Done in time', done_late: 'Done, late', late: 'Overdue', open: 'Not yet, within time' }, none: 'Nothing more to do', noneHelp: 'Cards and meetings that were answered, led on, did not fit or were not held.',
    kinds: { card: 'Answer a card', note: 'Say what came of a meeting', step: 'Take the next step' }, state: 'State', count: 'Number', work: 'Duty', who: 'Who promised', about: 'About', due: 'Due', doneOn: 'Done on', with: (name: string) => `Meeting with ${name}`, empty: 'This session left nothing to do.', early: 'Follow-up duties open on the morning after a session has ended.', hidden: 'anonymous', chart: (rows: string) => `Follow-up by state: ${rows}.`,
  },
})
