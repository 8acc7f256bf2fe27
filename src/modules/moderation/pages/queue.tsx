import { inLocale } from '../../../platform/locale.ts'
import { daysBetween } from '../../../platform/time.ts'
import { isStaff } from '../../../core/context.ts'
import type { FormState } from '../../../web/http.tsx'
import { Hidden } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { fieldErrors, shell, wordError } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { listingTexts } from '../../listings/messages.ts'
import type { ListingCard } from '../../listings/queries.ts'
import { technologyTexts } from '../../listings/technology-messages.ts'
import { WaitedFor } from '../../rulebook/pages/waiting.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { moderationTexts } from '../messages.ts'
import type { Queued } from '../queries.ts'
import { type Claim, clockTime, countsOf, filterQuery, passes, type QueueFilter, timeUsed, type Waiting } from '../rules.ts'
import type { ReturnReason } from '../schema.ts'
import { KeyTable } from './keys.tsx'

export type QueueRow = ListingCard & { item: Queued }
export interface QueueProps {
  form: FormState
  /** Everything that waits, and the rows of this page of what passes the filter. */
  queue: readonly Waiting[]
  rows: readonly QueueRow[]
  filter: QueueFilter
  reasons: readonly ReturnReason[]
  taxonomy: Taxonomy
  requestKey: string
  page: number
  pages: number
}

export function QueuePage({ form, queue, rows, filter, reasons, taxonomy, requestKey, page, pages }: QueueProps) {
  const { locale, actor } = useView()
  const t = useTexts(moderationTexts)
  const mayDecide = isStaff('moderator')(actor)
  const shown = queue.filter((item) => passes(item, filter, actor.person_id)).length
  const wrong = Object.entries(form.errors)
  return (
    <Page title={t.title}>
      <h1>{t.title} ({queue.length})</h1>
      <p class="lead">{t.lead}</p>
      <p class="row"><a href={`/${locale}/moderation/organisations`}>{t.organisations}</a><a href={`/${locale}/moderation/evidence`}>{t.evidence}</a><a href={`/${locale}/moderation/technology`}>{useTexts(technologyTexts).title}</a><a href={`/${locale}/moderation/report`}>{t.report}</a><a href={`/${locale}/moderation/reasons`}>{t.reasonsLink}</a><a href={`/${locale}/administration/lexicon`}>{t.lexicon}</a></p>
      {wrong.length > 0 && <div class="notice bad" role="alert" tabIndex={-1} data-focus=""><h2>{useTexts(fieldErrors).summary}</h2><ul>{wrong.map(([name, code]) => <li>{name === 'items' && code === 'required' ? t.noneChosen : `${name === 'reason_code' ? t.reason_code : t.items}: ${wordError(code, useTexts(fieldErrors))}`}</li>)}</ul></div>}
      <div class="stack"><Filters queue={queue} filter={filter} taxonomy={taxonomy} />
      {mayDecide && shown > 0 && <form method="post" action={`/${locale}/moderation/next${filterQuery(filter)}`}><button class="button second">{t.takeNext}</button></form>}
      {rows.length === 0 ? <p>{queue.length === 0 ? t.empty : t.emptyHere}</p> : mayDecide ? (
        <form method="post" action={`/${locale}/moderation/bulk${filterQuery(filter, page > 1 ? { page: String(page) } : {})}`}>
          <Hidden name="request_key" value={requestKey} />
          <Rows rows={rows} filter={filter} taxonomy={taxonomy} chosen={[form.values.items ?? []].flat().map(String)} />
          <fieldset class="sheet"><legend class="label">{t.many}</legend>
            <p class="meta">{t.manyHelp}</p>
            <div class="row"><button class="button second" name="act" value="take">{t.takeMany}</button><button class="button second" name="act" value="publish">{t.publishMany}</button></div>
            <div class="field"><label for="f-reason_code">{t.reason_code}</label>
              <select id="f-reason_code" name="reason_code"><option value="">{useTexts(fieldErrors).choose}</option>{reasons.map((one) => <option value={one.code} selected={one.code === form.values.reason_code}>{inLocale(locale, one.name_vi, one.name_en)}</option>)}</select></div>
            <button class="button danger" name="act" value="return">{t.returnMany}</button>
          </fieldset>
        </form>
      ) : <Rows rows={rows} filter={filter} taxonomy={taxonomy} chosen={null} />}</div>
      <Pages filter={filter} page={page} pages={pages} />
      {mayDecide && <KeyTable />}
    </Page>
  )
}

function Rows({ rows, filter, taxonomy, chosen }: { rows: readonly QueueRow[]; filter: QueueFilter; taxonomy: Taxonomy; chosen: readonly string[] | null }) {
  const { locale, now } = useView()
  const t = useTexts(moderationTexts)
  const l = useTexts(listingTexts)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t.title}><table>
      <thead><tr>{chosen && <th scope="col">{t.choice}</th>}<th scope="col">{l.title}</th><th scope="col">{l.organisation}</th><th scope="col">{l.submitted}</th><th scope="col">{t.who}</th></tr></thead>
      <tbody>{rows.map((card) => { const { item } = card; const value = `${item.id}:${item.version}`; return <tr data-row="">
        {chosen && <td><input type="checkbox" name="items" value={value} checked={chosen.includes(value)} aria-label={t.choose(card.title)} /></td>}
        <th scope="row"><a href={`/${locale}/moderation/listings/${card.id}${filterQuery(filter)}`} lang={card.language}>{card.title}</a><br /><span class={`kind ${card.kind}`}>{l[card.kind]}</span>
          {card.research_fields[0] && <span class="meta"> · {taxonomy.name('research_field', card.research_fields[0].slice(0, 1), locale)}</span>}
          <br />{item.published_before ? <span class="badge calm">{t.isChanged}</span> : <span class="badge">{t.isNew}</span>}{item.returned_before && <> <span class="badge calm">{t.again}</span></>}</th>
        <td>{inLocale(locale, card.organisation_name_vi, card.organisation_name_en)}</td>
        <td>{t.waited(daysBetween(item.submitted_at, now))}<Age item={item} /><WaitedFor waited={item.waited} /></td>
        <td><Holder claim={item.claim} /></td>
      </tr> })}</tbody>
    </table></div>
  )
}

/** Who is at it, until when, in words. */
export function Holder({ claim }: { claim: Claim | null }) {
  const { locale, actor } = useView()
  const t = useTexts(moderationTexts)
  if (!claim) return <span class="meta">{t.nobody}</span>
  const until = clockTime(claim.ends_at, locale)
  return claim.person_id === actor.person_id ? <strong>{t.you(until)}</strong> : <>{t.by(claim.name, until)}</>
}

/** How much of the time allowed is gone: said in words, and drawn for the eye. */
function Age({ item }: { item: Waiting }) {
  const { now } = useView()
  const used = timeUsed(item.submitted_at, item.waited?.due ?? null, now)
  if (used === null) return <br />
  return <span class="meta"> · {useTexts(moderationTexts).used(used)}
    <svg class="chart" viewBox="0 0 100 2" aria-hidden="true"><rect class="track" width="100" height="2" /><rect class={used >= 100 ? 'bar-need' : 'bar-offer'} width={Math.min(100, used)} height="2" /></svg></span>
}

function Filters({ queue, filter, taxonomy }: { queue: readonly Waiting[]; filter: QueueFilter; taxonomy: Taxonomy }) {
  const { locale, actor } = useView()
  const t = useTexts(moderationTexts)
  const l = useTexts(listingTexts)
  const count = countsOf(queue, filter, actor.person_id)
  const fields = [...new Set(queue.flatMap(({ research_fields }) => research_fields.map((code) => code.slice(0, 1))))].toSorted()
  const facets: [keyof QueueFilter, string, [string, string][]][] = [
    ['kind', t.kind, [['offer', l.offers], ['need', l.needs]]], ['change', t.change, [['new', t.isNew], ['changed', t.isChanged]]], ['late', t.late, [['yes', t.isLate]]],
    ['whose', t.whose, [['mine', t.mine], ['free', t.free], ['others', t.others]]], ['field', t.field, fields.map((code) => [code, taxonomy.name('research_field', code, locale)])],
  ]
  return (
    <nav aria-label={t.filters} class="sheet"><dl class="facts">{facets.map(([name, label, choices]) => (
      <div><dt id={`facet-${name}`}>{label}</dt><dd><ul class="bare row" aria-labelledby={`facet-${name}`}>{[['', t.all] as [string, string], ...choices].map(([value, text]) => {
        const choice = { [name]: value } as Partial<QueueFilter>
        return <li><a href={`/${locale}/moderation${filterQuery({ ...filter, ...choice })}`} aria-current={filter[name] === value ? 'true' : undefined}>{filter[name] === value ? <strong>{text} ({count(choice)})</strong> : `${text} (${count(choice)})`}</a></li>
      })}</ul></dd></div>
    ))}</dl></nav>
  )
}

function Pages({ filter, page, pages }: { filter: QueueFilter; page: number; pages: number }) {
  const { locale } = useView()
  const s = useTexts(shell)
  if (pages <= 1) return null
  const to = (n: number) => `/${locale}/moderation${filterQuery(filter, { page: String(n) })}`
  return (
    <nav aria-label={s.pagination}><ul class="pages">
      {page > 1 && <li><a rel="prev" href={to(page - 1)}>{s.previous}</a></li>}
      <li><span aria-current="page">{s.page(page)}</span></li>
      {page < pages && <li><a rel="next" href={to(page + 1)}>{s.next}</a></li>}
    </ul></nav>
  )
}
