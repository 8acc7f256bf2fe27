/**
 * What the measurements of lots have to show, asked of the lines that bench/auction.ts and bench/live-room.ts print. With
 * `--goals` they end with 1 where one is missed, and say which. A goal nothing was measured for is missed too.
 */
type Line = Record<string, unknown>
interface Goal { goal: string; missed: (lines: readonly Line[]) => string | null }

const number = (line: Line | undefined, name: string): number | null => (typeof line?.[name] === 'number' && Number.isFinite(line[name]) ? line[name] : null)
/** Of one number a limit: `bound` says why it is missed, null where it is kept. */
const kept = (value: number | null, within: (value: number) => boolean, name: string): string | null => (value === null ? `${name} was not measured` : within(value) ? null : `${name} is ${value}`)

const hot = (lines: readonly Line[], how: string): Line | undefined => lines.find((line) => line.lots === 1 && line.how === how)
export const auctionGoals: readonly Goal[] = [
  { goal: 'a hot lot takes at least 10 times the commands of the row lock', missed: (lines) => {
    const ours = number(hot(lines, 'writer'), 'per_second'), lock = number(hot(lines, 'select for update'), 'per_second')
    return ours === null || lock === null ? 'one of the two was not measured' : ours >= 10 * lock ? null : `${ours} beside ${lock} a second`
  } },
  { goal: 'no bid is overtaken on a hot lot', missed: (lines) => kept(number(hot(lines, 'writer'), 'overtaken'), (n) => n === 0, 'overtaken at full load') ?? kept(number(hot(lines, 'writer at half load'), 'overtaken'), (n) => n === 0, 'overtaken at half load') },
  { goal: 'at half load p99 of a hot lot is under 25 ms', missed: (lines) => kept(number(hot(lines, 'writer at half load'), 'p99_ms'), (ms) => ms < 25, 'p99_ms') },
]

const watched = (lines: readonly Line[], what: string, watching: number): Line | undefined => lines.find((line) => line.what === what && (number(line, 'watching') ?? 0) >= watching)
export const roomGoals: readonly Goal[] = [
  { goal: '10,000 watch on one process, and every change reaches every one of them', missed: (lines) => {
    const line = watched(lines, 'deltas at two a second', 10_000), frames = number(line, 'frames'), of = number(line, 'of')
    return frames === null || of === null ? 'it was not measured' : frames >= of && of > 0 ? null : `${frames} of ${of} changes`
  } },
  { goal: 'with 10,000 watchers p99 of a change is at most 300 ms at two a second', missed: (lines) => kept(number(watched(lines, 'deltas at two a second', 10_000), 'delta_p99_ms'), (ms) => ms <= 300, 'delta_p99_ms') },
  { goal: 'with 5,000 watchers p99 of a bid is under twice that without', missed: (lines) => {
    const alone = number(lines.find((line) => line.what === 'bids alone'), 'p99_ms'), with_ = number(watched(lines, 'bids while watched', 5_000), 'p99_ms')
    return alone === null || with_ === null ? 'one of the two was not measured' : with_ < 2 * alone ? null : `${with_} ms beside ${alone} ms`
  } },
]

/** Says of each goal that it was reached or by how much it was missed; whether all were reached. */
export function reached(goals: readonly Goal[], lines: readonly Line[], say: (line: string) => void = console.error): boolean {
  const told = goals.map(({ goal, missed }) => ({ goal, why: missed(lines) }))
  for (const { goal, why } of told) say(why === null ? `✓ ${goal}` : `✗ ${goal}: ${why}`)
  return told.every(({ why }) => why === null)
}
