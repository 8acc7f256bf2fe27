import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Ctx, inPerson, isOwnerOf, isSignedIn, isStaff, mayEditFor, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, emailField, idField, lineField, optionalTextField, optionalUrlField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import type { Locale } from '../../platform/locale.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { fold } from '../../platform/text.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { queueMail } from '../notifications/commands.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { invitationLetter } from './messages.ts'
import {
  changedFields, changesIdentity, contentOf, contentRefusal, invitationDays, invitationRefusal, isTaxCode,
  largestCreated, largestInvitations, largestToOne, memberRefusal, type OrganisationContent, type OrganisationRefusal, plainTaxCode, verificationLifecycle,
} from './rules.ts'
import { type Invitation, type MemberRole, memberRoles, organisationKinds } from './schema.ts'
import { changeMember, organisationInTurn, roleInTurn, stillIs, subjectOf, survivorInTurn, unique, unmarked } from './turns.ts'

const orNull = (text: string): string | null => (text === '' ? null : text)
const nameField = lineField(200, 0).default('')
const content = {
  kind: choiceField(organisationKinds),
  name_vi: nameField, name_en: nameField, about_vi: optionalTextField(5000), about_en: optionalTextField(5000),
  website: optionalUrlField,
  tax_code: optionalTextField(20).transform(plainTaxCode)
    .refine((code) => code === '' || isTaxCode(code), { error: ({ input }) => (/^\d{10}(\d{3})?$/.test(String(input)) ? 'tax_code_digit' : 'tax_code') }).transform(orNull),
  country_code: z.string().regex(/^[A-Z]{2}$/, { error: 'choose' }).default('VN'),
  ward_code: optionalTextField(10).transform(orNull),
  founded_year: z.preprocess((typed) => (typed === '' || typed === undefined ? null : typed), z.coerce.number({ error: 'year' }).int({ error: 'year' }).min(1000, { error: 'year' }).max(9999, { error: 'year' }).nullable()),
}
const hasName = ({ name_vi, name_en }: { name_vi: string; name_en: string }): boolean => name_vi !== '' || name_en !== ''
// Said together with whatever else is wrong, not only once everything else is right.
const oneName = { error: 'required', path: ['name_vi'], when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null }

export const searchNameOf = ({ name_vi, name_en }: { name_vi: string; name_en: string }): string => fold(`${name_vi} ${name_en}`)

/** Refuses facts that cannot be true, codes of no list or retired ones it did not have before, and a tax code another verified organisation has proven to be its own. */
async function checkContent(ctx: Ctx, tx: Tx, given: OrganisationContent, own: (OrganisationContent & { id: number }) | null): Promise<void> {
  const refusal = contentRefusal(given, Number(hanoiDay(ctx.now()).slice(0, 4)))
  if (refusal) refuse(refusal)
  const taxonomy = await taxonomyOf(ctx.db)
  for (const [field, list] of [['kind', 'organisation_kind'], ['ward_code', 'ward'], ['country_code', 'country']] as const) {
    const code = given[field]
    if (code !== null && !taxonomy.takes(list, code, [own?.[field] ?? null])) refuse<OrganisationRefusal>({ code: 'not_in_list', field })
  }
  if (given.tax_code !== null) await checkTaxCode(tx, given.tax_code, own?.id ?? null)
}
export async function checkTaxCode(tx: Tx, taxCode: string, ownId: number | null): Promise<void> {
  const other = await tx.selectFrom('organisation').select(['name_vi', 'name_en']).where('tax_code', '=', taxCode).where('verification', '=', 'verified').where('id', '!=', ownId ?? 0).executeTakeFirst()
  if (other) refuse<OrganisationRefusal>({ code: 'tax_code_taken', field: 'tax_code', ...other })
}

export const CreateOrganisation = z.object(content).refine(hasName, oneName)
/** The organisation exists, its creator owns it and acts for it. A second press returns the same one. */
export async function createOrganisation(ctx: Ctx, input: z.output<typeof CreateOrganisation>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  const person_id = personOf(ctx.actor)
  return transact(ctx, async (tx) => {
    const person = await tx.selectFrom('person').select('demonstration').where('id', '=', person_id).forUpdate().executeTakeFirstOrThrow() // one creation at a time each
    const now = ctx.now()
    const search_name = searchNameOf(input)
    const created = await tx.selectFrom('organisation').select(['id', 'search_name', 'created_at']).where('created_by', '=', person_id).execute()
    const same = created.find((before) => before.search_name === search_name && now.getTime() - before.created_at.getTime() < 600_000)
    if (same) return same.id
    if (created.length >= largestCreated) refuse<OrganisationRefusal>({ code: 'too_many_organisations', largest: largestCreated })
    await checkContent(ctx, tx, input, null)
    const { id } = await tx.insertInto('organisation')
      .values({ ...input, search_name, source_name: null, demonstration: person.demonstration, created_by: person_id, created_at: now, updated_at: now }).returning('id').executeTakeFirstOrThrow()
    await tx.insertInto('membership').values({ organisation_id: id, person_id, role: 'owner', since: now }).execute()
    await tx.updateTable('person').set({ acting_organisation_id: id }).where('id', '=', person_id).execute()
    await record(tx, ctx, subjectOf(id), { type: 'organisation.created', organisation_id: id }, id)
    return id
  })
}

export const ChangeOrganisation = z.object({ ...content, organisation_id: idField, version: idField }).refine(hasName, oneName)
/** The organisation says what was typed, provided nobody changed it since; a verified one whose identity changed waits to be verified anew. */
export async function changeOrganisation(ctx: Ctx, { organisation_id, version, ...input }: z.output<typeof ChangeOrganisation>): Promise<void> {
  permit(ctx.actor, mayEditFor(organisation_id))
  await transact(ctx, async (tx) => {
    const before = await stillIs(tx, ctx, organisation_id, 'owner', 'editor')
    if (before.version !== version) refuse<OrganisationRefusal>({ code: 'organisation_changed', version: before.version, current: contentOf(before) })
    const fields = changedFields(before, input)
    if (fields.length === 0) return
    await checkContent(ctx, tx, input, before)
    const lapses = before.verification === 'verified' && changesIdentity(fields)
    await tx.updateTable('organisation')
      .set({ ...input, search_name: searchNameOf(input), version: version + 1, updated_at: ctx.now(), ...(lapses ? { verification: next(verificationLifecycle, before.verification, 'change_identity'), ...unmarked } : {}) })
      .where('id', '=', organisation_id).execute()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.changed', organisation_id, fields }, organisation_id)
    if (lapses) await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.verification_lapsed', organisation_id, fields }, organisation_id)
  }).catch(unique('organisation_source_name_search_name_idx', { code: 'name_taken', field: 'name_vi' }))
}

const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Who may act for an organisation is settled in person; a second owner could take it from the first, so that is said by somebody who showed a moment ago that it is them. */
function givingPower(ctx: Ctx, role: MemberRole): void {
  inPerson(ctx.actor)
  if (role === 'owner') requireConfirmed(ctx)
}

export const InviteMember = z.object({ organisation_id: idField, email: emailField, role: choiceField(memberRoles) })
/** An e-mail with the only copy of the token is on its way; it is good for fourteen days. */
export async function inviteMember(ctx: Ctx, { organisation_id, email, role }: z.output<typeof InviteMember>, link: (token: string, locale: Locale) => string): Promise<number> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  givingPower(ctx, role)
  return transact(ctx, async (tx) => {
    const organisation = await stillIs(tx, ctx, organisation_id, 'owner')
    const now = ctx.now()
    const person = await tx.selectFrom('person').select(['id', 'locale']).where('email', '=', email).executeTakeFirst()
    if (person && (await roleInTurn(tx, organisation_id, person.id))) refuse<OrganisationRefusal>({ code: 'already_member' })
    // An invitation that ran out makes room for the next.
    await tx.updateTable('invitation').set({ withdrawn_at: now }).where('organisation_id', '=', organisation_id).where('accepted_at', 'is', null).where('withdrawn_at', 'is', null).where('expires_at', '<=', now).execute()
    const waiting = await tx.selectFrom('invitation').select(['email', 'expires_at']).where('organisation_id', '=', organisation_id).where('accepted_at', 'is', null).where('withdrawn_at', 'is', null).execute()
    const before = waiting.find((invitation) => invitation.email === email)
    if (before) refuse<OrganisationRefusal>({ code: 'already_invited', expires_at: before.expires_at })
    if (waiting.length >= largestInvitations) refuse<OrganisationRefusal>({ code: 'too_many_invitations', largest: largestInvitations })
    const { sent } = await tx.selectFrom('invitation').select(({ fn }) => fn.countAll<number>().as('sent')).where('organisation_id', '=', organisation_id).where('email', '=', email).where('created_at', '>', daysFrom(now, -largestToOne.days)).executeTakeFirstOrThrow()
    if (sent >= largestToOne.invitations) refuse<OrganisationRefusal>({ code: 'invited_too_often', field: 'email', largest: largestToOne.invitations, days: largestToOne.days })
    const token = randomBytes(32).toString('base64url')
    const expires_at = daysFrom(now, invitationDays)
    const { id } = await tx.insertInto('invitation')
      .values({ organisation_id, email, role, token_sha256: sha256(token), invited_by: personOf(ctx.actor), created_at: now, expires_at, accepted_at: null, accepted_by: null, withdrawn_at: null })
      .returning('id').executeTakeFirstOrThrow()
    const locale = person?.locale ?? ctx.locale
    await queueMail(tx, { to: email, locale, ...invitationLetter[locale]({ organisation, inviter: ctx.actor.name, role, link: link(token, locale), expires_at }) }, now)
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.member_invited', organisation_id, invitation_id: id, role }, organisation_id)
    return id
  })
}

export const WithdrawInvitation = z.object({ organisation_id: idField, invitation_id: idField })
/** The letter's link leads nowhere any more. One that was accepted stays accepted. */
export async function withdrawInvitation(ctx: Ctx, { organisation_id, invitation_id }: z.output<typeof WithdrawInvitation>): Promise<void> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  await transact(ctx, async (tx) => {
    await stillIs(tx, ctx, organisation_id, 'owner')
    const invitation = found(await tx.selectFrom('invitation').selectAll().where('id', '=', invitation_id).where('organisation_id', '=', organisation_id).executeTakeFirst())
    if (invitation.withdrawn_at) return
    if (invitation.accepted_at) refuse<{ code: 'invitation_used' }>({ code: 'invitation_used' })
    await tx.updateTable('invitation').set({ withdrawn_at: ctx.now() }).where('id', '=', invitation_id).execute()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.invitation_withdrawn', organisation_id, invitation_id }, organisation_id)
  })
}

export const AcceptInvitation = z.object({ token: z.string().min(1, { error: 'invalid' }).max(200, { error: 'invalid' }) })
/** The invited person is a member and acts for the organisation. A second press changes nothing. */
export async function acceptInvitation(ctx: Ctx, { token }: z.output<typeof AcceptInvitation>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => accept(tx, ctx, found(await tx.selectFrom('invitation').select(['id', 'organisation_id']).where('token_sha256', '=', sha256(token)).executeTakeFirst())))
}
export const AcceptAddressedInvitation = z.object({ invitation_id: idField })
/** The same without the letter, for someone signed in with the confirmed address it went to. To everyone else there is no such invitation. */
export async function acceptAddressedInvitation(ctx: Ctx, { invitation_id }: z.output<typeof AcceptAddressedInvitation>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => accept(tx, ctx, found(await tx.selectFrom('invitation as i').innerJoin('person as p', 'p.email', 'i.email')
    .select(['i.id', 'i.organisation_id']).where('i.id', '=', invitation_id).where('p.id', '=', personOf(ctx.actor)).executeTakeFirst())))
}

async function accept(tx: Tx, ctx: Ctx, { id, organisation_id: invited_to }: Pick<Invitation, 'id' | 'organisation_id'>): Promise<number> {
  inPerson(ctx.actor)
  const person_id = personOf(ctx.actor)
  const { id: organisation_id } = await survivorInTurn(tx, invited_to)
  const now = ctx.now()
  const invitation = await tx.selectFrom('invitation').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  if (invitation.accepted_by === person_id && (await roleInTurn(tx, organisation_id, person_id))) return organisation_id
  const { email } = await tx.selectFrom('person').select('email').where('id', '=', person_id).executeTakeFirstOrThrow()
  const refusal = invitationRefusal(invitation, email, now)
  if (refusal) refuse(refusal)
  await tx.updateTable('invitation').set({ accepted_at: now, accepted_by: person_id }).where('id', '=', id).execute()
  await tx.updateTable('person').set({ acting_organisation_id: organisation_id }).where('id', '=', person_id).execute()
  const joined = await tx.insertInto('membership').values({ organisation_id, person_id, role: invitation.role, since: now }).onConflict((on) => on.doNothing()).returning('role').executeTakeFirst()
  if (joined) await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.member_joined', organisation_id, person_id, role: joined.role }, organisation_id)
  return organisation_id
}

/** The members as they are now; refused where the organisation would be left without an owner, 404 where the person is no member. */
async function membersInTurn(tx: Tx, organisationId: number, personId: number, role: MemberRole | null): Promise<MemberRole> {
  const members = await tx.selectFrom('membership').select(['person_id', 'role']).where('organisation_id', '=', organisationId).execute()
  const member = found(members.find((m) => m.person_id === personId))
  const refusal = memberRefusal(members, personId, role)
  if (refusal) refuse(refusal)
  return member.role
}

export const LeaveOrganisation = z.object({ organisation_id: idField })
/** The person is no longer a member. The last owner stays until another is named. */
export async function leaveOrganisation(ctx: Ctx, { organisation_id }: z.output<typeof LeaveOrganisation>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const person_id = personOf(ctx.actor)
  await transact(ctx, async (tx) => {
    await organisationInTurn(tx, organisation_id)
    await membersInTurn(tx, organisation_id, person_id, null)
    const spoke_since = await changeMember(tx, organisation_id, person_id, null, ctx.now())
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.member_left', organisation_id, person_id, spoke_since }, organisation_id)
  })
}

export const ChangeMemberRole = z.object({ organisation_id: idField, person_id: idField, role: choiceField(memberRoles) })
/** The member holds that role from now on. */
export async function changeMemberRole(ctx: Ctx, { organisation_id, person_id, role }: z.output<typeof ChangeMemberRole>): Promise<void> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  givingPower(ctx, role)
  await transact(ctx, async (tx) => {
    await stillIs(tx, ctx, organisation_id, 'owner')
    const from = await membersInTurn(tx, organisation_id, person_id, role)
    if (from === role) return
    const spoke_since = await changeMember(tx, organisation_id, person_id, role, ctx.now())
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.member_role_changed', organisation_id, person_id, from, to: role, spoke_since }, organisation_id)
  })
}

export const RemoveMember = z.object({ organisation_id: idField, person_id: idField })
/** That person is no longer a member. */
export async function removeMember(ctx: Ctx, { organisation_id, person_id }: z.output<typeof RemoveMember>): Promise<void> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  await transact(ctx, async (tx) => {
    await stillIs(tx, ctx, organisation_id, 'owner')
    await membersInTurn(tx, organisation_id, person_id, null)
    const spoke_since = await changeMember(tx, organisation_id, person_id, null, ctx.now())
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.member_removed', organisation_id, person_id, spoke_since }, organisation_id)
  })
}

export const AppointOwner = z.object({ organisation_id: idField, email: emailField })
/** Somebody known to the Exchange owns an organisation nobody belonged to, such as an imported one. */
export async function appointOwner(ctx: Ctx, { organisation_id, email }: z.output<typeof AppointOwner>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  await transact(ctx, async (tx) => {
    await organisationInTurn(tx, organisation_id)
    const person = await tx.selectFrom('person').select(['id', 'acting_organisation_id']).where('email', '=', email).executeTakeFirst()
    if (!person) return refuse<OrganisationRefusal>({ code: 'person_unknown', field: 'email', email })
    const members = await tx.selectFrom('membership').select('person_id').where('organisation_id', '=', organisation_id).execute()
    if (members.length === 1 && members[0]?.person_id === person.id) return // the same press again
    if (members.length > 0) refuse<OrganisationRefusal>({ code: 'has_members' })
    await tx.insertInto('membership').values({ organisation_id, person_id: person.id, role: 'owner', since: ctx.now() }).execute()
    if (person.acting_organisation_id === null) await tx.updateTable('person').set({ acting_organisation_id: organisation_id }).where('id', '=', person.id).execute()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.owner_appointed', organisation_id, person_id: person.id }, organisation_id)
  })
}
