import { formatNumber } from '../../../platform/money.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import type { PartFile } from '../../deals/part-queries.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { againNames, agreementNames, disuseNames, outcomeRefusals, outcomeTexts, revenueNames, usageNames } from '../messages.ts'
import { lastSaid, type StatementShown } from '../queries.ts'
import { agreementOn, type Agreement, type Asked, mayBeNamed, mostEffects, nextAsked } from '../rules.ts'
import { againAnswers, disuseCodes, type OutcomeMonths, revenueBands, usages } from '../schema.ts'
import { effectRows } from '../statement-fields.ts'

export interface OutcomePageProps {
  file: PartFile
  /** When the sides are asked; none while the deal is not won. */
  asked: readonly Asked[]
  today: string
  statements: readonly StatementShown[]
  form: FormState
  taxonomy: Taxonomy
}

export function OutcomePage({ file, asked, today, statements, form, taxonomy }: OutcomePageProps) {
  const { locale } = useView()
  const t = useTexts(outcomeTexts)
  const { deal, supplier, demander } = file
  if (deal.stage !== 'won') return (
    <PartPage file={file} part="outcome">
      {deal.stage === 'lost' ? <><p>{t.lost}</p><dl class="facts"><div><dt>{t.lostBecause}</dt><dd>{taxonomy.name('loss_reason', deal.loss_code ?? 'other', locale)}{deal.loss_reason && <Prose text={deal.loss_reason} />}</dd></div></dl></> : <p>{t.notWon}</p>}
    </PartPage>
  )
  const named = mayBeNamed(lastSaid(statements, supplier.id), lastSaid(statements, demander.id))
  return (
    <PartPage file={file} part="outcome">
      <p class="lead">{t.lead}</p>
      {named && <div class="notice good"><p>{t.named_yes} <a href={`/${locale}/figures/outcomes`}>{t.ledger}</a></p></div>}
      {asked.map((one) => <AtMonths file={file} one={one} today={today} statements={statements} />)}
      <Statement file={file} asked={asked} today={today} statements={statements} form={form} />
      <History file={file} statements={statements} />
    </PartPage>
  )
}

const tone: Record<Agreement, string> = { agreed: 'good', differs: 'warn', one_side: 'calm', none: '' }

/** What both sides say of one time, side by side. */
function AtMonths({ file, one, today, statements }: { file: PartFile; one: Asked; today: string; statements: readonly StatementShown[] }) {
  const { locale } = useView()
  const t = useTexts(outcomeTexts)
  const name = useName()
  const agreements = useTexts(agreementNames)
  const sides = [file.supplier, file.demander]
  const said = sides.map((side) => lastSaid(statements, side.id, one.months))
  const heading = t.after(one.months)
  const agreement = (fact: 'usage' | 'jobs' | 'revenue_band') => { const how = agreementOn(fact, said[0], said[1]); return <span class={`badge ${tone[how]}`}>{agreements[how]}</span> }
  const row = (title: string, cell: (statement: StatementShown) => preact.ComponentChildren, together: preact.ComponentChildren = '') => <tr><th scope="row">{title}</th>{said.map((statement) => <td>{statement ? cell(statement) : t.notSaid}</td>)}<td>{together}</td></tr>
  const words = useWords()
  return (
    <section id={`after-${one.months}`}>
      <h2>{heading}</h2>
      <p class="meta">{t.due}: {formatIsoDay(one.due, locale)}. {today < one.from && t.opens(formatIsoDay(one.from, locale))}</p>
      {said.every((statement) => !statement) ? <p>{t.nothing}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={heading}><table>
        <caption class="hidden">{heading}</caption>
        <thead><tr><th scope="col">{t.fact}</th>{sides.map((side) => <th scope="col">{name(side)}</th>)}<th scope="col">{t.together}</th></tr></thead>
        <tbody>
          {row(t.usage, words.usage, agreement('usage'))}
          {row(t.effects, words.effects)}
          {row(t.jobs, (s) => (s.jobs === null ? t.unsaid : formatNumber(s.jobs, locale)), agreement('jobs'))}
          {row(t.revenue_band, words.revenue, agreement('revenue_band'))}
          {row(t.satisfaction, (s) => (s.satisfaction === null ? t.hidden : t.ofFive(s.satisfaction)))}
          {row(t.again, words.again)}
          {row(t.named, (s) => (s.named ? t.yes : t.no))}
          {row(t.said, (s) => <>{s.person_name}, <time dateTime={s.stated_at.toISOString()}>{formatInstant(s.stated_at, locale)}</time></>)}
        </tbody>
      </table></div>}
    </section>
  )
}

/** The cells of a statement that take more than a word. */
function useWords() {
  const { locale } = useView()
  const t = useTexts(outcomeTexts)
  const [use, disuse, revenue, again] = [useTexts(usageNames), useTexts(disuseNames), useTexts(revenueNames), useTexts(againNames)]
  const number = (value: number) => new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 4 }).format(value)
  return {
    usage: (s: StatementShown) => <>{use[s.usage]}{s.reason_code && <>: {disuse[s.reason_code]}</>}{s.reason && <Prose text={s.reason} />}</>,
    effects: (s: StatementShown) => (s.effects.length === 0 ? t.none : <ul>{s.effects.map(({ measure, unit, before, after }) => <li>{measure}: {t.from(number(before), number(after), unit)}</li>)}</ul>),
    revenue: (s: StatementShown) => (s.revenue_band ? revenue[s.revenue_band] : t.unsaid),
    again: (s: StatementShown) => (s.again === null ? t.hidden : again[s.again]),
  }
}

/** For whoever may speak for their side, once there is something to speak of. */
function Statement({ file: { deal, acts, as }, asked, today, statements, form }: Pick<OutcomePageProps, 'file' | 'asked' | 'today' | 'statements' | 'form'>) {
  const { locale } = useView()
  const t = useTexts(outcomeTexts)
  const [use, disuse, revenue, again] = [useTexts(usageNames), useTexts(disuseNames), useTexts(revenueNames), useTexts(againNames)]
  const open = asked.filter(({ from }) => from <= today)
  if (acts.sign === null) return as === 'party' ? <p class="meta">{t.noSigner}</p> : null
  if (open.length === 0) return <p class="meta">{t.early}</p>
  const mine = statements.filter((one) => one.organisation_id === acts.sign)
  const options = <C extends string>(codes: readonly C[], names: Record<C, string>) => codes.map((value) => ({ value, text: names[value] }))
  const refusals = useTexts(outcomeRefusals)
  return (
    <section id="state" class="sheet">
      <h2>{t.state}</h2>
      {nextAsked(mine.map(({ months }) => months)) === null && <p>{t.allSaid}</p>}
      {mine.length > 0 && <p class="meta">{t.correct}</p>}
      <Form action={`/${locale}/deals/${deal.id}/outcome`} form={form} submit={t.send} labels={{ ...t, ...Object.fromEntries(effectRows.flatMap((row) => [[`measure_${row}`, t.measure(row)], [`before_${row}`, t.before(row)], [`after_${row}`, t.afterUse(row)], [`unit_${row}`, t.unit(row)]])) }} refusals={wording(refusals)}>
        <Select form={form} name="months" label={t.months} empty={false} options={open.map(({ months }) => ({ value: String(months), text: t.after(months) }))} />
        <Choices form={form} name="usage" label={t.usage} help={t.usageHelp} one options={options(usages, use)} />
        <Select form={form} name="reason_code" label={t.reason_code} optional options={options(disuseCodes, disuse)} />
        <TextArea form={form} name="reason" label={t.reason} rows={3} optional />
        <fieldset><legend>{t.effects}</legend>
          <p class="help">{t.effectsHelp(mostEffects)}</p>
          {effectRows.map((row) => <div class="pair">
            <TextField form={form} name={`measure_${row}`} label={t.measure(row)} optional />
            <TextField form={form} name={`unit_${row}`} label={t.unit(row)} optional />
            <TextField form={form} name={`before_${row}`} label={t.before(row)} inputmode="decimal" optional />
            <TextField form={form} name={`after_${row}`} label={t.afterUse(row)} inputmode="decimal" optional />
          </div>)}
        </fieldset>
        <TextField form={form} name="jobs" label={t.jobs} help={t.jobsHelp} inputmode="numeric" optional />
        <Select form={form} name="revenue_band" label={t.revenue_band} help={t.optionalHelp} optional options={options(revenueBands, revenue)} />
        <Choices form={form} name="satisfaction" label={t.satisfaction} help={t.satisfactionHelp} one options={['1', '2', '3', '4', '5'].map((value) => ({ value, text: value }))} />
        <Choices form={form} name="again" label={t.again} one options={options(againAnswers, again)} />
        <Choices form={form} name="named" label={t.named} help={t.namedHelp} optional options={[{ value: 'yes', text: t.namedTick }]} />
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
      </Form>
    </section>
  )
}

/** What was said and has been said anew since. */
function History({ file, statements }: { file: PartFile; statements: readonly StatementShown[] }) {
  const { locale } = useView()
  const t = useTexts(outcomeTexts)
  const name = useName()
  const words = useWords()
  const replaced = statements.filter((one) => lastSaid(statements, one.organisation_id, one.months) !== one)
  if (replaced.length === 0) return null
  return (
    <section id="history"><h2>{t.history}</h2><ul class="list">{replaced.map((one) => (
      <li>{t.after(one.months)} · {name(one.organisation_id === file.supplier.id ? file.supplier : file.demander)} · {words.usage(one)} <span class="meta">{one.person_name}, <time dateTime={one.stated_at.toISOString()}>{formatInstant(one.stated_at, locale)}</time> · {t.corrected}</span></li>
    ))}</ul></section>
  )
}

/** The form as it is first shown: the time asked next, or what our side said last of the time it would correct. */
export function initialOf(asked: readonly Asked[], today: string, mine: readonly StatementShown[]): Record<string, unknown> {
  const open = asked.filter(({ from }) => from <= today).map(({ months }) => months)
  const next = nextAsked(mine.map(({ months }) => months))
  const months: OutcomeMonths | undefined = next !== null && open.includes(next) ? next : open.findLast((one) => mine.some((statement) => statement.months === one)) ?? open[0]
  const last = mine.find((one) => one.months === months)
  if (!last) return { months, named: mine[0]?.named ? 'yes' : undefined }
  const effects = Object.fromEntries(last.effects.flatMap((effect, i) => [[`measure_${i + 1}`, effect.measure], [`unit_${i + 1}`, effect.unit], [`before_${i + 1}`, effect.before], [`after_${i + 1}`, effect.after]]))
  return { months, usage: last.usage, reason_code: last.reason_code ?? '', reason: last.reason, ...effects, jobs: last.jobs ?? '', revenue_band: last.revenue_band ?? '', satisfaction: last.satisfaction ?? undefined, again: last.again ?? undefined, named: last.named ? 'yes' : undefined }
}
