import type { ContractKind } from './schema.ts'

export type ContractRefusal =
  | { code: 'version_not_newest' }
  | { code: 'contract_signed'; kind: ContractKind; number: number }
  | { code: 'contract_not_begun'; kind: ContractKind }
  | { code: 'contract_written_meanwhile'; draft_version: number }
  | { code: 'version_issued_meanwhile'; number: number }
  | { code: 'version_unchanged'; number: number }
  | { code: 'contract_incomplete'; kind: ContractKind; missing: number }
  | { code: 'clause_not_there' }
  | { code: 'clause_needed_by_law' }
  | { code: 'contract_of_closed_deal' }
