import type { VNode } from 'preact'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import type { PartFile } from '../../deals/part-queries.ts'
import { type AnyField, cellName, type ClauseField, clauseFields, typedClause } from '../clause-fields.ts'
import { choiceWords, clauseWords, columnWords, lackingWords, unitWords, wordsOfClause } from '../clause-messages.ts'
import { clauseName, differencesIn } from '../clause-words.ts'
import { termRefusals } from '../messages.ts'
import type { Draft } from '../queries.ts'
import { carriedOver, emptyContent, keysOf, lackingIn } from '../rules.ts'
import { type ClauseKey, clauseKeys, type TermContent, type TermVersion } from '../schema.ts'
import { sheetTexts } from '../sheet-messages.ts'
import { ClauseLines, Differences } from './clause.tsx'

export interface DraftFile { file: PartFile; draft: Draft | null; latest: TermVersion | null; base: TermVersion | null; requestKey: string }

/** What one's own side is writing: its clauses, how they differ from what stands, and the way to send it. */
export function DraftPage({ drafted: { file, draft, latest, base: from, requestKey }, forms }: { drafted: DraftFile; forms: Record<string, FormState> }) {
  const { locale } = useView()
  const t = useTexts(sheetTexts)
  const words = useTexts(clauseWords)
  const lacking = useTexts(lackingWords)
  const base = `/${locale}/deals/${file.deal.id}/terms`
  const content: TermContent = draft?.content ?? latest?.content ?? emptyContent
  const there = keysOf(content)
  const stale = draft !== null && latest !== null && draft.base_number !== latest.number
  const both = stale ? carriedOver(from?.content ?? emptyContent, draft.content, latest.content).both : []
  const send = forms.send ?? freshForm({ request_key: requestKey })
  const missing = lackingIn(content)
  const free = clauseKeys.filter((key) => key.startsWith('free_') && !there.includes(key)).slice(0, 1)
  const absent = [...clauseKeys.filter((key) => !key.startsWith('free_') && !there.includes(key)), ...free]
  return (
    <PartPage file={file} part="terms" title={t.draftTitle}>
      <p class="lead">{t.draftLead}</p>
      <p class="meta">{t.standsOn(draft?.base_number ?? latest?.number ?? 0)} {draft && t.savedBy(draft.person_name, formatInstant(draft.saved_at, locale))}</p>
      <div class="stack">
        {stale && <div class="notice warn"><p>{t.stale(latest.number)}</p>{both.length > 0 && <p>{t.both(both.map((key) => clauseName(key, draft.content, locale)).join('; '))}</p>}<ActionButton action={`${base}/draft-carry`} text={t.carry} /></div>}
        <section><h2>{t.inDraft}</h2>
          {there.length === 0 && <p>{t.empty}</p>}
          <div class="stack">{there.map((key) => <section class="sheet"><h3>{clauseName(key, content, locale)}</h3><ClauseLines of={key} clause={content.clauses[key]} /><p><a href={`${base}/draft/${key}`}>{t.edit}<span class="hidden">: {clauseName(key, content, locale)}</span></a></p></section>)}</div>
        </section>
        {absent.length > 0 && <section><h2>{t.add}</h2><ul class="list">{absent.map((key) => <li><a href={`${base}/draft/${key}`}>{wordsOfClause(words, key).name}</a> <span class="meta">{wordsOfClause(words, key).help}</span></li>)}</ul></section>}
        {draft && from && <section><h2>{t.changes(from.number)}</h2><Differences differences={differencesIn(from.content, draft.content, locale)} reasons={draft.reasons} /></section>}
        {draft && <section class="sheet"><h2>{t.send}</h2>
          {missing.length > 0 && <p class="meta">{t.lacking(missing.map((one) => lacking[one]).join('; '))}</p>}
          <Form action={`${base}/versions`} form={send} submit={t.send} labels={{ note: t.note }} refusals={wording(termRefusals[locale])}><Hidden name="request_key" value={String(send.values.request_key ?? requestKey)} /><TextArea form={send} name="note" label={t.note} help={t.sendHelp} rows={3} optional /></Form>
          <ActionButton action={`${base}/draft-removal`} text={t.discard} kind="button second" />
        </section>}
      </div>
    </PartPage>
  )
}

/** The form of one clause, drawn from the catalogue. */
export function ClausePage({ drafted: { file, draft, latest }, of, forms }: { drafted: DraftFile; of: ClauseKey; forms: Record<string, FormState> }) {
  const { locale } = useView()
  const t = useTexts(sheetTexts)
  const words = wordsOfClause(useTexts(clauseWords), of)
  const columns: Record<string, string> = useTexts(columnWords)
  const base = `/${locale}/deals/${file.deal.id}/terms`
  const content = draft?.content ?? latest?.content ?? emptyContent
  const clause = content.clauses[of]
  const fields = clauseFields[of] as readonly AnyField[]
  const form = forms.clause ?? freshForm({ ...(clause ? typedClause(of, clause, locale) : {}), why: draft?.reasons[of] ?? '' })
  const drop = forms.drop ?? freshForm()
  const labels = Object.fromEntries([['why', t.whyLabel], ...fields.flatMap((field) => (field.kind === 'rows'
    ? Array.from({ length: field.most }, (_, i) => field.columns.map((column) => [cellName(field.name, i + 1, column.name), `${t.row(i + 1)}: ${columns[column.name] ?? ''}`])).flat()
    : [[field.name, words.fields[field.name] ?? field.name]]))]) as Record<string, string>
  return (
    <PartPage file={file} part="terms" title={words.name}>
      <p class="lead">{words.help}</p>
      <Form action={`${base}/draft/${of}`} form={form} submit={t.save} labels={labels} refusals={wording(termRefusals[locale])} aside={<a href={`${base}/draft`}>{t.back}</a>}>
        {fields.map((field) => (field.kind === 'rows' ? <Rows field={field} form={form} legend={words.fields[field.name] ?? field.name} /> : <Field field={field} name={field.name} label={words.fields[field.name] ?? field.name} form={form} />))}
        <TextArea form={form} name="why" label={t.whyLabel} help={t.whyHelp} rows={2} optional />
      </Form>
      {clause && <section class="sheet"><h2>{t.dropTitle}</h2><Form action={`${base}/clause-removal/${of}`} form={drop} submit={t.remove} labels={{ drop_why: t.whyLabel }} danger><TextField form={drop} name="drop_why" label={t.whyLabel} optional /></Form></section>}
    </PartPage>
  )
}

function Field({ field, name, label, form }: { field: ClauseField; name: string; label: string; form: FormState }): VNode {
  const { locale } = useView()
  const t = useTexts(sheetTexts)
  const words = choiceWords[locale][field.name] ?? {}
  const given = { form, name, optional: field.optional === true }
  const options = (field.choices ?? []).map((code) => ({ value: code, text: words[code] ?? code }))
  switch (field.kind) {
    case 'choice': return <Select {...given} label={label} options={options} />
    case 'choices': return <Choices {...given} label={label} options={options} />
    case 'text': return <TextArea {...given} label={label} rows={4} />
    case 'line': return <TextField {...given} label={label} />
    case 'amount': return <TextField {...given} label={label} inputmode="numeric" />
    case 'share': return <TextField {...given} label={label} inputmode="decimal" help={t.shareHelp} />
    case 'count': return <TextField {...given} label={field.unit && !label.toLowerCase().includes(unitWords[locale][field.unit]) ? `${label} (${unitWords[locale][field.unit]})` : label} inputmode="numeric" />
  }
}

/** Lines to fill in, as many as are filled and one more; the rest are folded away. */
function Rows({ field, form, legend }: { field: Extract<AnyField, { kind: 'rows' }>; form: FormState; legend: string }) {
  const t = useTexts(sheetTexts)
  const columns: Record<string, string> = useTexts(columnWords)
  const filled = (row: number): boolean => field.columns.some(({ name }) => form.values[cellName(field.name, row, name)] || form.errors[cellName(field.name, row, name)])
  const rows = Array.from({ length: field.most }, (_, i) => i + 1)
  const last = rows.filter(filled).at(-1) ?? 0
  const line = (row: number) => <fieldset class="field"><legend class="label">{legend}: {t.row(row)}</legend>{field.columns.map((column) => <Field field={{ ...column, optional: column.optional === true || row > 1 || field.optional === true }} name={cellName(field.name, row, column.name)} label={columns[column.name] ?? column.name} form={form} />)}</fieldset>
  const open = rows.slice(0, Math.min(last + 1, field.most)), rest = rows.slice(open.length)
  return <>{open.map(line)}{rest.length > 0 && <details><summary>{t.moreRows}</summary>{rest.map(line)}</details>}</>
}
