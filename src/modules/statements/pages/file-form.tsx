import type { FormState } from '../../../web/http.tsx'
import { FileField, Form, TextField } from '../../../web/ui/form.tsx'
import { useTexts } from '../../../web/view.ts'
import { acceptOf } from '../../documents/rules.ts'
import { statementFileTexts } from '../messages.ts'
import { columnNames } from '../rules.ts'

/** The form that takes a statement: its file, and its columns where they are not recognised. */
export function StatementFileForm({ action, form }: { action: string; form: FormState }) {
  const t = useTexts(statementFileTexts)
  return <Form action={action} form={form} submit={t.import} labels={t} multipart>
    <FileField form={form} name="file" label={t.file} help={t.fileHelp} accept={acceptOf('statement')} />
    <details open={Object.keys(form.errors).length > 0 || form.refusal?.code === 'statement_columns'}><summary>{t.columns}</summary><p class="meta">{t.columnsHelp}</p>{columnNames.map((name) => <TextField form={form} name={`column_${name}`} label={t[`column_${name}`]} optional />)}</details>
  </Form>
}
