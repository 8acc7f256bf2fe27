import { minutesFrom } from '../../platform/time.ts'
import { hundredths, type Rankable, type Ranked, ranking } from './ranking-rules.ts'
import type { RoundRules, SolutionRules } from './schema.ts'

/** One participant's minutes in one round. `amount`: what they asked in it at last, null where they kept their price or nobody may know yet. */
export interface Turn { round: number; position: number; number: number; begins_at: Date; ends_at: Date; closed: boolean; amount: number | null }
/** The rounds of one call as far as they have come. The prices in `answers` are those of the envelopes. */
export interface Rounds { rules: SolutionRules & { rounds: RoundRules }; begins_at: Date; answers: readonly Rankable[]; turns: readonly Turn[]; over: boolean }

export type RoundCommand =
  /** The clock, or somebody looking: what time has ended is over. */
  | { type: 'look'; at: Date }
  | { type: 'lower'; number: number; amount: number; at: Date }
export type RoundEvent =
  | { type: 'round_opened'; turns: readonly Turn[] }
  | { type: 'turn_closed'; round: number; position: number }
  | { type: 'lowered'; round: number; position: number; number: number; amount: number }
  | { type: 'rounds_over' }
export type RoundRefusal =
  | { code: 'rounds_not_running' }
  | { code: 'turn_not_yet'; round: number; begins: string }
  | { code: 'turn_over'; round: number; ended: string; last: boolean }
  | { code: 'price_not_lower'; highest: number; field: 'price' }
  | { code: 'price_at_bottom'; field: 'price' }

/** What everybody asks, as far as it may be known: the price of the envelope, or what was asked last up to the end of that round. */
export function pricesAfter({ answers, turns }: Pick<Rounds, 'answers' | 'turns'>, round = Infinity): Map<number, number | null> {
  const prices = new Map(answers.map(({ number, price }) => [number, price]))
  for (const turn of turns) if (turn.round <= round && turn.amount !== null) prices.set(turn.number, Math.min(turn.amount, prices.get(turn.number) ?? turn.amount))
  return prices
}
/** Everybody's place by the prices after that round; after round 0, by the envelopes. */
export function standings(rounds: Rounds, round = Infinity): Ranked[] {
  const prices = pricesAfter(rounds, round)
  return ranking(rounds.rules, rounds.answers.map((answer) => ({ ...answer, price: prices.get(answer.number) ?? null })))
}

/** The turns of the next round, one after the other without a gap: the worst placed begins, so the best placed knows what to answer. */
function turnsOf(rounds: Rounds, round: number, begins: Date): Turn[] {
  const { turn_minutes } = rounds.rules.rounds
  return standings(rounds).filter(({ rank }) => rank !== null).toReversed().map(({ number }, i) =>
    ({ round, position: i + 1, number, begins_at: minutesFrom(begins, i * turn_minutes), ends_at: minutesFrom(begins, (i + 1) * turn_minutes), closed: false, amount: null }))
}

const lastOf = (turns: readonly Turn[]): Turn | undefined => turns.toSorted((a, b) => a.round - b.round || a.position - b.position).at(-1)

/** What follows from this command, or why it does not. Nothing in here knows of a clock: the moment comes with the command. */
export function decideRounds(rounds: Rounds, command: RoundCommand): readonly RoundEvent[] | RoundRefusal {
  return command.type === 'look' ? looked(rounds, command.at) : lowered(rounds, command)
}

/** One step at a time: turns that are over, then the round after them, for its order follows from what was asked in them. */
function looked(rounds: Rounds, at: Date): readonly RoundEvent[] {
  if (rounds.over) return []
  const ended = rounds.turns.filter(({ closed, ends_at }) => !closed && at >= ends_at)
  if (ended.length) return ended.map(({ round, position }) => ({ type: 'turn_closed', round, position }))
  if (rounds.turns.some(({ closed }) => !closed)) return []
  const last = lastOf(rounds.turns)
  if (last?.round === rounds.rules.rounds.count) return [{ type: 'rounds_over' }]
  const { pause_minutes } = rounds.rules.rounds
  const planned = last ? minutesFrom(last.ends_at, pause_minutes) : rounds.begins_at
  // Where the clock stood still past the planned moment, nobody could know the order: the round begins a pause from now, on a full minute.
  return [{ type: 'round_opened', turns: turnsOf(rounds, (last?.round ?? 0) + 1, at < planned ? planned : new Date(Math.ceil(minutesFrom(at, pause_minutes).getTime() / 60_000) * 60_000)) }]
}

function lowered(rounds: Rounds, { number, amount, at }: Extract<RoundCommand, { type: 'lower' }>): readonly RoundEvent[] | RoundRefusal {
  const turn = lastOf(rounds.turns.filter((one) => one.number === number))
  if (rounds.over || !turn) return { code: 'rounds_not_running' }
  if (turn.closed || at >= turn.ends_at) return { code: 'turn_over', round: turn.round, ended: turn.ends_at.toISOString(), last: turn.round === rounds.rules.rounds.count }
  if (at < turn.begins_at) return { code: 'turn_not_yet', round: turn.round, begins: turn.begins_at.toISOString() }
  const highest = highestLower(rounds, number)
  if (highest <= 0) return { code: 'price_at_bottom', field: 'price' }
  return amount > highest ? { code: 'price_not_lower', highest, field: 'price' } : [{ type: 'lowered', round: turn.round, position: turn.position, number, amount }]
}
/** The highest price that still is lower than one's own by the step; zero or less where there is none. */
export const highestLower = (rounds: Rounds, number: number): number => (pricesAfter(rounds).get(number) ?? 0) - rounds.rules.rounds.step

export function applyRounds(rounds: Rounds, event: RoundEvent): Rounds {
  const changed = (round: number, position: number, change: Partial<Turn>): Rounds => ({ ...rounds, turns: rounds.turns.map((turn) => (turn.round === round && turn.position === position ? { ...turn, ...change } : turn)) })
  switch (event.type) {
    case 'round_opened': return { ...rounds, turns: [...rounds.turns, ...event.turns] }
    case 'turn_closed': return changed(event.round, event.position, { closed: true })
    case 'lowered': return changed(event.round, event.position, { amount: event.amount })
    case 'rounds_over': return { ...rounds, over: true }
  }
}

/** Whose turn it is, whose comes next, or that all are over. */
export function turnAt(turns: readonly Turn[], now: Date): { on: Turn | null; next: Turn | null } {
  const coming = turns.filter(({ closed, ends_at }) => !closed && now < ends_at).toSorted((a, b) => a.begins_at.getTime() - b.begins_at.getTime())
  const on = coming.find(({ begins_at }) => now >= begins_at) ?? null
  return { on, next: coming.find((turn) => turn !== on) ?? null }
}

/** One line of the record: what somebody asked before the rounds and after each, and where that put them. */
export interface RoundLine { number: number; technical: number; prices: (number | null)[]; ranks: (number | null)[]; turns: (Turn | null)[] }
/** Every participant by number, through the envelopes and each round that is over. */
export function roundLines(rounds: Rounds): RoundLine[] {
  const done = [0, 1, 2, 3].filter((round) => round === 0 || (rounds.turns.some((turn) => turn.round === round) && rounds.turns.every((turn) => turn.round !== round || turn.closed)))
  const places = done.map((round) => ({ prices: pricesAfter(rounds, round), ranked: standings(rounds, round) }))
  return rounds.answers.toSorted((a, b) => a.number - b.number).map(({ number }) => ({
    number, technical: hundredths(places[0]!.ranked.find((one) => one.number === number)!.technical),
    prices: places.map(({ prices }) => prices.get(number) ?? null), ranks: places.map(({ ranked }) => ranked.find((one) => one.number === number)?.rank ?? null),
    turns: [1, 2, 3].map((round) => rounds.turns.find((turn) => turn.round === round && turn.number === number) ?? null),
  }))
}
