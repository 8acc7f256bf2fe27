import { shorten } from '../../../platform/text.ts'
import { formatDay } from '../../../platform/time.ts'
import { freshForm, type FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { listingTexts } from '../../listings/messages.ts'
import { certainties } from '../../listings/schema.ts'
import { answerNamesIn, choiceTexts, deskRefusals, deskTexts, hintTexts, questionTexts } from '../messages.ts'
import type { Sheet } from '../queries.ts'
import { type AnswerName, answered, answers as shapes, answersTo, type Draft, hintsFor, type Question, questions, tooShort } from '../rules.ts'

/** The sheets of one's organisation, and the button that opens another. */
export function DeskPage({ sheets, organisation, requestKey }: { sheets: Sheet[]; organisation: number | null; requestKey: string }) {
  const { locale } = useView()
  const t = useTexts(deskTexts)
  return (
    <Page title={t.title} width="narrow">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {organisation === null ? <p class="notice">{t.noOrganisation} <a href={`/${locale}/my/organisation`}>{t.organisation}</a></p> : <>
        <ActionButton action={`/${locale}/my/desk`} text={t.start} fields={{ request_key: requestKey }} />
        <h2>{t.sheets}</h2>
        {sheets.length === 0 ? <p class="meta">{t.noSheets}</p> : <ul class="list">{sheets.map((sheet) => (
          <li><a href={sheet.listing_id === null ? `/${locale}/my/desk/${sheet.id}` : `/${locale}/my/listings/${sheet.listing_id}/edit`}>{shorten(sheet.answers.hurts ?? '', 80) || t.sheet(formatDay(sheet.created_at, locale))}</a>{' '}
            <span class="meta">{sheet.listing_id === null ? t.answered(answered(sheet.answers)) : t.drafted}</span></li>))}</ul>}
      </>}
    </Page>
  )
}

/** How a summary of errors names each answer: by its question, which the answer's own label leaves out. */
function useLabels(): Record<string, string> {
  const asked = useTexts(questionTexts)
  const names = useTexts(answerNamesIn)
  return Object.fromEntries(questions.flatMap((question, i) => answersTo(question).map((name) => [name, `${i + 1}. ${asked[question].ask} ${names[name]}`])))
}

/** Ten questions on one page, each with help, a good answer, and after saving what would make it clearer. */
export function QuestionsPage({ sheet, form }: { sheet: Sheet; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(deskTexts)
  return (
    <Page title={t.questions} width="narrow" crumbs={[{ href: `/${locale}/my/desk`, text: t.title }]}>
      <h1>{t.questions}</h1>
      <p>{t.lead}</p>
      <p role="status">{t.answered(answered(sheet.answers))} <progress max={10} value={answered(sheet.answers)} aria-label={t.answered(answered(sheet.answers))} /></p>
      <Form action={`/${locale}/my/desk/${sheet.id}`} form={form} submit={t.save} labels={useLabels()} refusals={wording(useTexts(deskRefusals))} aside={<a href={`/${locale}/my/desk/${sheet.id}/draft`}>{t.preview}</a>}>
        <Hidden name="version" value={form.refusal?.code === 'sheet_changed' ? sheet.version : String(form.values.version ?? sheet.version)} />
        {questions.map((question, i) => <Question question={question} number={i + 1} form={form} sheet={sheet} />)}
      </Form>
      <ActionButton action={`/${locale}/my/desk/${sheet.id}/remove`} text={t.remove} kind="button second" />
    </Page>
  )
}

function Question({ question, number, form, sheet }: { question: Question; number: number; form: FormState; sheet: Sheet }) {
  const t = useTexts(deskTexts)
  const { ask, help, example } = useTexts(questionTexts)[question]
  const hints = answersTo(question).some((name) => sheet.answers[name]) ? hintsFor(question, sheet.answers) : []
  const hintWords = useTexts(hintTexts)
  return (
    <fieldset class="sheet" aria-describedby={`q-${question}`}>
      <legend><h2>{number}. {ask}</h2></legend>
      <div id={`q-${question}`}><p class="help">{help}</p><p class="meta">{t.example} {example}</p></div>
      {answersTo(question).map((name) => <Answer name={name} form={form} lang={sheet.language} />)}
      {hints.length > 0 && <div><p class="meta">{t.hints}</p><ul>{hints.map((hint) => <li>{hintWords[hint]}</li>)}</ul></div>}
    </fieldset>
  )
}

function Answer({ name, form, lang }: { name: AnswerName; form: FormState; lang: string }) {
  const label = useTexts(answerNamesIn)[name]
  const choices = useTexts(choiceTexts)
  const { kind } = shapes[name]
  if (kind === 'text') return <TextArea form={form} name={name} label={label} rows={4} lang={lang} optional />
  if (kind === 'choice') return <Choices form={form} name={name} label={label} one optional options={(name === 'pilot' ? (['yes', 'no'] as const) : certainties).map((value) => ({ value, text: choices[value] }))} />
  return <TextField form={form} name={name} label={label} type={kind === 'day' ? 'date' : 'text'} optional />
}

/** What the answers make, before anything is made of them. */
export function DraftPage({ sheet, draft, form = freshForm() }: { sheet: Sheet; draft: Draft; form?: FormState }) {
  const { locale } = useView()
  const t = useTexts(deskTexts)
  const fields = useTexts(listingTexts)
  const names = useTexts(answerNamesIn)
  const choices: Record<string, string> = useTexts(choiceTexts)
  const short = new Map(tooShort(draft).map((one) => [one.field, one.least]))
  const figures = (['baseline', 'measure', 'target', 'value_per_year', 'budget', 'budget_certainty', 'decider', 'decides_on', 'pilot', 'pilot_place'] as const).filter((name) => sheet.answers[name])
  return (
    <Page title={t.previewTitle} width="narrow" crumbs={[{ href: `/${locale}/my/desk`, text: t.title }, { href: `/${locale}/my/desk/${sheet.id}`, text: t.questions }]}>
      <h1>{t.previewTitle}</h1>
      <p>{t.previewLead}</p>
      <dl lang={sheet.language}>{(Object.keys(draft.texts) as (keyof Draft['texts'])[]).map((field) => <>
        <dt lang={locale}>{fields[field]}</dt>
        <dd>{draft.texts[field] ? <Prose text={draft.texts[field]} /> : <span class="meta" lang={locale}>{t.empty}</span>}{short.has(field) && <p class="meta" lang={locale}>{t.short(short.get(field) ?? 0)}</p>}</dd></>)}</dl>
      {figures.length > 0 && <><h2>{t.figures}</h2><dl>{figures.map((name) => <><dt>{names[name]}</dt><dd id={`f-${name}`} tabIndex={-1}>{choices[sheet.answers[name] ?? ''] ?? sheet.answers[name]}</dd></>)}</dl></>}
      {sheet.listing_id !== null ? <p><a class="button" href={`/${locale}/my/listings/${sheet.listing_id}/edit`}>{t.openDraft}</a></p> : (
        <Form action={`/${locale}/my/desk/${sheet.id}/draft`} form={form} submit={t.make} labels={useLabels()} refusals={wording(useTexts(deskRefusals))} aside={<a href={`/${locale}/my/desk/${sheet.id}`}>{t.backToQuestions}</a>}>{null}</Form>)}
    </Page>
  )
}
