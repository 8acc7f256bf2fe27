import { canonicalText } from '../../../platform/proof/chain.ts'
import { inLocale } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { BarChart } from '../../../web/ui/chart.tsx'
import { Form, Hidden, TextArea, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { solutionRefusals } from '../messages.ts'
import { solutionTexts } from '../page-messages.ts'
import type { ResultRow, SolutionFile } from '../queries.ts'
import { roundTexts } from '../round-messages.ts'
import { isRanked } from '../rules.ts'
import type { Solution } from '../turns.ts'
import { MovedDates } from './dates.tsx'
import { RoundWords } from './rounds.tsx'
import { SolutionBadge } from './solutions.tsx'

/** A call as everybody reads it: what is wanted, how it is judged, by when, and in the end the result. */
export function SolutionPage({ file, form }: { file: SolutionFile; form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(solutionTexts)
  const rounds = useTexts(roundTexts)
  const { call, need } = file
  const base = `/${locale}/solutions/${call.id}`
  const when = (at: Date) => <time dateTime={at.toISOString()}>{formatInstant(at, locale)}</time>
  const vietnamese = locale === 'vi' ? undefined : 'vi'
  return (
    <Page title={call.title[locale]} description={call.particulars.about.slice(0, 200)} indexed={call.published_at !== null} demonstration={call.demonstration} crumbs={[{ href: `/${locale}/solutions`, text: t.title }]}>
      <div class="row"><h1>{call.title[locale]}</h1><SolutionBadge state={call.state} /></div>
      {(call.state === 'failed' || call.state === 'withdrawn') && <div class="notice warn"><p>{t.outcomes[call.outcome] ?? call.outcome}</p></div>}
      <p class="row">
        {file.handedIn ? <a class="button second" href={`${base}/submission`}>{t.mine}</a> : call.state === 'open' && !file.ofNeed && !file.runs && file.seat === null && <a class="button" href={`${base}/submission`}>{actor.person_id === null ? t.signIn : t.submit}</a>}
        {file.seat && <a class="button second" href={`${base}/council`}>{t.council}</a>}
        {call.rounds_begin_at && (isRanked(call.state) || file.watches || file.ofNeed || file.seat?.declaration === 'none') && <a class="button second" href={`${base}/rounds`}>{rounds.title}</a>}
        {(file.watches || file.ofNeed) && <a class="button second" href={`${base}/desk`}>{t.office}</a>}
      </p>
      <div class="stack">
        {file.result.length > 0 && <Result call={call} rows={file.result} base={base} />}
        <section><h2>{t.about}</h2>
          <p>{t.need}: {need ? <a href={`/${locale}/needs/${need.id}`} lang={need.language === locale ? undefined : need.language}>{need.title}</a> : t.needGone} · {t.owner}: {inLocale(locale, file.owner.vi, file.owner.en)}</p>
          <Prose text={call.particulars.about} lang={vietnamese} />
          {call.particulars.conditions && <><h3>{t.conditions}</h3><Prose text={call.particulars.conditions} lang={vietnamese} /></>}
          <p class="meta">{t.notTender}</p>
        </section>
        <section><h2>{t.times}</h2>
          <dl class="facts"><div><dt>{t.asks}</dt><dd>{when(call.asks_until)}</dd></div><div><dt>{t.closes}</dt><dd>{when(call.closes_at)}</dd></div>
            {call.technical_opened_at && <div><dt>{t.opened}</dt><dd>{when(call.technical_opened_at)}</dd></div>}{call.prices_opened_at && <div><dt>{t.pricesOpened}</dt><dd>{when(call.prices_opened_at)}</dd></div>}
            {call.standstill_until && <div><dt>{t.standstill}</dt><dd><time dateTime={call.standstill_until}>{formatIsoDay(call.standstill_until, locale)}</time></dd></div>}</dl>
          <p>{file.answers === null ? t.sealed : t.answers(file.answers)}</p>
          {call.published_at && <p><a href={`${base}/ocds`}>OCDS (JSON)</a></p>}
        </section>
        <MovedDates dates={file.dates} />
        <Rules call={call} />
        <Questions file={file} form={form} action={`${base}/questions`} />
      </div>
    </Page>
  )
}

function Rules({ call: { rules, rules_hash } }: { call: Solution }) {
  const { locale } = useView()
  const t = useTexts(solutionTexts), rounded = useTexts(roundTexts)
  return <section><h2>{t.rules}</h2>
    <div class="scroll" tabIndex={0} role="region" aria-label={t.criteriaTitle}><table>
      <caption>{t.criteriaTitle}</caption><thead><tr><th scope="col">{t.criterion}</th><th scope="col" class="right">{t.weight}</th></tr></thead>
      <tbody>{rules.criteria.map(({ name, weight_basis_points }) => <tr><th scope="row">{name[locale]}</th><td class="right">{t.share(weight_basis_points)}</td></tr>)}<tr><th scope="row">{t.price}</th><td class="right">{t.share(rules.price_weight_basis_points)}</td></tr></tbody>
    </table></div>
    <ul>{t.rulesWords(rules.threshold, t.share(rules.low_share_basis_points), rules.most_awards, rules.explain_days, rules.standstill_days, rules.shown === 'names').map((sentence) => <li>{sentence}</li>)}</ul>
    {rules.rounds && <><h3>{rounded.title}</h3><RoundWords rounds={rules.rounds} /></>}
    {rules_hash && <><h3>{t.hash}</h3><p class="break"><code>{rules_hash}</code></p><p class="meta">{t.hashHelp}</p><details><summary>{t.text}</summary><pre class="break">{canonicalText(rules)}</pre></details></>}
  </section>
}

/** Places, scores, prices and results, with the file of the same. */
function Result({ call, rows, base }: { call: Solution; rows: ResultRow[]; base: string }) {
  const { locale } = useView()
  const t = useTexts(solutionTexts)
  const ranked = rows.filter(({ value }) => value !== null)
  return <section><h2 id="result">{t.result}</h2>
    {ranked.length > 0 && <BarChart id="values" title={t.chart} description={t.chartHelp(ranked.length)} labels={ranked.map((row) => named(row, locale, t.number))} series={[{ name: t.value, tone: 'offer', values: ranked.map(({ value }) => value! / 100) }]} />}
    <div class="scroll" tabIndex={0} role="region" aria-labelledby="result"><table>
      <thead><tr><th scope="col">{t.rank}</th><th scope="col">{t.solution}</th><th scope="col" class="right">{t.technical}</th><th scope="col" class="right">{t.price}</th><th scope="col" class="right">{t.value}</th><th scope="col">{t.verdict}</th></tr></thead>
      <tbody>{rows.map((row) => <tr><td>{row.rank ?? '–'}</td><th scope="row">{named(row, locale, t.number)}</th><td class="right">{t.points(row.technical)}</td><td class="right">{row.price === null ? '–' : formatVnd(row.price, locale)}</td><td class="right">{row.value === null ? '–' : t.points(row.value)}</td><td>{verdict(row, t)}</td></tr>)}</tbody>
    </table></div>
    <p class="meta">{t.resultHelp}</p>
    <p class="row">{t.download}: <a href={`${base}/ranking.csv`}>CSV</a> <a href={`${base}/ranking.xlsx`}>XLSX</a> <a href={`${base}/record.json`}>JSON</a></p>
    {call.state === 'awarded' && call.award_reason && <p>{call.award_reason}</p>}
  </section>
}
type Words = (typeof solutionTexts)['vi']
const named = ({ name, number }: ResultRow, locale: 'vi' | 'en', numbered: (n: number) => string): string => (name ? `${inLocale(locale, name.vi, name.en)} (${numbered(number)})` : numbered(number))
export const verdict = ({ why, chosen }: ResultRow, t: Words): string => (why === 'below_threshold' ? t.below : why === 'excluded' ? t.excluded : chosen === null ? t.ranked : chosen ? t.chosen : t.notChosen)

function Questions({ file: { call, questions }, form, action }: { file: SolutionFile; form: FormState; action: string }) {
  const { locale, actor, now } = useView()
  const t = useTexts(solutionTexts)
  const refusals = wording(useTexts(solutionRefusals))
  return <section id="questions"><h2>{t.questions}</h2>
    {questions.length === 0 ? <p>{t.noQuestions}</p> : <ul class="list">{questions.map((one) => <li>
      <p class="meta">{t.asker}{one.own && <> ({t.yours})</>}, <time dateTime={one.asked_at.toISOString()}>{formatInstant(one.asked_at, locale)}</time></p>
      <p>{one.question}</p>{one.answered_at ? <Prose text={one.answer} /> : <p class="meta">{t.waiting}</p>}
    </li>)}</ul>}
    {call.state === 'open' && now < call.asks_until && (actor.person_id === null ? <p><a href={`/${locale}/sign-in`}>{t.signInAsk}</a></p>
      : <Form action={action} form={form} submit={t.sendQuestion} labels={{ question: t.ask }} refusals={refusals}>
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} /><TextArea form={form} name="question" label={t.ask} help={t.askHelp} rows={3} />
      </Form>)}
  </section>
}
