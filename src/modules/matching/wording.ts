import type { Locale } from '../../platform/locale.ts'
import { formatVndShort } from '../../platform/money.ts'
import { gradeName } from '../listings/grades.tsx'
import type { Taxonomy } from '../taxonomy/queries.ts'
import type { MatchReason } from './schema.ts'

const against: ReadonlySet<MatchReason['code']> = new Set(['trl_short', 'over_budget', 'missing_words'])
/** Says nothing for or against it, but has to be known. */
const neutral: ReadonlySet<MatchReason['code']> = new Set(['public_money'])
/** True for a fact that speaks for the match. */
export const speaksFor = ({ code }: MatchReason): boolean => !against.has(code)
export const isNeutral = ({ code }: MatchReason): boolean => neutral.has(code)

/** A reason in a sentence a person can check. */
export function wordReason(reason: MatchReason, locale: Locale, taxonomy: Taxonomy): string {
  const vi = locale === 'vi'
  const own = (words: Record<Locale, string[]>): string => (words[locale].length ? words[locale] : words[vi ? 'en' : 'vi']).join(', ')
  switch (reason.code) {
    case 'shared_words': return `${vi ? 'Cùng nói về' : 'Both speak of'}: ${own(reason.words)}`
    case 'translated_words': return `${vi ? 'Nói cùng một điều bằng hai thứ tiếng' : 'The same in two languages'}: ${reason.words.map(({ need, offer }) => `${need} = ${offer}`).join(', ')}`
    case 'close_meaning': return vi ? 'Nội dung nói chung gần nhau' : 'The texts as a whole are close in content'
    case 'missing_words': return `${vi ? 'Chào bán không nhắc đến' : 'The offer does not mention'}: ${own(reason.words)}`
    case 'same_field': return `${vi ? 'Cùng lĩnh vực' : 'Same field'}: ${taxonomy.name('research_field', reason.field, locale)}`
    case 'related_field': return `${vi ? 'Lĩnh vực gần nhau' : 'Related fields'}: ${taxonomy.name('research_field', reason.field, locale)}`
    case 'same_class': return `${vi ? 'Cùng lớp sáng chế' : 'Same patent class'} ${reason.patent_class}: ${taxonomy.name('patent_class', reason.patent_class, locale)}`
    case 'same_industry': return `${vi ? 'Cùng ngành kinh tế' : 'Same industry'}: ${taxonomy.name('industry', reason.industry, locale)}`
    case 'trl_met': return vi ? `Mức độ sẵn sàng TRL ${reason.offered}, cần từ ${reason.wanted}` : `TRL ${reason.offered}, at least ${reason.wanted} was asked for`
    case 'trl_short': return vi ? `Mới đạt TRL ${reason.offered}, cần ít nhất ${reason.wanted}` : `TRL ${reason.offered} only, at least ${reason.wanted} was asked for`
    case 'within_budget': return vi ? `Giá từ ${formatVndShort(reason.price, locale)}, trong ngân sách ${formatVndShort(reason.budget, locale)}` : `Price from ${formatVndShort(reason.price, locale)}, within the budget of ${formatVndShort(reason.budget, locale)}`
    case 'over_budget': return vi ? `Giá từ ${formatVndShort(reason.price, locale)}, vượt ngân sách ${formatVndShort(reason.budget, locale)}` : `Price from ${formatVndShort(reason.price, locale)}, above the budget of ${formatVndShort(reason.budget, locale)}`
    case 'same_form': return `${vi ? 'Cùng hình thức chuyển giao' : 'Same form of transfer'}: ${taxonomy.name('transfer_form', reason.form, locale)}`
    case 'same_place': return `${vi ? 'Cùng địa bàn' : 'Same place'}: ${taxonomy.name('ward', reason.ward, locale)}`
    case 'proven': return `${vi ? 'Mức kiểm chứng' : 'Evidence'}: ${gradeName(reason.grade, locale)}`
    case 'public_money': return vi ? `Có ${percent(reason.share)} % vốn nhà nước: việc chuyển giao theo quy định về kết quả dùng ngân sách` : `${percent(reason.share)} % of it was paid by the state: its transfer follows the rules for publicly funded results`
  }
}
const percent = (basisPoints: number): string => String(basisPoints / 100)
