// oxlint-disable-next-line no-empty-interface
export interface ResultTables {}

export type ResultEvent = never
