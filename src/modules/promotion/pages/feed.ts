import { Feed } from 'feed'
import { inLocale, type Locale } from '../../../platform/locale.ts'
import { listingPath } from '../../listings/pages/card.tsx'
import type { ListingCard } from '../../listings/queries.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { feedTexts } from '../messages.ts'

export const feedFormats = { rss: 'application/rss+xml; charset=utf-8', atom: 'application/atom+xml; charset=utf-8' } as const
export type FeedFormat = keyof typeof feedFormats

/** A list of what is new, as programs that follow many sites read it. `path` and `page`: its own address and that of the page it follows, both with their language. */
export interface FeedFacts { title: string; description: string; path: string; page: string; cards: readonly ListingCard[] }

/** XML takes no control characters, no halves of signs and nothing that is none. */
// oxlint-disable-next-line no-control-regex
const speakable = (text: string): string => text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ').trim()

/** Readers take what stands in a feed for HTML; what somebody wrote is none. */
const asHtml = (text: string): string => speakable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The newest instant among what it lists; undefined where it lists nothing. */
const newestOf = (cards: readonly ListingCard[]): Date | undefined =>
  cards.reduce<Date | undefined>((newest, { published_at, updated_at }) => [published_at, updated_at, newest].filter((at) => at !== null && at !== undefined).toSorted((a, b) => b.getTime() - a.getTime())[0], undefined)

/** The same words at every reading while what it lists stays the same: its time is that of the newest listing, not of the reading. */
export function writeFeed(format: FeedFormat, { title, description, path, page, cards }: FeedFacts, taxonomy: Taxonomy, locale: Locale, publicUrl: string): string {
  const t = feedTexts[locale]
  const feed = new Feed({
    title: speakable(title), description: speakable(description), id: `${publicUrl}${path}`, link: `${publicUrl}${page}`, language: locale, copyright: t.copyright, generator: t.exchange,
    updated: newestOf(cards) ?? new Date(0), author: { name: t.exchange, link: `${publicUrl}/${locale}` }, feedLinks: { [format]: `${publicUrl}${path}` },
  })
  for (const card of cards) {
    const organisation = inLocale(locale, card.organisation_name_vi, card.organisation_name_en)
    const link = `${publicUrl}/${locale}${listingPath(card)}`
    feed.addItem({
      // RSS has a mail address for an author and nothing else, so there the organisation opens the text.
      title: asHtml(card.title) || t.untitled, id: link, guid: link, link, description: asHtml(format === 'rss' ? [organisation, card.summary].filter(Boolean).join(' – ') : card.summary), date: card.published_at ?? card.updated_at, ...(card.published_at ? { published: card.published_at } : {}),
      ...(organisation && format === 'atom' ? { author: [{ name: speakable(organisation) }] } : {}),
      category: [t[card.kind], ...card.research_fields.map((code) => taxonomy.name('research_field', code, locale))].map((name) => ({ name: speakable(name), term: speakable(name) })),
    })
  }
  return format === 'rss' ? feed.rss2() : feed.atom1()
}
