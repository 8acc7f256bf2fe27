import { isStaff } from '../../../core/context.ts'
import { daysBetween, formatDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, TextArea } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { GradeMark } from '../../listings/grades.tsx'
import { listingPath } from '../../listings/pages/card.tsx'
import { type ListingView, textIn } from '../../listings/queries.ts'
import { evidenceStateNames, evidenceTexts, reporterNames } from '../messages.ts'
import type { ClaimShown, EvidenceShown, WaitingEvidence } from '../queries.ts'
import { ClaimFacts, EvidenceItem, Stands, Statement, statementIn } from './claim.tsx'
import { EvidenceForm } from './own.tsx'

/** What waits to be compared, the longest on top. */
export function QueuePage({ waiting }: { waiting: WaitingEvidence[] }) {
  const { locale, now, actor } = useView()
  const t = useTexts(evidenceTexts)
  const days = (since: Date): string => { const n = daysBetween(since, now); return locale === 'vi' ? `${n} ngày` : n === 1 ? '1 day' : `${n} days` }
  return (
    <Page title={t.queue} crumbs={[{ href: `/${locale}/moderation`, text: t.toModeration }]}>
      <h1>{t.queue}</h1>
      <p>{t.queueLead}</p>
      {!isStaff('moderator')(actor) && <p class="notice">{t.readOnly}</p>}
      {waiting.length === 0 ? <p>{t.queueNone}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.queue}><table>
        <thead><tr><th scope="col">{t.claim}</th><th scope="col">{t.listing}</th><th scope="col">{t.gradeAsked}</th><th scope="col">{t.result}</th><th scope="col">{t.since}</th></tr></thead>
        <tbody>{waiting.map((row) => <tr>
          <th scope="row"><a href={`/${locale}/moderation/evidence/${row.id}`}>{statementIn(row, locale)}</a></th>
          <td><a href={`/${locale}${listingPath({ kind: row.kind, id: row.listing_id })}`}>{row.title}</a>{row.own && <> <span class="badge">{t.ownOne}</span></>}</td>
          <td><GradeMark grade={row.grade} locale={locale} /></td>
          <td>{t[row.result]}</td>
          <td><time dateTime={row.added_at.toISOString()}>{formatDay(row.added_at, locale)}</time> ({days(row.added_at)})</td>
        </tr>)}</tbody>
      </table></div>}
    </Page>
  )
}

interface ComparePageProps { evidence: EvidenceShown; claim: ClaimShown; listing: ListingView; form: FormState; opens: (one: EvidenceShown) => boolean }
/** One piece beside the claim it is for, with a decision for who may make it. */
export function ComparePage({ evidence, claim, listing, form, opens }: ComparePageProps) {
  const { locale, actor } = useView()
  const t = useTexts(evidenceTexts)
  const base = `/${locale}/moderation/evidence`
  const moderator = isStaff('moderator')(actor)
  const decides = moderator && evidence.state === 'waiting' && !evidence.withdrawn_at && !claim.withdrawn_at
  return (
    <Page title={t.compare} width="narrow" crumbs={[{ href: `/${locale}/moderation`, text: t.toModeration }, { href: base, text: t.queue }]}>
      <h1>{t.compare}</h1>
      <p>{t.listing}: <a href={`/${locale}${listingPath(listing)}`}>{textIn(listing, locale)?.title ?? ''}</a></p>
      <section class="sheet"><Statement claim={claim} level="h2" /><ClaimFacts claim={claim} /><Stands claim={claim} /></section>
      <section class="sheet"><h2>{t.evidence}</h2><EvidenceItem one={evidence} claim={claim} opens={opens(evidence)} />
        <p class="meta">{useTexts(evidenceStateNames)[evidence.state]} · {t.reportedBy} {useTexts(reporterNames)[evidence.reported_by]}{evidence.decided_at && <> · {t.decided} {formatDay(evidence.decided_at, locale)}</>}</p>
        {evidence.decision_reason && <p>{t.reason}: {evidence.decision_reason}</p>}
        {evidence.withdrawn_at && <p>{t.withdrawnOn(formatDay(evidence.withdrawn_at, locale))}. {evidence.withdrawal_reason}</p>}
      </section>
      {decides && <section class="sheet"><h2>{t.decision}</h2>
        <ActionButton action={`${base}/${evidence.id}/confirmation`} text={t.confirm} />
        <Form action={`${base}/${evidence.id}/refusal`} form={form} submit={t.refuse} labels={{ reason: t.refusedBecause }} danger><TextArea form={form} name="reason" label={t.refusedBecause} help={t.refuseHelp} rows={3} /></Form>
      </section>}
      {moderator && evidence.reported_by !== 'owner' && !evidence.withdrawn_at && <section class="sheet"><h2>{t.withdrawEvidence}</h2>
        <Form action={`${base}/${evidence.id}/withdrawal`} form={form} submit={t.withdrawEvidence} labels={{ reason: t.reason }} danger><TextArea form={form} name="reason" label={t.reason} help={t.reasonHelp} rows={3} /></Form>
      </section>}
      {!moderator && <p class="notice">{t.readOnly}</p>}
      <section><h2>{t.otherEvidence}</h2><ul class="list">{claim.evidence.map((one) => <li><a href={`${base}/${one.id}`} aria-current={one.id === evidence.id ? 'page' : undefined}>{one.title}</a> <span class="meta">{useTexts(evidenceStateNames)[one.state]}</span></li>)}</ul></section>
    </Page>
  )
}

/** Where a moderator enters a test that contradicts a claim. */
export function FailedTestPage({ claim, listing, form, maxBytes }: { claim: ClaimShown; listing: ListingView; form: FormState; maxBytes: number }) {
  const { locale, actor } = useView()
  const t = useTexts(evidenceTexts)
  return (
    <Page title={t.failedTitle} width="narrow" crumbs={[{ href: `/${locale}/moderation/evidence`, text: t.queue }, { href: `/${locale}${listingPath(listing)}`, text: textIn(listing, locale)?.title ?? '' }]}>
      <h1>{t.failedTitle}</h1>
      <p>{t.failedLead}</p>
      <section class="sheet"><Statement claim={claim} level="h2" /><ClaimFacts claim={claim} /><Stands claim={claim} /></section>
      {isStaff('moderator')(actor) && !claim.withdrawn_at
        ? <section class="sheet"><EvidenceForm action={`/${locale}/moderation/evidence/claims/${claim.id}`} form={form} submit={t.record} months={0} maxBytes={maxBytes} by="moderator" /></section>
        : <p class="notice">{t.readOnly}</p>}
      <section><h2>{t.otherEvidence}</h2><ul class="list">{claim.evidence.map((one) => <li><a href={`/${locale}/moderation/evidence/${one.id}`}>{one.title}</a> <span class="meta">{useTexts(evidenceStateNames)[one.state]}</span></li>)}</ul></section>
    </Page>
  )
}
