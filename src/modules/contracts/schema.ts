// oxlint-disable-next-line no-empty-interface
export interface ContractTables {}

export type ContractEvent = never
