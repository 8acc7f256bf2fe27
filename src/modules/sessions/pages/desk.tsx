import { inLocale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { followUpTexts } from '../follow-up-messages.ts'
import type { LotListed } from '../../auctions/queries.ts'
import { hallTexts } from '../hall-messages.ts'
import { sessionLotTexts } from '../lot-messages.ts'
import { meetingTexts } from '../meeting-messages.ts'
import { sessionRefusals, sessionTexts } from '../messages.ts'
import type { Guest, ItemShown, SessionListed, SessionShown } from '../queries.ts'
import { runsSessions } from '../rules.ts'
import { itemKinds, type Venue } from '../schema.ts'
import { Agenda, Facts, Phase, titleIn, venueIn } from './sessions.tsx'

/** An instant as a field of the browser takes it, in Hanoi. */
export const asTyped = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16)

/** What a session is, typed for the first time or changed. */
export function SessionForm({ form, venues, session }: { form: FormState; venues: readonly Venue[]; session: SessionListed | null }) {
  const { locale } = useView()
  const t = useTexts(sessionTexts)
  const path = `/${locale}/sessions${session ? `/${session.id}` : ''}`
  const title = session ? t.edit : t.prepare
  return (
    <Page title={title} width="narrow" crumbs={[{ href: `/${locale}/sessions`, text: t.title }, ...(session ? [{ href: `${path}/desk`, text: titleIn(locale, session) }] : [])]}>
      <h1>{title}</h1>
      <Form action={session ? `${path}/edit` : path} form={form} submit={session ? t.save : t.create} labels={t} refusals={wording(useTexts(sessionRefusals))}>
        {session ? <Hidden name="version" value={form.refusal?.code === 'session_changed' ? String((form.refusal as unknown as { version: number }).version) : String(form.values.version ?? '')} /> : <Hidden name="request_key" value={String(form.values.request_key ?? '')} />}
        {(['vi', 'en'] as const).map((of) => <><TextField form={form} name={`title_${of}`} label={t[`title_${of}`]} lang={of} autocomplete="off" /><TextArea form={form} name={`intro_${of}`} label={t[`intro_${of}`]} lang={of} rows={4} /></>)}
        <Select form={form} name="venue_id" label={t.venue_id} options={venues.map((venue) => ({ value: String(venue.id), text: `${inLocale(locale, venue.name_vi, venue.name_en)}, ${inLocale(locale, venue.address_vi, venue.address_en)} (${venue.capacity})` }))} />
        <div class="pair"><TextField form={form} name="starts_at" label={t.starts_at} type="datetime-local" /><TextField form={form} name="ends_at" label={t.ends_at} type="datetime-local" /></div>
        <div class="pair"><TextField form={form} name="register_until" label={t.register_until} type="datetime-local" /><TextField form={form} name="capacity" label={t.capacity} inputmode="numeric" /></div>
      </Form>
    </Page>
  )
}

export interface DeskForms { item?: FormState; booth?: FormState; cancel?: FormState; close?: FormState }
export interface DeskProps { shown: SessionShown; guests: Guest[]; editing: ItemShown | null; lots: readonly LotListed[]; forms?: DeskForms }
const itemValues = (item: ItemShown | null): object => (item ? { ...item, item_id: item.id, item_title_vi: item.title_vi, item_title_en: item.title_en, starts_at: asTyped(item.starts_at), ends_at: asTyped(item.ends_at), listing: item.listing_id ?? '', lot: item.lot_id ?? '' } : {})

/** Everything about one session for those who run it; whoever only looks sees the same without the buttons. */
export function DeskPage({ shown, guests, editing, lots, forms = {} }: DeskProps) {
  const { locale, actor, now } = useView()
  const t = useTexts(sessionTexts), words = useTexts(sessionLotTexts)
  const { session, items, booths, places } = shown
  const path = `/${locale}/sessions/${session.id}`, desk = `${path}/desk`
  const may = runsSessions(actor)
  const changes = may && (session.state === 'draft' || session.state === 'published')
  const refusals = wording(useTexts(sessionRefusals))
  const item = forms.item ?? freshForm(itemValues(editing)), booth = forms.booth ?? freshForm(), cancel = forms.cancel ?? freshForm(), close = forms.close ?? freshForm({ held_items: items.map(({ id }) => String(id)) })
  const itemId = String(item.values.item_id ?? ''), named = items.find(({ id }) => String(id) === itemId)?.lot
  const choices = named && !lots.some(({ id }) => id === named.id) ? [named, ...lots] : lots
  return (
    <Page title={`${t.desk}: ${titleIn(locale, session)}`} demonstration={session.demonstration} crumbs={[{ href: `/${locale}/sessions`, text: t.title }, { href: path, text: titleIn(locale, session) }]}>
      <div class="row"><h1>{t.desk}</h1><Phase session={session} /></div>
      <p class="lead">{titleIn(locale, session)}</p>
      <Facts shown={shown} />
      {may && <div class="row">
        {changes && <a class="button second" href={`${path}/edit`}>{t.edit}</a>}
        {session.state === 'draft' && <ActionButton action={`${desk}/publication`} text={t.publish} />}
        {(session.state === 'published' || session.state === 'closed') && <a class="button" href={`${path}/check-in`}>{t.door}</a>}
      </div>}
      {session.state !== 'draft' && <p><a href={`${desk}/meetings`}>{useTexts(meetingTexts).deskOpen}</a> · <a href={`${desk}/questions`}>{useTexts(hallTexts).desk}</a> · <a href={`${desk}/follow-ups`}>{useTexts(followUpTexts).open}</a></p>}
      {may && session.state === 'draft' && <p class="meta">{t.publishHelp}</p>}
      <section><h2>{t.agenda}</h2>
        <Agenda items={items} {...(changes ? { acts: (one: ItemShown) => <div class="row"><a href={`${desk}?item=${one.id}#agenda-item`} aria-label={t.editOf(titleIn(locale, one))}>{t.changeItem}</a>
          <form method="post" action={`${desk}/items/${one.id}/removal`}><button class="plain-button" aria-label={t.removeOf(titleIn(locale, one))}>{t.remove}</button></form></div> } : {})} />
        {changes && <section class="sheet" id="agenda-item"><h3>{itemId ? t.changeItem : t.addItem}</h3>
          <Form action={`${desk}/items`} form={item} submit={itemId ? t.changeItem : t.addItem} labels={t} refusals={refusals}>
            {itemId && <Hidden name="item_id" value={itemId} />}
            <Select form={item} name="kind" label={t.kind} options={itemKinds.map((value) => ({ value, text: t.kinds[value] }))} />
            <div class="pair"><TextField form={item} name="starts_at" label={t.starts_at} help={words.hoursHelp} type="datetime-local" optional="later" /><TextField form={item} name="ends_at" label={t.ends_at} help={words.hoursHelp} type="datetime-local" optional="later" /></div>
            <TextField form={item} name="item_title_vi" label={t.item_title_vi} help={t.itemTitleHelp} lang="vi" optional />
            <TextField form={item} name="item_title_en" label={t.item_title_en} lang="en" optional />
            <TextField form={item} name="speaker" label={t.speaker} optional /><TextField form={item} name="place" label={t.place} optional />
            <TextField form={item} name="listing" label={t.listing} help={t.listingHelp} optional />
            <Select form={item} name="lot" label={t.lot} help={words.help} optional options={choices.map((lot) => ({ value: String(lot.id), text: words.option(lot.id, inLocale(locale, lot.title.vi, lot.title.en), formatInstant(lot.opens, locale)) }))} />
          </Form></section>}
      </section>
      <section><h2>{t.booths}</h2>
        {booths.length === 0 ? <p>{t.noBooths}</p> : <ul class="list">{booths.map((one) => <li class="sheet"><p><strong>{t.booth} {one.number}</strong> · <a href={`/${locale}/organisations/${one.organisation_id}`}>{inLocale(locale, one.name_vi, one.name_en)}</a></p>{one.shows && <p>{one.shows}</p>}
          {changes && <form method="post" action={`${desk}/booths/${one.number}/removal`}><button class="button second" aria-label={t.takeBackOf(one.number)}>{t.takeBack}</button></form>}</li>)}</ul>}
        {changes && <section class="sheet"><h3>{t.giveBooth}</h3><Form action={`${desk}/booths`} form={booth} submit={t.giveBooth} labels={t} refusals={refusals}>
          <TextField form={booth} name="number" label={t.number} inputmode="numeric" /><TextField form={booth} name="booth_organisation" label={t.booth_organisation} help={t.organisationHelp} /><TextField form={booth} name="shows" label={t.shows} optional />
        </Form></section>}
      </section>
      <section><h2>{t.guests}</h2><p>{t.counts(places.placed, places.waiting, places.came)}</p>
        {guests.length === 0 ? <p>{t.noGuests}</p> : <><div class="scroll" tabIndex={0} role="region" aria-label={t.guests}><table><caption class="hidden">{t.guests}</caption>
          <thead><tr><th scope="col">{t.guest}</th><th scope="col">{t.organisation}</th><th scope="col">{t.state}</th><th scope="col">{t.cameAt}</th></tr></thead>
          <tbody>{guests.map((guest) => <tr><th scope="row">{guest.name}</th><td>{inLocale(locale, guest.organisation_vi, guest.organisation_en)}</td><td>{t.guestStates[guest.state]}</td><td>{guest.scanned_at && formatInstant(guest.scanned_at, locale)}</td></tr>)}</tbody>
        </table></div><p><a href={`${desk}/guests.csv`}>{t.guestsCsv}</a></p></>}
      </section>
      {session.state !== 'draft' && <p class="row">{['docx', 'pdf'].map((kind) => <a href={`${desk}/minutes.${kind}`}>{t.minutesFile(kind.toUpperCase())}</a>)}</p>}
      {may && session.state === 'published' && session.ends_at <= now && <section class="sheet"><h2>{t.close}</h2><p>{t.closeLead}</p><Form action={`${desk}/closing`} form={close} submit={t.close} labels={t} refusals={refusals}>
        <Choices form={close} name="held_items" label={t.held_items} optional options={items.map((one) => ({ value: String(one.id), text: titleIn(locale, one) }))} /><TextArea form={close} name="remarks" label={t.remarks} rows={4} optional />
      </Form></section>}
      {may && session.state === 'published' && session.ends_at > now && <section class="sheet"><h2>{t.cancel}</h2><p>{t.cancelWarning}</p><Form action={`${desk}/cancellation`} form={cancel} submit={t.cancel} labels={t} refusals={refusals} danger><TextArea form={cancel} name="cancel_reason" label={t.cancel_reason} rows={3} /></Form></section>}
    </Page>
  )
}

export function VenuesPage({ venues, wrong }: { venues: readonly Venue[]; wrong?: { id: number | null; form: FormState } }) {
  const { locale, actor } = useView()
  const t = useTexts(sessionTexts)
  const refusals = wording(useTexts(sessionRefusals))
  const labels = { ...t, booths: t.booths_count }
  const fresh: FormState = { ...(wrong?.id === null ? wrong.form : freshForm()), at: 'venue-new' }
  return (
    <Page title={t.venues} width="narrow" crumbs={[{ href: `/${locale}/sessions`, text: t.title }]}>
      <h1>{t.venues}</h1>
      <p class="lead">{t.venueLead}</p>
      {venues.map((venue) => {
        const form: FormState = { ...(wrong?.id === venue.id ? wrong.form : freshForm(venue)), at: `venue-${venue.id}` }
        return <section class="sheet"><h2>{inLocale(locale, venue.name_vi, venue.name_en)}</h2>
          {runsSessions(actor) ? <Form action={`/${locale}/sessions/venues/${venue.id}`} form={form} submit={t.changeVenue} labels={labels} refusals={refusals}>
            <Hidden name="version" value={form.refusal?.code === 'venue_changed' ? venue.version : String(form.values.version ?? venue.version)} />
            <VenueFields form={form} />
          </Form> : <dl class="facts"><div><dt>{t.where}</dt><dd>{venueIn(locale, { venue } as SessionListed)}</dd></div><div><dt>{t.capacity}</dt><dd>{venue.capacity}</dd></div><div><dt>{t.booths_count}</dt><dd>{venue.booths}</dd></div><div><dt>{t.meeting_tables}</dt><dd>{venue.meeting_tables}</dd></div></dl>}
        </section>
      })}
      {runsSessions(actor) && <section class="sheet"><h2>{t.newVenue}</h2><Form action={`/${locale}/sessions/venues`} form={fresh} submit={t.makeVenue} labels={labels} refusals={refusals}><VenueFields form={fresh} /></Form></section>}
    </Page>
  )
}
function VenueFields({ form }: { form: FormState }) {
  const t = useTexts(sessionTexts)
  return <>
    <TextField form={form} name="name_vi" label={t.name_vi} lang="vi" /><TextField form={form} name="name_en" label={t.name_en} lang="en" /><TextField form={form} name="address_vi" label={t.address_vi} lang="vi" /><TextField form={form} name="address_en" label={t.address_en} lang="en" />
    <div class="pair"><TextField form={form} name="capacity" label={t.capacity} inputmode="numeric" /><TextField form={form} name="booths" label={t.booths_count} inputmode="numeric" /></div><TextField form={form} name="meeting_tables" label={t.meeting_tables} inputmode="numeric" />
  </>
}
