import { inLocale } from '../../../platform/locale.ts'
import { formatNumber } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { freshForm } from '../../../web/http.tsx'
import { BarChart, LineChart, type Series } from '../../../web/ui/chart.tsx'
import { Select } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Pager } from '../../organisations/pages/parts.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { staffTexts } from '../answer-messages.ts'
import { qualityTexts } from '../quality-messages.ts'
import { readsExposure } from '../answer-rules.ts'
import { lexiconTexts } from '../lexicon-messages.ts'
import type { DeclineCount, Objection } from '../objection-queries.ts'
import type { MatchReason } from '../schema.ts'
import { wordReason } from '../wording.ts'

export interface StaffProps {
  objections: { rows: Objection[]; pages: number }
  page: number
  counts: { code: string; n: number; example: MatchReason }[]
  declines: DeclineCount[]
  months: string[]
  field: string
  taxonomy: Taxonomy
}

/** What people said to suggested matches: which reasons they called wrong, and why they declined. */
export function MatchingPage(props: StaffProps) {
  const { locale, actor } = useView()
  const t = useTexts(staffTexts), q = useTexts(qualityTexts), l = useTexts(lexiconTexts)
  return (
    <Page title={t.title} crumbs={actor.staff_roles.some((role) => role !== 'deal_officer') ? [{ href: `/${locale}/administration`, text: t.administration }] : []}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p class="row"><a class="button second" href={`/${locale}/administration/matching/quality`}>{q.title}</a>{readsExposure(actor) && <a class="button second" href={`/${locale}/administration/matching/exposure`}>{t.exposure}</a>}<a class="button second" href={`/${locale}/administration/lexicon`}>{l.title}</a></p>
      <Objections {...props} />
      <Declines {...props} />
    </Page>
  )
}

function Objections({ objections: { rows, pages }, page, counts, field, taxonomy }: StaffProps) {
  const { locale } = useView()
  const t = useTexts(staffTexts)
  const n = (value: number) => formatNumber(value, locale)
  if (counts.length === 0) return <section><h2>{t.byReason}</h2><p>{t.noObjections}</p></section>
  const named = counts.map(({ code, n: times, example }) => ({ code, times, words: wordReason(example, locale, taxonomy) }))
  return (
    <section>
      <h2 id="reasons">{t.byReason}</h2>
      <BarChart id="objections" title={t.byReason} description={t.byReasonChart(named.slice(0, 3).map(({ code, times }) => `${code} (${n(times)})`).join(', '))} labels={named.slice(0, 12).map(({ words }) => words)} series={[{ name: t.times, tone: 'need', values: named.slice(0, 12).map(({ times }) => times) }]} />
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="reasons"><table>
        <thead><tr><th scope="col">{t.reason}</th><th scope="col">{t.example}</th><th scope="col" class="right">{t.times}</th></tr></thead>
        <tbody>{named.map(({ code, words, times }) => <tr><th scope="row"><code>{code}</code></th><td>{words}</td><td class="right">{n(times)}</td></tr>)}</tbody>
      </table></div>
      <h2 id="latest">{t.latest}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="latest"><table>
        <thead><tr><th scope="col">{t.at}</th><th scope="col">{t.reason}</th><th scope="col">{t.said}</th><th scope="col">{t.who}</th><th scope="col">{t.pair}</th></tr></thead>
        <tbody>{rows.map((row) => <tr>
          <td><time dateTime={row.objected_at.toISOString()}>{formatInstant(row.objected_at, locale)}</time></td><td>{wordReason(row.reason, locale, taxonomy)}</td><td>{row.words}</td>
          <td>{row.organisation ? inLocale(locale, row.organisation.name_vi, row.organisation.name_en) : t.officer}</td><td><a href={`/${locale}/my/matches/${row.need_id}/${row.offer_id}`}>{row.need_title} · {row.offer_title}</a></td>
        </tr>)}</tbody>
      </table></div>
      <Pager path={`/${locale}/administration/matching`} query={{ field }} page={page} pages={pages} />
    </section>
  )
}

const sum = (rows: readonly DeclineCount[], where: (row: DeclineCount) => boolean): number => rows.reduce((total, row) => total + (where(row) ? row.n : 0), 0)

function Declines({ declines, months, field, taxonomy }: StaffProps) {
  const { locale } = useView()
  const t = useTexts(staffTexts)
  const n = (value: number) => formatNumber(value, locale)
  const reason = (code: string) => taxonomy.name('match_decline_reason', code, locale)
  const month = (text: string) => `${text.slice(5)}/${text.slice(0, 4)}`
  const name = (code: string) => (code ? taxonomy.name('research_field', code, locale) : t.noField)
  const byTotal = (pick: (row: DeclineCount) => string) => [...Map.groupBy(declines, pick)].map(([key, rows]) => ({ key, rows, total: sum(rows, () => true) })).toSorted((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
  const codes = byTotal(({ code }) => code), fields = byTotal((row) => row.field)
  /** Of each group, who declined: those who seek as needs are drawn, those who offer as offers are. */
  const seriesOf = (of: readonly ((row: DeclineCount) => boolean)[]): Series[] =>
    ([['need', t.bySeekers], ['offer', t.byOffers]] as const).map(([tone, title]) => ({ name: title, tone, values: of.map((where) => sum(declines, (row) => row.by_need === (tone === 'need') && where(row))) }))
  return (
    <section>
      <h2>{t.declines}</h2>
      <form method="get" action={`/${locale}/administration/matching`} class="sheet" aria-label={t.field}>
        <Select form={freshForm({ field })} name="field" label={t.field} empty={false} optional="later" options={[{ value: '', text: t.every }, ...taxonomy.list('research_field').filter(({ level }) => level === '1' || level === '2').map(({ code }) => ({ value: code, text: `${code} ${taxonomy.name('research_field', code, locale)}` }))]} />
        <div class="row"><button class="button">{t.apply}</button></div>
      </form>
      <p class="meta">{t.counted}</p>
      {declines.length === 0 ? <p>{t.noDeclines}</p> : <>
        <section><h3 id="months">{t.overTime}</h3>
        <LineChart id="declines-months" title={t.overTime} description={t.overTimeChart(month(months[0] ?? ''), month(months.at(-1) ?? ''), sum(declines, () => true))} labels={months.map(month)} series={seriesOf(months.map((one) => (row) => row.month === one))} />
        <Sheet id="months" first={t.month} columns={codes.map(({ key }) => reason(key))} rows={months.map((one) => [month(one), codes.map(({ key }) => sum(declines, (row) => row.month === one && row.code === key))])} /></section>
        <section><h3 id="codes">{t.byCode}</h3>
        <BarChart id="declines-codes" title={t.byCode} description={t.byCodeChart(codes.slice(0, 3).map(({ key, total }) => `${reason(key)} (${n(total)})`).join('; '))} labels={codes.map(({ key }) => reason(key))} series={seriesOf(codes.map(({ key }) => (row) => row.code === key))} />
        <Sheet id="codes" first={t.reason} columns={[t.bySeekers, t.byOffers]} rows={codes.map(({ key, rows }) => [reason(key), [sum(rows, (row) => row.by_need), sum(rows, (row) => !row.by_need)]])} /></section>
        <section><h3 id="fields">{t.byField}</h3>
        <Sheet id="fields" first={t.field} columns={codes.map(({ key }) => reason(key))} rows={fields.map(({ key, rows }) => [name(key), codes.map((code) => sum(rows, (row) => row.code === code.key))])} /></section>
        <p><a href={`/${locale}/administration/matching/declines.csv${field ? `?field=${field}` : ''}`}>{t.csv}</a></p>
      </>}
    </section>
  )
}

/** Numbers below a heading with this id, and what each row comes to. */
function Sheet({ id, first, columns, rows }: { id: string; first: string; columns: string[]; rows: [string, number[]][] }) {
  const { locale } = useView()
  const t = useTexts(staffTexts)
  const n = (value: number) => formatNumber(value, locale)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby={id}><table>
      <thead><tr><th scope="col">{first}</th>{columns.map((column) => <th scope="col" class="right">{column}</th>)}<th scope="col" class="right">{t.total}</th></tr></thead>
      <tbody>{rows.map(([name, values]) => <tr><th scope="row">{name}</th>{values.map((value) => <td class="right">{n(value)}</td>)}<td class="right">{n(values.reduce((total, value) => total + value, 0))}</td></tr>)}</tbody>
    </table></div>
  )
}
