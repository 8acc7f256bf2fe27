export type MandateRefusal = never
