import { inLocale, type Locale } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import { formatDay, formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { annexEffectWords, annexRefusals, annexTexts } from '../annex-messages.ts'
import type { Annex } from '../annex-queries.ts'
import { type AnnexEffect, type AnnexRefusal, nameOf, numbersAfter } from '../annex-rules.ts'
import type { Checked, PartyLack } from '../completeness-rules.ts'
import { contractRefusals } from '../messages.ts'
import { contractPageTexts, stateNames } from '../page-messages.ts'
import type { ContractRefusal } from '../rules.ts'
import type { AnnexContent, Contract, ContractContent, ContractVersion, NamedMilestone } from '../schema.ts'
import { AnnexChanges, AnnexState } from './annex-list.tsx'
import { CheckTable, lines, PartyLacks } from './contract.tsx'

export const annexWording = (locale: Locale) => wording<ContractRefusal | AnnexRefusal>({ ...contractRefusals[locale], ...annexRefusals[locale] })

export function AnnexEffectWords({ effect: { basis, day } }: { effect: AnnexEffect }) {
  const { locale } = useView()
  const t = useTexts(annexTexts)
  const { because, waits } = useTexts(annexEffectWords)[basis]
  return <p>{day ? t.effectOn(formatIsoDay(day, locale), because) : waits} <span class="meta">{t.law}</span></p>
}

export interface AnnexPageProps {
  file: PartFile
  annex: Annex & { contract: Contract; content: ContractContent & { annex: AnnexContent } }
  /** Of the contract as it leaves it. */
  checked: readonly Checked[]
  lacks: Record<'supplier' | 'demander', PartyLack[]>
  versions: readonly ContractVersion[]
  milestones: readonly NamedMilestone[]
  /** Null until it is signed. */
  effect: AnnexEffect | null
  /** Whether our side has still to say that the plan of payments follows it. */
  plan: boolean
  forms: Record<string, FormState>
  request_key: string
}
/** One annex: what it changes and why, what the contract then lacks, its versions, and what may be done with it. */
export function AnnexPage(props: AnnexPageProps) {
  const { file, annex, checked, lacks, versions, effect, plan } = props
  const { locale } = useView()
  const t = useTexts(annexTexts)
  const name = useName()
  const states = useTexts(stateNames)
  const p = useTexts(contractPageTexts)
  const { content, number, withdrawn_organisation_id, ended_at } = annex
  const own = `/${locale}/deals/${file.deal.id}/contract/annexes/${number}`
  const writes = file.acts.edit !== null && file.deal.stage !== 'lost' && annex.ending === null
  return (
    <PartPage file={file} part="contract" title={t.one(number)}>
      <p><AnnexState of={annex} /> <span class="meta">{t.begun(`${name(partyOf(file, annex.organisation_id))} (${annex.person_name})`, formatDay(annex.begun_at, locale))}</span></p>
      <p class="meta">{t.preview}: <a href={`${own}/draft.pdf`}>PDF</a> <a href={`${own}/draft.docx`}>DOCX</a></p>
      {withdrawn_organisation_id !== null && ended_at && <div class="notice"><p>{t.withdrawnBy(name(partyOf(file, withdrawn_organisation_id)), formatDay(ended_at, locale))} {t.why}: {annex.withdrawal}</p></div>}
      {plan && <div class="notice"><h2>{t.planHead}</h2><p>{t.planLead}</p><p><a href={`/${locale}/deals/${file.deal.id}/payments`}>{t.planOpen}</a></p><ActionButton action={`${own}/plan`} text={t.planDone} /></div>}
      <section class="sheet" aria-labelledby="why">
        <h2 id="why">{t.reason}</h2>
        <div class="sides"><div lang="vi">{lines(content.annex.reason.vi)}</div><div lang="en">{lines(content.annex.reason.en)}</div></div>
        <h3>{t.effect}</h3>
        {effect ? <AnnexEffectWords effect={effect} /> : <p>{content.fields.effective_on ? t.effectFrom(formatIsoDay(content.fields.effective_on, locale)) : t.effectSigning} <span class="meta">{t.law}</span></p>}
        <h3>{t.milestones}</h3>
        {content.annex.milestones.length === 0 ? <p>{t.noMilestones}</p> : <ul>{content.annex.milestones.map((one) => <li>{nameOf(one, locale)}: {formatVnd(one.amount, locale)}</li>)}</ul>}
        <p class="meta">{t.milestonesHelp}</p>
      </section>
      <AnnexChanges content={content} head={t.changes} />
      <section class="sheet"><h2 id="check">{t.check}</h2><p class="meta">{t.checkLaw}</p><CheckTable own={own} checked={checked} writes={writes} />{annex.ending === null && <PartyLacks file={file} lacks={lacks} />}</section>
      {writes && <Writing {...props} own={own} />}
      {versions.length > 0 && <section class="sheet" aria-labelledby="versions">
        <h2 id="versions">{t.versions}</h2>
        <ul class="list">{versions.map((one) => <li><a href={`/${locale}/deals/${file.deal.id}/contract/versions/${one.id}`}>{p.version(one.number)}</a> {(annex.ending !== 'withdrawn' || one.state !== 'issued') && <span class="badge">{states[one.state]}</span>} <span class="meta">{p.issued(formatInstant(one.issued_at, locale), name(partyOf(file, one.organisation_id)))}</span></li>)}</ul>
        {annex.ending !== 'withdrawn' && <p><a class="button second" href={`/${locale}/deals/${file.deal.id}/contract/signing`}>{annex.ending === 'signed' ? t.signatures : t.toSign}</a></p>}
      </section>}
      <Withdrawing {...props} own={own} />
      <p><a href={`/${locale}/deals/${file.deal.id}/contract`}>{p.back}</a></p>
    </PartPage>
  )
}

function Writing({ annex, milestones, forms, request_key, own }: AnnexPageProps & { own: string }) {
  const { locale } = useView()
  const t = useTexts(annexTexts)
  const p = useTexts(contractPageTexts)
  const { content, contract: { draft_version } } = annex
  const refusals = annexWording(locale)
  const fields = forms['fields'] ?? freshForm({ ...content.fields, reason_vi: content.annex.reason.vi, reason_en: content.annex.reason.en, milestones: content.annex.milestones.map(({ id }) => String(id)) })
  const add = forms['add'] ?? freshForm(), issue = forms['issue'] ?? freshForm()
  const numbers = numbersAfter(content.annex.numbers, content.clauses)
  const all = [...content.annex.before, ...content.clauses.filter(({ key }) => !content.annex.before.some((one) => one.key === key))]
  const named = [...milestones, ...content.annex.milestones.filter(({ id }) => !milestones.some((one) => one.id === id))]
  return (
    <>
      <section class="sheet" aria-labelledby="about">
        <h2 id="about">{t.about}</h2>
        <Form action={`${own}/fields`} form={fields} submit={t.save} labels={t} refusals={refusals}>
          <Hidden name="draft_version" value={draft_version} />
          <TextArea form={fields} name="reason_vi" label={t.reason_vi} lang="vi" rows={3} /><TextArea form={fields} name="reason_en" label={t.reason_en} lang="en" rows={3} optional />
          <TextField form={fields} name="effective_on" label={t.effective_on} help={t.effectiveHelp} type="date" optional />
          <TextField form={fields} name="number" label={t.number} optional /><TextField form={fields} name="place" label={t.place} optional />
          {named.length > 0 && <Choices form={fields} name="milestones" label={t.milestones} help={t.milestonesHelp} optional options={named.map((one) => ({ value: String(one.id), text: `${nameOf(one, locale)}: ${formatVnd(one.amount, locale)}` }))} />}
        </Form>
      </section>
      <section class="sheet" aria-labelledby="clauses">
        <h2 id="clauses">{t.clauses}</h2>
        <ul class="list">{all.map(({ key, title }) => <li><a href={`${own}/clauses/${key}`}>{t.article(numbers[key] ?? 0)}. {inLocale(locale, title.vi, title.en)}</a></li>)}</ul>
        <h3>{p.add}</h3>
        <Form action={`${own}/clauses`} form={add} submit={p.add} labels={{ title_vi: p.title_vi, title_en: p.title_en }} refusals={refusals}>
          <Hidden name="draft_version" value={draft_version} />
          <TextField form={add} name="title_vi" label={p.title_vi} lang="vi" /><TextField form={add} name="title_en" label={p.title_en} lang="en" optional />
        </Form>
      </section>
      <section class="sheet" aria-labelledby="issue">
        <h2 id="issue">{p.issue}</h2>
        <p>{t.issueHelp}</p>
        <Form action={`${own}/issue`} form={issue} submit={p.issue} labels={{ note: p.note }} refusals={refusals}>
          <Hidden name="draft_version" value={draft_version} /><Hidden name="request_key" value={request_key} />
          <TextArea form={issue} name="note" label={p.note} rows={2} optional />
        </Form>
      </section>
    </>
  )
}

/** Either side may end an annex until both have signed it: who writes, and once a side has signed, who binds it. */
function Withdrawing({ file, annex, forms, own }: AnnexPageProps & { own: string }) {
  const { locale } = useView()
  const t = useTexts(annexTexts)
  if (annex.ending !== null || file.deal.stage === 'lost') return null
  const half = annex.half_signed && annex.version_state === 'issued'
  const sent = forms['withdrawal']
  if ((half ? file.acts.sign : file.acts.edit) === null && !sent) return half && file.acts.edit !== null ? <p class="meta">{t.onlySigner}</p> : null
  const form = sent ?? freshForm()
  return (
    <details class="sheet" open={sent !== undefined}>
      <summary>{t.withdrawHead}</summary>
      <p>{t.withdrawLead}</p>
      <Form action={`${own}/withdrawal`} form={form} submit={t.withdraw} labels={t} refusals={annexWording(locale)} danger>
        <TextArea form={form} name="withdrawal" label={t.withdrawal} rows={2} />
      </Form>
    </details>
  )
}
