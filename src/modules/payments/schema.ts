// oxlint-disable-next-line no-empty-interface
export interface PaymentTables {}

export type PaymentEvent = never
