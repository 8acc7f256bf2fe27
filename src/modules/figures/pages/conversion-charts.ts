import type { Locale } from '../../../platform/locale.ts'
import type { ChartProps } from '../../../web/ui/chart.tsx'
import { conversionTexts } from '../conversion-messages.ts'
import type { BoardTable, Told } from '../conversion-table.ts'

/** Lines a chart can show and still be read; the table has the rest. */
export const mostBars = 15
type Chart = ChartProps<number | null>
const valueOf = (cell: Told | undefined): number | null => cell?.value ?? null

/** What is drawn of a table of the board, on its page and in its files; null where there is nothing to look at. */
export function chartOf({ id, title, short, columns, rows }: BoardTable, locale: Locale): Chart | null {
  const t = conversionTexts[locale]
  if (rows.length === 0) return null
  // The funnel without how often matches were shown: that is counted in showings, not in interests.
  if (id === 'total') {
    const labels = columns.slice(1), cells = rows[0]!.cells.slice(1)
    return { id, title, description: t.chart(labels.map((label, i) => `${label} ${cells[i]?.text ?? '0'}`).join(', ')), labels, series: [{ name: t.files, tone: 'offer', values: cells.map(valueOf) }] }
  }
  if (id === 'stays') return { id, title, description: t.staysChart, labels: rows.map(({ name }) => name), series: [{ name: t.staysMedian, tone: 'offer', values: rows.map(({ cells }) => valueOf(cells[1])) }, { name: t.staysNinety, tone: 'need', values: rows.map(({ cells }) => valueOf(cells[2])) }] }
  const all = rows.slice(0, mostBars), labels = all.map(({ name }) => name), column = (at: number) => all.map(({ cells }) => valueOf(cells[at]))
  // Of reasons: how many files each stands in.
  if (id === 'losses' || id === 'declines') return { id, title, description: t.chartTop(title, rows.slice(0, 3).map(({ name, cells }) => `${name} ${cells[0]?.text ?? ''}`).join('; ')), labels, series: [{ name: t.count, tone: 'need', values: column(0) }] }
  if (id === 'between') return { id, title, description: t.chartTop(title, rows.slice(0, 3).map(({ name, cells }) => `${name} ${cells[0]?.text ?? ''} (${cells.at(-1)?.text ?? ''})`).join('; ')), labels, series: [{ name: t.alone, tone: 'offer', values: column(0) }, { name: t.among, tone: 'need', values: column(columns.length - 1) }] }
  // Of a way of dividing: where interests begin, and how many of them are closed.
  const [first, won] = [t.step.interest, t.step.won].map((step) => columns.indexOf(step)) as [number, number]
  return {
    id, title, description: t.chartBy(short.toLowerCase(), rows.slice(0, 3).map(({ name, cells }) => t.chartOne(name, cells[first]?.text ?? '', cells[won]?.text ?? '')).join('; ')), labels,
    series: [{ name: t.files, tone: 'offer', values: column(first) }, { name: t.step.won, tone: 'need', values: column(won) }],
  }
}
