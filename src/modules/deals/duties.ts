import { sql } from 'kysely'
import { type Actor, type Ctx, record } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Deal, DealPart, Power } from './schema.ts'
import { heldBy } from './rules.ts'
import { concerning } from './turns.ts'

/** Something that waits in a part of the file. */
export interface NewDuty {
  part: DealPart
  /** What waits, such as terms_to_answer; of one kind and key one waits at a time. */
  kind: string
  key?: string | number
  /** Whose it is, and which of its people may do it; null: the Exchange's deal officers. */
  organisation_id: number | null
  power: Power
  /** One of them, where it is theirs alone. */
  person_id?: number | null
  text: Record<Locale, string>
  /** Where it is done, without language, where that is not the part's own page. */
  path?: string
  /** The day by which, as YYYY-MM-DD in Hanoi. */
  due_on?: string | null
}

/**
 * When this returns the duty waits, once: in “my work” of those who may do it, in the calendar and the
 * reminders where it has a day. Opened again while it waits, its words and its day are the new ones.
 */
export async function openDuty(tx: Tx, ctx: Ctx, deal: Deal, { part, kind, key = '', organisation_id, power, person_id = null, text, path = `/deals/${deal.id}/${part}`, due_on = null }: NewDuty): Promise<number> {
  const told = { organisation_id, power, person_id, text: JSON.stringify(text), path, due_on }
  const moved = sql<boolean>`(due_on is distinct from ${due_on}::date or text is distinct from ${told.text}::jsonb or path <> ${path})`
  const waiting = await tx.updateTable('deal_duty').set({ ...told, sequence: sql`sequence + case when ${moved} then 1 else 0 end`, changed_at: sql`case when ${moved} then ${ctx.now()}::timestamptz else changed_at end` }).where('deal_id', '=', deal.id).where('kind', '=', kind).where('key', '=', String(key)).where('done_at', 'is', null).returning('id').executeTakeFirst()
  if (waiting) return waiting.id
  const { id } = await tx.insertInto('deal_duty').values({ deal_id: deal.id, part, kind, key: String(key), since: ctx.now(), done_at: null, reminded_for: null, ...told }).returning('id').executeTakeFirstOrThrow()
  await record(tx, ctx, `deal_duty:${id}`, { type: 'deal.duty_opened', duty_id: id, kind, ...concerning(deal) })
  return id
}

/** When this returns no duty of that kind waits in the deal, or none of that key where one is given. */
export async function closeDuty(tx: Tx, ctx: Ctx, deal: Pick<Deal, 'id'>, kind: string, key?: string | number): Promise<void> {
  let open = tx.updateTable('deal_duty').set({ done_at: ctx.now() }).where('deal_id', '=', deal.id).where('kind', '=', kind).where('done_at', 'is', null)
  if (key !== undefined) open = open.where('key', '=', String(key))
  await open.execute()
}

/** When this returns nothing waits in the file of a deal that is over. */
export async function closeDuties(tx: Tx, ctx: Ctx, deal: Pick<Deal, 'id'>): Promise<void> {
  await tx.updateTable('deal_duty').set({ done_at: ctx.now() }).where('deal_id', '=', deal.id).where('done_at', 'is', null).execute()
}

export interface PartDuty { id: number; deal_id: number; part: DealPart; kind: string; path: string; text: Record<Locale, string>; since: Date; due_on: string | null; sequence: number; changed_at: Date }
/** What waits in the parts of deal files for this person to do: by their power in an organisation, by name, or as a deal officer for those who have nobody. The nearest day first. */
export async function partDuties(db: Db, actor: Actor, { limit = 200, deal = null as number | null } = {}): Promise<PartDuty[]> {
  if (actor.person_id === null) return []
  const officer = actor.staff_roles.includes('deal_officer')
  const { rows } = await sql<PartDuty>`
    select y.id, y.deal_id, y.part, y.kind, y.path, y.text, y.since, y.due_on::text, y.sequence, coalesce(y.changed_at, y.since) as changed_at from deal_duty y
    where y.done_at is null and (${deal}::int is null or y.deal_id = ${deal}) and (y.person_id is null or y.person_id = ${actor.person_id}
        or not exists (select from membership m where m.person_id = y.person_id and m.organisation_id = y.organisation_id)) -- who was named for it has left: it is the others’
      and (y.organisation_id = any(case y.power when 'talk' then ${heldBy(actor, 'talk')}::int[] when 'edit' then ${heldBy(actor, 'edit')}::int[] else ${heldBy(actor, 'sign')}::int[] end)
        or y.person_id = ${actor.person_id}
        or (${officer} and (y.organisation_id is null or not exists (select from membership m where m.organisation_id = y.organisation_id))))
      and (y.organisation_id is null or not deal_stopped(y.deal_id)) -- a party is gone: nobody can do any of it until that is settled
    order by y.due_on nulls last, y.since, y.id limit ${limit}`.execute(db)
  return rows
}

/** Everything that waits in one file, whoever's it is, the nearest day first: for its two sides and the Exchange; what waits about a result the State paid for only with `result`, for those who may know of it. */
export async function waitingIn(db: Db, deal: number, { result = false } = {}): Promise<(PartDuty & { organisation_id: number | null })[]> {
  const { rows } = await sql<PartDuty & { organisation_id: number | null }>`
    select id, deal_id, part, kind, path, text, since, due_on::text, sequence, coalesce(changed_at, since) as changed_at, organisation_id from deal_duty where deal_id = ${deal} and done_at is null and (${result} or part <> 'result') and (organisation_id is null or not deal_stopped(deal_id)) order by due_on nulls last, since, id limit 200`.execute(db)
  return rows
}
