import { inLocale } from '../../../platform/locale.ts'
import { formatNumber } from '../../../platform/money.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { moderationTexts, reportTexts } from '../messages.ts'
import type { Report } from '../reports.ts'
import type { Waits } from '../rules.ts'
import { periods } from '../reports.ts'

/** How long listings waited, and why they were sent back; by person only for those it is meant for. */
export function ReportPage({ report }: { report: Report }) {
  const { locale, actor } = useView()
  const t = useTexts(reportTexts)
  const path = `/${locale}/moderation/report`
  const readsQueue = actor.staff_roles.some((role) => role === 'moderator' || role === 'observer' || role === 'inspector')
  return (
    <Page title={t.title} crumbs={readsQueue ? [{ href: `/${locale}/moderation`, text: useTexts(moderationTexts).title }] : [{ href: `/${locale}/administration`, text: inLocale(locale, 'Quản trị', 'Administration') }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="stack"><nav aria-label={t.period}><ul class="bare row">{periods.map((days) => <li><a href={`${path}?days=${days}`} aria-current={report.days === days ? 'true' : undefined}>{report.days === days ? <strong>{t.days(days)}</strong> : t.days(days)}</a></li>)}</ul></nav>
      <dl class="numbers">
        {([[t.decided, report.whole.decided], [t.median, report.whole.median_hours], [t.p90, report.whole.p90_hours], [t.inTime, report.whole.in_time_percent], [t.waiting, report.waiting], [t.late, report.overdue]] as const).map(([name, value]) => <div class="number"><dt>{name}</dt><dd>{value === null ? t.unknown : formatNumber(value, locale)}</dd></div>)}
      </dl></div>
      <h2 id="months">{t.byMonth}</h2>
      {report.whole.decided === 0 ? <p>{t.none}</p> : <WaitsTable id="months" first={t.month} rows={[...report.months.map(({ month, ...waits }) => [`${month.slice(5)}/${month.slice(0, 4)}`, waits] as const), [t.total, report.whole]]} />}
      <p><a href={`${path}/months.csv?days=${report.days}`}>{t.csvMonths}</a></p>
      <h2 id="reasons">{t.reasons}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="reasons"><table>
        <thead><tr><th scope="col">{t.reason}</th><th scope="col" class="right">{t.count}</th></tr></thead>
        <tbody>{report.reasons.map((one) => <tr><th scope="row">{inLocale(locale, one.name_vi, one.name_en)}</th><td class="right">{formatNumber(one.count, locale)}</td></tr>)}</tbody>
      </table></div>
      <p><a href={`${path}/reasons.csv?days=${report.days}`}>{t.csvReasons}</a> · <a href={`/${locale}/moderation/reasons`}>{useTexts(moderationTexts).reasonsLink}</a></p>
      {report.people.length > 0 && <>
        <h2 id="people">{t.people}</h2>
        <p class="meta">{t.peopleNote}</p>
        <WaitsTable id="people" first={t.person} rows={report.people.map(({ name, ...waits }) => [name || t.unknown, waits] as const)} />
      </>}
    </Page>
  )
}

function WaitsTable({ id, first, rows }: { id: string; first: string; rows: readonly (readonly [string, Waits])[] }) {
  const { locale } = useView()
  const t = useTexts(reportTexts)
  const n = (value: number | null): string => (value === null ? t.unknown : formatNumber(value, locale))
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby={id}><table>
      <thead><tr><th scope="col">{first}</th>{[t.decided, t.published, t.returned, t.median, t.p90, t.inTime].map((name) => <th scope="col" class="right">{name}</th>)}</tr></thead>
      <tbody>{rows.map(([name, waits]) => <tr><th scope="row">{name}</th>{[waits.decided, waits.published, waits.returned, waits.median_hours, waits.p90_hours, waits.in_time_percent].map((value) => <td class="right">{n(value)}</td>)}</tr>)}</tbody>
    </table></div>
  )
}
