import { inLocale } from '../../../platform/locale.ts'
import { formatDay, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Choices, Form, TextField } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import type { PartFile } from '../../deals/part-queries.ts'
import type { RuleMark } from '../../rulebook/schema.ts'
import { factField } from '../commands.ts'
import { answerText } from '../dossier.ts'
import { fitNames, supportTexts, verdictNames } from '../messages.ts'
import { factOf, facts, readOn } from '../programmes.ts'
import type { SaidFact } from '../queries.ts'
import { factsIn, type Fit, type Fitting, type Judged, type Known, type Verdict } from '../rules.ts'

export interface SupportProps { file: PartFile; side: 'supplier' | 'demander'; sides: ('supplier' | 'demander')[]; fittings: Fitting[]; said: SaidFact[]; known: Known; form: FormState }
const fitKinds: Record<Fit, string> = { likely: 'good', needs_facts: 'warn', unknown: '', not_yet: 'calm', unfit: 'bad' }
const verdictKinds: Record<Verdict, string> = { met: 'good', not_met: 'bad', needs_fact: 'warn', not_verified: '' }

export function SupportPage(props: SupportProps) {
  const { file, side, sides, fittings } = props
  const { locale } = useView()
  const t = useTexts(supportTexts)
  const name = useName()
  const own = `/${locale}/deals/${file.deal.id}/support`
  return (
    <PartPage file={file} part="support">
      <p class="lead">{t.lead}</p>
      <p>{t.readOn(formatIsoDay(readOn, locale))}</p>
      {sides.length > 1 && <nav aria-label={t.sides}><ul class="pages">{sides.map((one) => <li><a href={`${own}?side=${one}`} aria-current={one === side ? 'page' : undefined}>{t.forSide(name(file[one]))}</a></li>)}</ul></nav>}
      <div class="stack">
        {fittings.length === 0 && <p>{t.none}</p>}
        {fittings.map((one) => <ProgrammeShown {...props} fitting={one} />)}
        <FactsForm {...props} />
      </div>
    </PartPage>
  )
}

function ProgrammeShown({ file, side, fitting: { programme, fit, conditions, unverified }, ...props }: SupportProps & { fitting: Fitting }) {
  const { locale } = useView()
  const t = useTexts(supportTexts)
  const fits = useTexts(fitNames)
  const title = inLocale(locale, programme.vi, programme.en)
  return (
    <section class="sheet stack" id={programme.code}>
      <h2>{title}</h2>
      <p><span class={`badge ${fitKinds[fit]}`}>{fits[fit]}</span>{unverified > 0 && <> <span class="badge">{t.unverified(unverified)}</span></>}</p>
      <p>{inLocale(locale, programme.gives_vi, programme.gives_en)}{programme.from && fit === 'not_yet' && ` ${t.inForceFrom(formatIsoDay(programme.from, locale))}.`}</p>
      <p class="meta">{t.source}: <a href={programme.source} rel="noopener nofollow">{programme.document}</a> ({markText(programme.mark, programme.source, t)})</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={title}><table>
        <thead><tr><th scope="col">{t.condition}</th><th scope="col">{t.verdict}</th><th scope="col">{t.why}</th></tr></thead>
        <tbody>{conditions.map((one) => <ConditionRow one={one} source={programme.source} {...props} />)}</tbody>
      </table></div>
      <p><a href={`/${locale}/deals/${file.deal.id}/support/${programme.code}/dossier.docx?side=${side}`}>{t.dossier}</a></p>
    </section>
  )
}
const markText = (mark: RuleMark, source: string, t: (typeof supportTexts)['vi']): string => (mark === 'S' ? t.seen : t.secondary(new URL(source).host))

function ConditionRow({ one: { condition, verdict, missing, used }, source, said, known }: { one: Judged; source: string; said: readonly SaidFact[]; known: Known }) {
  const { locale } = useView()
  const t = useTexts(supportTexts)
  const verdicts = useTexts(verdictNames)
  const question = (code: string): string => { const fact = factOf(code); return fact ? inLocale(locale, fact.vi, fact.en) : code }
  return (
    <tr>
      <th scope="row">{inLocale(locale, condition.vi, condition.en)}{verdict !== 'not_verified' && <div class="meta">{markText(condition.mark, source, t)}</div>}</th>
      <td><span class={`badge ${verdictKinds[verdict]}`}>{verdicts[verdict]}</span></td>
      <td>
        {used.map((code) => {
          const fact = known.get(code)
          const by = said.find((entry) => entry.fact === code)
          return <div>{question(code)} <strong>{fact && answerText(code, fact.value, locale)}</strong> <span class="meta">{fact?.from === 'record' ? (fact.on ? t.byFile(formatIsoDay(fact.on, locale)) : t.byRecord) : by && t.saidBy(by.person_name, formatDay(by.said_at, locale))}</span></div>
        })}
        {missing.map((code) => <div>{t.asks(question(code))}</div>)}
      </td>
    </tr>
  )
}

/** What is asked of this side, and nothing that no programme for it asks; what the Exchange's own records say is not asked again. */
function FactsForm({ file, side, fittings, form, known }: SupportProps) {
  const { locale } = useView()
  const t = useTexts(supportTexts)
  if (file.acts.edit !== file[side].id) return null
  const asked = new Set(fittings.flatMap(({ programme }) => programme.conditions.flatMap(({ test }) => (test ? factsIn(test) : []))))
  const shown = facts.filter(({ code }) => asked.has(code) && known.get(code)?.from !== 'record')
  const labels = Object.fromEntries(shown.map((fact) => [factField(fact.code), inLocale(locale, fact.vi, fact.en)]))
  return (
    <section class="sheet stack" id="facts">
      <h2>{t.facts}</h2>
      <p>{t.factsLead}</p>
      <Form action={`/${locale}/deals/${file.deal.id}/support/facts?side=${side}`} form={form} submit={t.save} labels={labels}>
        {shown.map(({ code, kind }) => (kind === 'vnd'
          ? <TextField form={form} name={factField(code)} label={labels[factField(code)] ?? code} inputmode="numeric" optional />
          : <Choices form={form} name={factField(code)} label={labels[factField(code)] ?? code} options={[{ value: 'yes', text: t.yes }, { value: 'no', text: t.no }, { value: '', text: t.unanswered }]} one optional />))}
      </Form>
    </section>
  )
}
