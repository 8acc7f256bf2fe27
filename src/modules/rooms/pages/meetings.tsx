import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { meetingTexts } from '../meeting-messages.ts'
import type { MeetingShown } from '../meeting-queries.ts'
import { roomRefusals } from '../messages.ts'
import { meetingKinds, type MeetingState } from '../schema.ts'

type Forms = Record<string, FormState>
const tones: Record<MeetingState, string> = { proposed: 'badge warn', agreed: 'badge good', cancelled: 'badge bad' }
const isWrong = (form: FormState): boolean => form.refusal !== null || Object.keys(form.errors).length > 0

function When({ meeting: { starts_at, ends_at } }: { meeting: Pick<MeetingShown, 'starts_at' | 'ends_at'> }) {
  const { locale } = useView()
  const t = useTexts(meetingTexts)
  return <><time dateTime={starts_at.toISOString()}>{formatInstant(starts_at, locale)}</time> {t.to} <time dateTime={ends_at.toISOString()}>{formatInstant(ends_at, locale)}</time></>
}
function Where({ meeting: { place, link } }: { meeting: Pick<MeetingShown, 'place' | 'link'> }) {
  return <>{place}{place && link && <br />}{link && <a href={link} rel="noopener noreferrer">{link}</a>}</>
}
function SlotFields({ form }: { form: FormState }) {
  const t = useTexts(meetingTexts)
  return <>
    <TextField form={form} name="starts_at" type="datetime-local" label={t.starts_at} />
    <TextField form={form} name="ends_at" type="datetime-local" label={t.ends_at} />
    <TextField form={form} name="place" label={t.place} help={t.placeHelp} optional="later" />
    <TextField form={form} name="link" type="url" label={t.link} optional="later" />
  </>
}

/** The meetings of a file, the nearest first, and the form to propose another. */
export function MeetingsPage({ file, meetings, forms }: { file: PartFile; meetings: readonly MeetingShown[]; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(meetingTexts)
  const { deal, acts } = file
  const own = `/${locale}/deals/${deal.id}/meetings`
  const form = forms.meeting ?? freshForm()
  return (
    <PartPage file={file} part="meetings">
      <p>{t.lead}</p>
      {meetings.length === 0 ? <p>{t.none}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.title}><table>
        <thead><tr><th scope="col">{t.kind}</th><th scope="col">{t.when}</th><th scope="col">{t.where}</th><th scope="col">{t.state}</th></tr></thead>
        <tbody>{meetings.map((meeting) => <tr><th scope="row"><a href={`${own}/${meeting.id}`}>{t.kinds[meeting.kind]}</a></th><td><When meeting={meeting} /></td><td><Where meeting={meeting} /></td><td><span class={tones[meeting.state]}>{t.states[meeting.state]}</span></td></tr>)}</tbody>
      </table></div>}
      <p><a href={`/${locale}/deals/${deal.id}/calendar.ics`}>{t.calendar}</a></p>
      {acts.talk !== null && deal.stage !== 'lost' && <section class="sheet" id="propose"><h2>{t.propose}</h2>
        <Form action={own} form={form} submit={t.propose} labels={t} refusals={wording(useTexts(roomRefusals))}>
          <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
          <Select form={form} name="kind" label={t.kind} options={meetingKinds.map((value) => ({ value, text: t.kinds[value] }))} />
          <SlotFields form={form} />
          <TextArea form={form} name="agenda" label={t.agenda} />
        </Form>
      </section>}
    </PartPage>
  )
}

/** One meeting: its time and place, what the reader's side may do about it, and its minutes. */
export function MeetingPage({ file, meeting, now, forms }: { file: PartFile; meeting: MeetingShown; now: Date; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(meetingTexts)
  const name = useName()
  const refusals = wording(useTexts(roomRefusals))
  const { deal, acts } = file
  const own = `/${locale}/deals/${deal.id}/meetings/${meeting.id}`
  const ahead = meeting.state !== 'cancelled' && meeting.starts_at > now && acts.talk !== null
  const move = forms.move ?? freshForm({ starts_at: hour(meeting.starts_at), ends_at: hour(meeting.ends_at), place: meeting.place, link: meeting.link }), cancel = forms.cancel ?? freshForm()
  return (
    <PartPage file={file} part="meetings" title={`${t.kinds[meeting.kind]}, ${formatInstant(meeting.starts_at, locale)}`}>
      <p><span class={tones[meeting.state]}>{t.states[meeting.state]}</span></p>
      <dl class="facts sheet">
        <div><dt>{t.when}</dt><dd><When meeting={meeting} /></dd></div>
        <div><dt>{t.where}</dt><dd><Where meeting={meeting} /></dd></div>
        <div><dt>{t.state}</dt><dd>{t.proposedBy(meeting.person_name, name(partyOf(file, meeting.organisation_id)))}{meeting.agreed_at && <>. {t.agreedBy(meeting.agreed_by_name)}</>}</dd></div>
      </dl>
      <h2>{t.agenda}</h2><Prose text={meeting.agenda} />
      {meeting.cancelled_at && <div class="notice bad"><p>{t.cancelledBy(meeting.cancelled_by_name, formatInstant(meeting.cancelled_at, locale))}</p><Prose text={meeting.cancel_reason} /></div>}
      {meeting.state === 'proposed' && ahead && acts.talk !== meeting.organisation_id && deal.stage !== 'lost' && (
        <Form action={`${own}/agreement`} form={forms.agree ?? freshForm()} submit={t.agree} labels={t} refusals={refusals}><Hidden name="sequence" value={meeting.sequence} /></Form>
      )}
      <p><a href={`${own}/calendar.ics`}>{t.calendarOne}</a></p>
      {ahead && deal.stage !== 'lost' && <section class="sheet"><details open={isWrong(move)}><summary>{t.move}</summary>
        <Form action={`${own}/time`} form={move} submit={t.sendMove} labels={t} refusals={refusals}><Hidden name="sequence" value={meeting.sequence} /><SlotFields form={move} /></Form>
      </details></section>}
      {ahead && <section class="sheet"><details open={isWrong(cancel)}><summary>{t.cancel}</summary>
        <Form action={`${own}/cancellation`} form={cancel} submit={t.cancel} labels={t} refusals={refusals} danger><Hidden name="sequence" value={meeting.sequence} /><TextArea form={cancel} name="cancel_reason" label={t.cancel_reason} rows={3} /></Form>
      </details></section>}
      {meeting.state === 'agreed' && meeting.starts_at <= now && <Minutes file={file} meeting={meeting} forms={forms} />}
    </PartPage>
  )
}

function Minutes({ file, meeting, forms }: { file: PartFile; meeting: MeetingShown; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(meetingTexts)
  const name = useName()
  const { deal, acts } = file
  const own = `/${locale}/deals/${deal.id}/meetings/${meeting.id}`
  const form = forms.minutes ?? freshForm({ minutes: meeting.minutes })
  const writes = acts.edit !== null && !meeting.minutes_agreed_at && deal.stage !== 'lost'
  return (
    <section id="minutes"><h2>{t.minutes}</h2>
      {meeting.minutes_at ? <div class="sheet"><p class="meta">{t.minutesBy(meeting.minutes_by_name, name(partyOf(file, meeting.minutes_organisation_id ?? 0)), formatInstant(meeting.minutes_at, locale))}</p><Prose text={meeting.minutes} /><p>{meeting.minutes_agreed_at ? t.minutesAgreed(meeting.minutes_agreed_by_name, formatInstant(meeting.minutes_agreed_at, locale)) : t.minutesWait}</p></div> : <p>{t.minutesNone}</p>}
      {writes && meeting.minutes_at && acts.edit !== meeting.minutes_organisation_id && <ActionButton action={`${own}/minutes/agreement`} text={t.agreeMinutes} fields={{ minutes_version: meeting.minutes_version }} />}
      {writes && <details class="sheet" open={isWrong(form) || !meeting.minutes_at}><summary>{meeting.minutes_at ? t.mendMinutes : t.writeMinutes}</summary>
        <Form action={`${own}/minutes`} form={form} submit={t.saveMinutes} labels={t} refusals={wording(useTexts(roomRefusals))}><Hidden name="minutes_version" value={meeting.minutes_version} /><TextArea form={form} name="minutes" label={t.minutes} help={t.minutesHelp} rows={10} /></Form>
      </details>}
    </section>
  )
}
/** An instant as a field for it takes it: the hour in Hanoi. */
const hour = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16)
