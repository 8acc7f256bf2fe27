import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListingKind } from '../listings/schema.ts'
import { type Standing, standingOf } from './rules.ts'
import type { Claim, Evidence } from './schema.ts'

export interface EvidenceFile { document_id: number; name: string; bytes: number }
export interface EvidenceShown extends Omit<Evidence, 'request_key'> {
  issuer_name_vi: string
  issuer_name_en: string
  /** Where this reader may have it. */
  file: EvidenceFile | null
}
export interface ClaimShown extends Omit<Claim, 'request_key'> { evidence: EvidenceShown[]; standing: Standing<EvidenceShown> }

/** Evidence with its file and its issuer's name; days as text, as the rules compare them. */
const evidenceFrom = (db: Db) => db.selectFrom('evidence as e').leftJoin('organisation as o', 'o.id', 'e.issuer_organisation_id')
  .leftJoin('evidence_file as u', 'u.evidence_id', 'e.id').leftJoin('document as d', 'd.id', 'u.document_id')
  .select(['e.id', 'e.claim_id', 'e.listing_id', 'e.grade', 'e.result', 'e.title', 'e.issuer', 'e.issuer_organisation_id', 'e.reference', 'e.note', 'e.file_tier', 'e.reported_by', 'e.added_by', 'e.added_at', 'e.state', 'e.decided_by', 'e.decided_at', 'e.decision_reason',
    'e.withdrawn_at', 'e.withdrawn_by', 'e.withdrawal_reason', 'e.answer', 'e.answered_at', 'e.answered_by', 'e.age_told'])
  .select([sql<string>`e.made_on::text`.as('made_on'), sql<string | null>`e.valid_until::text`.as('valid_until'), sql<string>`e.holds_until::text`.as('holds_until'),
    sql<string>`coalesce(o.name_vi, '')`.as('issuer_name_vi'), sql<string>`coalesce(o.name_en, '')`.as('issuer_name_en'),
    sql<EvidenceFile | null>`case when d.id is not null then json_build_object('document_id', d.id, 'name', d.name, 'bytes', d.bytes) end`.as('file')])
const claimColumns = ['id', 'listing_id', 'kind', 'statement_vi', 'statement_en', 'amount', 'unit', 'conditions', 'added_by', 'added_at', 'withdrawn_at', 'withdrawn_by', 'withdrawal_reason'] as const

/** Everything a listing claims and what proves it, as this reader may have it, with how each claim stands on that day: those in force first, by what they are about. */
export async function claimsOf(db: Db, listingId: number, today: string): Promise<ClaimShown[]> {
  const claims = await db.selectFrom('claim').select(claimColumns).where('listing_id', '=', listingId)
    .orderBy(sql`withdrawn_at is not null`).orderBy(sql`array_position(array['readiness', 'performance', 'cost', 'safety', 'standard', 'right', 'impact', 'other'], kind)`).orderBy('id').execute()
  if (claims.length === 0) return []
  const evidence = await evidenceFrom(db).where('e.listing_id', '=', listingId).orderBy('e.made_on', 'desc').orderBy('e.id', 'desc').execute()
  return claims.map((claim) => {
    const of = evidence.filter(({ claim_id }) => claim_id === claim.id)
    return { ...claim, evidence: of, standing: standingOf(of, today) }
  })
}

/** One piece of evidence with its claim and everything that claim rests on, for whoever reads its listing; for others there is none. */
export async function evidenceFor(db: Db, id: number, today: string): Promise<{ evidence: EvidenceShown; claim: ClaimShown }> {
  const row = await db.selectFrom('evidence').select(['listing_id', 'claim_id']).where('id', '=', id).executeTakeFirst()
  if (!row) return notFound()
  const claim = await claimFor(db, row.claim_id, today)
  return { claim, evidence: claim.evidence.find((one) => one.id === id) ?? notFound() }
}
export async function claimFor(db: Db, id: number, today: string): Promise<ClaimShown> {
  const row = await db.selectFrom('claim').select('listing_id').where('id', '=', id).executeTakeFirst()
  if (!row) return notFound()
  return (await claimsOf(db, row.listing_id, today)).find((claim) => claim.id === id) ?? notFound()
}

export interface WaitingEvidence { id: number; listing_id: number; kind: ListingKind; title: string; statement_vi: string; statement_en: string; grade: Evidence['grade']; result: Evidence['result']; added_at: Date; own: boolean }
/** What moderators have to compare, the longest waiting first: evidence of listings the market sees or is about to see. Drafts are their owners’ own. */
const waitingFrom = (db: Db) => db.selectFrom('evidence as e').innerJoin('claim as c', 'c.id', 'e.claim_id').innerJoin('listing as l', 'l.id', 'e.listing_id')
  .where('e.state', '=', 'waiting').where('e.withdrawn_at', 'is', null).where('c.withdrawn_at', 'is', null).where('l.state', 'in', ['published', 'submitted'])
export async function evidenceWaiting(db: Db, actor: Actor, locale: Locale, limit = 200): Promise<WaitingEvidence[]> {
  const mine = actor.memberships.map(({ organisation_id }) => organisation_id)
  return waitingFrom(db).select(['e.id', 'e.listing_id', 'l.kind', 'c.statement_vi', 'c.statement_en', 'e.grade', 'e.result', 'e.added_at', sql<boolean>`l.organisation_id = any(${mine}::int[])`.as('own'),
    sql<string>`coalesce((select t.title from listing_text t where t.listing_id = l.id order by t.language = ${locale} desc limit 1), '')`.as('title')]).orderBy('e.added_at').orderBy('e.id').limit(limit).execute()
}
/** How much waits for this moderator, and since when; their own organisations’ waits for others. */
export async function evidenceToCompare(db: Db, actor: Actor): Promise<{ count: number; oldest: Date | null }> {
  const mine = actor.memberships.map(({ organisation_id }) => organisation_id)
  return waitingFrom(db).where(sql<boolean>`not (l.organisation_id = any(${mine}::int[]))`).select([sql<number>`count(*)::int`.as('count'), sql<Date | null>`min(e.added_at)`.as('oldest')]).executeTakeFirstOrThrow()
}
