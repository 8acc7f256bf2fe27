import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import type { LotRules } from '../../platform/auction/lot.ts'
import { sealedToSql } from '../../platform/ballots/sealed-to.ts'
import { commitmentOf, type Genesis, type SealedTo, withBallots } from '../../platform/proof/chain.ts'

/** What a lot's log begins with, as it was kept with its first lease or checkpoint or, before that, as it will be; null while it is not armed. */
export async function genesisOf(db: Db | Tx, lot: number): Promise<{ genesis: Genesis; rules: LotRules } | null> {
  const { rows: [found] } = await sql<{ rules: LotRules; rules_hash: string; armed_at: number }>`
    select rules, rules_hash, (extract(epoch from armed_at) * 1000000)::bigint as armed_at from auction_lot where id = ${lot} and armed_at is not null and rules_hash is not null`.execute(db)
  if (!found) return null
  const kept = await db.selectFrom('auction_genesis').select('body').where('lot_id', '=', lot).executeTakeFirst()
  if (kept) return { rules: found.rules, genesis: JSON.parse(kept.body) as Genesis }
  const bidders = await db.selectFrom('auction_bidder').select(['number', 'salt', 'organisation_id', 'person_id']).where('lot_id', '=', lot).where('number', 'is not', null).where('state', '=', 'eligible').orderBy('number').execute()
  const { rules, rules_hash, armed_at } = found
  const { rows: [sealed] } = await sql<{ ballots: SealedTo }>`select ${sealedTo} as ballots from auction_ballot_key k where k.lot_id = ${lot} and k.voided_at is null`.execute(db)
  return { rules, genesis: withBallots({ lot, rules_hash, armed_at, bidders: bidders.map(({ number, salt, organisation_id, person_id }) => ({ number: number ?? 0, commitment: commitmentOf(salt, organisation_id, person_id) })) }, sealed?.ballots ?? null) }
}
const sealedTo = sql.raw(sealedToSql)

export interface LogRow { seq: number; at_us: number; body: string; hash: Buffer }
/** So many events of a lot after that number, in order. */
export const eventsAfter = (db: Db | Tx, lot: number, seq: number, limit: number): Promise<LogRow[]> =>
  db.selectFrom('auction_event').select(['seq', 'at_us', 'body', 'hash']).where('lot_id', '=', lot).where('seq', '>', seq).orderBy('seq').limit(limit).execute()
