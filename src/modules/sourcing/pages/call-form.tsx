import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { inLocale } from '../../../platform/locale.ts'
import { freshForm } from '../../../web/http.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { ListingCard } from '../../listings/queries.ts'
import type { OrganisationListed } from '../../organisations/queries.ts'
import { callRefusals, callTexts } from '../call-messages.ts'
import type { CallFile, SupplierShown } from '../call-queries.ts'
import { mostQuestions, mostSuppliers } from '../call-rules.ts'
import { questionKinds } from '../schema.ts'

const numbers = Array.from({ length: mostQuestions }, (_, i) => i + 1)
/** Rows of questions a form shows: those filled in, and three more. */
const shownRows = (form: FormState): readonly number[] => {
  const filled = numbers.filter((n) => form.values[`question_${n}`])
  return numbers.slice(0, Math.min(mostQuestions, Math.max(4, (filled.at(-1) ?? 0) + 3)))
}

export interface CallFormProps { form: FormState; need: ListingCard; action: string; onBehalf: boolean; fresh: boolean }
/** The words of an invitation: what is asked, by when, and which questions. */
export function CallFormPage({ form, need, action, onBehalf, fresh }: CallFormProps) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  const labels: Record<string, string> = { text: t.text, deadline: t.deadline, ...Object.fromEntries(numbers.flatMap((n) => [[`question_${n}`, t.question(n)], [`kind_${n}`, t.kind(n)], [`unit_${n}`, t.unit(n)]])) }
  return (
    <Page title={fresh ? t.new : t.edit} width="narrow" demonstration={need.demonstration} crumbs={[{ href: `/${locale}/needs/${need.id}`, text: need.title }]}>
      <h1>{fresh ? t.new : t.edit}</h1>
      <p class="lead">{t.lead}</p>
      {onBehalf && <div class="notice warn"><p>{t.onBehalf}</p></div>}
      <Form action={action} form={form} submit={fresh ? t.draftNext : t.save} labels={labels} refusals={wording(useTexts(callRefusals))}>
        {fresh ? <Hidden name="request_key" value={String(form.values.request_key ?? '')} /> : <Hidden name="version" value={form.refusal?.code === 'call_changed' ? String((form.refusal as unknown as { version: number }).version) : String(form.values.version ?? '')} />}
        <TextArea form={form} name="text" label={t.text} help={t.textHelp} rows={7} />
        <TextField form={form} name="deadline" type="date" label={t.deadline} help={t.deadlineHelp} />
        <fieldset class="sheet"><legend class="label">{t.questions}</legend>
          <p class="help">{t.questionsHelp}</p>
          {shownRows(form).map((n) => <div class="pair side">
            <TextField form={form} name={`question_${n}`} label={t.question(n)} optional="later" />
            <Select form={form} name={`kind_${n}`} label={t.kind(n)} empty={false} optional="later" options={questionKinds.map((value) => ({ value, text: t.kinds[value] }))} />
            <TextField form={form} name={`unit_${n}`} label={t.unit(n)} optional="later" />
          </div>)}
        </fieldset>
      </Form>
    </Page>
  )
}

export interface ChooseProps { file: CallFile; q: string; offers: { card: ListingCard; score: number }[]; found: OrganisationListed[]; form: FormState }
/** Who is invited: suppliers of matching offers, and organisations found by name. */
export function ChoosePage({ file: { call, need, suppliers }, q, offers, found, form }: ChooseProps) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  const base = `/${locale}/calls/${call.id}`
  const there = new Set([call.organisation_id, ...suppliers.map(({ organisation_id }) => organisation_id)])
  const open = offers.filter(({ card }) => !there.has(card.organisation_id))
  const others = found.filter(({ id }) => !there.has(id))
  const refusals = wording(useTexts(callRefusals))
  return (
    <Page title={t.choose} width="narrow" demonstration={need.demonstration} crumbs={[{ href: base, text: t.title }]}>
      <h1>{t.choose}</h1>
      <p class="meta">{suppliers.length}/{mostSuppliers}</p>
      <SupplierList suppliers={suppliers} drop={`${base}/suppliers/removal`} />
      <section class="sheet"><h2>{t.fromMatches}</h2>
        {open.length === 0 ? <p>{t.noMatches}</p> : <Form action={`${base}/suppliers`} form={form} submit={t.add} labels={{ offers: t.fromMatches, organisations: t.fromSearch }} refusals={refusals}>
          <Choices form={form} name="offers" label={t.fromMatches} optional="later" options={open.map(({ card, score }) => ({ value: String(card.id), text: `${inLocale(locale, card.organisation_name_vi, card.organisation_name_en)}: ${card.title} (${score}/100)` }))} />
        </Form>}
      </section>
      <section class="sheet"><h2>{t.fromSearch}</h2>
        <form method="get" action={`${base}/suppliers`} class="search" role="search"><label class="hidden" for="f-q">{t.q}</label><input type="search" id="f-q" name="q" value={q} placeholder={t.q} /><button class="button second">{t.find}</button></form>
        {q && (others.length === 0 ? <p>{t.nothingFound}</p> : <Form action={`${base}/suppliers?q=${encodeURIComponent(q)}`} form={freshForm()} submit={t.add} labels={{ organisations: t.fromSearch }} refusals={refusals}>
          <Choices form={freshForm()} name="organisations" label={t.fromSearch} optional="later" options={others.map(({ id, name_vi, name_en }) => ({ value: String(id), text: inLocale(locale, name_vi, name_en) }))} />
        </Form>)}
      </section>
      <p><a class="button" href={base}>{t.title}</a></p>
    </Page>
  )
}

/** Those on the list of a draft. */
export function SupplierList({ suppliers, drop }: { suppliers: readonly SupplierShown[]; drop?: string }) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  if (suppliers.length === 0) return <p>{t.nobody}</p>
  return <ul class="list">{suppliers.map((supplier) => <li>
    <a href={`/${locale}/organisations/${supplier.organisation_id}`}>{inLocale(locale, supplier.name_vi, supplier.name_en)}</a>{supplier.offer && <span class="meta"> {t.for(supplier.offer.title)}</span>}
    {!supplier.peopled && <p class="meta">{t.noMembers}</p>}
    {drop && <ActionButton action={drop} fields={{ supplier_id: supplier.id }} text={t.drop} kind="plain-button" />}
  </li>)}</ul>
}
