import { texts } from '../../platform/locale.ts'
import type { Locale } from '../../platform/locale.ts'
import { formatVnd } from '../../platform/money.ts'
import type { Messages } from '../../platform/refusal.ts'
import { formatIsoDay } from '../../platform/time.ts'
import type { ValuationCause } from './schema.ts'
import type { SigningValuation, ValuationAsked, ValuationRefusal, Valued } from './valuation-rules.ts'

const causes = texts<Record<ValuationCause, string>>({
  vi: { capital: 'Hợp đồng này góp vốn bằng công nghệ.', result: 'Hợp đồng này chuyển giao kết quả mà bên bạn đã khai là sử dụng ngân sách nhà nước.' },
  en: { capital: 'By this contract a technology is contributed as capital.', result: 'This contract transfers a result your side has stated to be paid for by the State.' },
})
export const valuationTexts = texts({
  vi: {
    head: 'Định giá công nghệ', there: 'Hồ sơ có chứng thư thẩm định giá', notThere: 'Trong hồ sơ không có chứng thư thẩm định giá nào mà bên bạn đọc được.', saidOnly: (value: string, day: string) => `Bên bạn đã khai giá trị ${value}, ngày ${day}, nhưng chưa đính kèm chứng thư.`,
    warning: 'Quy định này mới thấy ở nguồn thứ cấp nên Sàn chỉ báo trước, không chặn việc ký. Hãy đối chiếu văn bản gốc.', following: (source: string) => `Theo ${source}`, noLaw: 'Đây là lời nhắc của Sàn, không phải quy định.', mayAttach: 'Đính kèm chứng thư trước rồi ký:', toResult: 'phần Kết quả từ ngân sách', toRegistration: 'hồ sơ ở phần Đăng ký',
    without_valuation: 'Khi chưa có chứng thư thẩm định giá', knowingly: 'Tôi biết là chưa có và vẫn ký', unvalued_reason: 'Lý do ký khi chưa có chứng thư thẩm định giá', kept: 'Lời xác nhận và lý do được ghi vào nhật ký và hồ sơ ký kết.',
    signedWith: (what: string) => `Ký khi có chứng thư thẩm định giá: ${what}.`, signedWithout: (why: string) => `Ký khi chưa có chứng thư thẩm định giá. Lý do: ${why}`,
  },
  en: {
    head: 'Valuation of the technology', there: 'The file holds a valuation', notThere: 'The file holds no valuation that your side may read.', saidOnly: (value: string, day: string) => `Your side has stated a value of ${value}, of ${day}, without attaching its paper.`,
    warning: 'This rule was seen in a secondary source only: the Exchange tells you of it and does not stop you from signing. Compare the text itself.', following: (source: string) => `According to ${source}`, noLaw: 'This is a reminder of the Exchange’s, not a rule of law.', mayAttach: 'Attach the valuation first, then sign:', toResult: 'State-funded result', toRegistration: 'the dossier under Registration',
    without_valuation: 'While there is no valuation', knowingly: 'I know that there is none, and sign all the same', unvalued_reason: 'Why you sign without a valuation', kept: 'What you confirm, and why, is kept in the log and in the record of signing.',
    signedWith: (what: string) => `Signed with a valuation: ${what}.`, signedWithout: (why: string) => `Signed without a valuation. Reason: ${why}`,
  },
})
export const causeWords = (cause: ValuationCause, locale: Locale): string => causes[locale][cause]
const valued = ({ valuation, valued_on, valuer }: Pick<Valued, 'valuation' | 'valued_on' | 'valuer'>, name: string, locale: Locale): string =>
  [valuation === null ? '' : formatVnd(valuation, locale), valued_on === null ? '' : formatIsoDay(valued_on, locale), valuer, name].filter(Boolean).join(', ')
export const thereWords = ({ there }: Pick<ValuationAsked, 'there'>, locale: Locale): string => (there ? valued(there, '', locale) : '')
/** How a signature was given, in a sentence. */
export const signedWords = (one: SigningValuation, locale: Locale): string => (one.reason ? valuationTexts[locale].signedWithout(one.reason) : valuationTexts[locale].signedWith(valued(one, one.document_name ?? '', locale)))

export const valuationRefusals = texts<Messages<ValuationRefusal>>({
  vi: {
    valuation_not_there: ({ cause }) => `${causes.vi[cause]} Trong hồ sơ chưa có chứng thư thẩm định giá: hãy đính kèm, hoặc đánh dấu rằng bạn biết và vẫn ký, kèm lý do.`,
    unvalued_reason_needed: () => 'Hãy ghi lý do ký khi chưa có chứng thư thẩm định giá.',
  },
  en: {
    valuation_not_there: ({ cause }) => `${causes.en[cause]} The file holds no valuation: attach it, or tick that you know and sign all the same, with a reason.`,
    unvalued_reason_needed: () => 'Say why you sign without a valuation.',
  },
})
