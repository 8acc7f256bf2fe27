import { type Locale, texts } from '../../../platform/locale.ts'
import { fold } from '../../../platform/text.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { gradeTexts } from '../grades.tsx'
import { listingTexts, searchTexts } from '../messages.ts'
import type { EvidenceGrade } from '../schema.ts'
import { type Facet, ownSource } from '../search-index.ts'
import { type Search, searchParams, type Suggestion, ticked } from '../search.ts'

/** Grades one may ask for: each means that or better. */
export const askedGrades = ['1', '2', '3', '4'] as const

export const findingTexts = texts({
  vi: {
    evidence: 'Mức kiểm chứng', evidenceSort: 'Kiểm chứng cao trước', anyGrade: 'Mọi mức', orBetter: (name: string, best: boolean) => (best ? name : `${name} trở lên`),
    near: (n: number) => `${n} tin có đủ các từ bạn gõ; tin có phần lớn các từ cũng được đưa vào.`, corrected: 'Không có tin nào viết đúng như bạn gõ. Đã tìm:', youTyped: 'Bạn đã gõ:',
    save: 'Lưu tìm kiếm này', saveWhy: 'Sàn báo khi có tin mới khớp.',
    nothing: 'Chưa có tin nào khớp', unknown: 'Không tin nào có các từ này. Hãy xem lại chính tả, hoặc thử từ khác cùng nghĩa; tin tiếng Anh tìm bằng từ tiếng Anh.', fewer: 'Bớt một điều kiện', without: (what: string, n: number) => `Bỏ ${what}: ${n} tin`, word: (word: string) => `từ “${word}”`, filter: (name: string) => `lọc theo ${name.toLocaleLowerCase('vi')}`, kindFilter: 'lọc theo loại tin', allFilters: (n: number) => `Bỏ hết bộ lọc: ${n} tin`,
    related: 'Lĩnh vực gần với từ bạn tìm', byField: 'Tìm theo lĩnh vực', allFields: 'Xem mọi lĩnh vực', ask: 'Hãy để bên có công nghệ tìm đến bạn', askText: 'Đăng nhu cầu: điều bạn vừa gõ được điền sẵn vào tên nhu cầu.', post: 'Đăng nhu cầu từ tìm kiếm này', told: 'Hoặc đợi: khi có tin khớp, Sàn báo cho bạn.',
    suggested: (n: number) => (n === 0 ? 'Không có gợi ý.' : `${n} gợi ý. Dùng phím mũi tên để chọn.`), suggestions: 'Gợi ý', kinds: { listing: '', words: 'Từ tìm kiếm', organisation: 'Tổ chức', field: 'Lĩnh vực' } satisfies Record<Suggestion['kind'], string>,
    everything: 'Tất cả các tin',
  },
  en: {
    evidence: 'Evidence', evidenceSort: 'Best proven', anyGrade: 'Any', orBetter: (name: string, best: boolean) => (best ? name : `${name} or better`),
    near: (n: number) => `${n} ${n === 1 ? 'listing holds' : 'listings hold'} all your words. Those holding most of them are shown as well.`, corrected: 'No listing spells it as you typed it. Searched for:', youTyped: 'You typed:',
    save: 'Save this search', saveWhy: 'Be told when something new answers it.',
    nothing: 'Nothing matches yet', unknown: 'No listing holds these words. Check the spelling, or try another word for the same thing; Vietnamese listings are found by Vietnamese words.', fewer: 'Ask for less', without: (what: string, n: number) => `Without ${what}: ${n} ${n === 1 ? 'listing' : 'listings'}`, word: (word: string) => `the word “${word}”`, filter: (name: string) => `the filter “${name}”`, kindFilter: 'the kind of listing', allFilters: (n: number) => `Without any filter: ${n} ${n === 1 ? 'listing' : 'listings'}`,
    related: 'Fields near to your words', byField: 'Look by field', allFields: 'Browse all fields', ask: 'Let those with the technology find you', askText: 'Publish a need: what you typed is carried into its title.', post: 'Publish a need from this search', told: 'Or wait: the Exchange tells you when something matches.',
    suggested: (n: number) => (n === 0 ? 'No suggestions.' : `${n} ${n === 1 ? 'suggestion' : 'suggestions'}. Use the arrow keys to choose.`), suggestions: 'Suggestions', kinds: { listing: '', words: 'Search words', organisation: 'Organisation', field: 'Field' } satisfies Record<Suggestion['kind'], string>,
    everything: 'All listings',
  },
})

/** The address of this search with something changed. */
export function searchHref(locale: string, asked: Search, change: Partial<Search>): string {
  const params = searchParams(asked, change)
  return `/${locale}/search${params.size ? `?${params}` : ''}`
}

/** What a choice of a facet is called. */
export function choiceName(facet: Facet, value: string, taxonomy: Taxonomy, locale: Locale): string {
  const t = searchTexts[locale], f = findingTexts[locale]
  switch (facet) {
    case 'kind': return listingTexts[locale][value as 'offer' | 'need']
    case 'field': return taxonomy.name('research_field', value, locale)
    case 'trl': return t[value as 'early'] ?? value
    case 'form': return taxonomy.name('transfer_form', value, locale)
    case 'organisation': return taxonomy.name('organisation_kind', value, locale)
    case 'source': return value === ownSource ? t.own : value
    case 'evidence': return f.orBetter(gradeTexts[locale].name[Number(value) as EvidenceGrade] ?? value, value === '4')
  }
}
/** What a facet is called. */
export const facetName = (facet: Facet, locale: Locale): string => (facet === 'evidence' ? findingTexts[locale].evidence : searchTexts[locale][facet])

/** A search in a line of words: what was typed, and each filter with its choices. */
export function searchWords(asked: Search, taxonomy: Taxonomy, locale: Locale): string {
  const parts = [...(asked.q.trim() ? [`“${asked.q.trim()}”`] : []), ...(asked.kind ? [choiceName('kind', asked.kind, taxonomy, locale)] : []),
    ...ticked.flatMap((facet) => (asked[facet].length ? [`${facetName(facet, locale)}: ${asked[facet].map((value) => choiceName(facet, value, taxonomy, locale)).join(', ')}`] : []))]
  return parts.join(' · ') || findingTexts[locale].everything
}

/** Suggestions as the script of the search box shows them, each once however it is written; one with `href` leads straight to a page, any other becomes the query. */
export const suggestionsFor = (suggestions: readonly Suggestion[], locale: Locale): { text: string; kind: string; href?: string }[] =>
  suggestions.filter(({ kind, text }, i) => kind !== 'words' || suggestions.findIndex((other) => other.kind === kind && fold(other.text) === fold(text)) === i).map(({ kind, text, listing }) => (kind === 'listing' && listing
    ? { text, kind: listingTexts[locale][listing.kind], href: `/${locale}/${listing.kind}s/${listing.id}` }
    : { text, kind: findingTexts[locale].kinds[kind] }))
