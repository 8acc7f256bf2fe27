import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { idField, textField } from '../../platform/fields.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { mergeWords } from './messages.ts'
import { organisationNames } from './queries.ts'
import { deletionRefusal, givenRole, higherRole, mergeRefusal, type OrganisationRefusal } from './rules.ts'
import type { Organisation } from './schema.ts'
import { dealFileColumns, type Merging } from './merged-columns.ts'
import { organisationInTurn, subjectOf, unmarked } from './turns.ts'

/**
 * What a merge does with each column that names an organisation. `moves`: the row is the survivor's
 * from now on. `settled`: the merge has a rule for it below. `stays`: it says what was true of the
 * merged one, and is read together with the survivor's. A new column has to be placed here: a test
 * reads the database's own catalogue.
 */
export const mergedColumns: Readonly<Record<string, Merging>> = {
  'listing.organisation_id': 'moves', 'deal.supplier_organisation_id': 'moves', 'deal.demander_organisation_id': 'moves', 'deal.closing_organisation_id': 'moves',
  'deal_message.organisation_id': 'moves', 'deal_document.organisation_id': 'moves', 'document.organisation_id': 'moves', 'person.acting_organisation_id': 'moves',
  'listing_share.organisation_id': 'moves', 'expert.organisation_id': 'moves', 'conflict_of_interest.organisation_id': 'moves', 'api_key.organisation_id': 'moves', 'webhook.organisation_id': 'moves',
  'desk_sheet.organisation_id': 'moves', 'desk_help.organisation_id': 'moves', 'need_helper.organisation_id': 'moves', 'need_suggestion.organisation_id': 'moves', 'sourcing_call.organisation_id': 'moves', 'call_supplier.organisation_id': 'moves', 'match_objection.organisation_id': 'moves', 'match_answer.organisation_id': 'settled',
  'membership.organisation_id': 'settled', 'invitation.organisation_id': 'settled', 'interest.organisation_id': 'settled', 'interest.merged_from_id': 'settled', 'ownership_transfer.organisation_id': 'settled',
  'organisation_proof.organisation_id': 'settled', 'organisation_legal.organisation_id': 'settled', 'organisation.merged_into_id': 'settled',
  // Access to what is confidential was given to one named organisation, and undertakings were signed in that name.
  'access_request.organisation_id': 'settled', 'access_grant.organisation_id': 'settled', 'nda_acceptance.organisation_id': 'stays', 'disclosure_view.organisation_id': 'stays',
  'evidence.issuer_organisation_id': 'stays', 'organisation_verification.organisation_id': 'stays', 'organisation_distinct.lower_id': 'stays', 'organisation_distinct.upper_id': 'stays', 'event.organisation_id': 'stays',
  ...dealFileColumns,
}

export interface Merge { from: number; into: number; reason: string; proposed_by: number }
/**
 * Gộp tổ chức. When this returns `from` and `into` are one: people, invitations, listings, interests,
 * deals and documents are the survivor's, and who acted for the one acts for the other. The merged
 * row stays with its history and leads to the survivor. Proposed by one of the staff, approved by
 * the actor; called in a transaction that reads as the system, as it moves what neither may read.
 */
export async function mergeOrganisations(tx: Tx, ctx: Ctx, { from, into, reason, proposed_by }: Merge): Promise<void> {
  permit(ctx.actor, isStaff('moderator', 'administrator'))
  const approved_by = personOf(ctx.actor)
  await whole(tx)
  await takeTurns(tx, [from, into])
  const rows = await inTurn(tx, [from, into])
  const [merged, survivor] = [rows.get(from), rows.get(into)].map(found) as [Organisation, Organisation]
  const refusal = mergeRefusal({
    from: placeOf(merged), into: { ...placeOf(survivor), demonstration: survivor.demonstration }, from_demonstration: merged.demonstration,
    facing: await facing(tx, from, into), involved: await involved(tx, [from, into], [proposed_by, approved_by]), proposed_by, approved_by,
  })
  if (refusal) refuse(refusal)
  const now = ctx.now()
  await joinMembers(tx, from, into, now)
  await joinInvitations(tx, from, into, now)
  await joinInterests(tx, ctx, from, into)
  await joinMatchAnswers(tx, from, into)
  await joinProofs(tx, from, into, now)
  await joinLegal(tx, from, into)
  await endAccess(tx, ctx, from, into)
  await sql`update ownership_transfer set ended_at = ${now} where organisation_id = ${from} and accepted_at is null and ended_at is null`.execute(tx)
  await sql`update ownership_transfer set organisation_id = ${into} where organisation_id = ${from}`.execute(tx)
  for (const [column, what] of Object.entries(mergedColumns)) if (what === 'moves') await move(tx, column, from, into)
  await tx.updateTable('organisation').set({ merged_into_id: into }).where('merged_into_id', '=', from).execute()
  await tx.updateTable('organisation').set({ merged_into_id: into, merged_at: now, verification: 'unverified', ...unmarked, version: merged.version + 1, updated_at: now }).where('id', '=', from).execute()
  await tx.updateTable('organisation').set({ version: survivor.version + 1, updated_at: now }).where('id', '=', into).execute()
  await record(tx, ctx, subjectOf(into), { type: 'organisation.merged', organisation_id: into, from, into, reason, proposed_by, approved_by }, null)
}

export interface Deletion { organisation_id: number; reason: string; proposed_by: number }
/**
 * Xóa tổ chức. It is found nowhere, nobody acts for it, and its people's data in it is gone; its
 * drafts are closed. The row stays, as the log names it. Proposed by one, approved by the actor.
 */
export async function deleteOrganisation(tx: Tx, ctx: Ctx, { organisation_id, reason, proposed_by }: Deletion): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  const approved_by = personOf(ctx.actor)
  await whole(tx)
  await takeTurns(tx, [organisation_id])
  const organisation = found((await inTurn(tx, [organisation_id])).get(organisation_id))
  const refusal = deletionRefusal({ ...placeOf(organisation), ...(await usedIn(tx, organisation_id)), involved: await involved(tx, [organisation_id], [proposed_by, approved_by]), proposed_by, approved_by })
  if (refusal) refuse(refusal)
  const now = ctx.now()
  await tx.deleteFrom('membership').where('organisation_id', '=', organisation_id).execute()
  await tx.updateTable('person').set({ acting_organisation_id: null }).where('acting_organisation_id', '=', organisation_id).execute()
  await tx.updateTable('invitation').set({ withdrawn_at: now }).where('organisation_id', '=', organisation_id).where('accepted_at', 'is', null).where('withdrawn_at', 'is', null).execute()
  await tx.updateTable('ownership_transfer').set({ ended_at: now }).where('organisation_id', '=', organisation_id).where('accepted_at', 'is', null).where('ended_at', 'is', null).execute()
  await tx.updateTable('organisation_proof').set({ superseded_at: now }).where('organisation_id', '=', organisation_id).where('superseded_at', 'is', null).execute()
  await tx.deleteFrom('organisation_legal').where('organisation_id', '=', organisation_id).execute()
  await tx.updateTable('listing').set({ state: 'closed', closed_at: now, close_reason: inBoth((t) => t.organisationDeleted) }).where('organisation_id', '=', organisation_id).where('state', '!=', 'closed').execute()
  await tx.updateTable('organisation').set({ deleted_at: now, verification: 'unverified', ...unmarked, version: organisation.version + 1, updated_at: now }).where('id', '=', organisation_id).execute()
  await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.deleted', organisation_id, reason, proposed_by, approved_by }, null)
}

export const FoundDistinct = z.object({ lower_id: idField, upper_id: idField, reason: textField(500) })
/** Somebody found that the two are not the same; the pair is not shown again. The first to say so is remembered. */
export async function foundDistinct(ctx: Ctx, { lower_id, upper_id, reason }: z.output<typeof FoundDistinct>): Promise<void> {
  permit(ctx.actor, isStaff('moderator', 'administrator'))
  if (lower_id === upper_id) refuse<OrganisationRefusal>({ code: 'same_organisation' })
  const [lower, upper] = [Math.min(lower_id, upper_id), Math.max(lower_id, upper_id)]
  await transact(ctx, async (tx) => {
    for (const id of [lower, upper]) await organisationInTurn(tx, id)
    const { numInsertedOrUpdatedRows } = await tx.insertInto('organisation_distinct').values({ lower_id: lower, upper_id: upper, reason, decided_by: personOf(ctx.actor), decided_at: ctx.now() }).onConflict((on) => on.doNothing()).executeTakeFirst()
    if (numInsertedOrUpdatedRows) await record(tx, ctx, subjectOf(lower), { type: 'organisation.found_distinct', organisation_id: lower, other_id: upper, reason }, null)
  })
}

/** Written into a row that people of both languages read. */
const inBoth = (word: (texts: (typeof mergeWords)['vi'], locale: Locale) => string): string => locales.map((locale) => word(mergeWords[locale], locale)).join('\n')

/** A reader's transaction would leave behind what its policies hide. */
async function whole(tx: Tx): Promise<void> {
  const { rows: [reads] } = await sql<{ system: boolean }>`select reader_is_system() as system`.execute(tx)
  if (!reads?.system) throw new Error('an organisation is merged or deleted in a transaction that reads as the system')
}
/** Those who deal and publish hold their rows and then the organisation's; so do we, or two would wait for each other. */
async function takeTurns(tx: Tx, ids: number[]): Promise<void> {
  await sql`select i.id from interest i join listing l on l.id = i.listing_id where i.organisation_id = any(${ids}::int[]) or l.organisation_id = any(${ids}::int[]) order by i.id for update of i`.execute(tx)
  await sql`select id from listing where organisation_id = any(${ids}::int[]) order by id for update`.execute(tx)
  await sql`select id from deal where supplier_organisation_id = any(${ids}::int[]) or demander_organisation_id = any(${ids}::int[]) order by id for update`.execute(tx)
}
async function inTurn(tx: Tx, ids: number[]): Promise<Map<number, Organisation>> {
  const rows = await tx.selectFrom('organisation').selectAll().where('id', 'in', ids).orderBy('id').forUpdate().execute()
  return new Map(rows.map((row) => [row.id, row]))
}
const placeOf = ({ id, merged_into_id, deleted_at }: Organisation) => ({ id, merged: merged_into_id !== null, deleted: deleted_at !== null })
async function involved(tx: Tx, organisations: number[], persons: number[]): Promise<boolean> {
  return (await tx.selectFrom('membership').select('role').where('organisation_id', 'in', organisations).where('person_id', 'in', persons).executeTakeFirst()) !== undefined
}

/** Deals between the two, and interests of one in the other that wait or led to a deal. What was declined or taken back is over. */
async function facing(tx: Tx, a: number, b: number): Promise<{ deals: number; interests: number }> {
  const { rows: [row] } = await sql<{ deals: number; interests: number }>`select
    (select count(*)::int from deal where (supplier_organisation_id, demander_organisation_id) in ((${a}, ${b}), (${b}, ${a}))) as deals,
    (select count(*)::int from interest i join listing l on l.id = i.listing_id where i.state = 'pending' and (i.organisation_id, l.organisation_id) in ((${a}, ${b}), (${b}, ${a}))) as interests`.execute(tx)
  return row ?? { deals: 0, interests: 0 }
}
async function usedIn(tx: Tx, id: number): Promise<{ published: number; deals: number; interests: number; bids: number; merged_in: number }> {
  const { rows: [row] } = await sql<{ published: number; deals: number; interests: number; bids: number; merged_in: number }>`select
    (select count(*)::int from listing l where l.organisation_id = ${id} and (l.state = 'published' or l.published_at is not null or exists (select from event e where e.subject = 'listing:' || l.id and e.type = 'listing.published'))) as published,
    (select count(*)::int from deal where ${id} in (supplier_organisation_id, demander_organisation_id)) as deals,
    (select count(*)::int from interest i join listing l on l.id = i.listing_id where ${id} in (i.organisation_id, l.organisation_id)) as interests,
    (select count(*)::int from auction_bidder where organisation_id = ${id}) + (select count(*)::int from solution_submission where organisation_id = ${id}) as bids,
    (select count(*)::int from organisation where merged_into_id = ${id}) as merged_in`.execute(tx)
  return row ?? { published: 0, deals: 0, interests: 0, bids: 0, merged_in: 0 }
}

async function move(tx: Tx, of: string, from: number, into: number): Promise<void> {
  const [table = '', column = ''] = of.split('.')
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${into} where ${sql.ref(column)} = ${from}`.execute(tx)
}

/** Whoever was in both has the higher role, since the earlier day; a role here that they had not is told as of now. */
async function joinMembers(tx: Tx, from: number, into: number, now: Date): Promise<void> {
  const members = await tx.selectFrom('membership').selectAll().where('organisation_id', 'in', [from, into]).execute()
  const there = new Map(members.filter((m) => m.organisation_id === into).map((m) => [m.person_id, m]))
  for (const { person_id, role, since } of members.filter((m) => m.organisation_id === from)) {
    const own = there.get(person_id)
    if (own) await tx.updateTable('membership').set({ ...givenRole({ ...own, role_since: own.role_since ?? own.since }, higherRole(role, own.role), now), since: since < own.since ? since : own.since }).where('organisation_id', '=', into).where('person_id', '=', person_id).execute()
    else await tx.insertInto('membership').values({ organisation_id: into, person_id, role, since, role_since: now }).execute()
  }
  await tx.deleteFrom('membership').where('organisation_id', '=', from).execute()
}

/** Of two open invitations to one address the one to the higher role stays open. */
async function joinInvitations(tx: Tx, from: number, into: number, now: Date): Promise<void> {
  const open = await tx.selectFrom('invitation').select(['id', 'organisation_id', 'email', 'role']).where('organisation_id', 'in', [from, into]).where('accepted_at', 'is', null).where('withdrawn_at', 'is', null).execute()
  for (const invitation of open.filter((i) => i.organisation_id === from)) {
    const other = open.find((i) => i.organisation_id === into && i.email === invitation.email)
    if (!other) continue
    const lesser = higherRole(invitation.role, other.role) === other.role ? invitation.id : other.id
    await tx.updateTable('invitation').set({ withdrawn_at: now }).where('id', '=', lesser).execute()
  }
  await tx.updateTable('invitation').set({ organisation_id: into }).where('organisation_id', '=', from).execute()
}

/**
 * One organisation is interested in a listing once: of two that wait, the older goes on and the other
 * is withdrawn with a word; beside one that led to a deal none waits. Two deals both go on. What the
 * two had with each other and is over stays with the merged one, as nobody is interested in their own.
 */
async function joinInterests(tx: Tx, ctx: Ctx, from: number, into: number): Promise<void> {
  const { rows } = await sql<{ id: number; listing_id: number; listing_organisation_id: number; organisation_id: number; state: 'pending' | 'accepted' }>`
    select i.id, i.listing_id, l.organisation_id as listing_organisation_id, i.organisation_id, i.state from interest i join listing l on l.id = i.listing_id
    where i.organisation_id in (${from}, ${into}) and i.state in ('pending', 'accepted') order by i.state = 'pending', i.expressed_at, i.id`.execute(tx)
  const names = (await organisationNames(tx, [into])).get(into)
  for (const [listing_id, interests] of Map.groupBy(rows, (row) => row.listing_id)) {
    if (!interests.some((i) => i.organisation_id === from)) continue
    const [first, ...others] = interests
    for (const other of others.filter(({ state }) => state === 'pending')) {
      await tx.updateTable('interest').set({ state: 'withdrawn', answer: inBoth((t, locale) => t.interestJoined(names?.[locale] ?? '')), answered_at: ctx.now(), answered_by: personOf(ctx.actor) }).where('id', '=', other.id).execute()
      await record(tx, ctx, `interest:${other.id}`, { type: 'interest.withdrawn', interest_id: other.id, listing_id, organisation_id: into, listing_organisation_id: other.listing_organisation_id }, null)
    }
    const twice = others.filter(({ state }) => state === 'accepted').map(({ id }) => id)
    if (first && twice.length) await sql`update interest set merged_from_id = ${from} where id = any(${twice}::int[]) and merged_from_id is null`.execute(tx)
  }
  await sql`update interest i set organisation_id = ${into} from listing l where l.id = i.listing_id and i.organisation_id = ${from} and l.organisation_id not in (${from}, ${into})`.execute(tx)
}

/** Where both answered the same suggested match, the later answer holds; the other is in the log. */
async function joinMatchAnswers(tx: Tx, from: number, into: number): Promise<void> {
  await sql`delete from match_answer a using match_answer b where a.organisation_id = ${from} and b.organisation_id = ${into} and (a.need_id, a.offer_id) = (b.need_id, b.offer_id) and a.answered_at <= b.answered_at`.execute(tx)
  await sql`delete from match_answer a using match_answer b where a.organisation_id = ${into} and b.organisation_id = ${from} and (a.need_id, a.offer_id) = (b.need_id, b.offer_id)`.execute(tx)
  await tx.updateTable('match_answer').set({ organisation_id: into }).where('organisation_id', '=', from).execute()
}

/** Of each kind the survivor's own proof stays in force; the other's lies in the history. */
async function joinProofs(tx: Tx, from: number, into: number, now: Date): Promise<void> {
  await sql`update organisation_proof p set superseded_at = ${now} where p.organisation_id = ${from} and p.superseded_at is null and p.kind <> 'other'
    and exists (select from organisation_proof o where o.organisation_id = ${into} and o.kind = p.kind and o.superseded_at is null)`.execute(tx)
  await tx.updateTable('organisation_proof').set({ organisation_id: into }).where('organisation_id', '=', from).execute()
}
/** The survivor's legal record stands; where it has none it takes over the other's. */
async function joinLegal(tx: Tx, from: number, into: number): Promise<void> {
  await sql`update organisation_legal set organisation_id = ${into} where organisation_id = ${from} and not exists (select from organisation_legal where organisation_id = ${into})`.execute(tx)
}
/** What was confidential was shown to one named organisation: the other's people ask for themselves. */
async function endAccess(tx: Tx, ctx: Ctx, from: number, into: number): Promise<void> {
  const names = (await organisationNames(tx, [into])).get(into)
  const word = inBoth((t, locale) => t.accessEnded(names?.[locale] ?? ''))
  await tx.updateTable('access_request').set({ answer: 'taken_back', reason: word, answered_by: personOf(ctx.actor), answered_at: ctx.now() }).where('organisation_id', '=', from).where('answer', 'is', null).execute()
  await tx.updateTable('access_grant').set({ withdrawn_by: personOf(ctx.actor), withdrawn_at: ctx.now(), withdrawal_reason: word }).where('organisation_id', '=', from).where('withdrawn_at', 'is', null).where('expires_at', '>', ctx.now()).execute()
}
