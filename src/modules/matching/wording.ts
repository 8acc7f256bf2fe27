import type { Locale } from '../../platform/locale.ts'
import { formatVndShort } from '../../platform/money.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import type { MatchReason } from './schema.ts'

/** True for a fact that speaks for the match. */
export const speaksFor = ({ code }: MatchReason): boolean => code !== 'trl_short' && code !== 'over_budget'

/** A reason in a sentence a person can check. */
export function wordReason(reason: MatchReason, locale: Locale, taxonomy: Taxonomy): string {
  const vi = locale === 'vi'
  switch (reason.code) {
    case 'shared_words': return `${vi ? 'Cùng nói về' : 'Both speak of'}: ${(reason.words[locale].length ? reason.words[locale] : reason.words[vi ? 'en' : 'vi']).join(', ')}`
    case 'same_field': return `${vi ? 'Cùng lĩnh vực' : 'Same field'}: ${taxonomy.name('research_field', reason.field, locale)}`
    case 'related_field': return `${vi ? 'Lĩnh vực gần nhau' : 'Related fields'}: ${taxonomy.name('research_field', reason.field, locale)}`
    case 'same_class': return `${vi ? 'Cùng lớp sáng chế' : 'Same patent class'} ${reason.patent_class}: ${taxonomy.name('patent_class', reason.patent_class, locale)}`
    case 'trl_met': return vi ? `Mức độ sẵn sàng TRL ${reason.offered}, cần từ ${reason.wanted}` : `TRL ${reason.offered}, at least ${reason.wanted} was asked for`
    case 'trl_short': return vi ? `Mới đạt TRL ${reason.offered}, cần ít nhất ${reason.wanted}` : `TRL ${reason.offered} only, at least ${reason.wanted} was asked for`
    case 'within_budget': return vi ? `Giá từ ${formatVndShort(reason.price, locale)}, trong ngân sách ${formatVndShort(reason.budget, locale)}` : `Price from ${formatVndShort(reason.price, locale)}, within the budget of ${formatVndShort(reason.budget, locale)}`
    case 'over_budget': return vi ? `Giá từ ${formatVndShort(reason.price, locale)}, vượt ngân sách ${formatVndShort(reason.budget, locale)}` : `Price from ${formatVndShort(reason.price, locale)}, above the budget of ${formatVndShort(reason.budget, locale)}`
    case 'same_form': return `${vi ? 'Cùng hình thức chuyển giao' : 'Same form of transfer'}: ${taxonomy.name('transfer_form', reason.form, locale)}`
    case 'same_place': return `${vi ? 'Cùng địa bàn' : 'Same place'}: ${taxonomy.name('ward', reason.ward, locale)}`
  }
}
