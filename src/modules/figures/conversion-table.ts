import type { Locale } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import { stageNames } from '../deals/messages.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import { conversionTexts } from './conversion-messages.ts'
import { type Cell, conditionKinds, type ConversionAsked, type ConversionGroup, conversionQuery, type FilesAsked, funnelSteps, type Source, sources, tellsShown, toldCells } from './conversion-rules.ts'
import type { Conversion, FunnelRow } from './conversion.ts'

/** A cell as the page, the workbook and the report show it; `files`: which files stand behind it, for those who may open them. */
export interface Told { value: number | null; text: string; files?: Partial<FilesAsked> }
export interface BoardTable { id: 'total' | `by_${ConversionGroup}` | 'stays' | 'losses' | 'declines' | 'between'; title: string; /** What tells it from the others, where there is little room. */ short: string; head: string; columns: string[]; rows: { name: string; cells: Told[] }[]; empty: string }
export const withheld = '…'

/** The board as tables, with what this reader may not be told left out. */
export function boardOf(board: Conversion, taxonomy: Taxonomy, locale: Locale, opensFiles: boolean): BoardTable[] {
  const t = conversionTexts[locale]
  const told = (value: number | null, files?: Partial<FilesAsked>): Told => ({ value, text: value === null ? withheld : formatNumber(value, locale), ...(files && value ? { files } : {}) })
  /** Cells of lines told or withheld column by column, as a line could be had from the others of its column. */
  const columns = <R>(rows: readonly R[], of: readonly ((row: R) => Cell)[]): (number | null)[][] => { const down = of.map((cell) => toldCells(rows.map(cell), opensFiles)); return rows.map((_, i) => down.map((column) => column[i]!)) }
  const name = (by: ConversionGroup, code: string): string => by === 'field' ? (code ? taxonomy.name('research_field', code, locale) : t.unfiled) : by === 'source' ? (sources.includes(code as Source) ? t.source[code as Source] : code)
    : by === 'officer' ? (board.officers.get(code) ?? t.noOfficer) : by === 'all' ? t.all : taxonomy.name('organisation_kind', code, locale)
  const funnel = (by: ConversionGroup, rows: readonly FunnelRow[]): BoardTable => {
    const counts = columns(rows, funnelSteps.map((_, step) => (row: FunnelRow) => row.steps[step]!))
    const shown = tellsShown(by), all = by === 'all'
    return { id: all ? 'total' : `by_${by}`, title: all ? t.funnelTotal : `${t.funnel}: ${t.group[by].toLowerCase()}`, short: all ? t.funnel : t.group[by], head: all ? t.files : t.group[by], empty: t.none, columns: [...(shown ? [t.shown] : []), ...funnelSteps.map((step) => t.step[step])],
      rows: rows.map((row, i) => ({ name: name(by, row.code), cells: [...(shown ? [told(row.shown)] : []), ...counts[i]!.map((count, step) => told(count, { by, code: row.code, step: funnelSteps[step]! }))] })) }
  }
  const reasons = (id: 'losses' | 'declines', list: 'loss_reason' | 'decline_reason'): BoardTable => {
    const counts = columns(board[id], [(row) => row])
    return { id, title: t[id], short: t[id], head: t.reason, columns: [t.count], empty: t.noReasons, rows: board[id].map(({ code }, i) => ({ name: taxonomy.name(list, code, locale), cells: [told(counts[i]![0]!, id === 'losses' ? { loss: code } : { decline: code })] })) }
  }
  const stays = columns(board.stays, [(row) => row.stays]), between = columns(board.between, [(row) => row.alone, ...conditionKinds.map((kind) => (row: Conversion['between'][number]) => row.kinds[kind]), (row) => row.all])
  const days = (value: number): number => Math.round(value * 10) / 10
  return [
    funnel('all', [board.total]), ...board.groups.map(({ by, rows }) => funnel(by, rows)),
    { id: 'stays', title: t.stays, short: t.stays, head: t.stage, columns: [t.stayCount, t.median, t.ninetieth], empty: t.noStays, rows: board.stays.map((row, i) => { const count = stays[i]![0]!; return { name: stageNames[locale][row.stage], cells: [told(count, { stay: row.stage }), told(count === null ? null : days(row.median)), told(count === null ? null : days(row.ninetieth))] } }) },
    reasons('losses', 'loss_reason'), reasons('declines', 'decline_reason'),
    { id: 'between', title: t.between, short: t.between, head: t.conditionHead, columns: [t.alone, ...conditionKinds.map((kind) => t.kind[kind]), t.among], empty: t.betweenNone,
      rows: board.between.map(({ condition }, i) => ({ name: t.condition[condition], cells: between[i]!.map((count, column) => told(count, column === 0 ? { condition, alone: 'yes' } : { condition, kind: conditionKinds[column - 1] ?? '' })) })) },
  ]
}

export const boardHref = (locale: string, asked: ConversionAsked, file = ''): string => { const query = conversionQuery(asked); return `/${locale}/figures/conversion${file}${query ? `?${query}` : ''}` }
export const filesHref = (locale: string, { from, to }: ConversionAsked, files: Partial<FilesAsked>): string => `/${locale}/figures/conversion/files?${conversionQuery({ from, to, ...files } as Record<string, string>)}`
