import type { Reactions } from './core/reactions.ts'

/** When this is recorded, do that: the one table of consequences between modules. */
export const reactions: Reactions = {}
