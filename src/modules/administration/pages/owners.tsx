import { inLocale } from '../../../platform/locale.ts'
import type { FormState } from '../../../web/http.tsx'
import { shell } from '../../../web/messages.ts'
import { Form, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { organisationRefusals } from '../../organisations/messages.ts'
import { Pager } from '../../organisations/pages/parts.tsx'
import { administrationTexts } from '../messages.ts'
import { administers } from '../rules.ts'

interface Alone { id: number; name_vi: string; name_en: string; source_name: string | null; kindName: string }

export function OwnerlessPage({ q, rows, total, page, pages }: { q: string; rows: Alone[]; total: number; page: number; pages: number }) {
  const { locale, actor } = useView()
  const t = useTexts(administrationTexts)
  const acts = administers(actor)
  const path = `/${locale}/administration/organisations`
  return (
    <Page title={t.owners} crumbs={[{ href: `/${locale}/administration`, text: t.title }]}>
      <h1>{t.owners}</h1>
      <p class="lead">{t.ownersLead}</p>
      <form method="get" action={path} role="search" class="field">
        <label for="q">{t.searchOrganisations}</label>
        <div class="search"><input type="search" id="q" name="q" value={q} maxLength={200} /><button class="button">{t.search}</button></div>
      </form>
      <p class="meta" role="status">{useTexts(shell).results(total)}</p>
      {rows.length === 0 ? <p class="sheet">{t.nothing}</p> : <ul class="grid">{rows.map((row) => {
        const name = inLocale(locale, row.name_vi, row.name_en)
        return <li class="card"><h2>{name}</h2><p class="meta">{row.kindName}{row.source_name && <> · {t.imported(row.source_name)}</>}</p>{acts && <p><a href={`${path}/${row.id}`} aria-label={t.appointFor(name)}>{t.appoint}</a></p>}</li>
      })}</ul>}
      <Pager path={path} query={{ q }} page={page} pages={pages} />
    </Page>
  )
}

export function AppointOwnerPage({ organisation, form }: { organisation: Omit<Alone, 'kindName'>; form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(administrationTexts)
  const name = inLocale(locale, organisation.name_vi, organisation.name_en)
  return (
    <Page title={t.appointFor(name)} width="narrow" crumbs={[{ href: `/${locale}/administration`, text: t.title }, { href: `/${locale}/administration/organisations`, text: t.owners }]}><div class="sheet">
      <h1>{t.appointFor(name)}</h1>
      {organisation.source_name && <p class="meta">{t.imported(organisation.source_name)}</p>}
      <p>{t.appointText}</p>
      {administers(actor) && <Form action={`/${locale}/administration/organisations/${organisation.id}`} form={form} submit={t.appoint} labels={t} refusals={wording(useTexts(organisationRefusals))}
        aside={<a href={`/${locale}/organisations/${organisation.id}`}>{t.publicPage}</a>}>
        <TextField form={form} name="email" label={t.email} type="email" autocomplete="off" />
      </Form>}
    </div></Page>
  )
}
