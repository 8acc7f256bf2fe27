import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import { idField, vndField } from '../../platform/fields.ts'
import { inDeal } from '../deals/turns.ts'
import { facts } from './programmes.ts'
import { saidBy } from './queries.ts'

/** Empty is an answer taken back; a form that does not ask says nothing of it. */
const amountField = z.preprocess((typed) => (typed === '' ? null : typed), vndField.nullable().optional())
export const factField = (code: string): string => `fact_${code}`
const answers = Object.fromEntries(facts.map(({ code, kind }) => [factField(code), kind === 'vnd' ? amountField : z.enum(['yes', 'no', ''], { error: 'choose' }).optional()])) as Record<string, z.ZodType<string | number | null | undefined>>
export const SayFacts = z.object({ deal_id: idField }).extend(answers)
/** When this returns our side has said these facts, and what was left empty is no longer said; what was said before stays in the history. Nothing new is written for what has not changed. */
export async function sayFacts(ctx: Ctx, typed: z.output<typeof SayFacts>): Promise<void> {
  await inDeal(ctx, Number(typed.deal_id), 'edit', async ({ tx, deal, side, now }) => {
    const before = new Map((await saidBy(tx, deal.id, side)).map(({ fact, value }) => [fact, value]))
    const said = facts.flatMap(({ code }) => { const value = typed[factField(code)]; return value === undefined ? [] : [{ fact: code, value: value === null ? '' : String(value) }] })
    const changed = said.filter(({ fact, value }) => (before.get(fact) ?? '') !== value)
    if (!changed.length) return
    await tx.insertInto('support_fact').values(changed.map((one) => ({ ...one, deal_id: deal.id, organisation_id: side, said_by: personOf(ctx.actor), said_at: now }))).execute()
    await record(tx, ctx, `support:${deal.id}`, { type: 'support.facts_said', deal_id: deal.id, organisation_id: side, facts: changed.map(({ fact }) => fact) }, side)
  })
}
