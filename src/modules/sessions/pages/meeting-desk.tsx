import { inLocale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { ActionButton } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { meetingTexts } from '../meeting-messages.ts'
import type { MeetingDesk, MeetingRow } from '../meeting-queries.ts'
import { notesRefusal, wishesRefusal } from '../meeting-rules.ts'
import { sessionTexts } from '../messages.ts'
import type { SessionListed } from '../queries.ts'
import { runsSessions, span } from '../rules.ts'
import { meetingOutcomes } from '../schema.ts'
import { titleIn } from './sessions.tsx'

/** The plan of meetings for those who run the session; whoever only looks sees the same without the buttons. */
export function MeetingDeskPage({ session, desk }: { session: SessionListed; desk: MeetingDesk }) {
  const { locale, actor, now } = useView()
  const t = useTexts(meetingTexts), s = useTexts(sessionTexts)
  const path = `/${locale}/sessions/${session.id}`, base = `${path}/desk/meetings`
  const may = runsSessions(actor), open = may && wishesRefusal(session, now) === null
  const pair = (row: Pick<MeetingRow, 'one_vi' | 'one_en' | 'other_vi' | 'other_en'>): [string, string] => [inLocale(locale, row.one_vi, row.one_en), inLocale(locale, row.other_vi, row.other_en)]
  return (
    <Page title={`${t.desk}: ${titleIn(locale, session)}`} demonstration={session.demonstration} crumbs={[{ href: path, text: titleIn(locale, session) }, { href: `${path}/desk`, text: s.desk }]}>
      <h1>{t.desk}</h1>
      <p class="lead">{titleIn(locale, session)}</p>
      <p>{t.deskCounts(desk.meeters, desk.slots, desk.tables)}. {t.wishCounts(desk.states.asked, desk.states.accepted, desk.states.declined)}.</p>
      {session.meetings_published_at && <p class="meta">{t.publishedAt(formatInstant(session.meetings_published_at, locale))}</p>}
      {open && <section class="sheet"><div class="row"><ActionButton action={`${base}/plan`} text={t.run} />{desk.rows.some(({ state }) => state === 'planned') && <ActionButton action={`${base}/publication`} text={t.publish} kind="button second" />}</div><p class="meta">{t.runHelp} {t.publishHelp}</p></section>}
      <section><h2>{t.title}</h2>{desk.rows.length === 0 ? <p>{t.noRows}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.title}><table><caption class="hidden">{t.title}</caption>
        <thead><tr><th scope="col">{t.hour}</th><th scope="col">{t.table}</th><th scope="col">{t.one}</th><th scope="col">{t.other}</th><th scope="col">{t.score}</th><th scope="col">{t.state}</th><th scope="col">{t.outcome}</th></tr></thead>
        <tbody>{desk.rows.map((row) => { const [one, other] = pair(row)
          return <tr><td>{span(row, locale)}</td><td>{row.table_number}</td><td>{one}<br /><span class="meta">{row.one_name}</span></td><td>{other}<br /><span class="meta">{row.other_name}</span></td><td>{row.score ?? '–'}{row.mutual && <><br /><span class="meta">{t.mutual}</span></>}</td><td>{t.meetingStates[row.state]}</td>
            <td>{row.outcome && <span>{t.outcomes[row.outcome]}</span>}{may && notesRefusal(row, now) === null && <form method="post" action={`${base}/${row.id}/outcome`}><select name="outcome" aria-label={t.outcomeOf(`${one}, ${other}`)}>{meetingOutcomes.map((value) => <option value={value} selected={value === row.outcome}>{t.outcomes[value]}</option>)}</select> <button class="button second">{t.saveOutcome}</button></form>}</td></tr> })}</tbody>
      </table></div>}</section>
      <section><h2>{t.unmet}</h2>{desk.unmet.length === 0 ? <p>{t.noUnmet}</p> : <ul>{desk.unmet.map((row) => <li>{pair(row).join(' – ')}: {t.unmetShort[row.unmet ?? 'none']}{row.mutual && ` (${t.mutual})`}</li>)}</ul>}</section>
    </Page>
  )
}
