import { stringify } from 'csv-stringify/sync'
import { inLocale, type Locale } from '../../platform/locale.ts'
import { guarded } from '../../platform/spreadsheet.ts'
import { formatInstant } from '../../platform/time.ts'
import { figure, workbookFile } from '../../platform/workbook.ts'
import { movedBy } from './date-queries.ts'
import { solutionTexts } from './page-messages.ts'
import type { ResultRow, SolutionFile } from './queries.ts'
import { roundTexts } from './round-messages.ts'
import type { RecordedAnswer, RoundsFile } from './round-queries.ts'

const verdictOf = ({ why, chosen }: ResultRow, locale: Locale): string => { const t = solutionTexts[locale]; return why === 'below_threshold' ? t.below : why === 'excluded' ? t.excluded : chosen === null ? t.ranked : chosen ? t.chosen : t.notChosen }
function tableOf({ result }: SolutionFile, locale: Locale): { head: string[]; rows: (string | number)[][] } {
  const t = solutionTexts[locale]
  return { head: [t.rank, t.solution, t.number(0).replace(' 0', ''), t.technical, `${t.price} (VND)`, t.value, t.verdict], rows: result.map((row) => [row.rank ?? '', row.name ? inLocale(locale, row.name.vi, row.name.en) : t.number(row.number), row.number, row.technical / 100, row.price ?? '', row.value === null ? '' : row.value / 100, verdictOf(row, locale)]) }
}
const safe = (cell: string | number): string | number => (typeof cell === 'string' ? guarded(cell) : cell)
/** The ranking for programs, a line a solution; as public as the page it stands on. */
export function rankingCsv(file: SolutionFile, locale: Locale): string {
  const { head, rows } = tableOf(file, locale)
  return stringify([head, ...rows.map((row) => row.map(safe))], { bom: true })
}
/** A sheet under its headings; a sheet's name has 31 characters at the most. */
const sheetOf = (name: string, { head, rows }: { head: string[]; rows: (string | number)[][] }) =>
  ({ sheet: name.slice(0, 31), data: [head.map((value) => ({ value, fontWeight: 'bold' as const, wrap: true })), ...rows.map((row) => row.map((cell) => ({ value: safe(cell), wrap: true, ...(typeof cell === 'number' && cell >= 10_000 ? figure(cell) : {}) })))], columns: head.map((_, i) => ({ width: i === 1 ? 44 : 18 })), stickyRowsCount: 1 })

/** What everybody asked in the envelope and after each round, with the place it gave, by number. */
function roundsTable({ lines, names }: Pick<RoundsFile, 'lines' | 'names'>, locale: Locale): { head: string[]; rows: (string | number)[][] } {
  const t = roundTexts[locale], words = solutionTexts[locale], stages = [t.envelope, ...[1, 2, 3].map(t.round)]
  const named = (number: number): string => { const name = names.get(number); return name ? inLocale(locale, name.vi, name.en) : words.number(number) }
  return {
    head: [words.number(0).replace(' 0', ''), t.participant, t.technical, ...stages.flatMap((stage) => [`${stage} (VND)`, `${stage}: ${words.rank.toLowerCase()}`])],
    rows: lines.map(({ number, technical, prices, ranks }) => [number, named(number), technical / 100, ...stages.flatMap((_, i) => [prices[i] ?? '', ranks[i] ?? ''])]),
  }
}
/** The ranking for people who work in Excel, on a second sheet by which rules, and where there were three rounds on a third how they went. */
export function rankingWorkbook(file: SolutionFile, locale: Locale, address: string, now: Date, rounds: Pick<RoundsFile, 'lines' | 'names'> | null): Promise<Buffer> {
  const t = solutionTexts[locale], { call } = file
  const said: [string, string][] = [[t.call, call.title[locale]], ...call.rules.criteria.map(({ name, weight_basis_points }): [string, string] => [name[locale], t.share(weight_basis_points)]), [t.price, t.share(call.rules.price_weight_basis_points)], [t.hash, call.rules_hash ?? ''], [t.state, t.states[call.state]], ['URL', address], ['', formatInstant(now, locale)]]
  return workbookFile([
    sheetOf(t.result, tableOf(file, locale)),
    { sheet: t.rules.slice(0, 31), data: said.map(([name, value]) => [{ value: guarded(name), fontWeight: 'bold' as const }, { value: guarded(value), wrap: true }]), columns: [{ width: 36 }, { width: 80 }] },
    ...(rounds ? [sheetOf(roundTexts[locale].title, roundsTable(rounds, locale))] : []),
  ])
}

/**
 * The record of a ranked call: its rules as published with their hash, and of every answer what its place follows from. Places
 * are technical × (1 − weight of the price) + 100 × lowest price ÷ price × weight of the price, in exact fractions.
 */
export function recordFile({ call, need, owner, dates }: SolutionFile, answers: readonly RecordedAnswer[], publicUrl: string): string {
  const at = (when: Date | null): string | null => when?.toISOString() ?? null
  return JSON.stringify({
    call: { id: call.id, url: `${publicUrl}/vi/solutions/${call.id}`, title: call.title, need_id: need?.id ?? null, owner, state: call.state, demonstration: call.demonstration, published_at: at(call.published_at), closes_at: at(call.closes_at), technical_opened_at: at(call.technical_opened_at), prices_opened_at: at(call.prices_opened_at), rounds_begin_at: at(call.rounds_begin_at), rounds_over_at: at(call.rounds_over_at), standstill_until: call.standstill_until, award_reason: call.award_reason, awarded_at: at(call.awarded_at) },
    rules: call.rules, rules_hash: call.rules_hash,
    date_changes: dates.filter(({ state }) => state === 'approved').map((change) => ({ reason: change.reason, round: change.round, proposed_at: at(change.proposed_at), approved_at: at(change.decided_at), moved: movedBy(change).map(({ date, from, to }) => ({ date, from: at(from), to: at(to) })) })),
    answers,
  }, null, 1)
}
