import type { FormState } from '../../../web/http.tsx'
import { Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts } from '../../../web/view.ts'
import { reportWords } from '../../deals/report-messages.ts'
import { roomRefusals } from '../messages.ts'
import { reportTexts } from '../report-messages.ts'
import type { PaperChoice } from '../report-queries.ts'
import { mostQuantities } from '../report-rules.ts'
import { conclusions, testers, verdicts } from '../schema.ts'

const rows = Array.from({ length: mostQuantities }, (_, i) => i + 1)
/** The form a report is written in, and corrected in: then with what is corrected first, and `seen`, the version it is corrected from. */
export function ReportForm({ action, form, papers, seen }: { action: string; form: FormState; papers: readonly PaperChoice[]; seen?: number }) {
  const t = useTexts(reportTexts)
  const words = useTexts(reportWords)
  const fields = (row: number) => (
    <fieldset class="field"><legend class="label">{t.quantity(row)}</legend>
      <TextField form={form} name={`quantity_${row}`} label={t.name(row)} optional={row > 1 || 'later'} />
      <TextField form={form} name={`required_${row}`} label={t.required(row)} optional />
      <TextField form={form} name={`measured_${row}`} label={t.measured(row)} optional={row > 1 || 'later'} />
      <TextField form={form} name={`unit_${row}`} label={t.unit(row)} optional />
      <Select form={form} name={`verdict_${row}`} label={t.verdict(row)} options={verdicts.toReversed().map((value) => ({ value, text: t.verdicts[value] }))} empty={false} optional="later" />
    </fieldset>
  )
  const submit = seen === undefined ? t.write : t.correct
  const inMore = (row: number) => ['quantity', 'required', 'measured', 'unit'].some((field) => form.values[`${field}_${row}`] || form.errors[`${field}_${row}`])
  return (
    <Form action={action} form={form} submit={submit} labels={{ ...t, ...Object.fromEntries(rows.flatMap((row) => [[`quantity_${row}`, t.name(row)], [`required_${row}`, t.required(row)], [`measured_${row}`, t.measured(row)], [`unit_${row}`, t.unit(row)], [`verdict_${row}`, t.verdict(row)]])) }} refusals={wording(useTexts(roomRefusals))}>
      <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
      {seen !== undefined && <><Hidden name="seen" value={seen} /><TextArea form={form} name="correction" label={t.correction} rows={3} /></>}
      <TextField form={form} name="object" label={t.object} help={t.objectHelp} />
      <TextField form={form} name="sample" label={t.sample} optional />
      <TextField form={form} name="method" label={t.method} help={t.methodHelp} />
      <Select form={form} name="tester" label={t.tester} options={testers.map((value) => ({ value, text: t.testers[value] }))} />
      <TextField form={form} name="tester_name" label={t.tester_name} help={t.testerHelp} optional />
      <TextField form={form} name="accreditation" label={t.accreditation} help={t.accreditationHelp} optional />
      <TextField form={form} name="tested_from" type="date" label={t.tested_from} />
      <TextField form={form} name="tested_to" type="date" label={t.tested_to} />
      <TextField form={form} name="place" label={t.place} />
      {rows.slice(0, 3).map(fields)}
      <details open={rows.slice(3).some(inMore)}><summary>{t.more}</summary>{rows.slice(3).map(fields)}</details>
      <Select form={form} name="conclusion" label={t.conclusion} options={conclusions.map((value) => ({ value, text: words.conclusions[value] }))} />
      <TextArea form={form} name="remarks" label={t.remarks} rows={4} optional />
      {papers.length > 0 ? <Choices form={form} name="documents" label={t.documents} help={t.documentsHelp} optional options={papers.map(({ room_version_id, title, folder, version }) => ({ value: String(room_version_id), text: t.paper(title, folder, version) }))} /> : <p class="meta">{t.documentsNone}</p>}
      <TextField form={form} name="due_on" type="date" label={t.due_on} />
    </Form>
  )
}
