import { texts } from '../../platform/locale.ts'

export const questionTexts = texts({
  vi: {
    title: 'Hỏi đáp', lead: 'Câu hỏi có số, có chủ đề và có ngày cần trả lời; bên được hỏi thấy trong “Việc của tôi”. Trao đổi thường ngày viết ở trang tổng quan.', none: 'Chưa có câu hỏi nào.', no: (n: number) => `Câu hỏi số ${n}`, back: 'Mọi câu hỏi',
    topics: { technical: 'Kỹ thuật', rights: 'Quyền sở hữu trí tuệ', price: 'Giá và thanh toán', law: 'Pháp lý', operation: 'Vận hành', other: 'Khác' }, states: { asked: 'chờ trả lời', answered: 'đã trả lời', closed: 'đã đóng' }, entries: { question: 'Hỏi', answer: 'Trả lời', follow_up: 'Hỏi tiếp' },
    ask: 'Đặt câu hỏi', topic: 'Chủ đề', text: 'Câu hỏi', due_on: 'Cần trả lời trước hết ngày', due: (day: string) => `cần trả lời trước hết ngày ${day}`, answer: 'Trả lời', sendAnswer: 'Gửi trả lời', follow_up: 'Hỏi tiếp', sendFollowUp: 'Gửi câu hỏi tiếp', close: 'Đóng câu hỏi', closedBy: (who: string, at: string) => `${who} đóng ${at}`, files: 'Tải mọi câu hỏi',
    number: 'Số', asked: 'Bên hỏi', state: 'Tình trạng', columns: ['Số', 'Chủ đề', 'Tình trạng', 'Cần trả lời trước', 'Loại', 'Bên', 'Người', 'Lúc', 'Nội dung'],
  },
  en: {
    title: 'Questions and answers', lead: 'A question has a number, a topic and a day the answer is needed; the side asked finds it in “My work”. Everyday messages go on the overview.', none: 'No questions yet.', no: (n: number) => `Question ${n}`, back: 'All questions',
    topics: { technical: 'Technical', rights: 'Intellectual property', price: 'Price and payment', law: 'Legal', operation: 'Operation', other: 'Other' }, states: { asked: 'waits for an answer', answered: 'answered', closed: 'closed' }, entries: { question: 'Question', answer: 'Answer', follow_up: 'Follow-up' },
    ask: 'Ask a question', topic: 'Topic', text: 'Question', due_on: 'Answer needed by the end of', due: (day: string) => `answer needed by the end of ${day}`, answer: 'Answer', sendAnswer: 'Send the answer', follow_up: 'Follow-up', sendFollowUp: 'Send the follow-up', close: 'Close the question', closedBy: (who: string, at: string) => `closed by ${who}, ${at}`, files: 'Download all questions',
    number: 'No.', asked: 'Asked by', state: 'Standing', columns: ['No.', 'Topic', 'Standing', 'Needed by', 'Kind', 'Side', 'Person', 'At', 'Text'],
  },
})
