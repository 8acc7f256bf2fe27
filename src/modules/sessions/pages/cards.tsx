import { inLocale } from '../../../platform/locale.ts'
import { formatNumber } from '../../../platform/money.ts'
import { qrPath } from '../../../platform/qr.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, TextArea, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { QrCode } from '../../../web/ui/qr.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { interestRefusals } from '../../deals/messages.ts'
import type { ListingCard } from '../../listings/queries.ts'
import { sessionRefusals, sessionTexts } from '../messages.ts'
import type { BoothShown, Results, SessionListed } from '../queries.ts'
import { resultTexts } from '../result-messages.ts'
import { cardsRefusal } from '../rules.ts'
import { titleIn } from './sessions.tsx'

/** A booth: who stands there, what they list, and a code that leads to this page, to be printed and put up. */
export function BoothPage({ session, booth, cards }: { session: SessionListed; booth: BoothShown; cards: readonly ListingCard[] }) {
  const { locale, publicUrl, now } = useView()
  const t = useTexts(sessionTexts)
  const path = `/${locale}/sessions/${session.id}`
  const open = cardsRefusal(session, now) === null
  const title = `${t.boothOf(booth.number)}: ${inLocale(locale, booth.name_vi, booth.name_en)}`
  return (
    <Page title={title} width="narrow" demonstration={session.demonstration} crumbs={[{ href: path, text: titleIn(locale, session) }]}>
      <h1>{title}</h1>
      {booth.shows && <p class="lead">{booth.shows}</p>}
      <p><a href={`/${locale}/organisations/${booth.organisation_id}`}>{inLocale(locale, booth.name_vi, booth.name_en)}</a></p>
      <section><h2>{t.boothListings}</h2>{!open && <p class="meta">{t.cardsLater}</p>}
        {cards.length === 0 ? <p>{t.noListings}</p> : <ul class="list">{cards.map((card) => <li class="sheet"><p><a href={`/${locale}/${card.kind}s/${card.id}`} lang={card.language === locale ? undefined : card.language}>{card.title}</a></p>
          {open && <p><a class="button second" href={`${path}/cards/${card.id}`} aria-label={t.cardOf(card.title)}>{t.card}</a></p>}</li>)}</ul>}
      </section>
      <section><h2>{t.boothOf(booth.number)}</h2><p>{t.boothLead}</p><QrCode code={qrPath(`${publicUrl}${path}/booths/${booth.number}`)} label={t.boothQr(booth.number)} /></section>
    </Page>
  )
}

export function CardPage({ session, card, form }: { session: SessionListed; card: ListingCard; form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(sessionTexts)
  const path = `/${locale}/sessions/${session.id}`
  const refusals = { ...useTexts(interestRefusals), ...useTexts(sessionRefusals) }
  const sends = actor.memberships.some(({ organisation_id, role }) => organisation_id === actor.organisation_id && (role === 'owner' || role === 'editor'))
  return (
    <Page title={t.card} width="narrow" demonstration={session.demonstration} crumbs={[{ href: path, text: titleIn(locale, session) }]}>
      <h1>{t.card}</h1>
      <p><a href={`/${locale}/${card.kind}s/${card.id}`} lang={card.language === locale ? undefined : card.language}>{card.title}</a></p>
      <p class="lead">{t.cardLead}</p>
      {!sends ? <div class="notice warn"><p>{t.cardNeeds}</p></div> : <Form action={`${path}/cards/${card.id}`} form={form} submit={t.sendCard} labels={{ message: t.message }} refusals={wording(refusals as never)}>
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
        <TextArea form={form} name="message" label={t.message} help={t.messageHelp} rows={4} />
      </Form>}
    </Page>
  )
}

/** What came of a session, counted. */
export function ResultsPanel({ session, results, came }: { session: number; results: Results; came: number }) {
  const { locale } = useView()
  const t = useTexts(sessionTexts)
  const rows = { came, ...results }
  return <section><h2>{t.results}</h2><table><caption class="hidden">{t.results}</caption><thead><tr><th scope="col">{t.resultName}</th><th scope="col">{t.resultCount}</th></tr></thead>
    <tbody>{(Object.keys(t.resultWords) as (keyof typeof rows)[]).map((name) => <tr><th scope="row">{t.resultWords[name]}</th><td>{formatNumber(rows[name], locale)}</td></tr>)}</tbody></table>
    <p><a href={`/${locale}/sessions/${session}/results`}>{useTexts(resultTexts).open}</a></p></section>
}
