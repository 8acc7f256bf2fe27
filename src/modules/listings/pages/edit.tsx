import { optionalVndField } from '../../../platform/fields.ts'
import { locales, type Locale } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import type { Refusal } from '../../../platform/refusal.ts'
import { plain } from '../../../platform/text.ts'
import type { FormState } from '../../../web/http.tsx'
import { fieldErrors, shell, wordError } from '../../../web/messages.ts'
import { Choices, Form, Hidden, type Option, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import type { Code, CodeList } from '../../taxonomy/schema.ts'
import { listingRefusals, listingTexts } from '../messages.ts'
import type { ListingView } from '../queries.ts'
import { detailTexts } from '../detail-messages.ts'
import { errorsOfMissing, least, type ListingRefusal, textFields } from '../rules.ts'
import { type ListingKind, priceModes } from '../schema.ts'
import { Compared, SavesItself, StepNav } from './steps.tsx'

/** What the form shows of a listing as it stands. */
export function valuesOf(listing: ListingView): Record<string, unknown> {
  const values: Record<string, unknown> = {
    version: listing.version, trl: listing.trl, ip_status: listing.ip_status, price_mode: listing.price_mode, price_min: listing.price_min, price_max: listing.price_max,
    research_fields: listing.research_fields, patent_classes: listing.patent_classes.join(', '), industries: listing.industries, transfer_forms: listing.transfer_forms, ward_code: listing.ward_code,
  }
  for (const text of listing.texts) for (const field of textFields) values[`${field}_${text.language}`] = text[field]
  return values
}

/** The listing as it stands, with what submitting it found missing said at its fields. */
export function incompleteForm(listing: ListingView, refusal: Refusal | null): FormState {
  const incomplete = refusal as Extract<ListingRefusal, { code: 'incomplete' }> | null
  return { values: valuesOf(listing), errors: errorsOfMissing(incomplete?.missing ?? [], listing.original_language), refusal }
}

const optionsOf = (codes: readonly Code[], locale: Locale): Option[] => codes.map(({ code, name_vi, name_en }) => ({ value: code, text: locale === 'vi' ? name_vi : name_en }))

interface EditProps { form: FormState; kind: ListingKind; taxonomy: Taxonomy; listing?: ListingView }

/** The form for a new listing or one that is being changed; every field in both languages. */
export function EditPage({ form, kind, taxonomy, listing }: EditProps) {
  const { locale, actor, actingFor } = useView()
  const t = useTexts(listingTexts)
  const name = listing ? t.editTitle : kind === 'offer' ? t.newOffer : t.newNeed
  const labels = { ...t, ...Object.fromEntries(textFields.flatMap((field) => [[`${field}_vi`, `${t[field]} (Tiếng Việt)`], [`${field}_en`, `${t[field]} (English)`]])), trl: kind === 'need' ? t.trlWanted : t.trl }
  const [first, second]: [Locale, Locale] = locale === 'vi' ? ['vi', 'en'] : ['en', 'vi']
  const stale = form.refusal?.code === 'changed_meanwhile'
  // Whoever was told that the organisation has changed sees the new one and may save for it; nobody else does so unknowing.
  const organisation = form.refusal?.code === 'acting_changed' ? actor.organisation_id : form.values.organisation_id
  // A retired code stays with the listing that has it and is offered to no other.
  const list = (name: CodeList, kept: readonly (string | null)[] = []) => optionsOf(taxonomy.offered(name, kept), locale)
  return (
    <Page title={name} width="narrow">
      <h1>{name}</h1>
      {listing && <StepNav listing={listing} page="edit" />}
      <p>{t.draftHelp}</p>
      <Form action={listing ? `/${locale}/my/listings/${listing.id}/edit` : `/${locale}/my/listings/new/${kind}`} form={form} submit={listing ? t.save : t.saveDraft} labels={labels} refusals={wording(useTexts(listingRefusals))} aside={<button class="button second" name="go" value="next">{useTexts(detailTexts).next}</button>}>
        {stale && listing && <Differences form={form} listing={listing} taxonomy={taxonomy} labels={labels} />}
        <Hidden name="form_language" value={locale} />
        {!listing && actingFor && <p class="meta">{useTexts(shell).actingFor(actingFor)}</p>}
        {!listing && <Hidden name="request_key" value={String(form.values.request_key ?? '')} />}
        {!listing && organisation !== null && organisation !== undefined && <Hidden name="organisation_id" value={String(organisation)} />}
        {listing && <Hidden name="version" value={stale ? listing.version : String(form.values.version ?? listing.version)} />}
        <Texts form={form} kind={kind} language={first} labels={labels} />
        <details open={textFields.some((field) => form.values[`${field}_${second}`] || form.errors[`${field}_${second}`])}>
          <summary>{second === 'en' ? t.englishPart : t.vietnamesePart}</summary>
          <Texts form={form} kind={kind} language={second} labels={labels} />
        </details>
        <h2>{t.classification}</h2>
        <Fields form={form} taxonomy={taxonomy} kept={listing?.research_fields ?? []} label={t.research_fields} help={t.help.research_fields} />
        <Select form={form} name="trl" label={labels.trl} help={t.help.trl} optional="later" options={taxonomy.offered('trl', [listing?.trl ?? ''].map(String)).map((code) => ({ value: code.code, text: `${code.code}. ${locale === 'vi' ? code.name_vi : code.name_en}` }))} />
        <Choices form={form} name="transfer_forms" label={t.transfer_forms} optional="later" options={list('transfer_form', listing?.transfer_forms)} />
        {kind === 'offer' && <Select form={form} name="ip_status" label={t.ip_status} optional="later" options={list('ip_status', [listing?.ip_status ?? null])} />}
        <Choices form={form} name="price_mode" label={kind === 'need' ? t.budget : t.price} help={t.help.price} one options={(['negotiable', 'fixed', 'range'] as const).map((mode) => ({ value: mode, text: t[mode] }))} />
        <div class="pair">
          <TextField form={form} name="price_min" label={t.price_min} inputmode="numeric" optional />
          <TextField form={form} name="price_max" label={t.price_max} inputmode="numeric" optional />
        </div>
        <Select form={form} name="ward_code" label={t.ward_code} optional options={list('ward', [listing?.ward_code ?? null])} />
        <TextField form={form} name="patent_classes" label={t.patent_classes} help={t.help.patent_classes} optional />
        <Choices form={form} name="industries" label={t.industries} help={t.help.industries} optional options={list('industry', listing?.industries)} />
        {listing && <SavesItself listing={listing} />}
      </Form>
    </Page>
  )
}

function Texts({ form, kind, language, labels }: { form: FormState; kind: ListingKind; language: Locale; labels: Record<string, unknown> }) {
  const { locale } = useView()
  const t = useTexts(listingTexts)
  const label = (field: (typeof textFields)[number]) => language === locale ? t[field] : String(labels[`${field}_${language}`])
  const named = (field: (typeof textFields)[number]) => `${field}_${language}`
  const main = language === locale
  const help = (field: (typeof textFields)[number]) => !main ? undefined : field in least ? `${t.help[field]} ${t.atLeast(least[field as keyof typeof least])}` : t.help[field]
  const order = kind === 'offer' ? (['description', 'problem', 'advantages'] as const) : (['problem', 'description', 'requirements'] as const)
  return (
    <>
      <TextField form={form} name={named('title')} label={label('title')} help={help('title')} lang={language} optional={!main} />
      <TextArea form={form} name={named('summary')} label={label('summary')} help={help('summary')} lang={language} rows={3} optional={main ? 'later' : true} />
      {order.map((field) => <TextArea form={form} name={named(field)} label={label(field)} help={help(field)} lang={language} rows={field === 'description' ? 9 : 5} optional={main ? 'later' : true} />)}
      <TextField form={form} name={named('keywords')} label={label('keywords')} help={help('keywords')} lang={language} optional />
    </>
  )
}

/** Up to three research fields, each chosen from the whole list by group. */
function Fields({ form, taxonomy, kept, label, help }: { form: FormState; taxonomy: Taxonomy; kept: readonly string[]; label: string; help: string }) {
  const { locale } = useView()
  const e = useTexts(fieldErrors)
  const given = form.values.research_fields
  const chosen = (Array.isArray(given) ? given : given ? [given] : []).map(String).filter(Boolean)
  const error = form.errors.research_fields
  const name = (code: Code) => (locale === 'vi' ? code.name_vi : code.name_en)
  const offered = taxonomy.offered('research_field', [...kept, ...kept.map((code) => taxonomy.find('research_field', code)?.parent ?? null)])
  const groups = offered.filter(({ level }) => level === '2').map((group) => ({ group, fields: offered.filter(({ parent }) => parent === group.code) }))
  return (
    <fieldset class="field" aria-invalid={error ? true : undefined} aria-describedby={`h-research_fields${error ? ' e-research_fields' : ''}`}>
      <legend class="label">{label}</legend>
      <span class="help" id="h-research_fields">{help}</span>
      {error && <span class="error" id="e-research_fields">{wordError(error, e)}</span>}
      {[0, 1, 2].map((i) => (
        <select id={i === 0 ? 'f-research_fields' : undefined} name="research_fields" aria-label={`${label} ${i + 1}`}>
          <option value="">{e.choose}</option>
          {groups.map(({ group, fields }) => <optgroup label={name(group)}>{fields.map((field) => <option value={field.code} selected={chosen[i] === field.code}>{name(field)}</option>)}</optgroup>)}
        </select>
      ))}
    </fieldset>
  )
}

/** For the second of two people who edit: what stands now beside what they typed, in words, where the two differ. */
function Differences({ form, listing, taxonomy, labels }: { form: FormState; listing: ListingView; taxonomy: Taxonomy; labels: Record<string, unknown> }) {
  const words = useWords(taxonomy)
  const now = valuesOf(listing)
  const fields = [...locales.flatMap((language) => textFields.map((field) => `${field}_${language}`)), ...classified]
  return <Compared rows={fields.map((field) => ({ label: String(labels[field] ?? field), theirs: words(field, now[field]), yours: words(field, form.values[field]) })).filter(({ theirs, yours }) => theirs !== yours)} />
}

const classified = ['research_fields', 'trl', 'transfer_forms', 'ip_status', 'price_mode', 'price_min', 'price_max', 'ward_code', 'patent_classes', 'industries']
const listOf: Record<string, CodeList> = { research_fields: 'research_field', trl: 'trl', transfer_forms: 'transfer_form', ip_status: 'ip_status', ward_code: 'ward', industries: 'industry' }

/** A field's value as people say it: names for codes, amounts with their unit; what cannot be read stays as typed. */
function useWords(taxonomy: Taxonomy): (field: string, value: unknown) => string {
  const { locale } = useView()
  const t = useTexts(listingTexts)
  return (field, value) => {
    const given = (Array.isArray(value) ? value : [value]).map((one) => plain(String(one ?? ''))).filter(Boolean)
    const list = listOf[field]
    if (list === 'trl') return given.map((code) => `${code}. ${taxonomy.name(list, code, locale)}`).join('')
    if (list) return given.map((code) => taxonomy.name(list, code, locale)).join('; ')
    if (field === 'price_mode') return given.map((mode) => priceModes.find((known) => known === mode)).map((mode) => mode ? t[mode] : '').join('')
    if (field === 'patent_classes') return given.join(', ').toUpperCase().split(/[\s,;]+/).filter(Boolean).join(', ')
    if (field.startsWith('price_')) return given.map((amount) => optionalVndField.safeParse(amount).data).map((amount, i) => amount === null || amount === undefined ? given[i] : formatVnd(amount, locale)).join('')
    return given.join(', ')
  }
}
