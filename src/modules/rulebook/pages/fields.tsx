import type { FormState } from '../../../web/http.tsx'
import { Hidden, Select, TextArea, TextField } from '../../../web/ui/form.tsx'
import { useTexts } from '../../../web/view.ts'
import { markNames, ruleTexts, unitNames } from '../messages.ts'
import type { Rule } from '../schema.ts'

/** The fields of a new dated value of a rule. */
export function RuleFields({ form, rule }: { form: FormState; rule: Rule | null }) {
  const t = useTexts(ruleTexts)
  const marks = useTexts(markNames)
  const units = useTexts(unitNames)
  return (
    <>
      {rule ? <Hidden name="code" value={rule.code} /> : <TextField form={form} name="code" label={t.code} autocomplete="off" />}
      <TextField form={form} name="value" label={rule ? `${t.value} (${units[rule.unit]})` : t.value} inputmode="decimal" autocomplete="off" />
      <TextField form={form} name="valid_from" label={t.valid_from} type="date" />
      <Select form={form} name="mark" label={t.mark} options={(['S', 'S2', 'K', 'own'] as const).map((mark) => ({ value: mark, text: marks[mark] }))} />
      <TextField form={form} name="document" label={t.document} optional autocomplete="off" />
      <TextField form={form} name="article" label={t.article} optional autocomplete="off" />
      <TextField form={form} name="source" label={t.source} type="url" optional autocomplete="off" />
      <TextArea form={form} name="note" label={t.note} optional rows={2} />
    </>
  )
}
