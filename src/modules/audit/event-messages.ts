import type { DomainEvent } from '../../core/schema.ts'

export type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>
/** A sentence for everything of E that can happen: a missing one is a compile error. `reason` is the name of the event's code, where it has one. */
export type WordsOf<E extends DomainEvent> = { [T in E['type']]: (event: Extract<E, { type: T }>, reason: string) => string }
export const because = (reason: string): string => (reason ? `: “${reason}”` : '')
