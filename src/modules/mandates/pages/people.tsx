import { randomUUID } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import { formatDay, formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { inLocale } from '../../../platform/locale.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { ViewShown } from '../../disclosure/queries.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { actNames, partNames } from '../../deals/part-messages.ts'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { adviserRoles, type DealPart, dealParts } from '../../deals/schema.ts'
import { basisNames, mandateRefusals, peopleTexts, roleNames } from '../messages.ts'
import type { AdviserShown, MandateShown, NamedOrganisation, SignerShown } from '../queries.ts'
import { mayNameSigners } from '../rules.ts'
import { brokerActs, signingBases } from '../schema.ts'
import { MandateTerms, StandingBadge } from './mandate-parts.tsx'

export interface PeopleProps {
  file: PartFile
  forms: Record<string, FormState>
  today: string
  signers: SignerShown[]
  binders: { id: number; name: string }[]
  mandates: MandateShown[]
  brokers: NamedOrganisation[]
  advisers: AdviserShown[]
  looks: readonly ViewShown[]
}
type FormName = 'signer' | 'end_signer' | 'mandate' | 'consent' | 'end_mandate' | 'adviser' | 'end_adviser'

export function PeoplePage(props: PeopleProps) {
  return (
    <PartPage file={props.file} part="people">
      <div class="stack">
        <Signers {...props} />
        <Brokers {...props} />
        <Advisers {...props} />
        {props.file.as !== 'adviser' && <Looks {...props} />}
      </div>
    </PartPage>
  )
}

/** A form below the list it adds to or ends something in; open where it was sent and refused. */
function Below({ props: { file, forms }, name, path, title, submit, danger, children }: { props: PeopleProps; name: FormName; path: string; title: string; submit: string; danger?: boolean; children: (form: FormState) => ComponentChildren }) {
  const { locale } = useView()
  const t = useTexts(peopleTexts)
  const refusals = wording(useTexts(mandateRefusals))
  const sent = forms[name]
  const form = sent ?? freshForm(name === 'mandate' ? { request_key: randomUUID() } : {})
  return (
    <details open={sent !== undefined}><summary>{title}</summary>
      <div class="sheet"><Form action={`/${locale}/deals/${file.deal.id}/people/${path}`} form={form} submit={submit} labels={t} refusals={refusals} danger={danger ?? false}>{children(form)}</Form></div>
    </details>
  )
}

function Signers(props: PeopleProps) {
  const { file, signers, binders, today } = props
  const { locale, actor } = useView()
  const t = useTexts(peopleTexts)
  const bases = useTexts(basisNames)
  const name = useName()
  const may = mayNameSigners(file.acts.sign)(actor)
  const ours = signers.filter((one) => one.organisation_id === file.acts.sign && one.ended_at === null)
  return (
    <section id="signers" class="stack">
      <h2>{t.signers}</h2>
      <p>{t.signersLead}</p>
      {signers.length === 0 ? <p class="meta">{t.none}</p> : (
        <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.signers}><table>
          <thead><tr><th scope="col">{t.signer}</th><th scope="col">{t.side}</th><th scope="col">{t.authority}</th></tr></thead>
          <tbody>{signers.map((one) => (
            <tr>
              <th scope="row">{one.full_name}<div class="meta">{one.position}{one.person_id === null && ` · ${t.noAccount}`}</div></th>
              <td>{name(partyOf(file, one.organisation_id))}</td>
              <td>
                {bases[one.basis]}{one.document_number && one.document_day && <div>{t.document(one.document_number, formatIsoDay(one.document_day, locale))}</div>}
                {one.scope && <div>{one.scope}</div>}
                {one.valid_until && <div>{t.until(formatIsoDay(one.valid_until, locale))} {one.ended_at === null && one.valid_until < today && <span class="badge bad">{t.expired}</span>}</div>}
                {one.ended_at && <div class="meta">{t.endedOn(formatDay(one.ended_at, locale), one.ended_reason)}</div>}
              </td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
      {may && <Below props={props} name="signer" path="signers" title={t.recordSigner} submit={t.recordSigner}>{(form) => <>
        <Select form={form} name="person_id" label={t.person_id} options={binders.map((one) => ({ value: String(one.id), text: one.name }))} optional />
        <TextField form={form} name="full_name" label={t.full_name} optional />
        <TextField form={form} name="position" label={t.position} />
        <Select form={form} name="basis" label={t.basis} options={signingBases.map((basis) => ({ value: basis, text: bases[basis] }))} />
        <TextField form={form} name="document_number" label={t.document_number} help={t.authorisedHelp} optional />
        <TextField form={form} name="document_day" label={t.document_day} type="date" help={t.authorisedHelp} optional />
        <TextField form={form} name="scope" label={t.scope} help={t.authorisedHelp} optional />
        <TextField form={form} name="valid_until" label={t.valid_until} type="date" help={t.authorisedHelp} optional />
      </>}</Below>}
      {may && ours.length > 0 && <Below props={props} name="end_signer" path="signers/end" title={t.endSigner} submit={t.end} danger>{(form) => <>
        <Select form={form} name="signer_id" label={t.signer_id} options={ours.map((one) => ({ value: String(one.id), text: `${one.full_name}, ${one.position}` }))} />
        <TextArea form={form} name="signer_reason" label={t.signer_reason} rows={2} />
      </>}</Below>}
    </section>
  )
}

const partOptions = (names: Record<DealPart, string>) => dealParts.map((part) => ({ value: part, text: names[part] }))

function Brokers(props: PeopleProps) {
  const { file, mandates, brokers } = props
  const { locale } = useView()
  const t = useTexts(peopleTexts)
  const acts = useTexts(actNames)
  const parts = useTexts(partNames)
  const name = useName()
  const side = file.acts.sign
  const label = (one: MandateShown): string => `${name(one.broker)} – ${t.term(formatIsoDay(one.from_on, locale), formatIsoDay(one.until_on, locale))}`
  const living = mandates.filter((one) => one.ended_at === null && one.standing !== 'expired')
  const ours = living.filter((one) => one.organisation_id === side)
  const asked = living.filter((one) => one.consent_needed && side !== null && !one.consents.some((consent) => consent.organisation_id === side))
  return (
    <section id="brokers" class="stack">
      <h2>{t.brokers}</h2>
      <p>{t.brokersLead}</p>
      {mandates.length === 0 ? <p class="meta">{t.none}</p> : (
        <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.brokers}><table>
          <thead><tr><th scope="col">{t.broker}</th><th scope="col">{t.side}</th><th scope="col">{t.terms}</th><th scope="col">{t.standing}</th></tr></thead>
          <tbody>{mandates.map((one) => (
            <tr>
              <th scope="row">{name(one.broker)}</th>
              <td>{name(one.side)}</td>
              <td><MandateTerms mandate={one} /></td>
              <td>
                <StandingBadge standing={one.standing} />
                {one.consents.map((consent) => <div>{t.consentOf(name(partyOf(file, consent.organisation_id)), formatDay(consent.given_at, locale))}: “{consent.words}”</div>)}
                {one.ended_at && <div class="meta">{t.endedOn(formatDay(one.ended_at, locale), one.ended_reason)}{one.ended_by && ` (${name(one.ended_by)})`}</div>}
              </td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
      {asked.length > 0 && <section class="sheet stack" id="consent">
        <h3>{t.consent}</h3>
        <p>{t.consentLead}</p>
        <Form action={`/${locale}/deals/${file.deal.id}/people/consents`} form={props.forms.consent ?? freshForm()} submit={t.giveConsent} labels={t} refusals={wording(useTexts(mandateRefusals))}>
          <Select form={props.forms.consent ?? freshForm()} name="consent_id" label={t.consent_id} options={asked.map((one) => ({ value: String(one.id), text: label(one) }))} empty={asked.length > 1} />
          <TextArea form={props.forms.consent ?? freshForm()} name="consent_words" label={t.consent_words} rows={3} />
        </Form>
      </section>}
      {side !== null && brokers.length > 0 && <Below props={props} name="mandate" path="mandates" title={t.offer} submit={t.sendOffer}>{(form) => <>
        <Select form={form} name="broker_id" label={t.broker_id} options={brokers.map((one) => ({ value: String(one.id), text: inLocale(locale, one.name_vi, one.name_en) }))} />
        <Choices form={form} name="acts" label={t.acts} help={t.actsHelp} options={brokerActs.map((act) => ({ value: act, text: acts[act] }))} />
        <Choices form={form} name="broker_parts" label={t.broker_parts} options={partOptions(parts)} optional />
        <TextField form={form} name="from_on" label={t.from_on} type="date" />
        <TextField form={form} name="until_on" label={t.until_on} type="date" />
        <Choices form={form} name="exclusive" label={t.exclusiveLabel} options={[{ value: 'yes', text: t.exclusiveBox }]} optional />
        <TextField form={form} name="fee_share" label={t.fee_share} help={t.fee_shareHelp} inputmode="decimal" optional />
        <TextField form={form} name="fee_minimum" label={t.fee_minimum} inputmode="numeric" optional />
        <TextField form={form} name="fee_cap" label={t.fee_cap} inputmode="numeric" optional />
        <TextField form={form} name="fee_amount" label={t.fee_amount} inputmode="numeric" optional />
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
      </>}</Below>}
      {ours.length > 0 && <Below props={props} name="end_mandate" path="mandates/end" title={t.endMandate} submit={t.end} danger>{(form) => <>
        <Select form={form} name="mandate_id" label={t.mandate_id} options={ours.map((one) => ({ value: String(one.id), text: label(one) }))} />
        <TextArea form={form} name="mandate_reason" label={t.mandate_reason} rows={2} />
      </>}</Below>}
    </section>
  )
}

function Advisers(props: PeopleProps) {
  const { file, advisers } = props
  const { locale } = useView()
  const t = useTexts(peopleTexts)
  const parts = useTexts(partNames)
  const roles = useTexts(roleNames)
  const name = useName()
  const ours = advisers.filter((one) => one.organisation_id === file.acts.edit && one.ended_at === null)
  return (
    <section id="advisers" class="stack">
      <h2>{t.advisers}</h2>
      <p>{t.advisersLead}</p>
      {advisers.length === 0 ? <p class="meta">{t.none}</p> : (
        <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.advisers}><table>
          <thead><tr><th scope="col">{t.adviser}</th><th scope="col">{t.side}</th><th scope="col">{t.allowed}</th></tr></thead>
          <tbody>{advisers.map((one) => (
            <tr>
              <th scope="row">{one.person_name}<div class="meta">{roles[one.role]}</div></th>
              <td>{name(partyOf(file, one.organisation_id))}<div class="meta">{t.appointedBy(one.appointed_by_name, formatDay(one.appointed_at, locale))}</div></td>
              <td>{one.parts.map((part) => parts[part]).join(', ')}{one.ended_at && <div class="meta">{t.endedPlain(formatDay(one.ended_at, locale))}</div>}</td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
      {file.acts.edit !== null && <Below props={props} name="adviser" path="advisers" title={t.appoint} submit={t.appoint}>{(form) => <>
        <TextField form={form} name="adviser_email" label={t.adviser_email} type="email" help={t.adviser_emailHelp} />
        <Select form={form} name="adviser_role" label={t.adviser_role} options={adviserRoles.map((role) => ({ value: role, text: roles[role] }))} />
        <Choices form={form} name="adviser_parts" label={t.adviser_parts} options={partOptions(parts)} />
      </>}</Below>}
      {ours.length > 0 && <Below props={props} name="end_adviser" path="advisers/end" title={t.endAdviser} submit={t.end} danger>{(form) => (
        <Select form={form} name="adviser_id" label={t.adviser_id} options={ours.map((one) => ({ value: String(one.id), text: `${one.person_name}, ${roles[one.role]}` }))} />
      )}</Below>}
    </section>
  )
}

/** Whoever of neither side looked, and at what: advisers, brokers and the Exchange's own people alike. */
function Looks({ looks }: PeopleProps) {
  const { locale } = useView()
  const t = useTexts(peopleTexts)
  const parts = useTexts(partNames)
  const what = (look: string): string => {
    const [, part = '', document] = /^([a-z]*?)(_?document)?(?::\d+)?$/.exec(look) ?? []
    const named = (parts as Record<string, string>)[part] ?? t.wholeFile
    return document ? t.documentOf(named) : named
  }
  return (
    <section id="looks" class="stack">
      <h2>{t.looks}</h2>
      {looks.length === 0 ? <p class="meta">{t.looksNone}</p> : (
        <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.looks}><table>
          <thead><tr><th scope="col">{t.who}</th><th scope="col">{t.what}</th><th scope="col">{t.when}</th></tr></thead>
          <tbody>{looks.map((one) => <tr><th scope="row">{one.person_name}{one.organisation && <div class="meta">{inLocale(locale, one.organisation.name_vi, one.organisation.name_en)}</div>}</th><td>{what(one.part)}</td><td><time dateTime={one.at.toISOString()}>{formatInstant(one.at, locale)}</time></td></tr>)}</tbody>
        </table></div>
      )}
    </section>
  )
}
