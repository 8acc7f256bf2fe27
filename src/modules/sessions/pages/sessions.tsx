import type { ComponentChildren } from 'preact'
import { inLocale, type Locale } from '../../../platform/locale.ts'
import { shorten } from '../../../platform/text.ts'
import { formatInstant } from '../../../platform/time.ts'
import { shell } from '../../../web/messages.ts'
import { ActionButton } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { lotTexts } from '../../auctions/page-messages.ts'
import { LotBadge } from '../../auctions/pages/lots.tsx'
import type { LotListed } from '../../auctions/queries.ts'
import { hallTexts } from '../hall-messages.ts'
import { lotOutcome, sessionLotTexts } from '../lot-messages.ts'
import { meetingTexts } from '../meeting-messages.ts'
import { sessionTexts } from '../messages.ts'
import type { agendasOf, ItemShown, SessionListed, SessionShown } from '../queries.ts'
import { hours, phaseOf, registersRefusal, runsSessions, type SessionPhase, span, watchesSessions } from '../rules.ts'

export const titleIn = (locale: Locale, session: { title_vi: string; title_en: string }): string => inLocale(locale, session.title_vi, session.title_en)
export const venueIn = (locale: Locale, { venue }: SessionListed): string => `${inLocale(locale, venue.name_vi, venue.name_en)}, ${inLocale(locale, venue.address_vi, venue.address_en)}`
const tones: Record<SessionPhase, string> = { draft: 'badge', ahead: 'badge good', on: 'badge warn', over: 'badge calm', closed: 'badge calm', cancelled: 'badge bad' }
export function Phase({ session }: { session: SessionListed }) {
  const { now } = useView()
  const phase = phaseOf(session, now)
  return <span class={tones[phase]}>{useTexts(sessionTexts).phases[phase]}</span>
}

export function SessionsPage({ ahead, past, drafts }: Record<'ahead' | 'past' | 'drafts', SessionListed[]>) {
  const { locale, actor, publicUrl } = useView()
  const t = useTexts(sessionTexts)
  const cards = (sessions: SessionListed[]) => <ul class="grid">{sessions.map((session) => <li class="card">
    <h3><a href={`/${locale}/sessions/${session.id}`}>{titleIn(locale, session)}</a></h3>
    <p><Phase session={session} /></p><p>{span(session, locale)}<br />{venueIn(locale, session)}</p><p class="meta">{shorten(inLocale(locale, session.intro_vi, session.intro_en), 160)}</p>
  </li>)}</ul>
  return (
    <Page title={t.title} description={t.lead} path="/sessions" indexed demonstration={[...ahead, ...past].some(({ demonstration }) => demonstration)}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {runsSessions(actor) && <p class="row"><a class="button" href={`/${locale}/sessions/new`}>{t.prepare}</a></p>}
      {watchesSessions(actor) && <p><a href={`/${locale}/sessions/venues`}>{t.venues}</a></p>}
      {drafts.length > 0 && <section><h2>{t.drafts}</h2>{cards(drafts)}</section>}
      <section><h2>{t.ahead}</h2>{ahead.length === 0 ? <p>{t.none}</p> : cards(ahead)}</section>
      <section><h2>{t.past}</h2>{past.length === 0 ? <p>{t.nonePast}</p> : cards(past)}</section>
      <section class="sheet"><p><a href={`/${locale}/sessions/certificates`}>{t.certificateCheck}</a></p><p><a href={`/${locale}/sessions/calendar.ics`}>{t.feed}</a></p><p class="meta">{t.address(`${publicUrl}/${locale}/sessions/calendar.ics`)}</p></section>
    </Page>
  )
}

/** The points of a session in their order. `acts` is what may be done about each. */
export function Agenda({ items, acts }: { items: readonly ItemShown[]; acts?: (item: ItemShown) => ComponentChildren }) {
  const { locale } = useView()
  const t = useTexts(sessionTexts), lots = useTexts(lotTexts)
  if (items.length === 0) return <p>{t.noAgenda}</p>
  return <div class="scroll" tabIndex={0} role="region" aria-label={t.agenda}><table>
    <caption class="hidden">{t.agenda}</caption>
    <thead><tr><th scope="col">{t.hour}</th><th scope="col">{t.what}</th><th scope="col">{t.who}</th>{acts && <th scope="col"><span class="hidden">{t.changeItem}</span></th>}</tr></thead>
    <tbody>{items.map((item) => {
      const called = titleIn(locale, item), href = item.lot ? `/auctions/${item.lot.id}` : item.listing && item.listing_id ? `/${item.listing.kind}s/${item.listing_id}` : null
      return <tr><td>{hours(item)}</td>
        <th scope="row">{href ? <a href={`/${locale}${href}`}>{called}</a> : called}<br /><span class="meta">{item.lot ? lots.regime[item.lot.regime] : t.kinds[item.kind]}{item.place && ` · ${item.place}`}</span>{item.lot && <LotNow lot={item.lot} />}</th>
        <td>{item.speaker}{item.speaker && item.organisation_id && <br />}{item.organisation_id && <a href={`/${locale}/organisations/${item.organisation_id}`}>{inLocale(locale, item.organisation_vi, item.organisation_en)}</a>}</td>
        {acts && <td>{acts(item)}</td>}</tr>
    })}</tbody>
  </table></div>
}

/** How far a lot of the agenda is, what it went for once that is told, and where to register for it. */
function LotNow({ lot }: { lot: LotListed }) {
  const { locale, now } = useView()
  const t = useTexts(sessionLotTexts), title = inLocale(locale, lot.title.vi, lot.title.en), outcome = lotOutcome(lot, locale)
  return <><br /><LotBadge lot={lot} />{outcome && <> {outcome}</>}
    {lot.where === 'coming' && <><br /><span class="meta">{useTexts(lotTexts).opens}: <time dateTime={lot.opens.toISOString()}>{formatInstant(lot.opens, locale)}</time></span></>}
    {lot.state === 'registration' && now < lot.registration_closes_at && <><br /><span class="meta">{t.noCard} <a href={`/${locale}/auctions/${lot.id}`} aria-label={t.registerOf(title)}>{t.register}</a></span></>}</>
}

export function Facts({ shown: { session, places } }: { shown: SessionShown }) {
  const { locale } = useView()
  const t = useTexts(sessionTexts)
  return <dl class="facts">
    <div><dt>{t.when}</dt><dd>{span(session, locale)}</dd></div><div><dt>{t.where}</dt><dd>{venueIn(locale, session)}</dd></div>
    <div><dt>{t.places}</dt><dd>{t.placesOf(places.placed, session.capacity)}{places.waiting > 0 && `; ${t.waitingOf(places.waiting)}`}</dd></div><div><dt>{t.until}</dt><dd>{formatInstant(session.register_until, locale)}</dd></div>
  </dl>
}

/** A session as everybody reads it, and one's own place in it. */
export function SessionPage({ shown, children }: { shown: SessionShown; children?: ComponentChildren }) {
  const { locale, actor, publicUrl } = useView()
  const t = useTexts(sessionTexts)
  const { session, items, booths } = shown
  const title = titleIn(locale, session), path = `/${locale}/sessions/${session.id}`
  const intro = inLocale(locale, session.intro_vi, session.intro_en)
  return (
    <Page title={title} description={shorten(intro, 160)} path={`/sessions/${session.id}`} indexed={session.state !== 'draft'} demonstration={session.demonstration || items.some(({ lot }) => lot?.demonstration)} crumbs={[{ href: `/${locale}`, text: useTexts(shell).short }, { href: `/${locale}/sessions`, text: t.title }]}
      facts={{ '@type': 'Event', name: title, description: intro, startDate: session.starts_at.toISOString(), endDate: session.ends_at.toISOString(), eventStatus: session.state === 'cancelled' ? 'https://schema.org/EventCancelled' : 'https://schema.org/EventScheduled', location: { '@type': 'Place', name: inLocale(locale, session.venue.name_vi, session.venue.name_en), address: inLocale(locale, session.venue.address_vi, session.venue.address_en) }, url: `${publicUrl}${path}` }}>
      <div class="row"><h1>{title}</h1><Phase session={session} /></div>
      {watchesSessions(actor) && <p><a href={`${path}/desk`}>{t.desk}</a></p>}
      {session.state === 'cancelled' && <div class="notice bad"><h2>{t.cancelled}</h2><Prose text={session.cancel_reason} /></div>}
      <Facts shown={shown} />
      <div class="stack">
        <Prose text={intro} />
        <Place shown={shown} />
        {children}
        <section><h2>{t.agenda}</h2><Agenda items={items} /></section>
        <section><h2>{t.booths}</h2>{booths.length === 0 ? <p>{t.noBooths}</p> : <ul class="list">{booths.map((booth) => <li class="sheet"><p><a href={`${path}/booths/${booth.number}`}><strong>{t.boothOf(booth.number)}</strong></a> · <a href={`/${locale}/organisations/${booth.organisation_id}`}>{inLocale(locale, booth.name_vi, booth.name_en)}</a></p>{booth.shows && <p>{booth.shows}</p>}</li>)}</ul>}</section>
        <p><a href={`${path}/calendar.ics`}>{t.calendar}</a></p>
      </div>
    </Page>
  )
}

function Place({ shown: { session, items, places, own } }: { shown: SessionShown }) {
  const { locale, actor, now } = useView()
  const t = useTexts(sessionTexts)
  const path = `/${locale}/sessions/${session.id}`
  const open = registersRefusal(session, now) === null
  if (session.state === 'draft' || session.state === 'cancelled') return null
  const full = places.placed >= session.capacity || places.waiting > 0
  return <section class="sheet"><h2>{own ? t.yours : t.register}</h2>
    {own && <p>{t.states[own.state]} {own.state === 'waiting' && own.before > 0 && t.turn(own.before)} {own.scanned_at && t.came(formatInstant(own.scanned_at, locale))}</p>}
    {own?.state === 'placed' && <p><a class="button" href={`${path}/ticket`}>{t.ticket}</a>{items.some(({ kind }) => kind === 'meetings') && <> <a class="button second" href={`${path}/meetings`}>{useTexts(meetingTexts).open}</a></>} <a class="button second" href={`${path}/questions`}>{useTexts(hallTexts).open}</a></p>}
    {own?.scanned_at && session.state === 'closed' && <p><a class="button second" href={`${path}/certificate.pdf`}>{t.certificatePdf}</a></p>}
    {own && own.state !== 'cancelled' && !own.scanned_at && now < session.ends_at && <><ActionButton action={`${path}/registration/cancellation`} text={t.cancelOwn} kind="button second" />{own.state === 'placed' && places.waiting > 0 && <p class="meta">{t.cancelHelp}</p>}</>}
    {(!own || own.state === 'cancelled') && (!open ? <p>{t.closed}</p> : <>{full && <p>{t.full}</p>}
      {actor.person_id === null ? <p><a class="button" href={`/${locale}/sign-in?next=${encodeURIComponent(path)}`}>{t.signInTo}</a></p> : <ActionButton action={`${path}/registration`} text={full ? t.queue : t.register} />}</>)}
  </section>
}

/** Beside a lot: the sessions on whose agenda it is. */
export function LotSessions({ agendas }: { agendas: Awaited<ReturnType<typeof agendasOf>> }) {
  const { locale } = useView()
  return <section><h2>{useTexts(sessionLotTexts).shownAt}</h2>
    <ul class="list">{agendas.map((session) => <li><a href={`/${locale}/sessions/${session.id}`}>{titleIn(locale, session)}</a> <Phase session={session} /><br /><span class="meta">{span({ starts_at: session.item_starts_at, ends_at: session.item_ends_at }, locale)} · {venueIn(locale, session)}</span></li>)}</ul>
  </section>
}
