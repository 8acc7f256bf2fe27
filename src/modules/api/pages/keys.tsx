import { formatDay, formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Choices, Form, Hidden, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { apiRefusals, keyTexts, scopeNames } from '../messages.ts'
import type { ShownKey } from '../queries.ts'
import { isLive, keyDays } from '../rules.ts'
import { apiScopes } from '../schema.ts'

interface KeysProps { organisation: { id: number; name: string } | null; owner: boolean; keys: ShownKey[]; form: FormState }

export function KeysPage({ organisation, owner, keys, form }: KeysProps) {
  const { locale } = useView()
  const t = useTexts(keyTexts)
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead} <a href={`/${locale}/developers`}>{t.description}</a> · <a href={`/${locale}/my/webhooks`}>{t.webhooks}</a></p>
      {organisation === null ? <p class="notice">{t.noOrganisation} <a href={`/${locale}/my/organisation`}>{t.state}</a></p> : <>
        <h2>{t.keys} · {organisation.name}</h2>
        <KeyTable keys={keys} owner={owner} />
        {owner ? <section class="sheet"><h2>{t.newKey}</h2><NewKey organisationId={organisation.id} form={form} /></section> : <p class="meta">{t.ownersOnly}</p>}
      </>}
    </Page>
  )
}

function NewKey({ organisationId, form }: { organisationId: number; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(keyTexts)
  const names = useTexts(scopeNames)
  return (
    <Form action={`/${locale}/my/api-keys`} form={form} submit={t.create} labels={{ name: t.name, scopes: t.scopes, days: t.days }} refusals={wording(useTexts(apiRefusals))}>
      <Hidden name="organisation_id" value={organisationId} />
      <TextField form={form} name="name" label={t.name} help={t.nameHelp} />
      <Choices form={form} name="scopes" label={t.scopes} options={apiScopes.map((scope) => ({ value: scope, text: names[scope] }))} />
      <TextField form={form} name="days" label={t.days} help={t.daysHelp(keyDays.longest)} inputmode="numeric" />
    </Form>
  )
}

function KeyTable({ keys, owner }: { keys: ShownKey[]; owner: boolean }) {
  const { locale, now, actor } = useView()
  const t = useTexts(keyTexts)
  const names = useTexts(scopeNames)
  if (keys.length === 0) return <p class="meta">{t.none}</p>
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={t.keys}><table>
      <caption class="hidden">{t.keys}</caption>
      <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.scopes}</th><th scope="col">{t.madeBy}</th><th scope="col">{t.until}</th><th scope="col">{t.lastUsed}</th><th scope="col">{t.state}</th></tr></thead>
      <tbody>{keys.map((key) => {
        const live = isLive(key, now)
        return <tr>
          <th scope="row">{key.name}<br /><code>{key.prefix}…</code></th>
          <td><ul class="plain">{key.scopes.map((scope) => <li>{names[scope]}</li>)}</ul></td>
          <td>{key.made_by}</td><td>{formatDay(key.expires_at, locale)}</td>
          <td>{key.last_used_at ? formatInstant(key.last_used_at, locale) : t.never}</td>
          <td>{live ? t.live : key.revoked_at ? t.revoked : t.ended}
            {live && (owner || key.person_id === actor.person_id) && <form method="post" action={`/${locale}/my/api-keys/${key.id}/revocation`}><button class="plain-button" aria-label={t.revokeKey(key.name)}>{t.revoke}</button></form>}</td>
        </tr>
      })}</tbody>
    </table></div>
  )
}

/** The one page that ever shows a key. */
export function NewKeyPage({ secret }: { secret: string }) {
  const { locale, publicUrl } = useView()
  const t = useTexts(keyTexts)
  return (
    <Page title={t.made} width="narrow"><div class="sheet">
      <h1>{t.made}</h1>
      <p class="notice warn">{t.once}</p>
      <p class="scroll" tabIndex={0}><code>{secret}</code></p>
      <p>{t.how}</p>
      <pre class="scroll" tabIndex={0}><code>{`curl -H 'Authorization: Bearer ${secret.slice(0, 11)}…' ${publicUrl}/api/v1/listings`}</code></pre>
      <p><a href={`/${locale}/my/api-keys`}>{t.back}</a></p>
    </div></Page>
  )
}
