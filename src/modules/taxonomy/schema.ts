export const codeLists = ['research_field', 'patent_class', 'industry', 'ward', 'province', 'country', 'transfer_form', 'ip_status', 'organisation_kind', 'trl', 'decline_reason', 'loss_reason'] as const
export type CodeList = (typeof codeLists)[number]

export interface Code {
  list: CodeList
  code: string
  parent: string | null
  level: string | null
  name_vi: string
  name_en: string
  position: number
}
export interface TaxonomyTables { code: Code }
