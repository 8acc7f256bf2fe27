import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { HallRefusal } from './hall-rules.ts'
import type { PollKind, QuestionState } from './schema.ts'

export const hallTexts = texts({
  vi: {
    title: 'Hỏi đáp và thăm dò', lead: 'Hỏi diễn giả, ủng hộ câu hỏi của người khác và trả lời thăm dò ngay tại phiên. Câu hỏi hiện ra sau khi người tổ chức đọc.', open: 'Hỏi đáp và thăm dò của phiên', needPlace: 'Hãy đăng ký và có chỗ tại phiên để hỏi và trả lời.', over: 'Phiên không nhận câu hỏi và trả lời nữa.',
    polls: 'Thăm dò', noPolls: 'Chưa có thăm dò nào.', chosen: 'Chọn', answer: 'Gửi trả lời', change: 'Đổi trả lời', answered: (n: number) => `${n} người đã trả lời.`, secret: 'Không ai khác đọc được bạn chọn gì. Bạn đổi được cho đến khi đóng.', closed: 'Đã đóng', option: 'Lựa chọn', count: 'Số người', yours: 'Bạn chọn', chart: (question: string) => `Kết quả: ${question}`, chartSays: (option: string, n: number, of: number) => `Nhiều nhất là “${option}”: ${n} trong ${of} người trả lời.`, chartNone: 'Không ai trả lời.',
    questions: 'Câu hỏi cho diễn giả', noQuestions: 'Chưa có câu hỏi nào được hiện.', by: 'Người hỏi', hidden: 'Không nêu tên', you: 'Bạn', states: { asked: 'chờ người tổ chức đọc', shown: 'chờ trả lời', answered: 'đã trả lời', dismissed: 'không đưa ra' } satisfies Record<QuestionState, string>, votes: (n: number) => `${n} người ủng hộ`, vote: 'Ủng hộ', voteOf: (what: string) => `Ủng hộ câu hỏi: ${what}`, unvote: 'Thôi ủng hộ', unvoteOf: (what: string) => `Thôi ủng hộ câu hỏi: ${what}`, reason: 'Lý do',
    ask: 'Đặt câu hỏi', question: 'Câu hỏi', anonymous: 'Không nêu tên tôi với người tham dự', anonymousHelp: 'Người tổ chức phiên vẫn biết ai hỏi.', send: 'Gửi câu hỏi',
    desk: 'Bàn hỏi đáp và thăm dò', openPoll: 'Mở thăm dò', poll_question: 'Câu thăm dò', kind: 'Cách chọn', kinds: { single: 'Một lựa chọn', multiple: 'Nhiều lựa chọn' } satisfies Record<PollKind, string>, options: 'Các lựa chọn', optionsHelp: 'Mỗi dòng một lựa chọn, từ 2 đến 10 dòng.', closePoll: 'Đóng và công bố kết quả', closePollOf: (what: string) => `Đóng thăm dò: ${what}`,
    show: 'Cho hiện', markAnswered: 'Đã trả lời', dismiss: 'Không đưa ra', showOf: (what: string) => `Cho hiện: ${what}`, answeredOf: (what: string) => `Đã trả lời: ${what}`, dismissOf: (what: string) => `Không đưa ra: ${what}`, reasonOf: (what: string) => `Lý do không đưa ra: ${what}`,
  },
  en: {
    title: 'Questions and polls', lead: 'Ask the speakers, support what others ask, and answer polls while the session is on. Questions are shown once the organisers have read them.', open: 'Questions and polls of this session', needPlace: 'Register and have a place at the session to ask and answer.', over: 'The session takes no more questions and answers.',
    polls: 'Polls', noPolls: 'There is no poll yet.', chosen: 'Your choice', answer: 'Answer', change: 'Change the answer', answered: (n: number) => (n === 1 ? 'One person has answered.' : `${n} people have answered.`), secret: 'Nobody else reads what you choose. You may change it until the poll is closed.', closed: 'Closed', option: 'Line', count: 'People', yours: 'You chose', chart: (question: string) => `Result: ${question}`, chartSays: (option: string, n: number, of: number) => `Most chose “${option}”: ${n} of ${of} who answered.`, chartNone: 'Nobody answered.',
    questions: 'Questions to the speakers', noQuestions: 'No question is shown yet.', by: 'Asked by', hidden: 'Not named', you: 'You', states: { asked: 'waiting to be read', shown: 'waiting for an answer', answered: 'answered', dismissed: 'not put' }, votes: (n: number) => (n === 1 ? 'one supports it' : `${n} support it`), vote: 'Support', voteOf: (what: string) => `Support the question: ${what}`, unvote: 'Take back', unvoteOf: (what: string) => `Take back your support for: ${what}`, reason: 'Reason',
    ask: 'Ask a question', question: 'Question', anonymous: 'Do not name me to the participants', anonymousHelp: 'Those who run the session still know who asked.', send: 'Send the question',
    desk: 'Desk of questions and polls', openPoll: 'Open a poll', poll_question: 'What is asked', kind: 'How many', kinds: { single: 'One line', multiple: 'Several lines' }, options: 'Lines to choose', optionsHelp: 'One a line, from 2 to 10.', closePoll: 'Close and show the result', closePollOf: (what: string) => `Close the poll: ${what}`,
    show: 'Show', markAnswered: 'Answered', dismiss: 'Dismiss', showOf: (what: string) => `Show: ${what}`, answeredOf: (what: string) => `Answered: ${what}`, dismissOf: (what: string) => `Dismiss: ${what}`, reasonOf: (what: string) => `Reason for dismissing: ${what}`,
  },
})
export const hallRefusals = texts<Messages<HallRefusal>>({
  vi: {
    hall_needs_place: () => 'Hãy đăng ký và có chỗ tại phiên trước khi hỏi hay trả lời.', hall_closed: () => 'Phiên này không nhận câu hỏi và trả lời nữa.', poll_closed: () => 'Thăm dò này đã đóng. Kết quả ở ngay trang này.', poll_one_choice: () => 'Thăm dò này chỉ chọn một. Hãy bỏ bớt.', polls_full: ({ most }) => `Một phiên có nhiều nhất ${most} thăm dò.`,
    questions_full: ({ most }) => `Đã đủ ${most} câu hỏi. Hãy ủng hộ câu hỏi của người khác.`, question_too_soon: ({ seconds }) => `Hãy đợi ${seconds} giây rồi gửi câu hỏi tiếp theo.`, question_own: () => 'Đây là câu hỏi của bạn. Hãy ủng hộ câu hỏi của người khác.', dismissal_unexplained: () => 'Hãy ghi lý do để người hỏi biết.', wrong_state: () => 'Câu hỏi đã ở bước khác. Hãy tải lại trang.',
  },
  en: {
    hall_needs_place: () => 'Register and have a place at the session before you ask or answer.', hall_closed: () => 'This session takes no more questions and answers.', poll_closed: () => 'This poll is closed. Its result is on this page.', poll_one_choice: () => 'Choose one line only.', polls_full: ({ most }) => `A session has ${most} polls at most.`,
    questions_full: ({ most }) => `There are ${most} questions already. Support what others asked.`, question_too_soon: ({ seconds }) => `Wait ${seconds} seconds before the next question.`, question_own: () => 'This is your own question. Support what others asked.', dismissal_unexplained: () => 'Give a reason, for whoever asked to read.', wrong_state: () => 'The question is at another step already. Load the page again.',
  },
})
