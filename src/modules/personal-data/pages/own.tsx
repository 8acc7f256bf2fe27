import { formatNumber } from '../../../platform/money.ts'
import { formatDay, formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { purposeNames } from '../../consents/messages.ts'
import { inForce } from '../../consents/rules.ts'
import { type Consent, type ConsentPurpose, consentPurposes } from '../../consents/schema.ts'
import { parts } from '../holdings.ts'
import { basisNames, blockWords, kindNames, partWords, personalDataRefusals, stateNames } from '../messages.ts'
import { dataTexts } from '../page-messages.ts'
import { isOpen, lastDay, leavingWord, type LeavingBlock, standing } from '../rules.ts'
import { type DataRequest, partKeys, type PartKey, writtenKinds } from '../schema.ts'

interface Props { rows: Record<PartKey, number>; consents: Consent[]; current: number; requests: DataRequest[] }
export function MyDataPage({ rows, consents, current, requests }: Props) {
  const { locale } = useView()
  const t = useTexts(dataTexts)
  const words = useTexts(partWords), bases = useTexts(basisNames)
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="stack">
        <p><a href={`/${locale}/privacy`}>{t.privacy}</a></p>
        <h2 id="held">{t.held}</h2>
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="held"><table>
          <thead><tr><th scope="col">{t.what}</th><th scope="col" class="right">{t.rows}</th><th scope="col">{t.why}</th><th scope="col">{t.basis}</th><th scope="col">{t.long}</th></tr></thead>
          <tbody>{partKeys.map((key) => <tr><th scope="row">{words[key].name}</th><td class="right">{formatNumber(rows[key], locale)}</td><td>{words[key].why}</td><td>{bases[parts[key].basis]}</td><td>{words[key].long}</td></tr>)}</tbody>
        </table></div>
        <section class="sheet"><h2>{t.take}</h2><p>{t.takeText}</p>
          <div class="row"><ActionButton action={`/${locale}/my/account/data/export`} text={t.json} fields={{ format: 'json' }} /><ActionButton action={`/${locale}/my/account/data/export`} text={t.html} fields={{ format: 'html' }} kind="button second" /></div>
        </section>
        <section class="sheet"><h2>{t.correct}</h2><p>{t.correctText}</p><p class="row"><a class="button second" href={`/${locale}/my/account/profile`}>{t.profile}</a><a href={`/${locale}/my/account/data/requests/new?kind=correction`}>{t.ask}</a></p></section>
        <Consents consents={consents} current={current} />
        <section><h2 id="requests">{t.requests}</h2><p>{t.requestsText}</p>
          {requests.length === 0 ? <p>{t.none}</p> : <Requests requests={requests} />}
          <p><a class="button second" href={`/${locale}/my/account/data/requests/new`}>{t.ask}</a></p>
        </section>
        <section class="sheet"><h2>{t.leave}</h2><p>{t.leaveText}</p><p><a class="button second" href={`/${locale}/my/account/data/deletion`}>{t.leaveButton}</a></p></section>
      </div>
    </Page>
  )
}

function Requests({ requests }: { requests: DataRequest[] }) {
  const { locale, now } = useView()
  const t = useTexts(dataTexts)
  const kinds = useTexts(kindNames), states = useTexts(stateNames)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby="requests"><table>
      <thead><tr><th scope="col">{t.kind}</th><th scope="col">{t.received}</th><th scope="col">{t.state}</th><th scope="col">{t.due}</th></tr></thead>
      <tbody>{requests.map((request) => {
        const { due, overdue } = standing(request, now)
        const day = due ? formatDay(lastDay(due), locale) : ''
        return <tr><th scope="row"><a href={`/${locale}/my/account/data/requests/${request.id}`}>{kinds[request.kind].name}</a></th><td>{formatInstant(request.received_at, locale)}</td><td>{states[request.state]}</td><td>{overdue ? t.late(day) : day}</td></tr>
      })}</tbody>
    </table></div>
  )
}

function Consents({ consents, current }: { consents: Consent[]; current: number }) {
  const { locale } = useView()
  const t = useTexts(dataTexts)
  const names = useTexts(purposeNames)
  const stateOf = (purpose: ConsentPurpose): string => {
    const version = inForce(consents, purpose)
    if (version !== null) return t.given(formatDay(consents.find((consent) => consent.purpose === purpose && consent.text_version === version && consent.withdrawn_at === null)!.given_at, locale), version)
    const taken = consents.find((consent) => consent.purpose === purpose)?.withdrawn_at
    return taken ? t.takenBack(formatDay(taken, locale)) : t.never
  }
  const act = (purpose: ConsentPurpose) => {
    const version = inForce(consents, purpose)
    if (purpose === 'terms') return version === current ? <a href={`/${locale}/my/account/data/deletion`}>{t.leave}</a> : <a href={`/${locale}/my/account/data/consent`}>{t.readNow}</a>
    if (version !== null) return <ActionButton action={`/${locale}/my/account/data/consents/withdrawal`} text={t.takeOf(names[purpose].name)} fields={{ purpose }} kind="button second" />
    if (purpose === 'market_digest') return <a href={`/${locale}/my/digest`}>{names[purpose].name}</a>
    if (purpose === 'broker_contact') return <ActionButton action={`/${locale}/my/account/data/consents`} text={t.giveOf(names[purpose].name)} fields={{ purpose }} kind="button second" />
    return <a href={`/${locale}${purpose === 'expert_profile' ? '/my/expert' : '/my/notices/settings'}`}>{purpose === 'expert_profile' ? t.toExpert : t.toNotices}</a>
  }
  return (
    <section><h2 id="consents">{t.consents}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="consents"><table>
        <thead><tr><th scope="col">{t.purpose}</th><th scope="col">{t.state}</th><th scope="col">{t.act}</th></tr></thead>
        <tbody>{consentPurposes.map((purpose) => <tr><th scope="row">{names[purpose].name}<br /><span class="meta">{names[purpose].line}</span></th><td>{stateOf(purpose)}</td><td>{act(purpose)}</td></tr>)}</tbody>
      </table></div>
    </section>
  )
}

export function AskPage({ form, request_key }: { form: FormState; request_key: string }) {
  const { locale } = useView()
  const t = useTexts(dataTexts)
  const kinds = useTexts(kindNames)
  return (
    <Page title={t.newTitle} width="narrow" crumbs={[{ href: `/${locale}/my/account/data`, text: t.title }]}><div class="sheet">
      <h1>{t.newTitle}</h1>
      <p>{t.requestsText}</p><ul><li>{t.deadlineLaw}</li><li>{t.deadlineOwn}</li></ul>
      <Form action={`/${locale}/my/account/data/requests`} form={form} submit={t.submit} labels={t} refusals={wording(useTexts(personalDataRefusals))}>
        <Choices form={form} name="kind" label={t.kind} one options={writtenKinds.map((kind) => ({ value: kind, text: `${kinds[kind].name}: ${kinds[kind].help}` }))} />
        <TextArea form={form} name="details" label={t.details} help={t.detailsHelp} />
        <Hidden name="request_key" value={request_key} />
      </Form>
    </div></Page>
  )
}

/** What a request says and where it stands: the same facts for its person and for the staff. */
export function RequestFacts({ request, sender }: { request: DataRequest; sender?: { name: string; handler: string | null; answerer: string | null } }) {
  const { locale, now } = useView()
  const t = useTexts(dataTexts)
  const { waits_for, overdue } = standing(request, now)
  const day = (deadline: Date, late: boolean): string => { const text = formatDay(lastDay(deadline), locale); return late ? t.late(text) : text }
  const by = (name: string | null | undefined): string => (name ? `, ${t.by(name)}` : '')
  return (
    <dl class="facts sheet">
      {sender && <div><dt>{t.who}</dt><dd>{sender.name}</dd></div>}
      <div><dt>{t.state}</dt><dd>{useTexts(stateNames)[request.state]}</dd></div>
      <div><dt>{t.received}</dt><dd>{formatInstant(request.received_at, locale)}</dd></div>
      <div><dt>{t.answerBy}</dt><dd>{day(request.answer_by, waits_for === 'answer' && now >= request.answer_by)} · {t.byLaw}</dd></div>
      <div><dt>{t.completeBy}</dt><dd>{day(request.complete_by, overdue && now >= request.complete_by)} · {request.by_law ? t.byLaw : t.own}</dd></div>
      {request.carry_out_after && <div><dt>{t.carryOut}</dt><dd>{formatInstant(request.carry_out_after, locale)}</dd></div>}
      {request.details && <div><dt>{sender ? t.details : t.yourWords}</dt><dd><Prose text={request.details} /></dd></div>}
      {request.answered_at && <div><dt>{t.answer}</dt><dd><Prose text={request.answer} /><span class="meta">{formatInstant(request.answered_at, locale)}{by(sender?.answerer)}</span></dd></div>}
      {request.extended_at && <div><dt>{t.extension}</dt><dd><Prose text={request.extension_reason} /></dd></div>}
      {request.handled_at && <div><dt>{t.decidedAt}</dt><dd>{formatInstant(request.handled_at, locale)}{sender ? by(sender.handler ?? t.machine) : ''}</dd></div>}
      {request.outcome && <div><dt>{t.outcome}</dt><dd><Prose text={request.outcome} /></dd></div>}
    </dl>
  )
}

export function RequestPage({ request }: { request: DataRequest }) {
  const { locale } = useView()
  const t = useTexts(dataTexts)
  const title = `${t.requestTitle(request.id)}: ${useTexts(kindNames)[request.kind].name}`
  return (
    <Page title={title} width="narrow" crumbs={[{ href: `/${locale}/my/account/data`, text: t.title }]}>
      <h1>{title}</h1>
      <div class="stack">
        <RequestFacts request={request} />
        {isOpen(request) && <ActionButton action={`/${locale}/my/account/data/requests/${request.id}/withdrawal`} text={t.withdraw} kind="button second" />}
      </div>
    </Page>
  )
}

interface LeavingProps { form: FormState; blocks: LeavingBlock[]; asked: DataRequest | null; request_key: string }
export function LeavingPage({ form, blocks, asked, request_key }: LeavingProps) {
  const { locale } = useView()
  const t = useTexts(dataTexts)
  const word = useTexts(blockWords)
  return (
    <Page title={t.leaveTitle} width="narrow" crumbs={[{ href: `/${locale}/my/account/data`, text: t.title }]}>
      <h1>{t.leaveTitle}</h1>
      {asked && <div class="notice"><p>{t.alreadyAsked} <a href={`/${locale}/my/account/data/requests/${asked.id}`}>{t.requestTitle(asked.id)}</a></p></div>}
      <h2>{t.goes}</h2><ul>{t.goesList.map((line) => <li>{line}</li>)}</ul>
      <h2>{t.stays}</h2><ul>{t.staysList.map((line) => <li>{line}</li>)}</ul><p class="meta">{t.staysNote}</p>
      <h2>{t.when}</h2><p>{t.whenText}</p>
      {blocks.length > 0 ? <div class="notice warn"><h2>{t.blocked}</h2><ul>{blocks.map((block) => <li>{word(block)}</li>)}</ul></div> : !asked && (
        <div class="sheet"><Form action={`/${locale}/my/account/data/deletion`} form={form} submit={t.leaveSubmit} labels={{ word: t.word(leavingWord[locale]) }} refusals={wording(useTexts(personalDataRefusals))} danger>
          <TextField form={form} name="word" label={t.word(leavingWord[locale])} autocomplete="off" />
          <Hidden name="request_key" value={request_key} />
        </Form></div>
      )}
    </Page>
  )
}
