import { inLocale } from '../../../platform/locale.ts'
import { daysBetween } from '../../../platform/time.ts'
import { isStaff } from '../../../core/context.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextArea, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { shell } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { WaitedFor } from '../../rulebook/pages/waiting.tsx'
import type { Waited } from '../../rulebook/queries.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { listingRefusals, listingTexts, moderationTexts } from '../messages.ts'
import type { ListingCard, ListingView } from '../queries.ts'
import type { ListingRefusal } from '../rules.ts'
import { Card } from './card.tsx'
import { ListingPage } from './listing.tsx'

export function OwnListingsPage({ cards, taxonomy, organisation }: { cards: ListingCard[]; taxonomy: Taxonomy; organisation: number | null }) {
  const { locale, actingFor } = useView()
  const t = useTexts(listingTexts)
  const s = useTexts(shell)
  return (
    <Page title={s.myListings}>
      <h1>{s.myListings}</h1>
      {organisation !== null && actingFor && <p class="lead">{actingFor}</p>}
      {organisation === null ? <div class="notice warn"><p>{useTexts(listingRefusals).no_organisation({ code: 'no_organisation' })}</p><p><a href={`/${locale}/my/organisation`}>{s.myOrganisation}</a></p></div> : <>
        <p class="row"><a class="button" href={`/${locale}/my/listings/new/offer`}>{t.newOffer}</a><a class="button" href={`/${locale}/my/listings/new/need`}>{t.newNeed}</a></p>
        {cards.length === 0 ? <p>{t.none} {t.noneHelp}</p> : <ul class="list">{cards.map((card) => <li><Card card={card} taxonomy={taxonomy} level="h2" showState /></li>)}</ul>}
      </>}
    </Page>
  )
}

export function ModerationPage({ cards, total, page, pages }: { cards: (ListingCard & { waited: Waited | null })[]; total: number; page: number; pages: number }) {
  const { locale, now } = useView()
  const t = useTexts(moderationTexts)
  return (
    <Page title={t.title}>
      <h1>{t.title} ({total})</h1>
      <p class="lead">{t.lead}</p>
      <p><a href={`/${locale}/moderation/organisations`}>{t.organisations}</a></p>
      {cards.length === 0 ? <p>{t.empty}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.title}><table>
        <thead><tr><th scope="col">{useTexts(listingTexts).title}</th><th scope="col">{useTexts(listingTexts).organisation}</th><th scope="col">{useTexts(listingTexts).submitted}</th></tr></thead>
        <tbody>{cards.map((card) => <tr>
          <th scope="row"><a href={`/${locale}/moderation/listings/${card.id}`} lang={card.language}>{card.title}</a><br /><span class={`kind ${card.kind}`}>{useTexts(listingTexts)[card.kind]}</span></th>
          <td>{inLocale(locale, card.organisation_name_vi, card.organisation_name_en)}</td>
          <td>{card.submitted_at && t.waited(daysBetween(card.submitted_at, now))}<br /><WaitedFor waited={card.waited} /></td>
        </tr>)}</tbody>
      </table></div>}
      {pages > 1 && <nav aria-label={useTexts(shell).pagination}><ul class="pages">
        {page > 1 && <li><a rel="prev" href={`/${locale}/moderation?page=${page - 1}`}>{useTexts(shell).previous}</a></li>}
        <li><span aria-current="page">{useTexts(shell).page(page)}</span></li>
        {page < pages && <li><a rel="next" href={`/${locale}/moderation?page=${page + 1}`}>{useTexts(shell).next}</a></li>}
      </ul></nav>}
    </Page>
  )
}

/** A listing whole, in every language it has, with the decision beside it. What is decided on is the version shown. */
export function DecisionPage({ form, listing, taxonomy }: { form: FormState; listing: ListingView; taxonomy: Taxonomy }) {
  const { locale, actor } = useView()
  const t = useTexts(moderationTexts)
  const refusals = useTexts(listingRefusals)
  return (
    <ListingPage listing={listing} taxonomy={taxonomy} own={false} everyText aside={listing.state === 'submitted' && isStaff('moderator')(actor) && (
      <div class="sheet stack"><h2>{t.open}</h2><p>{t.checklist}</p>
        <ActionButton action={`/${locale}/moderation/listings/${listing.id}/publication`} text={t.publish} fields={{ version: listing.version }} />
        <Form action={`/${locale}/moderation/listings/${listing.id}/return`} form={form} submit={t.return} labels={t} danger refusals={wording<ListingRefusal>({ ...refusals, changed_meanwhile: () => t.changed })}>
          <Hidden name="version" value={listing.version} />
          <TextArea form={form} name="reason" label={t.reason} help={t.reasonHelp} rows={4} />
        </Form>
      </div>
    )} />
  )
}
