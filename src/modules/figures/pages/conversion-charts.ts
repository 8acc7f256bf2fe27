import type { Locale } from '../../../platform/locale.ts'
import type { ChartProps } from '../../../web/ui/chart.tsx'
import { conversionTexts } from '../conversion-messages.ts'
import type { BoardTable, Told } from '../conversion-table.ts'

type Chart = ChartProps<number | null>
const valueOf = (cell: Told | undefined): number | null => cell?.value ?? null

/** What is drawn of a table of the board, on its page and in its files; null where there is nothing to look at. */
export function chartOf({ id, title, columns, rows }: BoardTable, locale: Locale): Chart | null {
  const t = conversionTexts[locale]
  if (rows.length === 0) return null
  // The funnel without how often matches were shown: that is counted in showings, not in interests.
  if (id === 'total') {
    const labels = columns.slice(1), cells = rows[0]!.cells.slice(1)
    return { id, title, description: t.chart(labels.map((label, i) => `${label} ${cells[i]?.text ?? '0'}`).join(', ')), labels, series: [{ name: t.files, tone: 'offer', values: cells.map(valueOf) }] }
  }
  if (id === 'stays') return { id, title, description: t.staysChart, labels: rows.map(({ name }) => name), series: [{ name: t.staysMedian, tone: 'offer', values: rows.map(({ cells }) => valueOf(cells[1])) }, { name: t.staysNinety, tone: 'need', values: rows.map(({ cells }) => valueOf(cells[2])) }] }
  return null
}
