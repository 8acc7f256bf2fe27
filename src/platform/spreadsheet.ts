/** A cell a spreadsheet would run as a formula gets an apostrophe before it; an import takes it off again. */
export const guarded = (cell: string): string => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)
