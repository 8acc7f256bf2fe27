import { formatNumber, formatShare, formatVnd } from '../../platform/money.ts'
import { type Both, both, type ContractWords, each, ended, joined, type Terms, toFill } from './wording-rules.ts'
import { effectWords, saidBeforeFour } from './wording-three-rules.ts'
import { bankWords, noted, owners, sharedWords, sublicences } from './wording-two-rules.ts'

/**
 * The words of version 1 of the templates, as they were used until version 2 said more truly what a term sheet means
 * (wording-two-rules.ts). Kept as they were: a template that has been used is never changed.
 */
const degrees = { exclusive: both('độc quyền', 'exclusive'), sole: both('duy nhất (Bên giao vẫn được tự sử dụng)', 'sole (the Supplier may still use it itself)'), non_exclusive: both('không độc quyền', 'non-exclusive') }
const grants = { none: null, non_exclusive: both('Bên kia được sử dụng cải tiến, không độc quyền.', 'The other party may use them, non-exclusively.'), exclusive: both('Bên kia được sử dụng cải tiến, độc quyền.', 'The other party may use them exclusively.') }
function transferWords({ rights, exclusivity, territory, field, sublicence, improvements }: Terms): Both {
  return joined([
    rights ? (rights.transfer === 'ownership' ? both('Bên giao chuyển nhượng quyền sở hữu công nghệ cho Bên nhận.', 'The Supplier transfers the ownership of the technology to the Receiver.') : both('Bên giao chuyển giao quyền sử dụng công nghệ cho Bên nhận; quyền sở hữu vẫn thuộc Bên giao.', 'The Supplier transfers the right to use the technology to the Receiver; the ownership stays with the Supplier.'))
      : toFill('chuyển nhượng quyền sở hữu hay chuyển quyền sử dụng', 'transfer of ownership, or of the right to use'),
    exclusivity && each((locale) => (locale === 'vi' ? `Quyền sử dụng là ${degrees[exclusivity.degree].vi}${exclusivity.months ? ` trong ${exclusivity.months} tháng` : ''}.` : `The right is ${degrees[exclusivity.degree].en}${exclusivity.months ? ` for ${exclusivity.months} months` : ''}.`)), exclusivity && noted(exclusivity.note),
    territory && both(`Phạm vi lãnh thổ: ${territory.places}.`, `Territory: ${territory.places}.`), field && both(`Lĩnh vực sử dụng: ${field.use}.`, `Field of use: ${field.use}.`),
    sublicence && sublicences[sublicence.allowed], sublicence && sublicence.share_basis_points !== null && each((locale) => (locale === 'vi' ? `Bên giao được hưởng ${formatShare(sublicence.share_basis_points!, locale)} khoản thu từ việc chuyển giao lại.` : `The Supplier receives ${formatShare(sublicence.share_basis_points!, locale)} of what is earned by passing it on.`)),
    improvements && each((locale) => (locale === 'vi' ? `Cải tiến thuộc ${owners[improvements.owner].vi}.` : `Improvements belong to ${owners[improvements.owner].en}.`)), improvements && grants[improvements.grant_back], rights && noted(rights.note),
  ])
}

const bases = { net_sales: both('giá bán tịnh của sản phẩm', 'the net sales of the products'), units: both('số sản phẩm làm ra', 'the units made'), savings: both('số tiền tiết kiệm được', 'what is saved') }
function priceWords({ upfront, milestones, royalty, minimum, cap, equity }: Terms): Both {
  if (!upfront && !milestones?.rows.length && !royalty && !equity) return joined([toFill('giá chuyển giao, bằng số và đơn vị đồng, hoặc công thức tính', 'the price in đồng, or how it is reckoned'), toFill('phương thức và thời hạn thanh toán', 'how and when it is paid')])
  return joined([
    upfront && each((locale) => (locale === 'vi' ? `Trả trước: ${formatVnd(upfront.amount, locale)}, trong ${upfront.days} ngày kể từ ngày hợp đồng có hiệu lực.` : `Upfront: ${formatVnd(upfront.amount, locale)}, within ${upfront.days} days of the contract taking effect.`)), upfront && noted(upfront.note),
    ...(milestones?.rows ?? []).map((row) => each((locale) => (locale === 'vi' ? `Theo mốc “${row.what}”: ${formatVnd(row.amount, locale)}${row.after_days === null ? '' : `, trong ${row.after_days} ngày kể từ ngày ký`}${row.event ? `, khi có ${row.event}` : ''}.` : `At “${row.what}”: ${formatVnd(row.amount, locale)}${row.after_days === null ? '' : `, within ${row.after_days} days of signing`}${row.event ? `, upon ${row.event}` : ''}.`))),
    royalty && each((locale) => {
      const rate = royalty.per_unit === null ? formatShare(royalty.rate_basis_points ?? 0, locale) : formatVnd(royalty.per_unit, locale)
      return locale === 'vi' ? `Trả kỳ vụ: ${rate} tính trên ${bases[royalty.base].vi}, báo cáo và thanh toán ${royalty.report_months} tháng một lần.` : `Royalty: ${rate} of ${bases[royalty.base].en}, reported and paid every ${royalty.report_months} months.`
    }),
    ...(royalty?.tiers ?? []).map((tier) => each((locale) => {
      const rate = tier.per_unit === null ? formatShare(tier.rate_basis_points ?? 0, locale) : formatVnd(tier.per_unit, locale)
      return locale === 'vi' ? `Từ sản phẩm thứ ${formatNumber(tier.from_units, locale)} trong năm: ${rate}.` : `From unit ${formatNumber(tier.from_units, locale)} of a year on: ${rate}.`
    })),
    minimum && each((locale) => (locale === 'vi' ? `Mức tối thiểu mỗi năm, từ năm thứ ${minimum.from_year}: ${formatVnd(minimum.amount, locale)}.` : `At least, each year from year ${minimum.from_year}: ${formatVnd(minimum.amount, locale)}.`)),
    cap && each((locale) => (locale === 'vi' ? `Mức tối đa ${cap.over === 'year' ? 'mỗi năm' : 'cho cả hợp đồng'}: ${formatVnd(cap.amount, locale)}.` : `At most, ${cap.over === 'year' ? 'each year' : 'for the whole contract'}: ${formatVnd(cap.amount, locale)}.`)),
    equity && each((locale) => (locale === 'vi' ? `Trả bằng vốn góp: ${formatShare(equity.basis_points, locale)} vốn điều lệ của doanh nghiệp nhận công nghệ.` : `Paid in equity: ${formatShare(equity.basis_points, locale)} of the charter capital of the receiving company.`)),
    bankWords,
  ])
}
const penaltyWords = ({ penalty }: Terms): Both => (penalty
  ? each((locale) => (locale === 'vi' ? `Bên chậm thực hiện nghĩa vụ chịu phạt ${formatShare(penalty.basis_points_per_day, locale)} giá trị phần nghĩa vụ chậm cho mỗi ngày, tổng mức phạt không quá ${formatShare(penalty.cap_basis_points, locale)} giá trị phần nghĩa vụ bị vi phạm.` : `A party that is late pays ${formatShare(penalty.basis_points_per_day, locale)} of the value of what is late for each day, and no more than ${formatShare(penalty.cap_basis_points, locale)} of the value of the obligation breached.`))
  : toFill('mức phạt vi phạm', 'the penalty for a breach'))
const planWords = ({ milestones }: Terms): Both => joined([
  ...(milestones?.rows ?? []).map((row, i) => both(`Giai đoạn ${i + 1}: ${row.what}${row.after_days === null ? '' : `, hoàn thành trong ${row.after_days} ngày kể từ ngày ký`}${row.event ? `, khi có ${row.event}` : ''}.`, `Stage ${i + 1}: ${row.what}${row.after_days === null ? '' : `, within ${row.after_days} days of signing`}${row.event ? `, upon ${row.event}` : ''}.`)),
  milestones?.rows.length ? null : toFill('kế hoạch và tiến độ chuyển giao, theo ngày hoặc theo mốc', 'the plan and pace of the transfer, by day or by stage'), toFill('địa điểm thực hiện chuyển giao', 'where the transfer takes place'),
])
const termWords = ({ term }: Terms): Both => joined([
  term ? joined([both(`Thời hạn của hợp đồng: ${term.months} tháng kể từ ngày có hiệu lực.`, `The contract runs for ${term.months} months from the day it takes effect.`), term.renewal ? both(`Gia hạn: ${ended(term.renewal)}`, `Renewal: ${ended(term.renewal)}`) : null], ' ') : toFill('thời hạn hợp đồng', 'how long the contract runs'),
  effectWords,
])
const confidentialityWords = ({ confidentiality }: Terms): Both => joined([
  confidentiality ? both(`Hai bên giữ bí mật thông tin nhận được từ bên kia trong ${confidentiality.years} năm kể từ ngày nhận.`, `Each party keeps what it learns from the other confidential for ${confidentiality.years} years from learning it.`) : both('Hai bên giữ bí mật thông tin nhận được từ bên kia, kể cả sau khi hợp đồng chấm dứt.', 'Each party keeps what it learns from the other confidential, also after the contract has ended.'),
  confidentiality && noted(confidentiality.note),
])
export const wordsOne: ContractWords = {
  ...saidBeforeFour, ...sharedWords, transfer: transferWords, price: priceWords, term: termWords, plan: planWords, penalty: penaltyWords, confidentiality: confidentialityWords, memorandum_confidentiality: confidentialityWords,
  definitions: both('"Công nghệ" là công nghệ nêu tại Điều 1 và Điều 2. "Nghiệm thu" là việc hai bên lập biên bản xác nhận công nghệ đạt chỉ tiêu nêu tại Điều 2.', '“Technology” is what Articles 1 and 2 name. “Acceptance” is the minutes in which both parties say that the technology meets the measures of Article 2.'),
  intentions: (terms) => (terms.rights || terms.upfront || terms.royalty ? joined([terms.rights && transferWords(terms), priceWords(terms)]) : toFill('nội dung chính dự kiến: quyền, giá, thời hạn', 'what is mainly meant: rights, price, term')),
}
