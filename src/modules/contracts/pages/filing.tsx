import { formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { FileField, Form, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { partyOf, type PartFile } from '../../deals/part-queries.ts'
import { fileHref } from '../../documents/queries.ts'
import { filingNames, filingStates, limitNames, paperNames, registrationRefusals, registrationTexts, stepWords } from '../registration-messages.ts'
import type { DossierPaper } from '../registration-queries.ts'
import { type Calendar, dossierOf, feeOf, type FilingStep, isUnderWay, neverLeftOut, runningLimit, type Standing, stepsFrom } from '../registration-rules.ts'
import type { Filing } from '../schema.ts'
import { FeeWords, Law, LimitWords } from './registration.tsx'

export interface FilingProps { file: PartFile; filing: Filing; papers: readonly DossierPaper[]; standing: Standing; state_money: boolean; calendar: Calendar; today: string; forms: Record<string, FormState> }

/** One dossier: its parts, what happened to it, and what its side may note next. */
export function FilingPage(props: FilingProps) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  const [kinds, states, limits, name] = [useTexts(filingNames), useTexts(filingStates), useTexts(limitNames), useName()]
  const { file, filing, standing, calendar } = props
  const own = `/${locale}/deals/${file.deal.id}/registration`
  const acts = file.acts.edit === filing.organisation_id && file.deal.stage !== 'lost'
  const next = runningLimit(calendar, filing, standing)
  const days = ['filed_on', 'asked_on', 'extended_on', 'supplemented_on', 'complete_on', 'decided_on'] as const
  const told: [string, string][] = [
    [t.authorityName, filing.authority], [t.receipt_number, filing.receipt_number], ...days.map((day): [string, string] => [t[day], filing[day] ? formatIsoDay(filing[day], locale) : '']), [t.asked_what, filing.asked_what],
    [t.certificate_number, filing.certificate_number], [t.refusal_reason, filing.refusal_reason], [t.changes, filing.changes],
  ]
  return (
    <PartPage file={file} part="registration" title={kinds[filing.kind]}>
      <p><span class={`badge ${filing.state === 'certified' ? 'good' : ''}`}>{states[filing.state]}</span> <span class="meta">{t.by(name(partyOf(file, filing.organisation_id)))}</span></p>
      {next && <LimitWords limit={next.limit}>{t.until(limits[next.name], formatIsoDay(next.limit.day, locale))}</LimitWords>}
      {isUnderWay(filing) && filing.kind !== 'termination' && <FeeWords fee={feeOf(calendar, filing.kind, filing.filed_on ?? props.today, standing.filings)} kind={filing.kind} />}
      {told.some(([, value]) => value) && <section class="sheet" aria-labelledby="course"><h2 id="course">{t.course}</h2><dl class="facts">{told.filter(([, value]) => value).map(([label, value]) => <div><dt>{label}</dt><dd>{value}</dd></div>)}</dl></section>}
      <Dossier {...props} own={`${own}/filings/${filing.id}`} acts={acts} />
      {acts ? stepsFrom(filing).length > 0 && <section class="sheet" aria-labelledby="next"><h2 id="next">{t.next}</h2>{stepsFrom(filing).map((step) => <Step step={step} action={`${own}/filings/${filing.id}/${step}`} form={props.forms[step]} authority={filing.authority} />)}</section> : file.acts.edit !== null && <p class="meta">{t.readsOnly(name(partyOf(file, filing.organisation_id)))}</p>}
      <p><a href={own}>{t.back}</a></p>
    </PartPage>
  )
}

function Dossier({ filing, papers, state_money, own, acts, forms }: FilingProps & { own: string; acts: boolean }) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  const names = useTexts(paperNames)
  const refusals = wording(useTexts(registrationRefusals))
  const { parts, cited } = dossierOf(filing.kind, state_money)
  const open = acts && (filing.state === 'preparing' || filing.state === 'supplement_asked' || filing.state === 'supplement_extended')
  const paper = (code: string) => papers.find((one) => one.code === code)
  const missing = parts.find((code) => !paper(code))
  const put = forms['paper'] ?? freshForm({ code: missing }), leave = forms['without'] ?? freshForm({ left_out_code: parts.find((code) => !paper(code) && !neverLeftOut.includes(code)) })
  return (
    <section class="sheet" aria-labelledby="dossier">
      <h2 id="dossier">{t.dossier}</h2>
      <p>{cited ? <Law of={cited} text={t.dossierSeen} /> : <span class="meta">{t.dossierOwn}</span>}</p>
      <ul class="list">{parts.map((code) => {
        const one = paper(code)
        return <li>{names[code]} <span class={`badge ${one?.document_id ? 'good' : one ? '' : 'warn'}`}>{one?.document_id ? t.put : one ? t.leftOut(one.left_out) : t.missing}</span>{one?.document_id && one.name !== null && <> <a href={`/${locale}${fileHref({ id: one.document_id, name: one.name })}`}>{one.name}</a></>}</li>
      })}</ul>
      <p><a href={`${own}/request.docx`}>{t.draft}</a><br /><span class="meta">{t.draftHelp}</span></p>
      {open && <>
        <details class="sheet" open={'paper' in forms || missing !== undefined}><summary>{t.putHead}</summary>
          <Form action={`${own}/paper`} form={put} submit={t.putSubmit} labels={{ code: t.code, file: t.file }} refusals={refusals} multipart>
            <Select form={put} name="code" label={t.code} options={parts.map((code) => ({ value: code, text: names[code] }))} empty={false} />
            <FileField form={put} name="file" label={t.file} />
          </Form>
        </details>
        <details class="sheet" open={'without' in forms}><summary>{t.leaveHead}</summary>
          <Form action={`${own}/without`} form={leave} submit={t.leaveSubmit} labels={{ left_out_code: t.code, left_out: t.left_out }} refusals={refusals}>
            <Select form={leave} name="left_out_code" label={t.code} options={parts.filter((code) => !neverLeftOut.includes(code)).map((code) => ({ value: code, text: names[code] }))} empty={false} />
            <TextArea form={leave} name="left_out" label={t.left_out} rows={2} />
          </Form>
        </details>
      </>}
    </section>
  )
}

function Step({ step, action, form: sent, authority }: { step: FilingStep; action: string; form: FormState | undefined; authority: string }) {
  const t = useTexts(registrationTexts)
  const { head, submit, day } = useTexts(stepWords)[step]
  const refusals = wording(useTexts(registrationRefusals))
  const form = sent ?? freshForm({ authority })
  const dayOf = (name: string) => <TextField form={form} name={name} label={day} type="date" />
  return (
    <details class="sheet" open={sent !== undefined}>
      <summary>{head}</summary>
      <Form action={action} form={form} submit={submit} labels={{ authority: t.authorityName, filed_on: day, receipt_number: t.receipt_number, asked_on: day, asked_what: t.asked_what, extended_on: day, supplemented_on: day, complete_on: day, certificate_number: t.certificate_number, decided_on: day, refused_on: day, refusal_reason: t.refusal_reason }} refusals={refusals} danger={step === 'withdraw'}>
        {step === 'file' && <><TextField form={form} name="authority" label={t.authorityName} />{dayOf('filed_on')}<TextField form={form} name="receipt_number" label={t.receipt_number} optional /></>}
        {step === 'ask' && <>{dayOf('asked_on')}<TextArea form={form} name="asked_what" label={t.asked_what} rows={3} /></>}
        {step === 'extend' && dayOf('extended_on')}
        {step === 'supplement' && dayOf('supplemented_on')}
        {step === 'complete' && dayOf('complete_on')}
        {step === 'certify' && <><TextField form={form} name="certificate_number" label={t.certificate_number} />{dayOf('decided_on')}</>}
        {step === 'refuse' && <><TextArea form={form} name="refusal_reason" label={t.refusal_reason} rows={3} />{dayOf('refused_on')}</>}
      </Form>
    </details>
  )
}
