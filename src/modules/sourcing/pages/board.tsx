import { formatVndShort } from '../../../platform/money.ts'
import { daysBetween, formatDay, formatInstant } from '../../../platform/time.ts'
import { inLocale, type Locale } from '../../../platform/locale.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Card, priceText } from '../../listings/pages/card.tsx'
import { detailTexts } from '../../listings/detail-messages.ts'
import type { ListingCard } from '../../listings/queries.ts'
import { Reasons } from '../../matching/pages/matches.tsx'
import type { Match } from '../../matching/schema.ts'
import { Pager } from '../../organisations/pages/parts.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import type { BoardRow, Helper, Suggestion } from '../board-queries.ts'
import type { Table } from '../files.ts'
import { boardTexts, sourcingRefusals } from '../messages.ts'
import { type BoardAsked, boardQuery, type Brokerage, onBoardPage } from '../rules.ts'

/** Whoever helps, with the organisation they do it for. */
export const helperName = ({ name, organisation_vi, organisation_en }: Pick<Helper, 'name' | 'organisation_vi' | 'organisation_en'>, locale: Locale): string =>
  `${name} (${inLocale(locale, organisation_vi, organisation_en) || boardTexts[locale].exchange})`
const budgetOf = ({ price_mode, price_min, price_max }: ListingCard, locale: Locale): string =>
  price_mode === 'negotiable' || price_min === null ? priceText({ price_mode, price_min, price_max }, locale) : formatVndShort((price_mode === 'range' ? price_max : price_min) ?? price_min, locale)
const organisationOf = (card: ListingCard, locale: Locale): string => (card.anonymous ? detailTexts[locale].anonymousOrganisation : inLocale(locale, card.organisation_name_vi, card.organisation_name_en))
const fieldOf = (card: ListingCard, taxonomy: Taxonomy, locale: Locale): string => (card.research_fields[0] ? taxonomy.name('research_field', card.research_fields[0], locale) : '')

/** The board as a file shows it. */
export function boardTable(rows: readonly BoardRow[], taxonomy: Taxonomy, locale: Locale, now: Date, publicUrl: string): Table {
  const t = boardTexts[locale]
  return {
    head: [t.need, 'URL', t.field, t.ward, t.trl, t.budget, t.waiting, t.matches, t.best, t.last, t.helper],
    rows: rows.map(({ card, since, standing, helper, last }) => [
      `${card.title} · ${organisationOf(card, locale)}`, `${publicUrl}/${locale}/needs/${card.id}`, fieldOf(card, taxonomy, locale), card.ward_code ? taxonomy.name('ward', card.ward_code, locale) : '', card.trl ?? '', budgetOf(card, locale), daysBetween(since, now),
      standing ? standing.matches : t.reckoning, standing?.best ? `${standing.best.card.title} (${t.score(standing.best.score)})` : '', `${t.acts[last.act]} ${formatDay(last.at, locale)}`, helper ? helperName(helper, locale) : '',
    ]),
  }
}

export interface BoardProps { asked: BoardAsked; rows: BoardRow[]; total: number; taxonomy: Taxonomy; brokerage: Brokerage | null }
export function BoardPage({ asked, rows, total, taxonomy, brokerage }: BoardProps) {
  const { locale, now, actor } = useView()
  const t = useTexts(boardTexts)
  const query = boardQuery(asked)
  const acts = brokerage?.acts === true
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {!acts && <p class="meta">{t.readOnly}</p>}
      <BoardFilters asked={asked} taxonomy={taxonomy} />
      <p role="status">{t.total(total)}</p>
      {rows.length === 0 ? <p>{t.empty}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.title}><table>
        <caption class="hidden">{t.title}</caption>
        <thead><tr><th scope="col">{t.need}</th><th scope="col">{t.waiting}</th><th scope="col">{t.trl}</th><th scope="col">{t.budget}</th><th scope="col">{t.matches}</th><th scope="col">{t.last}</th><th scope="col">{t.helper}</th></tr></thead>
        <tbody>{rows.map(({ card, since, standing, helper, suggestions, last }) => <tr>
          <th scope="row"><a href={`/${locale}/needs/${card.id}`} lang={card.language === locale ? undefined : card.language}>{card.title}</a>
            <br /><span class="meta">{organisationOf(card, locale)}{fieldOf(card, taxonomy, locale) && ` · ${fieldOf(card, taxonomy, locale)}`}{card.ward_code && ` · ${taxonomy.name('ward', card.ward_code, locale)}`}</span></th>
          <td><time dateTime={since.toISOString()}>{t.days(daysBetween(since, now))}</time></td>
          <td>{card.trl === null ? '–' : `${card.trl}+`}</td>
          <td>{budgetOf(card, locale)}</td>
          <td>{standing ? t.count(standing.matches) : t.reckoning}
            {standing?.best && <><br /><a href={`/${locale}/offers/${standing.best.card.id}`} lang={standing.best.card.language === locale ? undefined : standing.best.card.language}>{standing.best.card.title}</a> <span class="meta">{t.score(standing.best.score)}</span></>}
            {suggestions > 0 && <><br /><span class="meta">{t.suggestions(suggestions)}</span></>}</td>
          <td>{t.acts[last.act]}<br /><time class="meta" dateTime={last.at.toISOString()}>{formatDay(last.at, locale)}</time></td>
          <td>{helper ? (helper.person_id === actor.person_id ? t.you : helperName(helper, locale)) : t.nobody}
            {acts && (!helper || helper.person_id === actor.person_id) && <ActionButton action={`/${locale}/board/${card.id}/${helper ? 'release' : 'take'}`} text={helper ? t.letGo : t.take} kind="plain-button" />}
            <br /><a href={`/${locale}/board/${card.id}`}>{t.open}<span class="hidden">: {card.title}</span></a></td>
        </tr>)}</tbody>
      </table></div>}
      <Pager path={`/${locale}/board`} query={Object.fromEntries(new URLSearchParams(query))} page={asked.page} pages={Math.ceil(total / onBoardPage)} />
      <p class="row"><span>{t.files}:</span> <a href={`/${locale}/board/data.csv${query && `?${query}`}`}>{t.csv}</a> <a href={`/${locale}/board/data.xlsx${query && `?${query}`}`}>{t.xlsx}</a></p>
      {rows[0]?.standing && <p class="meta">{t.reckoned} <time dateTime={rows[0].standing.computed_at.toISOString()}>{formatInstant(rows[0].standing.computed_at, locale)}</time>.</p>}
    </Page>
  )
}

function BoardFilters({ asked, taxonomy }: { asked: BoardAsked; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(boardTexts)
  const form = freshForm(asked)
  const all = { value: '', text: t.every }
  const name = (code: string) => taxonomy.name('research_field', code, locale)
  return (
    <form method="get" action={`/${locale}/board`} class="sheet" aria-label={t.filter}>
      <div class="pair">
        <Select form={form} name="field" label={t.field} empty={false} optional="later" options={[all, ...taxonomy.list('research_field').filter(({ level }) => level === '1' || level === '2').map(({ code }) => ({ value: code, text: `${code} ${name(code)}`, group: name(code.slice(0, 1)) }))]} />
        <Select form={form} name="ward" label={t.ward} empty={false} optional="later" options={[all, ...taxonomy.list('ward').map(({ code }) => ({ value: code, text: taxonomy.name('ward', code, locale) }))]} />
        <Select form={form} name="matched" label={t.matches} empty={false} optional="later" options={[all, { value: 'some', text: t.some }, { value: 'none', text: t.none }]} />
        <Select form={form} name="older" label={t.older} empty={false} optional="later" options={[all, ...['30', '90'].map((value) => ({ value, text: t.days(Number(value)) }))]} />
      </div>
      <div class="row"><button class="button">{t.apply}</button>{boardQuery(asked) && <a href={`/${locale}/board`}>{t.clear}</a>}</div>
    </form>
  )
}

export interface HelpedNeed { card: ListingCard; matches: Match[]; offers: ListingCard[]; helper: Helper | null; suggestions: Suggestion[]; brokerage: Brokerage | null; taxonomy: Taxonomy }
/** One need as those see it who help it along: who is on it, what was suggested, and what could be. */
export function HelpPage({ form, card, matches, offers, helper, suggestions, brokerage, taxonomy }: HelpedNeed & { form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(boardTexts)
  const acts = brokerage?.acts === true
  const officer = actor.staff_roles.includes('deal_officer')
  const byId = new Map(offers.map((offer) => [offer.id, offer]))
  const shown = matches.filter(({ listing_id }) => byId.has(listing_id))
  const open = shown.filter(({ listing_id }) => !suggestions.some(({ offer_id }) => offer_id === listing_id))
  const base = `/${locale}/board/${card.id}`
  return (
    <Page title={`${t.one}: ${card.title}`} demonstration={card.demonstration} crumbs={[{ href: `/${locale}/board`, text: t.title }]}>
      <h1>{t.one}</h1>
      <div class="stack">
        <Card card={card} taxonomy={taxonomy} level="h2" />
        <p>{helper ? t.helping(helperName(helper, locale), formatDay(helper.taken_at, locale)) : t.nobody}</p>
        {acts && !helper && <ActionButton action={`${base}/take`} text={t.take} />}
        {helper && (helper.person_id === actor.person_id || officer) && <ActionButton action={`${base}/release`} text={t.letGo} kind="button second" />}
        {!acts && <p class="meta">{t.readOnly}</p>}
        <section><h2>{t.suggested}</h2><Suggestions need={card.id} suggestions={suggestions} offers={byId} mayWithdraw={(one) => acts && (one.person_id === actor.person_id || officer)} /></section>
        {acts && <section class="sheet"><h2>{t.suggestTitle}</h2>
          <Form action={base} form={form} submit={t.suggest} labels={{ chosen: t.chosen, offer: t.offer, reason: t.reason }} refusals={wording(useTexts(sourcingRefusals))}>
            {open.length > 0 && <Choices form={form} name="chosen" label={t.chosen} one optional options={[...open.map(({ listing_id, score }) => ({ value: String(listing_id), text: `${byId.get(listing_id)?.title ?? ''} (${t.score(score)})` })), { value: '', text: t.other }]} />}
            <TextField form={form} name="offer" label={t.offer} help={t.offerHelp} optional />
            <TextArea form={form} name="reason" label={t.reason} help={t.reasonHelp} rows={3} />
          </Form>
        </section>}
        <section><h2>{t.candidates}</h2>
          {shown.length === 0 ? <p>{t.none}</p> : <ol class="list">{shown.map(({ listing_id, score, reasons }) => <li><Card card={byId.get(listing_id) as ListingCard} taxonomy={taxonomy}><p><strong>{t.score(score)}</strong></p><Reasons reasons={reasons} taxonomy={taxonomy} /></Card></li>)}</ol>}
        </section>
      </div>
    </Page>
  )
}

/** Offers somebody suggested for a need, each with who did and why. */
export function Suggestions({ need, suggestions, offers, mayWithdraw = () => false, mayAct = false }: { need: number; suggestions: readonly Suggestion[]; offers: ReadonlyMap<number, ListingCard>; mayWithdraw?: (one: Suggestion) => boolean; mayAct?: boolean }) {
  const { locale } = useView()
  const t = useTexts(boardTexts)
  const shown = suggestions.filter(({ offer_id }) => offers.get(offer_id)?.state === 'published')
  if (shown.length === 0) return <p>{t.none}</p>
  return <ul class="list">{shown.map((one) => {
    const offer = offers.get(one.offer_id) as ListingCard
    return <li class="sheet">
      <p><a href={`/${locale}/offers/${offer.id}`} lang={offer.language === locale ? undefined : offer.language}>{offer.title}</a></p>
      <blockquote><p>{one.reason}</p></blockquote>
      <p class="meta">{t.suggestedBy(helperName(one, locale))} · <time dateTime={one.suggested_at.toISOString()}>{formatDay(one.suggested_at, locale)}</time></p>
      {mayAct && <p><a class="button second" href={`/${locale}/offers/${offer.id}/interest?with=${need}`}>{t.interest}<span class="hidden">: {offer.title}</span></a></p>}
      {mayWithdraw(one) && <ActionButton action={`/${locale}/board/${need}/withdrawal`} fields={{ suggestion_id: one.id }} text={t.withdraw} kind="plain-button" />}
    </li>
  })}</ul>
}
