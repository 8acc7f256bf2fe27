import { type RawBuilder, sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { openStages } from '../deals/schema.ts'
import { numberOn } from '../rulebook/queries.ts'
import { type Cell, type Condition, conditionOf, type ConversionAsked, type ConversionGroup, conversionGroups, type FilesAsked, type FunnelStep, funnelSteps, type Standing, standsBetween, tellsShown, type StayStage, stayStages, type Between } from './conversion-rules.ts'

const dayStart = (day: string): RawBuilder<Date> => sql`(${day}::date)::timestamp at time zone 'Asia/Ho_Chi_Minh'`
const within = (column: RawBuilder<unknown>, { from, to }: Pick<ConversionAsked, 'from' | 'to'>): RawBuilder<unknown> => sql`${from ? sql`${column} >= ${dayStart(from)}` : sql`true`} and ${to ? sql`${column} < ${dayStart(to)} + interval '1 day'` : sql`true`}`
const stages = sql`${[...openStages]}::text[]`
/** What the log says of a deal, found by its subject. Which kinds, or whose, is asked afterwards: asked at once, a database that does not know its own numbers yet reads every event of those kinds anew for each deal. */
const log = (deal: RawBuilder<unknown>): RawBuilder<unknown> => sql`(select id, type, person_id, data, at from event where subject = 'deal:' || ${deal} offset 0)`

/**
 * What is done at a step of a file d, whether or not anybody moved the file there; who has done it has come to that
 * step. A deal that is won stands at registration by itself: it has come there where the law asks for it, which
 * something to be filed or a dossier says.
 */
const doneAt: Partial<Record<FunnelStep, RawBuilder<unknown>>> = {
  nda: sql`(select count(*) from room_undertaking u where u.deal_id = d.id and u.organisation_id in (d.supplier_organisation_id, d.demander_organisation_id)) = 2`,
  evaluation: sql`exists (select from room_report t where t.deal_id = d.id and t.withdrawn_at is null)`,
  pilot: sql`exists (select from room_pilot p where p.deal_id = d.id and p.answer = 'agreed')`,
  terms: sql`exists (select from term_sheet t where t.deal_id = d.id)`,
  contract: sql`exists (select from contract_version v where v.deal_id = d.id and v.kind = 'contract' and v.state = 'signed')`,
  registration: sql`(exists (select from registration_filing g where g.deal_id = d.id and g.kind in ('registration', 'licence') and g.state <> 'withdrawn') or exists (select from deal_duty y where y.deal_id = d.id and y.kind = 'registration_to_file' and y.key in ('registration', 'licence') and y.done_at is null))`,
  performance: sql`exists (select from milestone m where m.deal_id = d.id and m.state = 'accepted')`,
}
const reached = sql`array_remove(array['interest', case when d.id is not null then 'accepted' end, case when d.stage = 'won' then 'won' end, case when d.stage = 'won' and u.usage <> 'not_in_use' then 'in_use' end,
  ${sql.join(Object.entries(doneAt).map(([step, done]) => sql`case when ${step} = any(k.stood) or ${done} then ${step} end`))}], null)`

/**
 * Every interest expressed in the period with what became of it. To which steps it came: those its deal ever stood
 * at, found in the log by the index on subject and number and among the steps entered, as a deal may open at any;
 * those whose work is done; and use, by the last time of which both sides said the same.
 */
const files = (asked: Pick<ConversionAsked, 'from' | 'to'>): RawBuilder<unknown> => sql`
  select i.id as interest_id, d.id as deal_id, i.state, i.decline_code, i.reasons, i.expressed_at, d.stage, d.loss_code, d.stage_since, s.id as supplier_id, r.id as demander_id, s.kind as supplier_kind, r.kind as demander_kind, o.evidence_grade,
    (select coalesce(array_agg(distinct left(f, 1)), array['']) from listing x cross join unnest(x.research_fields) f where x.id in (i.listing_id, i.counter_listing_id)) as fields,
    case
      when exists (select from sourcing_call c join call_supplier cs on cs.call_id = c.id where c.need_id = n.id and cs.organisation_id = s.id and c.sent_at <= i.expressed_at) then 'call'
      when exists (select from need_suggestion g join listing gn on gn.id = g.need_id join listing go on go.id = g.offer_id where i.listing_id in (g.need_id, g.offer_id) and i.organisation_id in (gn.organisation_id, go.organisation_id) and g.suggested_at <= i.expressed_at) then 'board'
      when exists (select from match_told t join listing own on own.id = t.listing_id where t.other_id = i.listing_id and own.organisation_id = i.organisation_id and t.told_at <= i.expressed_at) then 'push'
      when i.reasons <> '[]' then 'match' else 'other' end as source,
    coalesce((select e.person_id from ${log(sql`d.id`)} e where exists (select from staff_role sr where sr.person_id = e.person_id and sr.role = 'deal_officer') order by e.id desc limit 1),
      (select h.person_id from need_helper h where h.listing_id = n.id and h.organisation_id is null order by h.id desc limit 1))::text as officer,
    ${reached} as reached
  from interest i join listing l on l.id = i.listing_id left join deal d on d.interest_id = i.id
  left join listing o on o.id = coalesce(d.offer_id, case l.kind when 'offer' then l.id else i.counter_listing_id end)
  left join listing n on n.id = coalesce(d.need_id, case l.kind when 'need' then l.id else i.counter_listing_id end)
  join organisation s on s.id = coalesce(d.supplier_organisation_id, case l.kind when 'offer' then l.organisation_id else i.organisation_id end)
  join organisation r on r.id = coalesce(d.demander_organisation_id, case l.kind when 'need' then l.organisation_id else i.organisation_id end)
  left join lateral (
    select min(usage) as usage from (select distinct on (months, organisation_id) months, usage from outcome_statement where deal_id = d.id and organisation_id in (s.id, r.id) order by months, organisation_id, id desc) last
    group by months having count(*) = 2 and count(distinct usage) = 1 order by months desc limit 1) u on true
  left join lateral (select array(
    select v.step from ${log(sql`d.id`)} e cross join lateral (values (e.data ->> 'to'), (case e.type when 'deal.stage_changed' then e.data ->> 'from' end)) v (step) where e.type in ('deal.stage_changed', 'deal.after_stage_changed')
    union select s.step from deal_step s where s.deal_id = d.id and s.entered_at is not null and s.step <> 'registration' union select d.stage) as stood) k on true
  where ${within(sql`i.expressed_at`, asked)}`

/** The lines an interest stands on in each way of dividing: it may lie in several fields. */
const codeOf: Record<ConversionGroup, RawBuilder<unknown>> = { all: sql`''`, field: sql`unnest(f.fields)`, supplier_kind: sql`f.supplier_kind`, demander_kind: sql`f.demander_kind`, source: sql`f.source`, officer: sql`coalesce(f.officer, '')` }

export interface FunnelRow { by: ConversionGroup; code: string; /** How often a match was shown in the period: of all, and by the field of the listing; null where the records do not tell. */ shown: number | null; steps: Cell[] }
export interface Stay { stage: StayStage; median: number; ninetieth: number; stays: Cell }
export interface Reason extends Cell { code: string }
/** `groups`: the way of dividing that was asked for, or every one. */
export interface Conversion { total: FunnelRow; groups: { by: ConversionGroup; rows: FunnelRow[] }[]; stays: Stay[]; losses: Reason[]; declines: Reason[]; between: Between[]; idleDays: number; officers: Map<string, string> }

/** The board of conversion: counted from all files whoever asks; what this reader is told of it, the table decides. */
export async function conversionOf(reader: Db, asked: ConversionAsked, now: Date): Promise<Conversion> {
  const db = asSystem(reader) // for those alone who see the board; counts of few organisations are withheld from those who may not open the files
  const idleDays = await numberOn(db, 'own.deal_idle_days', hanoiDay(now))
  const ways = conversionGroups.filter((by) => by !== 'all' && (asked.by === 'all' || asked.by === by))
  const [rows, stays, losses, declines, standing, officers] = await Promise.all([
    funnel(db, asked, ['all', ...ways]), staysOf(db, asked), reasons(db, asked, 'loss_code'), reasons(db, asked, 'decline_code'), standingOf(db, asked, now, idleDays),
    db.selectFrom('person as p').select(['p.id', 'p.name']).where('p.id', 'in', db.selectFrom('staff_role').select('person_id').where('role', '=', 'deal_officer')).execute(),
  ])
  const total = rows.find(({ by }) => by === 'all') ?? { by: 'all', code: '', shown: 0, steps: funnelSteps.map(() => ({ count: 0, organisations: 0 })) }
  return { total, groups: ways.map((by) => ({ by, rows: rows.filter((row) => row.by === by) })), stays, losses, declines, between: standsBetween(standing), idleDays, officers: new Map(officers.map(({ id, name }) => [String(id), name])) }
}

/** The lines of these ways of dividing; every interest is looked at once, however many ways there are. */
async function funnel(db: Db, asked: ConversionAsked, ways: readonly ConversionGroup[]): Promise<FunnelRow[]> {
  const cells = sql.join(funnelSteps.map((step) => sql`json_build_object('count', count(distinct interest_id) filter (where ${step} = any(reached)), 'organisations', count(distinct organisation_id) filter (where ${step} = any(reached)))`))
  const [{ rows }, { rows: shown }] = await Promise.all([
    sql<Omit<FunnelRow, 'shown'>>`with f as materialized (${files(asked)}), parted as (
        select f.interest_id, f.reached, f.supplier_id, f.demander_id, way.by, way.code from f cross join lateral (${sql.join(ways.map((by) => sql`select ${by}::text as by, ${codeOf[by]} as code`), sql` union all `)}) way)
      select by, code, array[${cells}] as steps from parted cross join lateral (values (supplier_id), (demander_id)) party (organisation_id) group by by, code order by count(distinct interest_id) desc, code limit 1000`.execute(db),
    sql<{ by: ConversionGroup; code: string; shown: number }>`with e as (select listing_id, shown from match_exposure where ${asked.from ? sql`day >= ${asked.from}::date` : sql`true`} and ${asked.to ? sql`day <= ${asked.to}::date` : sql`true`})
      select 'all' as by, '' as code, sum(e.shown)::int as shown from e
      union all select 'field', f, sum(e.shown)::int from e join listing l on l.id = e.listing_id cross join lateral (select distinct left(x, 1) as f from unnest(case when l.research_fields = '{}' then array[''] else l.research_fields end) x) of_field group by f`.execute(db),
  ])
  return rows.map((row) => ({ ...row, shown: tellsShown(row.by) ? shown.find(({ by, code }) => by === row.by && code === row.code)?.shown ?? 0 : null }))
}

/**
 * A stay at a step begins with its move there and ends with the next, also after the contract, where being
 * won is the move to registration; what still stands there has no length yet and is not counted.
 */
const stays = (asked: Pick<ConversionAsked, 'from' | 'to'>): RawBuilder<unknown> => sql`
  select f.*, stay.at_stage, stay.at as stayed_from, stay.until as stayed_until, extract(epoch from stay.until - stay.at) / 86400 as days from (${files(asked)}) f join lateral (
    select case e.type when 'deal.opened' then 'discussion' when 'deal.won' then 'registration' else e.data ->> 'to' end as at_stage, e.at, lead(e.at) over (order by e.id) as until from ${log(sql`f.deal_id`)} e
    where e.type in ('deal.opened', 'deal.stage_changed', 'deal.after_stage_changed', 'deal.won', 'deal.lost')) stay on stay.until is not null`
async function staysOf(db: Db, asked: ConversionAsked): Promise<Stay[]> {
  const { rows } = await sql<{ stage: StayStage; median: number; ninetieth: number; count: number; organisations: number }>`
    with stay as materialized (select at_stage, days, supplier_id, demander_id from (${stays(asked)}) s),
    parties as (select at_stage, count(distinct organisation_id)::int as organisations from stay cross join lateral (values (supplier_id), (demander_id)) party (organisation_id) group by at_stage)
    select at_stage as stage, percentile_cont(0.5) within group (order by days)::float8 as median, percentile_cont(0.9) within group (order by days)::float8 as ninetieth, count(*)::int as count, max(organisations) as organisations
    from stay join parties using (at_stage) group by at_stage`.execute(db)
  return stayStages.flatMap((stage) => rows.filter((row) => row.stage === stage).map(({ count, organisations, ...row }) => ({ ...row, stays: { count, organisations } })))
}

async function reasons(db: Db, asked: ConversionAsked, column: 'loss_code' | 'decline_code'): Promise<Reason[]> {
  const { rows } = await sql<Reason>`with f as (${files(asked)})
    select ${sql.ref(column)} as code, count(distinct interest_id)::int as count, count(distinct organisation_id)::int as organisations from f cross join lateral (values (supplier_id), (demander_id)) party (organisation_id)
    where ${sql.ref(column)} is not null group by 1 order by count desc, code`.execute(db)
  return rows
}

/**
 * What stands between, file by file: of a deal that was lost, the reason it was given; of one in which
 * nothing has happened for the days of the rule table, what spoke against the match and an offer nobody
 * but its owner vouches for; of a published need without an accepted interest, what its people declined
 * offers for and what its best offer lacks.
 */
async function standingOf(db: Db, asked: ConversionAsked, now: Date, idleDays: number): Promise<Standing[]> {
  const quietSince = dayAfter(hanoiDay(now), -idleDays)
  const { rows } = await sql<{ kind: Standing['kind']; id: number; reasons: string[]; organisations: number[] }>`
    with f as (${files(asked)})
    select 'lost' as kind, deal_id as id, array[loss_code] as reasons, array[supplier_id, demander_id] as organisations from f where stage = 'lost'
    union all
    select 'idle', deal_id, array(select r ->> 'code' from jsonb_array_elements(reasons) r) || case when coalesce(evidence_grade, 2) <= 1 then array['unproven'] else '{}' end, array[supplier_id, demander_id] from f
    where stage in (select unnest(${stages})) and to_char(greatest(stage_since, (select max(sent_at) from deal_message m where m.deal_id = f.deal_id), (select e.at from event e where e.subject = 'deal:' || f.deal_id order by e.id desc limit 1)) at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') <= ${quietSince}
    union all
    select 'need', l.id, array(select a.code from match_answer a where a.need_id = l.id and a.organisation_id = l.organisation_id and a.code is not null) || array(select i.decline_code from interest i where i.listing_id = l.id and i.decline_code is not null)
        || case when st.matches = 0 then array['no_offer'] when b.price_min > l.price_max then array['over_budget'] else '{}' end || case when b.trl < l.trl then array['trl_short'] else '{}' end, array[l.organisation_id]
    from listing l left join need_standing st on st.listing_id = l.id left join listing b on b.id = st.best_id
    where l.kind = 'need' and l.state = 'published' and ${within(sql`l.published_at`, asked)} and not exists (select from interest i where i.state = 'accepted' and l.id in (i.listing_id, i.counter_listing_id))
    limit 20000`.execute(db)
  return rows.map(({ reasons: said, ...file }) => ({ ...file, conditions: [...new Set(said.flatMap((code): Condition[] => { const condition = conditionOf[code]; return condition ? [condition] : [] }))] }))
}

export interface FileRow { interest_id: number | null; deal_id: number | null; need_id: number | null; at: Date; stage: string; /** Of a stay at a step. */ stayed_from: Date | null; stayed_until: Date | null; supplier_vi: string; supplier_en: string; demander_vi: string; demander_en: string }
export const mostFiles = 300
/** The files behind one figure of the board, the latest first; for those who may open them, as the database lets them read. Behind a number of stays they stand once for every stay, as they are counted. */
export async function filesBehind(db: Db, asked: FilesAsked, now: Date): Promise<{ files: FileRow[]; total: number }> {
  const chosen = asked.condition ? await standingFiles(db, asked, now) : null
  const needs = chosen?.filter(({ kind }) => kind === 'need').map(({ id }) => id) ?? [], deals = chosen?.filter(({ kind }) => kind !== 'need').map(({ id }) => id)
  const { rows } = await sql<FileRow & { total: number }>`
    with f as (${asked.stay ? stays(asked) : files(asked)}), shown as (
      select interest_id, deal_id, null::int as need_id, expressed_at as at, coalesce(stage, state) as stage, ${asked.stay ? sql`stayed_from, stayed_until` : sql`null::timestamptz as stayed_from, null::timestamptz as stayed_until`}, supplier_id, demander_id from f
      where ${asked.step || 'interest'} = any(reached) and (${asked.by === 'all' || asked.condition !== '' || asked.stay !== '' || asked.loss !== '' || asked.decline !== ''} or exists (select from (select ${codeOf[asked.by]} as code) c where c.code = ${asked.code}))
        and (${asked.loss} = '' or loss_code = ${asked.loss}) and (${asked.decline} = '' or decline_code = ${asked.decline}) and ${deals ? sql`deal_id = any(${deals}::int[])` : sql`true`}
        and ${asked.stay ? sql`at_stage = ${asked.stay}` : sql`true`}
      union all select null, null, l.id, l.published_at, 'need', null, null, null, l.organisation_id from listing l where l.id = any(${needs}::int[]))
    select v.interest_id, v.deal_id, v.need_id, v.at, v.stage, v.stayed_from, v.stayed_until, coalesce(s.name_vi, '') as supplier_vi, coalesce(s.name_en, '') as supplier_en, r.name_vi as demander_vi, r.name_en as demander_en, count(*) over ()::int as total
    from shown v left join organisation s on s.id = v.supplier_id join organisation r on r.id = v.demander_id order by v.at desc, v.interest_id desc, v.stayed_from desc limit ${mostFiles}`.execute(db)
  return { files: rows, total: rows[0]?.total ?? 0 }
}
const standingFiles = async (db: Db, asked: FilesAsked, now: Date): Promise<Standing[]> =>
  (await standingOf(db, asked, now, await numberOn(db, 'own.deal_idle_days', hanoiDay(now)))).filter((file) => file.conditions.some((condition) => condition === asked.condition) && (asked.kind === '' || file.kind === asked.kind) && (asked.alone === '' || file.conditions.length === 1))
