export const codeLists = ['research_field', 'patent_class', 'industry', 'ward', 'province', 'country', 'transfer_form', 'ip_status', 'organisation_kind', 'trl', 'decline_reason', 'match_decline_reason', 'loss_reason'] as const
export type CodeList = (typeof codeLists)[number]

export interface Code {
  list: CodeList
  code: string
  parent: string | null
  level: string | null
  name_vi: string
  name_en: string
  position: number
  /** From then on it is not offered any more; what was filed under it keeps its name. */
  retired_at: Date | null
  /** Changed here, and so no release changes it again. */
  edited_at: Date | null
  edited_by: number | null
}
export interface TaxonomyTables { code: Code }

interface Names { name_vi: string; name_en: string; position: number }
export type TaxonomyEvent =
  | { type: 'taxonomy.code_added'; list: CodeList; code: string; names: Names }
  | { type: 'taxonomy.code_changed'; list: CodeList; code: string; from: Names; to: Names }
  | { type: 'taxonomy.code_retired'; list: CodeList; code: string }
  | { type: 'taxonomy.code_restored'; list: CodeList; code: string }
