import { Page } from '../../../web/ui/page.tsx'
import { shell } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { detailTexts } from '../detail-messages.ts'
import { listingRefusals, listingTexts } from '../messages.ts'
import type { ListingCard } from '../queries.ts'
import { Card } from './card.tsx'
import { LifecycleTable } from './lifecycle.tsx'
import { pagePath } from './steps.tsx'

/** The listings of the organisation acted for, each with how complete it is. */
export function OwnListingsPage({ cards, percents, taxonomy, organisation }: { cards: ListingCard[]; percents: ReadonlyMap<number, number>; taxonomy: Taxonomy; organisation: number | null }) {
  const { locale, actingFor } = useView()
  const t = useTexts(listingTexts)
  const s = useTexts(shell)
  const d = useTexts(detailTexts)
  return (
    <Page title={s.myListings}>
      <h1>{s.myListings}</h1>
      {organisation !== null && actingFor && <p class="lead">{actingFor}</p>}
      {organisation === null ? <div class="notice warn"><p>{useTexts(listingRefusals).no_organisation({ code: 'no_organisation' })}</p><p><a href={`/${locale}/my/organisation`}>{s.myOrganisation}</a></p></div> : <>
        <p class="row"><a class="button" href={`/${locale}/my/listings/new/offer`}>{t.newOffer}</a><a class="button" href={`/${locale}/my/listings/new/need`}>{t.newNeed}</a><a class="button second" href={`/${locale}/my/desk`}>{d.desk}</a></p>
        <p class="meta">{d.deskHelp}</p>
        {cards.length === 0 ? <p>{t.none} {t.noneHelp}</p> : <ul class="list">{cards.map((card) => <li><Card card={card} taxonomy={taxonomy} level="h2" showState>{card.state !== 'closed' && <p class="meta"><a href={`/${locale}${pagePath(card.id, 'check')}`}>{d.complete(percents.get(card.id) ?? 0)}</a></p>}</Card></li>)}</ul>}
        <LifecycleTable />
      </>}
    </Page>
  )
}
