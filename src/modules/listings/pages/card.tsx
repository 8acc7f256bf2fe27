import type { ComponentChildren } from 'preact'
import { inLocale, type Locale } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import { formatDay } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { detailTexts } from '../detail-messages.ts'
import { listingTexts } from '../messages.ts'
import type { ListingCard } from '../queries.ts'
import type { ListingState, PriceMode } from '../schema.ts'

export const listingPath = ({ kind, id }: { kind: 'offer' | 'need'; id: number }): string => `/${kind}s/${id}`

export function priceText(listing: { price_mode: PriceMode; price_min: number | null; price_max: number | null }, locale: Locale): string {
  const { price_mode, price_min, price_max } = listing
  const t = listingTexts[locale]
  if (price_mode === 'negotiable' || price_min === null) return t.negotiable
  return price_mode === 'fixed' || price_max === null ? formatVnd(price_min, locale) : t.from(price_min, price_max)
}

export function StateBadge({ state }: { state: ListingState }) {
  const tone = { draft: '', submitted: 'warn', returned: 'bad', published: 'good', expired: 'warn', closed: '' }[state]
  return <span class={`badge ${tone}`}>{useTexts(listingTexts)[state]}</span>
}

/** A field's name as far as its first bracket or semicolon; the listing's own page has it whole. */
const brief = (name: string): string => name.split(/ \(|;/)[0] ?? name

/** A listing in a list. `level` is the heading's, so that pages keep their order; `mark` may set off what of its texts was searched for. */
export function Card({ card, taxonomy, level = 'h3', showState = false, mark = (text) => text, children }: { card: ListingCard; taxonomy: Taxonomy; level?: 'h2' | 'h3'; showState?: boolean; mark?: (text: string) => ComponentChildren; children?: ComponentChildren }) {
  const { locale } = useView()
  const t = useTexts(listingTexts)
  const Heading = level
  const field = card.research_fields[0]
  const lang = card.language === locale ? undefined : card.language
  return (
    <article class={`card ${card.kind}`}>
      <div class="row"><span class={`kind ${card.kind}`}>{t[card.kind]}</span>{showState && <StateBadge state={card.state} />}</div>
      <Heading><a href={`/${locale}${listingPath(card)}`} lang={lang}>{mark(card.title)}</a></Heading>
      {card.summary && <p lang={lang}>{mark(card.summary)}</p>}
      <p class="meta">{card.anonymous ? useTexts(detailTexts).anonymousOrganisation : inLocale(locale, card.organisation_name_vi, card.organisation_name_en)}
        {card.ward_code && <> · {taxonomy.name('ward', card.ward_code, locale)}</>}
        {card.published_at && <> · <time dateTime={card.published_at.toISOString()}>{formatDay(card.published_at, locale)}</time></>}</p>
      <ul class="badges">
        {card.trl !== null && <li class="badge calm">{t.trlShort(card.trl)}{card.kind === 'need' ? '+' : ''}</li>}
        {field && <li class="badge calm">{brief(taxonomy.name('research_field', field, locale))}</li>}
        {(card.price_min !== null || card.source_name === null) && <li class="badge">{priceText(card, locale)}</li>}
        {card.source_name && <li class="badge">{t.source}: {card.source_name}</li>}
      </ul>
      {children}
    </article>
  )
}

export const ListingGrid = ({ cards, taxonomy }: { cards: ListingCard[]; taxonomy: Taxonomy }) =>
  cards.length === 0 ? <p>{useTexts(listingTexts).none}</p> : <ul class="grid">{cards.map((card) => <li><Card card={card} taxonomy={taxonomy} /></li>)}</ul>
