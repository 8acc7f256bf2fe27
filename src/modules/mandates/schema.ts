// oxlint-disable-next-line no-empty-interface
export interface MandateTables {}

export type MandateEvent = never
