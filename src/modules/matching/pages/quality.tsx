import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { formatNumber } from '../../../platform/money.ts'
import { isStaff } from '../../../core/context.ts'
import { LineChart } from '../../../web/ui/chart.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { qualityTexts } from '../quality-messages.ts'
import type { Quality } from '../quality-queries.ts'
import { featureNames, vectorOf } from '../rules.ts'

/** How good matching is, by what people answer and by what was learnt, and which weights serve. */
export function QualityPage({ trainings, serving, weights, weeks }: Quality) {
  const { locale, actor } = useView()
  const t = useTexts(qualityTexts)
  const path = `/${locale}/administration/matching`
  const n = (value: number) => formatNumber(value, locale)
  const part = (value: number) => value.toFixed(3).replace('.', locale === 'vi' ? ',' : '.')
  const may = isStaff('administrator')(actor)
  const serve = (id: number | null, label: string) => (
    <form method="post" action={`${path}/quality/serve`} data-guard=""><input type="hidden" name="seen" value={serving.id} />{id !== null && <input type="hidden" name="training_id" value={id} />}<button class="button second">{label}{id !== null && <span class="hidden"> ({t.number} {id})</span>}</button></form>
  )
  const accepted = weeks.reduce((sum, week) => sum + week.accepted, 0), declined = weeks.reduce((sum, week) => sum + week.declined, 0)
  const old = trainings.toReversed()
  return (
    <Page title={t.title} crumbs={[{ href: path, text: t.matching }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <section>
        <h2 id="answers">{t.answers}</h2>
        {weeks.length === 0 ? <p>{t.noAnswers}</p> : <>
          <LineChart id="weeks" title={t.answers} description={t.answersChart(accepted, declined)} labels={weeks.map(({ week }) => formatIsoDay(week, locale))} series={[{ name: t.accepted, tone: 'offer', values: weeks.map((week) => week.accepted) }, { name: t.declined, tone: 'need', values: weeks.map((week) => week.declined) }]} />
          <div class="scroll" tabIndex={0} role="region" aria-labelledby="answers"><table>
            <thead><tr><th scope="col">{t.week}</th><th scope="col" class="right">{t.accepted}</th><th scope="col" class="right">{t.declined}</th><th scope="col" class="right">{t.share}</th></tr></thead>
            <tbody>{weeks.map((week) => <tr><th scope="row">{formatIsoDay(week.week, locale)}</th><td class="right">{n(week.accepted)}</td><td class="right">{n(week.declined)}</td><td class="right">{week.accepted + week.declined === 0 ? '–' : `${Math.round(week.accepted / (week.accepted + week.declined) * 100)} %`}</td></tr>)}</tbody>
          </table></div>
        </>}
      </section>
      <section>
        <h2 id="trainings">{t.trainings}</h2>
        <p class="meta">{t.trainingsHelp}</p>
        <p>{serving.training_id === null ? t.program : t.serving(serving.training_id)}</p>
        {may && serving.training_id !== null && serve(null, t.serveProgram)}
        {trainings.length === 0 ? <p>{t.noTrainings}</p> : <>
          <LineChart id="learnt" title={t.chart} description={t.chartText(trainings.length)} labels={old.map(({ id }) => String(id))} series={[{ name: t.learnt, tone: 'offer', values: old.map(({ quality }) => Math.round(quality * 1000)) }, { name: t.before, tone: 'need', values: old.map(({ quality_before }) => Math.round(quality_before * 1000)) }]} />
          <div class="scroll" tabIndex={0} role="region" aria-labelledby="trainings"><table>
            <thead><tr><th scope="col">{t.number}</th><th scope="col">{t.at}</th><th scope="col" class="right">{t.needs}</th><th scope="col" class="right">{t.answered}</th><th scope="col" class="right">{t.quality}</th><th scope="col" class="right">{t.qualityBefore}</th><th scope="col">{t.used}</th>{may && <th scope="col">{t.serve}</th>}</tr></thead>
            <tbody>{trainings.map((row) => <tr>
              <th scope="row">{row.id}</th><td><time dateTime={row.at.toISOString()}>{formatInstant(row.at, locale)}</time></td><td class="right">{n(row.needs)}</td><td class="right">{n(row.answers)}</td><td class="right">{part(row.quality)}</td><td class="right">{part(row.quality_before)}</td><td>{row.served ? t.yes : t.no}</td>
              {may && <td>{row.id === serving.training_id ? t.serves : serve(row.id, t.serve)}</td>}
            </tr>)}</tbody>
          </table></div>
          <p><a href={`${path}/quality/data.csv`}>{t.csv}</a></p>
        </>}
      </section>
      <section>
        <h2 id="weights">{t.weights}</h2>
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="weights"><table>
          <thead><tr><th scope="col">{t.what}</th><th scope="col" class="right">{t.weight}</th></tr></thead>
          <tbody>{vectorOf(weights).map((weight, i) => <tr><th scope="row">{t.features[featureNames[i]!]}</th><td class="right">{part(weight)}</td></tr>)}</tbody>
        </table></div>
      </section>
    </Page>
  )
}
