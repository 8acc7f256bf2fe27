import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form, Select, TextArea, TextField, Hidden, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { endKinds } from '../../organisations/schema.ts'
import { dealFormRefusals } from '../messages.ts'
import type { PartFile } from '../part-queries.ts'
import { stepTexts } from '../step-messages.ts'
import { useName } from './parts.tsx'

/** For a deal officer: noting that a side is out of business, taking that back, and how the file is settled. */
export function GoneForms({ file: { deal, supplier, demander, gone }, forms }: { file: PartFile; forms: Record<string, FormState> }) {
  const { locale } = useView()
  const t = useTexts(stepTexts)
  const name = useName()
  const refusals = wording(useTexts(dealFormRefusals))
  const own = `/${locale}/deals/${deal.id}/steps`
  const end = forms.end ?? freshForm(), settle = forms.settle ?? freshForm(), lift = forms.lift ?? freshForm()
  const wrong = end.refusal !== null || Object.keys(end.errors).length > 0
  if (gone.size === 0) return (
    <section class="sheet"><details open={wrong}>
      <summary>{t.end}</summary>
      <p>{t.endHelp}</p>
      <Form action={`${own}/end`} form={end} submit={t.sendEnd} labels={t} refusals={refusals} danger>
        <Select form={end} name="organisation_id" label={t.organisation_id} options={[supplier, demander].map((party) => ({ value: String(party.id), text: name(party) }))} />
        <Select form={end} name="kind" label={t.kind} options={endKinds.map((value) => ({ value, text: t.kinds[value] }))} />
        <TextField form={end} name="ended_on" type="date" label={t.ended_on} />
        <TextArea form={end} name="reason" label={t.reason} rows={3} />
      </Form>
    </details></section>
  )
  return <>
    <section class="sheet"><h2>{t.settle}</h2>
      <Form action={`${own}/settle`} form={settle} submit={t.settle} labels={t} refusals={refusals}><TextArea form={settle} name="word" label={t.word} help={t.wordHelp} rows={3} /></Form>
    </section>
    {[...gone].filter(([, kind]) => kind !== 'deleted').slice(0, 1).map(([id]) => (
      <section class="sheet"><h2>{t.lift}: {name(id === supplier.id ? supplier : demander)}</h2>
        <Form action={`${own}/lift`} form={lift} submit={t.lift} labels={t} refusals={refusals}>
          <Hidden name="organisation_id" value={id} />
          <TextArea form={lift} name="lift_reason" label={t.lift_reason} help={t.liftHelp} rows={3} />
        </Form>
      </section>
    ))}
  </>
}
