import type { Locale } from '../../platform/locale.ts'
import { formatNumber, formatShare, formatVnd } from '../../platform/money.ts'
import type { ClauseKey, disputeBodies, technologyObjects, TermClauses, TermContent, transferForms, transferMethods } from '../terms/schema.ts'

/** A sentence in both languages. */
export type Both = Record<Locale, string>
export const both = (vi: string, en: string): Both => ({ vi, en })
/** What somebody still has to write: in double brackets, so that no version is issued with it unseen. */
export const toFill = (vi: string, en: string): Both => both(`[[${vi}]]`, `[[${en}]]`)
export const joined = (parts: readonly (Both | null | false | undefined)[], between = '\n'): Both => {
  const said = parts.filter((part): part is Both => Boolean(part))
  return both(said.map(({ vi }) => vi).join(between), said.map(({ en }) => en).join(between))
}
const each = (write: (locale: Locale) => string): Both => both(write('vi'), write('en'))
/** What a side wrote, with one full stop behind it whether or not it wrote one. */
const ended = (text: string): string => (/[.!?…;]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
/** What the parties wrote themselves is in the language they wrote it in: the English side says so and invents no translation. */
const noted = (note: string): Both | null => (note ? both(note, `In the parties’ own words: “${note}”`) : null)

export const formNames: Record<(typeof transferForms)[number], Both> = {
  independent: both('Chuyển giao công nghệ độc lập', 'Independent technology transfer'), investment_project: both('Phần chuyển giao công nghệ trong dự án đầu tư', 'Technology transfer as part of an investment project'),
  capital_contribution: both('Góp vốn bằng công nghệ', 'Contribution of technology as capital'), franchise: both('Nhượng quyền thương mại', 'Franchise'), ip_transfer: both('Chuyển giao quyền sở hữu trí tuệ', 'Transfer of intellectual property rights'),
  equipment_sale: both('Mua, bán máy móc, thiết bị kèm theo đối tượng công nghệ', 'Sale of machinery and equipment together with technology'), other: both('Hình thức khác theo quy định của pháp luật', 'Another form provided for by law'),
}
const objectNames: Record<(typeof technologyObjects)[number], Both> = {
  know_how: both('bí quyết kỹ thuật, bí quyết công nghệ', 'technical and technological know-how'),
  solution: both('phương án, quy trình công nghệ; giải pháp, thông số, bản vẽ, sơ đồ kỹ thuật; công thức, phần mềm máy tính, thông tin dữ liệu', 'technological plans and processes; technical solutions, parameters, drawings and diagrams; formulae, software, data'),
  improvement: both('giải pháp hợp lý hóa sản xuất, đổi mới công nghệ', 'solutions that rationalise production or renew technology'), model: both('mô hình, thuật toán', 'models and algorithms'),
  equipment: both('máy móc, thiết bị đi kèm các đối tượng nêu trên', 'machinery and equipment that go with the above'),
}
const methodNames: Record<(typeof transferMethods)[number], Both> = {
  documents: both('chuyển giao tài liệu về công nghệ', 'handing over documents of the technology'), training: both('đào tạo cho Bên nhận nắm vững và làm chủ công nghệ trong thời hạn thỏa thuận', 'training the Receiver to master the technology within the agreed time'),
  experts: both('cử chuyên gia tư vấn kỹ thuật đưa công nghệ vào vận hành để đạt các chỉ tiêu về chất lượng sản phẩm, tiến độ', 'sending experts to bring the technology into operation at the agreed quality and pace'),
  equipment: both('chuyển giao máy móc, thiết bị kèm theo, cùng các phương thức trên', 'handing over machinery and equipment together with the ways above'), other: both('phương thức khác do các bên thỏa thuận', 'another way the parties agree on'),
}
const listed = (parts: readonly Both[]): Both => both(parts.map(({ vi }) => vi).join('; '), parts.map(({ en }) => en).join('; '))

export type Terms = Partial<TermClauses>
export const clausesOf = (terms: TermContent | null): Terms => terms?.clauses ?? {}

export const objectWords = ({ rights }: Terms): Both =>
  rights?.objects.length ? joined([both('Đối tượng công nghệ: ', 'Technology transferred: '), listed(rights.objects.map((one) => objectNames[one])), both('.', '.')], '') : toFill('đối tượng công nghệ được chuyển giao', 'what technology is transferred')
export const methodWords = ({ rights, training }: Terms): Both => joined([
  rights?.methods.length ? joined([both('Công nghệ được chuyển giao bằng: ', 'The technology is transferred by: '), listed(rights.methods.map((one) => methodNames[one])), both('.', '.')], '') : toFill('phương thức chuyển giao: tài liệu, đào tạo, chuyên gia, máy móc', 'ways of transferring: documents, training, experts, equipment'),
  training && each((locale) => (locale === 'vi' ? `Đào tạo ${training.days} ngày cho ${training.people} người của Bên nhận.` : `Training of ${training.days} days for ${training.people} people of the Receiver.`)), training && noted(training.note),
])

const degrees = { exclusive: both('độc quyền', 'exclusive'), sole: both('duy nhất (Bên giao vẫn được tự sử dụng)', 'sole (the Supplier may still use it itself)'), non_exclusive: both('không độc quyền', 'non-exclusive') }
const sublicences = { no: both('Bên nhận không được chuyển giao lại quyền sử dụng.', 'The Receiver may not pass on the right to use.'), with_consent: both('Bên nhận chỉ được chuyển giao lại quyền sử dụng khi Bên giao đồng ý bằng văn bản.', 'The Receiver may pass on the right to use only with the Supplier’s written consent.'), yes: both('Bên nhận được chuyển giao lại quyền sử dụng.', 'The Receiver may pass on the right to use.') }
const owners = { improver: both('bên tạo ra cải tiến', 'whoever makes them'), supplier: both('Bên giao', 'the Supplier'), demander: both('Bên nhận', 'the Receiver'), joint: both('hai bên cùng sở hữu', 'both parties jointly') }
const grants = { none: null, non_exclusive: both('Bên kia được sử dụng cải tiến, không độc quyền.', 'The other party may use them, non-exclusively.'), exclusive: both('Bên kia được sử dụng cải tiến, độc quyền.', 'The other party may use them exclusively.') }

export function transferWords({ rights, exclusivity, territory, field, sublicence, improvements }: Terms): Both {
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
export function priceWords({ upfront, milestones, royalty, minimum, cap, equity }: Terms): Both {
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
    both('Thanh toán bằng chuyển khoản bằng đồng Việt Nam vào tài khoản của Bên giao ghi trên đề nghị thanh toán.', 'Payment is made by bank transfer in Vietnamese đồng to the Supplier’s account named in the payment request.'),
  ])
}

const bodies: Record<(typeof disputeBodies)[number], Both> = { court: both('Tòa án nhân dân có thẩm quyền', 'the competent People’s Court'), viac: both('Trung tâm Trọng tài Quốc tế Việt Nam (VIAC) theo quy tắc tố tụng trọng tài của Trung tâm này', 'the Vietnam International Arbitration Centre (VIAC) under its rules'), other_arbitration: both('trọng tài', 'arbitration'), mediation_first: both('hòa giải thương mại trước, nếu không thành thì Tòa án nhân dân có thẩm quyền', 'commercial mediation first and, failing that, the competent People’s Court') }
export const disputeWords = ({ dispute, law }: Terms): Both => joined([
  both('Hai bên thương lượng trước khi yêu cầu giải quyết tranh chấp.', 'The parties negotiate before they ask for a dispute to be settled.'),
  dispute ? each((locale) => (locale === 'vi' ? `Cơ quan giải quyết tranh chấp: ${bodies[dispute.body].vi}${dispute.name ? ` (${dispute.name})` : ''}.${dispute.language ? ` Ngôn ngữ: ${dispute.language}.` : ''}` : `Disputes are settled by ${bodies[dispute.body].en}${dispute.name ? ` (${dispute.name})` : ''}.${dispute.language ? ` Language: ${dispute.language}.` : ''}`)) : toFill('cơ quan giải quyết tranh chấp: tòa án hoặc trọng tài', 'who settles disputes: a court or arbitration'),
  law?.law === 'other' ? both(`Luật áp dụng: ${law.name}.`, `Governing law: ${law.name}.`) : both('Luật áp dụng: pháp luật Việt Nam.', 'Governing law: the law of Vietnam.'),
])
export const warrantyWords = ({ warranty }: Terms): Both => (warranty
  ? joined([both(`Bên giao bảo hành công nghệ trong ${warranty.months} tháng kể từ ngày nghiệm thu.`, `The Supplier warrants the technology for ${warranty.months} months from acceptance.`), warranty.measures ? both(`Chỉ tiêu bảo hành: ${ended(warranty.measures)}`, `What is warranted: ${ended(warranty.measures)}`) : null])
  : toFill('thời hạn và nội dung bảo hành công nghệ', 'for how long and what is warranted'))
export const penaltyWords = ({ penalty }: Terms): Both => (penalty
  ? each((locale) => (locale === 'vi' ? `Bên chậm thực hiện nghĩa vụ chịu phạt ${formatShare(penalty.basis_points_per_day, locale)} giá trị phần nghĩa vụ chậm cho mỗi ngày, tổng mức phạt không quá ${formatShare(penalty.cap_basis_points, locale)} giá trị phần nghĩa vụ bị vi phạm.` : `A party that is late pays ${formatShare(penalty.basis_points_per_day, locale)} of the value of what is late for each day, and no more than ${formatShare(penalty.cap_basis_points, locale)} of the value of the obligation breached.`))
  : toFill('mức phạt vi phạm', 'the penalty for a breach'))
export const planWords = ({ milestones }: Terms): Both => joined([
  ...(milestones?.rows ?? []).map((row, i) => both(`Giai đoạn ${i + 1}: ${row.what}${row.after_days === null ? '' : `, hoàn thành trong ${row.after_days} ngày kể từ ngày ký`}${row.event ? `, khi có ${row.event}` : ''}.`, `Stage ${i + 1}: ${row.what}${row.after_days === null ? '' : `, within ${row.after_days} days of signing`}${row.event ? `, upon ${row.event}` : ''}.`)),
  milestones?.rows.length ? null : toFill('kế hoạch và tiến độ chuyển giao, theo ngày hoặc theo mốc', 'the plan and pace of the transfer, by day or by stage'), toFill('địa điểm thực hiện chuyển giao', 'where the transfer takes place'),
])
export const termWords = ({ term }: Terms): Both => joined([
  term ? joined([both(`Thời hạn của hợp đồng: ${term.months} tháng kể từ ngày có hiệu lực.`, `The contract runs for ${term.months} months from the day it takes effect.`), term.renewal ? both(`Gia hạn: ${ended(term.renewal)}`, `Renewal: ${ended(term.renewal)}`) : null], ' ') : toFill('thời hạn hợp đồng', 'how long the contract runs'),
  both('Hợp đồng có hiệu lực từ ngày hai bên thỏa thuận; nếu không thỏa thuận ngày, từ ngày bên sau cùng ký. Hợp đồng thuộc diện phải đăng ký có hiệu lực từ ngày được cấp Giấy chứng nhận đăng ký chuyển giao công nghệ; hợp đồng chuyển giao công nghệ hạn chế có hiệu lực từ ngày được cấp Giấy phép chuyển giao công nghệ.',
    'The contract takes effect on the day the parties agree and, where they agree on none, on the day the last of them signs. A contract that has to be registered takes effect on the day of its certificate of registration; a contract on restricted technology, on the day of its licence.'),
])
export const confidentialityWords = ({ confidentiality }: Terms): Both => joined([
  confidentiality ? both(`Hai bên giữ bí mật thông tin nhận được từ bên kia trong ${confidentiality.years} năm kể từ ngày nhận.`, `Each party keeps what it learns from the other confidential for ${confidentiality.years} years from learning it.`) : both('Hai bên giữ bí mật thông tin nhận được từ bên kia, kể cả sau khi hợp đồng chấm dứt.', 'Each party keeps what it learns from the other confidential, also after the contract has ended.'),
  confidentiality && noted(confidentiality.note),
])
export const freeWords = (terms: Terms): { key: ClauseKey; title: string; text: string }[] =>
  (['free_1', 'free_2', 'free_3', 'free_4', 'free_5', 'free_6'] as const).flatMap((key) => (terms[key] ? [{ key, ...terms[key] }] : []))
