import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, isStaff, permit, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { choiceField, lineField, optionalTextField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { loadPrivacyTexts } from '../consents/commands.ts'
import { loadRulebook } from '../rulebook/commands.ts'
import { tellCodesChanged } from './queries.ts'
import type { TaxonomyRefusal } from './rules.ts'
import { type Code, type CodeList, codeLists } from './schema.ts'

interface Source { list: CodeList; file: string; code: string }
const sources: Source[] = [
  { list: 'research_field', file: 'research_fields.csv', code: 'code' },
  { list: 'patent_class', file: 'cpc.csv', code: 'symbol' },
  { list: 'industry', file: 'vsic_sections.csv', code: 'code' },
  { list: 'ward', file: 'hanoi_wards.csv', code: 'code' },
  { list: 'province', file: 'provinces.csv', code: 'code' },
  { list: 'country', file: 'countries.csv', code: 'alpha2' },
  { list: 'transfer_form', file: 'transfer_forms.csv', code: 'code' },
  { list: 'ip_status', file: 'ip_statuses.csv', code: 'code' },
  { list: 'organisation_kind', file: 'organisation_kinds.csv', code: 'code' },
  { list: 'trl', file: 'trl.csv', code: 'level' },
  { list: 'decline_reason', file: 'decline_reasons.csv', code: 'code' },
  { list: 'match_decline_reason', file: 'match_decline_reasons.csv', code: 'code' },
  { list: 'loss_reason', file: 'loss_reasons.csv', code: 'code' },
]

/**
 * Loads every list of `folder`, the rule table and the terms beside them. When this returns each code has the names
 * of its file, but for those edited here, which keep theirs; codes no file holds any longer are kept, for
 * old records.
 */
export async function loadCodeLists(db: Db, folder: string): Promise<number> {
  let count = 0
  for (const { list, file, code } of sources) {
    const rows = parse(readFileSync(join(folder, file)), { columns: true, bom: true, skip_empty_lines: true }) as Record<string, string>[]
    const values: Omit<Code, 'edited_at' | 'edited_by' | 'retired_at'>[] = rows.map((row, position) => ({
      list, code: row[code] ?? '', parent: row.parent || null, level: (list === 'ward' ? row.kind : row.level) || null,
      name_vi: row.full_name_vi ?? row.name_vi ?? '', name_en: row.full_name_en ?? row.name_en ?? '', position,
    }))
    await db.insertInto('code').values(values)
      .onConflict((on) => on.columns(['list', 'code']).doUpdateSet((row) => ({
        parent: row.ref('excluded.parent'), level: row.ref('excluded.level'), name_vi: row.ref('excluded.name_vi'), name_en: row.ref('excluded.name_en'), position: row.ref('excluded.position'),
      })).where(sql<boolean>`code.edited_at is null and (code.parent, code.level, code.name_vi, code.name_en, code.position) is distinct from (excluded.parent, excluded.level, excluded.name_vi, excluded.name_en, excluded.position)`))
      .execute()
    count += values.length
  }
  await loadRulebook(db, folder)
  await loadPrivacyTexts(db, folder)
  await tellCodesChanged(db)
  return count
}

const codeField = z.string({ error: 'required' }).trim().regex(/^[A-Za-z0-9][\w.-]{0,19}$/, { error: 'code' })
const positionField = z.preprocess((typed) => (typeof typed === 'string' ? (/^\d{1,5}$/.test(typed.trim()) ? Number(typed) : null) : typed), z.number({ error: 'number' }).int().min(0).max(99_999))
const names = { name_vi: lineField(300), name_en: lineField(300), position: positionField }
const which = { list: choiceField(codeLists), code: codeField }

export const NewCode = z.object({ ...which, ...names, parent: optionalTextField(20) })
/** The list has one more code, offered from now on. Refused where it has that code already, retired or not. */
export async function addCode(ctx: Ctx, { list, code, parent, ...given }: z.output<typeof NewCode>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const above = parent === '' ? null : await tx.selectFrom('code').select(['code', 'level']).where('list', '=', list).where('code', '=', parent).executeTakeFirst() ?? refuse<TaxonomyRefusal>({ code: 'parent_unknown', field: 'parent' })
    // A code stands one level below its parent; without one it is like its list's first.
    const like = above ? await tx.selectFrom('code').select('level').where('list', '=', list).where('parent', '=', above.code).limit(1).executeTakeFirst() : await tx.selectFrom('code').select('level').where('list', '=', list).where('parent', 'is', null).limit(1).executeTakeFirst()
    const level = like?.level ?? (above?.level && /^\d$/.test(above.level) ? String(Number(above.level) + 1) : null)
    const { numInsertedOrUpdatedRows } = await tx.insertInto('code')
      .values({ list, code, parent: above?.code ?? null, level, ...given, retired_at: null, edited_at: ctx.now(), edited_by: ctx.actor.person_id }).onConflict((on) => on.doNothing()).executeTakeFirst()
    if (!numInsertedOrUpdatedRows) refuse<TaxonomyRefusal>({ code: 'code_taken', field: 'code' })
    await record(tx, ctx, `code:${list}:${code}`, { type: 'taxonomy.code_added', list, code, names: given }, null)
  })
  await tellCodesChanged(ctx.db)
}

export const CodeChange = z.object({ ...which, ...names, /** What the form showed, so that nobody undoes a change they have not seen. */ seen: optionalTextField(40) })
/** The code has these names and this place, and keeps them when the files are read again. Both versions are in the record. */
export async function changeCode(ctx: Ctx, { list, code, seen, ...to }: z.output<typeof CodeChange>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { name_vi, name_en, position, edited_at } = await codeInTurn(tx, list, code)
    if (name_vi === to.name_vi && name_en === to.name_en && position === to.position) return
    if (seen !== (edited_at?.toISOString() ?? '')) refuse<TaxonomyRefusal>({ code: 'code_changed_meanwhile' })
    await tx.updateTable('code').set({ ...to, edited_at: ctx.now(), edited_by: ctx.actor.person_id }).where('list', '=', list).where('code', '=', code).execute()
    await record(tx, ctx, `code:${list}:${code}`, { type: 'taxonomy.code_changed', list, code, from: { name_vi, name_en, position }, to }, null)
  })
  await tellCodesChanged(ctx.db)
}

export const CodeNamed = z.object(which)
/** The code is offered to nobody any more; what was filed under it stays. */
export async function retireCode(ctx: Ctx, { list, code }: z.output<typeof CodeNamed>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await offer(ctx, list, code, false)
}
/** The code is offered again. */
export async function restoreCode(ctx: Ctx, { list, code }: z.output<typeof CodeNamed>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await offer(ctx, list, code, true)
}

async function offer(ctx: Ctx, list: CodeList, code: string, open: boolean): Promise<void> {
  await transact(ctx, async (tx) => {
    const { retired_at } = await codeInTurn(tx, list, code)
    if ((retired_at === null) === open) return
    await tx.updateTable('code').set({ retired_at: open ? null : ctx.now(), edited_at: ctx.now(), edited_by: ctx.actor.person_id }).where('list', '=', list).where('code', '=', code).execute()
    await record(tx, ctx, `code:${list}:${code}`, open ? { type: 'taxonomy.code_restored', list, code } : { type: 'taxonomy.code_retired', list, code }, null)
  })
  await tellCodesChanged(ctx.db)
}

const codeInTurn = async (tx: Tx, list: CodeList, code: string): Promise<Code> =>
  found(await tx.selectFrom('code').selectAll().where('list', '=', list).where('code', '=', code).forUpdate().executeTakeFirst())
