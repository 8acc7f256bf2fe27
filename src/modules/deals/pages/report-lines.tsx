import { formatIsoDay } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import type { Conclusion, ReportAnswer } from '../../rooms/schema.ts'
import { type PartFile, partyOf } from '../part-queries.ts'
import { reportWords } from '../report-messages.ts'
import type { ReportLine } from '../report-queries.ts'
import { useName } from './parts.tsx'

const tones: Record<Conclusion | ReportAnswer | 'waiting' | 'withdrawn', string> = { meets: 'badge good', meets_in_part: 'badge warn', does_not_meet: 'badge bad', agreed: 'badge good', objected: 'badge bad', waiting: 'badge warn', withdrawn: 'badge' }
export function ConclusionBadge({ conclusion }: { conclusion: Conclusion }) { return <span class={tones[conclusion]}>{useTexts(reportWords).conclusions[conclusion]}</span> }
export function ReportBadge({ state }: { state: ReportAnswer | 'waiting' | 'withdrawn' }) { return <span class={tones[state]}>{useTexts(reportWords).states[state]}</span> }

/** What the test reports of a file say, a line for each; with the way to it for those who may read it. */
export function ReportLines({ file, lines }: { file: PartFile; lines: readonly ReportLine[] }) {
  const { locale } = useView()
  const t = useTexts(reportWords)
  const name = useName()
  if (lines.length === 0) return <p class="meta">{t.none}</p>
  return (
    <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.reports}><table>
      <thead><tr><th scope="col">{t.report}</th><th scope="col">{t.whose}</th><th scope="col">{t.object}</th><th scope="col">{t.tested_to}</th><th scope="col">{t.conclusion}</th><th scope="col">{t.standing}</th></tr></thead>
      <tbody>{lines.map(({ id, number, organisation_id, withdrawn, said }) => (
        <tr>
          <th scope="row">{said ? <a href={`/${locale}/deals/${file.deal.id}/room/reports/${id}`}>{t.no(number)}</a> : t.no(number)}{said && said.version > 1 && <div class="meta">{t.version(said.version)}</div>}</th>
          <td>{name(partyOf(file, organisation_id))}</td>
          {said ? <><td>{said.object}</td><td><time dateTime={said.tested_to}>{formatIsoDay(said.tested_to, locale)}</time></td><td><ConclusionBadge conclusion={said.conclusion} /><div class="meta">{t.counted(said.quantities, said.not_passed)}</div></td></> : <td colSpan={3}><span class="meta">{t.kept}</span></td>}
          <td>{said ? <ReportBadge state={withdrawn ? 'withdrawn' : said.answer ?? 'waiting'} /> : withdrawn && <ReportBadge state="withdrawn" />}</td>
        </tr>
      ))}</tbody>
    </table></div>
  )
}
