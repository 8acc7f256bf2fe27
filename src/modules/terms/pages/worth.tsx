import type { Locale } from '../../../platform/locale.ts'
import { formatNumber, formatShare, formatVnd, formatVndShort } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form, Hidden, Select, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { partyOf, type PartFile } from '../../deals/part-queries.ts'
import { isOpen } from '../../deals/rules.ts'
import { assumptionFields, assumptionKinds, assumptionsNeeded, typedAssumptions } from '../assumption-fields.ts'
import { termRefusals } from '../messages.ts'
import type { Assumption, SentVersion } from '../queries.ts'
import type { AssumptionValues, Audience, TermVersion } from '../schema.ts'
import { sheetTexts } from '../sheet-messages.ts'
import { worthTexts } from '../worth-messages.ts'
import { type Sensitivity, type Worth, type WorthLine, type WorthSide, worthSides } from '../worth-rules.ts'
import { CumulativeChart, YearlyChart } from './worth-chart.tsx'

export type Source = 'own' | WorthSide
export interface WorthFile {
  file: PartFile
  versions: SentVersion[]
  version: TermVersion | null
  assumptions: Assumption[]
  /** By whose assumptions it is reckoned; null where there are none to choose. */
  source: Source | null
  sources: Source[]
  used: Assumption | null
  /** Null where there is nothing to reckon, or the sums would be too large. */
  worth: Worth | null
  sensitivity: { side: WorthSide; found: Sensitivity[] } | null
  against: { version: TermVersion; worth: Worth | null } | null
}

const short = (amount: number, locale: Locale): string => `${amount < 0 ? '−' : ''}${formatVndShort(Math.abs(amount), locale)}`
const exact = (amount: number, locale: Locale): string => `${amount < 0 ? '−' : ''}${formatVnd(Math.abs(amount), locale)}`
const plainNumber = (amount: number, locale: Locale): string => exact(amount, locale).replace(/ đồng$|VND /, '')

/** The cash flow as a table: for page, CSV and XLSX alike. */
export function worthTable(worth: Worth, locale: Locale): { head: string[]; rows: (string | number)[][] } {
  const t = worthTexts[locale]
  const years = Array.from({ length: worth.years + 1 }, (_, year) => t.year(year))
  return {
    head: [t.side, t.line, ...years, t.total, t.present],
    rows: worthSides.flatMap((side) => {
      const { flows, cash, cumulative, present, total, present_total } = worth[side]
      const named = (name: string, numbers: number[], sum: number | '', worthNow: number | ''): (string | number)[] => [t.sides[side], name, ...numbers, sum, worthNow]
      return [...flows.filter((flow) => flow.cash.some((amount) => amount !== 0)).map((flow) => named(t.lines[flow.line], flow.cash, flow.total, flow.present_total)), named(t.sum, cash, total, present_total), named(t.cumulative, cumulative, '', ''), named(t.presentRow, present, present_total, present_total)]
    }),
  }
}
/** What was supposed, in words: beside the charts and on the second sheet of the workbook. */
export function assumptionLines(values: AssumptionValues, locale: Locale): [string, string][] {
  const t = worthTexts[locale]
  return assumptionFields.map((name): [string, string] => [t.fields[name], assumptionKinds[name] === 'share' ? formatShare(values[name], locale) : assumptionKinds[name] === 'amount' ? formatVnd(values[name], locale) : formatNumber(values[name], locale)])
}

/** What a version is worth to both sides under what somebody supposes: charts, the same as a table, what matters most, and beside another version. */
export function WorthPage({ shown, forms }: { shown: WorthFile; forms: Record<string, FormState> }) {
  const { locale } = useView()
  const t = useTexts(worthTexts)
  const { file, version, used, worth } = shown
  const base = `/${locale}/deals/${file.deal.id}/terms`
  return (
    <PartPage file={file} part="terms" title={t.title}>
      <p class="lead">{t.lead}</p>
      <div class="stack">
        {!version ? <p>{t.noSheet}</p> : !used ? <p>{t.none}</p> : <><Chooser shown={shown} />{worth ? <Reckoned shown={shown} worth={worth} used={used} /> : <div class="notice warn"><p>{t.tooLarge}</p></div>}</>}
        <Shared shown={shown} />
        {file.acts.edit !== null && file.brokering.length === 0 && isOpen(file.deal.stage) && <section><h2>{t.assume}</h2>{(['private', 'shared'] as const).map((audience) => <AssumptionForm shown={shown} audience={audience} form={forms[audience]} />)}</section>}
        <p><a href={base}>{t.back}</a></p>
      </div>
    </PartPage>
  )
}

function Chooser({ shown: { file, versions, version, source, sources, against } }: { shown: WorthFile }) {
  const { locale } = useView()
  const t = useTexts(worthTexts)
  const s = useTexts(sheetTexts)
  const form = freshForm({ by: source, number: version?.number, against: against?.version.number ?? '' })
  const numbers = versions.map(({ number }) => ({ value: String(number), text: s.version(number) }))
  return <form method="get" action={`/${locale}/deals/${file.deal.id}/terms/worth`} class="sheet"><h2>{t.choose}</h2>
    <Select form={form} name="by" label={t.by} empty={false} options={sources.map((one) => ({ value: one, text: t.sources[one] }))} />
    <Select form={form} name="number" label={t.version} empty={false} options={numbers} />
    {versions.length > 1 && <Select form={form} name="against" label={t.against} empty={false} optional="later" options={[{ value: '', text: t.noVersion }, ...numbers]} />}
    <div class="row"><button class="button">{t.show}</button></div>
  </form>
}

function Reckoned({ shown: { file, version, source, sensitivity, against }, worth, used }: { shown: WorthFile; worth: Worth; used: Assumption }) {
  const { locale } = useView()
  const t = useTexts(worthTexts)
  const s = useTexts(sheetTexts)
  const { head, rows } = worthTable(worth, locale)
  const query = `by=${source ?? ''}&number=${version?.number ?? ''}`
  const base = `/${locale}/deals/${file.deal.id}/terms`
  return <>
    <section><h2>{s.version(version?.number ?? 0)}</h2>
      <ul>{worthSides.map((side) => <li><strong>{t.atSigning(t.sides[side], exact(worth[side].present_total, locale))}</strong></li>)}<li>{t.paid(exact(worth.paid, locale))}</li>{worth.beyond > 0 && <li>{t.beyond(exact(worth.beyond, locale))}</li>}</ul>
      <details><summary>{source && t.sources[source]}</summary><dl class="facts">{assumptionLines(used.values, locale).map(([label, text]) => <div><dt>{label}</dt><dd>{text}</dd></div>)}</dl></details>
    </section>
    <section><h2>{t.yearly}</h2><YearlyChart worth={worth} description={t.yearlySays(short(worth.supplier.total, locale), short(worth.demander.total, locale))} /></section>
    <section><h2>{t.together}</h2><CumulativeChart worth={worth} description={t.togetherSays(short(worth.supplier.total, locale), short(worth.demander.total, locale))} /></section>
    <section><h2>{t.table}</h2><p class="meta">{t.unit} {t.rounding} {t.formula}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.table}><table class="amounts"><caption class="hidden">{t.table}</caption>
        <thead><tr>{head.map((name) => <th scope="col">{name}</th>)}</tr></thead>
        <tbody>{rows.map(([side, name, ...numbers]) => <tr><td>{side}</td><th scope="row">{name}</th>{numbers.map((one) => <td class="right">{typeof one === 'number' ? plainNumber(one, locale) : one}</td>)}</tr>)}</tbody>
      </table></div>
      <p class="row"><span>{t.files}:</span> <a href={`${base}/worth.csv?${query}`}>{t.csv}</a> <a href={`${base}/worth.xlsx?${query}`}>{t.xlsx}</a></p>
    </section>
    {sensitivity && <section><h2>{t.sensitivity}</h2><p>{t.sensitivityLead(t.sides[sensitivity.side])}</p>{sensitivity.found.length === 0 ? <p>{t.nothingMoves}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.sensitivity}><table>
      <caption class="hidden">{t.sensitivity}</caption><thead><tr>{[t.assumption, t.lower, t.higher, t.swing].map((name) => <th scope="col">{name}</th>)}</tr></thead>
      <tbody>{sensitivity.found.map(({ varied, low, high, swing }) => <tr><th scope="row">{t.varied[varied]}</th>{[low, high, swing].map((amount) => <td class="right">{plainNumber(amount, locale)}</td>)}</tr>)}</tbody></table></div>}</section>}
    {against?.worth && version && <Comparison one={version.number} worth={worth} other={against.version.number} otherWorth={against.worth} />}
  </>
}

/** Two versions side by side, line by line, by what they are worth at signing. */
function Comparison({ one, worth, other, otherWorth }: { one: number; worth: Worth; other: number; otherWorth: Worth }) {
  const { locale } = useView()
  const t = useTexts(worthTexts)
  const s = useTexts(sheetTexts)
  const title = t.comparison(one, other)
  const of = (from: Worth, side: WorthSide, line: WorthLine): number => from[side].flows.find((flow) => flow.line === line)?.present_total ?? 0
  const rows = worthSides.flatMap((side) => [
    ...worth[side].flows.flatMap(({ line }) => (of(worth, side, line) || of(otherWorth, side, line) ? [[side, t.lines[line], of(worth, side, line), of(otherWorth, side, line)] as const] : [])),
    [side, t.sum, worth[side].present_total, otherWorth[side].present_total] as const,
  ])
  return <section><h2>{title}</h2><div class="scroll" tabIndex={0} role="region" aria-label={title}><table class="amounts"><caption class="hidden">{title}</caption>
    <thead><tr>{[t.side, t.line, s.version(one), s.version(other), t.difference].map((name) => <th scope="col">{name}</th>)}</tr></thead>
    <tbody>{rows.map(([side, name, now, then]) => <tr><td>{t.sides[side]}</td><th scope="row">{name}</th>{[now, then, now - then].map((amount) => <td class="right">{plainNumber(amount, locale)}</td>)}</tr>)}</tbody>
  </table></div></section>
}

/** What either side has chosen to let the other know. */
function Shared({ shown: { file, assumptions } }: { shown: WorthFile }) {
  const { locale } = useView()
  const t = useTexts(worthTexts)
  const name = useName()
  const shared = assumptions.filter(({ audience }) => audience === 'shared')
  return <>{shared.map((one) => <section><h2>{t.sharedTitle}: {name(partyOf(file, one.organisation_id))}</h2><p class="meta">{t.saved(one.person_name, formatInstant(one.saved_at, locale))}</p><dl class="facts">{assumptionLines(one.values, locale).map(([label, text]) => <div><dt>{label}</dt><dd>{text}</dd></div>)}</dl></section>)}</>
}

function AssumptionForm({ shown: { file, assumptions, version }, audience, form: sent }: { shown: WorthFile; audience: Audience; form: FormState | undefined }) {
  const { locale } = useView()
  const t = useTexts(worthTexts)
  const own = assumptions.find((one) => one.organisation_id === file.acts.edit && one.audience === audience)
  const typed = sent ?? freshForm(own ? typedAssumptions(own.values, locale) : {})
  // Two forms of the same fields stand on the page: each names its own.
  const at = (name: string): string => `${audience}_${name}`
  const form: FormState = { ...typed, values: Object.fromEntries(Object.entries(typed.values).map(([name, value]) => [at(name), value])), errors: Object.fromEntries(Object.entries(typed.errors).map(([name, code]) => [at(name), code])) }
  const milestones = version?.content.clauses.milestones?.rows ?? []
  const labels = Object.fromEntries([...assumptionFields.map((name) => [at(name), t.fields[name]]), ...milestones.flatMap(({ what }, i) => [[at(`probability_${i + 1}`), t.probability(what)], [at(`year_${i + 1}`), t.milestoneYear(what)]])]) as Record<string, string>
  return <details open={sent !== undefined}><summary>{audience === 'private' ? t.privateTitle : t.sharedTitle}</summary><p>{audience === 'private' ? t.privateLead : t.sharedLead}</p>
    <Form action={`/${locale}/deals/${file.deal.id}/terms/assumptions/${audience}`} form={form} submit={audience === 'private' ? t.keep : t.share} labels={labels} refusals={wording(termRefusals[locale])}>
      <Hidden name="audience" value={audience} />
      {assumptionFields.map((name) => <TextField form={form} name={at(name)} label={t.fields[name]} help={assumptionsNeeded.includes(name) ? undefined : t.emptyHelp} optional={!assumptionsNeeded.includes(name)} inputmode={assumptionKinds[name] === 'share' ? 'decimal' : 'numeric'} />)}
      {milestones.map((row, i) => <><TextField form={form} name={at(`probability_${i + 1}`)} label={t.probability(row.what)} optional inputmode="decimal" />{row.after_days === null && <TextField form={form} name={at(`year_${i + 1}`)} label={t.milestoneYear(row.what)} optional inputmode="numeric" />}</>)}
    </Form>
  </details>
}
