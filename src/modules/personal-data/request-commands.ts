import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, isStaff, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { choiceField, idField, requestKeyField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { deletePerson } from './deletion-commands.ts'
import { type Held, holdingsOf, rowsIn } from './holdings.ts'
import { exportsSince, lawOn, leavingBlocks } from './queries.ts'
import { deadlines, exportsADay, extended, lastDay, leavingWord, openRequestsEach, type PersonalDataRefusal, requestLifecycle } from './rules.ts'
import { type DataRequest, type PartKey, partKeys, writtenKinds } from './schema.ts'

/** One act of a person about their data at a time: what is counted below is counted once. */
const personInTurn = (tx: Tx, id: number) => tx.selectFrom('person').select('id').where('id', '=', id).forUpdate().executeTakeFirstOrThrow()

/** Everything the Exchange holds about the person who asks, and about nobody else; written down, and a few times a day at most. */
export async function exportOwnData(ctx: Ctx, format: 'json' | 'html'): Promise<Record<PartKey, Held>> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const person_id = personOf(ctx.actor)
  // Sessions, letters and passkeys are hidden from every reader; these are this person's own.
  const held = await holdingsOf(asSystem(ctx.db), person_id)
  await transact(ctx, async (tx) => {
    await personInTurn(tx, person_id)
    if (await exportsSince(tx, person_id, daysFrom(ctx.now(), -1)) >= exportsADay) refuse<PersonalDataRefusal>({ code: 'exports_used_up', most: exportsADay })
    await record(tx, ctx, `person:${person_id}`, { type: 'personal_data.exported', person_id, format, rows: partKeys.reduce((sum, key) => sum + rowsIn(held[key]), 0) }, null)
  })
  return held
}

export const AskAboutData = z.object({ kind: choiceField(writtenKinds), details: textField(3000, 10), request_key: requestKeyField })
/** The request is before the administrators, with the day by which it is answered and the day by which it is carried out. A second press is the same request. */
export async function askAboutData(ctx: Ctx, input: z.output<typeof AskAboutData>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  return receive(ctx, input)
}

export const AskToBeDeleted = z.object({ word: z.string().max(20).optional(), request_key: requestKeyField })
/** The request to be deleted stands: carried out once its person's time to change their mind is over, at the latest by its deadline. Refused while something would be left without anybody. */
export async function askToBeDeleted(ctx: Ctx, { word, request_key }: z.output<typeof AskToBeDeleted>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const wanted = leavingWord[ctx.locale]
  if (word?.trim().normalize('NFC').toLocaleUpperCase('vi') !== wanted) refuse<PersonalDataRefusal>({ code: 'word_not_typed', word: wanted, field: 'word' })
  const blocks = await leavingBlocks(asSystem(ctx.db), personOf(ctx.actor))
  if (blocks.length) refuse<PersonalDataRefusal>({ code: 'still_needed', blocks })
  return receive(ctx, { kind: 'deletion', details: '', request_key })
}

function receive(ctx: Ctx, { kind, details, request_key }: Pick<DataRequest, 'kind' | 'details' | 'request_key'>): Promise<number> {
  const person_id = personOf(ctx.actor)
  return transact(ctx, async (tx) => {
    await personInTurn(tx, person_id)
    const open = await tx.selectFrom('data_request').select(['id', 'kind', 'request_key', 'state']).where('person_id', '=', person_id).where((its) => its.or([its('state', 'in', ['received', 'answered']), its('request_key', '=', request_key)])).execute()
    const same = open.find((before) => before.request_key === request_key)
    if (same) return same.id
    const leaving = open.find((before) => before.kind === 'deletion')
    if (kind === 'deletion' && leaving) refuse<PersonalDataRefusal>({ code: 'deletion_asked_already', request_id: leaving.id })
    if (open.length >= openRequestsEach) refuse<PersonalDataRefusal>({ code: 'requests_used_up', most: openRequestsEach })
    const { law, holidays } = await lawOn(tx, ctx.now())
    const { id } = await tx.insertInto('data_request').values({ person_id, kind, details, request_key, received_at: ctx.now(), ...deadlines(kind, ctx.now(), law, holidays) }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `person:${person_id}`, { type: 'data_request.received', request_id: id, person_id, kind }, null)
    return id
  })
}

export const RequestChosen = z.object({ id: idField })
/** The person has taken their request back; nothing follows from it any more. Pressed twice it stays taken back. */
export async function withdrawRequest(ctx: Ctx, { id }: z.output<typeof RequestChosen>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const request = found(await tx.selectFrom('data_request').selectAll().where('id', '=', id).where('person_id', '=', personOf(ctx.actor)).forUpdate().executeTakeFirst())
    if (request.state === 'withdrawn') return
    const state = next(requestLifecycle, request.state, 'withdraw')
    await tx.updateTable('data_request').set({ state, handled_by: request.person_id, handled_at: ctx.now() }).where('id', '=', id).execute()
    await record(tx, ctx, `person:${request.person_id}`, { type: 'data_request.withdrawn', request_id: id, person_id: request.person_id, kind: request.kind }, null)
  })
}

/** The request, held until the transaction ends, for an administrator who did not make it. */
async function requestInTurn(tx: Tx, ctx: Ctx, id: number): Promise<DataRequest> {
  const request = found(await tx.selectFrom('data_request').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
  if (request.person_id === ctx.actor.person_id) refuse<PersonalDataRefusal>({ code: 'own_request' })
  return request
}

export const AnswerRequest = z.object({ id: idField, answer: textField(3000, 10) })
/** The person has the Exchange's first answer: what will be done, and when. */
export async function answerRequest(ctx: Ctx, { id, answer }: z.output<typeof AnswerRequest>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { state, person_id, kind } = await requestInTurn(tx, ctx, id)
    await tx.updateTable('data_request').set({ state: next(requestLifecycle, state, 'answer'), answer, answered_by: ctx.actor.person_id, answered_at: ctx.now() }).where('id', '=', id).execute()
    await record(tx, ctx, `person:${person_id}`, { type: 'data_request.answered', request_id: id, person_id, kind }, null)
  })
}

export const ExtendRequest = z.object({ id: idField, reason: textField(1000, 10) })
/** The deadline is later by what the law allows, once, and the person knows why. */
export async function extendRequest(ctx: Ctx, { id, reason }: z.output<typeof ExtendRequest>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const request = await requestInTurn(tx, ctx, id)
    next(requestLifecycle, request.state, 'extend')
    if (request.extended_at) refuse<PersonalDataRefusal>({ code: 'extended_before' })
    const { law } = await lawOn(tx, request.received_at)
    const complete_by = extended(request, law)
    await tx.updateTable('data_request').set({ complete_by, extended_by: ctx.actor.person_id, extended_at: ctx.now(), extension_reason: reason }).where('id', '=', id).execute()
    await record(tx, ctx, `person:${request.person_id}`, { type: 'data_request.extended', request_id: id, person_id: request.person_id, kind: request.kind, complete_by: hanoiDay(lastDay(complete_by)) }, null)
  })
}

export const DecideRequest = z.object({ id: idField, decision: choiceField(['complete', 'refuse']), outcome: textField(3000, 10) })
/**
 * The request is carried out or refused, and the person knows what was done or why not. To carry out
 * a deletion is to delete: when this returns there is no account any more. Of two who decide at once
 * one decides; the other is told that it is done.
 */
export async function decideRequest(ctx: Ctx, { id, decision, outcome }: z.output<typeof DecideRequest>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  // Accounts, notices and letters go with a person, and no reader may touch another's: the decision is checked as the administrator, the deleting is the Exchange's.
  await transact({ ...ctx, db: asSystem(ctx.db) }, async (tx) => {
    const request = await requestInTurn(tx, ctx, id)
    const state = next(requestLifecycle, request.state, decision)
    if (state === 'completed' && request.carry_out_after) {
      if (ctx.now() < request.carry_out_after) refuse<PersonalDataRefusal>({ code: 'still_withdrawable', after: request.carry_out_after })
      return deletePerson(tx, ctx, request, outcome)
    }
    await tx.updateTable('data_request').set({ state, outcome, handled_by: ctx.actor.person_id, handled_at: ctx.now() }).where('id', '=', id).execute()
    await record(tx, ctx, `person:${request.person_id}`, { type: `data_request.${state as 'completed' | 'refused'}`, request_id: id, person_id: request.person_id, kind: request.kind }, null)
  })
}
