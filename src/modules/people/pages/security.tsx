import type { ComponentChildren } from 'preact'
import { drawQr } from '../../../platform/qr.ts'
import { formatDay, formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { QrCode } from '../../../web/ui/qr.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Security, SessionRow } from '../account-queries.ts'
import { idleHours, sessionDays } from '../library.ts'
import { peopleRefusals } from '../messages.ts'
import { deviceOf } from '../rules.ts'
import { base32 } from '../second-factor.ts'
import { securityTexts } from '../security-messages.ts'
import { PasskeyPlace } from './passkey.tsx'

/** A page under “security”, with the way back. */
function Under({ title, children }: { title: string; children: ComponentChildren }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  return (
    <Page title={title} width="narrow" crumbs={[{ href: `/${locale}/my/account`, text: t.account }, { href: `/${locale}/my/account/security`, text: t.security }]}>
      <h1>{title}</h1>
      {children}
    </Page>
  )
}
const useRefusals = () => wording(useTexts(peopleRefusals))

export function SecurityPage({ security, provider }: { security: Security; provider: string | null }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  const at = `/${locale}/my/account`
  const State = ({ on, text }: { on: boolean; text: string }) => <span class={on ? 'badge good' : 'badge warn'}>{text}</span>
  return (
    <Page title={t.security} width="narrow" crumbs={[{ href: at, text: t.account }]}>
      <h1>{t.security}</h1>
      <ul class="list">
        <li class="card"><h2>{t.passwordTitle}</h2><p>{security.password ? t.passwordLine : t.noPassword}</p>{security.password && <p><a href={`${at}/password`}>{t.changePassword}</a></p>}</li>
        <li class="card"><h2>{t.factorTitle}</h2><p><State on={security.codes} text={security.codes ? t.on : t.off} /></p><p>{t.factorLine}</p><p><a href={`${at}/codes`}>{security.codes ? t.manage : t.factorOn}</a></p></li>
        <li class="card"><h2>{t.passkeys}</h2><p><State on={security.passkeys.length > 0} text={security.passkeys.length > 0 ? String(security.passkeys.length) : t.none} /></p><p>{t.passkeysLine}</p><p><a href={`${at}/passkeys`}>{security.passkeys.length > 0 ? t.manage : t.addPasskey}</a></p></li>
        <li class="card"><h2>{t.sessions}</h2><p>{t.sessionsLine}</p><p><a href={`${at}/sessions`}>{t.manage} ({security.sessions})</a></p></li>
        {provider && (
          <li class="card"><h2>{t.provider(provider)}</h2><p><State on={security.linked} text={security.linked ? t.linked : t.unlinked} /></p><p>{t.providerLine(provider)}</p>
            {security.linked ? <ActionButton action={`${at}/provider/removal`} text={t.unlink(provider)} kind="button danger" /> : <ActionButton action={`${at}/provider`} text={t.link(provider)} kind="button second" />}
          </li>
        )}
      </ul>
    </Page>
  )
}

export function PasswordPage({ form }: { form: FormState }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  return (
    <Under title={t.changePassword}><div class="sheet">
      <Form action={`/${locale}/my/account/password`} form={form} submit={t.changePassword} labels={t} refusals={useRefusals()}>
        <TextField form={form} name="current" label={t.current} type="password" autocomplete="current-password" />
        <TextField form={form} name="password" label={t.password} type="password" help={t.passwordHelp} autocomplete="new-password" />
      </Form>
    </div></Under>
  )
}

const CodeField = ({ form, label, help }: { form: FormState; label: string; help?: string }) =>
  <TextField form={form} name="code" label={label} help={help} autocomplete="one-time-code" />

/** Turning codes on and off; `waiting` is the secret an app still has to learn. */
export function CodesPage({ form, security, waiting }: { form: FormState; security: Security; waiting: { secret: string; address: string } | null }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  const at = `/${locale}/my/account`
  const own = security.password && <TextField form={form} name="password" label={t.yourPassword} type="password" autocomplete="current-password" />
  return (
    <Under title={t.factorTitle}>
      {security.codes ? (
        <div class="stack">
          <section class="sheet"><h2>{t.newCodes}</h2><p>{t.newCodesText}</p>
            <Form action={`${at}/backup-codes`} form={form} submit={t.newCodes} labels={{ ...t, password: t.yourPassword }} refusals={useRefusals()}>{own}</Form></section>
          <section class="sheet"><h2>{t.factorOff}</h2><p>{t.factorLine}</p><ActionButton action={`${at}/codes/removal`} text={t.factorOff} kind="button danger" /></section>
        </div>
      ) : waiting ? (
        <div class="sheet">
          <h2>{t.scan}</h2>
          <QrCode code={drawQr(waiting.address)} label={t.picture} />
          <p>{t.scanText} <code>{(base32(waiting.secret).match(/.{1,4}/g) ?? []).join(' ')}</code></p>
          <Form action={`${at}/codes/confirmation`} form={form} submit={t.finish} labels={t} refusals={useRefusals()}><CodeField form={form} label={t.code} help={t.codeHelp} /></Form>
          <ActionButton action={`${at}/codes/removal`} text={t.cancel} kind="button second" />
        </div>
      ) : (
        <div class="sheet"><p>{t.factorLine}</p><p>{t.enrolText}</p>
          <Form action={`${at}/codes`} form={form} submit={t.begin} labels={{ ...t, password: t.yourPassword }} refusals={useRefusals()}>{own}</Form></div>
      )}
    </Under>
  )
}

/** The backup codes, this once. */
export function BackupCodesPage({ codes }: { codes: string[] }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  return (
    <Under title={t.codes}>
      <p>{t.codesText}</p>
      <div class="sheet"><ol>{codes.map((code) => <li><code>{code}</code></li>)}</ol></div>
      <p><a class="button" href={`/${locale}/my/account/security`}>{t.codesKept}</a></p>
    </Under>
  )
}

export function PasskeysPage({ passkeys }: { passkeys: Security['passkeys'] }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  const at = `/${locale}/my/account/passkeys`
  return (
    <Under title={t.passkeys}>
      <p>{t.passkeysLine}</p>
      {passkeys.length === 0 ? <p>{t.noPasskeys}</p> : (
        <ul class="list">{passkeys.map(({ id, name, created_at }) => (
          <li class="card"><h2>{name || t.unnamed}</h2><p class="meta">{t.added(formatDay(created_at, locale))}</p><ActionButton action={`${at}/removal`} fields={{ id }} text={t.removePasskey(name || t.unnamed)} kind="button second" /></li>
        ))}</ul>
      )}
      <h2>{t.addPasskey}</h2>
      <div class="sheet">
        <PasskeyPlace action={at} kind="make" text={t.addPasskey}>
          <div class="field"><label for="f-name">{t.passkeyName}</label><span class="help" id="h-name">{t.passkeyNameHelp}</span><input id="f-name" name="name" type="text" maxLength={60} aria-describedby="h-name" /></div>
        </PasskeyPlace>
      </div>
    </Under>
  )
}

export function SessionsPage({ sessions, current }: { sessions: SessionRow[]; current: string }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  const named = (agent: string | null): string => { const device = deviceOf(agent); return device ? t.deviceOn(device.browser, device.system) : t.unknownDevice }
  const at = `/${locale}/my/account/sessions`
  return (
    <Under title={t.sessions}>
      <p>{t.sessionsLine} {t.idle(idleHours, sessionDays)}</p>
      <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.sessions}><table>
        <caption class="hidden">{t.sessions}</caption>
        <thead><tr><th scope="col">{t.device}</th><th scope="col">{t.address}</th><th scope="col">{t.since}</th><th scope="col">{t.seen}</th><th scope="col">{t.end}</th></tr></thead>
        <tbody>{sessions.map(({ id, ip_address, user_agent, created_at, last_seen_at }) => (
          <tr><th scope="row">{named(user_agent)}</th><td>{ip_address || '–'}</td><td>{formatInstant(created_at, locale)}</td><td>{formatInstant(last_seen_at, locale)}</td>
            <td>{id === current ? <span class="badge calm">{t.thisOne}</span> : (
              <form method="post" action={`${at}/end`}><Hidden name="id" value={id} /><button class="button second" aria-label={t.endThis(named(user_agent))}>{t.end}</button></form>
            )}</td></tr>
        ))}</tbody>
      </table></div>
      {sessions.length > 1 && <ActionButton action={`${at}/end-others`} text={t.endOthers} kind="button danger" />}
    </Under>
  )
}

/** Shows again who one is, by what the account has. */
export function ConfirmIdentityPage({ form, security, provider, next }: { form: FormState; security: Security; provider: string | null; next: string }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  const at = `/${locale}/confirm-identity`
  return (
    <Page title={t.confirmTitle} width="narrow"><div class="sheet">
      <h1>{t.confirmTitle}</h1>
      <p>{t.confirmText}</p>
      {(security.codes || security.password) && (
        <Form action={at} form={form} submit={t.continue} labels={{ ...t, password: t.yourPassword, code: t.stepCode }} refusals={useRefusals()}>
          {security.codes ? <CodeField form={form} label={t.stepCode} help={t.stepText} /> : <TextField form={form} name="password" label={t.yourPassword} type="password" autocomplete="current-password" />}
          <Hidden name="next" value={next} />
        </Form>
      )}
      {security.passkeys.length > 0 && <PasskeyPlace action={`${at}/passkey`} kind="use" text={t.confirmPasskey} next={next} />}
      {security.linked && provider && !security.password && <ActionButton action={`/${locale}/sign-in/provider`} fields={{ next }} text={t.confirmWith(provider)} kind="button second" />}
    </div></Page>
  )
}

/** The second step of signing in. */
export function CodePage({ form, next }: { form: FormState; next: string }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  return (
    <Page title={t.step} width="narrow"><div class="sheet">
      <h1>{t.step}</h1>
      <p>{t.stepText}</p>
      <Form action={`/${locale}/sign-in/code`} form={form} submit={t.continue} labels={{ ...t, code: t.stepCode }} refusals={useRefusals()} aside={<a href={`/${locale}/sign-in${next ? `?next=${encodeURIComponent(next)}` : ''}`}>{t.restart}</a>}>
        <CodeField form={form} label={t.stepCode} />
        {next && <Hidden name="next" value={next} />}
      </Form>
    </div></Page>
  )
}
