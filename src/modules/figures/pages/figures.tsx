import { formatNumber, formatVndShort } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { figureTexts } from '../messages.ts'
import { type FieldFigures, fewestDeals, type Figures, type MonthFigures } from '../queries.ts'

export interface FiguresProps { figures: Figures; byField: FieldFigures[]; byMonth: MonthFigures[]; lost: { code: string; count: number }[]; taxonomy: Taxonomy }

export function FiguresPage({ figures, byField, byMonth, lost, taxonomy }: FiguresProps) {
  const { locale, now } = useView()
  const t = useTexts(figureTexts)
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
      <h2>{t.byField}</h2>
      <FieldChart rows={byField} taxonomy={taxonomy} />
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

/** Two bars a field, offers above needs, drawn on the server. The table below says the same. */
function FieldChart({ rows, taxonomy }: { rows: FieldFigures[]; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(figureTexts)
  const most = Math.max(1, ...rows.flatMap(({ offers, needs }) => [offers, needs]))
  const width = (value: number) => Math.round((value / most) * 380)
  const rowHeight = 62
  return (
    <svg class="chart" viewBox={`0 0 460 ${rows.length * rowHeight + 24}`} role="img" aria-label={t.chart}>
      <rect class="bar-offer" x="0" y="2" width="12" height="12" /><text x="18" y="13">{t.offersShort}</text>
      <rect class="bar-need" x="110" y="2" width="12" height="12" /><text x="128" y="13">{t.needsShort}</text>
      {rows.map((row, i) => {
        const y = i * rowHeight + 24
        return <g>
          <text x="0" y={y + 14}>{taxonomy.name('research_field', row.field, locale)}</text>
          <rect class="bar-offer" x="0" y={y + 20} width={width(row.offers)} height="13" /><text x={width(row.offers) + 5} y={y + 31}>{formatNumber(row.offers, locale)}</text>
          <rect class="bar-need" x="0" y={y + 36} width={width(row.needs)} height="13" /><text x={width(row.needs) + 5} y={y + 47}>{formatNumber(row.needs, locale)}</text>
        </g>
      })}
    </svg>
  )
}
