import { z } from 'zod'
import { byTime, type Ctx, isOwnerOf, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { choiceField, codesField, idField, lineField, optionalTextField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import type { WrongState } from '../../platform/lifecycle.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { daysFrom, hanoiDay, isDay } from '../../platform/time.ts'
import { type ReceivedFile, saveDocument } from '../documents/commands.ts'
import { checkTaxCode } from './commands.ts'
import {
  changedLegal, changesLegalIdentity, contentOf, decisionRefusal, expiryDue, largestOthers, largestProofs, type LegalContent, legalFields, legalRefusal,
  mayRequest, monthsFrom, type OrganisationRefusal, renewalDays, reminderDays, validityChoices, verificationLifecycle, waitsForDecision,
} from './rules.ts'
import { type Organisation, type Proof, proofKinds, type ProofSeen } from './schema.ts'
import { longestValidity } from './queries.ts'
import { currentProofs, legalContent, organisationInTurn, roleInTurn, stillIs, subjectOf, todayOf, unique, unmarked } from './turns.ts'

const nameField = lineField(150, 0).default('')
const dayField = z.string().default('').transform((typed) => typed.trim()).refine((day) => day === '' || isDay(day), { error: 'day' })
export const ChangeLegal = z.object({
  organisation_id: idField, version: idField,
  representative_name: nameField, representative_position_vi: nameField, representative_position_en: nameField,
  authorised_name: nameField, authorised_position_vi: nameField, authorised_position_en: nameField, authorised_document: lineField(200, 0).default(''),
  registration_number: lineField(60, 0).default(''), registration_issuer: lineField(200, 0).default(''), registered_on: dayField,
  address_line: lineField(250, 0).default(''), province: lineField(120, 0).default(''),
})
/**
 * The legal record says what was typed, provided nobody changed the organisation since. Another
 * representative or registration than the one compared with the proof ends the verification.
 */
export async function changeLegal(ctx: Ctx, { organisation_id, version, ...after }: z.output<typeof ChangeLegal>): Promise<void> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  await transact(ctx, async (tx) => {
    const organisation = await stillIs(tx, ctx, organisation_id, 'owner')
    const before = await legalContent(tx, organisation_id)
    if (organisation.version !== version) refuse<OrganisationRefusal>({ code: 'legal_changed_meanwhile', version: organisation.version, current: before })
    const fields = changedLegal(before, after)
    if (fields.length === 0) return
    const refusal = legalRefusal(after, organisation.ward_code, todayOf(ctx))
    if (refusal) refuse(refusal)
    await writeLegal(tx, organisation_id, after, ctx.now())
    const lapses = organisation.verification === 'verified' && changesLegalIdentity(before, after)
    await tx.updateTable('organisation')
      .set({ version: version + 1, updated_at: ctx.now(), ...(lapses ? { verification: next(verificationLifecycle, organisation.verification, 'change_identity'), ...unmarked } : {}) })
      .where('id', '=', organisation_id).execute()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.legal_changed', organisation_id, fields }, organisation_id)
    if (lapses) await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.verification_lapsed', organisation_id, fields }, organisation_id)
  })
}

export async function writeLegal(tx: Tx, organisation_id: number, content: LegalContent, now: Date): Promise<void> {
  const row = { ...Object.fromEntries(legalFields.map((field) => [field, content[field]])) as LegalContent, registered_on: content.registered_on || null, updated_at: now }
  await tx.insertInto('organisation_legal').values({ organisation_id, ...row }).onConflict((on) => on.column('organisation_id').doUpdateSet(row)).execute()
}

export const AddProof = z.object({ organisation_id: idField, kind: choiceField(proofKinds), note: optionalTextField(300) })
/** The document stands as proof; one of its kind that stood before stays in the history. The same file again is the same proof. */
export async function addProof(ctx: Ctx, { organisation_id, kind, note }: z.output<typeof AddProof>, upload: ReceivedFile): Promise<number> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  return transact(ctx, async (tx) => {
    await stillIs(tx, ctx, organisation_id, 'owner')
    const current = await currentProofs(tx, organisation_id)
    const same = current.find((proof) => proof.kind === kind && proof.sha256 === upload.sha256)
    if (same) return same.id
    const { count } = await tx.selectFrom('organisation_proof').select(({ fn }) => fn.countAll<number>().as('count')).where('organisation_id', '=', organisation_id).executeTakeFirstOrThrow()
    if (count >= largestProofs) refuse<OrganisationRefusal>({ code: 'too_many_proofs', largest: largestProofs })
    if (kind === 'other' && current.filter((proof) => proof.kind === 'other').length >= largestOthers) refuse<OrganisationRefusal>({ code: 'too_many_proofs', largest: largestOthers })
    const now = ctx.now()
    const before = kind === 'other' ? undefined : current.find((proof) => proof.kind === kind)
    if (before) await tx.updateTable('organisation_proof').set({ superseded_at: now }).where('id', '=', before.id).execute()
    const document_id = await saveDocument(tx, ctx, upload, organisation_id)
    const { id } = await tx.insertInto('organisation_proof').values({ organisation_id, document_id, kind, note, uploaded_by: personOf(ctx.actor), uploaded_at: now }).returning('id').executeTakeFirstOrThrow()
    if (before) await tx.updateTable('organisation_proof').set({ superseded_by: id }).where('id', '=', before.id).execute()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.proof_added', organisation_id, proof_id: id, kind, sha256: upload.sha256, supersedes: before?.id ?? null }, organisation_id)
    return id
  })
}

export const WithdrawProof = z.object({ organisation_id: idField, proof_id: idField })
/** It no longer stands as proof; it stays in the history, as decisions rest on it. */
export async function withdrawProof(ctx: Ctx, { organisation_id, proof_id }: z.output<typeof WithdrawProof>): Promise<void> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  await transact(ctx, async (tx) => {
    await stillIs(tx, ctx, organisation_id, 'owner')
    const proof: Proof = found(await tx.selectFrom('organisation_proof').selectAll().where('id', '=', proof_id).where('organisation_id', '=', organisation_id).executeTakeFirst())
    if (proof.superseded_at) return
    await tx.updateTable('organisation_proof').set({ superseded_at: ctx.now(), withdrawn_by: personOf(ctx.actor) }).where('id', '=', proof_id).execute()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.proof_withdrawn', organisation_id, proof_id, kind: proof.kind }, organisation_id)
  })
}

export const RequestVerification = z.object({ organisation_id: idField })
/** The organisation waits in the moderators' queue with its proof. One that is verified asks anew in the last sixty days and keeps its mark meanwhile. */
export async function requestVerification(ctx: Ctx, { organisation_id }: z.output<typeof RequestVerification>): Promise<void> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  await transact(ctx, async (tx) => {
    const organisation = await stillIs(tx, ctx, organisation_id, 'owner')
    const { verification, verified_until } = organisation
    const now = ctx.now()
    const renews = verification === 'verified'
    if (renews && !mayRequest(organisation, now)) refuse<OrganisationRefusal>({ code: 'not_yet', from: verified_until && organisation.renewal_requested_at === null ? daysFrom(verified_until, -renewalDays) : null })
    const state = renews ? verification : next(verificationLifecycle, verification, 'submit')
    if ((await currentProofs(tx, organisation_id)).length === 0) refuse<OrganisationRefusal>({ code: 'proof_needed' })
    await tx.updateTable('organisation').set({ verification: state, renewal_requested_at: renews ? now : null }).where('id', '=', organisation_id).execute()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.verification_requested', organisation_id }, organisation_id)
  })
}

const monthsField = z.coerce.number({ error: 'choose' }).int({ error: 'choose' }).min(1, { error: 'choose' }).max(1200, { error: 'choose' })
export const DecideVerification = z.object({
  organisation_id: idField, version: idField, decision: choiceField(['verified', 'refused']), reason: textField(1000),
  months: monthsField.optional(), proofs: codesField(largestProofs).transform((codes) => codes.map(Number)).pipe(z.array(z.int({ error: 'invalid' }).positive({ error: 'invalid' }))),
})
/**
 * Decided once, with its reason, by somebody of the Exchange who is not a member, on exactly the
 * facts and proofs they were shown. It holds for as long as the rule table says on this day, unless
 * less was chosen. Which documents they had looked at is kept with the decision.
 */
export async function decideVerification(ctx: Ctx, { organisation_id, version, decision, reason, months, proofs }: z.output<typeof DecideVerification>): Promise<void> {
  permit(ctx.actor, isStaff('moderator', 'administrator'))
  const person_id = personOf(ctx.actor)
  await transact(ctx, async (tx) => {
    const organisation = await organisationInTurn(tx, organisation_id)
    if (await roleInTurn(tx, organisation_id, person_id)) refuse<OrganisationRefusal>({ code: 'own_organisation' })
    const verb = decision === 'verified' ? 'verify' : 'refuse'
    if (!waitsForDecision(organisation)) refuse<WrongState>({ code: 'wrong_state', state: organisation.verification, verb })
    const verification = next(verificationLifecycle, organisation.verification, verb)
    if (organisation.version !== version) refuse<OrganisationRefusal>({ code: 'organisation_changed', version: organisation.version, current: contentOf(organisation) })
    const current = await currentProofs(tx, organisation_id)
    const refusal = decisionRefusal(decision, proofs, current)
    if (refusal) refuse(refusal)
    if (decision === 'verified' && organisation.tax_code) await checkTaxCode(tx, organisation.tax_code, organisation_id)
    const now = ctx.now()
    const longest = await longestValidity(tx, now)
    if (decision === 'verified' && months !== undefined && !validityChoices(longest).includes(months)) refuse<OrganisationRefusal>({ code: 'validity_not_offered', field: 'months', longest })
    const valid_until = decision === 'verified' ? monthsFrom(now, months ?? longest) : null
    // A renewal that was refused leaves the mark as it was, to its end.
    await tx.updateTable('organisation').set({ verification, renewal_requested_at: null, ...(valid_until ? { verified_at: now, verified_by: person_id, verified_until: valid_until, expiry_told: null } : {}) }).where('id', '=', organisation_id).execute()
    const { id } = await tx.insertInto('organisation_verification').values({ organisation_id, decision, reason, decided_by: person_id, decided_at: now, valid_until }).returning('id').executeTakeFirstOrThrow()
    const seen: ProofSeen[] = current.filter((proof) => proofs.includes(proof.id)).map(({ id: proof_id, kind, sha256 }) => ({ proof_id, kind, sha256 }))
    if (seen.length) await tx.insertInto('organisation_verification_proof').values(seen.map(({ proof_id, sha256 }) => ({ verification_id: id, proof_id, sha256 }))).execute()
    await record(tx, ctx, subjectOf(organisation_id), valid_until
      ? { type: 'organisation.verified', organisation_id, reason, valid_until: hanoiDay(valid_until), proofs: seen }
      : { type: 'organisation.verification_refused', organisation_id, reason, proofs: seen }, null)
  }).catch(unique('organisation_tax_code_idx', { code: 'tax_code_taken', field: 'tax_code', name_vi: '', name_en: '' }))
}

/**
 * Every verification past its day has ended, and the owners of those about to end have been told,
 * thirty days and seven days before. Run as often as one likes: each is told and ended once.
 */
export async function lapseVerifications(db: Db, now: Date): Promise<{ ended: number; told: number }> {
  const due = await db.selectFrom('organisation').select('id').where('verification', '=', 'verified').where('verified_until', '<=', daysFrom(now, Math.max(...reminderDays)))
    .where(({ or, eb }) => or([eb('verified_until', '<=', now), eb('expiry_told', 'is', null), eb.and([eb('expiry_told', '>', 7), eb('verified_until', '<=', daysFrom(now, 7))])])).orderBy('verified_until').limit(1000).execute()
  const ctx = byTime(db, now, 'verifications')
  const done = { ended: 0, told: 0 }
  for (const { id } of due) {
    await transact(ctx, async (tx) => {
      const organisation: Organisation | undefined = await tx.selectFrom('organisation').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
      const what = organisation && expiryDue(organisation, now)
      if (!organisation?.verified_until || !what) return
      const valid_until = hanoiDay(organisation.verified_until)
      if (what === 'expire') {
        const verification = next(verificationLifecycle, organisation.verification, organisation.renewal_requested_at ? 'expire_waiting' : 'expire')
        await tx.updateTable('organisation').set({ verification, ...unmarked }).where('id', '=', id).execute()
        await record(tx, ctx, subjectOf(id), { type: 'organisation.verification_expired', organisation_id: id, valid_until }, null)
        done.ended++
      } else {
        await tx.updateTable('organisation').set({ expiry_told: what }).where('id', '=', id).execute()
        await record(tx, ctx, subjectOf(id), { type: 'organisation.verification_expiring', organisation_id: id, days: what, valid_until }, null)
        done.told++
      }
    })
  }
  return done
}
