import { type Ctx, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { tagsIn } from '../../platform/etags.ts'
import { refuse } from '../../platform/refusal.ts'
import { minutesFrom } from '../../platform/time.ts'
import { type ApiRefusal, idempotencyHours } from './rules.ts'

/** What a changing request is answered, as it is kept under its Idempotency-Key. */
export interface Done { status: number; headers: Record<string, string>; body: string }
export interface Asked {
  key_id: number
  /** Null: whoever sends it twice means it twice. */
  idempotency_key: string | null
  /** Of method, address and body. */
  sha256: string
  /** The representations it may act upon; null: whichever there is. */
  if_match: string | null
}

/** A handle by which commands work inside this transaction: what they would make a transaction of their own is a part of it. */
function partOf(tx: Tx): Db {
  const whole = { execute: <T>(work: (inner: Tx) => Promise<T>) => work(tx) }
  return new Proxy(tx as Db, {
    get(target, name) {
      if (name === 'transaction') return () => whole
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
    },
  })
}

/**
 * Carries out what a program asked, and keeps the answer under its Idempotency-Key in the same
 * transaction: both are there, or neither. The same request again within a day is answered from what
 * is kept; two at the same moment wait for each other at the key; another request under the same key
 * is refused. What was refused changed nothing and keeps nothing, so its key may be used again.
 * `current` holds the rows and tells the tags of what stands now; asked only where If-Match was sent.
 */
export async function once(ctx: Ctx, asked: Asked, current: ((ctx: Ctx) => Promise<readonly string[]>) | null, work: (ctx: Ctx) => Promise<Done>): Promise<Done & { replayed: boolean }> {
  return transact(ctx, async (tx) => {
    const inside: Ctx = { ...ctx, db: partOf(tx) }
    const { key_id: api_key_id, idempotency_key, sha256: request_sha256 } = asked
    if (idempotency_key !== null) {
      const kept = await reserve(tx, { api_key_id, idempotency_key, request_sha256, created_at: ctx.now() })
      if (kept) return { ...kept, replayed: true }
    }
    if (asked.if_match !== null && current) {
      const standing = await current(inside)
      if (asked.if_match.trim() !== '*' && !tagsIn(asked.if_match, false).some((tag) => standing.includes(tag))) refuse<ApiRefusal>({ code: 'changed_since_read' })
    }
    const done = await work(inside)
    if (idempotency_key !== null) await tx.updateTable('api_request').set({ status: done.status, headers: JSON.stringify(done.headers), body: done.body }).where('api_key_id', '=', api_key_id).where('idempotency_key', '=', idempotency_key).execute()
    return { ...done, replayed: false }
  })
}

/** Takes the key for this request, waiting for whoever has it just now. Null: it is ours; otherwise what was answered before. */
async function reserve(tx: Tx, row: { api_key_id: number; idempotency_key: string; request_sha256: string; created_at: Date }): Promise<Done | null> {
  const ours = await tx.insertInto('api_request').values(row)
    .onConflict((on) => on.columns(['api_key_id', 'idempotency_key']).doUpdateSet({ request_sha256: row.request_sha256, created_at: row.created_at })
      .where('api_request.created_at', '<=', minutesFrom(row.created_at, -idempotencyHours * 60)))
    .returning('api_key_id').executeTakeFirst()
  if (ours) return null
  const kept = await tx.selectFrom('api_request').select(['request_sha256', 'status', 'headers', 'body']).where('api_key_id', '=', row.api_key_id).where('idempotency_key', '=', row.idempotency_key).executeTakeFirstOrThrow()
  if (kept.request_sha256 !== row.request_sha256) refuse<ApiRefusal>({ code: 'idempotency_key_reused' })
  return { status: kept.status, headers: kept.headers as Record<string, string>, body: kept.body }
}

/** Answers kept for more than their day are gone. */
export const forgetRequests = async (db: Db, now: Date): Promise<void> => {
  await db.deleteFrom('api_request').where('created_at', '<', minutesFrom(now, -idempotencyHours * 60)).execute()
}
