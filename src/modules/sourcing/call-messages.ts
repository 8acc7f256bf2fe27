import { type Locale, texts } from '../../platform/locale.ts'
import { formatNumber, formatVnd } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatIsoDay } from '../../platform/time.ts'
import { type CallRefusal, longestCall, mostQuestions, mostSuppliers, type Phase } from './call-rules.ts'
import type { DeclineCode, Outcome, QuestionKind, SupplierState } from './schema.ts'

export const callRefusals = texts<Messages<Exclude<CallRefusal, { code: 'wrong_state' }>>>({
  vi: {
    need_not_published: () => 'Nhu cầu này không còn công bố nên chưa mời được. Hãy công bố lại nhu cầu trước.',
    too_many_calls: ({ most }) => `Tổ chức đang có ${most} lời mời nháp hoặc chưa hết hạn. Hãy bỏ bớt một lời mời trước.`,
    call_changed: () => 'Có người vừa sửa lời mời này. Phần bạn viết còn dưới đây; hãy so với bản hiện tại rồi lưu lại.',
    too_many_suppliers: ({ most, chosen }) => `Mỗi lời mời gửi tới tối đa ${most} nhà cung cấp; bạn đã chọn ${chosen}. Hãy bỏ bớt.`,
    nobody_invited: () => 'Chưa có nhà cung cấp nào trong danh sách. Hãy chọn ít nhất một.',
    nothing_asked: () => 'Hãy viết ít nhất một câu hỏi.',
    invites_itself: () => 'Tổ chức của chính nhu cầu này không thể được mời trả lời.',
    deadline_passed: () => 'Ngày hết hạn phải sau hôm nay.',
    deadline_far: ({ most }) => `Ngày hết hạn không quá ${most} ngày kể từ hôm nay.`,
    deadline_earlier: ({ deadline }) => `Hạn chỉ dời ra sau, không sớm hơn ngày ${formatIsoDay(deadline, 'vi')}: đã có nhà cung cấp tin vào hạn này.`,
    call_over: ({ deadline }) => `Hạn trả lời đã hết vào cuối ngày ${formatIsoDay(deadline, 'vi')}, nên không sửa được nữa.`,
    answers_sealed: ({ deadline }) => `Câu trả lời được giữ kín đến hết ngày ${formatIsoDay(deadline, 'vi')}.`,
    answer_changed: () => 'Đồng nghiệp của bạn vừa lưu câu trả lời này. Phần bạn viết còn dưới đây; hãy so lại rồi lưu.',
    answer_incomplete: ({ missing }) => `Còn ${missing} câu chưa trả lời. Hãy trả lời đủ rồi gửi, hoặc lưu nháp.`,
    offer_unfit: () => 'Chào bán này không còn công bố hoặc không phải của tổ chức bạn. Hãy chọn lại.',
    too_many_enquiries: ({ most }) => `Tổ chức bạn đã hỏi ${most} câu về lời mời này. Hãy gộp các câu còn lại vào câu trả lời.`,
    enquiry_answered: () => 'Câu hỏi này đã được trả lời và mọi nhà cung cấp đã đọc, nên không sửa được.',
    outcome_reason_needed: () => 'Hãy cho nhà cung cấp biết vì sao chưa chọn, ít nhất vài chữ.',
    decline_note_needed: () => 'Hãy viết vài chữ về lý do khác.',
  },
  en: {
    need_not_published: () => 'This need is no longer published, so nobody can be invited. Publish it again first.',
    too_many_calls: ({ most }) => `The organisation has ${most} invitations that are drafts or still open. Discard one first.`,
    call_changed: () => 'Somebody has just changed this invitation. What you typed is kept below; compare, then save again.',
    too_many_suppliers: ({ most, chosen }) => `An invitation goes to at most ${most} suppliers; you chose ${chosen}. Take some off.`,
    nobody_invited: () => 'No supplier is on the list. Choose at least one.',
    nothing_asked: () => 'Write at least one question.',
    invites_itself: () => 'The organisation whose need this is cannot be invited to answer it.',
    deadline_passed: () => 'The last day has to be after today.',
    deadline_far: ({ most }) => `The last day may be at most ${most} days from today.`,
    deadline_earlier: ({ deadline }) => `The last day moves only later, never before ${formatIsoDay(deadline, 'en')}: suppliers rely on it.`,
    call_over: ({ deadline }) => `The time to answer ended with ${formatIsoDay(deadline, 'en')}, so nothing can be changed any more.`,
    answers_sealed: ({ deadline }) => `Answers stay sealed until the end of ${formatIsoDay(deadline, 'en')}.`,
    answer_changed: () => 'A colleague has just saved this answer. What you typed is kept below; compare, then save again.',
    answer_incomplete: ({ missing }) => `${missing} ${missing === 1 ? 'question has' : 'questions have'} no answer. Answer everything and send, or save the draft.`,
    offer_unfit: () => 'This offer is no longer published, or not your organisation’s. Choose again.',
    too_many_enquiries: ({ most }) => `Your organisation has asked ${most} questions about this invitation. Put the rest into your answer.`,
    enquiry_answered: () => 'This question was answered and everybody has read it, so it cannot be changed.',
    outcome_reason_needed: () => 'Tell the supplier in a few words why it was not chosen.',
    decline_note_needed: () => 'Write a few words about the other reason.',
  },
})

export const callTexts = texts({
  vi: {
    title: 'Lời mời nhà cung cấp trả lời', new: 'Mời nhà cung cấp trả lời nhu cầu', lead: `Gửi cùng một bộ câu hỏi tới nhiều nhà cung cấp, tối đa ${mostSuppliers}. Câu trả lời được giữ kín đến hết hạn, rồi đặt cạnh nhau. Các nhà cung cấp không biết nhau.`, text: 'Lời mời', textHelp: 'Bạn cần gì, trả lời sẽ được xem thế nào. Không ghi tên tổ chức nếu nhu cầu của bạn ẩn danh.', deadline: 'Ngày cuối nhận câu trả lời', deadlineHelp: `Hết ngày này, theo giờ Hà Nội. Sau khi gửi chỉ dời được ra sau. Không quá ${longestCall} ngày.`,
    questions: 'Câu hỏi', questionsHelp: `Tối đa ${mostQuestions} câu. Bỏ trống câu không dùng.`, question: (n: number) => `Câu hỏi ${n}`, kind: (n: number) => `Câu ${n}: kiểu trả lời`, unit: (n: number) => `Câu ${n}: đơn vị, nếu là số`, kinds: { text: 'Chữ', number: 'Số kèm đơn vị', yes_no: 'Có hoặc không', price: 'Giá (đồng)', days: 'Số ngày' } satisfies Record<QuestionKind, string>, save: 'Lưu', edit: 'Sửa lời mời', draftNext: 'Lưu rồi chọn nhà cung cấp',
    suppliers: 'Nhà cung cấp', supplier: 'Nhà cung cấp', choose: 'Chọn nhà cung cấp', fromMatches: 'Từ các chào bán phù hợp', fromSearch: 'Từ danh bạ tổ chức', q: 'Tên tổ chức', find: 'Tìm', add: 'Thêm vào danh sách', drop: 'Bỏ', nobody: 'Chưa có ai trong danh sách.', noMatches: 'Không có chào bán phù hợp nào ngoài những tổ chức đã chọn.', nothingFound: 'Không tìm thấy tổ chức nào.', noMembers: 'Chưa có thành viên trên Sàn nên chưa tự trả lời được; cán bộ của Sàn sẽ được báo để liên hệ.', for: (title: string) => `với chào bán “${title}”`,
    send: 'Gửi lời mời', sendHelp: 'Sau khi gửi, lời mời và câu hỏi không sửa được nữa; hạn chỉ dời ra sau.', discard: 'Bỏ bản nháp', withdraw: 'Rút lời mời', withdrawReason: 'Lý do, gửi tới mọi nhà cung cấp', move: 'Dời hạn', until: (day: string) => `Đến hết ngày ${day}`, answers: 'Câu trả lời', toAnswers: 'Xem các câu trả lời đặt cạnh nhau', sealed: (day: string) => `Câu trả lời được giữ kín đến hết ngày ${day}. Đến lúc đó không ai ngoài chính nhà cung cấp đọc được, kể cả cán bộ của Sàn.`, never: 'Lời mời đã rút; câu trả lời không được mở.',
    phases: { draft: 'Bản nháp', open: 'Đang nhận trả lời', over: 'Đã hết hạn', withdrawn: 'Đã rút' } satisfies Record<Phase, string>, states: { invited: 'Chưa trả lời', drafting: 'Chưa trả lời', answered: 'Đã trả lời', declined: 'Từ chối' } satisfies Record<SupplierState, string>, ownStates: { invited: 'Chưa trả lời', drafting: 'Có bản nháp, chưa gửi', answered: 'Đã gửi', declined: 'Đã từ chối' } satisfies Record<SupplierState, string>,
    declines: { no_capacity: 'Không đủ người hoặc thời gian để làm', not_our_field: 'Không đúng lĩnh vực của chúng tôi', too_little_time: 'Hạn trả lời quá gấp', terms: 'Điều kiện không phù hợp', other: 'Lý do khác' } satisfies Record<DeclineCode, string>, outcomes: { shortlisted: 'Vào danh sách rút gọn', not_chosen: 'Không chọn' } satisfies Record<Outcome, string>, undecided: 'Chưa kết luận', decide: 'Ghi kết luận', reason: 'Lý do (bắt buộc khi không chọn)', outcome: 'Kết luận', nobodyAnswered: 'Không có nhà cung cấp nào trả lời.', note: 'Lời nhắn', offer: 'Chào bán', offerHelp: 'Chào bán của tổ chức bạn mà câu trả lời nói đến.', none: 'Không nêu', interest: 'Bày tỏ quan tâm tới chào bán', noOffer: 'Câu trả lời không nêu chào bán nào; hãy nhắn nhà cung cấp đăng chào bán, hoặc bày tỏ quan tâm tới nhu cầu của bạn.',
    files: 'Tải bảng này', csv: 'Tải CSV', xlsx: 'Tải Excel (XLSX)', about: 'Về bảng này', counted: 'Lập lúc', sheet: 'Câu trả lời', mine: 'Lời mời của chúng tôi', sent: 'Đã gửi', received: 'Đã nhận', empty: 'Chưa có lời mời nào.', need: 'Nhu cầu', state: 'Tình trạng', count: (answered: number, all: number) => `${answered} trên ${all} đã trả lời`, open: 'Mở',
    invitedTitle: 'Được mời trả lời một nhu cầu', answerTitle: 'Câu trả lời của chúng tôi', yourAnswer: 'Trả lời', saveDraft: 'Lưu nháp', sendAnswer: 'Gửi câu trả lời', sendAgain: 'Gửi bản đã sửa', takeBack: 'Rút về để sửa', decline: 'Từ chối lời mời', declineCode: 'Lý do', declineNote: 'Nói thêm', alone: 'Câu trả lời được giữ kín đến hết hạn. Bạn không thấy và không được thấy bởi nhà cung cấp khác.', frozen: 'Đã hết hạn; câu trả lời không sửa được nữa.', notSent: 'Bản nháp chưa gửi nên không được xem.', savedAt: (at: string) => `Lưu lần cuối ${at}.`, readOnly: 'Chỉ chủ và biên tập viên của tổ chức trả lời được.', yes: 'Có', no: 'Không', days: (n: number) => `${formatNumber(n, 'vi')} ngày`, answerHelp: { number: 'Chỉ ghi số; dấu phẩy cho phần lẻ.', price: 'Số tiền bằng đồng, ví dụ 350.000.000.', days: 'Số ngày, ví dụ 90.' } as Partial<Record<QuestionKind, string>>,
    enquiries: 'Câu hỏi và giải đáp chung', enquiriesLead: 'Mọi nhà cung cấp được mời đọc cùng câu hỏi và câu trả lời; không ai biết ai đã hỏi.', ask: 'Hỏi bên mời', askHelp: 'Không ghi điều làm lộ bạn là ai.', waiting: 'Chờ bên mời trả lời', yours: 'Câu hỏi của bạn', answerIt: 'Trả lời cho mọi nhà cung cấp', answer: 'Câu trả lời chung', noEnquiries: 'Chưa có câu hỏi nào.', onBehalf: 'Tổ chức này chưa có thành viên; bạn mời thay với tư cách cán bộ giao dịch, và việc này được ghi.', told: 'Đã báo cho bạn', duty: { to_answer: (until: string) => `Trả lời lời mời của một nhu cầu, đến hết ngày ${until}`, to_judge: () => 'Kết luận về các câu trả lời đã mở', enquiry: () => 'Trả lời câu hỏi của nhà cung cấp được mời' },
  },
  en: {
    title: 'Invitation of suppliers', new: 'Invite suppliers to answer a need', lead: `The same questions go to several suppliers, ${mostSuppliers} at most. Answers stay sealed until the last day is over, and then stand side by side. Suppliers do not learn of each other.`, text: 'Invitation', textHelp: 'What you need, and how answers will be judged. Leave your organisation’s name out if your need is anonymous.', deadline: 'Last day for answers', deadlineHelp: `Until the end of this day in Hanoi. Once sent it moves only later. At most ${longestCall} days.`,
    questions: 'Questions', questionsHelp: `Up to ${mostQuestions}. Leave empty those you do not need.`, question: (n: number) => `Question ${n}`, kind: (n: number) => `Question ${n}: kind of answer`, unit: (n: number) => `Question ${n}: unit, for a number`, kinds: { text: 'Text', number: 'Number with a unit', yes_no: 'Yes or no', price: 'Price (đồng)', days: 'Days' }, save: 'Save', edit: 'Change the invitation', draftNext: 'Save, then choose suppliers',
    suppliers: 'Suppliers', supplier: 'Supplier', choose: 'Choose suppliers', fromMatches: 'Among matching offers', fromSearch: 'Among all organisations', q: 'Name of the organisation', find: 'Find', add: 'Put on the list', drop: 'Take off', nobody: 'Nobody is on the list yet.', noMatches: 'There is no matching offer beyond the organisations chosen.', nothingFound: 'No organisation was found.', noMembers: 'Nobody of it is here yet, so it cannot answer by itself; the Exchange’s officers are told and will get in touch.', for: (title: string) => `with the offer “${title}”`,
    send: 'Send the invitation', sendHelp: 'Once sent, text and questions cannot be changed; the last day moves only later.', discard: 'Discard the draft', withdraw: 'Withdraw the invitation', withdrawReason: 'Reason, sent to every supplier', move: 'Move the last day', until: (day: string) => `Until the end of ${day}`, answers: 'Answers', toAnswers: 'See the answers side by side', sealed: (day: string) => `Answers stay sealed until the end of ${day}. Until then nobody but the supplier itself can read them, the Exchange’s staff included.`, never: 'The invitation was withdrawn; the answers are not opened.',
    phases: { draft: 'Draft', open: 'Taking answers', over: 'Last day over', withdrawn: 'Withdrawn' }, states: { invited: 'No answer yet', drafting: 'No answer yet', answered: 'Answered', declined: 'Declined' }, ownStates: { invited: 'No answer yet', drafting: 'Draft, not sent', answered: 'Sent', declined: 'Declined' },
    declines: { no_capacity: 'Not enough people or time to do it', not_our_field: 'Not our field', too_little_time: 'Too little time to answer', terms: 'The terms do not suit us', other: 'Another reason' }, outcomes: { shortlisted: 'Shortlisted', not_chosen: 'Not chosen' }, undecided: 'Not decided', decide: 'Record the outcome', reason: 'Reason (needed where not chosen)', outcome: 'Outcome', nobodyAnswered: 'No supplier answered.', note: 'Message', offer: 'Offer', offerHelp: 'The offer of your organisation this answer speaks of.', none: 'None named', interest: 'Express interest in the offer', noOffer: 'The answer names no offer; ask the supplier to publish one, or to express interest in your need.',
    files: 'Download this table', csv: 'Download CSV', xlsx: 'Download Excel (XLSX)', about: 'About this table', counted: 'Made at', sheet: 'Answers', mine: 'Our invitations', sent: 'Sent', received: 'Received', empty: 'No invitation yet.', need: 'Need', state: 'State', count: (answered: number, all: number) => `${answered} of ${all} answered`, open: 'Open',
    invitedTitle: 'Invited to answer a need', answerTitle: 'Our answer', yourAnswer: 'Answer', saveDraft: 'Save the draft', sendAnswer: 'Send the answer', sendAgain: 'Send as changed', takeBack: 'Take it back to change it', decline: 'Decline the invitation', declineCode: 'Reason', declineNote: 'Anything to add', alone: 'Answers stay sealed until the last day is over. You do not see other suppliers, and they do not see you.', frozen: 'The last day is over; the answer can no longer be changed.', notSent: 'The draft was not sent and is not read.', savedAt: (at: string) => `Last saved ${at}.`, readOnly: 'Only owners and editors of the organisation can answer.', yes: 'Yes', no: 'No', days: (n: number) => `${formatNumber(n, 'en')} ${n === 1 ? 'day' : 'days'}`, answerHelp: { number: 'The number alone, with a point for decimals.', price: 'An amount in đồng, for example 350,000,000.', days: 'A number of days, for example 90.' },
    enquiries: 'Questions and answers for all', enquiriesLead: 'Everybody invited reads the same questions and answers; nobody learns who asked.', ask: 'Ask the inviter', askHelp: 'Leave out what would tell who you are.', waiting: 'Waiting for the inviter', yours: 'Your question', answerIt: 'Answer for all suppliers', answer: 'Answer for all', noEnquiries: 'No question yet.', onBehalf: 'This organisation has no members yet; you invite for it as a deal officer, and that is recorded.', told: 'You were told', duty: { to_answer: (until: string) => `Answer an invitation to a need, until the end of ${until}`, to_judge: () => 'Say what becomes of the answers that lie open', enquiry: () => 'Answer the question of an invited supplier' },
  },
})

/** An answer as people read it. */
export function wordAnswer({ kind, unit }: { kind: QuestionKind; unit: string }, value: string, locale: Locale): string {
  const t = callTexts[locale]
  if (kind === 'yes_no') return value === 'yes' ? t.yes : t.no
  if (kind === 'price') return formatVnd(Number(value), locale)
  if (kind === 'days') return t.days(Number(value))
  return kind === 'number' ? `${new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 6 }).format(Number(value))} ${unit}`.trim() : value
}
