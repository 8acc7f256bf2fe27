import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { Fit, SupportRefusal, Verdict } from './rules.ts'

export const supportRefusals = texts<Messages<SupportRefusal>>({
  vi: {},
  en: {},
})

export const fitNames = texts<Record<Fit, string>>({
  vi: { likely: 'Các điều kiện xét được đều đạt', needs_facts: 'Cần thêm thông tin', unknown: 'Chưa xét được', not_yet: 'Chưa có hiệu lực', unfit: 'Không phù hợp' },
  en: { likely: 'All that can be judged is met', needs_facts: 'Needs facts', unknown: 'Cannot be judged', not_yet: 'Not in force yet', unfit: 'Does not fit' },
})
/** Each with a sign, for those who do not tell colours apart. */
export const verdictNames = texts<Record<Verdict, string>>({
  vi: { met: '✓ Đạt', not_met: '✗ Không đạt', needs_fact: '? Cần thông tin', not_verified: '– Chưa xác minh' },
  en: { met: '✓ Met', not_met: '✗ Not met', needs_fact: '? Needs a fact', not_verified: '– Not verified' },
})

export const supportTexts = texts({
  vi: {
    lead: 'Những chương trình có thể hỗ trợ giao dịch này, từng điều kiện một. Đây là gợi ý để chuẩn bị hồ sơ, không phải quyết định của cơ quan nào.', readOn: (day: string) => `Nguồn được đọc lần cuối ngày ${day}. Điều kiện ghi “Chưa xác minh” không phải là quy định: hãy hỏi cơ quan có thẩm quyền.`,
    forSide: (name: string) => `Xét cho ${name}`, sides: 'Xét cho bên nào', condition: 'Điều kiện', verdict: 'Kết quả', why: 'Dựa vào', asks: (facts: string) => `Hãy trả lời: ${facts}`, saidBy: (name: string, day: string) => `${name} khai ngày ${day}`, byRecord: 'theo danh mục trên Sàn', byFile: (day: string) => `theo hồ sơ giao dịch, ngày ${day}`, unverified: (n: number) => `${n} điều kiện chưa xác minh`,
    source: 'Căn cứ', seen: 'đã xem văn bản hoặc cổng chính thức', secondary: (host: string) => `theo ${host}`, inForceFrom: (day: string) => `Có hiệu lực từ ${day}`, dossier: 'Tải dự thảo hồ sơ (DOCX)', facts: 'Thông tin của bên bạn', factsLead: 'Chỉ bên bạn, cố vấn bạn mời vào phần này và cán bộ của Sàn đọc được. Bên kia không đọc được.', save: 'Lưu thông tin', yes: 'Có', no: 'Không', unanswered: 'Chưa trả lời', none: 'Không có chương trình nào trong danh mục dành cho bên này.', notSaid: 'Chưa có thông tin nào.', seeFacts: 'Trả lời các câu hỏi còn thiếu',
  },
  en: {
    lead: 'Programmes that may support this deal, condition by condition. This helps you prepare; it is no authority’s decision.', readOn: (day: string) => `The sources were last read on ${day}. A condition called “not verified” is not the law: ask the authority in charge.`,
    forSide: (name: string) => `Judged for ${name}`, sides: 'Judged for which side', condition: 'Condition', verdict: 'Result', why: 'Judged by', asks: (facts: string) => `Please answer: ${facts}`, saidBy: (name: string, day: string) => `said by ${name} on ${day}`, byRecord: 'by the lists of the Exchange', byFile: (day: string) => `by this deal’s file, ${day}`, unverified: (n: number) => `${n} ${n === 1 ? 'condition' : 'conditions'} not verified`,
    source: 'Basis', seen: 'seen in the text or on an official portal', secondary: (host: string) => `according to ${host}`, inForceFrom: (day: string) => `In force from ${day}`, dossier: 'Download a draft of the dossier (DOCX)', facts: 'Facts about your side', factsLead: 'Read by your side, by advisers you let into this part, and by the Exchange’s staff; the other side does not read them.', save: 'Save', yes: 'Yes', no: 'No', unanswered: 'Not answered', none: 'No programme in the list is for this side.', notSaid: 'Nothing has been said yet.', seeFacts: 'Answer what is still missing',
  },
})
