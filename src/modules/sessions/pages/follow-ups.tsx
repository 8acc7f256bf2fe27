import { inLocale } from '../../../platform/locale.ts'
import { formatIsoDay, hanoiDay } from '../../../platform/time.ts'
import { BarChart } from '../../../web/ui/chart.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { followUpTexts } from '../follow-up-messages.ts'
import type { FollowUpBoard } from '../follow-up-queries.ts'
import { type FollowUpState, followUpState, followUpStates } from '../follow-up-rules.ts'
import { sessionTexts } from '../messages.ts'
import type { SessionListed } from '../queries.ts'
import { titleIn } from './sessions.tsx'

const tones: Record<FollowUpState, string> = { done: 'badge good', done_late: 'badge calm', late: 'badge bad', open: 'badge warn' }

/** What a session left to do and how far it is, for those who run or watch it. */
export function FollowUpsPage({ session, board: { rows, none } }: { session: SessionListed; board: FollowUpBoard }) {
  const { locale, now } = useView()
  const t = useTexts(followUpTexts)
  const path = `/${locale}/sessions/${session.id}`, today = hanoiDay(now)
  const judged = rows.map((row) => ({ ...row, state: followUpState(row, today) }))
  const counts: [string, number][] = [...followUpStates.map((state): [string, number] => [t.states[state], judged.filter((row) => row.state === state).length]), [t.none, none]]
  return (
    <Page title={`${t.title}: ${titleIn(locale, session)}`} demonstration={session.demonstration} crumbs={[{ href: path, text: titleIn(locale, session) }, { href: `${path}/desk`, text: useTexts(sessionTexts).desk }]}>
      <h1>{t.title}: {titleIn(locale, session)}</h1>
      <p class="lead">{t.lead}</p>
      {now < session.ends_at ? <p>{t.early}</p> : <>
        <BarChart id="follow-ups" title={t.title} description={t.chart(counts.map(([name, n]) => `${name} ${n}`).join(', '))} labels={counts.map(([name]) => name)} series={[{ name: t.count, tone: 'offer', values: counts.map(([, n]) => n) }]} />
        <table><caption class="hidden">{t.state}</caption><thead><tr><th scope="col">{t.state}</th><th scope="col" class="right">{t.count}</th></tr></thead><tbody>{counts.map(([name, n]) => <tr><th scope="row">{name}</th><td class="right">{n}</td></tr>)}</tbody></table>
        <p class="meta">{t.none}: {t.noneHelp}</p>
        {judged.length === 0 ? <p>{t.empty}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.title}><table><caption class="hidden">{t.title}</caption>
          <thead><tr><th scope="col">{t.work}</th><th scope="col">{t.who}</th><th scope="col">{t.about}</th><th scope="col">{t.due}</th><th scope="col">{t.state}</th></tr></thead>
          <tbody>{judged.map((row) => <tr><th scope="row">{t.kinds[row.kind]}</th><td>{inLocale(locale, row.organisation_vi, row.organisation_en) || t.hidden}</td>
            <td>{row.listing ? <a href={`/${locale}/${row.listing.kind}s/${row.listing.id}`}>{row.listing.titles[locale] ?? row.listing.titles.vi ?? row.listing.titles.en}</a> : t.with(inLocale(locale, row.other_vi, row.other_en))}</td>
            <td>{formatIsoDay(row.due_on, locale)}</td><td><span class={tones[row.state]}>{t.states[row.state]}</span>{row.done_on && <><br /><span class="meta">{t.doneOn} {formatIsoDay(row.done_on, locale)}</span></>}</td></tr>)}</tbody>
        </table></div>}</>}
    </Page>
  )
}
