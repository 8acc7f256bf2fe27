import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, FileField, Form, Hidden, Select, TextArea, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { acceptOf } from '../../documents/rules.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { availabilityWords, expertTexts, languageName, problemWords } from '../messages.ts'
import type { ImportPreview, OwnExpert } from '../queries.ts'
import { languages } from '../rules.ts'
import { availabilities, type Publication } from '../schema.ts'
import { PublicationLine, textIn } from './parts.tsx'

/** Where one's profile is kept: whether it is public, what it lists, and where each part is changed. */
export function MyExpertPage({ form, own }: { form: FormState; own: OwnExpert | null }) {
  const { locale } = useView()
  const t = useTexts(expertTexts)
  const base = `/${locale}/my/expert`
  if (!own) return <Page title={t.mine} width="narrow"><h1>{t.mine}</h1><p class="lead">{t.mineLead}</p><p><a class="button" href={`${base}/edit`}>{t.start}</a></p></Page>
  const { expert, publications, conflicts } = own
  const headline = textIn(locale, expert.headline_vi, expert.headline_en)
  const standing = conflicts.filter((one) => !one.withdrawn_at).length
  return (
    <Page title={t.mine}>
      <h1>{t.mine}</h1>
      {headline.text && <p class="lead" lang={headline.lang}>{headline.text}</p>}
      <p class="row"><a class="button" href={`${base}/edit`}>{t.edit}</a><a class="button second" href={`/${locale}/experts/${expert.id}`}>{t.view}</a></p>
      <section class="sheet"><h2>{t.publishing}</h2>
        {expert.published_at && expert.consented_at
          ? <><p>{t.published} {t.consentedAt(formatInstant(expert.consented_at, locale))}</p><ActionButton action={`${base}/unpublish`} text={t.unpublish} kind="button second" /></>
          : <><p>{t.private}</p>
            <Form action={`${base}/publish`} form={form} submit={t.publish} labels={t}>
              <Hidden name="version" value={expert.version} />
              <label class="tick"><input type="checkbox" id="f-consent" name="consent" value="yes" checked={form.values.consent === 'yes'} /> <span>{t.consent}</span></label>
            </Form></>}
      </section>
      <section><h2 id="publications">{t.publications}</h2>
        <p class="row"><a class="button second" href={`${base}/import`}>{t.import}</a><a class="button second" href={`${base}/publications/new`}>{t.addPublication}</a></p>
        {publications.length === 0 ? <p class="meta">{t.noPublications}</p> : <div class="scroll" tabIndex={0} role="region" aria-labelledby="publications"><table>
          <thead><tr><th scope="col">{t.publication}</th><th scope="col">{t.action}</th></tr></thead>
          <tbody>{publications.map((one) => <tr><td><PublicationLine work={one} /></td><td><a href={`${base}/publications/${one.id}`} aria-label={`${t.change}: ${one.title}`}>{t.change}</a></td></tr>)}</tbody>
        </table></div>}
      </section>
      <section><h2>{t.conflicts}</h2><p>{standing === 0 ? t.noConflicts : t.declared(standing)}</p><p><a class="button second" href={`${base}/conflicts`}>{t.declare}</a></p></section>
    </Page>
  )
}

export interface Choosable { taxonomy: Taxonomy; organisations: { id: number; name: string }[]; exists: boolean }
/** The form of one's profile. */
export function ExpertFormPage({ form, taxonomy, organisations, exists }: { form: FormState } & Choosable) {
  const { locale } = useView()
  const t = useTexts(expertTexts)
  const words = useTexts(availabilityWords)
  const fields = taxonomy.offered('research_field', [form.values.research_fields ?? []].flat().map(String)).filter(({ level }) => level === '2').map(({ code, name_vi, name_en }) => ({ value: code, text: locale === 'vi' ? name_vi : name_en }))
  return (
    <Page title={exists ? t.edit : t.start} width="narrow" crumbs={[{ href: `/${locale}/my/expert`, text: t.mine }]}>
      <h1>{exists ? t.edit : t.start}</h1>
      <Form action={`/${locale}/my/expert/edit`} form={form} submit={t.save} labels={t}>
        <Hidden name="version" value={String(form.values.version ?? 0)} />
        <TextField form={form} name="headline_vi" label={t.headline_vi} help={t.headlineHelp} lang="vi" optional={locale !== 'vi'} />
        <TextField form={form} name="headline_en" label={t.headline_en} lang="en" optional={locale !== 'en'} />
        <Choices form={form} name="research_fields" label={t.research_fields} options={fields} />
        <Choices form={form} name="languages" label={t.languages} options={languages.map((code) => ({ value: code, text: languageName(code, locale) }))} />
        <Select form={form} name="availability" label={t.availability} empty={false} options={availabilities.map((value) => ({ value, text: words[value] }))} />
        <TextField form={form} name="available_from" label={t.available_from} type="date" optional />
        {organisations.length > 0 && <Select form={form} name="organisation_id" label={t.organisation_id} help={t.organisationHelp} optional options={organisations.map(({ id, name }) => ({ value: String(id), text: name }))} />}
        <TextField form={form} name="orcid" label={t.orcid} help={t.orcidHelp} optional />
        <TextArea form={form} name="bio_vi" label={t.bio_vi} lang="vi" optional rows={7} />
        <TextArea form={form} name="bio_en" label={t.bio_en} lang="en" optional rows={7} />
      </Form>
    </Page>
  )
}

/** The form of one publication, new or known. */
export function PublicationPage({ form, publication }: { form: FormState; publication: Publication | null }) {
  const { locale } = useView()
  const t = useTexts(expertTexts)
  const base = `/${locale}/my/expert`
  const title = publication ? t.editPublication : t.addPublication
  return (
    <Page title={title} width="narrow" crumbs={[{ href: base, text: t.mine }]}>
      <h1>{title}</h1>
      <Form action={`${base}/publications/${publication?.id ?? 'new'}`} form={form} submit={t.save} labels={t}>
        <TextField form={form} name="title" label={t.title} />
        <TextField form={form} name="authors" label={t.authors} optional />
        <TextField form={form} name="venue" label={t.venue} optional />
        <TextField form={form} name="year" label={t.year} inputmode="numeric" optional />
        <TextField form={form} name="doi" label={t.doi} optional />
        <TextField form={form} name="url" label={t.url} type="url" optional />
      </Form>
      {publication && <ActionButton action={`${base}/publications/${publication.id}/removal`} text={t.remove} kind="button danger" />}
    </Page>
  )
}

/** Where a file of publications is sent, and what it was read as before anything of it is taken over. */
export function ImportPage({ form, waiting }: { form: FormState; waiting: ImportPreview | null }) {
  const { locale } = useView()
  const t = useTexts(expertTexts)
  const base = `/${locale}/my/expert`
  return (
    <Page title={t.import} width="narrow" crumbs={[{ href: base, text: t.mine }]}>
      <h1>{t.import}</h1>
      <p class="lead">{t.importLead}</p>
      <div class="stack">{waiting && <Preview waiting={waiting} />}
      <section class="sheet">{waiting && <h2>{t.another}</h2>}
        <Form action={`${base}/import`} form={form} submit={t.read} labels={t} multipart><FileField form={form} name="file" label={t.file} help={t.fileHelp} accept={acceptOf('publications')} /></Form>
      </section></div>
    </Page>
  )
}

function Preview({ waiting: { key, file_name, fresh, repeated, problems } }: { waiting: ImportPreview }) {
  const { locale } = useView()
  const t = useTexts(expertTexts)
  const why = useTexts(problemWords)
  const base = `/${locale}/my/expert/import`
  return (
    <section aria-labelledby="preview"><h2 id="preview">{t.preview}</h2>
      <p>{t.previewOf(file_name)}</p>
      <ul><li>{t.toAdd(fresh.length)}</li>{repeated > 0 && <li>{t.repeated(repeated)}</li>}{problems.length > 0 && <li>{t.problems(problems.length)}</li>}</ul>
      {problems.length > 0 && <div class="scroll" tabIndex={0} role="region" aria-label={t.problems(problems.length)}><table>
        <thead><tr><th scope="col">{t.line}</th><th scope="col">{t.what}</th><th scope="col">{t.why}</th></tr></thead>
        <tbody>{problems.map((one) => <tr><th scope="row">{one.line || '–'}</th><td>{one.what}</td><td>{why[one.why]}</td></tr>)}</tbody>
      </table></div>}
      {fresh.length > 0 && <details open={fresh.length <= 20}><summary>{t.publicationCount(fresh.length)}</summary><ol>{fresh.map((work) => <li><PublicationLine work={work} /></li>)}</ol></details>}
      <div class="row">{fresh.length > 0 && <ActionButton action={`${base}/confirmation`} text={t.confirm} fields={{ key }} />}<ActionButton action={`${base}/removal`} text={t.drop} kind="button second" /></div>
    </section>
  )
}
