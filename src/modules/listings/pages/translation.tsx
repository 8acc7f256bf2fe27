import { otherLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Standing } from '../confirmation-queries.ts'
import type { Details, FieldName } from '../detail-fields.ts'
import { fieldTexts } from '../detail-messages.ts'
import { lifecycleTexts } from '../lifecycle-messages.ts'
import { listingRefusals, listingTexts } from '../messages.ts'
import type { ListingView } from '../queries.ts'
import { type ListingRefusal, textFields } from '../rules.ts'
import { translatedFields } from '../translation-commands.ts'
import { listingPath } from './card.tsx'

export interface TranslationProps { listing: ListingView; details: Details; standing: Standing }

/** What the form shows of the translation as it stands. */
export function translationValues({ listing, details }: TranslationProps): Record<string, unknown> {
  const language = otherLocale(listing.original_language)
  const text = listing.texts.find((each) => each.language === language)
  return { version: listing.version, ...Object.fromEntries(textFields.map((field) => [field, text?.[field] ?? ''])), ...Object.fromEntries(translatedFields.map((name) => [name, details.texts[name]?.[language] ?? ''])) }
}

/** The original beside the boxes of the other language, field by field; a field empty in both is left out, and keeps what it holds. */
export function TranslationPage({ form, ...props }: TranslationProps & { form: FormState }) {
  const { listing, details, standing } = props
  const { locale } = useView()
  const t = useTexts(lifecycleTexts)
  const l = useTexts(listingTexts)
  const f = useTexts(fieldTexts)
  const from = listing.original_language, to = otherLocale(from)
  const original = listing.texts.find(({ language }) => language === from)
  const values = translationValues(props)
  const label = (name: string): string => (textFields as readonly string[]).includes(name) ? l[name as (typeof textFields)[number]] : f[name as FieldName].label
  const source = (name: string): string => ((textFields as readonly string[]).includes(name) ? original?.[name as (typeof textFields)[number]] : details.texts[name as FieldName]?.[from]) ?? ''
  const names = [...textFields, ...translatedFields].filter((name) => name === 'title' || source(name) || values[name] || form.values[name])
  const changed = standing.ages.find(({ language }) => language === from)
  const stale = form.refusal?.code === 'changed_meanwhile'
  const title = t.translateTitle(t.intoLanguage[to])
  return (
    <Page title={title} crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: original?.title ?? '' }]}>
      <h1>{title}</h1>
      <p>{t.translateLead}</p>
      {standing.older && <p class="notice warn">{t.isOlder} {changed && t.olderSince(formatDay(changed.changed_at, locale))}</p>}
      {listing.state === 'published' && <p class="notice">{t.publicAgain}</p>}
      <Form action={`/${locale}/my/listings/${listing.id}/translation`} form={form} submit={t.saveTranslation} labels={Object.fromEntries(names.map((name) => [name, label(name)]))} refusals={wording<ListingRefusal>(useTexts(listingRefusals))}>
        <Hidden name="version" value={stale ? listing.version : String(form.values.version ?? listing.version)} />
        {[...textFields, ...translatedFields].filter((name) => !names.includes(name)).map((name) => <Hidden name={name} value="" />)}
        {names.map((name) => {
          const text = source(name)
          const field = { form, name, label: `${label(name)} (${l.language[to]})`, lang: to, optional: name === 'title' ? false : 'later' as const }
          const short = name === 'title' || name === 'keywords' || (text.length < 120 && !text.includes('\n'))
          return <div class="pair side">
            <div><h2>{label(name)} <span class="meta">({t.originalText})</span></h2>{text ? <Prose text={text} lang={from === locale ? undefined : from} /> : <p class="meta">{t.none}</p>}</div>
            {short ? <TextField {...field} /> : <TextArea {...field} rows={Math.min(14, 3 + Math.ceil(text.length / 70))} />}
          </div>
        })}
      </Form>
    </Page>
  )
}
