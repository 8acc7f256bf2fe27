import { plain } from '../../../platform/text.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, type Option, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { fieldNames, myTexts, organisationRefusals, organisationTexts } from '../messages.ts'
import { formatTaxCode, organisationFields, type OrganisationField, type OrganisationRefusal, plainTaxCode } from '../rules.ts'
import { Differences } from './parts.tsx'

export interface Choosable { kinds: Option[]; wards: Option[]; countries: Option[] }
interface FormPageProps extends Choosable {
  form: FormState
  /** What is being changed; null for a new organisation. */
  existing: { id: number; version: number; verified: boolean } | null
}

export function OrganisationFormPage({ form, existing, ...choosable }: FormPageProps) {
  const { locale } = useView()
  const t = useTexts(organisationTexts)
  const names = useTexts(fieldNames)
  const refusal = form.refusal as OrganisationRefusal | null
  const changed = refusal?.code === 'organisation_changed' ? refusal : null
  const title = existing ? t.edit : t.create
  return (
    <Page title={title} width="narrow" {...(existing ? { crumbs: [{ href: `/${locale}/my/organisation`, text: useTexts(myTexts).title }] } : {})}><div class="sheet">
      <h1>{title}</h1>
      {existing ? existing.verified && <p class="notice warn">{t.lapses}</p> : <p>{t.createLead}</p>}
      <Form action={existing ? `/${locale}/my/organisation/edit` : `/${locale}/organisations/new`} form={form} submit={existing ? t.save : t.creating} labels={names} refusals={wording(useTexts(organisationRefusals))}>
        {existing && <><Hidden name="organisation_id" value={existing.id} /><Hidden name="version" value={changed ? changed.version : Number(form.values.version ?? existing.version)} /></>}
        {changed && <Difference typed={form.values} refusal={changed} {...choosable} />}
        <Select form={form} name="kind" label={names.kind} options={choosable.kinds} />
        <TextField form={form} name="name_vi" label={names.name_vi} help={t.nameHelp} optional lang="vi" autocomplete="organization" />
        <TextField form={form} name="name_en" label={names.name_en} optional lang="en" />
        <TextArea form={form} name="about_vi" label={names.about_vi} help={t.aboutHelp} optional rows={7} lang="vi" />
        <TextArea form={form} name="about_en" label={names.about_en} optional rows={7} lang="en" />
        <TextField form={form} name="website" label={names.website} help={t.websiteHelp} type="url" optional autocomplete="url" />
        <TextField form={form} name="tax_code" label={names.tax_code} help={t.taxHelp} optional inputmode="numeric" />
        <div class="pair">
          <Select form={form} name="country_code" label={names.country_code} options={choosable.countries} empty={false} />
          <Select form={form} name="ward_code" label={names.ward_code} help={t.wardHelp} options={choosable.wards} optional />
        </div>
        <TextField form={form} name="founded_year" label={names.founded_year} help={t.yearHelp} optional inputmode="numeric" />
      </Form>
    </div></Page>
  )
}

/** Field by field, what somebody else saved in the meantime beside what was typed here. */
function Difference({ typed, refusal, kinds, wards, countries }: { typed: Record<string, unknown>; refusal: Extract<OrganisationRefusal, { code: 'organisation_changed' }> } & Choosable) {
  const t = useTexts(organisationTexts)
  const names = useTexts(fieldNames)
  const options: Partial<Record<OrganisationField, Option[]>> = { kind: kinds, ward_code: wards, country_code: countries }
  const shown = (field: OrganisationField, value: string): string =>
    value === '' ? t.empty : field === 'tax_code' ? formatTaxCode(value) : options[field]?.find((option) => option.value === value)?.text ?? value
  const rows = organisationFields.map((field) => {
    const text = plain(String(typed[field] ?? ''))
    return { field, theirs: String(refusal.current[field] ?? ''), yours: field === 'tax_code' ? plainTaxCode(text) : text }
  }).filter(({ theirs, yours }) => theirs !== yours)
  return <Differences rows={rows.map(({ field, theirs, yours }) => ({ name: names[field], theirs: shown(field, theirs), yours: shown(field, yours) }))} />
}
