import { inLocale } from '../../../platform/locale.ts'
import { formatDay, formatInstant, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { fileHref } from '../../documents/queries.ts'
import { annexTexts } from '../annex-messages.ts'
import { numbersAfter } from '../annex-rules.ts'
import { contractRefusals, textName } from '../messages.ts'
import { clauseNames, contractPageTexts, stateNames } from '../page-messages.ts'
import type { Approval, Edit } from '../queries.ts'
import { approvalRefusal, differences, isFree } from '../rules.ts'
import type { Contract, ContractClause, ContractClauseKey, ContractVersion } from '../schema.ts'
import { AnnexChanges } from './annex-list.tsx'
import { lines } from './contract.tsx'
import { Differing } from './differing.tsx'

/** A version as it was issued: what is different in it, who agrees to it, and its whole text. */
export function VersionPage({ file, version, before, approvals, name }: { file: PartFile; version: ContractVersion; before: ContractVersion | undefined; approvals: readonly Approval[]; /** Of its PDF. */ name: string }) {
  const { locale, wordRefusal } = useView()
  const t = useTexts(contractPageTexts)
  const states = useTexts(stateNames)
  const own = `/${locale}/deals/${file.deal.id}/contract/versions/${version.id}`
  const side = (id: number) => inLocale(locale, partyOf(file, id).name_vi, partyOf(file, id).name_en)
  const signs = file.acts.sign
  const mine = approvals.find((one) => one.organisation_id === signs && !one.lapsed_at)
  const refusal = approvalRefusal(version)
  const a = useTexts(annexTexts)
  const numbers = version.content.annex && numbersAfter(version.content.annex.numbers, version.content.clauses)
  return (
    <PartPage file={file} part="contract" title={`${textName({ kind: version.kind, annex: version.content.annex?.number }, locale)}, ${t.version(version.number).toLowerCase()}`}>
      <p><span class="badge calm">{states[version.state]}</span> <span class="meta">{t.issued(formatInstant(version.issued_at, locale), side(version.organisation_id))}</span></p>
      {version.note && <p>{version.note}</p>}
      <p><a class="button second" href={fileHref({ id: version.pdf_document_id, name })}>{t.pdf}</a> <a class="button second" href={`${own}/contract.docx`}>{t.docx}</a></p>
      <p class="meta">{t.hash}: <code>{version.sha256}</code></p>
      {version.signed_on && <div class="notice good"><p>{t.signedOn(formatIsoDay(version.signed_on, locale))}</p></div>}
      <ul class="list">{approvals.map((one) => <li>{one.lapsed_at ? t.lapsed(side(one.organisation_id), t.lapses[one.lapse_reason ?? 'withdrawn']) : t.approved(`${side(one.organisation_id)} (${one.name})`, formatDay(one.approved_at, locale))}</li>)}</ul>
      {signs !== null && version.state === 'issued' && (mine
        ? <ActionButton action={`${own}/approval/withdraw`} text={t.withdraw} kind="button second" />
        : refusal ? <p class="meta">{wordRefusal(refusal)}</p> : <><p class="meta">{t.approveHelp}</p><ActionButton action={`${own}/approval`} text={t.approve} /></>)}
      {version.content.annex && <>
        <p><a href={`/${locale}/deals/${file.deal.id}/contract/annexes/${version.content.annex.number}`}>{a.one(version.content.annex.number)}</a></p>
        <section class="sheet" aria-labelledby="why"><h2 id="why">{a.reason}</h2><div class="sides"><div lang="vi">{lines(version.content.annex.reason.vi)}</div><div lang="en">{lines(version.content.annex.reason.en)}</div></div></section>
        <AnnexChanges content={version.content} head={a.changes} />
      </>}
      {before && <Changes before={before} after={version} />}
      <section class="sheet" aria-labelledby="whole">
        <h2 id="whole">{version.content.annex ? a.whole : t.whole}</h2>
        {version.content.clauses.map(({ key, title, text }, i) => (
          <article class="clause" {...(version.content.annex ? {} : { id: `c-${key}` })}>
            <h3>{t.clause(numbers?.[key] ?? i + 1)}. {inLocale(locale, title.vi, title.en)}</h3>
            <div class="sides"><div lang="vi">{lines(text.vi)}</div><div lang="en">{lines(text.en)}</div></div>
          </article>
        ))}
      </section>
    </PartPage>
  )
}

function Changes({ before, after }: { before: ContractVersion; after: ContractVersion }) {
  const { locale } = useView()
  const t = useTexts(contractPageTexts)
  const { added, changed, removed, fields } = differences(before.content, after.content)
  const of = (version: ContractVersion, key: ContractClauseKey): ContractClause => version.content.clauses.find((clause) => clause.key === key)!
  const title = (clause: ContractClause) => inLocale(locale, clause.title.vi, clause.title.en)
  return (
    <section class="sheet" aria-labelledby="differences">
      <h2 id="differences">{t.differences(before.number)}</h2>
      {fields && <p>{t.fieldsChanged}</p>}
      {added.length + changed.length + removed.length === 0 && <p>{t.noDifferences}</p>}
      {removed.map((key) => <article class="clause"><h3><span class="badge bad">{t.removed}</span> {title(of(before, key))}</h3><Differing before={of(before, key).text.vi} after="" lang="vi" /><Differing before={of(before, key).text.en} after="" lang="en" /></article>)}
      {added.map((key) => <article class="clause"><h3><span class="badge good">{t.added}</span> {title(of(after, key))}</h3><Differing before="" after={of(after, key).text.vi} lang="vi" /><Differing before="" after={of(after, key).text.en} lang="en" /></article>)}
      {changed.map((key) => <article class="clause"><h3><span class="badge warn">{t.changed}</span> {title(of(after, key))}</h3><Differing before={of(before, key).text.vi} after={of(after, key).text.vi} lang="vi" /><Differing before={of(before, key).text.en} after={of(after, key).text.en} lang="en" /></article>)}
    </section>
  )
}

/** One clause to write in, and how it came to read as it does. */
export function ClausePage({ file, contract, clause, form, edits, writes, mayRemove }: { file: PartFile; contract: Contract; clause: ContractClauseKey; form: FormState; edits: readonly Edit[]; writes: boolean; mayRemove: boolean }) {
  const { locale } = useView()
  const t = useTexts(contractPageTexts)
  const own = `/${locale}/deals/${file.deal.id}/contract/${contract.kind}`
  const refusals = wording(useTexts(contractRefusals))
  const names = useTexts(clauseNames)
  const there = contract.content.clauses.find(({ key }) => key === clause)
  const side = (id: number) => inLocale(locale, partyOf(file, id).name_vi, partyOf(file, id).name_en)
  return (
    <PartPage file={file} part="contract" title={there && isFree(clause) ? inLocale(locale, there.title.vi, there.title.en) : names[clause]}>
      <p><a href={own}>{t.back}</a></p>
      {writes ? <section class="sheet">
        <Form action={`${own}/clauses/${clause}`} form={form} submit={t.saveClause} labels={{ title_vi: t.title_vi, title_en: t.title_en, text_vi: t.vietnamese, text_en: t.english }} refusals={refusals}>
          <Hidden name="draft_version" value={String(form.values.draft_version ?? contract.draft_version)} />
          {isFree(clause) && <><TextField form={form} name="title_vi" label={t.title_vi} lang="vi" /><TextField form={form} name="title_en" label={t.title_en} lang="en" optional /></>}
          <p class="meta">{t.gapHelp}</p>
          <TextArea form={form} name="text_vi" label={t.vietnamese} lang="vi" rows={9} optional="later" /><TextArea form={form} name="text_en" label={t.english} lang="en" rows={9} optional="later" />
        </Form>
        {mayRemove && <ActionButton action={`${own}/clauses/${clause}/remove`} text={t.remove} fields={{ draft_version: contract.draft_version }} kind="button danger" />}
      </section> : there && <section class="sheet"><div lang="vi">{lines(there.text.vi)}</div><div lang="en">{lines(there.text.en)}</div></section>}
      {edits.length > 0 && <section class="sheet" aria-labelledby="history">
        <h2 id="history">{t.history}</h2>
        <ul class="list">{edits.map((edit) => <li><span class="meta">{formatInstant(edit.edited_at, locale)} · {edit.name}, {side(edit.organisation_id)}</span>{edit.removed ? <p>{t.removedThen}</p> : <><div lang="vi">{lines(edit.text_vi)}</div><div lang="en">{lines(edit.text_en)}</div></>}</li>)}</ul>
      </section>}
    </PartPage>
  )
}
