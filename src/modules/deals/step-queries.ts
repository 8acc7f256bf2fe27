import { type RawBuilder, sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { entriesIn, entryOf, type TimelineEntry } from '../audit/queries.ts'
import { numberOn } from '../rulebook/queries.ts'
import { stepDuty } from './entering.ts'
import { goneColumn, type Party, partyColumn } from './queries.ts'
import { otherSide, standsAt } from './rules.ts'
import type { Deal, DealPart, DealStep } from './schema.ts'
import { bestAction, type BestAction, type FileFacts, idleness } from './step-rules.ts'

/** Who may see a step through, as that side chooses: one of its own people who speak for it, or the other side, which names its own. */
export interface StepOwner { value: string; organisation_id: number; person_id: number | null; name: string | null }
export async function ownersOf(db: Db, deal: Pick<Deal, 'supplier_organisation_id' | 'demander_organisation_id'>, side: number): Promise<StepOwner[]> {
  const people = await db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name']).where('m.organisation_id', '=', side).where('m.role', '<>', 'viewer').orderBy('p.name').orderBy('p.id').limit(200).execute()
  const other = otherSide(deal, side)
  return [
    ...people.map(({ id, name }) => ({ value: `person:${id}`, organisation_id: side, person_id: id, name })),
    ...[side, other].map((id) => ({ value: `side:${id}`, organisation_id: id, person_id: null, name: null })),
  ]
}

export interface StepRow { step: DealStep; organisation_id: number; person_id: number | null; person_name: string | null; due_on: string; note: string; entered_at: Date | null; left_at: Date | null }
/** The steps of a deal that have an owner, a day or a past. For whoever reads the part “steps”. */
export async function stepsOf(db: Db, deal: number): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select s.step, s.organisation_id, s.person_id, p.name as person_name, s.due_on::text, s.note, s.entered_at, s.left_at
    from deal_step s left join person p on p.id = s.person_id where s.deal_id = ${deal} order by s.id`.execute(asSystem(db)) // names an adviser would not read elsewhere
  return rows
}

const moves = ['deal.opened', 'deal.stage_changed', 'deal.after_stage_changed', 'deal.step_set', 'deal.won', 'deal.lost', 'deal.party_settled'] as const
/** Who moved the deal from step to step, with their words, the latest first; of a deal closed before its contract also the report both sides closed it by, which says why. Whoever reads the part reads them, an adviser who does not read the deal’s log too. */
export const movesOf = async (db: Db, deal: number): Promise<TimelineEntry[]> =>
  (await entriesIn(asSystem(db), true).where('e.subject', '=', `deal:${deal}`).where(({ or, eb }) => or([eb('e.type', 'in', [...moves]), sql<boolean>`e.id = (select c.id from event c where c.subject = e.subject and c.type = 'deal.closing_claimed' and exists (select from event w where w.subject = c.subject and w.type = 'deal.won') order by c.id desc limit 1) and e.data ->> 'reason' <> ''`])).orderBy('e.id', 'desc').limit(200).execute()).map(entryOf)

/** Whether something has been done in that part of the file, or waits there. */
export async function isTouched(db: Db, deal: number, part: DealPart): Promise<boolean> {
  const { rows: [row] } = await sql<{ any: boolean }>`select exists (select from deal_duty where deal_id = ${deal} and part = ${part} union all select from deal_part_document where deal_id = ${deal} and part = ${part}) as any`.execute(db)
  return row?.any === true
}

interface FactRow extends FileFacts { last_on: string; due_on: string | null }
/** The last day anything happened in a file, of `d` joined as in `lastThings`; and the first day anything is due in it. */
const lastOn = sql<string>`to_char(greatest(d.stage_since, m.sent_at, l.at) at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')`
const dueOn = sql<string | null>`least(s.due_on, (select min(due_on) from deal_duty where deal_id = d.id and done_at is null))::text`
const lastThings = sql`
    left join lateral (select id, organisation_id, sent_at from deal_message where deal_id = d.id order by id desc limit 1) m on true
    left join lateral (select at from event where subject = 'deal:' || d.id order by id desc limit 1) l on true
    left join deal_step s on s.deal_id = d.id and s.step = case d.stage when 'won' then coalesce(d.after_stage, 'registration') else d.stage end`
/** What stands in these files, for the next best action. */
async function factsOf(db: Db, which: RawBuilder<unknown>, { result }: { result: boolean }): Promise<FactRow[]> {
  const { rows } = await sql<FactRow>`
    select d.id, d.stage, d.after_stage, d.supplier_organisation_id, d.demander_organisation_id, d.closing_organisation_id, i.organisation_id as interested_organisation_id,
      m.organisation_id as last_by, m.id is not null and not exists (select from deal_read r where r.deal_id = d.id and r.organisation_id <> m.organisation_id and r.message_id >= m.id) as unread,
      case when s.step is not null then json_build_object('organisation_id', s.organisation_id, 'due_on', s.due_on::text) end as step, y.duty,
      array(select part from deal_duty where deal_id = d.id and kind <> ${stepDuty} union select part from deal_part_document where deal_id = d.id) as touched,
      (select case when bool_or(v.answer = 'agreed') then 'agreed' when count(*) > 0 then 'reported' else 'none' end from room_report r join lateral (select answer from room_report_version where report_id = r.id order by version desc limit 1) v on true where r.deal_id = d.id and r.withdrawn_at is null) as tested,
      array_remove(array[
        case when (select count(*) from room_undertaking where deal_id = d.id and organisation_id in (d.supplier_organisation_id, d.demander_organisation_id)) = 2 then 'undertaken' end,
        case when exists (select from term_sheet s where s.deal_id = d.id and not exists (select from term_version where deal_id = d.id and number > s.number)) then 'terms_confirmed' end,
        case when exists (select from contract_version where deal_id = d.id and kind = 'contract' and state = 'signed') then 'contract_signed' end,
        case when exists (select from registration_filing where deal_id = d.id and kind in ('registration', 'licence') and state = 'certified') then 'registered' end,
        case when (select count(*) filter (where state = 'accepted') > 0 and count(*) filter (where state in ('proposed', 'agreed')) = 0 from milestone where deal_id = d.id) then 'accepted' end], null) as facts,
      array(select step from deal_step where deal_id = d.id and left_at is not null) as stood,
      (select json_build_object('organisation_id', o.id, 'kind', ${goneColumn}) from organisation o where o.id in (d.supplier_organisation_id, d.demander_organisation_id) and ${goneColumn} is not null order by o.id limit 1) as gone,
      ${lastOn} as last_on, ${dueOn} as due_on
    from deal d join interest i on i.id = d.interest_id ${lastThings}
    left join lateral (select json_build_object('organisation_id', organisation_id, 'path', path, 'due_on', due_on::text, 'text', text) as duty from deal_duty
      where deal_id = d.id and done_at is null and kind <> ${stepDuty} and (${result} or part <> 'result') order by due_on nulls last, since, id limit 1) y on true
    where ${which}`.execute(db)
  return rows
}

/** The next best action in a file, judged by everything that stands in it, whoever asks: it names what to do and where, not what was said; something about a result the State paid for only with `result`, for those who may know of it. */
export async function bestActionIn(db: Db, deal: number, now: Date, { result = false } = {}): Promise<BestAction | null> {
  const today = hanoiDay(now)
  const [facts] = await factsOf(asSystem(db), sql`d.id = ${deal}`, { result })
  return facts ? bestAction(facts, today) : null
}

export interface IdleFile { id: number; demonstration: boolean; why: 'day_passed' | 'quiet'; last_on: string; due_on: string | null; step: DealStep; supplier: Party; demander: Party; action: BestAction | null }
export const mostIdle = 200
/** The files that are idle on that day, as `idleness` has it: so that the database reads out those and no others. */
function idleOn(today: string, days: number): RawBuilder<unknown> {
  return sql`d.stage <> 'lost' and coalesce(d.after_stage, '') <> 'done' and (${dueOn} < ${today} or d.stage <> 'won' and ${lastOn} <= ${dayAfter(today, -days)})`
}
/** How many files are left lying, for the same readers. */
export async function idleCount(db: Db, now: Date): Promise<number> {
  const today = hanoiDay(now), days = await numberOn(db, 'own.deal_idle_days', today)
  const { rows: [row] } = await sql<{ n: number }>`select count(*)::int as n from deal d ${lastThings} where ${idleOn(today, days)}`.execute(db)
  return row?.n ?? 0
}
/** The files in which nothing has happened for the days of the rule table, or whose day is over, the longest idle first. For those of the Exchange who read every deal. */
export async function idleFiles(db: Db, now: Date): Promise<{ files: IdleFile[]; days: number; more: boolean }> {
  const today = hanoiDay(now), days = await numberOn(db, 'own.deal_idle_days', today)
  const idle = await factsOf(db, sql`${idleOn(today, days)} order by ${lastOn}, d.id limit ${mostIdle + 1}`, { result: true })
  const shown = idle.slice(0, mostIdle).flatMap((facts) => { const why = idleness(facts, today, dayAfter(today, -days)); return why ? [{ ...facts, why }] : [] })
  const { rows } = await sql<{ id: number; demonstration: boolean; supplier: Party; demander: Party }>`
    select d.id, d.demonstration, ${partyColumn('s')} as supplier, ${partyColumn('r')} as demander from deal d join organisation s on s.id = d.supplier_organisation_id join organisation r on r.id = d.demander_organisation_id
    where d.id = any(${shown.map(({ id }) => id)}::int[])`.execute(db)
  const parties = new Map(rows.map((row) => [row.id, row]))
  return { days, more: idle.length > shown.length, files: shown.map((facts) => ({ ...parties.get(facts.id)!, why: facts.why, last_on: facts.last_on, due_on: facts.due_on, step: standsAt(facts)!, action: bestAction(facts, today) })) }
}
