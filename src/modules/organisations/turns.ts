import { sql } from 'kysely'
import { type Ctx, type NotPermitted, personOf } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { type CurrentProof, givenRole, type LegalContent, legalOf, type OrganisationRefusal, spokeSince } from './rules.ts'
import type { MemberRole, Organisation } from './schema.ts'

/** The row as it is once whoever holds it has let go. */
const held = async (tx: Tx, id: number): Promise<Organisation> => found(await tx.selectFrom('organisation').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())

/** The organisation, held until the transaction ends: everything about its people and its standing takes turns here. One merged or deleted is no more. */
export async function organisationInTurn(tx: Tx, id: number): Promise<Organisation> {
  const organisation = await held(tx, id)
  return organisation.merged_into_id !== null || organisation.deleted_at !== null ? notFound() : organisation
}
/** The same, and where it has become part of another, that other: what was sent to the one reaches the other. */
export async function survivorInTurn(tx: Tx, id: number): Promise<Organisation> {
  const organisation = await held(tx, id)
  return organisation.merged_into_id === null ? organisationInTurn(tx, id) : organisationInTurn(tx, organisation.merged_into_id)
}
/** What somebody is in the organisation now, whatever they were when their page was opened. */
export async function roleInTurn(tx: Tx, organisationId: number, personId: number): Promise<MemberRole | undefined> {
  return (await tx.selectFrom('membership').select('role').where('organisation_id', '=', organisationId).where('person_id', '=', personId).executeTakeFirst())?.role
}
/** Gives a member another role, or with null ends the membership, and says since when they had spoken for the organisation before. */
export async function changeMember(tx: Tx, organisationId: number, personId: number, role: MemberRole | null, now: Date): Promise<string | null> {
  const own = found(await tx.selectFrom('membership').select(['role', 'since', 'role_since']).where('organisation_id', '=', organisationId).where('person_id', '=', personId).executeTakeFirst())
  if (role) await tx.updateTable('membership').set(givenRole(own, role, now)).where('organisation_id', '=', organisationId).where('person_id', '=', personId).execute()
  else {
    await tx.deleteFrom('membership').where('organisation_id', '=', organisationId).where('person_id', '=', personId).execute()
    await tx.updateTable('person').set({ acting_organisation_id: null }).where('id', '=', personId).where('acting_organisation_id', '=', organisationId).execute()
  }
  return spokeSince(own)?.toISOString() ?? null
}
export async function stillIs(tx: Tx, ctx: Ctx, organisationId: number, ...roles: MemberRole[]): Promise<Organisation> {
  const organisation = await organisationInTurn(tx, organisationId)
  const role = await roleInTurn(tx, organisationId, personOf(ctx.actor))
  if (!role || !roles.includes(role)) refuse<NotPermitted>({ code: 'not_permitted' })
  return organisation
}

/** The proofs in force, with what each holds. */
export const currentProofs = (tx: Tx, organisationId: number): Promise<CurrentProof[]> =>
  tx.selectFrom('organisation_proof as p').innerJoin('document as d', 'd.id', 'p.document_id').select(['p.id', 'p.kind', 'd.sha256'])
    .where('p.organisation_id', '=', organisationId).where('p.superseded_at', 'is', null).orderBy('p.id').execute()

/** The legal record as it is kept; empty where there is none, and to strangers. */
export async function legalContent(db: Pick<Tx, 'selectFrom'>, organisationId: number): Promise<LegalContent> {
  return legalOf(await db.selectFrom('organisation_legal').selectAll().select(sql<string | null>`to_char(registered_on, 'YYYY-MM-DD')`.as('registered_on')).where('organisation_id', '=', organisationId).executeTakeFirst())
}

/** What goes with the mark when it ends. */
export const unmarked = { verified_at: null, verified_by: null, verified_until: null, expiry_told: null, renewal_requested_at: null } as const

export const subjectOf = (organisationId: number): string => `organisation:${organisationId}`
export const todayOf = (ctx: Ctx): string => hanoiDay(ctx.now())

/** What the database alone can see when two press at once, said as the rule it is. */
export const unique = (constraint: string, refusal: OrganisationRefusal) => (error: unknown): never => {
  const { code, constraint: broken } = (error ?? {}) as { code?: string; constraint?: string }
  if (code === '23505' && broken === constraint) return refuse(refusal)
  throw error
}
