import type { ComponentChildren } from 'preact'
import { inLocale } from '../../../platform/locale.ts'
import { daysBetween, formatDay, formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { accessTexts, disclosureRefusals, grantStates, tierNames } from '../../disclosure/messages.ts'
import type { AcceptanceShown, GrantShown, Named, RequestShown, ViewShown } from '../../disclosure/queries.ts'
import { type DisclosureRefusal, opens } from '../../disclosure/rules.ts'
import { grantTiers, type NdaText } from '../../disclosure/schema.ts'
import { partTexts } from '../messages.ts'
import { idOfSubject } from '../part-queries.ts'
import { type ListingView, textIn } from '../queries.ts'
import type { PartName } from '../schema.ts'
import { listingPath } from './card.tsx'

const useName = () => { const { locale } = useView(); return (who: Named | null): string => (who ? inLocale(locale, who.name_vi, who.name_en) : '') }
const Table = ({ label, head, children }: { label: string; head: string[]; children: ComponentChildren }) => (
  <div class="scroll" tabIndex={0} role="region" aria-label={label}><table><thead><tr>{head.map((text) => <th scope="col">{text}</th>)}</tr></thead><tbody>{children}</tbody></table></div>
)
/** A part as the views name it: costs, document:3. */
function usePart(titles: ReadonlyMap<number, string>): (part: string) => string {
  const t = useTexts(partTexts)
  return (part) => {
    const [kind, series] = part.split(':')
    return series ? `${t.document}: ${titles.get(Number(series)) ?? series}` : (t.names[kind as PartName] ?? part)
  }
}

export interface AccessProps { listing: ListingView; requests: RequestShown[]; grants: GrantShown[]; views: ViewShown[]; viewed: number; documents: ReadonlyMap<number, string>; edits: boolean }
/** Who asked to see more of a listing, who holds access, who accepted its NDA and who looked when; for the organisation whose listing it is. */
export function AccessPage({ listing, requests, grants, views, viewed, documents, edits }: AccessProps) {
  const { locale, now } = useView()
  const t = useTexts(accessTexts)
  const tiers = useTexts(tierNames)
  const name = useName()
  const part = usePart(documents)
  const base = `/${locale}/my/listings/${listing.id}/access`
  const title = textIn(listing, locale)?.title ?? ''
  const waiting = requests.filter(({ answer }) => answer === null)
  const answered = requests.filter(({ answer }) => answer !== null)
  return (
    <Page title={t.of(title)} crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: title }]}>
      <h1>{t.title}</h1>
      <section><h2>{t.asks}</h2>
        {waiting.length === 0 ? <p>{t.asksNone}</p> : <Table label={t.asks} head={[t.organisation, t.tier, t.purpose, t.asked]}>{waiting.map((request) => <tr>
          <th scope="row">{edits ? <a href={`${base}/requests/${request.id}`}>{name(request.organisation)}</a> : name(request.organisation)}<br /><span class="meta">{request.person_name}</span></th>
          <td>{tiers[request.tier]}</td><td>{request.purpose}</td><td>{formatDay(request.asked_at, locale)} <span class="meta">({useTexts({ vi: `đã chờ ${daysBetween(request.asked_at, now)} ngày`, en: `${daysBetween(request.asked_at, now)} days ago` })})</span></td>
        </tr>)}</Table>}
      </section>
      <section><h2>{t.grants}</h2>
        {grants.length === 0 ? <p>{t.grantsNone}</p> : <Table label={t.grants} head={[t.organisation, t.tier, t.state, t.nda]}>{grants.map((grant) => <tr>
          <th scope="row">{edits && grant.state === 'in_force' ? <a href={`${base}/grants/${grant.id}`}>{name(grant.organisation)}</a> : name(grant.organisation)}</th>
          <td>{tiers[grant.tier]}</td><td><State grant={grant} /></td><td><Signed grant={grant} /></td>
        </tr>)}</Table>}
      </section>
      <section><h2>{t.views}</h2>
        <p class="meta">{t.viewsHelp} {viewed > views.length && t.viewsMore(views.length, viewed)}</p>
        {views.length === 0 ? <p>{t.viewsNone}</p> : <Table label={t.views} head={[t.person, t.part, t.tier, t.when]}>{views.map((view) => <tr>
          <th scope="row"><Viewer view={view} /></th><td>{part(view.part)}</td><td>{tiers[view.tier]}</td><td><time dateTime={view.at.toISOString()}>{formatInstant(view.at, locale)}</time></td>
        </tr>)}</Table>}
      </section>
      {answered.length > 0 && <section><h2>{t.answered}</h2><Table label={t.answered} head={[t.organisation, t.purpose, t.answer]}>{answered.map((request) => <tr>
        <th scope="row">{name(request.organisation)}<br /><span class="meta">{request.person_name}</span></th><td>{request.purpose}</td><td><Answer request={request} /></td>
      </tr>)}</Table></section>}
    </Page>
  )
}

function Viewer({ view }: { view: ViewShown }) {
  const t = useTexts(accessTexts)
  const name = useName()
  return <>{view.person_name}<br /><span class="meta">{view.organisation ? name(view.organisation) : t.exchange}{view.acted_by_name && `, ${t.actedBy(view.acted_by_name)}`}</span></>
}
function Answer({ request }: { request: RequestShown }) {
  const { locale } = useView()
  const t = useTexts(accessTexts)
  return <>{t.answerNames[request.answer ?? ''] ?? ''}{request.answered_at && <> <span class="meta">{formatDay(request.answered_at, locale)}</span></>}{request.reason && <><br />{t.reason}: {request.reason}</>}</>
}
function State({ grant }: { grant: GrantShown }) {
  const { locale } = useView()
  const t = useTexts(accessTexts)
  return <>{useTexts(grantStates)[grant.state]}<br /><span class="meta">{t.until.toLowerCase()} {formatDay(grant.withdrawn_at ?? grant.expires_at, locale)}</span>{grant.limits && <><br />{t.limits}: {grant.limits}</>}{grant.withdrawal_reason && <><br />{t.reason}: {grant.withdrawal_reason}</>}</>
}
function Signed({ grant }: { grant: GrantShown }) {
  const { locale } = useView()
  const t = useTexts(accessTexts)
  if (grant.tier !== 'nda') return <>–</>
  if (grant.acceptance_id === null || !grant.accepted_at) return <>{t.notSigned}</>
  return <><a href={`/${locale}/my/access/acceptances/${grant.acceptance_id}`}>{t.signed} {formatDay(grant.accepted_at, locale)}</a><br /><span class="meta">{grant.full_name}, {grant.position}</span></>
}

interface DecisionProps {
  listing: ListingView
  request: RequestShown
  /** How long access may last that is given today. */
  days: { most: number }
  give: FormState
  refuse: FormState
}
/** One request, with the two answers to it. */
export function RequestPage({ listing, request, days, give, refuse }: DecisionProps) {
  const { locale } = useView()
  const t = useTexts(accessTexts)
  const tiers = useTexts(tierNames)
  const name = useName()
  const base = `/${locale}/my/listings/${listing.id}/access`
  const refusals = wording<DisclosureRefusal>(useTexts(disclosureRefusals))
  return (
    <Page title={t.giveLegend(name(request.organisation))} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: textIn(listing, locale)?.title ?? '' }, { href: base, text: t.title }]}>
      <h1>{name(request.organisation)}</h1>
      <dl class="facts">
        <div><dt>{t.person}</dt><dd>{request.person_name}</dd></div><div><dt>{t.tier}</dt><dd>{tiers[request.tier]}</dd></div><div><dt>{t.asked}</dt><dd>{formatInstant(request.asked_at, locale)}</dd></div><div><dt>{t.purpose}</dt><dd>{request.purpose}</dd></div>
        {request.answer && <div><dt>{t.answer}</dt><dd><Answer request={request} /></dd></div>}
      </dl>
      {(!request.answer || give.refusal) && <section class="sheet"><h2>{t.give}</h2>
        <Form action={`${base}/requests/${request.id}/grant`} form={give} submit={t.give} labels={t} refusals={refusals}>
          <Select form={give} name="tier" label={t.tier} empty={false} options={grantTiers.filter((tier) => opens(request.tier, tier)).toReversed().map((tier) => ({ value: tier, text: tiers[tier] }))} />
          <TextField form={give} name="days" label={t.days} help={t.daysHelp(days.most)} inputmode="numeric" />
          <TextArea form={give} name="limits" label={t.limits} help={t.limitsHelp} rows={3} optional />
        </Form>
      </section>}
      {(!request.answer || refuse.refusal) && <section class="sheet"><h2>{t.refuse}</h2>
        <Form action={`${base}/requests/${request.id}/refusal`} form={refuse} submit={t.refuse} labels={{ reason: t.refuseReason }} refusals={refusals} danger>
          <TextArea form={refuse} name="reason" label={t.refuseReason} help={t.refuseHelp} rows={3} />
        </Form>
      </section>}
    </Page>
  )
}

/** One grant in force, and how it ends before its time. */
export function GrantPage({ listing, grant, form }: { listing: ListingView; grant: GrantShown; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(accessTexts)
  const name = useName()
  const base = `/${locale}/my/listings/${listing.id}/access`
  return (
    <Page title={`${t.withdraw}: ${name(grant.organisation)}`} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: textIn(listing, locale)?.title ?? '' }, { href: base, text: t.title }]}>
      <h1>{name(grant.organisation)}</h1>
      <dl class="facts"><div><dt>{t.tier}</dt><dd>{useTexts(tierNames)[grant.tier]}</dd></div><div><dt>{t.state}</dt><dd><State grant={grant} /></dd></div><div><dt>{t.purpose}</dt><dd>{grant.purpose}</dd></div><div><dt>{t.nda}</dt><dd><Signed grant={grant} /></dd></div></dl>
      {(grant.state === 'in_force' || form.refusal) && <section class="sheet"><h2>{t.withdraw}</h2>
        <Form action={`${base}/grants/${grant.id}/withdrawal`} form={form} submit={t.withdraw} labels={{ reason: t.withdrawReason }} refusals={wording<DisclosureRefusal>(useTexts(disclosureRefusals))} danger>
          <TextArea form={form} name="reason" label={t.withdrawReason} help={t.withdrawHelp} rows={3} />
        </Form>
      </section>}
    </Page>
  )
}

type Titles = ReadonlyMap<number, { title: string; kind: 'offer' | 'need' }>
function ListingName({ subject, titles }: { subject: string; titles: Titles }) {
  const { locale } = useView()
  const id = idOfSubject(subject)
  const known = titles.get(id)
  return known ? <a href={`/${locale}${listingPath({ id, kind: known.kind })}`}>{known.title}</a> : <>{useTexts(accessTexts).listingNumber(String(id))}</>
}

export interface MyAccessProps { organisation: string; requests: RequestShown[]; grants: GrantShown[]; titles: Titles; edits: boolean; signs: boolean }
/** What the organisation acted for asked to see, and what it holds. */
export function MyAccessPage({ organisation, requests, grants, titles, edits, signs }: MyAccessProps) {
  const { locale } = useView()
  const t = useTexts(accessTexts)
  const tiers = useTexts(tierNames)
  const waiting = requests.filter(({ answer }) => answer === null)
  const answered = requests.filter(({ answer }) => answer !== null)
  return (
    <Page title={t.mine}>
      <h1>{t.mine}</h1>
      <p class="lead">{organisation ? t.forOrganisation(organisation) : useTexts(disclosureRefusals).no_organisation_to_ask({ code: 'no_organisation_to_ask' })}</p>
      {requests.length === 0 ? <p>{t.mineNone}</p> : <>
        <p>{t.mineLead}</p>
        <section><h2>{t.held}</h2>
          {grants.length === 0 ? <p>{t.heldNone}</p> : <Table label={t.held} head={[t.listing, t.tier, t.state, t.nda]}>{grants.map((grant) => <tr>
            <th scope="row"><ListingName subject={grant.subject} titles={titles} /></th><td>{tiers[grant.tier]}</td><td><State grant={grant} /></td>
            <td>{grant.tier === 'nda' && grant.acceptance_id === null && grant.state === 'in_force' && signs ? <a href={`/${locale}/my/access/grants/${grant.id}/nda`}>{t.sign}</a> : <Signed grant={grant} />}</td>
          </tr>)}</Table>}
        </section>
        <section><h2>{t.asks}</h2>
          {waiting.length === 0 ? <p>{t.asksNone}</p> : <Table label={t.asks} head={[t.listing, t.tier, t.purpose, t.asked]}>{waiting.map((request) => <tr>
            <th scope="row"><ListingName subject={request.subject} titles={titles} /><br /><span class="meta">{request.person_name}</span></th><td>{tiers[request.tier]}</td><td>{request.purpose}</td>
            <td>{formatDay(request.asked_at, locale)}{edits && <ActionButton action={`/${locale}/my/access/requests/${request.id}/withdrawal`} text={t.takeBack} kind="plain-button" />}</td>
          </tr>)}</Table>}
        </section>
        {answered.length > 0 && <section><h2>{t.answered}</h2><Table label={t.answered} head={[t.listing, t.purpose, t.answer]}>{answered.map((request) => <tr>
          <th scope="row"><ListingName subject={request.subject} titles={titles} /></th><td>{request.purpose}</td><td><Answer request={request} /></td>
        </tr>)}</Table></section>}
      </>}
    </Page>
  )
}

/** The form by which an organisation asks to see more of a listing. */
export function AskPage({ form, listing, cannot }: { form: FormState; listing: ListingView; cannot: DisclosureRefusal | 'editor' | null }) {
  const { locale, actingFor } = useView()
  const t = useTexts(accessTexts)
  const refusals = wording<DisclosureRefusal>(useTexts(disclosureRefusals))
  const title = textIn(listing, locale)?.title ?? ''
  return (
    <Page title={t.ask} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: title }]}>
      <h1>{t.askTitle(title)}</h1>
      {cannot ? <div class="notice warn"><p>{cannot === 'editor' ? useTexts(partTexts).editorAsks : refusals(cannot)}</p></div> : <>
        {actingFor && <p class="lead">{t.forOrganisation(actingFor)}</p>}
        <p>{t.askLead}</p>
        <Form action={`/${locale}/my/access/listings/${listing.id}`} form={form} submit={t.askSend} labels={t} refusals={refusals}>
          <Select form={form} name="tier" label={t.tier} help={t.tierHelp} empty={false} options={grantTiers.map((tier) => ({ value: tier, text: useTexts(tierNames)[tier] }))} />
          <TextArea form={form} name="purpose" label={t.purpose} help={t.purposeHelp} rows={5} />
        </Form>
      </>}
    </Page>
  )
}

/** The text of the undertaking as it is signed, in both languages, with the mark by which it is known again. */
function NdaDocument({ text }: { text: Pick<NdaText, 'vi' | 'en'> & { version: number; sha256: string } }) {
  const t = useTexts(accessTexts)
  return <>
    <dl class="facts"><div><dt>{t.version}</dt><dd>{t.versionNumber(text.version)}</dd></div><div><dt>{t.hash}</dt><dd><code>{text.sha256.match(/.{1,16}/g)?.flatMap((four) => [four, <wbr />])}</code></dd></div></dl>
    <section class="sheet" aria-label={t.vietnamese}><h2>{t.vietnamese}</h2><Prose text={text.vi} lang="vi" /></section>
    <section class="sheet" aria-label={t.english}><h2>{t.english}</h2><Prose text={text.en} lang="en" /></section>
  </>
}

/** Where a named signer reads the undertaking and accepts it. */
export function SignPage({ form, grant, text, titles, organisation }: { form: FormState; grant: GrantShown; text: NdaText; titles: Titles; organisation: Named | null }) {
  const { locale } = useView()
  const t = useTexts(accessTexts)
  const name = useName()
  return (
    <Page title={t.signTitle} width="narrow" crumbs={[{ href: `/${locale}/my/access`, text: t.mine }]}>
      <h1>{t.signTitle}</h1>
      <p class="lead"><ListingName subject={grant.subject} titles={titles} /></p>
      {grant.acceptance_id !== null ? <div class="notice good"><p><Signed grant={grant} /></p></div> : <>
        <p>{t.signLead(name(organisation))}</p>
        <dl class="facts"><div><dt>{t.purpose}</dt><dd>{grant.purpose}</dd></div>{grant.limits && <div><dt>{t.limits}</dt><dd>{grant.limits}</dd></div>}<div><dt>{t.until}</dt><dd>{formatDay(grant.expires_at, locale)}</dd></div></dl>
        <NdaDocument text={text} />
        <Form action={`/${locale}/my/access/grants/${grant.id}/nda`} form={form} submit={t.accept} labels={{ full_name: t.fullName, position: t.position, agreed: t.agreed }} refusals={wording<DisclosureRefusal>(useTexts(disclosureRefusals))}>
          <Hidden name="text_version" value={text.version} /><Hidden name="text_sha256" value={text.sha256} />
          <TextField form={form} name="full_name" label={t.fullName} autocomplete="name" />
          <TextField form={form} name="position" label={t.position} autocomplete="organization-title" />
          <Choices form={form} name="agreed" label={t.agreed} options={[{ value: 'yes', text: t.agree }]} />
        </Form>
      </>}
    </Page>
  )
}

/** An acceptance as both sides keep it: who, when, for whom, and the text word for word. */
export function AcceptancePage({ acceptance, titles }: { acceptance: AcceptanceShown; titles: Titles }) {
  const { locale } = useView()
  const t = useTexts(accessTexts)
  const name = useName()
  return (
    <Page title={t.signedTitle(acceptance.id)} width="narrow">
      <h1>{t.signedTitle(acceptance.id)}</h1>
      <p class="meta">{t.print}</p>
      <dl class="facts">
        <div><dt>{t.listing}</dt><dd><ListingName subject={acceptance.subject} titles={titles} /></dd></div>
        <div><dt>{t.provider}</dt><dd>{name(acceptance.provider)}</dd></div><div><dt>{t.recipient}</dt><dd>{name(acceptance.recipient)}</dd></div>
        <div><dt>{t.signer}</dt><dd>{acceptance.full_name}, {acceptance.position}</dd></div><div><dt>{t.acceptedAt}</dt><dd><time dateTime={acceptance.accepted_at.toISOString()}>{formatInstant(acceptance.accepted_at, locale)}</time></dd></div>
        <div><dt>{t.purpose}</dt><dd>{acceptance.purpose}</dd></div>{acceptance.limits && <div><dt>{t.limits}</dt><dd>{acceptance.limits}</dd></div>}<div><dt>{t.until}</dt><dd>{formatDay(acceptance.expires_at, locale)}</dd></div>
      </dl>
      {acceptance.withdrawn_at && <p>{t.ended(formatDay(acceptance.withdrawn_at, locale))}</p>}
      <NdaDocument text={{ vi: acceptance.vi, en: acceptance.en, version: acceptance.text_version, sha256: acceptance.text_sha256 }} />
    </Page>
  )
}
