import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Choices, Form, Hidden, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Card } from '../../listings/pages/card.tsx'
import { searchHref, searchWords } from '../../listings/pages/search-words.ts'
import type { ListingCard } from '../../listings/queries.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { savedTexts, searchRefusals } from '../messages.ts'
import { readAddress } from '../queries.ts'
import { mostSearches } from '../rules.ts'
import { frequencies, type SavedSearch } from '../schema.ts'

export function SavedSearchesPage({ searches, taxonomy }: { searches: SavedSearch[]; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(savedTexts)
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {searches.length === 0
        ? <div class="sheet"><p>{t.none}</p><p><a class="button" href={`/${locale}/search`}>{t.toSearch}</a></p></div>
        : <><p class="meta">{t.count(searches.length, mostSearches)}. {t.settings} <a href={`/${locale}/my/notices/settings`}>{t.settingsLink}</a>.</p>
          <ul class="list">{searches.map((one) => <li><Saved one={one} taxonomy={taxonomy} /></li>)}</ul></>}
    </Page>
  )
}

function Saved({ one: { id, name, address, frequency, looked_at }, taxonomy }: { one: SavedSearch; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(savedTexts)
  const asked = readAddress(address)
  return (
    <article class="card">
      <h2><a href={searchHref(locale, asked, {})}>{name}</a></h2>
      <p>{searchWords(asked, taxonomy, locale)}</p>
      <p class="meta">{frequency === 'none' ? <strong class="badge warn">{t.paused}</strong> : <>{t.frequencies[frequency]} · {t.lookedAt(formatInstant(looked_at, locale))}</>}</p>
      <div class="row">
        <a href={`/${locale}/my/searches/${id}/edit`} aria-label={t.changeOne(name)}>{t.change}</a>
        {frequency !== 'none' && <form method="post" action={`/${locale}/my/searches/${id}/pause`}><button class="plain-button" aria-label={t.pauseOne(name)}>{t.pause}</button></form>}
        <form method="post" action={`/${locale}/my/searches/${id}/deletion`}><button class="plain-button" aria-label={t.forgetOne(name)}>{t.forget}</button></form>
      </div>
    </article>
  )
}

/** A search about to be kept, or one that is, to be named and scheduled. */
export function SavedFormPage({ id, address, form, taxonomy }: { id?: number; address: string; form: FormState; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(savedTexts)
  const title = id === undefined ? t.new : t.edit
  return (
    <Page title={title} width="narrow" crumbs={[{ href: `/${locale}/my/searches`, text: t.title }]}>
      <h1>{title}</h1>
      <p class="lead">{t.newLead}</p>
      {address && <dl class="facts sheet"><div><dt>{t.what}</dt><dd><a href={searchHref(locale, readAddress(address), {})}>{searchWords(readAddress(address), taxonomy, locale)}</a></dd></div></dl>}
      <div class="sheet">
        <Form action={id === undefined ? `/${locale}/my/searches/new` : `/${locale}/my/searches/${id}/edit`} form={form} submit={t.save} labels={{ name: t.name, frequency: t.frequency, address: t.what }} refusals={wording(useTexts(searchRefusals))}>
          {id === undefined && <Hidden name="address" value={address} />}
          <TextField form={form} name="name" label={t.name} help={t.nameHelp} />
          <Choices one form={form} name="frequency" label={t.frequency} options={frequencies.map((value) => ({ value, text: t.frequencies[value] }))} />
        </Form>
      </div>
    </Page>
  )
}

/** What a notice of new listings leads to: those listings alone. */
export function FoundPage({ saved, cards, taxonomy, since, until }: { saved: SavedSearch; cards: ListingCard[]; taxonomy: Taxonomy; since: Date; until: Date }) {
  const { locale } = useView()
  const t = useTexts(savedTexts)
  return (
    <Page title={t.found(saved.name)} crumbs={[{ href: `/${locale}/my/searches`, text: t.title }]}>
      <h1>{t.found(saved.name)}</h1>
      <p class="lead">{t.foundLead(formatInstant(since, locale), formatInstant(until, locale))}</p>
      {cards.length === 0 ? <p>{t.foundNone}</p> : <ul class="list">{cards.map((card) => <li><Card card={card} taxonomy={taxonomy} level="h2" /></li>)}</ul>}
      <p class="row"><a class="button second" href={searchHref(locale, readAddress(saved.address), { sort: 'newest' })}>{t.foundAll}</a><a href={`/${locale}/my/searches`}>{t.title}</a></p>
    </Page>
  )
}
