import { formatDay } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import type { ListingCard } from '../../listings/queries.ts'
import type { Helper, Suggestion } from '../board-queries.ts'
import { boardTexts } from '../messages.ts'
import { helperName, Suggestions } from './board.tsx'

export interface NeedPanelProps { need: number; helper: Helper | null; suggestions: Suggestion[]; offers: ListingCard[]; board: boolean; acts: boolean; invites: boolean }
/** Before a need's matches: offers somebody suggested, for those who may read that, and what else can be done to find an answer. */
export function NeedPanel({ need, helper, suggestions, offers, board, acts, invites }: NeedPanelProps) {
  const { locale } = useView()
  const t = useTexts(boardTexts)
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">{t.tools}</h2>
      {helper && <p>{t.helping(helperName(helper, locale), formatDay(helper.taken_at, locale))}</p>}
      {suggestions.length > 0 && <><h3>{t.panel}</h3><Suggestions need={need} suggestions={suggestions} offers={new Map(offers.map((offer) => [offer.id, offer]))} mayAct={acts} /></>}
      <p class="row">
        <a href={`/${locale}/needs/${need}/compare`}>{t.compare}</a>
        {invites && <a href={`/${locale}/needs/${need}/call`}>{t.invite}</a>}
        {board && <a href={`/${locale}/board/${need}`}>{t.toBoard}</a>}
      </p>
    </section>
  )
}
