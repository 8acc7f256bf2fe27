import { formatNumber } from '../../../platform/money.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { freshForm } from '../../../web/http.tsx'
import { BarChart, LineChart, type Series } from '../../../web/ui/chart.tsx'
import { Select, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { shell } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { listingTexts } from '../../listings/messages.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import type { MarketTable } from '../market-table.ts'
import { figureTexts, marketTexts } from '../messages.ts'
import { type MarketAsked, marketQuery, type MarketView, marketViews } from '../rules.ts'

/** Rows a chart can show and still be read; the table has the rest. */
const mostBars = 15
export const marketHref = (locale: string, view: MarketView, asked: MarketAsked, file = ''): string => {
  const query = marketQuery(asked)
  return `/${locale}/figures/market/${view}${file}${query ? `?${query}` : ''}`
}

/** The doors to every view, from the figures of the Exchange and from each other. */
export function MarketViews({ view, asked = { kind: '', field: '', from: '', to: '' } }: { view?: MarketView; asked?: MarketAsked }) {
  const { locale } = useView()
  const t = useTexts(marketTexts)
  return <nav aria-label={t.views}><ul class="pages">{marketViews.map((each) => <li><a href={marketHref(locale, each, asked)} aria-current={each === view ? 'page' : undefined}>{t.view[each]}</a></li>)}</ul></nav>
}

export interface MarketPageProps { view: MarketView; asked: MarketAsked; table: MarketTable; taxonomy: Taxonomy }

export function MarketPage({ view, asked, table, taxonomy }: MarketPageProps) {
  const { locale, now } = useView()
  const t = useTexts(marketTexts)
  const n = (value: number) => formatNumber(value, locale)
  const { columns, rows } = table
  const fields = view === 'fields' || view === 'gaps'
  const sum = (key: 'offers' | 'needs') => rows.reduce((total, { row }) => total + row[key], 0)
  const empty = rows.every(({ row }) => row.offers + row.needs + (row.offers_open ?? 0) + (row.needs_open ?? 0) === 0)
  const chosen = asked.field ? taxonomy.name('research_field', asked.field, locale) : ''
  return (
    <Page title={`${t.heading[view]}${chosen ? `: ${chosen}` : ''}`} description={t.lead} path={`/figures/market/${view}`} indexed={marketQuery(asked) === ''}
      crumbs={[{ href: `/${locale}`, text: useTexts(shell).short }, { href: `/${locale}/figures`, text: useTexts(figureTexts).title }]}>
      <h1>{t.heading[view]}</h1>
      {chosen && <p class="lead">{chosen}</p>}
      <div><MarketViews view={view} asked={asked} /></div>
      <section><Filters view={view} asked={asked} taxonomy={taxonomy} /></section>
      {asked.field && fields && <p><a href={marketHref(locale, view, { ...asked, field: taxonomy.find('research_field', asked.field)?.parent ?? '' })}>{t.up}</a></p>}
      {empty ? <p>{t.none}</p> : <section>
        {!fields && view !== 'months' && <p class="meta">{t.total(n(sum('offers')), n(sum('needs')))}</p>}
        <MarketChart view={view} asked={asked} table={table} />
        <h2>{t.sheet}</h2>
        {fields && <p class="meta">{t.drill}</p>}
        <div class="scroll" tabIndex={0} role="region" aria-label={t.heading[view]}><table>
          <caption class="hidden">{t.heading[view]}</caption>
          <thead><tr><th scope="col">{t.name[view]}</th>{columns.map(({ title }) => <th scope="col" class="right">{title}</th>)}</tr></thead>
          <tbody>{rows.map(({ row, name, cells }) => <tr>
            <th scope="row">{fields && row.code ? <a href={taxonomy.children('research_field', row.code).length && row.code !== asked.field ? marketHref(locale, view, { ...asked, field: row.code }) : `/${locale}/search?field=${row.code}`}>{name}</a> : name}</th>
            {cells.map((cell) => <td class="right">{cell === null ? '…' : typeof cell === 'number' ? n(cell) : cell}</td>)}
          </tr>)}</tbody>
        </table></div>
        <section class="row"><span>{t.files}:</span> <a href={marketHref(locale, view, asked, '/data.csv')}>{t.csv}</a> <a href={marketHref(locale, view, asked, '/data.xlsx')}>{t.xlsx}</a></section>
      </section>}
      <section><h2>{t.about}</h2>
        <p>{t.notes[view]}</p>
        <p>{fields && t.twice} {t.open} {view === 'gaps' && t.withheld}</p>
        <p class="meta">{t.counted} <time dateTime={now.toISOString()}>{formatInstant(now, locale)}</time></p>
      </section>
    </Page>
  )
}

function Filters({ view, asked, taxonomy }: { view: MarketView; asked: MarketAsked; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(marketTexts)
  const l = useTexts(listingTexts)
  const form = freshForm(asked)
  const name = (code: string) => taxonomy.name('research_field', code, locale)
  const options = taxonomy.list('research_field').filter(({ code, level }) => level === '1' || level === '2' || code === asked.field)
    .map(({ code }) => ({ value: code, text: code.length === 1 ? `${code}. ${name(code)}` : `${code} ${name(code)}`, group: name(code.slice(0, 1)) }))
  return (
    <form method="get" action={`/${locale}/figures/market/${view}`} class="sheet" aria-label={t.filter}>
      <div class="pair">
        {view !== 'gaps' && <Select form={form} name="kind" label={t.kind} empty={false} optional="later" options={[{ value: '', text: t.both }, { value: 'offer', text: l.offers }, { value: 'need', text: l.needs }]} />}
        <Select form={form} name="field" label={t.field} empty={false} optional="later" options={[{ value: '', text: t.every }, ...options]} />
        <TextField form={form} name="from" type="date" label={t.from} optional="later" />
        <TextField form={form} name="to" type="date" label={t.to} optional="later" />
      </div>
      <div class="row"><button class="button">{t.apply}</button>{marketQuery(asked) && <a href={`/${locale}/figures/market/${view}`}>{t.clear}</a>}</div>
    </form>
  )
}

function MarketChart({ view, asked, table }: { view: MarketView; asked: MarketAsked; table: MarketTable }) {
  const { locale } = useView()
  const t = useTexts(marketTexts)
  const kinds = (['offer', 'need'] as const).filter((kind) => view === 'gaps' || !asked.kind || asked.kind === kind)
  const seriesOf = (rows: MarketTable['rows'], open = false): Series[] =>
    kinds.map((kind) => ({ name: t[`${kind}s`], tone: kind, values: rows.map(({ row }) => (open ? row[`${kind}s_open`] : row[`${kind}s`]) ?? 0) }))
  if (view === 'months') {
    const labels = table.rows.map(({ name }) => name)
    return <><h2>{t.openNow}</h2><LineChart id="open" title={t.openNow} description={t.chartMonths} labels={labels} series={seriesOf(table.rows, true)} />
      <h2>{t.newNow}</h2><LineChart id="new" title={t.newNow} description={t.chartMonths} labels={labels} series={seriesOf(table.rows)} /></>
  }
  const weight = ({ row }: MarketTable['rows'][number]) => row.offers + row.needs
  const largest = new Set(table.rows.toSorted((a, b) => weight(b) - weight(a)).slice(0, mostBars))
  const drawn = view === 'gaps' ? table.rows.slice(0, mostBars) : table.rows.filter((row) => largest.has(row))
  const top = table.rows.toSorted((a, b) => weight(b) - weight(a)).slice(0, 3).map(({ name, row }) => `${name} (${t.total(formatNumber(row.offers, locale), formatNumber(row.needs, locale))})`).join('; ')
  return <>
    <BarChart id={view} title={t.heading[view]} description={t.chart(t.heading[view], top)} labels={drawn.map(({ name }) => name)} series={seriesOf(drawn)} />
    {table.rows.length > drawn.length && <p class="meta">{t.more(drawn.length)}</p>}
  </>
}

/** What was chosen, in words, for the second sheet of a workbook. */
export function saidOf(view: MarketView, asked: MarketAsked, taxonomy: Taxonomy, locale: 'vi' | 'en'): [string, string][] {
  const t = marketTexts[locale]
  const day = (typed: string) => (typed ? formatIsoDay(typed, locale) : '')
  return [
    ...(asked.kind && view !== 'gaps' ? [[t.kind, listingTexts[locale][`${asked.kind}s`]] as [string, string]] : []),
    ...(asked.field ? [[t.field, `${asked.field} ${taxonomy.name('research_field', asked.field, locale)}`] as [string, string]] : []),
    ...(asked.from || asked.to ? [[t.from, t.period(day(asked.from), day(asked.to))] as [string, string]] : []),
  ]
}
