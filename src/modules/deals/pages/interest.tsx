import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, Select, TextArea, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Timeline } from '../../audit/pages/timeline.tsx'
import type { ListingCard } from '../../listings/queries.ts'
import { Reasons } from '../../matching/pages/matches.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { dealFormRefusals, dealTexts, interestTexts } from '../messages.ts'
import type { InterestFile } from '../queries.ts'
import type { InterestRefusal } from '../rules.ts'
import { InterestBadge, ListingLink, Side, useName } from './parts.tsx'

export interface ExpressPageProps {
  form: FormState
  listing: ListingCard
  /** One's own published listings of the other kind. */
  counters: readonly ListingCard[]
  already: number | null
  /** Why no interest can be expressed here; null where it can. */
  cannot: 'interest_in_own' | 'listing_not_published' | 'no_organisation' | null
}
export function ExpressPage({ form, listing, counters, already, cannot }: ExpressPageProps) {
  const { locale, actor, actingFor } = useView()
  const t = useTexts(interestTexts)
  const words = wording(useTexts(dealFormRefusals))
  // Whatever stands in the way of what was sent is said above it; nothing typed is lost.
  const sent = form.refusal !== null || Object.keys(form.errors).length > 0
  // Whoever was told that the organisation has changed sees the new one and may send for it; nobody else sends for it unknowing.
  const organisation = form.refusal?.code === 'acting_changed_unsent' ? actor.organisation_id : form.values.organisation_id
  const address = `/${locale}/${listing.kind}s/${listing.id}`
  return (
    <Page title={t.express} width="narrow" demonstration={listing.demonstration} crumbs={[{ href: address, text: listing.title }]}>
      <div class="stack">
        <h1>{t.express}</h1>
        <dl class="facts">
          <div><dt>{t.in}</dt><dd><a href={address} lang={listing.language === locale ? undefined : listing.language}>{listing.title}</a></dd></div>
          <div><dt>{t.of}</dt><dd><Side party={listing.anonymous ? null : { ...listing, name_vi: listing.organisation_name_vi, name_en: listing.organisation_name_en }} /></dd></div>
        </dl>
        {already !== null && <div class="notice"><p>{t.already} <a href={`/${locale}/interests/${already}`}>{t.open}</a></p></div>}
        {already === null && cannot === 'no_organisation' && <div class="notice warn"><p>{t.needOrganisation} <a href={`/${locale}/my/organisation`}>{t.toOrganisation}</a></p></div>}
        {already === null && cannot !== null && cannot !== 'no_organisation' && form.refusal?.code !== cannot && <div class="notice warn"><p>{words({ code: cannot, answering: false } as InterestRefusal)}</p></div>}
        {(sent || (already === null && cannot === null)) && (
          <div class="sheet">
            {actingFor && <p class="meta">{t.actingFor(actingFor)}</p>}
            <Form action={`${address}/interest`} form={form} submit={t.send} labels={t} refusals={words}>
              <TextArea form={form} name="message" label={t.message} help={t.messageHelp} rows={7} />
              {counters.length > 0 && <Select form={form} name="counter_listing_id" label={t.counter_listing_id} optional
                help={listing.kind === 'offer' ? t.counterHelpOffer : t.counterHelpNeed} options={counters.map(({ id, title }) => ({ value: String(id), text: title }))} />}
              <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
              {organisation !== null && organisation !== undefined && <Hidden name="organisation_id" value={String(organisation)} />}
            </Form>
          </div>
        )}
        <section><h2>{t.nextTitle}</h2><ol>{t.next.map((step) => <li>{step}</li>)}</ol></section>
      </div>
    </Page>
  )
}

export function InterestPage({ interest, form, taxonomy }: { interest: InterestFile; form: FormState; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(interestTexts)
  const name = useName()
  const own = `/${locale}/interests/${interest.id}`
  const { from, to, listing, counter_listing } = interest
  const wrong = form.refusal !== null || Object.keys(form.errors).length > 0
  return (
    <Page title={t.title(interest.id)} crumbs={[{ href: `/${locale}/deals`, text: useTexts(dealTexts).deals }]}>
      <div class="row"><h1>{t.title(interest.id)}</h1><InterestBadge state={interest.state} /></div>
      <div class="split">
        <div class="stack">
          <div class="sheet">
            <p class="meta">{interest.person_name} · {name(from)} · <time dateTime={interest.expressed_at.toISOString()}>{formatInstant(interest.expressed_at, locale)}</time></p>
            <Prose text={interest.message} />
          </div>
          {interest.state === 'declined' && <div class="notice bad"><h2>{t.declinedWith}</h2><p>{taxonomy.name('decline_reason', interest.decline_code ?? '', locale)}</p>{interest.answer && <Prose text={interest.answer} />}</div>}
          {interest.deal_id !== null && <p><a class="button" href={`/${locale}/deals/${interest.deal_id}`}>{t.toDeal}</a></p>}
          {interest.state === 'pending' && !interest.may_answer && <div class="notice"><p>{t.waitingFor(name(to))}</p></div>}
          {(interest.may_answer || wrong) && (
            <section class="sheet stack">
              <h2>{t.answerTitle}</h2>
              {interest.on_behalf && <div class="notice warn"><p>{t.onBehalf(name(to))}</p></div>}
              {listing.state === 'published' ? <><p>{t.acceptHelp}</p><ActionButton action={`${own}/accept`} text={t.accept} /></> : <p>{t.notNow}</p>}
              <details open={wrong}>
                <summary>{t.decline}</summary>
                <Form action={`${own}/decline`} form={form} submit={t.decline} labels={t} refusals={wording(useTexts(dealFormRefusals))} danger>
                  <Select form={form} name="decline_code" label={t.decline_code} options={taxonomy.list('decline_reason').map(({ code }) => ({ value: code, text: taxonomy.name('decline_reason', code, locale) }))} />
                  <TextArea form={form} name="answer" label={t.answer} help={t.answerHelp} rows={4} optional="later" />
                </Form>
              </details>
            </section>
          )}
          {interest.may_withdraw && <ActionButton action={`${own}/withdraw`} text={t.withdraw} kind="button second" />}
          <section><h2>{t.history}</h2><Timeline entries={interest.timeline} /></section>
        </div>
        <aside class="stack" aria-label={t.in}>
          <div class="sheet"><dl class="facts">
            <div><dt>{t.in}</dt><dd><ListingLink listing={listing} /></dd></div>
            <div><dt>{t.of}</dt><dd><Side party={to} /></dd></div>
            <div><dt>{t.from}</dt><dd><Side party={from} /></dd></div>
            {counter_listing && <div><dt>{t.offered}</dt><dd><ListingLink listing={counter_listing} /></dd></div>}
          </dl></div>
          {interest.reasons.length > 0 && <section class="sheet"><h2>{t.why}</h2><Reasons reasons={interest.reasons} taxonomy={taxonomy} /></section>}
        </aside>
      </div>
    </Page>
  )
}
