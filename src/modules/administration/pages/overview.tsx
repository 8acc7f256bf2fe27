import { formatNumber } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { administrationTexts } from '../messages.ts'
import type { Counts, Health, LatestEvent } from '../queries.ts'

export function AdministrationPage({ counts, health, events }: { counts: Counts; health: Health; events: LatestEvent[] }) {
  const { locale, actor } = useView()
  const t = useTexts(administrationTexts)
  // Moderating listings takes the moderator's own role; verifying organisations does not.
  const sections: [string, string][] = [['/administration/people', t.people], ['/administration/organisations', t.owners], ['/moderation/organisations', t.verifications]]
  if (actor.staff_roles.includes('moderator')) sections.push(['/moderation', t.moderation])
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <div class="stack">
        <nav aria-label={t.sections}><ul class="bare row">{sections.map(([href, text]) => <li><a class="button second" href={`/${locale}${href}`}>{text}</a></li>)}</ul></nav>
        <h2>{t.counts}</h2>
        <dl class="numbers">{Object.entries(t.countNames).map(([name, text]) => <div class="number"><dt>{text}</dt><dd>{formatNumber(counts[name as keyof Counts], locale)}</dd></div>)}</dl>
        <h2>{t.health}</h2>
        <HealthFacts health={health} />
        {health.mail.length > 0 && <FailedMail mail={health.mail} />}
        <Events events={events} />
      </div>
    </Page>
  )
}

function HealthFacts({ health: { version, bytes, migrations, unsent, cursors, jobs } }: { health: Health }) {
  const { locale } = useView()
  const t = useTexts(administrationTexts)
  const since = (at: Date | null): string => (at ? formatInstant(at, locale) : '')
  return (
    <dl class="facts sheet">
      <div><dt>{t.database}</dt><dd>{t.size(bytes, version)}</dd></div>
      <div><dt>{t.migrations}</dt>{migrations.map(({ name, applied_at }) => <dd><code>{name}</code> · {formatInstant(applied_at, locale)}</dd>)}</div>
      <div><dt>{t.unsent}</dt><dd>{t.unsentText(unsent.count, since(unsent.oldest))}</dd></div>
      <div><dt>{t.reactions}</dt>{cursors.length === 0 ? <dd>{t.noCursor}</dd> : cursors.map(({ name, behind, oldest }) => <dd><code>{name}</code>: {t.behind(behind, since(oldest))}</dd>)}</div>
      <div><dt>{t.jobs}</dt>{jobs.length === 0 ? <dd>{t.noJobs}</dd> : jobs.map(({ task, waiting, failing, oldest, last_error }) => <dd><code>{task}</code>: {t.jobText(waiting, failing, since(oldest))}{last_error && <> · {t.lastError}: <code>{last_error.slice(0, 200)}</code></>}</dd>)}</div>
    </dl>
  )
}

function FailedMail({ mail }: { mail: Health['mail'] }) {
  const { locale } = useView()
  const t = useTexts(administrationTexts)
  return (
    <>
      <h2 id="mail">{t.failedMail}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="mail"><table>
        <thead><tr><th scope="col">{t.at}</th><th scope="col">{t.to}</th><th scope="col">{t.mailSubject}</th><th scope="col">{t.lastError}</th></tr></thead>
        <tbody>{mail.map((letter) => <tr><td>{formatInstant(letter.created_at, locale)}</td><th scope="row">{letter.to_address}</th><td>{letter.subject}</td><td><code>{letter.last_error}</code></td></tr>)}</tbody>
      </table></div>
    </>
  )
}

function Events({ events }: { events: LatestEvent[] }) {
  const { locale } = useView()
  const t = useTexts(administrationTexts)
  return (
    <>
      <h2 id="events">{t.events}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="events"><table>
        <thead><tr><th scope="col">{t.at}</th><th scope="col">{t.type}</th><th scope="col">{t.subject}</th><th scope="col">{t.who}</th></tr></thead>
        <tbody>{events.map((event) => <tr><td><time dateTime={event.at.toISOString()}>{formatInstant(event.at, locale)}</time></td><td><code>{event.type}</code></td><td><code>{event.subject}</code></td><td>{event.person ?? t.system}</td></tr>)}</tbody>
      </table></div>
    </>
  )
}
