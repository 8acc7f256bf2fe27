export type PaymentRefusal = never
