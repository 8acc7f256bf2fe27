import { randomUUID } from 'node:crypto'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { acceptMilestone, agreeMilestones, proposeMilestone } from '../src/modules/payments/milestone-commands.ts'
import { recordReceipt } from '../src/modules/payments/payment-commands.ts'
import { milestoneOf, milestonesOf } from '../src/modules/payments/queries.ts'
import { vnd } from '../src/platform/money.ts'
import { daysFrom, hanoiDay } from '../src/platform/time.ts'
import { anOrganisation, aPerson, ctxOf, noon } from './database.ts'
import { listed } from './listings.ts'

/** An institute that supplies and a company that pays, with their people, the staff and strangers; and deals between the two as far as a milestone that is agreed, or accepted. */
export async function twoSides(db: Db) {
  const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), third = await anOrganisation(db)
  const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), minh = await aPerson(db, { organisation: supplier, role: 'editor', name: 'Minh' }), son = await aPerson(db, { organisation: supplier, role: 'signer' }), vy = await aPerson(db, { organisation: supplier, role: 'viewer' })
  const hoa = await aPerson(db, { organisation: buyer, name: 'Hòa' }), tam = await aPerson(db, { organisation: buyer, role: 'editor' }), ky = await aPerson(db, { organisation: buyer, role: 'signer' })
  const stranger = await aPerson(db, { organisation: third }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), administrator = await aPerson(db, { staff: ['administrator'] }), moderator = await aPerson(db, { staff: ['moderator'] })
  const as = (actor: Actor, days = 0): Ctx => ctxOf(db, actor, daysFrom(noon, days))
  const day = (days: number): string => hanoiDay(daysFrom(noon, days))
  const key = () => randomUUID()

  let deals = 0
  async function aDeal(): Promise<number> {
    const offer = await listed(db, supplier, `Máy sấy ${++deals}`, { kind: 'offer', state: 'published', trl: null, research_fields: ['2'], submitted_at: null })
    return acceptInterest(as(lan, -60), { interest_id: await expressInterest(as(hoa, -60), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: key() }) })
  }
  const propose = (deal_id: number, amount: number, over = {}, who = lan) => proposeMilestone(as(who), { deal_id, request_key: key(), title: 'Bàn giao thiết bị', amount: vnd(amount), due_on: day(10), due_event: '', days_to_pay: 0, ...over })
  async function agreed(amount = 1000, over = {}): Promise<{ deal_id: number; milestone_id: number }> {
    const deal_id = await aDeal()
    await propose(deal_id, amount, over)
    const [m] = await milestonesOf(db, deal_id)
    await agreeMilestones(as(hoa), { deal_id, seen: [m!.id] })
    return { deal_id, milestone_id: m!.id }
  }
  async function accepted(amount = 1000, over = {}) {
    const one = await agreed(amount, over)
    await acceptMilestone(as(hoa), { ...one, accepted_on: day(0) })
    return one
  }
  const now = async ({ deal_id, milestone_id }: { deal_id: number; milestone_id: number }) => (await milestoneOf(db, deal_id, milestone_id))!
  const pay = (one: { deal_id: number; milestone_id: number }, amount: number, days = 0, who = minh, request_key = key()) => recordReceipt(as(who, Math.max(0, days)), { ...one, amount: vnd(amount), received_on: day(days), note: '', request_key })
  return { supplier, buyer, third, lan, minh, son, vy, hoa, tam, ky, stranger, officer, inspector, administrator, moderator, as, day, key, aDeal, propose, agreed, accepted, now, pay }
}
