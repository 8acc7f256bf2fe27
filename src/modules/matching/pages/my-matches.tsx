import { mayEditFor } from '../../../core/context.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { ListingCard } from '../../listings/queries.ts'
import { listingPath } from '../../listings/pages/card.tsx'
import { Pager } from '../../organisations/pages/parts.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { answerTexts } from '../answer-messages.ts'
import type { MatchList } from '../answer-queries.ts'
import { matchTexts } from '../messages.ts'
import { DeclinedItems, MatchItems, type Of } from './matches.tsx'

export interface MyMatches { groups: { of: Of; card: ListingCard; list: MatchList }[]; page: number; pages: number; organisation: boolean }

/** The matches of every published listing of one's organisation, listing by listing, those not answered yet. */
export function MyMatchesPage({ groups, page, pages, organisation, taxonomy }: MyMatches & { taxonomy: Taxonomy }) {
  const { locale, actor } = useView()
  const t = useTexts(answerTexts), m = useTexts(matchTexts)
  return (
    <Page title={t.mine} crumbs={[{ href: `/${locale}/my/listings`, text: t.myListings }]}>
      <h1>{t.mine}</h1>
      <p class="lead">{t.mineLead}</p>
      <p class="meta">{m.how} {m.fair}</p>
      <p><a href={`/${locale}/my/notices/settings`}>{t.frequency}</a></p>
      {!organisation && <p>{t.noOrganisation}</p>}
      {organisation && groups.length === 0 && <p>{t.nothing}</p>}
      {groups.map(({ of, card, list }) => (
        <section aria-labelledby={`listing-${of.id}`} class="stack">
          <h2 id={`listing-${of.id}`}><a href={`/${locale}${listingPath(card)}`} lang={card.language === locale ? undefined : card.language}>{card.title}</a></h2>
          {list.open.length === 0 ? <p>{t.none}</p> : <MatchItems of={of} open={list.open} taxonomy={taxonomy} mayAnswer={mayEditFor(of.organisation_id)(actor)} />}
          <DeclinedItems of={of} declined={list.declined} taxonomy={taxonomy} mayAnswer={mayEditFor(of.organisation_id)(actor)} />
        </section>
      ))}
      <Pager path={`/${locale}/my/matches`} page={page} pages={pages} />
    </Page>
  )
}
