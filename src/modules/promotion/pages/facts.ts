import { anonymous, type Ctx } from '../../../core/context.ts'
import { readAs } from '../../../core/database.ts'
import { inLocale, type Locale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import { gradeName, gradeTexts } from '../../listings/grades.tsx'
import { listingTexts } from '../../listings/messages.ts'
import { listingPath, priceText } from '../../listings/pages/card.tsx'
import { type ListingView, textIn } from '../../listings/queries.ts'
import type { ListingKind } from '../../listings/schema.ts'
import { organisationTexts, verificationNames } from '../../organisations/messages.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { sheetTexts } from '../messages.ts'

/**
 * What leaves the site leaves it for everybody, whoever asked: sheets, cards, pictures and feeds are
 * read as a stranger reads, by the database itself, so that nothing kept back can stand in them.
 */
export const asStranger = (ctx: Ctx): Ctx => ({ ...ctx, actor: anonymous, session: null, db: readAs(ctx.db, anonymous) })

/** All that a sheet or a picture of a published listing says, in words: two listings with equal facts have equal sheets. */
export interface ListingFacts {
  kind: ListingKind
  locale: Locale
  /** The language its own words are in. */
  language: Locale
  kindName: string
  title: string
  summary: string
  sections: { name: string; text: string }[]
  /** Null where it is not named in public. */
  organisation: string | null
  standing: string
  /** How well its claims are proven; empty where it claims nothing. */
  grade: string
  trl: string
  field: string
  rows: { name: string; value: string }[]
  demonstration: boolean
  version: number
  day: string
  url: string
  picture: { document_id: number; caption: string } | null
}

export function factsOf(listing: ListingView, taxonomy: Taxonomy, locale: Locale, publicUrl: string, now: Date): ListingFacts {
  const t = listingTexts[locale]
  const s = sheetTexts[locale]
  const text = textIn(listing, locale)
  const name = inLocale(locale, listing.organisation.name_vi, listing.organisation.name_en)
  const organisation = listing.anonymous || name === '' ? null : name
  const { verification, verified_at, verified_until } = listing.organisation
  const verified = verification === 'verified' && (verified_until === null || verified_until > now)
  const names = (list: 'research_field' | 'transfer_form', codes: string[]) => codes.map((code) => taxonomy.name(list, code, locale)).join('; ')
  const trl = listing.trl === null ? '' : `${listing.trl}: ${taxonomy.name('trl', String(listing.trl), locale)}`
  const grade = listing.evidence_grade > 0 ? gradeName(listing.evidence_grade, locale) : ''
  const rows: [string, string][] = [
    [listing.kind === 'need' ? t.trlWanted : t.trl, trl],
    [gradeTexts[locale].label, grade],
    [listing.kind === 'need' ? t.budget : t.price, listing.source_name && listing.price_min === null ? '' : priceText(listing, locale)],
    [t.transfer_forms, names('transfer_form', listing.transfer_forms)],
    [t.ip_status, listing.ip_status ? taxonomy.name('ip_status', listing.ip_status, locale) : ''],
    [s.field, names('research_field', listing.research_fields)],
    [s.place, listing.ward_code ? taxonomy.name('ward', listing.ward_code, locale) : ''],
    [t.publishedOn, listing.published_at ? formatDay(listing.published_at, locale) : ''],
    [t.source, listing.source_name ? t.imported(listing.source_name) : ''],
  ]
  const sections = (['problem', 'advantages', 'requirements', 'description'] as const).map((field) => ({ name: t[field], text: text?.[field] ?? '' }))
  const picture = listing.pictures[0]
  return {
    kind: listing.kind, locale, language: text?.language ?? locale, kindName: t[listing.kind], title: text?.title ?? '', summary: text?.summary ?? '', sections: sections.filter(({ text: words }) => words.trim() !== ''),
    organisation, standing: organisation === null ? '' : verified && verified_at ? organisationTexts[locale].verifiedOn(formatDay(verified_at, locale)) : verificationNames[locale].unverified, grade, trl,
    field: listing.research_fields[0] ? taxonomy.name('research_field', listing.research_fields[0], locale) : '', rows: rows.filter(([, value]) => value !== '').map(([rowName, value]) => ({ name: rowName, value })),
    demonstration: listing.demonstration, version: listing.version, day: formatDay(now, locale), url: `${publicUrl}/${locale}${listingPath(listing)}`, picture: picture ? { document_id: picture.document_id, caption: picture.caption } : null,
  }
}
