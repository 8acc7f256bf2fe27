import { formatNumber } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { searchesAudit } from '../../audit/commands.ts'
import { eventNames } from '../../audit/texts.ts'
import { staffTexts } from '../../matching/answer-messages.ts'
import { lexiconTexts } from '../../matching/lexicon-messages.ts'
import { technologyTexts } from '../../listings/technology-messages.ts'
import { reasonTexts, reportTexts } from '../../moderation/messages.ts'
import { administrationTexts, settingTexts } from '../messages.ts'
import type { Counts, LatestEvent } from '../queries.ts'
import { namesOf } from '../../rulebook/messages.ts'
import type { Unannounced } from '../../rulebook/rules.ts'
import { administers } from '../rules.ts'

export function AdministrationPage({ counts, open, events, unannounced }: { counts: Counts; open: number; events: LatestEvent[]; /** Holidays of the months to come that nobody has entered. */ unannounced: Unannounced[] }) {
  const { locale, actor } = useView()
  const t = useTexts(administrationTexts)
  // Moderating listings takes the moderator's own role; verifying organisations does not.
  const sections: [string, string][] = [
    ['/administration/people', t.people], ['/administration/approvals', open ? `${t.approvals} (${open})` : t.approvals], ['/administration/organisations', t.owners], ['/moderation/organisations', t.verifications],
    ['/moderation/report', useTexts(reportTexts).title], ['/moderation/reasons', useTexts(reasonTexts).title], ['/moderation/technology', useTexts(technologyTexts).title],
    ['/administration/matching', useTexts(staffTexts).title], ['/administration/lexicon', useTexts(lexiconTexts).title], ['/administration/codes', t.codes], ['/administration/rules', t.rules], ['/administration/service-times', t.times],
    ['/administration/notices', t.notices], ['/administration/data-requests', t.dataRequests], ['/administration/health', t.healthLink],
  ]
  if (searchesAudit(actor)) sections.push(['/audit', t.audit])
  if (actor.staff_roles.includes('moderator')) sections.push(['/moderation', t.moderation])
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      {!administers(actor) && <p class="meta">{useTexts(settingTexts).readOnly}</p>}
      <div class="stack">
        <nav aria-label={t.sections}><ul class="bare row">{sections.map(([href, text]) => <li><a class="button second" href={`/${locale}${href}`}>{text}</a></li>)}</ul></nav>
        {unannounced.length > 0 && <div class="notice"><p>{t.toEnter(namesOf(unannounced, locale))} <a href={`/${locale}/administration/service-times`}>{t.enter}</a></p></div>}
        <h2>{t.counts}</h2>
        <dl class="numbers">{Object.entries(t.countNames).map(([name, text]) => <div class="number"><dt>{text}</dt><dd>{formatNumber(counts[name as keyof Counts], locale)}</dd></div>)}</dl>
        <Events events={events} />
      </div>
    </Page>
  )
}

function Events({ events }: { events: LatestEvent[] }) {
  const { locale } = useView()
  const t = useTexts(administrationTexts)
  const names = useTexts(eventNames) as Record<string, string>
  return (
    <>
      <h2 id="events">{t.events}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="events"><table>
        <thead><tr><th scope="col">{t.at}</th><th scope="col">{t.type}</th><th scope="col">{t.subject}</th><th scope="col">{t.who}</th></tr></thead>
        <tbody>{events.map((event) => <tr><td><time dateTime={event.at.toISOString()}>{formatInstant(event.at, locale)}</time></td><td>{names[event.type] ?? <code>{event.type}</code>}</td><td><code>{event.subject}</code></td><td>{event.person ?? t.system}</td></tr>)}</tbody>
      </table></div>
    </>
  )
}
