import { sql } from 'kysely'
import type { Actor, Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { numberOn } from '../rulebook/queries.ts'
import type { AccessRequest, GrantTier, KeptTier, NdaText, Tier } from './schema.ts'
import { grantState, type GrantState, opens, type Stage, tierOf } from './rules.ts'

/** Days a grant given at that moment lasts: unless the owner says otherwise, and at most. */
export async function grantDaysAt(db: Db, at: Date): Promise<{ usual: number; most: number }> {
  const [usual, most] = await Promise.all([numberOn(db, 'own.grant_days', hanoiDay(at)), numberOn(db, 'own.grant_days_maximum', hanoiDay(at))])
  return { usual: Math.min(usual, most), most }
}

/** What is to be read: whose it is, and how far it has come. */
export interface Subject { subject: string; owner_organisation_id: number; stage: Stage }

/** How far a reader may see into a subject, and what stands between them and more. */
export interface Reading {
  tier: Tier
  owner: boolean
  /** The grant that lasts longest at the highest tier, of the organisation acted for. */
  grant: { id: number; tier: GrantTier; expires_at: Date; limits: string; accepted: boolean } | null
  pending: Pick<AccessRequest, 'id' | 'tier' | 'asked_at'> | null
}

/** This reader's tier now. Grants are the organisation's acted for; membership of the owner counts whichever that is. */
export async function readingOf({ db, actor, now }: Ctx, { subject, owner_organisation_id, stage }: Subject): Promise<Reading> {
  const owner = actor.memberships.some((m) => m.organisation_id === owner_organisation_id)
  const facts = { stage, owner, signed_in: actor.person_id !== null, staff: actor.staff_roles }
  const organisation = actor.organisation_id
  if (owner || organisation === null) return { tier: tierOf({ ...facts, grant: null, accepted: false }), owner, grant: null, pending: null }
  const [grants, pending] = await Promise.all([
    db.selectFrom('access_grant as g').select(['g.id', 'g.tier', 'g.expires_at', 'g.withdrawn_at', 'g.limits'])
      .select(sql<boolean>`exists (select from nda_acceptance a where a.grant_id = g.id)`.as('accepted'))
      .where('g.subject', '=', subject).where('g.organisation_id', '=', organisation).where('g.withdrawn_at', 'is', null).where('g.expires_at', '>', now())
      .orderBy('g.expires_at', 'desc').orderBy('g.id', 'desc').execute(),
    db.selectFrom('access_request').select(['id', 'tier', 'asked_at']).where('subject', '=', subject).where('organisation_id', '=', organisation).where('answer', 'is', null).executeTakeFirst(),
  ])
  const grant = grants.find(({ tier, accepted }) => tier === 'nda' && accepted) ?? grants.find(({ tier }) => tier === 'nda') ?? grants[0]
  return { tier: tierOf({ ...facts, grant: grant?.tier ?? null, accepted: grant?.accepted ?? false }), owner, pending: pending ?? null, grant: grant ? { id: grant.id, tier: grant.tier, expires_at: grant.expires_at, limits: grant.limits, accepted: grant.accepted } : null }
}

export interface Named { id: number; name_vi: string; name_en: string }
const organisationColumn = (id: string) => sql<Named>`(select json_build_object('id', o.id, 'name_vi', o.name_vi, 'name_en', o.name_en) from organisation o where o.id = ${sql.ref(id)})`
const personName = (id: string) => sql<string>`coalesce((select p.name from person p where p.id = ${sql.ref(id)}), '')`
/** At most so many rows of a kind on a page. */
export const mostShown = 200

const requestsFrom = (db: Db) => db.selectFrom('access_request as r')
  .select(['r.id', 'r.subject', 'r.organisation_id', 'r.tier', 'r.purpose', 'r.asked_at', 'r.answer', 'r.reason', 'r.answered_at'])
  .select([organisationColumn('r.organisation_id').as('organisation'), personName('r.person_id').as('person_name'), personName('r.answered_by').as('answered_by_name')])
  .orderBy(sql`r.answer is not null`).orderBy(sql`case when r.answer is null then r.asked_at end`).orderBy('r.id', 'desc').limit(mostShown)
export type RequestShown = Awaited<ReturnType<typeof requestsOn>>[number]
/** Who asked for this subject: those waiting first, the longest on top; then the answered, the latest first. */
export const requestsOn = (db: Db, subject: string, id?: number) => requestsFrom(db).where('r.subject', '=', subject).$if(id !== undefined, (query) => query.where('r.id', '=', id ?? 0)).execute()
export const requestsBy = (db: Db, organisationId: number) => requestsFrom(db).where('r.organisation_id', '=', organisationId).execute()

const grantsFrom = (db: Db) => db.selectFrom('access_grant as g').leftJoin('nda_acceptance as a', 'a.grant_id', 'g.id').innerJoin('access_request as r', 'r.id', 'g.request_id')
  .select(['g.id', 'g.subject', 'g.organisation_id', 'g.tier', 'g.limits', 'g.given_at', 'g.expires_at', 'g.withdrawn_at', 'g.withdrawal_reason', 'r.purpose', 'a.id as acceptance_id', 'a.accepted_at', 'a.full_name', 'a.position', 'a.text_version'])
  .select([organisationColumn('g.organisation_id').as('organisation'), personName('g.given_by').as('given_by_name')])
  .orderBy('g.id', 'desc').limit(mostShown)
export type GrantShown = Awaited<ReturnType<typeof grantsOn>>[number]
const withState = <G extends { withdrawn_at: Date | null; expires_at: Date }>(grants: readonly G[], now: Date): (G & { state: GrantState })[] => grants.map((grant) => ({ ...grant, state: grantState(grant, now) }))
/** Every grant of this subject, with what became of it and who accepted its NDA; the latest first. */
export const grantsOn = async (db: Db, subject: string, now: Date) => withState(await grantsFrom(db).where('g.subject', '=', subject).execute(), now)
export const grantsTo = async (db: Db, organisationId: number, now: Date) => withState(await grantsFrom(db).where('g.organisation_id', '=', organisationId).execute(), now)
export const grantOf = async (db: Db, id: number, now: Date) => withState(await grantsFrom(db).where('g.id', '=', id).execute(), now)[0]

export interface ViewShown { id: number; part: string; tier: KeptTier; at: Date; person_name: string; acted_by_name: string; organisation: Named | null; staff: boolean }
/** Who looked at what of this subject above public, the latest first. `staff`: only the Exchange's own people. */
export async function viewsOn(db: Db, subject: string, { staff = false, limit = mostShown }: { staff?: boolean; limit?: number } = {}): Promise<ViewShown[]> {
  const isStaff = sql<boolean>`(v.acted_by is not null or v.organisation_id is null)`
  return db.selectFrom('disclosure_view as v').select(['v.id', 'v.part', 'v.tier', 'v.at'])
    .select([personName('v.person_id').as('person_name'), personName('v.acted_by').as('acted_by_name'), organisationColumn('v.organisation_id').as('organisation'), isStaff.as('staff')])
    .where('v.subject', '=', subject).$if(staff, (query) => query.where(isStaff)).orderBy('v.id', 'desc').limit(limit).execute()
}
export const viewCount = async (db: Db, subject: string): Promise<number> =>
  (await db.selectFrom('disclosure_view').select(({ fn }) => fn.countAll<number>().as('n')).where('subject', '=', subject).executeTakeFirstOrThrow()).n

/** The text signed from now on. */
export const currentText = (db: Db, now: Date): Promise<NdaText> =>
  db.selectFrom('nda_text').selectAll().where('valid_from', '<=', now).orderBy('version', 'desc').limit(1).executeTakeFirstOrThrow()

/** An acceptance with its text, for its two organisations and the inspector; for everyone else there is none. */
export async function acceptanceFor(db: Db, actor: Actor, id: number) {
  const row = await db.selectFrom('nda_acceptance as a').innerJoin('nda_text as t', 't.version', 'a.text_version').innerJoin('access_grant as g', 'g.id', 'a.grant_id').innerJoin('access_request as r', 'r.id', 'g.request_id')
    .select(['a.id', 'a.subject', 'a.full_name', 'a.position', 'a.accepted_at', 'a.text_version', 'a.text_sha256', 'a.organisation_id', 't.vi', 't.en', 'g.given_at', 'g.expires_at', 'g.withdrawn_at', 'g.limits', 'r.purpose'])
    .select([organisationColumn('a.organisation_id').as('recipient'), sql<number[]>`disclosure_owners(a.subject)`.as('owners')])
    .where('a.id', '=', id).executeTakeFirst()
  const mine = actor.memberships.map((m) => m.organisation_id)
  if (!row || !(actor.staff_roles.includes('inspector') || [row.organisation_id, ...row.owners].some((one) => mine.includes(one)))) return notFound()
  const provider = await db.selectFrom('organisation').select(['id', 'name_vi', 'name_en']).where('id', '=', row.owners[0] ?? 0).executeTakeFirst()
  return { ...row, provider: provider ?? null }
}
export type AcceptanceShown = Awaited<ReturnType<typeof acceptanceFor>>

/** True where more of it exists than this reader may have. */
export const somethingAbove = (tier: Tier, kept: readonly { tier: Tier }[]): boolean => kept.some((one) => !opens(tier, one.tier))
