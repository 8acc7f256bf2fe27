import { inLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Choices, Form, Hidden } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { consentTexts } from '../../consents/messages.ts'
import type { PrivacyText } from '../../consents/schema.ts'
import { periodOf, retentionWords } from '../messages.ts'
import { retention } from '../retention.ts'
import { retentionKeys } from '../schema.ts'

function Texts({ text }: { text: PrivacyText }) {
  const { locale } = useView()
  const t = useTexts(consentTexts)
  return <>
    <h2>{t.terms}</h2>
    <Prose text={inLocale(locale, text.terms_vi, text.terms_en)} />
    <h2>{t.notice}</h2>
    <Prose text={inLocale(locale, text.notice_vi, text.notice_en)} />
  </>
}

/** The terms and the notice in force, or as they were, with how long everything is kept. */
export function PrivacyPage({ text, versions }: { text: PrivacyText; versions: Pick<PrivacyText, 'version' | 'valid_from'>[] }) {
  const { locale, actor } = useView()
  const t = useTexts(consentTexts)
  const words = useTexts(retentionWords)
  const period = useTexts(periodOf)
  const name = ({ version, valid_from }: Pick<PrivacyText, 'version' | 'valid_from'>): string => t.version(version, formatDay(valid_from, locale))
  const newest = versions[0]?.version === text.version
  return (
    <Page title={t.privacy} description={t.description} indexed={newest} width="narrow">
      <h1>{t.privacy}</h1>
      <p class="lead">{name(text)}</p>
      {actor.person_id !== null && <p><a href={`/${locale}/my/account/data`}>{t.mine}</a></p>}
      <Texts text={text} />
      <h2 id="retention">{t.retention}</h2>
      <p>{t.retentionText}</p>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="retention"><table>
        <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.howLong}</th><th scope="col">{t.why}</th></tr></thead>
        <tbody>{retentionKeys.map((key) => <tr><th scope="row">{words[key].what}</th><td>{period(key, retention[key].days)}</td><td>{words[key].why}</td></tr>)}</tbody>
      </table></div>
      {versions.length > 1 && <>
        <h2>{t.versions}</h2>
        <ul>{versions.map((version) => <li>{version.version === text.version ? name(version) : <a href={`/${locale}/privacy/${version.version}`}>{name(version)}</a>}</li>)}</ul>
      </>}
    </Page>
  )
}

/** Asked of whoever has not agreed to the text in force: first what has changed, then the whole. */
export function AgreePage({ text, before, form, next }: { text: PrivacyText; before: boolean; form: FormState; next: string }) {
  const { locale } = useView()
  const t = useTexts(consentTexts)
  const changes = inLocale(locale, text.changes_vi, text.changes_en)
  return (
    <Page title={t.agreeTitle} width="narrow">
      <h1>{t.agreeTitle}</h1>
      <p class="lead">{before ? t.agreeNew : t.agreeFirst} {t.version(text.version, formatDay(text.valid_from, locale))}.</p>
      {before && changes && <section class="sheet"><h2>{t.changes}</h2><Prose text={changes} /></section>}
      <Texts text={text} />
      <div class="sheet">
        <Form action={`/${locale}/my/account/data/consent`} form={form} submit={t.agree} labels={{ terms: t.tick }} aside={<><a class="button second" href={next}>{t.later}</a><a href={`/${locale}/my/account/data/deletion`}>{t.leave}</a></>}>
          <Hidden name="version" value={text.version} /><Hidden name="next" value={next} />
          <Choices form={form} name="terms" label={t.agree} options={[{ value: 'yes', text: t.tick }]} />
        </Form>
      </div>
    </Page>
  )
}
