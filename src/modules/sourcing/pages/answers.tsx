import { inLocale, type Locale } from '../../../platform/locale.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Choices, Form, TextArea, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { callRefusals, callTexts, wordAnswer } from '../call-messages.ts'
import type { CallFile, Reply, SupplierShown } from '../call-queries.ts'
import type { Table } from '../files.ts'
import { outcomes } from '../schema.ts'

const answeredOf = (file: CallFile): SupplierShown[] => file.suppliers.filter(({ state }) => state === 'answered')
/** Answers side by side: questions as rows, suppliers as columns. */
export function answersTable(file: CallFile, replies: ReadonlyMap<number, Reply>, locale: Locale): Table {
  const t = callTexts[locale]
  const suppliers = answeredOf(file)
  const row = (name: string, cell: (supplier: SupplierShown) => string): string[] => [name, ...suppliers.map(cell)]
  return {
    head: [t.questions, ...suppliers.map(({ name_vi, name_en }) => inLocale(locale, name_vi, name_en))],
    rows: [
      ...file.questions.map((question) => row(question.text, ({ id }) => { const value = replies.get(id)?.values.get(question.id); return value ? wordAnswer(question, value, locale) : '' })),
      row(t.offer, ({ id }) => replies.get(id)?.offer?.title ?? t.none), row(t.note, ({ id }) => replies.get(id)?.note ?? ''),
      row(t.outcome, ({ outcome, outcome_reason }) => (outcome ? [t.outcomes[outcome], outcome_reason].filter(Boolean).join(': ') : t.undecided)),
    ],
  }
}

/** The answers once the last day is over, with what becomes of each. */
export function AnswersPage({ file, replies, judged = null }: { file: CallFile; replies: ReadonlyMap<number, Reply>; judged?: { id: number; form: FormState } | null }) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  const { call, need, invites } = file
  const base = `/${locale}/calls/${call.id}`
  const suppliers = answeredOf(file)
  const table = answersTable(file, replies, locale)
  const refusals = wording(useTexts(callRefusals))
  return (
    <Page title={`${t.answers}: ${need.title}`} demonstration={need.demonstration} crumbs={[{ href: base, text: t.title }]}>
      <h1>{t.answers}</h1>
      <p><a href={`/${locale}/needs/${need.id}`} lang={need.language === locale ? undefined : need.language}>{need.title}</a></p>
      {suppliers.length === 0 ? <p>{t.nobodyAnswered}</p> : <>
        <div class="scroll" tabIndex={0} role="region" aria-label={t.answers}><table>
          <caption class="hidden">{t.answers}</caption>
          <thead><tr>{table.head.map((cell) => <th scope="col">{cell}</th>)}</tr></thead>
          <tbody>{table.rows.map(([name, ...cells]) => <tr><th scope="row">{name}</th>{cells.map((cell) => <td>{cell ? <Prose text={String(cell)} /> : '–'}</td>)}</tr>)}</tbody>
        </table></div>
        <p class="row"><span>{t.files}:</span> <a href={`${base}/answers.csv`}>{t.csv}</a> <a href={`${base}/answers.xlsx`}>{t.xlsx}</a></p>
        {invites && <section><h2>{t.decide}</h2><div class="sides">{suppliers.map((supplier) => {
          const own = judged?.id === supplier.id ? judged.form : null
          const name = inLocale(locale, supplier.name_vi, supplier.name_en)
          const offer = replies.get(supplier.id)?.offer
          const fields = { outcome: `outcome_${supplier.id}`, reason: `reason_${supplier.id}` }
          const form = own ?? freshForm({ [fields.outcome]: supplier.outcome ?? undefined, [fields.reason]: supplier.outcome_reason })
          return <div class="sheet"><h3>{name}</h3>
            {supplier.outcome === 'not_chosen' ? <p>{t.outcomes.not_chosen}: {supplier.outcome_reason}</p> : <Form action={`${base}/suppliers/${supplier.id}/outcome`} form={form} submit={t.decide} labels={{ [fields.outcome]: t.outcome, [fields.reason]: t.reason }} refusals={refusals}>
              <Choices form={form} name={fields.outcome} label={t.outcome} one options={outcomes.map((value) => ({ value, text: t.outcomes[value] }))} />
              <TextArea form={form} name={fields.reason} label={t.reason} rows={2} optional="later" />
            </Form>}
            {supplier.outcome === 'shortlisted' && (offer ? <p><a class="button second" href={`/${locale}/offers/${offer.id}/interest?with=${need.id}`}>{t.interest}<span class="hidden">: {offer.title}</span></a></p> : <p class="meta">{t.noOffer}</p>)}
          </div>
        })}</div></section>}
      </>}
    </Page>
  )
}
