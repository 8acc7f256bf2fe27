import { sql } from 'kysely'
import type { Db } from './database.ts'

/** Work done outside a request. Only `worker.ts` knows the handlers. */
export interface Jobs {
  send_mail: { mail_id: number }
  send_digests: Record<string, never>
  count_words: Record<string, never>
  drop_file: { sha256: string }
  sweep_files: Record<string, never>
  lapse_verifications: Record<string, never>
  expire_listings: Record<string, never>
  age_evidence: Record<string, never>
  seal_log: Record<string, never>
  checkpoint_lots: Record<string, never>
  deliver_webhook: { delivery_id: number }
  sweep_api: Record<string, never>
  look_into_searches: Record<string, never>
  push_matches: Record<string, never>
  send_market_digests: Record<string, never>
  reckon_needs: { listing_id?: number }
  tend_calls: Record<string, never>
  recount_registrations: { day: string }
  close_registrations: Record<string, never>
  learn_meaning: Record<string, never>
  embed_listings: Record<string, never>
  remind_duties: Record<string, never>
  retention: Record<string, never>
}

/**
 * Queues a job in the caller's transaction: it exists if and only if that commits. With a key, a
 * waiting job of the same key is replaced, so a hundred causes make one run.
 */
export async function queueJob<J extends keyof Jobs>(db: Db, name: J, payload: Jobs[J], options: { key?: string; after?: Date } = {}): Promise<void> {
  await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, run_at := ${options.after ?? null}::timestamptz, max_attempts := 12, job_key := ${options.key ?? null})`.execute(db)
}
