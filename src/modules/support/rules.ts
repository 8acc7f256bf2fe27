export type SupportRefusal = never
