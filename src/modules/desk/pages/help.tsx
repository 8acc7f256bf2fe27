import { formatInstant } from '../../../platform/time.ts'
import { shorten } from '../../../platform/text.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { shell } from '../../../web/messages.ts'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { locales } from '../../../platform/locale.ts'
import type { ExpertListed } from '../../experts/queries.ts'
import { listingTexts } from '../../listings/messages.ts'
import { textIn, type ListingView } from '../../listings/queries.ts'
import { deskRefusals, deskTexts } from '../messages.ts'
import { fieldsOfKind, type Help, type Helped, type helpsWaiting, type Proposal } from '../queries.ts'

/** The owner's side: asking for help, and taking what was proposed line by line. */
export function HelpPage({ listing, help, proposals, experts, form }: { listing: ListingView; help: Help | undefined; proposals: Proposal[]; experts: ExpertListed[]; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(deskTexts)
  const fields = useTexts(listingTexts)
  const path = `/${locale}/my/listings/${listing.id}/help`
  const name = (expert: ExpertListed) => [expert.name, locale === 'vi' ? expert.headline_vi || expert.headline_en : expert.headline_en || expert.headline_vi].filter(Boolean).join(' · ')
  return (
    <Page title={t.helpTitle} crumbs={[{ href: `/${locale}/my/listings`, text: useTexts(shell).myListings }, { href: `/${locale}/${listing.kind}s/${listing.id}`, text: textIn(listing, locale)?.title ?? '' }]}>
      <h1>{t.helpTitle}</h1>
      <p class="lead">{t.helpLead}</p>
      {help ? <section class="sheet">
        <p>{t.asked(help.mentor_name ?? t.desk, formatInstant(help.asked_at, locale))}</p>
        <blockquote><Prose text={help.note} /></blockquote>
        <ActionButton action={`${path}/end`} text={t.end} fields={{ help_id: help.id }} kind="button second" />
      </section> : <section class="sheet"><h2>{t.ask}</h2>
        <Form action={path} form={form} submit={t.ask} labels={{ note: t.askNote, expert_id: t.mentor }} refusals={wording(useTexts(deskRefusals))}>
          <TextArea form={form} name="note" label={t.askNote} help={t.askNoteHelp} rows={3} />
          {experts.length > 0 && <Select form={form} name="expert_id" label={t.mentor} optional empty={false} options={[{ value: '', text: t.desk }, ...experts.map((expert) => ({ value: String(expert.id), text: name(expert) }))]} />}
        </Form>
      </section>}
      <h2 id="proposals">{t.proposals}</h2>
      {proposals.length === 0 && <p class="meta">{t.noProposals}</p>}
      {proposals.map((proposal) => (
        <section class="sheet diff" aria-labelledby={`p-${proposal.id}`}>
          <h3 id={`p-${proposal.id}`}>{fields[proposal.field]} ({proposal.language === 'vi' ? 'Tiếng Việt' : 'English'})</h3>
          <p class="meta">{t.from(proposal.proposer, formatInstant(proposal.proposed_at, locale))}</p>
          <p>{t.why} {proposal.reason}</p>
          <ol>{proposal.lines.map((line) => (
            <li><Change proposal={proposal} position={line.position} />
              {proposal.decisions.has(line.position) ? <p class="meta">{proposal.decisions.get(line.position) ? `✓ ${t.accepted}` : `✗ ${t.rejected}`}</p> : (
                <form method="post" action={`${path}/lines`} class="row">
                  <Hidden name="proposal_id" value={proposal.id} /><Hidden name="position" value={line.position} />
                  <button class="button" name="decision" value="accept" aria-label={`${t.accept}: ${t.line(line.position + 1)}`}>{t.accept}</button>
                  <button class="button second" name="decision" value="reject" aria-label={`${t.reject}: ${t.line(line.position + 1)}`}>{t.reject}</button>
                </form>)}
            </li>))}</ol>
        </section>))}
    </Page>
  )
}

/** What goes and what comes, said in words before it is coloured, with a little of what stands before it. */
function Change({ proposal, position }: { proposal: Proposal; position: number }) {
  const t = useTexts(deskTexts)
  const at = proposal.pieces.findIndex(({ line }) => line?.position === position)
  const line = proposal.pieces[at]?.line
  const before = proposal.pieces[at - 1]?.kept.trim() ?? ''
  return <div lang={proposal.language}>
    {before && <p class="meta">…{before.slice(-80)}</p>}
    {line?.before.trim() && <p><span class="hidden">{t.removedText} </span><del>{line.before.trim()}</del></p>}
    {line?.after.trim() && <p><span class="hidden">{t.addedText} </span><ins>{line.after.trim()}</ins></p>}
  </div>
}

/** Listings that ask for help, for those who give it. */
export function QueuePage({ helps, opens }: { helps: Awaited<ReturnType<typeof helpsWaiting>>; opens: (help: Help) => boolean }) {
  const { locale } = useView()
  const t = useTexts(deskTexts)
  return (
    <Page title={t.queueTitle}>
      <h1>{t.queueTitle}</h1>
      <p class="lead">{t.queueLead}</p>
      {helps.length === 0 ? <p class="meta">{t.nobody}</p> : <ul class="list">{helps.map((help) => (
        <li><strong>{help.title ?? `${t.listing} ${help.listing_id}`}</strong> <span class="meta">{t.since(formatInstant(help.asked_at, locale))} · {t.offered(help.proposals)}</span>
          {opens(help) && <><p>{shorten(help.note, 200)}</p><p><a href={`/${locale}/desk/${help.id}`} aria-label={`${t.open}: ${help.title ?? help.listing_id}`}>{t.open}</a></p></>}</li>))}</ul>}
    </Page>
  )
}

/** The listing field by field, to be written better; below, what was proposed already. */
export function ProposePage({ helped, form, requestKey }: { helped: Helped; form: FormState; requestKey: string }) {
  const { locale } = useView()
  const t = useTexts(deskTexts)
  const fields = useTexts(listingTexts)
  const { help, texts, proposals } = helped
  const shown = locales.filter((language) => texts.some((text) => text.language === language)).toSorted((a) => (a === helped.original_language ? -1 : 1))
  const all = shown.flatMap((language) => fieldsOfKind(helped.kind).map((field) => ({ field, language, name: `${field}_${language}`, label: `${fields[field]} (${language === 'vi' ? 'Tiếng Việt' : 'English'})` })))
  const title = texts.find(({ language }) => language === locale)?.title ?? texts[0]?.title ?? ''
  return (
    <Page title={t.open} width="narrow" crumbs={[{ href: `/${locale}/desk`, text: t.queueTitle }]}>
      <h1>{title}</h1>
      <p>{t.noteFrom}</p><blockquote><Prose text={help.note} /></blockquote>
      <p>{t.proposeLead}</p>
      <Form action={`/${locale}/desk/${help.id}`} form={form} submit={t.propose} labels={{ ...Object.fromEntries(all.map(({ name, label }) => [name, label])), reason: t.reason }} refusals={wording(useTexts(deskRefusals))}>
        <Hidden name="request_key" value={String(form.values.request_key ?? requestKey)} />
        {all.map(({ field, name, label, language }) => field === 'title' || field === 'keywords' ? <TextField form={form} name={name} label={label} lang={language} optional /> : <TextArea form={form} name={name} label={label} lang={language} rows={field === 'summary' ? 3 : 7} optional />)}
        <TextArea form={form} name="reason" label={t.reason} help={t.reasonHelp} rows={3} />
      </Form>
      <form method="post" action={`/${locale}/desk/${help.id}/end`}><button class="plain-button">{t.end}</button></form>
      {proposals.length > 0 && <><h2>{t.made}</h2><ul class="list">{proposals.map((proposal) => (
        <li>{fields[proposal.field]} ({proposal.language}) · {proposal.lines.map(({ position }) => proposal.decisions.get(position)).filter((taken) => taken === true).length} ✓ / {proposal.lines.length} <span class="meta">{t.from(proposal.proposer, formatInstant(proposal.proposed_at, locale))}</span></li>))}</ul></>}
    </Page>
  )
}
