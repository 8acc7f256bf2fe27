import { inLocale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, FileField, Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { formatBytes } from '../../documents/messages.ts'
import { fileHref } from '../../documents/queries.ts'
import { acceptedFor, acceptOf } from '../../documents/rules.ts'
import { roundTexts } from '../round-messages.ts'
import { KeptThroughMove } from './dates.tsx'
import { solutionRefusals } from '../messages.ts'
import { partTexts, solutionTexts } from '../page-messages.ts'
import type { OwnPart, SolutionFile } from '../queries.ts'

/** An organisation's own part in a call: its two envelopes, and in the end its scores, its place and why. */
export function SubmissionPage({ file, part, form, explaining, putting, uploadMaxBytes }: { file: SolutionFile; part: OwnPart; form: FormState; explaining?: FormState; putting?: FormState; uploadMaxBytes: number }) {
  const { locale, now } = useView()
  const t = useTexts(partTexts), words = useTexts(solutionTexts)
  const { call } = file
  const base = `/${locale}/solutions/${call.id}`
  const taking = call.state === 'open' && now < call.closes_at
  return (
    <Page title={`${t.submission}: ${call.title[locale]}`} width="narrow" demonstration={call.demonstration} crumbs={[{ href: `/${locale}/solutions`, text: words.title }, { href: base, text: call.title[locale] }]}>
      <h1>{t.submission}</h1>
      {part.organisation === null ? <div class="notice warn"><p>{t.noOrganisation}</p></div> : <p class="lead">{t.lead(inLocale(locale, part.organisation.vi, part.organisation.en))}</p>}
      {part.latest && <div class="notice good"><p>{t.latest(part.latest.number, formatInstant(part.latest.submitted_at, locale))}</p></div>}
      {part.latest && <KeptThroughMove file={file} />}
      <div class="stack">
        {part.entry && <Own file={file} part={part} form={explaining ?? freshForm()} />}
        {part.organisation && !part.may && <div class="notice warn"><p>{t.noPower}</p></div>}
        {!taking ? call.published_at && !part.entry && <p>{t.over}</p> : part.may && <Envelopes file={file} part={part} form={form} />}
        {part.latest && <Enclosed file={file} part={part} form={putting ?? freshForm()} taking={taking} uploadMaxBytes={uploadMaxBytes} />}
      </div>
    </Page>
  )
}

function Envelopes({ file: { call }, part, form }: { file: SolutionFile; part: OwnPart; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(partTexts)
  const labels = { summary: t.summary, price: t.price, ...Object.fromEntries(call.rules.criteria.map(({ key, name }) => [`answer_${key}`, t.answer(name[locale])])) }
  return <Form action={`/${locale}/solutions/${call.id}/submission`} form={form} submit={part.latest ? t.replace : t.submit} labels={labels} refusals={wording(useTexts(solutionRefusals))}>
    <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
    <fieldset class="sheet"><legend class="label">{t.technical}</legend><TextArea form={form} name="summary" label={t.summary} rows={4} />{call.rules.criteria.map(({ key, name }) => <TextArea form={form} name={`answer_${key}`} label={t.answer(name[locale])} rows={5} />)}</fieldset>
    <fieldset class="sheet"><legend class="label">{t.priceEnvelope}</legend><TextField form={form} name="price" label={t.price} help={t.priceHelp} inputmode="numeric" autocomplete="off" /></fieldset>
  </Form>
}

function Enclosed({ file: { call }, part: { documents, may }, form, taking, uploadMaxBytes }: { file: SolutionFile; part: OwnPart; form: FormState; taking: boolean; uploadMaxBytes: number }) {
  const { locale } = useView()
  const t = useTexts(partTexts)
  const base = `/${locale}/solutions/${call.id}/submission/documents`
  return <section><h2>{t.documents}</h2>
    {documents.length === 0 ? <p>{t.noDocuments}</p> : <ul class="list">{documents.map((one) => <li><p><a href={fileHref({ id: one.document_id, name: one.name })}>{one.name}</a> <span class="meta">{formatBytes(one.bytes, locale)}, {formatInstant(one.added_at, locale)}</span></p>{taking && may && <ActionButton action={`${base}/${one.id}/withdrawal`} text={t.takeOut(one.name)} kind="button second" />}</li>)}</ul>}
    {taking && may && <><p>{t.documentsHelp}</p><Form action={base} form={form} submit={t.addFile} labels={{ file: t.file }} refusals={wording(useTexts(solutionRefusals))} multipart>
      <FileField form={form} name="file" label={t.file} help={t.fileHelp(acceptedFor('document').join(', '), formatBytes(uploadMaxBytes, locale))} accept={acceptOf('document')} />
    </Form></>}
  </section>
}

function Own({ file: { call }, part: { entry, scores, technical, value, may }, form }: { file: SolutionFile; part: OwnPart; form: FormState }) {
  const { locale, now } = useView()
  const t = useTexts(partTexts), words = useTexts(solutionTexts), rounds = useTexts(roundTexts)
  if (!entry) return null
  return <section><h2>{t.place}</h2><p>{t.yourNumber(entry.number)}</p>
    {entry.admitted && call.rounds_begin_at && <p><a class={call.state === 'bidding' ? 'button' : 'button second'} href={`/${locale}/solutions/${call.id}/rounds`}>{rounds.title}</a></p>}
    {entry.chosen && <div class="notice good"><p>{t.chosen}</p>{entry.deal_id !== null && <p><a class="button" href={`/${locale}/deals/${entry.deal_id}`}>{t.deal}</a></p>}</div>}
    {['standstill', 'awarded', 'failed'].includes(call.state) && technical !== null && <dl class="facts">{entry.rank !== null && <div><dt>{words.rank}</dt><dd>{entry.rank}</dd></div>}<div><dt>{t.technicalScore}</dt><dd>{words.points(technical)}</dd></div>{value !== null && <div><dt>{t.value}</dt><dd>{words.points(value)}</dd></div>}</dl>}
    {entry.admitted === false && ['standstill', 'awarded', 'failed'].includes(call.state) && <p>{words.below}.</p>}
    {entry.decision && <p>{entry.decision === 'excluded' ? words.excluded : words.ranked}. {entry.decision_reason}</p>}
    {entry.chosen === false && entry.reason && <><h3>{t.why}</h3><p>{entry.reason}</p></>}
    {scores.length > 0 && <><h3 id="scores">{t.scores}</h3><div class="scroll" tabIndex={0} role="region" aria-labelledby="scores"><table><thead><tr><th scope="col">{words.criterion}</th><th scope="col" class="right">{t.points}</th><th scope="col">{t.reason}</th></tr></thead>
      <tbody>{call.rules.criteria.flatMap(({ key, name }) => scores.filter(({ criterion }) => criterion === key).map((score) => <tr><th scope="row">{name[locale]}</th><td class="right">{score.points}</td><td>{score.reason}</td></tr>))}</tbody></table></div></>}
    {entry.low && call.state === 'pricing' && !entry.decision && <><div class="notice warn"><p>{t.low} {entry.explain_until && t.until(formatInstant(entry.explain_until, locale))}</p></div>
      {entry.explained_at ? <p>{t.explained}</p> : may && entry.explain_until && now < entry.explain_until && <Form action={`/${locale}/solutions/${call.id}/explanation`} form={form} submit={t.explain} labels={{ explanation: t.explanation }} refusals={wording(useTexts(solutionRefusals))}><TextArea form={form} name="explanation" label={t.explanation} rows={5} /></Form>}</>}
  </section>
}
