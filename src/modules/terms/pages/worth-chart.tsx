import { scaleLinear, scalePoint } from 'd3-scale'
import { line } from 'd3-shape'
import type { Locale } from '../../../platform/locale.ts'
import { formatNumber } from '../../../platform/money.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { worthTexts } from '../worth-messages.ts'
import { type Worth, worthSides } from '../worth-rules.ts'

/**
 * The cash of both sides as pictures drawn on the server, beside the table that says the same. The
 * supplier's bars are plain and the demander's striped, lines are whole and broken, so that the
 * two are told apart without colour, in dark and on paper. In millions of đồng, with every bar's number.
 */
const width = 320
const inMillions = (amount: number, locale: Locale): string => formatNumber(Math.round(amount / 1e5) / 10, locale)
const tones = { supplier: 'offer', demander: 'need' } as const

export function YearlyChart({ worth, description }: { worth: Worth; description: string }) {
  const { locale } = useView()
  const t = useTexts(worthTexts)
  const step = 48, top = 40
  const all = worthSides.flatMap((side) => worth[side].cash)
  // Room for the numbers beyond the longest bar on either side.
  const x = scaleLinear([Math.min(0, ...all), Math.max(0, ...all, 1)], [Math.min(...all) < 0 ? 60 : 2, width - 60])
  const height = top + (worth.years + 1) * step
  return (
    <svg class="chart small" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="worth-yearly-title worth-yearly-desc">
      <title id="worth-yearly-title">{t.yearly}</title><desc id="worth-yearly-desc">{description}</desc>
      <Key id="worth-yearly" />
      <line class="axis" x1={x(0)} x2={x(0)} y1={top - 4} y2={height} />
      {Array.from({ length: worth.years + 1 }, (_, year) => <g>
        <text x="0" y={top + year * step + 11}>{t.year(year)}</text>
        {worthSides.map((side, row) => {
          const amount = worth[side].cash[year] ?? 0, y = top + year * step + 15 + row * 15
          const box = { x: Math.min(x(0), x(amount)), y, width: amount === 0 ? 0 : Math.max(1, Math.abs(x(amount) - x(0))), height: 12 }
          return <g><rect class={`bar-${tones[side]}`} {...box} />{side === 'demander' && <rect fill="url(#worth-yearly-stripes)" {...box} />}
            <text x={amount < 0 ? box.x - 4 : box.x + box.width + 4} y={y + 10} text-anchor={amount < 0 ? 'end' : undefined}>{inMillions(amount, locale)}</text></g>
        })}
      </g>)}
    </svg>
  )
}

export function CumulativeChart({ worth, description }: { worth: Worth; description: string }) {
  const { locale } = useView()
  const t = useTexts(worthTexts)
  const [top, bottom, left, right] = [40, 200, 58, width - 12] as const
  const all = worthSides.flatMap((side) => worth[side].cumulative)
  const y = scaleLinear([Math.min(0, ...all), Math.max(1, ...all)], [bottom, top]).nice(4)
  const years = Array.from({ length: worth.years + 1 }, (_, year) => year)
  const x = scalePoint(years, [left, right])
  const at = (year: number): number => x(year) ?? left
  const every = Math.max(1, Math.ceil((worth.years + 1) / 6))
  return (
    <svg class="chart small" viewBox={`0 0 ${width} 224`} role="img" aria-labelledby="worth-together-title worth-together-desc">
      <title id="worth-together-title">{t.together}</title><desc id="worth-together-desc">{description}</desc>
      <Key id="worth-together" />
      {y.ticks(4).map((tick) => <g><line class="axis" x1={left} x2={right} y1={y(tick)} y2={y(tick)} stroke-width={tick === 0 ? 2 : undefined} /><text x={left - 5} y={y(tick) + 4} text-anchor="end">{inMillions(tick, locale)}</text></g>)}
      {years.map((year) => (year % every === 0 ? <text x={at(year)} y={bottom + 18} text-anchor="middle">{year}</text> : null))}
      {worthSides.map((side) => <>
        <path class={`line-${tones[side]}`} d={line<number>((_, year) => at(year), (amount) => y(amount))(worth[side].cumulative) ?? ''} fill="none" stroke-width="2.5" stroke-dasharray={side === 'demander' ? '6 4' : undefined} />
        {worth[side].cumulative.map((amount, year) => (side === 'supplier' ? <circle class="bar-offer" cx={at(year)} cy={y(amount)} r="2.5" /> : <rect class="bar-need" x={at(year) - 2.5} y={y(amount) - 2.5} width="5" height="5" />))}
      </>)}
    </svg>
  )
}

function Key({ id }: { id: string }) {
  const t = useTexts(worthTexts)
  return <>
    <defs><pattern id={`${id}-stripes`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stripe" width="2" height="6" /></pattern></defs>
    {worthSides.map((side, i) => <g><rect class={`bar-${tones[side]}`} x={i * 90} y={2} width={12} height={12} />{side === 'demander' && <rect fill={`url(#${id}-stripes)`} x={i * 90} y={2} width={12} height={12} />}<text x={i * 90 + 18} y="13">{t.sides[side]}</text></g>)}
    <text x={width} y="13" text-anchor="end">{t.million}</text>
  </>
}
