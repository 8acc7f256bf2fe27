import { inLocale } from '../../../platform/locale.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { ListingCard } from '../../listings/queries.ts'
import { meetingRefusals, meetingTexts } from '../meeting-messages.ts'
import type { OwnMeeting, OwnMeetings, OwnWish } from '../meeting-queries.ts'
import { changesRefusal, notesRefusal, wishesRefusal } from '../meeting-rules.ts'
import { sessionTexts } from '../messages.ts'
import type { SessionListed } from '../queries.ts'
import { cardsRefusal, hours, span } from '../rules.ts'
import type { Slot } from '../schedule-rules.ts'
import { meetingResults } from '../schema.ts'
import { titleIn } from './sessions.tsx'

type Who = { organisation_vi: string; organisation_en: string }
export interface MeetingsForms { take?: FormState; ask?: FormState }
const iso = (at: Date): string => at.toISOString()

/** Meetings of a session as one participant sees them: the plan first, as it is printed, then wishes, then who else is there. */
export function MeetingsPage({ session, mine, organisation, forms = {} }: { session: SessionListed; mine: OwnMeetings; organisation: number | null; forms?: MeetingsForms }) {
  const { locale, now } = useView()
  const t = useTexts(meetingTexts)
  const path = `/${locale}/sessions/${session.id}`, base = `${path}/meetings`
  const open = wishesRefusal(session, now) === null
  const refusals = wording(useTexts(meetingRefusals))
  const called = (who: Who): string => inLocale(locale, who.organisation_vi, who.organisation_en)
  const take = forms.take ?? freshForm({ about: mine.own?.about ?? '', not_at: mine.own?.not_at.map(iso) ?? [] }), ask = forms.ask ?? freshForm()
  const asked = mine.wishes.filter((wish) => !wish.mine && wish.state !== 'withdrawn'), asking = mine.wishes.filter((wish) => wish.mine)
  return (
    <Page title={`${t.title}: ${titleIn(locale, session)}`} demonstration={session.demonstration} crumbs={[{ href: path, text: titleIn(locale, session) }]}>
      <h1>{t.title}</h1>
      <p>{titleIn(locale, session)} · {span(session, locale)}</p>
      <p class="lead">{t.lead}</p>
      <div class="stack">
        {mine.place === null ? <div class="notice warn"><p>{t.needPlace}</p></div> : organisation === null && <div class="notice warn"><p>{t.needOrganisation}</p></div>}
        {mine.slots.length === 0 && <p>{t.noSlots}</p>}
        {mine.place !== null && <><PlanTable session={session} mine={mine} />
          <section><h2>{t.asksYou}</h2>{asked.length === 0 ? <p>{t.noneIn}</p> : <ul class="list">{asked.map((wish) => <li class="sheet"><WishLine session={session} wish={wish} mine={mine} />
            {open && wish.state === 'asked' && <div class="row">
              {mine.own && <form method="post" action={`${base}/wishes/${wish.id}/acceptance`}><button class="button" aria-label={t.acceptOf(called(wish.other))}>{t.accept}</button></form>}
              <form method="post" action={`${base}/wishes/${wish.id}/decline`} class="row"><label class="hidden" for={`f-why-${wish.id}`}>{t.whyDecline(called(wish.other))}</label><input type="text" id={`f-why-${wish.id}`} name="why" placeholder={t.why} autocomplete="off" maxLength={300} /><button class="button second" aria-label={t.declineOf(called(wish.other))}>{t.decline}</button></form></div>}
          </li>)}</ul>}</section>
          <section><h2>{t.yourAsks}</h2>{asking.length === 0 ? <p>{t.noneOut}</p> : <ul class="list">{asking.map((wish) => <li class="sheet"><WishLine session={session} wish={wish} mine={mine} />
            {open && (wish.state === 'asked' || (wish.state === 'accepted' && !mine.meetings.some((one) => one.wish_id === wish.id && one.state === 'confirmed'))) && <form method="post" action={`${base}/wishes/${wish.id}/withdrawal`}><button class="button second" aria-label={t.withdrawOf(called(wish.other))}>{t.withdraw}</button></form>}
          </li>)}</ul>}</section>
          <section><h2>{t.who}</h2>{mine.meeters.length === 0 ? <p>{t.nobody}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.who}><table><caption class="hidden">{t.who}</caption><thead><tr><th scope="col">{t.organisation}</th><th scope="col">{t.about}</th></tr></thead>
            <tbody>{mine.meeters.map((one) => <tr><th scope="row"><a href={`/${locale}/organisations/${one.organisation_id}`}>{called(one)}</a></th><td>{one.about}</td></tr>)}</tbody></table></div>}</section>
          {open && organisation !== null && mine.own && mine.meeters.length > 0 && <section class="sheet"><h2>{t.ask}</h2><p>{t.askLead}</p><Form action={`${base}/wishes`} form={ask} submit={t.sendAsk} labels={t} refusals={refusals}>
            <Select form={ask} name="whom" label={t.whom} options={mine.meeters.map((one) => ({ value: String(one.registration_id), text: called(one) }))} /><TextField form={ask} name="topic" label={t.topic} autocomplete="off" /></Form></section>}
          {open && organisation !== null && mine.slots.length > 0 && <section class="sheet"><h2>{t.take}</h2><p>{t.takeLead}</p><Form action={base} form={take} submit={mine.own ? t.changeTake : t.saveTake} labels={t} refusals={refusals}>
            <TextField form={take} name="about" label={t.about} help={t.aboutHelp} autocomplete="off" />
            <Choices form={take} name="not_at" label={t.not_at} optional options={mine.slots.map((slot) => ({ value: iso(slot.starts_at), text: hours(slot) }))} /></Form>
            {mine.own && <><ActionButton action={`${base}/stopping`} text={t.stop} kind="button second" /><p class="meta">{t.stopHelp}</p></>}</section>}
        </>}
        <p><a href={path}>{useTexts(sessionTexts).back}</a></p>
      </div>
    </Page>
  )
}

function PlanTable({ session, mine }: { session: SessionListed; mine: OwnMeetings }) {
  const { locale } = useView()
  const t = useTexts(meetingTexts)
  const base = `/${locale}/sessions/${session.id}/meetings`
  if (mine.meetings.length === 0) return <section><h2>{t.plan}</h2><p>{session.meetings_published_at ? t.noPlan : t.notPublished}</p></section>
  return <section><h2>{t.plan}</h2><div class="scroll" tabIndex={0} role="region" aria-label={t.plan}><table><caption class="hidden">{t.plan}</caption>
    <thead><tr><th scope="col">{t.hour}</th><th scope="col">{t.table}</th><th scope="col">{t.with}</th><th scope="col">{t.topic}</th><th scope="col">{t.state}</th></tr></thead>
    <tbody>{mine.meetings.map((meeting) => { const who = inLocale(locale, meeting.other.organisation_vi, meeting.other.organisation_en)
      return <tr><td>{span(meeting, locale)}</td><td>{meeting.table_number}</td><th scope="row"><a href={`${base}/${meeting.id}`}>{who}</a>{meeting.other.name && <><br /><span class="meta">{meeting.other.name}</span></>}</th><td>{meeting.topic}</td><td>{t.meetingStates[meeting.state]}</td></tr> })}</tbody>
  </table></div><p><a href={`${base}/calendar.ics`}>{t.calendar}</a></p><p class="meta">{t.printHelp}</p></section>
}

function WishLine({ session, wish, mine }: { session: SessionListed; wish: OwnWish; mine: OwnMeetings }) {
  const { locale } = useView()
  const t = useTexts(meetingTexts)
  const met = mine.meetings.some((one) => one.wish_id === wish.id && one.state === 'confirmed')
  return <><p><strong>{inLocale(locale, wish.other.organisation_vi, wish.other.organisation_en)}</strong> · {t.states[wish.state]}{wish.mutual && ` · ${t.mutual}`}</p><p>{wish.topic}</p>{wish.other.about && <p class="meta">{wish.other.about}</p>}{wish.reason && <p>{t.why}: {wish.reason}</p>}
    {wish.state === 'accepted' && <p class="meta">{met ? t.placed : session.meetings_published_at && wish.unmet ? t.unmetOf[wish.unmet] : t.waitsForPlan}</p>}</>
}

export interface OneMeetingForms { move?: FormState; cancel?: FormState; result?: FormState }
/** One meeting: where and when, to be moved or cancelled before, and what came of it after. */
export function OneMeetingPage({ session, meeting, slots, cards, forms = {} }: { session: SessionListed; meeting: OwnMeeting; slots: readonly Slot[]; cards: readonly ListingCard[]; forms?: OneMeetingForms }) {
  const { locale, now } = useView()
  const t = useTexts(meetingTexts), s = useTexts(sessionTexts)
  const path = `/${locale}/sessions/${session.id}`, base = `${path}/meetings/${meeting.id}`
  const refusals = wording(useTexts(meetingRefusals))
  const who = inLocale(locale, meeting.other.organisation_vi, meeting.other.organisation_en)
  const move = forms.move ?? freshForm(), cancel = forms.cancel ?? freshForm(), result = forms.result ?? freshForm(meeting.note ?? {})
  const changes = session.state === 'published' && changesRefusal(meeting, now) === null, notes = notesRefusal(meeting, now) === null
  return (
    <Page title={t.meeting(who)} width="narrow" demonstration={session.demonstration} crumbs={[{ href: path, text: titleIn(locale, session) }, { href: `${path}/meetings`, text: t.title }]}>
      <h1>{t.meeting(who)}</h1>
      <dl class="facts">
        <div><dt>{s.when}</dt><dd>{span(meeting, locale)}</dd></div><div><dt>{s.where}</dt><dd>{t.tableOf(meeting.table_number)}, {inLocale(locale, session.venue.name_vi, session.venue.name_en)}</dd></div><div><dt>{t.state}</dt><dd>{t.meetingStates[meeting.state]}{meeting.outcome && `, ${t.outcomes[meeting.outcome]}`}</dd></div>
        <div><dt>{t.organisation}</dt><dd><a href={`/${locale}/organisations/${meeting.other.organisation_id}`}>{who}</a></dd></div>{meeting.other.name && <div><dt>{t.person}</dt><dd>{meeting.other.name}</dd></div>}<div><dt>{t.topic}</dt><dd>{meeting.topic}</dd></div>{meeting.reason && <div><dt>{t.changed}</dt><dd>{meeting.reason}</dd></div>}
      </dl>
      <div class="stack">
        {notes && <section class="sheet"><h2>{t.result}</h2><p>{t.resultLead}</p><Form action={`${base}/result`} form={{ ...result, at: 'result' }} submit={t.saveResult} labels={t} refusals={refusals}>
          <Choices form={{ ...result, at: 'result' }} name="result" label={t.result} one options={meetingResults.map((value) => ({ value, text: t.results[value] }))} /><TextArea form={{ ...result, at: 'result' }} name="note" label={t.note} rows={3} optional /></Form></section>}
        {notes && <section><h2>{t.cards}</h2><p>{t.cardsLead}</p>{cards.length === 0 ? <p>{t.noCards}</p> : <ul class="list">{cards.map((card) => <li class="sheet"><p><a href={`/${locale}/${card.kind}s/${card.id}`} lang={card.language === locale ? undefined : card.language}>{card.title}</a></p>
          {cardsRefusal(session, now) === null && <p><a class="button second" href={`${path}/cards/${card.id}`} aria-label={s.cardOf(card.title)}>{s.card}</a></p>}</li>)}</ul>}</section>}
        {changes && <section class="sheet"><h2>{t.move}</h2>{slots.length === 0 ? <p>{t.noOther}</p> : <><p>{t.moveLead}</p><Form action={`${base}/move`} form={{ ...move, at: 'move' }} submit={t.move} labels={t} refusals={refusals}>
          <Select form={{ ...move, at: 'move' }} name="slot" label={t.slot} options={slots.map((slot) => ({ value: iso(slot.starts_at), text: span(slot, locale) }))} /><TextField form={{ ...move, at: 'move' }} name="why" label={t.why} autocomplete="off" /></Form></>}</section>}
        {changes && <section class="sheet"><h2>{t.cancel}</h2><p>{t.cancelLead}</p><Form action={`${base}/cancellation`} form={{ ...cancel, at: 'cancel' }} submit={t.cancel} labels={t} refusals={refusals} danger><TextField form={{ ...cancel, at: 'cancel' }} name="why" label={t.why} autocomplete="off" /></Form></section>}
        <p><a href={`${path}/meetings`}>{t.plan}</a></p>
      </div>
    </Page>
  )
}
