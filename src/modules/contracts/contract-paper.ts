import type { Locale } from '../../platform/locale.ts'
import { type Block, bold, gap, type Paper, type Run, type Text } from '../../platform/papers/paper.ts'
import { kindNames } from './messages.ts'
import { formNames, toFill } from './wording-rules.ts'
import { templateOf } from './template-rules.ts'
import type { ContractFields, ContractParty, IssuedContent, prevailing } from './schema.ts'

/** Words with what is still to be filled in set apart: [[…]] becomes a gap. */
export const withGaps = (text: string): Run[] => text.split(/(\[\[[^\]]*\]\])/).filter(Boolean).map((part) => (part.startsWith('[[') && part.endsWith(']]') ? gap(part.slice(2, -2)) : { text: part }))
export const paragraphs = (text: string): Text[] => text.split(/\n+/).filter(Boolean).map(withGaps)
const orGap = (value: string, what: string): Run => (value ? { text: value } : gap(what))

export const sides = { supplier: { vi: 'BÊN GIAO (BÊN A)', en: 'SUPPLIER (PARTY A)' }, demander: { vi: 'BÊN NHẬN (BÊN B)', en: 'RECEIVER (PARTY B)' } } as const
const prevailingWords: Record<(typeof prevailing)[number], Record<Locale, string>> = {
  vi: { vi: 'Nếu hai bản ngôn ngữ khác nhau, bản tiếng Việt được áp dụng.', en: 'Where the two languages differ, the Vietnamese text prevails.' },
  en: { vi: 'Nếu hai bản ngôn ngữ khác nhau, bản tiếng Anh được áp dụng.', en: 'Where the two languages differ, the English text prevails.' },
  equal: { vi: 'Hai bản ngôn ngữ có giá trị như nhau.', en: 'The two languages are of equal force.' },
}

/** Which language decides, or that this is still to be said. */
export const prevails = (which: ContractFields['prevails']): Record<Locale, string> => (which ? prevailingWords[which] : toFill('bản ngôn ngữ nào được áp dụng khi hai bản khác nhau', 'which text prevails where the two languages differ'))

export function partyLines(side: keyof typeof sides, { name, address, tax_code, registration, representative, position, authorised_by }: ContractParty): Record<Locale, Text[]> {
  const line = (label: string, run: Run): Text => [{ text: `${label}: ` }, run]
  return {
    vi: [[bold(sides[side].vi)], [bold(name.vi)], line('Địa chỉ', orGap(address, 'địa chỉ trụ sở')), ...(tax_code ? [line('Mã số thuế', { text: tax_code })] : []), ...(registration ? [line('Số đăng ký hoặc quyết định thành lập', { text: registration })] : []), [{ text: 'Đại diện: ' }, orGap(representative, 'họ tên người đại diện'), { text: ', ' }, orGap(position.vi, 'chức vụ')], ...(authorised_by ? [line('Theo văn bản ủy quyền', { text: authorised_by })] : [])],
    en: [[bold(sides[side].en)], [bold(name.en || name.vi)], line('Address', orGap(address, 'registered address')), ...(tax_code ? [line('Tax code', { text: tax_code })] : []), ...(registration ? [line('Registration or establishment decision', { text: registration })] : []), [{ text: 'Represented by: ' }, orGap(representative, 'name of the representative'), { text: ', ' }, orGap(position.en || position.vi, 'position')], ...(authorised_by ? [line('Under the authorisation', { text: authorised_by })] : [])],
  }
}

export interface Printing { deal_id: number; /** Null for what is being written. */ number: number | null; content_sha256: string; author: string; created: Date; locale?: Locale }
/** The memorandum or contract as an official paper, Vietnamese and English side by side, with the mark of its version at every foot. */
export function contractPaper(content: IssuedContent, { deal_id, number, content_sha256, author, created, locale = 'vi' }: Printing): Paper {
  const template = templateOf(content.template, content.template_version)!
  const { fields, parties } = content
  const day = fields.effective_on && template.agreedDay(fields.effective_on), deciding = prevails(fields.prevails)
  const ask = { vi: partyLines('supplier', parties.supplier), en: partyLines('demander', parties.demander) }
  const blocks: Block[] = [
    ...(number === null ? [{ kind: 'note', text: 'BẢN THẢO, chưa phát hành. / DRAFT, not issued.' } as const] : []),
    { kind: 'pair', vi: paragraphs(template.recitals.vi), en: paragraphs(template.recitals.en) },
    ...[ask.vi, ask.en].map(({ vi, en }): Block => ({ kind: 'pair', vi, en })),
    ...(fields.form ? [{ kind: 'pair', vi: [`Hình thức chuyển giao: ${formNames[fields.form].vi}.`], en: [`Form of transfer: ${formNames[fields.form].en}.`] } as const] : []),
    ...content.clauses.map(({ title, text }, i): Block => ({ kind: 'pair', headed: true, vi: [`Điều ${i + 1}. ${title.vi}`, ...paragraphs(text.vi)], en: [`Article ${i + 1}. ${title.en || title.vi}`, ...paragraphs(text.en)] })),
    { kind: 'pair', vi: [...(day ? [day.vi] : []), withGaps(deciding.vi)], en: [...(day ? [day.en] : []), withGaps(deciding.en)] },
    { kind: 'signatures', parties: (['supplier', 'demander'] as const).map((side) => ({ party: `ĐẠI DIỆN ${sides[side].vi}`, position: parties[side].position.vi || '', note: '(Ký, ghi rõ họ tên, đóng dấu)', name: parties[side].representative })) },
  ]
  return {
    locale, title: template.title.vi, subtitle: template.title.en, head: { english: true, place: fields.place || 'Hà Nội', ...(fields.number ? { number: fields.number } : {}) }, blocks, author, created,
    mark: [...(number === null ? ['BẢN THẢO / DRAFT'] : []), `Giao dịch số ${deal_id}`, `${kindNames.vi[template.kind]}, mẫu ${template.version}`, ...(number === null ? [] : [`phiên bản ${number}`]), content_sha256.slice(0, 16)].join(' · '),
  }
}
