import { diffWords } from 'diff'
import type { ComponentChildren } from 'preact'
import { isStaff } from '../../../core/context.ts'
import { inLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import { freshForm } from '../../../web/http.tsx'
import { Form, Hidden, TextArea } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { listingTexts } from '../../listings/messages.ts'
import { listingPath, priceText } from '../../listings/pages/card.tsx'
import { type ListingView, textIn } from '../../listings/queries.ts'
import { textFields } from '../../listings/rules.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { moderationTexts } from '../messages.ts'
import type { Likeness } from '../near-duplicates.ts'
import { filterQuery, type QueueFilter } from '../rules.ts'
import type { ReturnReason } from '../schema.ts'
import { KeyTable } from './keys.tsx'

interface Props { listing: ListingView; other: ListingView; likeness: Likeness | null; taxonomy: Taxonomy; filter: QueueFilter; duplicate: ReturnReason | undefined; mayDecide: boolean }

/** Two listings field by field, in two columns where there is room; below them the decision that one repeats the other. */
export function ComparePage({ listing, other, likeness, taxonomy, filter, duplicate, mayDecide }: Props) {
  const { locale, actor } = useView()
  const t = useTexts(moderationTexts)
  const l = useTexts(listingTexts)
  const language = likeness?.language ?? locale
  const [own, theirs] = [textIn(listing, language), textIn(other, language)]
  const facts: [string, (one: ListingView) => string][] = [
    [l.organisation, (one) => inLocale(locale, one.organisation.name_vi, one.organisation.name_en)], [t.state, (one) => l[one.state]], [t.kind, (one) => l[one.kind]],
    [l.trl, (one) => (one.trl === null ? '' : `${one.trl}`)], [l.price, (one) => priceText(one, locale)], [l.research_fields, (one) => one.research_fields.map((code) => taxonomy.name('research_field', code, locale)).join('; ')],
    [l.publishedOn, (one) => (one.published_at ? formatDay(one.published_at, locale) : '')], [l.source, (one) => one.source_name ?? ''],
  ]
  const title = own?.title ?? ''
  return (
    <Page title={t.compareTitle} crumbs={[{ href: `/${locale}/moderation${filterQuery(filter)}`, text: t.title }, { href: `/${locale}/moderation/listings/${listing.id}${filterQuery(filter)}`, text: title }]}>
      <h1>{t.compareTitle}</h1>
      {likeness && <p class="lead">{t.compareLead(likeness.percent)}</p>}
      {textFields.map((field) => (own?.[field] || theirs?.[field]) && (
        <section><h2>{l[field]}</h2>
          <Sides left={<Marked text={own?.[field] ?? ''} against={theirs?.[field] ?? ''} lang={own?.language} />} right={<Marked text={theirs?.[field] ?? ''} against={own?.[field] ?? ''} lang={theirs?.language} />} />
        </section>
      ))}
      <section><h2 id="c-facts">{l.facts}</h2>
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="c-facts"><table>
          <thead><tr><th scope="col">{l.field}</th><th scope="col">{t.thisOne} ({listing.id})</th><th scope="col">{t.otherOne} ({other.id})</th></tr></thead>
          <tbody>{facts.map(([name, value]) => { const [x, y] = [value(listing), value(other)]; return (x || y) && <tr><th scope="row">{name}</th><td>{x || t.none}</td><td>{y || t.none}</td></tr> })}</tbody>
        </table></div>
      </section>
      {mayDecide && listing.state === 'submitted' && isStaff('moderator')(actor) && <AsDuplicate listing={listing} other={other} filter={filter} duplicate={duplicate} />}
      {isStaff('moderator')(actor) && <KeyTable />}
    </Page>
  )
}

function Sides({ left, right }: { left: ComponentChildren; right: ComponentChildren }) {
  const t = useTexts(moderationTexts)
  return <div class="sides">{([[t.thisOne, left], [t.otherOne, right]] as const).map(([name, content]) => <div class="sheet"><p class="meta">{name}</p>{content}</div>)}</div>
}

/** A text with the words marked that the other one lacks; where the two are too different to say, as it is. */
function Marked({ text, against, lang }: { text: string; against: string; lang: 'vi' | 'en' | undefined }) {
  const { locale } = useView()
  const t = useTexts(moderationTexts)
  if (!text) return <p class="meta">{t.none}</p>
  const parts = diffWords(against, text, { timeout: 300 })
  return <p class="diff" lang={lang === locale ? undefined : lang}>{parts ? parts.filter(({ removed }) => !removed).map(({ added, value }) => (added && value.trim() ? <ins>{value}</ins> : value)) : text}</p>
}

/** What is public, or their own, may be named to the owner; another's unpublished listing is not theirs to hear of. */
function AsDuplicate({ listing, other, filter, duplicate }: { listing: ListingView; other: ListingView; filter: QueueFilter; duplicate: ReturnReason | undefined }) {
  const { locale, publicUrl } = useView()
  const t = useTexts(moderationTexts)
  const named = other.state === 'published' || other.organisation_id === listing.organisation_id
  const language = listing.original_language
  const text = duplicate && (language === 'vi' ? duplicate.text_vi : duplicate.text_en)
  const form = freshForm({ reason: [text, named && moderationTexts[language].linkText(`${publicUrl}/${language}${listingPath(other)}`)].filter(Boolean).join('\n\n') })
  return (
    <section class="sheet" aria-labelledby="as-duplicate"><h2 id="as-duplicate">{t.asDuplicate}</h2>
      {!named && <p class="notice warn">{t.notSaid}</p>}
      <Form action={`/${locale}/moderation/listings/${listing.id}/return${filterQuery(filter)}`} form={form} submit={t.asDuplicate} labels={t} danger>
        <Hidden name="version" value={listing.version} /><Hidden name="duplicate_of" value={other.id} /><Hidden name="composed" value="yes" />
        <div data-key="r"><TextArea form={form} name="reason" label={t.reason} help={t.reasonHelp} rows={6} {...(language === locale ? {} : { lang: language })} /></div>
      </Form>
    </section>
  )
}
