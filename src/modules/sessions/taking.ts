import { sql } from 'kysely'
import { type Ctx, record } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { placesFree } from './rules.ts'
import type { TradingSession } from './schema.ts'

export interface Places { placed: number; waiting: number; came: number }
/** How many have a place, wait for one, and came; asked past who may know who they are. */
export async function placesOf(db: Db, session: number): Promise<Places> {
  const { rows: [places] } = await sql<Places>`select placed, waiting, came from session_places(${session})`.execute(db)
  return places ?? { placed: 0, waiting: 0, came: 0 }
}

/** Those who waited longest have the places that are free, and are told. For whoever holds the session's row and sees everybody in it. */
export async function seatWaiting(tx: Tx, ctx: Ctx, { id, capacity, register_until }: Pick<TradingSession, 'id' | 'capacity' | 'register_until'>): Promise<void> {
  const now = ctx.now()
  const free = now < register_until ? placesFree(capacity, await placesOf(tx, id)) : 0
  if (free === 0) return
  const next = await tx.selectFrom('session_registration').select('id').where('session_id', '=', id).where('state', '=', 'waiting').orderBy('queued_at').orderBy('id').limit(free).execute()
  for (const { id: registration_id } of next) {
    await tx.updateTable('session_registration').set({ state: 'placed', placed_at: now }).where('id', '=', registration_id).execute()
    await record(tx, ctx, `session:${id}`, { type: 'session.place_found', session_id: id, registration_id }, null)
  }
}
