import { useTexts, useView } from '../../../web/view.ts'
import type { ListingCard } from '../../listings/queries.ts'
import { Card } from '../../listings/pages/card.tsx'
import type { ListingKind } from '../../listings/schema.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { matchTexts } from '../messages.ts'
import type { Match, MatchReason } from '../schema.ts'
import { speaksFor, wordReason } from '../wording.ts'

export function Reasons({ reasons, taxonomy }: { reasons: readonly MatchReason[]; taxonomy: Taxonomy }) {
  const { locale } = useView()
  return <ul class="reasons">{reasons.map((reason) => <li class={speaksFor(reason) ? 'met' : 'unmet'}>{wordReason(reason, locale, taxonomy)}</li>)}</ul>
}

/** The best listings of the other kind, each with its reasons; a member of the owner's organisation may take one up from here. */
export function Matches({ of, matches, cards, taxonomy, mayAct }: { of: { id: number; kind: ListingKind }; matches: Match[]; cards: ListingCard[]; taxonomy: Taxonomy; mayAct: boolean }) {
  const { locale } = useView()
  const t = useTexts(matchTexts)
  const byId = new Map(cards.map((card) => [card.id, card]))
  return (
    <section aria-labelledby="matches">
      <h2 id="matches">{of.kind === 'need' ? t.offersForNeed : t.needsForOffer}</h2>
      <p class="meta">{t.how}</p>
      {matches.length === 0 ? <p>{t.none}</p> : <ol class="list">{matches.map(({ listing_id, score, reasons }) => {
        const card = byId.get(listing_id)
        return card && <li><Card card={card} taxonomy={taxonomy}>
          <p><strong>{t.score(score)}</strong></p>
          <Reasons reasons={reasons} taxonomy={taxonomy} />
          {mayAct && <p><a class="button second" href={`/${locale}/${card.kind}s/${card.id}/interest?with=${of.id}`}>{t.interest}<span class="hidden">: {card.title}</span></a></p>}
        </Card></li>
      })}</ol>}
    </section>
  )
}
