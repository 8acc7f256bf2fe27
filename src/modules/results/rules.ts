export type ResultRefusal = never
