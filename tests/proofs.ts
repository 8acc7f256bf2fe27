import { createHash } from 'node:crypto'
import type { Actor } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import type { ProofKind } from '../src/modules/organisations/schema.ts'
import { noon } from './database.ts'

let n = 0
/** A proof in force, without a file behind it. */
export async function aProof(db: Db, organisation_id: number, owner: Pick<Actor, 'person_id'>, kind: ProofKind = 'business_registration'): Promise<{ id: number; document_id: number; sha256: string }> {
  const sha256 = createHash('sha256').update(`proof ${++n} of ${organisation_id}`).digest('hex')
  const document = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: 1000, name: `giay-${n}.pdf`, organisation_id, created_by: owner.person_id, created_at: noon }).returning('id').executeTakeFirstOrThrow()
  const { id } = await db.insertInto('organisation_proof').values({ organisation_id, document_id: document.id, kind, uploaded_by: owner.person_id ?? 0, uploaded_at: noon }).returning('id').executeTakeFirstOrThrow()
  return { id, document_id: document.id, sha256 }
}
