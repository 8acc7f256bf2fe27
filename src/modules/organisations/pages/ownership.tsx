import { inLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, Select, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { formerNames, myTexts, organisationRefusals, ownershipTexts } from '../messages.ts'
import type { OpenTransfer } from '../queries.ts'
import { offerDays } from '../rules.ts'
import { formerRoles } from '../schema.ts'

interface Props {
  organisation: { id: number; name_vi: string; name_en: string }
  owner: boolean
  others: { id: number; name: string }[]
  transfers: readonly OpenTransfer[]
  form: FormState
}
/** An owner offers, the one asked takes it or not; everybody else has nothing to do here. */
export function OwnershipPage({ organisation, owner, others, transfers, form }: Props) {
  const { locale, actor } = useView()
  const t = useTexts(ownershipTexts)
  const former = useTexts(formerNames)
  const here = `/${locale}/my/organisation/ownership`
  const made = transfers.find((transfer) => transfer.from_person_id === actor.person_id), asked = transfers.filter((transfer) => transfer.to_person_id === actor.person_id)
  const words = wording(useTexts(organisationRefusals))
  const typed: FormState = { ...form, values: { becomes: 'editor', days: offerDays.usual, ...form.values } }
  return (
    <Page title={t.title} width="narrow" crumbs={[{ href: `/${locale}/my/organisation`, text: useTexts(myTexts).title }]}>
      <h1>{t.title}</h1>
      <p class="lead">{inLocale(locale, organisation.name_vi, organisation.name_en)}</p>
      <div class="stack">
        {asked.map((transfer) => (
          <section class="sheet"><h2>{t.forYou}</h2>
            <p>{t.from(transfer.from_name, formatDay(transfer.expires_at, locale))} {transfer.becomes === 'editor' ? t.formerStays : t.formerLeaves}</p>
            <Form action={`${here}/${transfer.id}/acceptance?organisation_id=${organisation.id}`} form={Number(form.values.transfer_id) === transfer.id ? form : { values: {}, errors: {}, refusal: null }} submit={t.accept} labels={t} refusals={words}><Hidden name="transfer_id" value={transfer.id} /></Form>
            <ActionButton action={`${here}/${transfer.id}/end`} text={t.decline} kind="button second" />
          </section>
        ))}
        {made ? (
          <section class="sheet"><h2>{t.open}</h2>
            <p>{t.offered(made.to_name, formatDay(made.expires_at, locale))} {t.afterwards(former[made.becomes])}</p>
            <ActionButton action={`${here}/${made.id}/end`} text={t.withdraw} kind="button second" />
          </section>
        ) : owner ? (
          <section class="sheet"><p>{t.lead}</p>
            {others.length === 0 ? <p>{t.nobody}</p> : (
              <Form action={`${here}?organisation_id=${organisation.id}`} form={typed} submit={t.offer} labels={t} refusals={words} danger>
                <Hidden name="organisation_id" value={organisation.id} />
                <Select form={typed} name="person_id" label={t.person_id} options={others.map(({ id, name }) => ({ value: String(id), text: name }))} />
                <Choices form={typed} name="becomes" label={t.becomes} one options={formerRoles.map((role) => ({ value: role, text: former[role] }))} />
                <TextField form={typed} name="days" label={t.days} inputmode="numeric" />
              </Form>)}
          </section>
        ) : asked.length === 0 && <p>{t.none}</p>}
      </div>
    </Page>
  )
}
