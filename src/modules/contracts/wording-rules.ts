import type { Locale } from '../../platform/locale.ts'
import { formatNumber, formatShare, formatVnd } from '../../platform/money.ts'
import { formatIsoDay } from '../../platform/time.ts'
import type { ContractFields } from './schema.ts'
import { type ClauseKey, type disputeBodies, type MilestoneTerm, type technologyObjects, type TermClauses, type TermContent, type transferForms, transferMethods } from '../terms/schema.ts'

/** A sentence in both languages. */
export type Both = Record<Locale, string>
export const both = (vi: string, en: string): Both => ({ vi, en })
/** What somebody still has to write: in double brackets, so that no version is issued with it unseen. */
export const toFill = (vi: string, en: string): Both => both(`[[${vi}]]`, `[[${en}]]`)
export const joined = (parts: readonly (Both | null | false | undefined)[], between = '\n'): Both => {
  const said = parts.filter((part): part is Both => Boolean(part))
  return both(said.map(({ vi }) => vi).join(between), said.map(({ en }) => en).join(between))
}
export const each = (write: (locale: Locale) => string): Both => both(write('vi'), write('en'))
/** What a side wrote, with one full stop behind it whether or not it wrote one. */
export const ended = (text: string): string => (/[.!?…;]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

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
export const methodNames: Record<(typeof transferMethods)[number], Both> = {
  documents: both('chuyển giao tài liệu về công nghệ', 'handing over documents of the technology'), training: both('đào tạo cho Bên nhận nắm vững và làm chủ công nghệ trong thời hạn thỏa thuận', 'training the Receiver to master the technology within the agreed time'),
  experts: both('cử chuyên gia tư vấn kỹ thuật đưa công nghệ vào vận hành để đạt các chỉ tiêu về chất lượng sản phẩm, tiến độ', 'sending experts to bring the technology into operation at the agreed quality and pace'),
  equipment: both('chuyển giao máy móc, thiết bị kèm theo, cùng các phương thức trên', 'handing over machinery and equipment together with the ways above'), other: both('phương thức khác do các bên thỏa thuận', 'another way the parties agree on'),
}
export const listed = (parts: readonly Both[]): Both => both(parts.map(({ vi }) => vi).join('; '), parts.map(({ en }) => en).join('; '))

export type Terms = Partial<TermClauses>
export const clausesOf = (terms: TermContent | null): Terms => terms?.clauses ?? {}
/** Which of the parties is of another country. */
export interface Abroad { supplier: boolean; demander: boolean }
export const atHome: Abroad = { supplier: false, demander: false }
/** What a version of the templates says of what both sides confirmed, where versions differ. What the sheet leaves open is to be filled in. */
export interface ContractWords extends Record<'transfer' | 'methods' | 'price' | 'term' | 'plan' | 'warranty' | 'penalty' | 'confidentiality' | 'dispute' | 'memorandum_confidentiality', (terms: Terms, abroad: Abroad) => Both> {
  recitals: Both
  duties: Both
  liability: Both
  intentions: (terms: Terms, abroad: Abroad, sheet?: ConfirmedOn) => Both
  /** From when a memorandum has effect; when it ends follows. */
  from: Both
  agreedDay: (day: string) => Both
  prevails: (abroad: Abroad) => ContractFields['prevails']
  name: (subject: Both) => Both
  definitions: Both
  free: (terms: Terms) => { key: ClauseKey; title: Both; text: Both }[]
}

export const objectWords = ({ rights }: Terms): Both =>
  rights?.objects.length ? joined([both('Đối tượng công nghệ: ', 'Technology transferred: '), listed(rights.objects.map((one) => objectNames[one])), both('.', '.')], '') : toFill('đối tượng công nghệ được chuyển giao', 'what technology is transferred')
/** Which of the confirmed term sheets filled a text, and on which day both sides had confirmed it. */
export interface ConfirmedOn { number: number; confirmed_on: string }
export const spoken = (day: string): string => { const [year, month, date] = day.split('-'); return `${date}/${month}/${year}` }

/*
 * The words of version 4: whatever a field of the sheet is called and explained by as both sides confirm it (clause-messages.ts
 * of the terms) is what the contract says of it, from the same day and on the same base; nothing is said that nobody
 * confirmed where it could as well be otherwise. What the sheet leaves open, or says in two ways that do not go together,
 * is to be filled in. wording.test.ts names each.
 */

/** A syllable as Vietnamese is written; with its marks taken off. */
const syllable = /^(ngh?|gh?|gi|kh|nh|ph|qu|th|tr|ch|[bcdhklmnprstvx])?[aeiouy]{1,3}(ch|ng|nh|[cmnpt])?$/
const bare = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').toLowerCase()
/** Letters that Vietnamese has and its partners' languages have not; or words with the marks they share, written as Vietnamese writes, nearly all of them. */
function inVietnamese(text: string): boolean {
  const plain = text.normalize('NFC')
  if (/[ăđơưĂĐƠƯ\u1EA0-\u1EF9]/.test(plain)) return true
  const words = plain.match(/\p{L}+/gu)?.filter((word) => word !== word.toUpperCase() || word.length === 1) ?? [], fitting = words.filter((word) => syllable.test(bare(word)))
  return /[àáâãèéêìíòóôõùúý]/i.test(plain) && fitting.length * 4 > words.length * 3
}
/** Several words that are not Vietnamese: not for a Vietnamese reader. A name is nobody's language. */
const inAnother = (text: string): boolean => !inVietnamese(text) && text.trim().split(/\s+/).length > 3
/** What the parties wrote themselves is in the language they wrote it in: the other side of the page says so and invents no translation. */
function own(text: string): Both {
  const said = text.trim(), quoted = `“${said.replace(/[.;]$/, '')}”`
  return both(inAnother(said) ? `${quoted} (nguyên văn của các bên)` : said, inVietnamese(said) ? `${quoted} (the parties’ own words, in Vietnamese)` : said)
}
/** What a side wrote under a name of the sheet. */
const under = (vi: string, en: string, text: string): Both | null => {
  const said = own(text)
  return text ? both(`${vi}: ${ended(said.vi)}`, `${en}: ${ended(said.en)}`) : null
}
const conditions = (text: string): Both | null => under('Điều kiện', 'Conditions', text)
const further = (text: string): Both | null => under('Mô tả thêm', 'Further', text)
const some = (n: number, one: string): string => `${formatNumber(n, 'en')} ${one}${n === 1 ? '' : 's'}`

function methodsAgreed({ rights, training }: Terms): Both {
  const methods = transferMethods.filter((one) => rights?.methods.includes(one)), withIt = methods.some((one) => one === 'documents' || one === 'training' || one === 'experts')
  const name = (one: (typeof transferMethods)[number]): Both => (one === 'equipment' && !withIt ? both('chuyển giao máy móc, thiết bị kèm theo', 'handing over machinery and equipment') : methodNames[one])
  return joined([
    methods.length ? joined([both('Công nghệ được chuyển giao bằng: ', 'The technology is transferred by: '), listed(methods.map(name)), both('.', '.')], '') : toFill('phương thức chuyển giao: tài liệu, đào tạo, chuyên gia, máy móc', 'ways of transferring: documents, training, experts, equipment'),
    methods.includes('equipment') && !withIt && toFill('phương thức đi cùng máy móc, thiết bị: tài liệu, đào tạo, chuyên gia', 'what comes with the machinery: documents, training, experts'),
    methods.includes('other') && toFill('phương thức khác là gì', 'which other way'),
    methods.includes('training') && !training && toFill('thời hạn đào tạo, số người được đào tạo', 'how long the training lasts, for how many people'),
    training && each((locale) => (locale === 'vi' ? `Bên giao đào tạo ${formatNumber(training.people, locale)} người của Bên nhận trong ${formatNumber(training.days, locale)} ngày, để những người này vận hành được công nghệ.` : `The Supplier trains ${training.people === 1 ? '1 person' : `${formatNumber(training.people, locale)} people`} of the Receiver for ${some(training.days, 'day')}, so that they can run the technology.`)),
    training && under('Nơi, nội dung, chi phí đào tạo', 'Place, contents and cost of the training', training.note),
  ])
}

const bodies: Record<(typeof disputeBodies)[number], Both> = { court: both('tòa án có thẩm quyền', 'the competent court'), viac: both('Trung tâm Trọng tài Quốc tế Việt Nam (VIAC) theo quy tắc tố tụng trọng tài của Trung tâm này', 'the Vietnam International Arbitration Centre (VIAC) under its rules'), other_arbitration: both('trọng tài', 'arbitration'), mediation_first: both('hòa giải trước, nếu không thành thì tòa án có thẩm quyền', 'mediation first and, failing that, the competent court') }
const disputesBy = (dispute: TermClauses['dispute']): Both => joined([
  each((locale) => `${locale === 'vi' ? 'Cơ quan giải quyết tranh chấp: ' : 'Disputes are settled by '}${bodies[dispute.body][locale]}${dispute.name ? ` (${locale === 'en' && inVietnamese(dispute.name) ? `“${dispute.name}”, as it is called in Vietnamese` : dispute.name})` : ''}.`),
  under('Ngôn ngữ giải quyết tranh chấp', 'Language of the proceedings', dispute.language),
])
/** Between parties of this country the law of Vietnam goes without saying; with one from abroad they have to say which. */
const governed = ({ law }: Terms, abroad: Abroad): Both | null =>
  law?.law === 'other' ? under('Luật áp dụng', 'Governing law', law.name) : !law && (abroad.supplier || abroad.demander) ? toFill('luật áp dụng: luật nước nào', 'governing law: of which country') : both('Luật áp dụng: pháp luật Việt Nam.', 'Governing law: the law of Vietnam.')
const disputesAgreed = (terms: Terms, abroad: Abroad): Both => joined([
  both('Hai bên thương lượng trước khi yêu cầu giải quyết tranh chấp.', 'The parties negotiate before they ask for a dispute to be settled.'),
  terms.dispute ? disputesBy(terms.dispute) : toFill('cơ quan giải quyết tranh chấp: tòa án hoặc trọng tài', 'who settles disputes: a court or arbitration'),
  governed(terms, abroad),
])
const warrantyStart = toFill('ngày nghiệm thu, ngày bàn giao hay ngày khác', 'the day of acceptance, of delivery or another day')
const warrantyAgreed = ({ warranty }: Terms): Both => (warranty
  ? joined([each((locale) => (locale === 'vi' ? `Bên giao bảo hành công nghệ trong ${formatNumber(warranty.months, locale)} tháng kể từ ${warrantyStart.vi}.` : `The Supplier warrants the technology for ${some(warranty.months, 'month')} from ${warrantyStart.en}.`)), under('Chỉ tiêu bảo đảm và cách khắc phục', 'Measures warranted and how failures are made good', warranty.measures)])
  : toFill('thời hạn và nội dung bảo hành công nghệ', 'for how long and what is warranted'))
const freeAgreed = (terms: Terms): { key: ClauseKey; title: Both; text: Both }[] =>
  (['free_1', 'free_2', 'free_3', 'free_4', 'free_5', 'free_6'] as const).flatMap((key) => { const clause = terms[key]; return clause ? [{ key, title: both(clause.title, inVietnamese(clause.title) ? `“${clause.title}”` : clause.title), text: own(clause.text) }] : [] })

const degrees = { exclusive: both('độc quyền (chỉ Bên nhận được sử dụng)', 'exclusive (the Receiver alone may use it)'), sole: both('duy nhất (Bên nhận và chính Bên giao được sử dụng)', 'sole (the Receiver and the Supplier itself may use it)'), non_exclusive: both('không độc quyền (Bên giao được cấp cho người khác)', 'non-exclusive (the Supplier may grant it to others)') }
const sublicences = { no: both('Bên nhận không được chuyển giao lại quyền sử dụng.', 'The Receiver may not sublicense the right to use.'), with_consent: both('Bên nhận chỉ được chuyển giao lại quyền sử dụng khi Bên giao đồng ý bằng văn bản.', 'The Receiver may sublicense the right to use only with the Supplier’s written consent.'), yes: both('Bên nhận được chuyển giao lại quyền sử dụng.', 'The Receiver may sublicense the right to use.') }
const owners = { improver: both('bên tạo ra cải tiến', 'whoever makes them'), supplier: both('Bên giao', 'the Supplier'), demander: both('Bên nhận', 'the Receiver'), joint: both('sở hữu chung của hai bên', 'both parties jointly') }
const grants = {
  none: both('Bên nhận không phải cấp ngược quyền đối với cải tiến cho Bên giao.', 'The Receiver does not have to grant rights to improvements back to the Supplier.'),
  non_exclusive: both('Bên nhận cấp ngược cho Bên giao quyền sử dụng cải tiến, không độc quyền.', 'The Receiver grants the right to use improvements back to the Supplier, non-exclusively.'),
  exclusive: both('Bên nhận cấp ngược cho Bên giao quyền sử dụng cải tiến, độc quyền.', 'The Receiver grants the right to use improvements back to the Supplier, exclusively.'),
}
function transferAgreed({ rights, exclusivity, territory, field, sublicence, improvements }: Terms): Both {
  const limited = exclusivity ?? territory ?? field ?? sublicence
  return joined([
    rights ? (rights.transfer === 'ownership' ? both('Bên giao chuyển nhượng quyền sở hữu công nghệ cho Bên nhận.', 'The Supplier transfers the ownership of the technology to the Receiver.') : both('Bên giao chuyển giao quyền sử dụng công nghệ cho Bên nhận; quyền sở hữu vẫn thuộc Bên giao.', 'The Supplier transfers the right to use the technology to the Receiver; the ownership stays with the Supplier.'))
      : toFill('chuyển nhượng quyền sở hữu hay chuyển quyền sử dụng', 'transfer of ownership, or of the right to use'),
    rights && further(rights.note),
    // Whoever owns the technology uses it as they like: the sheet says two things that do not go together.
    rights?.transfer === 'ownership' && limited && toFill('quyền sở hữu đã chuyển nhượng: các giới hạn quyền sử dụng sau đây còn áp dụng cho ai, thế nào', 'the ownership is transferred: to whom and how the limits on use below still apply'),
    exclusivity && each((locale) => (locale === 'vi' ? `Quyền sử dụng là ${degrees[exclusivity.degree].vi}${exclusivity.months ? ` trong ${formatNumber(exclusivity.months, locale)} tháng kể từ ngày ký hợp đồng` : ''}.` : `The right is ${degrees[exclusivity.degree].en}${exclusivity.months ? ` for ${some(exclusivity.months, 'month')} from signing` : ''}.`)), exclusivity && conditions(exclusivity.note),
    territory && under('Lãnh thổ mà Bên nhận được sử dụng công nghệ và bán sản phẩm do công nghệ tạo ra', 'Territory in which the Receiver may use the technology and sell the products made with it', territory.places),
    field && joined([under('Lĩnh vực sử dụng', 'Field of use', field.use), both('Ngoài lĩnh vực này Bên giao giữ quyền.', 'Beyond it the Supplier keeps its rights.')], ' '),
    sublicence && sublicences[sublicence.allowed],
    sublicence && sublicence.allowed === 'no' && sublicence.share_basis_points !== null && each((locale) => (locale === 'vi' ? `[[không được chuyển giao lại, mà bản điều khoản ghi Bên giao hưởng ${formatShare(sublicence.share_basis_points!, locale)} khoản thu từ chuyển giao lại: được hưởng khi nào]]` : `[[there are no sublicences, yet the term sheet gives the Supplier ${formatShare(sublicence.share_basis_points!, locale)} of what comes in from them: when]]`)),
    sublicence && sublicence.allowed !== 'no' && sublicence.share_basis_points !== null && each((locale) => (locale === 'vi' ? `Bên giao được hưởng ${formatShare(sublicence.share_basis_points!, locale)} khoản thu từ việc chuyển giao lại.` : `The Supplier receives ${formatShare(sublicence.share_basis_points!, locale)} of what comes in from sublicences.`)), sublicence && conditions(sublicence.note),
    improvements && each((locale) => (locale === 'vi' ? `Cải tiến thuộc ${owners[improvements.owner].vi}.` : `Improvements belong to ${owners[improvements.owner].en}.`)),
    // What is the supplier's already is not granted back to it: a sheet that says so says two things.
    improvements && (improvements.owner === 'supplier' && improvements.grant_back !== 'none' ? toFill(`cải tiến đã thuộc Bên giao, mà bản điều khoản còn ghi cấp ngược cho Bên giao, ${improvements.grant_back === 'exclusive' ? 'độc quyền' : 'không độc quyền'}: cấp ngược quyền gì`, `improvements are the Supplier’s already, yet the term sheet has them granted back to it, ${improvements.grant_back === 'exclusive' ? 'exclusively' : 'non-exclusively'}: which rights`) : grants[improvements.grant_back]), improvements && further(improvements.note),
  ])
}

const within = (days: number): Both => (days === 0 ? both('trong ngày ký hợp đồng', 'on the day of signing') : each((locale) => (locale === 'vi' ? `trong ${formatNumber(days, locale)} ngày kể từ ngày ký hợp đồng` : `within ${some(days, 'day')} of signing`)))
/** When a milestone falls due: by its day or upon its event; where the sheet names both, whoever writes the contract says which of them counts. */
function due({ after_days, event }: MilestoneTerm): Both {
  const upon = event && both(`khi có sự kiện “${event}”`, `upon the event “${event}”`)
  if (after_days === null) return upon || both('', '')
  return upon ? joined([within(after_days), both(' hoặc ', ' or '), upon, both(', tính theo ', ', '), toFill('việc nào đến trước hay đến sau', 'whichever comes first, or last')], '') : within(after_days)
}
/** The English side says in which language the names of milestones are. */
const named = (rows: readonly MilestoneTerm[]): Both | null => (rows.some(({ what, event }) => inVietnamese(what + event)) ? both('Tên mốc và sự kiện trong ngoặc kép là nguyên văn của các bên.', 'What stands in quotation marks here is in the parties’ own words, in Vietnamese.') : null)
/** By which the Receiver pays, a minimum without a royalty too: those that count where the sheet’s worth is reckoned. A milestone without an amount is a step and no payment. */
const paidRows = ({ milestones }: Terms): MilestoneTerm[] => (milestones?.rows ?? []).filter(({ amount }) => amount > 0)
const inMoney = (terms: Terms): boolean => Boolean(terms.upfront ?? terms.royalty ?? terms.minimum) || paidRows(terms).length > 0
const isPriced = (terms: Terms): boolean => inMoney(terms) || terms.equity !== undefined
const bases = { net_sales: both('doanh thu thuần từ sản phẩm do công nghệ tạo ra', 'of the net sales of the products made with the technology'), units: both('mỗi sản phẩm do công nghệ tạo ra', 'for each product made with the technology'), savings: both('khoản tiết kiệm do công nghệ mang lại', 'of what the technology saves') }
/** What counts and how it is measured: no sheet says it, and every reckoning rests on it. */
const measured = {
  net_sales: joined([both('Doanh thu thuần là ', 'Net sales are '), toFill('số tiền bán hàng ghi trên hóa đơn, sau khi trừ những khoản nào: thuế, chiết khấu, hàng bị trả lại', 'the amounts invoiced less what: taxes, discounts, returns'), both('.', '.')], ''),
  units: joined([both('Một sản phẩm được tính khi ', 'A product counts when '), toFill('sản xuất xong, xuất kho hay bán ra', 'it is made, leaves the store or is sold'), both('.', '.')], ''),
  savings: joined([both('Khoản tiết kiệm được tính ', 'What is saved is reckoned '), toFill('so với mức nào, đo bằng cách nào, ai xác nhận', 'against what, measured how, confirmed by whom'), both('.', '.')], ''),
}
function royaltyAgreed({ base, tiers, report_months, offset_basis_points, floor_basis_points, ...first }: TermClauses['royalty']): Both {
  // A sheet may hold a rate of the other kind besides; the base says which of them counts, as where the sheet's worth is reckoned.
  const rate = (one: { rate_basis_points: number | null; per_unit: number | null }, locale: Locale): string => (base === 'units' ? formatVnd(one.per_unit ?? 0, locale) : formatShare(one.rate_basis_points ?? 0, locale))
  return joined([
    each((locale) => (locale === 'vi' ? `Phí kỳ vụ: ${rate(first, locale)} tính trên ${bases[base].vi}, báo cáo và thanh toán ${report_months} tháng một lần.` : `Royalty: ${rate(first, locale)} ${bases[base].en}, reported and paid every ${report_months === 1 ? 'month' : some(report_months, 'month')}.`)),
    measured[base],
    ...tiers.map((tier) => each((locale) => (locale === 'vi' ? `Riêng các sản phẩm từ sản phẩm thứ ${formatNumber(tier.from_units, locale)} trở đi trong một năm của hợp đồng: ${rate(tier, locale)}.` : `For the units from unit ${formatNumber(tier.from_units, locale)} of a year of the contract on, and for those only: ${rate(tier, locale)}.`))),
    offset_basis_points !== null && each((locale) => (locale === 'vi' ? `Bên nhận được trừ vào phí kỳ vụ ${formatShare(offset_basis_points, locale)} khoản phí kỳ vụ phải trả cho bên thứ ba.` : `The Receiver may take ${formatShare(offset_basis_points, locale)} of the royalties it owes third parties off the royalty.`)),
    offset_basis_points === null && floor_basis_points !== null && each((locale) => (locale === 'vi' ? `[[sau khi trừ vẫn phải trả ít nhất ${formatShare(floor_basis_points, locale)} phí kỳ vụ, mà bản điều khoản không ghi được trừ khoản nào: trừ khoản nào]]` : `[[at least ${formatShare(floor_basis_points, locale)} of the royalty stays payable whatever is taken off, yet the term sheet names nothing that may be: what]]`)),
    offset_basis_points !== null && floor_basis_points !== null && each((locale) => (locale === 'vi' ? `Sau khi trừ, Bên nhận vẫn phải trả ít nhất ${formatShare(floor_basis_points, locale)} phí kỳ vụ trước khi trừ.` : `Whatever is taken off, the Receiver still pays at least ${formatShare(floor_basis_points, locale)} of the royalty as it was before.`)),
  ])
}
/** In which money and into which account: đồng are neither paid out abroad nor sent from there, so the parties say what is sent, at which rate, and who bears what it costs. */
const bankWords = (abroad: Abroad): Both => (abroad.supplier || abroad.demander
  ? joined([both('Các số tiền trên tính bằng đồng Việt Nam. ', 'The amounts above are in Vietnamese đồng. '), abroad.supplier ? both('Thanh toán bằng chuyển khoản vào tài khoản của Bên giao ở nước ngoài ghi trên đề nghị thanh toán, bằng ', 'Payment is made by bank transfer to the Supplier’s account abroad named in the payment request, in ') : both('Thanh toán bằng chuyển khoản từ nước ngoài vào tài khoản của Bên giao ghi trên đề nghị thanh toán, bằng ', 'Payment is made by bank transfer from abroad to the Supplier’s account named in the payment request, in '), toFill('loại tiền', 'the currency'), both(', quy đổi theo ', ', converted at '), toFill('tỷ giá của ngân hàng nào, ngày nào', 'the rate of which bank, of which day'), both('; phí chuyển tiền và thuế khấu trừ tại nguồn do ', '; transfer charges and tax withheld at source are borne by '), toFill('bên nào', 'which party'), both(' chịu.', '.')], '')
  : both('Thanh toán bằng chuyển khoản bằng đồng Việt Nam vào tài khoản của Bên giao ghi trên đề nghị thanh toán.', 'Payment is made by bank transfer in Vietnamese đồng to the Supplier’s account named in the payment request.'))
/** As payments are owed on the Exchange: not before the payer has accepted, and on that day where the day agreed is over. */
const uponAcceptance = both('Khoản tiền theo mốc chỉ phải trả khi Bên nhận đã nghiệm thu mốc đó; nghiệm thu sau thời hạn nêu trên thì trả vào ngày nghiệm thu.', 'An amount by a milestone is owed only once the Receiver has accepted that milestone; where it is accepted after the time above, it is paid on the day of acceptance.')
function priceAgreed(terms: Terms, abroad: Abroad): Both {
  const { upfront, royalty, minimum, cap, equity, term } = terms, rows = paidRows(terms)
  const priced = isPriced(terms)
  return joined([
    !priced && toFill('giá chuyển giao, bằng số và đơn vị đồng, hoặc công thức tính', 'the price in đồng, or how it is reckoned'), !priced && toFill('phương thức và thời hạn thanh toán', 'how and when it is paid'),
    upfront && each((locale) => (locale === 'vi' ? `Trả trước: ${formatVnd(upfront.amount, locale)}, trả một lần ${within(upfront.days).vi}.` : `Upfront: ${formatVnd(upfront.amount, locale)}, paid once, ${within(upfront.days).en}.`)), upfront && conditions(upfront.note),
    ...rows.map((row) => each((locale) => (locale === 'vi' ? `Theo mốc “${row.what}”: ${formatVnd(row.amount, locale)}, ${due(row).vi}.` : `At “${row.what}”: ${formatVnd(row.amount, locale)}, ${due(row).en}.`))), named(rows), rows.length > 0 && uponAcceptance,
    royalty && royaltyAgreed(royalty),
    minimum && each((locale) => (locale === 'vi' ? `Phí tối thiểu mỗi năm: từ năm thứ ${minimum.from_year} của hợp đồng, ${royalty ? `nếu phí kỳ vụ của một năm thấp hơn ${formatVnd(minimum.amount, locale)} thì Bên nhận trả mức này cho năm đó` : `Bên nhận trả ${formatVnd(minimum.amount, locale)} mỗi năm`}.`
      : `Minimum a year: from year ${minimum.from_year} of the contract on, ${royalty ? `where the royalty of a year is lower than ${formatVnd(minimum.amount, locale)}, the Receiver pays this amount for that year` : `the Receiver pays ${formatVnd(minimum.amount, locale)} a year`}.`)),
    minimum && term && term.months % 12 > 0 && both('Năm cuối của hợp đồng không đủ mười hai tháng: mức tối thiểu của năm đó tính theo số tháng.', 'The last year of the contract is shorter than twelve months: its minimum is reckoned by the months.'),
    cap && each((locale) => (locale === 'vi' ? `Trần phí kỳ vụ: phí kỳ vụ, kể cả mức tối thiểu, không vượt quá ${formatVnd(cap.amount, locale)} ${cap.over === 'year' ? 'mỗi năm của hợp đồng' : 'trong cả thời hạn hợp đồng'}.` : `Cap on royalties: royalties, minimums included, do not go beyond ${formatVnd(cap.amount, locale)} ${cap.over === 'year' ? 'in each year of the contract' : 'over the whole term'}.`)),
    equity && each((locale) => (locale === 'vi' ? `Trả bằng vốn góp: Bên giao nhận ${formatShare(equity.basis_points, locale)} vốn điều lệ của công ty của Bên nhận; phần này trả thay cho tiền.` : `Paid in equity: the Supplier receives ${formatShare(equity.basis_points, locale)} of the charter capital of the Receiver’s company; this part is paid in place of money.`)), equity && conditions(equity.note),
    inMoney(terms) && bankWords(abroad),
  ])
}
const penaltyAgreed = ({ penalty }: Terms): Both => (penalty
  ? each((locale) => (locale === 'vi' ? `Bên chậm thực hiện nghĩa vụ chịu phạt ${formatShare(penalty.basis_points_per_day, locale)} giá trị phần nghĩa vụ bị chậm cho mỗi ngày, tổng mức phạt không quá ${formatShare(penalty.cap_basis_points, locale)} giá trị phần nghĩa vụ bị chậm.` : `A party that is late pays ${formatShare(penalty.basis_points_per_day, locale)} of the value of what is late for each day, and no more than ${formatShare(penalty.cap_basis_points, locale)} of the value of what is late.`))
  : toFill('mức phạt vi phạm', 'the penalty for a breach'))
const planAgreed = ({ milestones }: Terms): Both => joined([
  ...(milestones?.rows ?? []).map((row, i) => both(`Giai đoạn ${i + 1}: “${row.what}”, hoàn thành ${due(row).vi}.`, `Stage ${i + 1}: “${row.what}”, completed ${due(row).en}.`)), named(milestones?.rows ?? []),
  milestones?.rows.length ? null : toFill('kế hoạch và tiến độ chuyển giao, theo ngày hoặc theo mốc', 'the plan and pace of the transfer, by day or by stage'),
  joined([both('Địa điểm chuyển giao: ', 'Place of the transfer: '), toFill('nơi thực hiện chuyển giao', 'where the transfer takes place'), both('.', '.')], ''),
])
const lasting = ({ term, royalty, minimum }: Terms): Both | undefined => term && joined([
  each((locale) => (locale === 'vi' ? `Thời hạn của hợp đồng: ${formatNumber(term.months, locale)} tháng kể từ ngày ký hợp đồng.` : `The contract runs for ${some(term.months, 'month')} from signing.`)),
  royalty ? both('Phí kỳ vụ chỉ tính trong thời hạn này.', 'Royalties are reckoned within this term only.') : minimum && both('Phí tối thiểu chỉ tính trong thời hạn này.', 'The minimum is reckoned within this term only.'), under('Gia hạn, chấm dứt sớm', 'Renewal, early end', term.renewal),
], ' ')
const secrecy = ({ confidentiality }: Terms): Both => joined([
  confidentiality ? each((locale) => (locale === 'vi' ? `Hai bên giữ bí mật thông tin nhận được từ bên kia trong thời hạn hợp đồng và trong ${confidentiality.years} năm sau khi hợp đồng chấm dứt.` : `Each party keeps what it learns from the other confidential while the contract lasts and for ${some(confidentiality.years, 'year')} after it ends.`)) : both('Hai bên giữ bí mật thông tin nhận được từ bên kia, kể cả sau khi hợp đồng chấm dứt.', 'Each party keeps what it learns from the other confidential, also after the contract has ended.'),
  confidentiality && under('Phạm vi', 'Scope', confidentiality.note),
])
const filledOn = ({ number, confirmed_on }: ConfirmedOn): Both => both(`Các nội dung sau theo bản điều khoản phiên bản ${number} hai bên xác nhận ngày ${spoken(confirmed_on)}:`, `What follows is from version ${number} of the term sheet, which both parties confirmed on ${formatIsoDay(confirmed_on, 'en')}:`)
const headed = (vi: string, en: string, said: Both): Both => both(`${vi}: ${said.vi}`, `${en}: ${said.en}`)
/** Everything a confirmed sheet holds that the contract is meant to say, clause by clause; secrets have an article of their own. */
const meant = (terms: Terms, abroad: Abroad): (Both | null | false | undefined)[] => {
  const { rights, training, warranty, penalty, dispute, law, milestones } = terms
  const steps = (milestones?.rows ?? []).filter(({ amount }) => amount === 0)
  return [
    transferAgreed(terms), ((rights?.methods.length ?? 0) > 0 || training) && methodsAgreed(terms), priceAgreed(terms, abroad),
    ...steps.map((row) => both(`Mốc “${row.what}”: hoàn thành ${due(row).vi}.`, `Step “${row.what}”: completed ${due(row).en}.`)), named(steps),
    lasting(terms), warranty && warrantyAgreed(terms), penalty && penaltyAgreed(terms),
    (dispute || law) && headed('Đối với hợp đồng', 'For the contract', joined([dispute && disputesBy(dispute), governed(terms, abroad)], ' ')),
    ...freeAgreed(terms).map(({ title, text }) => headed(title.vi, title.en, both(ended(text.vi), ended(text.en)))),
  ]
}
const effect = both('Hợp đồng có hiệu lực từ ngày hai bên thỏa thuận; nếu không thỏa thuận ngày, từ ngày bên sau cùng ký. Riêng hợp đồng thuộc diện phải đăng ký có hiệu lực từ ngày được cấp Giấy chứng nhận đăng ký chuyển giao công nghệ; hợp đồng đăng ký tự nguyện mà chưa được thực hiện tại thời điểm đăng ký cũng có hiệu lực từ ngày được cấp Giấy chứng nhận đó; hợp đồng chuyển giao công nghệ hạn chế chuyển giao có hiệu lực từ ngày được cấp Giấy phép chuyển giao công nghệ.',
  'The contract takes effect on the day the parties agree and, where they agree on none, on the day the last of them signs. However, a contract that has to be registered takes effect on the day of its certificate of technology transfer registration; so does a contract registered by choice that is not yet performed when it is registered; a contract on technology whose transfer is restricted, on the day of its technology transfer licence.')
export const contractWords: ContractWords = {
  recitals: both('Căn cứ Luật Chuyển giao công nghệ số 07/2017/QH14, đã được sửa đổi, bổ sung;\nTheo thỏa thuận của hai bên, chúng tôi ký hợp đồng này với các điều sau.', 'Under the Law on Technology Transfer no. 07/2017/QH14 as amended;\nAs the parties have agreed, this contract is made on the following terms.'),
  duties: joined([
    both('Bên giao bảo đảm quyền chuyển giao công nghệ là hợp pháp và không bị bên thứ ba hạn chế; chuyển giao đúng nội dung, tiến độ; được thanh toán đúng hạn.', 'The Supplier warrants that its right to transfer the technology is lawful and not restricted by a third party; transfers the agreed contents at the agreed pace; and is paid on time.'),
    both('Bên nhận thanh toán đúng hạn; sử dụng công nghệ trong phạm vi thỏa thuận; được yêu cầu Bên giao thực hiện các biện pháp để công nghệ đạt chỉ tiêu.', 'The Receiver pays on time; uses the technology within what was agreed; and may require the Supplier to take steps for the technology to reach its targets.'),
  ]),
  liability: joined([
    joined([both('Bên vi phạm bồi thường thiệt hại thực tế do vi phạm gây ra cho bên kia. Khi đã chịu phạt vi phạm, bên vi phạm ', 'A party in breach makes good the loss it has in fact caused the other. Where it has paid a penalty, it '), toFill('vẫn phải bồi thường, hay không phải bồi thường thêm', 'still makes good the loss, or owes nothing more'), both('.', '.')], ''),
    joined([both('Bên bị ảnh hưởng bởi sự kiện bất khả kháng được miễn trách nhiệm trong thời gian sự kiện kéo dài nếu báo cho bên kia trong ', 'A party hindered by force majeure is free of liability while it lasts, if it tells the other within '), toFill('số ngày', 'number of days'), both(' ngày kể từ khi sự kiện xảy ra.', ' days of its beginning.')], ''),
  ]),
  from: both('Biên bản có hiệu lực từ ngày hai bên thỏa thuận; nếu không thỏa thuận ngày, từ ngày bên sau cùng ký. Biên bản kết thúc', 'The memorandum takes effect on the day the parties agree and, where they agree on none, on the day the last of them signs. It ends'),
  agreedDay: (day) => both(`Ngày có hiệu lực hai bên thỏa thuận: ${spoken(day)}, trừ trường hợp có hiệu lực từ ngày khác theo Điều 7.`, `The parties agree that it takes effect on ${formatIsoDay(day, 'en')}, unless it takes effect on another day under Article 7.`),
  // Between parties of this country the Vietnamese text decides; with one from abroad they have to say which.
  prevails: (abroad) => (abroad.supplier || abroad.demander ? null : 'vi'),
  name: ({ vi, en }) => both(vi, inVietnamese(en) && !en.startsWith('[[') ? `“${en}” (as it is called in Vietnamese)` : en),
  transfer: transferAgreed, methods: methodsAgreed, price: priceAgreed, plan: planAgreed, warranty: warrantyAgreed, penalty: penaltyAgreed, confidentiality: secrecy, dispute: disputesAgreed, free: freeAgreed,
  term: (terms) => joined([lasting(terms) ?? toFill('thời hạn hợp đồng', 'how long the contract runs'), effect]),
  definitions: both('"Công nghệ" là công nghệ nêu tại Điều 1 và Điều 2. "Nghiệm thu" là việc Bên nhận xác nhận công nghệ, hoặc kết quả của một mốc, đạt yêu cầu đã thỏa thuận. "Ngày ký hợp đồng" là ngày bên sau cùng ký. "Năm của hợp đồng" là mỗi mười hai tháng liên tiếp kể từ ngày ký hợp đồng.', '“Technology” is what Articles 1 and 2 name. “Acceptance” is the Receiver’s confirmation that the technology, or the result of a milestone, meets what was agreed. “Signing” is the day on which the last of the parties signs. A “year of the contract” is each twelve months in a row from signing.'),
  intentions: (terms, abroad, sheet) => (Object.keys(terms).length ? joined([sheet && filledOn(sheet), ...meant(terms, abroad)]) : toFill('nội dung chính dự kiến: quyền, giá, thời hạn', 'what is mainly meant: rights, price, term')),
  // Whoever keeps a secret until so many years after a contract needs a day where none is made.
  memorandum_confidentiality: (terms) => joined([secrecy(terms), terms.confidentiality && both('Nếu hai bên không ký hợp đồng, thời hạn này tính từ ngày biên bản kết thúc.', 'Where no contract is made, these years run from the end of this memorandum.')]),
}
