import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { decisionTexts } from '../decision-messages.ts'
import type { MeasureShown, PilotShown } from '../decision-queries.ts'
import { roomRefusals } from '../messages.ts'
import { formatTenThousandths, type PilotOutcome } from '../pilot-rules.ts'

type Forms = Record<string, FormState>
const isWrong = (form: FormState): boolean => form.refusal !== null || Object.keys(form.errors).length > 0
const tones: Record<PilotOutcome, string> = { open: 'badge warn', met: 'badge good', not_met: 'badge bad' }
export function OutcomeBadge({ outcome }: { outcome: PilotOutcome }) { return <span class={tones[outcome]}>{useTexts(decisionTexts).outcomes[outcome]}</span> }

/** One pilot: what was agreed, what each measure came to, and what comes of it. */
export function PilotPage({ file, pilot, today, forms }: { file: PartFile; pilot: PilotShown; today: string; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(decisionTexts)
  const name = useName()
  const refusals = wording(useTexts(roomRefusals))
  const { deal, acts } = file
  const own = `/${locale}/deals/${deal.id}/decisions/pilots/${pilot.id}`
  const waits = pilot.answer === null && deal.stage !== 'lost'
  const answer = forms.answer ?? freshForm()
  const results = pilot.answer === 'agreed' && deal.stage !== 'lost' && acts.edit !== null && today >= pilot.starts_on
  const figure = (value: number, { unit }: MeasureShown) => `${formatTenThousandths(value, locale)} ${unit}`.trim()
  return (
    <PartPage file={file} part="decisions" title={pilot.title}>
      <p><span class="badge">{t.answers[pilot.answer ?? 'waiting']}</span> {pilot.answer === 'agreed' && <OutcomeBadge outcome={pilot.outcome} />}</p>
      <dl class="facts sheet">
        <div><dt>{t.period}</dt><dd>{formatIsoDay(pilot.starts_on, locale)} – {formatIsoDay(pilot.ends_on, locale)}</dd></div>
        <div><dt>{t.place}</dt><dd>{pilot.place}</dd></div>
        <div><dt>{t.cost_bearer}</dt><dd>{t.bearers[pilot.cost_bearer]}{pilot.cost_note && `: ${pilot.cost_note}`}</dd></div>
        <div><dt>{t.standing}</dt><dd>{t.recordedBy(pilot.person_name, name(partyOf(file, pilot.organisation_id)), formatInstant(pilot.proposed_at, locale))}{pilot.answered_at && <>. {t.answeredBy(pilot.answered_by_name, formatInstant(pilot.answered_at, locale))}</>}</dd></div>
      </dl>
      {pilot.answer_note && <Prose text={pilot.answer_note} />}
      {waits && pilot.organisation_id === acts.edit && <ActionButton action={`${own}/withdrawal`} text={t.withdraw} kind="button second" />}
      {waits && acts.sign !== null && pilot.organisation_id !== acts.sign && <>
        <ActionButton action={`${own}/answer`} text={t.agreePilot} fields={{ answer: 'agreed' }} />
        <details open={isWrong(answer)}><summary>{t.decline}</summary>
          <Form action={`${own}/answer`} form={answer} submit={t.decline} labels={t} refusals={refusals}><Hidden name="answer" value="declined" /><TextArea form={answer} name="answer_note" label={t.answer_note} rows={3} /></Form>
        </details>
      </>}
      <h2>{t.result}</h2>
      {pilot.answer === 'agreed' && <p class="meta">{t.outcomeHelp}</p>}
      <div class="scroll" tabIndex={0} role="region" aria-label={t.result}><table>
        <thead><tr><th scope="col">{t.measureName}</th><th scope="col">{t.targetName}</th><th scope="col">{t.result}</th><th scope="col">{t.standing}</th></tr></thead>
        <tbody>{pilot.measures.map((measure) => (
          <tr><th scope="row">{measure.name}</th><td>{t.directions[measure.direction]} {figure(measure.target, measure)}</td>
            <td>{measure.result === null ? t.noResult : <>{figure(measure.result, measure)}<br /><span class="meta">{measure.result_source}</span></>}</td>
            <td>{measure.result !== null && <><span class={measure.met ? 'badge good' : 'badge bad'}>{measure.met ? t.met : t.notMet}</span> {measure.confirmed_at ? t.confirmedBy(measure.confirmed_by_name) : measure.disputed_reason ? <>{t.disputed}: {measure.disputed_reason}</> : t.waitsConfirm}</>}</td></tr>
        ))}</tbody>
      </table></div>
      {results && pilot.measures.filter(({ confirmed_at }) => !confirmed_at).map((measure) => <ResultForms file={file} own={own} measure={measure} shown={measure.result === null ? '' : figure(measure.result, measure)} forms={forms} />)}
    </PartPage>
  )
}

function ResultForms({ file: { acts }, own, measure, shown, forms }: { file: PartFile; own: string; measure: MeasureShown; shown: string; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(decisionTexts)
  const refusals = wording(useTexts(roomRefusals))
  const sent = (name: string): FormState | undefined => (String(forms[name]?.values.measure_id) === String(measure.id) ? forms[name] : undefined)
  const enter = sent('result') ?? freshForm({ [`result_${measure.id}`]: measure.result === null ? '' : formatTenThousandths(measure.result, locale), [`result_source_${measure.id}`]: measure.result_source }), dispute = sent('dispute') ?? freshForm()
  const answers = measure.result !== null && measure.result_organisation_id !== acts.edit
  const id = { measure_id: measure.id, seen: measure.result ?? 0 }
  return (
    <section class="sheet stack"><h3>{measure.name}</h3>
      {answers && !measure.disputed_reason && <ActionButton action={`${own}/confirmations`} text={t.confirm(shown)} fields={id} />}
      {answers && <details open={isWrong(dispute)}><summary>{t.dispute}</summary>
        <Form action={`${own}/disputes`} form={dispute} submit={t.dispute} labels={{ [`disputed_reason_${measure.id}`]: t.disputed_reason }} refusals={refusals}><Hidden name="measure_id" value={id.measure_id} /><Hidden name="seen" value={id.seen} /><TextArea form={dispute} name={`disputed_reason_${measure.id}`} label={t.disputed_reason} rows={3} /></Form>
      </details>}
      <details open={isWrong(enter) || measure.result === null}><summary>{measure.result === null ? t.enter : t.mend}</summary>
        <Form action={`${own}/results`} form={enter} submit={t.enter} labels={{ [`result_${measure.id}`]: t.result, [`result_source_${measure.id}`]: t.result_source }} refusals={refusals}><Hidden name="measure_id" value={id.measure_id} /><TextField form={enter} name={`result_${measure.id}`} label={`${t.result}${measure.unit && ` (${measure.unit})`}`} inputmode="decimal" /><TextArea form={enter} name={`result_source_${measure.id}`} label={t.result_source} rows={2} /></Form>
      </details>
    </section>
  )
}
