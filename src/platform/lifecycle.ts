import { refuse } from './refusal.ts'

/** For every state, the verbs allowed there and the state each leads to. */
export type Lifecycle<S extends string> = Record<S, Partial<Record<string, S>>>
export type WrongState = { code: 'wrong_state'; state: string; verb: string }

/** The state `verb` leads to; refused with `wrong_state` where the table has no such row. */
export function next<S extends string>(lifecycle: Lifecycle<S>, state: S, verb: string): S {
  return lifecycle[state][verb] ?? refuse<WrongState>({ code: 'wrong_state', state, verb })
}
