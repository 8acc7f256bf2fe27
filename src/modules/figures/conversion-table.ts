import type { Locale } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import { stageNames } from '../deals/messages.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import { conversionTexts } from './conversion-messages.ts'
import { type Cell, conditionKinds, conversionQuery, type ConversionAsked, type FilesAsked, funnelSteps, type Source, sources, toldCells } from './conversion-rules.ts'
import type { Conversion, FunnelRow } from './conversion.ts'

/** A cell as the page, the workbook and the report show it; `files`: which files stand behind it, for those who may open them. */
export interface Told { value: number | null; text: string; files?: Partial<FilesAsked> }
export interface BoardTable { id: 'total' | 'funnel' | 'stays' | 'losses' | 'declines' | 'between'; title: string; head: string; columns: string[]; rows: { name: string; cells: Told[] }[]; empty: string }
export const withheld = '…'

/** The board as tables, with what this reader may not be told left out. */
export function boardOf(board: Conversion, asked: ConversionAsked, taxonomy: Taxonomy, locale: Locale, opensFiles: boolean): BoardTable[] {
  const t = conversionTexts[locale]
  const told = (value: number | null, files?: Partial<FilesAsked>): Told => ({ value, text: value === null ? withheld : formatNumber(value, locale), ...(files && value ? { files } : {}) })
  /** Cells of lines told or withheld column by column, as a line could be had from the others of its column. */
  const columns = <R>(rows: readonly R[], of: readonly ((row: R) => Cell)[]): (number | null)[][] => { const down = of.map((cell) => toldCells(rows.map(cell), opensFiles)); return rows.map((_, i) => down.map((column) => column[i]!)) }
  const name = (code: string): string => asked.by === 'field' ? (code ? taxonomy.name('research_field', code, locale) : t.unfiled) : asked.by === 'source' ? (sources.includes(code as Source) ? t.source[code as Source] : code)
    : asked.by === 'officer' ? (board.officers.get(code) ?? t.noOfficer) : asked.by === 'all' ? t.all : taxonomy.name('organisation_kind', code, locale)
  const funnel = (id: 'total' | 'funnel', rows: readonly FunnelRow[], by: ConversionAsked['by']): BoardTable => {
    const counts = columns(rows, funnelSteps.map((_, step) => (row: FunnelRow) => row.steps[step]!))
    const shown = by === 'all' || by === 'field'
    return { id, title: id === 'total' ? t.funnelTotal : `${t.funnel}: ${t.group[by].toLowerCase()}`, head: t.group[by], empty: t.none, columns: [...(shown ? [t.shown] : []), ...funnelSteps.map((step) => t.step[step])],
      rows: rows.map((row, i) => ({ name: by === 'all' ? t.all : name(row.code), cells: [...(shown ? [told(row.shown)] : []), ...counts[i]!.map((count, step) => told(count, { by, code: row.code, step: funnelSteps[step]! }))] })) }
  }
  const reasons = (id: 'losses' | 'declines', list: 'loss_reason' | 'decline_reason'): BoardTable => {
    const counts = columns(board[id], [(row) => row])
    return { id, title: t[id], head: t.reason, columns: [t.count], empty: t.noReasons, rows: board[id].map(({ code }, i) => ({ name: taxonomy.name(list, code, locale), cells: [told(counts[i]![0]!, id === 'losses' ? { loss: code } : { decline: code })] })) }
  }
  const stays = columns(board.stays, [(row) => row.stays]), between = columns(board.between, [(row) => row.alone, ...conditionKinds.map((kind) => (row: Conversion['between'][number]) => row.kinds[kind]), (row) => row.all])
  const days = (value: number): number => Math.round(value * 10) / 10
  return [
    funnel('total', [board.total], 'all'), ...(asked.by === 'all' ? [] : [funnel('funnel', board.rows, asked.by)]),
    { id: 'stays', title: t.stays, head: t.stage, columns: [t.stayCount, t.median, t.ninetieth], empty: t.noStays, rows: board.stays.map((row, i) => { const count = stays[i]![0]!; return { name: stageNames[locale][row.stage], cells: [told(count, { stay: row.stage }), told(count === null ? null : days(row.median)), told(count === null ? null : days(row.ninetieth))] } }) },
    reasons('losses', 'loss_reason'), reasons('declines', 'decline_reason'),
    { id: 'between', title: t.between, head: t.conditionHead, columns: [t.alone, ...conditionKinds.map((kind) => t.kind[kind]), t.among], empty: t.betweenNone,
      rows: board.between.map(({ condition }, i) => ({ name: t.condition[condition], cells: between[i]!.map((count, column) => told(count, column === 0 ? { condition, alone: 'yes' } : { condition, kind: conditionKinds[column - 1] ?? '' })) })) },
  ]
}

export const boardHref = (locale: string, asked: ConversionAsked, file = ''): string => { const query = conversionQuery(asked); return `/${locale}/figures/conversion${file}${query ? `?${query}` : ''}` }
export const filesHref = (locale: string, { from, to }: ConversionAsked, files: Partial<FilesAsked>): string => `/${locale}/figures/conversion/files?${conversionQuery({ from, to, ...files } as Record<string, string>)}`
