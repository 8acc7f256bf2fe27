import { formatNumber } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { administrationTexts, mb, settingTexts } from '../messages.ts'
import type { Checked, Health, Machine } from '../queries.ts'

export function HealthPage({ health, machine, checks }: { health: Health; machine: Machine; checks: Checked[] }) {
  const { locale } = useView()
  const t = useTexts(settingTexts)
  return (
    <Page title={t.healthTitle} crumbs={[{ href: `/${locale}/administration`, text: useTexts(administrationTexts).title }]}>
      <h1>{t.healthTitle}</h1>
      <div class="stack">
        <Facts health={health} machine={machine} checks={checks} />
        {health.mail.length > 0 && <FailedMail mail={health.mail} />}
      </div>
    </Page>
  )
}

function Facts({ health: { version, bytes, since, connections, most, migrations, unsent, cursors, jobs, seals, head }, machine: { upSeconds, memory, node, disk }, checks }: { health: Health; machine: Machine; checks: Checked[] }) {
  const { locale } = useView()
  const t = useTexts(administrationTexts)
  const s = useTexts(settingTexts)
  const at = (instant: Date | null): string => (instant ? formatInstant(instant, locale) : '')
  return (
    <dl class="facts sheet">
      {checks.map(({ name, well, said }) => <div><dt>{s[name]}</dt><dd><span class={well ? 'badge good' : 'badge warn'}>{well ? s.well : s.unwell}</span> {said}</dd></div>)}
      <div><dt>{s.disk}</dt><dd>{disk ? s.diskText(mb(disk.free, locale), mb(disk.total, locale)) : s.unknown}</dd></div>
      <div><dt>{s.up}</dt><dd>{s.upText(formatNumber(Math.floor(upSeconds / 3600), locale), mb(memory, locale), node)}</dd></div>
      <div><dt>{t.database}</dt><dd>{t.size(bytes, version)}</dd></div>
      <div><dt>{s.connections}</dt><dd>{s.connectionsText(connections, most, at(since))}</dd></div>
      <div><dt>{s.seals}</dt><dd>{s.sealsText(seals.count, at(seals.oldest))}</dd>{head && <dd>{s.head(String(head.day))}: <code>{head.head.slice(0, 16)}…</code></dd>}</div>
      <div><dt>{t.unsent}</dt><dd>{t.unsentText(unsent.count, at(unsent.oldest))}</dd></div>
      <div><dt>{t.reactions}</dt>{cursors.length === 0 ? <dd>{t.noCursor}</dd> : cursors.map(({ name, behind, oldest }) => <dd><code>{name}</code>: {t.behind(behind, at(oldest))}</dd>)}</div>
      <div><dt>{t.jobs}</dt>{jobs.length === 0 ? <dd>{t.noJobs}</dd> : jobs.map(({ task, waiting, failing, oldest, last_error }) => <dd><code>{task}</code>: {t.jobText(waiting, failing, at(oldest))}{last_error && <> · {t.lastError}: <code>{last_error.slice(0, 200)}</code></>}</dd>)}</div>
      <div><dt>{t.migrations}</dt>{migrations.map(({ name, applied_at }) => <dd><code>{name}</code> · {formatInstant(applied_at, locale)}</dd>)}</div>
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
