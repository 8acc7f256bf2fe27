import { inLocale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { ListingCard } from '../../listings/queries.ts'
import { moderationTexts } from '../messages.ts'
import type { BulkView } from '../queries.ts'
import type { ReturnReason } from '../schema.ts'

/** What became of each listing of one press, and why where it was not done. */
export function BulkPage({ bulk, cards, reason }: { bulk: BulkView; cards: ReadonlyMap<number, ListingCard>; reason: ReturnReason | undefined }) {
  const { locale, wordRefusal } = useView()
  const t = useTexts(moderationTexts)
  const done = bulk.items.filter(({ outcome }) => outcome === 'done').length
  return (
    <Page title={t.resultTitle} crumbs={[{ href: `/${locale}/moderation`, text: t.title }]}>
      <h1>{t.resultTitle}</h1>
      <p class="lead" role="status">{t.results(done, bulk.items.length)}</p>
      <p class="meta">{t.asked}: {t.acts[bulk.act]}{reason && ` (${inLocale(locale, reason.name_vi, reason.name_en)})`} · {bulk.name} · <time dateTime={bulk.at.toISOString()}>{formatInstant(bulk.at, locale)}</time></p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.resultTitle}><table>
        <thead><tr><th scope="col">{t.listing}</th><th scope="col">{t.outcome}</th></tr></thead>
        <tbody>{bulk.items.map(({ listing_id, outcome, detail }) => {
          const card = cards.get(listing_id)
          return <tr><th scope="row">{card ? <a href={`/${locale}/moderation/listings/${listing_id}`} lang={card.language}>{card.title}</a> : `${t.gone} (${listing_id})`}</th>
            <td>{outcome === 'done' ? <span class="badge good">{t.done}</span> : outcome === null ? t.notYet : wordRefusal({ ...(detail as object), code: outcome })}</td></tr>
        })}</tbody>
      </table></div>
      <p><a class="button" href={`/${locale}/moderation`}>{t.queue}</a></p>
    </Page>
  )
}
