import { formatDay } from '../../../platform/time.ts'
import { freshForm, type FormState } from '../../../web/http.tsx'
import { Choices, FileField, Form, Hidden, Select, TextArea, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { tierNames } from '../../disclosure/messages.ts'
import { formatBytes } from '../../documents/messages.ts'
import { acceptedFor, acceptOf } from '../../documents/rules.ts'
import { GradeMark, gradeName, gradeTexts } from '../../listings/grades.tsx'
import { listingPath } from '../../listings/pages/card.tsx'
import { type ListingView, textIn } from '../../listings/queries.ts'
import { claimKindNames, evidenceStateNames, evidenceTexts, reporterNames } from '../messages.ts'
import type { ClaimShown, EvidenceShown } from '../queries.ts'
import { stands } from '../rules.ts'
import { claimKinds, evidenceResults, fileTiers, proofGrades, reporters } from '../schema.ts'
import { ClaimFacts, EvidenceItem, GradeMeanings, StandingLine, Stands, Statement } from './claim.tsx'

interface ClaimsProps { listing: ListingView; claims: ClaimShown[]; edits: boolean; form: FormState }
/** An offer's claims for its own organisation: how each stands, and a form for another. */
export function ClaimsPage({ listing, claims, edits, form }: ClaimsProps) {
  const { locale } = useView()
  const t = useTexts(evidenceTexts)
  const base = `/${locale}/my/listings/${listing.id}/evidence`
  const labels = { kind: t.kind, statement_vi: t.statement_vi, statement_en: t.statement_en, amount: t.amount, unit: t.unit, conditions: t.conditions }
  return (
    <Page title={t.manage} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: textIn(listing, locale)?.title ?? '' }]}>
      <h1>{t.manage}</h1>
      <p>{t.ownLead}</p>
      <p class="row">{t.listingGrade}: <GradeMark grade={listing.evidence_grade} locale={locale} /></p>
      <GradeMeanings />
      {claims.length === 0 ? <p>{t.noClaims}</p> : <ul class="list">{claims.map((claim) => <li class="sheet">
        <Statement claim={claim} level="h2" />
        <ClaimFacts claim={claim} />
        <Stands claim={claim} />
        <p><a href={`${base}/claims/${claim.id}`}>{t.open}<span class="hidden">: {claim.statement_vi || claim.statement_en}</span></a></p>
      </li>)}</ul>}
      {edits && <section class="sheet"><h2>{t.addClaim}</h2>
        <Form action={base} form={form} submit={t.add} labels={labels}>
          <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
          <Select form={form} name="kind" label={t.kind} options={claimKinds.map((kind) => ({ value: kind, text: useTexts(claimKindNames)[kind] }))} />
          <TextField form={form} name="statement_vi" label={t.statement_vi} help={t.statementHelp} lang="vi" optional="later" />
          <TextField form={form} name="statement_en" label={t.statement_en} lang="en" optional />
          <div class="pair"><TextField form={form} name="amount" label={t.amount} help={t.amountHelp} inputmode="decimal" optional /><TextField form={form} name="unit" label={t.unit} optional /></div>
          <TextField form={form} name="conditions" label={t.conditions} help={t.conditionsHelp} optional />
        </Form>
      </section>}
    </Page>
  )
}

/** Which of the page's forms was sent, and what was wrong with it. */
export interface ClaimForms { add: FormState; withdraw: FormState; evidence: { id: number; form: FormState } | null; answer: { id: number; form: FormState } | null }
export const freshForms = (request_key: string): ClaimForms => ({ add: freshForm({ request_key, result: 'supports', tier: 'public' }), withdraw: freshForm(), evidence: null, answer: null })
interface ClaimProps { listing: ListingView; claim: ClaimShown; edits: boolean; forms: ClaimForms; months: number; maxBytes: number }
/** One claim with everything it ever rested on; for those who edit it, more evidence, answers and ends. */
export function ClaimPage({ listing, claim, edits, forms, months, maxBytes }: ClaimProps) {
  const { locale } = useView()
  const t = useTexts(evidenceTexts)
  const base = `/${locale}/my/listings/${listing.id}/evidence`
  const live = claim.evidence.filter(stands)
  const past = claim.evidence.filter((one) => !live.includes(one))
  return (
    <Page title={t.claim} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: textIn(listing, locale)?.title ?? '' }, { href: base, text: t.manage }]}>
      <h1>{t.claim}</h1>
      <Statement claim={claim} level="h2" />
      <ClaimFacts claim={claim} />
      {claim.withdrawn_at ? <div class="notice"><p>{t.withdrawnOn(formatDay(claim.withdrawn_at, locale))}. {claim.withdrawal_reason}</p></div> : <StandingLine claim={claim} />}
      {live.length > 0 && <section><h2>{t.evidence}</h2><ul class="list">{live.map((one) => <li class="sheet">
        <EvidenceItem one={one} claim={claim} opens />
        <p class="meta">{useTexts(evidenceStateNames)[one.state]} · {t.reportedBy} {useTexts(reporterNames)[one.reported_by]}</p>
        {edits && one.result === 'contradicts' && one.state === 'confirmed' && !one.answer && <AnswerForm one={one} base={base} forms={forms} />}
        {edits && one.reported_by === 'owner' && !(one.result === 'contradicts' && one.state === 'confirmed') && <WithdrawForm one={one} base={base} forms={forms} />}
      </li>)}</ul></section>}
      {past.length > 0 && <section><h2>{t.historyTitle}</h2><ul class="list">{past.map((one) => <li class="sheet">
        <EvidenceItem one={one} claim={claim} opens />
        {one.withdrawn_at && <p>{t.withdrawnOn(formatDay(one.withdrawn_at, locale))}. {one.withdrawal_reason}</p>}
        {one.state === 'refused' && <p>{t.refusedBecause}: {one.decision_reason}</p>}
      </li>)}</ul></section>}
      {edits && !claim.withdrawn_at && <>
        <section class="sheet"><h2>{t.addEvidence}</h2><EvidenceForm action={`${base}/claims/${claim.id}`} form={forms.add} submit={t.addEvidence} months={months} maxBytes={maxBytes} by="owner" /></section>
        <details class="sheet" open={forms.withdraw.refusal !== null || Object.keys(forms.withdraw.errors).length > 0}><summary>{t.withdrawClaim}</summary>
          <Form action={`${base}/claims/${claim.id}/withdrawal`} form={forms.withdraw} submit={t.withdrawClaim} labels={{ reason: t.reason }} danger><TextArea form={forms.withdraw} name="reason" label={t.reason} help={t.reasonHelp} rows={3} /></Form>
        </details>
      </>}
      <p><a href={base}>{t.back}</a></p>
    </Page>
  )
}

/** A form of one of several on the page: its fields carry the number of what it is about, so that no two have one name. */
const formFor = (sent: { id: number; form: FormState } | null, id: number): FormState => (sent?.id === id ? sent.form : freshForm())
const asField = (form: FormState, name: string, field: string): FormState => ({ ...form, errors: form.errors[name] ? { [field]: form.errors[name] } : {} })

function WithdrawForm({ one, base, forms }: { one: EvidenceShown; base: string; forms: ClaimForms }) {
  const t = useTexts(evidenceTexts)
  const field = `reason_${one.id}`
  const form = asField(formFor(forms.evidence, one.id), 'reason', field)
  return <details open={forms.evidence?.id === one.id}><summary>{t.withdrawEvidence}<span class="hidden">: {one.title}</span></summary>
    <Form action={`${base}/${one.id}/withdrawal`} form={form} submit={t.withdrawEvidence} labels={{ [field]: t.reason }} danger><TextArea form={form} name={field} label={t.reason} help={t.reasonHelp} rows={3} /></Form>
  </details>
}

function AnswerForm({ one, base, forms }: { one: EvidenceShown; base: string; forms: ClaimForms }) {
  const t = useTexts(evidenceTexts)
  const field = `answer_${one.id}`
  const form = asField(formFor(forms.answer, one.id), 'answer', field)
  return <details open={forms.answer?.id === one.id}><summary>{t.answerTitle}<span class="hidden">: {one.title}</span></summary>
    <Form action={`${base}/${one.id}/answer`} form={form} submit={t.sendAnswer} labels={{ [field]: t.answerTitle }}><TextArea form={form} name={field} label={t.answerTitle} help={t.answerHelp} rows={4} /></Form>
  </details>
}

/** What evidence is entered with, by the owner or by a moderator who records a failed test. */
export function EvidenceForm({ action, form, submit, months, maxBytes, by }: { action: string; form: FormState; submit: string; months: number; maxBytes: number; by: 'owner' | 'moderator' }) {
  const { locale } = useView()
  const t = useTexts(evidenceTexts)
  const tiers = useTexts(tierNames)
  const owner = by === 'owner'
  const labels = { grade: t.gradeAsked, result: t.result, title: t.evidenceTitle, issuer: t.issuer, made_on: t.made, valid_until: t.valid, reference: t.reference, note: t.note, tier: t.tier, file: t.file, reported_by: t.reporter }
  return (
    <Form action={action} form={form} submit={submit} labels={labels} danger={!owner} multipart>
      <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
      {!owner && <Select form={form} name="reported_by" label={t.reporter} options={reporters.map((value) => ({ value, text: useTexts(reporterNames)[value] }))} />}
      <Choices form={form} name="grade" label={t.gradeAsked} help={owner ? t.gradeHelp : undefined} one options={proofGrades.flatMap((grade) => owner ? [[grade, gradeTexts[locale].meaning[grade]] as const] : grade === 1 ? [] : [[grade, t.failedGrades[grade]] as const]).map(([grade, means]) => ({ value: String(grade), text: `${gradeName(grade, locale)}: ${means}` }))} />
      {owner && <Choices form={form} name="result" label={t.result} help={t.resultHelp} one options={evidenceResults.map((value) => ({ value, text: t[value] }))} />}
      <TextField form={form} name="title" label={t.evidenceTitle} />
      <TextField form={form} name="issuer" label={t.issuer} help={t.issuerHelp} />
      <div class="pair"><TextField form={form} name="made_on" label={t.made} help={t.madeHelp} type="date" />{owner && <TextField form={form} name="valid_until" label={t.valid} help={t.validHelp(months)} type="date" optional />}</div>
      <TextField form={form} name="reference" label={t.reference} help={t.referenceHelp} optional />
      <TextArea form={form} name="note" label={t.note} rows={3} optional />
      <FileField form={form} name="file" label={t.file} help={t.fileHelp(acceptedFor('document').join(', '), formatBytes(maxBytes, locale))} accept={acceptOf('document')} optional />
      <Select form={form} name="tier" label={t.tier} help={t.tierHelp} empty={false} options={fileTiers.map((tier) => ({ value: tier, text: tiers[tier] }))} />
    </Form>
  )
}
