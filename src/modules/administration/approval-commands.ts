import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, isStaff, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { choiceField, idField, optionalTextField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { deleteOrganisation, mergeOrganisations } from '../organisations/merge-commands.ts'
import { grantRole } from '../people/commands.ts'
import { staffRoles } from '../people/schema.ts'
import { changeRule, RuleChange, ruleBefore } from '../rulebook/commands.ts'
import { numberOn } from '../rulebook/queries.ts'
import { type AdministrationRefusal, mayDecide, mayPropose, proposers } from './rules.ts'
import type { Act, AdministrationTables } from './schema.ts'

const reason = textField(1000, 10)
export const Proposal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('organisation_merge'), from: idField, into: idField, reason }),
  z.object({ kind: z.literal('organisation_delete'), organisation_id: idField, reason }),
  z.object({ kind: z.literal('role_grant'), person_id: idField, role: choiceField(staffRoles), reason }),
  z.object({ kind: z.literal('rule_change'), ...RuleChange.shape, reason }),
])

/** The act waits for a second person. Proposing the same again leads to the proposal that waits; so does a second press. */
export async function proposeAct(ctx: Ctx, { reason, ...proposal }: z.output<typeof Proposal>): Promise<number> {
  permit(ctx.actor, mayPropose(proposal.kind))
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const proposed_by = personOf(ctx.actor)
  return transact(ctx, async (tx) => {
    const now = ctx.now()
    const { act, subject, what } = await prepared(tx, proposal)
    // What nobody decided in time makes room.
    await tx.updateTable('approval').set({ decision: 'lapsed', decided_at: now }).where('kind', '=', act.kind).where('subject', '=', subject).where('decision', 'is', null).where('expires_at', '<=', now).execute()
    const made = await tx.insertInto('approval')
      .values({ kind: act.kind, subject, data: JSON.stringify(act.data), reason, proposed_by, proposed_at: now, expires_at: daysFrom(now, await numberOn(tx, 'own.approval_days', hanoiDay(now))), decision: null, decided_by: null, decided_at: null })
      .onConflict((on) => on.columns(['kind', 'subject', 'data']).where('decision', 'is', null).doNothing()).returning('id').executeTakeFirst()
    if (!made) {
      const open = found(await tx.selectFrom('approval').select(['id', 'proposed_by']).where('kind', '=', act.kind).where('subject', '=', subject).where(sql<boolean>`data = ${JSON.stringify(act.data)}::jsonb`).where('decision', 'is', null).executeTakeFirst())
      return open.proposed_by === proposed_by ? open.id : refuse<AdministrationRefusal>({ code: 'already_proposed', approval_id: open.id })
    }
    await record(tx, ctx, `approval:${made.id}`, { type: 'approval.proposed', approval_id: made.id, kind: act.kind, what, reason }, null)
    return made.id
  })
}

/** The act a proposal stands for, what it concerns, and its name in the record. Refused where it could not be done even now. */
async function prepared(tx: Tx, proposal: Omit<z.output<typeof Proposal>, 'reason'>): Promise<{ act: Act; subject: string; what: string }> {
  const { kind, ...data } = proposal as Act & Act['data']
  const act = { kind, data } as Act
  switch (act.kind) {
    case 'organisation_merge': {
      if (act.data.from === act.data.into) refuse<AdministrationRefusal>({ code: 'same_organisation', field: 'into' })
      return { act, subject: `organisation:${act.data.from}`, what: `${await organisationName(tx, act.data.from)} → ${await organisationName(tx, act.data.into)}` }
    }
    case 'organisation_delete': return { act, subject: `organisation:${act.data.organisation_id}`, what: await organisationName(tx, act.data.organisation_id) }
    case 'role_grant': {
      await roleNotHeld(tx, act.data)
      found(await tx.selectFrom('person').select('id').where('id', '=', act.data.person_id).executeTakeFirst())
      return { act, subject: `person:${act.data.person_id}`, what: `#${act.data.person_id}: ${act.data.role}` }
    }
    case 'rule_change': {
      const former = await ruleBefore(tx, act.data)
      return { act: { kind: 'rule_change', data: { ...act.data, former_id: former.id } }, subject: `rule:${act.data.code}`, what: `${act.data.code}: ${act.data.value} ${former.unit}, ${act.data.valid_from}` }
    }
  }
}
async function organisationName(tx: Tx, id: number): Promise<string> {
  const { name_vi, name_en } = found(await tx.selectFrom('organisation').select(['name_vi', 'name_en']).where('id', '=', id).executeTakeFirst())
  return `${name_vi || name_en} (${id})`
}
async function roleNotHeld(tx: Tx, { person_id, role }: { person_id: number; role: (typeof staffRoles)[number] }): Promise<void> {
  if (await tx.selectFrom('staff_role').select('role').where('person_id', '=', person_id).where('role', '=', role).executeTakeFirst()) refuse<AdministrationRefusal>({ code: 'role_held' })
  if (await tx.selectFrom('suspension').select('id').where('person_id', '=', person_id).where('lifted_at', 'is', null).executeTakeFirst()) refuse<AdministrationRefusal>({ code: 'person_suspended' })
}

export const ApprovalDecided = z.object({ id: idField, decision: choiceField(['approved', 'rejected']), decision_reason: optionalTextField(1000) })
/**
 * Approved: the act is done, by both names, in this transaction. Rejected: nothing happens and the reason
 * is kept. Of two who press at once one decides, and the other is told what was decided; where the world
 * has changed so that the act cannot be done any more, nothing is written and the proposal stays open.
 */
export async function decideApproval(ctx: Ctx, { id, decision, decision_reason }: z.output<typeof ApprovalDecided>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const person_id = personOf(ctx.actor)
  // Such an act reaches what neither of the two may read, such as the deals of a merged organisation.
  await transact({ ...ctx, db: asSystem(ctx.db) }, async (tx) => {
    const approval = await approvalInTurn(tx, id)
    if (approval.decision === decision && approval.decided_by === person_id) return
    const no = mayDecide({ approval, person_id, decision, reason: decision_reason, now: ctx.now() })
    if (no) refuse(no)
    const act = { kind: approval.kind, data: approval.data } as Act
    const { what } = decision === 'approved' ? await prepared(tx, { kind: act.kind, ...act.data } as never) : await namedInRecord(tx, id)
    if (decision === 'approved') {
      await proposerStillMay(tx, approval)
      await carryOut(tx, ctx, act, approval)
    }
    await tx.updateTable('approval').set({ decision, decided_by: person_id, decided_at: ctx.now(), decision_reason }).where('id', '=', id).execute()
    await record(tx, ctx, `approval:${id}`, { type: `approval.${decision}`, approval_id: id, kind: act.kind, what, proposed_by: approval.proposed_by, reason: decision_reason }, null)
  })
}

/** What the proposal was called when it was made: what it concerned may be gone by now. */
async function namedInRecord(tx: Tx, id: number): Promise<{ what: string }> {
  const event = await tx.selectFrom('event').select('data').where('subject', '=', `approval:${id}`).where('type', '=', 'approval.proposed').executeTakeFirst()
  return { what: String((event?.data as { what?: string } | undefined)?.what ?? '') }
}

/** Somebody who lost the role meanwhile, or was suspended, proposes nothing any more. */
async function proposerStillMay(tx: Tx, { kind, proposed_by }: Pick<AdministrationTables['approval'], 'kind' | 'proposed_by'>): Promise<void> {
  const holds = await tx.selectFrom('staff_role as r').select('r.role').where('r.person_id', '=', proposed_by).where('r.role', 'in', proposers[kind])
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('suspension as s').select('s.id').whereRef('s.person_id', '=', 'r.person_id').where('s.lifted_at', 'is', null)))).executeTakeFirst()
  if (!holds) refuse<AdministrationRefusal>({ code: 'proposer_left' })
}

async function carryOut(tx: Tx, ctx: Ctx, act: Act, { id, reason, proposed_by }: { id: number; reason: string; proposed_by: number }): Promise<void> {
  switch (act.kind) {
    case 'organisation_merge': return mergeOrganisations(tx, ctx, { ...act.data, reason, proposed_by })
    case 'organisation_delete': return deleteOrganisation(tx, ctx, { ...act.data, reason, proposed_by })
    case 'role_grant': return grantRole(ctx, act.data, tx)
    case 'rule_change': return changeRule(tx, ctx, { ...act.data, approval_id: id, reason })
  }
}

export const ApprovalNamed = z.object({ id: idField })
/** Nobody decides any more. Only whoever proposed it takes it back. */
export async function withdrawApproval(ctx: Ctx, { id }: z.output<typeof ApprovalNamed>): Promise<void> {
  permit(ctx.actor, isStaff('administrator', 'moderator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const approval = await approvalInTurn(tx, id)
    permit(ctx.actor, ({ person_id }) => person_id === approval.proposed_by)
    if (approval.decision === 'withdrawn') return
    if (approval.decision) refuse<AdministrationRefusal>({ code: 'approval_decided', decision: approval.decision })
    await tx.updateTable('approval').set({ decision: 'withdrawn', decided_by: approval.proposed_by, decided_at: ctx.now() }).where('id', '=', id).execute()
    await record(tx, ctx, `approval:${id}`, { type: 'approval.withdrawn', approval_id: id, kind: approval.kind, what: (await namedInRecord(tx, id)).what }, null)
  })
}

const approvalInTurn = async (tx: Tx, id: number) => found(await tx.selectFrom('approval').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
