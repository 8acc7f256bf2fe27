import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Ctx, inPerson, isMemberOf, isOwnerOf, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { idField, lineField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { type ApiRefusal, keyDays, mostKeys, sha256Of } from './rules.ts'
import { apiScopes } from './schema.ts'

export const CreateApiKey = z.object({
  organisation_id: idField, name: lineField(80, 3),
  scopes: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.enum(apiScopes, { error: 'invalid' })).min(1, { error: 'required' })),
  days: z.coerce.number({ error: 'invalid' }).int({ error: 'invalid' }).min(1, { error: 'invalid' }).max(keyDays.longest, { error: 'invalid' }),
})
/** The organisation has one key more. What is returned is its only copy: afterwards nobody can read it, the Exchange included. */
export async function createApiKey(ctx: Ctx, { organisation_id, name, scopes, days }: z.output<typeof CreateApiKey>): Promise<string> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  return transact(ctx, async (tx) => {
    await tx.selectFrom('organisation').select('id').where('id', '=', organisation_id).forUpdate().execute() // keys are counted one after the other
    const now = ctx.now()
    const { live } = await tx.selectFrom('api_key').select(({ fn }) => fn.countAll<number>().as('live')).where('organisation_id', '=', organisation_id).where('revoked_at', 'is', null).where('expires_at', '>', now).executeTakeFirstOrThrow()
    if (live >= mostKeys) refuse<ApiRefusal>({ code: 'too_many_keys', most: mostKeys })
    const key = `techex_${randomBytes(32).toString('base64url')}`
    const { id } = await tx.insertInto('api_key')
      .values({ organisation_id, person_id: personOf(ctx.actor), name, sha256: sha256Of(key), prefix: key.slice(0, 11), scopes: [...new Set(scopes)], created_at: now, expires_at: daysFrom(now, days), last_used_at: null, revoked_at: null, revoked_by: null })
      .returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `organisation:${organisation_id}`, { type: 'api.key_created', key_id: id, organisation_id, scopes }, organisation_id)
    return key
  })
}

export const RevokeApiKey = z.object({ key_id: idField })
/** The key opens nothing any more, from the next request on. Any owner may take it back, and whoever made it. A second press finds it so. */
export async function revokeApiKey(ctx: Ctx, { key_id }: z.output<typeof RevokeApiKey>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, async (tx) => {
    const key = found(await tx.selectFrom('api_key').selectAll().where('id', '=', key_id).forUpdate().executeTakeFirst())
    if (!isMemberOf(key.organisation_id)(ctx.actor)) notFound()
    permit(ctx.actor, (actor) => isOwnerOf(key.organisation_id)(actor) || actor.person_id === key.person_id)
    if (key.revoked_at) return
    await tx.updateTable('api_key').set({ revoked_at: ctx.now(), revoked_by: personOf(ctx.actor) }).where('id', '=', key_id).execute()
    await record(tx, ctx, `organisation:${key.organisation_id}`, { type: 'api.key_revoked', key_id, organisation_id: key.organisation_id }, key.organisation_id)
  })
}
