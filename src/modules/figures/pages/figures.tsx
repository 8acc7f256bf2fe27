import { formatNumber, formatVndShort } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { BarChart } from '../../../web/ui/chart.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { conversionTexts } from '../conversion-messages.ts'
import { seesConversion } from '../conversion-rules.ts'
import { figureTexts, marketTexts } from '../messages.ts'
import { MarketViews } from './market.tsx'
import { type FieldFigures, fewestDeals, type Figures, type MonthFigures } from '../queries.ts'

export interface FiguresProps { figures: Figures; byField: FieldFigures[]; byMonth: MonthFigures[]; lost: { code: string; count: number }[]; taxonomy: Taxonomy }

export function FiguresPage({ figures, byField, byMonth, lost, taxonomy }: FiguresProps) {
  const { locale, now, actor } = useView()
  const t = useTexts(figureTexts)
  const market = useTexts(marketTexts)
  const n = (value: number) => formatNumber(value, locale)
  const ended = figures.deals_won + figures.deals_lost
  return (
    <Page title={t.title} description={t.lead} path="/figures" indexed>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p class="meta">{t.updated} <time dateTime={now.toISOString()}>{formatInstant(now, locale)}</time></p>
      <dl class="numbers">
        {(['offers', 'needs', 'organisations', 'verified', 'interests', 'deals_open', 'deals_won', 'deals_lost'] as const).map((name) => <div class="number"><dt>{t[name]}</dt><dd>{n(figures[name])}</dd></div>)}
        <div class="number"><dt>{t.value}</dt><dd>{figures.deals_won > 0 && figures.deals_won < fewestDeals ? '…' : formatVndShort(figures.value, locale)}</dd></div>
        {ended > 0 && <div class="number"><dt>{t.rate}: {t.rateText(figures.deals_won, ended)}</dt><dd>{n(Math.round((100 * figures.deals_won) / ended))} %</dd></div>}
      </dl>
      {figures.imported > 0 && <p class="meta">{t.imported(n(figures.imported))}</p>}
      <p><a href={`/${locale}/figures/outcomes`}>{t.ledger}</a>{seesConversion(actor) && <> · <a href={`/${locale}/figures/conversion`}>{useTexts(conversionTexts).title}</a></>}</p>
      <h2>{market.title}</h2>
      <p>{market.lead}</p>
      <div><MarketViews /></div>
      <h2>{t.byField}</h2>
      <BarChart id="fields" title={t.byField} description={t.chart} labels={byField.map(({ field }) => taxonomy.name('research_field', field, locale))} series={(['offer', 'need'] as const).map((tone) => ({ name: t[`${tone}sShort`], tone, values: byField.map((row) => row[`${tone}s`]) }))} />
      <div class="scroll" tabIndex={0} role="region" aria-label={t.byField}><table>
        <thead><tr><th scope="col">{t.field}</th><th scope="col" class="right">{t.offersShort}</th><th scope="col" class="right">{t.needsShort}</th><th scope="col" class="right">{t.won}</th><th scope="col" class="right">{t.amount}</th></tr></thead>
        <tbody>{byField.map((row) => <tr><th scope="row">{taxonomy.name('research_field', row.field, locale)}</th><td class="right">{n(row.offers)}</td><td class="right">{n(row.needs)}</td><td class="right">{n(row.deals_won)}</td><td class="right">{row.value === null ? '…' : n(row.value)}</td></tr>)}</tbody>
      </table></div>
      <p class="meta">{t.bothFields} {t.withheld}</p>
      <p><a href={`/${locale}/figures/fields.csv`}>{t.csv}</a></p>
      <h2>{t.byMonth}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.byMonth}><table>
        <thead><tr><th scope="col">{t.month}</th><th scope="col" class="right">{t.published}</th><th scope="col" class="right">{t.interests}</th><th scope="col" class="right">{t.won}</th><th scope="col" class="right">{t.amount}</th></tr></thead>
        <tbody>{byMonth.map((row) => <tr><th scope="row">{row.month.slice(5)}/{row.month.slice(0, 4)}</th><td class="right">{n(row.published)}</td><td class="right">{n(row.interests)}</td><td class="right">{n(row.deals_won)}</td><td class="right">{row.value === null ? '…' : n(row.value)}</td></tr>)}</tbody>
      </table></div>
      <p><a href={`/${locale}/figures/months.csv`}>{t.csv}</a></p>
      <h2>{t.lost}</h2>
      {lost.length === 0 ? <p>{t.few}</p> : <table>
        <thead><tr><th scope="col">{t.reason}</th><th scope="col" class="right">{t.count}</th></tr></thead>
        <tbody>{lost.map(({ code, count }) => <tr><th scope="row">{taxonomy.name('loss_reason', code, locale)}</th><td class="right">{n(count)}</td></tr>)}</tbody>
      </table>}
    </Page>
  )
}
