import { inLocale } from '../../../platform/locale.ts'
import { shorten } from '../../../platform/text.ts'
import { formatDay } from '../../../platform/time.ts'
import { shell } from '../../../web/messages.ts'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Card } from '../../listings/pages/card.tsx'
import type { ListingCard } from '../../listings/queries.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { collectionTexts } from '../messages.ts'
import type { CollectionShown } from '../queries.ts'
import { readsCollections } from '../rules.ts'

const titleOf = (collection: CollectionShown, locale: 'vi' | 'en'): string => inLocale(locale, collection.title_vi, collection.title_en)

/** Everything the Exchange's people put together, for everybody. */
export function CollectionsPage({ collections }: { collections: CollectionShown[] }) {
  const { locale, actor } = useView()
  const t = useTexts(collectionTexts)
  return (
    <Page title={t.title} description={t.lead} path="/collections" indexed demonstration={collections.some(({ demonstration }) => demonstration)}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {readsCollections(actor) && <p><a class="button second" href={`/${locale}/administration/collections`}>{t.manage}</a></p>}
      {collections.length === 0 ? <p>{t.none}</p> : <>
        <ul class="grid">{collections.map((collection) => (
          <li class="card"><h2><a href={`/${locale}/collections/${collection.slug}`}>{titleOf(collection, locale)}</a></h2>
            <p>{shorten(inLocale(locale, collection.intro_vi, collection.intro_en), 180)}</p><p class="meta">{t.listings(collection.listings)}</p></li>
        ))}</ul>
        <p><a href={`/${locale}/collections.csv`}>{t.csv}</a></p>
      </>}
      <p><a href={`/${locale}/my/digest`}>{t.letter}</a></p>
    </Page>
  )
}

/** One collection: what it holds, who chose it and why. */
export function CollectionPage({ collection, cards, taxonomy }: { collection: CollectionShown; cards: ListingCard[]; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(collectionTexts)
  const title = titleOf(collection, locale)
  const intro = inLocale(locale, collection.intro_vi, collection.intro_en)
  return (
    <Page title={title} description={shorten(intro, 160)} path={`/collections/${collection.slug}`} indexed demonstration={collection.demonstration || cards.some(({ demonstration }) => demonstration)}
      crumbs={[{ href: `/${locale}`, text: useTexts(shell).short }, { href: `/${locale}/collections`, text: t.title }]} facts={{ '@type': 'CollectionPage', name: title, description: intro }}>
      <h1>{title}</h1>
      <div class="lead"><Prose text={intro} /></div>
      <div class="notice"><h2>{t.why}</h2><Prose text={inLocale(locale, collection.reason_vi, collection.reason_en)} />
        <p class="meta">{collection.published_at && t.chosen(collection.chosen_by ?? '', formatDay(collection.published_at, locale))} {t.unpaid}</p></div>
      {cards.length === 0 ? <p>{t.gone}</p> : <ul class="grid">{cards.map((card) => <li><Card card={card} taxonomy={taxonomy} level="h2" /></li>)}</ul>}
      <ul class="bare row"><li><a href={`/${locale}/collections/${collection.slug}/listings.csv`}>{t.csv}</a></li><li><a href={`/${locale}/feeds/collections/${collection.slug}.rss`}>{t.feed}</a></li></ul>
    </Page>
  )
}

/** On the home page: what is featured today, with its first listings. */
export function FeaturedCollections({ featured, cards, taxonomy }: { featured: (CollectionShown & { first: number[] })[]; cards: ListingCard[]; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(collectionTexts)
  if (featured.length === 0) return null
  const byId = new Map(cards.map((card) => [card.id, card]))
  return (
    <section aria-labelledby="featured"><h2 id="featured">{t.featured}</h2>
      {featured.map((collection) => (
        <div class="sheet"><h3><a href={`/${locale}/collections/${collection.slug}`}>{titleOf(collection, locale)}</a></h3>
          <p>{shorten(inLocale(locale, collection.intro_vi, collection.intro_en), 240)}</p>
          <p class="meta">{t.why}: {shorten(inLocale(locale, collection.reason_vi, collection.reason_en), 200)}</p>
          <ul class="grid">{collection.first.flatMap((id) => { const card = byId.get(id); return card ? [<li><Card card={card} taxonomy={taxonomy} /></li>] : [] })}</ul>
        </div>
      ))}
      <p><a href={`/${locale}/collections`}>{t.all}</a></p>
    </section>
  )
}
