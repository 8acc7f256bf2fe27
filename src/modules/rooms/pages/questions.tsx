import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { roomRefusals } from '../messages.ts'
import { questionTexts } from '../question-messages.ts'
import type { Question } from '../question-queries.ts'
import { topics } from '../schema.ts'

const tones = { asked: 'badge warn', answered: 'badge good', closed: 'badge' }
type Forms = Record<string, FormState>

/** The questions of a file in a table, and the form to ask another. */
export function QuestionsPage({ file, questions, forms }: { file: PartFile; questions: readonly Question[]; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(questionTexts)
  const name = useName()
  const { deal, acts } = file
  const own = `/${locale}/deals/${deal.id}/questions`
  const form = forms.question ?? freshForm()
  return (
    <PartPage file={file} part="questions">
      <p>{t.lead}</p>
      {questions.length === 0 ? <p>{t.none}</p> : <>
        <div class="scroll" tabIndex={0} role="region" aria-label={t.title}><table>
          <thead><tr><th scope="col">{t.number}</th><th scope="col">{t.text}</th><th scope="col">{t.topic}</th><th scope="col">{t.asked}</th><th scope="col">{t.state}</th></tr></thead>
          <tbody>{questions.map((question) => (
            <tr><td>{question.number}</td><th scope="row"><a href={`${own}/${question.id}`}>{question.entries[0]?.text.slice(0, 160)}</a></th><td>{t.topics[question.topic]}</td><td>{name(partyOf(file, question.organisation_id))}</td>
              <td><span class={tones[question.state]}>{t.states[question.state]}</span>{question.state === 'asked' && <><br /><span class="meta">{t.due(formatIsoDay(question.due_on, locale))}</span></>}</td></tr>
          ))}</tbody>
        </table></div>
        <p>{t.files}: <a href={`${own}.xlsx`}>XLSX</a>, <a href={`${own}.csv`}>CSV</a></p>
      </>}
      {acts.edit !== null && deal.stage !== 'lost' && <section class="sheet" id="ask"><h2>{t.ask}</h2>
        <Form action={own} form={form} submit={t.ask} labels={t} refusals={wording(useTexts(roomRefusals))}>
          <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
          <Select form={form} name="topic" label={t.topic} options={topics.map((value) => ({ value, text: t.topics[value] }))} />
          <TextArea form={form} name="text" label={t.text} />
          <TextField form={form} name="due_on" type="date" label={t.due_on} />
        </Form>
      </section>}
    </PartPage>
  )
}

/** One question with all that was said to it. */
export function QuestionPage({ file, question, forms }: { file: PartFile; question: Question; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(questionTexts)
  const name = useName()
  const refusals = wording(useTexts(roomRefusals))
  const { deal, acts } = file
  const own = `/${locale}/deals/${deal.id}/questions/${question.id}`
  const open = question.state !== 'closed' && deal.stage !== 'lost' && acts.edit !== null
  const asks = acts.edit === question.organisation_id
  const answer = forms.answer ?? freshForm(), followUp = forms.follow_up ?? freshForm()
  return (
    <PartPage file={file} part="questions" title={t.no(question.number)}>
      <p><span class={tones[question.state]}>{t.states[question.state]}</span> <span class="meta">{t.topics[question.topic]} · {t.due(formatIsoDay(question.due_on, locale))}</span></p>
      <div class="stack">{question.entries.map((entry) => (
        <article class="sheet"><h2>{t.entries[entry.kind]}</h2><p class="meta">{entry.person_name}, {name(partyOf(file, entry.organisation_id))}, <time dateTime={entry.at.toISOString()}>{formatInstant(entry.at, locale)}</time></p><Prose text={entry.text} /></article>
      ))}</div>
      {question.closed_at && <p class="meta">{t.closedBy(question.closed_by_name, formatInstant(question.closed_at, locale))}</p>}
      {open && !asks && <section class="sheet"><h2>{t.answer}</h2>
        <Form action={`${own}/answers`} form={answer} submit={t.sendAnswer} labels={t} refusals={refusals}><Hidden name="request_key" value={String(answer.values.request_key ?? '')} /><TextArea form={answer} name="answer" label={t.answer} rows={7} /></Form>
      </section>}
      {open && asks && question.state === 'answered' && <section class="sheet"><h2>{t.follow_up}</h2>
        <Form action={`${own}/follow-ups`} form={followUp} submit={t.sendFollowUp} labels={{ ...t, follow_up: t.text }} refusals={refusals}><Hidden name="request_key" value={String(followUp.values.request_key ?? '')} /><TextArea form={followUp} name="follow_up" label={t.text} /><TextField form={followUp} name="due_on" type="date" label={t.due_on} /></Form>
      </section>}
      {question.state !== 'closed' && asks && <ActionButton action={`${own}/close`} text={t.close} kind="button second" />}
    </PartPage>
  )
}
