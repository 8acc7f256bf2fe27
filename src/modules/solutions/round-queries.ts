import type { Ctx } from '../../core/context.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import { notFound } from '../../platform/refusal.ts'
import { organisationNames } from '../organisations/queries.ts'
import { entriesOf, handedIn, openedPrices } from './prices.ts'
import type { SolutionFile } from './queries.ts'
import { highestLower, pricesAfter, type RoundLine, roundLines, type Rounds, type Turn, turnAt } from './round-rules.ts'
import { roundsOf, turnsOfCall } from './rounds.ts'
import { bindsFor, isRanked } from './rules.ts'
import { asExchange } from './turns.ts'

export interface OwnTurns { number: number; may: boolean; price: number; highest: number; on: Turn | null; next: Turn | null }
export interface RoundsFile { rounds: Rounds; lines: RoundLine[]; names: Map<number, Record<Locale, string>>; own: OwnTurns | null; on: Turn | null; next: Turn | null }

/**
 * The rounds of a call as its reader may see them, by number: those who bid, the council once it has declared, whose need it
 * is and those who watch, while they run; everybody once places are public. Asked beyond the reader, for a price of a turn
 * that is over is theirs to know and the envelope it came in is not; of a running turn only one's own is here.
 */
export async function roundsFile(ctx: Ctx, { call, watches, ofNeed, seat }: SolutionFile): Promise<RoundsFile> {
  const { db, actor } = ctx, ranked = isRanked(call.state)
  const entry = actor.organisation_id === null ? undefined : await db.selectFrom('solution_entry').select(['id', 'number', 'organisation_id']).where('call_id', '=', call.id).where('organisation_id', '=', actor.organisation_id).where('admitted', '=', true).executeTakeFirst()
  if (!ranked && !watches && !ofNeed && !entry && seat?.declaration !== 'none') return notFound()
  const rounds = (await roundsOf(asExchange(ctx).db, call)) ?? notFound()
  const now = ctx.now(), names = new Map<number, Record<Locale, string>>()
  if (ranked && call.rules.shown === 'names') {
    const entries = await entriesOf(asExchange(ctx).db, call.id), of = await organisationNames(asExchange(ctx).db, entries.map(({ organisation_id }) => organisation_id))
    for (const { number, organisation_id } of entries) names.set(number, of.get(organisation_id) ?? { vi: '', en: '' })
  }
  let own: OwnTurns | null = null
  if (entry) {
    const turns = (await turnsOfCall(db, call.id)).filter(({ entry_id }) => entry_id === entry.id), known = { ...rounds, turns }
    own = { number: entry.number, may: bindsFor(entry.organisation_id)(actor), price: pricesAfter(known).get(entry.number) ?? 0, highest: highestLower(known, entry.number), ...turnAt(turns, now) }
  }
  return { rounds, lines: roundLines(rounds), names, own, ...turnAt(rounds.turns, now) }
}

/** One answer in the record, with everything its place follows from. */
export interface RecordedAnswer {
  number: number
  organisation: Record<Locale, string> | null
  handed_in_at: string
  /** A fraction, such as 251/3. */
  technical: string | null
  admitted: boolean
  price_in_envelope: Vnd | null
  rounds: { round: number; position: number; begins_at: string; ends_at: string; lowered: { amount: Vnd; at: string }[] }[]
  price: Vnd | null
  excluded: boolean
  value: string | null
  rank: number | null
  chosen: boolean | null
}
/** Everything that is public of a ranked call, so that anybody works out its places again. Asked beyond the reader: from the ranking on it is everybody's. */
export async function recordedAnswers(ctx: Ctx, { call }: SolutionFile): Promise<RecordedAnswer[]> {
  if (!isRanked(call.state)) return notFound()
  const { db } = asExchange(ctx)
  const [entries, handed, opened, turns] = await Promise.all([entriesOf(db, call.id), handedIn(db, call.id), openedPrices(db, call.id), turnsOfCall(db, call.id)])
  const names = call.rules.shown === 'names' ? await organisationNames(db, entries.map(({ organisation_id }) => organisation_id)) : new Map<number, Record<Locale, string>>()
  const lowered = turns.length ? await db.selectFrom('solution_lowered').select(['turn_id', 'amount', 'lowered_at']).where('turn_id', 'in', turns.map(({ id }) => id)).orderBy('id').execute() : []
  return entries.map((entry) => ({
    number: entry.number, organisation: names.get(entry.organisation_id) ?? null, handed_in_at: new Date(handed.get(entry.submission_id) ?? 0).toISOString(), technical: entry.technical, admitted: entry.admitted === true, price_in_envelope: opened.get(entry.id) ?? null,
    rounds: turns.filter(({ entry_id }) => entry_id === entry.id).map(({ id, round, position, begins_at, ends_at }) => ({ round, position, begins_at: begins_at.toISOString(), ends_at: ends_at.toISOString(), lowered: lowered.filter(({ turn_id }) => turn_id === id).map(({ amount, lowered_at }) => ({ amount, at: lowered_at.toISOString() })) })),
    price: entry.price, excluded: entry.decision === 'excluded', value: entry.value, rank: entry.rank, chosen: entry.chosen,
  }))
}
