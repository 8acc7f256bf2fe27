import { daysBetween, formatIsoDay } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { dealTexts, stageNames } from '../messages.ts'
import { stepTexts } from '../step-messages.ts'
import { type IdleFile, mostIdle } from '../step-queries.ts'
import { useName } from './parts.tsx'
import { wordAction } from './step-line.tsx'

/** The deal officer’s list of files left lying, each with what would move it. */
export function IdlePage({ files, days, more, today }: { files: readonly IdleFile[]; days: number; more: boolean; today: string }) {
  const { locale } = useView()
  const t = useTexts(stepTexts)
  const deals = useTexts(dealTexts)
  const names = useTexts(stageNames)
  const name = useName()
  return (
    <Page title={t.idle} crumbs={[{ href: `/${locale}/deals`, text: deals.deals }]}>
      <h1>{t.idle}</h1>
      <p class="lead">{t.idleLead(days)}</p>
      {more && <p class="meta">{t.idleMore(mostIdle)}</p>}
      {files.length === 0 ? <div class="sheet"><p>{t.idleNone}</p></div> : <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.idle}><table>
        <thead><tr><th scope="col">{t.parties}</th><th scope="col">{t.step}</th><th scope="col">{t.why}</th><th scope="col">{t.last}</th><th scope="col">{t.next}</th></tr></thead>
        <tbody>{files.map(({ id, supplier, demander, step, why, due_on, last_on, action }) => (
          <tr>
            <th scope="row"><a href={`/${locale}/deals/${id}`}>{t.file(id)}</a><div class="meta">{name(supplier)} → {name(demander)}</div></th>
            <td>{names[step]}</td>
            <td><span class={`badge ${why === 'day_passed' ? 'bad' : 'warn'}`}>{t.whys[why]}</span>{due_on !== null && <div class="meta">{t.by(formatIsoDay(due_on, locale))}</div>}</td>
            <td><time dateTime={last_on}>{formatIsoDay(last_on, locale)}</time><div class="meta">{t.days(daysBetween(new Date(`${last_on}T00:00:00Z`), new Date(`${today}T00:00:00Z`)))}</div></td>
            <td>{action && <a href={`/${locale}${action.path}`}>{wordAction(action, locale)}</a>}</td>
          </tr>
        ))}</tbody>
      </table></div>}
    </Page>
  )
}
