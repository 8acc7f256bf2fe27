import type { FormState } from '../../../web/http.tsx'
import { Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { solutionRefusals } from '../messages.ts'
import { solutionFormTexts } from '../page-messages.ts'
import { criterionNumbers, roundHours } from '../solution-fields.ts'

export interface SolutionFormProps { form: FormState; action: string; fresh: boolean; back: { href: string; text: string }; demonstration: boolean }
/** Everything a call is fixed by, on one sheet. */
export function SolutionFormPage({ form, action, fresh, back, demonstration }: SolutionFormProps) {
  useView()
  const t = useTexts(solutionFormTexts)
  const number = (name: 'price_weight' | 'threshold' | 'low_share' | 'explain_days' | 'standstill_days' | 'most_awards') => <TextField form={form} name={name} label={t[name]} inputmode="decimal" />
  return (
    <Page title={fresh ? t.new : t.edit} width="narrow" crumbs={[back]} demonstration={demonstration}>
      <h1>{fresh ? t.new : t.edit}</h1>
      <p class="lead">{t.lead}</p>
      <Form action={action} form={form} submit={t.save} labels={{ ...t, not_tender: t.not_tenderLabel }} refusals={wording(useTexts(solutionRefusals))}>
        {fresh ? <><Hidden name="request_key" value={String(form.values.request_key ?? '')} /><Hidden name="need_id" value={String(form.values.need_id ?? '')} /></>
          : <Hidden name="version" value={form.refusal?.code === 'solution_changed' ? String((form.refusal as unknown as { version: number }).version) : String(form.values.version ?? '')} />}
        <fieldset class="sheet"><legend class="label">{t.what}</legend>
          <TextField form={form} name="title_vi" label={t.title_vi} lang="vi" /><TextField form={form} name="title_en" label={t.title_en} lang="en" />
          <TextArea form={form} name="about" label={t.about} help={t.aboutHelp} rows={6} /><TextArea form={form} name="conditions" label={t.conditions} optional rows={3} />
        </fieldset>
        <fieldset class="sheet"><legend class="label">{t.criteria}</legend>
          <p class="help">{t.criteriaHelp}</p>
          {criterionNumbers.map((n) => <><TextField form={form} name={`criterion_${n}`} label={t.criterion(n)} optional={n > 1} /><TextField form={form} name={`criterion_en_${n}`} label={t.criterion_en(n)} lang="en" optional /><TextField form={form} name={`weight_${n}`} label={t.weight(n)} inputmode="decimal" optional={n > 1} /></>)}
          {number('price_weight')}{number('threshold')}
        </fieldset>
        <fieldset class="sheet"><legend class="label">{t.times}</legend>
          <TextField form={form} name="asks_until" label={t.asks_until} type="datetime-local" /><TextField form={form} name="closes_at" label={t.closes_at} type="datetime-local" />
        </fieldset>
        <fieldset class="sheet"><legend class="label">{t.after}</legend>
          {number('low_share')}{number('explain_days')}{number('standstill_days')}{number('most_awards')}
          <Choices one form={form} name="shown" label={t.shown} options={(['names', 'numbers'] as const).map((value) => ({ value, text: t.shownOptions[value] }))} />
          <Choices form={form} name="not_tender" label={t.not_tenderLabel} options={[{ value: 'yes', text: t.not_tender }]} />
        </fieldset>
        <fieldset class="sheet"><legend class="label">{t.roundsTitle}</legend>
          <Choices form={form} name="rounds" label={t.rounds} options={[{ value: 'yes', text: t.roundsYes }]} />
          <p class="help">{t.roundsHelp}</p>
          {(['round_turn', 'round_pause', 'round_step', 'round_days'] as const).map((name) => <TextField form={form} name={name} label={t[name]} inputmode="numeric" optional />)}
          <Select form={form} name="round_hour" label={t.round_hour} empty={false} options={roundHours.map((hour) => ({ value: hour, text: hour }))} />
        </fieldset>
      </Form>
    </Page>
  )
}
