import { type Locale, texts } from '../../platform/locale.ts'
import { formatIsoDay } from '../../platform/time.ts'

/** By whom, which decision, of which day. */
export const rulingInWords = ({ authority, ruling_number, ruled_on }: { authority: string; ruling_number: string; ruled_on: string }, locale: Locale): string =>
  (locale === 'vi' ? `${authority}, số ${ruling_number} ngày ${formatIsoDay(ruled_on, 'vi')}` : `${authority}, no. ${ruling_number} of ${formatIsoDay(ruled_on, 'en')}`)
/** As an annex of the minutes says it. */
export const annulledAnnex = (ruling: { authority: string; ruling_number: string; ruled_on: string; reason: string }): string => `Kết quả phiên bị hủy theo quyết định của ${rulingInWords(ruling, 'vi')}. Lý do: ${ruling.reason}`

export const annulmentTexts = texts({
  vi: {
    annulled: (ruling: string) => `Kết quả phiên bị hủy theo quyết định của ${ruling}.`, keeps: 'Kết quả không còn giá trị. Nhật ký trả giá và biên bản giữ nguyên, vẫn kiểm chứng được.', why: 'Lý do',
    desk: 'Kết quả bị hủy', deskHelp: 'Khi tòa án hoặc cơ quan có thẩm quyền quyết định hủy kết quả, một cán bộ ghi quyết định và một cán bộ khác xác nhận; làm được cả khi phiên đã hoàn tất hoặc bên trúng đã bỏ kết quả. Sau khi xác nhận, mọi người đọc được quyết định; hai bên, các bên tham gia được báo và việc này không đảo lại được. Trước khi ký biên bản thì chưa có kết quả để hủy: hãy hủy phiên ở bàn điều hành.',
    propose: 'Ghi quyết định hủy kết quả', authority: 'Cơ quan quyết định', ruling_number: 'Số quyết định, bản án', ruled_on: 'Ngày quyết định', reason: 'Lý do mọi người sẽ đọc', reasonHelp: 'Như trong quyết định. Đừng nêu tên người bị xử lý.',
    waits: (ruling: string) => `Chờ xác nhận: hủy kết quả theo ${ruling}.`, waitsOther: 'Chờ một cán bộ đấu giá khác xác nhận.', approve: 'Xác nhận hủy kết quả', giveBack: 'Trả lại đề nghị', takeBack: 'Rút đề nghị', word: 'Vì sao không hủy', returned: (at: string, word: string) => `Đề nghị hủy kết quả được trả lại lúc ${at}: ${word}`,
  },
  en: {
    annulled: (ruling) => `The result of this lot is annulled by decision of ${ruling}.`, keeps: 'The result no longer stands. The log of the bids and the minutes stay as they are and can still be checked.', why: 'Reason',
    desk: 'Annulled result', deskHelp: 'Where a court or competent authority annuls the result, one officer notes the decision and another confirms it: also where everything was done or the winner gave up. Then everybody reads the decision, both sides and the other bidders are told, and it is not undone. Before the minutes are signed there is no result yet: cancel the lot at the console.',
    propose: 'Note a decision to annul the result', authority: 'Who decided', ruling_number: 'Number of the decision or judgment', ruled_on: 'Day of the decision', reason: 'Reason everybody will read', reasonHelp: 'As the decision has it. Name nobody who is held responsible.',
    waits: (ruling) => `Waits to be confirmed: the result is annulled by ${ruling}.`, waitsOther: 'Another auction officer has to confirm it.', approve: 'Confirm the annulment', giveBack: 'Send the proposal back', takeBack: 'Take the proposal back', word: 'Why it is not annulled', returned: (at, word) => `A proposal to annul the result was sent back at ${at}: ${word}`,
  },
})
