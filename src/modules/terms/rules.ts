export type TermRefusal = never
