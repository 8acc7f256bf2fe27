import { inLocale } from '../../../platform/locale.ts'
import { formatNumber } from '../../../platform/money.ts'
import { shorten } from '../../../platform/text.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { BarChart } from '../../../web/ui/chart.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { interestStates, stageNames } from '../../deals/messages.ts'
import { bandName } from '../../figures/ledger-messages.ts'
import { bandOf } from '../../figures/ledger-rules.ts'
import { sessionTexts } from '../messages.ts'
import type { Guest, SessionListed } from '../queries.ts'
import { resultTexts } from '../result-messages.ts'
import type { BehindFigure, SessionFigures, SessionResults } from '../result-queries.ts'
import { lotFigures, mostBehind, opensFigure, type ResultFigure, resultFigures, resultMonths } from '../result-rules.ts'
import { titleIn } from './sessions.tsx'

/** What came of a session, beside the sessions before it. */
export function ResultsPage({ session, results: { figures, bounds } }: { session: SessionListed; results: SessionResults }) {
  const { locale, now, actor } = useView()
  const t = useTexts(resultTexts)
  const path = `/${locale}/sessions/${session.id}`, own = figures.find(({ id }) => id === session.id)!
  const n = (value: number) => formatNumber(value, locale)
  const opens = resultFigures.some((figure) => opensFigure(figure)(actor))
  const named = (row: SessionFigures) => `${formatIsoDay(row.day, locale)} · ${shorten(inLocale(locale, row.title_vi, row.title_en), 30)}`
  const pair = (a: ResultFigure, b: ResultFigure) => figures.map((row) => `${formatIsoDay(row.day, locale)} ${n(row[a])}, ${n(row[b])}`).join('; ')
  const Compared = ({ id, title, description, a, b }: { id: string; title: string; description: string; a: ResultFigure; b: ResultFigure }) =>
    <BarChart id={id} title={title} description={description} labels={figures.map(named)} series={[{ name: t.figures[a], tone: 'offer', values: figures.map((row) => row[a]) }, { name: t.figures[b], tone: 'need', values: figures.map((row) => row[b]) }]} />
  return (
    <Page title={t.title(titleIn(locale, session))} demonstration={session.demonstration} crumbs={[{ href: `/${locale}/sessions`, text: useTexts(sessionTexts).title }, { href: path, text: titleIn(locale, session) }]}>
      <h1>{t.title(titleIn(locale, session))}</h1>
      <p class="lead">{t.lead}</p>
      <section id="own"><h2>{t.thisSession}</h2>
        <BarChart id="funnel" title={t.thisSession} description={t.chart(resultFigures.map((figure) => `${t.figures[figure]} ${n(own[figure])}`).join(', '))} labels={resultFigures.map((figure) => t.figures[figure])} series={[{ name: t.count, tone: 'offer', values: resultFigures.map((figure) => own[figure]) }]} />
        {opens && <p class="meta">{t.opens}</p>}
        <table><caption class="hidden">{t.thisSession}</caption><thead><tr><th scope="col">{t.figure}</th><th scope="col" class="right">{t.count}</th></tr></thead>
          <tbody>{resultFigures.map((figure) => <tr><th scope="row">{t.figures[figure]}</th><td class="right">{opensFigure(figure)(actor) ? <a href={`${path}/results/list?figure=${figure}`} aria-label={t.listOf(t.figures[figure], own[figure])}>{n(own[figure])}</a> : n(own[figure])}</td></tr>)}
            {resultMonths.map((months) => <tr><th scope="row">{t.within(months)}</th><td class="right">{own.within[months] === null ? t.later : n(own.within[months])}</td></tr>)}
            {lotFigures.map((figure) => <tr><th scope="row">{t.lots[figure]}</th><td class="right">{n(own[figure])}</td></tr>)}</tbody></table>
        <h3>{t.bands}</h3>
        {own.bands === null ? <p>… {t.withheld}</p> : own.bands.every((count) => count === 0) ? <p>{t.noBands}</p>
          : <table><caption class="hidden">{t.bands}</caption><thead><tr><th scope="col">{t.band}</th><th scope="col" class="right">{t.figures.signed}</th></tr></thead><tbody>{own.bands.map((count, band) => <tr><th scope="row">{bandName(band, bounds, locale)}</th><td class="right">{n(count)}</td></tr>)}</tbody></table>}
      </section>
      <section id="compare"><h2>{t.compare}</h2>
        {figures.length < 2 ? <p>{t.alone}</p> : <>
          <Compared id="people" title={t.people} description={t.peopleChart(pair('registered', 'came'))} a="registered" b="came" />
          <Compared id="deals" title={t.deals} description={t.dealsChart(pair('cards', 'opened'))} a="cards" b="opened" />
          <div class="scroll" tabIndex={0} role="region" aria-label={t.compare}><table><caption class="hidden">{t.compare}</caption>
            <thead><tr><th scope="col">{t.session}</th>{resultFigures.map((figure) => <th scope="col" class="right">{t.figures[figure]}</th>)}{resultMonths.map((months) => <th scope="col" class="right">{t.within(months)}</th>)}{lotFigures.map((figure) => <th scope="col" class="right">{t.lots[figure]}</th>)}</tr></thead>
            <tbody>{figures.map((row) => <tr><th scope="row">{row.id === session.id ? `${t.thisSession}, ${formatIsoDay(row.day, locale)}` : <a href={`/${locale}/sessions/${row.id}/results`}>{formatIsoDay(row.day, locale)} · {inLocale(locale, row.title_vi, row.title_en)}</a>}</th>
              {resultFigures.map((figure) => <td class="right">{n(row[figure])}</td>)}{resultMonths.map((months) => <td class="right">{row.within[months] === null ? t.later : n(row.within[months])}</td>)}{lotFigures.map((figure) => <td class="right">{n(row[figure])}</td>)}</tr>)}</tbody>
          </table></div></>}
      </section>
      <p class="row"><span>{t.download}:</span> <a href={`${path}/results/data.xlsx`}>{t.xlsx}</a></p>
      <section><h2>{t.how}</h2>{t.method.map((line) => <p>{line}</p>)}<p class="meta">{t.counted} <time dateTime={now.toISOString()}>{formatInstant(now, locale)}</time></p></section>
    </Page>
  )
}

export interface BehindProps { session: SessionListed; figure: ResultFigure; guests: readonly Guest[]; cards: readonly BehindFigure[]; bounds: readonly number[] }
/** What one figure counts, line by line. */
export function BehindPage({ session, figure, guests, cards, bounds }: BehindProps) {
  const { locale } = useView()
  const t = useTexts(resultTexts), words = useTexts(sessionTexts), stages = useTexts(stageNames), states = useTexts(interestStates)
  const title = t.list(t.figures[figure], titleIn(locale, session)), results = `/${locale}/sessions/${session.id}/results`
  const lines = guests.length + cards.length
  return (
    <Page title={title} demonstration={session.demonstration} crumbs={[{ href: `/${locale}/sessions/${session.id}`, text: titleIn(locale, session) }, { href: results, text: t.crumb }]}>
      <h1>{title}</h1>
      <p>{lines === 0 ? t.empty : t.total(lines)} {cards.length === mostBehind && t.most(mostBehind)}</p>
      {guests.length > 0 && <div class="scroll" tabIndex={0} role="region" aria-label={title}><table><caption class="hidden">{title}</caption>
        <thead><tr><th scope="col">{words.guest}</th><th scope="col">{words.organisation}</th><th scope="col">{words.state}</th><th scope="col">{words.cameAt}</th></tr></thead>
        <tbody>{guests.map((guest) => <tr><th scope="row">{guest.name}</th><td>{inLocale(locale, guest.organisation_vi, guest.organisation_en)}</td><td>{words.guestStates[guest.state]}</td><td>{guest.scanned_at && formatInstant(guest.scanned_at, locale)}</td></tr>)}</tbody></table></div>}
      {cards.length > 0 && <div class="scroll" tabIndex={0} role="region" aria-label={title}><table><caption class="hidden">{title}</caption>
        <thead><tr><th scope="col">{t.card}</th><th scope="col">{t.parties}</th><th scope="col">{t.file}</th><th scope="col">{t.state}</th><th scope="col">{t.signedOn}</th><th scope="col">{t.band}</th></tr></thead>
        <tbody>{cards.map((card) => <tr><th scope="row"><a href={`/${locale}/interests/${card.interest_id}`}>{t.interest(card.interest_id)}</a><br /><span class="meta">{card.titles?.[locale] ?? card.titles?.vi ?? card.titles?.en}</span></th><td>{inLocale(locale, card.asker_vi, card.asker_en)} – {inLocale(locale, card.owner_vi, card.owner_en)}</td>
          <td>{card.deal_id ? <a href={`/${locale}/deals/${card.deal_id}`}>{t.deal(card.deal_id)}</a> : t.none}</td><td>{card.stage ? stages[card.stage] : states[card.state]}</td><td>{card.signed_on && formatIsoDay(card.signed_on, locale)}</td><td>{card.value !== null && bandName(bandOf(card.value, bounds), bounds, locale)}</td></tr>)}</tbody></table></div>}
      <p><a href={results}>{t.back}</a></p>
    </Page>
  )
}
