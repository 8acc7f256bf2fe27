import { type Change, diffWordsWithSpace } from 'diff'
import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { formatNumber, formatShare, formatVnd } from '../../platform/money.ts'
import { formatIsoDay } from '../../platform/time.ts'
import type { CodeList } from '../taxonomy/schema.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import { columnOf, type Details, fieldNames, isBilingual, shapeOf } from './detail-fields.ts'
import { choiceTexts, detailTexts, fieldTexts } from './detail-messages.ts'
import { detailsOf } from './detail-queries.ts'
import { lifecycleTexts } from './lifecycle-messages.ts'
import { listingTexts } from './messages.ts'
import { textFields } from './rules.ts'
import type { ListingRow, ListingText } from './schema.ts'

const keptColumns = ['kind', 'original_language', 'trl', 'ip_status', 'price_mode', 'price_min', 'price_max', 'research_fields', 'patent_classes', 'industries', 'transfer_forms', 'ward_code'] as const satisfies (keyof ListingRow)[]

/** The names of `content` as this release writes them; a release that renames a part counts up and goes on reading the older ones. */
const versionSchema = 1
/** A version as it is kept: what its public page said, and nothing that was kept back or says whose it is. A part that is missing was not kept yet. */
export interface VersionContent {
  fields: Pick<ListingRow, (typeof keptColumns)[number]>
  texts: Omit<ListingText, 'listing_id'>[]
  pictures?: string[]
  details?: Omit<Details, 'versions'>
}
/** The parts of a version, each read by itself: what a later release adds to listings takes one line here and one in `linesOf`. */
const parts: { [P in keyof VersionContent]-?: (tx: Tx, id: number) => Promise<NonNullable<VersionContent[P]>> } = {
  fields: (tx, id) => tx.selectFrom('listing').select(keptColumns).where('id', '=', id).executeTakeFirstOrThrow(),
  texts: (tx, id) => tx.selectFrom('listing_text').select(['language', ...textFields]).where('listing_id', '=', id).orderBy('language').execute(),
  pictures: async (tx, id) => (await tx.selectFrom('listing_picture').select('caption').where('listing_id', '=', id).orderBy('position').execute()).map(({ caption }) => caption),
  details: async (tx, id) => { const { versions: _, ...details } = await detailsOf(tx, id); return details },
}

/** Keeps the listing as it stands as this version, sent or published now. What was published is never written over. */
export async function keepVersion(tx: Tx, id: number, version: number, at: { submitted_at?: Date; published_at?: Date }): Promise<void> {
  const content: Record<string, unknown> = {}
  for (const [part, read] of Object.entries(parts)) content[part] = await read(tx, id)
  await sql`insert into listing_version (listing_id, version, schema, content, submitted_at, published_at)
    values (${id}, ${version}, ${versionSchema}, ${JSON.stringify(content)}, ${at.submitted_at ?? null}, ${at.published_at ?? null})
    on conflict (listing_id, version) do update set
      content = case when listing_version.published_at is null then excluded.content else listing_version.content end,
      schema = case when listing_version.published_at is null then excluded.schema else listing_version.schema end,
      submitted_at = coalesce(excluded.submitted_at, listing_version.submitted_at), published_at = coalesce(listing_version.published_at, excluded.published_at)`.execute(tx)
}

export interface KeptVersion { version: number; schema: number; submitted_at: Date | null; published_at: Date | null; withheld_at: Date | null }
/** The versions this reader may see, the newest first: its own people and moderators all of them, others what was published. */
export const versionsOf = (db: Db, id: number, limit = 200): Promise<KeptVersion[]> =>
  db.selectFrom('listing_version').select(['version', 'schema', 'submitted_at', 'published_at', 'withheld_at']).where('listing_id', '=', id).orderBy('version', 'desc').limit(limit).execute()
export async function contentOf(db: Db, id: number, version: number): Promise<VersionContent | null> {
  return ((await db.selectFrom('listing_version').select('content').where('listing_id', '=', id).where('version', '=', version).executeTakeFirst())?.content as VersionContent | undefined) ?? null
}

/** One thing a version says, as people read it. `key` is the same in every version. */
export interface Line { key: string; label: string; text: string; lang?: Locale }

/** A version in words, in the order of its page. */
export function linesOf({ fields, texts, pictures = [], details }: VersionContent, taxonomy: Taxonomy, locale: Locale): Line[] {
  const t = listingTexts[locale], d = detailTexts[locale], l = lifecycleTexts[locale]
  const offer = fields.kind === 'offer'
  const named = (list: CodeList, codes: readonly (string | number | null)[]): string => codes.filter((code) => code !== null && code !== '').map((code) => taxonomy.name(list, String(code), locale)).join('\n')
  const line = (key: string, label: string, text: string, lang?: Locale): Line => ({ key, label, text, ...(lang ? { lang } : {}) })
  const money = (amount: number | null): string => (amount === null ? '' : formatVnd(amount, locale))
  const lines: Line[] = [
    ...locales.flatMap((language) => textFields.map((field) => line(`${field}_${language}`, `${t[field]} (${t.language[language]})`, texts.find((text) => text.language === language)?.[field] ?? '', language))),
    line('trl', offer ? t.trl : t.trlWanted, fields.trl === null ? '' : `${fields.trl}`), line('ip_status', t.ip_status, named('ip_status', [fields.ip_status])),
    line('price', offer ? t.price : t.budget, fields.price_mode === 'negotiable' ? t.negotiable : [money(fields.price_min), money(fields.price_max)].filter(Boolean).join(' – ')),
    line('transfer_forms', t.transfer_forms, named('transfer_form', fields.transfer_forms)), line('research_fields', t.research_fields, named('research_field', fields.research_fields)),
    line('patent_classes', t.patent_classes, fields.patent_classes.join('\n')), line('industries', t.industries, named('industry', fields.industries)), line('ward_code', t.ward_code, named('ward', [fields.ward_code])),
    line('pictures', t.pictures, pictures.join('\n')),
  ]
  if (!details) return lines
  for (const name of fieldNames) {
    const { label } = fieldTexts[locale][name]
    if (isBilingual(name)) {
      for (const language of locales) lines.push(line(`${name}_${language}`, `${label} (${t.language[language]})`, details.texts[name]?.[language] ?? '', language))
      continue
    }
    const value = details.row[columnOf(name)] ?? ''
    const kind = shapeOf(name).kind
    const words = value === '' ? '' : kind === 'choice' ? choiceTexts[locale][String(value)] ?? String(value) : kind === 'amount' ? formatVnd(Number(value), locale) : kind === 'percent' ? formatShare(Number(value), locale)
      : kind === 'day' ? formatIsoDay(String(value), locale) : typeof value === 'number' ? formatNumber(value, locale) : value
    lines.push(line(name, label, words))
  }
  lines.push(
    line('readiness', d.answers, Object.entries(details.readiness).map(([level, met]) => `${level}: ${choiceTexts[locale][met ? 'yes' : 'no']}`).join('\n')),
    line('rights', d.rights, details.rights.map((right) => [d.rightKinds[right.kind], right.number, d.rightStatuses[right.status], right.territories.map((code) => d.territoryNames[code]).join(', '), right.filed_on && l.filed(formatIsoDay(right.filed_on, locale)), right.expires_on && l.expires(formatIsoDay(right.expires_on, locale))].filter(Boolean).join(' · ')).join('\n')),
    line('shares', d.owners, details.shares.map(({ name, share_basis_points }) => `${name}: ${formatShare(share_basis_points, locale)}`).join('\n')),
    line('sites', d.sites, details.sites.map(({ place, since_year, ask }) => [place, since_year, ask].filter(Boolean).join(' · ')).join('\n')),
  )
  return lines
}

/** What a line said in the older version and says in the newer, word by word; `pieces` is empty where they differ too much to be laid into each other. */
export interface Difference extends Line { before: string; pieces: Pick<Change, 'value' | 'added' | 'removed'>[] }

/** Every line in which two versions differ. A comparison that would take long is shown as two whole texts. */
export function differencesBetween(older: readonly Line[], newer: readonly Line[]): Difference[] {
  const before = new Map(older.map((line) => [line.key, line.text]))
  return newer.filter(({ key, text }) => (before.get(key) ?? '') !== text).map((line) => {
    const from = before.get(line.key) ?? ''
    const pieces = from && line.text ? diffWordsWithSpace(from, line.text, { maxEditLength: 1500, timeout: 150 }) : undefined
    return { ...line, before: from, pieces: pieces ?? [] }
  })
}
