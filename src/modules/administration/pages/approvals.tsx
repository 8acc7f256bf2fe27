import { formatNumber } from '../../../platform/money.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextArea, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { staffRoles } from '../../people/schema.ts'
import { RuleFields } from '../../rulebook/pages/fields.tsx'
import type { Rule } from '../../rulebook/schema.ts'
import type { Approval } from '../approval-queries.ts'
import { administrationTexts, approvalKindNames, approvalTexts, decisionNames, staffRoleNames } from '../messages.ts'
import { administers, readsAdministration } from '../rules.ts'
import type { ApprovalKind } from '../schema.ts'

/** What a proposal would do, in one line, with today's names. */
function useActLine(): (approval: Approval) => string {
  const { locale } = useView()
  const t = useTexts(approvalTexts)
  const roles = useTexts(staffRoleNames)
  return ({ act, from_name, into_name, person_name }) => {
    switch (act.kind) {
      case 'organisation_merge': return t.merge(from_name ?? `${act.data.from}, ${t.gone}`, into_name ?? `${act.data.into}, ${t.gone}`)
      case 'organisation_delete': return t.remove(from_name ?? `${act.data.organisation_id}, ${t.gone}`)
      case 'role_grant': return t.grant(roles[act.data.role], person_name ?? `${act.data.person_id}, ${t.gone}`)
      case 'rule_change': return t.change(act.data.code, formatNumber(act.data.value, locale), formatIsoDay(act.data.valid_from, locale))
    }
  }
}

/** A moderator proposes and follows, but has no administration to go back to. */
function useCrumbs(): { href: string; text: string }[] {
  const { locale, actor } = useView()
  const { title } = useTexts(administrationTexts)
  return readsAdministration(actor) ? [{ href: `/${locale}/administration`, text: title }] : []
}

export function ApprovalsPage({ open, past, administrators }: { open: Approval[]; past: Approval[]; administrators: number }) {
  const { locale, actor } = useView()
  const t = useTexts(approvalTexts)
  const names = useTexts(approvalKindNames)
  const path = `/${locale}/administration/approvals`
  const mine: ApprovalKind[] = actor.staff_roles.includes('administrator') ? ['organisation_merge', 'organisation_delete'] : actor.staff_roles.includes('moderator') ? ['organisation_merge'] : []
  return (
    <Page title={t.title} crumbs={useCrumbs()}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {administrators < 2 && <div class="notice" role="note"><p>{t.alone}</p></div>}
      {mine.length > 0 && <ul class="bare row">{mine.map((kind) => <li><a class="button second" href={`${path}/new?kind=${kind}`}>{t.proposeTitle(names[kind])}</a></li>)}</ul>}
      <h2 id="waiting">{t.waiting}</h2>
      {open.length === 0 ? <p class="sheet">{t.none}</p> : <Proposals rows={open} labelled="waiting" />}
      <h2 id="past">{t.past}</h2>
      {past.length === 0 ? <p class="sheet">{t.nonePast}</p> : <Proposals rows={past} labelled="past" />}
    </Page>
  )
}

function Proposals({ rows, labelled }: { rows: Approval[]; labelled: string }) {
  const { locale, now } = useView()
  const t = useTexts(approvalTexts)
  const kinds = useTexts(approvalKindNames)
  const decisions = useTexts(decisionNames)
  const line = useActLine()
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby={labelled}><table>
      <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.kind}</th><th scope="col">{t.proposed}</th><th scope="col">{t.state}</th></tr></thead>
      <tbody>{rows.map((row) => (
        <tr>
          <th scope="row"><a href={`/${locale}/administration/approvals/${row.id}`}>{line(row)}</a></th><td>{kinds[row.act.kind]}</td>
          <td>{t.proposedBy(row.proposer, formatInstant(row.proposed_at, locale))}</td>
          <td>{decisions[stateOf(row, now)]}{row.decider && row.decided_at && <> · {t.decided(row.decider, formatInstant(row.decided_at, locale))}</>}</td>
        </tr>
      ))}</tbody>
    </table></div>
  )
}
const stateOf = ({ decision, expires_at }: Approval, now: Date): keyof (typeof decisionNames)['vi'] => decision ?? (expires_at <= now ? 'lapsed' : 'open')

export function ApprovalPage({ approval, form }: { approval: Approval; form: FormState }) {
  const { locale, now, actor } = useView()
  const t = useTexts(approvalTexts)
  const kinds = useTexts(approvalKindNames)
  const decisions = useTexts(decisionNames)
  const title = useActLine()(approval)
  const path = `/${locale}/administration/approvals`
  const open = stateOf(approval, now) === 'open'
  const own = approval.proposed_by === actor.person_id
  return (
    <Page title={title} width="narrow" crumbs={[...useCrumbs(), { href: path, text: t.title }]}><div class="sheet">
      <h1>{title}</h1>
      <dl class="facts">
        <div><dt>{t.kind}</dt><dd>{kinds[approval.act.kind]}</dd></div>
        <div><dt>{t.proposed}</dt><dd>{t.proposedBy(approval.proposer, formatInstant(approval.proposed_at, locale))}</dd></div>
        <div><dt>{t.reason}</dt><dd class="pre">{approval.reason}</dd></div>
        <div><dt>{t.state}</dt><dd>{decisions[stateOf(approval, now)]}{approval.decider && approval.decided_at && <> · {t.decided(approval.decider, formatInstant(approval.decided_at, locale))}</>}</dd></div>
        {open && <div><dt>{t.until}</dt><dd>{formatInstant(approval.expires_at, locale)}</dd></div>}
        {approval.decision_reason && <div><dt>{t.decisionReason}</dt><dd class="pre">{approval.decision_reason}</dd></div>}
        {approval.act.kind === 'rule_change' && <RuleFacts data={approval.act.data} />}
      </dl>
      {open && own && <><p>{t.yours}</p><ActionButton action={`${path}/${approval.id}/withdrawal`} text={t.withdraw} kind="button second" /></>}
      {/* A refused decision is answered in words, also where this page would not offer the form. */}
      {((open && !own) || form.refusal) && administers(actor) && (
        <Form action={`${path}/${approval.id}/decision`} form={form} submit={t.save} labels={{ ...t, decision_reason: t.decisionReason }}>
          <Select form={form} name="decision" label={t.decision} options={[{ value: 'approved', text: t.approve }, { value: 'rejected', text: t.reject }]} />
          <TextArea form={form} name="decision_reason" label={t.decisionReason} help={t.decisionHelp} optional rows={3} />
        </Form>
      )}
    </div></Page>
  )
}

function RuleFacts({ data }: { data: { document: string; article: string; source: string; note: string; mark: string } }) {
  return <div><dt>{data.mark}</dt><dd>{[data.document, data.article, data.source, data.note].filter(Boolean).join(' · ')}</dd></div>
}

export function ProposePage({ kind, form, rule }: { kind: ApprovalKind; form: FormState; rule: Rule | null }) {
  const { locale } = useView()
  const t = useTexts(approvalTexts)
  const roles = useTexts(staffRoleNames)
  const title = t.proposeTitle(useTexts(approvalKindNames)[kind])
  const path = `/${locale}/administration/approvals`
  const number = (name: 'from' | 'into' | 'organisation_id' | 'person_id') => <TextField form={form} name={name} label={t[name]} help={t.numberHelp} inputmode="numeric" autocomplete="off" />
  return (
    <Page title={title} width="narrow" crumbs={[...useCrumbs(), { href: path, text: t.title }]}><div class="sheet">
      <h1>{title}</h1>
      <p>{t.lead}</p>
      <Form action={path} form={form} submit={t.propose} labels={t}>
        <Hidden name="kind" value={kind} />
        {kind === 'organisation_merge' && <>{number('from')}{number('into')}</>}
        {kind === 'organisation_delete' && number('organisation_id')}
        {kind === 'role_grant' && <>{number('person_id')}<Select form={form} name="role" label={t.role} options={staffRoles.map((role) => ({ value: role, text: roles[role] }))} /></>}
        {kind === 'rule_change' && <RuleFields form={form} rule={rule} />}
        <TextArea form={form} name="reason" label={t.reason} help={t.reasonHelp} rows={4} />
      </Form>
    </div></Page>
  )
}
