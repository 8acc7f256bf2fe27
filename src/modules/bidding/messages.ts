import type { Logged, Phase, PauseReason } from '../../platform/auction/lot.ts'
import { type Locale, texts } from '../../platform/locale.ts'
import { formatNumber, formatVnd } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatDay } from '../../platform/time.ts'
import { failWords, pauseWords } from '../audit/bidding-messages.ts'
import type { BiddingRefusal } from './rules.ts'

const clocks = { vi: new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }), en: new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }) }
/** The hour of an instant of a lot in Hanoi, to the second. */
export const hourOf = (instant: number, locale: Locale): string => clocks[locale].format(new Date(Math.floor(instant / 1_000)))

const dayOf = (instant: number, locale: Locale): string => formatDay(new Date(Math.floor(instant / 1_000)), locale)
const momentOf = (instant: number, locale: Locale): string => `${hourOf(instant, locale)}, ${dayOf(instant, locale)}`
/** The same with its day, where a lot is open on more than one, by its rules or since a pause. */
export const clockOf = (opens_at: number, closes_at: number, locale: Locale): ((instant: number) => string) => {
  const isOneDay = dayOf(opens_at, locale) === dayOf(closes_at, locale)
  return (instant) => (isOneDay ? hourOf : momentOf)(instant, locale)
}
/** When bidding ends now, with its day where that is another than the one this is said on. */
const newEnd = ({ at, closes_at }: { at: number; closes_at: number }, locale: Locale): string => clockOf(at, closes_at, locale)(closes_at)

export const phaseNames = texts<Record<Phase, string>>({
  vi: { armed: 'Chưa bắt đầu', open: 'Đang trả giá', opening: 'Chờ hội đồng mở phiếu', closed: 'Đã kết thúc trả giá', announced: 'Đã công bố người trúng', offered: 'Đang hỏi người trả giá liền kề', signed: 'Đã ký biên bản', failed: 'Phiên không thành', cancelled: 'Đã hủy' },
  en: { armed: 'Not begun yet', open: 'Bidding is open', opening: 'Waiting for the council to open the ballots', closed: 'Bidding has ended', announced: 'The winner is announced', offered: 'The next bidder is being asked', signed: 'The minutes are signed', failed: 'The session failed', cancelled: 'Cancelled' },
})
export { failWords, pauseWords }

export const biddingRefusals = texts<Messages<BiddingRefusal>>({
  vi: {
    lot_not_open: ({ phase }) => `Lúc này không nhận trả giá (${phaseNames.vi[phase].toLowerCase()}). Hãy xem trạng thái ở đầu trang.`,
    bid_not_yet: ({ at }) => `Chưa đến giờ: phiên bắt đầu lúc ${hourOf(at, 'vi')}.`,
    too_late: ({ closed }) => `Giá này đến sau khi hết giờ trả giá (${hourOf(closed, 'vi')}).`,
    not_a_bidder: () => 'Số này không có trong danh sách người tham gia.',
    bidder_out: () => 'Người tham gia này đã rút hoặc bị truất quyền, không trả giá được nữa.',
    already_leading: () => 'Bạn đang trả giá cao nhất, không cần trả thêm.',
    below_minimum: ({ minimum }) => `Giá trả tối thiểu lúc này là ${formatVnd(minimum, 'vi')}.`,
    off_step: ({ start, step }) => `Giá phải bằng ${formatVnd(start, 'vi')} cộng một số nguyên bước giá ${formatVnd(step, 'vi')}.`,
    many_steps: ({ steps, most }) => `Giá này cao hơn mức tối thiểu ${formatNumber(steps, 'vi')} bước (quá ${formatNumber(most, 'vi')} bước thì phải xác nhận). Hãy đọc lại số tiền bằng chữ rồi xác nhận.`,
    price_moved: ({ price }) => `Giá đã đổi: giá lúc này là ${formatVnd(price, 'vi')}. Bấm lại nếu bạn chấp nhận giá này.`,
    not_leading: () => 'Chỉ người trả giá cao nhất mới làm được việc này.',
    wrong_form: () => 'Hình thức của phiên này không có thao tác này.',
    not_yours: () => 'Bạn không có quyền làm việc này trong phiên.',
    ballots_left: ({ left }) => `Còn ${left} phiếu chưa mở.`,
    not_that_ballot: () => 'Không có phiếu như vậy, hoặc phiếu đã được mở.',
    ballots_checked_already: () => 'Các phiếu đã được kiểm tra, không cần kiểm tra lại.', absence_noted_already: () => 'Bạn đã ghi việc này. Cần một cán bộ khác xác nhận, hoặc một người tham gia đến kiểm tra phiếu.',
    no_tie: () => 'Không có giá bằng nhau cần bốc thăm.',
    tie_unsettled: ({ among }) => `Các số ${among.join(', ')} trả giá bằng nhau: hãy bốc thăm trước khi công bố.`,
    call_early: ({ at }) => `Chưa gọi được: người khác còn được trả giá. Gọi lại từ ${hourOf(at, 'vi')}.`,
    calls_missing: ({ calls }) => `Mới gọi giá ${calls} lần: gọi đủ ba lần rồi mới kết thúc.`,
    bid_key_used: () => 'Biểu mẫu này đã được gửi với nội dung khác. Hãy tải lại trang và trả giá lại.',
    presence_late: () => 'Phiên đã có kết quả hoặc không thành, nên không ghi thêm ai có mặt.', presence_of_nobody: () => 'Không có người tham gia nào mang số này. Hãy chọn lại trong danh sách.',
    no_writer: () => 'Máy chủ này hiện không nhận trả giá. Hãy thử lại sau ít phút hoặc gọi Sàn để trả giá qua điện thoại.',
  },
  en: {
    lot_not_open: ({ phase }) => `Bids are not taken now (${phaseNames.en[phase].toLowerCase()}). The state is at the top of the page.`,
    bid_not_yet: ({ at }) => `Not yet: bidding begins at ${hourOf(at, 'en')}.`,
    too_late: ({ closed }) => `This bid came after the end of bidding (${hourOf(closed, 'en')}).`,
    not_a_bidder: () => 'This number is not among the bidders of the lot.',
    bidder_out: () => 'This bidder has withdrawn or was disqualified and can bid no more.',
    already_leading: () => 'You lead: there is no need to bid more.',
    below_minimum: ({ minimum }) => `The least that can be bid now is ${formatVnd(minimum, 'en')}.`,
    off_step: ({ start, step }) => `A price is ${formatVnd(start, 'en')} and a whole number of steps of ${formatVnd(step, 'en')}.`,
    many_steps: ({ steps, most }) => `This is ${formatNumber(steps, 'en')} steps above the least (more than ${formatNumber(most, 'en')} are asked for twice). Read the amount in words, then confirm it.`,
    price_moved: ({ price }) => `The price has changed: it is ${formatVnd(price, 'en')} now. Press again if you accept it.`,
    not_leading: () => 'Only the leading bidder can do this.',
    wrong_form: () => 'This lot’s form of auction has no such step.',
    not_yours: () => 'You may not do this in the session.',
    ballots_left: ({ left }) => `${left} ballots are not opened yet.`,
    not_that_ballot: () => 'There is no such ballot, or it was opened already.',
    ballots_checked_already: () => 'The ballots have been checked; it need not be done again.', absence_noted_already: () => 'You have noted this already. Another officer has to confirm it, or a bidder comes to check the ballots.',
    no_tie: () => 'There are no equal prices to draw between.',
    tie_unsettled: ({ among }) => `Numbers ${among.join(', ')} bid the same: draw lots before announcing.`,
    call_early: ({ at }) => `Too early to call: others may still bid. Call again from ${hourOf(at, 'en')}.`,
    calls_missing: ({ calls }) => `Called ${calls} times so far: three calls end the bidding.`,
    bid_key_used: () => 'This form was sent with something else in it. Load the page again and bid anew.',
    presence_late: () => 'The lot has its result or was not sold; nobody else is noted as present.', presence_of_nobody: () => 'No bidder of this lot has that number. Choose again from the list.',
    no_writer: () => 'This server takes no bids now. Try again in a few minutes, or call the Exchange to bid by telephone.',
  },
})

type Line = { [T in Logged['type']]: (event: Extract<Logged, { type: T }>) => string | null }
const lines: Record<Locale, Line> = {
  vi: {
    opened: () => 'Bắt đầu trả giá', bid_taken: ({ bidder, amount, entered_by }) => `Số ${bidder} trả ${formatVnd(amount, 'vi')}${entered_by === null ? '' : ' (cán bộ nhập hộ)'}`, price_lowered: ({ price }) => `Giá hạ còn ${formatVnd(price, 'vi')}`, accepted: ({ bidder, amount, entered_by }) => `Số ${bidder} chấp nhận giá ${formatVnd(amount, 'vi')}${entered_by === undefined ? '' : ' (cán bộ nhập hộ)'}`,
    closed: () => 'Kết thúc trả giá', ballot_sealed: () => 'Một phiếu kín đã được nộp', ballots_checked: ({ bidder, entered_by }) => `Số ${bidder} đã kiểm tra các phiếu còn nguyên niêm phong${entered_by === null ? '' : ' (tại hội trường, cán bộ ghi)'}`, absence_noted: ({ confirmed }) => (confirmed ? 'Cán bộ thứ hai xác nhận không có người tham gia nào đến kiểm tra phiếu' : 'Cán bộ ghi nhận không có người tham gia nào đến kiểm tra phiếu'), ballot_read: ({ bidder, amount, invalid }) => `Phiếu của số ${bidder}: ${invalid || amount === null ? 'không hợp lệ' : formatVnd(amount, 'vi')}`, ranked: ({ leader, price }) => (leader !== null && price !== null ? `Giá cao nhất: số ${leader}, ${formatVnd(price, 'vi')}` : 'Đã xếp hạng các phiếu'),
    drawn: ({ winner }) => `Bốc thăm: số ${winner}`, called: ({ calls }) => `Gọi giá lần ${calls}`, announced: ({ winner, price }) => `Công bố số ${winner} trúng, ${formatVnd(price, 'vi')}`, bidder_out: ({ bidder }) => `Số ${bidder} không còn tham gia`,
    price_fell_back: ({ leader, price, at, closes_at }) => `${leader !== null && price !== null ? `Giá trở về ${formatVnd(price, 'vi')} của số ${leader}` : 'Không còn giá nào'}${closes_at === undefined ? '' : `; hết giờ lúc ${newEnd({ at, closes_at }, 'vi')}`}`, reopened: (event) => `Mở lại trả giá đến ${newEnd(event, 'vi')}`, offered_to_next: ({ bidder, price }) => `Hỏi số ${bidder} nhận giá ${formatVnd(price, 'vi')}`, minutes_signed: ({ winner }) => `Số ${winner} đã ký biên bản`,
    failed: ({ reason }) => `Phiên không thành: ${failWords.vi[reason]}`, paused: ({ reason }) => `Tạm dừng: ${pauseWords.vi[reason]}`, resumed: (event) => `Tiếp tục, hết giờ lúc ${newEnd(event, 'vi')}`, cancelled: () => 'Phiên đấu giá bị hủy', refused: () => null,
  },
  en: {
    opened: () => 'Bidding began', bid_taken: ({ bidder, amount, entered_by }) => `Number ${bidder} bids ${formatVnd(amount, 'en')}${entered_by === null ? '' : ' (entered by staff)'}`, price_lowered: ({ price }) => `The price falls to ${formatVnd(price, 'en')}`, accepted: ({ bidder, amount, entered_by }) => `Number ${bidder} accepts ${formatVnd(amount, 'en')}${entered_by === undefined ? '' : ' (entered by staff)'}`,
    closed: () => 'Bidding ended', ballot_sealed: () => 'A sealed ballot came in', ballots_checked: ({ bidder, entered_by }) => `Number ${bidder} has checked that the ballots are sealed as listed${entered_by === null ? '' : ' (in the hall, noted by staff)'}`, absence_noted: ({ confirmed }) => (confirmed ? 'A second officer confirmed that no bidder came to check the ballots' : 'An officer noted that no bidder came to check the ballots'), ballot_read: ({ bidder, amount, invalid }) => `Ballot of number ${bidder}: ${invalid || amount === null ? 'not valid' : formatVnd(amount, 'en')}`, ranked: ({ leader, price }) => (leader !== null && price !== null ? `Highest: number ${leader}, ${formatVnd(price, 'en')}` : 'The ballots are ranked'),
    drawn: ({ winner }) => `Drawn by lot: number ${winner}`, called: ({ calls }) => `Call ${calls}`, announced: ({ winner, price }) => `Number ${winner} wins at ${formatVnd(price, 'en')}`, bidder_out: ({ bidder }) => `Number ${bidder} takes part no more`,
    price_fell_back: ({ leader, price, at, closes_at }) => `${leader !== null && price !== null ? `Back to ${formatVnd(price, 'en')} of number ${leader}` : 'No price stands'}${closes_at === undefined ? '' : `; bidding ends at ${newEnd({ at, closes_at }, 'en')}`}`, reopened: (event) => `Bidding reopens until ${newEnd(event, 'en')}`, offered_to_next: ({ bidder, price }) => `Number ${bidder} is asked to take it at ${formatVnd(price, 'en')}`, minutes_signed: ({ winner }) => `Number ${winner} signed the minutes`,
    failed: ({ reason }) => `The session failed: ${failWords.en[reason]}`, paused: ({ reason }) => `Paused: ${pauseWords.en[reason]}`, resumed: (event) => `Goes on, ends at ${newEnd(event, 'en')}`, cancelled: () => 'The auction is cancelled', refused: () => null,
  },
}
/** What the room says of an event, with numbers for names; null where it is nobody else’s business. */
export const lineOf = (event: Logged, locale: Locale): string | null => (lines[locale][event.type] as (one: Logged) => string | null)(event)

export const roomTexts = texts({
  vi: {
    room: 'Phòng trả giá', title: (title: string) => `Phòng trả giá: ${title}`, price: 'Giá hiện tại', start: 'Giá khởi điểm', startsFrom: (price: string) => `Chưa có giá. Giá khởi điểm ${price}`, sealedPrice: (price: string) => `Giá kín cho đến khi mở phiếu. Giá khởi điểm ${price}`, sealedLeader: 'chỉ biết khi mở phiếu', leader: 'Người trả cao nhất', taker: 'Người nhận giá', stands: 'Giá này giữ đến', drop: 'Mức giảm mỗi lần', number: (n: number) => `Số ${n}`, you: (n: number) => `Bạn là số ${n}`, youLead: 'Bạn đang trả giá cao nhất.', nobody: 'chưa có',
    ends: 'Hết giờ trả giá', begins: 'Bắt đầu', left: 'Còn lại', clock: 'Giờ máy chủ', uncertain: (ms: number) => `± ${ms} ms`, step: 'Bước giá', state: 'Trạng thái', paused: (reason: PauseReason) => `Tạm dừng: ${pauseWords.vi[reason]}. Thời gian dừng sẽ được cộng vào giờ kết thúc.`, calls: (n: number) => `Đã gọi giá ${n} lần`,
    history: 'Diễn biến', nothing: 'Chưa có gì diễn ra.', hour: 'Giờ', what: 'Việc', refresh: 'Tải lại trang', live: 'Trang tự cập nhật.', lost: 'Mất kết nối, đang nối lại…', bid: 'Trả giá', bidSteps: 'Trả theo bước giá', other: 'Giá khác (đồng)', otherHelp: 'Gõ cả số, ví dụ 120.000.000. Số tiền bằng chữ hiện ra trước khi gửi.', bidThis: 'Trả giá này', sure: (price: string) => `Xác nhận trả ${price}`, farUp: 'Giá cao hơn nhiều bước như vậy chỉ được nhận từ người vừa xác nhận danh tính. Hãy xác nhận trong thẻ mới, rồi quay lại đây bấm nút xác nhận giá bên dưới: số tiền vẫn còn. Trong lúc đó bạn vẫn trả được theo bước giá mà không cần xác nhận.', accept: (price: string) => `Chấp nhận giá ${price}`,
    inWords: 'Bằng chữ', binding: 'Giá đã trả có hiệu lực cho đến khi có người trả cao hơn, không rút lại được sau khi đã nhận.', whoMay: (names: string) => `Trả giá được cho tổ chức của bạn: ${names}.`, nobodyMay: 'Hiện không ai khác của tổ chức trả giá được. Chủ tổ chức có thể giao quyền ký cho người không vướng.', watch: 'Bạn đang theo dõi phiên này. Chỉ người đã đăng ký và nộp tiền đặt trước mới trả giá được.', sealed: 'Tài sản này đấu giá bằng phiếu kín: phiếu được mã hóa trên máy của bạn ở bước nộp phiếu; nếu không dùng được, hãy niêm phong tại quầy của Sàn trước giờ kết thúc.', ballot: 'Phiếu kín của bạn', opening: 'Mở phiếu', console: 'Bàn điều hành', screen: 'Màn hình lớn',
    yours: 'Lượt trả giá của bạn', taken: (price: string) => `Đã nhận giá ${price} của bạn.`, refusedTitle: 'Giá không được nhận', unknownTitle: 'Chưa biết kết quả', unknown: 'Chúng tôi chưa biết giá này đã được ghi nhận hay chưa. Đừng trả lại: trang này tự hỏi lại và cho biết kết quả.', none: 'Không có lượt trả giá nào như vậy. Bạn có thể trả giá lại.', receipt: 'Biên nhận', receiptLine: (seq: number) => `Mục ${seq} của nhật ký phiên`, signature: 'Chữ ký', back: 'Về phòng trả giá',
  },
  en: {
    room: 'Bidding room', title: (title: string) => `Bidding room: ${title}`, price: 'Price now', start: 'Starting price', startsFrom: (price: string) => `No bid yet. Starting price ${price}`, sealedPrice: (price: string) => `Sealed until the ballots are opened. Starting price ${price}`, sealedLeader: 'known when the ballots are opened', leader: 'Leading', taker: 'Taken by', stands: 'This price stands until', drop: 'Falls by', number: (n: number) => `Number ${n}`, you: (n: number) => `You are number ${n}`, youLead: 'You lead.', nobody: 'nobody yet',
    ends: 'Bidding ends', begins: 'Begins', left: 'Left', clock: 'Server’s clock', uncertain: (ms: number) => `± ${ms} ms`, step: 'Step', state: 'State', paused: (reason: PauseReason) => `Paused: ${pauseWords.en[reason]}. The end moves by as long as the pause lasts.`, calls: (n: number) => `Called ${n} times`,
    history: 'What happened', nothing: 'Nothing has happened yet.', hour: 'Hour', what: 'What', refresh: 'Load again', live: 'This page keeps itself current.', lost: 'Connection lost, trying again…', bid: 'Bid', bidSteps: 'Bid by steps', other: 'Another amount (đồng)', otherHelp: 'The whole number, such as 120,000,000. It is shown in words before you send it.', bidThis: 'Bid this', sure: (price: string) => `Confirm ${price}`, farUp: 'A price so many steps up is taken only from somebody who has just shown who they are. Confirm your identity in a new tab, then come back here and press the button below: the amount is kept. Meanwhile you can bid by steps without confirming anything.', accept: (price: string) => `Accept ${price}`,
    inWords: 'In words', binding: 'A bid binds until somebody bids more; once taken it cannot be undone.', whoMay: (names: string) => `Who may bid for your organisation: ${names}.`, nobodyMay: 'Nobody else of your organisation may bid now. An owner can make somebody whom nothing ties a signer.', watch: 'You are watching. Only those who registered and paid the deposit can bid.', sealed: 'This lot is sold by sealed ballots: a ballot is encrypted on your machine when you hand it in; where that cannot be done, seal it at the Exchange’s counter before the end.', ballot: 'Your sealed ballot', opening: 'Opening of the ballots', console: 'Auctioneer’s console', screen: 'Big screen',
    yours: 'Your bid', taken: (price: string) => `Your bid of ${price} was taken.`, refusedTitle: 'The bid was not taken', unknownTitle: 'Not known yet', unknown: 'We do not know yet whether this bid was recorded. Do not bid again: this page asks by itself and tells.', none: 'There is no such bid. You may bid again.', receipt: 'Receipt', receiptLine: (seq: number) => `Entry ${seq} of the lot’s log`, signature: 'Signature', back: 'Back to the room',
  },
})
