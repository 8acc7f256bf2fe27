import { type RawBuilder, sql } from 'kysely'
import { type Ctx, isSignedIn, permit, record, transact } from '../../core/context.ts'
import { asSystem, type Db, type Tx } from '../../core/database.ts'
import { together } from '../../platform/failures.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { brokering } from './mandate-queries.ts'
import { brokerTurn } from './mandate-rules.ts'
import { dealInTurn, goneIn, memberlessOf } from './queries.ts'
import { type DealRefusal, heldBy, mayReadBetween, partiesOf, sideOf } from './rules.ts'
import type { Deal, DealPart, Power } from './schema.ts'

/** A deal whose row is ours, the side we act for in it, and the moment. */
export interface DealTurn { tx: Tx; deal: Deal; side: number; now: Date }

/**
 * Takes the deal's row, so that whatever happens to a deal happens one after the other, and only
 * then reads the clock. To strangers the deal does not exist; who has not that power in it may not act.
 * Where a party is gone nothing goes on (`party_gone`) but what settles the file: with `settles` the other
 * side acts as ever, and a deal officer for the one that is gone. `part`: where the people of a broker do it too,
 * whose mandate names that part and an act that gives them the power.
 */
export async function inDeal<T>(ctx: Ctx, dealId: number, power: Power, work: (turn: DealTurn) => Promise<T>, { settles = false, part = null }: { settles?: boolean; part?: DealPart | null } = {}): Promise<T> {
  permit(ctx.actor, isSignedIn)
  if ((await brokering(wholeOf(ctx), ctx.actor, dealId, hanoiDay(ctx.now()))).length) return asBroker(ctx, dealId, power, work, part)
  return transact(ctx, async (tx) => {
    const deal = await dealInTurn(tx, dealId)
    const parties = partiesOf(deal)
    if (!mayReadBetween(ctx.actor, parties)) return notFound()
    const gone = await goneIn(tx, parties)
    const memberless = await memberlessOf(tx, parties)
    const side = sideOf(ctx.actor, parties, settles ? [...gone.keys(), ...memberless] : memberless, power)
    permit(ctx.actor, () => side !== null)
    const [kind] = gone.values()
    if (kind && !settles) refuse<DealRefusal>({ code: 'party_gone', kind })
    return work({ tx, deal, side: side!, now: ctx.now() })
  })
}

/**
 * The same for a broker's person, for the side that mandated them. A broker reads neither the deal's row nor what its
 * side keeps to itself, so the transaction is the system's; who is asking, and by what mandate of that day, is looked at
 * first. What was done under a mandate is in the file's log beside what was done.
 */
async function asBroker<T>(ctx: Ctx, dealId: number, power: Power, work: (turn: DealTurn) => Promise<T>, part: DealPart | null): Promise<T> {
  return wholeOf(ctx).transaction().execute(async (tx) => {
    const deal = await dealInTurn(tx, dealId), now = ctx.now()
    const mandates = await brokering(tx, ctx.actor, dealId, hanoiDay(now)) // again: it may have ended while we waited for the row
    if (!mandates.length) return notFound()
    const { mandate, refusal } = brokerTurn(mandates, part, power)
    if (refusal) return refuse<DealRefusal>(refusal)
    permit(ctx.actor, (actor) => heldBy(actor, power).includes(mandate.broker_organisation_id))
    const [kind] = (await goneIn(tx, partiesOf(deal))).values()
    if (kind) refuse<DealRefusal>({ code: 'party_gone', kind })
    const done = await work({ tx, deal, side: mandate.organisation_id, now })
    const { rows: [wrote] } = await sql`select 1 from event where subject = ${`deal:${deal.id}`} and xact = pg_current_xact_id() limit 1`.execute(tx)
    if (wrote) await record(tx, ctx, `deal:${deal.id}`, { type: 'mandate.used', mandate_id: mandate.mandate_id, organisation_id: mandate.organisation_id, broker_organisation_id: mandate.broker_organisation_id, part: part!, ...concerning(deal) }, mandate.broker_organisation_id)
    return done
  })
}

const wholeOf = ({ db }: Ctx): Db => (db.isTransaction ? db : asSystem(db))

/** Whom an event of this deal concerns. */
export const concerning = (deal: Deal) => ({ deal_id: deal.id, supplier_organisation_id: deal.supplier_organisation_id, demander_organisation_id: deal.demander_organisation_id })

/**
 * Takes every file that `after` names behind a number, in their order, however many they are, each in a transaction of its
 * own; `atATime` are looked up at once. What fails with one stops no other: once all were taken the failures are thrown together, each with its file.
 */
export async function eachFile(db: Db, after: (deal_id: number, limit: number) => RawBuilder<{ deal_id: number }>, work: (tx: Tx, deal: Deal) => Promise<unknown>, atATime = 200): Promise<void> {
  const failures: unknown[] = []
  for (let last = 0, more = true; more;) {
    const { rows } = await after(last, atATime).execute(db)
    for (const { deal_id } of rows) await db.transaction().execute(async (tx) => work(tx, await dealInTurn(tx, deal_id))).catch((cause: unknown) => { failures.push(new Error(`deal ${deal_id}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })) })
    last = rows.at(-1)?.deal_id ?? last
    more = rows.length === atATime
  }
  together(failures)
}
