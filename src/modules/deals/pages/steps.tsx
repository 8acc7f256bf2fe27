import { formatDay, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Timeline } from '../../audit/pages/timeline.tsx'
import type { TimelineEntry } from '../../audit/queries.ts'
import type { PartDuty } from '../duties.ts'
import { dealFormRefusals, stageNames } from '../messages.ts'
import { partNames } from '../part-messages.ts'
import { type PartFile, partyOf } from '../part-queries.ts'
import { isOpen, standsAt } from '../rules.ts'
import { afterStages, dealSteps, openStages } from '../schema.ts'
import { stepTexts } from '../step-messages.ts'
import { reportWords } from '../report-messages.ts'
import type { ReportLine } from '../report-queries.ts'
import type { StepOwner, StepRow } from '../step-queries.ts'
import type { BestAction } from '../step-rules.ts'
import { PartPage } from './part.tsx'
import { useName } from './parts.tsx'
import { ReportLines } from './report-lines.tsx'
import { GoneForms } from './gone-forms.tsx'
import { GoneNotice, NextAction, StepLine } from './step-line.tsx'

export interface StepsPageProps { file: PartFile; steps: StepRow[]; moves: TimelineEntry[]; waiting: (PartDuty & { organisation_id: number | null })[]; action: BestAction | null; reports: readonly ReportLine[]; owners: StepOwner[]; /** Whether this reader notes that a side is out of business. */ settles: boolean; today: string; forms: Record<string, FormState> }

/** The line of steps with their owners and days, what waits, how the deal moved, and the forms that move it. */
export function StepsPage(props: StepsPageProps) {
  const { locale } = useView()
  const t = useTexts(stepTexts)
  const { reports } = useTexts(reportWords)
  const { file, steps, moves, action, today } = props
  const { deal, acts, supplier, demander, side } = file
  const going = standsAt(deal) !== null
  return (
    <PartPage file={file} part="steps">
      <StepLine deal={deal} visited={steps.filter(({ entered_at }) => entered_at !== null).map(({ step }) => step)} />
      <div class="stack">
        {file.gone.size > 0 && <div id="gone"><GoneNotice file={file} /></div>}
        <NextAction action={action} sides={[supplier, demander]} side={side} today={today} />
        <StepTable {...props} />
        {file.parts.includes('room') && <section id="reports"><h2><a href={`/${locale}/deals/${deal.id}/room/reports`}>{reports}</a></h2><ReportLines file={file} lines={props.reports} /></section>}
        <Waiting {...props} />
        {acts.edit !== null && going && <><MoveForm {...props} /><AssignForm {...props} /></>}
        {props.settles && <GoneForms {...props} />}
        <section><h2>{t.moves}</h2><Timeline entries={moves} /></section>
      </div>
    </PartPage>
  )
}

function StepTable({ file, steps, today }: StepsPageProps) {
  const { locale } = useView()
  const t = useTexts(stepTexts)
  const names = useTexts(stageNames)
  const name = useName()
  const at = standsAt(file.deal)
  const place = at === null ? -1 : dealSteps.indexOf(at)
  return (
    <section><h2>{t.line}</h2>
      <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.line}><table>
        <thead><tr><th scope="col">{t.step}</th><th scope="col">{t.owner}</th><th scope="col">{t.due_on}</th><th scope="col">{t.entered}</th><th scope="col">{t.left}</th></tr></thead>
        <tbody>{dealSteps.map((step, i) => {
          const row = steps.find((one) => one.step === step)
          const here = step === at
          return (
            <tr>
              <th scope="row">{names[step]} <span class={`badge ${here ? 'calm' : row?.left_at ? 'good' : ''}`}>{here ? t.here : row?.left_at ? t.done : i < place ? t.skipped : t.ahead}</span></th>
              <td>{row ? row.person_name ?? name(partyOf(file, row.organisation_id)) : <span class="meta">{step === 'done' ? '' : t.unset}</span>}{row?.person_name && <div class="meta">{name(partyOf(file, row.organisation_id))}</div>}{row?.note && <div class="meta">{row.note}</div>}</td>
              <td>{row && step !== 'done' && <time dateTime={row.due_on}>{formatIsoDay(row.due_on, locale)}</time>}{here && step !== 'done' && row && row.due_on < today && <> <span class="badge bad">{t.passed}</span></>}</td>
              <td>{row?.entered_at && <time dateTime={row.entered_at.toISOString()}>{formatDay(row.entered_at, locale)}</time>}</td>
              <td>{row?.left_at && <time dateTime={row.left_at.toISOString()}>{formatDay(row.left_at, locale)}</time>}</td>
            </tr>
          )
        })}</tbody>
      </table></div>
    </section>
  )
}

/** What waits in the parts of the file, for whom and by when. */
export function Waiting({ file, waiting, today }: Pick<StepsPageProps, 'waiting' | 'today'> & { file: Pick<PartFile, 'supplier' | 'demander' | 'parts'> }) {
  const { locale } = useView()
  const t = useTexts(stepTexts)
  const parts = useTexts(partNames)
  const name = useName()
  return (
    <section id="waiting"><h2>{t.waits}</h2>
      {waiting.length === 0 ? <p class="meta">{t.waitsNone}</p> : <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.waits}><table>
        <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.part}</th><th scope="col">{t.whom}</th><th scope="col">{t.due_on}</th><th scope="col">{t.since}</th></tr></thead>
        <tbody>{waiting.map(({ part, path, text, organisation_id, due_on, since }) => (
          <tr>
            <th scope="row">{file.parts.includes(part) ? <a href={`/${locale}${path}`}>{text[locale]}</a> : text[locale]}</th>
            <td>{parts[part]}</td>
            <td>{organisation_id === null ? t.officers : name(partyOf(file, organisation_id))}</td>
            <td>{due_on === null ? <span class="meta">{t.noDay}</span> : <time dateTime={due_on}>{formatIsoDay(due_on, locale)}</time>}{due_on !== null && due_on < today && <> <span class="badge bad">{t.passed}</span></>}</td>
            <td><time dateTime={since.toISOString()}>{formatDay(since, locale)}</time></td>
          </tr>
        ))}</tbody>
      </table></div>}
    </section>
  )
}

const empty: FormState = { values: {}, errors: {}, refusal: null }
function MoveForm({ file: { deal }, action, forms }: StepsPageProps) {
  const { locale } = useView()
  const t = useTexts(stepTexts)
  const names = useTexts(stageNames)
  const at = standsAt(deal)
  const steps = (isOpen(deal.stage) ? openStages : afterStages).filter((step) => step !== at)
  const reached = action?.reached // what was done in the file is its own word why; a side sends it, or another
  const form = forms.move ?? (reached ? { ...empty, values: { stage: reached.to, stage_reason: t.fact(reached.because) } } : empty)
  return (
    <section class="sheet" id="move">
      <h2>{t.move}</h2>
      {reached && !forms.move && <p>{t.movePrefilled}</p>}
      <Form action={`/${locale}/deals/${deal.id}/steps/move`} form={form} submit={t.move} labels={t} refusals={wording(useTexts(dealFormRefusals))}>
        <Select form={form} name="stage" label={t.stage} options={steps.map((value) => ({ value, text: names[value] }))} />
        <TextArea form={form} name="stage_reason" label={t.stage_reason} help={t.moveHelp} rows={3} optional="later" />
        <Hidden name="version" value={deal.version} />
      </Form>
    </section>
  )
}

function AssignForm({ file, steps, owners, forms }: StepsPageProps) {
  const { locale } = useView()
  const t = useTexts(stepTexts)
  const names = useTexts(stageNames)
  const name = useName()
  const { deal } = file
  const at = standsAt(deal)
  const row = steps.find(({ step }) => step === at)
  const owner = row && (row.person_id === null ? `side:${row.organisation_id}` : `person:${row.person_id}`)
  const form = forms.assign ?? { ...empty, values: { step: at, owner: owners.some(({ value }) => value === owner) ? owner : '', due_on: row?.due_on ?? '', note: row?.note ?? '' } }
  return (
    <section class="sheet" id="assign">
      <h2>{t.assign}</h2>
      <p>{t.assignHelp}</p>
      <Form action={`/${locale}/deals/${deal.id}/steps/assign`} form={form} submit={t.save} labels={t} refusals={wording(useTexts(dealFormRefusals))}>
        <Select form={form} name="step" label={t.step} options={dealSteps.filter((step) => step !== 'done').map((value) => ({ value, text: names[value] }))} />
        <Select form={form} name="owner" label={t.owner} help={t.ownerHelp} options={owners.map(({ value, organisation_id, name: person }) => ({ value, text: person ?? t.wholeSide(name(partyOf(file, organisation_id))) }))} />
        <TextField form={form} name="due_on" type="date" label={t.due_on} help={t.due_onHelp} />
        <TextArea form={form} name="note" label={t.note} help={t.noteHelp} rows={2} optional />
      </Form>
    </section>
  )
}
