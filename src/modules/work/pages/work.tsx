import { daysBetween } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { answerTexts } from '../../matching/answer-messages.ts'
import { DueBy } from '../../rulebook/pages/waiting.tsx'
import { calendarTexts, workTexts } from '../messages.ts'
import type { Duty } from '../queries.ts'

/** `idle`: how many deal files are left lying, for those of the Exchange who help them along; nobody’s duty, and so not counted as one. */
export function WorkPage({ duties, idle }: { duties: Duty[]; idle: number }) {
  const { locale, actor, now } = useView()
  const t = useTexts(workTexts)
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.hello(actor.name)}. {duties.length === 0 ? t.nothing : t.lead}</p>
      {actor.memberships.length === 0 && actor.staff_roles.length === 0 && <div class="sheet"><h2>{t.noOrganisation}</h2><p>{t.noOrganisationText}</p><p><a class="button" href={`/${locale}/organisations/new`}>{t.create}</a></p></div>}
      {duties.length > 0 && <table>
        <thead><tr><th scope="col">{t.task}</th><th scope="col">{t.waiting}</th></tr></thead>
        <tbody>{duties.map((duty) => <tr><td><a href={`/${locale}${duty.href}`}>{duty.text[locale]}</a></td><td><time dateTime={duty.since.toISOString()}>{t.days(daysBetween(duty.since, now))}</time>{duty.waited && <><br /><DueBy due={duty.waited.due} overdue={duty.waited.overdue} timed={duty.waited.unit === 'hours'} /></>}</td></tr>)}</tbody>
      </table>}
      {idle > 0 && <p><a href={`/${locale}/deals/idle`}>{t.idle(idle)}</a></p>}
      <p><a href={`/${locale}/my/calendar`}>{useTexts(calendarTexts).title}</a></p>
      {actor.memberships.length > 0 && <section><h2>{t.next}</h2><p class="row">
        <a class="button second" href={`/${locale}/my/listings/new/offer`}>{t.newOffer}</a><a class="button second" href={`/${locale}/my/listings/new/need`}>{t.newNeed}</a><a class="button second" href={`/${locale}/search`}>{t.search}</a><a class="button second" href={`/${locale}/my/matches`}>{useTexts(answerTexts).mine}</a>
      </p></section>}
    </Page>
  )
}
