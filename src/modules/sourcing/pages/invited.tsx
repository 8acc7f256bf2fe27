import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Card } from '../../listings/pages/card.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { callRefusals, callTexts, wordAnswer } from '../call-messages.ts'
import type { InvitedFile } from '../call-queries.ts'
import { declineCodes } from '../schema.ts'
import { Enquiries, PhaseBadge, QuestionList } from './call.tsx'

/** The values of a supplier's form as they stand. */
export const answerValues = ({ reply, values }: Pick<InvitedFile, 'reply' | 'values'>): Record<string, unknown> =>
  ({ version: reply?.version ?? 0, note: reply?.note ?? '', offer_id: reply?.offer_id ?? '', ...Object.fromEntries([...values].map(([id, value]) => [`answer_${id}`, value])) })

export interface InvitedForms { answer?: FormState; decline?: FormState; ask?: FormState }
/** An invitation as one supplier sees it: the need, the questions, its own answer, and nothing of the others. */
export function InvitedPage({ file, forms = {}, taxonomy, requestKey }: { file: InvitedFile; forms?: InvitedForms; taxonomy: Taxonomy; requestKey: string }) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  const { call, phase, need, questions, supplier, enquiries, edits } = file
  const base = `/${locale}/invited/${supplier.id}`
  const refusals = wording(useTexts(callRefusals))
  const open = phase === 'open' && call.opened_at === null
  const decline = forms.decline ?? freshForm(), ask = forms.ask ?? freshForm({ request_key: requestKey })
  return (
    <Page title={`${t.invitedTitle}: ${need.title}`} demonstration={need.demonstration} crumbs={[{ href: `/${locale}/my/calls`, text: t.mine }]}>
      <div class="row"><h1>{t.invitedTitle}</h1><PhaseBadge phase={phase} /></div>
      <div class="stack">
        <p class="lead">{t.until(formatIsoDay(call.deadline, locale))}. {t.alone}</p>
        {need.state === 'published' ? <Card card={need} taxonomy={taxonomy} level="h2" /> : <p>{need.title}</p>}
        <Prose text={call.text} />
        {phase === 'withdrawn' && <div class="notice warn"><p>{t.never}</p><p>{call.withdrawal_reason}</p></div>}
        <p><strong>{t.state}: {t.ownStates[supplier.state]}</strong>{supplier.outcome && <>. {t.outcome}: {t.outcomes[supplier.outcome]}{supplier.outcome_reason && `: ${supplier.outcome_reason}`}</>}</p>
        {open && edits ? <AnswerForm file={file} form={forms.answer ?? freshForm(answerValues(file))} action={base} /> : <>
          {phase === 'over' && <div class="notice"><p>{t.frozen}</p>{supplier.state === 'drafting' && <p>{t.notSent}</p>}</div>}
          {open && !edits && <p class="meta">{t.readOnly}</p>}
          <section><h2>{file.values.size ? t.answerTitle : t.questions}</h2>{file.values.size ? <dl class="facts sheet">{questions.map((question) => <div><dt>{question.text}</dt><dd>{file.values.has(question.id) ? <Prose text={wordAnswer(question, file.values.get(question.id) ?? '', locale)} /> : '–'}</dd></div>)}{file.reply?.note && <div><dt>{t.note}</dt><dd><Prose text={file.reply.note} /></dd></div>}</dl> : <QuestionList questions={questions} />}</section>
        </>}
        <section><h2>{t.enquiries}</h2><p class="meta">{t.enquiriesLead}</p><Enquiries enquiries={enquiries} />
          {open && edits && <div class="sheet"><Form action={`${base}/enquiries`} form={ask} submit={t.ask} labels={{ question: t.ask }} refusals={refusals}><Hidden name="request_key" value={String(ask.values.request_key ?? requestKey)} /><TextArea form={ask} name="question" label={t.ask} help={t.askHelp} rows={3} /></Form></div>}
        </section>
        {open && edits && supplier.state !== 'declined' && <details open={decline.refusal !== null || Object.keys(decline.errors).length > 0}><summary>{t.decline}</summary>
          <Form action={`${base}/decline`} form={decline} submit={t.decline} labels={{ decline_code: t.declineCode, decline_note: t.declineNote }} refusals={refusals} danger>
            <Select form={decline} name="decline_code" label={t.declineCode} options={declineCodes.map((value) => ({ value, text: t.declines[value] }))} />
            <TextArea form={decline} name="decline_note" label={t.declineNote} rows={2} optional />
          </Form>
        </details>}
      </div>
    </Page>
  )
}

function AnswerForm({ file: { call, questions, supplier, offers, reply }, form, action }: { file: InvitedFile; form: FormState; action: string }) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  const labels: Record<string, string> = { note: t.note, offer_id: t.offer, ...Object.fromEntries(questions.map(({ id, text }) => [`answer_${id}`, text])) }
  const sent = supplier.state === 'answered'
  // Whoever was told that a colleague saved has both before them and may send for the newer version.
  const version = form.refusal?.code === 'answer_changed' ? (reply?.version ?? 0) : String(form.values.version ?? 0)
  return <section class="sheet"><h2>{t.answerTitle}</h2>
    {reply && <p class="meta">{t.savedAt(formatInstant(reply.saved_at, locale))}</p>}
    <Form action={action} form={form} submit={sent ? t.sendAgain : t.saveDraft} labels={labels} refusals={wording(useTexts(callRefusals))} aside={sent ? null : <button class="button" name="press" value="send">{t.sendAnswer}</button>}>
      <Hidden name="version" value={version} />
      {questions.map(({ id, text, kind, unit }) => {
        const field = { form, name: `answer_${id}`, label: text, help: t.answerHelp[kind] ? `${t.answerHelp[kind]}${unit && ` (${unit})`}` : undefined, optional: 'later' as const }
        return kind === 'text' ? <TextArea {...field} rows={4} /> : kind === 'yes_no' ? <Choices {...field} one options={[{ value: 'yes', text: t.yes }, { value: 'no', text: t.no }]} /> : <TextField {...field} inputmode={kind === 'days' || kind === 'price' ? 'numeric' : 'decimal'} />
      })}
      {offers.length > 0 && <Select form={form} name="offer_id" label={t.offer} help={t.offerHelp} optional empty={false} options={[{ value: '', text: t.none }, ...offers.map(({ id, title }) => ({ value: String(id), text: title }))]} />}
      <TextArea form={form} name="note" label={t.note} rows={3} optional />
    </Form>
    {sent && <ActionButton action={`${action}/return`} text={t.takeBack} kind="button second" />}
    <p class="meta">{t.sealed(formatIsoDay(call.deadline, locale))}</p>
  </section>
}
