// oxlint-disable-next-line no-empty-interface
export interface OutcomeTables {}

export type OutcomeEvent = never
