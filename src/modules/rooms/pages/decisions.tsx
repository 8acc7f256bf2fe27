import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { decisionTexts } from '../decision-messages.ts'
import type { DecisionShown, PilotShown } from '../decision-queries.ts'
import { roomRefusals } from '../messages.ts'
import { mostMeasures } from '../pilot-rules.ts'
import { costBearers, directions } from '../schema.ts'
import { OutcomeBadge } from './pilot.tsx'

type Forms = Record<string, FormState>
const tones = { in_force: 'badge good', replaced: 'badge', proposed: 'badge warn', declined: 'badge bad', withdrawn: 'badge' }
const isWrong = (form: FormState): boolean => form.refusal !== null || Object.keys(form.errors).length > 0

/** The decisions of a file and its pilots. */
export function DecisionsPage({ file, decisions, pilots, forms }: { file: PartFile; decisions: readonly DecisionShown[]; pilots: readonly PilotShown[]; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(decisionTexts)
  const { deal, acts } = file
  const writes = acts.edit !== null && deal.stage !== 'lost'
  return (
    <PartPage file={file} part="decisions">
      <p>{t.lead}</p>
      {decisions.length === 0 ? <p>{t.none}</p> : <ul class="list">{decisions.map((decision) => <DecisionCard file={file} decision={decision} all={decisions} form={forms[`answer_${decision.id}`] ?? freshForm()} />)}</ul>}
      {writes && <DecisionForm file={file} decisions={decisions} form={forms.decision ?? freshForm()} />}
      <section id="pilots"><h2>{t.pilots}</h2><p>{t.pilotsLead}</p>
        {pilots.length === 0 ? <p>{t.pilotsNone}</p> : <ul class="list">{pilots.map((pilot) => (
          <li class="sheet"><h3><a href={`/${locale}/deals/${deal.id}/decisions/pilots/${pilot.id}`}>{pilot.title}</a></h3><p class="meta">{formatIsoDay(pilot.starts_on, locale)} – {formatIsoDay(pilot.ends_on, locale)} · {pilot.place}</p><p><span class="badge">{t.answers[pilot.answer ?? 'waiting']}</span> {pilot.answer === 'agreed' && <OutcomeBadge outcome={pilot.outcome} />}</p></li>
        ))}</ul>}
        {writes && <PilotForm file={file} form={forms.pilot ?? freshForm()} />}
      </section>
    </PartPage>
  )
}

function DecisionCard({ file, decision, all, form }: { file: PartFile; decision: DecisionShown; all: readonly DecisionShown[]; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(decisionTexts)
  const name = useName()
  const refusals = wording(useTexts(roomRefusals))
  const { deal, acts } = file
  const own = `/${locale}/deals/${deal.id}/decisions/${decision.id}`
  const side = name(partyOf(file, decision.organisation_id))
  const replaced = all.find(({ id }) => id === decision.replaces_id)
  const waits = decision.state === 'proposed' && deal.stage !== 'lost'
  return (
    <li class="sheet" id={`decision-${decision.id}`}>
      <div class="row"><h2>{t.no(decision.number)}</h2><span class={tones[decision.state]}>{t.states[decision.state]}</span></div>
      <p class="meta">{decision.joint ? t.joint : t.own(side)} · {t.effective(formatIsoDay(decision.effective_on, locale))}{replaced && <> · <a href={`#decision-${replaced.id}`}>{t.replaces(replaced.number)}</a></>}</p>
      <Prose text={decision.text} />
      <h3>{t.because}</h3><Prose text={decision.reason} />
      <p class="meta">{t.recordedBy(decision.person_name, side, formatInstant(decision.recorded_at, locale))}{decision.answered_at && <>. {t.answeredBy(decision.answered_by_name, formatInstant(decision.answered_at, locale))}</>}</p>
      {decision.answer_note && <Prose text={decision.answer_note} />}
      {waits && decision.organisation_id === acts.edit && <ActionButton action={`${own}/withdrawal`} text={t.withdraw} kind="button second" />}
      {waits && acts.sign !== null && decision.organisation_id !== acts.sign && <>
        <ActionButton action={`${own}/answer`} text={t.agree} fields={{ answer: 'agreed' }} />
        <details open={isWrong(form)}><summary>{t.decline}</summary>
          <Form action={`${own}/answer`} form={form} submit={t.decline} labels={{ [`answer_note_${decision.id}`]: t.answer_note }} refusals={refusals}><Hidden name="answer" value="declined" /><TextArea form={form} name={`answer_note_${decision.id}`} label={t.answer_note} rows={3} /></Form>
        </details>
      </>}
    </li>
  )
}

function DecisionForm({ file: { deal }, decisions, form }: { file: PartFile; decisions: readonly DecisionShown[]; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(decisionTexts)
  return (
    <details class="sheet" open={isWrong(form)}><summary>{t.record}</summary>
      <Form action={`/${locale}/deals/${deal.id}/decisions`} form={form} submit={t.record} labels={t} refusals={wording(useTexts(roomRefusals))}>
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
        <Select form={form} name="whose" label={t.whose} options={(['both', 'ours'] as const).map((value) => ({ value, text: t.whoseOf[value] }))} />
        <TextArea form={form} name="text" label={t.text} rows={4} />
        <TextArea form={form} name="reason" label={t.reason} rows={4} />
        <TextField form={form} name="effective_on" type="date" label={t.effective_on} />
        <Select form={form} name="replaces_id" label={t.replaces_id} optional="later" empty={false} options={[{ value: '', text: t.nothing }, ...decisions.filter(({ state }) => state === 'in_force').map(({ id, number }) => ({ value: String(id), text: t.no(number) }))]} />
      </Form>
    </details>
  )
}

function PilotForm({ file: { deal }, form }: { file: PartFile; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(decisionTexts)
  const rows = Array.from({ length: mostMeasures }, (_, i) => i + 1)
  const fields = (row: number) => (
    <fieldset class="field"><legend class="label">{t.measure(row)}</legend>
      <TextField form={form} name={`measure_${row}`} label={t.nameOfMeasure(row)} optional={row > 1 || 'later'} />
      <Select form={form} name={`direction_${row}`} label={t.direction(row)} options={directions.map((value) => ({ value, text: t.directions[value] }))} empty={false} optional="later" />
      <TextField form={form} name={`target_${row}`} label={t.target(row)} inputmode="decimal" optional={row > 1 || 'later'} />
      <TextField form={form} name={`unit_${row}`} label={t.unit(row)} optional />
    </fieldset>
  )
  return (
    <details class="sheet" open={isWrong(form)}><summary>{t.propose}</summary>
      <Form action={`/${locale}/deals/${deal.id}/decisions/pilots`} form={form} submit={t.propose} labels={{ ...t, title: t.pilotTitle, ...Object.fromEntries(rows.flatMap((row) => [[`measure_${row}`, t.nameOfMeasure(row)], [`target_${row}`, t.target(row)], [`unit_${row}`, t.unit(row)]])) }} refusals={wording(useTexts(roomRefusals))}>
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
        <TextField form={form} name="title" label={t.pilotTitle} />
        <TextField form={form} name="place" label={t.place} />
        <TextField form={form} name="starts_on" type="date" label={t.starts_on} />
        <TextField form={form} name="ends_on" type="date" label={t.ends_on} />
        <Select form={form} name="cost_bearer" label={t.cost_bearer} options={costBearers.map((value) => ({ value, text: t.bearers[value] }))} />
        <TextField form={form} name="cost_note" label={t.cost_note} optional />
        {rows.slice(0, 2).map(fields)}
        <details open={rows.slice(2).some((row) => form.values[`measure_${row}`] || form.errors[`target_${row}`])}><summary>{t.more}</summary>{rows.slice(2).map(fields)}</details>
      </Form>
    </details>
  )
}
