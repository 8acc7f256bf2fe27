import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, Select, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { accountSections, peopleRefusals } from '../messages.ts'
import { securityTexts } from '../security-messages.ts'

/** Everything that is one's own, by where it is. */
export function AccountHomePage({ email }: { email: string }) {
  const { locale, actor } = useView()
  const t = useTexts(securityTexts)
  return (
    <Page title={t.account} width="narrow">
      <h1>{t.account}</h1>
      <p class="lead">{actor.name} · {email}</p>
      <ul class="list">{Object.values(useTexts(accountSections)).map(({ href, title, line }) => <li class="card"><h2><a href={`/${locale}${href}`}>{title}</a></h2><p>{line}</p></li>)}</ul>
    </Page>
  )
}

/** One page, two forms: what a person is called, and where they are written to. */
export function ProfilePage({ profile, change, email }: { profile: FormState; change: FormState; email: string }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  const refusals = wording(useTexts(peopleRefusals))
  return (
    <Page title={t.profile} width="narrow" crumbs={[{ href: `/${locale}/my/account`, text: t.account }]}>
      <h1>{t.profile}</h1>
      <div class="stack">
        <div class="sheet">
          <Form action={`/${locale}/my/account/profile`} form={profile} submit={t.save} labels={t} refusals={refusals}>
            <TextField form={profile} name="name" label={t.name} autocomplete="name" />
            <TextField form={profile} name="position_vi" label={t.position_vi} optional lang="vi" />
            <TextField form={profile} name="position_en" label={t.position_en} optional lang="en" />
            <Select form={profile} name="locale" label={t.locale} empty={false} options={[{ value: 'vi', text: t.vietnamese }, { value: 'en', text: t.english }]} />
          </Form>
        </div>
        <section class="sheet">
          <h2>{t.emailTitle}</h2>
          <p>{t.emailNow(email)}</p>
          <Form action={`/${locale}/my/account/email-change`} form={change} submit={t.changeEmail} labels={t} refusals={refusals}>
            <TextField form={change} name="email" label={t.email} type="email" help={t.emailHelp} autocomplete="email" />
          </Form>
        </section>
      </div>
    </Page>
  )
}

/** Where the letter to a new address leads. */
export function ConfirmEmailPage({ form, token }: { form: FormState; token: string }) {
  const { locale } = useView()
  const t = useTexts(securityTexts)
  return (
    <Page title={t.emailTitle} width="narrow"><div class="sheet">
      <h1>{t.emailTitle}</h1>
      <p>{t.emailConfirmText}</p>
      <Form action={`/${locale}/my/account/email`} form={form} submit={t.confirmEmail} labels={t} refusals={wording(useTexts(peopleRefusals))}><Hidden name="token" value={token} /></Form>
    </div></Page>
  )
}
