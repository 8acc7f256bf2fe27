import { sql } from 'kysely'
import { byTime, type Ctx } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import type { Deal } from '../deals/schema.ts'
import { eachFile } from '../deals/turns.ts'
import { toldFrom } from '../rulebook/rules.ts'
import { dutyText } from './registration-messages.ts'
import { calendarOf, standingOf } from './registration-queries.ts'
import { waitKinds, waits } from './registration-rules.ts'

/** When this returns exactly that waits about the deal's registration which its facts, its signing and its dossiers call for, each on the day the rules of today's rule table give. To be called with the deal's row taken. */
export async function awaitRegistration(tx: Tx, ctx: Ctx, deal: Deal): Promise<void> {
  const due = deal.stage === 'lost' ? [] : waits(await standingOf(tx, deal.id), deal, await calendarOf(tx))
  const open = await tx.selectFrom('deal_duty').select(['kind', 'key']).where('deal_id', '=', deal.id).where('kind', 'in', waitKinds).where('done_at', 'is', null).execute()
  for (const { kind, key } of open) if (!due.some((one) => one.kind === kind && one.key === key)) await closeDuty(tx, ctx, deal, kind, key)
  for (const wait of due) {
    const { kind, key, organisation_id, filing_id } = wait
    await openDuty(tx, ctx, deal, { part: 'registration', kind, key, organisation_id, power: 'edit', text: dutyText(wait), due_on: wait.due?.day ?? null, ...(filing_id === null ? {} : { path: `/deals/${deal.id}/registration/filings/${filing_id}` }) })
  }
}

/** When this returns the same holds of every deal about that offer: a moderator has said what its technology is, or said it anew. */
export async function awaitRegistrations(tx: Tx, ctx: Ctx, offer_id: number): Promise<void> {
  const deals = await tx.selectFrom('deal').selectAll().where('offer_id', '=', offer_id).where('stage', '<>', 'lost').orderBy('id').forUpdate().execute()
  for (const deal of deals) await awaitRegistration(tx, ctx, deal)
}

/**
 * When this returns the same holds of every deal where something about its registration waits whose day, or what is said
 * beside it, that day decides: it was entered as a holiday, or is none any longer.
 */
export async function recountRegistrations(db: Db, now: Date, day: string): Promise<void> {
  const from = toldFrom(day)
  await eachFile(db, (last, limit) => sql<{ deal_id: number }>`
    select distinct deal_id from deal_duty where done_at is null and kind = any(${waitKinds}::text[]) and due_on >= ${from}::date and deal_id > ${last} order by deal_id limit ${limit}`, (tx, deal) => awaitRegistration(tx, byTime(db, now, 'recount_registrations'), deal))
}

/** When this returns the sides of deals registered by choice before it was asked whether they are performed are asked for it. */
export async function awaitPerformance(db: Db, now: Date): Promise<void> {
  await eachFile(db, (last, limit) => sql<{ deal_id: number }>`
    select distinct f.deal_id from registration_fact f join deal d on d.id = f.deal_id and d.stage <> 'lost'
    where f.deal_id > ${last} and f.performed is null and not exists (select from registration_fact g where g.deal_id = f.deal_id and g.organisation_id = f.organisation_id and g.id > f.id)
      and (f.voluntary or exists (select from registration_filing g where g.deal_id = f.deal_id and g.kind = 'registration' and g.state = 'certified' and (not f.state_money or f.result_certificate) and f.direction = 'domestic'))
      and not exists (select from registration_fact g where g.deal_id = f.deal_id and g.performed is not null and not exists (select from registration_fact h where h.deal_id = g.deal_id and h.organisation_id = g.organisation_id and h.id > g.id))
      and not exists (select from deal_duty y where y.deal_id = f.deal_id and y.kind = 'registration_performance' and y.done_at is null)
    order by 1 limit ${limit}`, (tx, deal) => awaitRegistration(tx, byTime(db, now, 'await_performance'), deal))
}
