import type { StatementFormat } from './schema.ts'

/** Limits, named in docs/security.md. */
export const largestStatement = 2_000_000
export const mostStatementLines = 5_000

/** Which column holds what, by its heading or its number from 1, where the usual names do not fit. */
export type Columns = Partial<Record<ColumnName, string>>
export const columnNames = ['day', 'amount', 'text', 'name', 'account', 'reference'] as const
export type ColumnName = (typeof columnNames)[number]

export type StatementFault = 'day' | 'amount' | 'direction' | 'fraction' | 'currency' | 'columns' | 'entities' | 'structure'
export type StatementRefusal =
  | { code: 'statement_unreadable'; line: number; why: StatementFault; what: string; field: 'file' }
  | { code: 'statement_format_unknown'; field: 'file' }
  | { code: 'statement_columns'; missing: string; found: string; field: 'file' }
  | { code: 'statement_empty'; format: StatementFormat; field: 'file' }
  | { code: 'statement_too_long'; most: number; field: 'file' }
