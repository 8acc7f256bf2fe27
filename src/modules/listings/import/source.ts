/** The file cannot be read at all. Its message is a sentence that says what to do. */
export class Unreadable extends Error {
  override name = 'Unreadable'
}

/** One row of a file, by the names of its columns, or why it cannot be one. */
export type SourceRow = { line: number; cells: Record<string, unknown> } | { line: number; bad: string; cells?: Record<string, unknown> }

export interface Source {
  format: 'CSV' | 'XLSX' | 'JSON Lines'
  columns: string[]
  /** What `done` counts up to: bytes, or rows of a sheet. */
  size: number
  done: () => number
  rows: () => AsyncGenerator<SourceRow>
}

/** The most characters one row may have: some ten times the longest listing. */
export const longestRow = 2_000_000
