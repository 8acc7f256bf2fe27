import { sql } from 'kysely'
import { type Ctx, personOf, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { otherSide, speaksFor } from '../deals/rules.ts'
import type { Deal } from '../deals/schema.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { dutyTexts } from './messages.ts'
import { lastSaid, statementsOf } from './queries.ts'
import { askedAfter, nextAsked, type OutcomeRefusal, statementRefusal } from './rules.ts'
import type { OutcomeMonths } from './schema.ts'
import type { OutcomeStated } from './statement-fields.ts'

const kind = 'outcome_to_state'
const keyOf = (deal: Deal, side: number): string => (side === deal.supplier_organisation_id ? 'supplier' : 'demander')

/**
 * When this returns what our side says of the use stands beside what the other says, and what it said
 * before of the same time is history. Our side is asked next at the time after the last it has spoken of.
 */
export async function stateOutcome(ctx: Ctx, input: OutcomeStated): Promise<number> {
  return inDeal(ctx, input.deal_id, 'sign', async ({ tx, deal, side, now }) => {
    const person_id = personOf(ctx.actor)
    const { months, usage, reason_code, reason, jobs, revenue_band, named, satisfaction, again, request_key } = input
    const sent = await tx.selectFrom('outcome_statement').select('id').where('request_key', '=', request_key).where('deal_id', '=', deal.id).where('person_id', '=', person_id).executeTakeFirst()
    if (sent) return sent.id
    const refusal = statementRefusal({ stage: deal.stage, closed: closedOn(deal, now), today: hanoiDay(now), months, speaksForOther: speaksFor(ctx.actor, otherSide(deal, side)) })
    if (refusal) refuse(refusal)
    const statements = await statementsOf(tx, deal.id)
    const before = lastSaid(statements, side, months)
    const facts = { usage, reason_code, reason, effects: input.effects, jobs, revenue_band, named, satisfaction, again }
    if (before && Object.entries(facts).every(([name, value]) => JSON.stringify(value) === JSON.stringify(sorted(before[name as keyof typeof before])))) refuse<OutcomeRefusal>({ code: 'outcome_unchanged' })
    const { id } = await tx.insertInto('outcome_statement').values({ deal_id: deal.id, months, organisation_id: side, person_id, stated_at: now, request_key, usage, reason_code, reason, effects: JSON.stringify(input.effects), jobs, revenue_band, named }).returning('id').executeTakeFirstOrThrow()
    await tx.insertInto('outcome_opinion').values({ statement_id: id, organisation_id: side, satisfaction, again }).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'outcome.stated', statement_id: id, months, correction: before !== undefined, ...concerning(deal), organisation_id: side }, side)
    await askNext(tx, ctx, deal, side, [months, ...statements.filter((one) => one.organisation_id === side).map((one) => one.months)])
    return id
  })
}
/** jsonb gives an object's keys back in an order of its own. */
const sorted = (kept: unknown): unknown => (Array.isArray(kept) ? kept.map(({ measure, unit, before, after }) => ({ measure, unit, before, after })) : kept)

/** When this returns both sides of a deal just won know the day by which they say how it is used. */
export async function askAboutUse(tx: Tx, ctx: Ctx, dealId: number): Promise<void> {
  const deal = await tx.selectFrom('deal').selectAll().where('id', '=', dealId).executeTakeFirst()
  if (deal?.stage !== 'won') return
  const { rows: said } = await sql<{ organisation_id: number; months: OutcomeMonths }>`select distinct organisation_id, months from outcome_statement where deal_id = ${deal.id}`.execute(tx)
  for (const side of [deal.supplier_organisation_id, deal.demander_organisation_id]) await askNext(tx, ctx, deal, side, said.filter((one) => one.organisation_id === side).map((one) => one.months))
}

/** One duty a side waits at a time: the time it has not spoken of yet. */
async function askNext(tx: Tx, ctx: Ctx, deal: Deal, side: number, said: readonly OutcomeMonths[]): Promise<void> {
  const key = keyOf(deal, side), months = nextAsked(said)
  const waiting = await tx.selectFrom('deal_duty').select(sql<string>`due_on::text`.as('due_on')).where('deal_id', '=', deal.id).where('kind', '=', kind).where('key', '=', key).where('done_at', 'is', null).executeTakeFirst()
  const asked = askedAfter(closedOn(deal, ctx.now())).find((one) => one.months === months)
  if (asked && waiting?.due_on === asked.due) return
  if (waiting) await closeDuty(tx, ctx, deal, kind, key)
  if (asked) await openDuty(tx, ctx, deal, { part: 'outcome', kind, key, organisation_id: side, power: 'sign', text: { vi: dutyTexts.vi(deal.id, asked.months), en: dutyTexts.en(deal.id, asked.months) }, due_on: asked.due })
}
const closedOn = (deal: Deal, now: Date): string => hanoiDay(deal.closed_at ?? now)
