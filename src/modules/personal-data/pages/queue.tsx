import { formatDay, formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Choices, Form, TextArea } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { kindNames, stateNames } from '../messages.ts'
import { dataTexts } from '../page-messages.ts'
import type { QueuedRequest } from '../queries.ts'
import { isOpen, lastDay, standing } from '../rules.ts'
import { RequestFacts } from './own.tsx'

export function RequestQueuePage({ waiting, decided }: { waiting: QueuedRequest[]; decided: QueuedRequest[] }) {
  const { locale, actor } = useView()
  const t = useTexts(dataTexts)
  return (
    <Page title={t.queue} crumbs={[{ href: `/${locale}/administration`, text: t.queue }]}>
      <h1 id="queue">{t.queue}</h1>
      <p class="lead">{waiting.length ? t.queueLead : t.nothing}{!actor.staff_roles.includes('administrator') && ` ${t.read}`}</p>
      {waiting.length > 0 && <Rows requests={waiting} labelledby="queue" />}
      {decided.length > 0 && <><h2 id="decided">{t.decided}</h2><Rows requests={decided} labelledby="decided" /></>}
    </Page>
  )
}

function Rows({ requests, labelledby }: { requests: QueuedRequest[]; labelledby: string }) {
  const { locale, now } = useView()
  const t = useTexts(dataTexts)
  const kinds = useTexts(kindNames), states = useTexts(stateNames)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby={labelledby}><table>
      <thead><tr><th scope="col">{t.kind}</th><th scope="col">{t.who}</th><th scope="col">{t.received}</th><th scope="col">{t.state}</th><th scope="col">{t.due}</th></tr></thead>
      <tbody>{requests.map((request) => {
        const { due, overdue } = standing(request, now)
        const day = due ? formatDay(lastDay(due), locale) : formatInstant(request.handled_at ?? request.received_at, locale)
        return <tr><th scope="row"><a href={`/${locale}/administration/data-requests/${request.id}`}>{t.requestTitle(request.id)}: {kinds[request.kind].name}</a></th><td>{request.name}</td><td>{formatInstant(request.received_at, locale)}</td><td>{states[request.state]}</td><td>{overdue ? <span class="badge bad">{t.late(day)}</span> : day}</td></tr>
      })}</tbody>
    </table></div>
  )
}

/** One request with what an administrator may do about it. The form that was sent last shows what was typed; the others are empty. */
export function QueuedRequestPage({ request, forms }: { request: QueuedRequest; forms: Record<'answer' | 'extension' | 'decision', FormState> }) {
  const { locale, actor, now } = useView()
  const t = useTexts(dataTexts)
  const title = `${t.requestTitle(request.id)}: ${useTexts(kindNames)[request.kind].name}`
  const path = `/${locale}/administration/data-requests/${request.id}`
  const acts = actor.staff_roles.includes('administrator') && isOpen(request) && request.person_id !== actor.person_id
  const tooEarly = request.carry_out_after !== null && now < request.carry_out_after
  return (
    <Page title={title} width="narrow" crumbs={[{ href: `/${locale}/administration/data-requests`, text: t.queue }]}>
      <h1>{title}</h1>
      <div class="stack">
        <RequestFacts request={request} sender={request} />
        {acts && request.state === 'received' && <section class="sheet"><h2>{t.answerForm}</h2><Form action={`${path}/answer`} form={forms.answer} submit={t.answerForm} labels={{ answer: t.answerLabel }}><TextArea form={forms.answer} name="answer" label={t.answerLabel} help={t.answerHelp} /></Form></section>}
        {acts && !request.extended_at && <section class="sheet"><h2>{t.extendForm}</h2><Form action={`${path}/extension`} form={forms.extension} submit={t.extendForm} labels={{ reason: t.extendLabel }}><TextArea form={forms.extension} name="reason" label={t.extendLabel} help={t.extendHelp} /></Form></section>}
        {acts && <section class="sheet"><h2>{t.decideForm}</h2><Form action={`${path}/decision`} form={forms.decision} submit={t.decideForm} labels={{ decision: t.decision, outcome: t.outcomeLabel }} danger={request.kind === 'deletion'}>
          <Choices form={forms.decision} name="decision" label={t.decision} one options={[...(tooEarly ? [] : [{ value: 'complete', text: request.kind === 'deletion' ? t.carryOutNow : t.complete }]), { value: 'refuse', text: t.refuse }]} />
          <TextArea form={forms.decision} name="outcome" label={t.outcomeLabel} help={t.outcomeHelp} />
        </Form></section>}
      </div>
    </Page>
  )
}
