import { isStaff, record, transact } from '../../core/context.ts'
import type { DocumentUse } from '../documents/queries.ts'
import { mayReadProofs } from './queries.ts'
import { subjectOf } from './turns.ts'

/** A proof is its organisation's owners' and editors' and the verifying staff's, of whom it is written down who opened it. */
export const proofDocuments: DocumentUse = async ({ db, actor }, { id }) => {
  const proof = await db.selectFrom('organisation_proof').select(['id', 'kind', 'organisation_id']).where('document_id', '=', id).executeTakeFirst()
  if (!proof || !mayReadProofs(actor, proof.organisation_id)) return null
  const { organisation_id, kind } = proof
  if (!isStaff('moderator', 'administrator')(actor)) return { public: false, shown: 'attachment' }
  return {
    public: false, shown: 'attachment',
    recordView: (ctx) => transact(ctx, (tx) => record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.proof_read', organisation_id, proof_id: proof.id, kind }, null)),
  }
}
