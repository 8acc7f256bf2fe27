import type { Locale } from '../../../platform/locale.ts'
import { shell } from '../../../web/messages.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { gradeTexts, GradeMark } from '../grades.tsx'
import { listingTexts, searchTexts } from '../messages.ts'
import type { ListingCard } from '../queries.ts'
import type { EvidenceGrade } from '../schema.ts'
import type { Facet } from '../search-index.ts'
import { pageSize, type Search, searchParams, type SearchResult, sorts, ticked } from '../search.ts'
import { Card } from './card.tsx'
import { SearchBox } from './search-box.tsx'
import { type Help, NothingFound } from './search-empty.tsx'
import { marked } from './search-marks.tsx'
import { askedGrades, choiceName, facetName, findingTexts, searchHref } from './search-words.ts'

/** `found`: whether a word led to an answer; `excerpts`: where it stands, of listings whose title and summary have none. */
interface SearchProps { asked: Search; result: SearchResult; cards: ListingCard[]; found: (word: string) => boolean; excerpts: ReadonlyMap<number, { text: string; language: Locale } | null>; grades: ReadonlyMap<number, EvidenceGrade>; help: Help | null; taxonomy: Taxonomy }

export function SearchPage({ asked, result, cards, found, excerpts, grades, help, taxonomy }: SearchProps) {
  const { locale } = useView()
  const t = useTexts(searchTexts)
  const f = useTexts(findingTexts)
  const s = useTexts(shell)
  const toSave = searchParams(asked, { sort: '' })
  return (
    <Page title={asked.q ? `${asked.q} – ${t.title}` : t.title} path="/search" description={t.title}>
      <h1>{t.title}</h1>
      <SearchBox q={asked.q} describedBy="q-help">{asked.kind && <input type="hidden" name="kind" value={asked.kind} />}</SearchBox>
      <p class="meta" id="q-help">{t.help}</p>
      <div class="split">
        <section class="stack" aria-labelledby="results">
          <div class="row">
            <h2 id="results">{s.results(result.total)}</h2>
            {toSave.size > 0 && <a href={`/${locale}/my/searches/new?${toSave}`} title={f.saveWhy}>{f.save}</a>}
            <a class="narrow-only" href="#filters">{t.filter} ↓</a>
          </div>
          {result.unreadable && <p class="notice warn">{t.unreadable}</p>}
          {result.corrected !== null && <p class="notice">{f.corrected} <strong>{result.corrected}</strong>. {f.youTyped} {asked.q}</p>}
          {result.relaxed && result.total > 0 && <p class="notice">{result.exact === 0 ? t.relaxed : f.near(result.exact)}</p>}
          {help ? <NothingFound asked={asked} help={help} />
            : <ul class="list">{cards.map((card) => <li><Card card={card} taxonomy={taxonomy} mark={(text) => marked(text, found)}><Excerpt excerpt={excerpts.get(card.id) ?? null} found={found} />{(grades.get(card.id) ?? 0) > 0 && <p><span class="hidden">{gradeTexts[locale].label}: </span><GradeMark grade={grades.get(card.id) ?? 0} locale={locale} /></p>}</Card></li>)}</ul>}
          <Pages asked={asked} result={result} />
        </section>
        <Facets asked={asked} result={result} taxonomy={taxonomy} />
      </div>
    </Page>
  )
}

/** Where the words stand, of a listing whose title and summary do not show them. */
function Excerpt({ excerpt, found }: { excerpt: { text: string; language: Locale } | null; found: (word: string) => boolean }) {
  const { locale } = useView()
  return excerpt && <p class="meta" lang={excerpt.language === locale ? undefined : excerpt.language}>{marked(excerpt.text, found)}</p>
}

function Pages({ asked, result }: { asked: Search; result: SearchResult }) {
  const { locale } = useView()
  const s = useTexts(shell)
  const pages = Math.min(500, Math.ceil(result.total / pageSize))
  if (pages <= 1) return null
  const page = (n: number) => searchHref(locale, asked, { page: n, as_of: result.asOf })
  const near = Array.from({ length: pages }, (_, i) => i + 1).filter((n) => n === 1 || n === pages || Math.abs(n - asked.page) <= 1)
  return (
    <nav aria-label={s.pagination}><ul class="pages">
      {asked.page > 1 && <li><a rel="prev" href={page(asked.page - 1)}>{s.previous}</a></li>}
      {near.map((n) => <li>{n === asked.page ? <span aria-current="page">{n}</span> : <a href={page(n)} aria-label={s.page(n)}>{n}</a>}</li>)}
      {asked.page < pages && <li><a rel="next" href={page(asked.page + 1)}>{s.next}</a></li>}
    </ul></nav>
  )
}

function Facets({ asked, result, taxonomy }: { asked: Search; result: SearchResult; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(searchTexts)
  const f = useTexts(findingTexts)
  const l = useTexts(listingTexts)
  const count = (facet: Facet, value: string): number => result.counts[facet].find((one) => one.value === value)?.count ?? 0
  const open = new Set(asked.field.map((code) => code[0]))
  const choices = ticked.filter((facet) => facet !== 'evidence')
  const shown = (facet: (typeof choices)[number]): { value: string; count: number }[] => {
    const all = facet === 'field'
      // The six broad fields, and within a chosen one its branches.
      ? result.counts.field.filter(({ value }) => value.length === 1 || open.has(value[0])).toSorted((a, b) => a.value.localeCompare(b.value))
      : facet === 'trl' ? (['early', 'middle', 'ready'] as const).flatMap((band) => result.counts.trl.find(({ value }) => value === band) ?? []) : result.counts[facet]
    return [...all, ...asked[facet].filter((value) => !all.some((one) => one.value === value)).map((value) => ({ value, count: 0 }))]
  }
  const grade = asked.evidence.toSorted()[0] ?? ''
  const sortNames = { relevance: t.relevance, newest: t.newest, price: t.price, trl: t.trlSort, evidence: f.evidenceSort } satisfies Record<(typeof sorts)[number], string>
  return (
    <form id="filters" class="facets sheet" method="get" action={`/${locale}/search`} aria-label={t.filter} data-auto="">
      {asked.q && <input type="hidden" name="q" value={asked.q} />}
      <div class="field"><label for="sort">{t.sort}</label><select id="sort" name="sort">{sorts.map((sort) => <option value={sort} selected={sort === (asked.sort || (asked.q ? 'relevance' : 'newest'))}>{sortNames[sort]}</option>)}</select></div>
      <fieldset><legend class="label">{t.kind}</legend>
        {(['', 'offer', 'need'] as const).map((kind) => <label class="tick"><input type="radio" name="kind" value={kind} checked={asked.kind === kind} /> <span>{kind ? l[kind] : t.all}</span> {kind && <small>{count('kind', kind)}</small>}</label>)}
      </fieldset>
      {/* Grades build on each other, so one is chosen and counts those above it. */}
      <fieldset><legend class="label">{f.evidence}</legend>
        <label class="tick"><input type="radio" name="evidence" value="" checked={grade === ''} /> <span>{f.anyGrade}</span></label>
        {askedGrades.map((value) => <label class="tick"><input type="radio" name="evidence" value={value} checked={grade === value} /> <span>{choiceName('evidence', value, taxonomy, locale)}</span> <small>{count('evidence', value)}</small></label>)}
      </fieldset>
      {choices.map((facet) => shown(facet).length > 0 && (
        <fieldset><legend class="label">{facetName(facet, locale)}</legend>
          {shown(facet).slice(0, 40).map(({ value, count: n }) => <label class="tick"><input type="checkbox" name={facet} value={value} checked={asked[facet].includes(value)} /> <span>{choiceName(facet, value, taxonomy, locale)}</span> <small>{n}</small></label>)}
        </fieldset>
      ))}
      <div class="row"><button class="button">{t.apply}</button><a href={searchHref(locale, { ...asked, kind: '', field: [], trl: [], form: [], organisation: [], source: [], evidence: [] }, {})}>{t.clear}</a></div>
    </form>
  )
}
