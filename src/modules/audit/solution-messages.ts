import { type Locale, texts } from '../../platform/locale.ts'
import { formatInstant } from '../../platform/time.ts'
import type { CallDate, SolutionEvent } from '../solutions/schema.ts'
import { because, type WordsOf } from './event-messages.ts'

const failed = texts<Record<string, string>>({
  vi: { none_came: 'không có giải pháp nào', none_above: 'không giải pháp nào đạt ngưỡng', none_left: 'không còn giải pháp nào sau khi loại giá thấp' },
  en: { none_came: 'nobody handed in', none_above: 'none reached the threshold', none_left: 'none was left after low prices were excluded' },
})
const dateNames = texts<Record<CallDate, string>>({ vi: { asks_until: 'hạn hỏi', closes_at: 'hạn nộp', round_begins: 'vòng' }, en: { asks_until: 'questions until', closes_at: 'envelopes until', round_begins: 'round' } })
/** Each date that moved, from when to when. */
const movedWords = ({ moved, round }: Extract<SolutionEvent, { type: 'solution.dates_moved' }>, locale: Locale): string => {
  const when = (at: string) => formatInstant(new Date(at), locale)
  return moved.map(({ date, from, to }) => `${dateNames[locale][date]}${date === 'round_begins' ? ` ${round}` : ''} ${when(from)} → ${when(to)}`).join('; ')
}
export const solutionWords = texts<WordsOf<SolutionEvent>>({
  vi: {
    'solution.drafted': () => 'Lập bản nháp cuộc kêu gọi giải pháp',
    'solution.changed': () => 'Sửa bản nháp cuộc kêu gọi giải pháp',
    'solution.proposed': () => 'Trình công bố cuộc kêu gọi giải pháp',
    'solution.sent_back': ({ reason }) => `Trả lại bản nháp cuộc kêu gọi giải pháp${because(reason)}`,
    'solution.published': ({ rules_hash }) => `Công bố cuộc kêu gọi giải pháp; quy tắc được chốt với mã băm ${rules_hash.slice(0, 12)}…`,
    'solution.withdrawn': ({ reason }) => `Rút cuộc kêu gọi giải pháp${because(reason)}`,
    'solution.failed': ({ reason }) => `Cuộc kêu gọi giải pháp không thành: ${failed.vi[reason] ?? reason}`,
    'solution.dates_proposed': ({ reason }) => `Đề nghị dời mốc của cuộc kêu gọi giải pháp${because(reason)}`,
    'solution.dates_returned': ({ reason }) => `Trả lại đề nghị dời mốc${because(reason)}`,
    'solution.dates_moved': (event) => `Dời mốc của cuộc kêu gọi giải pháp: ${movedWords(event, 'vi')}${because(event.reason)}`,
    'solution.question_asked': () => 'Hỏi về cuộc kêu gọi giải pháp',
    'solution.question_answered': () => 'Trả lời câu hỏi về cuộc kêu gọi giải pháp',
    'solution.submitted': ({ number }) => `Nộp giải pháp, bản ${number}`,
    'solution.document_put': () => 'Thêm tài liệu vào phong bì kỹ thuật',
    'solution.document_taken_out': () => 'Rút một tài liệu khỏi phong bì kỹ thuật',
    'solution.opened': ({ answers }) => `Mở phong bì kỹ thuật của ${answers} tổ chức`,
    'solution.member_named': () => 'Thêm một thành viên hội đồng',
    'solution.member_released': ({ reason }) => `Cho một thành viên thôi hội đồng${because(reason)}`,
    'solution.conflict_declared': ({ declaration }) => (declaration === 'none' ? 'Khai không có xung đột lợi ích' : 'Khai có xung đột lợi ích, không chấm'),
    'solution.scored': ({ entry_number }) => `Chấm giải pháp số ${entry_number}`,
    'solution.scores_locked': () => 'Khóa phiếu chấm',
    'solution.score_changed': ({ entry_number, criterion, before, after, reason }) => `Đổi điểm giải pháp số ${entry_number}, tiêu chí ${criterion.slice(1)}, từ ${before} thành ${after}${because(reason)}`,
    'solution.prices_opened': ({ admitted, sealed }) => `Mở ${admitted} phong bì giá; ${sealed} phong bì dưới ngưỡng giữ niêm phong`,
    'solution.round_opened': ({ round, turns }) => `Vòng chào giá ${round} mở với ${turns} lượt`,
    'solution.price_lowered': ({ round }) => `Hạ giá ở vòng ${round}`,
    'solution.round_closed': ({ round, lowered }) => `Vòng chào giá ${round} kết thúc; ${lowered} bên hạ giá`,
    'solution.rounds_over': ({ low }) => `Ba vòng chào giá kết thúc; ${low} giá thấp bất thường`,
    'solution.explained': ({ entry_number }) => `Giải trình giá thấp của giải pháp số ${entry_number}`,
    'solution.low_price_decided': ({ entry_number, decision, reason }) => `${decision === 'kept' ? 'Giữ' : 'Loại'} giải pháp số ${entry_number} có giá thấp bất thường${because(reason)}`,
    'solution.ranked': ({ ranked }) => `Xếp hạng ${ranked} giải pháp`,
    'solution.award_proposed': ({ count }) => `Đề nghị chọn ${count} giải pháp từ hạng nhất`,
    'solution.award_returned': ({ reason }) => `Trả lại đề nghị chọn giải pháp${because(reason)}`,
    'solution.awarded': ({ count }) => `Xác nhận chọn ${count} giải pháp`,
  },
  en: {
    'solution.drafted': () => 'Drafted a call for solutions',
    'solution.changed': () => 'Changed the draft of a call for solutions',
    'solution.proposed': () => 'Proposed the call for solutions for publication',
    'solution.sent_back': ({ reason }) => `Sent the draft of the call for solutions back${because(reason)}`,
    'solution.published': ({ rules_hash }) => `Published the call for solutions; its rules are fixed with the hash ${rules_hash.slice(0, 12)}…`,
    'solution.withdrawn': ({ reason }) => `Withdrew the call for solutions${because(reason)}`,
    'solution.failed': ({ reason }) => `The call for solutions failed: ${failed.en[reason] ?? reason}`,
    'solution.dates_proposed': ({ reason }) => `Proposed later dates for the call for solutions${because(reason)}`,
    'solution.dates_returned': ({ reason }) => `Sent the proposal of later dates back${because(reason)}`,
    'solution.dates_moved': (event) => `Moved dates of the call for solutions: ${movedWords(event, 'en')}${because(event.reason)}`,
    'solution.question_asked': () => 'Asked about the call for solutions',
    'solution.question_answered': () => 'Answered a question about the call for solutions',
    'solution.submitted': ({ number }) => `Handed in a solution, version ${number}`,
    'solution.document_put': () => 'Put a document into the technical envelope',
    'solution.document_taken_out': () => 'Took a document out of the technical envelope',
    'solution.opened': ({ answers }) => `Technical envelopes of ${answers} organisations were opened`,
    'solution.member_named': () => 'Named a member of the council',
    'solution.member_released': ({ reason }) => `Released a member of the council${because(reason)}`,
    'solution.conflict_declared': ({ declaration }) => (declaration === 'none' ? 'Declared no conflict of interest' : 'Declared a conflict of interest and does not score'),
    'solution.scored': ({ entry_number }) => `Scored solution number ${entry_number}`,
    'solution.scores_locked': () => 'Locked the scores',
    'solution.score_changed': ({ entry_number, criterion, before, after, reason }) => `Changed a score of solution number ${entry_number}, criterion ${criterion.slice(1)}, from ${before} to ${after}${because(reason)}`,
    'solution.prices_opened': ({ admitted, sealed }) => `Opened ${admitted} price envelopes; ${sealed} below the threshold stay sealed`,
    'solution.round_opened': ({ round, turns }) => `Round ${round} of bidding down opened with ${turns} turns`,
    'solution.price_lowered': ({ round }) => `Lowered the price in round ${round}`,
    'solution.round_closed': ({ round, lowered }) => `Round ${round} of bidding down closed; ${lowered} lowered their price`,
    'solution.rounds_over': ({ low }) => `The three rounds are over; ${low} abnormally low prices`,
    'solution.explained': ({ entry_number }) => `Explained the low price of solution number ${entry_number}`,
    'solution.low_price_decided': ({ entry_number, decision, reason }) => `${decision === 'kept' ? 'Kept' : 'Excluded'} solution number ${entry_number} with its abnormally low price${because(reason)}`,
    'solution.ranked': ({ ranked }) => `Ranked ${ranked} solutions`,
    'solution.award_proposed': ({ count }) => `Proposed to award the first ${count}`,
    'solution.award_returned': ({ reason }) => `Sent the proposal to award back${because(reason)}`,
    'solution.awarded': ({ count }) => `Confirmed the award of ${count} solutions`,
  },
})
