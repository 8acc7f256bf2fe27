import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { z } from 'zod'
import { byTime, type Ctx, inPerson, isStaff, permit, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { choiceField, dayField, lineField, optionalTextField, optionalUrlField } from '../../platform/fields.ts'
import { refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { holidaySet, newestRule } from './queries.ts'
import { asLaw, dayBefore, lieusMissing, type RuleRefusal, tooFine } from './rules.ts'
import { type Rule, ruleMarks, type RulebookTables, serviceCodes, serviceUnits } from './schema.ts'

type Row = Record<string, string>
const rowsOf = (folder: string, file: string): Row[] => parse(readFileSync(join(folder, file)), { columns: true, bom: true, skip_empty_lines: true }) as Row[]

/**
 * Brings the rule table and the holidays up to `folder`. A row is known by its code and first day; what
 * was changed here since, by two people, stays as it is, and so does what no file holds any longer. Holidays new to a market at work are recorded: what was counted over them is counted anew.
 */
export async function loadRulebook(db: Db, folder: string): Promise<number> {
  const rules = rowsOf(folder, 'rules.csv').map((row) => ({
    code: row.code ?? '', value: row.value ? Number(row.value) : null, unit: row.unit ?? '', label_vi: row.label_vi ?? '', label_en: row.label_en ?? '',
    document: row.document ?? '', article: row.article ?? '', source: row.source ?? '', mark: row.mark ?? '', valid_from: row.valid_from ?? '', valid_to: row.valid_to || null, note: row.note ?? '',
  }))
  const given = sql`json_to_recordset(${JSON.stringify(rules)}::json) as g(code text, value numeric, unit text, label_vi text, label_en text, document text, article text, source text, mark text, valid_from date, valid_to date, note text)`
  // First what is known, whose last day may now be told, then what is new; neither where a change made here has the days.
  await sql`update rule r set value = g.value, unit = g.unit, label_vi = g.label_vi, label_en = g.label_en, document = g.document, article = g.article, source = g.source, mark = g.mark, valid_to = g.valid_to, note = g.note
    from ${given} where r.code = g.code and r.valid_from = g.valid_from and r.edited_at is null
      and (r.value, r.unit, r.label_vi, r.label_en, r.document, r.article, r.source, r.mark, r.valid_to, r.note) is distinct from (g.value, g.unit, g.label_vi, g.label_en, g.document, g.article, g.source, g.mark, g.valid_to, g.note)
      and not exists (select from rule o where o.code = r.code and o.id <> r.id and daterange(o.valid_from, o.valid_to, '[]') && daterange(g.valid_from, g.valid_to, '[]'))`.execute(db)
  await sql`insert into rule (code, value, unit, label_vi, label_en, document, article, source, mark, valid_from, valid_to, note)
    select g.* from ${given} order by g.valid_from on conflict do nothing`.execute(db)
  const holidays = rowsOf(folder, 'holidays.csv')
  await db.transaction().execute(async (tx) => {
    const known = await tx.selectFrom('holiday').select('day').limit(1).executeTakeFirst()
    const { rows: loaded } = await sql<{ day: string; added: boolean; now: Date }>`insert into holiday (day, name_vi, name_en) select * from json_to_recordset(${JSON.stringify(holidays)}::json) as g(day date, name_vi text, name_en text)
    on conflict (day) do update set name_vi = excluded.name_vi, name_en = excluded.name_en where holiday.edited_by is null and (holiday.name_vi, holiday.name_en) is distinct from (excluded.name_vi, excluded.name_en) returning day::text, xmax = 0 as added, now()`.execute(tx)
    const days = loaded.flatMap(({ day, added }) => (added ? [day] : [])).toSorted()
    if (known && days.length) await record(tx, byTime(db, loaded[0]!.now, 'load_rulebook'), 'holidays', { type: 'rulebook.holidays_loaded', days }, null)
  })
  return rules.length
}

const amountField = (max: number) => z.preprocess((typed) => (typeof typed === 'string' ? (/^\d{1,6}$/.test(typed.trim()) ? Number(typed) : null) : typed), z.number({ error: 'number' }).int({ error: 'number' }).min(1, { error: 'number' }).max(max, { error: 'number' }))
/** A number as Vietnamese and English write it: 0,5 or 0.5; thousands plain. */
const valueField = z.preprocess((typed) => (typeof typed === 'string' ? (/^\d{1,13}(?:[.,]\d{1,4})?$/.test(typed.trim()) ? Number(typed.trim().replace(',', '.')) : null) : typed), z.number({ error: 'number' }).min(0, { error: 'number' }))

/** A new value of a known number, from a day on. NF is no value. */
export const RuleChange = z.object({
  code: z.string().min(1).max(80), value: valueField, valid_from: dayField, mark: choiceField(ruleMarks.filter((mark) => mark !== 'NF') as ['S', 'S2', 'K', 'own']),
  document: optionalTextField(200), article: optionalTextField(100), source: optionalUrlField, note: optionalTextField(500),
})
export type RuleChange = z.output<typeof RuleChange>

/** The rule a change would follow; refused where the change comes too early, has no source or is finer than its unit. */
export async function ruleBefore(tx: Tx, { code, value, valid_from, mark, document, source }: Pick<RuleChange, 'code' | 'value' | 'valid_from' | 'mark' | 'document' | 'source'>): Promise<Rule> {
  const former = await newestRule(tx, code) ?? refuse<RuleRefusal>({ code: 'rule_unknown', rule: code })
  if (valid_from <= former.valid_from) refuse<RuleRefusal>({ code: 'rule_not_later', valid_from: former.valid_from, field: 'valid_from' })
  if (tooFine({ unit: former.unit, value })) refuse<RuleRefusal>({ code: 'percent_too_fine', field: 'value' })
  if (asLaw({ mark }) && (!document || !source)) refuse<RuleRefusal>({ code: 'law_needs_source', field: 'source' })
  return former
}

/** From `valid_from` on the number is the new one; the day before is the former's last, and nothing is overwritten. Only two people together come here. */
export async function changeRule(tx: Tx, ctx: Ctx, { former_id, approval_id, reason, ...change }: RuleChange & { former_id: number; approval_id: number; reason: string }): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  const former = await ruleBefore(tx, change)
  if (former.id !== former_id) refuse<RuleRefusal>({ code: 'rule_changed_meanwhile' })
  const last = dayBefore(change.valid_from)
  if (former.valid_to === null || former.valid_to > last) await tx.updateTable('rule').set({ valid_to: last, edited_at: ctx.now() }).where('id', '=', former.id).execute()
  const { unit, label_vi, label_en } = former
  await tx.insertInto('rule').values({ ...change, unit, label_vi, label_en, valid_to: null, approval_id, edited_at: ctx.now() } satisfies Omit<RulebookTables['rule'], 'id'>).execute()
  await record(tx, ctx, `rule:${change.code}`, { type: 'rulebook.rule_changed', code: change.code, value: change.value, unit, valid_from: change.valid_from, reason }, null)
}

export const ServiceTimeChange = z.object({ code: choiceField(serviceCodes), amount: amountField(1000), unit: choiceField(serviceUnits), valid_from: dayField })
/** From that day on this is how long the queue may take; what came in before is judged as it was promised then. */
export async function changeServiceTime(ctx: Ctx, input: z.output<typeof ServiceTimeChange>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  if (input.valid_from < hanoiDay(ctx.now())) refuse<RuleRefusal>({ code: 'service_time_past', field: 'valid_from' })
  await transact(ctx, async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx.insertInto('service_time').values({ ...input, changed_by: ctx.actor.person_id, changed_at: ctx.now() })
      .onConflict((on) => on.columns(['code', 'valid_from']).doUpdateSet({ amount: input.amount, unit: input.unit, changed_by: ctx.actor.person_id, changed_at: ctx.now() })
        .where(sql<boolean>`(service_time.amount, service_time.unit) is distinct from (excluded.amount, excluded.unit)`)).executeTakeFirst()
    if (numInsertedOrUpdatedRows) await record(tx, ctx, `service_time:${input.code}`, { type: 'rulebook.service_time_changed', ...input }, null)
  })
}

export const HolidayAdded = z.object({ day: dayField, name_vi: lineField(100), name_en: lineField(100) })
/** That day is no working day: Tết and Hùng Vương, which follow the moon, and whatever the government adds. */
export async function addHoliday(ctx: Ctx, { day, name_vi, name_en }: z.output<typeof HolidayAdded>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx.insertInto('holiday').values({ day, name_vi, name_en, removed_at: null, edited_by: ctx.actor.person_id })
      .onConflict((on) => on.column('day').doUpdateSet({ name_vi, name_en, removed_at: null, no_lieu: false, edited_by: ctx.actor.person_id }).where('holiday.removed_at', 'is not', null)).executeTakeFirst()
    if (!numInsertedOrUpdatedRows) refuse<RuleRefusal>({ code: 'holiday_known', day, field: 'day' })
    await record(tx, ctx, `holiday:${day}`, { type: 'rulebook.holiday_added', day, name_vi }, null)
  })
}

export const HolidayRemoved = z.object({ day: dayField })
/** That day is a working day again, and stays one when the files are read anew. */
export async function removeHoliday(ctx: Ctx, { day }: z.output<typeof HolidayRemoved>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const removed = await tx.updateTable('holiday').set({ removed_at: ctx.now(), edited_by: ctx.actor.person_id }).where('day', '=', day).where('removed_at', 'is', null).returning('name_vi').executeTakeFirst()
    if (removed) await record(tx, ctx, `holiday:${day}`, { type: 'rulebook.holiday_removed', day, name_vi: removed.name_vi }, null)
  })
}

export const NoLieu = z.object({ day: dayField })
/** No day is off in lieu of that holiday on a weekend, and none is asked for. Entered anew, it asks again. */
export async function declareNoLieu(ctx: Ctx, { day }: z.output<typeof NoLieu>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const holiday = await tx.selectFrom('holiday').select(['name_vi', 'no_lieu']).where('day', '=', day).where('removed_at', 'is', null).forUpdate().executeTakeFirst()
    if (holiday?.no_lieu) return
    if (!holiday || !lieusMissing(day.slice(0, 4), await holidaySet(tx)).some(({ of }) => of === day)) refuse<RuleRefusal>({ code: 'no_lieu_waits', day })
    await tx.updateTable('holiday').set({ no_lieu: true, edited_by: ctx.actor.person_id }).where('day', '=', day).execute()
    await record(tx, ctx, `holiday:${day}`, { type: 'rulebook.no_lieu', day, name_vi: holiday.name_vi }, null)
  })
}
