import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { MatchRefusal } from './answer-rules.ts'

export const answerTexts = texts({
  vi: {
    accepted: 'Tổ chức bạn đã bày tỏ quan tâm', decline: 'Không phù hợp, vì…', code: 'Vì sao không phù hợp?', words: 'Ghi thêm', wordsHelp: 'Bắt buộc khi chọn “Lý do khác”. Bên kia không thấy.', private: 'Bên kia không được báo là ai từ chối hay vì sao; lý do giúp Sàn gợi ý đúng hơn.', declineButton: 'Từ chối gợi ý',
    declined: (n: number) => `Đã từ chối (${n})`, declinedOn: (day: string) => `từ chối ngày ${day}`, takeBack: 'Rút lại việc từ chối',
    objection: 'Lý do nào chưa đúng?', objectionHelp: 'Đánh dấu những lý do sai sự thật. Cán bộ của Sàn đọc và sửa cách tính.', wrong: 'Lý do chưa đúng', objectionWords: 'Đúng ra là thế nào?', objectionButton: 'Gửi cho Sàn', choose: 'Chọn…', optional: '(không bắt buộc)',
    pairTitle: 'Gợi ý phù hợp', own: 'Tin của bạn', other: 'Tin được gợi ý', need: 'Nhu cầu', offer: 'Chào bán', why: 'Vì sao được gợi ý', noReasons: 'Hai tin này hiện không có điểm chung nào được tính.', answer: 'Trả lời', all: 'Mọi gợi ý của tổ chức', objections: 'Các lý do bị báo là chưa đúng',
    mine: 'Gợi ý phù hợp', mineLead: 'Các tin có thể phù hợp với từng tin đang công bố của tổ chức bạn. Hãy nhận hoặc từ chối; tin kế tiếp sẽ lên thay.', nothing: 'Tổ chức bạn chưa có tin nào đang công bố.', noOrganisation: 'Bạn chưa thay mặt tổ chức nào. Gợi ý chỉ có cho tin của một tổ chức.', none: 'Chưa có gợi ý nào chờ trả lời.', frequency: 'Chọn khi nào được báo gợi ý mới', myListings: 'Tin của tôi', waiting: (n: number) => `Trả lời ${n} gợi ý phù hợp mới`, others: 'Vì sao các tổ chức khác từ chối', othersHelp: 'Chỉ những lý do có ít nhất ba tổ chức chọn; không nói là tổ chức nào.', organisations: (n: number) => `${n} tổ chức`,
  },
  en: {
    accepted: 'Your organisation has expressed interest', decline: 'Not for us, because…', code: 'Why does it not suit you?', words: 'In your words', wordsHelp: 'Needed with “Another reason”. The other side does not see it.', private: 'The other side is not told who declined or why; the reason makes the next suggestions better.', declineButton: 'Decline this match',
    declined: (n: number) => `Declined (${n})`, declinedOn: (day: string) => `declined on ${day}`, takeBack: 'Take this back',
    objection: 'Is a reason wrong?', objectionHelp: 'Tick the reasons that are not true. The Exchange’s staff read this and mend how matches are found.', wrong: 'Wrong reasons', objectionWords: 'What is true instead?', objectionButton: 'Tell the Exchange', choose: 'Choose…', optional: '(optional)',
    pairTitle: 'A suggested match', own: 'Your listing', other: 'The suggested listing', need: 'Need', offer: 'Offer', why: 'Why it is suggested', noReasons: 'Nothing these two share is counted at present.', answer: 'Your answer', all: 'All matches of your organisation', objections: 'Reasons said to be wrong',
    mine: 'Matches', mineLead: 'Listings that may suit each published listing of your organisation. Take them up or decline them; the next one moves up.', nothing: 'Your organisation has no published listing yet.', noOrganisation: 'You do not act for an organisation. Matches are for an organisation’s listings.', none: 'No match waits for an answer.', frequency: 'Choose when you are told of new matches', myListings: 'My listings', waiting: (n: number) => `Answer ${n} new ${n === 1 ? 'match' : 'matches'}`, others: 'Why other organisations declined', othersHelp: 'Only reasons that at least three organisations chose; which ones is not said.', organisations: (n: number) => `${n} organisations`,
  },
})

export const staffTexts = texts({
  vi: {
    title: 'Gợi ý phù hợp: mọi người nói gì', lead: 'Lý do nào bị báo là chưa đúng, gợi ý nào bị từ chối và vì sao. Lý do từ chối là chuyện riêng của tổ chức đã từ chối; đừng nói cho bên kia.', administration: 'Quản trị', exposure: 'Ai được hiện bao nhiêu',
    byReason: 'Lý do bị báo là chưa đúng', reason: 'Lý do', example: 'Ví dụ gần nhất', times: 'Số lần', byReasonChart: (top: string) => `Số lần mỗi loại lý do bị báo là chưa đúng. Nhiều nhất: ${top}.`, noObjections: 'Chưa có lý do nào bị báo là chưa đúng.', latest: 'Mới nhất trước', at: 'Lúc', pair: 'Nhu cầu và chào bán', said: 'Ý kiến', who: 'Phía', officer: 'Cán bộ giao dịch',
    declines: 'Gợi ý bị từ chối', field: 'Lĩnh vực của nhu cầu', every: 'Mọi lĩnh vực', apply: 'Xem', noDeclines: 'Chưa có gợi ý nào bị từ chối.', bySeekers: 'Bên có nhu cầu từ chối', byOffers: 'Bên chào bán từ chối', overTime: 'Theo tháng', overTimeChart: (from: string, to: string, n: number) => `Số gợi ý bị từ chối mỗi tháng từ ${from} đến ${to}, tổng cộng ${n}.`, byCode: 'Theo lý do', byCodeChart: (top: string) => `Số gợi ý bị từ chối theo từng lý do. Nhiều nhất: ${top}.`, byField: 'Theo lĩnh vực', month: 'Tháng', total: 'Tổng', csv: 'Tải tệp CSV', noField: 'chưa xếp lĩnh vực', counted: 'Tính mười hai tháng gần nhất, tháng này cả ngày hôm nay.',
  },
  en: {
    title: 'Matches: what people say', lead: 'Which reasons are said to be wrong, which matches are declined and why. Why an organisation declined is its own business; do not tell the other side.', administration: 'Administration', exposure: 'Who is shown how much',
    byReason: 'Reasons said to be wrong', reason: 'Reason', example: 'Latest example', times: 'Times', byReasonChart: (top: string) => `How often each kind of reason was said to be wrong. Most often: ${top}.`, noObjections: 'No reason has been said to be wrong yet.', latest: 'Newest first', at: 'When', pair: 'Need and offer', said: 'What was said', who: 'Side', officer: 'Deal officer',
    declines: 'Declined matches', field: 'Field of the need', every: 'Every field', apply: 'Show', noDeclines: 'No match has been declined yet.', bySeekers: 'Declined by those who seek', byOffers: 'Declined by those who offer', overTime: 'By month', overTimeChart: (from: string, to: string, n: number) => `Matches declined in each month from ${from} to ${to}, ${n} altogether.`, byCode: 'By reason', byCodeChart: (top: string) => `Declined matches by reason. Most often: ${top}.`, byField: 'By field', month: 'Month', total: 'Total', csv: 'Download as CSV', noField: 'no field', counted: 'The last twelve months are counted, this month up to today.',
  },
})

export const exposureTexts = texts({
  vi: {
    title: 'Ai được hiện bao nhiêu', lead: 'Mỗi lần một tin được hiện như một gợi ý cho người của tổ chức khác được đếm theo ngày; không ghi ai đã xem.', view: { listings: 'Theo tin', organisations: 'Theo tổ chức' }, kind: 'Loại tin', offer: 'Chào bán', need: 'Nhu cầu', days: 'Khoảng thời gian', daysOf: (n: number) => `${n} ngày gần nhất`, apply: 'Xem',
    sum: (total: string, seen: string, published: string) => `${total} lượt hiện; ${seen} trên ${published} đã được hiện ít nhất một lần.`, none: 'Chưa có lượt hiện nào trong khoảng này.', chart: 'Phần của mỗi một phần mười trong 100 lượt hiện', chartText: (first: number) => `Một phần mười được hiện nhiều nhất có ${first} trong 100 lượt. Nếu mọi tin được hiện như nhau, mỗi phần mười có 10.`, tenth: (n: number) => (n === 1 ? '10 % được hiện nhiều nhất' : n === 10 ? '10 % được hiện ít nhất' : `nhóm 10 % thứ ${n}`), percent: 'trong 100 lượt hiện',
    table: 'Được hiện nhiều nhất', name: 'Tên', owner: 'Tổ chức', shown: 'Lượt hiện', share: 'Phần', opened: 'Lượt mở', answered: 'Được trả lời', csv: 'Tải tệp CSV', first: (n: number) => `${n} dòng đầu; tệp CSV có nhiều hơn.`,
    rules: 'Cách Sàn giữ công bằng', rulesText: ['Không ai trả tiền để đứng trước. Thứ tự là của mức phù hợp.', 'Trong năm gợi ý đầu, một chỗ dành cho tin mới: công bố chưa tới 30 ngày, được hiện dưới 50 lần, và đạt ít nhất 60 % điểm của tin đứng đầu.', 'Khi có mức tối đa, tin hay tổ chức đã vượt phần ấy của một tuần trong cùng lĩnh vực đứng sau những tin điểm kém hơn không quá 15 %. Không tin nào bị bỏ.'],
    bound: 'Mức tối đa mỗi tuần trong một lĩnh vực', boundNow: (listing: string, organisation: string) => `Đang áp dụng: một tin ${listing}, một tổ chức ${organisation}.`, without: 'không giới hạn', upTo: (n: number) => `tối đa ${n} %`, listing_percent: 'Một tin, tối đa (%)', organisation_percent: 'Một tổ chức, tối đa (%)', percentHelp: 'Từ 1 đến 99; để trống là không giới hạn.', reason: 'Lý do', reasonHelp: 'Ít nhất 10 ký tự; được ghi vào nhật ký.', save: 'Đặt mức này', history: 'Các lần đặt', when: 'Lúc', who: 'Người đặt',
  },
  en: {
    title: 'Who is shown how much', lead: 'Each time a listing is shown as a match to somebody of another organisation is counted by day; who looked is not written down.', view: { listings: 'By listing', organisations: 'By organisation' }, kind: 'Kind', offer: 'Offers', need: 'Needs', days: 'Period', daysOf: (n: number) => `Last ${n} days`, apply: 'Show',
    sum: (total: string, seen: string, published: string) => `${total} showings; ${seen} of ${published} were shown at least once.`, none: 'Nothing was shown in this period.', chart: 'What each tenth had of 100 showings', chartText: (first: number) => `The tenth shown most had ${first} of 100 showings. Were all shown alike, each tenth would have 10.`, tenth: (n: number) => (n === 1 ? 'the 10% shown most' : n === 10 ? 'the 10% shown least' : `tenth number ${n}`), percent: 'of 100 showings',
    table: 'Shown most', name: 'Name', owner: 'Organisation', shown: 'Showings', share: 'Share', opened: 'Opened', answered: 'Answered', csv: 'Download as CSV', first: (n: number) => `The first ${n} rows; the CSV file has more.`,
    rules: 'How the Exchange keeps this fair', rulesText: ['Nobody can pay for a better place. The order is that of how well listings match.', 'Among the first five, one place is kept for a newcomer: published less than 30 days ago, shown fewer than 50 times, and with at least 60% of the first one’s score.', 'Where a bound is set, a listing or organisation that had more than that share of a week in its field stands behind those whose score is at most 15% lower. No listing is left out.'],
    bound: 'The most in a week within one field', boundNow: (listing: string, organisation: string) => `In force: one listing ${listing}, one organisation ${organisation}.`, without: 'without bound', upTo: (n: number) => `at most ${n}%`, listing_percent: 'One listing, at most (%)', organisation_percent: 'One organisation, at most (%)', percentHelp: 'From 1 to 99; empty for no bound.', reason: 'Reason', reasonHelp: 'At least 10 characters; it is recorded.', save: 'Set this bound', history: 'What was set', when: 'When', who: 'Set by',
  },
})

export const matchRefusals = texts<Messages<MatchRefusal>>({
  vi: {
    match_not_open: () => 'Một trong hai tin không còn được công bố, nên gợi ý này không còn để trả lời.',
    match_reason_unknown: () => 'Lý do này không có trong danh sách. Hãy chọn lại.',
    match_words_needed: () => 'Hãy ghi rõ lý do khác là gì.',
    match_taken_up: ({ interest_id }) => `Tổ chức bạn đã bày tỏ quan tâm tới tin này (đề nghị số ${interest_id}). Hãy rút đề nghị ấy trước, rồi từ chối.`,
    match_reasons_changed: () => 'Các lý do đã được tính lại từ lúc bạn mở trang. Hãy xem các lý do hiện nay rồi đánh dấu lại.',
    match_bound_same: () => 'Mức này đang được áp dụng rồi. Không có gì thay đổi.',
  },
  en: {
    match_not_open: () => 'One of the two listings is no longer published, so there is no match to answer.',
    match_reason_unknown: () => 'This reason is not in the list. Please choose again.',
    match_words_needed: () => 'Please say what the other reason is.',
    match_taken_up: ({ interest_id }) => `Your organisation has expressed interest in this listing (interest ${interest_id}). Withdraw that first, then decline.`,
    match_reasons_changed: () => 'The reasons have been worked out anew since you opened the page. Look at the present ones and tick again.',
    match_bound_same: () => 'This is the bound in force already. Nothing has changed.',
  },
})
