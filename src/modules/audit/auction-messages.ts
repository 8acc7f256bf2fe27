import { type Locale, texts } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import { formatInstant, formatIsoDay } from '../../platform/time.ts'
import type { AuctionEvent, EarnestWay, ForfeitGround, LotDate, LotFileKind, LotNoticeKind } from '../auctions/schema.ts'
import { because, type WordsOf } from './event-messages.ts'

const kinds = texts<Record<LotNoticeKind, string>>({
  vi: { posting: 'niêm yết', portal: 'thông báo trên Cổng Đấu giá tài sản quốc gia', printed: 'thông báo trên báo in hoặc truyền hình', change: 'thay đổi về giá, số lượng hoặc chất lượng đã công bố' },
  en: { posting: 'posting', portal: 'notice on the National Asset Auction Portal', printed: 'notice in print or on television', change: 'change in the published price, quantity or quality' },
})
/** Reasons no officer wrote. */
const refusedFor = texts<Record<string, string>>({ vi: { links_undecided: 'quan hệ đã khai chưa được xem xét trước khi phiên mở' }, en: { links_undecided: 'the links declared were not weighed before the lot opened' } })
const grounds = texts<Record<ForfeitGround, string>>({
  vi: { absent: 'không tham dự', disqualified: 'bị truất quyền', refused_minutes: 'không ký biên bản', withdrew: 'rút giá đã trả', refused_result: 'từ chối kết quả' },
  en: { absent: 'did not attend', disqualified: 'disqualified', refused_minutes: 'refused to sign the minutes', withdrew: 'withdrew a bid', refused_result: 'refused the result' },
})
const ways = texts<Record<EarnestWay, string>>({ vi: { to_seller: 'thuộc về bên có tài sản', returned: 'hoàn lại cho bên trúng' }, en: { to_seller: 'it is the seller’s', returned: 'it goes back to the winner' } })
const times = texts<Record<LotDate, string>>({ vi: { registration_closes_at: 'hết nhận đăng ký', opens_at: 'mở trả giá', closes_at: 'hết trả giá' }, en: { registration_closes_at: 'registration closes', opens_at: 'bidding opens', closes_at: 'bidding closes' } })
const files = texts<Record<LotFileKind, string>>({ vi: { regulation: 'quy chế', asset: 'tài liệu về tài sản', picture: 'ảnh tài sản' }, en: { regulation: 'the regulation', asset: 'a document of the asset', picture: 'a picture of the asset' } })
/** Each time that moved, from when to when, and the hash where the rules have another. */
const movedWords = ({ moved, former_hash, rules_hash }: Extract<AuctionEvent, { type: 'lot.postponed' }>, locale: Locale): string => {
  const when = (at: string) => formatInstant(new Date(at), locale), short = (hash: string) => `${hash.slice(0, 12)}…`
  return [...moved.map(({ date, from, to }) => `${times[locale][date]} ${when(from)} → ${when(to)}`), ...(former_hash === rules_hash ? [] : [`${locale === 'vi' ? 'mã băm' : 'hash'} ${short(former_hash)} → ${short(rules_hash)}`])].join('; ')
}
export const auctionWords = texts<WordsOf<AuctionEvent>>({
  vi: {
    'lot.drafted': ({ replaces }) => (replaces ? `Lập bản nháp phiên, tổ chức lại phiên số ${replaces}` : 'Lập bản nháp phiên'),
    'lot.changed': () => 'Sửa bản nháp phiên',
    'lot.proposed': () => 'Trình công bố phiên',
    'lot.sent_back': ({ reason }) => `Trả lại bản nháp phiên${because(reason)}`,
    'lot.published': ({ rules_hash }) => `Công bố phiên; quy tắc được chốt với mã băm ${rules_hash.slice(0, 12)}…`,
    'lot.postponement_proposed': ({ reason }) => `Đề nghị dời phiên${because(reason)}`,
    'lot.postponement_returned': ({ reason }) => `Trả lại đề nghị dời phiên${because(reason)}`,
    'lot.postponed': (event) => `Dời phiên: ${movedWords(event, 'vi')}${because(event.reason)}`,
    'lot.replacement_proposed': () => 'Đề nghị thay đấu giá viên, người điều hành',
    'lot.replacement_returned': () => 'Trả lại đề nghị thay đấu giá viên, người điều hành',
    'lot.auctioneer_replaced': ({ from_name, to_name, reason }) => `Thay người điều hành: ${from_name || '—'} → ${to_name}${because(reason)}`,
    'lot.file_put': ({ kind, sha256 }) => `Thêm vào hồ sơ của phiên ${files.vi[kind]}, mã băm ${sha256.slice(0, 12)}…`,
    'lot.file_taken_out': () => 'Gỡ một tệp khỏi hồ sơ của bản nháp',
    'lot.noticed': ({ kind, on_day, place }) => `Ghi ${kinds.vi[kind]} ngày ${formatIsoDay(on_day, 'vi')}: ${place}`,
    'lot.question_asked': () => 'Hỏi về tài sản của phiên',
    'lot.question_answered': () => 'Trả lời câu hỏi về tài sản của phiên',
    'lot.called_off': ({ reason }) => `Hủy phiên trước giờ mở${because(reason)}`,
    'lot.armed': ({ bidders }) => `Hết đăng ký: ${bidders} tổ chức đủ điều kiện, phiên chờ giờ mở`,
    'lot.not_armed': ({ reason }) => `Phiên không thành khi hết đăng ký: ${reason === 'no_bidders' ? 'không có tổ chức đủ điều kiện' : reason === 'single_bidder' ? 'chỉ một tổ chức đủ điều kiện' : reason === 'no_ballot_key' ? 'chưa có khóa niêm phong phiếu' : 'niêm yết, thông báo chưa đủ'}`,
    'lot.settling': ({ price }) => `Có kết quả với giá ${formatVnd(price, 'vi')}; chờ ký hợp đồng và thanh toán`,
    'lot.completed': () => 'Hoàn tất phiên: nghĩa vụ đã thực hiện xong',
    'lot.defaulted': ({ reason }) => `Bên trúng không thực hiện nghĩa vụ${because(reason)}`,
    'lot.annulment_proposed': () => 'Ghi một quyết định hủy kết quả phiên, chờ cán bộ khác xác nhận',
    'lot.annulment_returned': () => 'Trả lại đề nghị hủy kết quả phiên',
    'lot.annulled': ({ authority, ruling_number, ruled_on, reason }) => `Hủy kết quả phiên theo quyết định của ${authority}, số ${ruling_number} ngày ${formatIsoDay(ruled_on, 'vi')}${because(reason)}`,
    'lot.bidders_read': () => 'Xem danh sách tổ chức đăng ký của phiên',
    'lot.bidder_registered': () => 'Đăng ký tham gia phiên',
    'lot.bidder_admitted': ({ number }) => `Đủ điều kiện trả giá, mang số ${number}`,
    'lot.bidder_refused': ({ reason }) => `Từ chối đăng ký tham gia phiên${because(refusedFor.vi[reason] ?? reason)}`,
    'lot.presence_noted': () => 'Ghi nhận có mặt tại hội trường',
    'lot.links_cleared': () => 'Xem xét điều khai khi đăng ký: không vướng',
    'lot.sign_looked_at': () => 'Ghi điều tìm hiểu được về một dấu hiệu trong phiên',
    'lot.bidder_left': () => 'Rút đăng ký tham gia phiên',
    'lot.deposit_differs': ({ amounts }) => `Sao kê có khoản mang mã tiền đặt trước nhưng không khớp: ${amounts.map((amount) => formatVnd(amount, 'vi')).join(', ')}`,
    'lot.deposit_received': ({ amount, late }) => `Ghi nhận tiền đặt trước ${formatVnd(amount, 'vi')}${late ? ', đến muộn, phải hoàn lại' : ''}`,
    'lot.deposit_refunded': ({ amount }) => `Hoàn tiền đặt trước ${formatVnd(amount, 'vi')}`,
    'lot.forfeit_proposed': ({ ground }) => `Đề nghị không hoàn tiền đặt trước: ${grounds.vi[ground]}`,
    'lot.forfeit_dropped': () => 'Bỏ đề nghị không hoàn tiền đặt trước',
    'lot.earnest_proposed': ({ way }) => `Đề nghị xử lý tiền đặt cọc: ${ways.vi[way]}`,
    'lot.earnest_dropped': () => 'Bỏ đề nghị xử lý tiền đặt cọc',
    'lot.earnest_decided': ({ amount, way, reason }) => `Quyết định tiền đặt cọc ${formatVnd(amount, 'vi')}: ${ways.vi[way]}${because(reason)}`,
    'lot.earnest_reopened': () => 'Kết quả bị hủy: tiền đặt cọc không còn thuộc về bên có tài sản, chờ hoàn lại',
    'lot.deposit_forfeited': ({ amount, ground }) => `Không hoàn tiền đặt trước ${formatVnd(amount, 'vi')}: ${grounds.vi[ground]}`,
  },
  en: {
    'lot.drafted': ({ replaces }) => (replaces ? `Drafted a lot that runs lot ${replaces} again` : 'Drafted a lot'),
    'lot.changed': () => 'Changed the draft of a lot',
    'lot.proposed': () => 'Proposed the lot for publication',
    'lot.sent_back': ({ reason }) => `Sent the draft of the lot back${because(reason)}`,
    'lot.published': ({ rules_hash }) => `Published the lot; its rules are fixed with the hash ${rules_hash.slice(0, 12)}…`,
    'lot.postponement_proposed': ({ reason }) => `Proposed to postpone the lot${because(reason)}`,
    'lot.postponement_returned': ({ reason }) => `Sent the proposal to postpone the lot back${because(reason)}`,
    'lot.postponed': (event) => `Postponed the lot: ${movedWords(event, 'en')}${because(event.reason)}`,
    'lot.replacement_proposed': () => 'Proposed to replace the auctioneer',
    'lot.replacement_returned': () => 'Sent the proposal to replace the auctioneer back',
    'lot.auctioneer_replaced': ({ from_name, to_name, reason }) => `Replaced who conducts: ${from_name || '—'} → ${to_name}${because(reason)}`,
    'lot.file_put': ({ kind, sha256 }) => `Put ${files.en[kind]} into the dossier of the lot, hash ${sha256.slice(0, 12)}…`,
    'lot.file_taken_out': () => 'Took a file out of the dossier of the draft',
    'lot.noticed': ({ kind, on_day, place }) => `Noted a ${kinds.en[kind]} of ${formatIsoDay(on_day, 'en')}: ${place}`,
    'lot.question_asked': () => 'Asked about the asset of the lot',
    'lot.question_answered': () => 'Answered a question about the asset of the lot',
    'lot.called_off': ({ reason }) => `Called the lot off before it opened${because(reason)}`,
    'lot.armed': ({ bidders }) => `Registration closed: ${bidders} may bid, the lot waits to open`,
    'lot.not_armed': ({ reason }) => `The lot failed at the close of registration: ${reason === 'no_bidders' ? 'nobody may bid' : reason === 'single_bidder' ? 'only one may bid' : reason === 'no_ballot_key' ? 'there is no key to seal ballots with' : 'posting or notices are missing'}`,
    'lot.settling': ({ price }) => `Sold at ${formatVnd(price, 'en')}; contract and payment are to come`,
    'lot.completed': () => 'Completed the lot: what was owed was done',
    'lot.defaulted': ({ reason }) => `The winner did not do what was owed${because(reason)}`,
    'lot.annulment_proposed': () => 'Noted a decision to annul the result of the lot, for another officer to confirm',
    'lot.annulment_returned': () => 'Sent back a proposal to annul the result of the lot',
    'lot.annulled': ({ authority, ruling_number, ruled_on, reason }) => `Annulled the result of the lot by decision of ${authority}, no. ${ruling_number} of ${formatIsoDay(ruled_on, 'en')}${because(reason)}`,
    'lot.bidders_read': () => 'Read who registered for the lot',
    'lot.bidder_registered': () => 'Registered for the lot',
    'lot.bidder_admitted': ({ number }) => `May bid, as number ${number}`,
    'lot.bidder_refused': ({ reason }) => `Refused a registration for the lot${because(refusedFor.en[reason] ?? reason)}`,
    'lot.presence_noted': () => 'Noted as present in the hall',
    'lot.links_cleared': () => 'Weighed what was declared at registration: no obstacle',
    'lot.sign_looked_at': () => 'Wrote down what was found about a sign in a lot',
    'lot.bidder_left': () => 'Withdrew the registration for the lot',
    'lot.deposit_differs': ({ amounts }) => `A statement shows sums under the deposit’s code that do not fit: ${amounts.map((amount) => formatVnd(amount, 'en')).join(', ')}`,
    'lot.deposit_received': ({ amount, late }) => `Noted a deposit of ${formatVnd(amount, 'en')}${late ? ', late and to be returned' : ''}`,
    'lot.deposit_refunded': ({ amount }) => `Returned a deposit of ${formatVnd(amount, 'en')}`,
    'lot.forfeit_proposed': ({ ground }) => `Proposed to keep a deposit: ${grounds.en[ground]}`,
    'lot.forfeit_dropped': () => 'Dropped the proposal to keep a deposit',
    'lot.earnest_proposed': ({ way }) => `Proposed what becomes of a deposit on the contract: ${ways.en[way]}`,
    'lot.earnest_dropped': () => 'Dropped the proposal about a deposit on the contract',
    'lot.earnest_decided': ({ amount, way, reason }) => `Decided on a deposit of ${formatVnd(amount, 'en')} on the contract: ${ways.en[way]}${because(reason)}`,
    'lot.earnest_reopened': () => 'The result is annulled: a deposit is the seller’s no longer and waits to be returned',
    'lot.deposit_forfeited': ({ amount, ground }) => `Kept a deposit of ${formatVnd(amount, 'en')}: ${grounds.en[ground]}`,
  },
})
