import { isStaff } from '../../../core/context.ts'
import { formatNumber } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { BarChart } from '../../../web/ui/chart.tsx'
import { Form, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { exposureTexts, matchRefusals, staffTexts } from '../answer-messages.ts'
import type { BoundSet, Exposure } from '../exposure-queries.ts'
import { type Bound, type ExposureAsked, exposureDays, exposureViews, noBound } from '../exposure-rules.ts'

export interface ExposureProps { asked: ExposureAsked; exposure: Exposure; history: BoundSet[]; form: FormState }
const query = ({ view, kind, days }: ExposureAsked): string => `view=${view}&kind=${kind}&days=${days}`

/** Which listings and organisations get how much of all showings, and the bound staff may set. */
export function ExposurePage({ asked, exposure, history, form }: ExposureProps) {
  const { locale, actor } = useView()
  const t = useTexts(exposureTexts), s = useTexts(staffTexts)
  const path = `/${locale}/administration/matching/exposure`
  const n = (value: number) => formatNumber(value, locale)
  const { rows, total, seen, published } = exposure
  return (
    <Page title={t.title} crumbs={[{ href: `/${locale}/administration`, text: s.administration }, { href: `/${locale}/administration/matching`, text: s.title }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <nav aria-label={t.title}><ul class="pages">{exposureViews.map((view) => <li><a href={`${path}?${query({ ...asked, view })}`} aria-current={view === asked.view ? 'page' : undefined}>{t.view[view]}</a></li>)}</ul></nav>
      <section><form method="get" action={path} class="sheet" aria-label={t.days}>
        <input type="hidden" name="view" value={asked.view} />
        <div class="pair">
          <Select form={freshForm(asked)} name="kind" label={t.kind} empty={false} optional="later" options={[{ value: 'offer', text: t.offer }, { value: 'need', text: t.need }]} />
          <Select form={freshForm(asked)} name="days" label={t.days} empty={false} optional="later" options={exposureDays.map((days) => ({ value: String(days), text: t.daysOf(days) }))} />
        </div>
        <div class="row"><button class="button">{t.apply}</button></div>
      </form></section>
      {total === 0 ? <p>{t.none}</p> : <section>
        <h2>{t.chart}</h2>
        <p class="meta">{t.sum(n(total), n(seen), n(published))}</p>
        <BarChart id="tenths" title={t.chart} description={t.chartText(exposure.tenths[0] ?? 0)} labels={exposure.tenths.map((_, i) => t.tenth(i + 1))} series={[{ name: t.percent, tone: asked.kind, values: exposure.tenths }]} />
        <h2 id="most">{t.table}</h2>
        {seen > rows.length && <p class="meta">{t.first(rows.length)}</p>}
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="most"><table>
          <thead><tr><th scope="col">{t.name}</th>{asked.view === 'listings' && <th scope="col">{t.owner}</th>}{[t.shown, t.share, t.opened, t.answered].map((column) => <th scope="col" class="right">{column}</th>)}</tr></thead>
          <tbody>{rows.map((row) => <tr><th scope="row">{row.href ? <a href={`/${locale}${row.href}`}>{row.name}</a> : row.name}</th>{asked.view === 'listings' && <td>{row.owner}</td>}<td class="right">{n(row.shown)}</td><td class="right">{percent(row.share, locale)}</td><td class="right">{n(row.opened)}</td><td class="right">{n(row.answered)}</td></tr>)}</tbody>
        </table></div>
        <p><a href={`${path}/data.csv?${query(asked)}`}>{t.csv}</a></p>
      </section>}
      <section><h2>{t.rules}</h2><ul class="prose">{t.rulesText.map((text) => <li>{text}</li>)}</ul></section>
      <BoundSection path={path} history={history} form={form} acts={isStaff('administrator')(actor) && actor.acted_by === null} />
    </Page>
  )
}

const percent = (share: number, locale: 'vi' | 'en'): string => new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { style: 'percent', maximumFractionDigits: 1 }).format(share / 100)

function BoundSection({ path, history, form, acts }: { path: string; history: BoundSet[]; form: FormState; acts: boolean }) {
  const { locale } = useView()
  const t = useTexts(exposureTexts)
  const now: Bound = history[0] ?? noBound
  const said = (value: number | null) => (value === null ? t.without : t.upTo(value))
  return (
    <section aria-labelledby="bound">
      <h2 id="bound">{t.bound}</h2>
      <p>{t.boundNow(said(now.listing_percent), said(now.organisation_percent))}</p>
      {acts && <div class="sheet"><Form action={path} form={form} submit={t.save} labels={{ listing_percent: t.listing_percent, organisation_percent: t.organisation_percent, reason: t.reason }} refusals={wording(useTexts(matchRefusals))}>
        <div class="pair">
          <TextField form={form} name="listing_percent" label={t.listing_percent} help={t.percentHelp} inputmode="numeric" optional />
          <TextField form={form} name="organisation_percent" label={t.organisation_percent} help={t.percentHelp} inputmode="numeric" optional />
        </div>
        <TextArea form={form} name="reason" label={t.reason} help={t.reasonHelp} rows={3} />
      </Form></div>}
      {history.length > 0 && <><h3 id="bounds">{t.history}</h3>
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="bounds"><table>
          <thead><tr><th scope="col">{t.when}</th><th scope="col">{t.who}</th><th scope="col">{t.listing_percent}</th><th scope="col">{t.organisation_percent}</th><th scope="col">{t.reason}</th></tr></thead>
          <tbody>{history.map((one) => <tr><td><time dateTime={one.set_at.toISOString()}>{formatInstant(one.set_at, locale)}</time></td><td>{one.set_by}</td><td>{said(one.listing_percent)}</td><td>{said(one.organisation_percent)}</td><td>{one.reason}</td></tr>)}</tbody>
        </table></div></>}
    </section>
  )
}
