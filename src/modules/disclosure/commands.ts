import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, mayEditFor, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField, lineField, optionalTextField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { currentText, grantDaysAt } from './queries.ts'
import { acceptanceRefusal, askingRefusal, type DisclosureRefusal, expiryOf, grantState, isNameOf, largestOfOne, opens } from './rules.ts'
import { type AccessGrant, type AccessRequest, grantTiers, type KeptTier } from './schema.ts'

export interface View { subject: string; part: string; tier: KeptTier }
/**
 * Who looks at what above public is written down, once a person, part and hour. Called before the
 * content is sent; where it throws, nothing may be shown. What an organisation reads of its own is no
 * disclosure, and its callers leave that out.
 */
export async function recordView(ctx: Ctx, ...views: readonly View[]): Promise<void> {
  const person_id = personOf(ctx.actor)
  const at = ctx.now()
  const hour = new Date(at.getTime() - (at.getTime() % 3_600_000))
  if (views.length === 0) return
  await ctx.db.insertInto('disclosure_view').values(views.map(({ subject, part, tier }) => ({
    subject, part, tier, person_id, organisation_id: ctx.actor.organisation_id, acted_by: ctx.actor.acted_by?.person_id ?? null, at, hour, request_id: ctx.request_id,
  }))).onConflict((on) => on.doNothing()).execute()
}

const purposeField = textField(1000, 20)
export const AskAccess = z.object({ subject: z.string(), tier: choiceField(grantTiers), purpose: purposeField })
/**
 * The organisation acted for has asked for access, with its purpose. The same question again is the
 * same request. Two colleagues asking at once ask once.
 */
export async function askAccess(ctx: Ctx, { subject, tier, purpose }: z.output<typeof AskAccess>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  const organisation_id = ctx.actor.organisation_id ?? refuse<DisclosureRefusal>({ code: 'no_organisation_to_ask' })
  permit(ctx.actor, mayEditFor(organisation_id))
  return transact(ctx, async (tx) => {
    // An organisation's questions are counted one after another.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`access_request of ${organisation_id}`}, 0))`.execute(tx)
    const { rows: [about] } = await sql<{ owners: number[]; open: boolean; waiting: number }>`
      select disclosure_owners(${subject}) as owners, disclosure_open(${subject}) as open, disclosure_waiting(${subject}) as waiting`.execute(tx)
    const owner_organisation_id = about?.owners[0]
    if (!about?.open || owner_organisation_id === undefined) return notFound()
    const now = ctx.now()
    const asked = await tx.selectFrom('access_request').selectAll().where('organisation_id', '=', organisation_id).where((is) => is.or([is('answer', 'is', null), is('subject', '=', subject)])).orderBy('id', 'desc').limit(500).execute()
    const here = asked.filter((request) => request.subject === subject)
    const pending = here.find(({ answer }) => answer === null)
    if (pending?.tier === tier) return pending.id
    const grants = await tx.selectFrom('access_grant').select(['tier', 'expires_at', 'withdrawn_at']).where('subject', '=', subject).where('organisation_id', '=', organisation_id).execute()
    const refusal = askingRefusal({
      own: ctx.actor.memberships.some((m) => m.organisation_id === owner_organisation_id), pending: pending ?? null, grants, onSubject: about.waiting,
      waiting: asked.filter(({ answer }) => answer === null).length, lately: here.filter(({ asked_at }) => asked_at > daysFrom(now, -largestOfOne.days)).length,
      last_refusal: here.find(({ answer }) => answer === 'refused')?.answered_at ?? null,
    }, tier, now)
    if (refusal) refuse(refusal)
    const { id } = await tx.insertInto('access_request').values({ subject, organisation_id, person_id: personOf(ctx.actor), tier, purpose, asked_at: now }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, subject, { type: 'disclosure.requested', request_id: id, subject, tier, organisation_id, owner_organisation_id }, organisation_id)
    return id
  })
}

export const TakeBackRequest = z.object({ request_id: idField })
/** The request no longer waits: its own organisation took it back. */
export async function takeBackRequest(ctx: Ctx, { request_id }: z.output<typeof TakeBackRequest>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const { request, owner_organisation_id } = await requestInTurn(ctx, tx, request_id, 'asker')
    if (request.answer === 'taken_back') return
    if (request.answer) refuse<DisclosureRefusal>({ code: 'answered_already', answer: request.answer })
    await answer(ctx, tx, request.id, 'taken_back')
    await record(tx, ctx, request.subject, { type: 'disclosure.taken_back', request_id, subject: request.subject, organisation_id: request.organisation_id, owner_organisation_id }, request.organisation_id)
  })
}

export const GiveAccess = z.object({ request_id: idField, tier: choiceField(grantTiers), days: z.coerce.number({ error: 'number' }).int({ error: 'number' }).min(1, { error: 'number' }).max(36_500, { error: 'number' }), limits: optionalTextField(1000) })
/**
 * The asking organisation holds access from now for so many days, at the tier asked for or a lower
 * one; at most for as many as the rule table allows that day. Pressed twice alike, it is given once; two different answers at once, and the first counts.
 */
export async function giveAccess(ctx: Ctx, { request_id, tier, days, limits }: z.output<typeof GiveAccess>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const { request, owner_organisation_id } = await requestInTurn(ctx, tx, request_id, 'owner')
    if (request.answer) {
      const given = await tx.selectFrom('access_grant').select(['id', 'tier', 'limits', 'given_at', 'expires_at']).where('request_id', '=', request_id).executeTakeFirst()
      if (given && given.tier === tier && given.limits === limits && given.expires_at.getTime() === expiryOf(given.given_at, days).getTime()) return given.id
      refuse<DisclosureRefusal>({ code: 'answered_already', answer: request.answer })
    }
    if (!opens(request.tier, tier)) refuse<DisclosureRefusal>({ code: 'more_than_asked', field: 'tier' })
    const given_at = ctx.now()
    if (days > (await grantDaysAt(tx, given_at)).most) throw new z.ZodError([{ code: 'custom', path: ['days'], message: 'number', input: days }])
    const { subject, organisation_id } = request
    const { id } = await tx.insertInto('access_grant').values({ request_id, subject, organisation_id, tier, limits, given_by: personOf(ctx.actor), given_at, expires_at: expiryOf(given_at, days) }).returning('id').executeTakeFirstOrThrow()
    await answer(ctx, tx, request_id, 'given')
    await record(tx, ctx, subject, { type: 'disclosure.granted', request_id, grant_id: id, subject, tier, days, organisation_id, owner_organisation_id }, owner_organisation_id)
    return id
  })
}

export const RefuseAccess = z.object({ request_id: idField, reason: textField(1000, 10) })
/** The request is refused with a reason the asking organisation reads; it may ask again after a week. */
export async function refuseAccess(ctx: Ctx, { request_id, reason }: z.output<typeof RefuseAccess>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const { request, owner_organisation_id } = await requestInTurn(ctx, tx, request_id, 'owner')
    if (request.answer === 'refused') return
    if (request.answer) refuse<DisclosureRefusal>({ code: 'answered_already', answer: request.answer })
    await answer(ctx, tx, request_id, 'refused', reason)
    await record(tx, ctx, request.subject, { type: 'disclosure.refused', request_id, subject: request.subject, organisation_id: request.organisation_id, owner_organisation_id }, owner_organisation_id)
  })
}

export const WithdrawAccess = z.object({ grant_id: idField, reason: textField(1000, 10) })
/** Access has ended: whatever its holders ask for from now on, they no longer get. */
export async function withdrawAccess(ctx: Ctx, { grant_id, reason }: z.output<typeof WithdrawAccess>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const { grant, owner_organisation_id } = await grantInTurn(tx, grant_id)
    if (!mayEditFor(owner_organisation_id)(ctx.actor)) notFound()
    const now = ctx.now()
    const state = grantState(grant, now)
    if (state === 'withdrawn') return
    if (state === 'expired') refuse<DisclosureRefusal>({ code: 'grant_over', state })
    await tx.updateTable('access_grant').set({ withdrawn_at: now, withdrawn_by: personOf(ctx.actor), withdrawal_reason: reason }).where('id', '=', grant_id).execute()
    await record(tx, ctx, grant.subject, { type: 'disclosure.withdrawn', grant_id, subject: grant.subject, organisation_id: grant.organisation_id, owner_organisation_id }, owner_organisation_id)
  })
}

export const AcceptNda = z.object({ grant_id: idField, text_version: z.coerce.number().int(), text_sha256: z.string(), full_name: lineField(120, 2), position: lineField(120, 2), agreed: z.literal('yes', { error: 'required' }) })
/**
 * The undertaking binds the asking organisation for this grant: a named signer, having just shown that
 * it is them, accepted the text they were shown, by its version and hash. Accepted once, a second press
 * and a second signer change nothing. A later text leaves it as it is.
 */
export async function acceptNda(ctx: Ctx, { grant_id, text_version, text_sha256, full_name, position }: z.output<typeof AcceptNda>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  return transact(ctx, async (tx) => {
    const { grant, owner_organisation_id } = await grantInTurn(tx, grant_id)
    const { organisation_id, subject } = grant
    const membership = ctx.actor.memberships.find((m) => m.organisation_id === organisation_id) ?? notFound()
    if (membership.role !== 'owner' && membership.role !== 'signer') refuse<DisclosureRefusal>({ code: 'signers_only' })
    const accepted = await tx.selectFrom('nda_acceptance').select('id').where('grant_id', '=', grant_id).executeTakeFirst()
    if (accepted) return accepted.id
    const now = ctx.now()
    const refusal = acceptanceRefusal(grant, now)
    if (refusal) refuse(refusal)
    const text = await currentText(tx, now)
    if (text.version !== text_version || text.sha256 !== text_sha256) refuse<DisclosureRefusal>({ code: 'text_changed' })
    if (!isNameOf(full_name, ctx.actor.name)) refuse<DisclosureRefusal>({ code: 'name_differs', field: 'full_name', name: ctx.actor.name })
    const { id } = await tx.insertInto('nda_acceptance')
      .values({ grant_id, subject, organisation_id, text_version, text_sha256, person_id: personOf(ctx.actor), full_name, position, accepted_at: now, request_id: ctx.request_id }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, subject, { type: 'disclosure.nda_accepted', grant_id, acceptance_id: id, text_version, text_sha256, subject, organisation_id, owner_organisation_id }, organisation_id)
    return id
  })
}

const answer = (ctx: Ctx, tx: Tx, id: number, said: NonNullable<AccessRequest['answer']>, reason = '') =>
  tx.updateTable('access_request').set({ answer: said, reason, answered_by: personOf(ctx.actor), answered_at: ctx.now() }).where('id', '=', id).execute()

async function ownerOf(tx: Tx, subject: string): Promise<number> {
  const { rows: [row] } = await sql<{ owners: number[] }>`select disclosure_owners(${subject}) as owners`.execute(tx)
  return row?.owners[0] ?? notFound()
}

/** Holds a request for those who may answer it or take it back; for everyone else there is none. */
async function requestInTurn(ctx: Ctx, tx: Tx, id: number, by: 'owner' | 'asker'): Promise<{ request: AccessRequest; owner_organisation_id: number }> {
  const request = found(await tx.selectFrom('access_request').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
  const owner_organisation_id = await ownerOf(tx, request.subject)
  if (!mayEditFor(by === 'owner' ? owner_organisation_id : request.organisation_id)(ctx.actor)) notFound()
  return { request, owner_organisation_id }
}

async function grantInTurn(tx: Tx, id: number): Promise<{ grant: AccessGrant; owner_organisation_id: number }> {
  const grant = found(await tx.selectFrom('access_grant').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
  return { grant, owner_organisation_id: await ownerOf(tx, grant.subject) }
}
