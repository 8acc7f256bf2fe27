// oxlint-disable-next-line no-empty-interface
export interface SupportTables {}

export type SupportEvent = never
