import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type LotRules, second } from '../src/platform/auction/lot.ts'
import { vnd } from '../src/platform/money.ts'
import { canonicalText, sha256 } from '../src/platform/proof/chain.ts'

/** A rising lot that is open for an hour, and in which any amount may be bid. */
export const openRules = (): LotRules => ({ form: 'ascending', regime: 'voluntary', start: vnd(1), step: vnd(1), floor: null, opens_at: Date.now() * 1_000, closes_at: (Date.now() + 3_600_000) * 1_000, tick: null, extension: null, reopen: 60 * second, most_steps: 1e9, single_bidder: 'sell', tie: 'draw', deposit: vnd(1) })

/** Armed lots with so many bidders each, numbered from 1; whoever looks for lots finds them whole. */
export async function lotsOf(client: pg.Client, count: number, bidders: number): Promise<number[]> {
  await client.query('begin')
  const { rows: [made] } = await client.query<{ o: number; p: number; q: number; l: number }>(`
    with o as (insert into organisation (kind, name_vi, name_en, created_at, updated_at, search_name) values ('enterprise', 'Đo', '', now(), now(), 'do') returning id),
      p as (insert into person (name, email, created_at) values ('Một', $1, now()) returning id), q as (insert into person (name, email, created_at) values ('Hai', $2, now()) returning id),
      l as (insert into listing (kind, state, organisation_id, original_language, created_at, updated_at) select 'offer', 'published', id, 'vi', now(), now() from o returning id)
    select o.id o, p.id p, q.id q, l.id l from o, p, q, l`, [`${randomUUID()}@bench.test`, `${randomUUID()}@bench.test`])
  const fixed = openRules(), ids: number[] = []
  for (let n = 0; n < count; n++) {
    const { rows: [lot] } = await client.query<{ id: number }>(`insert into auction_lot (listing_id, organisation_id, regime, form, title, rules, rules_hash, state, state_since, armed_at, proposed_by, proposed_at, published_by, published_at, created_by, created_at)
      values ($1, $2, 'voluntary', 'ascending', '{"vi":"Đo","en":"Bench"}', $3, $4, 'armed', now(), now(), $5, now(), $6, now(), $5, now()) returning id`, [made!.l, made!.o, JSON.stringify(fixed), sha256(canonicalText(fixed)).toString('hex'), made!.p, made!.q])
    ids.push(lot!.id)
    await client.query(`with o as (insert into organisation (kind, name_vi, name_en, created_at, updated_at, search_name) select 'enterprise', 'Đo', '', now(), now(), 'do' from generate_series(1, $2::int) returning id),
      p as (insert into person (name, email, created_at) select 'Người', gen_random_uuid() || '@bench.test', now() from generate_series(1, $2::int) returning id)
      insert into auction_bidder (lot_id, organisation_id, person_id, number, state, state_since, salt, request_key, registered_at)
      select $1, o.id, p.id, o.n, 'eligible', now(), 'muối', gen_random_uuid()::text, now() from (select id, row_number() over () n from o) o join (select id, row_number() over () n from p) p using (n)`, [lot!.id, bidders])
  }
  await client.query('commit')
  return ids
}
