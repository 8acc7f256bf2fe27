import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import { idField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { keeping, type ReceivedFile, saveDocument } from '../documents/commands.ts'
import type { DocumentUse } from '../documents/queries.ts'
import { answeringRefusal, bindsFor, mostSolutionDocuments, type SolutionRefusal } from './rules.ts'
import { type Solution, solutionInTurn, solutionRow, unlessRefused } from './turns.ts'
import type { Tx } from '../../core/database.ts'

/** Takes the call for an organisation that has handed in its envelopes and may still change them. */
async function inEnvelope<T>(ctx: Ctx, solution_id: number, work: (tx: Tx, call: Solution, organisation_id: number) => Promise<T>): Promise<T> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const organisation_id = ctx.actor.organisation_id ?? 0
  await solutionRow(ctx.db, solution_id)
  permit(ctx.actor, bindsFor(organisation_id))
  return transact(ctx, async (tx) => {
    const call = await solutionInTurn(tx, solution_id)
    if (!call.published_at) return notFound()
    unlessRefused(answeringRefusal({ now: ctx.now(), closes_at: call.closes_at, opened: call.state !== 'open', organisation_id, owner_id: call.organisation_id, staff: ctx.actor.staff_roles.length > 0, council: false }))
    return work(tx, call, organisation_id)
  })
}

export const PutIntoEnvelope = z.object({ solution_id: idField })
/** The document lies in the technical envelope, whichever version of it counts in the end; before its opening nobody outside the organisation reads it. */
export async function putIntoEnvelope(ctx: Ctx, storage: Storage, { solution_id }: z.output<typeof PutIntoEnvelope>, upload: ReceivedFile): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return keeping(ctx, storage, upload, () => inEnvelope(ctx, solution_id, async (tx, call, organisation_id) => {
    const envelope = await tx.selectFrom('solution_submission').select('id').where('call_id', '=', call.id).where('organisation_id', '=', organisation_id).limit(1).executeTakeFirst()
    if (!envelope) refuse<SolutionRefusal>({ code: 'envelope_first', field: 'file' })
    const { n } = await tx.selectFrom('solution_document').select(({ fn }) => fn.countAll<number>().as('n')).where('call_id', '=', call.id).where('organisation_id', '=', organisation_id).where('removed_at', 'is', null).executeTakeFirstOrThrow()
    if (n >= mostSolutionDocuments) refuse<SolutionRefusal>({ code: 'too_many_solution_documents', most: mostSolutionDocuments, field: 'file' })
    const document_id = await saveDocument(tx, ctx, upload, organisation_id)
    const { id } = await tx.insertInto('solution_document').values({ call_id: call.id, organisation_id, document_id, person_id: personOf(ctx.actor), added_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
    // Under a subject of its own: that somebody answered is sealed.
    await record(tx, ctx, `solution_document:${id}`, { type: 'solution.document_put', solution_id: call.id }, organisation_id)
    return id
  }))
}

export const TakeOutOfEnvelope = z.object({ solution_id: idField, solution_document_id: idField })
/** The document is no part of the envelope any more, and nobody else ever reads it. Until the last day only. */
export async function takeOutOfEnvelope(ctx: Ctx, { solution_id, solution_document_id }: z.output<typeof TakeOutOfEnvelope>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await inEnvelope(ctx, solution_id, async (tx, call, organisation_id) => {
    const { removed_at } = found(await tx.selectFrom('solution_document').select('removed_at').where('id', '=', solution_document_id).where('call_id', '=', call.id).where('organisation_id', '=', organisation_id).executeTakeFirst())
    if (removed_at) return
    await tx.updateTable('solution_document').set({ removed_by: personOf(ctx.actor), removed_at: ctx.now() }).where('id', '=', solution_document_id).execute()
    await record(tx, ctx, `solution_document:${solution_document_id}`, { type: 'solution.document_taken_out', solution_id: call.id }, organisation_id)
  })
}

/** A document of an envelope is its organisation's, and from the technical opening on of those who judge: the rows this reader is shown say which. */
export const solutionDocuments: DocumentUse = async ({ db, actor }, { id }) => {
  if (actor.person_id === null) return null
  const row = await db.selectFrom('solution_document').select('id').where('document_id', '=', id).limit(1).executeTakeFirst()
  return row ? { public: false, shown: 'attachment' } : null
}
