import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { columnOf, type Details, fieldNames, isBilingual } from './detail-fields.ts'
import { detailsJson } from './detail-queries.ts'
import { textFields } from './rules.ts'
import type { ListingKind, ListingText } from './schema.ts'

/** One line of an export, by the names of its columns. */
export type ExportRow = Record<string, string>
const pageSize = 500

const about = ['organisation', 'organisation_en', 'organisation_kind', 'trl', 'ip_status', 'price_mode', 'price_min', 'price_max', 'research_fields', 'patent_classes', 'industries', 'transfer_forms', 'ward_code', 'country_code', 'source_url', 'published_at', 'demonstration', 'anonymous']
/** What a listing says beyond its basic content, under names of their own, so that no import takes them for something else. */
const detailColumns = [...fieldNames.flatMap((name) => (isBilingual(name) ? locales.map((language) => `detail_${name}_${language}`) : [`detail_${columnOf(name)}`])), 'detail_readiness', 'detail_rights', 'detail_owners', 'detail_sites']
/** The columns of an export of listings, which an import reads without a mapping. In one language, or each text in both. */
export const listingColumns = (language?: Locale): string[] => [
  'kind', 'source_name', 'key', 'language', ...(language ? textFields : textFields.flatMap((field) => locales.map((each) => `${field}_${each}`))), ...about, ...detailColumns,
]
export const organisationColumns = ['id', 'kind', 'name_vi', 'name_en', 'about_vi', 'about_en', 'website', 'tax_code', 'ward_code', 'country_code', 'founded_year', 'verification', 'source_name', 'offers', 'needs', 'demonstration']

/** The published listings of a kind, oldest first, read page by page. With a language each is in that language where it can be. An anonymous need names no organisation: an export is for everybody. */
export async function* publishedListings(db: Db, kind: ListingKind, language?: Locale): AsyncGenerator<ExportRow> {
  for (let after = 0; ;) {
    const listings = await db.selectFrom('listing as l').innerJoin('organisation as o', 'o.id', 'l.organisation_id')
      .selectAll('l').select(['o.name_vi', 'o.name_en', 'o.kind as organisation_kind', detailsJson(sql`l.id`).as('details')])
      .where('l.state', '=', 'published').where('l.kind', '=', kind).where('l.id', '>', after).orderBy('l.id').limit(pageSize).execute()
    if (listings.length === 0) return
    const texts = Map.groupBy(await db.selectFrom('listing_text').selectAll().where('listing_id', 'in', listings.map(({ id }) => id)).execute(), ({ listing_id }) => listing_id)
    for (const listing of listings) {
      const own = texts.get(listing.id) ?? []
      const shown = language && (own.find((text) => text.language === language) ?? own.find((text) => text.language === listing.original_language))
      yield {
        kind: listing.kind, source_name: listing.source_name ?? '', key: listing.source_key ?? `listing-${listing.id}`, language: shown?.language ?? listing.original_language,
        ...(language ? inOne(shown) : inBoth(own)),
        organisation: listing.anonymous ? '' : listing.name_vi || listing.name_en, organisation_en: listing.anonymous ? '' : listing.name_en, organisation_kind: listing.organisation_kind,
        trl: word(listing.trl), ip_status: listing.ip_status ?? '', price_mode: listing.price_mode, price_min: word(listing.price_min), price_max: word(listing.price_max),
        research_fields: listing.research_fields.join(';'), patent_classes: listing.patent_classes.join(';'), industries: listing.industries.join(';'), transfer_forms: listing.transfer_forms.join(';'),
        ward_code: listing.ward_code ?? '', country_code: listing.country_code, source_url: listing.source_url,
        published_at: listing.published_at?.toISOString() ?? '', demonstration: listing.demonstration ? 'yes' : '', anonymous: listing.anonymous ? 'yes' : '', ...detailsRow(listing.details),
      }
    }
    after = listings.at(-1)!.id
  }
}

/** The organisations the public can meet: the verified ones, and those with something published. */
export async function* publicOrganisations(db: Db): AsyncGenerator<ExportRow> {
  for (let after = 0; ;) {
    const rows = await db.selectFrom('organisation as o').selectAll('o')
      .select(['offer', 'need'].map((kind) => sql<number>`(select count(*)::int from listing l where l.organisation_id = o.id and l.kind = ${kind} and l.state = 'published' and not l.anonymous)`.as(`${kind}s`)) as never)
      .where('o.id', '>', after)
      .where((eb) => eb.or([eb('o.verification', '=', 'verified'), eb.exists(eb.selectFrom('listing as l').select('l.id').whereRef('l.organisation_id', '=', 'o.id').where('l.state', '=', 'published').where('l.anonymous', '=', false))]))
      .orderBy('o.id').limit(pageSize).execute() as unknown as Record<string, unknown>[]
    if (rows.length === 0) return
    for (const row of rows) yield Object.fromEntries(organisationColumns.map((column) => [column, row[column] === true ? 'yes' : row[column] === false ? '' : word(row[column])]))
    after = Number(rows.at(-1)!.id)
  }
}

/** One cell a field; of what a listing has many of, one line each, its parts between bars. */
function detailsRow({ row, texts, readiness, rights, shares, sites }: Details): ExportRow {
  const lines = (parts: unknown[][]): string => parts.map((one) => one.map(word).join(' | ')).join('\n')
  return {
    ...Object.fromEntries(fieldNames.flatMap((name) => (isBilingual(name) ? locales.map((language) => [`detail_${name}_${language}`, texts[name]?.[language] ?? '']) : [[`detail_${columnOf(name)}`, word(row[columnOf(name)])]]))),
    detail_readiness: Object.entries(readiness).map(([level, met]) => `${level}:${met ? 'yes' : 'no'}`).join(';'),
    detail_rights: lines(rights.map(({ kind, number, status, territories, filed_on, expires_on }) => [kind, number, status, territories.join(','), filed_on, expires_on])),
    detail_owners: lines(shares.map(({ name, share_basis_points }) => [name, share_basis_points / 100])),
    detail_sites: lines(sites.map(({ place, since_year, ask }) => [place, since_year, ask])),
  }
}

const word = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const inOne = (text: ListingText | undefined): ExportRow => Object.fromEntries(textFields.map((field) => [field, text?.[field] ?? '']))
const inBoth = (texts: readonly ListingText[]): ExportRow =>
  Object.fromEntries(textFields.flatMap((field) => locales.map((language) => [`${field}_${language}`, texts.find((text) => text.language === language)?.[field] ?? ''])))
