import { type ExpressionBuilder, sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import { asSystem, type Db, type Tables } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { words } from '../../platform/text.ts'
import { hanoiDay } from '../../platform/time.ts'
import { numberOn } from '../rulebook/queries.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import { timelineOf, type TimelineEntry } from '../audit/queries.ts'
import type { LegalContent } from './rules.ts'
import type { FormerRole, OrganisationKind, ProofKind, Verification } from './schema.ts'
import { legalContent } from './turns.ts'

export const pageSize = 24
const queueSize = 10

const published = (kind: 'offer' | 'need') =>
  sql<number>`(select count(*)::int from listing l where l.organisation_id = o.id and l.state = 'published' and l.kind = ${kind})`
/** Organisations as they are found: one merged or deleted is no more. */
const standing = (eb: ExpressionBuilder<Tables & { o: Tables['organisation'] }, 'o'>) => eb.and([eb('o.merged_into_id', 'is', null), eb('o.deleted_at', 'is', null)])

/** How an organisation stands with the Exchange, for its badge: by whom, since when and until when. */
export interface Standing { verification: Verification; verified_at: Date | null; verified_until: Date | null; verified_by: string | null }
const verifier = sql<string | null>`(select p.name from person p where p.id = o.verified_by)`.as('verified_by')
/** The same for the organisations other pages name. */
export async function standingsOf(db: Db, ids: readonly number[]): Promise<Map<number, Standing>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('organisation as o').select(['o.id', 'o.verification', 'o.verified_at', 'o.verified_until', verifier]).where('o.id', 'in', [...new Set(ids)]).execute()
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

/** Everything the public page of an organisation says; the only person named is the officer who verified it. Also of one merged or deleted, which says so. */
export const organisationPage = (db: Db, id: number) =>
  db.selectFrom('organisation as o')
    .select(['o.id', 'o.kind', 'o.name_vi', 'o.name_en', 'o.about_vi', 'o.about_en', 'o.website', 'o.ward_code', 'o.country_code', 'o.founded_year', 'o.verification', 'o.source_name', 'o.demonstration', 'o.updated_at'])
    .select(['o.verified_at', 'o.verified_until', 'o.merged_into_id', 'o.deleted_at', verifier, published('offer').as('offers'), published('need').as('needs')])
    .where('o.id', '=', id).executeTakeFirst()
export type OrganisationView = NonNullable<Awaited<ReturnType<typeof organisationPage>>>

export interface OrganisationSearch { q: string; kind: OrganisationKind | null; page: number }
/** One page of organisations by name, found by words typed with or without diacritics, in any order. */
export async function organisationList(db: Db, { q, kind, page }: OrganisationSearch) {
  const found = db.selectFrom('organisation as o')
    .where(named(q)).where(standing).$if(kind !== null, (query) => query.where('o.kind', '=', kind as OrganisationKind))
  const [rows, { total }] = await Promise.all([
    found.select(['o.id', 'o.kind', 'o.name_vi', 'o.name_en', 'o.about_vi', 'o.about_en', 'o.ward_code', 'o.country_code', 'o.verification', 'o.verified_at', 'o.verified_until', verifier, 'o.source_name', 'o.demonstration'])
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

/** The one organisation that bears exactly this name or tax code; null where none or several do. */
export async function organisationNamed(db: Db, typed: string): Promise<number | null> {
  const rows = await db.selectFrom('organisation as o').select('o.id').where(standing).where(sql<boolean>`lower(${typed}) in (lower(o.name_vi), lower(o.name_en), o.tax_code)`).limit(2).execute()
  return rows.length === 1 ? (rows[0]?.id ?? null) : null
}

/** An organisation as its own members see it: its people, invitations under way, and what the Exchange decided and why. */
export async function myOrganisation(db: Db, id: number, now: Date) {
  const [organisation, members, invitations, decisions] = await Promise.all([
    db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst(),
    db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name', 'p.email', 'm.role', 'm.since']).where('m.organisation_id', '=', id).orderBy('m.since').orderBy('p.id').execute(),
    db.selectFrom('invitation as i').innerJoin('person as p', 'p.id', 'i.invited_by').select(['i.id', 'i.email', 'i.role', 'i.created_at', 'i.expires_at', 'p.name as invited_by'])
      .where('i.organisation_id', '=', id).where('i.accepted_at', 'is', null).where('i.withdrawn_at', 'is', null).where('i.expires_at', '>', now).orderBy('i.id').execute(),
    decisionsOf(db, id),
  ])
  if (!organisation) return undefined
  const [merged, verified_by, { proofs }] = await Promise.all([
    mergedInto(db, id), standingsOf(db, [id]).then((found) => found.get(id)?.verified_by ?? null),
    db.selectFrom('organisation_proof').select(sql<number>`count(*)::int`.as('proofs')).where('organisation_id', '=', id).where('superseded_at', 'is', null).executeTakeFirstOrThrow(),
  ])
  return { organisation, members, invitations, decisions, merged, verified_by, proofs }
}

/** Those that have become part of it, by name. */
export const mergedInto = (db: Db, id: number) =>
  db.selectFrom('organisation').select(['id', 'name_vi', 'name_en', 'merged_at']).where('merged_into_id', '=', id).orderBy('merged_at').execute()

/** Every decision about it and about those merged into it, the latest first, with the documents somebody had looked at. */
export const decisionsOf = (db: Db, id: number) =>
  db.selectFrom('organisation_verification as v').innerJoin('organisation as o', 'o.id', 'v.organisation_id').innerJoin('person as p', 'p.id', 'v.decided_by')
    .select(['v.id', 'v.organisation_id', 'v.decision', 'v.reason', 'v.decided_at', 'v.valid_until', 'p.name as decided_by'])
    .select(sql<{ kind: ProofKind; sha256: string }[]>`coalesce((select json_agg(json_build_object('kind', pr.kind, 'sha256', vp.sha256) order by pr.id) from organisation_verification_proof vp join organisation_proof pr on pr.id = vp.proof_id where vp.verification_id = v.id), '[]')`.as('proofs'))
    .where(({ or, eb }) => or([eb('o.id', '=', id), eb('o.merged_into_id', '=', id)])).orderBy('v.id', 'desc').limit(200).execute()
export type DecisionShown = Awaited<ReturnType<typeof decisionsOf>>[number]

/** Its proofs, the latest first, as far as this reader may have them: its owners and editors and the verifying staff. */
export const proofsOf = (db: Db, id: number) =>
  db.selectFrom('organisation_proof as pr').innerJoin('document as d', 'd.id', 'pr.document_id').innerJoin('person as p', 'p.id', 'pr.uploaded_by')
    .select(['pr.id', 'pr.kind', 'pr.note', 'pr.uploaded_at', 'pr.superseded_at', 'pr.superseded_by', 'pr.document_id', 'd.name', 'd.bytes', 'd.sha256', 'p.name as uploaded_by'])
    .where('pr.organisation_id', '=', id).orderBy('pr.id', 'desc').execute()
export type ProofShown = Awaited<ReturnType<typeof proofsOf>>[number]
/** Owners and editors of the organisation, and those who verify. */
export const mayReadProofs = (actor: Actor, organisationId: number): boolean =>
  actor.staff_roles.some((role) => role === 'moderator' || role === 'administrator') || actor.memberships.some((m) => m.organisation_id === organisationId && (m.role === 'owner' || m.role === 'editor'))

/**
 * What happened to an organisation and to those merged into it, the latest first, people named. The
 * caller has seen to it that the reader is one of its own or of the staff; the histories of the
 * merged ones are read past the reader, as they belong to nobody else any more.
 */
export async function organisationHistory(db: Db, id: number, limit = 200): Promise<TimelineEntry[]> {
  const merged = await mergedInto(db, id)
  return timelineOf(asSystem(db), [id, ...merged.map((one) => one.id)].map((one) => `organisation:${one}`), limit, true)
}

/** The legal record as this reader may have it: null for strangers, to whom the database gives none either. */
export const legalFor = async (db: Db, actor: Actor, id: number): Promise<LegalContent | null> => (actor.person_id === null ? null : legalContent(db, id))

/** Offers of ownership this person made or has before them, that stand now. */
export const openTransfers = (db: Db, personId: number, now: Date) =>
  db.selectFrom('ownership_transfer as t').innerJoin('organisation as o', 'o.id', 't.organisation_id').innerJoin('person as f', 'f.id', 't.from_person_id').innerJoin('person as p', 'p.id', 't.to_person_id')
    .select(['t.id', 't.organisation_id', 't.from_person_id', 't.to_person_id', 't.becomes', 't.offered_at', 't.expires_at', 'o.name_vi', 'o.name_en', 'f.name as from_name', 'p.name as to_name'])
    .where('t.accepted_at', 'is', null).where('t.ended_at', 'is', null).where('t.expires_at', '>', now)
    .where(({ or, eb }) => or([eb('t.from_person_id', '=', personId), eb('t.to_person_id', '=', personId)])).orderBy('t.id').limit(50).execute()
export type OpenTransfer = Awaited<ReturnType<typeof openTransfers>>[number]
export interface TransferView { organisation_id: number; others: { id: number; name: string }[]; transfers: OpenTransfer[]; formerRoles: readonly FormerRole[] }

/** What verifying staff read of an organisation. */
export async function verificationFile(db: Db, id: number) {
  const organisation = await db.selectFrom('organisation as o').selectAll('o').select(verifier).where('o.id', '=', id).executeTakeFirst()
  if (!organisation) return undefined
  const [legal, decisions, history, merged, members, proofs] = await Promise.all([
    legalContent(db, id), decisionsOf(db, id), organisationHistory(db, id), mergedInto(db, id),
    db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.name', 'p.email', 'm.role']).where('m.organisation_id', '=', id).orderBy('m.since').execute(),
    proofsOf(db, id),
  ])
  return { organisation, legal, decisions, history, merged, members, proofs }
}
export type VerificationFile = NonNullable<Awaited<ReturnType<typeof verificationFile>>>
export type MyOrganisation = NonNullable<Awaited<ReturnType<typeof myOrganisation>>>

/** Invitations waiting for this person, by the address they have confirmed. */
export const invitationsFor = (db: Db, personId: number, now: Date) =>
  db.selectFrom('invitation as i').innerJoin('person as p', 'p.email', 'i.email').innerJoin('organisation as o', 'o.id', 'i.organisation_id')
    .select(['i.id', 'i.role', 'i.created_at', 'i.expires_at', 'o.id as organisation_id', 'o.name_vi', 'o.name_en'])
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
/** Asked for the first time, again, or anew while the mark still holds. */
const undecided = sql<boolean>`(o.verification = 'submitted' or (o.verification = 'verified' and o.renewal_requested_at is not null))`
/** Organisations waiting to be verified, longest waiting first, with what a moderator compares. */
export async function waitingVerifications(db: Db, page: number) {
  const waiting = db.selectFrom('organisation as o').where(undecided)
  const [rows, { total }] = await Promise.all([
    waiting.selectAll('o').select([
      requestedAt.as('requested_at'),
      sql<{ name: string; email: string }[]>`coalesce((select json_agg(json_build_object('name', p.name, 'email', p.email) order by m.since) from membership m join person p on p.id = m.person_id where m.organisation_id = o.id and m.role = 'owner'), '[]')`.as('owners'),
      sql<{ id: number; name_vi: string; name_en: string; same: 'tax_code' | 'name' }[]>`coalesce((select json_agg(json_build_object('id', s.id, 'name_vi', s.name_vi, 'name_en', s.name_en, 'same', case when s.tax_code = o.tax_code then 'tax_code' else 'name' end)) from (
        select * from organisation s where s.id <> o.id and s.merged_into_id is null and s.deleted_at is null and (s.tax_code = o.tax_code or s.search_name = o.search_name) order by s.id limit 5) s), '[]')`.as('alike'),
      sql<{ decision: string; reason: string; decided_at: string }[]>`coalesce((select json_agg(json_build_object('decision', v.decision, 'reason', v.reason, 'decided_at', v.decided_at) order by v.id desc) from organisation_verification v where v.organisation_id = o.id), '[]')`.as('decisions'),
      sql<{ id: number; kind: ProofKind; note: string; document_id: number; name: string; bytes: number; sha256: string; uploaded_at: string }[]>`coalesce((select json_agg(json_build_object('id', pr.id, 'kind', pr.kind, 'note', pr.note, 'document_id', d.id, 'name', d.name, 'bytes', d.bytes, 'sha256', d.sha256, 'uploaded_at', pr.uploaded_at) order by pr.id)
        from organisation_proof pr join document d on d.id = pr.document_id where pr.organisation_id = o.id and pr.superseded_at is null), '[]')`.as('proofs'),
    ]).orderBy(requestedAt).orderBy('o.id').limit(queueSize).offset((page - 1) * queueSize).execute(),
    waiting.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
  ])
  const legal = new Map(await Promise.all(rows.map(async ({ id }) => [id, await legalContent(db, id)] as const)))
  return { rows: rows.map((row) => ({ ...row, legal: legal.get(row.id)! })), total, pages: Math.max(1, Math.ceil(total / queueSize)) }
}
export type WaitingVerification = Awaited<ReturnType<typeof waitingVerifications>>['rows'][number]

/** Months for which a verification decided at that moment may hold. */
export const longestValidity = (db: Db, at: Date): Promise<number> => numberOn(db, 'own.verification_validity', hanoiDay(at))

/** How many organisations wait, and since when the first. */
export const verificationsWaiting = (db: Db) =>
  db.selectFrom('organisation as o').select([sql<number>`count(*)::int`.as('count'), sql<Date | null>`min(${requestedAt})`.as('oldest')]).where(undecided).executeTakeFirstOrThrow()

/** Names by id, each in both languages: where one is missing the other stands in. */
export async function organisationNames(db: Db, ids: readonly number[]): Promise<Map<number, { vi: string; en: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('organisation').select(['id', 'name_vi', 'name_en']).where('id', 'in', [...new Set(ids)]).execute()
  return new Map(rows.map(({ id, name_vi, name_en }) => [id, { vi: name_vi || name_en, en: name_en || name_vi }]))
}

/** Organisations nobody belongs to: imported ones whose people have not come yet. */
export async function organisationsWithoutMembers(db: Db, q: string, page: number) {
  const alone = db.selectFrom('organisation as o').where(named(q)).where(standing)
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
