import { Page } from '../../../web/ui/page.tsx'
import { shell } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { listingTexts, searchTexts } from '../messages.ts'
import type { ListingCard } from '../queries.ts'
import { type Facet, ownSource, pageSize, type Search, type SearchResult, sorts } from '../search.ts'
import { Card } from './card.tsx'

/** The address of this search with something changed; the page begins again unless it is what changed. */
export function searchHref(locale: string, asked: Search, change: Partial<Search>): string {
  const next = { ...asked, page: 1, as_of: undefined, ...change }
  const params = new URLSearchParams()
  if (next.q) params.set('q', next.q)
  if (next.kind) params.set('kind', next.kind)
  for (const facet of ['field', 'trl', 'form', 'organisation', 'source'] as const) for (const value of next[facet]) params.append(facet, value)
  if (next.sort) params.set('sort', next.sort)
  if (next.page > 1) { params.set('page', String(next.page)); if (next.as_of) params.set('as_of', String(next.as_of)) }
  return `/${locale}/search${params.size ? `?${params}` : ''}`
}

export function SearchPage({ asked, result, cards, taxonomy }: { asked: Search; result: SearchResult; cards: ListingCard[]; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(searchTexts)
  const s = useTexts(shell)
  const pages = Math.min(500, Math.ceil(result.total / pageSize))
  const page = (n: number) => searchHref(locale, asked, { page: n, as_of: result.asOf })
  const near = Array.from({ length: pages }, (_, i) => i + 1).filter((n) => n === 1 || n === pages || Math.abs(n - asked.page) <= 1)
  return (
    <Page title={asked.q ? `${asked.q} – ${t.title}` : t.title} path="/search" description={t.title}>
      <h1>{t.title}</h1>
      <form class="search" method="get" action={`/${locale}/search`} role="search">
        <label class="hidden" for="q">{t.label}</label>
        <input id="q" type="search" name="q" value={asked.q} placeholder={t.placeholder} maxLength={400} aria-describedby="q-help" />
        {asked.kind && <input type="hidden" name="kind" value={asked.kind} />}
        <button class="button">{t.go}</button>
      </form>
      <p class="meta" id="q-help">{t.help}</p>
      <div class="split">
        <section class="stack" aria-labelledby="results">
          <div class="row">
            <h2 id="results">{s.results(result.total)}</h2>
            <a class="narrow-only" href="#filters">{t.filter} ↓</a>
          </div>
          {result.unreadable && <p class="notice warn">{t.unreadable}</p>}
          {result.relaxed && result.total > 0 && <p class="notice">{result.exact === 0 ? t.relaxed : t.near(result.exact)}</p>}
          {cards.length === 0
            ? <div class="sheet"><p>{t.empty}</p><ul>{t.emptyHelp.map((text, i) => <li>{i === 2 ? <a href={`/${locale}/fields`}>{text}</a> : i === 3 ? <a href={`/${locale}/my/listings/new/need`}>{text}</a> : text}</li>)}</ul></div>
            : <ul class="list">{cards.map((card) => <li><Card card={card} taxonomy={taxonomy} /></li>)}</ul>}
          {pages > 1 && <nav aria-label={s.pagination}><ul class="pages">
            {asked.page > 1 && <li><a rel="prev" href={page(asked.page - 1)}>{s.previous}</a></li>}
            {near.map((n) => <li>{n === asked.page ? <span aria-current="page"><span class="hidden">{s.page(n)}</span><span aria-hidden="true">{n}</span></span> : <a href={page(n)} aria-label={s.page(n)}>{n}</a>}</li>)}
            {asked.page < pages && <li><a rel="next" href={page(asked.page + 1)}>{s.next}</a></li>}
          </ul></nav>}
        </section>
        <Facets asked={asked} result={result} taxonomy={taxonomy} />
      </div>
    </Page>
  )
}

function Facets({ asked, result, taxonomy }: { asked: Search; result: SearchResult; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(searchTexts)
  const l = useTexts(listingTexts)
  const names: Record<Facet, (value: string) => string> = {
    kind: (value) => l[value as 'offer' | 'need'], field: (value) => taxonomy.name('research_field', value, locale), trl: (value) => t[value as 'early'],
    form: (value) => taxonomy.name('transfer_form', value, locale), organisation: (value) => taxonomy.name('organisation_kind', value, locale), source: (value) => (value === ownSource ? t.own : value),
  }
  const open = new Set(asked.field.map((code) => code[0]))
  const shown: Record<Facet, { value: string; count: number }[]> = {
    ...result.counts,
    // The six broad fields, and within a chosen one its branches.
    field: result.counts.field.filter(({ value }) => value.length === 1 || open.has(value[0])).toSorted((a, b) => a.value.localeCompare(b.value)),
    trl: (['early', 'middle', 'ready'] as const).flatMap((band) => result.counts.trl.find(({ value }) => value === band) ?? []),
  }
  const withChosen = (facet: Exclude<Facet, 'kind'>) => [...shown[facet], ...asked[facet].filter((value) => !shown[facet].some((s) => s.value === value)).map((value) => ({ value, count: 0 }))]
  return (
    <form id="filters" class="facets sheet" method="get" action={`/${locale}/search`} aria-label={t.filter} data-auto="">
      {asked.q && <input type="hidden" name="q" value={asked.q} />}
      <div class="field"><label for="sort">{t.sort}</label><select id="sort" name="sort">{sorts.map((sort) => <option value={sort} selected={sort === (asked.sort || (asked.q ? 'relevance' : 'newest'))}>{sort === 'trl' ? t.trlSort : t[sort]}</option>)}</select></div>
      <fieldset><legend class="label">{t.kind}</legend>
        {(['', 'offer', 'need'] as const).map((kind) => <label class="tick"><input type="radio" name="kind" value={kind} checked={asked.kind === kind} /> <span>{kind ? l[kind] : t.all}</span> {kind && <small>{result.counts.kind.find(({ value }) => value === kind)?.count ?? 0}</small>}</label>)}
      </fieldset>
      {(['field', 'trl', 'form', 'organisation', 'source'] as const).map((facet) => withChosen(facet).length > 0 && (
        <fieldset><legend class="label">{t[facet]}</legend>
          {withChosen(facet).slice(0, 40).map(({ value, count }) => <label class="tick"><input type="checkbox" name={facet} value={value} checked={asked[facet].includes(value)} /> <span>{names[facet](value)}</span> <small>{count}</small></label>)}
        </fieldset>
      ))}
      <div class="row"><button class="button">{t.apply}</button><a href={searchHref(locale, { ...asked, kind: '', field: [], trl: [], form: [], organisation: [], source: [] }, {})}>{t.clear}</a></div>
    </form>
  )
}
