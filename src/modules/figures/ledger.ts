import { type RawBuilder, sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { hanoiDay } from '../../platform/time.ts'
import { wonAndStands } from '../deals/origin-queries.ts'
import { mayBeNamed } from '../outcomes/rules.ts'
import { type OutcomeMonths, outcomeMonths, type Usage } from '../outcomes/schema.ts'
import { rulesOn } from '../rulebook/queries.ts'
import { bandOf, fewestTold, type PriceBand, priceBand, readinessStep, readinessSteps, type SurvivalAt, withheldRows } from './ledger-rules.ts'

/** A line of the ledger. What is null is withheld: it is of too few deals. */
export interface LedgerRow {
  code: string
  deals: number
  /** Of them, those of the demonstration city. */
  demonstration: number
  /** How many lie in each band of value, the lowest first. */
  bands: number[] | null
  /** Days from the first interest to the closing: half took no longer. */
  days: number | null
  /** Out of five, of both sides. */
  satisfaction: number | null
  survival: SurvivalAt
}
export interface PriceRow extends PriceBand { field: string; by: 'trl' | 'form'; code: string }
export interface NamedDeal { id: number; titles: Partial<Record<Locale, string>>; supplier_vi: string; supplier_en: string; demander_vi: string; demander_en: string; field: string; year: string; band: number; demonstration: boolean; /** What both said last. */ use: { months: OutcomeMonths; usage: Usage } | null }
export interface Ledger { bounds: number[]; total: LedgerRow; fields: LedgerRow[]; years: LedgerRow[]; prices: PriceRow[]; /** Of the demonstration city, while no other deal has closed. */ pricesDemonstrated: boolean; named: NamedDeal[] }

/** The bounds between the bands of value, from the rule table. */
export const bandBounds = async (db: Db, day: string): Promise<number[]> =>
  (await rulesOn(db, day)).filter(({ code }) => code.startsWith('own.value_band.')).flatMap(({ value }) => value ?? []).toSorted((a, b) => a - b)

/** What each side said last at each time, of deals that were won; found by the index on deal, months and id. */
const lastSaid = sql`select distinct on (s.deal_id, s.months, s.organisation_id) s.id, s.deal_id, s.months, s.organisation_id, s.usage from outcome_statement s
  join deal d on d.id = s.deal_id and d.stage = 'won' and s.organisation_id in (d.supplier_organisation_id, d.demander_organisation_id) order by s.deal_id, s.months, s.organisation_id, s.id desc`
/** The broad fields of a deal's listings; one empty code where they name none. */
const fieldsOf = sql`(select coalesce(array_agg(distinct left(f, 1)), array['']) from listing l cross join unnest(l.research_fields) f where l.id in (d.offer_id, d.need_id))`
/** Won deals as every line counts them. */
const won = sql`
  select d.id, d.value, d.demonstration, to_char(d.closed_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY') as year, (d.closed_at at time zone 'Asia/Ho_Chi_Minh')::date as closed, extract(epoch from d.closed_at - i.expressed_at) / 86400 as days, ${fieldsOf} as fields
  from deal d join interest i on i.id = d.interest_id where ${wonAndStands}`
const survivalColumns = (today: string): RawBuilder<unknown> => sql.join(outcomeMonths.map((months) => sql`
  count(*) filter (where w.closed + make_interval(months => ${months}) <= ${today}::date)::int as ${sql.ref(`due_${months}`)},
  count(*) filter (where w.closed + make_interval(months => ${months}) <= ${today}::date and exists (select from agreed a where a.deal_id = w.id and a.months = ${months} and a.sides = 2))::int as ${sql.ref(`said_${months}`)},
  count(*) filter (where w.closed + make_interval(months => ${months}) <= ${today}::date and exists (select from agreed a where a.deal_id = w.id and a.months = ${months} and a.usage in ('in_use', 'partly')))::int as ${sql.ref(`used_${months}`)}`))

type CountedRow = { by: 'all' | 'field' | 'year'; code: string; deals: number; demonstration: number; days: number; bands: number[]; satisfaction: number | null; spoken: number } & Record<`${'due' | 'said' | 'used'}_${OutcomeMonths}`, number>

/** The ledger of outcomes as everybody may read it: counted at this moment from all deals both sides confirmed, whoever asks. */
export async function ledgerOf(reader: Db, now: Date): Promise<Ledger> {
  const db = asSystem(reader) // counts and bands; what tells of one deal is withheld below, and names stand only where both sides let them
  const today = hanoiDay(now), bounds = await bandBounds(db, today)
  const { rows } = await sql<CountedRow>`
    with said as (${lastSaid}), agreed as (select deal_id, months, count(*)::int as sides, case when count(*) = 2 and count(distinct usage) = 1 then min(usage) end as usage from said group by deal_id, months),
    thought as (select deal_id, avg(satisfaction) as satisfaction from (select distinct on (s.deal_id, s.organisation_id) s.deal_id, o.satisfaction from said s join outcome_opinion o on o.statement_id = s.id order by s.deal_id, s.organisation_id, s.months desc) latest group by deal_id),
    won as (${won}),
    w as (select 'all' as by, '' as code, won.* from won union all select 'field', f, won.* from won cross join unnest(won.fields) f union all select 'year', won.year, won.* from won)
    select w.by, w.code, count(*)::int as deals, count(*) filter (where w.demonstration)::int as demonstration, percentile_cont(0.5) within group (order by w.days) as days,
      array_agg((select count(*)::int from unnest(${bounds}::bigint[]) bound where w.value > bound)) as bands,
      avg(t.satisfaction)::float8 as satisfaction, count(t.satisfaction)::int as spoken, ${survivalColumns(today)}
    from w left join thought t on t.deal_id = w.id group by w.by, w.code order by w.by, w.code`.execute(db)
  const lines = (by: CountedRow['by']): LedgerRow[] => sparing(rows.filter((row) => row.by === by), bounds.length + 1)
  return { bounds, total: lines('all')[0] ?? empty, fields: lines('field'), years: lines('year'), ...(await pricesOf(db)), named: await namedDeals(db, bounds) }
}
const untold = Object.fromEntries(outcomeMonths.map((months) => [months, { due: 0, said: 0, used: 0 }])) as SurvivalAt
const empty: LedgerRow = { code: '', deals: 0, demonstration: 0, bands: [], days: null, satisfaction: null, survival: untold }

/** The lines of one table, what would tell of one deal withheld: each figure by the number of deals it is of. */
function sparing(rows: readonly CountedRow[], bands: number): LedgerRow[] {
  const few = withheldRows(rows, ({ deals }) => deals), unspoken = withheldRows(rows, ({ spoken }) => spoken)
  const undue = Object.fromEntries(outcomeMonths.map((months) => [months, withheldRows(rows, (row) => row[`due_${months}`])])) as Record<OutcomeMonths, Set<CountedRow>>
  return rows.map((row) => ({
    code: row.code, deals: row.deals, demonstration: row.demonstration,
    bands: few.has(row) ? null : Array.from({ length: bands }, (_, band) => row.bands.filter((one) => one === band).length),
    days: few.has(row) ? null : Math.round(row.days), satisfaction: row.spoken < fewestTold || unspoken.has(row) ? null : Math.round(row.satisfaction! * 10) / 10,
    survival: Object.fromEntries(outcomeMonths.map((months) => [months, undue[months].has(row) ? null : { due: row[`due_${months}`], said: row[`said_${months}`], used: row[`used_${months}`] }])) as SurvivalAt,
  }))
}

interface SoldRow { value: number; supplier: number; demander: number; demonstration: boolean; fields: string[]; trl: number | null; forms: string[] }
/** Reference prices: what deals of a field cost by readiness and by form of transfer. Deals of the demonstration city are never mixed with others. */
async function pricesOf(db: Db, step: (typeof readinessSteps)[number] | null = null): Promise<{ prices: PriceRow[]; pricesDemonstrated: boolean }> {
  const [low, high] = step?.split('-').map(Number) ?? []
  const { rows } = await sql<SoldRow>`
    select d.value, d.supplier_organisation_id as supplier, d.demander_organisation_id as demander, d.demonstration, ${fieldsOf} as fields, o.trl, coalesce(o.transfer_forms, '{}') as forms
    from deal d left join listing o on o.id = d.offer_id where ${wonAndStands}${low === undefined ? sql`` : sql` and o.trl between ${low} and ${high}`}
      and (not d.demonstration or not exists (select from deal r where r.stage = 'won' and not r.demonstration)) order by d.closed_at desc limit 20000`.execute(db)
  const sold = rows
  const fields = ['', ...new Set(sold.flatMap((row) => row.fields))].filter((field, i, all) => all.indexOf(field) === i).toSorted()
  const forms = [...new Set(sold.flatMap((row) => row.forms))].toSorted()
  const row = (field: string, by: PriceRow['by'], code: string, of: SoldRow[]): PriceRow[] => { const band = priceBand(of); return band ? [{ field, by, code, ...band }] : [] }
  const prices = fields.flatMap((field) => {
    const within = field === '' ? sold : sold.filter((one) => one.fields.includes(field))
    return [...readinessSteps.flatMap((step) => row(field, 'trl', step, within.filter(({ trl }) => readinessStep(trl) === step))), ...forms.flatMap((form) => row(field, 'form', form, within.filter((one) => one.forms.includes(form))))]
  })
  return { prices, pricesDemonstrated: prices.length > 0 && rows.some(({ demonstration }) => demonstration) }
}
/** What deals of a listing's own fields cost at its step of readiness: as the ledger tells it, and nothing where the ledger tells nothing. */
export async function pricesLike(reader: Db, { research_fields, trl }: { research_fields: readonly string[]; trl: number | null }): Promise<{ prices: PriceRow[]; pricesDemonstrated: boolean }> {
  const step = readinessStep(trl), broad = new Set(research_fields.map((code) => code.slice(0, 1)))
  if (step === null || broad.size === 0) return { prices: [], pricesDemonstrated: false }
  const { prices, pricesDemonstrated } = await pricesOf(asSystem(reader), step) // of bands told to everybody
  return { prices: prices.filter(({ by, code, field }) => by === 'trl' && code === step && broad.has(field)), pricesDemonstrated }
}

const mostNamed = 200
/** The deals both sides let be named, the latest first. */
async function namedDeals(db: Db, bounds: readonly number[]): Promise<NamedDeal[]> {
  const { rows } = await sql<Omit<NamedDeal, 'band' | 'use'> & { value: number; said: { months: OutcomeMonths; usage: Usage; side: 'supplier' | 'demander'; named: boolean; id: number }[] }>`
    select d.id, d.value, coalesce(i.titles, '{}') as titles, s.name_vi as supplier_vi, s.name_en as supplier_en, r.name_vi as demander_vi, r.name_en as demander_en, (${fieldsOf})[1] as field,
      to_char(d.closed_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY') as year, d.demonstration, said.said
    from deal d join interest i on i.id = d.interest_id join organisation s on s.id = d.supplier_organisation_id join organisation r on r.id = d.demander_organisation_id
    cross join lateral (select json_agg(json_build_object('id', o.id, 'months', o.months, 'usage', o.usage, 'named', o.named, 'side', case o.organisation_id when d.supplier_organisation_id then 'supplier' else 'demander' end) order by o.id desc) as said from outcome_statement o where o.deal_id = d.id) said
    where ${wonAndStands} and exists (select from outcome_statement o where o.deal_id = d.id and o.named) order by d.closed_at desc, d.id desc limit ${mostNamed * 5}`.execute(db)
  return rows.flatMap(({ value, said, ...deal }) => {
    const last = (side: string, months?: number) => said.find((one) => one.side === side && (months === undefined || one.months === months))
    if (!mayBeNamed(last('supplier'), last('demander'))) return []
    const use = outcomeMonths.toReversed().flatMap((months) => { const [a, b] = [last('supplier', months), last('demander', months)]; return a && b && a.usage === b.usage ? [{ months, usage: a.usage }] : [] })[0] ?? null
    return [{ ...deal, band: bandOf(value, bounds), use }]
  }).slice(0, mostNamed)
}
