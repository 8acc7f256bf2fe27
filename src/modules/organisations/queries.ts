import { type ExpressionBuilder, sql } from 'kysely'
import type { Db, Tables } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { words } from '../../platform/text.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import type { OrganisationKind } from './schema.ts'

export const pageSize = 24
const queueSize = 10

const published = (kind: 'offer' | 'need') =>
  sql<number>`(select count(*)::int from listing l where l.organisation_id = o.id and l.state = 'published' and l.kind = ${kind})`
const verifiedAt = sql<Date | null>`(select max(v.decided_at) from organisation_verification v where v.organisation_id = o.id and v.decision = 'verified' and o.verification = 'verified')`

/** Everything the public page of an organisation says; nobody's name is in it. */
export const organisationPage = (db: Db, id: number) =>
  db.selectFrom('organisation as o')
    .select(['o.id', 'o.kind', 'o.name_vi', 'o.name_en', 'o.about_vi', 'o.about_en', 'o.website', 'o.ward_code', 'o.country_code', 'o.founded_year', 'o.verification', 'o.source_name', 'o.demonstration', 'o.updated_at'])
    .select([verifiedAt.as('verified_at'), published('offer').as('offers'), published('need').as('needs')])
    .where('o.id', '=', id).executeTakeFirst()
export type OrganisationView = NonNullable<Awaited<ReturnType<typeof organisationPage>>>

export interface OrganisationSearch { q: string; kind: OrganisationKind | null; page: number }
/** One page of organisations by name, found by words typed with or without diacritics, in any order. */
export async function organisationList(db: Db, { q, kind, page }: OrganisationSearch) {
  const found = db.selectFrom('organisation as o')
    .where(named(q)).$if(kind !== null, (query) => query.where('o.kind', '=', kind as OrganisationKind))
  const [rows, { total }] = await Promise.all([
    found.select(['o.id', 'o.kind', 'o.name_vi', 'o.name_en', 'o.about_vi', 'o.about_en', 'o.ward_code', 'o.country_code', 'o.verification', 'o.source_name', 'o.demonstration'])
      .select([published('offer').as('offers'), published('need').as('needs')])
      // The id last: two of one name keep their order from page to page.
      .orderBy('o.search_name').orderBy('o.id').limit(pageSize).offset((page - 1) * pageSize).execute(),
    found.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total, pages: Math.max(1, Math.ceil(total / pageSize)) }
}
export type OrganisationListed = Awaited<ReturnType<typeof organisationList>>['rows'][number]

/** Each typed word somewhere in the folded name. Folding leaves letters and digits only, so nothing typed is a pattern. */
const named = (q: string) => (eb: ExpressionBuilder<Tables & { o: Tables['organisation'] }, 'o'>) =>
  eb.and(words(q).slice(0, 10).map((word) => eb('o.search_name', 'like', `%${word}%`)))

/** An organisation as its own members see it: its people, invitations under way, and what the Exchange decided and why. */
export async function myOrganisation(db: Db, id: number, now: Date) {
  const [organisation, members, invitations, decisions] = await Promise.all([
    db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst(),
    db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name', 'p.email', 'm.role', 'm.since']).where('m.organisation_id', '=', id).orderBy('m.since').orderBy('p.id').execute(),
    db.selectFrom('invitation as i').innerJoin('person as p', 'p.id', 'i.invited_by').select(['i.id', 'i.email', 'i.role', 'i.created_at', 'i.expires_at', 'p.name as invited_by'])
      .where('i.organisation_id', '=', id).where('i.accepted_at', 'is', null).where('i.withdrawn_at', 'is', null).where('i.expires_at', '>', now).orderBy('i.id').execute(),
    db.selectFrom('organisation_verification').select(['id', 'decision', 'reason', 'decided_at']).where('organisation_id', '=', id).orderBy('id', 'desc').execute(),
  ])
  return organisation && { organisation, members, invitations, decisions }
}
export type MyOrganisation = NonNullable<Awaited<ReturnType<typeof myOrganisation>>>

/** Invitations waiting for this person, by the address they have confirmed. */
export const invitationsFor = (db: Db, personId: number, now: Date) =>
  db.selectFrom('invitation as i').innerJoin('person as p', 'p.email', 'i.email').innerJoin('organisation as o', 'o.id', 'i.organisation_id')
    .select(['i.id', 'i.role', 'i.expires_at', 'o.id as organisation_id', 'o.name_vi', 'o.name_en'])
    .where('p.id', '=', personId).where('i.accepted_at', 'is', null).where('i.withdrawn_at', 'is', null).where('i.expires_at', '>', now)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('membership as m').select('m.role').whereRef('m.organisation_id', '=', 'i.organisation_id').whereRef('m.person_id', '=', 'p.id'))))
    .orderBy('i.id').limit(20).execute()
export type InvitationForMe = Awaited<ReturnType<typeof invitationsFor>>[number]

/** The invitation a letter's link leads to, whatever became of it. */
export const invitationByToken = (db: Db, tokenSha256: string) =>
  db.selectFrom('invitation as i').innerJoin('organisation as o', 'o.id', 'i.organisation_id').innerJoin('person as p', 'p.id', 'i.invited_by')
    .selectAll('i').select(['o.name_vi', 'o.name_en', 'p.name as inviter']).where('i.token_sha256', '=', tokenSha256).executeTakeFirst()
export type InvitationShown = NonNullable<Awaited<ReturnType<typeof invitationByToken>>>

const requestedAt = sql<Date>`coalesce((select max(e.at) from event e where e.subject = 'organisation:' || o.id and e.type = 'organisation.verification_requested'), o.updated_at)`
/** Organisations waiting to be verified, longest waiting first, with what a moderator compares. */
export async function waitingVerifications(db: Db, page: number) {
  const waiting = db.selectFrom('organisation as o').where('o.verification', '=', 'submitted')
  const [rows, { total }] = await Promise.all([
    waiting.selectAll('o').select([
      requestedAt.as('requested_at'),
      sql<{ name: string; email: string }[]>`coalesce((select json_agg(json_build_object('name', p.name, 'email', p.email) order by m.since) from membership m join person p on p.id = m.person_id where m.organisation_id = o.id and m.role = 'owner'), '[]')`.as('owners'),
      sql<{ id: number; name_vi: string; name_en: string; same: 'tax_code' | 'name' }[]>`coalesce((select json_agg(json_build_object('id', s.id, 'name_vi', s.name_vi, 'name_en', s.name_en, 'same', case when s.tax_code = o.tax_code then 'tax_code' else 'name' end)) from (
        select * from organisation s where s.id <> o.id and (s.tax_code = o.tax_code or s.search_name = o.search_name) order by s.id limit 5) s), '[]')`.as('alike'),
      sql<{ decision: string; reason: string; decided_at: string }[]>`coalesce((select json_agg(json_build_object('decision', v.decision, 'reason', v.reason, 'decided_at', v.decided_at) order by v.id desc) from organisation_verification v where v.organisation_id = o.id), '[]')`.as('decisions'),
    ]).orderBy(requestedAt).orderBy('o.id').limit(queueSize).offset((page - 1) * queueSize).execute(),
    waiting.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total, pages: Math.max(1, Math.ceil(total / queueSize)) }
}
export type WaitingVerification = Awaited<ReturnType<typeof waitingVerifications>>['rows'][number]

/** How many organisations wait, and since when the first. */
export const verificationsWaiting = (db: Db) =>
  db.selectFrom('organisation as o').select([sql<number>`count(*)::int`.as('count'), sql<Date | null>`min(${requestedAt})`.as('oldest')]).where('o.verification', '=', 'submitted').executeTakeFirstOrThrow()

/** Names by id, each in both languages: where one is missing the other stands in. */
export async function organisationNames(db: Db, ids: readonly number[]): Promise<Map<number, { vi: string; en: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('organisation').select(['id', 'name_vi', 'name_en']).where('id', 'in', [...new Set(ids)]).execute()
  return new Map(rows.map(({ id, name_vi, name_en }) => [id, { vi: name_vi || name_en, en: name_en || name_vi }]))
}

/** Organisations nobody belongs to: imported ones whose people have not come yet. */
export async function organisationsWithoutMembers(db: Db, q: string, page: number) {
  const alone = db.selectFrom('organisation as o').where(named(q))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('membership as m').select('m.role').whereRef('m.organisation_id', '=', 'o.id'))))
  const [rows, { total }] = await Promise.all([
    alone.select(['o.id', 'o.kind', 'o.name_vi', 'o.name_en', 'o.source_name']).orderBy('o.search_name').orderBy('o.id').limit(pageSize).offset((page - 1) * pageSize).execute(),
    alone.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total, pages: Math.max(1, Math.ceil(total / pageSize)) }
}

/** Where an organisation is, as an address says it: a ward of Hanoi, or the country where it is another. */
export function placeOf(taxonomy: Taxonomy, { ward_code, country_code }: { ward_code: string | null; country_code: string }, locale: Locale): string {
  if (ward_code) return `${taxonomy.name('ward', ward_code, locale)}, ${locale === 'vi' ? 'Hà Nội' : 'Hanoi'}`
  return country_code === 'VN' ? '' : taxonomy.name('country', country_code, locale)
}
