import { z } from 'zod'
import { type Ctx, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { idField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { systemOf } from '../matching/market-index.ts'
import { inTurn, subjectOf } from './commands.ts'
import { leaveMeetings } from './meeting-commands.ts'
import { doorRefusal, registersRefusal, runsSessions, scannedAt, type SessionRefusal, stateOnArrival, ticketHolds } from './rules.ts'
import type { Registration, TradingSession } from './schema.ts'
import { placesOf, seatWaiting } from './taking.ts'
import { isCode, registrationIn } from './ticket-rules.ts'

/** Whether there is a place is a question of everybody who comes: it is asked, and the place is given, by the Exchange itself. */
const forEverybody = (ctx: Ctx): Ctx => ({ ...ctx, db: systemOf(ctx.db) })

export const Register = z.object({ session_id: idField })
/** The person has a place, or is last in the line where none is free. Of two who press for the last place one gets it. Pressed twice it is one place. */
export async function register(ctx: Ctx, { session_id }: z.output<typeof Register>): Promise<Registration> {
  permit(ctx.actor, isSignedIn)
  const person_id = personOf(ctx.actor)
  return transact(forEverybody(ctx), async (tx) => {
    const session = await inTurn(tx, session_id)
    if (session.state === 'draft') return notFound()
    const known = await tx.selectFrom('session_registration').selectAll().where('session_id', '=', session_id).where('person_id', '=', person_id).executeTakeFirst()
    if (known && known.state !== 'cancelled') return known
    const now = ctx.now()
    const refusal = registersRefusal(session, now)
    if (refusal) refuse(refusal)
    const state = stateOnArrival(session.capacity, await placesOf(tx, session_id))
    const values = { organisation_id: ctx.actor.organisation_id, state, queued_at: now, placed_at: state === 'placed' ? now : null, cancelled_at: null }
    const registration = known
      ? await tx.updateTable('session_registration').set(values).where('id', '=', known.id).returningAll().executeTakeFirstOrThrow()
      : await tx.insertInto('session_registration').values({ session_id, person_id, ...values }).returningAll().executeTakeFirstOrThrow()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.registered', session_id, registration_id: registration.id, state })
    return registration
  })
}

/** The person does not come, and whoever waited longest has their place. Whoever came has come. */
export async function cancelRegistration(ctx: Ctx, { session_id }: z.output<typeof Register>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const person_id = personOf(ctx.actor)
  await transact(forEverybody(ctx), async (tx) => {
    const session = await inTurn(tx, session_id)
    const known = found(await tx.selectFrom('session_registration').selectAll().where('session_id', '=', session_id).where('person_id', '=', person_id).executeTakeFirst())
    if (known.state === 'cancelled') return
    if (await tx.selectFrom('session_checkin').select('registration_id').where('registration_id', '=', known.id).executeTakeFirst()) refuse<SessionRefusal>({ code: 'already_came' })
    await tx.updateTable('session_registration').set({ state: 'cancelled', placed_at: null, cancelled_at: ctx.now() }).where('id', '=', known.id).execute()
    await record(tx, ctx, subjectOf(session_id), { type: 'session.registration_cancelled', session_id, registration_id: known.id })
    await leaveMeetings(tx, ctx, session, known.id)
    if (session.state === 'published') await seatWaiting(tx, ctx, session)
  })
}

export interface Scan { code: string; at: Date; offline: boolean }
export type ScanAnswer = 'checked_in' | 'before' | 'unknown' | 'other_session' | 'void'
/** Each ticket is in once, at the time of its first scan, whichever phone sends it and however often. Says of each what became of it; null is none of ours, and holds nothing up. */
export async function checkIn(ctx: Ctx, session_id: number, scans: readonly (Scan | null)[], secret: string): Promise<ScanAnswer[]> {
  permit(ctx.actor, runsSessions)
  return transact(ctx, async (tx) => {
    const session = await inTurn(tx, session_id) // one phone after the other, and nobody gives a place up meanwhile
    const refusal = doorRefusal(session, ctx.now())
    if (refusal) refuse(refusal)
    const answers: ScanAnswer[] = []
    for (const scan of scans) {
      if (!scan) { answers.push('unknown'); continue }
      const { answer, registration } = await registrationOf(tx, session, scan.code, secret)
      if (!registration) { answers.push(answer); continue }
      const scanned_at = scannedAt(scan.at, session, ctx.now())
      const came = await tx.insertInto('session_checkin').values({ registration_id: registration.id, session_id, scanned_at, received_at: ctx.now(), offline: scan.offline, checked_by: personOf(ctx.actor) }).onConflict((on) => on.column('registration_id').doNothing()).returning('registration_id').executeTakeFirst()
      if (came) await record(tx, ctx, subjectOf(session_id), { type: 'session.checked_in', session_id, registration_id: registration.id, offline: scan.offline }, null)
      // Another phone may have been without network longer: who came first stays so.
      else await tx.updateTable('session_checkin').set({ scanned_at }).where('registration_id', '=', registration.id).where('scanned_at', '>', scanned_at).execute()
      answers.push(came ? 'checked_in' : 'before')
    }
    return answers
  })
}
/** The place a code names, where the code is ours, for this session, and the place still stands. */
async function registrationOf(tx: Tx, session: TradingSession, code: string, secret: string): Promise<{ answer: ScanAnswer; registration?: { id: number } }> {
  const id = registrationIn(code)
  const registration = id === null ? undefined : await tx.selectFrom('session_registration').select(['id', 'session_id', 'state']).where('id', '=', id).executeTakeFirst()
  if (!registration || !isCode(secret, 'ticket', registration.session_id, registration.id, code)) return { answer: 'unknown' }
  if (registration.session_id !== session.id) return { answer: 'other_session' }
  return ticketHolds(registration.state) ? { answer: 'checked_in', registration } : { answer: 'void' }
}

export const CheckInOne = z.object({ session_id: idField, ticket: z.string({ error: 'required' }).trim().min(1, { error: 'required' }).max(60, { error: 'too_long:60' }) })
/** The same for one ticket typed into a form, refused with what is wrong with it. */
export async function checkInOne(ctx: Ctx, { session_id, ticket }: z.output<typeof CheckInOne>, secret: string): Promise<'checked_in' | 'before'> {
  permit(ctx.actor, runsSessions)
  const [answer] = await checkIn(ctx, session_id, [{ code: ticket, at: ctx.now(), offline: false }], secret)
  if (answer === 'checked_in' || answer === 'before') return answer
  return refuse<SessionRefusal>({ code: answer === 'other_session' ? 'ticket_other_session' : answer === 'void' ? 'ticket_void' : 'ticket_unknown', field: 'ticket' })
}
