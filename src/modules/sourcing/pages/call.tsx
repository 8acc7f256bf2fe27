import { inLocale } from '../../../platform/locale.ts'
import { formatDay, formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Form, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { callRefusals, callTexts } from '../call-messages.ts'
import type { CallFile, CallListed, Enquiry, InvitedListed } from '../call-queries.ts'
import type { Phase } from '../call-rules.ts'
import type { Question } from '../schema.ts'
import { SupplierList } from './call-form.tsx'

const tones: Record<Phase, string> = { draft: 'badge', open: 'badge good', over: 'badge warn', withdrawn: 'badge bad' }
export function PhaseBadge({ phase }: { phase: Phase }) { return <span class={tones[phase]}>{useTexts(callTexts).phases[phase]}</span> }

export function QuestionList({ questions }: { questions: readonly Question[] }) {
  const t = useTexts(callTexts)
  return <ol>{questions.map(({ text, kind, unit }) => <li>{text} <span class="meta">({t.kinds[kind]}{unit && `: ${unit}`})</span></li>)}</ol>
}

export type CallForms = { move?: FormState; withdraw?: FormState; answer?: { id: number; form: FormState } }
/** An invitation as its sender sees it: who was invited and how far they are, never what they answer before the last day is over. */
export function CallPage({ file, forms = {} }: { file: CallFile; forms?: CallForms }) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  const { call, phase, need, questions, suppliers, enquiries, invites } = file
  const base = `/${locale}/calls/${call.id}`
  const refusals = wording(useTexts(callRefusals))
  const last = formatIsoDay(call.deadline, locale)
  const draft = phase === 'draft'
  return (
    <Page title={`${t.title}: ${need.title}`} demonstration={need.demonstration} crumbs={[{ href: `/${locale}/my/calls`, text: t.mine }]}>
      <div class="row"><h1>{t.title}</h1><PhaseBadge phase={phase} /></div>
      <div class="stack">
        <p><a href={`/${locale}/needs/${need.id}`} lang={need.language === locale ? undefined : need.language}>{need.title}</a>. {t.until(last)}.</p>
        <Prose text={call.text} />
        <section><h2>{t.questions}</h2><QuestionList questions={questions} />{draft && invites && <p><a href={`${base}/edit`}>{t.edit}</a></p>}</section>
        <section><h2>{t.suppliers}</h2>
          {draft ? <><SupplierList suppliers={suppliers} />{invites && <p><a class="button second" href={`${base}/suppliers`}>{t.choose}</a></p>}</> : <Progress file={file} />}
        </section>
        {phase === 'over' && <p><a class="button" href={`${base}/answers`}>{t.toAnswers}</a></p>}
        {phase === 'open' && <div class="notice"><p>{t.sealed(last)}</p></div>}
        {phase === 'withdrawn' && <div class="notice warn"><p>{t.never}</p><p>{call.withdrawal_reason}</p></div>}
        {!draft && <section><h2>{t.enquiries}</h2><p class="meta">{t.enquiriesLead}</p><Enquiries enquiries={enquiries} answer={phase === 'open' && invites ? (one) => (
          <Form action={`${base}/enquiries/${one.id}`} form={forms.answer?.id === one.id ? forms.answer.form : freshForm()} submit={t.answerIt} labels={{ [`answer_${one.id}`]: t.answer }} refusals={refusals}><TextArea form={forms.answer?.id === one.id ? forms.answer.form : freshForm()} name={`answer_${one.id}`} label={t.answer} rows={3} /></Form>
        ) : null} /></section>}
        {draft && invites && <section class="sheet"><p>{t.sendHelp}</p><div class="row"><ActionButton action={`${base}/send`} text={t.send} /><ActionButton action={`${base}/discard`} text={t.discard} kind="button second" /></div></section>}
        {phase === 'open' && invites && <>
          <section class="sheet"><h2>{t.move}</h2><Form action={`${base}/deadline`} form={forms.move ?? freshForm({ deadline: call.deadline })} submit={t.move} labels={{ deadline: t.deadline }} refusals={refusals}><TextField form={forms.move ?? freshForm({ deadline: call.deadline })} name="deadline" type="date" label={t.deadline} help={t.deadlineHelp} /></Form></section>
          <section class="sheet"><h2>{t.withdraw}</h2><Form action={`${base}/withdrawal`} form={forms.withdraw ?? freshForm()} submit={t.withdraw} labels={{ reason: t.withdrawReason }} refusals={refusals} danger><TextArea form={forms.withdraw ?? freshForm()} name="reason" label={t.withdrawReason} rows={3} /></Form></section>
        </>}
      </div>
    </Page>
  )
}

/** Who has answered and who has not. */
function Progress({ file: { suppliers } }: { file: CallFile }) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  return <div class="scroll" tabIndex={0} role="region" aria-label={t.suppliers}><table>
    <caption class="hidden">{t.suppliers}</caption>
    <thead><tr><th scope="col">{t.supplier}</th><th scope="col">{t.state}</th></tr></thead>
    <tbody>{suppliers.map((supplier) => <tr>
      <th scope="row">{inLocale(locale, supplier.name_vi, supplier.name_en)}{!supplier.peopled && <><br /><span class="meta">{t.noMembers}</span></>}</th>
      <td>{t.states[supplier.state]}{supplier.decline_code && `: ${t.declines[supplier.decline_code]}`}{supplier.decline_note && <><br /><span class="meta">{supplier.decline_note}</span></>}{supplier.outcome && <><br />{t.outcomes[supplier.outcome]}</>}</td>
    </tr>)}</tbody>
  </table></div>
}

/** Questions and their answers; nobody is named. */
export function Enquiries({ enquiries, answer = null }: { enquiries: readonly Enquiry[]; answer?: ((one: Enquiry) => preact.JSX.Element) | null }) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  if (enquiries.length === 0) return <p>{t.noEnquiries}</p>
  return <ol class="list">{enquiries.map((one) => <li class="sheet">
    <p class="meta">{one.own && `${t.yours} · `}<time dateTime={one.asked_at.toISOString()}>{formatDay(one.asked_at, locale)}</time></p>
    <Prose text={one.question} />
    {one.answered_at ? <blockquote><Prose text={one.answer} /><p class="meta"><time dateTime={one.answered_at.toISOString()}>{formatInstant(one.answered_at, locale)}</time></p></blockquote> : answer ? answer(one) : <p class="meta">{t.waiting}</p>}
  </li>)}</ol>
}

/** Invitations the organisation sent, and those it received. */
export function CallsPage({ sent, received }: { sent: CallListed[]; received: InvitedListed[] }) {
  const { locale } = useView()
  const t = useTexts(callTexts)
  const row = (href: string, need: CallListed['need'], phase: Phase, deadline: string, said: string) => <tr>
    <th scope="row"><a href={href} lang={need.language === locale ? undefined : need.language}>{need.title}</a></th><td>{formatIsoDay(deadline, locale)}</td><td><PhaseBadge phase={phase} /></td><td>{said}</td>
  </tr>
  const table = (title: string, rows: preact.JSX.Element[]) => <section><h2>{title}</h2>{rows.length === 0 ? <p>{t.empty}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={title}><table>
    <caption class="hidden">{title}</caption><thead><tr><th scope="col">{t.need}</th><th scope="col">{t.deadline}</th><th scope="col">{t.state}</th><th scope="col">{t.answers}</th></tr></thead><tbody>{rows}</tbody></table></div>}</section>
  return (
    <Page title={t.mine}>
      <h1>{t.mine}</h1>
      {table(t.received, received.map(({ id, need, phase, deadline, state, outcome }) => row(`/${locale}/invited/${id}`, need, phase, deadline, outcome ? t.outcomes[outcome] : t.ownStates[state])))}
      {table(t.sent, sent.map(({ id, need, phase, deadline, answered, suppliers }) => row(`/${locale}/calls/${id}`, need, phase, deadline, t.count(answered, suppliers))))}
    </Page>
  )
}
