import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'

/** How many duties wait for this actor. */
export async function waitingFor(_db: Db, _actor: Actor): Promise<number> {
  return 0
}
