import { formatVnd } from '../../../platform/money.ts'
import { formatDay } from '../../../platform/time.ts'
import { shell } from '../../../web/messages.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { dealTexts } from '../messages.ts'
import { type DealFilter, dealFilters, type DealRow, dealsOnPage, type InterestRow, mostInterests, type Party } from '../queries.ts'
import { readsDeals } from '../rules.ts'
import { stepTexts } from '../step-messages.ts'
import { InterestBadge, StageBadge, useName } from './parts.tsx'

export interface DealsPageProps { deals: DealRow[]; total: number; page: number; filter: DealFilter; received: InterestRow[]; sent: InterestRow[] }
export function DealsPage({ deals, total, page, filter, received, sent }: DealsPageProps) {
  const { locale, actor } = useView()
  const t = useTexts(dealTexts)
  const address = (to: { filter?: DealFilter; page?: number }): string => `/${locale}/deals?filter=${to.filter ?? filter}${(to.page ?? 1) > 1 ? `&page=${to.page}` : ''}`
  return (
    <Page title={t.deals}>
      <h1>{t.deals}</h1>
      <p class="lead">{t.dealsLead}{actor.staff_roles.includes('deal_officer') ? ` ${t.officerLead}` : ''}</p>
      <p><a href={`/${locale}/deals/advised`}>{t.letIn}</a></p>
      {readsDeals(actor) && <p class="row"><a href={`/${locale}/deals/idle`}>{useTexts(stepTexts).idle}</a> <a href={`/${locale}/payments`}>{t.paymentsBoard}</a></p>}
      <div class="stack">
        <nav aria-label={t.filter}><ul class="pages">
          {dealFilters.map((one) => <li><a href={address({ filter: one })} aria-current={one === filter ? 'page' : undefined}>{t.filters[one]}</a></li>)}
        </ul></nav>
        {deals.length === 0 ? <div class="sheet"><p>{t.none}</p></div> : <DealTable deals={deals} />}
        <Paging page={page} last={Math.max(1, Math.ceil(total / dealsOnPage))} address={(to) => address({ page: to })} />
        <section id="received"><h2>{t.received}</h2><InterestTable interests={received} label={t.received} /></section>
        <section id="sent"><h2>{t.sent}</h2><InterestTable interests={sent} label={t.sent} /></section>
      </div>
    </Page>
  )
}

function DealTable({ deals }: { deals: DealRow[] }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const name = useName()
  return (
    <div class="scroll sheet" tabIndex={0} role="region" aria-label={t.deals}><table>
      <thead><tr><th scope="col">{t.about}</th><th scope="col">{t.parties}</th><th scope="col">{t.step}</th><th scope="col">{t.waits}</th><th scope="col">{t.since}</th></tr></thead>
      <tbody>{deals.map((deal) => {
        const party = (id: number): Party => (id === deal.supplier.id ? deal.supplier : deal.demander)
        return (
          <tr>
            <th scope="row"><a href={`/${locale}/deals/${deal.id}`} lang={deal.listing.language === locale ? undefined : deal.listing.language}>{deal.listing.title}</a></th>
            <td>{name(deal.supplier)} → {name(deal.demander)}</td>
            <td><StageBadge stage={deal.stage} />{deal.value !== null && <div class="meta">{formatVnd(deal.value, locale)}</div>}</td>
            <td>{deal.next && <>{deal.ours ? <span class="badge warn">{t.yourTurn}</span> : name(party(deal.next.organisation_id))}<div class="meta">{t.nextActions[deal.next.action]}</div></>}</td>
            <td><time dateTime={(deal.next?.since ?? deal.closed_at ?? deal.opened_at).toISOString()}>{formatDay(deal.next?.since ?? deal.closed_at ?? deal.opened_at, locale)}</time></td>
          </tr>
        )
      })}</tbody>
    </table></div>
  )
}

function InterestTable({ interests, label }: { interests: InterestRow[]; label: string }) {
  const { locale } = useView()
  const t = useTexts(dealTexts)
  const name = useName()
  if (interests.length === 0) return <p class="meta">{t.noInterests}</p>
  return <>
    {interests.length === mostInterests && <p class="meta">{t.mostInterests(mostInterests)}</p>}
    <div class="scroll sheet" tabIndex={0} role="region" aria-label={label}><table>
      <thead><tr><th scope="col">{t.about}</th><th scope="col">{t.from}</th><th scope="col">{t.to}</th><th scope="col">{t.state}</th><th scope="col">{t.sentAt}</th></tr></thead>
      <tbody>{interests.map(({ id, listing, from, to, state, expressed_at }) => (
        <tr>
          <th scope="row"><a href={`/${locale}/interests/${id}`} lang={listing.language === locale ? undefined : listing.language}>{listing.title}</a></th>
          <td>{name(from)}</td><td>{name(to)}</td><td><InterestBadge state={state} /></td>
          <td><time dateTime={expressed_at.toISOString()}>{formatDay(expressed_at, locale)}</time></td>
        </tr>
      ))}</tbody>
    </table></div>
  </>
}

function Paging({ page, last, address }: { page: number; last: number; address: (page: number) => string }) {
  const t = useTexts(shell)
  if (last === 1) return null
  return <nav aria-label={t.pagination}><ul class="pages">
    {page > 1 && <li><a href={address(page - 1)} rel="prev">{t.previous}</a></li>}
    <li><span aria-current="page">{t.page(page)} / {last}</span></li>
    {page < last && <li><a href={address(page + 1)} rel="next">{t.next}</a></li>}
  </ul></nav>
}
