import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextArea, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { ConclusionBadge, ReportBadge, ReportLines } from '../../deals/pages/report-lines.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { reportWords } from '../../deals/report-messages.ts'
import type { ReportLine } from '../../deals/report-queries.ts'
import { roomRefusals } from '../messages.ts'
import { reportTexts } from '../report-messages.ts'
import type { PaperChoice, ReportShown, ReportVersionShown } from '../report-queries.ts'
import { ReportForm } from './report-form.tsx'

type Forms = Record<string, FormState>
const isWrong = (form: FormState): boolean => form.refusal !== null || Object.keys(form.errors).length > 0
const verdictTones = { passed: 'badge good', not_passed: 'badge bad', not_judged: 'badge' }

/** The test reports of a file, and for its sides the form another is written in. */
export function ReportsPage({ file, lines, papers, open, writes, forms }: { file: PartFile; lines: readonly ReportLine[]; papers: readonly PaperChoice[]; /** Whether the data room is open between the sides. */ open: boolean; writes: boolean; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(reportTexts)
  const room = `/${locale}/deals/${file.deal.id}/room`
  const form = forms.report ?? freshForm()
  return (
    <PartPage file={file} part="room" title={useTexts(reportWords).reports}>
      <p>{t.lead}</p>
      {file.as === 'staff' ? <p class="meta">{t.staffKnow}</p> : !open && <div class="notice"><p>{t.closed} <a href={`${room}#undertaking`}>{t.toRoom}</a></p></div>}
      <ReportLines file={file} lines={lines} />
      {writes && <details class="sheet" open={isWrong(form)}><summary>{t.write}</summary><ReportForm action={`${room}/reports`} form={form} papers={papers} /></details>}
    </PartPage>
  )
}

/** One report as it stands, the answer to it, and what it said before it was corrected. */
export function ReportPage({ file, report, papers, writes, answers, forms }: { file: PartFile; report: ReportShown; papers: readonly PaperChoice[]; /** Of its own side, may correct and withdraw it. */ writes: boolean; /** Of the other side, may answer it. */ answers: boolean; forms: Forms }) {
  const { locale } = useView()
  const t = useTexts(reportTexts)
  const words = useTexts(reportWords)
  const refusals = wording(useTexts(roomRefusals))
  const own = `/${locale}/deals/${file.deal.id}/room/reports/${report.id}`
  const [latest, ...earlier] = report.versions
  if (!latest) return null
  const answer = forms.answer ?? freshForm(), withdraw = forms.withdraw ?? freshForm(), correct = forms.correct ?? freshForm()
  return (
    <PartPage file={file} part="room" title={words.no(report.number)}>
      <p><ConclusionBadge conclusion={latest.conclusion} /> <ReportBadge state={report.state} /> <span class="meta">{words.version(latest.version)}</span></p>
      {report.withdrawn_at && <div class="notice"><p>{t.withdrawnBy(report.withdrawn_by_name, formatInstant(report.withdrawn_at, locale))}</p><Prose text={report.withdrawal_reason} /></div>}
      <ReportContent file={file} side={report.organisation_id} version={latest} current={report.state !== 'withdrawn'} />
      {answers && report.state === 'waiting' && <section class="sheet stack" id="answer">
        <p>{t.agreeHelp}</p>
        <ActionButton action={`${own}/answer`} text={t.agree} fields={{ answer: 'agreed', seen: latest.version }} />
        <details open={isWrong(answer)}><summary>{t.object_}</summary>
          <Form action={`${own}/answer`} form={answer} submit={t.object_} labels={t} refusals={refusals}><Hidden name="answer" value="objected" /><Hidden name="seen" value={latest.version} /><TextArea form={answer} name="answer_note" label={t.answer_note} rows={4} /></Form>
        </details>
      </section>}
      {writes && report.state !== 'withdrawn' && <details class="sheet" id="correct" open={isWrong(correct)}><summary>{t.correct}</summary><p>{t.correctHelp}</p><ReportForm action={`${own}/corrections`} form={correct} papers={papers} seen={latest.version} /></details>}
      {writes && (report.state === 'waiting' || report.state === 'objected') && <details class="sheet" open={isWrong(withdraw)}><summary>{t.withdraw}</summary>
        <Form action={`${own}/withdrawal`} form={withdraw} submit={t.withdraw} labels={t} refusals={refusals}><TextArea form={withdraw} name="withdrawal_reason" label={t.withdrawal_reason} rows={3} /></Form>
      </details>}
      {earlier.length > 0 && <section><h2>{t.earlier}</h2>{earlier.map((version) => (
        <details class="sheet"><summary>{t.earlierOf(version.version)} · {words.conclusions[version.conclusion]}</summary><ReportContent file={file} side={report.organisation_id} version={version} current={false} /></details>
      ))}</section>}
    </PartPage>
  )
}

function ReportContent({ file, side, version, current }: { file: PartFile; side: number; version: ReportVersionShown; current: boolean }) {
  const { locale } = useView()
  const t = useTexts(reportTexts)
  const words = useTexts(reportWords)
  const name = useName()
  const by = name(partyOf(file, side))
  const fact = (term: string, value: string) => value && <div><dt>{term}</dt><dd>{value}</dd></div>
  const days = version.tested_from === version.tested_to ? formatIsoDay(version.tested_to, locale) : `${formatIsoDay(version.tested_from, locale)} – ${formatIsoDay(version.tested_to, locale)}`
  return (
    <div class="stack">
      <dl class="facts sheet">
        {fact(t.object, version.object)}{fact(t.sample, version.sample)}{fact(t.method, version.method)}
        <div><dt>{t.tester}</dt><dd>{[t.testers[version.tester], version.tester_name, version.accreditation ? `${t.accreditation}: ${version.accreditation}` : version.tester === 'third_party' && t.noAccreditation].filter(Boolean).join(' · ')} <span class="meta">({t.declaredBy(by)})</span></dd></div>
        {fact(t.days, days)}{fact(t.place, version.place)}
        <div><dt>{t.conclusion}</dt><dd><ConclusionBadge conclusion={version.conclusion} /></dd></div>
        <div><dt>{t.standing}</dt><dd>{t.writtenBy(version.person_name, by, formatInstant(version.written_at, locale))}. {version.answered_at ? <>{t.answeredBy(version.answered_by_name, formatInstant(version.answered_at, locale))}: {words.states[version.answer ?? 'waiting']}</> : current && t.waits(formatIsoDay(version.due_on, locale))}</dd></div>
      </dl>
      {version.correction && <div><strong>{t.corrected}</strong><Prose text={version.correction} /></div>}
      {version.answer_note && <div class="notice bad"><strong>{words.states[version.answer ?? 'waiting']}</strong><Prose text={version.answer_note} /></div>}
      <div class="scroll" tabIndex={0} role="region" aria-label={`${t.quantities}, ${words.version(version.version)}`}><table>
        <thead><tr><th scope="col">{t.nameOf}</th><th scope="col">{t.requiredOf}</th><th scope="col">{t.measuredOf}</th><th scope="col">{t.unitOf}</th><th scope="col">{t.verdictOf}</th></tr></thead>
        <tbody>{version.quantities.map((one) => <tr><th scope="row">{one.name}</th><td>{one.required}</td><td>{one.measured}</td><td>{one.unit}</td><td><span class={verdictTones[one.verdict]}>{t.verdicts[one.verdict]}</span></td></tr>)}</tbody>
      </table></div>
      {version.remarks && <div><strong>{t.remarks}</strong><Prose text={version.remarks} /></div>}
      <div><strong>{t.documents}</strong>
        {version.papers.length === 0 ? <p class="meta">{t.papersNone}</p> : <ul>{version.papers.map((paper) => (
          <li><a href={`/${locale}/deals/${file.deal.id}/room/documents/${paper.room_document_id}`}>{paper.title}</a> <span class="meta">{t.paperVersion(paper.version)}</span> {paper.withdrawn_at && <span class="badge bad">{t.withdrawnPaper}</span>}</li>
        ))}</ul>}
      </div>
    </div>
  )
}
