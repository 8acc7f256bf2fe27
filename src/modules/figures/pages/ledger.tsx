import { inLocale } from '../../../platform/locale.ts'
import { formatNumber } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { shell } from '../../../web/messages.ts'
import { BarChart } from '../../../web/ui/chart.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { usageNames } from '../../outcomes/messages.ts'
import { outcomeMonths } from '../../outcomes/schema.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { fieldName, ledgerColumns, priceGroup, withheld } from '../ledger-files.ts'
import { bandName, ledgerTexts, priceName } from '../ledger-messages.ts'
import type { Ledger, LedgerRow, PriceRow } from '../ledger.ts'
import { figureTexts } from '../messages.ts'

export interface LedgerProps { ledger: Ledger; taxonomy: Taxonomy }

export function LedgerPage({ ledger, taxonomy }: LedgerProps) {
  const { locale, now } = useView()
  const t = useTexts(ledgerTexts)
  const n = (value: number | null) => (value === null ? withheld : formatNumber(value, locale))
  const { total, years, fields } = ledger
  const names = (row: LedgerRow) => fieldName(row.code, taxonomy, locale)
  return (
    <Page title={t.title} description={t.lead} path="/figures/outcomes" indexed demonstration={total.demonstration > 0} crumbs={[{ href: `/${locale}`, text: useTexts(shell).short }, { href: `/${locale}/figures`, text: useTexts(figureTexts).title }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p class="meta">{t.counted} <time dateTime={now.toISOString()}>{formatInstant(now, locale)}</time></p>
      {total.deals === 0 ? <p>{t.none}</p> : <>
        <dl class="numbers">
          <div class="number"><dt>{t.deals}</dt><dd>{n(total.deals)}</dd></div>
          <div class="number"><dt>{t.days}</dt><dd>{n(total.days)}</dd></div>
          <div class="number"><dt>{t.satisfaction}</dt><dd>{n(total.satisfaction)}</dd></div>
          {total.demonstration > 0 && <div class="number"><dt>{t.demonstration}</dt><dd>{n(total.demonstration)}</dd></div>}
        </dl>
        <h2>{t.survival}</h2>
        <p>{t.survivalLead}</p>
        <SurvivalTable row={total} />
        <h2>{t.values}</h2>
        <BandTable ledger={ledger} />
        <h2>{t.byYear}</h2>
        <BarChart id="years" title={t.byYear} description={t.chart} labels={years.map(({ code }) => code)} series={[{ name: t.chartDeals, tone: 'offer', values: years.map(({ deals }) => deals) }, { name: t.chartUsed, tone: 'need', values: years.map(({ survival }) => survival[6]?.used ?? 0) }]} />
        <LinesTable title={t.byYear} head={t.year} rows={years} nameOf={({ code }) => code} />
        <h2>{t.byField}</h2>
        <LinesTable title={t.byField} head={t.field} rows={fields} nameOf={names} />
        <p class="meta">{t.withheld}</p>
        <Prices ledger={ledger} taxonomy={taxonomy} />
        <Named ledger={ledger} />
      </>}
      <section class="row"><span>{t.files}:</span> {(['csv', 'xlsx', 'json'] as const).map((ending) => <a href={`/${locale}/figures/outcomes/data.${ending}`}>{t[ending]}</a>)}</section>
      <section><h2>{t.method}</h2><p>{t.about} {t.open}</p></section>
    </Page>
  )
}

function LinesTable({ title, head, rows, nameOf }: { title: string; head: string; rows: readonly LedgerRow[]; nameOf: (row: LedgerRow) => string }) {
  const { locale } = useView()
  const columns = ledgerColumns(locale)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={title}><table>
      <caption class="hidden">{title}</caption>
      <thead><tr><th scope="col">{head}</th>{columns.map((column) => <th scope="col" class="right">{column.title}</th>)}</tr></thead>
      <tbody>{rows.map((row) => <tr><th scope="row">{nameOf(row)}</th>{columns.map(({ cell }) => { const value = cell(row); return <td class="right">{value === null ? withheld : formatNumber(value, locale)}</td> })}</tr>)}</tbody>
    </table></div>
  )
}

function SurvivalTable({ row }: { row: LedgerRow }) {
  const { locale } = useView()
  const t = useTexts(ledgerTexts)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t.survival}><table>
      <caption class="hidden">{t.survival}</caption>
      <thead><tr><th scope="col">{t.survival}</th><th scope="col" class="right">{t.due}</th><th scope="col" class="right">{t.said}</th><th scope="col" class="right">{t.used}</th><th scope="col" class="right">{t.share}</th></tr></thead>
      <tbody>{outcomeMonths.map((months) => {
        const at = row.survival[months]
        const cell = (value: number | undefined) => <td class="right">{value === undefined ? withheld : formatNumber(value, locale)}</td>
        return <tr><th scope="row">{t.months(months)}</th>{cell(at?.due)}{cell(at?.said)}{cell(at?.used)}<td class="right">{at && at.due > 0 ? `${Math.round((100 * at.used) / at.due)} %` : withheld}</td></tr>
      })}</tbody>
    </table></div>
  )
}

function BandTable({ ledger: { bounds, total } }: { ledger: Ledger }) {
  const { locale } = useView()
  const t = useTexts(ledgerTexts)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t.values}><table>
      <caption class="hidden">{t.values}</caption>
      <thead><tr><th scope="col">{t.band}</th><th scope="col" class="right">{t.deals}</th></tr></thead>
      <tbody>{[...bounds, 0].map((_, band) => <tr><th scope="row">{bandName(band, bounds, locale)}</th><td class="right">{total.bands ? formatNumber(total.bands[band] ?? 0, locale) : withheld}</td></tr>)}</tbody>
    </table></div>
  )
}

function Prices({ ledger, taxonomy }: LedgerProps) {
  const { locale } = useView()
  const t = useTexts(ledgerTexts)
  const cells = (row: PriceRow) => <tr><th scope="row">{row.field === '' ? t.every : fieldName(row.field, taxonomy, locale)}</th><td>{priceGroup(row, taxonomy, locale)}</td><td class="right">{formatNumber(row.deals, locale)}</td><td>{priceName(row.low, row.high, locale)}</td></tr>
  return (
    <section id="prices"><h2>{t.prices}</h2>
      <p>{t.pricesLead}</p>
      {ledger.pricesDemonstrated && <p class="meta">{t.pricesDemonstrated}</p>}
      {ledger.prices.length === 0 ? <p>{t.noPrices}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.prices}><table>
        <caption class="hidden">{t.prices}</caption>
        <thead><tr><th scope="col">{t.field}</th><th scope="col">{t.kind}</th><th scope="col" class="right">{t.deals}</th><th scope="col">{t.price}</th></tr></thead>
        <tbody>{ledger.prices.map(cells)}</tbody>
      </table></div>}
    </section>
  )
}

function Named({ ledger: { named, bounds } }: { ledger: Ledger }) {
  const { locale } = useView()
  const t = useTexts(ledgerTexts)
  const use = useTexts(usageNames)
  return (
    <section id="named"><h2>{t.named}</h2>
      <p>{t.namedLead}</p>
      {named.length === 0 ? <p>{t.noNamed}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.named}><table>
        <caption class="hidden">{t.named}</caption>
        <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.parties}</th><th scope="col">{t.year}</th><th scope="col">{t.band}</th><th scope="col">{t.use}</th></tr></thead>
        <tbody>{named.map((deal) => {
          const language = deal.titles[locale] ? locale : deal.titles.vi ? 'vi' : 'en'
          return <tr><th scope="row" lang={language === locale ? undefined : language}>{deal.titles[language] ?? t.unnamed(deal.id)}{deal.demonstration && <> <span class="badge">{t.demonstrated}</span></>}</th>
            <td>{inLocale(locale, deal.supplier_vi, deal.supplier_en)} – {inLocale(locale, deal.demander_vi, deal.demander_en)}</td><td>{deal.year}</td><td>{bandName(deal.band, bounds, locale)}</td><td>{deal.use ? `${use[deal.use.usage]} (${t.months(deal.use.months).toLowerCase()})` : t.notYet}</td></tr>
        })}</tbody>
      </table></div>}
    </section>
  )
}
