import { formatNumber } from '../../../platform/money.ts'
import type { Locale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { BarChart } from '../../../web/ui/chart.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { ListingGrid } from '../../listings/pages/card.tsx'
import type { ListingCard } from '../../listings/queries.ts'
import { Pager } from '../../organisations/pages/parts.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import type { Table } from '../files.ts'
import { type GapRow, nameOf } from '../gap-queries.ts'
import { boardTexts, gapTexts } from '../messages.ts'
import { type GapAsked, type GapView, gapViews, onGapPage } from '../rules.ts'

const mostBars = 15
const gapsHref = (locale: Locale, by: GapView, code = '', file = ''): string => {
  const query = new URLSearchParams({ ...(by === 'fields' ? {} : { by }), ...(code ? { code } : {}) }).toString()
  return `/${locale}/gaps${file}${query && `?${query}`}`
}

/** The counts as a file shows them. */
export function gapTable(by: GapView, rows: readonly GapRow[], taxonomy: Taxonomy, locale: Locale): Table {
  const t = gapTexts[locale]
  return { head: [t.name[by], t.code, t.offers, t.needs, t.unmatched, t.unanswered], rows: rows.map(({ code, offers, needs, unmatched, unanswered }) => [nameOf(by, code, taxonomy, locale, t.unstated), code, offers, needs, unmatched, unanswered]) }
}

export interface GapsProps { asked: GapAsked; rows: GapRow[]; needs: ListingCard[]; total: number; waiting: number; taxonomy: Taxonomy; member: boolean; board: boolean }
/** Needs no offer matches: how many by field, ward and level, and which. */
export function GapsPage({ asked: { by, code, page }, rows, needs, total, waiting, taxonomy, member, board }: GapsProps) {
  const { locale, now } = useView()
  const t = useTexts(gapTexts)
  const n = (value: number) => formatNumber(value, locale)
  const name = (of: string) => nameOf(by, of, taxonomy, locale, t.unstated)
  const drawn = rows.slice(0, mostBars)
  const heading = code ? t.listOf(name(code)) : t.list
  return (
    <Page title={code ? `${t.title}: ${name(code)}` : t.title} description={t.lead} path="/gaps" indexed={code === '' && by === 'fields' && page === 1} crumbs={code ? [{ href: gapsHref(locale, by), text: t.title }] : []}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {(member || board) && <p class="row">{member && <a href={`/${locale}/gaps/ours`}>{t.toOurs}</a>}{board && <a href={`/${locale}/board`}>{useTexts(boardTexts).title}</a>}</p>}
      <nav aria-label={t.views}><ul class="pages">{gapViews.map((each) => <li><a href={gapsHref(locale, each)} aria-current={each === by ? 'page' : undefined}>{t.view[each]}</a></li>)}</ul></nav>
      {rows.length === 0 ? <p>{t.nothing}</p> : <section>
        <h2>{t.view[by]}{by === 'fields' && code ? `: ${name(code)}` : ''}</h2>
        {by === 'fields' && code && <p><a href={gapsHref(locale, by, taxonomy.find('research_field', code)?.parent ?? '')}>{t.up}</a></p>}
        <BarChart id="gaps" title={t.view[by]} description={t.chart(drawn.slice(0, 3).map((row) => `${name(row.code)} (${n(row.unmatched)})`).join('; '))} labels={drawn.map((row) => name(row.code))}
          series={[{ name: t.offers, tone: 'offer', values: drawn.map(({ offers }) => offers) }, { name: t.short, tone: 'need', values: drawn.map(({ unmatched }) => unmatched) }]} />
        {rows.length > drawn.length && <p class="meta">{t.more(drawn.length)}</p>}
        <p class="meta">{t.drill}</p>
        <div class="scroll" tabIndex={0} role="region" aria-label={t.view[by]}><table>
          <caption class="hidden">{t.title}. {t.view[by]}</caption>
          <thead><tr><th scope="col">{t.name[by]}</th><th scope="col" class="right">{t.offers}</th><th scope="col" class="right">{t.needs}</th><th scope="col" class="right">{t.unmatched}</th><th scope="col" class="right">{t.unanswered}</th></tr></thead>
          <tbody>{rows.map((row) => <tr>
            <th scope="row">{row.code === '' || row.code === code ? name(row.code) : <a href={gapsHref(locale, by, row.code)}>{name(row.code)}</a>}</th>
            <td class="right">{n(row.offers)}</td><td class="right">{n(row.needs)}</td><td class="right">{n(row.unmatched)}</td><td class="right">{row.unanswered === null ? '…' : n(row.unanswered)}</td>
          </tr>)}</tbody>
        </table></div>
        <p class="row"><span>{t.files}:</span> <a href={gapsHref(locale, by, by === 'fields' ? code : '', '/data.csv')}>{t.csv}</a> <a href={gapsHref(locale, by, by === 'fields' ? code : '', '/data.xlsx')}>{t.xlsx}</a></p>
      </section>}
      <section>
        <h2>{heading}</h2>
        {needs.length === 0 ? <p>{t.empty}</p> : <ListingGrid cards={needs} taxonomy={taxonomy} />}
        <Pager path={`/${locale}/gaps`} query={{ by: by === 'fields' ? '' : by, code }} page={page} pages={Math.ceil(total / onGapPage)} />
        {by === 'fields' && code && <Follow field={code} />}
      </section>
      <section><h2>{t.about}</h2>
        <p>{t.notes} {t.withheld}{waiting > 0 && ` ${t.waiting(waiting)}`}</p>
        <p class="meta">{t.counted} <time dateTime={now.toISOString()}>{formatInstant(now, locale)}</time></p>
      </section>
    </Page>
  )
}

/** Ways to hear of the next need in a field. */
function Follow({ field }: { field: string }) {
  const { locale } = useView()
  const t = useTexts(gapTexts)
  return <p class="row"><span>{t.follow}:</span> <a href={`/${locale}/search.rss?kind=need&field=${field}`}>{t.rss}</a> <a href={`/${locale}/my/searches/new?kind=need&field=${field}`}>{t.save}</a> <a href={`/${locale}/my/listings/new/offer`}>{t.answer}</a></p>
}

export interface OursProps { organisation: boolean; branches: { code: string; unmatched: number }[]; needs: ListingCard[]; total: number; page: number; taxonomy: Taxonomy }
/** The same for one organisation: the branches of its offers and experts. */
export function OurGapsPage({ organisation, branches, needs, total, page, taxonomy }: OursProps) {
  const { locale } = useView()
  const t = useTexts(gapTexts)
  return (
    <Page title={t.ours} crumbs={[{ href: `/${locale}/gaps`, text: t.title }]}>
      <h1>{t.ours}</h1>
      <p class="lead">{t.oursLead}</p>
      {!organisation ? <p>{t.noOrganisation}</p> : branches.length === 0 ? <p>{t.noFields}</p> : <>
        <ul>{branches.map(({ code, unmatched }) => <li><a href={gapsHref(locale, 'fields', code)}>{taxonomy.name('research_field', code, locale)}</a>: {t.inBranch(unmatched)}<Follow field={code} /></li>)}</ul>
        <h2>{t.list}</h2>
        {needs.length === 0 ? <p>{t.empty}</p> : <ListingGrid cards={needs} taxonomy={taxonomy} />}
        <Pager path={`/${locale}/gaps/ours`} page={page} pages={Math.ceil(total / onGapPage)} />
      </>}
      <p><a href={`/${locale}/gaps`}>{t.all}</a></p>
    </Page>
  )
}
