import { randomBytes } from 'node:crypto'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { hashOfToken } from './calendar-rules.ts'

/** This person's calendar has an address, and any it had before opens nothing. What is returned is its only copy: afterwards nobody can read it, the Exchange included. */
export async function makeCalendarAddress(ctx: Ctx): Promise<string> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const person_id = personOf(ctx.actor), token = randomBytes(32).toString('base64url')
  const kept = { sha256: hashOfToken(token), locale: ctx.locale, made_at: ctx.now() }
  await transact(ctx, async (tx) => {
    await tx.insertInto('calendar_address').values({ person_id, ...kept }).onConflict((on) => on.column('person_id').doUpdateSet(kept)).execute()
    await record(tx, ctx, `person:${person_id}`, { type: 'calendar.address_made', person_id }, null)
  })
  return token
}

/** The address opens nothing any more, from the next request on. A second press finds it so. */
export async function revokeCalendarAddress(ctx: Ctx): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const person_id = personOf(ctx.actor)
  await transact(ctx, async (tx) => {
    const gone = await tx.deleteFrom('calendar_address').where('person_id', '=', person_id).returning('person_id').executeTakeFirst()
    if (gone) await record(tx, ctx, `person:${person_id}`, { type: 'calendar.address_revoked', person_id }, null)
  })
}
