import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { shorten } from '../../platform/text.ts'
import { accessTexts } from '../disclosure/messages.ts'
import type { Subject } from '../disclosure/queries.ts'
import { tiersUpTo } from '../disclosure/rules.ts'
import type { KeptTier, Tier } from '../disclosure/schema.ts'
import type { ListingState, PartName } from './schema.ts'

/** How disclosure, the log and the views name a listing. */
export const subjectName = (id: number): string => `listing:${id}`
export const idOfSubject = (subject: string): number => Number(subject.split(':')[1])
export const subjectOf = ({ id, organisation_id, state }: { id: number; organisation_id: number; state: ListingState }): Subject =>
  ({ subject: subjectName(id), owner_organisation_id: organisation_id, stage: state === 'published' ? 'published' : state === 'draft' ? 'draft' : 'reviewed' })

export interface OutlineRow { kind: 'part' | 'document'; name: string; title: string; tier: KeptTier }
/** What a listing keeps besides its public page: that it exists and at which tier, never what it says. Strangers are not told titles. */
export async function outlineOf(db: Db, id: number): Promise<OutlineRow[]> {
  const { rows } = await sql<OutlineRow>`select kind, name, title, tier from listing_outline(${id}::int) order by kind desc, array_position(array['contact', 'technical', 'performance', 'costs', 'know_how'], name), title, name`.execute(db)
  return rows
}

export interface KeptPart { name: PartName; tier: KeptTier; text_vi: string; text_en: string }
export interface KeptDocument { document_id: number; series: number; version: number; title: string; tier: KeptTier; name: string; bytes: number; added_at: Date }
/** The parts a reader of that tier may have; what lies above it stays in the database. */
export const partsUpTo = (db: Db, id: number, tier: Tier): Promise<KeptPart[]> =>
  db.selectFrom('listing_part').select(['name', 'tier', 'text_vi', 'text_en']).where('listing_id', '=', id).where('tier', 'in', tiersUpTo(tier) as readonly KeptTier[])
    .where((is) => is.or([is('text_vi', '<>', ''), is('text_en', '<>', '')])).orderBy(sql`array_position(array['contact', 'technical', 'performance', 'costs', 'know_how'], name)`).execute()
export const documentsUpTo = (db: Db, id: number, tier: Tier): Promise<KeptDocument[]> =>
  db.selectFrom('listing_document as d').innerJoin('document as f', 'f.id', 'd.document_id').select(['d.document_id', 'd.series', 'd.version', 'd.title', 'd.tier', 'd.added_at', 'f.name', 'f.bytes'])
    .where('d.listing_id', '=', id).where('d.current', '=', true).where('d.tier', 'in', tiersUpTo(tier) as readonly KeptTier[]).orderBy('d.title').orderBy('d.series').execute()

/** Everything a listing keeps, every version included, for those who edit it. `version` rises with each change of a part. */
export async function keptOf(db: Db, id: number) {
  const [parts, documents] = await Promise.all([
    db.selectFrom('listing_part').selectAll().where('listing_id', '=', id).execute(),
    db.selectFrom('listing_document as d').innerJoin('document as f', 'f.id', 'd.document_id').leftJoin('person as p', 'p.id', 'd.added_by')
      .select(['d.document_id', 'd.series', 'd.version', 'd.title', 'd.tier', 'd.current', 'd.added_at', 'd.removed_at', 'f.name', 'f.bytes', 'p.name as added_by_name'])
      .where('d.listing_id', '=', id).orderBy('d.series').orderBy('d.version', 'desc').execute(),
  ])
  return { parts, documents, version: parts.reduce((sum, part) => sum + part.version, 0) }
}
export type Kept = Awaited<ReturnType<typeof keptOf>>

/** What other organisations' listings are called, for pages that name many; one that is not published has no name here. */
export async function publishedTitles(db: Db, ids: readonly number[], locale: Locale): Promise<Map<number, { title: string; kind: 'offer' | 'need' }>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('listing as l').select(['l.id', 'l.kind'])
    .select(sql<string | null>`(select t.title from listing_text t where t.listing_id = l.id order by t.language = ${locale} desc limit 1)`.as('title'))
    .where('l.id', 'in', [...new Set(ids)]).where('l.state', '=', 'published').execute()
  return new Map(rows.map(({ id, kind, title }) => [id, { title: title ?? '', kind }]))
}

export interface AccessDuty { kind: 'answer' | 'sign'; href: string; since: Date; text: Record<Locale, string> }
/** What waits in matters of access: requests to answer for those who edit, undertakings to accept for those who sign. The oldest first. */
export async function accessDuties(db: Db, actor: Actor, now: Date, limit = 100): Promise<AccessDuty[]> {
  const held = (...roles: string[]) => actor.memberships.filter(({ role }) => roles.includes(role)).map(({ organisation_id }) => organisation_id)
  const edits = held('owner', 'editor'), signs = held('owner', 'signer')
  if (edits.length + signs.length === 0) return []
  const title = (language: Locale) => sql`coalesce((select t.title from listing_text t where t.listing_id = w.listing_id order by t.language = ${language} desc limit 1), '')`
  const { rows } = await sql<{ kind: 'answer' | 'sign'; id: number; listing_id: number; since: Date; title: Record<Locale, string>; who: Record<Locale, string> }>`
    select w.*, json_build_object('vi', ${title('vi')}, 'en', ${title('en')}) as title,
      json_build_object('vi', coalesce(nullif(o.name_vi, ''), o.name_en), 'en', coalesce(nullif(o.name_en, ''), o.name_vi)) as who
    from (
      select 'answer' as kind, r.id, l.id as listing_id, r.asked_at as since, r.organisation_id
      from listing l join access_request r on r.subject = 'listing:' || l.id and r.answer is null where l.organisation_id = any(${edits}::int[])
      union all
      select 'sign', g.id, l.id, g.given_at, l.organisation_id
      from access_grant g join listing l on g.subject = 'listing:' || l.id
      where g.organisation_id = any(${signs}::int[]) and g.tier = 'nda' and g.withdrawn_at is null and g.expires_at > ${now} and l.state = 'published' and not exists (select from nda_acceptance a where a.grant_id = g.id)) w
    join organisation o on o.id = w.organisation_id order by w.since, w.id limit ${limit}`.execute(db)
  return rows.map(({ kind, id, listing_id, since, title, who }) => {
    const word = (locale: Locale): string => { const t = accessTexts[locale], what = shorten(title[locale], 90); return kind === 'answer' ? t.duty(who[locale], what) : t.dutySign(what) }
    return { kind, href: kind === 'answer' ? `/my/listings/${listing_id}/access` : `/my/access/grants/${id}/nda`, since, text: Object.fromEntries(locales.map((locale) => [locale, word(locale)])) as Record<Locale, string> }
  })
}
