import { plain } from '../../../platform/text.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { legalNames, legalTexts, myTexts, organisationRefusals, organisationTexts } from '../messages.ts'
import { legalFields, type OrganisationRefusal } from '../rules.ts'
import { Differences, LegalFacts } from './parts.tsx'

interface Props { form: FormState; organisation: { id: number; version: number; verified: boolean }; mayChange: boolean }

/** The legal record: a form for owners, the same facts for editors. */
export function LegalPage({ form, organisation, mayChange }: Props) {
  const { locale } = useView()
  const t = useTexts(legalTexts)
  const names = useTexts(legalNames)
  const refusal = form.refusal as OrganisationRefusal | null
  const changed = refusal?.code === 'legal_changed_meanwhile' ? refusal : null
  const empty = useTexts(organisationTexts).empty
  const differences = changed ? legalFields.map((field) => ({ name: names[field], theirs: changed.current[field], yours: plain(String(form.values[field] ?? '')) }))
    .filter(({ theirs, yours }) => theirs !== yours).map(({ name, theirs, yours }) => ({ name, theirs: theirs || empty, yours: yours || empty })) : []
  return (
    <Page title={t.title} width="narrow" crumbs={[{ href: `/${locale}/my/organisation`, text: useTexts(myTexts).title }]}><div class="sheet">
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      {!mayChange ? <><LegalFacts legal={form.values as never} /><p class="meta">{useTexts(myTexts).ownersOnly}</p></> : <>
        {organisation.verified && <p class="notice warn">{t.lapses}</p>}
        <Form action={`/${locale}/my/organisation/legal?organisation_id=${organisation.id}`} form={form} submit={t.save} labels={names} refusals={wording(useTexts(organisationRefusals))}>
          <Hidden name="organisation_id" value={organisation.id} /><Hidden name="version" value={changed ? changed.version : Number(form.values.version ?? organisation.version)} />
          {changed && <Differences rows={differences} />}
          <h2>{t.representative}</h2>
          <TextField form={form} name="representative_name" label={names.representative_name} help={t.nameHelp} optional autocomplete="off" />
          <div class="pair"><TextField form={form} name="representative_position_vi" label={names.representative_position_vi} optional lang="vi" /><TextField form={form} name="representative_position_en" label={names.representative_position_en} optional lang="en" /></div>
          <h2>{t.authorised}</h2>
          <TextField form={form} name="authorised_name" label={names.authorised_name} optional autocomplete="off" />
          <div class="pair"><TextField form={form} name="authorised_position_vi" label={names.authorised_position_vi} optional lang="vi" /><TextField form={form} name="authorised_position_en" label={names.authorised_position_en} optional lang="en" /></div>
          <TextField form={form} name="authorised_document" label={names.authorised_document} help={t.documentHelp} optional />
          <h2>{t.registration}</h2>
          <TextField form={form} name="registration_number" label={names.registration_number} optional />
          <TextField form={form} name="registration_issuer" label={names.registration_issuer} optional />
          <TextField form={form} name="registered_on" label={names.registered_on} help={t.dayHelp} optional type="date" />
          <h2>{t.seat}</h2>
          <TextField form={form} name="address_line" label={names.address_line} help={t.seatHelp} optional />
          <TextField form={form} name="province" label={names.province} optional />
        </Form></>}
    </div></Page>
  )
}
