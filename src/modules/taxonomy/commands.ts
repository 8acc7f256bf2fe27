import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Code, CodeList } from './schema.ts'

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
  { list: 'loss_reason', file: 'loss_reasons.csv', code: 'code' },
]

/** Loads every list of `folder`. When this returns each code has the names of its file; codes no file holds any longer are kept, for old records. */
export async function loadCodeLists(db: Db, folder: string): Promise<number> {
  let count = 0
  for (const { list, file, code } of sources) {
    const rows = parse(readFileSync(join(folder, file)), { columns: true, bom: true, skip_empty_lines: true }) as Record<string, string>[]
    const values: Code[] = rows.map((row, position) => ({
      list, code: row[code] ?? '', parent: row.parent || null, level: (list === 'ward' ? row.kind : row.level) || null,
      name_vi: row.full_name_vi ?? row.name_vi ?? '', name_en: row.full_name_en ?? row.name_en ?? '', position,
    }))
    await db.insertInto('code').values(values)
      .onConflict((on) => on.columns(['list', 'code']).doUpdateSet((row) => ({
        parent: row.ref('excluded.parent'), level: row.ref('excluded.level'), name_vi: row.ref('excluded.name_vi'), name_en: row.ref('excluded.name_en'), position: row.ref('excluded.position'),
      })).where(sql<boolean>`(code.parent, code.level, code.name_vi, code.name_en, code.position) is distinct from (excluded.parent, excluded.level, excluded.name_vi, excluded.name_en, excluded.position)`))
      .execute()
    count += values.length
  }
  return count
}
