import { scaleBand, scaleLinear, scalePoint } from 'd3-scale'
import { line } from 'd3-shape'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { formatNumber } from '../../platform/money.ts'
import { shorten } from '../../platform/text.ts'
import { useView } from '../view.ts'

/**
 * Charts drawn on the server, without a script: each is a picture with a title and a description for
 * those who hear it, and stands beside a table that says the same in numbers. What differs by colour
 * differs by pattern too, and every bar carries its number.
 */
export interface Series<Value extends number | null = number> {
  name: string
  tone: 'offer' | 'need'
  values: readonly Value[]
}
export interface ChartProps<Value extends number | null = number> {
  /** Unique on the page. */
  id: string
  title: string
  /** What a reader of the picture would see at a glance. */
  description: string
  labels: readonly string[]
  series: readonly Series<Value>[]
}

/** In a picture for a file the words are outlines of letters, as nobody knows which typefaces its reader has; on a page they are words. */
export type Letters = (text: string, size: number) => { path: string; width: number }
export const LettersContext = createContext<Letters | null>(null)
function Words({ x, y, anchor = 'start', children }: { x: number; y: number; anchor?: 'start' | 'middle' | 'end'; children: string }) {
  const letters = useContext(LettersContext)
  if (!letters) return <text x={x} y={y} text-anchor={anchor === 'start' ? undefined : anchor}>{children}</text>
  const { path, width: long } = letters(children, 12)
  return <path class="words" transform={`translate(${x - (anchor === 'end' ? long : anchor === 'middle' ? long / 2 : 0)} ${y})`} d={path} />
}

const width = 320
const barRoom = width - 62 // beyond the longest bar its number is written
const barHeight = 12

/** For each label a bar of each series, one below the other; a figure that is withheld (null) is a sign and no bar. */
export function BarChart({ id, title, description, labels, series }: ChartProps<number | null>) {
  const { locale } = useView()
  const x = scaleLinear([0, Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))], [0, barRoom])
  const step = 26 + series.length * (barHeight + 3)
  const height = labels.length * step + 22
  const y = scaleBand(labels.map((_, i) => i), [22, height])
  return (
    <svg class="chart small" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
      <title id={`${id}-title`}>{title}</title><desc id={`${id}-desc`}>{description}</desc>
      <Pattern id={id} /><Key id={id} series={series} />
      {labels.map((label, i) => <g>
        <Words x={0} y={(y(i) ?? 0) + 14}>{shorten(label, 46)}</Words>
        {series.map(({ tone, values }, row) => {
          const told = values[i] ?? null, value = told ?? 0
          const top = (y(i) ?? 0) + 20 + row * (barHeight + 3)
          return <g>
            <Bar id={id} tone={tone} x={0} y={top} width={value === 0 ? 0 : Math.max(1, x(value))} height={barHeight} />
            <Words x={x(value) + 5} y={top + barHeight - 2}>{told === null ? '…' : formatNumber(value, locale)}</Words>
          </g>
        })}
      </g>)}
    </svg>
  )
}

/** Series through time; the first and last label, and every one between that there is room for, stand below. */
export function LineChart({ id, title, description, labels, series }: ChartProps) {
  const { locale } = useView()
  const [top, bottom, left, right] = [26, 190, 40, width - 12] as const
  const most = Math.max(1, ...series.flatMap(({ values }) => values))
  const y = scaleLinear([0, most], [bottom, top]).nice(4)
  const x = scalePoint(labels.map((_, i) => i), [left, right])
  const at = (i: number): number => x(i) ?? left
  const ticks = y.ticks(4).filter(Number.isInteger)
  const every = Math.max(1, Math.ceil(labels.length / 4)) // four labels of a month and a year have room, and the last one
  return (
    <svg class="chart small" viewBox={`0 0 ${width} 214`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
      <title id={`${id}-title`}>{title}</title><desc id={`${id}-desc`}>{description}</desc>
      <Pattern id={id} /><Key id={id} series={series} />
      {ticks.map((tick) => <g><line class="axis" x1={left} x2={right} y1={y(tick)} y2={y(tick)} /><Words x={left - 5} y={y(tick) + 4} anchor="end">{formatNumber(tick, locale)}</Words></g>)}
      {labels.map((label, i) => (i % every === 0 && labels.length - 1 - i >= every) || i === labels.length - 1
        ? <Words x={at(i)} y={bottom + 18} anchor={i > 0 && i === labels.length - 1 ? 'end' : 'middle'}>{label}</Words> : null)}
      {series.map(({ tone, values }) => <>
        <path class={`line-${tone}`} d={line<number>((_, i) => at(i), (value) => y(value))([...values]) ?? ''} fill="none" stroke-width="2.5" stroke-dasharray={tone === 'need' ? '6 4' : undefined} />
        {values.map((value, i) => (tone === 'offer' ? <circle class="bar-offer" cx={at(i)} cy={y(value)} r="2.5" /> : <rect class="bar-need" x={at(i) - 2.5} y={y(value) - 2.5} width="5" height="5" />))}
      </>)}
    </svg>
  )
}

/** Stripes over the colour of what is sought. */
const Pattern = ({ id }: { id: string }) => <defs><pattern id={`${id}-stripes`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stripe" width="2" height="6" /></pattern></defs>

function Bar({ id, tone, ...box }: { id: string; tone: Series['tone']; x: number; y: number; width: number; height: number }) {
  return <><rect class={`bar-${tone}`} {...box} />{tone === 'need' && <rect fill={`url(#${id}-stripes)`} {...box} />}</>
}

const Key = ({ id, series }: { id: string; series: readonly Series<number | null>[] }) => <>{series.map(({ name, tone }, i) => <g><Bar id={id} tone={tone} x={i * 150} y={2} width={12} height={12} /><Words x={i * 150 + 18} y={13}>{name}</Words></g>)}</>
