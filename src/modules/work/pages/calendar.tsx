import { formatDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { calendarTexts, workTexts } from '../messages.ts'

/** Where the address of one's own calendar is made, made anew and taken back. */
export function CalendarPage({ made_at, form = freshForm() }: { made_at: Date | null; form?: FormState }) {
  const { locale } = useView()
  const t = useTexts(calendarTexts)
  return (
    <Page title={t.title} width="narrow" crumbs={[{ href: `/${locale}/work`, text: useTexts(workTexts).title }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="stack">
        <p>{t.what}</p>
        <div class="notice"><p>{t.who}</p></div>
        <p>{made_at ? t.made(formatDay(made_at, locale)) : t.none}</p>
        <Form action={`/${locale}/my/calendar`} form={form} submit={made_at ? t.remake : t.make} labels={{}}><span /></Form>
        {made_at && <form method="post" action={`/${locale}/my/calendar/revocation`}><button class="button danger">{t.revoke}</button></form>}
      </div>
    </Page>
  )
}

/** The address, once. */
export function NewCalendarPage({ address }: { address: string }) {
  const { locale } = useView()
  const t = useTexts(calendarTexts)
  return (
    <Page title={t.title} width="narrow" crumbs={[{ href: `/${locale}/my/calendar`, text: t.title }]}>
      <h1>{t.title}</h1>
      <div class="sheet stack" role="status">
        <p>{t.once}</p>
        <p><code class="break">{address}</code></p>
        <p>{t.how}</p>
        <p><a href={address.replace(/^https?:/, 'webcal:')}>{t.open}</a></p>
      </div>
      <p><a href={`/${locale}/my/calendar`}>{t.back}</a></p>
    </Page>
  )
}
