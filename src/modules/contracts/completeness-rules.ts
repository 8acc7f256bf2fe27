import type { Locale } from '../../platform/locale.ts'
import type { transferForms } from '../terms/schema.ts'
import { articleKeys, type ArticleKey, type ContractClause, type ContractClauseKey, type ContractContent, type ContractKind, type ContractParty, memorandumKeys } from './schema.ts'

/** What a text still lacks in one of its contents; pages say what to do about each. */
export const weaknesses = ['empty', 'left_out', 'to_fill', 'short', 'no_english', 'no_vietnamese', 'no_amount', 'no_payment', 'no_duration', 'no_effect', 'no_right', 'no_method', 'no_product', 'no_standard', 'no_both_sides', 'no_place', 'no_pace', 'no_rate', 'no_body'] as const
export type Weakness = (typeof weaknesses)[number]
/** present: nothing stands out · weak: it is there and lacks something · missing: it is not there · optional: it is not there and need not be. */
export type Presence = 'present' | 'weak' | 'missing' | 'optional'
export interface Checked { key: ContractClauseKey; /** The number of the content in Article 23, khoản 1 to 14; null in a memorandum. */ number: number | null; presence: Presence; weaknesses: Weakness[] }

/** Those the law asks for only “if any”. */
const optional: readonly ContractClauseKey[] = ['definitions', 'other', 'evaluation', 'negotiation']
export const unfilled = /\[\[[^\]]*\]\]/
const says = (pattern: RegExp, weakness: Weakness) => ({ pattern, weakness })
/** What one looks for in the Vietnamese words of a content. A sign that it is thin, never a judgement on its law. */
const signs: Partial<Record<ContractClauseKey, { pattern: RegExp; weakness: Weakness }[]>> = {
  object: [says(/sản phẩm|dịch vụ/i, 'no_product'), says(/tiêu chuẩn|chất lượng|chỉ tiêu/i, 'no_standard')],
  transfer: [says(/quyền sở hữu|quyền sử dụng/i, 'no_right')],
  methods: [says(/tài liệu|đào tạo|chuyên gia|máy móc|thiết bị|phương thức khác/i, 'no_method')],
  duties: [says(/bên giao[\s\S]*bên nhận|bên nhận[\s\S]*bên giao/i, 'no_both_sides')],
  price: [says(/\d[\d.]*\s*(đồng|%|vnd|usd)|công thức/i, 'no_amount'), says(/chuyển khoản|tiền mặt|thanh toán|trả (trước|một lần|nhiều lần|kỳ vụ)|vốn góp/i, 'no_payment')],
  term: [says(/\d+\s*(tháng|năm|ngày)|vô thời hạn|đến ngày/i, 'no_duration'), says(/hiệu lực/i, 'no_effect')],
  plan: [says(/\d+\s*(ngày|tuần|tháng)|ngày \d|giai đoạn|quý/i, 'no_pace'), says(/tại |địa điểm/i, 'no_place')],
  warranty: [says(/\d+\s*(tháng|năm|ngày)|không bảo hành/i, 'no_duration')],
  penalty: [says(/\d[\d.,]*\s*(%|đồng)|không phạt/i, 'no_rate')],
  dispute: [says(/tòa án|toà án|trọng tài|viac/i, 'no_body')],
  intentions: [says(/\d|quyền/i, 'no_right')],
  memorandum_term: [says(/\d+\s*(tháng|năm|ngày)/i, 'no_duration')],
  memorandum_dispute: [says(/tòa án|toà án|trọng tài|viac|hòa giải|thương lượng/i, 'no_body')],
}
export const keysOf = (kind: ContractKind): readonly ContractClauseKey[] => (kind === 'memorandum' ? memorandumKeys : articleKeys)

/** The contents one by one: fourteen of a contract and of one as an annex leaves it, in the order of Article 23; ten of a memorandum. */
export function completeness(kind: ContractKind, { clauses }: Pick<ContractContent, 'clauses'>): Checked[] {
  return keysOf(kind).map((key) => {
    const number = kind !== 'memorandum' ? articleKeys.indexOf(key as ArticleKey) + 1 : null
    const one = clauses.find((clause) => clause.key === key)
    const may = optional.includes(key)
    if (!one || (!one.text.vi && !one.text.en)) return { key, number, presence: may ? 'optional' : 'missing', weaknesses: may ? [] : [one ? 'empty' : 'left_out'] }
    const thin = thinness(one)
    return { key, number, presence: thin.length ? 'weak' : 'present', weaknesses: thin }
  })
}
function thinness({ key, text }: ContractClause): Weakness[] {
  if (unfilled.test(text.vi) || unfilled.test(text.en)) return ['to_fill', ...(text.en ? [] : ['no_english' as const]), ...(text.vi ? [] : ['no_vietnamese' as const])]
  return [
    ...(text.vi ? [] : ['no_vietnamese' as const]), ...(text.en ? [] : ['no_english' as const]),
    ...(text.vi && text.vi.length < 15 && key !== 'name' ? ['short' as const] : []), ...(signs[key] ?? []).filter(({ pattern }) => text.vi && !pattern.test(text.vi)).map(({ weakness }) => weakness),
  ]
}
/** How many contents the law asks for are not there at all. */
export const missingIn = (checked: readonly Checked[]): number => checked.filter(({ presence }) => presence === 'missing').length

/** What the papers of a party do not say yet. */
export type PartyLack = 'name' | 'address' | 'registration' | 'representative' | 'position'
export const partyLacks = ({ name, address, registration, tax_code, representative, position }: ContractParty, locale: Locale = 'vi'): PartyLack[] => [
  ...(name[locale] ? [] : ['name' as const]), ...(address ? [] : ['address' as const]), ...(registration || tax_code ? [] : ['registration' as const]), ...(representative ? [] : ['representative' as const]), ...(position.vi ? [] : ['position' as const]),
]

/** Whether this form of transfer needs a contract of its own, or may stand as a part of another text. Điều 5, khoản 4. */
export const instrumentOf = (form: (typeof transferForms)[number]): 'contract' | 'contract_or_part' => (form === 'independent' || form === 'capital_contribution' ? 'contract' : 'contract_or_part')
