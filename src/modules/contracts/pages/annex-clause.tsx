import { inLocale } from '../../../platform/locale.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextArea, TextField } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { annexTexts, howNames } from '../annex-messages.ts'
import type { AnnexEffect, StandingClause } from '../annex-rules.ts'
import { clauseNames, contractPageTexts } from '../page-messages.ts'
import type { Edit } from '../queries.ts'
import { isFree } from '../rules.ts'
import type { Contract, ContractClause, ContractClauseKey, ContractVersion } from '../schema.ts'
import { AnnexEffectWords, annexWording } from './annex.tsx'
import { lines } from './contract.tsx'
import { Differing } from './differing.tsx'

export interface AnnexClauseProps { file: PartFile; number: number; contract: Contract; clause: ContractClauseKey; form: FormState; edits: readonly Edit[]; writes: boolean; mayRemove: boolean }
/** One clause in an annex: as it stands, as the annex wants it, and how that came about. */
export function AnnexClausePage({ file, number, contract, clause, form, edits, writes, mayRemove }: AnnexClauseProps) {
  const { locale } = useView()
  const t = useTexts(annexTexts)
  const p = useTexts(contractPageTexts)
  const names = useTexts(clauseNames)
  const name = useName()
  const own = `/${locale}/deals/${file.deal.id}/contract/annexes/${number}`
  const of = (clauses: readonly ContractClause[] = []): ContractClause | undefined => clauses.find(({ key }) => key === clause)
  const before = of(contract.content.annex?.before), after = of(contract.content.clauses)
  const title = (after ?? before)?.title
  const changed = before?.text.vi !== after?.text.vi || before?.text.en !== after?.text.en
  return (
    <PartPage file={file} part="contract" title={title && isFree(clause) ? inLocale(locale, title.vi, title.en) : names[clause]}>
      <p><a href={own}>{t.toAnnex}</a></p>
      {before && <section class="sheet" aria-labelledby="old"><h2 id="old">{t.old}</h2><div class="sides"><div lang="vi">{lines(before.text.vi)}</div><div lang="en">{lines(before.text.en)}</div></div></section>}
      {changed && <section class="sheet" aria-labelledby="difference"><h2 id="difference">{t.difference}</h2><Differing before={before?.text.vi ?? ''} after={after?.text.vi ?? ''} lang="vi" /><Differing before={before?.text.en ?? ''} after={after?.text.en ?? ''} lang="en" /></section>}
      {writes && <section class="sheet" aria-labelledby="proposed">
        <h2 id="proposed">{t.proposed}</h2>
        <Form action={`${own}/clauses/${clause}`} form={form} submit={p.saveClause} labels={{ title_vi: p.title_vi, title_en: p.title_en, text_vi: p.vietnamese, text_en: p.english }} refusals={annexWording(locale)}>
          <Hidden name="draft_version" value={String(form.values.draft_version ?? contract.draft_version)} />
          {isFree(clause) && <><TextField form={form} name="title_vi" label={p.title_vi} lang="vi" /><TextField form={form} name="title_en" label={p.title_en} lang="en" optional /></>}
          <TextArea form={form} name="text_vi" label={p.vietnamese} lang="vi" rows={9} optional="later" /><TextArea form={form} name="text_en" label={p.english} lang="en" rows={9} optional="later" />
        </Form>
        {changed && before && <ActionButton action={`${own}/clauses/${clause}/restore`} text={t.restore} fields={{ draft_version: contract.draft_version }} kind="button second" />}
        {mayRemove && <ActionButton action={`${own}/clauses/${clause}/remove`} text={p.remove} fields={{ draft_version: contract.draft_version }} kind="button danger" />}
      </section>}
      {edits.length > 0 && <section class="sheet" aria-labelledby="history">
        <h2 id="history">{p.history}</h2>
        <ul class="list">{edits.map((edit) => <li><span class="meta">{formatInstant(edit.edited_at, locale)} · {edit.name}, {name(partyOf(file, edit.organisation_id))}</span>{edit.removed ? <p>{p.removedThen}</p> : <><div lang="vi">{lines(edit.text_vi)}</div><div lang="en">{lines(edit.text_en)}</div></>}</li>)}</ul>
      </section>}
    </PartPage>
  )
}

export interface CurrentProps { file: PartFile; signed: ContractVersion; clauses: readonly StandingClause[]; annexes: readonly { number: number; signed_on: string; effect: AnnexEffect }[]; today: string }
/** The contract as it stands with its signed annexes, each clause that has changed marked by its annex; until that has effect, with what applies before. */
export function CurrentPage({ file, signed, clauses, annexes, today }: CurrentProps) {
  const { locale } = useView()
  const t = useTexts(annexTexts)
  const hows = useTexts(howNames)
  const own = `/${locale}/deals/${file.deal.id}/contract`
  const inEffect = (number: number): boolean => { const day = annexes.find((one) => one.number === number)?.effect.day; return day != null && day <= today }
  return (
    <PartPage file={file} part="contract" title={t.current}>
      <p class="lead">{t.currentLead}</p>
      <ul class="list">
        <li><a href={`${own}/versions/${signed.id}`}>{t.signedContract}</a>{signed.signed_on && <span class="meta">, {t.signedOn(formatIsoDay(signed.signed_on, locale))}</span>}</li>
        {annexes.map(({ number, signed_on, effect }) => <li><a href={`${own}/annexes/${number}`}>{t.one(number)}</a><span class="meta">, {t.signedOn(formatIsoDay(signed_on, locale))}</span><AnnexEffectWords effect={effect} /></li>)}
      </ul>
      <section class="sheet" aria-labelledby="whole">
        <h2 id="whole">{t.clauses}</h2>
        {clauses.map(({ key, number, title, text, by }) => (
          <article class="clause" id={`c-${key}`}>
            <h3>{t.article(number)}. {inLocale(locale, title.vi, title.en)}</h3>
            {by && <p><a class="badge warn" href={`${own}/annexes/${by.number}#c-${key}`}>{t.by(hows[by.how], by.number)}</a></p>}
            {text ? <div class="sides"><div lang="vi">{lines(text.vi)}</div><div lang="en">{lines(text.en)}</div></div> : <p>{t.gone}</p>}
            {by?.before && (inEffect(by.number)
              ? <details><summary>{t.before}<span class="hidden">: {t.article(number)}</span></summary><div class="sides"><div lang="vi">{lines(by.before.vi)}</div><div lang="en">{lines(by.before.en)}</div></div></details>
              : <div class="notice"><p>{t.notInEffect}</p><div class="sides"><div lang="vi">{lines(by.before.vi)}</div><div lang="en">{lines(by.before.en)}</div></div></div>)}
          </article>
        ))}
      </section>
      <p><a href={own}>{signed.content.fields.number || t.signedContract}</a></p>
    </PartPage>
  )
}
