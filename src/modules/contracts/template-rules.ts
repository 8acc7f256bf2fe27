import type { TermContent } from '../terms/schema.ts'
import type { ContractClause, ContractClauseKey, ContractContent, ContractFields, ContractKind } from './schema.ts'
import { wordsOne } from './wording-one-rules.ts'
import { wordsThree } from './wording-three-rules.ts'
import { type Abroad, atHome, type Both, both, clausesOf, type ConfirmedOn, contractWords, type ContractWords, joined, objectWords, spoken, type Terms, toFill } from './wording-rules.ts'
import { wordsTwo } from './wording-two-rules.ts'

/**
 * The templates a text begins from. A template that has been used is never changed: a better one gets the next
 * version and the day it is used from, and old texts keep saying which they came from. A draft that is filled in
 * anew is of the newest; what is issued or signed keeps its words and its version.
 */
export interface Template {
  code: string
  version: number
  kind: ContractKind
  /** The first day, in Hanoi, on which a text is begun from it. */
  valid_from: string
  title: Both
  /** Said before the clauses: what the text rests on. */
  recitals: Both
  /** The day the parties agree it takes effect, said after the clauses. */
  agreedDay: (day: string) => Both
  /** Which language decides, before anybody has chosen. */
  prevails: (abroad: Abroad) => ContractFields['prevails']
  clauses: (subject: Both, terms: Terms, abroad: Abroad, sheet?: ConfirmedOn) => ContractClause[]
}
const clause = (key: ContractClauseKey, title: Both, text: Both): ContractClause => ({ key, title, text })

const contract = (version: number, valid_from: string, words: ContractWords): Template => ({
  code: 'transfer_contract', version, kind: 'contract', valid_from, title: both('HỢP ĐỒNG CHUYỂN GIAO CÔNG NGHỆ', 'TECHNOLOGY TRANSFER CONTRACT'),
  recitals: words.recitals, agreedDay: words.agreedDay, prevails: words.prevails,
  clauses: (subject, terms, abroad) => [
    clause('name', both('Tên công nghệ được chuyển giao', 'Name of the technology'), both(`Công nghệ được chuyển giao: ${words.name(subject).vi}.`, `The technology transferred: ${words.name(subject).en}.`)),
    clause('object', both('Đối tượng công nghệ, sản phẩm, tiêu chuẩn và chất lượng', 'Technology transferred, products, standards and quality'), joined([objectWords(terms), joined([both('Sản phẩm do công nghệ tạo ra: ', 'Products made with the technology: '), toFill('tên sản phẩm', 'name of the product'), both('. Tiêu chuẩn, chất lượng sản phẩm: ', '. Standards and quality of the products: '), toFill('tiêu chuẩn, chỉ tiêu chất lượng', 'standards and measures of quality'), both('.', '.')], '')])),
    clause('transfer', both('Chuyển nhượng quyền sở hữu, chuyển quyền sử dụng', 'Transfer of ownership or of the right to use'), words.transfer(terms, abroad)),
    clause('methods', both('Phương thức chuyển giao', 'Ways of transferring'), words.methods(terms, abroad)),
    clause('duties', both('Quyền và nghĩa vụ của các bên', 'Rights and duties of the parties'), joined([words.duties, words.confidentiality(terms, abroad)])),
    clause('price', both('Giá, phương thức thanh toán', 'Price and payment'), words.price(terms, abroad)),
    clause('term', both('Thời hạn và hiệu lực của hợp đồng', 'Term and effect of the contract'), words.term(terms, abroad)),
    clause('definitions', both('Khái niệm, thuật ngữ', 'Definitions'), words.definitions),
    clause('plan', both('Kế hoạch, tiến độ, địa điểm chuyển giao', 'Plan, pace and place of the transfer'), words.plan(terms, abroad)),
    clause('warranty', both('Bảo hành công nghệ', 'Warranty'), words.warranty(terms, abroad)),
    clause('penalty', both('Phạt vi phạm hợp đồng', 'Penalties'), words.penalty(terms, abroad)),
    clause('liability', both('Trách nhiệm do vi phạm hợp đồng', 'Liability for breach'), words.liability),
    clause('dispute', both('Cơ quan giải quyết tranh chấp, luật áp dụng', 'Settlement of disputes and governing law'), words.dispute(terms, abroad)),
    clause('other', both('Thỏa thuận khác', 'Other agreements'), both('Sửa đổi, bổ sung hợp đồng phải lập thành văn bản có chữ ký của hai bên. Bên có nghĩa vụ đăng ký nộp hồ sơ đăng ký hợp đồng, bên kia cung cấp tài liệu cần thiết. Mỗi bên giữ bản hợp đồng có giá trị như nhau.', 'Changes are made in writing, signed by both parties. The party that has to register the contract files for it, and the other provides what is needed. Each party keeps a copy of equal force.')),
    ...words.free(terms).map(({ key, title, text }) => clause(key as ContractClauseKey, title, text)),
  ],
})

const agreedDay = (day: string): Both => both(`Ngày có hiệu lực hai bên thỏa thuận: ${spoken(day)}.`, `The parties agree that it takes effect on ${day}.`)
const memorandum = (version: number, valid_from: string, words: ContractWords): Template => ({
  code: 'memorandum', version, kind: 'memorandum', valid_from, title: both('BIÊN BẢN GHI NHỚ', 'MEMORANDUM OF UNDERSTANDING'),
  recitals: both('Hai bên đã trao đổi về việc chuyển giao công nghệ và ghi nhớ các nội dung sau trước khi ký hợp đồng.', 'The parties have spoken of a transfer of technology and record the following before they make a contract.'),
  agreedDay, prevails: words.prevails,
  clauses: (subject, terms, abroad, sheet) => [
    clause('purpose', both('Mục đích', 'Purpose'), both('Biên bản này ghi nhận ý định hợp tác của hai bên và các bước đi đến hợp đồng chuyển giao công nghệ.', 'This memorandum records what the parties intend and the steps towards a technology transfer contract.')),
    clause('technology', both('Công nghệ', 'The technology'), joined([both(`Công nghệ hai bên trao đổi: ${words.name(subject).vi}.`, `The technology the parties speak of: ${words.name(subject).en}.`), terms.rights ? objectWords(terms) : null])),
    clause('intentions', both('Nội dung dự kiến của hợp đồng', 'What the contract is meant to say'), words.intentions(terms, abroad, sheet)),
    clause('evaluation', both('Đánh giá và thử nghiệm', 'Evaluation and trial'), toFill('việc đánh giá, thử nghiệm trước khi ký hợp đồng: ai làm, trong bao lâu, chỉ tiêu', 'evaluation and trial before the contract: by whom, for how long, against what')),
    clause('confidentiality', both('Bảo mật', 'Confidentiality'), words.memorandum_confidentiality(terms, abroad)),
    clause('negotiation', both('Đàm phán', 'Negotiation'), toFill('thời gian hai bên chỉ đàm phán với nhau, nếu có', 'for how long the parties negotiate with each other only, if so')),
    clause('costs', both('Chi phí', 'Costs'), both('Mỗi bên tự chịu chi phí của mình, trừ khi có thỏa thuận khác bằng văn bản.', 'Each party bears its own costs unless otherwise agreed in writing.')),
    clause('binding', both('Giá trị ràng buộc', 'What binds'), both('Chỉ các điều về bảo mật, đàm phán, chi phí và giải quyết tranh chấp ràng buộc hai bên; các điều khác là ý định và không buộc ký hợp đồng.', 'Only the clauses on confidentiality, negotiation, costs and disputes bind; the others are intentions and oblige nobody to make a contract.')),
    clause('memorandum_term', both('Thời hạn', 'Term'), joined([words.from, both(' khi ký hợp đồng hoặc sau ', ' when a contract is signed or after '), toFill('số tháng', 'number of months'), both(' tháng.', ' months.')], '')),
    clause('memorandum_dispute', both('Giải quyết tranh chấp', 'Disputes'), words.dispute(terms, abroad)),
  ],
})

/** An annex has no clauses of its own to begin with: it begins from the signed contract. */
const annexOne: Template = {
  code: 'contract_annex', version: 1, kind: 'annex', valid_from: '2026-01-01', title: both('PHỤ LỤC HỢP ĐỒNG CHUYỂN GIAO CÔNG NGHỆ', 'ANNEX TO THE TECHNOLOGY TRANSFER CONTRACT'),
  recitals: both('Căn cứ hợp đồng chuyển giao công nghệ hai bên đã ký;\nTheo thỏa thuận của hai bên, chúng tôi sửa đổi, bổ sung hợp đồng như sau.', 'Under the technology transfer contract the parties have signed;\nAs the parties have agreed, the contract is changed as follows.'),
  agreedDay, prevails: () => 'vi', clauses: () => [],
}

export const templates: readonly Template[] = [contract(1, '2026-01-01', wordsOne), contract(2, '2026-11-23', wordsTwo), contract(3, '2026-11-23', wordsThree), contract(4, '2026-11-23', contractWords), memorandum(1, '2026-01-01', wordsOne), memorandum(2, '2026-11-23', wordsTwo), memorandum(3, '2026-11-23', wordsThree), memorandum(4, '2026-11-23', contractWords), annexOne]
/** The template a text of this kind is begun from on that day: the newest that already holds. */
export const templateOn = (kind: ContractKind, day: string): Template | undefined =>
  templates.filter((one) => one.kind === kind && one.valid_from <= day).toSorted((one, other) => other.valid_from.localeCompare(one.valid_from) || other.version - one.version)[0]
export const templateOf = (code: string, version: number): Template | undefined => templates.find((one) => one.code === code && one.version === version)

/** The first draft: the template's clauses, filled from what the two sides have confirmed of the terms; `abroad`: which of them is of another country; `sheet`: which terms these are. */
export function drafted({ clauses, prevails }: Template, subject: Both, terms: TermContent | null, abroad: Abroad = atHome, sheet?: ConfirmedOn): ContractContent {
  const said = clausesOf(terms)
  return { format: 1, fields: { number: '', place: 'Hà Nội', form: said.rights?.form ?? null, effective_on: null, prevails: prevails(abroad) }, clauses: clauses(subject, said, abroad, sheet) }
}
