export type OutcomeRefusal = never
