import { formatNumber } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { LogHead } from '../sealing.ts'
import { logTexts } from '../texts.ts'

const dayOf = (day: string, locale: 'vi' | 'en'): string => (locale === 'vi' ? day.split('-').toReversed().join('/') : day)

/** What the log is, how anybody can check it, and the heads to check it by. */
export function LogPage({ heads, latest, older, paged }: { heads: LogHead[]; latest: LogHead | null; older: string | null; paged: boolean }) {
  const { locale } = useView()
  const t = useTexts(logTexts)
  const n = (value: number): string => formatNumber(value, locale)
  return (
    <Page title={t.title} description={t.lead} path="/log" indexed>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <h2>{t.howTitle}</h2>
      {t.how.map((text) => <p>{text}</p>)}
      <h2>{t.checkTitle}</h2>
      <ol>{t.check.map((text) => <li>{text}</li>)}</ol>
      <h2>{t.latest}</h2>
      {latest ? <><p>{t.latestText(n(latest.position), dayOf(latest.day, locale), latest.closed_at === null)}</p><p><code>{latest.head}</code></p></> : <p>{t.nothing}</p>}
      <h2 id="heads">{t.heads}</h2>
      {heads.length === 0 ? <p>{t.noHeads}</p> : (
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="heads"><table>
          <thead><tr><th scope="col">{t.day}</th><th scope="col" class="right">{t.events}</th><th scope="col" class="right">{t.position}</th><th scope="col">{t.head}</th><th scope="col">{t.closed}</th></tr></thead>
          <tbody>{heads.map(({ day, events, position, head, closed_at }) => (
            <tr><th scope="row"><time dateTime={day}>{dayOf(day, locale)}</time></th><td class="right">{n(events)}</td><td class="right">{n(position)}</td><td><code>{head}</code></td><td>{closed_at && formatInstant(closed_at, locale)}</td></tr>
          ))}</tbody>
        </table></div>
      )}
      <div class="row">
        {paged && <a href={`/${locale}/log`}>{t.newest}</a>}
        {older && <a href={`/${locale}/log?before=${older}`} rel="next">{t.older}</a>}
        <a href={`/${locale}/log/heads.csv`}>{t.csv}</a>
      </div>
    </Page>
  )
}
