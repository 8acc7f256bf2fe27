// oxlint-disable-next-line no-empty-interface
export interface TermTables {}

export type TermEvent = never
