import { formatVnd } from '../../../platform/money.ts'
import { formatDay, formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, TextArea, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { linked, Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Timeline } from '../../audit/pages/timeline.tsx'
import { accessTexts } from '../../disclosure/messages.ts'
import type { ViewShown } from '../../disclosure/queries.ts'
import { formatBytes } from '../../documents/messages.ts'
import { fileHref } from '../../documents/queries.ts'
import { acceptedFor, acceptOf } from '../../documents/rules.ts'
import { Reasons } from '../../matching/pages/matches.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { dealFormRefusals, dealTexts, interestTexts } from '../messages.ts'
import type { DealOrigin } from '../origin-queries.ts'
import type { DealFile, Named } from '../queries.ts'
import { isOpen, mostMessageFiles } from '../rules.ts'
import { dealParts, type DealStep } from '../schema.ts'
import { stepTexts } from '../step-messages.ts'
import type { BestAction } from '../step-rules.ts'
import { ClosingForms, LossForm, StageForm } from './deal-forms.tsx'
import { Origin } from './origin.tsx'
import { PartNav } from './part.tsx'
import { ListingLink, Side, StageBadge, useName } from './parts.tsx'
import { GoneNotice, NextAction, StepLine } from './step-line.tsx'
import { type StepsPageProps, Waiting } from './steps.tsx'

/** The forms of a deal file; the one that was sent shows what was typed, the others are empty. */
export interface DealForms { message: FormState; document: FormState; stage: FormState; claim: FormState; confirm: FormState; dispute: FormState; loss: FormState }
export interface DealPageProps { file: DealFile; origins: readonly DealOrigin[]; forms: DealForms; taxonomy: Taxonomy; looked: readonly ViewShown[]; uploadMaxBytes: number; now: DealNow }
/** What stands in the file now besides its words: the steps it went through, what waits, and what to do next. */
export interface DealNow { visited: readonly DealStep[]; waiting: StepsPageProps['waiting']; action: BestAction | null; today: string }

export function DealPage({ file, origins, forms, taxonomy, looked, uploadMaxBytes, now }: DealPageProps) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const { deal, acts, interest } = file
  const about = file.offer ?? file.need
  return (
    <Page title={t.title(deal.id)} crumbs={[{ href: `/${locale}/deals`, text: t.deals }]} demonstration={deal.demonstration}>
      <div class="row"><h1>{t.title(deal.id)}</h1><StageBadge stage={deal.stage} /></div>
      {about && <p class="lead" lang={about.language === locale ? undefined : about.language}>{about.title}</p>}
      <PartNav file={{ deal, parts: dealParts, as: 'party' }} part={null} />
      <h2 class="hidden">{t.steps}</h2>
      <StepLine deal={deal} visited={now.visited} />
      <GoneNotice file={file} />
      <Waits file={file} taxonomy={taxonomy} />
      <NextAction action={now.action} sides={[file.supplier, file.demander]} side={file.side} today={now.today} />
      {now.waiting.length > 0 && <Waiting file={{ supplier: file.supplier, demander: file.demander, parts: dealParts }} waiting={now.waiting} today={now.today} />}
      <div class="split">
        <div class="stack">
          {acts.sign !== null && <ClosingForms file={file} claim={forms.claim} confirm={forms.confirm} dispute={forms.dispute} />}
          <Messages file={file} form={forms.message} uploadMaxBytes={uploadMaxBytes} />
          <Documents file={file} form={forms.document} uploadMaxBytes={uploadMaxBytes} />
          <section id="history"><h2>{t.history}</h2><Timeline entries={file.timeline} /></section>
        </div>
        <aside class="stack" aria-label={t.parties}>
          <Facts file={file} />
          {origins.map((origin) => <Origin origin={origin} />)}
          <Looked looked={looked} />
          {interest.reasons.length > 0 && <section class="sheet"><h2>{useTexts(interestTexts).why}</h2><Reasons reasons={interest.reasons} taxonomy={taxonomy} /></section>}
          <p><a href={`/${locale}/deals/${deal.id}/steps`}>{useTexts(stepTexts).allSteps}</a></p>
          {acts.edit !== null && isOpen(deal.stage) && <StageForm file={file} form={forms.stage} />}
          {file.loses !== null && isOpen(deal.stage) && <LossForm file={file} form={forms.loss} taxonomy={taxonomy} />}
        </aside>
      </div>
    </Page>
  )
}

/** What waits, and for whom. */
function Waits({ file, taxonomy }: { file: DealFile; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const name = useName()
  const { deal, next, side, supplier, demander } = file
  const party = (id: number) => (id === supplier.id ? supplier : demander)
  return <>
    {deal.stage === 'won' && <div class="notice good"><p>{t.won(formatVnd(deal.value ?? 0, locale))}</p></div>}
    {deal.stage === 'lost' && <div class="notice bad"><p>{t.lost(taxonomy.name('loss_reason', deal.loss_code ?? '', locale))}</p>{deal.loss_reason && <Prose text={deal.loss_reason} />}</div>}
    {next && <div class={`notice ${next.organisation_id === side ? 'warn' : ''}`}><p>
      <strong>{next.organisation_id === side ? t.yourTurn : t.theirTurn(name(party(next.organisation_id)))}</strong>: {t.nextActions[next.action]} <span class="meta">({t.since.toLowerCase()} <time dateTime={next.since.toISOString()}>{formatInstant(next.since, locale)}</time>)</span>
    </p></div>}
    {side === null && file.gone.size === 0 && <div class="notice"><p>{t.reads}</p></div>}
    {file.on_behalf && side !== null && <div class="notice warn"><p>{t.onBehalf(name(party(side)))}</p></div>}
  </>
}

/** Who of the Exchange has read the file, for both parties to see. */
function Looked({ looked }: { looked: readonly ViewShown[] }) {
  const { locale } = useView()
  const t = useTexts(accessTexts)
  return (
    <section class="sheet"><h2>{t.lookedAt}</h2>
      {looked.length === 0 ? <p>{t.lookedAtNone}</p> : <ul>{looked.map((view) => <li>{view.person_name}{view.acted_by_name && `, ${t.actedBy(view.acted_by_name)}`} <span class="meta"><time dateTime={view.at.toISOString()}>{formatInstant(view.at, locale)}</time></span></li>)}</ul>}
    </section>
  )
}

function Facts({ file }: { file: DealFile }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const { deal, side } = file
  const party = (label: string, who: DealFile['supplier']) => <div><dt>{label}</dt><dd><Side party={who} /> {who.memberless ? <span class="meta">({t.nobody})</span> : who.id === side ? <span class="meta">({t.you})</span> : null}</dd></div>
  const listing = (label: string, one: Named | null) => one && <div><dt>{label}</dt><dd><ListingLink listing={one} /></dd></div>
  return (
    <div class="sheet"><dl class="facts">
      {party(t.supplier, file.supplier)}
      {party(t.demander, file.demander)}
      {listing(t.offer, file.offer)}
      {listing(t.need, file.need)}
      <div><dt>{t.opened}</dt><dd>{formatDay(deal.opened_at, locale)}</dd></div>
    </dl></div>
  )
}

function Messages({ file, form, uploadMaxBytes }: { file: DealFile; form: FormState; uploadMaxBytes: number }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const name = useName()
  const { deal, interest, supplier, demander, side, acts } = file
  const first = { ...interest, id: 0, read: false, readers: [], sent_at: interest.expressed_at, body: interest.message, organisation: interest.organisation_id === supplier.id ? supplier : demander }
  return (
    <section id="messages">
      <h2>{t.messages}</h2>
      <ol class="messages">{[first, ...file.messages].map(({ id, body, sent_at, organisation, person_name, read, readers }) => (
        <li class={`message ${organisation.id === side ? 'ours' : ''}`}>
          <div class="meta">{person_name} · {name(organisation)} · <time dateTime={sent_at.toISOString()}>{formatInstant(sent_at, locale)}</time>{id === 0 && <> · {t.firstWord}</>}{read && <> · {t.read}</>}</div>
          {linked(body)}
          {file.documents.filter(({ message_id }) => message_id === id).toReversed().map((document) => <div><a href={fileHref(document)}>{document.name}</a> <span class="meta">{formatBytes(document.bytes, locale)}</span></div>)}
          <ReadByWords readers={readers} file={file} />
        </li>
      ))}</ol>
      {acts.talk !== null && deal.stage !== 'lost' && (
        <div class="sheet"><Form action={`/${locale}/deals/${deal.id}/messages`} form={form} submit={t.send} labels={t} refusals={wording(useTexts(dealFormRefusals))} multipart>
          <TextArea form={form} name="body" label={t.body} rows={4} />
          <div class="field">
            <label for="f-attached">{t.attach} <span class="meta">{t.optional}</span></label>
            <span class="help" id="h-attached">{t.filesHelp(mostMessageFiles, acceptedFor('document').join(', '), formatBytes(uploadMaxBytes, locale))}</span>
            <input id="f-attached" name="file" type="file" multiple accept={acceptOf('document')} aria-describedby="h-attached" />
          </div>
          <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
        </Form></div>
      )}
    </section>
  )
}

/** Who has read a message and when: one's own by name, of the other side those who represent it, and how many more. */
function ReadByWords({ readers, file: { supplier, demander } }: { readers: DealFile['messages'][number]['readers']; file: DealFile }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const name = useName()
  if (!readers.length) return null
  const many = readers.reduce((sum, { named, others }) => sum + named.length + others, 0)
  return (
    <details><summary class="meta">{t.readBy(many)}</summary>
      <ul class="meta">{readers.map(({ organisation_id, named, others }) => <>
        {named.map(({ name: who, at }) => <li>{who} · {name(organisation_id === supplier.id ? supplier : demander)} · <time dateTime={at.toISOString()}>{formatInstant(at, locale)}</time></li>)}
        {others > 0 && <li>{t.othersRead(others, named.length > 0, name(organisation_id === supplier.id ? supplier : demander))}</li>}
      </>)}</ul>
    </details>
  )
}

function Documents({ file: { deal, documents, acts }, form, uploadMaxBytes }: { file: DealFile; form: FormState; uploadMaxBytes: number }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const name = useName()
  return (
    <section id="documents" class="stack">
      <h2>{t.documents}</h2>
      {documents.length === 0 && <p class="meta">{t.noDocuments}</p>}
      {documents.length > 0 && <ul class="list">{documents.map((document) => (
        <li><a href={fileHref(document)}>{document.name}</a> <span class="meta">{formatBytes(document.bytes, locale)} · {document.person_name} · {name(document.organisation)} · <time dateTime={document.added_at.toISOString()}>{formatInstant(document.added_at, locale)}</time></span></li>
      ))}</ul>}
      {acts.edit !== null && deal.stage !== 'lost' && (
        <div class="sheet"><Form action={`/${locale}/deals/${deal.id}/documents`} form={form} submit={t.upload} labels={t} refusals={wording(useTexts(dealFormRefusals))} multipart>
          <div class="field">
            <label for="f-file">{t.file}</label>
            <span class="help" id="h-file">{t.fileHelp(acceptedFor('document').join(', '), formatBytes(uploadMaxBytes, locale))}</span>
            <input id="f-file" name="file" type="file" accept={acceptOf('document')} aria-describedby="h-file" aria-invalid={form.refusal ? true : undefined} required />
          </div>
        </Form></div>
      )}
    </section>
  )
}
