import { type Locale, texts } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import { formatIsoDay } from '../../platform/time.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { RuleRefusal, Unannounced } from './rules.ts'
import type { RuleMark, RuleUnit, ServiceCode, ServiceUnit } from './schema.ts'

/** What may be said of a number by how well it is known. K and NF are never called law. */
export const markNames = texts<Record<RuleMark, string>>({
  vi: { S: 'Thấy trong văn bản', S2: 'Theo nguồn thứ cấp', K: 'Chưa kiểm chứng, dùng làm cấu hình', NF: 'Chưa tìm thấy', own: 'Quy định của Sàn' },
  en: { S: 'Seen in the text', S2: 'According to a secondary source', K: 'Unverified, used as configuration', NF: 'Not found', own: 'The Exchange’s own setting' },
})
export const unitNames = texts<Record<RuleUnit, string>>({
  vi: { percent: '%', days: 'ngày', working_days: 'ngày làm việc', months: 'tháng', years: 'năm', hours: 'giờ', minutes: 'phút', seconds: 'giây', vnd: 'đồng', times: 'lần', persons: 'người', items: 'nội dung', level: '(cấp độ)' },
  en: { percent: '%', days: 'days', working_days: 'working days', months: 'months', years: 'years', hours: 'hours', minutes: 'minutes', seconds: 'seconds', vnd: 'đồng', times: 'times', persons: 'persons', items: 'items', level: '(level)' },
})
export const serviceNames = texts<Record<ServiceCode, string>>({
  vi: { listing_review: 'Duyệt tin', organisation_verification: 'Xác minh tổ chức', interest_answer: 'Trả lời đề nghị kết nối', access_request: 'Trả lời đề nghị quyền xem', data_subject_request: 'Trả lời yêu cầu về dữ liệu cá nhân' },
  en: { listing_review: 'Review of a listing', organisation_verification: 'Verification of an organisation', interest_answer: 'Answer to an interest', access_request: 'Answer to a request for access', data_subject_request: 'Answer to a request about personal data' },
})
export const serviceUnitNames = texts<Record<ServiceUnit, string>>({
  vi: { working_days: 'ngày làm việc', days: 'ngày', hours: 'giờ' },
  en: { working_days: 'working days', days: 'days', hours: 'hours' },
})
/** "1 day", "2 days": only English tells one from many. */
export const counted = (value: number, unit: string, locale: Locale): string => `${formatNumber(value, locale)} ${locale === 'en' && value === 1 ? unit.replace(/s$/, '') : unit}`
const announcedNames = texts<Record<Unannounced['holiday'], string>>({ vi: { tet: 'Tết Nguyên đán', hung_kings: 'Giỗ Tổ Hùng Vương', national_day: 'ngày liền kề Quốc khánh', lieu: 'nghỉ bù' }, en: { tet: 'Tết', hung_kings: 'the Hùng Kings’ day', national_day: 'the second day of National Day', lieu: 'the day in lieu' } })
/** "Tết 2027, nghỉ bù 03/05/2027", as a list in words. */
export const namesOf = (days: readonly Unannounced[], locale: Locale): string => days.map((one) => `${announcedNames[locale][one.holiday]} ${one.holiday === 'lieu' ? formatIsoDay(one.day, locale) : one.year}`).join(', ')
/** Said beside a day that was counted in working days over a holiday nobody has entered yet. */
export const unannouncedWords = (days: readonly Unannounced[], locale: Locale): string => ({
  vi: `Ngày nghỉ ${namesOf(days, 'vi')} chưa được nhập; thời hạn này có thể muộn hơn.`, en: `Holidays have not been entered yet: ${namesOf(days, 'en')}. This day may come to be later.`,
})[locale]
/** The same inside a sentence, behind the day. */
export const perhapsLater = (days: readonly Unannounced[], locale: Locale): string => ({
  vi: `có thể muộn hơn, vì ngày nghỉ ${namesOf(days, 'vi')} chưa được nhập`, en: `perhaps later, as holidays have not been entered yet: ${namesOf(days, 'en')}`,
})[locale]
/** Said beside what has waited too long, and how long a queue may take. */
export const waitingTexts = texts({
  vi: { overdue: 'Quá hạn', due: (at: string) => `Hạn: ${at}`, promise: (amount: number, unit: string) => `Thời hạn: ${counted(amount, unit, 'vi')}` },
  en: { overdue: 'Overdue', due: (at: string) => `Due: ${at}`, promise: (amount: number, unit: string) => `Time allowed: ${counted(amount, unit, 'en')}` },
})

export const rulebookRefusals = texts<Messages<RuleRefusal>>({
  vi: {
    no_rule: ({ rule, day }) => `Bảng quy tắc không có giá trị “${rule}” cho ngày ${day}. Hãy báo quản trị viên của Sàn bổ sung.`,
    rule_unknown: ({ rule }) => `Bảng quy tắc không có “${rule}”.`,
    percent_too_fine: () => 'Phần trăm có tối đa hai chữ số thập phân, vì tiền được tính theo phần vạn. Hãy làm tròn trước khi đề xuất.',
    rule_not_later: ({ valid_from }) => `Giá trị mới phải bắt đầu sau ngày ${valid_from}, ngày giá trị hiện có bắt đầu. Không ghi đè giá trị đã có hiệu lực.`,
    rule_changed_meanwhile: () => 'Quy tắc này đã có giá trị mới sau khi đề xuất được viết. Hãy từ chối đề xuất này và viết đề xuất khác.',
    law_needs_source: () => 'Giá trị ghi là đã thấy trong văn bản phải có tên văn bản và địa chỉ nguồn.',
    service_time_past: () => 'Thời hạn mới chỉ áp dụng từ hôm nay trở đi.',
    holiday_known: ({ day }) => `Ngày ${day} đã có trong danh sách ngày nghỉ.`,
    no_lieu_waits: ({ day }) => `Không có ngày nghỉ bù nào của ngày ${day} đang chờ nhập. Hãy xem lại danh sách ngày nghỉ.`,
  },
  en: {
    no_rule: ({ rule, day }) => `The rule table has no value “${rule}” for ${day}. Ask the Exchange’s administrator to add it.`,
    rule_unknown: ({ rule }) => `The rule table has no “${rule}”.`,
    percent_too_fine: () => 'A percentage has at most two decimals, because money is reckoned in basis points. Round it before you propose it.',
    rule_not_later: ({ valid_from }) => `The new value must begin after ${valid_from}, when the present one began. A value that was in force is never overwritten.`,
    rule_changed_meanwhile: () => 'This rule has got a newer value since the proposal was written. Reject this proposal and write another.',
    law_needs_source: () => 'A value marked as seen in a text needs the document’s name and the address of its source.',
    service_time_past: () => 'A new service time applies from today on at the earliest.',
    holiday_known: ({ day }) => `${day} is among the holidays already.`,
    no_lieu_waits: ({ day }) => `No day in lieu of ${day} waits to be entered. Look at the list of holidays again.`,
  },
})

export const ruleTexts = texts({
  vi: { code: 'Mã quy tắc', value: 'Giá trị', valid_from: 'Có hiệu lực từ ngày', mark: 'Mức tin cậy', document: 'Văn bản', article: 'Điều khoản', source: 'Địa chỉ nguồn', note: 'Ghi chú' },
  en: { code: 'Code of the rule', value: 'Value', valid_from: 'In force from', mark: 'How well known', document: 'Document', article: 'Article', source: 'Address of the source', note: 'Note' },
})
