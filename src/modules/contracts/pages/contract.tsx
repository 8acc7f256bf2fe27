import { inLocale } from '../../../platform/locale.ts'
import { formatDay, formatInstant, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { transferForms } from '../../terms/schema.ts'
import type { Annex } from '../annex-queries.ts'
import { type Checked, instrumentOf, type PartyLack } from '../completeness-rules.ts'
import type { Effect } from '../effect-rules.ts'
import { contractRefusals, kindNames } from '../messages.ts'
import { clauseNames, contractPageTexts, effectWords, lackNames, presenceNames, stateNames, weaknessWords } from '../page-messages.ts'
import type { Approval, FilledFrom } from '../queries.ts'
import { type Contract, contractKinds, type ContractVersion, prevailing } from '../schema.ts'
import { signingTexts } from '../signing-messages.ts'
import { formNames } from '../wording-rules.ts'
import { AnnexList } from './annex-list.tsx'

const badge = { present: 'good', weak: 'warn', missing: 'bad', optional: '' } as const
const stateBadge = { issued: 'calm', superseded: '', signed: 'good' } as const

export interface Kept { contract: Contract | undefined; checked: Checked[]; versions: ContractVersion[]; filled: FilledFrom | null }
/** The part's first page: the two texts, how far each is, and from when the contract has effect. */
export function ContractPage({ file, texts, approvals, terms, effect, annexes, request_key }: { file: PartFile; annexes: readonly Annex[]; request_key: string; texts: Record<(typeof contractKinds)[number], Kept>; approvals: readonly Approval[]; terms: number | null; effect: Effect }) {
  const { locale } = useView()
  const t = useTexts(contractPageTexts)
  const names = useTexts(kindNames)
  const { title: signing } = useTexts(signingTexts)
  const own = `/${locale}/deals/${file.deal.id}/contract`
  return (
    <PartPage file={file} part="contract">
      <p class="lead">{t.lead}</p>
      {contractKinds.map((kind) => {
        const { contract, checked, versions, filled } = texts[kind]
        return (
          <section class="sheet" aria-labelledby={`of-${kind}`}>
            <h2 id={`of-${kind}`}>{names[kind]}</h2>
            {contract
              ? <><p><a class="button second" href={`${own}/${kind}`}>{file.acts.edit !== null && versions[0]?.state !== 'signed' ? t.open : t.read}</a> <span class="meta">{t.sums(checked.filter(({ presence }) => presence === 'present' || presence === 'optional').length, checked.length)}</span></p><Filled file={file} filled={filled} terms={terms} /></>
              : <>
                <p>{t.beginHelp[kind]}</p>
                {kind === 'contract' && <p class="meta">{terms === null ? t.noTerms : t.withTerms(terms)}</p>}
                {file.acts.edit !== null && file.deal.stage !== 'lost' ? <ActionButton action={`${own}/${kind}/begin`} text={t.begin} /> : <p class="meta">{t.none}</p>}
              </>}
            {versions.length > 0 && <><VersionList file={file} versions={versions} approvals={approvals} /><p><a class="button second" href={`${own}/signing#version-${versions[0]!.id}`}>{signing}<span class="hidden">: {names[kind]}</span></a></p></>}
          </section>
        )
      })}
      <AnnexList file={file} annexes={annexes} signed={texts.contract.versions[0]?.state === 'signed'} request_key={request_key} />
      <section class="sheet"><h2>{t.effect}</h2><EffectWords effect={effect} /></section>
    </PartPage>
  )
}

/** Which confirmed terms stand in the text, with the way to them for who reads them, and whether the sides have confirmed others since. */
function Filled({ file, filled, terms }: { file: PartFile; filled: FilledFrom | null; terms: number | null }) {
  const { locale } = useView()
  const t = useTexts(contractPageTexts)
  const side = (id: number) => inLocale(locale, partyOf(file, id).name_vi, partyOf(file, id).name_en)
  const version = filled && t.termsVersion(filled.number)
  return <p class="meta">
    {filled ? <>{t.filledFrom} {file.parts.includes('terms') ? <a href={`/${locale}/deals/${file.deal.id}/terms/versions/${filled.number}`}>{version}</a> : version}, {t.confirmedOn(formatDay(filled.confirmed_at, locale), filled.by.map(({ organisation_id, name }) => `${side(organisation_id)} (${name})`).join('; '))}</> : t.filledFromNothing}
    {terms !== null && terms !== filled?.number && <> {t.laterTerms(terms)}</>}
  </p>
}

export function EffectWords({ effect: { basis, day } }: { effect: Effect }) {
  const { locale } = useView()
  const t = useTexts(contractPageTexts)
  const { because, waits } = useTexts(effectWords)[basis]
  return <p>{day ? t.effectOn(formatIsoDay(day, locale), because) : waits} <span class="meta">{t.law}</span></p>
}

function VersionList({ file, versions, approvals }: { file: PartFile; versions: readonly ContractVersion[]; approvals: readonly Approval[] }) {
  const { locale } = useView()
  const t = useTexts(contractPageTexts)
  const states = useTexts(stateNames)
  const side = (id: number) => inLocale(locale, partyOf(file, id).name_vi, partyOf(file, id).name_en)
  return (
    <>
      <h3>{t.versions}</h3>
      <ul class="list">{versions.map(({ id, number, state, issued_at, organisation_id, signed_on }) => (
        <li>
          <a href={`/${locale}/deals/${file.deal.id}/contract/versions/${id}`}>{t.version(number)}</a> <span class={`badge ${stateBadge[state]}`}>{states[state]}</span>
          <span class="meta"> {t.issued(formatInstant(issued_at, locale), side(organisation_id))}{signed_on && ` · ${formatIsoDay(signed_on, locale)}`}</span>
          {state !== 'superseded' && approvals.filter((one) => one.version_id === id && !one.lapsed_at).map((one) => <><br /><span class="meta">{t.approved(side(one.organisation_id), formatDay(one.approved_at, locale))}</span></>)}
        </li>
      ))}</ul>
    </>
  )
}

export interface DraftProps {
  file: PartFile
  contract: Contract
  checked: readonly Checked[]
  lacks: Record<'supplier' | 'demander', PartyLack[]>
  /** Of the terms both sides confirmed last; null: none. */
  terms: number | null
  filled: FilledFrom | null
  /** The version of the template a text of this kind is begun from today. */
  newest: number | null
  writes: boolean
  request_key: string
  forms: Partial<Record<'fields' | 'add' | 'issue', FormState>>
}
/** A text as it is being written: what it lacks, what is said of it as a whole, its clauses, and the way to a version. */
export function DraftPage({ file, contract, checked, lacks, terms, filled, newest, writes, request_key, forms }: DraftProps) {
  const { locale } = useView()
  const t = useTexts(contractPageTexts)
  const { kind, content, draft_version, template_version } = contract
  const own = `/${locale}/deals/${file.deal.id}/contract/${kind}`
  const refusals = wording(useTexts(contractRefusals))
  const fresh = (name: 'fields' | 'add' | 'issue', values: object): FormState => forms[name] ?? { values: values as Record<string, unknown>, errors: {}, refusal: null }
  const fields = fresh('fields', content.fields), add = fresh('add', {}), issue = fresh('issue', {})
  return (
    <PartPage file={file} part="contract" title={useTexts(kindNames)[kind]}>
      <p class="meta">{t.template(template_version)} · {t.preview}: <a href={`${own}/draft.pdf`}>PDF</a> <a href={`${own}/draft.docx`}>DOCX</a></p>
      <Filled file={file} filled={filled} terms={terms} />
      {writes && terms !== null && newest !== null && newest > template_version && <p class="meta">{t.newerTemplate(newest)}</p>}
      <section class="sheet">
        <h2 id="check">{t.check}</h2>
        {kind === 'contract' && <p class="meta">{t.checkLaw}</p>}
        <CheckTable own={own} checked={checked} writes={writes} />
        <PartyLacks file={file} lacks={lacks} />
      </section>
      <section class="sheet" aria-labelledby="clauses">
        <h2 id="clauses">{t.clauses}</h2>
        {content.clauses.map(({ key, title, text }, i) => (
          <article class="clause">
            <h3 id={`c-${key}`}>{t.clause(i + 1)}. {inLocale(locale, title.vi, title.en)}</h3>
            <div class="sides"><div lang={locale === 'vi' ? undefined : 'vi'}>{lines(text.vi)}</div><div lang={locale === 'en' ? undefined : 'en'}>{lines(text.en)}</div></div>
            <p><a href={`${own}/clauses/${key}`}>{writes ? t.edit : t.history}<span class="hidden"> {inLocale(locale, title.vi, title.en)}</span></a></p>
          </article>
        ))}
      </section>
      {writes && <>
        <section class="sheet" aria-labelledby="fields">
          <h2 id="fields">{t.fields}</h2>
          <Form action={`${own}/fields`} form={fields} submit={t.save} labels={{ number: t.number, place: t.place, form: t.form, effective_on: t.effective_on, prevails: t.prevails }} refusals={refusals}>
            <Hidden name="draft_version" value={draft_version} />
            <TextField form={fields} name="number" label={t.number} optional /><TextField form={fields} name="place" label={t.place} optional />
            {kind === 'contract' && <Select form={fields} name="form" label={t.form} optional options={transferForms.map((one) => ({ value: one, text: formNames[one][locale] }))} />}
            {kind === 'contract' && content.fields.form && <p class="meta">{t.instrument[instrumentOf(content.fields.form)]}</p>}
            <TextField form={fields} name="effective_on" label={t.effective_on} help={t.effectiveHelp} type="date" optional />
            <Select form={fields} name="prevails" label={t.prevails} empty={content.fields.prevails === null} optional={content.fields.prevails === null} options={prevailing.map((one) => ({ value: one, text: t.prevailing[one] }))} />
          </Form>
        </section>
        <section class="sheet" aria-labelledby="add">
          <h2 id="add">{t.add}</h2>
          <Form action={`${own}/clauses`} form={add} submit={t.add} labels={{ title_vi: t.title_vi, title_en: t.title_en }} refusals={refusals}>
            <Hidden name="draft_version" value={draft_version} />
            <TextField form={add} name="title_vi" label={t.title_vi} lang="vi" /><TextField form={add} name="title_en" label={t.title_en} lang="en" optional />
          </Form>
          {terms !== null && <><h3>{t.refill}</h3><p class="meta">{t.refillHelp} {t.withTerms(terms)}</p><ActionButton action={`${own}/refill`} text={t.refill} fields={{ draft_version }} kind="button second" /></>}
        </section>
        <section class="sheet" aria-labelledby="issue">
          <h2 id="issue">{t.issue}</h2>
          <p>{t.issueHelp}</p>
          <Form action={`${own}/issue`} form={issue} submit={t.issue} labels={{ note: t.note }} refusals={refusals}>
            <Hidden name="draft_version" value={draft_version} /><Hidden name="request_key" value={request_key} />
            <TextArea form={issue} name="note" label={t.note} rows={2} optional />
          </Form>
        </section>
      </>}
    </PartPage>
  )
}
/** What the blocks of the parties would still leave open, and for who may fill it in the way there. */
export function PartyLacks({ file, lacks }: Pick<DraftProps, 'file' | 'lacks'>) {
  const { locale, actor } = useView()
  const t = useTexts(contractPageTexts)
  const names = useTexts(lackNames)
  const lacking = (['supplier', 'demander'] as const).filter((side) => lacks[side].length)
  const owns = (id: number): boolean => actor.memberships.some(({ organisation_id, role }) => organisation_id === id && role === 'owner')
  return (
    <>
      <h3>{t.partyFacts}</h3>
      {lacking.length === 0 ? <p>{t.partiesFine}</p> : <>
        <ul>{lacking.map((side) => <li>{t.lacks(inLocale(locale, file[side].name_vi, file[side].name_en), lacks[side].map((lack) => names[lack]).join(', '))} {owns(file[side].id) && <a href={`/${locale}/my/organisation/legal?organisation_id=${file[side].id}`}>{t.fillLegal}</a>}</li>)}</ul>
        <p>{t.lacksHelp}</p>
      </>}
    </>
  )
}

export const lines = (text: string) => text.split(/\n+/).filter(Boolean).map((line) => <p>{line.split(/(\[\[[^\]]*\]\])/).map((part) => (part.startsWith('[[') ? <mark>[{part.slice(2, -2)}]</mark> : part))}</p>)

export function CheckTable({ own, checked, writes }: { own: string; checked: readonly Checked[]; writes: boolean }) {
  const t = useTexts(contractPageTexts)
  const [names, presence, weak] = [useTexts(clauseNames), useTexts(presenceNames), useTexts(weaknessWords)]
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby="check"><table>
      <thead><tr>{checked[0]?.number != null && <th scope="col">{t.no}</th>}<th scope="col">{t.content}</th><th scope="col">{t.standing}</th><th scope="col">{t.todo}</th></tr></thead>
      <tbody>{checked.map((one) => (
        <tr>
          {one.number !== null && <td>{one.number}</td>}
          <th scope="row">{writes ? <a href={`${own}/clauses/${one.key}`}>{names[one.key]}</a> : names[one.key]}</th>
          <td><span class={`badge ${badge[one.presence]}`}>{presence[one.presence]}</span></td>
          <td>{one.weaknesses.map((weakness) => weak[weakness]).join(' ')}</td>
        </tr>
      ))}</tbody>
    </table></div>
  )
}
