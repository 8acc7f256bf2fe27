import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, Select, TextArea, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { expertTexts, natureWords } from '../messages.ts'
import type { OwnExpert } from '../queries.ts'
import { conflictNatures } from '../schema.ts'
import { ConflictList, textIn } from './parts.tsx'

interface ConflictsProps { form: FormState; own: OwnExpert; find: string; organisations: { id: number; name_vi: string; name_en: string }[] }
/** One's declarations, and the form for another. */
export function ConflictsPage({ form, own, find, organisations }: ConflictsProps) {
  const { locale } = useView()
  const t = useTexts(expertTexts)
  const natures = useTexts(natureWords)
  const path = `/${locale}/my/expert/conflicts`
  return (
    <Page title={t.conflicts} width="narrow" crumbs={[{ href: `/${locale}/my/expert`, text: t.mine }]}>
      <h1>{t.conflicts}</h1>
      <p class="lead">{t.conflictsLead}</p>
      <ConflictList conflicts={own.conflicts} own />
      <h2>{t.newConflict}</h2>
      <form method="get" action={path} role="search"><div class="field"><label for="find">{t.find}</label><input type="search" id="find" name="find" value={find} maxLength={200} /></div><p class="row"><button class="button second">{t.search}</button></p></form>
      <section class="sheet">
        <Form action={path} form={form} submit={t.declare} labels={{ ...t, since: t.sinceDay, organisation_id: t.conflictOrganisation }}>
          <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
          {organisations.length > 0 && <Select form={form} name="organisation_id" label={t.conflictOrganisation} optional options={organisations.map(({ id, name_vi, name_en }) => ({ value: String(id), text: textIn(locale, name_vi, name_en).text }))} />}
          <TextField form={form} name="party" label={t.party} help={t.partyHelp} optional={organisations.length > 0} />
          <Select form={form} name="nature" label={t.nature} options={conflictNatures.map((value) => ({ value, text: natures[value] }))} />
          <div class="pair"><TextField form={form} name="since" label={t.sinceDay} type="date" optional /><TextField form={form} name="until" label={t.until} type="date" optional /></div>
          <TextArea form={form} name="note" label={t.note} optional rows={3} />
        </Form>
      </section>
    </Page>
  )
}
