import { inLocale } from '../../../platform/locale.ts'
import { formatIsoDay } from '../../../platform/time.ts'
import { freshForm, type FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { listingTexts } from '../../listings/messages.ts'
import { listingPath } from '../../listings/pages/card.tsx'
import type { ListingCard } from '../../listings/queries.ts'
import { collectionTexts, promotionRefusals } from '../messages.ts'
import type { CollectionShown } from '../queries.ts'
import { curates } from '../rules.ts'

const days = ({ featured_from, featured_until }: CollectionShown, locale: 'vi' | 'en'): string | null =>
  featured_from && featured_until ? collectionTexts[locale].days(formatIsoDay(featured_from, locale), formatIsoDay(featured_until, locale)) : null

export function CurationPage({ collections }: { collections: CollectionShown[] }) {
  const { locale, actor } = useView()
  const t = useTexts(collectionTexts)
  return (
    <Page title={t.manageTitle} crumbs={[{ href: `/${locale}/collections`, text: t.title }]}>
      <h1>{t.manageTitle}</h1>
      <p class="lead">{t.manageLead}</p>
      {curates(actor) && <p><a class="button" href={`/${locale}/administration/collections/new`}>{t.make}</a></p>}
      <h2 id="made">{t.made}</h2>
      {collections.length === 0 ? <p>{t.noneMade}</p> : (
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="made"><table>
          <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.state}</th><th scope="col">{t.count}</th><th scope="col">{t.home}</th></tr></thead>
          <tbody>{collections.map((collection) => (
            <tr><th scope="row"><a href={`/${locale}/administration/collections/${collection.id}`}>{inLocale(locale, collection.title_vi, collection.title_en)}</a></th><td>{t[collection.state]}</td><td>{collection.listings}</td><td>{days(collection, locale) ?? t.notHome}</td></tr>
          ))}</tbody>
        </table></div>
      )}
    </Page>
  )
}

function TextFields({ form }: { form: FormState }) {
  const t = useTexts(collectionTexts)
  return <>{(['vi', 'en'] as const).map((of) => <>
    <TextField form={form} name={`title_${of}`} label={t[`title_${of}`]} lang={of} autocomplete="off" />
    <TextArea form={form} name={`intro_${of}`} label={t[`intro_${of}`]} lang={of} rows={4} />
    <TextArea form={form} name={`reason_${of}`} label={t[`reason_${of}`]} help={of === 'vi' ? t.reasonHelp : undefined} lang={of} rows={3} />
  </>)}</>
}

export function NewCollectionPage({ form }: { form: FormState }) {
  const { locale } = useView()
  const t = useTexts(collectionTexts)
  const path = `/${locale}/administration/collections`
  return (
    <Page title={t.make} width="narrow" crumbs={[{ href: path, text: t.manageTitle }]}>
      <h1>{t.make}</h1>
      <Form action={path} form={form} submit={t.create} labels={t} refusals={wording(useTexts(promotionRefusals))}>
        <TextField form={form} name="slug" label={t.slug} help={t.slugHelp} autocomplete="off" />
        <TextFields form={form} />
      </Form>
    </Page>
  )
}

export interface CurationProps { collection: CollectionShown; cards: ListingCard[]; waiting: number; texts?: FormState; adding?: FormState; featuring?: FormState }

/** One collection as those who curate it see it; whoever only looks sees the same without the buttons. */
export function CollectionFile({ collection, cards, waiting, texts, adding, featuring }: CurationProps) {
  const { locale, actor } = useView()
  const t = useTexts(collectionTexts)
  const refusals = wording(useTexts(promotionRefusals))
  const path = `/${locale}/administration/collections/${collection.id}`
  const may = curates(actor)
  const form = texts ?? freshForm(collection), add = adding ?? freshForm(), home = featuring ?? freshForm({ from: collection.featured_from, until: collection.featured_until })
  return (
    <Page title={inLocale(locale, collection.title_vi, collection.title_en)} demonstration={collection.demonstration} crumbs={[{ href: `/${locale}/administration/collections`, text: t.manageTitle }]}>
      <h1>{inLocale(locale, collection.title_vi, collection.title_en)}</h1>
      <div class="row"><span class={`badge ${collection.state === 'published' ? 'good' : ''}`}>{t[collection.state]}</span>
        {collection.state === 'published' && <a href={`/${locale}/collections/${collection.slug}`}>{t.see}</a>}
        {may && (collection.state === 'draft' ? <ActionButton action={`${path}/publication`} text={t.publish} /> : <ActionButton action={`${path}/withdrawal`} text={t.withdraw} kind="button second" />)}</div>
      <section aria-labelledby="inside"><h2 id="inside">{t.inside}</h2>
        {cards.length === 0 ? <p>{t.empty}</p> : <ol class="list">{cards.map((card, i) => <Chosen card={card} path={path} may={may} first={i === 0} last={i === cards.length - 1} />)}</ol>}
        {waiting > 0 && <p class="meta">{t.waiting(waiting)}</p>}
        {may && <section><Form action={`${path}/listings`} form={add} submit={t.add} labels={t} refusals={refusals}><TextField form={add} name="listing" label={t.listing} autocomplete="off" /></Form></section>}
      </section>
      <section aria-labelledby="home"><h2 id="home">{t.onHome}</h2>
        <div class="row"><p>{days(collection, locale) ?? t.notHome}</p>{may && collection.featured_from && <ActionButton action={`${path}/feature/end`} text={t.unfeature} kind="button second" />}</div>
        {may && (collection.state === 'draft' ? <p class="meta">{t.publishFirst}</p> : (
          <Form action={`${path}/feature`} form={home} submit={t.feature} labels={t} refusals={refusals}>
            <div class="pair"><TextField form={home} name="from" label={t.from} type="date" /><TextField form={home} name="until" label={t.until} type="date" /></div>
          </Form>
        ))}
      </section>
      <section aria-labelledby="texts"><h2 id="texts">{t.texts}</h2>
        {may ? <Form action={path} form={form} submit={t.save} labels={t} refusals={refusals}><Hidden name="version" value={String(form.values.version ?? collection.version)} /><TextFields form={form} /></Form>
          : <dl class="facts">{(['intro_vi', 'intro_en', 'reason_vi', 'reason_en'] as const).map((name) => <div><dt>{t[name]}</dt><dd>{collection[name]}</dd></div>)}</dl>}
      </section>
    </Page>
  )
}

function Chosen({ card, path, may, first, last }: { card: ListingCard; path: string; may: boolean; first: boolean; last: boolean }) {
  const { locale } = useView()
  const t = useTexts(collectionTexts)
  const press = (direction: 'up' | 'down', text: string, name: string) => (
    <form method="post" action={`${path}/listings/${card.id}/move`}><Hidden name="direction" value={direction} /><button class="button second" aria-label={name}>{text}</button></form>
  )
  return (
    <li class="sheet"><p><span class={`kind ${card.kind}`}>{useTexts(listingTexts)[card.kind]}</span> <a href={`/${locale}${listingPath(card)}`} lang={card.language === locale ? undefined : card.language}>{card.title}</a></p>
      {may && <div class="row">{!first && press('up', t.up, t.upOf(card.title))}{!last && press('down', t.down, t.downOf(card.title))}
        <form method="post" action={`${path}/listings/${card.id}/removal`}><button class="button second" aria-label={t.removeOf(card.title)}>{t.remove}</button></form></div>}
    </li>
  )
}
