import type { ComponentChildren } from 'preact'
import { inLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import { shorten } from '../../../platform/text.ts'
import { freshForm, type FormState } from '../../../web/http.tsx'
import { ActionButton, Form, TextArea } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { shell } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { Timeline } from '../../audit/pages/timeline.tsx'
import { OrganisationBadge } from '../../organisations/pages/parts.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { detailTexts } from '../detail-messages.ts'
import { listingTexts, partTexts } from '../messages.ts'
import { type ListingView, textIn } from '../queries.ts'
import type { ListingText } from '../schema.ts'
import type { KeptView } from '../part-commands.ts'
import { listingPath, priceText, StateBadge } from './card.tsx'
import { DetailSections } from './details.tsx'
import { KeptSection } from './parts.tsx'
import { completenessOf, pagePath } from './steps.tsx'

export interface ListingPageProps {
  listing: ListingView
  taxonomy: Taxonomy
  /** The reader may change it. */
  own: boolean
  /** Every language's text in full, for who has to judge them all. */
  everyText?: boolean
  /** The closing form as it was sent, where something in it was wrong. */
  closing?: FormState
  /** What it keeps besides its public page, as this reader may have it. */
  kept?: KeptView
  /** What may be done with it: an interest, a decision. */
  aside?: ComponentChildren
  children?: ComponentChildren
}

const sections = ['problem', 'description', 'advantages', 'requirements'] as const

/** An offer or a need, whole. */
export function ListingPage({ listing, taxonomy, own, everyText = false, closing, kept, aside, children }: ListingPageProps) {
  const { locale, publicUrl } = useView()
  const t = useTexts(listingTexts)
  const text = textIn(listing, locale)
  const title = text?.title ?? ''
  const lang = text && text.language !== locale ? text.language : undefined
  const organisation = inLocale(locale, listing.organisation.name_vi, listing.organisation.name_en)
  const published = listing.state === 'published'
  return (
    <Page title={title} description={shorten(text?.summary || text?.description || title, 160)} path={listingPath(listing)} indexed={published} demonstration={listing.demonstration}
      crumbs={[{ href: `/${locale}`, text: useTexts(shell).short }, { href: `/${locale}/search?kind=${listing.kind}`, text: t[`${listing.kind}s`] }]}
      facts={published ? {
        '@type': listing.kind === 'offer' ? 'Product' : 'Demand', name: title, description: text?.summary, url: `${publicUrl}/${locale}${listingPath(listing)}`, inLanguage: text?.language,
        ...(listing.kind === 'offer' ? { manufacturer: { '@type': 'Organization', name: organisation } } : listing.anonymous ? {} : { seller: { '@type': 'Organization', name: organisation } }),
      } : undefined as never}>
      <div class="split">
        <article class="stack">
          <header>
            <p class="row"><span class={`kind ${listing.kind}`}>{t[listing.kind]}</span>{!published && <StateBadge state={listing.state} />}</p>
            <h1 lang={lang}>{title}</h1>
            {lang && !everyText && <p class="notice">{t.onlyIn[lang]}</p>}
            {text?.summary && !everyText && <p class="lead" lang={lang}>{text.summary}</p>}
          </header>
          {own && <OwnerBar listing={listing} closing={closing} />}
          {listing.pictures.length > 0 && <ul class="pictures">{listing.pictures.map(({ document_id, name, caption }) => <li><img src={`/files/${document_id}/${encodeURIComponent(name)}`} alt={caption} loading="lazy" />{everyText && <p class="meta">{caption}</p>}</li>)}</ul>}
          {everyText ? listing.texts.map((each) => <WholeText text={each} />) : text && sections.map((field) => text[field] && <section><h2>{t[field]}</h2><Prose text={text[field]} lang={lang} /></section>)}
          <DetailSections listing={listing} taxonomy={taxonomy} everyText={everyText} />
          {kept && <KeptSection kept={kept} listing={listing} />}
          {children}
          {listing.timeline.length > 0 && <section><h2>{t.history}</h2><Timeline entries={listing.timeline} /></section>}
        </article>
        <aside class="stack" aria-label={t.facts}>
          {aside}
          <div class="sheet"><h2>{t.facts}</h2><Facts listing={listing} taxonomy={taxonomy} organisation={organisation} /></div>
        </aside>
      </div>
    </Page>
  )
}

/** All that is written in one language, keywords too: what is published is read first. */
function WholeText({ text }: { text: ListingText }) {
  const { locale } = useView()
  const t = useTexts(listingTexts)
  const lang = text.language === locale ? undefined : text.language
  return (
    <section class="sheet" aria-labelledby={`text-${text.language}`}><h2 id={`text-${text.language}`}>{t.language[text.language]}</h2>
      <p lang={lang}><strong>{text.title}</strong></p>
      {text.summary && <p class="lead" lang={lang}>{text.summary}</p>}
      {sections.map((field) => text[field] && <><h3>{t[field]}</h3><Prose text={text[field]} lang={lang} /></>)}
      {text.keywords && <><h3>{t.keywords}</h3><p lang={lang}>{text.keywords}</p></>}
    </section>
  )
}

function Facts({ listing, taxonomy, organisation }: { listing: ListingView; taxonomy: Taxonomy; organisation: string }) {
  const { locale } = useView()
  const t = useTexts(listingTexts)
  const d = useTexts(detailTexts)
  const names = (list: 'research_field' | 'industry' | 'transfer_form', codes: string[]) => codes.map((code) => taxonomy.name(list, code, locale)).join('; ')
  const trl = listing.trl === null ? '' : `${listing.trl}: ${taxonomy.name('trl', String(listing.trl), locale)}`
  const rows: [string, ComponentChildren][] = [
    [t.organisation, listing.withheld ? <>{d.anonymousOrganisation} <OrganisationBadge standing={listing.organisation} /></>
      : <><a href={`/${locale}/organisations/${listing.organisation.id}`}>{organisation}</a> <OrganisationBadge standing={listing.organisation} />{listing.anonymous && <span class="meta"> {d.hiddenFromOthers}</span>}</>],
    [listing.kind === 'need' ? t.trlWanted : t.trl, trl],
    [listing.kind === 'need' ? t.budget : t.price, listing.source_name && listing.price_min === null ? '' : priceText(listing, locale)],
    [t.ip_status, listing.ip_status ? taxonomy.name('ip_status', listing.ip_status, locale) : ''],
    [t.transfer_forms, names('transfer_form', listing.transfer_forms)],
    [t.research_fields, listing.research_fields.map((code, i) => <>{i > 0 && '; '}<a href={`/${locale}/search?field=${code}`}>{taxonomy.name('research_field', code, locale)}</a></>)],
    [t.patent_classes, listing.patent_classes.map((code) => `${code} (${taxonomy.name('patent_class', code, locale)})`).join('; ')],
    [t.industries, names('industry', listing.industries)],
    [t.ward_code, listing.ward_code ? taxonomy.name('ward', listing.ward_code, locale) : ''],
    [t.publishedOn, listing.published_at ? <time dateTime={listing.published_at.toISOString()}>{formatDay(listing.published_at, locale)}</time> : ''],
    [t.source, listing.source_name ? <>{t.imported(listing.source_name)}{listing.source_url && <> · <a href={listing.source_url} rel="nofollow noopener">{t.original}</a></>}</> : ''],
  ]
  return <dl class="facts">{rows.filter(([, value]) => (Array.isArray(value) ? value.length : value)).map(([name, value]) => <div><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
}

function OwnerBar({ listing, closing }: { listing: ListingView; closing: FormState | undefined }) {
  const { locale } = useView()
  const t = useTexts(listingTexts)
  const d = useTexts(detailTexts)
  const base = `/${locale}/my/listings/${listing.id}`
  const last = listing.reviews[0]
  const { state } = listing
  return (
    <div class="sheet stack">
      {state === 'returned' && last && <div class="notice bad"><h2>{t.reason}</h2><p>{last.reason}</p></div>}
      <div class="row">
        {state !== 'submitted' && <a class="button second" href={`${base}/edit`}>{t.edit}</a>}
        <a class="button second" href={`${base}/pictures`}>{t.pictures} ({listing.pictures.length})</a>
        <a class="button second" href={`${base}/confidential`}>{useTexts(partTexts).edit}</a>
        {(state === 'draft' || state === 'returned') && <ActionButton action={`${base}/submission`} text={t.submit} />}
        {state === 'submitted' && <ActionButton action={`${base}/withdrawal`} text={t.withdraw} kind="button second" />}
      </div>
      {state === 'published' && <p class="meta">{t.afterPublish}</p>}
      <p><a href={`/${locale}${pagePath(listing.id, 'check')}`}>{d.checkTitle}</a> · {d.complete(completenessOf(listing).percent)}</p>
      {state !== 'closed' && <details open={closing !== undefined}><summary>{t.close}</summary>
        <Form action={`${base}/closing`} form={closing ?? freshForm()} submit={t.closeNow} labels={{ reason: t.closeReason }} danger>
          <TextArea form={closing ?? freshForm()} name="reason" label={t.closeReason} help={t.closeHelp} rows={3} />
        </Form>
      </details>}
    </div>
  )
}
