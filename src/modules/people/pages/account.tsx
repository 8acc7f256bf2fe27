import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { consentTexts } from '../../consents/messages.ts'
import { accountTexts, peopleRefusals } from '../messages.ts'
import { securityTexts } from '../security-messages.ts'
import { PasskeyPlace } from './passkey.tsx'

export function SignInPage({ form, next, provider }: { form: FormState; next: string; provider: string | null }) {
  const { locale } = useView()
  const t = useTexts(accountTexts)
  const s = useTexts(securityTexts)
  return (
    <Page title={t.signIn} width="narrow"><div class="sheet">
      <h1>{t.signIn}</h1>
      <Form action={`/${locale}/sign-in`} form={form} submit={t.signIn} labels={t} refusals={wording(useTexts(peopleRefusals))}
        aside={<a href={`/${locale}/forgot-password`}>{t.forgot}</a>}>
        <TextField form={form} name="email" label={t.email} type="email" autocomplete="username" />
        <TextField form={form} name="password" label={t.password} type="password" autocomplete="current-password" />
        {next && <Hidden name="next" value={next} />}
      </Form>
      <PasskeyPlace action={`/${locale}/sign-in/passkey`} kind="use" text={s.passkeySignIn} next={next} />
      {provider && <ActionButton action={`/${locale}/sign-in/provider`} fields={{ next }} text={s.withProvider(provider)} kind="button second" />}
      <p>{t.noAccount} <a href={`/${locale}/sign-up`}>{t.signUp}</a></p>
    </div></Page>
  )
}

export function SignUpPage({ form }: { form: FormState }) {
  const { locale } = useView()
  const t = useTexts(accountTexts)
  return (
    <Page title={t.signUp} width="narrow"><div class="sheet">
      <h1>{t.signUp}</h1>
      <p>{t.nextOrganisation}</p>
      <Form action={`/${locale}/sign-up`} form={form} submit={t.signUp} labels={t} refusals={wording(useTexts(peopleRefusals))}>
        <TextField form={form} name="name" label={t.name} autocomplete="name" />
        <TextField form={form} name="email" label={t.email} type="email" autocomplete="email" />
        <TextField form={form} name="password" label={t.password} type="password" help={t.passwordHelp} autocomplete="new-password" />
        <p><a href={`/${locale}/privacy`}>{useTexts(consentTexts).privacy}</a></p>
        <Choices form={form} name="terms" label={useTexts(consentTexts).agree} options={[{ value: 'yes', text: useTexts(consentTexts).tick }]} />
      </Form>
      <p>{t.haveAccount} <a href={`/${locale}/sign-in`}>{t.signIn}</a></p>
    </div></Page>
  )
}

export function CheckMailPage({ text }: { text: string }) {
  const { locale, production } = useView()
  const t = useTexts(accountTexts)
  return (
    <Page title={t.checkMail} width="narrow"><div class="sheet">
      <h1>{t.checkMail}</h1>
      <p>{text}</p>
      {!production && <p><a href={`/${locale}/mail`}>{t.development}</a></p>}
    </div></Page>
  )
}

export function ConfirmPage({ form, token }: { form: FormState; token: string }) {
  const { locale } = useView()
  const t = useTexts(accountTexts)
  return (
    <Page title={t.confirming} width="narrow"><div class="sheet">
      <h1>{t.confirming}</h1>
      <p>{t.confirmText}</p>
      <Form action={`/${locale}/confirm`} form={form} submit={t.confirm} labels={t} refusals={wording(useTexts(peopleRefusals))}
        aside={<a href={`/${locale}/forgot-password`}>{t.setByLetter}</a>}>
        <Hidden name="token" value={token} />
        <TextField form={form} name="password" label={t.password} type="password" autocomplete="current-password" />
      </Form>
    </div></Page>
  )
}

export function ForgotPage({ form }: { form: FormState }) {
  const { locale } = useView()
  const t = useTexts(accountTexts)
  return (
    <Page title={t.reset} width="narrow"><div class="sheet">
      <h1>{t.reset}</h1>
      <Form action={`/${locale}/forgot-password`} form={form} submit={t.send} labels={t}><TextField form={form} name="email" label={t.email} type="email" autocomplete="username" /></Form>
    </div></Page>
  )
}

export function NewPasswordPage({ form, token }: { form: FormState; token: string }) {
  const { locale } = useView()
  const t = useTexts(accountTexts)
  return (
    <Page title={t.reset} width="narrow"><div class="sheet">
      <h1>{t.reset}</h1>
      <Form action={`/${locale}/new-password`} form={form} submit={t.setPassword} labels={t} refusals={wording(useTexts(peopleRefusals))}>
        <Hidden name="token" value={token} />
        <TextField form={form} name="password" label={t.newPassword} type="password" help={t.passwordHelp} autocomplete="new-password" />
      </Form>
    </div></Page>
  )
}
