import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { SigningBasis } from '../mandates/schema.ts'
import { type Authority, authorityRefusal, type AuthorityRefusal, type NamedSigner, signerRefusal } from './authority-rules.ts'

export interface RecordedAuthority extends Authority { id: number; full_name: string; position: string; basis: SigningBasis; document_number: string; scope: string }
export type SigningAuthority = { authority: RecordedAuthority; refusal: null } | { authority: null; refusal: AuthorityRefusal }

/** By what this person signs for that side of the deal on that day, as its owner recorded it; or why they may not. A person of a side is one of `deal_signer` until their entry ends. */
export async function signingAuthority(db: Db, deal: { id: number }, { person_id, organisation_id }: { person_id: number; organisation_id: number }, day: string): Promise<SigningAuthority> {
  const { rows: [authority = null] } = await sql<RecordedAuthority>`
    select id, full_name, position, basis, document_number, scope, document_day::text, valid_until::text from deal_signer
    where deal_id = ${deal.id} and organisation_id = ${organisation_id} and person_id = ${person_id} and ended_at is null`.execute(db)
  const refusal = authorityRefusal(authority, day)
  return refusal || !authority ? { authority: null, refusal: refusal ?? { code: 'signer_not_recorded', may: [] } } : { authority, refusal: null }
}

/** Why this person signs nothing for that side of the deal on that day, which says who does; null where they sign. */
export async function signingRefusal(db: Db, deal: { id: number }, { person_id, organisation_id }: { person_id: number; organisation_id: number }, day: string): Promise<AuthorityRefusal | null> {
  const { rows } = await sql<NamedSigner>`
    select person_id, full_name, document_day::text, valid_until::text from deal_signer
    where deal_id = ${deal.id} and organisation_id = ${organisation_id} and person_id is not null and ended_at is null order by id`.execute(db)
  return signerRefusal(rows, person_id, day)
}
