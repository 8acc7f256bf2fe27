import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, TextField, Hidden, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { apiRefusals, eventNames, stateNames, webhookTexts } from '../messages.ts'
import { type Webhook, type WebhookEventType, webhookEventTypes } from '../schema.ts'
import type { DeliveryShown } from '../webhook-queries.ts'

interface WebhooksProps { organisation: { id: number; name: string } | null; edits: boolean; webhooks: Webhook[]; form: FormState }

export function WebhooksPage({ organisation, edits, webhooks, form }: WebhooksProps) {
  const { locale } = useView()
  const t = useTexts(webhookTexts)
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead} <a href={`/${locale}/developers#webhooks`}>{t.how}</a></p>
      {organisation === null ? <p class="notice">{t.noOrganisation} <a href={`/${locale}/my/organisation`}>{t.choose}</a></p> : <>
        <h2>{t.list} · {organisation.name}</h2>
        <WebhookTable webhooks={webhooks} />
        {edits ? <section class="sheet"><h2>{t.new}</h2><NewWebhook organisationId={organisation.id} form={form} /></section> : <p class="meta">{t.editorsOnly}</p>}
      </>}
    </Page>
  )
}

function WebhookTable({ webhooks }: { webhooks: Webhook[] }) {
  const { locale } = useView()
  const t = useTexts(webhookTexts)
  if (webhooks.length === 0) return <p class="meta">{t.none}</p>
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={t.list}><table>
      <caption class="hidden">{t.list}</caption>
      <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.url}</th><th scope="col">{t.state}</th></tr></thead>
      <tbody>{webhooks.map((webhook) => <tr>
        <th scope="row"><a href={`/${locale}/my/webhooks/${webhook.id}`}>{webhook.name}</a></th><td><code>{webhook.url}</code></td><td>{stateOf(webhook, t)}</td>
      </tr>)}</tbody>
    </table></div>
  )
}
const stateOf = (webhook: Webhook, t: (typeof webhookTexts)['vi']): string => (webhook.disabled_at ? (webhook.disabled_because === 'failing' ? t.disabledFailing : t.disabled) : webhook.failing_since ? t.failing : t.active)

function NewWebhook({ organisationId, form }: { organisationId: number; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(webhookTexts)
  const names = useTexts(eventNames)
  return (
    <Form action={`/${locale}/my/webhooks`} form={form} submit={t.create} labels={{ name: t.name, url: t.url, event_types: t.events }} refusals={wording(useTexts(apiRefusals))}>
      <Hidden name="organisation_id" value={organisationId} />
      <TextField form={form} name="name" label={t.name} help={t.nameHelp} />
      <TextField form={form} name="url" label={t.url} help={t.urlHelp} inputmode="url" />
      <Choices form={form} name="event_types" label={t.events} options={webhookEventTypes.map((type) => ({ value: type, text: names[type] }))} />
    </Form>
  )
}

interface WebhookProps { webhook: Webhook; edits: boolean; deliveries: DeliveryShown[]; older: number | null; form: FormState }
export function WebhookPage({ webhook, edits, deliveries, older, form }: WebhookProps) {
  const { locale, now } = useView()
  const t = useTexts(webhookTexts)
  const names = useTexts(eventNames)
  const here = `/${locale}/my/webhooks/${webhook.id}`
  return (
    <Page title={`${t.title}: ${webhook.name}`}>
      <p><a href={`/${locale}/my/webhooks`}>{t.all}</a></p>
      <h1>{webhook.name}</h1>
      <dl class="facts">
        <dt>{t.url}</dt><dd><code>{webhook.url}</code></dd>
        <dt>{t.state}</dt><dd>{stateOf(webhook, t)}</dd>
        <dt>{t.events}</dt><dd><ul class="plain">{webhook.event_types.map((type) => <li>{names[type]} <code>{type}</code></li>)}</ul></dd>
      </dl>
      {webhook.former_secret_until && webhook.former_secret_until > now && <p class="notice">{t.overlap(formatInstant(webhook.former_secret_until, locale))}</p>}
      {edits && <div class="row">
        {webhook.disabled_at ? <ActionButton action={`${here}/enablement`} text={t.enable} /> : <>
          <ActionButton action={`${here}/test`} text={t.test} />
          <ActionButton action={`${here}/disablement`} text={t.disable} kind="button second" />
        </>}
        <ActionButton action={`${here}/secret`} text={t.rotate} fields={{ secret_version: webhook.secret_version }} kind="button second" />
        <span class="meta">{t.rotateHelp}</span>
      </div>}
      <h2>{t.deliveries}</h2>
      <Deliveries webhook={webhook} deliveries={deliveries} replays={edits && !webhook.disabled_at} />
      {older !== null && <p><a href={`${here}?before=${older}`}>{t.older}</a></p>}
      {edits && !webhook.disabled_at && <section class="sheet"><h2>{t.period}</h2>
        <p class="meta">{t.periodHelp}</p>
        <Form action={`${here}/replay`} form={form} submit={t.replayAll} labels={{ from: t.from, to: t.to }} refusals={wording(useTexts(apiRefusals))}>
          <TextField form={form} name="from" label={t.from} type="datetime-local" />
          <TextField form={form} name="to" label={t.to} type="datetime-local" />
        </Form>
      </section>}
    </Page>
  )
}

function Deliveries({ webhook, deliveries, replays }: { webhook: Webhook; deliveries: DeliveryShown[]; replays: boolean }) {
  const { locale } = useView()
  const t = useTexts(webhookTexts)
  const states = useTexts(stateNames)
  const names = useTexts(eventNames)
  if (deliveries.length === 0) return <p class="meta">{t.noDeliveries}</p>
  const result = ({ state, last_status, last_error, next_attempt_at, attempts }: DeliveryShown): string =>
    [states[state], last_status ?? '', state === 'delivered' ? '' : last_error, state === 'pending' && attempts > 0 && next_attempt_at ? t.next(formatInstant(next_attempt_at, locale)) : ''].filter(Boolean).join(' · ')
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={t.deliveries}><table>
      <caption class="hidden">{t.deliveries}</caption>
      <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.at}</th><th scope="col">{t.attempts}</th><th scope="col">{t.result}</th></tr></thead>
      <tbody>{deliveries.map((one) => <tr>
        <th scope="row">{names[one.type as WebhookEventType] ?? t.testName}<br /><code>{one.message_id}</code>{one.replay_of !== null && <><br /><span class="meta">{t.replayOf(one.replay_of)}</span></>}</th>
        <td>{formatInstant(one.created_at, locale)}</td><td>{one.attempts}</td>
        <td>{result(one)}{replays && one.state !== 'pending' && <form method="post" action={`/${locale}/my/webhooks/${webhook.id}/deliveries/${one.replay_of ?? one.id}/replay`}><button class="plain-button" aria-label={t.replayOne(one.id)}>{t.replay}</button></form>}</td>
      </tr>)}</tbody>
    </table></div>
  )
}

/** The one page that ever shows a webhook's secret. */
export function SecretPage({ webhookId, secret }: { webhookId: number; secret: string }) {
  const { locale } = useView()
  const t = useTexts(webhookTexts)
  return (
    <Page title={t.secretMade} width="narrow"><div class="sheet">
      <h1>{t.secretMade}</h1>
      <p class="notice warn">{t.once}</p>
      <p class="scroll" tabIndex={0}><code>{secret}</code></p>
      <p><a href={`/${locale}/developers#webhooks`}>{t.how}</a></p>
      <p><a href={`/${locale}/my/webhooks/${webhookId}`}>{t.back}</a></p>
    </div></Page>
  )
}
