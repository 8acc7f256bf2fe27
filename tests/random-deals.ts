import { randomUUID } from 'node:crypto'
import type { Db } from '../src/core/database.ts'
import { type DealStage, openStages, type OpenStage } from '../src/modules/deals/schema.ts'
import type { MatchReason } from '../src/modules/matching/schema.ts'
import { type OutcomeMonths, outcomeMonths, type Usage, usages } from '../src/modules/outcomes/schema.ts'
import { vnd } from '../src/platform/money.ts'
import { daysFrom } from '../src/platform/time.ts'
import { anOrganisation, aPerson } from './database.ts'
import { listed } from './listings.ts'

/** The same numbers in the same order for the same seed. */
export function dice(seed: number) {
  let state = seed
  const next = (): number => { state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296; return state / 4_294_967_296 }
  return { chance: (share: number) => next() < share, upTo: (n: number) => Math.floor(next() * n), of: <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)]! }
}

export interface RandomDeal {
  interest: number; deal: number | null; state: 'pending' | 'accepted' | 'declined' | 'withdrawn'; expressed: Date; kind: 'offer' | 'need'; offer: number | null; need: number | null
  supplier: number; demander: number; fields: string[]; trl: number | null; forms: string[]; reasons: MatchReason[]; suggested: boolean
  stage: DealStage | null; visits: { stage: OpenStage; from: Date; to: Date | null }[]; closed: Date | null; value: number | null; loss: string | null; officer: number | null; demonstration: boolean
  statements: { months: OutcomeMonths; side: number; usage: Usage; satisfaction: number; named: boolean }[]
}

/** Deals at random, written as the commands would have left them, and told apart from the database what they are. */
export async function randomDeals(db: Db, count: number, seed: number, now: Date): Promise<RandomDeal[]> {
  const roll = dice(seed), kinds = ['institute', 'enterprise', 'university', 'cooperative'] as const
  const organisations: number[] = []
  for (let i = 0; i < 9; i++) organisations.push(await anOrganisation(db, roll.of(kinds), `Tổ chức ngẫu nhiên ${i}`))
  const person = await aPerson(db), officers = [await aPerson(db, { staff: ['deal_officer'], name: 'Cán bộ một' }), await aPerson(db, { staff: ['deal_officer'], name: 'Cán bộ hai' })]
  const made: RandomDeal[] = []
  for (let i = 0; i < count; i++) made.push(await one())
  return made

  async function one(): Promise<RandomDeal> {
    const supplier = roll.of(organisations), demander = roll.of(organisations.filter((id) => id !== supplier)), kind = roll.of(['offer', 'need'] as const)
    const fields = roll.chance(0.1) ? [] : roll.chance(0.3) ? ['20301', '40101'] : [roll.of(['20301', '10201', '40101'])], trl = roll.chance(0.1) ? null : 1 + roll.upTo(9), forms = roll.chance(0.5) ? ['assignment'] : ['licence_non_exclusive']
    const expressed = daysFrom(now, -roll.upTo(900) - 5)
    const both = roll.chance(0.5)
    const offer = kind === 'offer' || both ? await listed(db, supplier, 'Chào bán ngẫu nhiên', { kind: 'offer', research_fields: fields, trl, transfer_forms: forms, published_at: daysFrom(expressed, -9) }) : null
    const need = kind === 'need' || both ? await listed(db, demander, 'Nhu cầu ngẫu nhiên', { kind: 'need', research_fields: fields, trl, published_at: daysFrom(expressed, -9) }) : null
    const reasons: MatchReason[] = roll.chance(0.6) ? [...(roll.chance(0.5) ? [{ code: 'trl_short', offered: 4, wanted: 7 } as const] : []), ...(roll.chance(0.4) ? [{ code: 'over_budget', price: 9, budget: 5 } as const] : []), { code: 'close_meaning' }] : []
    const state = roll.of(['pending', 'accepted', 'accepted', 'accepted', 'accepted', 'declined', 'withdrawn'] as const)
    const asker = kind === 'offer' ? demander : supplier
    const { id: interest } = await db.insertInto('interest').values({
      listing_id: (kind === 'offer' ? offer : need)!, counter_listing_id: kind === 'offer' ? need : offer, organisation_id: asker, person_id: person.person_id!, message: 'x', state, reasons: JSON.stringify(reasons), titles: JSON.stringify({ vi: 'Máy ngẫu nhiên' }), request_key: randomUUID(), expressed_at: expressed,
      decline_code: state === 'declined' ? roll.of(['too_early', 'too_dear']) : null, answered_by: null, answered_at: state === 'pending' ? null : daysFrom(expressed, 1),
    }).returning('id').executeTakeFirstOrThrow()
    const suggested = offer !== null && need !== null && roll.chance(0.2)
    if (suggested) await db.insertInto('need_suggestion').values({ need_id: need, offer_id: offer, reason: 'Hợp', person_id: person.person_id!, organisation_id: null, suggested_at: daysFrom(expressed, -2) }).execute()
    const deal: RandomDeal = { interest, deal: null, state, expressed, kind, offer, need, supplier, demander, fields, trl, forms, reasons, suggested, stage: null, visits: [], closed: null, value: null, loss: null, officer: null, demonstration: roll.chance(0.2), statements: [] }
    if (state === 'accepted') await open(deal)
    return deal
  }

  async function open(made: RandomDeal): Promise<void> {
    let at = daysFrom(made.expressed, 1)
    const later = () => { at = new Date(Math.min(daysFrom(at, 1 + roll.upTo(30)).getTime(), now.getTime() - 60_000)) }
    const end = roll.of(['won', 'won', 'lost', 'open'] as const), moves = 1 + roll.upTo(5)
    const opened = at
    made.visits.push({ stage: 'discussion', from: at, to: null })
    for (let i = 0; i < moves; i++) {
      const stage = roll.of(openStages.filter((one) => one !== made.visits.at(-1)!.stage))
      later()
      made.visits.at(-1)!.to = at
      made.visits.push({ stage, from: at, to: null })
    }
    made.stage = made.visits.at(-1)!.stage
    if (end !== 'open') {
      later()
      made.visits.at(-1)!.to = at
      made.stage = end
      made.closed = at
      if (end === 'won') made.value = vnd((1 + roll.upTo(400)) * 25_000_000)
      else made.loss = roll.of(['price', 'no_budget', 'technology_failed_test', 'no_answer'])
    }
    const { id } = await db.insertInto('deal').values({
      interest_id: made.interest, offer_id: made.offer, need_id: made.need, supplier_organisation_id: made.supplier, demander_organisation_id: made.demander, stage: made.stage, stage_since: made.visits.at(-1)!.from, value: made.value as never, loss_code: made.loss,
      closing_value: null, closing_organisation_id: null, closing_at: null, demonstration: made.demonstration, opened_at: opened, closed_at: made.closed,
    }).returning('id').executeTakeFirstOrThrow()
    made.deal = id
    made.officer = roll.chance(0.4) ? roll.of(officers).person_id : null
    const of = { deal_id: id, supplier_organisation_id: made.supplier, demander_organisation_id: made.demander }
    const event = (type: string, when: Date, data: object, by: number | null = null) => ({ type, subject: `deal:${id}`, person_id: by, organisation_id: null, at: when, request_id: 'random', data: JSON.stringify({ ...data, ...of }) })
    await db.insertInto('event').values([
      event('deal.opened', opened, { interest_id: made.interest }), ...made.visits.slice(1).map((visit, i) => event('deal.stage_changed', visit.from, { from: made.visits[i]!.stage, to: visit.stage, reason: '' }, made.officer)),
      ...(end === 'open' ? [] : [event(`deal.${end}`, made.closed!, end === 'won' ? { value: made.value } : { code: made.loss, reason: '' })]),
    ] as never).execute()
    if (end !== 'won') return
    for (const months of outcomeMonths) for (const side of [made.supplier, made.demander]) for (let again = 0; again < 2; again++) {
      if (!roll.chance(again ? 0.2 : 0.7)) continue
      const statement = { months, side, usage: roll.of([...usages, 'in_use'] as const), satisfaction: 1 + roll.upTo(5), named: roll.chance(0.6) }
      made.statements.push(statement)
      const { id: statement_id } = await db.insertInto('outcome_statement').values({ deal_id: id, months, organisation_id: side, person_id: person.person_id!, stated_at: now, request_key: randomUUID(), usage: statement.usage, reason_code: statement.usage === 'in_use' ? null : 'staff', effects: '[]', jobs: null, revenue_band: null, named: statement.named }).returning('id').executeTakeFirstOrThrow()
      await db.insertInto('outcome_opinion').values({ statement_id, organisation_id: side, satisfaction: statement.satisfaction, again: 'yes' }).execute()
    }
  }
}
