import type { Locale } from '../../platform/locale.ts'
import { formatNumber, formatShare, formatVnd } from '../../platform/money.ts'
import type { ClauseKey, disputeBodies, MilestoneTerm, TermClauses } from '../terms/schema.ts'
import { type Both, both, type ContractWords, each, ended, joined, listed, methodNames, type Terms, toFill } from './wording-rules.ts'
import { effectWords, saidBeforeFour } from './wording-three-rules.ts'

/**
 * The words of version 2 of the templates, and what versions 1 and 2 say alike, as they were used until version 3 said
 * more truly what a term sheet means (wording-rules.ts). Kept as they were: a template that has been used is never changed.
 */

/** What the parties wrote themselves is in the language they wrote it in: the English side says so and invents no translation. */
export const noted = (note: string): Both | null => (note ? both(note, `In the parties’ own words: “${note}”`) : null)

const methodWords = ({ rights, training }: Terms): Both => joined([
  rights?.methods.length ? joined([both('Công nghệ được chuyển giao bằng: ', 'The technology is transferred by: '), listed(rights.methods.map((one) => methodNames[one])), both('.', '.')], '') : toFill('phương thức chuyển giao: tài liệu, đào tạo, chuyên gia, máy móc', 'ways of transferring: documents, training, experts, equipment'),
  training && each((locale) => (locale === 'vi' ? `Đào tạo ${training.days} ngày cho ${training.people} người của Bên nhận.` : `Training of ${training.days} days for ${training.people} people of the Receiver.`)), training && noted(training.note),
])

const bodies: Record<(typeof disputeBodies)[number], Both> = { court: both('Tòa án nhân dân có thẩm quyền', 'the competent People’s Court'), viac: both('Trung tâm Trọng tài Quốc tế Việt Nam (VIAC) theo quy tắc tố tụng trọng tài của Trung tâm này', 'the Vietnam International Arbitration Centre (VIAC) under its rules'), other_arbitration: both('trọng tài', 'arbitration'), mediation_first: both('hòa giải thương mại trước, nếu không thành thì Tòa án nhân dân có thẩm quyền', 'commercial mediation first and, failing that, the competent People’s Court') }
const disputeWords = ({ dispute, law }: Terms): Both => joined([
  both('Hai bên thương lượng trước khi yêu cầu giải quyết tranh chấp.', 'The parties negotiate before they ask for a dispute to be settled.'),
  dispute ? each((locale) => (locale === 'vi' ? `Cơ quan giải quyết tranh chấp: ${bodies[dispute.body].vi}${dispute.name ? ` (${dispute.name})` : ''}.${dispute.language ? ` Ngôn ngữ: ${dispute.language}.` : ''}` : `Disputes are settled by ${bodies[dispute.body].en}${dispute.name ? ` (${dispute.name})` : ''}.${dispute.language ? ` Language: ${dispute.language}.` : ''}`)) : toFill('cơ quan giải quyết tranh chấp: tòa án hoặc trọng tài', 'who settles disputes: a court or arbitration'),
  law?.law === 'other' ? both(`Luật áp dụng: ${law.name}.`, `Governing law: ${law.name}.`) : both('Luật áp dụng: pháp luật Việt Nam.', 'Governing law: the law of Vietnam.'),
])
const warrantyWords = ({ warranty }: Terms): Both => (warranty
  ? joined([both(`Bên giao bảo hành công nghệ trong ${warranty.months} tháng kể từ ngày nghiệm thu.`, `The Supplier warrants the technology for ${warranty.months} months from acceptance.`), warranty.measures ? both(`Chỉ tiêu bảo hành: ${ended(warranty.measures)}`, `What is warranted: ${ended(warranty.measures)}`) : null])
  : toFill('thời hạn và nội dung bảo hành công nghệ', 'for how long and what is warranted'))
const freeWords = (terms: Terms): { key: ClauseKey; title: Both; text: Both }[] =>
  (['free_1', 'free_2', 'free_3', 'free_4', 'free_5', 'free_6'] as const).flatMap((key) => { const clause = terms[key]; return clause ? [{ key, title: both(clause.title, clause.title), text: both(clause.text, clause.text) }] : [] })
/** What versions 1 and 2 say alike. */
export const sharedWords = {
  name: (subject: Both): Both => subject, methods: methodWords, dispute: disputeWords, warranty: warrantyWords, free: freeWords,
}

export const sublicences = { no: both('Bên nhận không được chuyển giao lại quyền sử dụng.', 'The Receiver may not pass on the right to use.'), with_consent: both('Bên nhận chỉ được chuyển giao lại quyền sử dụng khi Bên giao đồng ý bằng văn bản.', 'The Receiver may pass on the right to use only with the Supplier’s written consent.'), yes: both('Bên nhận được chuyển giao lại quyền sử dụng.', 'The Receiver may pass on the right to use.') }
export const owners = { improver: both('bên tạo ra cải tiến', 'whoever makes them'), supplier: both('Bên giao', 'the Supplier'), demander: both('Bên nhận', 'the Receiver'), joint: both('hai bên cùng sở hữu', 'both parties jointly') }
export const bankWords = both('Thanh toán bằng chuyển khoản bằng đồng Việt Nam vào tài khoản của Bên giao ghi trên đề nghị thanh toán.', 'Payment is made by bank transfer in Vietnamese đồng to the Supplier’s account named in the payment request.')

const degrees = { exclusive: both('độc quyền (chỉ Bên nhận được sử dụng)', 'exclusive (the Receiver alone may use it)'), sole: both('duy nhất (Bên nhận và chính Bên giao được sử dụng)', 'sole (the Receiver and the Supplier itself may use it)'), non_exclusive: both('không độc quyền (Bên giao được cấp cho người khác)', 'non-exclusive (the Supplier may grant it to others)') }
const grants = {
  none: both('Bên nhận không phải cấp ngược quyền đối với cải tiến cho Bên giao.', 'The Receiver does not have to grant rights to improvements back to the Supplier.'),
  non_exclusive: both('Bên nhận cấp ngược cho Bên giao quyền sử dụng cải tiến, không độc quyền.', 'The Receiver grants the right to use improvements back to the Supplier, non-exclusively.'),
  exclusive: both('Bên nhận cấp ngược cho Bên giao quyền sử dụng cải tiến, độc quyền.', 'The Receiver grants the right to use improvements back to the Supplier, exclusively.'),
}
/** What a side wrote under a name of the sheet. */
const under = (vi: string, en: string, note: string): Both | null => (note ? both(`${vi}: ${ended(note)}`, `${en}, in the parties’ own words: “${note}”`) : null)
const conditions = (note: string): Both | null => under('Điều kiện', 'Conditions', note)

function transferWords({ rights, exclusivity, territory, field, sublicence, improvements }: Terms): Both {
  return joined([
    rights ? (rights.transfer === 'ownership' ? both('Bên giao chuyển nhượng quyền sở hữu công nghệ cho Bên nhận.', 'The Supplier transfers the ownership of the technology to the Receiver.') : both('Bên giao chuyển giao quyền sử dụng công nghệ cho Bên nhận; quyền sở hữu vẫn thuộc Bên giao.', 'The Supplier transfers the right to use the technology to the Receiver; the ownership stays with the Supplier.'))
      : toFill('chuyển nhượng quyền sở hữu hay chuyển quyền sử dụng', 'transfer of ownership, or of the right to use'),
    rights && noted(rights.note),
    exclusivity && each((locale) => (locale === 'vi' ? `Quyền sử dụng là ${degrees[exclusivity.degree].vi}${exclusivity.months ? ` trong ${exclusivity.months} tháng` : ''}.` : `The right is ${degrees[exclusivity.degree].en}${exclusivity.months ? ` for ${exclusivity.months} months` : ''}.`)), exclusivity && conditions(exclusivity.note),
    territory && both(`Phạm vi lãnh thổ: ${ended(territory.places)}`, `Territory: ${ended(territory.places)}`), field && both(`Lĩnh vực sử dụng: ${ended(field.use)}`, `Field of use: ${ended(field.use)}`),
    sublicence && sublicences[sublicence.allowed], sublicence && sublicence.share_basis_points !== null && each((locale) => (locale === 'vi' ? `Bên giao được hưởng ${formatShare(sublicence.share_basis_points!, locale)} khoản thu từ việc chuyển giao lại.` : `The Supplier receives ${formatShare(sublicence.share_basis_points!, locale)} of what is earned by passing it on.`)), sublicence && conditions(sublicence.note),
    improvements && each((locale) => (locale === 'vi' ? `Cải tiến thuộc ${owners[improvements.owner].vi}.` : `Improvements belong to ${owners[improvements.owner].en}.`)), improvements && grants[improvements.grant_back], improvements && noted(improvements.note),
  ])
}

/** When a milestone falls due: by its day or upon its event; where the sheet names both, one or the other. */
function dueWords({ after_days, event }: MilestoneTerm): Both {
  const ways = [after_days === null ? null : each((locale) => (locale === 'vi' ? `trong ${formatNumber(after_days, locale)} ngày kể từ ngày ký hợp đồng` : `within ${formatNumber(after_days, locale)} days of signing`)), event ? both(`khi có sự kiện “${event}”`, `upon the event “${event}”`) : null].filter((way) => way !== null)
  return both(ways.map(({ vi }) => vi).join(' hoặc '), ways.map(({ en }) => en).join(' or '))
}
/** By which the Receiver pays, a minimum without a royalty too: those that count where the sheet’s worth is reckoned. */
const paying = ['upfront', 'milestones', 'royalty', 'minimum', 'equity'] as const satisfies readonly ClauseKey[]
const isPriced = (terms: Terms): boolean => paying.some((key) => terms[key])
const bases = { net_sales: both('doanh thu thuần từ sản phẩm do công nghệ tạo ra', 'of the net sales of the products made with the technology'), units: both('mỗi sản phẩm do công nghệ tạo ra', 'for each product made with the technology'), savings: both('khoản tiết kiệm do công nghệ mang lại', 'of what the technology saves') }
function royaltyWords({ base, tiers, report_months, offset_basis_points, floor_basis_points, ...first }: TermClauses['royalty']): Both {
  // A sheet may hold a rate of the other kind besides; the base says which of them counts, as where the sheet's worth is reckoned.
  const rate = (one: { rate_basis_points: number | null; per_unit: number | null }, locale: Locale): string => (base === 'units' ? formatVnd(one.per_unit ?? 0, locale) : formatShare(one.rate_basis_points ?? 0, locale))
  return joined([
    each((locale) => (locale === 'vi' ? `Phí kỳ vụ: ${rate(first, locale)} tính trên ${bases[base].vi}, báo cáo và thanh toán ${report_months} tháng một lần.` : `Royalty: ${rate(first, locale)} ${bases[base].en}, reported and paid every ${report_months} months.`)),
    ...tiers.map((tier) => each((locale) => (locale === 'vi' ? `Riêng các sản phẩm từ sản phẩm thứ ${formatNumber(tier.from_units, locale)} trở đi trong một năm: ${rate(tier, locale)}.` : `For the units from unit ${formatNumber(tier.from_units, locale)} of a year on, and for those only: ${rate(tier, locale)}.`))),
    offset_basis_points !== null && each((locale) => (locale === 'vi' ? `Bên nhận được trừ vào phí kỳ vụ ${formatShare(offset_basis_points, locale)} khoản phí kỳ vụ phải trả cho bên thứ ba.` : `The Receiver may take ${formatShare(offset_basis_points, locale)} of the royalties it owes third parties off the royalty.`)),
    floor_basis_points !== null && each((locale) => (locale === 'vi' ? `Sau khi trừ, Bên nhận vẫn phải trả ít nhất ${formatShare(floor_basis_points, locale)} phí kỳ vụ trước khi trừ.` : `Whatever is taken off, the Receiver still pays at least ${formatShare(floor_basis_points, locale)} of the royalty.`)),
  ])
}
function priceWords(terms: Terms): Both {
  const { upfront, milestones, royalty, minimum, cap, equity } = terms
  const priced = isPriced(terms)
  return joined([
    !priced && toFill('giá chuyển giao, bằng số và đơn vị đồng, hoặc công thức tính', 'the price in đồng, or how it is reckoned'), !priced && toFill('phương thức và thời hạn thanh toán', 'how and when it is paid'),
    upfront && each((locale) => (locale === 'vi' ? `Trả trước: ${formatVnd(upfront.amount, locale)}, trả một lần trong ${formatNumber(upfront.days, locale)} ngày kể từ ngày ký hợp đồng.` : `Upfront: ${formatVnd(upfront.amount, locale)}, paid once, within ${formatNumber(upfront.days, locale)} days of signing.`)), upfront && conditions(upfront.note),
    ...(milestones?.rows ?? []).map((row) => each((locale) => (locale === 'vi' ? `Theo mốc “${row.what}”: ${formatVnd(row.amount, locale)}, ${dueWords(row).vi}.` : `At “${row.what}”: ${formatVnd(row.amount, locale)}, ${dueWords(row).en}.`))),
    royalty && royaltyWords(royalty),
    minimum && each((locale) => (locale === 'vi' ? `Phí tối thiểu mỗi năm: từ năm thứ ${minimum.from_year} của hợp đồng, nếu phí kỳ vụ của một năm thấp hơn ${formatVnd(minimum.amount, locale)} thì Bên nhận trả mức này cho năm đó.` : `Minimum a year: from year ${minimum.from_year} of the contract on, where the royalty of a year is lower than ${formatVnd(minimum.amount, locale)}, the Receiver pays this amount for that year.`)),
    cap && each((locale) => (locale === 'vi' ? `Trần phí kỳ vụ: phí kỳ vụ, kể cả mức tối thiểu, không vượt quá ${formatVnd(cap.amount, locale)} ${cap.over === 'year' ? 'mỗi năm' : 'trong cả thời hạn hợp đồng'}.` : `Cap on royalties: royalties, minimums included, do not go beyond ${formatVnd(cap.amount, locale)} ${cap.over === 'year' ? 'each year' : 'over the whole term'}.`)),
    equity && each((locale) => (locale === 'vi' ? `Trả bằng vốn góp: Bên giao nhận ${formatShare(equity.basis_points, locale)} vốn điều lệ của công ty của Bên nhận, thay cho tiền.` : `Paid in equity: the Supplier receives ${formatShare(equity.basis_points, locale)} of the charter capital of the Receiver’s company, in place of money.`)), equity && conditions(equity.note),
    priced && bankWords,
  ])
}
const penaltyWords = ({ penalty }: Terms): Both => (penalty
  ? each((locale) => (locale === 'vi' ? `Bên chậm thực hiện nghĩa vụ chịu phạt ${formatShare(penalty.basis_points_per_day, locale)} giá trị phần nghĩa vụ bị chậm cho mỗi ngày, tổng mức phạt không quá ${formatShare(penalty.cap_basis_points, locale)} giá trị phần nghĩa vụ bị chậm.` : `A party that is late pays ${formatShare(penalty.basis_points_per_day, locale)} of the value of what is late for each day, and no more than ${formatShare(penalty.cap_basis_points, locale)} of the value of what is late.`))
  : toFill('mức phạt vi phạm', 'the penalty for a breach'))
const planWords = ({ milestones }: Terms): Both => joined([
  ...(milestones?.rows ?? []).map((row, i) => both(`Giai đoạn ${i + 1}: ${row.what}, hoàn thành ${dueWords(row).vi}.`, `Stage ${i + 1}: ${row.what}, ${dueWords(row).en}.`)),
  milestones?.rows.length ? null : toFill('kế hoạch và tiến độ chuyển giao, theo ngày hoặc theo mốc', 'the plan and pace of the transfer, by day or by stage'), toFill('địa điểm thực hiện chuyển giao', 'where the transfer takes place'),
])
const lastingWords = ({ term, royalty, minimum }: Terms): Both | undefined => term && joined([
  both(`Thời hạn của hợp đồng: ${term.months} tháng kể từ ngày ký hợp đồng.`, `The contract runs for ${term.months} months from signing.`), (royalty || minimum) && both('Phí kỳ vụ chỉ tính trong thời hạn này.', 'Royalties are reckoned within this term only.'), under('Gia hạn, chấm dứt sớm', 'Renewal, early end', term.renewal),
], ' ')
const confidentialityWords = ({ confidentiality }: Terms): Both => joined([
  confidentiality ? both(`Hai bên giữ bí mật thông tin nhận được từ bên kia trong thời hạn hợp đồng và trong ${confidentiality.years} năm sau khi hợp đồng chấm dứt.`, `Each party keeps what it learns from the other confidential while the contract lasts and for ${confidentiality.years} years after it ends.`) : both('Hai bên giữ bí mật thông tin nhận được từ bên kia, kể cả sau khi hợp đồng chấm dứt.', 'Each party keeps what it learns from the other confidential, also after the contract has ended.'),
  confidentiality && under('Phạm vi', 'Scope', confidentiality.note),
])
export const wordsTwo: ContractWords = {
  ...saidBeforeFour, ...sharedWords, transfer: transferWords, price: priceWords, plan: planWords, penalty: penaltyWords, confidentiality: confidentialityWords,
  term: (terms) => joined([lastingWords(terms) ?? toFill('thời hạn hợp đồng', 'how long the contract runs'), effectWords]),
  definitions: both('"Công nghệ" là công nghệ nêu tại Điều 1 và Điều 2. "Nghiệm thu" là việc hai bên lập biên bản xác nhận công nghệ đạt chỉ tiêu nêu tại Điều 2. "Ngày ký hợp đồng" là ngày bên sau cùng ký.', '“Technology” is what Articles 1 and 2 name. “Acceptance” is the minutes in which both parties say that the technology meets the measures of Article 2. “Signing” is the day on which the last of the parties signs.'),
  intentions: (terms) => (terms.rights || isPriced(terms) ? joined([terms.rights && transferWords(terms), priceWords(terms), lastingWords(terms)]) : toFill('nội dung chính dự kiến: quyền, giá, thời hạn', 'what is mainly meant: rights, price, term')),
  // Whoever keeps a secret until so many years after a contract needs a day where none is made.
  memorandum_confidentiality: (terms) => joined([confidentialityWords(terms), terms.confidentiality && both('Nếu hai bên không ký hợp đồng, thời hạn này tính từ ngày biên bản kết thúc.', 'Where no contract is made, these years run from the end of this memorandum.')]),
}
