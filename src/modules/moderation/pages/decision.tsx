import type { ComponentChildren } from 'preact'
import { isStaff } from '../../../core/context.ts'
import { inLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { fieldErrors, wordError } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { listingRefusals, listingTexts } from '../../listings/messages.ts'
import { listingPath } from '../../listings/pages/card.tsx'
import { ListingPage } from '../../listings/pages/listing.tsx'
import type { ListingView } from '../../listings/queries.ts'
import { type ListingRefusal, missingIn } from '../../listings/rules.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { moderationRefusals, moderationTexts } from '../messages.ts'
import type { Near } from '../queries.ts'
import { type Claim, filterQuery, type ModerationRefusal, nextAfter, type QueueFilter, type Waiting } from '../rules.ts'
import type { ReturnReason } from '../schema.ts'
import { Key, KeyTable } from './keys.tsx'
import { Holder } from './queue.tsx'

export interface DecisionProps {
  /** The form of returning as it was sent, and that of taking over. */
  form: FormState
  takeover: FormState
  listing: ListingView
  taxonomy: Taxonomy
  /** What waits under the filter this listing was come to by. */
  queue: readonly Waiting[]
  filter: QueueFilter
  claim: (Claim & { word: string }) | null
  near: readonly Near[]
  since: { published_at: Date; changes: number } | null
  /** The version it is best read against. */
  former: number | null
  reasons: readonly ReturnReason[]
  /** What other modules know of it: its evidence, its versions. */
  more: ComponentChildren
}

/** A listing whole, in every language it has, with the decision beside it. What is decided on is the version shown. */
export function DecisionPage(props: DecisionProps) {
  const { actor } = useView()
  const { listing, taxonomy, near, since, former, more } = props
  const moderator = isStaff('moderator')(actor)
  return (
    <ListingPage listing={listing} taxonomy={taxonomy} own={false} everyText aside={<>
      {listing.state === 'submitted' && moderator && <Deciding {...props} />}
      {moderator && listing.state !== 'submitted' && <Elsewhere {...props} />}
      {moderator && <KeyTable />}
    </>}>
      <Checks listing={listing} since={since} former={former} />
      {more}
      <NearList listing={listing} near={near} filter={props.filter} />
    </ListingPage>
  )
}

function Deciding(props: DecisionProps) {
  const { locale, actor } = useView()
  const { form, takeover, listing, claim, filter, reasons } = props
  const t = useTexts(moderationTexts)
  const base = `/${locale}/moderation/listings/${listing.id}`, query = filterQuery(filter)
  const held = claim !== null && claim.person_id !== actor.person_id
  const words = wording<ListingRefusal | ModerationRefusal>({ ...useTexts(listingRefusals), ...useTexts(moderationRefusals), changed_meanwhile: () => t.changed })
  return (
    <div class="sheet stack"><h2>{t.open}</h2>
      <Along {...props} />
      <p><Holder claim={claim} /></p>
      {held ? <Form action={`${base}/claim${query}`} form={takeover} submit={t.takeOver} labels={{ word: t.word }} refusals={words}>
        <TextField form={takeover} name="word" label={t.word} help={t.wordHelp} autocomplete="off" />
      </Form> : <div class="row">
        <form method="post" action={`${base}/claim${query}`} data-key="t"><button class="button second">{claim ? t.hold : t.take}<Key name="t" /></button></form>
        {claim && <form method="post" action={`${base}/claim/end${query}`}><button class="plain-button">{t.letGo}</button></form>}
      </div>}
      {claim?.word && <p class="meta">{t.takenOver(claim.word)}</p>}
      {(!held || form.refusal) && <>
        <p>{t.checklist}</p>
        <form method="post" action={`${base}/publication${query}`} data-key="p"><Hidden name="version" value={listing.version} /><button class="button">{t.publish}<Key name="p" /></button></form>
        <Form action={`${base}/return${query}`} form={form} submit={t.return} labels={t} danger refusals={words}>
          <Hidden name="version" value={listing.version} />
          {form.values.duplicate_of ? <><Hidden name="duplicate_of" value={String(form.values.duplicate_of)} /><p class="notice">{t.duplicate_of}: {String(form.values.duplicate_of)}</p></> : null}
          <ReasonBoxes form={form} reasons={reasons} language={listing.original_language} />
          <TextArea form={form} name="reason" label={t.reason} help={t.reasonHelp} rows={6} {...(listing.original_language === locale ? {} : { lang: listing.original_language })} />
        </Form>
      </>}
    </div>
  )
}

/** The reasons to tick. With a script their wording goes into the reason at once; without one it is put together when it is sent. */
function ReasonBoxes({ form, reasons, language }: { form: FormState; reasons: readonly ReturnReason[]; language: 'vi' | 'en' }) {
  const { locale } = useView()
  const t = useTexts(moderationTexts)
  const chosen = new Set([form.values.reasons ?? []].flat().map(String))
  const error = form.errors.reasons
  return (
    <fieldset class="field" aria-describedby="h-reasons" data-reasons="" aria-invalid={error ? true : undefined}>
      <legend class="label">{t.reasons}<Key name="r" /></legend>
      <span class="help" id="h-reasons"><span data-plain="">{t.composedHelp}</span><span data-scripted="" hidden>{t.reasonsHelp}</span></span>
      {error && <span class="error" id="e-reasons">{wordError(error, useTexts(fieldErrors))}</span>}
      <input type="hidden" name="composed" value={form.values.composed === 'yes' ? 'yes' : ''} />
      {reasons.map((one, i) => (
        <label class="tick"><input type="checkbox" id={i === 0 ? 'f-reasons' : undefined} name="reasons" value={one.code} checked={chosen.has(one.code)} data-key={i < 9 ? String(i + 1) : undefined} data-text={language === 'vi' ? one.text_vi : one.text_en} />
          <span>{inLocale(locale, one.name_vi, one.name_en)}{i < 9 && <Key name={String(i + 1)} />}</span></label>
      ))}
    </fieldset>
  )
}

/** Where in the queue this is, and the way on. */
function Along({ listing, queue, filter }: Pick<DecisionProps, 'listing' | 'queue' | 'filter'>) {
  const { locale, actor } = useView()
  const t = useTexts(moderationTexts)
  const at = queue.findIndex(({ id }) => id === listing.id)
  const before = at > 0 ? queue[at - 1] : undefined, after = nextAfter(queue, listing.id, actor.person_id)
  const to = (id: number) => `/${locale}/moderation/listings/${id}${filterQuery(filter)}`
  return <>
    {at >= 0 && <p class="meta">{t.inQueue(at + 1, queue.length)}</p>}
    <p class="row">
      {before && <a rel="prev" href={to(before.id)} data-key="k">{t.previous}<Key name="k" /></a>}
      {after && <a rel="next" href={to(after.id)} data-key="j">{t.next}<Key name="j" /></a>}
      <a href={`/${locale}/moderation${filterQuery(filter)}`}>{t.queue}</a>
    </p>
  </>
}
function Elsewhere(props: DecisionProps) {
  const { locale } = useView()
  const t = useTexts(moderationTexts)
  return <div class="sheet stack"><h2>{t.open}</h2><p>{t.decided}</p><Along {...props} />
    {props.queue.length > 0 && <form method="post" action={`/${locale}/moderation/next${filterQuery(props.filter)}`} data-key="t"><button class="button second">{t.takeNext}<Key name="t" /></button></form>}</div>
}

/** What can be said without reading it: completeness, and what became of it before. */
function Checks({ listing, since, former }: Pick<DecisionProps, 'listing' | 'since' | 'former'>) {
  const { locale } = useView()
  const t = useTexts(moderationTexts)
  const missing = missingIn(listing, listing.texts)
  return (
    <section class="sheet" aria-labelledby="checks"><h2 id="checks">{t.checks}</h2>
      <ul class="reasons">
        <li class={missing.length ? 'unmet' : 'met'}>{missing.length ? useTexts(listingRefusals).incomplete({ code: 'incomplete', missing }) : t.complete}</li>
        <li>{since ? t.since(formatDay(since.published_at, locale), since.changes) : t.neverPublished}
          {former !== null && <> <a href={`/${locale}${listingPath(listing)}/versions?of=${listing.version}&with=${former}`}>{t.whatChanged}</a></>}</li>
        {listing.reviews.filter(({ decision }) => decision === 'returned').slice(0, 3).map(({ reason, decided_at }) => <li>{t.sentBack(formatDay(decided_at, locale))}: {reason}</li>)}
      </ul>
    </section>
  )
}

function NearList({ listing, near, filter }: { listing: ListingView; near: readonly Near[]; filter: QueueFilter }) {
  const { locale } = useView()
  const t = useTexts(moderationTexts)
  const l = useTexts(listingTexts)
  return (
    <section class="sheet" aria-labelledby="near"><h2 id="near">{t.near}</h2>
      {near.length === 0 ? <p>{t.nearNone}</p> : <>
        <p class="meta">{t.nearHelp}</p>
        <ul class="list">{near.map((one, i) => (
          <li><p><strong lang={one.language}>{one.title}</strong> <span class="badge warn">{t.percent} {one.percent} %</span> <span class="meta">{l[one.state]} · {one.organisation_id === listing.organisation_id ? t.sameOwner : t.otherOwner}</span></p>
            {one.shared.length > 0 && <p class="meta">{t.shared}: {one.shared.map((run, n) => <>{n > 0 && '; '}<span lang={one.language}>“{run}”</span></>)}</p>}
            <p><a href={`/${locale}/moderation/listings/${listing.id}/compare/${one.id}${filterQuery(filter)}`} data-key={i === 0 ? 'd' : undefined} aria-label={`${t.compare}: ${one.title}`}>{t.compare}{i === 0 && <Key name="d" />}</a></p></li>
        ))}</ul>
      </>}
    </section>
  )
}
