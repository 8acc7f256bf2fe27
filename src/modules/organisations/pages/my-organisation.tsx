import { inLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { fileTexts, legalTexts, myTexts, organisationRefusals, organisationTexts, ownershipTexts, proofTexts, roleHelp, roleNames } from '../messages.ts'
import type { InvitationForMe, MyOrganisation, OpenTransfer } from '../queries.ts'
import { mayRequest } from '../rules.ts'
import { type MemberRole, memberRoles } from '../schema.ts'
import { Decisions, OrganisationBadge } from './parts.tsx'

interface Props {
  /** Null where this person acts for no organisation. */
  mine: MyOrganisation | null
  /** The reader's own role in it. */
  role: MemberRole | null
  /** The other organisations of this person. */
  others: { id: number; name: string }[]
  addressed: InvitationForMe[]
  /** Ownership offered to this person. */
  offers: OpenTransfer[]
  /** The invitation form. */
  form: FormState
}

export function MyOrganisationPage({ mine, role, others, addressed, offers, form }: Props) {
  const { locale } = useView()
  const t = useTexts(myTexts)
  const title = mine ? inLocale(locale, mine.organisation.name_vi, mine.organisation.name_en) : t.title
  return (
    <Page title={mine ? `${t.title}: ${title}` : t.title} demonstration={mine?.organisation.demonstration ?? false}>
      <h1>{title}</h1>
      <div class="stack">
        <Addressed invitations={addressed} />
        {offers.map((offer) => <p class="notice">{useTexts(ownershipTexts).from(offer.from_name, formatDay(offer.expires_at, locale))} <a href={`/${locale}/my/organisation/ownership?organisation_id=${offer.organisation_id}`}>{inLocale(locale, offer.name_vi, offer.name_en)}: {useTexts(ownershipTexts).title}</a></p>)}
        {mine ? <Organisation mine={mine} role={role} form={form} /> : others.length > 0 ? null : <Nowhere />}
        {others.length > 0 && (
          <section class="sheet"><h2>{mine ? t.others : t.choose}</h2>
            <ul class="bare row">{others.map(({ id, name }) => <li><ActionButton action={`/${locale}/acting`} text={t.actFor(name)} fields={{ organisation_id: id }} kind="button second" /></li>)}</ul>
          </section>
        )}
        {(mine || others.length > 0) && <p><a href={`/${locale}/organisations/new`}>{t.createAnother}</a></p>}
      </div>
    </Page>
  )
}

function Nowhere() {
  const { locale } = useView()
  const t = useTexts(myTexts)
  return (
    <div class="sheet">
      <h2>{t.none}</h2>
      <p>{t.noneText}</p>
      <ul><li>{t.byCreating}</li><li>{t.byInvitation}</li></ul>
      <p>{t.imported}</p>
      <p><a class="button" href={`/${locale}/organisations/new`}>{useTexts(organisationTexts).create}</a></p>
    </div>
  )
}

function Addressed({ invitations }: { invitations: InvitationForMe[] }) {
  const { locale } = useView()
  const t = useTexts(myTexts)
  const roles = useTexts(roleNames)
  if (invitations.length === 0) return null
  return (
    <section><h2>{t.invitations}</h2><ul class="list">{invitations.map((invitation) => (
      <li class="card"><h3>{inLocale(locale, invitation.name_vi, invitation.name_en)}</h3><p>{t.invitedAs(roles[invitation.role], formatDay(invitation.expires_at, locale))}</p>
        <ActionButton action={`/${locale}/my/invitations/${invitation.id}/acceptance`} text={t.accept} /></li>
    ))}</ul></section>
  )
}

function Organisation({ mine, role, form }: { mine: MyOrganisation; role: MemberRole | null; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(myTexts)
  const { organisation } = mine
  const owner = role === 'owner'
  const own = { organisation_id: organisation.id }
  const here = `/${locale}/my/organisation`, of = `?organisation_id=${organisation.id}`
  return (
    <div class="split">
      <div class="stack">
        <p class="row">
          {(owner || role === 'editor') && <a class="button" href={`/${locale}/my/organisation/edit`}>{t.edit}</a>}
          <a class="button second" href={`/${locale}/organisations/${organisation.id}`}>{t.publicPage}</a>
        </p>
        {(owner || role === 'editor') && <ul class="bare row">
          <li><a href={`${here}/legal${of}`}>{useTexts(legalTexts).title}</a></li><li><a href={`${here}/proofs${of}`}>{useTexts(proofTexts).title}</a></li>
          <li><a href={`${here}/history${of}`}>{useTexts(fileTexts).history}</a></li>{owner && <li><a href={`${here}/ownership${of}`}>{useTexts(ownershipTexts).title}</a></li>}
        </ul>}
        <Members mine={mine} owner={owner} />
        {mine.invitations.length > 0 && <Pending mine={mine} owner={owner} />}
        {owner && <Invite form={form} organisationId={organisation.id} />}
        {mine.decisions.length > 0 && <section><h2 id="decisions">{t.history}</h2><Decisions decisions={mine.decisions} id="decisions" /></section>}
        <section><h2>{t.leave}</h2><p>{t.leaveText}</p><ActionButton action={`/${locale}/my/organisation/departure`} text={t.leave} fields={own} kind="button danger" /></section>
      </div>
      <Standing mine={mine} owner={owner} />
    </div>
  )
}

function Members({ mine: { organisation, members }, owner }: { mine: MyOrganisation; owner: boolean }) {
  const { locale, actor } = useView()
  const t = useTexts(myTexts)
  const roles = useTexts(roleNames)
  const base = `/${locale}/my/organisation/members`
  return (
    <section><h2 id="members">{t.members}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="members"><table>
        <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.email}</th><th scope="col">{t.role}</th><th scope="col">{t.since}</th>{owner && <th scope="col">{t.action}</th>}</tr></thead>
        <tbody>{members.map((member) => (
          <tr>
            <th scope="row">{member.name} {member.id === actor.person_id && t.you}</th><td>{member.email}</td>
            <td>{owner
              ? <form method="post" action={`${base}/${member.id}/role`} class="row"><Hidden name="organisation_id" value={organisation.id} />
                <select name="role" aria-label={t.changeRoleOf(member.name)}>{memberRoles.map((role) => <option value={role} selected={role === member.role}>{roles[role]}</option>)}</select>
                <button class="button second" aria-label={`${t.change}: ${t.changeRoleOf(member.name)}`}>{t.change}</button></form>
              : roles[member.role]}</td>
            <td><time dateTime={member.since.toISOString()}>{formatDay(member.since, locale)}</time></td>
            {owner && <td>{member.id !== actor.person_id && <form method="post" action={`${base}/${member.id}/removal`}><Hidden name="organisation_id" value={organisation.id} /><button class="button danger" aria-label={t.removeName(member.name)}>{t.remove}</button></form>}</td>}
          </tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}

function Pending({ mine: { organisation, invitations }, owner }: { mine: MyOrganisation; owner: boolean }) {
  const { locale } = useView()
  const t = useTexts(myTexts)
  const roles = useTexts(roleNames)
  return (
    <section><h2 id="pending">{t.pending}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="pending"><table>
        <thead><tr><th scope="col">{t.email}</th><th scope="col">{t.role}</th><th scope="col">{t.invitedBy}</th><th scope="col">{t.until}</th>{owner && <th scope="col">{t.action}</th>}</tr></thead>
        <tbody>{invitations.map((invitation) => (
          <tr><th scope="row">{invitation.email}</th><td>{roles[invitation.role]}</td><td>{invitation.invited_by}</td><td>{formatDay(invitation.expires_at, locale)}</td>
            {owner && <td><form method="post" action={`/${locale}/my/organisation/invitations/${invitation.id}/withdrawal`}><Hidden name="organisation_id" value={organisation.id} /><button class="button second" aria-label={t.withdrawFor(invitation.email)}>{t.withdraw}</button></form></td>}</tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}

function Invite({ form, organisationId }: { form: FormState; organisationId: number }) {
  const { locale } = useView()
  const t = useTexts(myTexts)
  const help = useTexts(roleHelp)
  return (
    <section class="sheet"><h2>{t.invite}</h2><p>{t.inviteText}</p>
      <Form action={`/${locale}/my/organisation/invitations`} form={form} submit={t.send} labels={t} refusals={wording(useTexts(organisationRefusals))}>
        <Hidden name="organisation_id" value={organisationId} />
        <TextField form={form} name="email" label={t.email} type="email" autocomplete="off" />
        <Select form={{ ...form, values: { role: 'editor', ...form.values } }} name="role" label={t.role} options={memberRoles.map((role) => ({ value: role, text: help[role] }))} empty={false} />
      </Form>
    </section>
  )
}

/** How the organisation stands with the Exchange, and what its owners can do about it. */
function Standing({ mine: { organisation, merged, verified_by, proofs }, owner }: { mine: MyOrganisation; owner: boolean }) {
  const { locale, now } = useView()
  const t = useTexts(myTexts)
  const { verification, renewal_requested_at } = organisation
  const asks = mayRequest(organisation, now)
  const said = { verified: renewal_requested_at ? t.renewing : asks ? t.renewText : t.verified, submitted: t.waiting, refused: t.again, expired: t.ended, unverified: t.requestText }
  return (
    <aside aria-labelledby="verification"><div class="sheet">
      <h2 id="verification">{t.verification}</h2>
      <p><OrganisationBadge standing={{ ...organisation, verified_by }} full own /></p>
      <p>{said[verification]}</p>
      {asks && (!owner ? <p class="meta">{t.ownersOnly}</p>
        : proofs === 0 ? <p><a class="button" href={`/${locale}/my/organisation/proofs?organisation_id=${organisation.id}`}>{useTexts(proofTexts).add}</a> <span class="meta">{t.needsProof}</span></p>
          : <>{!organisation.tax_code && <p class="meta">{t.withoutTaxCode}</p>}<ActionButton action={`/${locale}/my/organisation/verification`} text={verification === 'verified' ? t.renew : t.request} fields={{ organisation_id: organisation.id }} /></>)}
      {merged.length > 0 && <><h3>{t.mergedIn}</h3><ul>{merged.map((one) => <li>{inLocale(locale, one.name_vi, one.name_en)}</li>)}</ul></>}
    </div></aside>
  )
}
