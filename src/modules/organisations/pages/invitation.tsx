import { inLocale } from '../../../platform/locale.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { myTexts, organisationRefusals, roleNames } from '../messages.ts'
import type { InvitationShown } from '../queries.ts'
import type { OrganisationRefusal } from '../rules.ts'

/** What the letter's link shows: who invites, and a button, or the reason why there is none. */
export function InvitationPage({ invitation, token, refusal, form }: { invitation: InvitationShown; token: string; refusal: OrganisationRefusal | null; form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(myTexts)
  const words = wording(useTexts(organisationRefusals))
  const here = `/${locale}/invitations/${token}`
  return (
    <Page title={t.invitation} width="narrow"><div class="sheet">
      <h1>{t.invitation}</h1>
      <p class="lead">{t.invitationText(invitation.inviter, inLocale(locale, invitation.name_vi, invitation.name_en), useTexts(roleNames)[invitation.role])}</p>
      {refusal && !form.refusal ? <p class="notice warn">{words(refusal)}</p>
        : actor.person_id === null
          ? <><p>{t.invitationFor(invitation.email)} {t.signInToAccept}</p>
            <p class="row"><a class="button" href={`/${locale}/sign-in?next=${encodeURIComponent(here)}`}>{t.signIn}</a><a class="button second" href={`/${locale}/sign-up`}>{t.signUp}</a></p></>
          : <Form action={here} form={form} submit={t.accept} labels={t} refusals={words}>{null}</Form>}
    </div></Page>
  )
}
