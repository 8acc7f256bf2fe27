import { daysFrom, formatDay } from '../../../platform/time.ts'
import { freshForm, type FormState } from '../../../web/http.tsx'
import { Form, Hidden, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { otherLocale } from '../../../platform/locale.ts'
import type { Confirmation, Standing } from '../confirmation-queries.ts'
import { lifecycleTexts } from '../lifecycle-messages.ts'
import { listingRefusals, listingTexts } from '../messages.ts'
import { type ListingView, textIn } from '../queries.ts'
import type { ListingRefusal } from '../rules.ts'
import { listingPath } from './card.tsx'

interface Props { listing: ListingView; standing: Standing }

/** Beside a listing: when it was last confirmed, its versions, whether what is read is a translation; for its own people what they are asked. */
export function FreshnessPanel({ listing, standing, confirmation, showsText = true }: Props & { confirmation: Confirmation | null; showsText?: boolean }) {
  const { locale } = useView()
  const t = useTexts(lifecycleTexts)
  const l = useTexts(listingTexts)
  const day = (at: Date) => <time dateTime={at.toISOString()}>{formatDay(at, locale)}</time>
  const text = textIn(listing, locale)
  const translated = showsText && text !== undefined && text.language !== listing.original_language && listing.texts.some(({ language }) => language === listing.original_language)
  const original = standing.ages.find(({ language }) => language === listing.original_language)
  const other = otherLocale(listing.original_language)
  return (
    <div class="sheet stack">
      <h2>{t.freshness}</h2>
      {listing.state === 'published' && <dl class="facts">
        {standing.asked ? standing.confirmed_at && <div><dt>{t.confirmedOn}</dt><dd>{day(standing.confirmed_at)}</dd></div> : <div><dt>{t.importedOn}</dt><dd>{day(standing.created_at)}</dd></div>}
      </dl>}
      {listing.state === 'published' && <p class="meta">{standing.asked ? t.confirmed : t.unconfirmed}</p>}
      {translated && <p>{t.isTranslation[text.language]}</p>}
      {standing.older && (translated || confirmation) && <p class="notice warn">{t.isOlder} {original && t.olderSince(formatDay(original.changed_at, locale))}</p>}
      {confirmation && <Asked listing={listing} standing={standing} confirmation={confirmation} form={freshForm()} />}
      {confirmation && <p><a href={`/${locale}/my/listings/${listing.id}/translation`}>{t.translate(t.intoLanguage[other])}</a></p>}
      {standing.versions > 0 && <p><a href={`/${locale}${listingPath(listing)}/versions`}>{t.versionsOf(standing.versions)}</a></p>}
      {!confirmation && standing.versions === 0 && listing.state !== 'published' && <p>{l[listing.state]}</p>}
    </div>
  )
}

/** The one button: still valid. */
function Asked({ listing, standing, confirmation, form }: Props & { confirmation: Confirmation; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(lifecycleTexts)
  const { days, ends, returnsUntil, unreviewed, today } = confirmation
  const expired = listing.state === 'expired'
  if (!expired && listing.state !== 'published') return null
  return <>
    {expired && standing.expired_at && <div class="notice warn"><p>{t.expiredOn(formatDay(standing.expired_at, locale))}</p><p>{unreviewed && returnsUntil ? t.backAtOnce(formatDay(daysFrom(returnsUntil, -1), locale)) : t.backByReview}</p></div>}
    {!expired && <p>{t.every(days.holds)} {ends && t.until(formatDay(ends, locale))}</p>}
    {today ? <p>{t.confirmedToday}</p> : <Form action={`/${locale}/my/listings/${listing.id}/confirmation`} form={form} submit={expired ? (unreviewed ? t.stillAgain : t.stillReview) : t.still} labels={{}} refusals={wording<ListingRefusal>(useTexts(listingRefusals))}>
      <Hidden name="version" value={listing.version} />
    </Form>}
  </>
}

/** Where the notice leads: the listing's title and the one question. */
export function ConfirmationPage({ listing, standing, confirmation, form }: Props & { confirmation: Confirmation; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(lifecycleTexts)
  const text = textIn(listing, locale)
  const asked = listing.state === 'published' || listing.state === 'expired'
  return (
    <Page title={t.confirmTitle} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: text?.title ?? '' }]}>
      <h1>{t.confirmTitle}</h1>
      <p class="lead" lang={text && text.language !== locale ? text.language : undefined}>{text?.title}</p>
      {asked ? <Asked listing={listing} standing={standing} confirmation={confirmation} form={form} /> : <p class="notice">{t.nothingToConfirm}</p>}
      <p><a href={`/${locale}${listingPath(listing)}`}>{t.back}</a></p>
    </Page>
  )
}
