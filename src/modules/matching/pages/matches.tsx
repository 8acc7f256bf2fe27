import { isMemberOf, isStaff } from '../../../core/context.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { formatDay } from '../../../platform/time.ts'
import type { ListingCard } from '../../listings/queries.ts'
import { Card, listingPath } from '../../listings/pages/card.tsx'
import type { ListingKind } from '../../listings/schema.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { answerTexts } from '../answer-messages.ts'
import type { Declined, MatchList, ShownMatch } from '../answer-queries.ts'
import { reasonKey } from '../answer-rules.ts'
import { matchTexts } from '../messages.ts'
import type { MatchReason } from '../schema.ts'
import { isNeutral, speaksFor, wordReason } from '../wording.ts'

export function Reasons({ reasons, taxonomy }: { reasons: readonly MatchReason[]; taxonomy: Taxonomy }) {
  const { locale } = useView()
  return <ul class="reasons">{reasons.map((reason) => <li class={isNeutral(reason) ? undefined : speaksFor(reason) ? 'met' : 'unmet'}>{wordReason(reason, locale, taxonomy)}</li>)}</ul>
}

/** The listing whose matches are shown, and whose people are asked. */
export interface Of { id: number; kind: ListingKind; organisation_id: number }
interface ListProps { of: Of; list: MatchList; taxonomy: Taxonomy; mayAnswer: boolean }

/** The best listings of the other kind, each with its reasons; its owner's people answer here, and those of either side say which reason is wrong. */
export function Matches({ of, list, taxonomy, mayAnswer, others }: ListProps & { others: { code: string; organisations: number }[] }) {
  const { locale } = useView()
  const t = useTexts(answerTexts), m = useTexts(matchTexts)
  return (
    <section aria-labelledby="matches">
      <h2 id="matches">{of.kind === 'need' ? m.offersForNeed : m.needsForOffer}</h2>
      <p class="meta">{m.how} {m.fair}</p>
      {list.open.length === 0 ? <p>{m.none}</p> : <MatchItems of={of} open={list.open} taxonomy={taxonomy} mayAnswer={mayAnswer} />}
      <DeclinedItems of={of} declined={list.declined} taxonomy={taxonomy} mayAnswer={mayAnswer} />
      {others.length > 0 && <section><h3>{t.others}</h3><p class="meta">{t.othersHelp}</p><ul>{others.map(({ code, organisations }) => <li>{taxonomy.name('match_decline_reason', code, locale)}: {t.organisations(organisations)}</li>)}</ul></section>}
    </section>
  )
}

export function MatchItems({ of, open, taxonomy, mayAnswer }: { of: Of; open: ShownMatch[]; taxonomy: Taxonomy; mayAnswer: boolean }) {
  const { locale, actor } = useView()
  const t = useTexts(answerTexts), m = useTexts(matchTexts)
  // Up to five offers are looked at side by side; the page for it is another module's.
  const compares = of.kind === 'need' && open.length > 1
  return <>{compares && <form id={`compare-${of.id}`} method="get" action={`/${locale}/needs/${of.id}/compare`}><p><button class="button second">{m.compare}</button> <span class="meta">{m.compareHelp}</span></p></form>}<ol class="list">{open.map(({ match: { score, reasons, copies }, card, accepted }) => (
    <li><Card card={card} taxonomy={taxonomy}>
      <p><strong>{m.score(score)}</strong></p>
      <Reasons reasons={reasons} taxonomy={taxonomy} />
      {compares && <p><label class="tick"><input type="checkbox" name="offers" value={card.id} form={`compare-${of.id}`} /> <span>{m.compareOne}<span class="hidden">: {card.title}</span></span></label></p>}
      {copies.length > 0 && <p class="meta">{m.copies(copies.length)}</p>}
      {accepted && <p><span class="badge good">{t.accepted}</span></p>}
      {mayAnswer && !accepted && <>
        <p><a class="button second" href={`/${locale}/${card.kind}s/${card.id}/interest?with=${of.id}`}>{m.interest}<span class="hidden">: {card.title}</span></a></p>
        <DeclineForm of={of} card={card} taxonomy={taxonomy} />
      </>}
      {(isMemberOf(of.organisation_id)(actor) || isMemberOf(card.organisation_id)(actor) || isStaff('deal_officer')(actor)) && reasons.length > 0 && <ObjectionForm of={of} card={card} reasons={reasons} taxonomy={taxonomy} />}
    </Card></li>
  ))}</ol></>
}

/** Folded until it is wanted; what is wrong with an answer is said on the page of the match, where the form stands again. */
function DeclineForm({ of, card, taxonomy }: { of: Of; card: ListingCard; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(answerTexts)
  const id = `${of.id}-${card.id}`
  return (
    <details>
      <summary>{t.decline}<span class="hidden"> {card.title}</span></summary>
      <form method="post" action={`/${locale}/my/matches/${of.id}/${card.id}/decline`} data-guard="" novalidate>
        <div class="field"><label for={`code-${id}`}>{t.code}</label>
          <select id={`code-${id}`} name="code" required><option value="">{t.choose}</option>{taxonomy.list('match_decline_reason').map(({ code }) => <option value={code}>{taxonomy.name('match_decline_reason', code, locale)}</option>)}</select></div>
        <div class="field"><label for={`words-${id}`}>{t.words} <span class="meta">{t.optional}</span></label><span class="help" id={`help-${id}`}>{t.wordsHelp}</span><textarea id={`words-${id}`} name="words" rows={2} aria-describedby={`help-${id}`} /></div>
        <p class="meta">{t.private}</p>
        <button class="button second">{t.declineButton}<span class="hidden">: {card.title}</span></button>
      </form>
    </details>
  )
}

function ObjectionForm({ of, card, reasons, taxonomy }: { of: Of; card: ListingCard; reasons: readonly MatchReason[]; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(answerTexts)
  const id = `${of.id}-${card.id}`
  return (
    <details>
      <summary>{t.objection}<span class="hidden"> {card.title}</span></summary>
      <form method="post" action={`/${locale}/my/matches/${of.id}/${card.id}/objection`} data-guard="" novalidate>
        <fieldset class="field" aria-describedby={`objection-${id}`}><legend class="label">{t.wrong}</legend><span class="help" id={`objection-${id}`}>{t.objectionHelp}</span>
          {reasons.map((reason) => <label class="tick"><input type="checkbox" name="wrong" value={reasonKey(reason)} /> <span>{wordReason(reason, locale, taxonomy)}</span></label>)}</fieldset>
        <div class="field"><label for={`true-${id}`}>{t.objectionWords} <span class="meta">{t.optional}</span></label><textarea id={`true-${id}`} name="words" rows={2} /></div>
        <button class="button second">{t.objectionButton}<span class="hidden">: {card.title}</span></button>
      </form>
    </details>
  )
}

/** What this organisation declined, folded, each with its reason and the way back. */
export function DeclinedItems({ of, declined, taxonomy, mayAnswer }: { of: Of; declined: Declined[]; taxonomy: Taxonomy; mayAnswer: boolean }) {
  const { locale } = useView()
  const t = useTexts(answerTexts)
  return declined.length === 0 ? null : (
    <details class="sheet">
      <summary>{t.declined(declined.length)}</summary>
      <ul class="list">{declined.map(({ answer, card }) => <li>
        <p><a href={`/${locale}${listingPath(card)}`} lang={card.language === locale ? undefined : card.language}>{card.title}</a> <span class="meta">{t.declinedOn(formatDay(answer.answered_at, locale))}</span></p>
        <p>{taxonomy.name('match_decline_reason', answer.code ?? '', locale)}{answer.words && `: ${answer.words}`}</p>
        {mayAnswer && <form method="post" action={`/${locale}/my/matches/${of.id}/${card.id}/taking-back`}><button class="button second">{t.takeBack}<span class="hidden">: {card.title}</span></button></form>}
      </li>)}</ul>
    </details>
  )
}
