import { sql } from 'kysely'
import { z } from 'zod'
import { byTime, type Ctx, isMemberOf, isSignedIn, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, lineField, optionalDayField, optionalLineField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { type ReceivedFile, saveDocument } from '../documents/commands.ts'
import type { ListingRow } from '../listings/schema.ts'
import { listingInTurn, markChanged } from '../listings/turns.ts'
import { organisationNamed } from '../organisations/queries.ts'
import { numberOn } from '../rulebook/queries.ts'
import { ageDue, ageingDays, type EvidenceFacts, type EvidenceRefusal, freshnessRule, gradeOn, monthsOn, mostClaims, mostEvidence, offeredRefusal, standingOf, stands } from './rules.ts'
import { type Claim, claimKinds, type Evidence, evidenceResults, fileTiers, proofGrades, type Reporter, reporters } from './schema.ts'

const statementField = optionalLineField(300)
/** A number as people type it, with a point or a comma before its fraction; empty: none. */
const amountField = z.string({ error: 'number' }).default('').transform((typed) => typed.trim()).pipe(z.string().regex(/^$|^-?\d{1,12}([.,]\d{1,6})?$/, { error: 'number' })).transform((typed) => (typed === '' ? null : Number(typed.replace(',', '.'))))
const reasonField = textField(1000, 10)

export const AddClaim = z.object({
  id: idField, request_key: requestKeyField, kind: choiceField(claimKinds), statement_vi: statementField, statement_en: statementField,
  amount: amountField, unit: optionalLineField(40), conditions: optionalLineField(300),
}).superRefine(({ statement_vi, statement_en, amount, unit }, issues) => {
  if (!statement_vi && !statement_en) issues.addIssue({ code: 'custom', path: ['statement_vi'], message: 'required' })
  for (const [path, text] of [['statement_vi', statement_vi], ['statement_en', statement_en]] as const) if (text && text.length < 10) issues.addIssue({ code: 'custom', path: [path], message: 'too_short:10' })
  if (amount === null && unit) issues.addIssue({ code: 'custom', path: ['amount'], message: 'number' })
})
/**
 * The offer claims it. What a published page says was read by a moderator, so a claim added there sends
 * the listing to review, as any other wording does. The same form twice is one claim.
 */
export async function addClaim(ctx: Ctx, { id, request_key, ...claim }: z.output<typeof AddClaim>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    const same = await tx.selectFrom('claim').select('id').where('listing_id', '=', id).where('request_key', '=', request_key).executeTakeFirst()
    if (same) return same.id
    if (listing.kind !== 'offer') refuse<EvidenceRefusal>({ code: 'offers_only' })
    const { n } = await tx.selectFrom('claim').select(({ fn }) => fn.countAll<number>().as('n')).where('listing_id', '=', id).where('withdrawn_at', 'is', null).executeTakeFirstOrThrow()
    if (n >= mostClaims) refuse<EvidenceRefusal>({ code: 'too_many_claims', most: mostClaims })
    await markChanged(ctx, tx, listing, ['claims'])
    const { id: claim_id } = await tx.insertInto('claim').values({ listing_id: id, ...claim, request_key, added_by: personOf(ctx.actor), added_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `listing:${id}`, { type: 'claim.added', listing_id: id, claim_id, kind: claim.kind }, listing.organisation_id)
    await keepGrade(ctx, tx, listing)
    return claim_id
  })
}

export const WithdrawClaim = z.object({ id: idField, claim_id: idField, reason: reasonField })
/** The offer claims it no more; it stays in the history, and on the page where a test had contradicted it. Like any change of wording it sends a published listing to review. */
export async function withdrawClaim(ctx: Ctx, { id, claim_id, reason }: z.output<typeof WithdrawClaim>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    const claim = await claimIn(tx, id, claim_id)
    if (claim.withdrawn_at) return
    await markChanged(ctx, tx, listing, ['claims'])
    await tx.updateTable('claim').set({ withdrawn_at: ctx.now(), withdrawn_by: personOf(ctx.actor), withdrawal_reason: reason }).where('id', '=', claim_id).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'claim.withdrawn', listing_id: id, claim_id, kind: claim.kind }, listing.organisation_id)
    await keepGrade(ctx, tx, listing)
  })
}

const gradeField = z.coerce.number({ error: 'choose' }).pipe(z.literal(proofGrades, { error: 'choose' }))
const tierField = choiceField(fileTiers)
const offered = {
  claim_id: idField, request_key: requestKeyField, grade: gradeField, title: lineField(160, 3), made_on: dayField, issuer: lineField(200, 2),
  reference: optionalLineField(300), note: optionalTextField(1000), tier: tierField.default('public'), valid_until: optionalDayField,
}
type Offered = z.output<z.ZodObject<typeof offered>>
export const AddEvidence = z.object({ id: idField, ...offered, result: choiceField(evidenceResults) })
/**
 * The claim has this evidence, and the listing stays where it is: what supports the claim is announced
 * but not shown before a moderator compared the two, and until then counts as its owner's word. What
 * contradicts it counts at once, and the page says at once whose test of which day it was. The same form
 * twice is one piece.
 */
export async function addEvidence(ctx: Ctx, { id, result, ...given }: z.output<typeof AddEvidence>, upload: ReceivedFile | null): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    const { evidence_id, added } = await saveEvidence(ctx, tx, listing, given, { result, reported_by: 'owner' }, upload)
    if (!added) return evidence_id
    await record(tx, ctx, `listing:${id}`, { type: 'evidence.added', listing_id: id, claim_id: given.claim_id, evidence_id, grade: given.grade, result }, listing.organisation_id)
    await keepGrade(ctx, tx, listing)
    return evidence_id
  })
}

export const RecordFailedTest = z.object({ ...offered, grade: gradeField.refine((grade) => grade >= 2, { error: 'choose' }), reported_by: choiceField(reporters) })
/**
 * The Exchange has on record that a test contradicts the claim, as somebody with standing reported it
 * with its document: it counts at once, the owner is told and may answer beside it.
 */
export async function recordFailedTest(ctx: Ctx, { reported_by, ...given }: z.output<typeof RecordFailedTest>, upload: ReceivedFile | null): Promise<number> {
  permit(ctx.actor, isStaff('moderator'))
  return transact(ctx, async (tx) => {
    const { listing_id } = found(await tx.selectFrom('claim').select('listing_id').where('id', '=', given.claim_id).executeTakeFirst())
    const listing = await othersInTurn(ctx, tx, listing_id)
    const { evidence_id, added } = await saveEvidence(ctx, tx, listing, given, { result: 'contradicts', reported_by }, upload)
    if (!added) return evidence_id
    await record(tx, ctx, `listing:${listing_id}`, { type: 'evidence.test_failed', listing_id, claim_id: given.claim_id, evidence_id, grade: given.grade, reported_by }, null)
    await keepGrade(ctx, tx, listing)
    return evidence_id
  })
}

export const ConfirmEvidence = z.object({ evidence_id: idField })
/** A moderator of another organisation has compared it: it says what is claimed, and counts at its grade. Decided once. */
export async function confirmEvidence(ctx: Ctx, { evidence_id }: z.output<typeof ConfirmEvidence>): Promise<void> {
  permit(ctx.actor, isStaff('moderator'))
  return transact(ctx, (tx) => decide(ctx, tx, evidence_id, 'confirmed', ''))
}
export const RefuseEvidence = z.object({ evidence_id: idField, reason: reasonField })
/** It does not say what is claimed, for the reason given; it counts for nothing and is shown to nobody but its owner and the Exchange. */
export async function refuseEvidence(ctx: Ctx, { evidence_id, reason }: z.output<typeof RefuseEvidence>): Promise<void> {
  permit(ctx.actor, isStaff('moderator'))
  return transact(ctx, (tx) => decide(ctx, tx, evidence_id, 'refused', reason))
}

async function decide(ctx: Ctx, tx: Tx, evidence_id: number, state: 'confirmed' | 'refused', reason: string): Promise<void> {
  const { listing_id } = found(await tx.selectFrom('evidence').select('listing_id').where('id', '=', evidence_id).executeTakeFirst())
  const listing = await othersInTurn(ctx, tx, listing_id)
  const evidence = await evidenceIn(tx, listing_id, evidence_id)
  const person_id = personOf(ctx.actor)
  if (evidence.added_by === person_id || (evidence.issuer_organisation_id !== null && isMemberOf(evidence.issuer_organisation_id)(ctx.actor))) refuse<EvidenceRefusal>({ code: 'own_evidence' })
  if (evidence.withdrawn_at) refuse<EvidenceRefusal>({ code: 'evidence_withdrawn' })
  if (evidence.state === state) return
  if (evidence.state !== 'waiting') refuse<EvidenceRefusal>({ code: 'evidence_decided', state: evidence.state })
  if ((await claimIn(tx, listing_id, evidence.claim_id)).withdrawn_at) refuse<EvidenceRefusal>({ code: 'claim_withdrawn' })
  await tx.updateTable('evidence').set({ state, decided_by: person_id, decided_at: ctx.now(), decision_reason: reason }).where('id', '=', evidence_id).execute()
  const { claim_id, grade, result } = evidence
  await record(tx, ctx, `listing:${listing_id}`, state === 'confirmed' ? { type: 'evidence.confirmed', listing_id, claim_id, evidence_id, grade, result } : { type: 'evidence.refused', listing_id, claim_id, evidence_id, grade }, null)
  await keepGrade(ctx, tx, listing)
}

export const WithdrawEvidence = z.object({ evidence_id: idField, reason: reasonField })
/** It counts no more and stays in the history: its owner's by those who edit the listing, a test the Exchange recorded by moderators. A confirmed contradiction is not its owner's to take back. */
export async function withdrawEvidence(ctx: Ctx, { evidence_id, reason }: z.output<typeof WithdrawEvidence>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const { listing_id, reported_by } = found(await tx.selectFrom('evidence').select(['listing_id', 'reported_by']).where('id', '=', evidence_id).executeTakeFirst())
    const byExchange = isStaff('moderator')(ctx.actor) && reported_by !== 'owner'
    const listing = byExchange ? await othersInTurn(ctx, tx, listing_id) : await listingInTurn(ctx, tx, listing_id)
    const evidence = await evidenceIn(tx, listing_id, evidence_id)
    if (evidence.withdrawn_at) return
    if (!byExchange && evidence.result === 'contradicts' && evidence.state === 'confirmed') refuse<EvidenceRefusal>({ code: 'contradiction_stays' })
    await tx.updateTable('evidence').set({ withdrawn_at: ctx.now(), withdrawn_by: personOf(ctx.actor), withdrawal_reason: reason }).where('id', '=', evidence_id).execute()
    await record(tx, ctx, `listing:${listing_id}`, { type: 'evidence.withdrawn', listing_id, claim_id: evidence.claim_id, evidence_id }, byExchange ? null : listing.organisation_id)
    await keepGrade(ctx, tx, listing)
  })
}

export const AnswerFailedTest = z.object({ id: idField, evidence_id: idField, answer: textField(1000, 20) })
/** The owner's answer stands beside what contradicts the claim, once and for all; it is public with it and changes no grade. */
export async function answerFailedTest(ctx: Ctx, { id, evidence_id, answer }: z.output<typeof AnswerFailedTest>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    const evidence = await evidenceIn(tx, id, evidence_id)
    if (evidence.result !== 'contradicts' || evidence.state !== 'confirmed') refuse<EvidenceRefusal>({ code: 'nothing_to_answer' })
    if (evidence.withdrawn_at) refuse<EvidenceRefusal>({ code: 'evidence_withdrawn' })
    if (evidence.answer === answer) return
    if (evidence.answered_at) refuse<EvidenceRefusal>({ code: 'evidence_answered' })
    await tx.updateTable('evidence').set({ answer, answered_at: ctx.now(), answered_by: personOf(ctx.actor) }).where('id', '=', evidence_id).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'evidence.answered', listing_id: id, claim_id: evidence.claim_id, evidence_id }, listing.organisation_id)
  })
}

/**
 * Every listing bears the grade its evidence has on this day, and owners of what goes stale within
 * thirty days, or just did, have been told where their claim falls by it. Run as often as one likes:
 * each is told once before and once after.
 */
export async function ageEvidence(db: Db, now: Date): Promise<{ ageing: number; stale: number }> {
  const ctx = byTime(db, now, 'evidence')
  const today = hanoiDay(now)
  const due = await db.selectFrom('evidence as e').innerJoin('claim as c', 'c.id', 'e.claim_id').select(['e.id', 'e.listing_id'])
    .where('e.state', '=', 'confirmed').where('e.result', '=', 'supports').where('e.withdrawn_at', 'is', null).where('c.withdrawn_at', 'is', null)
    .where(sql<boolean>`e.age_told is distinct from 0 and e.holds_until <= ${dayAfter(today, ageingDays)}::date and (e.age_told is null or e.holds_until < ${today}::date)`).orderBy('e.id').limit(5000).execute()
  const done = { ageing: 0, stale: 0 }
  for (const { id, listing_id } of due) {
    await transact(ctx, async (tx) => {
      const listing = await rowInTurn(tx, listing_id)
      const evidence = await evidenceIn(tx, listing_id, id)
      const what = ageDue(evidence, today)
      if (!what || evidence.withdrawn_at || evidence.state !== 'confirmed') return
      const { claim_id, holds_until } = evidence
      const around = await factsOf(tx, listing_id, claim_id)
      // Told only where the claim falls by it: what something stronger or longer stands beside takes nothing with it.
      const falls = standingOf(around, holds_until).grade > standingOf(around, dayAfter(holds_until, 1)).grade
      if (what === 'stale') await tx.updateTable('evidence').set({ age_told: 0 }).where('id', '=', id).execute()
      else if (falls) await tx.updateTable('evidence').set({ age_told: ageingDays }).where('id', '=', id).execute()
      if (falls) {
        await record(tx, ctx, `listing:${listing_id}`, { type: `evidence.${what}`, listing_id, claim_id, evidence_id: id, holds_until }, null)
        done[what]++
      }
      if (what === 'stale') await keepGrade(ctx, tx, listing)
    })
  }
  return done
}

type Held = Pick<ListingRow, 'id' | 'kind' | 'organisation_id' | 'evidence_grade'>
/** Everything about one listing's evidence happens in turn, by its row. */
const rowInTurn = async (tx: Tx, id: number): Promise<Held> => found(await tx.selectFrom('listing').select(['id', 'kind', 'organisation_id', 'evidence_grade']).where('id', '=', id).forUpdate().executeTakeFirst())
/** For a moderator, who judges nothing of an organisation of theirs. */
async function othersInTurn(ctx: Ctx, tx: Tx, id: number): Promise<Held> {
  const listing = await rowInTurn(tx, id)
  return isMemberOf(listing.organisation_id)(ctx.actor) ? refuse<EvidenceRefusal>({ code: 'own_evidence' }) : listing
}

const claimIn = async (tx: Tx, listing_id: number, id: number): Promise<Pick<Claim, 'kind' | 'withdrawn_at'>> =>
  found(await tx.selectFrom('claim').select(['kind', 'withdrawn_at']).where('id', '=', id).where('listing_id', '=', listing_id).executeTakeFirst())
const days = [sql<string>`made_on::text`.as('made_on'), sql<string>`holds_until::text`.as('holds_until')] as const
type Row = Pick<Evidence, 'claim_id' | 'grade' | 'result' | 'state' | 'added_by' | 'issuer_organisation_id' | 'withdrawn_at' | 'answer' | 'answered_at' | 'age_told' | 'made_on' | 'holds_until'>
const evidenceIn = async (tx: Tx, listing_id: number, id: number): Promise<Row> =>
  found(await tx.selectFrom('evidence').select(['claim_id', 'grade', 'result', 'state', 'added_by', 'issuer_organisation_id', 'withdrawn_at', 'answer', 'answered_at', 'age_told']).select(days).where('id', '=', id).where('listing_id', '=', listing_id).executeTakeFirst())
const factsOf = (tx: Tx, listing_id: number, claim_id?: number): Promise<(EvidenceFacts & { claim_id: number })[]> =>
  tx.selectFrom('evidence').select(['claim_id', 'grade', 'result', 'state', 'withdrawn_at']).select(days).where('listing_id', '=', listing_id).$if(claim_id !== undefined, (query) => query.where('claim_id', '=', claim_id ?? 0)).execute()

/** The listing bears the grade its evidence has now. In the transaction of whatever changed, which holds its row. */
async function keepGrade(ctx: Ctx, tx: Tx, { id, evidence_grade: from }: Held): Promise<void> {
  const [claims, evidence] = [await tx.selectFrom('claim').select(['id', 'kind', 'withdrawn_at']).where('listing_id', '=', id).execute(), await factsOf(tx, id)]
  const to = gradeOn(claims.map((claim) => ({ ...claim, evidence: evidence.filter(({ claim_id }) => claim_id === claim.id) })), hanoiDay(ctx.now()))
  if (to === from) return
  await tx.updateTable('listing').set({ evidence_grade: to }).where('id', '=', id).execute()
  await record(tx, ctx, `listing:${id}`, { type: 'evidence.listing_graded', listing_id: id, from, to }, null)
}

async function saveEvidence(ctx: Ctx, tx: Tx, listing: Held, given: Offered, { result, reported_by }: { result: Evidence['result']; reported_by: 'owner' | Reporter }, upload: ReceivedFile | null): Promise<{ evidence_id: number; added: boolean }> {
  const { claim_id, request_key, tier, ...facts } = given
  const claim = await claimIn(tx, listing.id, claim_id)
  const same = await tx.selectFrom('evidence').select('id').where('claim_id', '=', claim_id).where('request_key', '=', request_key).executeTakeFirst()
  if (same) return { evidence_id: same.id, added: false }
  if (claim.withdrawn_at) refuse<EvidenceRefusal>({ code: 'claim_withdrawn' })
  const standing = (await factsOf(tx, listing.id, claim_id)).filter(stands)
  // What contradicts a claim is never kept out by how much supports it.
  if (reported_by === 'owner' && standing.length >= mostEvidence) refuse<EvidenceRefusal>({ code: 'too_many_evidence', most: mostEvidence })
  const now = ctx.now()
  const today = hanoiDay(now)
  const issuer_organisation_id = await organisationNamed(tx, facts.issuer)
  const refusal = offeredRefusal({ ...facts, issuer_organisation_id, owner_organisation_id: listing.organisation_id, has_file: upload !== null, today })
  if (refusal) refuse(refusal)
  const holds_until = facts.valid_until ?? monthsOn(facts.made_on, await numberOn(tx, freshnessRule(claim.kind), today))
  const byOwner = reported_by === 'owner'
  const person_id = personOf(ctx.actor)
  const { id: evidence_id } = await tx.insertInto('evidence').values({
    claim_id, listing_id: listing.id, request_key, ...facts, result, reported_by, issuer_organisation_id, holds_until, file_tier: upload ? tier : null, added_by: person_id, added_at: now,
    ...(byOwner ? {} : { state: 'confirmed', decided_by: person_id, decided_at: now }),
  }).returning('id').executeTakeFirstOrThrow()
  if (upload) await tx.insertInto('evidence_file').values({ evidence_id, document_id: await saveDocument(tx, ctx, upload, byOwner ? listing.organisation_id : null) }).execute()
  return { evidence_id, added: true }
}
